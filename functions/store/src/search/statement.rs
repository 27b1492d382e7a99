//! The statements that read the numbers of hits from a word index.

use super::query::{Newest, Query};
use crate::database::Value;
use crate::units::Scope;

/// A statement with its parameters.
pub(crate) struct Statement {
    pub sql: String,
    pub params: Vec<Value>,
}

/// What hits are narrowed to beside the words: a joined table with its conditions, which name the parameters already there.
#[derive(Clone, Default)]
pub(crate) struct Narrowing {
    pub join: String,
    pub conditions: Vec<String>,
    pub params: Vec<Value>,
}

/// Numbers of hits with the stage they belong to (0: with the marks as typed, 1: the others), stage by stage and the newest
/// first. `after` is the cursor of the page before: the last number, negative in the second stage.
pub(crate) fn staged(table: &str, query: &Query, narrowing: Narrowing, after: Option<i64>, limit: usize) -> Statement {
    let Narrowing { join, conditions, mut params } = narrowing;
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let limit = bind(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    let after = after.map(|after| (after < 0, bind(Value::Integer(after.saturating_abs()))));
    let more: String = conditions.iter().map(|condition| format!(" AND {condition}")).collect();
    let mut one = |stage: u8, expression: String, after: Option<&String>| {
        let expression = bind(Value::Text(expression));
        let after = after.map(|after| format!(" AND {table}.rowid < {after}")).unwrap_or_default();
        format!(
            "SELECT {table}.rowid AS num, {stage} AS stage FROM {table} {join} \
             WHERE {table} MATCH {expression}{after}{more} ORDER BY {table}.rowid DESC LIMIT {limit}"
        )
    };
    let (marked, folded) = query.stages();
    let sql = match (marked, &after) {
        (None, after) => one(0, folded, after.as_ref().map(|(_, after)| after)),
        (Some(_), Some((true, after))) => one(1, folded, Some(after)),
        (Some(marked), after) => {
            let first = one(0, marked, after.as_ref().map(|(_, after)| after));
            let then = one(1, folded, None);
            format!("SELECT num, stage FROM ({first}) UNION ALL SELECT num, stage FROM ({then}) LIMIT {limit}")
        }
    };
    Statement { sql, params }
}

/// Numbers of the newest records, of all or of a part of the tree, whose words are read one by one. The index would not do: a
/// condition on the row number ends it at a hit alone, and where there is none it is read to its end.
fn read_through(table: &str, query: &Query, newest: &Newest, narrowing: Narrowing, limit: usize) -> Statement {
    let Narrowing { conditions, mut params, .. } = narrowing;
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let content = content_of(table);
    let records = bind(Value::Integer(newest.records));
    let of_part = match &newest.scope {
        Scope::Province(id) => Some(("province", "case_by_province", id)),
        Scope::Unit(id) => Some(("unit", "case_by_unit", id)),
        Scope::Nation => None,
    };
    let from = match of_part.filter(|_| content == "case_file") {
        Some((column, index, id)) => {
            let id = bind(Value::from(&id.0));
            format!("case_file INDEXED BY {index} WHERE {column} = {id}")
        }
        None => content.to_owned(),
    };
    let mut more: String = conditions.iter().map(|condition| format!(" AND {condition}")).collect();
    more.push_str(&has_words(query.plain(), &mut bind));
    let limit = bind(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    let sql = format!(
        "SELECT c.num FROM (SELECT num AS newest FROM {from} ORDER BY num DESC LIMIT {records}) n \
         CROSS JOIN {content} c ON c.num = n.newest WHERE true{more} LIMIT {limit}"
    );
    Statement { sql, params }
}

/// The conditions that a record has these words.
fn has_words(words: Vec<String>, bind: &mut dyn FnMut(Value) -> String) -> String {
    let has = |word| format!(" AND instr(' ' || c.search || ' ', {}) > 0", bind(Value::Text(word)));
    words.into_iter().map(has).collect()
}

/// The table whose rows a word index holds.
fn content_of(table: &str) -> &'static str {
    match table {
        "party_search" => "party",
        "establishment_search" => "establishment_words",
        _ => "case_file",
    }
}

/// Those of a few hits that have the marks as typed, read from their words: less than an index is read for, where hits are few.
pub(crate) fn marked_of(table: &str, query: &Query, numbers: &[i64]) -> Statement {
    let mut statement = over(numbers, String::new());
    let conditions = has_words(query.marks(), &mut |word| {
        statement.params.push(word);
        format!("?{}", statement.params.len())
    });
    statement.sql = format!(
        "SELECT c.num FROM json_each(?1) n CROSS JOIN {} c ON c.num = CAST(n.value AS INTEGER) WHERE true{conditions}",
        content_of(table)
    );
    statement
}

/// The share of the newest parties that is looked at to tell a frequent word.
const PROBED: i64 = 30_000;

/// Whether at least `count` of the newest parties have a word.
pub(super) fn is_frequent(word: String, count: i64) -> Statement {
    let sql = "SELECT 1 FROM party_search WHERE party_search MATCH ?1 \
               AND party_search.rowid > (SELECT max(num) FROM party) - ?2 ORDER BY party_search.rowid DESC LIMIT 1 OFFSET ?3";
    Statement { sql: sql.to_owned(), params: vec![Value::Text(word), PROBED.into(), Value::Integer(count - 1)] }
}

/// Where the page after a row begins.
pub(crate) const fn cursor(num: i64, stage: i64) -> i64 {
    if stage == 1 { -num } else { num }
}

/// Numbers of the newest hits, of whichever stage.
pub(crate) fn any(table: &str, query: &Query, narrowing: Narrowing, limit: usize) -> Statement {
    match &query.newest {
        Some(newest) => read_through(table, query, newest, narrowing, limit),
        None => newest_of(table, query.folded(), narrowing, limit),
    }
}

/// Numbers of the newest hits with the marks as typed; `None` where none were typed.
pub(super) fn marked(table: &str, query: &Query, narrowing: Narrowing, limit: usize) -> Option<Statement> {
    Some(newest_of(table, query.marked()?, narrowing, limit))
}

fn newest_of(table: &str, expression: String, narrowing: Narrowing, limit: usize) -> Statement {
    let Narrowing { join, conditions, mut params } = narrowing;
    params.push(Value::Text(expression));
    params.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    let more: String = conditions.iter().map(|condition| format!(" AND {condition}")).collect();
    let sql = format!(
        "SELECT {table}.rowid AS num FROM {table} {join} WHERE {table} MATCH ?{}{more} ORDER BY {table}.rowid DESC LIMIT ?{}",
        params.len() - 1,
        params.len()
    );
    Statement { sql, params }
}

/// A statement over the rows of some numbers, which it knows as `n`: `key` their place, `value` the number.
pub(crate) fn over(numbers: &[i64], sql: String) -> Statement {
    let list = numbers.iter().map(i64::to_string).collect::<Vec<_>>().join(",");
    Statement { sql, params: vec![Value::Text(format!("[{list}]"))] }
}

/// Parties by their numbers, each with its place among them; of merged records the one that stands for them.
pub(crate) fn party_rows(numbers: &[i64]) -> Statement {
    let sql = "SELECT h.document, n.key FROM json_each(?1) n CROSS JOIN party p ON p.num = CAST(n.value AS INTEGER) \
               CROSS JOIN party h ON h.num = coalesce(p.head, p.num)";
    over(numbers, sql.to_owned())
}

/// How many parties of each kind and province.
pub(crate) fn party_facets(numbers: &[i64]) -> Statement {
    let sql = "SELECT p.kind, substr(p.unit, 1, instr(p.unit || '-', '-') - 1), count(*) \
               FROM json_each(?1) n CROSS JOIN party p INDEXED BY party_by_num ON p.num = CAST(n.value AS INTEGER) GROUP BY 1, 2";
    over(numbers, sql.to_owned())
}

/// Places of business by their numbers, with their party's name and their place among them.
pub(crate) fn place_rows(numbers: &[i64]) -> Statement {
    let sql = "SELECT e.id, e.party, e.name, e.address, e.business, e.unit, p.name, n.key FROM json_each(?1) n \
               CROSS JOIN establishment_words w ON w.num = CAST(n.value AS INTEGER) CROSS JOIN establishment e ON e.id = w.establishment \
               CROSS JOIN party p ON p.id = e.party";
    over(numbers, sql.to_owned())
}

/// How many places of business of each province.
pub(crate) fn place_facets(numbers: &[i64]) -> Statement {
    let sql = "SELECT substr(w.unit, 1, instr(w.unit || '-', '-') - 1), count(*) FROM json_each(?1) n \
               CROSS JOIN establishment_words w INDEXED BY establishment_words_by_num ON w.num = CAST(n.value AS INTEGER) GROUP BY 1";
    over(numbers, sql.to_owned())
}

pub(crate) const PAPER_OF_CASE: &str = "SELECT number, name, signed_at, unit_name, state FROM paper INDEXED BY paper_by_case \
     WHERE case_num = ?1 AND number = ?2 \
     UNION ALL SELECT p.number, p.name, p.signed_at, p.unit_name, q.state FROM paper_part q INDEXED BY paper_part_by_case \
     CROSS JOIN paper p USING (owner, series, year, serial) WHERE q.case_num = ?1 AND q.number = ?2 AND p.case_num <> ?1";

pub(crate) const PAPERS_WITHOUT_CASE: &str = "SELECT p.number, p.name, p.signed_at, p.unit_name, p.state, u.path \
     FROM paper p INDEXED BY paper_without_case CROSS JOIN unit u ON u.id = p.unit \
     WHERE p.case_num IS NULL AND p.number >= ?1 AND p.number < ?2 LIMIT 50";
