//! Organisations, individuals and their establishments.

use super::registry::{AlikeLine, LinkLine, MatchLine, RepeatView};
use super::work::CaseRow;
use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::party::{Establishment, Party, PartyKind};
use domain::privacy::Masked;
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// A party with what is known of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyFile {
    pub party: Party,
    pub establishments: Vec<Establishment>,
    /// Those of them that may be one.
    pub alike: Vec<AlikeLine>,
    /// Its cases in the whole country, newest first.
    pub cases: Vec<CaseRow>,
    /// Cases anywhere in the country: inspections, decisions.
    pub nationwide: (u32, u32),
    pub may_open_case: bool,
    /// What stands instead of personal data, for whom may not read it.
    pub masked: Option<Masked>,
    pub may_correct: bool,
    pub may_see_readings: bool,
    /// He keeps an area book, into which another place of this party may go.
    pub may_keep: bool,
    /// Until when the record is kept, as far as is known.
    pub kept_until: Date,
    /// The name of the record that was asked for, where another one stands for it since they were merged.
    pub absorbed: Option<String>,
    /// Records merged into this one.
    pub members: Vec<MemberLine>,
    /// Whether this officer may split them off again.
    pub may_split: bool,
    pub repeat: RepeatView,
    /// What it is of others, as officers entered it.
    pub links: Vec<LinkLine>,
    /// Who shares a number, a phone, an address or a representative with it.
    pub shared: Vec<MatchLine>,
    /// Id, reference, title and time of the items of inspection plans.
    pub plans: Vec<(String, String, String)>,
    /// Address, reference, status of the leads and measures this officer may know of.
    pub dossiers: Vec<(String, String, String)>,
    pub now: jiff::civil::DateTime,
    pub draft: Option<Draft>,
}

/// A record that was merged into another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MemberLine {
    pub id: String,
    pub name: String,
    /// When and by whom it was merged, and why.
    pub merged: String,
}

/// Former versions of a party's record, and who read it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyRecord {
    pub id: String,
    pub name: String,
    /// Moment, who wrote it, why, what was different from the version before.
    pub changes: Vec<(DateTime, String, String, Vec<String>)>,
    /// Moment, who read, of which unit, whether identity numbers were shown in full; nothing for whom may not see them.
    pub readings: Option<Vec<(DateTime, String, String, bool)>>,
}

/// The form that corrects a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyEdit {
    pub party: Party,
    pub version: u32,
    pub draft: Option<Draft>,
}

/// The record as the actor may see it.
#[cfg(feature = "ssr")]
pub(super) fn shielded(actor: &domain::authority::Actor, party: Party) -> Party {
    use domain::authority::{Action, authorise};
    if authorise(actor, Action::ReadPersonal, &actor.path).is_ok() { party } else { domain::privacy::shield(&party).0 }
}

/// A party in a list: what personal identifiers say stays on the server.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartyLine {
    pub id: String,
    pub kind: PartyKind,
    pub name: String,
    /// Tax code of an organisation; a person's number with its middle hidden.
    pub code: String,
    pub address: String,
}

/// A party of the store as lists show it.
#[cfg(feature = "ssr")]
pub fn line(actor: &domain::authority::Actor, party: Party) -> PartyLine {
    use domain::privacy::mask;
    let tax_code = party.tax_code.as_ref().map(|code| code.as_str());
    let code = match party.kind {
        PartyKind::Organisation => tax_code.map(str::to_owned),
        // A household business is taxed under its owner's number.
        PartyKind::Individual | PartyKind::HouseholdBusiness => match tax_code {
            Some(code) if code.len() != 12 => Some(code.to_owned()),
            Some(code) => Some(mask(code)),
            None => party.citizen_id.as_ref().map(|id| mask(id.as_str())),
        },
    };
    PartyLine {
        id: party.id.0.to_string(),
        kind: party.kind,
        code: code.unwrap_or_default(),
        address: shielded(actor, party.clone()).address,
        name: party.name,
    }
}

/// What was found among the parties.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundParties {
    pub lines: Vec<PartyLine>,
    /// What was searched instead, where nothing is as typed.
    pub instead: Option<String>,
    /// How many there are, and whether there are more than that.
    pub count: u32,
    pub capped: bool,
}

/// Parties that match part of a name, an identifier, a telephone number or an address.
#[server(input = GetUrl, endpoint = "doi-tuong")]
pub async fn read_parties(#[server(default)] text: String) -> Result<FoundParties, AppError> {
    use crate::server::{context, signed_in, unavailable};
    use store::search::{Kind, Narrowed, find};
    let signed = signed_in().await?;
    let context = context()?;
    let narrowed = Narrowed { kind: Some(Kind::Party), ..Narrowed::default() };
    let found = find(&*context.database, &signed.actor, &text, &narrowed, 30).await.map_err(unavailable)?;
    Ok(FoundParties {
        lines: found.parties.rows.into_iter().map(|party| line(&signed.actor, party)).collect(),
        instead: found.instead,
        count: found.parties.count,
        capped: found.parties.capped,
    })
}

/// One party.
#[server(input = GetUrl, endpoint = "doi-tuong-mot")]
pub async fn read_party(id: String, #[server(default)] draft: Option<String>) -> Result<PartyFile, AppError> {
    use crate::server::{context, fail, opt_draft, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, authorise_merge, role_may};
    use domain::calendar::{format_short, to_local};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let id = domain::party::PartyId(id.parse().map_err(|_| fail(AppError::NotFound))?);
    let group = store::registry::group(database, &signed.actor, id).await.map_err(unavailable)?;
    let absorbed = group.members.iter().find(|member| member.party.id == id).map(|member| member.party.name.clone());
    let (party, id) = (group.head.clone(), group.head.id);
    let establishments = store::parties::establishments_of(database, &signed.actor, id).await.map_err(unavailable)?;
    let history = store::parties::history(database, &signed.actor, id).await.map_err(unavailable)?;
    let nationwide = store::parties::nationwide(database, id).await.map_err(unavailable)?;
    let env = context.env();
    store::parties::note_reading(database, &env, &signed.actor, &party).await.map_err(unavailable)?;
    let may = |action| role_may(signed.actor.role, action);
    let last_matter = history.first().map(|case| case.row.index.opened_on);
    let today = domain::calendar::to_local(context.now()).date();
    let masked = (!may(Action::ReadPersonal)).then(|| domain::privacy::shield(&party).1);
    let actor = &signed.actor;
    let repeat = super::registry::repeat_view(&context, actor, &party, None, &[], today).await.map_err(unavailable)?;
    let links = super::registry::link_lines(database, actor, id).await.map_err(unavailable)?;
    let shared = store::registry::shared(database, actor, &party).await.map_err(unavailable)?;
    let plans = store::plans::of_party(database, actor, id).await.map_err(unavailable_db)?;
    let dossiers = store::dossiers::of_party(database, actor, id).await.map_err(unavailable_db)?;
    let members = group.members.into_iter().map(|member| MemberLine {
        id: member.party.id.0.to_string(),
        name: member.party.name,
        merged: format!("{}, {}: {}", member.by, format_short(to_local(member.merged_at)), member.reason),
    });
    Ok(PartyFile {
        absorbed,
        members: members.collect(),
        may_split: authorise_merge(actor, &group.keeper).is_ok(),
        repeat,
        links,
        shared: shared.into_iter().map(|one| super::registry::line(actor, one.party, None, &one.reasons)).collect(),
        plans: plans
            .into_iter()
            .map(|item| {
                let when = format!("đến hết tháng {}/{}", item.last_month, item.year);
                let when = if item.cancelled { format!("{when}, đã hủy") } else { when };
                (item.plan.to_string(), format!("{} – {}", item.code, item.title), when)
            })
            .collect(),
        dossiers: dossiers
            .into_iter()
            .map(|one| {
                let href = crate::routes::dossier(one.sort, &one.row.id.to_string());
                (href, one.row.code, one.row.state.label().to_owned())
            })
            .collect(),
        draft: opt_draft(draft.as_deref()).await?,
        masked,
        may_correct: may(Action::SaveParty),
        may_see_readings: may(Action::ReadReadings),
        may_keep: may(Action::KeepBook),
        kept_until: domain::privacy::kept_until(last_matter, today).0,
        party: shielded(&signed.actor, party),
        alike: super::registry::alike_lines(database, actor, id).await.map_err(unavailable)?,
        establishments,
        cases: history.into_iter().map(|case| super::work::row(case.row, case.may_open)).collect(),
        nationwide,
        may_open_case: role_may(signed.actor.role, Action::OpenCase),
        now: domain::calendar::to_local(context.now()),
    })
}

/// Registers a party, and an establishment of it when filled in.
#[server(input = PostUrl, endpoint = "dang-ky-doi-tuong")]
pub async fn submit_party(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::forms::party::parse;
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    use domain::case::FieldError;
    submit(routes::PARTY_NEW, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let env = context.env();
        let database = &*context.database;
        let today = domain::calendar::to_local(context.now()).date();
        let form = parse(&fields, (env.uuid(), env.uuid()), &signed.actor.unit, today)?;
        let matches = super::registry::matches_of(database, &signed.actor, &form.party).await.map_err(refused)?;
        let unseen = |one: &MatchLine| fields.filled(&format!("shown.{}", one.id)).is_none();
        let confirmed = fields.filled("confirmed").is_some();
        // What was not shown yet is shown first; a confirmation without the list, as other systems post it, covers all. A weak
        // likeness stops nobody: the pair goes into the list of work.
        let listed = !fields.keys("shown").is_empty();
        if matches.iter().any(|one| one.stops && (!confirmed || (listed && unseen(one)))) {
            let message = "Có thể đã có hồ sơ của đối tượng này. Xem danh sách bên dưới: mở hồ sơ đã có, hoặc xác nhận là đối tượng khác.";
            return Err(Rejection::Fields(vec![FieldError::new("confirmed", message)]));
        }
        store::parties::save(database, &env, &signed.actor, &form.party, form.establishment.as_ref())
            .await
            .map_err(refused)?;
        let reason = fields.filled("different_reason").unwrap_or("Đã xác nhận là đối tượng khác khi đăng ký");
        for shown in matches.iter().filter(|one| !unseen(one)) {
            let Ok(other) = shown.id.parse().map(domain::party::PartyId) else { continue };
            let apart = (form.party.id, other);
            match store::registry::tell_apart(database, &env, &signed.actor, apart, reason).await {
                // A weak likeness that a common key hides is in no list: there is nothing to decide.
                Ok(()) | Err(store::StoreError::NotFound) => {}
                Err(error) => return Err(refused(error)),
            }
        }
        Ok(routes::with_query(&routes::party(&form.party.id.0.to_string()), routes::DONE, "dang-ky"))
    })
    .await
}

/// Former versions of a party's record, and who read it.
#[server(input = GetUrl, endpoint = "doi-tuong-lich-su")]
pub async fn read_party_record(id: String) -> Result<PartyRecord, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    use domain::authority::{Action, role_may};
    use domain::calendar::to_local;
    let signed = signed_in().await?;
    let context = context()?;
    let (database, actor) = (&*context.database, &signed.actor);
    let id = domain::party::PartyId(id.parse().map_err(|_| fail(AppError::NotFound))?);
    let record = store::parties::record(database, actor, id).await.map_err(unavailable)?;
    let versions = store::parties::changes(database, actor, id).await.map_err(unavailable)?;
    let shown: Vec<Party> = versions.iter().map(|change| shielded(actor, change.party.clone())).collect();
    let before = shown.iter().skip(1).map(Some).chain([None]);
    let told = versions.iter().zip(shown.iter().zip(before)).map(|(change, (after, before))| {
        let words = before.map_or_else(Vec::new, |before| differences(before, after));
        (to_local(change.at), change.officer.clone(), change.reason.clone(), words)
    });
    let changes = told.collect();
    let readings = if role_may(actor.role, Action::ReadReadings) {
        let list = store::parties::readings(database, actor, id).await.map_err(unavailable)?;
        Some(list.into_iter().map(|one| (to_local(one.at), one.officer, one.unit, one.unmasked)).collect())
    } else {
        None
    };
    Ok(PartyRecord { id: id.0.to_string(), name: record.party.name, changes, readings })
}

/// What one version of a record says otherwise than the one before, in words.
#[cfg(feature = "ssr")]
fn differences(before: &Party, after: &Party) -> Vec<String> {
    let fields = |party: &Party| {
        let fields = crate::forms::party::fill(party);
        crate::forms::party::LABELS.map(|(name, label)| (label, fields.get(name).to_owned()))
    };
    super::differences(fields(before), fields(after))
}

/// The form that corrects a party's record.
#[server(input = GetUrl, endpoint = "doi-tuong-sua")]
pub async fn read_party_edit(id: String, #[server(default)] draft: Option<String>) -> Result<PartyEdit, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    use domain::authority::{Action, authorise};
    let signed = signed_in().await?;
    let context = context()?;
    let actor = &signed.actor;
    // Who may not read personal data cannot correct it: the form would write the masks back.
    for action in [Action::SaveParty, Action::ReadPersonal] {
        authorise(actor, action, &actor.path).map_err(|_| fail(AppError::NotFound))?;
    }
    let id = domain::party::PartyId(id.parse().map_err(|_| fail(AppError::NotFound))?);
    let record = store::parties::record(&*context.database, actor, id).await.map_err(unavailable)?;
    store::parties::note_reading(&*context.database, &context.env(), actor, &record.party)
        .await
        .map_err(unavailable)?;
    Ok(PartyEdit {
        party: record.party,
        version: record.version,
        draft: crate::server::opt_draft(draft.as_deref()).await?,
    })
}

/// Corrects a party's record.
#[server(input = PostUrl, endpoint = "sua-doi-tuong")]
pub async fn submit_party_edit(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    use domain::case::FieldError;
    submit(&routes::party_edit(fields.get("id")), &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let (database, actor) = (&*context.database, &signed.actor);
        domain::authority::authorise(actor, domain::authority::Action::ReadPersonal, &actor.path)
            .map_err(|_| AppError::NotFound)?;
        let id = domain::party::PartyId(fields.get("id").parse().map_err(|_| AppError::NotFound)?);
        let version = fields.get("version").parse().map_err(|_| AppError::NotFound)?;
        let today = domain::calendar::to_local(context.now()).date();
        let form = crate::forms::party::parse(&fields, (id.0, id.0), &actor.unit, today);
        let reason = fields.get("reason");
        let form = match form {
            Ok(form) if !reason.is_empty() => form,
            other => {
                let mut errors = other.err().unwrap_or_default();
                if reason.is_empty() {
                    errors.push(FieldError::new("reason", "Nhập lý do sửa, ví dụ: đối chiếu lại giấy đăng ký."));
                }
                return Err(Rejection::Fields(errors));
            }
        };
        store::parties::change(database, &context.env(), actor, &form.party, version, reason).await.map_err(refused)?;
        Ok(routes::with_query(&routes::party(&id.0.to_string()), routes::DONE, "sua-doi-tuong"))
    })
    .await
}
