//! Tasks: lists, one task with its parts, the form that gives one, and every step.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::direction::{PartState, Task, TaskEvent, TaskKind};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// One task, or one part of it, in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskLine {
    pub id: String,
    pub code: String,
    pub title: String,
    pub kind: TaskKind,
    /// Who gave it, and for which unit.
    pub from: String,
    /// To whom it is addressed, as far as the reader knows.
    pub to: String,
    pub due: Date,
    pub standing: String,
    /// The state that colours it, where it has one.
    pub state: Option<PartState>,
    pub late: bool,
}

/// A list with what it may be narrowed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TasksView {
    /// Key of the side it is looked at from.
    pub side: String,
    pub rows: Vec<TaskLine>,
    pub next: Option<i64>,
    pub may_give: bool,
    /// Whether this officer sees tasks beyond those of his unit.
    pub may_area: bool,
    pub today: Date,
}

/// What an officer may do about one part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartRights {
    pub number: u32,
    /// He accepts and reports.
    pub works: bool,
    /// He may pass it on.
    pub passes: bool,
}

/// The figures of a campaign for one unit, in the order of [`domain::direction::FIGURES`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitFigures {
    pub unit: String,
    pub values: Vec<i64>,
    /// What it has reached of the target.
    pub reached: Option<i64>,
}

/// One task as its page shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TaskView {
    pub task: Task,
    pub events: Vec<TaskEvent>,
    /// Whether every addressee is shown.
    pub whole: bool,
    pub rights: Vec<PartRights>,
    /// Whether he answers, judges and withdraws.
    pub judges: bool,
    pub opens_parent: bool,
    pub opens_about: bool,
    pub figures: Vec<UnitFigures>,
    pub now: DateTime,
    pub draft: Option<Draft>,
}

/// What the form of a new task chooses from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskNewView {
    /// Identifier of the task to be: posted twice, it gives one.
    pub task_id: String,
    pub unit: String,
    /// Keys, names, and more words.
    pub targets: Vec<(String, String, String)>,
    pub kinds: Vec<TaskKind>,
    /// The task whose part is passed on, and the number of the part.
    pub parent: Option<(Task, u32)>,
    /// What it is about: as the form carries it ([`crate::forms::task::about`]), and in words.
    pub about: Option<(String, String)>,
    pub draft: Option<Draft>,
}

/// A part of a task that waits for the officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingTask {
    pub id: String,
    pub code: String,
    pub title: String,
    pub due: Date,
    pub state: PartState,
    /// Who gave it, or to whom it was given: whom he deals with.
    pub whom: String,
}

#[cfg(feature = "ssr")]
fn line(row: store::direction::TaskRow, today: Date) -> TaskLine {
    let task = row.task;
    let part = row.part.and_then(|number| task.part(number)).or(match task.parts.as_slice() {
        [only] => Some(only),
        _ => None,
    });
    let names: Vec<&str> = task.parts.iter().map(|part| part.to.name()).collect();
    let late = |part: &domain::direction::Part| part.is_late(task.due, today);
    TaskLine {
        id: task.id.to_string(),
        from: format!("{}, {}", task.giver.full_name, task.unit_name),
        to: match names.as_slice() {
            [first, second, third, _, ..] => format!("{first}, {second}, {third} và {} nơi khác", names.len() - 3),
            names => names.join(", "),
        },
        standing: part.map_or_else(|| task.standing(), |part| part.state.label().to_owned()),
        state: part.map(|part| part.state),
        late: part.map_or_else(|| task.parts.iter().any(late), late),
        code: task.code,
        title: task.title,
        kind: task.kind,
        due: task.due,
    }
}

/// The tasks this officer may know of, the newest first.
#[server(input = GetUrl, endpoint = "chi-dao")]
pub async fn read_tasks(
    #[server(default)] side: String,
    #[server(default)] kind: String,
    #[server(default)] state: String,
    #[server(default)] late: String,
    #[server(default)] text: String,
    #[server(default)] after: Option<i64>,
) -> Result<TasksView, AppError> {
    use crate::server::{context, signed_in, unavailable};
    use domain::authority::{Action, role_may};
    use domain::officer::Role;
    use store::direction::{Side, TaskFilter, list};
    let signed = signed_in().await?;
    let context = context()?;
    let role = signed.actor.role;
    let today = domain::calendar::to_local(context.now()).date();
    // Who leads a province or the force gives; everybody else is given.
    let gives = matches!(role, Role::National | Role::ProvincialHead | Role::ProvincialDeputy);
    let usual = if gives { Side::Given } else { Side::Received };
    let filter = TaskFilter {
        side: Side::from_key(&side).unwrap_or(usual),
        kind: TaskKind::from_key(&kind),
        state: PartState::from_key(&state),
        late: !late.is_empty(),
        text,
    };
    let page = list(&*context.database, &signed.actor, &filter, after, today).await.map_err(unavailable)?;
    Ok(TasksView {
        side: filter.side.key().to_owned(),
        rows: page.rows.into_iter().map(|row| line(row, today)).collect(),
        next: page.next,
        may_give: role_may(role, Action::GiveTask),
        may_area: !matches!(role, Role::Controller | Role::TeamLeader | Role::TeamDeputy),
        today,
    })
}

/// One task with what this officer may do about it.
#[server(input = GetUrl, endpoint = "chi-dao-mot")]
pub async fn read_task(id: String, #[server(default)] draft: Option<String>) -> Result<TaskView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    use domain::authority::{Action, TaskSight, judges_task, role_may, works_part};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let actor = &signed.actor;
    let id = id.parse().map_err(|_| fail(AppError::NotFound))?;
    let file = store::direction::load(database, actor, id).await.map_err(unavailable)?;
    let now = domain::calendar::to_local(context.now());
    let figures = if role_may(actor.role, Action::ReadReport) {
        store::direction::figures(database, actor, &file.task, &file.sight, now.date()).await.map_err(unavailable)?
    } else {
        Default::default()
    };
    let task = file.task;
    let gives = role_may(actor.role, Action::GiveTask);
    let target = task.campaign.and_then(|campaign| campaign.target);
    let name = |unit: &domain::unit::UnitId| {
        let part = task.parts.iter().find(|part| part.to.unit == *unit && part.to.officer.is_none());
        part.map_or_else(|| unit.0.clone(), |part| part.to.unit_name.clone())
    };
    Ok(TaskView {
        figures: figures
            .units
            .iter()
            .map(|(unit, sum)| UnitFigures {
                unit: name(unit),
                values: domain::direction::FIGURES.iter().map(|measure| sum.get(*measure)).collect(),
                reached: target.map(|target| sum.get(target.measure)),
            })
            .collect(),
        rights: task
            .parts
            .iter()
            .map(|part| {
                let works = works_part(actor, &part.to);
                PartRights { number: part.number, works, passes: works && gives && part.state.is_worked() }
            })
            .collect(),
        judges: judges_task(actor, &task),
        whole: file.sight == TaskSight::Whole,
        opens_parent: file.opens_parent,
        opens_about: file.opens_about,
        events: file.events,
        draft: crate::server::opt_draft(draft.as_deref()).await?,
        now,
        task,
    })
}

/// What the form of a new task chooses from.
#[server(input = GetUrl, endpoint = "chi-dao-moi")]
pub async fn read_task_new(
    #[server(default)] parent: String,
    #[server(default)] part: Option<u32>,
    #[server(default)] about: String,
    #[server(default)] draft: Option<String>,
) -> Result<TaskNewView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    use domain::authority::gives_task;
    use domain::direction::AboutKind;
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let actor = &signed.actor;
    let today = domain::calendar::to_local(context.now()).date();
    let targets = store::direction::targets(database, actor, today).await.map_err(unavailable)?;
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let typed = |name: &str| draft.as_ref().and_then(|draft| draft.fields.filled(name)).map(str::to_owned);
    let not_found = || fail(AppError::NotFound);
    let parent = typed("parent").unwrap_or(parent);
    let parent = if parent.is_empty() {
        None
    } else {
        let number = typed("part").and_then(|part| part.parse().ok()).or(part).ok_or_else(not_found)?;
        let id = parent.parse().map_err(|_| not_found())?;
        let file = store::direction::load(database, actor, id).await.map_err(unavailable)?;
        if file.task.part(number).is_none() {
            return Err(not_found());
        }
        Some((file.task, number))
    };
    let about = typed("about").unwrap_or(about);
    let about = if about.is_empty() {
        None
    } else {
        let (kind, id) = crate::forms::task::about(&about).ok_or_else(not_found)?;
        let code = store::direction::of_file(database, actor, kind, id).await.map_err(unavailable)?;
        let words = match kind {
            AboutKind::Case => format!("Về hồ sơ {code}"),
            AboutKind::Plan => format!("Về kế hoạch {code}"),
        };
        Some((about, words))
    };
    let unit = store::units::find(database, &actor.unit).await.map_err(unavailable_db)?;
    Ok(TaskNewView {
        task_id: typed("task").unwrap_or_else(|| context.env().uuid().to_string()),
        unit: unit.map_or(String::new(), |unit| unit.name),
        targets: targets
            .into_iter()
            .map(|to| {
                let title = to.officer.as_ref().map_or(String::new(), |officer| officer.title.clone());
                (to.key(), to.name().to_owned(), title)
            })
            .collect(),
        kinds: TaskKind::ALL.into_iter().filter(|kind| gives_task(actor, *kind)).collect(),
        parent,
        about,
        draft,
    })
}

/// Gives a task, or passes a part of one on.
#[server(input = PostUrl, endpoint = "giao-viec")]
pub async fn submit_task(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::forms::task::{To, parse};
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    use store::direction::{Chosen, TaskForm, give};
    submit(routes::TASK_NEW, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let not_found = || Rejection::Error(AppError::NotFound);
        let id: uuid::Uuid = fields.get("task").parse().map_err(|_| not_found())?;
        let form = parse(&fields)?;
        let parent = match (fields.filled("parent"), fields.filled("part")) {
            (None, _) => None,
            (Some(parent), part) => {
                let part = part.and_then(|part| part.parse().ok()).ok_or_else(not_found)?;
                Some((parent.parse().map_err(|_| not_found())?, part))
            }
        };
        let about = match fields.filled("about") {
            None => None,
            Some(about) => Some(crate::forms::task::about(about).ok_or_else(not_found)?),
        };
        let to = form.to.into_iter().map(|to| match to {
            To::Unit(id) => Chosen::Unit(id),
            To::Officer(id) => Chosen::Officer(id),
        });
        let form = TaskForm {
            kind: form.kind,
            title: form.title,
            content: form.content,
            field: form.field,
            about,
            campaign: form.campaign,
            due: form.due,
            parent,
            to: to.collect(),
        };
        give(&*context.database, &context.env(), &signed.actor, id, &form).await.map_err(refused)?;
        Ok(routes::with_query(&routes::task(&id.to_string()), routes::DONE, "giao-viec"))
    })
    .await
}

/// Submits a step of a part, or of the whole task: `task`, `part` (0 for the whole), `version` and `step` are posted with the
/// step's own fields.
#[server(input = PostUrl, endpoint = "buoc-chi-dao")]
pub async fn submit_task_step(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::forms::task::{field_of, step};
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    let page = routes::task(fields.get("task"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let not_found = || Rejection::Error(AppError::NotFound);
        let id = fields.get("task").parse().map_err(|_| not_found())?;
        let part: u32 = fields.get("part").parse().map_err(|_| not_found())?;
        let version = fields.get("version").parse().map_err(|_| not_found())?;
        let command = step(&fields, part)?.ok_or_else(not_found)?;
        let on = (part > 0).then_some(part);
        store::direction::execute(&*context.database, &context.env(), &signed.actor, id, on, version, command)
            .await
            .map_err(|error| match refused(error) {
                Rejection::Fields(mut errors) => {
                    for error in &mut errors {
                        error.field = field_of(&error.field, part, fields.get("step"));
                    }
                    Rejection::Fields(errors)
                }
                other => other,
            })?;
        Ok(routes::with_query(&page, routes::DONE, fields.get("step")))
    })
    .await
}

/// A part that waits, as pages show it.
#[cfg(feature = "ssr")]
pub fn waiting_line(waits: store::direction::WaitingTask) -> WaitingTask {
    let (task, part) = (waits.task, waits.part);
    let whom = match part.state.turn() {
        domain::direction::TaskTurn::Giver => part.to.name().to_owned(),
        domain::direction::TaskTurn::Addressee | domain::direction::TaskTurn::Nobody => {
            format!("{}, {}", task.giver.full_name, task.unit_name)
        }
    };
    WaitingTask { id: task.id.to_string(), code: task.code, title: task.title, due: task.due, state: part.state, whom }
}
