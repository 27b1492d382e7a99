//! A periodic report: the sums of every span its definition compares, put into its rows and columns.
//!
//! Must not know: what a definition says, or how a table is shown.

use super::table::{Wanted, summary_on};
use crate::StoreError;
use crate::database::Database;
use crate::units::part_on;
use domain::authority::Actor;
use domain::calendar::Period;
use domain::organisation::Basis;
use domain::report::definition::{Definition, Over, Sums, Table, evaluate};
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
    actor: &Actor,
    definition: &Definition,
    unit: &UnitId,
    period: &Period,
    basis: Basis,
) -> Result<Periodic, StoreError> {
    let mut connection = db.open().await?;
    let tree = part_on(connection.as_mut(), unit).await?;
    let measures = definition.measures();
    let mut sums: BTreeMap<Over, Sums> = BTreeMap::new();
    let wanted = Wanted { unit, period, basis, measures: &measures };
    // First of all the period itself: who may not read it learns nothing of the report.
    let own = summary_on(connection.as_mut(), &tree, actor, &wanted).await?;
    if !definition.is_for(period) {
        let message = format!("Báo cáo “{}” không lập cho kỳ {}. Chọn kỳ khác.", definition.title, period.label());
        return Err(StoreError::at("ky", message));
    }
    let units = own.by_unit.iter().map(|(unit, _)| (unit.id.clone(), unit.short_name.clone())).collect::<Vec<_>>();
    for over in definition.spans() {
        let span = over.of(period);
        let found = match over {
            Over::Period => Ok(own.clone()),
            Over::YearToDate | Over::Previous | Over::SameLastYear => {
                summary_on(connection.as_mut(), &tree, actor, &Wanted { period: &span, ..wanted }).await
            }
        };
        match found {
            Ok(found) => {
                let by_unit = found.by_unit.into_iter().map(|(unit, sum)| (unit.id, sum)).collect();
                let by_field = found.by_field.into_iter().collect();
                sums.insert(over, Sums { by_field, by_unit, total: found.total });
            }
            // A unit that was not there then has nothing to be compared with.
            Err(StoreError::Refused(_)) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(Periodic { unit: own.unit, period: *period, table: evaluate(definition, &sums, &units) })
}
