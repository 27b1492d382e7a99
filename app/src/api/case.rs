//! One case file: what its pages show, and the submission of every step.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use crate::law::Law;
#[cfg(feature = "ssr")]
use crate::steps::PREVIEW;
use domain::case::{CaseFile, Check, Event, Task};
use domain::law::deadline::Deadline;
use domain::officer::{OfficerSnapshot, Role};
use domain::party::{Establishment, Party};
use jiff::civil::DateTime;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// A case file as its pages show it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseView {
    pub case: CaseFile,
    pub events: Vec<Event>,
    pub tasks: Vec<Task>,
    pub deadlines: Vec<Deadline>,
    /// What must hold before the signature the case waits for, as of this officer.
    pub checks: Vec<Check>,
    pub unit_name: String,
    pub role: Role,
    pub now: DateTime,
    /// The law in use.
    pub law: Law,
    /// What was typed and did not pass, when the page comes back from a submission.
    pub draft: Option<Draft>,
    /// Earlier cases of the same party anywhere: inspections, decisions.
    pub history: (u32, u32),
    /// What the law says on repeats of its offender, beside the form of the violation record.
    pub repeat: Option<super::registry::RepeatView>,
    /// Files of other offenders in the same matter: id, reference, name.
    pub related: Vec<(String, String, String)>,
    /// The paper the form that comes back would make, when it was asked for before signing.
    pub preview: Option<domain::paper::Document>,
    /// Of these, the files over which the paper that is due here may be made in common.
    pub matter: Vec<MatterFile>,
}

/// Another file of the matter that waits for the same paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MatterFile {
    pub case: CaseFile,
    /// What must hold before the signature it waits for, as of this officer.
    pub checks: Vec<Check>,
}

/// What the form that opens a case chooses from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OpenView {
    /// Identifier of the case to be: posted twice, it opens one case.
    pub case_id: String,
    pub party: Option<(Party, Vec<Establishment>)>,
    pub officers: Vec<OfficerSnapshot>,
    pub me: String,
    pub today: DateTime,
    pub draft: Option<Draft>,
    /// The party's cases anywhere: inspections, decisions.
    pub history: (u32, u32),
    /// The file of another offender in the same matter: its id, and what a new file takes over from it.
    pub related: Option<RelatedFile>,
    /// The plan item it carries out.
    pub planned: Option<PlannedOpening>,
    /// The approved proposal it carries out.
    pub proposed: Option<ProposedOpening>,
}

/// The approved proposal that a case is opened from: what the form is filled in with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedOpening {
    pub lead: String,
    /// Reference of the lead.
    pub code: String,
    pub basis: String,
    pub place: String,
    pub contents: String,
}

/// What the file of another offender hands on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RelatedFile {
    pub id: String,
    pub code: String,
    pub place: String,
    /// Day of the inspection, or when it was found.
    pub found_on: jiff::civil::Date,
    /// E.g. `Biên bản kiểm tra số 33010004/BB-KT; cùng vụ việc với hồ sơ 33-01/2026/0040`.
    pub basis: String,
}

impl RelatedFile {
    #[cfg(feature = "ssr")]
    fn of(case: &CaseFile) -> Self {
        let recorded = case.inspection_record.as_ref();
        let found =
            recorded.map_or_else(String::new, |record| format!("Biên bản kiểm tra số {}; ", record.frame.number.text));
        Self {
            id: case.id.to_string(),
            code: case.code.clone(),
            place: case.inspection.place.clone(),
            found_on: recorded.map_or(case.inspection.scope_from, |record| record.content.finished_at.date()),
            basis: format!("{found}cùng vụ việc với hồ sơ {}", case.code),
        }
    }
}

/// The item of an approved plan that a case is opened from: what the form is filled in with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlannedOpening {
    pub plan: String,
    /// Reference of the plan.
    pub code: String,
    pub kind: domain::case::InspectionKind,
    pub basis: String,
    pub item: domain::plan::PlanItem,
}

/// One case file with its history and what is to be done.
#[server(input = GetUrl, endpoint = "vu-viec")]
pub async fn read_case(
    id: String,
    #[server(default)] draft: Option<String>,
    #[server(default)] step: String,
) -> Result<CaseView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    use domain::case::Stage;
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let id = domain::case::CaseId(id.parse().map_err(|_| fail(AppError::NotFound))?);
    let (case, events) = store::cases::load(database, &signed.actor, id).await.map_err(unavailable)?;
    let law = crate::server::law().await?;
    let unit = store::units::find(database, &case.unit).await.map_err(unavailable_db)?;
    let history = store::parties::nationwide(database, case.inspection.party.id).await.map_err(unavailable)?;
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let related = store::cases::related(database, &signed.actor, id).await.map_err(unavailable)?;
    let related: Vec<_> =
        related.into_iter().map(|row| (row.id.to_string(), row.index.code, row.index.party_name)).collect();
    let mut others = Vec::new();
    if !related.is_empty() && matches!(case.stage, Stage::InspectionRecordedViolation | Stage::SanctionProposed) {
        others = store::cases::matter(database, &signed.actor, id).await.map_err(unavailable)?;
        others.retain(|other| (other.stage, &other.unit, other.matter()) == (case.stage, &case.unit, case.matter()));
    }
    let checks = |case: &CaseFile| {
        unit.as_ref().map_or_else(Vec::new, |unit| {
            let asked = domain::case::Context {
                actor: &signed.actor,
                now: context.now(),
                issuer: &unit.snapshot(""),
                catalogue: law.catalogue(),
                calendar: law.calendar(),
                number: None,
            };
            domain::case::completeness(case, &asked)
        })
    };
    // Only the form that shows it asks for it: it is read from the whole country.
    let repeat = if step == REPEATS && !case.inspection.party.is_unknown() {
        let today = domain::calendar::to_local(context.now()).date();
        let asked = acts_asked(&case, draft.as_ref(), law.catalogue(), today);
        let party = &case.inspection.party;
        let view = super::registry::repeat_view(&context, &signed.actor, party, Some(id), &asked, today).await;
        Some(view.map_err(unavailable)?)
    } else {
        None
    };
    let matter = others.into_iter().map(|case| MatterFile { checks: checks(&case), case }).collect();
    let now = domain::calendar::to_local(context.now());
    let preview = draft.as_ref().filter(|draft| draft.fields.filled(PREVIEW).is_some()).and_then(|draft| {
        let procedure = domain::case::procedure::find(draft.fields.get("step"))?;
        let (answers, _) = domain::case::procedure::read(procedure, &case, |name| draft.fields.get(name).to_owned());
        domain::case::procedure::draft(&case, procedure, answers, signed.actor.officer.clone(), now)
    });
    Ok(CaseView {
        preview,
        checks: checks(&case),
        tasks: domain::case::tasks(&case),
        deadlines: domain::case::deadlines(&case, law.calendar()),
        law: Law::clone(&law),
        unit_name: unit.map_or(String::new(), |unit| unit.short_name),
        role: signed.actor.role,
        now,
        draft,
        history,
        repeat,
        related,
        matter,
        case,
        events,
    })
}

/// The acts the law on repeats is asked about: those of the record, else those typed so far that name a behaviour and a day.
#[cfg(feature = "ssr")]
fn acts_asked(
    case: &CaseFile,
    draft: Option<&Draft>,
    catalogue: &domain::catalogue::Catalogue,
    today: jiff::civil::Date,
) -> Vec<(domain::law::repeat::NewAct, jiff::civil::Date)> {
    let asked = |id: &str, on: jiff::civil::Date| {
        let behaviour = catalogue.behaviour(id)?;
        let act = domain::law::repeat::NewAct {
            behaviour_id: behaviour.id.clone(),
            title: behaviour.title.clone(),
            place: behaviour.place_of(""),
        };
        Some((act, on))
    };
    if let Some(record) = &case.violation {
        let acts = record.content.acts.iter();
        return acts.filter_map(|act| asked(&act.input.behaviour_id, act.input.committed_on)).collect();
    }
    let Some(fields) = draft.map(|draft| &draft.fields) else { return Vec::new() };
    let rows = fields.indices("acts").into_iter().filter_map(|row| {
        let on = domain::calendar::parse_date(fields.get(&format!("acts.{row}.committed_on"))).unwrap_or(today);
        asked(fields.get(&format!("acts.{row}.behaviour")), on)
    });
    rows.collect()
}

/// Where the papers of a case stand in the chain of events, by their check codes.
#[server(input = GetUrl, endpoint = "dau-chuoi")]
pub async fn read_anchors(id: String) -> Result<std::collections::BTreeMap<String, String>, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    let signed = signed_in().await?;
    let context = context()?;
    let id = domain::case::CaseId(id.parse().map_err(|_| fail(AppError::NotFound))?);
    store::papers::anchors(&*context.database, &signed.actor, id).await.map_err(unavailable)
}

/// What the form that opens a case needs: the chosen party and the team's officers.
#[server(input = GetUrl, endpoint = "mo-ho-so")]
pub async fn read_open_view(
    #[server(default)] party: String,
    #[server(default)] plan: String,
    #[server(default)] item: String,
    #[server(default)] draft: Option<String>,
    #[server(default)] related: String,
    #[server(default)] proposal: String,
) -> Result<OpenView, AppError> {
    use crate::routes;
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let typed = |name: &str| draft.as_ref().and_then(|draft| draft.fields.filled(name)).map(str::to_owned);
    let (plan, item) = (typed("plan").unwrap_or(plan), typed("plan_item").unwrap_or(item));
    let today = domain::calendar::to_local(context.now()).date();
    let planned = if plan.is_empty() {
        None
    } else {
        let id = plan.parse().map_err(|_| fail(AppError::NotFound))?;
        let file = store::plans::load(database, &signed.actor, id, today).await.map_err(unavailable)?.plan;
        let found = file.live_items().find(|found| found.id.to_string() == item).cloned();
        let found = found.zip(file.basis()).ok_or_else(|| fail(AppError::NotFound))?;
        Some(PlannedOpening { plan, code: file.code.clone(), kind: file.kind, basis: found.1, item: found.0 })
    };
    let lead = typed("proposal").unwrap_or(proposal);
    let (proposed, concerned) = if lead.is_empty() {
        (None, None)
    } else {
        let id = lead.parse().map_err(|_| fail(AppError::NotFound))?;
        let file = store::dossiers::load(database, &signed.actor, id).await.map_err(unavailable)?.dossier;
        let basis = file.basis().ok_or_else(|| fail(AppError::NotFound))?;
        let opening = ProposedOpening {
            lead,
            code: file.code.clone(),
            basis,
            place: file.words("site"),
            contents: file.words("inspected"),
        };
        (Some(opening), file.party.map(|party| party.id.0.to_string()))
    };
    let party = concerned.unwrap_or(party);
    let party = planned.as_ref().map_or(party, |planned| planned.item.party.id.0.to_string());
    let chosen = typed("party").unwrap_or(party);
    let (party, history) = if chosen.is_empty() {
        (None, (0, 0))
    } else if chosen == routes::UNKNOWN_PARTY {
        (Some((Party::unknown(signed.actor.unit.clone()), Vec::new())), (0, 0))
    } else {
        let id = domain::party::PartyId(chosen.parse().map_err(|_| fail(AppError::NotFound))?);
        let found = store::parties::load(database, &signed.actor, id).await.map_err(unavailable)?;
        (Some(found), store::parties::nationwide(database, id).await.map_err(unavailable)?)
    };
    let officers = store::units::officers(database, &signed.actor.unit).await.map_err(unavailable_db)?;
    let case_id = draft.as_ref().and_then(|draft| draft.fields.filled("case_id")).map(str::to_owned);
    let related = typed(routes::RELATED).unwrap_or(related);
    let related = if related.is_empty() {
        None
    } else {
        let id = domain::case::CaseId(related.parse().map_err(|_| fail(AppError::NotFound))?);
        let (case, _) = store::cases::load(database, &signed.actor, id).await.map_err(unavailable)?;
        Some(RelatedFile::of(&case))
    };
    Ok(OpenView {
        related,
        case_id: case_id.unwrap_or_else(|| context.env().uuid().to_string()),
        party,
        officers: officers.into_iter().filter(|officer| officer.active).map(|officer| officer.snapshot()).collect(),
        me: signed.actor.officer.id.0.clone(),
        today: domain::calendar::to_local(context.now()),
        draft,
        history,
        planned,
        proposed,
    })
}

/// Opens a case by proposing an inspection decision.
#[server(input = PostUrl, endpoint = "trinh-quyet-dinh-kiem-tra")]
pub async fn submit_open(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::forms::open_case::{Choices, parse};
    use crate::routes;
    use crate::server::{Rejection, context, failed, refused, signed_in, submit};
    use domain::case::FieldError;
    submit(routes::CASE_NEW, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let database = &*context.database;
        let id = fields.get("case_id").parse().map_err(|_| Rejection::Error(AppError::NotFound))?;
        let (party, establishments) = if fields.get("party") == routes::UNKNOWN_PARTY {
            (Party::unknown(signed.actor.unit.clone()), Vec::new())
        } else {
            let choose = || vec![FieldError::new("party", "Chọn tổ chức, cá nhân được kiểm tra.")];
            let party = fields.get("party").parse().map_err(|_| Rejection::Fields(choose()))?;
            store::parties::load(database, &signed.actor, domain::party::PartyId(party)).await.map_err(refused)?
        };
        let officers: Vec<OfficerSnapshot> = store::units::officers(database, &signed.actor.unit)
            .await
            .map_err(|error| Rejection::Error(failed(&error)))?
            .into_iter()
            .filter(|officer| officer.active)
            .map(|officer| officer.snapshot())
            .collect();
        let choices = Choices {
            party: &party,
            establishments: &establishments,
            officers: &officers,
            drafted_by: &signed.actor.officer,
            related: match fields.filled(routes::RELATED) {
                Some(id) => {
                    let id = domain::case::CaseId(id.parse().map_err(|_| Rejection::Error(AppError::NotFound))?);
                    let (other, _) = store::cases::load(database, &signed.actor, id).await.map_err(refused)?;
                    // Every file of a matter names its first one.
                    Some(other.inspection.related.unwrap_or(domain::case::RelatedCase { id, code: other.code }))
                }
                None => None,
            },
        };
        let inspection = parse(&fields, &choices)?;
        let id = domain::case::CaseId(id);
        store::cases::create(database, &context.env(), &signed.actor, id, inspection).await.map_err(refused)?;
        Ok(routes::with_query(&routes::case(&id.to_string()), routes::DONE, "mo-ho-so"))
    })
    .await
}

/// The step whose form tells what repeats mean.
#[cfg(feature = "ssr")]
const REPEATS: &str = "bien-ban-vi-pham";

/// What the case page says after one violator's part was prepared, after a common record, after a common decision.
pub const DONE_PREPARED: &str = "chuan-bi-bien-ban";
pub const DONE_RECORD: &str = "bien-ban-chung";
pub const DONE_DECISION: &str = "quyet-dinh-chung";

/// Submits one step of a case: `case`, `version` and `step` are posted with the step's own fields.
///
/// One address serves all steps, since all run the same way: parse, one command, back to the case file.
#[server(input = PostUrl, endpoint = "buoc")]
pub async fn submit_step(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    use domain::case::{Command, Together};
    let step = fields.get("step").to_owned();
    let page = routes::case_step(fields.get("case"), &step);
    let mut answers = fields.clone();
    // “Add a line” and “show the law's answer” keep what was typed and show the page again: no rule is broken yet.
    if fields.filled("again").is_some() {
        let add = fields.get("again").to_owned();
        answers.remove("again");
        if add == PREVIEW {
            return preview(&page, answers).await;
        }
        grow(&mut answers, &add);
        return crate::server::show_again(&page, answers).await;
    }
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let database = &*context.database;
        let not_found = || Rejection::Error(AppError::NotFound);
        let id = domain::case::CaseId(fields.get("case").parse().map_err(|_| not_found())?);
        let version = fields.get("version").parse().map_err(|_| not_found())?;
        let (case, _) = store::cases::load(database, &signed.actor, id).await.map_err(refused)?;
        // Nobody corrects answers to a step that is not his, or not now. A form of an earlier version is told what changed.
        if let Some(procedure) = domain::case::procedure::find(&step).filter(|_| case.version == version)
            && let Some(refusal) = domain::case::procedure::denied(&signed.actor, &case, procedure)
        {
            return Err(refusal.into());
        }
        let command =
            crate::steps::command(&step, &fields, &case, &*crate::server::law().await?)?.ok_or_else(not_found)?;
        let chosen = crate::forms::together::parse(&fields).ok_or_else(not_found)?;
        let (asked, done) = match command {
            Command::RecordViolation(draft) if !chosen.is_empty() => {
                (Together::RecordViolation(Box::new(draft)), DONE_RECORD)
            }
            Command::SignSanction if !chosen.is_empty() => (Together::SignSanction, DONE_DECISION),
            command => {
                let done = if matches!(command, Command::PrepareViolation(_)) { DONE_PREPARED } else { &step };
                let next = routes::with_query(&routes::case(&id.to_string()), routes::DONE, done);
                store::cases::execute(database, &context.env(), &signed.actor, id, version, command)
                    .await
                    .map_err(refused)?;
                return Ok(next);
            }
        };
        let files: Vec<_> = std::iter::once((id, version)).chain(chosen).collect();
        store::cases::execute_together(database, &context.env(), &signed.actor, &files, &asked)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&routes::case(&id.to_string()), routes::DONE, done))
    })
    .await
}

/// Shows the form of a procedure again with the paper it would make and all that is missing; nothing is written.
#[cfg(feature = "ssr")]
async fn preview(page: &str, mut fields: Fields) -> Result<(), AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    let not_found = || fail(AppError::NotFound);
    fields.set(PREVIEW, "1");
    let signed = match signed_in().await {
        Ok(signed) => signed,
        // Whoever is no longer signed in finds the form as it was after signing in.
        Err(_) => return crate::server::submit(page, &fields, async { Err(AppError::Unauthenticated.into()) }).await,
    };
    let id = domain::case::CaseId(fields.get("case").parse().map_err(|_| not_found())?);
    let (case, _) = store::cases::load(&*context()?.database, &signed.actor, id).await.map_err(unavailable)?;
    let procedure = domain::case::procedure::find(fields.get("step")).ok_or_else(not_found)?;
    let (_, errors) = domain::case::procedure::read(procedure, &case, |name| fields.get(name).to_owned());
    crate::server::show_with(page, fields, errors).await
}

/// Adds an empty row for the next act or line of goods.
#[cfg(feature = "ssr")]
fn grow(fields: &mut Fields, what: &str) {
    if matches!(what, "acts" | "exhibits") {
        let next = fields.indices(what).last().map_or(0, |last| last + 1);
        let part = if what == "acts" { "description" } else { "name" };
        fields.set(format!("{what}.{next}.{part}"), "");
    }
}
