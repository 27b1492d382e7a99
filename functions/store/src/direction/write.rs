//! What every change of a task or a comment writes.

use crate::chain::Head;
use crate::database::{Connection, DbError, UnitOfWork, Value, to_json};
use crate::params;
use domain::direction::comment::{Comment, CommentEvent};
use domain::direction::{Task, TaskEvent};
use domain::text::fold;

/// Stands where no day was set for an answer, so that it sorts last.
pub(super) const NO_DUE: &str = "9999-12-31";

/// The columns of a task that follow from its document, in order.
pub(super) const TASK_NAMES: [&str; 10] =
    ["code", "unit", "path", "province", "version", "kind", "due", "open", "giver", "search"];

/// What stands in [`TASK_NAMES`].
pub(super) fn task_columns(task: &Task) -> Vec<Value> {
    vec![
        Value::from(&task.code),
        Value::from(&task.unit.0),
        Value::from(&task.path.0),
        Value::from(&task.province.0),
        Value::from(task.version),
        Value::from(task.kind.key()),
        Value::from(task.due),
        Value::from(task.is_open()),
        Value::from(&task.giver.id.0),
        Value::from(fold(&format!("{} {}", task.code, task.title))),
    ]
}

/// The columns of a part that follow from the document, in order.
pub(super) const PART_NAMES: &str = "part, addressee, state, turn, due, from_unit, giver";

/// What stands in [`PART_NAMES`], for every part.
pub(super) fn part_columns(task: &Task) -> Vec<Vec<Value>> {
    task.parts
        .iter()
        .map(|part| {
            vec![
                Value::from(part.number),
                Value::from(part.to.key()),
                Value::from(part.state.key()),
                Value::from(part.state.turn().key()),
                Value::from(task.due),
                Value::from(&task.unit.0),
                Value::from(&task.giver.id.0),
            ]
        })
        .collect()
}

/// The columns of a comment that follow from its document, in order.
pub(super) const COMMENT_NAMES: [&str; 5] = ["unit", "state", "due", "asked_by", "version"];

/// What stands in [`COMMENT_NAMES`].
pub(super) fn comment_columns(comment: &Comment) -> Vec<Value> {
    vec![
        Value::from(&comment.unit.0),
        Value::from(comment.state.key()),
        comment.due.map_or_else(|| Value::from(NO_DUE), Value::from),
        Value::from(&comment.asked.by.id.0),
        Value::from(comment.version),
    ]
}

/// One of the two chains of direction.
struct Log {
    events: &'static str,
    of: &'static str,
    head: &'static str,
}

const TASKS: Log = Log { events: "task_event", of: "task_num", head: "task_chain_head" };
const COMMENTS: Log = Log { events: "comment_event", of: "comment_num", head: "comment_chain_head" };

/// One event as it is stored.
struct Line<'a> {
    seq: u32,
    at: jiff::Timestamp,
    officer: &'a str,
    kind: &'a str,
    text: String,
}

async fn append(work: &mut UnitOfWork, log: &Log, num: i64, line: &Line<'_>) -> Result<(), DbError> {
    let row = work.query_one(&format!("SELECT position, hash FROM {}", log.head), &[]).await?;
    let row = row.ok_or(DbError::Engine(format!("{} is empty", log.head)))?;
    let next = Head { position: row.int(0)?, hash: row.bytes(1)? }.append(num, &line.text);
    let sql = format!(
        "INSERT INTO {} (position, {}, seq, at, officer, kind, event, hash) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
        log.events, log.of
    );
    let Line { seq, at, officer, kind, text } = line;
    work.execute(&sql, params![next.position, num, *seq, *at, *officer, *kind, text, next.hash]).await
}

async fn append_task(work: &mut UnitOfWork, num: i64, event: &TaskEvent) -> Result<(), DbError> {
    let text = to_json(event)?;
    let line = Line { seq: event.seq, at: event.at, officer: &event.by.id.0, kind: event.body.key(), text };
    append(work, &TASKS, num, &line).await
}

async fn append_comment(work: &mut UnitOfWork, num: i64, event: &CommentEvent) -> Result<(), DbError> {
    let text = to_json(event)?;
    let line = Line { seq: event.seq, at: event.at, officer: &event.by.id.0, kind: event.body.key(), text };
    append(work, &COMMENTS, num, &line).await
}

fn places(count: usize) -> String {
    (1..=count).map(|place| format!("?{place}")).collect::<Vec<_>>().join(",")
}

fn sets(names: &[&str]) -> String {
    (1..).zip(names).map(|(place, name)| format!("{name} = ?{place}")).collect::<Vec<_>>().join(", ")
}

/// Adds a task with its first event.
pub(super) async fn insert_task(work: &mut UnitOfWork, task: &Task, event: &TaskEvent) -> Result<(), DbError> {
    let mut values = task_columns(task);
    values.extend([Value::from(task.id), Value::from(event.at), Value::from(to_json(task)?)]);
    let sql = format!(
        "INSERT INTO task ({}, id, updated_at, document) VALUES ({}) RETURNING num",
        TASK_NAMES.join(", "),
        places(values.len())
    );
    let row = work.query_one(&sql, &values).await?;
    let num = row.ok_or(DbError::Engine("a new task answered no number".to_owned()))?.int(0)?;
    write_parts(work, num, task).await?;
    append_task(work, num, event).await
}

/// Writes the changed task over the old one, with the event that changed it.
pub(super) async fn update_task(
    work: &mut UnitOfWork,
    num: i64,
    task: &Task,
    event: &TaskEvent,
) -> Result<(), DbError> {
    let mut values = task_columns(task);
    values.extend([Value::from(event.at), Value::from(to_json(task)?), Value::from(num)]);
    let names: Vec<&str> = TASK_NAMES.into_iter().chain(["updated_at", "document"]).collect();
    let sql = format!("UPDATE task SET {} WHERE num = ?{}", sets(&names), values.len());
    work.execute(&sql, &values).await?;
    write_parts(work, num, task).await?;
    append_task(work, num, event).await
}

/// All parts in one statement; what was there is written over.
async fn write_parts(work: &mut UnitOfWork, num: i64, task: &Task) -> Result<(), DbError> {
    let mut values = vec![Value::from(num)];
    let rows: Vec<String> = part_columns(task)
        .into_iter()
        .map(|part| {
            let first = values.len() + 1;
            values.extend(part);
            let places: Vec<String> = (first..=values.len()).map(|place| format!("?{place}")).collect();
            format!("(?1,{})", places.join(","))
        })
        .collect();
    let sql = format!(
        "INSERT INTO task_part (task_num, {PART_NAMES}) VALUES {} ON CONFLICT (task_num, part) DO UPDATE SET \
         state = excluded.state, turn = excluded.turn, due = excluded.due",
        rows.join(", ")
    );
    work.execute(&sql, &values).await
}

/// Adds a comment with its first event.
pub(super) async fn insert_comment(
    work: &mut UnitOfWork,
    case_num: i64,
    comment: &Comment,
    event: &CommentEvent,
) -> Result<(), DbError> {
    let mut values = comment_columns(comment);
    values.extend([
        Value::from(comment.id),
        Value::from(case_num),
        Value::from(event.at),
        Value::from(to_json(comment)?),
    ]);
    let sql = format!(
        "INSERT INTO case_comment ({}, id, case_num, updated_at, document) VALUES ({}) RETURNING num",
        COMMENT_NAMES.join(", "),
        places(values.len())
    );
    let row = work.query_one(&sql, &values).await?;
    let num = row.ok_or(DbError::Engine("a new comment answered no number".to_owned()))?.int(0)?;
    append_comment(work, num, event).await
}

/// Writes the changed comment over the old one, with the event that changed it.
pub(super) async fn update_comment(
    work: &mut UnitOfWork,
    num: i64,
    comment: &Comment,
    event: &CommentEvent,
) -> Result<(), DbError> {
    let mut values = comment_columns(comment);
    values.extend([Value::from(event.at), Value::from(to_json(comment)?), Value::from(num)]);
    let names: Vec<&str> = COMMENT_NAMES.into_iter().chain(["updated_at", "document"]).collect();
    let sql = format!("UPDATE case_comment SET {} WHERE num = ?{}", sets(&names), values.len());
    work.execute(&sql, &values).await?;
    append_comment(work, num, event).await
}
