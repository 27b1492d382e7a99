//! Practice: passes that let an officer from where he works into the installation where he practises, and his accounts there.
//!
//! A pass is sealed with a key that both installations have (HMAC-SHA-256), works for minutes, and once. Nobody has a password in
//! practice. Must not know: where either installation is, or what a page shows.

use crate::accounts::{Proof, begin_session, token_hash};
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, params};
use domain::authority::Actor;
use domain::officer::{OfficerId, Role};
use domain::practice::{PASS, Pass, ROOT, Seat};
use domain::unit::UnitId;
use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};

/// Fewest characters of a key.
pub const MIN_KEY: usize = 32;

/// Longest name of a person, an account or an address that a pass carries, in characters: a sealed pass stands in an address.
const MAX_FIELD: usize = 150;

/// The key both installations have.
#[derive(Clone)]
pub struct Key(Hmac<Sha256>);

impl Key {
    /// The key of a secret; nothing where it is too short to keep anybody out.
    pub fn new(secret: &str) -> Option<Self> {
        if secret.len() < MIN_KEY {
            return None;
        }
        Hmac::new_from_slice(secret.as_bytes()).ok().map(Self)
    }

    /// A pass for an officer, as it stands in an address.
    ///
    /// # Errors
    /// The pass cannot be written.
    pub fn seal(&self, pass: &Pass) -> Result<String, DbError> {
        let said = serde_json::to_vec(pass).map_err(|error| DbError::Engine(format!("pass: {error}")))?;
        let seal = self.0.clone().chain_update(&said).finalize().into_bytes();
        Ok(format!("{}.{}", hex::encode(said), hex::encode(seal)))
    }

    /// Reads a pass back: sealed with this key, and still in time.
    ///
    /// # Errors
    /// [`PassProblem`]
    pub fn open(&self, sealed: &str, env: &Env) -> Result<Pass, PassProblem> {
        let (said, seal) = sealed.split_once('.').ok_or(PassProblem::Wrong)?;
        let (Ok(said), Ok(seal)) = (hex::decode(said), hex::decode(seal)) else { return Err(PassProblem::Wrong) };
        self.0.clone().chain_update(&said).verify_slice(&seal).map_err(|_| PassProblem::Wrong)?;
        let pass: Pass = serde_json::from_slice(&said).map_err(|_| PassProblem::Wrong)?;
        if pass.expires_at < env.now { Err(PassProblem::Over) } else { Ok(pass) }
    }
}

/// Why a pass lets nobody in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PassProblem {
    /// Not sealed here, or changed since.
    Wrong,
    /// Its time is over.
    Over,
    /// Somebody went in with it.
    Used,
}

impl PassProblem {
    /// Vietnamese sentence: what to do.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Wrong => "Giấy vào không đúng. Mở lại trang Tập huấn trên hệ thống chính rồi bấm vào từ đó.",
            Self::Over => "Giấy vào đã quá 10 phút. Mở lại trang Tập huấn trên hệ thống chính để lấy giấy mới.",
            Self::Used => "Giấy vào chỉ dùng được một lần. Mở lại trang Tập huấn trên hệ thống chính để lấy giấy mới.",
        }
    }
}

/// A new pass of an officer who works at `back`.
pub fn pass(env: &Env, account: &str, full_name: &str, back: &str) -> Pass {
    let short = |text: &str| text.chars().take(MAX_FIELD).collect::<String>();
    Pass {
        account: short(account),
        full_name: short(full_name),
        back: short(back),
        nonce: env.token(16),
        expires_at: env.now.saturating_add(PASS).unwrap_or(env.now),
    }
}

/// Whether this database is one of practice: of its topmost unit.
///
/// # Errors
/// The database failed.
pub async fn is_practice(db: &dyn Database) -> Result<bool, DbError> {
    let row = db.open().await?.query_one("SELECT 1 FROM unit WHERE id = ?1 AND parent IS NULL", params![ROOT]).await?;
    Ok(row.is_some())
}

/// Lets the person of a pass in at a seat; answers the token of his session. The pass is used up.
///
/// # Errors
/// `NotFound` where this database is none of practice, or has no such place; the inner one: it was used before.
pub async fn enter(
    db: &dyn Database,
    env: &Env,
    pass: &Pass,
    seat: Seat,
) -> Result<Result<String, PassProblem>, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    work.execute("DELETE FROM practice_pass WHERE expires_at < ?1", params![env.millis()]).await?;
    let first = work
        .query_one(
            "INSERT INTO practice_pass (nonce, expires_at) VALUES (?1, ?2) ON CONFLICT DO NOTHING RETURNING 1",
            params![&pass.nonce, pass.expires_at.as_millisecond()],
        )
        .await?;
    if first.is_none() {
        return Ok(Err(PassProblem::Used));
    }
    let who = Person { key: format!("{}@{}", pass.account, pass.back), name: &pass.full_name, back: &pass.back };
    let token = sit_down(&mut work, env, &who, seat).await?;
    work.commit().await?;
    Ok(Ok(token))
}

/// Lets somebody who practises go on at another seat; answers the token of his new session. The one before ends.
///
/// # Errors
/// `NotFound` for an account nobody practises with.
pub async fn change_seat(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    session: &str,
    seat: Seat,
) -> Result<String, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let row = work
        .query_one("SELECT person, back FROM practice_account WHERE officer = ?1", params![&actor.id().0])
        .await?
        .ok_or(StoreError::NotFound)?;
    let back = row.string(1)?;
    let who = Person { key: row.string(0)?, name: &actor.officer.full_name, back: &back };
    let token = sit_down(&mut work, env, &who, seat).await?;
    work.execute("DELETE FROM session WHERE token_hash = ?1", params![token_hash(session)]).await?;
    work.commit().await?;
    Ok(token)
}

/// Where the person behind an account of practice works; nothing for one of the story.
///
/// # Errors
/// The database failed.
pub async fn way_back(db: &dyn Database, officer: &OfficerId) -> Result<Option<String>, DbError> {
    let sql = "SELECT back FROM practice_account WHERE officer = ?1";
    db.open().await?.query_one(sql, params![&officer.0]).await?.map(|row| row.string(0)).transpose()
}

/// Who practises.
struct Person<'a> {
    /// His account and where it is.
    key: String,
    name: &'a str,
    back: &'a str,
}

/// The person's account at a seat, made when he takes it for the first time, and a session of it.
async fn sit_down(work: &mut UnitOfWork, env: &Env, who: &Person<'_>, seat: Seat) -> Result<String, StoreError> {
    let unit = place(work, seat).await?.ok_or(StoreError::NotFound)?;
    // The same person at the same seat is the same account.
    let digest = Sha256::digest(format!("{}\n{}\n{}", who.key, seat.role.key(), unit.0));
    let tag: String = hex::encode(digest).chars().take(16).collect();
    let (officer, badge) = (format!("tap-huan-{tag}"), format!("TH{}", tag.get(..6).unwrap_or(&tag).to_uppercase()));
    work.execute(
        "INSERT INTO officer (id, account, account_key, full_name, badge, card, unit, role, active, password_hash, \
         must_change) VALUES (?1,?1,?1,?2,?3,?4,?5,?6,1,NULL,0) \
         ON CONFLICT (id) DO UPDATE SET full_name = excluded.full_name",
        params![
            &officer,
            who.name,
            &badge,
            domain::practice::in_a_team(seat.role).then(|| badge.clone()),
            &unit.0,
            seat.role.key()
        ],
    )
    .await?;
    work.execute(
        "INSERT INTO practice_account (officer, person, back) VALUES (?1,?2,?3) \
         ON CONFLICT (officer) DO UPDATE SET back = excluded.back",
        params![&officer, &who.key, who.back],
    )
    .await?;
    Ok(begin_session(work, env, &OfficerId(officer), Proof::Pass, "").await?)
}

/// The unit of a seat in the tree of practice.
async fn place(work: &mut UnitOfWork, seat: Seat) -> Result<Option<UnitId>, DbError> {
    let (kind, code) = match (seat.role, seat.team) {
        (_, Some(team)) => ("team", format!("{team:02}")),
        (Role::LegalSection, None) => ("division", domain::practice::LEGAL.to_owned()),
        (Role::ReportingSection, None) => ("division", domain::practice::REPORTING.to_owned()),
        (_, None) => ("province", "00".to_owned()),
    };
    let sql = "SELECT u.id FROM unit p CROSS JOIN unit u ON u.province = p.id \
               WHERE p.id = ?1 AND p.parent = ?2 AND u.kind = ?3 AND u.unit_code = ?4";
    let row = work.query_one(sql, params![domain::practice::PROVINCE, ROOT, kind, code]).await?;
    row.map(|row| row.string(0).map(UnitId)).transpose()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn env(second: i64) -> Env {
        Env::new(jiff::Timestamp::from_second(1_796_000_000 + second).unwrap(), |bytes| bytes.fill(7))
    }

    #[test]
    fn a_pass_is_read_by_whoever_has_the_key() {
        let key = Key::new(&"k".repeat(MIN_KEY)).unwrap();
        let other = Key::new(&"o".repeat(MIN_KEY)).unwrap();
        assert!(Key::new(&"k".repeat(MIN_KEY - 1)).is_none());
        let pass = pass(&env(0), "ksv1", "Nguyễn Thị Hải Yến", "https://ins.example.vn");
        let sealed = key.seal(&pass).unwrap();
        assert_eq!(key.open(&sealed, &env(600)), Ok(pass));
        assert_eq!(key.open(&sealed, &env(601)), Err(PassProblem::Over));
        assert_eq!(other.open(&sealed, &env(0)), Err(PassProblem::Wrong));
        for place in 0..sealed.len() {
            let mut changed = sealed.clone().into_bytes();
            changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
            let changed = String::from_utf8(changed).unwrap();
            assert_eq!(key.open(&changed, &env(0)), Err(PassProblem::Wrong), "{place}");
        }
        for wrong in ["", ".", "00", "00.", &sealed[..sealed.len() - 2], &format!("{sealed}00"), "zz.zz"] {
            assert_eq!(key.open(wrong, &env(0)), Err(PassProblem::Wrong), "{wrong}");
        }
    }
}
