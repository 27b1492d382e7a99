//! Devices of field work: known from the first kit, used by one officer, ended by him or by a leader.

use super::{FieldError, numbers};
use crate::database::{Connection, Database, DbError, Row, UnitOfWork};
use crate::{Env, StoreError, journal, params};
use domain::authority::{Action, Actor, authorise};
use domain::fieldwork::{Denial, DeviceId};
use domain::journal::Deed;
use domain::text::clean;
use domain::unit::UnitPath;
use jiff::Timestamp;

/// Most devices that are listed.
const MAX_LISTED: i64 = 500;

/// Devices one officer may have in use.
const MAX_IN_USE: i64 = 5;

/// A device as its owner and the leaders of his unit see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device {
    pub id: DeviceId,
    pub name: String,
    pub officer: String,
    pub officer_name: String,
    pub unit_name: String,
    pub registered_at: Timestamp,
    pub seen_at: Timestamp,
    /// When it was taken out of use, by whom, and why.
    pub ended: Option<(Timestamp, String, String)>,
    /// Numbers it holds that are neither used nor given back.
    pub numbers: u32,
    /// Commands from it that wait for a person.
    pub open: u32,
}

/// Lets a device through: it is known, in use, and the actor's own.
pub(crate) async fn check(connection: &mut dyn Connection, actor: &Actor, device: DeviceId) -> Result<(), FieldError> {
    let sql = "SELECT officer, ended_at IS NOT NULL FROM field_device WHERE id = ?1";
    let Some(row) = connection.query_one(sql, params![device.0]).await? else {
        return Err(FieldError::Denied(Denial::Unknown));
    };
    if row.text(0)? != actor.id().0 {
        return Err(FieldError::Denied(Denial::NotYours));
    }
    if row.int(1)? != 0 { Err(FieldError::Denied(Denial::Revoked)) } else { Ok(()) }
}

/// Makes a device known, or notes that it was seen.
pub(super) async fn register(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    device: DeviceId,
    name: &str,
) -> Result<(), FieldError> {
    match check(work, actor, device).await {
        Ok(()) => {
            let sql = "UPDATE field_device SET seen_at = ?2, unit = ?3 WHERE id = ?1";
            work.execute(sql, params![device.0, env.millis(), &actor.unit.0]).await?;
            Ok(())
        }
        Err(FieldError::Denied(Denial::Unknown)) => {
            let sql = "SELECT count(*) FROM field_device WHERE officer = ?1 AND ended_at IS NULL";
            let used = work.query_one(sql, params![&actor.id().0]).await?.map_or(Ok(0), |row| row.int(0))?;
            if used >= MAX_IN_USE {
                return Err(StoreError::at(
                    "device",
                    format!("Đồng chí đang có {used} thiết bị đi hiện trường. Ngừng dùng một thiết bị cũ trước khi thêm thiết bị mới."),
                )
                .into());
            }
            let name: String = clean(name).chars().take(80).collect();
            let sql =
                "INSERT INTO field_device (id, officer, unit, name, registered_at, seen_at) VALUES (?1,?2,?3,?4,?5,?5)";
            let values = params![device.0, &actor.id().0, &actor.unit.0, name, env.millis()];
            work.execute(sql, values).await?;
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Takes a device out of use: its owner at any time, a leader of his unit with a reason. Numbers it holds come back as not used. Ending
/// it twice changes nothing.
///
/// # Errors
/// `NotFound` for a device of somebody the actor may not know of; refused without a reason.
pub async fn end(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    device: DeviceId,
    reason: &str,
) -> Result<(), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let sql = "SELECT d.officer, u.path, d.ended_at IS NOT NULL, d.name FROM field_device d \
               CROSS JOIN unit u ON u.id = d.unit WHERE d.id = ?1";
    let row = work.query_one(sql, params![device.0]).await?.ok_or(StoreError::NotFound)?;
    let own = row.text(0)? == actor.id().0;
    if !own {
        authorise(actor, Action::ManageDevices, &UnitPath(row.string(1)?))?;
    }
    if row.int(2)? != 0 {
        return Ok(());
    }
    let reason = clean(reason);
    if (reason.is_empty() && !own) || reason.chars().count() > 500 {
        return Err(StoreError::at("reason", "Ghi lý do thu hồi thiết bị, tối đa 500 ký tự."));
    }
    let reason = if reason.is_empty() { "Người dùng ngừng dùng thiết bị".to_owned() } else { reason };
    let sql = "UPDATE field_device SET ended_at = ?2, ended_by = ?3, reason = ?4 WHERE id = ?1";
    work.execute(sql, params![device.0, env.millis(), &actor.id().0, &reason]).await?;
    let words = format!("Thiết bị “{}” ngừng dùng: {reason}", row.text(3)?);
    numbers::give_back_all(&mut work, env, actor, device, &words).await?;
    let deed = if own { Deed::GiveUpDevice } else { Deed::EndDevice };
    let entry = env.entry(actor, deed, device.to_string()).words(row.text(3)?).because(reason);
    journal::write(&mut work, &entry).await?;
    Ok(work.commit().await?)
}

/// The actor's devices; for who manages devices, also those of his part of the tree. In use first, then the newest.
///
/// # Errors
/// The database failed.
pub async fn list(db: &dyn Database, actor: &Actor) -> Result<Vec<Device>, StoreError> {
    let manages = authorise(actor, Action::ManageDevices, &actor.path).is_ok();
    let path = actor.scope();
    let sql = "SELECT d.id, d.name, d.officer, o.full_name, u.short_name, d.registered_at, d.seen_at, d.ended_at, \
               (SELECT full_name FROM officer WHERE id = d.ended_by), d.reason, \
               (SELECT coalesce(sum(last - first + 1 - (SELECT count(*) FROM number_gone g WHERE g.block = b.num)), 0) \
                FROM number_block b WHERE b.device = d.id), \
               (SELECT count(*) FROM field_command c WHERE c.unit = d.unit AND c.device = d.id \
                AND c.standing IN ('conflict', 'refused', 'waits')) \
               FROM unit u CROSS JOIN field_device d ON d.unit = u.id CROSS JOIN officer o ON o.id = d.officer \
               WHERE (u.path = ?1 OR (u.path > ?1 || '/' AND u.path < ?1 || '0')) AND (?2 <> 0 OR d.officer = ?3) \
               ORDER BY d.ended_at IS NOT NULL, d.registered_at DESC, d.id LIMIT ?4";
    let rows = db.open().await?.query(sql, params![&path.0, manages, &actor.id().0, MAX_LISTED]).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

fn read(row: &Row) -> Result<Device, DbError> {
    let count = |column: usize| row.int(column).map(|count| u32::try_from(count).unwrap_or(u32::MAX));
    let ended = match row.opt_int(7)? {
        Some(_) => {
            Some((row.moment(7)?, row.opt_string(8)?.unwrap_or_default(), row.opt_string(9)?.unwrap_or_default()))
        }
        None => None,
    };
    Ok(Device {
        id: DeviceId(row.parse(0, "a device")?),
        name: row.string(1)?,
        officer: row.string(2)?,
        officer_name: row.string(3)?,
        unit_name: row.string(4)?,
        registered_at: row.moment(5)?,
        seen_at: row.moment(6)?,
        ended,
        numbers: count(10)?,
        open: count(11)?,
    })
}
