//! Signing in: the same work and the same answer whether or not the name exists, a delay that grows with failures, and two steps for
//! whoever has a second factor.

use super::half::{self, Half, Wants};
use super::log::{self, Happened};
use super::policy::{Policy, Proof};
use super::{attempts, officers, password, second_factor, sessions};
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, params};
use domain::authority::Actor;
use jiff::Timestamp;

/// Longest name that is looked at.
const MAX_NAME: usize = 64;

/// What somebody gives to sign in.
#[derive(Clone, Copy)]
pub struct Asked<'a> {
    pub name: &'a str,
    pub password: &'a str,
    /// Kind of browser (see [`domain::journal::Client::label`]).
    pub client: &'a str,
}

/// A new session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// For the cookie; kept nowhere else.
    pub token: String,
    pub actor: Actor,
    pub must_change_password: bool,
}

/// How far somebody came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entered {
    /// He is in.
    Session(SignedIn),
    /// He has something to do first.
    Half(Half),
}

/// Why nobody was signed in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignInError {
    /// Name or password: which of the two is not told.
    #[error("name or password is wrong")]
    Wrong,
    /// Too many failures for this name.
    #[error("locked until {until}")]
    Locked { until: Timestamp },
    #[error(transparent)]
    Db(#[from] DbError),
}

/// What to say of a name that is locked.
pub(super) fn locked_words(until: Timestamp) -> String {
    let at = domain::calendar::to_local(until);
    format!(
        "Nhập sai nhiều lần nên tên này tạm khóa đến {:02}:{:02}:{:02}. Chờ hết giờ rồi thử lại, hoặc nhờ quản trị cấp liên kết đặt lại mật khẩu.",
        at.hour(),
        at.minute(),
        at.second()
    )
}

impl SignInError {
    /// Vietnamese sentence: what to do.
    pub fn message(&self) -> String {
        match self {
            Self::Wrong => "Tên đăng nhập hoặc mật khẩu không đúng.".to_owned(),
            Self::Locked { until } => locked_words(*until),
            Self::Db(_) => "Không đọc được dữ liệu đăng nhập. Thử lại sau ít phút.".to_owned(),
        }
    }
}

/// Checks name and password. Opens a session, or half a sign-in where a second factor is there or has to be.
///
/// # Errors
/// [`SignInError`]; every failure is recorded.
pub async fn sign_in(db: &dyn Database, env: &Env, policy: &Policy, asked: &Asked<'_>) -> Result<Entered, SignInError> {
    let key: String = officers::key(asked.name).chars().take(MAX_NAME).collect();
    let typed = password::normalised(asked.password);
    let account = {
        let mut connection = db.open().await?;
        officers::account_by_key(connection.as_mut(), &key).await?.filter(|account| account.officer.active)
    };
    // Outside of the transaction: it takes a hundred milliseconds, and other writers must not wait for it.
    let kept = account.as_ref().and_then(|account| account.password_hash.as_deref());
    let fits = password::fits(&typed, kept)?;
    let renewed =
        if fits && kept.is_some_and(password::is_outdated) { Some(password::hash(env, &typed)?) } else { None };

    // Where no account has the name, it may be a password in the wrong field: it is kept nowhere, and failures are counted for a few bits of it.
    let key = if account.is_some() { key } else { unknown(&key) };
    let mut work = UnitOfWork::begin(db).await?;
    let officer = account.as_ref().map(|account| account.officer.id.clone());
    let locked = attempts::locked(&mut work, env, &key).await?;
    let outcome = match (locked, fits) {
        (Some(_), _) => "locked",
        (None, true) => "ok",
        (None, false) => "wrong",
    };
    work.execute(
        "INSERT INTO sign_in_log (at, account_key, officer, outcome) VALUES (?1,?2,?3,?4)",
        params![env.millis(), &key, officer.as_ref().map(|officer| officer.0.clone()), outcome],
    )
    .await?;
    if let Some(until) = locked {
        work.commit().await?;
        return Err(SignInError::Locked { until });
    }
    let Some(account) = account.filter(|_| fits) else {
        let until = attempts::fail(&mut work, env, &key).await?;
        if let Some(officer) = &officer {
            let happened = if until.is_some() { Happened::Locked } else { Happened::WrongPassword };
            log::write(&mut work, env, officer, None, happened, asked.client).await?;
        }
        work.commit().await?;
        return Err(until.map_or(SignInError::Wrong, |until| SignInError::Locked { until }));
    };
    if let Some(hash) = renewed {
        let sql = "UPDATE officer SET password_hash = ?2 WHERE id = ?1 AND password_hash = ?3";
        work.execute(sql, params![&account.officer.id.0, hash, account.password_hash.clone()]).await?;
    }
    let entered = go_on(&mut work, env, policy, account, Proof::Password, asked.client).await?;
    work.commit().await?;
    Ok(entered)
}

/// What stands for a name that no account has: two bytes of its hash tell two guesses apart and do not confirm any.
fn unknown(key: &str) -> String {
    let [first, second, ..] = super::token_hash(key);
    format!("?{first:02x}{second:02x}")
}

/// After the first factor: a session, or what comes before it. Failures are forgotten once nothing more is asked for: else whoever knows a
/// password could clear the count of the codes he guesses.
pub(super) async fn go_on(
    work: &mut UnitOfWork,
    env: &Env,
    policy: &Policy,
    account: officers::Account,
    proof: Proof,
    client: &str,
) -> Result<Entered, DbError> {
    let officer = account.officer.id.clone();
    if !proof.has_two_factors() {
        if second_factor::is_enrolled(work, &officer).await? {
            return Ok(Entered::Half(half::begin(work, env, &officer, Wants::Code).await?));
        }
        let delegated = account.officer.role.is_deputy() && !crate::delegations::of(work, &officer).await?.is_empty();
        if policy.demands(account.officer.role, delegated) {
            return Ok(Entered::Half(half::begin(work, env, &officer, Wants::Enrolment).await?));
        }
    }
    open(work, env, account, proof, client).await.map(Entered::Session)
}

/// Opens the session of an account that has given all that is asked for.
pub(super) async fn open(
    work: &mut UnitOfWork,
    env: &Env,
    account: officers::Account,
    proof: Proof,
    client: &str,
) -> Result<SignedIn, DbError> {
    let officer = account.officer.id.clone();
    attempts::clear(work, &officers::key(&account.officer.account)).await?;
    let token = sessions::begin(work, env, &officer, proof, client).await?;
    let happened = match proof {
        Proof::Password | Proof::Pass => Happened::SignedIn,
        Proof::Code => Happened::SignedInByCode,
        Proof::Recovery => Happened::SignedInByRecovery,
        Proof::Provider | Proof::ProviderWithFactor => Happened::SignedInByProvider,
    };
    log::write(work, env, &officer, Some(&officer), happened, client).await?;
    let actor = Actor {
        officer: account.officer.snapshot(),
        role: account.officer.role,
        unit: account.officer.unit,
        path: account.path,
        // The next request reads what was given to him.
        delegations: Vec::new(),
    };
    Ok(SignedIn { token, actor, must_change_password: account.must_change })
}

/// Signs in where a password is all that is asked for: for fixtures of tests, which have no pages.
///
/// # Errors
/// As [`sign_in`]; `Wrong` where a second factor is asked for.
#[cfg(feature = "native")]
pub async fn sign_in_plainly(
    db: &dyn Database,
    env: &Env,
    name: &str,
    password: &str,
) -> Result<SignedIn, SignInError> {
    match sign_in(db, env, &Policy::default(), &Asked { name, password, client: "" }).await? {
        Entered::Session(signed) => Ok(signed),
        Entered::Half(_) => Err(SignInError::Wrong),
    }
}
