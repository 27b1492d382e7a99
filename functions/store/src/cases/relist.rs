//! Listing open cases anew when the calendar changes under their deadlines.

use super::row::NO_DUE;
use super::write::due_columns;
use crate::database::{Connection, DbError, UnitOfWork};
use crate::{oversight, params};
use domain::calendar::WorkCalendar;
use domain::case::CaseFile;
use std::collections::BTreeSet;

/// How many documents are in memory at once.
const CHUNK: usize = 200;

/// Open cases with a deadline from one moment on, before another.
pub(crate) const DUE_FROM: &str = "SELECT num FROM case_file INDEXED BY case_by_awaiting \
     WHERE awaiting IS NOT NULL AND next_due >= ?1 AND next_due < ?2";

/// Derives the next deadline of every open case anew that may be counted over days of `year`: those due in that year or
/// later. A deadline that ends before is not counted over them.
pub(crate) async fn list_anew(work: &mut UnitOfWork, calendar: &WorkCalendar, year: i16) -> Result<(), DbError> {
    let first = format!("{year:04}-01-01T00:00:00");
    let mut numbers = BTreeSet::new();
    for row in work.query(DUE_FROM, params![&first, NO_DUE]).await? {
        numbers.insert(row.int(0)?);
    }
    // A custody may end later than the deadline that is listed.
    let first_day = format!("{year:04}-01-01");
    for row in work.query(oversight::HELD_FROM, params![first_day]).await? {
        numbers.insert(row.int(0)?);
    }
    let numbers: Vec<String> = numbers.iter().map(i64::to_string).collect();
    let kept = oversight::kept_columns("f");
    for chunk in numbers.chunks(CHUNK) {
        let sql = format!(
            "SELECT c.num, c.document, c.next_due, c.next_due_name, {kept} FROM case_file c \
             CROSS JOIN case_facts f ON f.num = c.num WHERE c.num IN ({})",
            chunk.join(",")
        );
        for row in work.query(&sql, &[]).await? {
            let case: CaseFile = row.json(1)?;
            let [due, name] = due_columns(&case.index(calendar));
            let kept = row.0.get(4..).unwrap_or_default();
            oversight::again(work, row.int(0)?, kept, &case, calendar).await?;
            if row.0.get(2..4) != Some([due.clone(), name.clone()].as_slice()) {
                let sql = "UPDATE case_file SET next_due = ?1, next_due_name = ?2 WHERE num = ?3";
                work.execute(sql, &[due, name, row.int(0)?.into()]).await?;
            }
        }
    }
    Ok(())
}
