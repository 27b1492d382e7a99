//! Records that may be of one and the same: before saving, as a list of work, side by side; and what the law says of repeats.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::law::repeat::Answer;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// A party that may be the one that is typed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MatchLine {
    pub id: String,
    pub name: String,
    /// Kind, address: what tells it from others at a glance.
    pub about: String,
    pub strength: String,
    pub reasons: Vec<String>,
    /// Likely enough that an officer says they are not the same before another record is made.
    pub stops: bool,
}

/// The form that registers a party, with those it may be already.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyNewView {
    pub draft: Option<Draft>,
    pub matches: Vec<MatchLine>,
}

/// One pair of the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairLine {
    pub num: i64,
    pub one: String,
    pub other: String,
    pub strength: String,
    pub reasons: Vec<String>,
    /// Who decided, when and why.
    pub decision: Option<String>,
}

/// What the list of pairs is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairsView {
    pub state: String,
    pub strength: String,
    pub rows: Vec<PairLine>,
    /// Cursor of the next page.
    pub next: Option<String>,
    /// Records that wait to be compared, when there are any.
    pub waiting: Option<WaitingView>,
}

/// Records that came in bulk and were not yet compared with the others: until then the list is not whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingView {
    /// How many: “1.234”, “hơn 100.000”.
    pub count: String,
    /// How many of them one press compares.
    pub next: u32,
    /// Whether this officer may let it go on.
    pub may: bool,
}

/// Two places of business of one party that may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AlikeLine {
    /// Id and name of each.
    pub one: (String, String),
    pub other: (String, String),
    pub strength: String,
    pub reasons: Vec<String>,
}

/// Value of the query key under which the page goes on comparing by itself.
pub const GOING_ON: &str = "so-tiep";

/// Steps of comparing in one request.
#[cfg(feature = "ssr")]
const STEPS: u32 = 2;

/// One trait that two records tell differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DifferenceLine {
    pub key: String,
    pub label: String,
    pub one: String,
    pub other: String,
}

/// One of two records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Side {
    pub id: String,
    pub version: u32,
    pub name: String,
    /// The unit that keeps it.
    pub unit: String,
    /// Inspections and decisions, nationwide.
    pub history: (u32, u32),
    /// Whether this officer may let it stand for the other.
    pub may_keep: bool,
}

/// Two records side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairView {
    pub num: i64,
    pub one: Side,
    pub other: Side,
    pub strength: String,
    pub reasons: Vec<String>,
    pub differences: Vec<DifferenceLine>,
    /// They are not merged: told apart, they may still be merged by whom finds that this was wrong.
    pub open: bool,
    /// They are merged, or told apart: who, when, why.
    pub decision: Option<String>,
    pub may_tell_apart: bool,
    /// Identity numbers, telephones and homes are not shown to this officer.
    pub masked: bool,
    pub draft: Option<Draft>,
}

/// What a party is of another, as an officer entered it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkLine {
    pub num: i64,
    /// From this party to the other: “là chủ của”.
    pub words: String,
    pub other: String,
    pub name: String,
    /// Where it is known from, by whom and when.
    pub source: String,
    /// Since when it is so no more, and why.
    pub ended: Option<String>,
}

/// What somebody did who may be the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OtherLine {
    pub who: MatchLine,
    pub answer: Answer,
}

/// The law on repeat offences for one party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RepeatView {
    /// One for each act that is asked about; one for all where none is.
    pub answers: Vec<(String, Answer)>,
    pub others: Vec<OtherLine>,
    /// There are more earlier matters than were read.
    pub more: bool,
    /// What the nation said of other provinces, where this one keeps its own data; what it told is in the answers.
    pub nation: Option<NationSaid>,
}

/// How the nation was asked about a violator.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NationSaid {
    /// When it answered, in words; empty where it never did.
    pub at: String,
    /// How many cases of other provinces it told.
    pub cases: usize,
    /// Up to when every province that sends has been heard, in words; empty where none has.
    pub heard: String,
    /// Why it does not answer now.
    pub problem: Option<String>,
    /// There is no identity paper to ask by.
    pub unnumbered: bool,
}

#[cfg(feature = "ssr")]
pub(super) fn line(
    actor: &domain::authority::Actor,
    party: domain::party::Party,
    strength: Option<domain::registry::matching::Strength>,
    reasons: &[domain::registry::matching::Reason],
) -> MatchLine {
    let party = super::party::shielded(actor, party);
    MatchLine {
        id: party.id.0.to_string(),
        about: format!("{} · {}", party.kind.label(), party.address),
        name: party.name,
        strength: strength.map_or(String::new(), |strength| strength.label().to_owned()),
        stops: strength.is_some_and(|strength| strength >= domain::registry::matching::Strength::Likely),
        reasons: reasons.iter().map(|reason| reason.words().to_owned()).collect(),
    }
}

/// Those a typed party may be already.
#[cfg(feature = "ssr")]
pub(super) async fn matches_of(
    database: &dyn store::Database,
    actor: &domain::authority::Actor,
    party: &domain::party::Party,
) -> Result<Vec<MatchLine>, store::StoreError> {
    let found = store::registry::likely(database, actor, party).await?;
    Ok(found.into_iter().take(10).map(|one| match_line(actor, one)).collect())
}

#[cfg(feature = "ssr")]
fn match_line(actor: &domain::authority::Actor, one: store::registry::Likely) -> MatchLine {
    line(actor, one.party, Some(one.found.strength), &one.found.reasons)
}

/// Most records that are told while a form is typed.
#[cfg(feature = "ssr")]
const WHILE_TYPING: usize = 5;

/// Those a party may be already, from what is typed so far, as a piece of the page; empty where nobody is. Posted, so that no number
/// stands in an address. Only for whom may register: anybody else would ask it who is in the register.
#[server(input = PostUrl, endpoint = "so-khop")]
pub async fn match_so_far(#[server(flatten)] fields: Fields) -> Result<String, AppError> {
    use crate::server::{context, signed_in, unavailable};
    use domain::authority::{Action, authorise};
    let signed = signed_in().await?;
    let actor = &signed.actor;
    authorise(actor, Action::SaveParty, &actor.path).map_err(|denial| unavailable(denial.into()))?;
    let Some(party) = crate::forms::party::so_far(&fields, &actor.unit) else { return Ok(String::new()) };
    // One more than is shown, so that it can be said that there are more.
    let found = store::registry::likely_so_far(&*context()?.database, actor, &party, WHILE_TYPING + 1).await;
    let mut matches: Vec<MatchLine> =
        found.map_err(unavailable)?.into_iter().map(|one| match_line(actor, one)).collect();
    let more = matches.len() > WHILE_TYPING;
    matches.truncate(WHILE_TYPING);
    Ok(crate::pages::duplicates::so_far(matches, more))
}

/// The form that registers a party: what was typed, and those it may be already.
#[server(input = GetUrl, endpoint = "dang-ky-doi-tuong-mau")]
pub async fn read_party_new(#[server(default)] draft: Option<String>) -> Result<PartyNewView, AppError> {
    use crate::server::{context, opt_draft, signed_in, unavailable};
    let signed = signed_in().await?;
    let context = context()?;
    let draft = opt_draft(draft.as_deref()).await?;
    let mut matches = Vec::new();
    if let Some(draft) = &draft {
        let today = domain::calendar::to_local(context.now()).date();
        let id = uuid::Uuid::nil();
        if let Ok(form) = crate::forms::party::parse(&draft.fields, (id, id), &signed.actor.unit, today) {
            matches = matches_of(&*context.database, &signed.actor, &form.party).await.map_err(unavailable)?;
        }
    }
    Ok(PartyNewView { draft, matches })
}

/// Pairs that may be the same, in the officer's province.
#[server(input = GetUrl, endpoint = "doi-tuong-trung")]
pub async fn read_pairs(
    #[server(default)] state: String,
    #[server(default)] strength: String,
    #[server(default)] after: String,
) -> Result<PairsView, AppError> {
    use crate::server::{context, signed_in, unavailable};
    use domain::registry::matching::Strength;
    use store::registry::{PairFilter, PairState};
    let signed = signed_in().await?;
    let context = context()?;
    let state = PairState::from_key(&state).unwrap_or(PairState::Open);
    let filter = PairFilter { state, strength: Strength::from_key(&strength) };
    let cursor = after.split_once('-').and_then(|(rank, num)| Some((rank.parse().ok()?, num.parse().ok()?)));
    let page = store::registry::pairs(&*context.database, &signed.actor, filter, cursor).await.map_err(unavailable)?;
    let rows = page.rows.into_iter().map(|pair| PairLine {
        num: pair.num,
        one: told(&super::party::shielded(&signed.actor, pair.one)),
        other: told(&super::party::shielded(&signed.actor, pair.other)),
        strength: pair.strength.label().to_owned(),
        reasons: pair.reasons.iter().map(|reason| reason.words().to_owned()).collect(),
        decision: pair.decision.map(decided),
    });
    Ok(PairsView {
        state: state.key().to_owned(),
        strength,
        rows: rows.collect(),
        next: page.next.map(|(rank, num)| format!("{rank}-{num}")),
        waiting: waiting(&*context.database, &signed.actor).await.map_err(unavailable)?,
    })
}

/// What waits to be compared.
#[cfg(feature = "ssr")]
async fn waiting(
    database: &dyn store::Database,
    actor: &domain::authority::Actor,
) -> Result<Option<WaitingView>, store::StoreError> {
    use store::registry::{COMPARE_STEP, MANY};
    let count = store::registry::uncompared(database, actor).await?;
    let words = domain::money::group(count.into());
    Ok((count > 0).then(|| WaitingView {
        count: if count < MANY { words } else { format!("hơn {words}") },
        next: count.min(STEPS * COMPARE_STEP),
        may: domain::authority::role_may(actor.role, domain::authority::Action::SaveParty),
    }))
}

/// Compares the next records that wait; comes back to the list, which goes on by itself until none is left.
#[server(input = PostUrl, endpoint = "so-khop-tiep")]
pub async fn submit_compare(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{context, refused, signed_in, submit};
    use store::registry::{COMPARE_STEP, compare_more};
    submit(routes::DUPLICATES, &fields, async {
        let (signed, context) = (signed_in().await?, context()?);
        let compared = compare_more(&*context.database, &context.env(), &signed.actor, STEPS).await.map_err(refused)?;
        Ok(match compared < STEPS * COMPARE_STEP {
            true => routes::with_query(routes::DUPLICATES, routes::DONE, "so-khop-xong"),
            false => routes::with_query(routes::DUPLICATES, GOING_ON, "1"),
        })
    })
    .await
}

/// Places of a party that may be one, as its page shows them.
#[cfg(feature = "ssr")]
pub(super) async fn alike_lines(
    database: &dyn store::Database,
    actor: &domain::authority::Actor,
    party: domain::party::PartyId,
) -> Result<Vec<AlikeLine>, store::StoreError> {
    let told = |place: domain::party::Establishment| (place.id.0.to_string(), place.name);
    let found = store::registry::alike_places(database, actor, party).await?;
    let lines = found.into_iter().take(10).map(|pair| AlikeLine {
        one: told(pair.one),
        other: told(pair.other),
        strength: pair.found.strength.label().to_owned(),
        reasons: pair.found.reasons.iter().map(|reason| reason.words().to_owned()).collect(),
    });
    Ok(lines.collect())
}

#[cfg(feature = "ssr")]
fn told(party: &domain::party::Party) -> String {
    format!("{} ({}, {})", party.name, party.kind.label(), party.address)
}

#[cfg(feature = "ssr")]
fn decided((by, at, reason): (String, jiff::Timestamp, String)) -> String {
    format!("{by}, {}: {reason}", domain::calendar::format_short(domain::calendar::to_local(at)))
}

/// Two records side by side.
#[server(input = GetUrl, endpoint = "doi-tuong-trung-mot")]
pub async fn read_pair(num: String, #[server(default)] draft: Option<String>) -> Result<PairView, AppError> {
    use crate::server::{context, fail, opt_draft, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, authorise, authorise_merge, role_may};
    use domain::registry::merge::differing;
    use store::registry::PairState;
    let signed = signed_in().await?;
    let context = context()?;
    let (database, actor) = (&*context.database, &signed.actor);
    let num = num.parse().map_err(|_| fail(AppError::NotFound))?;
    let pair = store::registry::pair(database, actor, num).await.map_err(unavailable)?;
    let tree = store::units::tree(database).await.map_err(unavailable_db)?;
    for party in [&pair.one, &pair.other] {
        store::parties::note_reading(database, &context.env(), actor, party).await.map_err(unavailable)?;
    }
    let masked = authorise(actor, Action::ReadPersonal, &actor.path).is_err();
    let (one, other) = (super::party::shielded(actor, pair.one), super::party::shielded(actor, pair.other));
    let differences = differing(&one, &other).into_iter().map(|item| DifferenceLine {
        key: item.key().to_owned(),
        label: item.label().to_owned(),
        one: item.text(&one),
        other: item.text(&other),
    });
    let differences = differences.collect();
    let mut sides = Vec::new();
    for (party, version) in [(one, pair.one_version), (other, pair.other_version)] {
        let unit = tree.get(&party.unit);
        sides.push(Side {
            history: store::parties::nationwide(database, party.id).await.map_err(unavailable)?,
            id: party.id.0.to_string(),
            version,
            name: party.name,
            unit: unit.map_or_else(|| party.unit.0.clone(), |unit| unit.short_name.clone()),
            may_keep: !masked && unit.is_some_and(|unit| authorise_merge(actor, &unit.path).is_ok()),
        });
    }
    let (Some(other), Some(one)) = (sides.pop(), sides.pop()) else { return Err(fail(AppError::NotFound)) };
    Ok(PairView {
        num: pair.num,
        open: pair.state != PairState::Merged && one.id != other.id,
        one,
        other,
        strength: pair.strength.label().to_owned(),
        reasons: pair.reasons.iter().map(|reason| reason.words().to_owned()).collect(),
        differences,
        decision: pair.decision.map(decided),
        may_tell_apart: pair.state == PairState::Open && role_may(actor.role, Action::SaveParty),
        masked,
        draft: opt_draft(draft.as_deref()).await?,
    })
}

/// Merges two records: the one that stays, what it takes over, and why.
#[server(input = PostUrl, endpoint = "gop-doi-tuong")]
pub async fn submit_merge(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    use domain::authority::{Action, authorise};
    use domain::case::FieldError;
    use domain::party::PartyId;
    let page = routes::duplicate(fields.get("pair"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let not_found = || Rejection::Error(AppError::NotFound);
        authorise(&signed.actor, Action::ReadPersonal, &signed.actor.path).map_err(|_| not_found())?;
        let form = crate::forms::registry::merge(&fields)?;
        let id = |name: &str| fields.get(name).parse().map(PartyId).map_err(|_| not_found());
        let version = |name: &str| fields.get(name).parse::<u32>().map_err(|_| not_found());
        let (one, other) = ((id("one")?, version("one_version")?), (id("other")?, version("other_version")?));
        let (survivor, absorbed) = if form.keep_one { (one, other) } else { (other, one) };
        let order = store::registry::MergeOrder {
            survivor: survivor.0,
            survivor_version: survivor.1,
            absorbed: absorbed.0,
            absorbed_version: absorbed.1,
            take: form.take,
            reason: form.reason,
        };
        match store::registry::merge(&*context.database, &context.env(), &signed.actor, &order).await {
            Err(store::StoreError::Stale { .. }) => Err(Rejection::Fields(vec![FieldError::new(
                "survivor",
                "Một trong hai hồ sơ vừa được người khác sửa. Xem lại giá trị mới bên dưới rồi gửi lần nữa.",
            )])),
            other => other.map_err(refused),
        }?;
        Ok(routes::with_query(&routes::party(&survivor.0.0.to_string()), routes::DONE, "gop-doi-tuong"))
    })
    .await
}

/// Tells two records apart.
#[server(input = PostUrl, endpoint = "khac-doi-tuong")]
pub async fn submit_tell_apart(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    let page = routes::duplicate(fields.get("pair"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let num = fields.get("pair").parse().map_err(|_| Rejection::Error(AppError::NotFound))?;
        let reason = fields.get("different_reason");
        store::registry::tell_apart_pair(&*context.database, &context.env(), &signed.actor, num, reason)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(routes::DUPLICATES, routes::DONE, "khac-doi-tuong"))
    })
    .await
}

/// Splits a merged record off again.
#[server(input = PostUrl, endpoint = "tach-doi-tuong")]
pub async fn submit_split(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    let page = routes::party(fields.get("survivor"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let absorbed = fields.get("absorbed").parse().map_err(|_| Rejection::Error(AppError::NotFound))?;
        let absorbed = domain::party::PartyId(absorbed);
        let reason = fields.get("split_reason");
        let left = store::registry::split(&*context.database, &context.env(), &signed.actor, absorbed, reason).await;
        let left = left.map_err(refused)?;
        let done = if left.staying.is_empty() { "tach-doi-tuong" } else { "tach-doi-tuong-giu" };
        Ok(routes::with_query(&page, routes::DONE, done))
    })
    .await
}

/// Enters what this party is of another one, which is named by a number or a name that only it has.
#[server(input = PostUrl, endpoint = "lien-ket-doi-tuong")]
pub async fn submit_link(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    use domain::case::FieldError;
    let page = routes::party(fields.get("party"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let (database, actor) = (&*context.database, &signed.actor);
        let party =
            domain::party::PartyId(fields.get("party").parse().map_err(|_| Rejection::Error(AppError::NotFound))?);
        let form = crate::forms::registry::link(&fields)?;
        let mut found = store::parties::search(database, actor, &form.other, 6).await.map_err(refused)?;
        found.retain(|one| one.id != party);
        let [other] = &found[..] else {
            let names: Vec<String> =
                found.into_iter().take(5).map(|one| told(&super::party::shielded(actor, one))).collect();
            let message = if names.is_empty() {
                "Không tìm thấy hồ sơ nào. Nhập mã số thuế, số định danh, hoặc đăng ký bên kia trước.".to_owned()
            } else {
                format!("Có nhiều hồ sơ khớp: {}. Nhập mã số thuế hoặc số định danh của bên kia.", names.join("; "))
            };
            return Err(Rejection::Fields(vec![FieldError::new("link_other", message)]));
        };
        let ends = if form.forward { (party, other.id) } else { (other.id, party) };
        store::registry::enter_link(database, &context.env(), actor, ends, form.kind, &form.source)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, "lien-ket-doi-tuong"))
    })
    .await
}

/// Ends a link between two parties.
#[server(input = PostUrl, endpoint = "thoi-lien-ket-doi-tuong")]
pub async fn submit_link_end(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    let page = routes::party(fields.get("party"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let num = fields.get("link").parse().map_err(|_| Rejection::Error(AppError::NotFound))?;
        let why = fields.get("link_end_reason");
        store::registry::end_link(&*context.database, &context.env(), &signed.actor, num, why)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, "thoi-lien-ket-doi-tuong"))
    })
    .await
}

/// The links of a party, as its page shows them.
#[cfg(feature = "ssr")]
pub(super) async fn link_lines(
    database: &dyn store::Database,
    actor: &domain::authority::Actor,
    party: domain::party::PartyId,
) -> Result<Vec<LinkLine>, store::StoreError> {
    use domain::calendar::{format_short, to_local};
    let links = store::registry::links(database, actor, party).await?;
    let lines = links.into_iter().map(|link| LinkLine {
        num: link.num,
        words: if link.forward { link.kind.label() } else { link.kind.reverse() }.to_owned(),
        other: link.other.id.0.to_string(),
        name: link.other.name,
        source: format!("{} ({}, {})", link.source, link.officer, format_short(to_local(link.at))),
        ended: link.ended.map(|(at, why)| format!("thôi từ {}: {why}", format_short(to_local(at)))),
    });
    Ok(lines.collect())
}

/// What the law says on repeats of a party: of the acts typed so far, or of every earlier act done again today.
#[cfg(feature = "ssr")]
pub(super) async fn repeat_view(
    context: &crate::server::Context,
    actor: &domain::authority::Actor,
    party: &domain::party::Party,
    except: Option<domain::case::CaseId>,
    asked: &[(domain::law::repeat::NewAct, jiff::civil::Date)],
    today: jiff::civil::Date,
) -> Result<RepeatView, store::StoreError> {
    use domain::law::repeat::judge;
    let mut found = store::registry::repeat_history(&*context.database, actor, party, except).await?;
    let nation = match &context.nation {
        Some(link) => {
            let subject = except.map_or_else(|| party.id.0.to_string(), |case| case.to_string());
            let said = store::federation::ask(&*context.database, &context.env(), link, actor, party, &subject).await?;
            let (past, said) = super::nation::told(said);
            found.own.extend(past);
            Some(said)
        }
        None => None,
    };
    let answers = if asked.is_empty() {
        vec![(String::new(), judge(&found.own, None, today))]
    } else {
        asked.iter().map(|(act, on)| (act.title.clone(), judge(&found.own, Some(act), *on))).collect()
    };
    let first = asked.first();
    let others = found.others.into_iter().map(|other| OtherLine {
        answer: judge(&other.past, first.map(|(act, _)| act), first.map_or(today, |(_, on)| *on)),
        who: line(actor, other.party, Some(other.strength), &other.reasons),
    });
    Ok(RepeatView { answers, others: others.collect(), more: found.more, nation })
}
