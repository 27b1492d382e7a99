//! Areas: laid out by a team's leaders, given to one officer each, handed over with a reason.

use crate::database::{Connection, Database, DbError, Row, UnitOfWork, to_json};
use crate::{Env, StoreError, params, units};
use domain::authority::{Action, Actor, authorise};
use domain::case::FieldError;
use domain::establishment::{Area, AreaId, EstablishmentFile};
use domain::unit::UnitId;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// An area with its version and the name of its officer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaRecord {
    pub area: Area,
    pub version: u32,
    pub officer_name: Option<String>,
    /// Former and present versions, the newest first.
    pub changes: Vec<AreaChange>,
}

/// One version of an area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AreaChange {
    pub version: u32,
    pub at: Timestamp,
    /// Who wrote it.
    pub by: String,
    /// To whom it was given.
    pub given_to: Option<String>,
    pub reason: String,
}

/// Refused for what the domain says of each field.
pub(super) fn refused(errors: Vec<(&str, String)>) -> StoreError {
    StoreError::fields(errors.into_iter().map(|(field, message)| FieldError::new(field, message)).collect())
}

fn number(value: i64) -> Result<u32, DbError> {
    u32::try_from(value).map_err(|_| DbError::Shape { column: 0, expected: "a version" })
}

/// The areas of a unit, by name. Known to everybody who reads parties: an officer asks whom to call.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn areas(db: &dyn Database, actor: &Actor, unit: &UnitId) -> Result<Vec<AreaRecord>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let mut connection = db.open().await?;
    let sql = "SELECT a.document, a.version, o.full_name FROM area a LEFT JOIN officer o \
               ON o.id = json_extract(a.document, '$.officer') WHERE a.unit = ?1";
    let rows = connection.query(sql, params![&unit.0]).await?;
    let mut records = Vec::new();
    for row in &rows {
        records.push(AreaRecord {
            area: row.json(0)?,
            version: number(row.int(1)?)?,
            officer_name: row.opt_string(2)?,
            changes: Vec::new(),
        });
    }
    let sql = "SELECT c.area, c.version, c.at, coalesce(w.full_name, c.officer), g.full_name, c.reason FROM area a \
               JOIN area_change c ON c.area = a.id LEFT JOIN officer w ON w.id = c.officer \
               LEFT JOIN officer g ON g.id = json_extract(c.document, '$.officer') \
               WHERE a.unit = ?1 ORDER BY c.area, c.version DESC";
    for row in &connection.query(sql, params![&unit.0]).await? {
        let id = AreaId(row.parse(0, "an area id")?);
        let change = read_change(row)?;
        if let Some(record) = records.iter_mut().find(|record| record.area.id == id) {
            record.changes.push(change);
        }
    }
    records.sort_by_cached_key(|record| domain::text::fold(&record.area.name));
    Ok(records)
}

fn read_change(row: &Row) -> Result<AreaChange, DbError> {
    Ok(AreaChange {
        version: number(row.int(1)?)?,
        at: row.moment(2)?,
        by: row.string(3)?,
        given_to: row.opt_string(4)?,
        reason: row.string(5)?,
    })
}

/// Lays out an area, changes it, or hands it to another officer; answers its version. Files of its communes move to it.
///
/// # Errors
/// `NotFound` for a unit outside the actor's part of the tree; `Stale` when it was changed since; refused at its fields for a name or
/// a commune that another area of the team has, or an officer of another unit; his role lays out no areas.
pub async fn save_area(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    area: &Area,
    expected_version: Option<u32>,
    reason: &str,
) -> Result<u32, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let path = units::path_on(&mut work, &area.unit).await?.ok_or(StoreError::NotFound)?;
    authorise(actor, Action::AssignArea, &path)?;
    let rows = work.query("SELECT document, version, id FROM area WHERE unit = ?1", params![&area.unit.0]).await?;
    let mut others: Vec<Area> = Vec::new();
    let mut stored = None;
    for row in &rows {
        let one: Area = row.json(0)?;
        if one.id == area.id {
            stored = Some((one.clone(), number(row.int(1)?)?));
        }
        others.push(one);
    }
    let version = match (&stored, expected_version) {
        (None, None) => 1,
        (None, Some(_)) => return Err(StoreError::NotFound),
        (Some((before, current)), _) if before == area => return Ok(*current),
        (Some((_, current)), expected) if expected != Some(*current) => {
            return Err(StoreError::Stale { current: *current, since: Vec::new() });
        }
        (Some((_, current)), _) => current + 1,
    };
    let mut errors = area.conflicts(&others);
    if let Some(officer) = &area.officer {
        let sql = "SELECT 1 FROM officer WHERE id = ?1 AND unit = ?2 AND active = 1";
        if work.query_one(sql, params![&officer.0, &area.unit.0]).await?.is_none() {
            errors
                .push(("officer", "Chỉ giao địa bàn cho công chức đang công tác tại chính đội. Chọn lại.".to_owned()));
        }
    }
    let handed_over = stored.as_ref().is_some_and(|(before, _)| before.officer != area.officer);
    let reason = domain::text::clean(reason);
    if handed_over && reason.is_empty() {
        errors.push(("reason", "Nhập lý do bàn giao địa bàn, ví dụ: điều động theo Quyết định số ….".to_owned()));
    }
    if !errors.is_empty() {
        return Err(refused(errors));
    }
    let document = to_json(area)?;
    work.execute(
        "INSERT INTO area (id, unit, version, document) VALUES (?1,?2,?3,?4) \
         ON CONFLICT (id) DO UPDATE SET version = excluded.version, document = excluded.document",
        params![area.id.0, &area.unit.0, version, &document],
    )
    .await?;
    work.execute(
        "INSERT INTO area_change (area, version, at, officer, reason, document) VALUES (?1,?2,?3,?4,?5,?6)",
        params![area.id.0, version, env.now, &actor.id().0, reason, document],
    )
    .await?;
    work.execute(
        "UPDATE establishment SET area = NULL WHERE unit = ?1 AND area = ?2",
        params![&area.unit.0, area.id.0],
    )
    .await?;
    for commune in &area.communes {
        work.execute(
            "UPDATE establishment SET area = ?3 WHERE unit = ?1 AND commune = ?2",
            params![&area.unit.0, &commune.0, area.id.0],
        )
        .await?;
    }
    work.commit().await?;
    Ok(version)
}

/// The area each file belongs to: the one of its unit that has its commune.
pub(super) async fn of_files(
    work: &mut UnitOfWork,
    files: &[&EstablishmentFile],
) -> Result<Vec<Option<AreaId>>, DbError> {
    let mut found = BTreeMap::new();
    let units: BTreeSet<&UnitId> =
        files.iter().filter(|file| file.commune.is_some()).map(|file| &file.place.unit).collect();
    for unit in units {
        for row in &work.query("SELECT document FROM area WHERE unit = ?1", params![&unit.0]).await? {
            let area: Area = row.json(0)?;
            for commune in area.communes {
                found.entry((unit, commune)).or_insert(area.id);
            }
        }
    }
    let of = |file: &&EstablishmentFile| found.get(&(&file.place.unit, file.commune.clone()?)).copied();
    Ok(files.iter().map(of).collect())
}
