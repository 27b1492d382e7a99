//! Sessions: an opaque token in the browser, its hash here.

use super::{officers, token_hash};
use crate::database::{Database, DbError};
use crate::{Env, params};
use domain::authority::Actor;
use domain::officer::OfficerId;
use domain::unit::UnitPath;

/// A session ends after this long without a request: a working day, since an inspection may keep an officer away from
/// the screen from morning to evening, and typing everything again would be the greater harm.
pub const IDLE_HOURS: i64 = 8;

/// A session ends at the latest after this long: nobody stays signed in on a shared computer from one day to the next.
pub const ABSOLUTE_HOURS: i64 = 24;

/// How often the time of the last request is written: reading must not cost a write each time.
const TOUCH_MILLIS: i64 = 5 * 60_000;

const HOUR: i64 = 3_600_000;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub actor: Actor,
    /// The password was set by somebody else and must be changed first.
    pub must_change_password: bool,
}

/// The session of a token, or `None` when there is none, it is over, or the officer is no longer active.
///
/// # Errors
/// The database failed.
pub async fn session(db: &dyn Database, env: &Env, token: &str) -> Result<Option<Session>, DbError> {
    let mut connection = db.open().await?;
    let sql = format!(
        "SELECT {}, u.path, o.must_change, s.seen_at FROM session s CROSS JOIN officer o ON o.id = s.officer \
         CROSS JOIN unit u ON u.id = o.unit WHERE s.token_hash = ?1 AND s.created_at > ?2 AND s.seen_at > ?3",
        officers::COLUMNS
    );
    let hash = token_hash(token);
    let now = env.millis();
    let row = connection.query_one(&sql, params![hash, now - ABSOLUTE_HOURS * HOUR, now - IDLE_HOURS * HOUR]).await?;
    let Some(row) = row else { return Ok(None) };
    let officer = officers::read(&row)?;
    if !officer.active {
        return Ok(None);
    }
    if now - row.int(10)? > TOUCH_MILLIS {
        connection.execute("UPDATE session SET seen_at = ?2 WHERE token_hash = ?1", params![hash, now]).await?;
    }
    // Only deputies sign by what was given to them.
    let delegations = if officer.role.is_deputy() {
        crate::delegations::of(connection.as_mut(), &officer.id).await?
    } else {
        Vec::new()
    };
    let actor = Actor {
        officer: officer.snapshot(),
        role: officer.role,
        unit: officer.unit,
        path: UnitPath(row.string(8)?),
        delegations,
    };
    Ok(Some(Session { actor, must_change_password: row.int(9)? != 0 }))
}

/// Ends one session.
///
/// # Errors
/// The database failed.
pub async fn sign_out(db: &dyn Database, token: &str) -> Result<(), DbError> {
    db.open().await?.execute("DELETE FROM session WHERE token_hash = ?1", params![token_hash(token)]).await
}

/// Ends every session of an officer.
///
/// # Errors
/// The database failed.
pub async fn sign_out_everywhere(db: &dyn Database, officer: &OfficerId) -> Result<(), DbError> {
    db.open().await?.execute("DELETE FROM session WHERE officer = ?1", params![&officer.0]).await
}
