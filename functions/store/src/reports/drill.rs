//! The cases behind one figure of a report.

use crate::cases::{CaseRow, Cursor, Page, ROW_COLUMNS, read_row};
use crate::database::{Database, DbError, Value};
use crate::units::Scope;
use crate::StoreError;
use domain::authority::{Action, Actor, authorise};
use domain::calendar::Period;
use domain::catalogue::Field;
use domain::report::Measure;
use domain::unit::UnitPath;

const MAX_LIMIT: usize = 100;

/// One case with what it added to the figure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrillRow {
    pub case: CaseRow,
    /// The figure is the sum of these.
    pub value: i64,
}

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

/// A page of the cases behind one figure, newest first: of one field, or of all fields when empty.
///
/// # Errors
/// `NotFound` for a part of the tree the actor does not see; a refusal when his role reads no reports.
pub async fn drill(
    db: &dyn Database,
    actor: &Actor,
    path: Option<&UnitPath>,
    period: &Period,
    (field, measure): (Option<Field>, Measure),
    after: Option<Cursor>,
    limit: usize,
) -> Result<Page<DrillRow>, StoreError> {
    let path = path.cloned().unwrap_or_else(|| actor.scope());
    authorise(actor, Action::ReadReport, &path)?;
    let limit = limit.clamp(1, MAX_LIMIT);
    let before = after.map(|cursor| cursor.num());
    let (sql, params) = drill_statement(&Scope::of(&path), period, field, measure, before, limit + 1);
    let rows = db.open().await?.query(&sql, &params).await?;
    let read = |row: &crate::Row| -> Result<DrillRow, DbError> { Ok(DrillRow { case: read_row(row)?, value: row.int(21)? }) };
    let mut rows = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| Cursor::after(&row.case));
    Ok(Page { count: (after.is_none() && !more).then_some(rows.len()), rows, next })
}
