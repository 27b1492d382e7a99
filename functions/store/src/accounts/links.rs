//! One-time links: the only way to a first password. The token is shown once and kept only as a hash.

use super::log::{self, Happened};
use super::officers::{insert_officer, read};
use super::password::{self, PasswordProblem, check_password};
use super::{sessions, token_hash};
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, params};
use domain::authority::Actor;
use domain::officer::{Officer, OfficerId, Role};

/// How long a link works: long enough for a working week's absence to be the exception.
const LINK_HOURS: i64 = 72;

pub(super) async fn insert(
    work: &mut UnitOfWork,
    env: &Env,
    officer: &OfficerId,
    by: Option<&OfficerId>,
) -> Result<String, DbError> {
    let token = env.token(32);
    work.execute(
        "INSERT INTO one_time_link (token_hash, officer, created_by, expires_at) VALUES (?1,?2,?3,?4)",
        params![token_hash(&token), &officer.0, by.map(|by| by.0.clone()), env.millis() + LINK_HOURS * 3_600_000],
    )
    .await?;
    Ok(token)
}

/// A new link for an officer who lost his password; his older links stop working.
///
/// # Errors
/// Not an administrator of that officer's unit.
pub async fn create_link(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    officer: &OfficerId,
) -> Result<String, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    sessions::administered(&mut work, actor, officer).await?;
    work.execute("DELETE FROM one_time_link WHERE officer = ?1 AND used_at IS NULL", params![&officer.0]).await?;
    let token = insert(&mut work, env, officer, Some(actor.id())).await?;
    log::write(&mut work, env, officer, Some(actor.id()), Happened::LinkMade, "").await?;
    work.commit().await?;
    Ok(token)
}

/// On a database without officers: makes the first administrator of the topmost unit, and the link that lets him in.
/// Answers `None` when somebody is there already.
///
/// # Errors
/// The database failed, or holds no unit.
pub async fn first_administrator(db: &dyn Database, env: &Env) -> Result<Option<String>, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    if work.query_one("SELECT 1 FROM officer LIMIT 1", &[]).await?.is_some() {
        return Ok(None);
    }
    let root = work.query_one("SELECT id FROM unit WHERE parent IS NULL ORDER BY id LIMIT 1", &[]).await?;
    let officer = Officer {
        id: OfficerId(env.uuid().to_string()),
        account: "quantri".to_owned(),
        full_name: "Quản trị hệ thống".to_owned(),
        badge: String::new(),
        card: None,
        unit: domain::unit::UnitId(root.ok_or(StoreError::NotFound)?.string(0)?),
        role: Role::Administrator,
        active: true,
    };
    insert_officer(&mut work, &officer, None).await?;
    let token = insert(&mut work, env, &officer.id, None).await?;
    work.commit().await?;
    Ok(Some(token))
}

/// Whose link this is, while it works.
///
/// # Errors
/// The database failed.
pub async fn link_officer(db: &dyn Database, env: &Env, token: &str) -> Result<Option<Officer>, DbError> {
    let mut connection = db.open().await?;
    find(connection.as_mut(), env, token).await
}

async fn find(connection: &mut dyn Connection, env: &Env, token: &str) -> Result<Option<Officer>, DbError> {
    let sql = format!(
        "SELECT {} FROM one_time_link l JOIN officer o ON o.id = l.officer \
         WHERE l.token_hash = ?1 AND l.used_at IS NULL AND l.expires_at > ?2 AND o.active = 1",
        super::officers::COLUMNS
    );
    connection.query_one(&sql, params![token_hash(token), env.millis()]).await?.as_ref().map(read).transpose()
}

/// Sets the password of the link's officer, once, and ends his sessions and half sign-ins. His second factor stays: who has the link has
/// one factor only.
///
/// # Errors
/// `NotFound` for a link that is unknown, used or over; the inner error says what is wrong with the password.
pub async fn redeem_link(
    db: &dyn Database,
    env: &Env,
    token: &str,
    new: &str,
) -> Result<Result<OfficerId, PasswordProblem>, StoreError> {
    let Some(officer) = link_officer(db, env, token).await? else {
        return Err(StoreError::NotFound);
    };
    let account = super::officers::account(db, &officer.id).await?.ok_or(StoreError::NotFound)?;
    if let Err(problem) = check_password(&account.about(), new) {
        return Ok(Err(problem));
    }
    let hash = password::hash(env, &password::normalised(new))?;
    let mut work = UnitOfWork::begin(db).await?;
    let used = work
        .query_one(
            "UPDATE one_time_link SET used_at = ?2 WHERE token_hash = ?1 AND used_at IS NULL RETURNING 1",
            params![token_hash(token), env.millis()],
        )
        .await?;
    if used.is_none() {
        return Err(StoreError::NotFound);
    }
    password::set(&mut work, &officer.id, &hash).await?;
    sessions::end_all(&mut work, &officer.id).await?;
    log::write(&mut work, env, &officer.id, Some(&officer.id), Happened::PasswordByLink, "").await?;
    work.commit().await?;
    Ok(Ok(officer.id))
}
