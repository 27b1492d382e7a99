//! Lists of tasks, and one task with its history: never more than an officer may know of.

use crate::database::{Connection, Database, DbError, Row, Value};
use crate::units::Scope;
use crate::{StoreError, params};
use domain::authority::{Action, Actor, TaskSight, authorise, plan_sight, role_may, task_sight};
use domain::case::CaseId;
use domain::direction::{AboutKind, PartState, Task, TaskEvent, TaskKind, officer_key, unit_key};
use domain::officer::Role;
use domain::text::fold;
use domain::unit::UnitPath;
use jiff::civil::Date;
use uuid::Uuid;

/// Rows of one page.
const PAGE: usize = 30;

/// From which side a list is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Side {
    /// Given to the actor or to his unit.
    #[default]
    Received,
    /// Given by his unit.
    Given,
    /// Given anywhere in his part of the tree.
    Area,
}

impl Side {
    /// Stable key, as used in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Received => "duoc-giao",
            Self::Given => "da-giao",
            Self::Area => "pham-vi",
        }
    }

    /// Reads a key back.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::Received, Self::Given, Self::Area].into_iter().find(|side| side.key() == key)
    }
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskFilter {
    pub side: Side,
    pub kind: Option<TaskKind>,
    /// Of a received part: its state. Of what was given: tasks with a part in that state.
    pub state: Option<PartState>,
    /// Only what has let its day pass.
    pub late: bool,
    /// Part of a reference or a title.
    pub text: String,
}

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskRow {
    /// With the parts the reader sees.
    pub task: Task,
    /// The part that is meant, of what was received.
    pub part: Option<u32>,
}

/// One page of a list, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TaskPage {
    pub rows: Vec<TaskRow>,
    /// Cursor of the next page.
    pub next: Option<i64>,
}

/// One task as an officer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct TaskFile {
    /// With the parts he sees.
    pub task: Task,
    /// Oldest first, of the parts he sees.
    pub events: Vec<TaskEvent>,
    pub sight: TaskSight,
    /// Whether he may open the task that this one passes on.
    pub opens_parent: bool,
    /// Whether he may open the file it is about.
    pub opens_about: bool,
}

/// Finds a task, whoever asks.
pub(super) async fn find(connection: &mut dyn Connection, id: Uuid) -> Result<(i64, Task), StoreError> {
    let row = connection.query_one("SELECT num, document FROM task WHERE id = ?1", params![id]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    Ok((row.int(0)?, row.json(1)?))
}

/// Parts addressed to `?1`, before the cursor `?2`.
pub(crate) const ADDRESSED: &str = "SELECT p.task_num, t.document, p.part FROM task_part p \
     INDEXED BY task_part_by_addressee CROSS JOIN task t ON t.num = p.task_num \
     WHERE p.addressee = ?1 AND p.task_num < ?2";

/// Tasks given by the unit `?1`, before the cursor `?2`.
pub(crate) const GIVEN: &str =
    "SELECT t.num, t.document, NULL FROM task t INDEXED BY task_by_unit WHERE t.unit = ?1 AND t.num < ?2";

/// The sources of a list: statement, and its first parameter.
fn sources(actor: &Actor, side: Side) -> Vec<(&'static str, Value)> {
    const PROVINCE: &str =
        "SELECT t.num, t.document, NULL FROM task t INDEXED BY task_by_province WHERE t.province = ?1 AND t.num < ?2";
    const NATION: &str = "SELECT t.num, t.document, NULL FROM task t WHERE ?1 = ?1 AND t.num < ?2";
    match side {
        Side::Received => {
            vec![(ADDRESSED, Value::from(officer_key(actor.id()))), (ADDRESSED, Value::from(unit_key(&actor.unit)))]
        }
        Side::Given => vec![(GIVEN, Value::from(&actor.unit.0))],
        Side::Area => match Scope::of(&actor.scope()) {
            Scope::Nation => vec![(NATION, Value::from(&actor.unit.0))],
            Scope::Province(id) => vec![(PROVINCE, Value::from(id.0))],
            Scope::Unit(id) => vec![(GIVEN, Value::from(id.0))],
        },
    }
}

/// One page of tasks.
///
/// # Errors
/// `NotFound` for a role that knows of none, or a side it does not look from.
pub async fn list(
    db: &dyn Database,
    actor: &Actor,
    filter: &TaskFilter,
    after: Option<i64>,
    today: Date,
) -> Result<TaskPage, StoreError> {
    let looks = match filter.side {
        Side::Received => true,
        Side::Given => role_may(actor.role, Action::GiveTask),
        Side::Area => actor.role != Role::Controller,
    };
    if !looks || !role_may(actor.role, Action::ReadTask) {
        return Err(StoreError::NotFound);
    }
    let mut more = String::new();
    let mut narrowing = Vec::new();
    let mut narrow = |sql: &str, value: Value| {
        narrowing.push(value);
        more.push_str(&sql.replace('?', &format!("?{}", narrowing.len() + 2)));
    };
    if let Some(kind) = filter.kind {
        narrow(" AND t.kind = ?", Value::from(kind.key()));
    }
    if let Some(state) = filter.state {
        let sql = match filter.side {
            Side::Received => " AND p.state = ?",
            Side::Given | Side::Area => {
                " AND EXISTS (SELECT 1 FROM task_part q WHERE q.task_num = t.num AND q.state = ?)"
            }
        };
        narrow(sql, Value::from(state.key()));
    }
    if filter.late {
        let sql = match filter.side {
            Side::Received => " AND p.turn = 'addressee' AND p.due < ?",
            Side::Given | Side::Area => {
                " AND EXISTS (SELECT 1 FROM task_part q WHERE q.task_num = t.num AND q.turn = 'addressee' AND q.due < ?)"
            }
        };
        narrow(sql, Value::from(today));
    }
    let words = fold(&filter.text);
    if !words.is_empty() {
        narrow(" AND instr(t.search, ?) > 0", Value::from(words));
    }
    let mut connection = db.open().await?;
    let mut found: Vec<(i64, TaskRow)> = Vec::new();
    for (source, owner) in sources(actor, filter.side) {
        let sql = format!("{source}{more} ORDER BY 1 DESC LIMIT {}", PAGE + 1);
        let mut values = vec![owner, Value::from(after.unwrap_or(i64::MAX))];
        values.extend(narrowing.iter().cloned());
        for row in connection.query(&sql, &values).await? {
            found.extend(read_row(&row, actor)?);
        }
    }
    // Both sources are in order; a task that comes from both is one row for each part.
    found.sort_by_key(|(num, row)| (std::cmp::Reverse(*num), row.part));
    // A page ends with a task, so that the cursor cuts none in two.
    let cut = found.get(PAGE).map(|_| found.get(PAGE - 1).map_or(0, |(num, _)| *num));
    let rows = found.into_iter().filter(|(num, _)| cut.is_none_or(|last| *num >= last)).map(|(_, row)| row).collect();
    Ok(TaskPage { rows, next: cut })
}

/// A line as far as the actor sees the task.
fn read_row(row: &Row, actor: &Actor) -> Result<Option<(i64, TaskRow)>, DbError> {
    let task: Task = row.json(1)?;
    let Ok(sight) = task_sight(actor, &task) else { return Ok(None) };
    let part = row.opt_int(2)?.and_then(|part| u32::try_from(part).ok());
    Ok(Some((row.int(0)?, TaskRow { task: task.seen(&sight), part })))
}

/// One task with its history.
///
/// # Errors
/// `NotFound`, also for a task that the actor may not know of.
pub async fn load(db: &dyn Database, actor: &Actor, id: Uuid) -> Result<TaskFile, StoreError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let (num, task) = find(connection, id).await?;
    let sight = task_sight(actor, &task)?;
    let rows = connection.query("SELECT event FROM task_event WHERE task_num = ?1 ORDER BY seq", params![num]).await?;
    let mut events = rows.iter().map(|row| row.json(0)).collect::<Result<Vec<TaskEvent>, _>>()?;
    if let TaskSight::Parts(numbers) = &sight {
        events.retain(|event| event.part.is_none_or(|part| numbers.contains(&part)));
        for event in &mut events {
            // Whom else it was given to is not his to know.
            if let domain::direction::TaskEventBody::TaskGiven { task: new } = &mut event.body {
                let mut number = 0;
                new.to.retain(|_| {
                    number += 1;
                    numbers.contains(&number)
                });
            }
        }
    }
    let opens_parent = match &task.parent {
        Some(parent) => match find(connection, parent.task.id).await {
            Ok((_, above)) => task_sight(actor, &above).is_ok(),
            Err(_) => false,
        },
        None => false,
    };
    let opens_about = task.about.as_ref().is_some_and(|about| match about.kind {
        AboutKind::Case => authorise(actor, Action::ReadCase, &about.path).is_ok(),
        AboutKind::Plan => plan_sight(actor, &about.path).is_ok(),
    });
    Ok(TaskFile { task: task.seen(&sight), events, sight, opens_parent, opens_about })
}

/// The reference of a case or a plan that a task may be about, for its form.
///
/// # Errors
/// `NotFound` where there is none that the actor may know of.
pub async fn of_file(db: &dyn Database, actor: &Actor, kind: AboutKind, id: Uuid) -> Result<String, StoreError> {
    match kind {
        AboutKind::Case => Ok(crate::cases::load(db, actor, CaseId(id)).await?.0.code),
        AboutKind::Plan => {
            let row = db.open().await?.query_one("SELECT code, path FROM plan WHERE id = ?1", params![id]).await?;
            let row = row.ok_or(StoreError::NotFound)?;
            plan_sight(actor, &UnitPath(row.string(1)?))?;
            Ok(row.string(0)?)
        }
    }
}
