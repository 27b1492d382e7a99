//! Officers as the database keeps them.

use super::links;
use super::log::{self, Happened};
use crate::database::{Connection, Database, DbError, Row, UnitOfWork};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::officer::{Officer, OfficerId, Role};
use domain::unit::{UnitId, UnitPath};

pub(crate) const COLUMNS: &str = "o.id, o.account, o.full_name, o.badge, o.card, o.unit, o.role, o.active";

/// Reads an officer from the first columns.
pub(crate) fn read(row: &Row) -> Result<Officer, DbError> {
    Ok(Officer {
        id: OfficerId(row.string(0)?),
        account: row.string(1)?,
        full_name: row.string(2)?,
        badge: row.string(3)?,
        card: row.opt_string(4)?,
        unit: UnitId(row.string(5)?),
        role: Role::from_key(row.text(6)?).ok_or(DbError::Shape { column: 6, expected: "a role" })?,
        active: row.int(7)? != 0,
    })
}

pub(super) struct Account {
    pub officer: Officer,
    pub path: UnitPath,
    pub unit_name: String,
    pub password_hash: Option<String>,
    pub must_change: bool,
}

fn read_account(row: &Row) -> Result<Account, DbError> {
    Ok(Account {
        officer: read(row)?,
        path: UnitPath(row.string(8)?),
        password_hash: row.opt_string(9)?,
        must_change: row.int(10)? != 0,
        unit_name: row.string(11)?,
    })
}

const ACCOUNT: &str = "u.path, o.password_hash, o.must_change, u.name FROM officer o JOIN unit u ON u.id = o.unit";

pub(super) async fn account(db: &dyn Database, id: &OfficerId) -> Result<Option<Account>, DbError> {
    account_in(db.open().await?.as_mut(), id).await
}

pub(super) async fn account_in(connection: &mut dyn Connection, id: &OfficerId) -> Result<Option<Account>, DbError> {
    let sql = format!("SELECT {COLUMNS}, {ACCOUNT} WHERE o.id = ?1");
    connection.query_one(&sql, params![&id.0]).await?.as_ref().map(read_account).transpose()
}

pub(super) async fn account_by_key(connection: &mut dyn Connection, key: &str) -> Result<Option<Account>, DbError> {
    let sql = format!("SELECT {COLUMNS}, {ACCOUNT} WHERE o.account_key = ?1");
    connection.query_one(&sql, params![key]).await?.as_ref().map(read_account).transpose()
}

/// One officer, for anyone.
///
/// # Errors
/// The database failed.
pub async fn officer(db: &dyn Database, id: &OfficerId) -> Result<Option<Officer>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM officer o WHERE o.id = ?1");
    db.open().await?.query_one(&sql, params![&id.0]).await?.as_ref().map(read).transpose()
}

/// The active officers of the units at and below `path`, by unit and name: who may be named in a paper.
///
/// # Errors
/// `NotFound` for a part of the tree the actor does not see.
pub async fn officers_below(db: &dyn Database, actor: &Actor, path: &UnitPath) -> Result<Vec<Officer>, StoreError> {
    if !actor.scope().covers(path) {
        return Err(StoreError::NotFound);
    }
    let sql = format!(
        "SELECT {COLUMNS} FROM unit u CROSS JOIN officer o INDEXED BY officer_by_unit ON o.unit = u.id \
         WHERE (u.path = ?1 OR (u.path > ?1 || '/' AND u.path < ?1 || '0')) AND o.active = 1"
    );
    let rows = db.open().await?.query(&sql, params![&path.0]).await?;
    let mut officers: Vec<Officer> = rows.iter().map(read).collect::<Result<_, _>>()?;
    officers.sort_by_cached_key(|officer| (officer.unit.clone(), domain::text::name_key(&officer.full_name)));
    Ok(officers)
}

/// The active officers of one unit, by name.
pub(crate) async fn officers_of(db: &dyn Database, unit: &UnitId) -> Result<Vec<Officer>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM officer o WHERE o.unit = ?1 AND o.active = 1");
    let rows = db.open().await?.query(&sql, params![&unit.0]).await?;
    let mut officers: Vec<Officer> = rows.iter().map(read).collect::<Result<_, _>>()?;
    officers.sort_by_cached_key(|officer| domain::text::name_key(&officer.full_name));
    Ok(officers)
}

/// What an administrator writes to open an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewOfficer {
    pub account: String,
    pub full_name: String,
    pub badge: String,
    pub card: Option<String>,
    pub unit: UnitId,
    pub role: Role,
}

/// Opens an account without a password; the token of the one-time link that sets it is answered beside it.
///
/// # Errors
/// Not an administrator of that unit; an unknown unit; a name that is taken is `DbError::Constraint`.
pub async fn create_officer(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    new: &NewOfficer,
) -> Result<(OfficerId, String), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let unit = work.query_one("SELECT path FROM unit WHERE id = ?1", params![&new.unit.0]).await?;
    let path = UnitPath(unit.ok_or(StoreError::NotFound)?.string(0)?);
    authorise(actor, Action::ManageAccounts, &path)?;
    let officer = Officer {
        id: OfficerId(env.uuid().to_string()),
        account: domain::text::clean(&new.account),
        full_name: domain::text::clean(&new.full_name),
        badge: domain::text::clean(&new.badge),
        card: new.card.clone(),
        unit: new.unit.clone(),
        role: new.role,
        active: true,
    };
    insert_officer(&mut work, &officer, None).await?;
    let token = links::insert(&mut work, env, &officer.id, Some(actor.id())).await?;
    log::write(&mut work, env, &officer.id, Some(actor.id()), Happened::Opened, "").await?;
    work.commit().await?;
    Ok((officer.id, token))
}

pub(crate) async fn insert_officer(
    work: &mut UnitOfWork,
    officer: &Officer,
    hash: Option<&str>,
) -> Result<(), DbError> {
    work.execute(
        "INSERT INTO officer (id, account, account_key, full_name, badge, card, unit, role, active, password_hash, \
         must_change) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11)",
        params![
            &officer.id.0,
            &officer.account,
            key(&officer.account),
            &officer.full_name,
            &officer.badge,
            officer.card.clone(),
            &officer.unit.0,
            officer.role.key(),
            officer.active,
            hash.map(str::to_owned),
            false
        ],
    )
    .await
}

/// A sign-in name as it is compared: folded, dots kept so that `haiphong.ksv1` is not `haiphongksv1`.
pub(super) fn key(account: &str) -> String {
    domain::text::fold(account).replace(' ', ".")
}
