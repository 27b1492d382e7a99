//! The statements that read the numbers of hits from a word index.

use super::query::Query;
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
