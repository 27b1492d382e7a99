//! Number series: drawn inside the transaction that uses the number, so that a refusal leaves no gap.
//!
//! Must not know: what the number stands on, beyond its series.

use crate::database::{Connection, DbError, UnitOfWork};
use crate::params;
use domain::authority::Actor;
use domain::case::{PaperNumber, SeriesKey};
use domain::officer::OfficerId;
use domain::unit::{Unit, UnitId};

/// Series of the case references of a unit; not a paper.
pub(crate) const CASE_CODES: &str = "ho-so";

/// Series of the references of a unit's inspection plans; not a paper.
const PLAN_CODES: &str = "ke-hoach";

/// Series of the references of the tasks a unit gives; not papers.
const TASK_CODES: &str = "chi-dao";

/// Series of the references of a unit's leads and professional measures; not papers.
const LEAD_CODES: &str = "thong-tin";
const MEASURE_CODES: &str = "bien-phap";

async fn next(work: &mut UnitOfWork, owner: &str, kind: &str, year: i16) -> Result<u32, DbError> {
    let row = work
        .query_one(
            "INSERT INTO number_series (unit, kind, year, last) VALUES (?1, ?2, ?3, 1) \
             ON CONFLICT (unit, kind, year) DO UPDATE SET last = last + 1 RETURNING last",
            params![owner, kind, i64::from(year)],
        )
        .await?
        .ok_or(DbError::Engine("number series answered no row".to_owned()))?;
    u32::try_from(row.int(0)?).map_err(|_| DbError::Shape { column: 0, expected: "a serial number" })
}

/// Under which name an officer's own series are kept.
pub(crate) fn officer_owner(officer: &OfficerId) -> String {
    format!("officer:{officer}")
}

/// Under which name a series is kept: its unit's, or its officer's.
pub(crate) fn owner(key: &SeriesKey) -> String {
    key.officer.as_ref().map_or_else(|| key.unit.0.clone(), officer_owner)
}

/// The number of a paper from its serial; `unit` is the one of the series, `actor` who signs.
pub(crate) fn paper(key: &SeriesKey, serial: u32, unit: &Unit, actor: &Actor) -> PaperNumber {
    match &key.officer {
        Some(_) => PaperNumber::of_officer(serial, &key.symbol, &actor.officer.badge),
        None => PaperNumber::of_unit(&unit.agency_code, &unit.unit_code, serial, &key.symbol),
    }
}

/// Draws the next number of a paper; `unit` is the one of the series, `actor` who signs.
pub(crate) async fn draw(
    work: &mut UnitOfWork,
    key: &SeriesKey,
    unit: &Unit,
    actor: &Actor,
) -> Result<PaperNumber, DbError> {
    let serial = next(work, &owner(key), key.key(), key.year).await?;
    Ok(paper(key, serial, unit, actor))
}

/// Draws several consecutive numbers of a series at once and answers the first and the last serial.
pub(crate) async fn draw_block(work: &mut UnitOfWork, key: &SeriesKey, count: u32) -> Result<(u32, u32), DbError> {
    let row = work
        .query_one(
            "INSERT INTO number_series (unit, kind, year, last) VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (unit, kind, year) DO UPDATE SET last = last + ?4 RETURNING last",
            params![owner(key), key.key(), i64::from(key.year), count],
        )
        .await?
        .ok_or(DbError::Engine("number series answered no row".to_owned()))?;
    let last = u32::try_from(row.int(0)?).map_err(|_| DbError::Shape { column: 0, expected: "a serial number" })?;
    Ok((last.saturating_sub(count) + 1, last))
}

/// A case reference from its serial, e.g. `33-03/2026/0042`.
pub(crate) fn case_code(unit: &UnitId, year: i16, serial: u32) -> String {
    format!("{unit}/{year}/{serial:04}")
}

/// The serial that the last case reference of a unit in a year has, as an expression over the parameters that name the two; null before the first.
pub(crate) fn last_code(unit: &str, year: &str) -> String {
    format!("(SELECT last FROM number_series WHERE unit = {unit} AND kind = '{CASE_CODES}' AND year = {year})")
}

/// Draws the case reference that follows the last one, which was read in the same transaction: nothing has to be waited for.
pub(crate) async fn draw_code(
    work: &mut UnitOfWork,
    unit: &UnitId,
    year: i16,
    last: Option<i64>,
) -> Result<String, DbError> {
    let serial = last.unwrap_or(0) + 1;
    work.execute(
        "INSERT INTO number_series (unit, kind, year, last) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (unit, kind, year) DO UPDATE SET last = excluded.last",
        params![&unit.0, CASE_CODES, i64::from(year), serial],
    )
    .await?;
    let serial = u32::try_from(serial).map_err(|_| DbError::Engine(format!("{serial} is no serial number")))?;
    Ok(case_code(unit, year, serial))
}

/// Draws the next reference of an inspection plan, e.g. `KH-33/2026/001`; counted by the year of the plan.
pub(crate) async fn draw_plan_code(work: &mut UnitOfWork, unit: &UnitId, year: i16) -> Result<String, DbError> {
    let serial = next(work, &unit.0, PLAN_CODES, year).await?;
    Ok(format!("KH-{unit}/{year}/{serial:03}"))
}

/// Draws the next reference of a task, e.g. `CĐ-33/2026/001`.
pub(crate) async fn draw_task_code(work: &mut UnitOfWork, unit: &UnitId, year: i16) -> Result<String, DbError> {
    let serial = next(work, &unit.0, TASK_CODES, year).await?;
    Ok(format!("CĐ-{unit}/{year}/{serial:03}"))
}

/// Draws the next reference of a lead, e.g. `TT-33-03/2026/001`.
pub(crate) async fn draw_lead_code(work: &mut UnitOfWork, unit: &UnitId, year: i16) -> Result<String, DbError> {
    let serial = next(work, &unit.0, LEAD_CODES, year).await?;
    Ok(format!("TT-{unit}/{year}/{serial:03}"))
}

/// Draws the next reference of a professional measure, e.g. `BP-33-03/2026/001`.
pub(crate) async fn draw_measure_code(work: &mut UnitOfWork, unit: &UnitId, year: i16) -> Result<String, DbError> {
    let serial = next(work, &unit.0, MEASURE_CODES, year).await?;
    Ok(format!("BP-{unit}/{year}/{serial:03}"))
}
