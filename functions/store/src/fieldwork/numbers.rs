//! Blocks of numbers: reserved in the transaction of the kit, used in that of the command, given back with a reason.

use super::{FieldError, check};
use crate::cases::Reserved;
use crate::database::{Connection, Database, DbError, Row, UnitOfWork};
use crate::{Env, StoreError, journal, numbers, papers, params};
use domain::authority::Actor;
use domain::calendar::to_local;
use domain::case::{SeriesKey, procedure};
use domain::fieldwork::{Block, BlockId, DeviceId, MAX_BLOCK, Returned, TakenNumber, Wish};
use domain::journal::Deed;
use domain::text::clean;
use domain::unit::UnitId;
use std::collections::BTreeSet;

/// Series a device may hold numbers of.
const MAX_SERIES: usize = 20;

/// Blocks with the numbers of each that are no longer out.
const BLOCKS: &str = "SELECT b.num, b.owner, b.symbol, b.year, b.first, b.last, b.reserved_at, u.agency_code, u.unit_code, \
                      (SELECT group_concat(g.serial) FROM number_gone g WHERE g.block = b.num) \
                      FROM number_block b CROSS JOIN unit u ON u.id = b.owner";

fn serial(row: &Row, column: usize) -> Result<u32, DbError> {
    u32::try_from(row.int(column)?).map_err(|_| DbError::Shape { column, expected: "a serial number" })
}

fn read(row: &Row) -> Result<Block, DbError> {
    let gone = row.opt_string(9)?.unwrap_or_default();
    let gone: BTreeSet<u32> = gone.split(',').filter_map(|serial| serial.parse().ok()).collect();
    let year = i16::try_from(row.int(3)?).map_err(|_| DbError::Shape { column: 3, expected: "a year" })?;
    Ok(Block {
        id: BlockId(row.int(0)?),
        series: SeriesKey { unit: UnitId(row.string(1)?), officer: None, symbol: row.string(2)?, year },
        agency_code: row.string(7)?,
        unit_code: row.string(8)?,
        first: serial(row, 4)?,
        last: serial(row, 5)?,
        reserved_at: row.moment(6)?,
        gone,
    })
}

/// The blocks of the device `?1`, in the order they were reserved.
pub(crate) fn device_blocks() -> String {
    format!("{BLOCKS} WHERE b.device = ?1 ORDER BY b.num")
}

/// The blocks of a device that still hold a number.
pub(super) async fn blocks(connection: &mut dyn Connection, device: DeviceId) -> Result<Vec<Block>, DbError> {
    let rows = connection.query(&device_blocks(), params![device.0]).await?;
    let blocks = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(blocks.into_iter().filter(|block| block.free(&BTreeSet::new()).next().is_some()).collect())
}

/// The blocks of a device that still hold a number.
///
/// # Errors
/// The database failed.
pub async fn reserved(db: &dyn Database, device: DeviceId) -> Result<Vec<Block>, DbError> {
    blocks(db.open().await?.as_mut(), device).await
}

/// Whether papers of the field are numbered by a symbol.
fn of_the_field(symbol: &str) -> bool {
    use domain::case::PaperKind::{InspectionRecord, ViolationRecord};
    [InspectionRecord, ViolationRecord].into_iter().any(|kind| kind.symbol() == symbol)
        || procedure::all()
            .filter(|found| matches!(found.signer, procedure::Signer::Officer))
            .any(|found| found.form.is_some_and(|form| !form.symbol.is_empty() && form.symbol == symbol))
}

/// Fills a device's blocks up to what it wants to hold.
pub(super) async fn reserve(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    device: DeviceId,
    wishes: &[Wish],
) -> Result<(), FieldError> {
    let year = to_local(env.now).date().year();
    let held = blocks(work, device).await?;
    for wish in wishes.iter().take(MAX_SERIES) {
        if !of_the_field(&wish.symbol) {
            return Err(StoreError::at("numbers", format!("Không dự trữ được số ký hiệu {}.", wish.symbol)).into());
        }
        let key = SeriesKey { unit: actor.unit.clone(), officer: None, symbol: wish.symbol.clone(), year };
        let none = BTreeSet::new();
        let here: usize = held.iter().filter(|block| block.series == key).map(|block| block.free(&none).count()).sum();
        let missing = wish.count.min(MAX_BLOCK).saturating_sub(u32::try_from(here).unwrap_or(u32::MAX));
        if missing == 0 {
            continue;
        }
        let (first, last) = numbers::draw_block(work, &key, missing).await?;
        let sql = "INSERT INTO number_block (device, owner, series, symbol, year, first, last, reserved_at) \
                   VALUES (?1,?2,?3,?4,?5,?6,?7,?8)";
        let values = params![device.0, &key.unit.0, key.key(), &key.symbol, i64::from(year), first, last, env.millis()];
        work.execute(sql, values).await?;
    }
    Ok(())
}

/// A number of a block that is still out, for a command of its officer.
///
/// # Errors
/// Refused: it belongs to nobody's block of this officer, or is no longer out.
pub(super) async fn take(work: &mut UnitOfWork, actor: &Actor, taken: TakenNumber) -> Result<Reserved, StoreError> {
    let sql = format!("{BLOCKS} CROSS JOIN field_device d ON d.id = b.device WHERE b.num = ?1 AND d.officer = ?2");
    let row = work.query_one(&sql, params![taken.block.0, &actor.id().0]).await?;
    let block = row.as_ref().map(read).transpose()?;
    let unknown =
        || StoreError::at("number", "Số này không nằm trong dãy số dự trữ của đồng chí. Lập lại để lấy số khác.");
    let block = block.filter(|block| (block.first..=block.last).contains(&taken.serial)).ok_or_else(unknown)?;
    let number = block.number(taken.serial);
    if block.gone.contains(&taken.serial) {
        let words = format!("Số {} đã dùng hoặc đã trả lại. Lập lại để lấy số khác.", number.text);
        return Err(StoreError::at("number", words));
    }
    Ok(Reserved { series: block.series, number })
}

/// Notes that a number is on a paper.
pub(super) async fn used(work: &mut UnitOfWork, env: &Env, taken: TakenNumber, position: i64) -> Result<(), DbError> {
    let sql = "INSERT INTO number_gone (block, serial, at, position) VALUES (?1,?2,?3,?4)";
    work.execute(sql, params![taken.block.0, taken.serial, env.millis(), position]).await
}

/// Enters one number in the register as not used.
async fn not_used(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    block: &Block,
    serial: u32,
    reason: &str,
) -> Result<(), DbError> {
    let sql = "INSERT INTO number_gone (block, serial, at, reason) VALUES (?1,?2,?3,?4)";
    work.execute(sql, params![block.id.0, serial, env.millis(), reason]).await?;
    let number = block.number(serial);
    papers::enter_spoilt(work, env, actor, (&block.series, &number), "Số dự trữ không dùng", reason).await
}

/// Everything a device still holds comes back.
pub(super) async fn give_back_all(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    device: DeviceId,
    reason: &str,
) -> Result<(), DbError> {
    for block in blocks(work, device).await? {
        let free: Vec<u32> = block.free(&BTreeSet::new()).collect();
        for serial in free {
            not_used(work, env, actor, &block, serial, reason).await?;
        }
    }
    Ok(())
}

/// Gives numbers back that were not used; each stays in the register with the reason. What is no longer out is left as it is, so that
/// the same request may come twice. Answers what the device still holds.
///
/// # Errors
/// Denied for a device that is not the actor's or not in use; refused without a reason.
pub async fn give_back(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    returned: &Returned,
) -> Result<Vec<Block>, FieldError> {
    let mut work = UnitOfWork::begin(db).await?;
    check(&mut work, actor, returned.device).await?;
    let reason = clean(&returned.reason);
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(StoreError::at("reason", "Ghi lý do không dùng số, tối đa 500 ký tự.").into());
    }
    let held = blocks(&mut work, returned.device).await?;
    let none = BTreeSet::new();
    let wanted: BTreeSet<TakenNumber> = returned.numbers.iter().copied().collect();
    for number in wanted {
        let block = held.iter().find(|block| block.id == number.block);
        if let Some(block) = block.filter(|block| block.free(&none).any(|serial| serial == number.serial)) {
            not_used(&mut work, env, actor, block, number.serial, &reason).await?;
        }
    }
    let left = blocks(&mut work, returned.device).await?;
    let words = format!("{} số", returned.numbers.len());
    let entry = env.entry(actor, Deed::ReturnNumbers, returned.device.to_string()).words(words).because(reason);
    journal::write(&mut work, &entry).await?;
    work.commit().await?;
    Ok(left)
}
