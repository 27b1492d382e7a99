//! The second factor of an officer: enrolled with a first code, asked for at each sign-in, replaced by himself, removed by an administrator.
//!
//! Must not know: how a code is shown or typed.

use super::half::{self, Wants};
use super::key::For;
use super::log::{self, Happened};
use super::officers::{self, Account};
use super::policy::{Policy, Proof};
use super::sign_in::{self, SignedIn};
use super::{attempts, password, sessions, totp};
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, params};
use data_encoding::BASE32_NOPAD;
use domain::authority::Actor;
use domain::officer::OfficerId;
use jiff::Timestamp;
use sha2::{Digest, Sha256};

/// How many recovery codes an officer has.
pub const RECOVERY_CODES: usize = 10;
/// Bytes of one: 120 bits, so that a plain hash of it cannot be guessed.
const RECOVERY_BYTES: usize = 15;
/// Letters of one.
const RECOVERY_LETTERS: usize = 24;
/// How long a secret that is shown waits for its first code.
const OFFER_MILLIS: i64 = 30 * 60_000;

/// A secret that is shown to an officer, so that he enters it into his authenticator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// The same secret, sealed for him: it travels in the form, and nothing is kept until its first code was given.
    pub sealed: String,
    /// In letters and digits, for typing.
    pub letters: String,
    /// For the QR code.
    pub address: String,
}

/// Where an officer's second factor stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Factor {
    pub since: Timestamp,
    /// Recovery codes that were not used.
    pub codes_left: i64,
}

/// Why a code was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CodeError {
    /// The password is asked for again: too late, too many wrong codes, or never given.
    #[error("no half sign-in")]
    Over,
    #[error("the code is wrong")]
    Wrong,
    /// It was right, and it was used.
    #[error("the code was used")]
    Used,
    /// The code of the factor that is to be replaced is wrong, or was used.
    #[error("the code of the present factor is wrong")]
    CurrentCode,
    /// The password that stands beside it is wrong.
    #[error("the password is wrong")]
    WrongPassword,
    #[error("locked until {until}")]
    Locked { until: Timestamp },
    /// The installation lacks the key the second factor was sealed with.
    #[error("the account key does not open the second factor")]
    Sealed,
    /// The secret was shown too long ago.
    #[error("the offer is over")]
    Stale,
    #[error(transparent)]
    Db(#[from] DbError),
}

impl CodeError {
    /// Vietnamese sentence: what to do.
    pub fn message(&self) -> String {
        match self {
            Self::Over => "Đã quá thời gian hoặc nhập sai quá nhiều lần. Đăng nhập lại từ đầu.".to_owned(),
            Self::Wrong | Self::CurrentCode => {
                "Mã không đúng. Nhập mã 6 chữ số đang hiện trong ứng dụng xác thực; kiểm tra giờ của điện thoại nếu vẫn sai.".to_owned()
            }
            Self::Used => "Mã này đã dùng. Chờ ứng dụng hiện mã mới (tối đa 30 giây) rồi nhập mã mới.".to_owned(),
            Self::WrongPassword => "Mật khẩu hiện tại không đúng.".to_owned(),
            Self::Locked { until } => sign_in::locked_words(*until),
            Self::Sealed => {
                "Hệ thống chưa mở được khóa giữ mã xác thực. Dùng một mã khôi phục, và báo quản trị hệ thống đặt lại đúng account_key.".to_owned()
            }
            Self::Stale => "Mã QR đã quá 30 phút. Quét mã QR mới rồi nhập mã của nó.".to_owned(),
            Self::Db(_) => "Không đọc được dữ liệu đăng nhập. Thử lại sau ít phút.".to_owned(),
        }
    }
}

/// What a code was.
enum Given {
    Time,
    Recovery,
}

pub(super) async fn is_enrolled(connection: &mut dyn Connection, officer: &OfficerId) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM second_factor WHERE officer = ?1";
    Ok(connection.query_one(sql, params![&officer.0]).await?.is_some())
}

/// The second factor of an officer, if he has one.
///
/// # Errors
/// The database failed.
pub async fn factor(db: &dyn Database, officer: &OfficerId) -> Result<Option<Factor>, DbError> {
    let sql = "SELECT since, (SELECT count(*) FROM recovery_code r WHERE r.officer = f.officer AND r.used_at IS NULL) \
               FROM second_factor f WHERE f.officer = ?1";
    let Some(row) = db.open().await?.query_one(sql, params![&officer.0]).await? else { return Ok(None) };
    let since = Timestamp::from_millisecond(row.int(0)?);
    let since = since.map_err(|_| DbError::Shape { column: 0, expected: "a moment" })?;
    Ok(Some(Factor { since, codes_left: row.int(1)? }))
}

/// A new secret for an officer, or the one that `sealed` already offered him; nothing is kept of it. Nothing where there is no key.
///
/// # Errors
/// It could not be sealed.
pub fn offer(
    env: &Env,
    policy: &Policy,
    officer: &OfficerId,
    account: &str,
    installation: &str,
    sealed: Option<&str>,
) -> Result<Option<Offer>, DbError> {
    let Some(key) = &policy.key else { return Ok(None) };
    let offered = sealed.and_then(|sealed| Some((sealed.to_owned(), offered(env, policy, officer, sealed)?)));
    let (sealed, secret) = match offered {
        Some(offered) => offered,
        None => {
            let mut secret = vec![0; totp::SECRET];
            (env.random)(&mut secret);
            let plain = [(env.millis() + OFFER_MILLIS).to_be_bytes().as_slice(), &secret].concat();
            (hex::encode(key.seal(env, For::Offer, &officer.0, &plain)?), secret)
        }
    };
    let letters = totp::letters(&secret);
    Ok(Some(Offer { address: totp::address(installation, account, &letters), sealed, letters }))
}

/// The secret of an offer, while it holds.
fn offered(env: &Env, policy: &Policy, officer: &OfficerId, sealed: &str) -> Option<Vec<u8>> {
    let plain = policy.key.as_ref()?.open(For::Offer, &officer.0, &hex::decode(sealed).ok()?)?;
    let (until, secret) = plain.split_first_chunk::<8>()?;
    (i64::from_be_bytes(*until) > env.millis()).then(|| secret.to_vec())
}

/// Gives the second half of a sign-in: a code, or a recovery code. Opens the session, with a token that did not exist before; answers too
/// whether a recovery code was used up.
///
/// # Errors
/// [`CodeError`]; wrong codes count as wrong passwords do.
pub async fn give_code(
    db: &dyn Database,
    env: &Env,
    policy: &Policy,
    token: &str,
    typed: &str,
    client: &str,
) -> Result<(SignedIn, bool), CodeError> {
    let mut work = UnitOfWork::begin(db).await?;
    let Some(found) = half::find(&mut work, env, token).await?.filter(|found| found.wants == Wants::Code) else {
        return Err(CodeError::Over);
    };
    match checked(&mut work, env, policy, &found.account, typed, client).await {
        Ok(given) => {
            half::end(&mut work, token).await?;
            let (proof, by_recovery) = match given {
                Given::Time => (Proof::Code, false),
                Given::Recovery => (Proof::Recovery, true),
            };
            let signed = sign_in::open(&mut work, env, found.account, proof, client).await?;
            work.commit().await?;
            Ok((signed, by_recovery))
        }
        Err(error) => {
            if matches!(error, CodeError::Wrong | CodeError::Used | CodeError::Locked { .. }) {
                half::fail(&mut work, token, found.failures).await?;
            }
            work.commit().await?;
            Err(error)
        }
    }
}

/// Checks a code of an account and uses it up. A failure is counted; the caller commits that too.
async fn checked(
    work: &mut UnitOfWork,
    env: &Env,
    policy: &Policy,
    account: &Account,
    typed: &str,
    client: &str,
) -> Result<Given, CodeError> {
    let name = officers::key(&account.officer.account);
    if let Some(until) = attempts::locked(work, env, &name).await? {
        return Err(CodeError::Locked { until });
    }
    let failed = match judged(work, env, policy, &account.officer.id, typed).await {
        Ok(given) => return Ok(given),
        Err(error @ (CodeError::Wrong | CodeError::Used)) => error,
        Err(error) => return Err(error),
    };
    Err(counted(work, env, account, client, failed, Happened::WrongCode).await?)
}

/// Counts a failure: what to answer.
async fn counted(
    work: &mut UnitOfWork,
    env: &Env,
    account: &Account,
    client: &str,
    failed: CodeError,
    happened: Happened,
) -> Result<CodeError, DbError> {
    let until = attempts::fail(work, env, &officers::key(&account.officer.account)).await?;
    let happened = if until.is_some() { Happened::Locked } else { happened };
    log::write(work, env, &account.officer.id, None, happened, client).await?;
    Ok(until.map_or(failed, |until| CodeError::Locked { until }))
}

async fn judged(
    work: &mut UnitOfWork,
    env: &Env,
    policy: &Policy,
    officer: &OfficerId,
    typed: &str,
) -> Result<Given, CodeError> {
    if let Some(letters) = recovery_letters(typed) {
        let sql = "UPDATE recovery_code SET used_at = ?3 WHERE code_hash = ?1 AND officer = ?2 AND used_at IS NULL RETURNING 1";
        let used = work.query_one(sql, params![recovery_hash(officer, &letters), &officer.0, env.millis()]).await?;
        return used.map(|_| Given::Recovery).ok_or(CodeError::Wrong);
    }
    let Some(typed) = totp::read(typed) else { return Err(CodeError::Wrong) };
    let sql = "SELECT sealed, last_step FROM second_factor WHERE officer = ?1";
    let row = work.query_one(sql, params![&officer.0]).await?.ok_or(CodeError::Wrong)?;
    let secret = policy.key.as_ref().and_then(|key| key.open(For::SecondFactor, &officer.0, row.blob(0).ok()?));
    let Some(secret) = secret else { return Err(CodeError::Sealed) };
    let last = row.int(1)?;
    match totp::matching(&secret, typed, env.now, last) {
        Some(step) => {
            let sql = "UPDATE second_factor SET last_step = ?2 WHERE officer = ?1";
            work.execute(sql, params![&officer.0, step]).await?;
            Ok(Given::Time)
        }
        None if totp::matching(&secret, typed, env.now, i64::MIN).is_some() => Err(CodeError::Used),
        None => Err(CodeError::Wrong),
    }
}

/// A recovery code as it was typed, without the dashes and in capital letters; nothing for what is none.
fn recovery_letters(typed: &str) -> Option<String> {
    let letters: String =
        typed.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| c.to_ascii_uppercase()).collect();
    (letters.len() == RECOVERY_LETTERS && BASE32_NOPAD.decode(letters.as_bytes()).is_ok()).then_some(letters)
}

fn recovery_hash(officer: &OfficerId, letters: &str) -> [u8; 32] {
    Sha256::digest(format!("ins/recovery/{}/{letters}", officer.0)).into()
}

/// New recovery codes in place of all before them, in groups of four.
async fn new_codes(work: &mut UnitOfWork, env: &Env, officer: &OfficerId) -> Result<Vec<String>, DbError> {
    work.execute("DELETE FROM recovery_code WHERE officer = ?1", params![&officer.0]).await?;
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        let mut bytes = [0; RECOVERY_BYTES];
        (env.random)(&mut bytes);
        let letters = BASE32_NOPAD.encode(&bytes);
        let sql = "INSERT INTO recovery_code (code_hash, officer) VALUES (?1,?2)";
        work.execute(sql, params![recovery_hash(officer, &letters), &officer.0]).await?;
        codes.push(grouped(&letters));
    }
    Ok(codes)
}

/// Letters in groups of four, as one reads and types them.
pub fn grouped(letters: &str) -> String {
    let letters: Vec<char> = letters.chars().collect();
    letters.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

/// Who enrols.
#[derive(Clone, Copy)]
pub enum Enrolling<'a> {
    /// Somebody half signed in who must have a second factor and has none.
    Half(&'a str),
    /// Somebody signed in, who shows again that it is he: by his password, and by a code where he has a second factor already.
    Session { officer: &'a OfficerId, password: &'a str, code: &'a str },
}

/// What he gives.
#[derive(Clone, Copy)]
pub struct Enrolment<'a> {
    pub who: Enrolling<'a>,
    /// The offer, as the form carried it.
    pub sealed: &'a str,
    /// The first code of the new secret.
    pub first: &'a str,
    pub client: &'a str,
}

/// Who is enrolled now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    pub signed: SignedIn,
    /// Shown once, kept as hashes only.
    pub codes: Vec<String>,
}

/// Enrols a second factor, or replaces it. All other sessions of the officer end, and his own gets a new token.
///
/// # Errors
/// [`CodeError`]; wrong passwords and codes count as they do at a sign-in.
pub async fn enrol(db: &dyn Database, env: &Env, policy: &Policy, new: &Enrolment<'_>) -> Result<Enrolled, CodeError> {
    // The password's work is done outside of the transaction.
    let known = match new.who {
        Enrolling::Half(_) => true,
        Enrolling::Session { officer, password, .. } => password_fits(db, officer, password).await?,
    };
    let mut work = UnitOfWork::begin(db).await?;
    let result = enrol_in(&mut work, env, policy, new, known).await;
    // Failures are counted: they are written too.
    work.commit().await?;
    result
}

async fn password_fits(db: &dyn Database, officer: &OfficerId, typed: &str) -> Result<bool, CodeError> {
    let account = officers::account(db, officer).await?.ok_or(CodeError::Over)?;
    Ok(password::fits(&password::normalised(typed), account.password_hash.as_deref())?)
}

async fn enrol_in(
    work: &mut UnitOfWork,
    env: &Env,
    policy: &Policy,
    new: &Enrolment<'_>,
    known: bool,
) -> Result<Enrolled, CodeError> {
    let account = match new.who {
        Enrolling::Half(token) => {
            let found = half::find(work, env, token).await?.filter(|found| found.wants == Wants::Enrolment);
            found.ok_or(CodeError::Over)?.account
        }
        Enrolling::Session { officer, .. } => officers::account_in(work, officer).await?.ok_or(CodeError::Over)?,
    };
    let officer = account.officer.id.clone();
    let had = is_enrolled(work, &officer).await?;
    if let Some(until) = attempts::locked(work, env, &officers::key(&account.officer.account)).await? {
        return Err(CodeError::Locked { until });
    }
    if !known {
        let failed = CodeError::WrongPassword;
        return Err(counted(work, env, &account, new.client, failed, Happened::WrongPassword).await?);
    }
    match new.who {
        // Somebody enrolled in between: his code is asked for, and this token is worth nothing.
        Enrolling::Half(_) if had => return Err(CodeError::Over),
        Enrolling::Session { code, .. } if had => {
            checked(work, env, policy, &account, code, new.client).await.map_err(|error| match error {
                CodeError::Wrong | CodeError::Used => CodeError::CurrentCode,
                other => other,
            })?;
        }
        Enrolling::Half(_) | Enrolling::Session { .. } => {}
    }
    let (Some(key), Some(secret)) = (&policy.key, offered(env, policy, &officer, new.sealed)) else {
        return Err(if policy.key.is_some() { CodeError::Stale } else { CodeError::Sealed });
    };
    let step = totp::read(new.first).and_then(|typed| totp::matching(&secret, typed, env.now, i64::MIN));
    let Some(step) = step else {
        return Err(counted(work, env, &account, new.client, CodeError::Wrong, Happened::WrongCode).await?);
    };
    let sealed = key.seal(env, For::SecondFactor, &officer.0, &secret)?;
    work.execute(
        "INSERT INTO second_factor (officer, sealed, last_step, since) VALUES (?1,?2,?3,?4) ON CONFLICT (officer) DO UPDATE \
         SET sealed = excluded.sealed, last_step = excluded.last_step, since = excluded.since",
        params![&officer.0, sealed, step, env.millis()],
    )
    .await?;
    let codes = new_codes(work, env, &officer).await?;
    sessions::end_all(work, &officer).await?;
    let happened = if had { Happened::FactorReplaced } else { Happened::FactorEnrolled };
    log::write(work, env, &officer, Some(&officer), happened, new.client).await?;
    let signed = sign_in::open(work, env, account, Proof::Code, new.client).await?;
    Ok(Enrolled { signed, codes })
}

/// Makes new recovery codes for an officer who shows by password and code that it is he.
///
/// # Errors
/// [`CodeError`]
pub async fn renew_codes(
    db: &dyn Database,
    env: &Env,
    policy: &Policy,
    officer: &OfficerId,
    password: &str,
    code: &str,
) -> Result<Vec<String>, CodeError> {
    let known = password_fits(db, officer, password).await?;
    let mut work = UnitOfWork::begin(db).await?;
    let account = officers::account_in(&mut work, officer).await?.ok_or(CodeError::Over)?;
    let result = renew_in(&mut work, env, policy, &account, known, code).await;
    work.commit().await?;
    result
}

async fn renew_in(
    work: &mut UnitOfWork,
    env: &Env,
    policy: &Policy,
    account: &Account,
    known: bool,
    code: &str,
) -> Result<Vec<String>, CodeError> {
    if let Some(until) = attempts::locked(work, env, &officers::key(&account.officer.account)).await? {
        return Err(CodeError::Locked { until });
    }
    if !known {
        return Err(counted(work, env, account, "", CodeError::WrongPassword, Happened::WrongPassword).await?);
    }
    checked(work, env, policy, account, code, "").await?;
    attempts::clear(work, &officers::key(&account.officer.account)).await?;
    let officer = &account.officer.id;
    let codes = new_codes(work, env, officer).await?;
    log::write(work, env, officer, Some(officer), Happened::RecoveryRenewed, "").await?;
    Ok(codes)
}

/// An administrator removes the second factor of an officer who lost it, and ends his sessions.
///
/// # Errors
/// `NotFound` outside of the administrator's part of the tree; refused for his own.
pub async fn remove_factor(db: &dyn Database, env: &Env, actor: &Actor, officer: &OfficerId) -> Result<(), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    sessions::administered(&mut work, actor, officer).await?;
    if actor.id() == officer {
        let words = "Không tự gỡ mã xác thực của mình. Đổi thiết bị ở trang Tài khoản, hoặc nhờ quản trị khác gỡ.";
        return Err(StoreError::at("factor", words));
    }
    work.execute("DELETE FROM second_factor WHERE officer = ?1", params![&officer.0]).await?;
    work.execute("DELETE FROM recovery_code WHERE officer = ?1", params![&officer.0]).await?;
    sessions::end_all(&mut work, officer).await?;
    log::write(&mut work, env, officer, Some(actor.id()), Happened::FactorRemoved, "").await?;
    Ok(work.commit().await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_recovery_code_is_read_as_it_is_typed() {
        let grouped_code = "ABCD-EFGH-IJKL-MNOP-QRST-UVWX";
        for typed in [grouped_code, "abcd efgh ijkl mnop qrst uvwx", " abcdefghijklmnopqrstuvwx "] {
            assert_eq!(recovery_letters(typed).as_deref(), Some("ABCDEFGHIJKLMNOPQRSTUVWX"), "{typed}");
        }
        for wrong in
            ["", "123456", "ABCD-EFGH-IJKL-MNOP", "ABCD-EFGH-IJKL-MNOP-QRST-UVW1", "ABCD-EFGH-IJKL-MNOP-QRST-UVWXY"]
        {
            assert_eq!(recovery_letters(wrong), None, "{wrong}");
        }
        assert_eq!(grouped("ABCDEFGHIJ"), "ABCD-EFGH-IJ");
    }
}
