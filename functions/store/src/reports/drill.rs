//! The cases behind one figure of a report.

use crate::StoreError;
use crate::cases::{CaseRow, ROW_COLUMNS, ROW_WIDTH, read_row};
use crate::database::{Connection, Database, DbError, Value};
use crate::units::{Scope, UnitTree, parts, tree_on};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::Period;
use domain::catalogue::Field;
use domain::organisation::Basis;
use domain::report::{Figure, Measure};
use domain::unit::{Unit, UnitId};
use jiff::civil::Date;

/// Most cases that are shown behind one figure at once.
pub const DRILL_LIMIT: usize = 500;

/// The statement of one page of cases behind a figure, as its plan is tested.
#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) fn drill_statement(
    pieces: &[(Scope, Date, Date)],
    fields: &[Field],
    figure: Figure,
    before: Option<i64>,
    limit: usize,
) -> (String, Vec<Value>) {
    let pieces: Vec<(Scope, Date, Date, i8)> =
        pieces.iter().map(|(scope, from, to)| (scope.clone(), *from, *to, 1)).collect();
    grouped(&pieces, fields, figure, 0, Wish::Page { before, limit })
}

/// What is asked of the cases behind a figure.
#[derive(Debug, Clone, Copy)]
enum Wish {
    /// Some of them, the newest first.
    Page { before: Option<i64>, limit: usize },
    /// Those with the most, the largest first.
    Largest { limit: usize },
    /// How many they are, and what they add up to.
    Total,
}

/// The statement over the pieces a figure is summed from; what a piece holds is added or, with a sign of −1, taken away.
fn grouped(
    pieces: &[(Scope, Date, Date, i8)],
    fields: &[Field],
    figure: Figure,
    since: i64,
    wish: Wish,
) -> (String, Vec<Value>) {
    let (before, limit) = match wish {
        Wish::Page { before, limit } => (before, limit),
        Wish::Largest { limit } => (None, limit),
        Wish::Total => (None, 0),
    };
    let mut params =
        vec![Value::from(before.unwrap_or(i64::MAX)), Value::from(i64::try_from(limit).unwrap_or(i64::MAX))];
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let all: Vec<Field> = if fields.is_empty() { Field::all().collect() } else { fields.to_vec() };
    let fields: Vec<String> = all.into_iter().map(|field| bind(Value::from(field.key()))).collect();
    let columns: Vec<&str> = figure.terms().into_iter().map(Measure::key).collect();
    let column = columns.join(" + ");
    // Only what was added since an event; the place of the event is in every index.
    let since = if since > 0 { format!(" AND position > {}", bind(Value::from(since))) } else { String::new() };
    let parts: Vec<String> = pieces
        .iter()
        .map(|(scope, from, to, sign)| {
            let (index, place) = place_of(scope, &mut bind);
            let value = if *sign < 0 { format!("-({column})") } else { column.clone() };
            format!(
                "SELECT case_num, {value} AS value FROM report_entry INDEXED BY {index} WHERE {place} AND field IN ({}) \
                 AND day BETWEEN {} AND {} AND {column} <> 0 AND case_num < ?1{since}",
                fields.join(","),
                bind(Value::from(*from)),
                bind(Value::from(*to))
            )
        })
        .collect();
    let cases = format!(
        "SELECT case_num, sum(value) AS value FROM ({}) GROUP BY case_num HAVING sum(value) <> 0",
        parts.join(" UNION ALL ")
    );
    let order = match wish {
        Wish::Page { .. } => "case_num DESC",
        Wish::Largest { .. } => "value DESC, case_num DESC",
        Wish::Total => {
            let sql = format!("SELECT count(*), coalesce(sum(value), 0) FROM ({cases}) WHERE ?2 = 0");
            return (sql, params);
        }
    };
    let sql = format!(
        "SELECT {ROW_COLUMNS}, n.value FROM ({cases} ORDER BY {order} LIMIT ?2) n CROSS JOIN case_file c ON c.num = n.case_num"
    );
    (sql, params)
}

/// What the cases behind a figure are asked for: a part of the tree over a period, by an organisation.
#[derive(Debug, Clone, Copy)]
pub struct Behind<'a> {
    pub unit: &'a UnitId,
    pub period: &'a Period,
    pub basis: Basis,
    /// Some fields; empty for all.
    pub fields: &'a [Field],
    pub figure: Figure,
}

/// The newest cases behind one figure, each with what it added; by the organisation of the period's last day.
///
/// # Errors
/// `NotFound` for a unit the actor does not see; a refusal when his role reads no reports.
pub async fn drill(
    db: &dyn Database,
    actor: &Actor,
    unit: &UnitId,
    period: &Period,
    field: Option<Field>,
    figure: Figure,
) -> Result<Vec<(CaseRow, i64)>, StoreError> {
    let behind = Behind { unit, period, basis: Basis::AsOn(period.to), fields: field.as_slice(), figure };
    Ok(drill_page(db, actor, &behind, None, DRILL_LIMIT).await?.0)
}

/// A page of the cases behind one figure, and where the next one begins.
///
/// # Errors
/// As [`drill`]; refused for a unit that was not there.
pub async fn drill_page(
    db: &dyn Database,
    actor: &Actor,
    behind: &Behind<'_>,
    after: Option<i64>,
    limit: usize,
) -> Result<(Vec<(CaseRow, i64)>, Option<i64>), StoreError> {
    let found = drill_narrowed(db, actor, behind, &Narrowed::default(), after, limit).await?;
    Ok((found.rows, found.next))
}

/// Which of the cases behind a figure.
#[derive(Debug, Clone, Copy, Default)]
pub struct Narrowed {
    /// Only what the unit has beside the units below it: the last row of a table of them.
    pub rest: bool,
    /// Only what was added after this event of the chain of cases; 0 for all.
    pub since: i64,
}

/// Some cases behind a figure, with all of them counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cases {
    /// Each with what it added, the newest first.
    pub rows: Vec<(CaseRow, i64)>,
    /// Where the next page begins.
    pub next: Option<i64>,
    /// How many cases there are.
    pub count: i64,
    /// What they add up to: the figure.
    pub sum: i64,
}

/// A page of the cases behind one figure or a part of it, with how many there are and what they add up to.
///
/// # Errors
/// As [`drill_page`].
pub async fn drill_narrowed(
    db: &dyn Database,
    actor: &Actor,
    behind: &Behind<'_>,
    narrowed: &Narrowed,
    after: Option<i64>,
    limit: usize,
) -> Result<Cases, StoreError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let tree = tree_on(connection).await?;
    let pieces = pieces(&tree, actor, behind, narrowed.rest)?;
    // A province whose teams have all gone elsewhere.
    if pieces.is_empty() {
        return Ok(Cases { rows: Vec::new(), next: None, count: 0, sum: 0 });
    }
    let limit = limit.clamp(1, DRILL_LIMIT);
    let of = |wish| grouped(&pieces, behind.fields, behind.figure, narrowed.since, wish);
    let (sql, params) = of(Wish::Page { before: after, limit: limit + 1 });
    let mut rows = read_rows(connection, &sql, &params).await?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|(row, _)| row.num);
    // A list that is whole is its own total.
    let (count, sum) = if next.is_none() && after.is_none() {
        (i64::try_from(rows.len()).unwrap_or(i64::MAX), rows.iter().map(|(_, value)| value).sum())
    } else {
        let (sql, params) = of(Wish::Total);
        let row = connection.query_one(&sql, &params).await?;
        row.map_or(Ok((0, 0)), |row| Ok::<_, DbError>((row.int(0)?, row.int(1)?)))?
    };
    Ok(Cases { rows, next, count, sum })
}

/// The cases that added most to a figure, the largest first; on a connection, for whom may read the report.
pub(crate) async fn largest_on(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    actor: &Actor,
    behind: &Behind<'_>,
    limit: usize,
) -> Result<Vec<(CaseRow, i64)>, StoreError> {
    let pieces = pieces(tree, actor, behind, false)?;
    if pieces.is_empty() {
        return Ok(Vec::new());
    }
    let (sql, params) = grouped(&pieces, behind.fields, behind.figure, 0, Wish::Largest { limit });
    let mut rows = read_rows(connection, &sql, &params).await?;
    rows.sort_by_key(|(row, value)| std::cmp::Reverse((*value, row.num)));
    Ok(rows)
}

async fn read_rows(
    connection: &mut dyn Connection,
    sql: &str,
    params: &[Value],
) -> Result<Vec<(CaseRow, i64)>, DbError> {
    let rows = connection.query(sql, params).await?;
    rows.iter().map(|row| Ok((read_row(row)?, row.int(ROW_WIDTH)?))).collect()
}

/// What a figure is summed from: the pieces of the unit; for what it has beside its parts, these taken away again.
fn pieces(
    tree: &UnitTree,
    actor: &Actor,
    behind: &Behind<'_>,
    rest: bool,
) -> Result<Vec<(Scope, Date, Date, i8)>, StoreError> {
    let organisation = tree.organisation();
    let unit = tree.get(behind.unit).ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadReport, &unit.path)?;
    organisation.exists(unit, behind.basis, behind.period).map_err(|not| StoreError::at("don-vi", not.message()))?;
    let period = if behind.figure.is_stock() { behind.period.up_to_its_end() } else { *behind.period };
    let below = if rest { parts(&organisation, unit, behind.basis, behind.period) } else { Vec::new() };
    let units: Vec<&Unit> = [unit].into_iter().chain(below).collect();
    let found = organisation.pieces_of(&units, behind.basis, &period);
    let signed = found.into_iter().enumerate().flat_map(|(place, pieces)| {
        let sign = if place == 0 { 1 } else { -1 };
        pieces.into_iter().map(move |piece| (piece, sign))
    });
    Ok(signed
        .filter_map(|(piece, sign)| Some((Scope::of(&tree.get(&piece.scope)?.path), piece.from, piece.to, sign)))
        .collect())
}

/// The statement of the cases with entries of some periods that were added after an event, those that changed last first; nothing
/// where the unit holds nothing.
pub(crate) fn changed_statement(
    tree: &UnitTree,
    unit: &Unit,
    basis: Basis,
    periods: &[Period],
    fields: &[Field],
    since: i64,
    limit: i64,
) -> Option<(String, Vec<Value>)> {
    let mut params = vec![Value::from(since), Value::from(limit)];
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let all: Vec<Field> = if fields.is_empty() { Field::all().collect() } else { fields.to_vec() };
    let fields: Vec<String> = all.into_iter().map(|field| bind(Value::from(field.key()))).collect();
    let mut parts = Vec::new();
    for period in periods {
        for piece in tree.organisation().pieces(unit, basis, period) {
            let Some(scope) = tree.get(&piece.scope).map(|unit| Scope::of(&unit.path)) else { continue };
            let (index, place) = place_of(&scope, &mut bind);
            parts.push(format!(
                "SELECT case_num, position FROM report_entry INDEXED BY {index} WHERE {place} AND field IN ({}) \
                 AND day BETWEEN {} AND {} AND position > ?1",
                fields.join(","),
                bind(Value::from(piece.from)),
                bind(Value::from(piece.to))
            ));
        }
    }
    (!parts.is_empty()).then(|| {
        let sql = format!(
            "SELECT {ROW_COLUMNS}, n.position FROM (SELECT case_num, max(position) AS position FROM ({}) GROUP BY case_num \
             ORDER BY 2 DESC LIMIT ?2) n CROSS JOIN case_file c ON c.num = n.case_num ORDER BY n.position DESC",
            parts.join(" UNION ALL ")
        );
        (sql, params)
    })
}

/// The index a scope is read by, and its condition.
fn place_of(scope: &Scope, bind: &mut impl FnMut(Value) -> String) -> (&'static str, String) {
    match scope {
        Scope::Nation => {
            ("report_entry_by_province", "province IN (SELECT id FROM unit WHERE kind = 'province')".to_owned())
        }
        Scope::Province(id) => ("report_entry_by_province", format!("province = {}", bind(Value::from(&id.0)))),
        Scope::Unit(id) => ("report_entry_by_unit", format!("unit = {}", bind(Value::from(&id.0)))),
    }
}
