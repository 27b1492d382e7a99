//! Writing the facts of cases; what is counted of them follows by triggers in the same statement.
//!
//! Must not know: what a fact means ([`domain::oversight`] says so), or which questions are asked.

use crate::database::{Connection, DbError, UnitOfWork, Value, to_json};
use crate::{law, params};
use domain::calendar::WorkCalendar;
use domain::case::CaseFile;
use domain::catalogue::Field;
use domain::oversight::{CaseFacts, Mark};

/// Columns of the facts, in order.
pub(super) const NAMES: [&str; 18] = [
    "unit",
    "province",
    "stage",
    "open",
    "field",
    "party",
    "party_kind",
    "responsible",
    "opened_on",
    "decided_on",
    "due",
    "fine",
    "owed",
    "goods",
    "held_until",
    "behaviours",
    "scopes",
    "marks",
];

/// A mark as it stands in the list of a row.
fn told(mark: &Mark) -> (&'static str, String, &str, i64) {
    (mark.kind.key(), mark.day.to_string(), &mark.key, mark.amount)
}

/// The values of the columns.
pub(super) fn values(facts: &CaseFacts) -> Result<Vec<Value>, DbError> {
    let marks = facts.marks();
    let scopes: Vec<&str> = facts.path.0.split('/').collect();
    Ok(vec![
        Value::from(&facts.unit.0),
        Value::from(&facts.province.0),
        Value::from(facts.stage.key()),
        Value::from(facts.open),
        Value::from(facts.field.map(Field::key)),
        Value::from(facts.party.0),
        Value::from(facts.party_kind.key()),
        Value::from(&facts.responsible.0),
        Value::from(facts.opened_on),
        Value::from(facts.decided_on),
        Value::from(facts.due),
        Value::from(facts.fine.map(|fine| fine.0)),
        Value::from(facts.owed.0),
        Value::from(facts.goods.0),
        Value::from(facts.held_until),
        Value::from(to_json(&facts.behaviours)?),
        Value::from(to_json(&scopes)?),
        Value::from(to_json(&marks.iter().map(told).collect::<Vec<_>>())?),
    ])
}

/// What the trigger `case_facts_added` does for each case, for all of a database that holds no count yet.
#[cfg(feature = "native")]
pub(crate) const COUNTED_FROM_FACTS: [&str; 2] = [
    "INSERT INTO case_behaviour (behaviour, opened_on, num) \
     SELECT b.value, f.opened_on, f.num FROM case_facts f CROSS JOIN json_each(f.behaviours) b",
    "INSERT INTO case_cell (scope, kind, day, key, cases, amount) \
     SELECT s.value, json_extract(m.value, '$[0]'), json_extract(m.value, '$[1]'), json_extract(m.value, '$[2]'), count(*), \
       sum(CAST(json_extract(m.value, '$[3]') AS INTEGER)) \
       FROM case_facts f CROSS JOIN json_each(f.scopes) s CROSS JOIN json_each(f.marks) m GROUP BY 1, 2, 3, 4",
];

/// Adds the facts of a new case.
pub(crate) async fn enter(
    work: &mut UnitOfWork,
    num: i64,
    case: &CaseFile,
    calendar: &WorkCalendar,
) -> Result<(), DbError> {
    let mut params = vec![Value::from(num)];
    params.extend(values(&case.facts(calendar))?);
    let places: Vec<String> = (1..=params.len()).map(|place| format!("?{place}")).collect();
    let sql = format!("INSERT INTO case_facts (num, {}) VALUES ({})", NAMES.join(", "), places.join(","));
    work.execute(&sql, &params).await
}

/// Writes what differs after an event; nothing where nothing does. Each column that is named is written into every index that
/// holds it, changed or not.
pub(crate) async fn change(
    work: &mut UnitOfWork,
    num: i64,
    before: &CaseFile,
    after: &CaseFile,
    calendar: &WorkCalendar,
) -> Result<(), DbError> {
    let (was, is) = (values(&before.facts(calendar))?, values(&after.facts(calendar))?);
    write(work, num, &was, is).await
}

async fn write(work: &mut UnitOfWork, num: i64, was: &[Value], is: Vec<Value>) -> Result<(), DbError> {
    let mut params = vec![Value::from(num)];
    let mut sets = Vec::new();
    for ((name, was), is) in NAMES.into_iter().zip(was).zip(is) {
        if *was != is {
            params.push(is);
            sets.push(format!("{name} = ?{}", params.len()));
        }
    }
    if sets.is_empty() {
        return Ok(());
    }
    work.execute(&format!("UPDATE case_facts SET {} WHERE num = ?1", sets.join(", ")), &params).await
}

/// Cases whose custody ends from one day on, and not in the far.
pub(crate) const HELD_FROM: &str = "SELECT num FROM case_facts INDEXED BY facts_by_held \
     WHERE held_until >= ?1 AND held_until < '9999-12-31'";

/// The columns of the facts as they are kept, for [`again`].
pub(crate) fn kept_columns(alias: &str) -> String {
    NAMES.map(|name| format!("{alias}.{name}")).join(", ")
}

/// Derives the facts of a case anew, from what was kept of it.
pub(crate) async fn again(
    work: &mut UnitOfWork,
    num: i64,
    kept: &[Value],
    case: &CaseFile,
    calendar: &WorkCalendar,
) -> Result<(), DbError> {
    write(work, num, kept, values(&case.facts(calendar))?).await
}

/// Enters every case that is there already: after the version that brought the facts.
pub(crate) async fn enter_earlier(work: &mut UnitOfWork) -> Result<(), DbError> {
    const PAGE: i64 = 200;
    let calendar = law::calendar_on(work).await?;
    let mut after = 0;
    loop {
        let sql = "SELECT num, document FROM case_file WHERE num > ?1 ORDER BY num LIMIT ?2";
        let rows = work.query(sql, params![after, PAGE]).await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.int(0)?;
        for row in &rows {
            enter(work, row.int(0)?, &row.json(1)?, &calendar).await?;
        }
    }
}
