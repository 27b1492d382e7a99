//! Sums of cells: of some scopes, over a period cut into years, half-months and days.
//!
//! Must not know: what a scope stands for, or how sums are shown.

use crate::cells::{Grain, read_field};
use crate::database::{Connection, DbError, Value};
use domain::calendar::{Period, Slice};
use domain::catalogue::Field;
use domain::report::{Measure, Measures};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Sums by scope and by the place of the field in the order of the reports.
pub(super) type Sums = BTreeMap<(String, usize), (Field, Measures)>;

/// The runs of years, segments or days that a period is made of: first and last start of each.
pub(crate) fn runs(period: &Period) -> Vec<(Grain, Date, Date)> {
    let mut runs: Vec<(Grain, Date, Date)> = Vec::new();
    for slice in period.slices() {
        let (grain, start) = match slice {
            Slice::Year(start) => (Grain::Year, start),
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

/// The statement that sums some measures of the cells of some scopes over a period. It names every field, because the key then
/// gives the groups in their order and nothing is sorted.
pub(crate) fn cells_statement(scopes: &[&str], period: &Period, measures: &[Measure]) -> (String, Vec<Value>) {
    let mut params: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let scopes: Vec<String> = scopes.iter().map(|scope| bind(Value::from(*scope))).collect();
    let fields: Vec<String> = Field::all().map(|field| bind(Value::from(field.key()))).collect();
    let sums: Vec<String> = measures.iter().map(|measure| format!("sum({})", measure.key())).collect();
    let parts: Vec<String> = runs(period)
        .into_iter()
        .map(|(grain, first, last)| {
            let (first, last) = (bind(Value::from(first)), bind(Value::from(last)));
            format!(
                "SELECT scope, field, {} FROM report_cell WHERE scope IN ({}) AND grain = '{}' AND field IN ({}) \
                 AND start BETWEEN {first} AND {last} GROUP BY scope, field",
                sums.join(", "),
                scopes.join(","),
                grain.key(),
                fields.join(",")
            )
        })
        .collect();
    (parts.join(" UNION ALL "), params)
}

/// Adds to `sums` what the cells of some scopes hold over a period.
pub(super) async fn read(
    connection: &mut dyn Connection,
    scopes: &[&str],
    period: &Period,
    measures: &[Measure],
    sums: &mut Sums,
) -> Result<(), DbError> {
    if scopes.is_empty() || measures.is_empty() || period.to < period.from {
        return Ok(());
    }
    let (sql, params) = cells_statement(scopes, period, measures);
    for row in connection.query(&sql, &params).await? {
        let field = read_field(&row, 1)?;
        let place = Field::all().position(|known| known == field).unwrap_or(usize::MAX);
        let (_, sum) = sums.entry((row.string(0)?, place)).or_insert((field, Measures::default()));
        for (column, measure) in (2..).zip(measures) {
            sum.count(*measure, row.int(column)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_runs_of_years_segments_and_days() {
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
        let year = Period::year(2026).unwrap();
        assert_eq!(runs(&year), [(Grain::Year, date(2025, 12, 15), date(2025, 12, 15))]);
        let (sql, params) = cells_statement(&["33", "31"], &odd, &Measure::ALL);
        assert_eq!((sql.matches("SELECT").count(), params.len()), (3, 2 + 16 + 6));
    }
}
