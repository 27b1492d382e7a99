//! How much officers have to do, and did: by unit for everybody above, by name for their own head alone.

use super::Wanted;
use crate::StoreError;
use crate::cases::loads_of;
use crate::database::{Connection, Database, DbError, Value};
use crate::params;
use crate::units::{Scope, UnitTree, parts, tree_on};
use domain::authority::{Action, Actor, authorise, authorise_officers};
use domain::calendar::{segment_start, to_local};
use domain::officer::Role;
use domain::organisation::Basis;
use domain::pace::Work;
use domain::unit::{Unit, UnitId};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What one officer carries and did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfficerLoad {
    pub name: String,
    pub role: Role,
    /// Files he carries that are not closed.
    pub open: i64,
    /// Of these, with a deadline that has passed.
    pub overdue: i64,
    pub work: Work,
}

/// The same of the officers of a unit together, without names.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Load {
    /// Accounts that take part in the work: all but administrators.
    pub officers: i64,
    /// Of these, who wrote or signed something in the period.
    pub active: i64,
    /// Files that are not closed now.
    pub open: i64,
    /// Of these, with a deadline that has passed.
    pub overdue: i64,
    pub work: Work,
}

pub(crate) const OFFICERS: &str = "SELECT o.full_name, o.role, \
     (SELECT count(*) FROM case_file c INDEXED BY case_by_responsible WHERE c.responsible = o.id AND c.awaiting IS NOT NULL), \
     (SELECT count(*) FROM case_file c INDEXED BY case_by_responsible WHERE c.responsible = o.id AND c.awaiting IS NOT NULL \
      AND c.next_due < ?2), \
     coalesce(sum(w.steps), 0), coalesce(sum(w.opened), 0), coalesce(sum(w.papers), 0) \
     FROM officer o INDEXED BY officer_by_unit LEFT JOIN officer_work w \
     ON w.officer = o.id AND w.grain = 's' AND w.start BETWEEN ?3 AND ?4 \
     WHERE o.unit = ?1 AND o.active = 1 AND o.role <> 'administrator' GROUP BY o.id";

/// The officers of the actor's own unit, by name.
///
/// # Errors
/// `NotFound` for a unit whose head he is not: names are its head's alone.
pub async fn officers(
    db: &dyn Database,
    actor: &Actor,
    wanted: &Wanted<'_>,
    now: Timestamp,
) -> Result<Vec<OfficerLoad>, StoreError> {
    let mut connection = db.open().await?;
    let path = crate::units::path_on(connection.as_mut(), wanted.unit).await?.ok_or(StoreError::NotFound)?;
    authorise_officers(actor, &path)?;
    let (first, last) = (segment_start(wanted.period.from), segment_start(wanted.period.to));
    let rows = connection.query(OFFICERS, params![&wanted.unit.0, to_local(now), first, last]).await?;
    let mut list = rows
        .iter()
        .map(|row| {
            Ok(OfficerLoad {
                name: row.string(0)?,
                role: Role::from_key(row.text(1)?).ok_or(DbError::Shape { column: 1, expected: "a role" })?,
                open: row.int(2)?,
                overdue: row.int(3)?,
                work: Work { steps: row.int(4)?, opened: row.int(5)?, papers: row.int(6)? },
            })
        })
        .collect::<Result<Vec<_>, DbError>>()?;
    list.sort_by_cached_key(|load| domain::text::name_key(&load.name));
    Ok(list)
}

/// What the units directly below have to do, and what their officers did in a period; and the whole of it.
///
/// # Errors
/// `NotFound` for a unit the actor does not see; a refusal when his role reads no reports.
pub async fn loads(
    db: &dyn Database,
    actor: &Actor,
    wanted: &Wanted<'_>,
    now: Timestamp,
) -> Result<(Vec<(Unit, Load)>, Load), StoreError> {
    let mut connection = db.open().await?;
    let tree = tree_on(connection.as_mut()).await?;
    let unit = tree.get(wanted.unit).ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadReport, &unit.path)?;
    let (first, last) = (segment_start(wanted.period.from), segment_start(wanted.period.to));
    let mut by_unit = loads_on(connection.as_mut(), &tree, unit, ("s", first, last)).await?;
    for found in loads_of(connection.as_mut(), &Scope::of(&unit.path), to_local(now)).await? {
        let load = by_unit.entry(found.unit).or_default();
        load.open += found.open;
        load.overdue += found.overdue;
    }
    let organisation = tree.organisation();
    let below = parts(&organisation, unit, Basis::AsOn(wanted.on), wanted.period);
    Ok(by_parts(&tree, &below, &by_unit))
}

/// Adds units up to the parts they belong to, and to the whole.
pub(crate) fn by_parts(
    tree: &UnitTree,
    below: &[&Unit],
    by_unit: &BTreeMap<UnitId, Load>,
) -> (Vec<(Unit, Load)>, Load) {
    let sum = |keep: &dyn Fn(&Unit) -> bool| {
        let mut sum = Load::default();
        for (id, load) in by_unit {
            if tree.get(id).is_some_and(keep) {
                sum.officers += load.officers;
                sum.active += load.active;
                sum.open += load.open;
                sum.overdue += load.overdue;
                sum.work.add(load.work);
            }
        }
        sum
    };
    let parts = below.iter().map(|part| ((*part).clone(), sum(&|unit| part.path.covers(&unit.path)))).collect();
    (parts, sum(&|_| true))
}

/// What the officers of each unit at and below one did in the sums of one length between two beginnings. Reads a row an officer and
/// sum: it grows with the force, never with its files.
pub(crate) async fn loads_on(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    unit: &Unit,
    (grain, first, last): (&str, jiff::civil::Date, jiff::civil::Date),
) -> Result<BTreeMap<UnitId, Load>, DbError> {
    let mut params = vec![Value::from(grain), Value::from(first), Value::from(last)];
    let units: Vec<String> = tree
        .below(&unit.path)
        .map(|unit| {
            params.push(Value::from(&unit.id.0));
            format!("?{}", params.len())
        })
        .collect();
    let sql = format!(
        "SELECT unit, count(*), sum(steps > 0), sum(steps), sum(opened), sum(papers) FROM (SELECT o.unit AS unit, o.id, \
         coalesce(sum(w.steps), 0) AS steps, coalesce(sum(w.opened), 0) AS opened, coalesce(sum(w.papers), 0) AS papers \
         FROM officer o INDEXED BY officer_by_unit LEFT JOIN officer_work w ON w.officer = o.id AND w.grain = ?1 \
         AND w.start BETWEEN ?2 AND ?3 WHERE o.unit IN ({}) AND o.active = 1 AND o.role <> 'administrator' \
         GROUP BY o.unit, o.id) GROUP BY unit",
        units.join(",")
    );
    let mut found = BTreeMap::new();
    for row in connection.query(&sql, &params).await? {
        let work = Work { steps: row.int(3)?, opened: row.int(4)?, papers: row.int(5)? };
        found.insert(
            UnitId(row.string(0)?),
            Load { officers: row.int(1)?, active: row.int(2)?, work, ..Load::default() },
        );
    }
    Ok(found)
}
