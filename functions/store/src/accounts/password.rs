//! Passwords: argon2id at 19 MiB and two passes (OWASP's first choice), the same work for every name.

use super::log::{self, Happened};
use super::officers::{self, Account};
use super::weak::{self, About, Weakness};
use super::{attempts, sign_in};
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, params};
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use domain::officer::OfficerId;
use jiff::Timestamp;

/// Shortest password, in characters. NIST SP 800-63B-4 (3.1.1.2) and ASVS 5.0 (6.2.1) ask for 8 beside a second factor and recommend 15; twelve
/// is what three short Vietnamese words make, and leaves those without a second factor no weak choice that the list below would not catch.
pub const MIN_PASSWORD_LENGTH: usize = 12;

/// Longest password, in characters: more than the 64 that must be allowed, and no more work than a form may ask for.
pub const MAX_PASSWORD_LENGTH: usize = 128;

/// Cost of the hash: memory in KiB, passes, lanes.
const COST: (u32, u32, u32) = (19 * 1024, 2, 1);

/// Hash of no password at all: the work for a name that does not exist is done on it.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c2FsdCBvZiBub2JvZHkuLg$9RpJm3p0ZkVvI4gI1k0m0kq8i2f8w2cVb3nqv1h6y0o";

/// Why a password is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordProblem {
    TooShort,
    TooLong,
    /// Easy to guess.
    Weak(Weakness),
    /// The current password does not fit.
    WrongCurrent,
    /// Too many wrong ones.
    Locked(Timestamp),
}

impl PasswordProblem {
    /// Vietnamese sentence: how to put it right.
    pub fn message(self) -> String {
        match self {
            Self::TooShort => format!("Mật khẩu cần ít nhất {MIN_PASSWORD_LENGTH} ký tự. Một câu ngắn dễ nhớ là đủ."),
            Self::TooLong => format!("Mật khẩu không quá {MAX_PASSWORD_LENGTH} ký tự."),
            Self::Weak(weakness) => weakness.message().to_owned(),
            Self::WrongCurrent => "Mật khẩu hiện tại không đúng.".to_owned(),
            Self::Locked(until) => sign_in::locked_words(until),
        }
    }
}

/// A password as it is compared: composed characters (NFC), since keyboards write “ế” in more than one way.
pub(super) fn normalised(typed: &str) -> String {
    // Longer than any password may be: it is looked at no further, whatever it is.
    domain::text::nfc(typed).chars().take(MAX_PASSWORD_LENGTH + 1).collect()
}

fn hasher() -> Result<Argon2<'static>, DbError> {
    let (memory, passes, lanes) = COST;
    let params = Params::new(memory, passes, lanes, None);
    let params = params.map_err(|error| DbError::Engine(format!("password: {error}")))?;
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
    let fits = password.chars().count() <= MAX_PASSWORD_LENGTH
        && hasher()?.verify_password(password.as_bytes(), &parsed).is_ok();
    Ok(fits && hash.is_some())
}

/// Whether a hash was made with another cost than today's: it is made anew at the next sign-in.
pub(super) fn is_outdated(hash: &str) -> bool {
    let cost = PasswordHash::new(hash).ok().and_then(|parsed| Params::try_from(&parsed).ok());
    cost.is_none_or(|params| (params.m_cost(), params.t_cost(), params.p_cost()) != COST)
}

/// Whether a new password may be chosen for this account.
///
/// # Errors
/// What is wrong with it.
pub fn check_password(about: &About<'_>, password: &str) -> Result<(), PasswordProblem> {
    let password = normalised(password);
    let length = password.chars().count();
    if length < MIN_PASSWORD_LENGTH {
        return Err(PasswordProblem::TooShort);
    }
    if length > MAX_PASSWORD_LENGTH {
        return Err(PasswordProblem::TooLong);
    }
    weak::weakness(about, &password).map_or(Ok(()), |weakness| Err(PasswordProblem::Weak(weakness)))
}

impl Account {
    /// What of an account its password must not be.
    pub(super) fn about(&self) -> About<'_> {
        About {
            account: &self.officer.account,
            full_name: &self.officer.full_name,
            badge: &self.officer.badge,
            unit: &self.unit_name,
        }
    }
}

/// Changes an officer's own password and ends his other sessions and half sign-ins; the session of `keep_token` goes on. A wrong current
/// password counts as one at a sign-in does.
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
    let fits = fits(&normalised(current), account.password_hash.as_deref())?;
    let checked = check_password(&account.about(), new);
    let hash = if fits && checked.is_ok() { Some(hash(env, &normalised(new))?) } else { None };
    let name = officers::key(&account.officer.account);
    let mut work = UnitOfWork::begin(db).await?;
    if let Some(until) = attempts::locked(&mut work, env, &name).await? {
        return Ok(Err(PasswordProblem::Locked(until)));
    }
    if !fits {
        let until = attempts::fail(&mut work, env, &name).await?;
        let happened = if until.is_some() { Happened::Locked } else { Happened::WrongPassword };
        log::write(&mut work, env, officer, None, happened, "").await?;
        work.commit().await?;
        return Ok(Err(until.map_or(PasswordProblem::WrongCurrent, PasswordProblem::Locked)));
    }
    let Some(hash) = hash else { return Ok(checked) };
    set(&mut work, officer, &hash).await?;
    attempts::clear(&mut work, &name).await?;
    work.execute(
        "DELETE FROM session WHERE officer = ?1 AND token_hash <> ?2",
        params![&officer.0, super::token_hash(keep_token)],
    )
    .await?;
    work.execute("DELETE FROM half_sign_in WHERE officer = ?1", params![&officer.0]).await?;
    log::write(&mut work, env, officer, Some(officer), Happened::PasswordChanged, "").await?;
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
        assert_eq!((params.m_cost(), params.t_cost(), params.p_cost()), COST);
        assert_eq!(fits("", None), Ok(false));
    }

    #[test]
    fn a_hash_fits_its_password_only() {
        let env = Env::new(jiff::Timestamp::UNIX_EPOCH, |bytes| bytes.fill(7));
        let hash = hash(&env, &normalised("chợ Phố Hiến 1872")).unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert_eq!(fits("chợ Phố Hiến 1872", Some(&hash)), Ok(true));
        assert_eq!(fits("chợ Phố Hiến 1873", Some(&hash)), Ok(false));
        // The same words from a keyboard that writes letters and marks apart.
        let apart = "cho\u{31b}\u{323} Pho\u{302}\u{301} Hie\u{302}\u{301}n 1872";
        assert_ne!(apart, "chợ Phố Hiến 1872");
        assert_eq!(fits(&normalised(apart), Some(&hash)), Ok(true));
    }

    #[test]
    fn a_hash_of_another_cost_is_made_anew() {
        assert!(!is_outdated(NOBODY));
        assert!(is_outdated(&NOBODY.replace("m=19456", "m=8192")));
        assert!(is_outdated(&NOBODY.replace("t=2", "t=1")));
        assert!(is_outdated("no hash"));
    }

    #[test]
    fn length_is_counted_in_characters() {
        let about = About { account: "ksv1", full_name: "", badge: "", unit: "" };
        for (password, expected) in [
            ("ngắn", Err(PasswordProblem::TooShort)),
            ("mười một ơi", Err(PasswordProblem::TooShort)),
            ("một câu dễ nhớ", Ok(())),
            ("chợ phố hiến 1872", Ok(())),
        ] {
            assert_eq!(check_password(&about, password), expected, "{password}");
        }
        // 64 characters must be possible, and Vietnamese ones have three bytes.
        let long = "ước mơ của cậu bé bán vé số ở bến Đục là một con thuyền gỗ nhỏ qua sông mỗi sớm mai".to_owned();
        assert!(long.chars().count() > 64);
        assert_eq!(check_password(&about, &long), Ok(()));
        assert_eq!(check_password(&about, &format!("{long}; {long}")), Err(PasswordProblem::TooLong));
        assert_eq!(fits(&normalised(&"a".repeat(100_000)), Some(NOBODY)), Ok(false));
    }
}
