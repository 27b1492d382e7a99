//! Passwords: argon2id at 19 MiB and two passes (OWASP's first choice), the same work for every name.

use super::officers;
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, params};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::officer::OfficerId;

/// Shortest password; length is what makes one strong (NIST SP 800-63B).
pub const MIN_PASSWORD_LENGTH: usize = 10;
const MAX_PASSWORD_LENGTH: usize = 256;

/// Passwords that are tried first, in their folded form.
const COMMON: [&str; 8] = [
    "1234567890",
    "0123456789",
    "password123",
    "matkhau123",
    "quanlythitruong",
    "qltt123456",
    "qwertyuiop",
    "1111111111",
];

/// Hash of no password at all: the work for a name that does not exist is done on it.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdCBvZiBub2JvZHkuLg$9RpJm3p0ZkVvI4gI1k0m0kq8i2f8w2cVb3nqv1h6y0o";

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordProblem {
    TooShort,
    TooLong,
    /// One of those that are tried first, or the sign-in name itself.
    Common,
    /// The current password does not fit.
    WrongCurrent,
}

impl PasswordProblem {
    /// Vietnamese sentence: how to put it right.
    pub fn message(self) -> String {
        match self {
            Self::TooShort => format!("Mật khẩu cần ít nhất {MIN_PASSWORD_LENGTH} ký tự. Một câu ngắn dễ nhớ là đủ."),
            Self::TooLong => format!("Mật khẩu không quá {MAX_PASSWORD_LENGTH} ký tự."),
            Self::Common => "Mật khẩu này quá dễ đoán. Chọn một câu khác, không trùng tên đăng nhập.".to_owned(),
            Self::WrongCurrent => "Mật khẩu hiện tại không đúng.".to_owned(),
        }
    }
}

fn hasher() -> Result<Argon2<'static>, DbError> {
    let params = Params::new(19 * 1024, 2, 1, None).map_err(|error| DbError::Engine(format!("password: {error}")))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes a password with a fresh salt.
pub(crate) fn hash(env: &Env, password: &str) -> Result<String, DbError> {
    let mut salt = [0; 16];
    (env.random)(&mut salt);
    let hash: PasswordHash = hasher()?
        .hash_password_with_salt(password.as_bytes(), &salt)
        .map_err(|error| DbError::Engine(format!("password: {error}")))?;
    Ok(hash.to_string())
}

/// Whether a password fits; the same work is done when there is no hash to fit.
pub(crate) fn fits(password: &str, hash: Option<&str>) -> Result<bool, DbError> {
    let parsed =
        PasswordHash::new(hash.unwrap_or(NOBODY)).map_err(|error| DbError::Engine(format!("password: {error}")))?;
    let fits = password.len() <= MAX_PASSWORD_LENGTH && hasher()?.verify_password(password.as_bytes(), &parsed).is_ok();
    Ok(fits && hash.is_some())
}

/// Whether a new password may be chosen for this account.
///
/// # Errors
/// What is wrong with it.
pub fn check_password(account: &str, password: &str) -> Result<(), PasswordProblem> {
    if password.chars().count() < MIN_PASSWORD_LENGTH {
        return Err(PasswordProblem::TooShort);
    }
    if password.len() > MAX_PASSWORD_LENGTH {
        return Err(PasswordProblem::TooLong);
    }
    let folded: String = domain::text::fold(password).split_whitespace().collect();
    if COMMON.contains(&folded.as_str()) || folded == domain::text::fold(account) {
        return Err(PasswordProblem::Common);
    }
    Ok(())
}

/// Changes an officer's own password and ends his other sessions; the session of `keep_token` goes on.
///
/// # Errors
/// The inner error says what is wrong with the passwords; the outer one is the database's.
pub async fn change_password(
    db: &dyn Database,
    env: &Env,
    officer: &OfficerId,
    current: &str,
    new: &str,
    keep_token: &str,
) -> Result<Result<(), PasswordProblem>, StoreError> {
    let Some(account) = officers::account(db, officer).await? else {
        return Err(StoreError::NotFound);
    };
    if !fits(current, account.password_hash.as_deref())? {
        return Ok(Err(PasswordProblem::WrongCurrent));
    }
    if let Err(problem) = check_password(&account.officer.account, new) {
        return Ok(Err(problem));
    }
    let hash = hash(env, new)?;
    let mut work = UnitOfWork::begin(db).await?;
    set(&mut work, officer, &hash).await?;
    work.execute(
        "DELETE FROM session WHERE officer = ?1 AND token_hash <> ?2",
        params![&officer.0, super::token_hash(keep_token)],
    )
    .await?;
    work.commit().await?;
    Ok(Ok(()))
}

pub(super) async fn set(work: &mut UnitOfWork, officer: &OfficerId, hash: &str) -> Result<(), DbError> {
    work.execute("UPDATE officer SET password_hash = ?2, must_change = 0 WHERE id = ?1", params![&officer.0, hash])
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_has_a_hash_that_takes_the_same_work_and_never_fits() {
        let parsed = PasswordHash::new(NOBODY).unwrap();
        let params = Params::try_from(&parsed).unwrap();
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), (19 * 1024, 2, 1));
        assert_eq!(fits("", None), Ok(false));
    }

    #[test]
    fn a_hash_fits_its_password_only() {
        let env = Env { now: jiff::Timestamp::UNIX_EPOCH, random: |bytes| bytes.fill(7) };
        let hash = hash(&env, "chợ Phố Hiến 1872").unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(fits("chợ Phố Hiến 1872", Some(&hash)), Ok(true));
        assert_eq!(fits("chợ Phố Hiến 1873", Some(&hash)), Ok(false));
    }

    #[test]
    fn weak_passwords_are_told_apart() {
        for (password, expected) in [
            ("ngắn", Err(PasswordProblem::TooShort)),
            ("Mật khẩu 123", Err(PasswordProblem::Common)),
            ("doi.truong.1", Err(PasswordProblem::Common)),
            ("một câu dễ nhớ", Ok(())),
        ] {
            assert_eq!(check_password("doitruong1", password), expected, "{password}");
        }
        assert_eq!(check_password("a", &"x".repeat(300)), Err(PasswordProblem::TooLong));
    }
}
