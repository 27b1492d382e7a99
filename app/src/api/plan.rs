//! Inspection plans: lists with their progress, one plan, and the submission of every step.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::case::{InspectionKind, Stage};
use domain::law::deadline::Deadline;
use domain::party::{Establishment, Party};
use domain::plan::{InspectionPlan, PlanEvent, PlanItem, PlanWarning};
use jiff::civil::DateTime;
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// Items by how far they are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    pub planned: u32,
    pub opened: u32,
    pub inspected: u32,
    pub concluded: u32,
    pub overdue: u32,
}

/// What a unit has to inspect, and how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitCount {
    pub name: String,
    pub count: Count,
}

/// One plan in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanLine {
    pub id: String,
    pub code: String,
    pub title: String,
    pub unit: String,
    pub kind: InspectionKind,
    pub state: domain::plan::PlanState,
    /// Status in words.
    pub label: String,
    pub count: Count,
}

/// The plans of a year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlansView {
    pub year: i16,
    /// The chosen unit; empty for all.
    pub unit: String,
    /// Units this officer may choose.
    pub units: Vec<(String, String)>,
    pub rows: Vec<PlanLine>,
    /// By team, or by province for the whole force.
    pub teams: Vec<UnitCount>,
    pub may_draft: bool,
}

/// A plan that waits for the officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingPlan {
    pub id: String,
    pub code: String,
    pub title: String,
    pub unit: String,
    /// Status in words.
    pub label: String,
}

/// What the form that begins a plan needs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanNewView {
    /// Identifier of the plan to be: posted twice, it begins one plan.
    pub plan_id: String,
    pub unit: String,
    /// The year that plans are written for now.
    pub year: i16,
    pub draft: Option<Draft>,
}

/// An item with what has become of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ItemLine {
    pub item: PlanItem,
    /// Why it was cancelled.
    pub cancelled: Option<String>,
    /// Id, reference and stage of the case that carries it out.
    pub case: Option<(String, String, Stage)>,
    /// Its month is over and nothing was inspected.
    pub late: bool,
    /// Whether this officer may open the case.
    pub may_open: bool,
}

/// What an officer may do with a plan by role and unit; whether it is its turn, the plan itself says.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRights {
    /// He belongs to the unit that drafts it.
    pub drafts: bool,
    /// He is the head above that unit.
    pub decides: bool,
}

/// What is needed to add an item: the search, then the chosen party.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Adding {
    /// Identifier of the item to be.
    pub item_id: String,
    pub text: String,
    pub found: Vec<Party>,
    pub party: Option<(Party, Vec<Establishment>)>,
    /// Teams that may be given the item: id and name.
    pub teams: Vec<(String, String)>,
}

/// One plan as its page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanView {
    pub plan: InspectionPlan,
    pub events: Vec<PlanEvent>,
    /// Whether only the items of the reader's own team are shown.
    pub own_items: bool,
    /// Items in force.
    pub items: Vec<ItemLine>,
    pub teams: Vec<UnitCount>,
    pub unit_name: String,
    pub rights: PlanRights,
    pub warnings: Vec<PlanWarning>,
    /// Until when the head decides.
    pub due: Option<Deadline>,
    pub adding: Option<Adding>,
    /// The item that is to be cancelled.
    pub cancelling: String,
    pub now: DateTime,
    pub draft: Option<Draft>,
}

#[cfg(feature = "ssr")]
pub(super) fn count(progress: store::plans::Progress) -> Count {
    let store::plans::Progress { planned, opened, inspected, concluded, overdue } = progress;
    Count { planned, opened, inspected, concluded, overdue }
}

/// What several teams add up to by the unit they are shown as, in the order of the tree.
#[cfg(feature = "ssr")]
fn by_unit(
    teams: Vec<(domain::unit::UnitId, store::plans::Progress)>,
    tree: &store::units::UnitTree,
    by_province: bool,
) -> Vec<UnitCount> {
    let mut found: Vec<(&str, store::plans::Progress)> = Vec::new();
    for unit in tree.all() {
        for (_, progress) in teams.iter().filter(|(team, _)| *team == unit.id) {
            let shown = unit.province.as_ref().filter(|_| by_province).and_then(|id| tree.get(id)).unwrap_or(unit);
            match found.iter_mut().find(|(name, _)| *name == shown.short_name) {
                Some((_, sum)) => sum.add(progress),
                None => found.push((&shown.short_name, *progress)),
            }
        }
    }
    found.into_iter().map(|(name, progress)| UnitCount { name: name.to_owned(), count: count(progress) }).collect()
}

/// The plans of a year in the officer's part of the tree; this year's where none is chosen.
#[server(input = GetUrl, endpoint = "ke-hoach")]
pub async fn read_plans(
    #[server(default)] year: String,
    #[server(default)] unit: String,
) -> Result<PlansView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, role_may};
    use domain::unit::{UnitId, UnitKind};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let today = domain::calendar::to_local(context.now()).date();
    let year = if year.is_empty() { Ok(today.year()) } else { year.trim().parse::<i16>() };
    let year = year.map_err(|_| fail(AppError::NotFound))?;
    let chosen = Some(UnitId(unit.clone())).filter(|unit| !unit.0.is_empty());
    let list = store::plans::list(database, &signed.actor, year, chosen.as_ref(), today).await.map_err(unavailable)?;
    let tree = store::units::tree(database).await.map_err(unavailable_db)?;
    let scope = signed.actor.scope();
    let nation = chosen.is_none() && !scope.0.contains('/');
    let name = |id: &UnitId| tree.get(id).map_or_else(|| id.0.clone(), |unit| unit.short_name.clone());
    Ok(PlansView {
        year,
        unit,
        units: tree
            .below(&scope)
            .filter(|unit| unit.kind != UnitKind::Division)
            .map(|unit| (unit.id.0.clone(), unit.short_name.clone()))
            .collect(),
        rows: list
            .rows
            .into_iter()
            .map(|row| PlanLine {
                id: row.id.to_string(),
                unit: name(&row.unit),
                label: row.state.words(row.amending).to_owned(),
                code: row.code,
                title: row.title,
                kind: row.kind,
                state: row.state,
                count: count(row.progress),
            })
            .collect(),
        teams: by_unit(list.teams, &tree, nation),
        may_draft: role_may(signed.actor.role, Action::DraftPlan),
    })
}

/// The plans that wait for this officer, whatever their year.
#[server(input = GetUrl, endpoint = "ke-hoach-cho")]
pub async fn read_plans_waiting() -> Result<Vec<WaitingPlan>, AppError> {
    use crate::server::{context, signed_in, unavailable_db};
    let signed = signed_in().await?;
    let found = store::plans::waiting(&*context()?.database, &signed.actor).await.map_err(unavailable_db)?;
    Ok(found
        .into_iter()
        .map(|plan| WaitingPlan {
            id: plan.id.to_string(),
            code: plan.code,
            title: plan.title,
            unit: plan.unit,
            label: plan.state.label().to_owned(),
        })
        .collect())
}

/// What the form that begins a plan needs.
#[server(input = GetUrl, endpoint = "ke-hoach-moi")]
pub async fn read_plan_new(#[server(default)] draft: Option<String>) -> Result<PlanNewView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable_db};
    use domain::authority::{Action, Denial, authorise};
    let signed = signed_in().await?;
    let context = context()?;
    authorise(&signed.actor, Action::DraftPlan, &signed.actor.path).map_err(|denial| {
        fail(match denial {
            Denial::Hidden => AppError::NotFound,
            Denial::Role { .. } | Denial::Province { .. } | Denial::Office { .. } => {
                AppError::Forbidden { message: denial.message(), citation: None }
            }
        })
    })?;
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let unit = store::units::find(&*context.database, &signed.actor.unit).await.map_err(unavailable_db)?;
    let today = domain::calendar::to_local(context.now()).date();
    let plan_id = draft.as_ref().and_then(|draft| draft.fields.filled("plan")).map(str::to_owned);
    Ok(PlanNewView {
        plan_id: plan_id.unwrap_or_else(|| context.env().uuid().to_string()),
        unit: unit.map_or(String::new(), |unit| unit.short_name),
        // From October on, the next year is planned (Điều 4, Điều 6 Thông tư 27/2020/TT-BCT).
        year: if today.month() >= 10 { today.year().saturating_add(1) } else { today.year() },
        draft,
    })
}

/// One plan with its items, history and progress; with what adding an item to it needs.
#[server(input = GetUrl, endpoint = "ke-hoach-mot")]
pub async fn read_plan(
    id: String,
    #[server(default)] text: String,
    #[server(default)] party: String,
    #[server(default)] cancelling: String,
    #[server(default)] draft: Option<String>,
) -> Result<PlanView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    use domain::authority::{Action, PlanSight, authorise};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let actor = &signed.actor;
    let not_found = || fail(AppError::NotFound);
    let id = id.parse().map_err(|_| not_found())?;
    let now = domain::calendar::to_local(context.now());
    let file = store::plans::load(database, actor, id, now.date()).await.map_err(unavailable)?;
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let typed = |name: &str| draft.as_ref().and_then(|draft| draft.fields.filled(name)).map(str::to_owned);
    let tree = store::units::tree(database).await.map_err(unavailable_db)?;
    let law = crate::server::law().await?;
    let plan = file.plan;
    let may = |action| authorise(actor, action, &plan.path).is_ok();
    let rights = PlanRights {
        drafts: may(Action::DraftPlan) && actor.path == plan.path,
        decides: may(Action::ApprovePlan) && plan.path.parent().as_ref() == Some(&actor.path),
    };
    let adding = if rights.drafts && plan.is_open() {
        let party = typed("party").unwrap_or(party);
        let (party, found) = if party.is_empty() {
            let found =
                if text.is_empty() { Ok(Vec::new()) } else { store::parties::search(database, actor, &text, 20).await };
            (None, found.map_err(unavailable)?)
        } else {
            let id = domain::party::PartyId(party.parse().map_err(|_| not_found())?);
            (Some(store::parties::load(database, actor, id).await.map_err(unavailable)?), Vec::new())
        };
        Some(Adding {
            item_id: typed("item").unwrap_or_else(|| context.env().uuid().to_string()),
            text,
            found,
            party,
            teams: teams(&tree, &plan.path).into_iter().map(|team| (team.id.0, team.name)).collect(),
        })
    } else {
        None
    };
    let items = plan
        .in_force()
        .map_or(&[] as &[PlanItem], |revision| &revision.items)
        .iter()
        .map(|item| {
            let case = file.cases.iter().find(|case| case.item == item.id);
            let cancelled = plan.cancellation(item.id).map(|cancelled| cancelled.reason.clone());
            let last = item.when.last_day(plan.year);
            let inspected =
                case.is_some_and(|case| !matches!(case.stage, Stage::InspectionProposed | Stage::InspectionDecided));
            ItemLine {
                late: !inspected && cancelled.is_none() && last.is_some_and(|last| last < now.date()),
                may_open: case.is_none()
                    && cancelled.is_none()
                    && item.unit == actor.unit
                    && plan.year == now.year()
                    && authorise(actor, Action::OpenCase, &item.path).is_ok(),
                case: case.map(|case| (case.case.to_string(), case.code.clone(), case.stage)),
                cancelled,
                item: item.clone(),
            }
        })
        .collect();
    Ok(PlanView {
        events: file.events,
        own_items: file.sight == PlanSight::OwnItems,
        items,
        teams: by_unit(file.teams, &tree, false),
        unit_name: tree.get(&plan.unit).map_or_else(|| plan.unit.0.clone(), |unit| unit.short_name.clone()),
        rights,
        warnings: domain::plan::warnings(&plan, now, law.calendar()),
        due: domain::plan::decision_due(&plan, law.calendar()),
        adding,
        cancelling: typed("cancelled_item").unwrap_or(cancelling),
        now,
        draft,
        plan,
    })
}

/// The teams at and below a unit.
#[cfg(feature = "ssr")]
fn teams(tree: &store::units::UnitTree, path: &domain::unit::UnitPath) -> Vec<crate::forms::plan::Team> {
    tree.below(path)
        .filter(|unit| unit.kind == domain::unit::UnitKind::Team)
        .map(|unit| crate::forms::plan::Team {
            id: unit.id.clone(),
            path: unit.path.clone(),
            name: unit.short_name.clone(),
        })
        .collect()
}

/// Begins a plan of the officer's own unit.
#[server(input = PostUrl, endpoint = "lap-ke-hoach")]
pub async fn submit_plan(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    submit(routes::PLAN_NEW, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let id: uuid::Uuid = fields.get("plan").parse().map_err(|_| Rejection::Error(AppError::NotFound))?;
        let form = crate::forms::plan::parse(&fields)?;
        let head = store::plans::PlanHead {
            kind: form.kind,
            year: form.year,
            title: form.title,
            orientation: form.orientation,
        };
        store::plans::draft(&*context.database, &context.env(), &signed.actor, id, head).await.map_err(refused)?;
        Ok(routes::with_query(&routes::plan(&id.to_string()), routes::DONE, "lap-ke-hoach"))
    })
    .await
}

/// Submits one step of a plan: `plan`, `version` and `step` are posted with the step's own fields.
#[server(input = PostUrl, endpoint = "buoc-ke-hoach")]
pub async fn submit_plan_step(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    let page = routes::plan(fields.get("plan"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let not_found = || Rejection::Error(AppError::NotFound);
        let id = fields.get("plan").parse().map_err(|_| not_found())?;
        let version = fields.get("version").parse().map_err(|_| not_found())?;
        let command = command(&*context.database, &signed.actor, &fields).await?.ok_or_else(not_found)?;
        store::plans::execute(&*context.database, &context.env(), &signed.actor, id, version, command)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, fields.get("step")))
    })
    .await
}

/// The command of a step, or nothing for a step that does not exist.
#[cfg(feature = "ssr")]
async fn command(
    database: &dyn store::Database,
    actor: &domain::authority::Actor,
    fields: &Fields,
) -> Result<Option<domain::plan::PlanCommand>, crate::server::Rejection> {
    use crate::forms::plan as form;
    use crate::server::{Rejection, refused};
    use domain::case::FieldError;
    use domain::plan::PlanCommand;
    let not_found = || Rejection::Error(AppError::NotFound);
    Ok(Some(match fields.get("step") {
        "sua-ke-hoach" => {
            let (title, orientation) = form::restated(fields)?;
            PlanCommand::Restate { title, orientation }
        }
        "them-muc" => {
            let choose = || vec![FieldError::new("party", "Chọn tổ chức, cá nhân được kiểm tra.")];
            let party = fields.get("party").parse().map_err(|_| Rejection::Fields(choose()))?;
            let (party, places) =
                store::parties::load(database, actor, domain::party::PartyId(party)).await.map_err(refused)?;
            let tree = store::units::tree(database).await.map_err(|error| refused(error.into()))?;
            let item = form::item(fields, &party, &places, &teams(&tree, &actor.path))?;
            PlanCommand::AddItem { item: Box::new(item) }
        }
        "bo-muc" => PlanCommand::RemoveItem { item: fields.get("removed_item").parse().map_err(|_| not_found())? },
        "trinh-ke-hoach" => PlanCommand::Submit,
        "phe-duyet-ke-hoach" => PlanCommand::Approve,
        "tra-lai-ke-hoach" => PlanCommand::Return {
            reason: form::reason(fields, "return_reason", "Nêu lý do trả lại và việc cần sửa.")?,
        },
        "dieu-chinh-ke-hoach" => PlanCommand::Amend {
            reason: form::reason(fields, "amend_reason", "Nêu lý do điều chỉnh kế hoạch.")?,
        },
        "huy-muc" => PlanCommand::CancelItem {
            item: fields.get("cancelled_item").parse().map_err(|_| not_found())?,
            reason: form::reason(fields, "cancel_reason", "Nêu lý do hủy mục này.")?,
        },
        _ => return Ok(None),
    }))
}
