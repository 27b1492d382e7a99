//! SQL is written once, for SQLite; what PostgreSQL takes instead is made of it here (decision 0046).
//!
//! A statement is taken apart into tokens and rewritten by a few rules, without a grammar: the rules know only what the store
//! writes, and a test prepares every statement it runs. Pure, so that a component can do the same. Must not know: any table of
//! ours, or a connection.

mod rules;
mod schema;
mod tokens;
mod words;

#[cfg(test)]
mod tests;

use crate::database::Value;
use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use tokens::{Kind, Token};

pub(crate) use schema::{ANEW, APART, WAIT, schema};

/// What begins a statement that is PostgreSQL's already.
pub(crate) const AS_IT_IS: &str = "/*as it is*/";

/// What begins a statement, for either engine, that is planned for its values each time: how many rows its conditions leave is
/// different from one question to the next. Whoever prepares statements (the host, the native driver) does not keep this one.
pub(crate) const EACH_TIME: &str = "/*planned each time*/";

/// What begins a statement of a transaction that its writer does not wait for: the host sends it with the next one, and a host that does not
/// know these words runs it at once.
#[cfg(feature = "spin")]
pub(crate) const WITH_NEXT: &str = "/*with the next*/";

/// What a connection is told as it is opened. A writer waits as long for its turn as it does for SQLite's; a statement that has
/// lost its request ends; the order of what one process reads is that of its plan; a row somewhere is as near as the next, since what is
/// asked for stands in memory or on a disk without heads; a statement that is prepared is planned for its values five times, and then no
/// longer where that was of no use; and tables are looked for in one schema, also where the
/// account has the name of ours.
pub(crate) const SETTINGS: &str = "-c lock_timeout=15s -c statement_timeout=120s -c idle_in_transaction_session_timeout=300s \
     -c plan_cache_mode=auto -c random_page_cost=1.1 -c jit=off -c max_parallel_workers_per_gather=0 -c client_min_messages=warning -c search_path=public";

/// The same in the address of a database, for whoever opens connections by nothing else; what the address says itself stays.
#[cfg(any(feature = "spin", test))]
pub(crate) fn with_settings(address: &str) -> String {
    if address.contains("options=") {
        return address.to_owned();
    }
    if address.contains("://") {
        let between = if address.contains('?') { '&' } else { '?' };
        let settings = SETTINGS.replace(' ', "%20").replace('=', "%3D");
        return format!("{address}{between}options={settings}");
    }
    format!("{address} options='{SETTINGS}'")
}

/// Statements that begin and end a transaction, as PostgreSQL runs them. Writers have their turn one after the other, by a lock
/// of the database that goes with the transaction; a transaction that only reads sees one moment, as SQLite's does.
pub(crate) fn transaction(sql: &str) -> Option<&'static [&'static str]> {
    match sql {
        "BEGIN IMMEDIATE" => Some(&["BEGIN", "SELECT pg_advisory_xact_lock(4806227)"]),
        "BEGIN" => Some(&["BEGIN ISOLATION LEVEL REPEATABLE READ"]),
        "COMMIT" => Some(&["COMMIT"]),
        "ROLLBACK" => Some(&["ROLLBACK"]),
        _ => None,
    }
}

/// A statement for PostgreSQL, and which values it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Translated {
    pub sql: String,
    params: Vec<Taken>,
}

/// A value that a statement takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Taken {
    place: usize,
    /// It is a query of a word index.
    is_query: bool,
}

impl Translated {
    /// The values in the order in which the statement takes them.
    pub fn taken(&self, params: &[Value]) -> Vec<Value> {
        let one = |taken: &Taken| match params.get(taken.place)? {
            Value::Text(asked) if taken.is_query => Some(Value::Text(words::query(asked))),
            value => Some(value.clone()),
        };
        self.params.iter().filter_map(one).collect()
    }
}

/// What stands for a value, by its kind. NULL has no type to be told by, and stands in the text itself.
const fn typed(value: &Value) -> (char, &'static str) {
    match value {
        Value::Null => ('n', "NULL"),
        Value::Integer(_) => ('i', "::bigint"),
        Value::Real(_) => ('r', "::double precision"),
        Value::Text(_) => ('t', "::text"),
        Value::Blob(_) => ('b', "::bytea"),
    }
}

/// Most statements that are remembered; texts that are put together from lists have no end.
const REMEMBERED: usize = 4096;

type Known = HashMap<String, HashMap<String, Arc<Translated>>>;

/// A statement for PostgreSQL, as it was made the first time it was asked for with values of these kinds.
pub(crate) fn translated(sql: &str, params: &[Value]) -> Arc<Translated> {
    static KNOWN: LazyLock<Mutex<Known>> = LazyLock::new(Mutex::default);
    let kinds: String = params.iter().map(|value| typed(value).0).collect();
    let mut known = KNOWN.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(found) = known.get(sql).and_then(|made| made.get(&kinds)) {
        return Arc::clone(found);
    }
    let made = Arc::new(translate(sql, params));
    if known.len() >= REMEMBERED {
        known.clear();
    }
    known.entry(sql.to_owned()).or_default().insert(kinds, Arc::clone(&made));
    made
}

/// Makes the statement for PostgreSQL.
pub(crate) fn translate(sql: &str, params: &[Value]) -> Translated {
    if sql.starts_with(AS_IT_IS) {
        return Translated {
            sql: sql.to_owned(),
            params: (0..params.len()).map(|place| Taken { place, is_query: false }).collect(),
        };
    }
    let mut tokens = tokens::tokens(sql);
    rules::apply(&mut tokens);
    let mut taken = Vec::new();
    for token in &mut tokens {
        bind(token, params, &mut taken);
    }
    Translated { sql: tokens::text(&tokens), params: taken }
}

fn bind(token: &mut Token, params: &[Value], taken: &mut Vec<Taken>) {
    let (number, is_query) = match token.kind {
        Kind::Param(number) => (number, false),
        Kind::Query(number) => (number, true),
        _ => return,
    };
    let place = number.saturating_sub(1);
    let (_, kind) = params.get(place).map_or(('n', "NULL"), typed);
    if kind == "NULL" {
        kind.clone_into(&mut token.text);
        return;
    }
    let value = Taken { place, is_query };
    let known = taken.iter().position(|taken| *taken == value);
    let index = known.unwrap_or_else(|| {
        taken.push(value);
        taken.len() - 1
    });
    let value = format!("${}{kind}", index + 1);
    // A query by itself: what is planned for one of them serves the next.
    token.text = if is_query { format!("(SELECT {value}::tsquery)") } else { value };
}
