//! Sessions: an opaque token in the browser, its hash here.

use super::log::{self, Happened};
use super::policy::Proof;
use super::{officers, token_hash};
use crate::database::{Connection, Database, DbError, Row, UnitOfWork};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::officer::OfficerId;
use domain::unit::UnitPath;
use jiff::Timestamp;

/// A session ends after this long without a request: a working day, since an inspection may keep an officer away from
/// the screen from morning to evening, and typing everything again would be the greater harm.
pub const IDLE_HOURS: i64 = 8;

/// A session ends at the latest after this long: nobody stays signed in on a shared computer from one day to the next.
pub const ABSOLUTE_HOURS: i64 = 24;

/// Most sessions of one officer at once; a further one ends the oldest.
pub const MAX_SESSIONS: i64 = 20;

/// How often the time of the last request is written: reading must not cost a write each time.
const TOUCH_MILLIS: i64 = 5 * 60_000;

const HOUR: i64 = 3_600_000;

/// A session that begins later than this from now was opened while the clock stood wrong: it would last as much longer, for years
/// where the clock stood years ahead. Smaller corrections of a clock end nobody's session.
const AHEAD_MILLIS: i64 = HOUR;

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub actor: Actor,
    /// The password was set by somebody else and must be changed first.
    pub must_change_password: bool,
    /// How he showed who he is.
    pub proof: Proof,
}

/// A session in the list of its officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Names it in a form; of no use as a token.
    pub mark: String,
    pub since: Timestamp,
    /// The last request, to within five minutes.
    pub seen: Timestamp,
    /// Kind of browser, as it said itself; empty when it said none.
    pub client: String,
    pub proof: Proof,
    /// The session that asks.
    pub this: bool,
}

/// The session of a token, or `None` when there is none, it is over, or the officer is no longer active.
///
/// # Errors
/// The database failed.
pub async fn session(db: &dyn Database, env: &Env, token: &str) -> Result<Option<Session>, DbError> {
    let mut connection = db.open().await?;
    let sql = format!(
        "SELECT {}, u.path, o.must_change, s.seen_at, s.proof FROM session s CROSS JOIN officer o ON o.id = s.officer \
         CROSS JOIN unit u ON u.id = o.unit WHERE s.token_hash = ?1 AND s.created_at > ?2 AND s.seen_at > ?3 AND s.created_at < ?4",
        officers::COLUMNS
    );
    let hash = token_hash(token);
    let now = env.millis();
    let row = connection
        .query_one(&sql, params![hash, now - ABSOLUTE_HOURS * HOUR, now - IDLE_HOURS * HOUR, now + AHEAD_MILLIS])
        .await?;
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
    Ok(Some(Session { actor, must_change_password: row.int(9)? != 0, proof: proof(&row, 11)? }))
}

fn proof(row: &Row, column: usize) -> Result<Proof, DbError> {
    Proof::from_key(row.text(column)?).ok_or(DbError::Shape { column, expected: "how a session was opened" })
}

/// Opens a session of an officer and answers its token, kept nowhere else; sessions that are over anyhow go, and the oldest of his when
/// he has too many.
pub(crate) async fn begin(
    work: &mut UnitOfWork,
    env: &Env,
    officer: &OfficerId,
    proof: Proof,
    client: &str,
) -> Result<String, DbError> {
    let (token, now) = (env.token(32), env.millis());
    work.execute("DELETE FROM session WHERE created_at < ?1", params![now - ABSOLUTE_HOURS * HOUR]).await?;
    work.execute(
        "DELETE FROM session WHERE officer = ?1 AND token_hash NOT IN \
         (SELECT token_hash FROM session WHERE officer = ?1 ORDER BY created_at DESC, token_hash LIMIT ?2)",
        params![&officer.0, MAX_SESSIONS - 1],
    )
    .await?;
    work.execute(
        "INSERT INTO session (token_hash, officer, created_at, seen_at, proof, client) VALUES (?1,?2,?3,?3,?4,?5)",
        params![token_hash(&token), &officer.0, now, proof.key(), client],
    )
    .await?;
    Ok(token)
}

/// The sessions of an officer that are not over, the latest first.
///
/// # Errors
/// The database failed.
pub async fn sessions(
    db: &dyn Database,
    env: &Env,
    officer: &OfficerId,
    token: Option<&str>,
) -> Result<Vec<SessionRow>, DbError> {
    let sql = "SELECT hex(token_hash), created_at, seen_at, client, proof FROM session \
               WHERE officer = ?1 AND created_at > ?2 AND seen_at > ?3 ORDER BY created_at DESC, token_hash";
    let now = env.millis();
    let values = params![&officer.0, now - ABSOLUTE_HOURS * HOUR, now - IDLE_HOURS * HOUR];
    let rows = db.open().await?.query(sql, values).await?;
    let own = token.map(mark_of);
    let at = |row: &Row, column| {
        Timestamp::from_millisecond(row.int(column)?).map_err(|_| DbError::Shape { column, expected: "a moment" })
    };
    let read = |row: &Row| -> Result<SessionRow, DbError> {
        let mark = mark(row.text(0)?);
        Ok(SessionRow {
            this: own.as_ref() == Some(&mark),
            mark,
            since: at(row, 1)?,
            seen: at(row, 2)?,
            client: row.string(3)?,
            proof: proof(row, 4)?,
        })
    };
    rows.iter().map(read).collect()
}

/// How many hexadecimal digits of a token's hash name a session in a form.
const MARK: usize = 16;

fn mark(hash: &str) -> String {
    hash.chars().take(MARK).collect::<String>().to_lowercase()
}

fn mark_of(token: &str) -> String {
    mark(&hex::encode(token_hash(token)))
}

/// Ends one session: the officer signs out.
///
/// # Errors
/// The database failed.
pub async fn sign_out(db: &dyn Database, env: &Env, token: &str) -> Result<(), DbError> {
    let mut work = UnitOfWork::begin(db).await?;
    let sql = "DELETE FROM session WHERE token_hash = ?1 RETURNING officer, client";
    if let Some(row) = work.query_one(sql, params![token_hash(token)]).await? {
        let officer = OfficerId(row.string(0)?);
        log::write(&mut work, env, &officer, Some(&officer), Happened::SignedOut, row.text(1)?).await?;
    }
    work.commit().await
}

/// Ends one of an officer's own sessions, by its mark; one that is gone already changes nothing.
///
/// # Errors
/// The database failed.
pub async fn end_session(db: &dyn Database, env: &Env, officer: &OfficerId, mark: &str) -> Result<(), DbError> {
    if mark.len() != MARK {
        return Ok(());
    }
    let mut work = UnitOfWork::begin(db).await?;
    let sql = "DELETE FROM session WHERE officer = ?1 AND lower(substr(hex(token_hash), 1, ?3)) = ?2 RETURNING client";
    let length = i64::try_from(MARK).unwrap_or(0);
    if let Some(row) = work.query_one(sql, params![&officer.0, mark, length]).await? {
        log::write(&mut work, env, officer, Some(officer), Happened::SessionEnded, row.text(0)?).await?;
    }
    work.commit().await
}

/// Ends every session of an officer but the one of `keep_token`; he wants it himself.
///
/// # Errors
/// The database failed.
pub async fn end_other_sessions(
    db: &dyn Database,
    env: &Env,
    officer: &OfficerId,
    keep_token: &str,
) -> Result<(), DbError> {
    let mut work = UnitOfWork::begin(db).await?;
    let sql = "DELETE FROM session WHERE officer = ?1 AND token_hash <> ?2";
    work.execute(sql, params![&officer.0, token_hash(keep_token)]).await?;
    log::write(&mut work, env, officer, Some(officer), Happened::SessionsEnded, "").await?;
    work.commit().await
}

/// Ends everything by which an officer is in, or half in.
pub(crate) async fn end_all(work: &mut UnitOfWork, officer: &OfficerId) -> Result<(), DbError> {
    work.execute("DELETE FROM session WHERE officer = ?1", params![&officer.0]).await?;
    work.execute("DELETE FROM half_sign_in WHERE officer = ?1", params![&officer.0]).await
}

/// An administrator ends every session of an officer of his part of the tree.
///
/// # Errors
/// `NotFound` outside of it; not an administrator.
pub async fn end_sessions_of(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    officer: &OfficerId,
) -> Result<(), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    administered(&mut work, actor, officer).await?;
    end_all(&mut work, officer).await?;
    log::write(&mut work, env, officer, Some(actor.id()), Happened::SessionsEnded, "").await?;
    Ok(work.commit().await?)
}

/// Whether an actor administers an officer's account.
pub(super) async fn administered(work: &mut UnitOfWork, actor: &Actor, officer: &OfficerId) -> Result<(), StoreError> {
    let row = work
        .query_one("SELECT u.path FROM officer o JOIN unit u ON u.id = o.unit WHERE o.id = ?1", params![&officer.0])
        .await?
        .ok_or(StoreError::NotFound)?;
    Ok(authorise(actor, Action::ManageAccounts, &UnitPath(row.string(0)?))?)
}
