//! What stands around every page of an officer: his unit's name, how much waits for him, the law in use. One statement.
//!
//! Must not know: pages, or what waits.

use crate::database::{Database, DbError, Value};
use crate::law::{self, Law};
use crate::{cases, direction};
use domain::authority::Actor;
use jiff::civil::DateTime;

/// The frame of a page.
#[derive(Debug, Clone)]
pub struct Frame {
    /// The short name of the actor's unit.
    pub unit: String,
    /// Cases that wait for him: as many as [`cases::my_work`] lists.
    pub cases: u32,
    /// Parts of tasks and comments that wait for him.
    pub direction: direction::Counts,
    pub law: Law,
}

/// Reads the frame of the pages an actor opens at a moment of Vietnam's time.
///
/// # Errors
/// The database failed, or is not migrated; the actor's unit is not there.
pub async fn frame(db: &dyn Database, actor: &Actor, now: DateTime) -> Result<Frame, DbError> {
    let mut params = vec![Value::from(now.date()), Value::from(&actor.unit.0)];
    let waiting = cases::waiting_count(actor, now, &mut params);
    let (tasks, comments) = direction::waiting_counts(actor, &mut params);
    let sql = format!(
        "SELECT u.short_name, {waiting}, {tasks}, {comments}, {} FROM unit u WHERE u.id = ?2",
        law::columns("?1")
    );
    let mut connection = db.open().await?;
    let row = connection.query_one(&sql, &params).await?;
    let row = row.ok_or(DbError::Shape { column: 0, expected: "the unit of an officer" })?;
    let count = |column| row.int(column).map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let (unit, cases) = (row.string(0)?, count(1)?);
    let direction = direction::Counts { tasks: count(2)?, comments: count(3)? };
    let law = law::read(connection.as_mut(), &row, 4).await?;
    Ok(Frame { unit, cases, direction, law })
}
