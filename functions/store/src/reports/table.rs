//! One report: units × fields × measures over a period, summed from whole years, half-months and a few days.

use super::sums::{Sums, read};
use crate::StoreError;
use crate::database::{Connection, Database, DbError};
use crate::units::{UnitTree, parts, tree_on};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::Period;
use domain::catalogue::Field;
use domain::organisation::{Basis, Organisation};
use domain::report::{Measure, Measures};
use domain::unit::{Unit, UnitId};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A report of one part of the tree over one period. A stock is what stood at the end of the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTable {
    /// The unit the report is of.
    pub unit: Unit,
    pub period: Period,
    /// The units directly below, or the unit itself at a leaf; in the order of the tree, also those without a figure. Last, where
    /// something is left, the unit itself with what belongs to none of them.
    pub by_unit: Vec<(Unit, Measures)>,
    /// Fields that moved, in report order, over all units.
    pub by_field: Vec<(Field, Measures)>,
    /// Unit × field, where something moved, in the same orders.
    pub rows: Vec<(UnitId, Field, Measures)>,
    pub total: Measures,
}

/// What a report is asked for.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub unit: &'a UnitId,
    pub period: &'a Period,
    pub basis: Basis,
    /// What is not shown need not be summed: the other measures are 0.
    pub measures: &'a [Measure],
}

/// Reads the report of a unit over a period in all measures, by the organisation of the period's last day.
///
/// # Errors
/// As [`table_of`].
pub async fn table(
    db: &dyn Database,
    actor: &Actor,
    unit: &UnitId,
    period: &Period,
) -> Result<ReportTable, StoreError> {
    let basis = Basis::AsOn(period.to);
    table_of(db, actor, &Wanted { unit, period, basis, measures: &Measure::ALL }).await
}

/// Reads the report of a unit over a period.
///
/// # Errors
/// `NotFound` for a unit the actor does not see; a refusal when his role reads no reports, and for a unit that was not there
/// ([`domain::organisation::NotThen`]).
pub async fn table_of(db: &dyn Database, actor: &Actor, wanted: &Wanted<'_>) -> Result<ReportTable, StoreError> {
    let mut connection = db.open().await?;
    let tree = tree_on(connection.as_mut()).await?;
    table_on(connection.as_mut(), &tree, actor, wanted).await
}

/// The same on a connection, with the tree that was read on it.
pub(super) async fn table_on(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    actor: &Actor,
    wanted: &Wanted<'_>,
) -> Result<ReportTable, StoreError> {
    let organisation = tree.organisation();
    let unit = tree.get(wanted.unit).ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadReport, &unit.path)?;
    let (basis, period) = (wanted.basis, wanted.period);
    organisation.exists(unit, basis, period).map_err(|not| StoreError::at("don-vi", not.message()))?;
    let parts = parts(&organisation, unit, basis, period);
    let units: Vec<&Unit> = parts.iter().copied().chain([unit]).collect();
    let (stocks, flows): (Vec<Measure>, Vec<Measure>) = wanted.measures.iter().partition(|measure| measure.is_stock());
    let mut sums = BTreeMap::new();
    for (measures, period) in [(flows, *period), (stocks, period.up_to_its_end())] {
        gather(connection, &organisation, &units, (basis, &period), &measures, &mut sums).await?;
    }
    Ok(arrange(unit, *period, &parts, &sums))
}

/// Sums by unit, and by the place of the field in the order of the reports.
type ByUnit<'a> = BTreeMap<&'a UnitId, BTreeMap<usize, (Field, Measures)>>;

/// Adds up the pieces that the figures of each unit are made of.
async fn gather<'a>(
    connection: &mut dyn Connection,
    organisation: &Organisation<'_>,
    units: &[&'a Unit],
    (basis, period): (Basis, &Period),
    measures: &[Measure],
    by_unit: &mut ByUnit<'a>,
) -> Result<(), DbError> {
    if measures.is_empty() {
        return Ok(());
    }
    let pieces = organisation.pieces_of(units, basis, period);
    let mut spans: BTreeMap<(Date, Date), BTreeSet<&str>> = BTreeMap::new();
    for piece in pieces.iter().flatten() {
        spans.entry((piece.from, piece.to)).or_default().insert(&piece.scope.0);
    }
    for ((from, to), scopes) in spans {
        let scopes: Vec<&str> = scopes.into_iter().collect();
        let mut sums = Sums::new();
        read(connection, &scopes, &Period { from, to, ..*period }, measures, &mut sums).await?;
        for (unit, pieces) in units.iter().zip(&pieces) {
            let own = by_unit.entry(&unit.id).or_default();
            for piece in pieces.iter().filter(|piece| (piece.from, piece.to) == (from, to)) {
                let scope = &piece.scope.0;
                for ((_, place), (field, sum)) in sums.range((scope.clone(), 0)..=(scope.clone(), usize::MAX)) {
                    own.entry(*place).or_insert((*field, Measures::default())).1.add(sum);
                }
            }
        }
    }
    for own in by_unit.values_mut() {
        own.retain(|_, (_, sum)| !sum.is_zero());
    }
    Ok(())
}

/// Puts the sums of a unit and its parts in their order.
fn arrange(unit: &Unit, period: Period, parts: &[&Unit], sums: &ByUnit<'_>) -> ReportTable {
    let of = |id: &UnitId| sums.get(id).cloned().unwrap_or_default();
    let all = of(&unit.id);
    let mut table = ReportTable {
        unit: unit.clone(),
        period,
        by_unit: Vec::new(),
        by_field: all.values().copied().collect(),
        rows: Vec::new(),
        total: total(all.values()),
    };
    let mut left = all;
    for part in parts {
        let own = of(&part.id);
        for (place, (field, sum)) in &own {
            let rest = left.entry(*place).or_insert((*field, Measures::default()));
            rest.1 = rest.1.minus(sum);
            table.rows.push((part.id.clone(), *field, *sum));
        }
        table.by_unit.push(((*part).clone(), total(own.values())));
    }
    left.retain(|_, (_, sum)| !sum.is_zero());
    if parts.is_empty() || !left.is_empty() {
        table.rows.extend(left.values().map(|(field, sum)| (unit.id.clone(), *field, *sum)));
        table.by_unit.push((unit.clone(), total(left.values())));
    }
    table
}

fn total<'a>(rows: impl Iterator<Item = &'a (Field, Measures)>) -> Measures {
    let mut sum = Measures::default();
    for (_, row) in rows {
        sum.add(row);
    }
    sum
}
