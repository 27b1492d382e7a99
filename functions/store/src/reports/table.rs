//! One report: units × fields × measures over a period, summed from segments and a few days.

use crate::StoreError;
use crate::cells::{Grain, read_field, read_measures};
use crate::database::{Database, Value};
use crate::units::{Scope, UnitTree, tree_on};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::{Period, Slice};
use domain::catalogue::Field;
use domain::report::{Measure, Measures};
use domain::unit::{Unit, UnitId, UnitKind};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// A report of one part of the tree over one period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTable {
    /// The unit the report is of.
    pub unit: Unit,
    pub period: Period,
    /// The units directly below, or the unit itself at a leaf; in the order of the tree, also those without a figure.
    pub by_unit: Vec<(Unit, Measures)>,
    /// Fields that moved, in report order, over all units.
    pub by_field: Vec<(Field, Measures)>,
    /// Unit × field, where something moved, in the same orders.
    pub rows: Vec<(UnitId, Field, Measures)>,
    pub total: Measures,
}

/// The units that make up the report of `unit`: provinces for the nation, teams for a province, else itself.
fn parts<'a>(tree: &'a UnitTree, unit: &'a Unit) -> Vec<&'a Unit> {
    let wanted = match Scope::of(&unit.path) {
        Scope::Nation => UnitKind::Province,
        Scope::Province(_) => UnitKind::Team,
        Scope::Unit(_) => return vec![unit],
    };
    tree.below(&unit.path).filter(|part| part.kind == wanted).collect()
}

/// The runs of segments or of days that a period is made of: first and last start of each.
fn runs(period: &Period) -> Vec<(Grain, Date, Date)> {
    let mut runs: Vec<(Grain, Date, Date)> = Vec::new();
    for slice in period.slices() {
        let (grain, start) = match slice {
            Slice::Segment(start) => (Grain::Segment, start),
            Slice::Day(day) => (Grain::Day, day),
        };
        match runs.last_mut() {
            Some((last, _, end)) if *last == grain => *end = start,
            Some(_) | None => runs.push((grain, start, start)),
        }
    }
    runs
}

/// The statement that sums the cells of some scopes over a period. It names every field, because the key then gives
/// the groups in their order and nothing is sorted.
pub(crate) fn cells_statement(scopes: &[&str], period: &Period) -> (String, Vec<Value>) {
    let mut params: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let scopes: Vec<String> = scopes.iter().map(|scope| bind(Value::from(*scope))).collect();
    let fields: Vec<String> = Field::all().map(|field| bind(Value::from(field.key()))).collect();
    let sums = Measure::ALL.map(|measure| format!("sum({})", measure.key())).join(", ");
    let parts: Vec<String> = runs(period)
        .into_iter()
        .map(|(grain, first, last)| {
            let (first, last) = (bind(Value::from(first)), bind(Value::from(last)));
            format!(
                "SELECT scope, field, {sums} FROM report_cell WHERE scope IN ({}) AND grain = '{}' AND field IN ({}) \
                 AND start BETWEEN {first} AND {last} GROUP BY scope, field",
                scopes.join(","),
                grain.key(),
                fields.join(",")
            )
        })
        .collect();
    (parts.join(" UNION ALL "), params)
}

/// Reads the report of a unit over a period.
///
/// # Errors
/// `NotFound` for a unit the actor does not see; a refusal when his role reads no reports.
pub async fn table(
    db: &dyn Database,
    actor: &Actor,
    unit: &UnitId,
    period: &Period,
) -> Result<ReportTable, StoreError> {
    let mut connection = db.open().await?;
    let tree = tree_on(connection.as_mut()).await?;
    let unit = tree.get(unit).ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadReport, &unit.path)?;
    let parts = parts(&tree, unit);
    let mut table = ReportTable {
        unit: unit.clone(),
        period: *period,
        by_unit: Vec::new(),
        by_field: Vec::new(),
        rows: Vec::new(),
        total: Measures::default(),
    };
    if parts.is_empty() {
        return Ok(table);
    }
    let scopes: Vec<&str> = parts.iter().map(|part| part.id.0.as_str()).collect();
    let (sql, params) = cells_statement(&scopes, period);
    let mut sums: BTreeMap<(String, usize), (Field, Measures)> = BTreeMap::new();
    for row in connection.query(&sql, &params).await? {
        let field = read_field(&row, 1)?;
        let place = Field::all().position(|known| known == field).unwrap_or(usize::MAX);
        let sum = sums.entry((row.string(0)?, place)).or_insert((field, Measures::default()));
        sum.1.add(&read_measures(&row, 2)?);
    }
    let mut fields: BTreeMap<usize, (Field, Measures)> = BTreeMap::new();
    for part in parts {
        let mut total = Measures::default();
        for ((_, place), (field, measures)) in sums.range((part.id.0.clone(), 0)..=(part.id.0.clone(), usize::MAX)) {
            if measures.is_zero() {
                continue;
            }
            table.rows.push((part.id.clone(), *field, *measures));
            total.add(measures);
            fields.entry(*place).or_insert((*field, Measures::default())).1.add(measures);
        }
        table.total.add(&total);
        table.by_unit.push((part.clone(), total));
    }
    table.by_field = fields.into_values().collect();
    Ok(table)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_runs_of_segments_and_days() {
        use jiff::civil::date;
        let month = Period::month(2026, 11).unwrap();
        assert_eq!(runs(&month), [(Grain::Segment, date(2026, 10, 15), date(2026, 11, 1))]);
        let week = Period::week_of(date(2026, 11, 23));
        assert_eq!(runs(&week), [(Grain::Day, date(2026, 11, 19), date(2026, 11, 25))]);
        let odd = Period { from: date(2026, 10, 30), to: date(2026, 11, 16), ..month };
        assert_eq!(
            runs(&odd),
            [
                (Grain::Day, date(2026, 10, 30), date(2026, 10, 31)),
                (Grain::Segment, date(2026, 11, 1), date(2026, 11, 1)),
                (Grain::Day, date(2026, 11, 15), date(2026, 11, 16)),
            ]
        );
        let (sql, params) = cells_statement(&["33", "31"], &odd);
        assert_eq!((sql.matches("SELECT").count(), params.len()), (3, 2 + 16 + 6));
    }
}
