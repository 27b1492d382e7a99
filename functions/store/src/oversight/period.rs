//! Figures of the running day, week and month, and of the months before: from report cells alone, in one statement.
//!
//! Must not know: which units a scope stands for.

use crate::cells::{ALL_FIELDS, Grain};
use crate::database::{Connection, DbError, Value};
use domain::calendar::{Period, PeriodKind, segment_start};
use domain::catalogue::Field;
use domain::report::{Measure, Measures};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What the leaders' page shows of a period.
pub(super) const SHOWN: [Measure; 6] = [
    Measure::Inspections,
    Measure::Violations,
    Measure::Handled,
    Measure::Fines,
    Measure::FinesPaid,
    Measure::ExhibitsValue,
];

/// How many months the trend has.
const MONTHS: usize = 12;

/// A period that still runs, with as many days of the one before and of the same one last year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ongoing {
    pub period: Period,
    pub now: Measures,
    pub before: Measures,
    pub last_year: Measures,
}

/// A reporting month of the trend with the same month a year before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment {
    pub period: Period,
    pub now: Measures,
    pub last_year: Measures,
}

/// The periods of the trend, the oldest first; the last one runs.
fn months(today: Date) -> Vec<Period> {
    let mut months = vec![Period::month_of(today)];
    while months.len() < MONTHS {
        let before = months.last().map_or_else(|| Period::month_of(today), Period::previous);
        months.push(before);
    }
    months.reverse();
    months
}

/// The periods that run today.
fn running(today: Date) -> [Period; 3] {
    [PeriodKind::Day, PeriodKind::Week, PeriodKind::Month].map(|kind| Period::of(kind, today))
}

/// The statement that sums cells of some scopes by day and by half-month.
pub(crate) fn statement(scopes: &[&str], today: Date) -> (String, Vec<Value>) {
    let mut params: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let scopes: Vec<String> = scopes.iter().map(|scope| bind(Value::from(*scope))).collect();
    let fields: Vec<String> = Field::all().map(|field| bind(Value::from(field.key()))).collect();
    let sums = SHOWN.map(|measure| format!("sum({})", measure.key())).join(", ");
    let month = Period::month_of(today);
    let last_year = running(today).map(|period| period.same_last_year());
    let first = last_year.iter().map(|period| period.from).min().unwrap_or(month.from);
    let last = last_year.iter().map(|period| period.to).max().unwrap_or(month.to);
    let earliest = months(today).first().map_or(month.from, |month| month.same_last_year().from);
    let spans = [
        (Grain::Day, month.previous().from, today),
        (Grain::Day, first, last),
        (Grain::Segment, earliest, segment_start(month.to)),
    ];
    let parts = spans.map(|(grain, from, to)| {
        format!(
            "SELECT '{0}', start, {sums} FROM report_cell WHERE scope IN ({1}) AND grain = '{0}' AND field {2} \
             AND start BETWEEN {3} AND {4} GROUP BY start",
            grain.key(),
            scopes.join(","),
            if grain == Grain::Day { format!("IN ({})", fields.join(",")) } else { format!("= '{ALL_FIELDS}'") },
            bind(Value::from(from)),
            bind(Value::from(to))
        )
    });
    (parts.join(" UNION ALL "), params)
}

/// Sums by day, or by half-month.
type ByStart = BTreeMap<Date, Measures>;

fn over(sums: &ByStart, from: Date, to: Date) -> Measures {
    let mut total = Measures::default();
    if from <= to {
        for (_, sum) in sums.range(from..=to) {
            total.add(sum);
        }
    }
    total
}

/// Reads the running periods and the trend of some scopes together.
pub(super) async fn read(
    connection: &mut dyn Connection,
    scopes: &[&str],
    today: Date,
) -> Result<([Ongoing; 3], Vec<Segment>), DbError> {
    let (sql, params) = statement(scopes, today);
    let (mut days, mut segments) = (ByStart::new(), ByStart::new());
    for row in connection.query(&sql, &params).await? {
        let start: Date = row.parse(1, "a date")?;
        let mut sum = Measures::default();
        for (column, measure) in (2..).zip(SHOWN) {
            sum.count(measure, row.int(column)?);
        }
        // The spans of days may meet; each day is the same in both.
        if row.text(0)? == Grain::Day.key() {
            days.insert(start, sum)
        } else {
            segments.insert(start, sum)
        };
    }
    let ongoing = running(today).map(|period| {
        let before = period.previous().as_far_as(&period, today);
        let last_year = period.same_last_year().as_far_as(&period, today);
        Ongoing {
            period,
            now: over(&days, period.from, today),
            before: over(&days, before.from, before.to),
            last_year: over(&days, last_year.from, last_year.to),
        }
    });
    let of = |month: &Period| over(&segments, month.from, month.to);
    let trend = months(today)
        .into_iter()
        .map(|period| Segment { period, now: of(&period), last_year: of(&period.same_last_year()) })
        .collect();
    Ok((ongoing, trend))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_year_of_months_ends_with_the_running_one() {
        let today = date(2026, 11, 30);
        let all = months(today);
        assert_eq!((all.len(), all[11], Some(all[0])), (12, Period::month(2026, 12).unwrap(), Period::month(2026, 1)));
        let keys = running(today).map(|period| period.key());
        assert_eq!(keys, ["ngay-2026-11-30", "tuan-2026-11-26", "2026-12"]);
        let (sql, params) = statement(&["33"], today);
        assert_eq!((sql.matches("SELECT").count(), params.len()), (3, 1 + 16 + 6));
    }
}
