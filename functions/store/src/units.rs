//! The unit tree: read whole (it is small), and the part of it an officer sees.
//!
//! Must not know: who works in a unit, or what the unit did.

use crate::database::{Connection, Database, DbError, Row, UnitOfWork, Value};
use crate::{StoreError, params};
use domain::calendar::Period;
use domain::officer::Officer;
use domain::organisation::{Basis, Organisation};
use domain::unit::{Unit, UnitId, UnitKind, UnitPath, UnitSnapshot};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Columns of a unit as [`read`] expects them.
pub(crate) const COLUMNS: &str = "id, parent, path, kind, name, short_name, province, agency_code, unit_code, place, \
                                  treasury, address, in_force_from, in_force_to";
/// How many columns those are.
pub(crate) const WIDTH: usize = 14;

/// All units, parents before children.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitTree {
    units: Vec<Unit>,
    heirs: BTreeMap<UnitId, UnitId>,
}

impl UnitTree {
    /// Every unit, in the order of its path.
    pub fn all(&self) -> &[Unit] {
        &self.units
    }

    /// The same over time, with who took over from whom.
    pub const fn organisation(&self) -> Organisation<'_> {
        Organisation { units: self.units.as_slice(), heirs: &self.heirs }
    }

    /// One unit.
    pub fn get(&self, id: &UnitId) -> Option<&Unit> {
        self.units.iter().find(|unit| unit.id == *id)
    }

    /// The units at and below a path, in the order of the tree.
    pub fn below<'a>(&'a self, path: &'a UnitPath) -> impl Iterator<Item = &'a Unit> {
        self.units.iter().filter(|unit| path.covers(&unit.path))
    }

    /// What a paper of this unit prints in its head, with the name of the unit above it.
    pub fn snapshot(&self, id: &UnitId) -> Option<UnitSnapshot> {
        let unit = self.get(id)?;
        let superior = unit.parent.as_ref().and_then(|parent| self.get(parent)).map_or("", |above| above.name.as_str());
        Some(unit.snapshot(&superior.to_uppercase()))
    }
}

/// Reads the whole tree.
///
/// # Errors
/// The database failed.
pub async fn tree(db: &dyn Database) -> Result<UnitTree, DbError> {
    tree_on(db.open().await?.as_mut()).await
}

pub(crate) async fn tree_on(connection: &mut dyn Connection) -> Result<UnitTree, DbError> {
    tree_where(connection, "", &[]).await
}

/// The part of the tree that a report of a unit is made of: the unit and what is below it, and all of the tree where units have
/// followed others, since their figures may lie anywhere.
pub(crate) async fn part_on(connection: &mut dyn Connection, unit: &UnitId) -> Result<UnitTree, DbError> {
    let part = "CROSS JOIN (SELECT path AS top FROM unit WHERE id = ?1) \
                WHERE EXISTS (SELECT 1 FROM unit_heir) OR path = top OR (path > top || '/' AND path < top || '0')";
    tree_where(connection, part, params![&unit.0]).await
}

async fn tree_where(connection: &mut dyn Connection, part: &str, params: &[Value]) -> Result<UnitTree, DbError> {
    let sql = format!(
        "SELECT {COLUMNS}, heir FROM unit LEFT JOIN unit_heir ON unit_heir.unit = unit.id {part} ORDER BY path"
    );
    let mut tree = UnitTree { units: Vec::new(), heirs: BTreeMap::new() };
    for row in connection.query(&sql, params).await? {
        let unit = read(&row, 0)?;
        if let Some(heir) = row.opt_string(WIDTH)? {
            tree.heirs.insert(unit.id.clone(), UnitId(heir));
        }
        tree.units.push(unit);
    }
    Ok(tree)
}

/// The units at and below a path, in the order of the tree.
///
/// # Errors
/// The database failed.
pub async fn below(db: &dyn Database, path: &UnitPath) -> Result<Vec<Unit>, DbError> {
    Ok(tree(db).await?.below(path).cloned().collect())
}

/// One unit.
///
/// # Errors
/// The database failed.
pub async fn find(db: &dyn Database, id: &UnitId) -> Result<Option<Unit>, DbError> {
    find_on(db.open().await?.as_mut(), id).await
}

pub(crate) async fn find_on(connection: &mut dyn Connection, id: &UnitId) -> Result<Option<Unit>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM unit WHERE id = ?1");
    connection.query_one(&sql, params![&id.0]).await?.map(|row| read(&row, 0)).transpose()
}

/// Where a unit stands in the tree.
pub(crate) async fn path_on(connection: &mut dyn Connection, id: &UnitId) -> Result<Option<UnitPath>, DbError> {
    let row = connection.query_one("SELECT path FROM unit WHERE id = ?1", params![&id.0]).await?;
    row.map(|row| row.string(0).map(UnitPath)).transpose()
}

/// The active officers of one unit, by name: who may be named in its papers.
///
/// # Errors
/// The database failed.
pub async fn officers(db: &dyn Database, unit: &UnitId) -> Result<Vec<Officer>, DbError> {
    crate::accounts::officers_of(db, unit).await
}

/// Adds a unit, or changes one. Only for set-up: the administration pages come with their own use case.
///
/// # Errors
/// The unit above does not exist, or the database failed.
pub async fn save(db: &dyn Database, unit: &Unit) -> Result<(), DbError> {
    save_on(db.open().await?.as_mut(), unit).await
}

pub(crate) async fn save_on(connection: &mut dyn Connection, unit: &Unit) -> Result<(), DbError> {
    let text = |id: &Option<UnitId>| id.as_ref().map(|id| id.0.clone());
    connection
        .execute(
            &format!(
                "INSERT INTO unit ({COLUMNS}) VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14) \
                 ON CONFLICT (id) DO UPDATE SET parent = excluded.parent, path = excluded.path, kind = excluded.kind, \
                 name = excluded.name, short_name = excluded.short_name, province = excluded.province, \
                 agency_code = excluded.agency_code, unit_code = excluded.unit_code, place = excluded.place, \
                 treasury = excluded.treasury, address = excluded.address, in_force_from = excluded.in_force_from, \
                 in_force_to = excluded.in_force_to"
            ),
            params![
                &unit.id.0,
                text(&unit.parent),
                &unit.path.0,
                unit.kind.key(),
                &unit.name,
                &unit.short_name,
                text(&unit.province),
                &unit.agency_code,
                &unit.unit_code,
                &unit.place,
                &unit.treasury,
                &unit.address,
                unit.in_force_from,
                unit.in_force_to
            ],
        )
        .await
}

/// Ends a unit with a last day; another one takes over its files. Only for set-up, as [`save`].
///
/// # Errors
/// Refused where the other one cannot follow it ([`domain::organisation::NoHeir`]); the database failed.
pub async fn follow(db: &dyn Database, unit: &UnitId, heir: &UnitId, last_day: Date) -> Result<(), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let tree = tree_on(&mut work).await?;
    tree.organisation().may_follow(unit, heir, last_day).map_err(|no| StoreError::at("heir", no.message()))?;
    work.execute("UPDATE unit SET in_force_to = ?2 WHERE id = ?1", params![&unit.0, last_day]).await?;
    work.execute("INSERT INTO unit_heir (unit, heir) VALUES (?1, ?2)", params![&unit.0, &heir.0]).await?;
    work.commit().await?;
    Ok(())
}

/// Reads a unit from the columns that begin at `first`.
pub(crate) fn read(row: &Row, first: usize) -> Result<Unit, DbError> {
    let kind = UnitKind::from_key(row.text(first + 3)?)
        .ok_or(DbError::Shape { column: first + 3, expected: "a kind of unit" })?;
    Ok(Unit {
        id: UnitId(row.string(first)?),
        parent: row.opt_string(first + 1)?.map(UnitId),
        path: UnitPath(row.string(first + 2)?),
        kind,
        name: row.string(first + 4)?,
        short_name: row.string(first + 5)?,
        province: row.opt_string(first + 6)?.map(UnitId),
        agency_code: row.string(first + 7)?,
        unit_code: row.string(first + 8)?,
        place: row.string(first + 9)?,
        treasury: row.string(first + 10)?,
        address: row.string(first + 11)?,
        in_force_from: row.parse(first + 12, "a date")?,
        in_force_to: row.opt_parse(first + 13, "a date")?,
    })
}

/// A part of the tree as the columns of cases know it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// The whole country.
    Nation,
    Province(UnitId),
    Unit(UnitId),
}

impl Scope {
    /// The part of the tree at and below `path`. The tree has three levels: the nation, provinces, and their units.
    pub fn of(path: &UnitPath) -> Scope {
        match path.0.split('/').count() {
            1 => Self::Nation,
            2 => Self::Province(path.leaf()),
            _ => Self::Unit(path.leaf()),
        }
    }
}

/// The units that make up the report of `unit`: provinces for the nation, teams for a province; none below a leaf.
pub(crate) fn parts<'a>(
    organisation: &Organisation<'a>,
    unit: &'a Unit,
    basis: Basis,
    period: &Period,
) -> Vec<&'a Unit> {
    let wanted = match Scope::of(&unit.path) {
        Scope::Nation => UnitKind::Province,
        Scope::Province(_) => UnitKind::Team,
        Scope::Unit(_) => return Vec::new(),
    };
    organisation.below(&unit.path, basis, period).filter(|part| part.kind == wanted).collect()
}
