//! Failures to sign in, by name: a delay that grows with them, over both factors together.
//!
//! Must not know: what was wrong.

use crate::database::{Connection, DbError, UnitOfWork};
use crate::{Env, params};
use jiff::Timestamp;

/// Failures in a row that cost nothing; from then on each one locks the name, twice as long as the one before.
pub const FREE_FAILURES: i64 = 4;

const FIRST_LOCK_MILLIS: i64 = 30_000;
const LONGEST_LOCK_MILLIS: i64 = 15 * 60_000;

/// Failures are forgotten after a day without one.
const FORGET_MILLIS: i64 = 24 * 3_600_000;

/// Until when a name is locked, if it is.
pub(super) async fn locked(work: &mut UnitOfWork, env: &Env, name: &str) -> Result<Option<Timestamp>, DbError> {
    let (_, until) = standing(work, env, name).await?;
    if until > env.millis() { moment(until).map(Some) } else { Ok(None) }
}

async fn standing(work: &mut UnitOfWork, env: &Env, name: &str) -> Result<(i64, i64), DbError> {
    let sql = "SELECT failures, locked_until, last_at FROM sign_in_attempt WHERE account_key = ?1";
    Ok(match &work.query_one(sql, params![name]).await? {
        Some(row) if row.int(2)? > env.millis() - FORGET_MILLIS => (row.int(0)?, row.int(1)?),
        Some(_) | None => (0, 0),
    })
}

/// Counts a failure; answers until when the name is locked by it, if it is.
pub(super) async fn fail(work: &mut UnitOfWork, env: &Env, name: &str) -> Result<Option<Timestamp>, DbError> {
    let now = env.millis();
    let failures = standing(work, env, name).await?.0 + 1;
    let until = if failures > FREE_FAILURES { now + lock_millis(failures) } else { 0 };
    work.execute(
        "INSERT INTO sign_in_attempt (account_key, failures, last_at, locked_until) VALUES (?1,?2,?3,?4) \
         ON CONFLICT (account_key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, \
         locked_until = excluded.locked_until",
        params![name, failures, now, until],
    )
    .await?;
    work.execute("DELETE FROM sign_in_attempt WHERE last_at < ?1", params![now - FORGET_MILLIS]).await?;
    if until > 0 { moment(until).map(Some) } else { Ok(None) }
}

/// Forgets them: everything that is asked for was given.
pub(super) async fn clear(work: &mut UnitOfWork, name: &str) -> Result<(), DbError> {
    work.execute("DELETE FROM sign_in_attempt WHERE account_key = ?1", params![name]).await
}

fn lock_millis(failures: i64) -> i64 {
    let doublings = u32::try_from(failures - FREE_FAILURES - 1).unwrap_or(0).min(10);
    (FIRST_LOCK_MILLIS << doublings).min(LONGEST_LOCK_MILLIS)
}

fn moment(millis: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(millis).map_err(|error| DbError::Engine(error.to_string()))
}
