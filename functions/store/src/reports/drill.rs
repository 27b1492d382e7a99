//! The cases behind one figure of a report.

use crate::cases::{CaseRow, ROW_COLUMNS, ROW_WIDTH, read_row};
use crate::database::{Database, DbError, Value};
use crate::units::Scope;
use crate::{StoreError, units};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::Period;
use domain::catalogue::Field;
use domain::report::Measure;
use domain::unit::UnitId;

/// Most cases that are shown behind one figure at once.
pub const DRILL_LIMIT: usize = 500;

/// The statement of one page of cases behind a figure.
pub(crate) fn drill_statement(
    scope: &Scope,
    period: &Period,
    field: Option<Field>,
    measure: Measure,
    before: Option<i64>,
    limit: usize,
) -> (String, Vec<Value>) {
    let mut params = vec![
        Value::from(period.from),
        Value::from(period.to),
        Value::from(before.unwrap_or(i64::MAX)),
        Value::from(i64::try_from(limit).unwrap_or(i64::MAX)),
    ];
    let mut bind = |value: &str| {
        params.push(Value::from(value));
        format!("?{}", params.len())
    };
    let (index, place) = match scope {
        Scope::Nation => {
            ("report_entry_by_province", "province IN (SELECT id FROM unit WHERE kind = 'province')".to_owned())
        }
        Scope::Province(id) => ("report_entry_by_province", format!("province = {}", bind(&id.0))),
        Scope::Unit(id) => ("report_entry_by_unit", format!("unit = {}", bind(&id.0))),
    };
    let fields: Vec<String> = match field {
        Some(field) => vec![bind(field.key())],
        None => Field::all().map(|field| bind(field.key())).collect(),
    };
    let column = measure.key();
    let sql = format!(
        "SELECT {ROW_COLUMNS}, n.value FROM (SELECT case_num, sum({column}) AS value FROM report_entry INDEXED BY {index} \
         WHERE {place} AND field IN ({}) AND day BETWEEN ?1 AND ?2 AND {column} <> 0 AND case_num < ?3 \
         GROUP BY case_num HAVING value <> 0 ORDER BY case_num DESC LIMIT ?4) n CROSS JOIN case_file c ON c.num = n.case_num",
        fields.join(",")
    );
    (sql, params)
}

/// The newest cases behind one figure, each with what it added: of one field, or of all fields when empty.
///
/// # Errors
/// `NotFound` for a unit the actor does not see; a refusal when his role reads no reports.
pub async fn drill(
    db: &dyn Database,
    actor: &Actor,
    unit: &UnitId,
    period: &Period,
    field: Option<Field>,
    measure: Measure,
) -> Result<Vec<(CaseRow, i64)>, StoreError> {
    Ok(drill_page(db, actor, unit, period, (field, measure), None, DRILL_LIMIT).await?.0)
}

/// A page of the cases behind one figure, and where the next one begins.
///
/// # Errors
/// As [`drill`].
pub async fn drill_page(
    db: &dyn Database,
    actor: &Actor,
    unit: &UnitId,
    period: &Period,
    (field, measure): (Option<Field>, Measure),
    after: Option<i64>,
    limit: usize,
) -> Result<(Vec<(CaseRow, i64)>, Option<i64>), StoreError> {
    let mut connection = db.open().await?;
    let path = units::path_on(connection.as_mut(), unit).await?.ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadReport, &path)?;
    let limit = limit.clamp(1, DRILL_LIMIT);
    let (sql, params) = drill_statement(&Scope::of(&path), period, field, measure, after, limit + 1);
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
