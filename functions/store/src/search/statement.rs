//! The statements that read the numbers of hits from a word index.

use super::query::Query;
use crate::cases::COUNT_CAP;
use crate::database::Value;

/// A statement with its parameters.
pub(crate) struct Statement {
    pub sql: String,
    pub params: Vec<Value>,
}

/// What hits are narrowed to beside the words: a joined table with its conditions, which name the parameters already there.
#[derive(Default)]
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

/// Where the page after a row begins.
pub(crate) const fn cursor(num: i64, stage: i64) -> i64 {
    if stage == 1 { -num } else { num }
}

/// Numbers of the newest hits, of whichever stage: for counting.
pub(crate) fn any(table: &str, query: &Query, narrowing: Narrowing, limit: usize) -> Statement {
    let Narrowing { join, conditions, mut params } = narrowing;
    params.push(Value::Text(query.folded()));
    params.push(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    let more: String = conditions.iter().map(|condition| format!(" AND {condition}")).collect();
    let sql = format!(
        "SELECT {table}.rowid AS num FROM {table} {join} WHERE {table} MATCH ?{}{more} ORDER BY {table}.rowid DESC LIMIT ?{}",
        params.len() - 1,
        params.len()
    );
    Statement { sql, params }
}

/// Parties with their stage.
pub(crate) fn party_statement(query: &Query, limit: usize) -> Statement {
    let numbers = staged("party_search", query, Narrowing::default(), None, limit);
    Statement {
        // Of merged records the one that stands for them.
        sql: format!(
            "SELECT h.document, n.stage FROM ({}) n CROSS JOIN party p ON p.num = n.num \
             CROSS JOIN party h ON h.num = coalesce(p.head, p.num)",
            numbers.sql
        ),
        params: numbers.params,
    }
}

/// How many parties of each kind and province, of the newest.
pub(crate) fn party_facets(query: &Query) -> Statement {
    let numbers = any("party_search", query, Narrowing::default(), COUNT_CAP as usize + 1);
    Statement {
        sql: format!(
            "SELECT p.kind, substr(p.unit, 1, instr(p.unit || '-', '-') - 1), count(*) \
             FROM ({}) n CROSS JOIN party p INDEXED BY party_by_num ON p.num = n.num GROUP BY 1, 2",
            numbers.sql
        ),
        params: numbers.params,
    }
}

/// Places of business with their party's name and their stage.
pub(crate) fn place_statement(query: &Query, limit: usize) -> Statement {
    let numbers = staged("establishment_search", query, Narrowing::default(), None, limit);
    Statement {
        sql: format!(
            "SELECT e.id, e.party, e.name, e.address, e.business, e.unit, p.name, n.stage FROM ({}) n \
             CROSS JOIN establishment_words w ON w.num = n.num CROSS JOIN establishment e ON e.id = w.establishment \
             CROSS JOIN party p ON p.id = e.party",
            numbers.sql
        ),
        params: numbers.params,
    }
}

/// How many places of business of each province, of the newest.
pub(crate) fn place_facets(query: &Query) -> Statement {
    let numbers = any("establishment_search", query, Narrowing::default(), COUNT_CAP as usize + 1);
    Statement {
        sql: format!(
            "SELECT substr(w.unit, 1, instr(w.unit || '-', '-') - 1), count(*) FROM ({}) n \
             CROSS JOIN establishment_words w INDEXED BY establishment_words_by_num ON w.num = n.num GROUP BY 1",
            numbers.sql
        ),
        params: numbers.params,
    }
}

pub(crate) const PAPER_OF_CASE: &str = "SELECT number, name, signed_at, unit_name, state FROM paper INDEXED BY paper_by_case \
     WHERE case_num = ?1 AND number = ?2 \
     UNION ALL SELECT p.number, p.name, p.signed_at, p.unit_name, q.state FROM paper_part q INDEXED BY paper_part_by_case \
     CROSS JOIN paper p USING (owner, series, year, serial) WHERE q.case_num = ?1 AND q.number = ?2 AND p.case_num <> ?1";

pub(crate) const PAPERS_WITHOUT_CASE: &str = "SELECT p.number, p.name, p.signed_at, p.unit_name, p.state, u.path \
     FROM paper p INDEXED BY paper_without_case CROSS JOIN unit u ON u.id = p.unit \
     WHERE p.case_num IS NULL AND p.number >= ?1 AND p.number < ?2 LIMIT 50";
