//! Listing open cases anew when the calendar changes under their deadlines.

use super::row::NO_DUE;
use super::write::due_columns;
use crate::database::{Connection, DbError, UnitOfWork};
use crate::params;
use domain::calendar::WorkCalendar;
use domain::case::CaseFile;

/// How many documents are in memory at once.
const CHUNK: usize = 200;

/// Open cases with a deadline from one moment on, before another.
pub(crate) const DUE_FROM: &str = "SELECT num FROM case_file INDEXED BY case_by_awaiting \
     WHERE awaiting IS NOT NULL AND next_due >= ?1 AND next_due < ?2";

/// Derives the next deadline of every open case anew that may be counted over days of `year`: those due in that year or
/// later. A deadline that ends before is not counted over them.
pub(crate) async fn list_anew(work: &mut UnitOfWork, calendar: &WorkCalendar, year: i16) -> Result<(), DbError> {
    let first = format!("{year:04}-01-01T00:00:00");
    let rows = work.query(DUE_FROM, params![first, NO_DUE]).await?;
    for chunk in rows.chunks(CHUNK) {
        let numbers = chunk.iter().map(|row| row.int(0).map(|num| num.to_string())).collect::<Result<Vec<_>, _>>()?;
        let sql = format!(
            "SELECT num, document, next_due, next_due_name FROM case_file WHERE num IN ({})",
            numbers.join(",")
        );
        for row in work.query(&sql, &[]).await? {
            let case: CaseFile = row.json(1)?;
            let [due, name] = due_columns(&case.index(calendar));
            if row.0.get(2..) != Some([due.clone(), name.clone()].as_slice()) {
                let sql = "UPDATE case_file SET next_due = ?1, next_due_name = ?2 WHERE num = ?3";
                work.execute(sql, &[due, name, row.int(0)?.into()]).await?;
            }
        }
    }
    Ok(())
}
