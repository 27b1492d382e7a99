//! Proves the tasks and comments of a database: both chains recomputed, every task and comment replayed, its columns compared.
//!
//! Must not know: how to repair anything.

use super::write::{COMMENT_NAMES, PART_NAMES, TASK_NAMES, comment_columns, part_columns, task_columns};
use crate::database::{Connection, DbError, Row};
use crate::params;
use crate::verify::{Chain, Verified};
use domain::direction::comment::{Comment, CommentEvent};
use domain::direction::{Task, TaskEvent};
use serde::de::DeserializeOwned;

/// Events of a chain in memory at once.
const CHUNK: i64 = 1_000;

/// What the columns of an event say of it.
type Told<'a> = (i64, i64, &'a str, &'a str);

/// Reads and proves every task and every comment.
pub(crate) async fn prove(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let task = |event: &TaskEvent| (event.seq, event.at.as_millisecond(), event.by.id.0.clone(), event.body.key());
    found.task_events =
        chain(connection, ("chain of tasks", "task_event", "task_num", "task_chain_head"), task, found).await?;
    let comment =
        |event: &CommentEvent| (event.seq, event.at.as_millisecond(), event.by.id.0.clone(), event.body.key());
    let log = ("chain of comments", "comment_event", "comment_num", "comment_chain_head");
    found.comment_events = chain(connection, log, comment, found).await?;
    tasks(connection, found).await?;
    comments(connection, found).await
}

/// Recomputes a chain from its first event; answers how many there are.
async fn chain<E: DeserializeOwned>(
    connection: &mut dyn Connection,
    (name, events, of, heads): (&'static str, &str, &str, &str),
    tell: impl Fn(&E) -> (u32, i64, String, &'static str) + Send,
    found: &mut Verified,
) -> Result<u64, DbError> {
    let mut chain = Chain::begin(name);
    let mut count = 0;
    let sql = format!(
        "SELECT position, {of}, seq, at, officer, kind, event, hash FROM {events} WHERE position > ?1 ORDER BY position LIMIT ?2"
    );
    loop {
        let rows = connection.query(&sql, params![chain.head.position, CHUNK]).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            count += 1;
            let position = row.int(0)?;
            chain.take(row.int(1)?, position, row.text(6)?, row.bytes(7)?, found);
            match row.json::<E>(6) {
                Ok(event) => {
                    let (seq, at, officer, kind) = tell(&event);
                    let told: Told<'_> = (i64::from(seq), at, &officer, kind);
                    if told != (row.int(2)?, row.int(3)?, row.text(4)?, row.text(5)?) {
                        found.problem(format!("{name}: the columns of event {position} differ from the event"));
                    }
                }
                Err(error) => found.problem(format!("{name}: event {position}: {error}")),
            }
        }
    }
    chain.end(connection, heads, found).await?;
    Ok(count)
}

async fn history<E: DeserializeOwned>(
    connection: &mut dyn Connection,
    sql: &str,
    num: i64,
) -> Result<Option<Vec<E>>, DbError> {
    let rows = connection.query(sql, params![num]).await?;
    // An event that cannot be read is told by the chain.
    Ok(rows.iter().map(|row| row.json(0)).collect::<Result<Vec<E>, _>>().ok())
}

fn columns(row: &Row, names: &[&str], derived: Vec<crate::Value>, what: &str, found: &mut Verified) {
    for ((column, derived), kept) in names.iter().zip(derived).zip(row.0.get(3..).unwrap_or_default()) {
        if derived != *kept {
            found.problem(format!("{what}: column {column} differs from its events"));
        }
    }
}

async fn tasks(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let sql = format!("SELECT num, id, document, {} FROM task ORDER BY num", TASK_NAMES.join(", "));
    for row in connection.query(&sql, &[]).await? {
        found.tasks += 1;
        let (num, name) = (row.int(0)?, format!("task {}", row.text(1)?));
        let sql = "SELECT event FROM task_event WHERE task_num = ?1 ORDER BY seq";
        let Some(events) = history::<TaskEvent>(connection, sql, num).await? else { continue };
        let Some(task) = Task::replay(&events) else {
            found.problem(format!("{name}: it has no first event"));
            continue;
        };
        if !(1..).zip(&events).all(|(place, event)| event.seq == place) {
            found.problem(format!("{name}: an event is missing"));
        }
        if row.json::<Task>(2).ok().as_ref() != Some(&task) || task.id.to_string() != row.text(1)? {
            found.problem(format!("{name}: the document differs from its events"));
        }
        columns(&row, &TASK_NAMES, task_columns(&task), &name, found);
        let sql = format!("SELECT {PART_NAMES} FROM task_part WHERE task_num = ?1 ORDER BY part");
        let kept: Vec<_> = connection.query(&sql, params![num]).await?.into_iter().map(|row| row.0).collect();
        if kept != part_columns(&task) {
            found.problem(format!("{name}: its parts differ from its events"));
        }
    }
    Ok(())
}

async fn comments(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let sql = format!(
        "SELECT c.num, c.id, c.document, {}, f.id FROM case_comment c CROSS JOIN case_file f ON f.num = c.case_num ORDER BY c.num",
        COMMENT_NAMES.map(|name| format!("c.{name}")).join(", ")
    );
    for row in connection.query(&sql, &[]).await? {
        found.comments += 1;
        let (num, name) = (row.int(0)?, format!("comment {}", row.text(1)?));
        let sql = "SELECT event FROM comment_event WHERE comment_num = ?1 ORDER BY seq";
        let Some(events) = history::<CommentEvent>(connection, sql, num).await? else { continue };
        let Some(comment) = Comment::replay(&events) else {
            found.problem(format!("{name}: it has no first event"));
            continue;
        };
        if !(1..).zip(&events).all(|(place, event)| event.seq == place) {
            found.problem(format!("{name}: an event is missing"));
        }
        let kept = row.json::<Comment>(2).ok();
        if kept.as_ref() != Some(&comment)
            || comment.id.to_string() != row.text(1)?
            || comment.case.to_string() != row.text(3 + COMMENT_NAMES.len())?
        {
            found.problem(format!("{name}: the document differs from its events"));
        }
        columns(&row, &COMMENT_NAMES, comment_columns(&comment), &name, found);
    }
    Ok(())
}
