//! Half a sign-in: who has given one factor has no session yet, but a token of minutes that stands for what he gave.
//!
//! Only the hash is kept. Must not know: how a factor is checked.

use super::officers::{self, Account};
use super::token_hash;
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, params};
use domain::officer::OfficerId;

/// How long a code may take: to find the telephone, and to wait for the next code.
pub const CODE_MINUTES: i64 = 5;

/// How long it may take to install an authenticator and give its first code.
pub const ENROLMENT_MINUTES: i64 = 15;

/// Wrong codes that end it: the password is asked for again.
pub(super) const MAX_FAILURES: i64 = 5;

/// What whoever holds the token has to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wants {
    /// Give a code of his second factor.
    Code,
    /// Enrol one.
    Enrolment,
}

impl Wants {
    const fn key(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Enrolment => "enrolment",
        }
    }

    fn from_key(key: &str) -> Option<Self> {
        [Self::Code, Self::Enrolment].into_iter().find(|wants| wants.key() == key)
    }

    const fn minutes(self) -> i64 {
        match self {
            Self::Code => CODE_MINUTES,
            Self::Enrolment => ENROLMENT_MINUTES,
        }
    }
}

/// Half a sign-in that was opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Half {
    /// For the cookie; kept nowhere else.
    pub token: String,
    pub wants: Wants,
}

/// Half a sign-in that was found by its token.
pub(super) struct Found {
    pub account: Account,
    pub wants: Wants,
    pub failures: i64,
}

pub(super) async fn begin(
    work: &mut UnitOfWork,
    env: &Env,
    officer: &OfficerId,
    wants: Wants,
) -> Result<Half, DbError> {
    let (token, now) = (env.token(32), env.millis());
    work.execute("DELETE FROM half_sign_in WHERE expires_at < ?1", params![now]).await?;
    work.execute(
        "INSERT INTO half_sign_in (token_hash, officer, wants, failures, expires_at) VALUES (?1,?2,?3,0,?4)",
        params![token_hash(&token), &officer.0, wants.key(), now + wants.minutes() * 60_000],
    )
    .await?;
    Ok(Half { token, wants })
}

pub(super) async fn find(connection: &mut dyn Connection, env: &Env, token: &str) -> Result<Option<Found>, DbError> {
    let sql = "SELECT officer, wants, failures FROM half_sign_in WHERE token_hash = ?1 AND expires_at > ?2";
    let Some(row) = connection.query_one(sql, params![token_hash(token), env.millis()]).await? else { return Ok(None) };
    let wants = Wants::from_key(row.text(1)?).ok_or(DbError::Shape { column: 1, expected: "what comes next" })?;
    let account = officers::account_in(connection, &OfficerId(row.string(0)?)).await?;
    let account = account.filter(|account| account.officer.active);
    Ok(account.map(|account| Found { account, wants, failures: row.int(2).unwrap_or(MAX_FAILURES) }))
}

pub(super) async fn end(work: &mut UnitOfWork, token: &str) -> Result<(), DbError> {
    work.execute("DELETE FROM half_sign_in WHERE token_hash = ?1", params![token_hash(token)]).await
}

/// Counts a wrong code; the token of too many is gone.
pub(super) async fn fail(work: &mut UnitOfWork, token: &str, failures: i64) -> Result<(), DbError> {
    if failures + 1 >= MAX_FAILURES {
        return end(work, token).await;
    }
    let sql = "UPDATE half_sign_in SET failures = ?2 WHERE token_hash = ?1";
    work.execute(sql, params![token_hash(token), failures + 1]).await
}

/// Who holds a token of half a sign-in, and what he has to do next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub officer: OfficerId,
    pub account: String,
    pub full_name: String,
    pub wants: Wants,
}

/// What a token of half a sign-in stands for, while it does.
///
/// # Errors
/// The database failed.
pub async fn waiting(db: &dyn Database, env: &Env, token: &str) -> Result<Option<Waiting>, DbError> {
    let found = find(db.open().await?.as_mut(), env, token).await?;
    Ok(found.map(|found| Waiting {
        officer: found.account.officer.id,
        account: found.account.officer.account,
        full_name: found.account.officer.full_name,
        wants: found.wants,
    }))
}
