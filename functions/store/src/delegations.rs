//! Delegations of power (giao quyền) from a head to his deputies: given in writing, for a time, and ended at any moment.
//!
//! Must not know what a power allows: [`domain::law::delegation`] does.

use crate::database::{Connection, Database, DbError, Row, UnitOfWork, to_json};
use crate::{Env, StoreError, journal, params};
use domain::authority::{Action, Actor, authorise};
use domain::journal::Deed;
use domain::law::delegation::{DelegatedPower, Delegation};
use domain::officer::OfficerId;
use jiff::civil::Date;

/// What a head writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDelegation {
    pub deputy: OfficerId,
    pub power: DelegatedPower,
    pub number: String,
    pub signed_on: Date,
    pub from: Date,
    /// Last day; `None` until it is ended.
    pub to: Option<Date>,
}

/// A delegation in the list of its unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Given {
    pub id: i64,
    pub deputy: String,
    pub head: String,
    pub ended: bool,
    pub delegation: Delegation,
}

/// Gives a power to a deputy of the head's own unit.
///
/// # Errors
/// His role delegates nothing; refused at its field when the officer is no deputy of his, the dates are upside down, or the
/// number was used for the same already.
pub async fn give(db: &dyn Database, env: &Env, actor: &Actor, new: &NewDelegation) -> Result<i64, StoreError> {
    authorise(actor, Action::Delegate, &actor.path)?;
    let (Some(position), Some(deputies)) = (actor.role.position(), actor.role.deputy()) else {
        return Err(StoreError::at("deputy", "Chức danh này không có cấp phó để giao quyền."));
    };
    let delegation = Delegation {
        position,
        power: new.power,
        number: domain::text::clean(&new.number),
        signed_on: new.signed_on,
        from: new.from,
        to: new.to,
    };
    delegation.check().map_err(|refusal| {
        let field = if refusal.code == "delegation-dates" { "from" } else { "number" };
        StoreError::at(field, refusal.message)
    })?;
    let mut work = UnitOfWork::begin(db).await?;
    let deputy = work
        .query_one(
            "SELECT 1 FROM officer WHERE id = ?1 AND unit = ?2 AND role = ?3 AND active = 1",
            params![&new.deputy.0, &actor.unit.0, deputies.key()],
        )
        .await?;
    if deputy.is_none() {
        return Err(StoreError::at(
            "deputy",
            "Chỉ giao quyền cho cấp phó của chính đơn vị. Chọn lại người được giao quyền.",
        ));
    }
    let same = work
        .query_one(
            "SELECT 1 FROM delegation WHERE unit = ?1 AND number = ?2 AND power = ?3 AND deputy = ?4",
            params![&actor.unit.0, &delegation.number, new.power.key(), &new.deputy.0],
        )
        .await?;
    if same.is_some() {
        return Err(StoreError::at("number", "Quyết định số này đã giao quyền đó cho người này. Kiểm tra lại số."));
    }
    let row = work
        .query_one(
            "INSERT INTO delegation (deputy, head, unit, power, number, created_at, document) \
             VALUES (?1,?2,?3,?4,?5,?6,?7) RETURNING id",
            params![
                &new.deputy.0,
                &actor.id().0,
                &actor.unit.0,
                new.power.key(),
                &delegation.number,
                env.millis(),
                to_json(&delegation)?
            ],
        )
        .await?;
    let id = row.ok_or(DbError::Engine("a new delegation answered no id".to_owned()))?.int(0)?;
    let words = format!("{} theo văn bản {} ({})", new.power.label(), delegation.number, new.deputy.0);
    journal::write(&mut work, &env.entry(actor, Deed::Delegate, id.to_string()).words(words)).await?;
    work.commit().await?;
    Ok(id)
}

/// Ends a delegation of the head's own unit at once. Ending it twice changes nothing.
///
/// # Errors
/// `NotFound` for one of another unit; his role delegates nothing.
pub async fn end(db: &dyn Database, env: &Env, actor: &Actor, id: i64) -> Result<(), StoreError> {
    authorise(actor, Action::Delegate, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    work.query_one("SELECT 1 FROM delegation WHERE id = ?1 AND unit = ?2", params![id, &actor.unit.0])
        .await?
        .ok_or(StoreError::NotFound)?;
    work.execute("UPDATE delegation SET ended_at = ?2 WHERE id = ?1 AND ended_at IS NULL", params![id, env.millis()])
        .await?;
    journal::write(&mut work, &env.entry(actor, Deed::EndDelegation, id.to_string())).await?;
    Ok(work.commit().await?)
}

/// Every delegation of the head's unit, the newest first.
///
/// # Errors
/// His role delegates nothing.
pub async fn given(db: &dyn Database, actor: &Actor) -> Result<Vec<Given>, StoreError> {
    authorise(actor, Action::Delegate, &actor.path)?;
    let sql = "SELECT d.id, p.full_name, h.full_name, d.ended_at IS NOT NULL, d.document FROM delegation d \
               JOIN officer p ON p.id = d.deputy JOIN officer h ON h.id = d.head \
               WHERE d.unit = ?1 ORDER BY d.id DESC LIMIT 200";
    let rows = db.open().await?.query(sql, params![&actor.unit.0]).await?;
    let read = |row: &Row| -> Result<Given, DbError> {
        Ok(Given {
            id: row.int(0)?,
            deputy: row.string(1)?,
            head: row.string(2)?,
            ended: row.int(3)? != 0,
            delegation: row.json(4)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// What was given to an officer and not ended.
pub(crate) async fn of(connection: &mut dyn Connection, officer: &OfficerId) -> Result<Vec<Delegation>, DbError> {
    let sql = "SELECT document FROM delegation WHERE deputy = ?1 AND ended_at IS NULL ORDER BY id";
    let rows = connection.query(sql, params![&officer.0]).await?;
    rows.iter().map(|row| row.json(0)).collect()
}
