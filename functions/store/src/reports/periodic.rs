//! A periodic report: the sums of every span its definition compares, put into its rows and columns.
//!
//! Must not know: what a definition says, or how a table is shown.

use super::table::{ReportTable, Wanted, summary_on, table_on};
use crate::StoreError;
use crate::database::{Connection, Database};
use crate::units::{UnitTree, part_on};
use domain::authority::Reader;
use domain::calendar::Period;
use domain::catalogue::Field;
use domain::organisation::Basis;
use domain::report::definition::{Definition, Over, Sums, Table, evaluate_fields};
use domain::unit::{Unit, UnitId};
use std::collections::BTreeMap;

/// A periodic report with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Periodic {
    pub unit: Unit,
    pub period: Period,
    pub table: Table,
}

/// Reads a periodic report of a unit.
///
/// # Errors
/// As [`super::table_of`]; refused for a period the report is not made for.
pub async fn periodic(
    db: &dyn Database,
    reader: impl Into<Reader<'_>>,
    definition: &Definition,
    unit: &UnitId,
    period: &Period,
    basis: Basis,
) -> Result<Periodic, StoreError> {
    let reader = reader.into();
    let mut connection = db.open().await?;
    let tree = part_on(connection.as_mut(), unit).await?;
    let asked = Asked { definition, unit, period, basis, fields: &[] };
    let found = periodic_on(connection.as_mut(), &tree, reader, &asked).await?;
    if !definition.is_for(period) {
        let message = format!("Báo cáo “{}” không lập cho kỳ {}. Chọn kỳ khác.", definition.title, period.label());
        return Err(StoreError::at("ky", message));
    }
    Ok(found)
}

/// What a report is asked for.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    pub definition: &'a Definition,
    pub unit: &'a UnitId,
    pub period: &'a Period,
    pub basis: Basis,
    /// Only these fields; empty for all.
    pub fields: &'a [Field],
}

/// The figures of a report over any period, on a connection with the tree that was read on it.
pub(crate) async fn periodic_on(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    reader: Reader<'_>,
    asked: &Asked<'_>,
) -> Result<Periodic, StoreError> {
    let Asked { definition, unit, period, basis, fields } = *asked;
    let measures = definition.measures();
    let mut sums: BTreeMap<Over, Sums> = BTreeMap::new();
    let wanted = Wanted { unit, period, basis, measures: &measures };
    // First of all the period itself: who may not read it learns nothing of the report.
    let own = read(connection, tree, reader, &wanted, fields).await?;
    let units = own.by_unit.iter().map(|(unit, _)| (unit.id.clone(), unit.short_name.clone())).collect::<Vec<_>>();
    for over in definition.spans() {
        let span = over.of(period);
        let found = match over {
            Over::Period => Ok(own.clone()),
            Over::YearToDate | Over::Previous | Over::SameLastYear => {
                read(connection, tree, reader, &Wanted { period: &span, ..wanted }, fields).await
            }
        };
        match found {
            Ok(found) => {
                sums.insert(over, sums_of(found, fields));
            }
            // A unit that was not there then has nothing to be compared with.
            Err(StoreError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Periodic { unit: own.unit, period: *period, table: evaluate_fields(definition, &sums, &units, fields) })
}

/// The table of a span; unit × field only where some fields are wanted.
async fn read(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    reader: Reader<'_>,
    wanted: &Wanted<'_>,
    fields: &[Field],
) -> Result<ReportTable, StoreError> {
    if fields.is_empty() {
        summary_on(connection, tree, reader, wanted).await
    } else {
        table_on(connection, tree, reader, wanted).await
    }
}

/// The sums of some fields of a table; of all where none is named.
fn sums_of(found: ReportTable, fields: &[Field]) -> Sums {
    if fields.is_empty() {
        let by_unit = found.by_unit.into_iter().map(|(unit, sum)| (unit.id, sum)).collect();
        return Sums { by_field: found.by_field.into_iter().collect(), by_unit, total: found.total };
    }
    let mut sums = Sums::default();
    for (field, sum) in found.by_field.into_iter().filter(|(field, _)| fields.contains(field)) {
        sums.total.add(&sum);
        sums.by_field.insert(field, sum);
    }
    for (unit, _, sum) in found.rows.into_iter().filter(|(_, field, _)| fields.contains(field)) {
        sums.by_unit.entry(unit).or_default().add(&sum);
    }
    sums
}
