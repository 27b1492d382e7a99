//! Sums of cells: of some scopes, over a period cut into years, half-months and days.
//!
//! Must not know: what a scope stands for, or how sums are shown.

use crate::cells::{ALL_FIELDS, Grain, read_field};
use crate::database::{Connection, DbError, Value};
use domain::calendar::{Period, Slice, shift, year_end, year_start};
use domain::catalogue::Field;
use domain::report::{Measure, Measures};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Sums by scope and by the place of the field in the order of the reports.
pub(super) type Sums = BTreeMap<(String, usize), (Field, Measures)>;

/// Cells that follow each other, from the first start to the last, added or taken away.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Run {
    added: bool,
    grain: Grain,
    first: Date,
    last: Date,
}

/// The runs of years, segments or days that a period is made of. Of a year whose greater part is meant, what comes after is taken
/// away from the whole.
fn runs(period: &Period) -> Vec<Run> {
    let mut slices: Vec<(bool, Slice)> = period.slices().into_iter().map(|slice| (true, slice)).collect();
    let begun = year_start(period.to);
    let year = Period { from: begun, to: year_end(begun), ..*period };
    let whole = period.to == year.to;
    if period.from <= begun && !whole {
        let of_year = Period { to: period.to, ..year }.slices();
        let after = Period { from: shift(period.to, 1), ..year }.slices();
        if after.len() + 1 < of_year.len() {
            slices.truncate(slices.len() - of_year.len());
            slices.push((true, Slice::Year(begun)));
            slices.extend(after.into_iter().map(|slice| (false, slice)));
        }
    }
    let mut runs: Vec<Run> = Vec::new();
    for (added, slice) in slices {
        let (grain, start) = match slice {
            Slice::Year(start) => (Grain::Year, start),
            Slice::Segment(start) => (Grain::Segment, start),
            Slice::Day(day) => (Grain::Day, day),
        };
        match runs.last_mut() {
            Some(run) if (run.grain, run.added) == (grain, added) => run.last = start,
            Some(_) | None => runs.push(Run { added, grain, first: start, last: start }),
        }
    }
    runs
}

/// Whether the sums of a scope are told by field, or all fields together.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum By {
    ScopeAndField,
    Scope,
}

/// The statement that sums some measures of the cells of some scopes over a period. It names every field, because the key then
/// gives the groups in their order and nothing is sorted. Where fields are not told apart, the cells of all fields are read, of days
/// those of each.
pub(crate) fn cells_statement(scopes: &[&str], period: &Period, measures: &[Measure], by: By) -> (String, Vec<Value>) {
    let mut params: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let scopes: Vec<String> = scopes.iter().map(|scope| bind(Value::from(*scope))).collect();
    let runs = runs(period);
    let together = |grain: Grain| by == By::Scope && grain != Grain::Day;
    let each: Vec<String> = if runs.iter().all(|run| together(run.grain)) {
        Vec::new()
    } else {
        Field::all().map(|field| bind(Value::from(field.key()))).collect()
    };
    let each = format!("IN ({})", each.join(","));
    let groups = match by {
        By::ScopeAndField => "scope, field",
        By::Scope => "scope",
    };
    let parts: Vec<String> = runs
        .into_iter()
        .map(|Run { added, grain, first, last }| {
            let fields = if together(grain) { format!("= '{ALL_FIELDS}'") } else { each.clone() };
            let sign = if added { "" } else { "-" };
            let sums: Vec<String> = measures.iter().map(|measure| format!("{sign}sum({})", measure.key())).collect();
            let (first, last) = (bind(Value::from(first)), bind(Value::from(last)));
            format!(
                "SELECT {groups}, {} FROM report_cell WHERE scope IN ({}) AND grain = '{}' AND field {fields} \
                 AND start BETWEEN {first} AND {last} GROUP BY {groups}",
                sums.join(", "),
                scopes.join(","),
                grain.key(),
            )
        })
        .collect();
    (parts.join(" UNION ALL "), params)
}

/// Whether there is nothing to be read.
fn nothing(scopes: &[&str], period: &Period, measures: &[Measure]) -> bool {
    scopes.is_empty() || measures.is_empty() || period.to < period.from
}

/// Adds to `sums` what the cells of some scopes hold over a period.
pub(super) async fn read(
    connection: &mut dyn Connection,
    scopes: &[&str],
    period: &Period,
    measures: &[Measure],
    sums: &mut Sums,
) -> Result<(), DbError> {
    if nothing(scopes, period, measures) {
        return Ok(());
    }
    let (sql, params) = cells_statement(scopes, period, measures, By::ScopeAndField);
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

/// The same with all fields together.
pub(super) async fn read_totals(
    connection: &mut dyn Connection,
    scopes: &[&str],
    period: &Period,
    measures: &[Measure],
) -> Result<BTreeMap<String, Measures>, DbError> {
    let mut sums: BTreeMap<String, Measures> = BTreeMap::new();
    if nothing(scopes, period, measures) {
        return Ok(sums);
    }
    let (sql, params) = cells_statement(scopes, period, measures, By::Scope);
    for row in connection.query(&sql, &params).await? {
        let sum = sums.entry(row.string(0)?).or_default();
        for (column, measure) in (1..).zip(measures) {
            sum.count(*measure, row.int(column)?);
        }
    }
    Ok(sums)
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::segment_end;

    #[test]
    fn periods_are_runs_of_years_segments_and_days() {
        use jiff::civil::date;
        let told = |period: &Period| -> Vec<String> {
            let run = |run: Run| {
                format!("{}{} {}..{}", if run.added { '+' } else { '-' }, run.grain.key(), run.first, run.last)
            };
            runs(period).into_iter().map(run).collect()
        };
        let month = Period::month(2026, 11).unwrap();
        assert_eq!(told(&month), ["+s 2026-10-15..2026-11-01"]);
        let week = Period::week_of(date(2026, 11, 23));
        assert_eq!(told(&week), ["+d 2026-11-19..2026-11-25"]);
        let odd = Period { from: date(2026, 10, 30), to: date(2026, 11, 16), ..month };
        let expected = ["+d 2026-10-30..2026-10-31", "+s 2026-11-01..2026-11-01", "+d 2026-11-15..2026-11-16"];
        assert_eq!(told(&odd), expected);
        assert_eq!(told(&Period::year(2026).unwrap()), ["+y 2025-12-15..2025-12-15"]);
        assert_eq!(told(&month.year_to_date()), ["+y 2025-12-15..2025-12-15", "-s 2026-11-15..2026-12-01"]);
        let early = Period::month(2026, 2).unwrap().year_to_date();
        assert_eq!(told(&early), ["+s 2025-12-15..2026-02-01"]);
        let since = Period { from: date(2024, 12, 15), to: date(2026, 12, 3), ..month };
        let expected = ["+y 2024-12-15..2025-12-15", "-d 2026-12-04..2026-12-14"];
        assert_eq!(told(&since), expected);
        let (sql, params) = cells_statement(&["33", "31"], &odd, &Measure::ALL, By::ScopeAndField);
        assert_eq!((sql.matches("SELECT").count(), params.len()), (3, 2 + 16 + 6));
        let (sql, _) = cells_statement(&["33"], &since, &[Measure::Fines], By::Scope);
        assert!(sql.contains("SELECT scope, -sum(phat_tien) FROM") && sql.ends_with("GROUP BY scope"), "{sql}");
    }

    /// Added and taken away, every day of a period counts once and no other day does.
    #[test]
    fn runs_are_the_days_of_the_period() {
        for (from, days) in
            (0_i64..900).step_by(23).flat_map(|from| (0_i64..800).step_by(17).map(move |days| (from, days)))
        {
            let first = shift(jiff::civil::date(2024, 1, 1), from);
            let period = Period { from: first, to: shift(first, days), ..Period::year(2026).unwrap() };
            let mut counted: BTreeMap<Date, i64> = BTreeMap::new();
            for Run { added, grain, first, last } in runs(&period) {
                let end = match grain {
                    Grain::Day => last,
                    Grain::Segment => segment_end(last),
                    Grain::Year => year_end(last),
                };
                let mut day = first;
                while day <= end {
                    *counted.entry(day).or_default() += if added { 1 } else { -1 };
                    day = shift(day, 1);
                }
            }
            counted.retain(|_, times| *times != 0);
            let expected = (0..=days).map(|day| (shift(first, day), 1)).collect::<BTreeMap<_, _>>();
            assert_eq!(counted, expected, "{} to {}", period.from, period.to);
        }
    }
}
