//! Signing in at the agency's identity provider: the way there and back, and whose account it is.
//!
//! Nobody gets an account by it: an existing, active one is found by a claim, and from the first sign-in on by issuer and subject. The
//! state, the nonce and the verifier of the code all follow from one secret that only the browser has; here are hashes. Must not know: how
//! the provider is asked, or where it is.

use super::id_token::Person;
use super::log::{self, Happened};
use super::officers;
use super::policy::{Policy, Proof};
use super::sign_in::{self, Entered};
use super::token_hash;
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, params};
use data_encoding::BASE64URL_NOPAD;
use domain::officer::OfficerId;
use sha2::{Digest, Sha256};

/// How long somebody may take at the provider.
pub const START_MINUTES: i64 = 10;

/// A sign-in on its way to the provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start {
    /// For the browser's cookie; kept nowhere else.
    pub secret: String,
    pub state: String,
}

/// One that came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Back {
    /// Page of this site to go on to.
    pub next: String,
}

/// The nonce of a browser's secret.
pub fn nonce(secret: &str) -> String {
    derived("nonce", secret)
}

/// The code verifier of a browser's secret (RFC 7636).
pub fn verifier(secret: &str) -> String {
    derived("verifier", secret)
}

/// The challenge of a verifier, by S256 (RFC 7636 section 4.2).
pub fn challenge(verifier: &str) -> String {
    BASE64URL_NOPAD.encode(&Sha256::digest(verifier.as_bytes()))
}

fn derived(what: &str, secret: &str) -> String {
    BASE64URL_NOPAD.encode(&Sha256::digest(format!("ins/provider/{what}/{secret}")))
}

/// Begins one.
///
/// # Errors
/// The database failed.
pub async fn begin(db: &dyn Database, env: &Env, next: &str) -> Result<Start, DbError> {
    let start = Start { secret: env.token(32), state: env.token(32) };
    let mut work = UnitOfWork::begin(db).await?;
    work.execute("DELETE FROM provider_start WHERE expires_at < ?1", params![env.millis()]).await?;
    work.execute(
        "INSERT INTO provider_start (state_hash, browser_hash, next, expires_at) VALUES (?1,?2,?3,?4)",
        params![
            token_hash(&start.state),
            token_hash(&start.secret),
            next.chars().take(2_000).collect::<String>(),
            env.millis() + START_MINUTES * 60_000
        ],
    )
    .await?;
    work.commit().await?;
    Ok(start)
}

/// Takes one up again, once, in the browser that began it; nothing for any other.
///
/// # Errors
/// The database failed.
pub async fn back(db: &dyn Database, env: &Env, state: &str, secret: &str) -> Result<Option<Back>, DbError> {
    let sql =
        "DELETE FROM provider_start WHERE state_hash = ?1 AND browser_hash = ?2 AND expires_at > ?3 RETURNING next";
    let mut work = UnitOfWork::begin(db).await?;
    let row = work.query_one(sql, params![token_hash(state), token_hash(secret), env.millis()]).await?;
    work.commit().await?;
    row.map(|row| Ok(Back { next: row.string(0)? })).transpose()
}

/// Somebody whom the provider knows and this installation does not let in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stranger {
    /// No active account of that name.
    NoAccount,
    /// The account belongs to another person of the provider.
    Taken,
}

impl Stranger {
    /// For the log.
    pub const fn key(self) -> &'static str {
        match self {
            Self::NoAccount => "no account",
            Self::Taken => "the account belongs to another person of the provider",
        }
    }

    /// Vietnamese sentence: what to do.
    pub const fn message(self) -> &'static str {
        match self {
            Self::NoAccount => {
                "Tài khoản của cơ quan này chưa có tài khoản đang dùng trong hệ thống. Nhờ quản trị của đơn vị mở tài khoản."
            }
            Self::Taken => {
                "Tài khoản trong hệ thống đã gắn với một tài khoản khác của cơ quan. Báo quản trị hệ thống kiểm tra."
            }
        }
    }
}

/// The provider somebody comes from, as the installation knows it.
#[derive(Debug, Clone, Copy)]
pub struct From<'a> {
    pub issuer: &'a str,
    /// The claim that names accounts.
    pub claim: &'a str,
    /// The provider's own second factor counts here.
    pub trusted: bool,
    /// Kind of browser.
    pub client: &'a str,
}

/// Lets in whom the provider named.
///
/// # Errors
/// The inner one: nobody of this installation.
pub async fn enter(
    db: &dyn Database,
    env: &Env,
    policy: &Policy,
    person: &Person,
    from: From<'_>,
) -> Result<Result<Entered, Stranger>, DbError> {
    let From { issuer, claim, trusted, client } = from;
    let mut work = UnitOfWork::begin(db).await?;
    let known = "SELECT officer FROM provider_account WHERE issuer = ?1 AND subject = ?2";
    let account = match work.query_one(known, params![issuer, &person.subject]).await? {
        Some(row) => officers::account_in(&mut work, &OfficerId(row.string(0)?)).await?,
        None => {
            let Some(name) = person.claim(claim) else { return Ok(Err(Stranger::NoAccount)) };
            let found = officers::account_by_key(&mut work, &officers::key(name)).await?;
            let Some(account) = found.filter(|account| account.officer.active) else {
                return Ok(Err(Stranger::NoAccount));
            };
            let officer = &account.officer.id;
            let linked = work
                .query_one(
                    "INSERT INTO provider_account (issuer, subject, officer, since) VALUES (?1,?2,?3,?4) \
                     ON CONFLICT DO NOTHING RETURNING 1",
                    params![issuer, &person.subject, &officer.0, env.millis()],
                )
                .await?;
            if linked.is_none() {
                return Ok(Err(Stranger::Taken));
            }
            log::write(&mut work, env, officer, Some(officer), Happened::ProviderLinked, client).await?;
            Some(account)
        }
    };
    let Some(account) = account.filter(|account| account.officer.active) else {
        return Ok(Err(Stranger::NoAccount));
    };
    let proof = if trusted && person.had_two_factors() { Proof::ProviderWithFactor } else { Proof::Provider };
    let entered = sign_in::go_on(&mut work, env, policy, account, proof, client).await?;
    work.commit().await?;
    Ok(Ok(entered))
}
