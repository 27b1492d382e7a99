//! The durations of a part of the tree over a period, and the cases behind a figure, the slowest first.

use super::keep::{Grain, read_sums, sum_columns};
use crate::StoreError;
use crate::cases::{CaseRow, ROW_COLUMNS, ROW_WIDTH, read_row};
use crate::database::{Connection, Database, DbError, Value};
use crate::units::{Scope, UnitTree, parts, tree_on};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::{Period, PeriodKind, Slice};
use domain::case::{Event, EventBody};
use domain::organisation::Basis;
use domain::pace::{Step, Sums};
use domain::unit::{Unit, UnitId};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Most cases that are shown behind one figure.
pub const SLOWEST: usize = 100;

/// Parts of one statement of the slowest; an engine takes 500.
const PARTS: usize = 100;

/// What is asked for: a part of the tree over a period, by the organisation of a day.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    pub unit: &'a UnitId,
    pub period: &'a Period,
    /// The day whose organisation the figures are told by; as a rule today.
    pub on: Date,
}

/// The durations of a part of the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PaceTable {
    pub unit: Unit,
    /// Steps that ended, in the order of the work.
    pub steps: Vec<(Step, Sums)>,
    /// The units directly below with the step that was asked for; none below a leaf.
    pub by_unit: Vec<(Unit, Sums)>,
}

/// A case behind a figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slow {
    pub row: CaseRow,
    pub day: Date,
    pub minutes: i64,
    pub within: Option<bool>,
    /// Why it was returned or cancelled.
    pub reason: Option<String>,
}

/// Whether a period is made of whole half-months: weeks are not.
fn whole(period: &Period) -> Result<(), StoreError> {
    match period.kind {
        PeriodKind::Day | PeriodKind::Days | PeriodKind::Week => {
            Err(StoreError::at("ky", "Thời gian xử lý được tính theo tháng, quý, 6 tháng, năm. Chọn một kỳ đó."))
        }
        PeriodKind::Month | PeriodKind::Quarter | PeriodKind::HalfYear | PeriodKind::Year => Ok(()),
    }
}

/// The runs of years and half-months that a period is made of: first and last start of each.
fn runs(period: &Period) -> Vec<(Grain, Date, Date)> {
    let mut runs: Vec<(Grain, Date, Date)> = Vec::new();
    for slice in period.slices() {
        let (grain, start) = match slice {
            Slice::Year(start) => (Grain::Year, start),
            Slice::Segment(start) | Slice::Day(start) => (Grain::Segment, start),
        };
        match runs.last_mut() {
            Some((last, _, end)) if *last == grain => *end = start,
            Some(_) | None => runs.push((grain, start, start)),
        }
    }
    runs
}

/// The statement that sums some steps of some scopes over a period. It names every step, because the key then gives the groups in
/// their order and nothing is sorted.
pub(crate) fn cells_statement(scopes: &[&str], period: &Period, steps: &[Step]) -> (String, Vec<Value>) {
    let mut params: Vec<Value> = Vec::new();
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let scopes: Vec<String> = scopes.iter().map(|scope| bind(Value::from(*scope))).collect();
    let steps: Vec<String> = steps.iter().map(|step| bind(Value::from(step.key()))).collect();
    let parts: Vec<String> = runs(period)
        .into_iter()
        .map(|(grain, first, last)| {
            let (first, last) = (bind(Value::from(first)), bind(Value::from(last)));
            format!(
                "SELECT scope, step, {} FROM pace_cell WHERE scope IN ({}) AND grain = '{}' AND step IN ({}) \
                 AND start BETWEEN {first} AND {last} GROUP BY scope, step",
                sum_columns(|name| format!("sum({name})")),
                scopes.join(","),
                grain.key(),
                steps.join(",")
            )
        })
        .collect();
    (parts.join(" UNION ALL "), params)
}

type ByScope = BTreeMap<(String, Step), Sums>;

async fn sums(
    connection: &mut dyn Connection,
    scopes: &[&str],
    period: &Period,
    steps: &[Step],
) -> Result<ByScope, DbError> {
    let mut found = ByScope::new();
    if scopes.is_empty() {
        return Ok(found);
    }
    let (sql, params) = cells_statement(scopes, period, steps);
    for row in connection.query(&sql, &params).await? {
        let step = Step::from_key(row.text(1)?).ok_or(DbError::Shape { column: 1, expected: "a step" })?;
        found.entry((row.string(0)?, step)).or_default().add(&read_sums(&row, 2)?);
    }
    Ok(found)
}

/// The scopes each unit is summed from.
fn scopes_of(tree: &UnitTree, units: &[&Unit], wanted: &Wanted<'_>) -> Vec<Vec<UnitId>> {
    let pieces = tree.organisation().pieces_of(units, Basis::AsOn(wanted.on), wanted.period);
    pieces.into_iter().map(|pieces| pieces.into_iter().map(|piece| piece.scope).collect()).collect()
}

/// Reads the durations of a unit over a period, and those of the units below in one step.
///
/// # Errors
/// `NotFound` for a unit the actor does not see; a refusal when his role reads no reports, for a week, and for a unit that was not
/// there.
pub async fn table(db: &dyn Database, actor: &Actor, wanted: &Wanted<'_>, step: Step) -> Result<PaceTable, StoreError> {
    let mut connection = db.open().await?;
    let tree = tree_on(connection.as_mut()).await?;
    let unit = tree.get(wanted.unit).ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadReport, &unit.path)?;
    whole(wanted.period)?;
    let (organisation, basis) = (tree.organisation(), Basis::AsOn(wanted.on));
    organisation.exists(unit, basis, wanted.period).map_err(|not| StoreError::at("don-vi", not.message()))?;
    let below = parts(&organisation, unit, basis, wanted.period);
    let own = scopes_of(&tree, &[unit], wanted).pop().unwrap_or_default();
    let names: Vec<&str> = own.iter().map(|scope| scope.0.as_str()).collect();
    let mut total: BTreeMap<Step, Sums> = BTreeMap::new();
    for ((_, step), found) in sums(connection.as_mut(), &names, wanted.period, &Step::ALL).await? {
        total.entry(step).or_default().add(&found);
    }
    let theirs = scopes_of(&tree, &below, wanted);
    let names: Vec<&str> = theirs.iter().flatten().map(|scope| scope.0.as_str()).collect();
    let found = sums(connection.as_mut(), &names, wanted.period, &[step]).await?;
    let by_unit = below.iter().zip(theirs).map(|(unit, scopes)| {
        let mut sum = Sums::default();
        for scope in scopes {
            if let Some(found) = found.get(&(scope.0, step)) {
                sum.add(found);
            }
        }
        ((*unit).clone(), sum)
    });
    Ok(PaceTable { unit: unit.clone(), by_unit: by_unit.collect(), steps: total.into_iter().collect() })
}

/// The beginnings of the half-months of a period.
fn halves(period: &Period) -> Vec<Date> {
    period
        .slices()
        .into_iter()
        .flat_map(|slice| match slice {
            Slice::Year(start) => {
                let end = domain::calendar::add_months(start, 12);
                let of_year = Period { from: start, to: domain::calendar::shift(end, -1), kind: PeriodKind::HalfYear };
                let half_months = (0..12).flat_map(|month| {
                    let first = domain::calendar::add_months(of_year.from, month);
                    [first, domain::calendar::segment_start(domain::calendar::shift(first, 20))]
                });
                half_months.collect()
            }
            Slice::Segment(start) | Slice::Day(start) => vec![start],
        })
        .collect()
}

/// The statement of the slowest cases of some scopes in some half-months.
pub(crate) fn slowest_statement(parts: &[(&Scope, Date, i64)], step: Step, limit: usize) -> (String, Vec<Value>) {
    let mut params = vec![Value::from(step.key()), Value::from(i64::try_from(limit).unwrap_or(i64::MAX))];
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let parts: Vec<String> = parts
        .iter()
        .map(|(scope, half, judged)| {
            let (index, place) = match scope {
                Scope::Nation => ("pace_fact_by_step", String::new()),
                Scope::Province(id) => ("pace_fact_by_province", format!("province = {} AND ", bind(Value::from(&id.0)))),
                Scope::Unit(id) => ("pace_fact_by_unit", format!("unit = {} AND ", bind(Value::from(&id.0)))),
            };
            format!(
                "SELECT * FROM (SELECT position, case_num, day, judged, minutes FROM pace_fact INDEXED BY {index} WHERE {place}step = ?1 \
                 AND half = {} AND judged = {judged} ORDER BY minutes DESC, case_num DESC LIMIT ?2)",
                bind(Value::from(*half))
            )
        })
        .collect();
    let sql = format!(
        "SELECT {ROW_COLUMNS}, n.position, n.day, n.judged, n.minutes FROM ({} ORDER BY 5 DESC, 2 DESC LIMIT ?2) n \
         CROSS JOIN case_file c ON c.num = n.case_num",
        parts.join(" UNION ALL ")
    );
    (sql, params)
}

/// The cases behind a figure, the slowest first, at most [`SLOWEST`]: all of a step, or only those that were late.
///
/// # Errors
/// As [`table`].
pub async fn slowest(
    db: &dyn Database,
    actor: &Actor,
    wanted: &Wanted<'_>,
    step: Step,
    only_late: bool,
) -> Result<(Unit, Vec<Slow>), StoreError> {
    let mut connection = db.open().await?;
    let tree = tree_on(connection.as_mut()).await?;
    let unit = tree.get(wanted.unit).ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadReport, &unit.path)?;
    whole(wanted.period)?;
    let (organisation, basis) = (tree.organisation(), Basis::AsOn(wanted.on));
    organisation.exists(unit, basis, wanted.period).map_err(|not| StoreError::at("don-vi", not.message()))?;
    let scopes = scopes_of(&tree, &[unit], wanted).pop().unwrap_or_default();
    let scopes: Vec<Scope> =
        scopes.iter().filter_map(|scope| tree.get(scope)).map(|unit| Scope::of(&unit.path)).collect();
    let judged: &[i64] = if only_late { &[0] } else { &[0, 1, 2] };
    let mut wanted_parts = Vec::new();
    for scope in &scopes {
        for half in halves(wanted.period) {
            wanted_parts.extend(judged.iter().map(|judged| (scope, half, *judged)));
        }
    }
    let mut found: Vec<(i64, Slow)> = Vec::new();
    for chunk in wanted_parts.chunks(PARTS) {
        let (sql, params) = slowest_statement(chunk, step, SLOWEST);
        for row in connection.query(&sql, &params).await? {
            let slow = Slow {
                row: read_row(&row)?,
                day: row.parse(ROW_WIDTH + 1, "a date")?,
                minutes: row.int(ROW_WIDTH + 3)?,
                within: match row.int(ROW_WIDTH + 2)? {
                    0 => Some(false),
                    1 => Some(true),
                    _ => None,
                },
                reason: None,
            };
            found.push((row.int(ROW_WIDTH)?, slow));
        }
    }
    found.sort_by_key(|(position, slow)| (std::cmp::Reverse(slow.minutes), std::cmp::Reverse(*position)));
    found.truncate(SLOWEST);
    if step.has_reason() {
        for (position, slow) in &mut found {
            slow.reason = reason(connection.as_mut(), *position).await?;
        }
    }
    Ok((unit.clone(), found.into_iter().map(|(_, slow)| slow).collect()))
}

/// Why an event returned or cancelled something.
async fn reason(connection: &mut dyn Connection, position: i64) -> Result<Option<String>, DbError> {
    let sql = "SELECT event FROM case_event WHERE position = ?1";
    let Some(row) = connection.query_one(sql, &[Value::Integer(position)]).await? else { return Ok(None) };
    let event: Event = row.json(0)?;
    Ok(match &event.body {
        EventBody::ProposalReturned { returned } => Some(returned.reason.clone()),
        EventBody::Proceeded { done, .. } => done.answers.text("reason").map(str::to_owned),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_has_twenty_four_halves_in_order() {
        let year = Period::year(2026).unwrap();
        let all = halves(&year);
        assert_eq!(all.len(), 24);
        assert!(all.windows(2).all(|pair| pair[0] < pair[1]), "{all:?}");
        assert!(all.iter().all(|start| domain::calendar::segment_start(*start) == *start), "{all:?}");
        assert_eq!(halves(&Period::month(2026, 11).unwrap()).len(), 2);
        assert_eq!(halves(&Period::half(2026, 1).unwrap()), all[..12]);
    }
}
