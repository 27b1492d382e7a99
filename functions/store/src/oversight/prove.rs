//! Proves the facts of every case, and what is counted of them.

use super::facts::{NAMES, kept_columns, values};
use crate::database::{Connection, DbError};
use crate::params;
use crate::verify::Verified;
use domain::calendar::WorkCalendar;
use domain::case::CaseFile;
use std::collections::{BTreeMap, BTreeSet};

/// What is counted under one key.
type Counted = BTreeMap<(String, String, String, String), (i64, i64)>;

/// Derives the facts from the documents, which are proven elsewhere, and counts them anew.
///
/// # Errors
/// The database failed. What does not fit is a problem in `found`.
pub(crate) async fn prove(
    connection: &mut dyn Connection,
    calendar: &WorkCalendar,
    found: &mut Verified,
) -> Result<(), DbError> {
    const PAGE: i64 = 500;
    let mut counted = Counted::new();
    let mut acts = BTreeSet::new();
    let mut after = 0;
    let sql = format!(
        "SELECT c.num, c.code, c.document, f.num, {} FROM case_file c LEFT JOIN case_facts f ON f.num = c.num \
         WHERE c.num > ?1 ORDER BY c.num LIMIT ?2",
        kept_columns("f")
    );
    loop {
        let rows = connection.query(&sql, params![after, PAGE]).await?;
        let Some(last) = rows.last() else { break };
        after = last.int(0)?;
        for row in &rows {
            // A document that cannot be read is told with the case.
            let Ok(case) = row.json::<CaseFile>(2) else { continue };
            let (num, code) = (row.int(0)?, row.text(1)?);
            let facts = case.facts(calendar);
            let kept = row.0.get(4..).unwrap_or_default();
            for ((name, derived), kept) in NAMES.iter().zip(values(&facts)?).zip(kept) {
                if row.opt_int(3)?.is_none() || derived != *kept {
                    found.problem(format!("case {code}: the fact {name} differs from its events"));
                }
            }
            for mark in facts.marks() {
                for scope in facts.path.0.split('/') {
                    let key = (scope.to_owned(), mark.kind.key().to_owned(), mark.day.to_string(), mark.key.clone());
                    let sums = counted.entry(key).or_default();
                    *sums = (sums.0 + 1, sums.1.saturating_add(mark.amount));
                }
            }
            acts.extend(facts.behaviours.into_iter().map(|act| (act, facts.opened_on.to_string(), num)));
        }
    }
    for row in connection.query("SELECT scope, kind, day, key, cases, amount FROM case_cell", &[]).await? {
        let key = (row.string(0)?, row.string(1)?, row.string(2)?, row.string(3)?);
        if counted.remove(&key) != Some((row.int(4)?, row.int(5)?)) {
            let (scope, kind, day, key) = key;
            found.problem(format!("case cell {scope}/{kind}/{day}/{key} differs from the cases"));
        }
    }
    for (scope, kind, day, key) in counted.into_keys() {
        found.problem(format!("case cell {scope}/{kind}/{day}/{key} is missing"));
    }
    for row in connection.query("SELECT behaviour, opened_on, num FROM case_behaviour", &[]).await? {
        let key = (row.string(0)?, row.string(1)?, row.int(2)?);
        if !acts.remove(&key) {
            found.problem(format!("case number {} stands under behaviour {}, which it does not have", key.2, key.0));
        }
    }
    for (act, _, num) in acts {
        found.problem(format!("case number {num} does not stand under its behaviour {act}"));
    }
    Ok(())
}
