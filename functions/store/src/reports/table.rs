//! One report: units × fields × measures over a period, summed from whole years, half-months and a few days.

use super::sums::{Sums, read, read_totals};
use crate::StoreError;
use crate::database::{Connection, Database, DbError};
use crate::units::{UnitTree, part_on, parts};
use domain::authority::{Actor, Reader, authorise_figures};
use domain::calendar::Period;
use domain::catalogue::Field;
use domain::organisation::{Basis, Organisation, Piece};
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
    /// Unit × field, where something moved, in the same orders; nothing in a summary.
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
pub async fn table_of(
    db: &dyn Database,
    reader: impl Into<Reader<'_>>,
    wanted: &Wanted<'_>,
) -> Result<ReportTable, StoreError> {
    let reader = reader.into();
    let mut connection = db.open().await?;
    let tree = part_on(connection.as_mut(), wanted.unit).await?;
    table_on(connection.as_mut(), &tree, reader, wanted).await
}

/// The same on a connection, with the tree that was read on it.
pub(crate) async fn table_on(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    reader: Reader<'_>,
    wanted: &Wanted<'_>,
) -> Result<ReportTable, StoreError> {
    let organisation = tree.organisation();
    let (unit, parts) = allowed(tree, &organisation, reader, wanted)?;
    let units: Vec<&Unit> = parts.iter().copied().chain([unit]).collect();
    let mut sums = BTreeMap::new();
    for (measures, period) in wanted.flows_and_stocks() {
        gather(connection, &organisation, &units, (wanted.basis, &period), &measures, &mut sums).await?;
    }
    Ok(arrange(unit, *wanted.period, &parts, &sums))
}

/// The same without unit × field: a fraction of the cells become rows.
///
/// # Errors
/// As [`table_of`].
pub async fn summary_of(
    db: &dyn Database,
    reader: impl Into<Reader<'_>>,
    wanted: &Wanted<'_>,
) -> Result<ReportTable, StoreError> {
    let reader = reader.into();
    let mut connection = db.open().await?;
    let tree = part_on(connection.as_mut(), wanted.unit).await?;
    summary_on(connection.as_mut(), &tree, reader, wanted).await
}

/// [`summary_of`] on a connection, with the tree that was read on it.
pub(crate) async fn summary_on(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    reader: Reader<'_>,
    wanted: &Wanted<'_>,
) -> Result<ReportTable, StoreError> {
    let organisation = tree.organisation();
    let (unit, parts) = allowed(tree, &organisation, reader, wanted)?;
    let (mut own, mut of_parts) = (BTreeMap::new(), vec![Measures::default(); parts.len()]);
    for (measures, period) in wanted.flows_and_stocks() {
        gather(connection, &organisation, &[unit], (wanted.basis, &period), &measures, &mut own).await?;
        let pieces = organisation.pieces_of(&parts, wanted.basis, &period);
        for ((from, to), scopes) in spans(&pieces) {
            let sums = read_totals(connection, &scopes, &Period { from, to, ..period }, &measures).await?;
            for (pieces, total) in pieces.iter().zip(&mut of_parts) {
                let now = pieces.iter().filter(|piece| (piece.from, piece.to) == (from, to));
                now.filter_map(|piece| sums.get(&piece.scope.0)).for_each(|sum| total.add(sum));
            }
        }
    }
    let mut table = arrange(unit, *wanted.period, &[], &own);
    let mut left = table.total;
    table.rows.clear();
    table.by_unit = parts.iter().zip(of_parts).map(|(part, total)| ((*part).clone(), total)).collect();
    for (_, total) in &table.by_unit {
        left = left.minus(total);
    }
    if parts.is_empty() || !left.is_zero() {
        table.by_unit.push((unit.clone(), left));
    }
    Ok(table)
}

/// The unit that is asked for and the parts of its report, where the actor may read it and it was there.
fn allowed<'a>(
    tree: &'a UnitTree,
    organisation: &Organisation<'a>,
    reader: Reader<'_>,
    wanted: &Wanted<'_>,
) -> Result<(&'a Unit, Vec<&'a Unit>), StoreError> {
    let unit = tree.get(wanted.unit).ok_or(StoreError::NotFound)?;
    authorise_figures(reader, &unit.path)?;
    let (basis, period) = (wanted.basis, wanted.period);
    organisation.exists(unit, basis, period).map_err(|not| StoreError::at("don-vi", not.message()))?;
    Ok((unit, parts(organisation, unit, basis, period)))
}

impl Wanted<'_> {
    /// The measures that are summed over the period, and those that are summed up to its end.
    fn flows_and_stocks(&self) -> [(Vec<Measure>, Period); 2] {
        let (stocks, flows): (Vec<Measure>, Vec<Measure>) =
            self.measures.iter().partition(|measure| measure.is_stock());
        [(flows, *self.period), (stocks, self.period.up_to_its_end())]
    }
}

/// The scopes of pieces by the days they count over.
fn spans(pieces: &[Vec<Piece>]) -> BTreeMap<(Date, Date), Vec<&str>> {
    let mut spans: BTreeMap<(Date, Date), BTreeSet<&str>> = BTreeMap::new();
    for piece in pieces.iter().flatten() {
        spans.entry((piece.from, piece.to)).or_default().insert(&piece.scope.0);
    }
    spans.into_iter().map(|(span, scopes)| (span, scopes.into_iter().collect())).collect()
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
    for ((from, to), scopes) in spans(&pieces) {
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
