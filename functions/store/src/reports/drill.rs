//! The cases behind one figure of a report.

use crate::StoreError;
use crate::cases::{CaseRow, ROW_COLUMNS, ROW_WIDTH, read_row};
use crate::database::{Database, DbError, Value};
use crate::units::{Scope, tree_on};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::Period;
use domain::catalogue::Field;
use domain::organisation::Basis;
use domain::report::{Figure, Measure};
use domain::unit::UnitId;
use jiff::civil::Date;

/// Most cases that are shown behind one figure at once.
pub const DRILL_LIMIT: usize = 500;

/// The statement of one page of cases behind a figure: those of the pieces it is summed from.
pub(crate) fn drill_statement(
    pieces: &[(Scope, Date, Date)],
    fields: &[Field],
    figure: Figure,
    before: Option<i64>,
    limit: usize,
) -> (String, Vec<Value>) {
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
    let parts: Vec<String> = pieces
        .iter()
        .map(|(scope, from, to)| {
            let (index, place) = match scope {
                Scope::Nation => (
                    "report_entry_by_province",
                    "province IN (SELECT id FROM unit WHERE kind = 'province')".to_owned(),
                ),
                Scope::Province(id) => ("report_entry_by_province", format!("province = {}", bind(Value::from(&id.0)))),
                Scope::Unit(id) => ("report_entry_by_unit", format!("unit = {}", bind(Value::from(&id.0)))),
            };
            format!(
                "SELECT case_num, {column} AS value FROM report_entry INDEXED BY {index} WHERE {place} AND field IN ({}) \
                 AND day BETWEEN {} AND {} AND {column} <> 0 AND case_num < ?1",
                fields.join(","),
                bind(Value::from(*from)),
                bind(Value::from(*to))
            )
        })
        .collect();
    let sql = format!(
        "SELECT {ROW_COLUMNS}, n.value FROM (SELECT case_num, sum(value) AS value FROM ({}) \
         GROUP BY case_num HAVING sum(value) <> 0 ORDER BY case_num DESC LIMIT ?2) n CROSS JOIN case_file c ON c.num = n.case_num",
        parts.join(" UNION ALL ")
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
    let mut connection = db.open().await?;
    let tree = tree_on(connection.as_mut()).await?;
    let organisation = tree.organisation();
    let unit = tree.get(behind.unit).ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadReport, &unit.path)?;
    let (basis, figure) = (behind.basis, behind.figure);
    organisation.exists(unit, basis, behind.period).map_err(|not| StoreError::at("don-vi", not.message()))?;
    let period = if figure.is_stock() { behind.period.up_to_its_end() } else { *behind.period };
    let pieces = organisation.pieces(unit, basis, &period);
    let pieces: Vec<(Scope, Date, Date)> = pieces
        .into_iter()
        .filter_map(|piece| Some((Scope::of(&tree.get(&piece.scope)?.path), piece.from, piece.to)))
        .collect();
    // A province whose teams have all gone elsewhere.
    if pieces.is_empty() {
        return Ok((Vec::new(), None));
    }
    let limit = limit.clamp(1, DRILL_LIMIT);
    let (sql, params) = drill_statement(&pieces, behind.fields, figure, after, limit + 1);
    let rows = connection.query(&sql, &params).await?;
    let mut rows = rows
        .iter()
        .map(|row| Ok((read_row(row)?, row.int(ROW_WIDTH)?)))
        .collect::<Result<Vec<(CaseRow, i64)>, DbError>>()?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|(row, _)| row.num);
    Ok((rows, next))
}
