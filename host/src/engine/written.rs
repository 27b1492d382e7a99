//! What each request wrote: the tables of its committed statements, one line of JSON for each request, in a file that is named at start.
//!
//! For the tests, which prove by it that every change leaves a trace and that nothing else does. Must not know what a table holds.

use anyhow::{Context, Result};
use std::collections::BTreeSet;
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

/// Tables that one request has written and committed.
#[derive(Clone, Default)]
pub struct Written(Arc<Mutex<BTreeSet<String>>>);

impl Written {
    pub fn add(&self, tables: BTreeSet<String>) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend(tables);
    }

    fn tables(&self) -> Vec<String> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).iter().cloned().collect()
    }
}

/// The file of the lines.
pub struct Record(Mutex<File>);

impl Record {
    /// Begins a new file.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn create(path: &Path) -> Result<Self> {
        let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
        Ok(Self(Mutex::new(file)))
    }

    /// One line of a request that is answered.
    pub fn line(&self, method: &str, path: &str, status: u16, written: &Written) {
        let line = serde_json::json!({ "method": method, "path": path, "status": status, "wrote": written.tables() });
        let mut file = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = writeln!(file, "{line}") {
            tracing::warn!(%error, "record of what is written");
        }
    }
}

/// The table that a statement writes; nothing for one that reads, begins or ends something.
pub fn table(statement: &str) -> Option<&str> {
    let mut words = statement
        .split(|c: char| c.is_whitespace() || matches!(c, '(' | ')' | ';' | ','))
        .filter(|word| !word.is_empty());
    // A statement behind `WITH` names its own verb somewhere later; the words of the parts before it only read.
    let verb = words
        .find(|word| ["INSERT", "REPLACE", "UPDATE", "DELETE"].iter().any(|verb| word.eq_ignore_ascii_case(verb)))?;
    let first = statement.split_whitespace().next()?;
    if ["SELECT", "CREATE", "ALTER", "DROP", "PRAGMA", "BEGIN", "EXPLAIN"]
        .iter()
        .any(|other| first.eq_ignore_ascii_case(other))
    {
        return None;
    }
    let mut next = words.next()?;
    if next.eq_ignore_ascii_case("OR") {
        next = words.nth(1)?;
    }
    if verb.eq_ignore_ascii_case("UPDATE") {
        return Some(next);
    }
    // INSERT INTO, REPLACE INTO, DELETE FROM.
    words.next()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_names_the_table_it_writes() {
        for (statement, expected) in [
            ("INSERT INTO case_event (position) VALUES (?1)", Some("case_event")),
            ("insert or ignore into form_draft(id) VALUES (?1)", Some("form_draft")),
            ("REPLACE INTO session VALUES (1)", Some("session")),
            ("UPDATE session SET seen_at = ?1", Some("session")),
            ("UPDATE OR IGNORE paper SET state = ?1", Some("paper")),
            ("DELETE FROM session WHERE officer = ?1", Some("session")),
            ("WITH a AS (SELECT 1) INSERT INTO report_cell SELECT * FROM a", Some("report_cell")),
            ("SELECT 'INSERT INTO x'", None),
            ("BEGIN IMMEDIATE", None),
            ("COMMIT", None),
        ] {
            assert_eq!(table(statement), expected, "{statement}");
        }
    }

    #[test]
    fn a_line_says_what_a_request_wrote() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("written.jsonl");
        let record = Record::create(&path).expect("a record");
        let written = Written::default();
        written.add(["session".to_owned(), "case_event".to_owned()].into());
        record.line("POST", "/api/buoc", 303, &written);
        let text = std::fs::read_to_string(&path).expect("the record");
        let line: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(line["wrote"], serde_json::json!(["case_event", "session"]));
        assert_eq!((&line["path"], &line["status"]), (&serde_json::json!("/api/buoc"), &serde_json::json!(303)));
    }
}
