//! Signing in: the same work and the same answer whether or not the name exists, and a delay that grows with failures.

use super::{officers, password, sessions, token_hash};
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, params};
use domain::authority::Actor;
use jiff::Timestamp;

/// Failures in a row that cost nothing; from then on each one locks the name, twice as long as the one before.
pub const FREE_FAILURES: i64 = 4;

const FIRST_LOCK_MILLIS: i64 = 30_000;
const LONGEST_LOCK_MILLIS: i64 = 15 * 60_000;

/// Failures are forgotten after a day without one.
const FORGET_MILLIS: i64 = 24 * 3_600_000;

/// Longest name that is looked at.
const MAX_NAME: usize = 64;

/// A new session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedIn {
    /// For the cookie; kept nowhere else.
    pub token: String,
    pub actor: Actor,
    pub must_change_password: bool,
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

impl SignInError {
    /// Vietnamese sentence: what to do.
    pub fn message(&self) -> String {
        match self {
            Self::Wrong => "Tên đăng nhập hoặc mật khẩu không đúng.".to_owned(),
            Self::Locked { until } => {
                let at = domain::calendar::to_local(*until);
                format!(
                    "Nhập sai nhiều lần nên tên này tạm khóa đến {:02}:{:02}:{:02}. Chờ hết giờ rồi thử lại, hoặc nhờ quản trị cấp liên kết đặt lại mật khẩu.",
                    at.hour(),
                    at.minute(),
                    at.second()
                )
            }
            Self::Db(_) => "Không đọc được dữ liệu đăng nhập. Thử lại sau ít phút.".to_owned(),
        }
    }
}

/// Checks name and password, and opens a session.
///
/// # Errors
/// [`SignInError`]; every failure is recorded.
pub async fn sign_in(db: &dyn Database, env: &Env, name: &str, password: &str) -> Result<SignedIn, SignInError> {
    let key: String = officers::key(name).chars().take(MAX_NAME).collect();
    let now = env.millis();
    let account = {
        let mut connection = db.open().await?;
        officers::account_by_key(connection.as_mut(), &key).await?.filter(|account| account.officer.active)
    };
    // Outside of the transaction: it takes a hundred milliseconds, and other writers must not wait for it.
    let fits = password::fits(password, account.as_ref().and_then(|account| account.password_hash.as_deref()))?;

    let mut work = UnitOfWork::begin(db).await?;
    let attempt = work
        .query_one("SELECT failures, locked_until, last_at FROM sign_in_attempt WHERE account_key = ?1", params![&key])
        .await?;
    let (failures, locked_until) = match &attempt {
        Some(row) if row.int(2)? > now - FORGET_MILLIS => (row.int(0)?, row.int(1)?),
        Some(_) | None => (0, 0),
    };
    let officer = account.as_ref().map(|account| account.officer.id.0.clone());
    let locked = locked_until > now;
    let outcome = if locked {
        "locked"
    } else if fits {
        "ok"
    } else {
        "wrong"
    };
    work.execute(
        "INSERT INTO sign_in_log (at, account_key, officer, outcome) VALUES (?1,?2,?3,?4)",
        params![now, &key, officer, outcome],
    )
    .await?;
    if locked {
        work.commit().await?;
        return Err(SignInError::Locked { until: moment(locked_until)? });
    }
    let Some(account) = account.filter(|_| fits) else {
        let failures = failures + 1;
        let until = if failures > FREE_FAILURES { now + lock_millis(failures) } else { 0 };
        work.execute(
            "INSERT INTO sign_in_attempt (account_key, failures, last_at, locked_until) VALUES (?1,?2,?3,?4) \
             ON CONFLICT (account_key) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, \
             locked_until = excluded.locked_until",
            params![&key, failures, now, until],
        )
        .await?;
        work.execute("DELETE FROM sign_in_attempt WHERE last_at < ?1", params![now - FORGET_MILLIS]).await?;
        work.commit().await?;
        return Err(if until > 0 { SignInError::Locked { until: moment(until)? } } else { SignInError::Wrong });
    };
    let token = env.token(32);
    work.execute("DELETE FROM sign_in_attempt WHERE account_key = ?1", params![&key]).await?;
    work.execute("DELETE FROM session WHERE created_at < ?1", params![now - sessions::ABSOLUTE_HOURS * 3_600_000])
        .await?;
    work.execute(
        "INSERT INTO session (token_hash, officer, created_at, seen_at) VALUES (?1,?2,?3,?3)",
        params![token_hash(&token), &account.officer.id.0, now],
    )
    .await?;
    work.commit().await?;
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

fn lock_millis(failures: i64) -> i64 {
    let doublings = u32::try_from(failures - FREE_FAILURES - 1).unwrap_or(0).min(10);
    (FIRST_LOCK_MILLIS << doublings).min(LONGEST_LOCK_MILLIS)
}

fn moment(millis: i64) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(millis).map_err(|error| DbError::Engine(error.to_string()))
}
