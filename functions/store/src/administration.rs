//! What an administrator does to units and accounts of his part of the tree.
//!
//! Must not know passwords: an account gets one through a one-time link (see [`crate::accounts`]).

use crate::accounts::{self, Happened, officers};
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, journal, params, units};
use domain::authority::{Action, Actor, authorise};
use domain::journal::Deed;
use domain::officer::{Officer, OfficerId};
use domain::unit::{Unit, UnitId, UnitKind, UnitPath};

/// An account as the administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    pub officer: Officer,
    pub unit_name: String,
    /// Whether a password was ever set.
    pub has_password: bool,
    /// Whether he has a second factor.
    pub has_factor: bool,
}

/// What an administrator writes to add a team (đội) or a section (phòng) below a provincial office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUnit {
    pub parent: UnitId,
    pub kind: UnitKind,
    /// Two digits, unique below the parent; third and fourth digit of its papers' numbers (TT 22/2021/TT-BCT Điều 6).
    pub code: String,
    pub name: String,
    pub short_name: String,
    pub place: String,
    pub treasury: String,
    pub address: String,
}

/// Adds a unit and answers its id.
///
/// # Errors
/// `NotFound` for a parent outside the administrator's part of the tree; refused at its field when the code is taken or the
/// parent has no such units.
pub async fn add_unit(db: &dyn Database, env: &Env, actor: &Actor, new: &NewUnit) -> Result<UnitId, StoreError> {
    let parent = units::find(db, &new.parent).await?.ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ManageAccounts, &parent.path)?;
    if parent.kind != UnitKind::Province || !matches!(new.kind, UnitKind::Team | UnitKind::Division) {
        return Err(StoreError::at("parent", "Đội và phòng chỉ thuộc một Chi cục. Chọn Chi cục."));
    }
    let id = UnitId(format!("{}-{}", parent.id, new.code));
    if units::find(db, &id).await?.is_some() {
        return Err(StoreError::at("code", "Mã này đã có đơn vị khác dùng. Chọn mã hai chữ số chưa dùng."));
    }
    let unit = Unit {
        path: UnitPath(format!("{}/{id}", parent.path.0)),
        id: id.clone(),
        parent: Some(parent.id.clone()),
        kind: new.kind,
        name: new.name.clone(),
        short_name: new.short_name.clone(),
        province: parent.province.or(Some(parent.id)),
        agency_code: parent.agency_code,
        unit_code: new.code.clone(),
        place: new.place.clone(),
        treasury: new.treasury.clone(),
        address: new.address.clone(),
        in_force_from: domain::calendar::to_local(env.now).date(),
        in_force_to: None,
    };
    let mut work = UnitOfWork::begin(db).await?;
    units::save_on(&mut work, &unit).await?;
    journal::write(&mut work, &env.entry(actor, Deed::AddUnit, &id.0).words(&unit.name)).await?;
    work.commit().await?;
    Ok(id)
}

/// The accounts at and below the administrator's unit, closed ones too; by unit and name.
///
/// # Errors
/// Not an administrator.
pub async fn accounts(db: &dyn Database, actor: &Actor) -> Result<Vec<Account>, StoreError> {
    authorise(actor, Action::ManageAccounts, &actor.path)?;
    let sql = format!(
        "SELECT {}, u.short_name, o.password_hash IS NOT NULL, \
         EXISTS (SELECT 1 FROM second_factor f WHERE f.officer = o.id) FROM unit u JOIN officer o ON o.unit = u.id \
         WHERE (u.path = ?1 OR (u.path > ?1 || '/' AND u.path < ?1 || '0')) ORDER BY u.path LIMIT 10000",
        officers::COLUMNS
    );
    let rows = db.open().await?.query(&sql, params![&actor.path.0]).await?;
    let read = |row: &crate::Row| -> Result<Account, DbError> {
        Ok(Account {
            officer: officers::read(row)?,
            unit_name: row.string(8)?,
            has_password: row.int(9)? != 0,
            has_factor: row.int(10)? != 0,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Opens or closes an account. A closed one is signed out everywhere at once, and its open links stop working.
///
/// # Errors
/// `NotFound` outside the administrator's part of the tree; refused for his own account.
pub async fn set_active(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    officer: &OfficerId,
    active: bool,
) -> Result<(), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let row = work
        .query_one("SELECT u.path FROM officer o JOIN unit u ON u.id = o.unit WHERE o.id = ?1", params![&officer.0])
        .await?
        .ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ManageAccounts, &UnitPath(row.string(0)?))?;
    if actor.id() == officer && !active {
        return Err(StoreError::at("active", "Không khóa được tài khoản của chính mình. Nhờ quản trị khác."));
    }
    work.execute("UPDATE officer SET active = ?2 WHERE id = ?1", params![&officer.0, active]).await?;
    if !active {
        accounts::end_all(&mut work, officer).await?;
        work.execute("DELETE FROM one_time_link WHERE officer = ?1 AND used_at IS NULL", params![&officer.0]).await?;
    }
    let happened = if active { Happened::Opened } else { Happened::Closed };
    accounts::write_log(&mut work, env, officer, Some(actor.id()), happened, "").await?;
    Ok(work.commit().await?)
}
