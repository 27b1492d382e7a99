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

/// Whether at least `count` of the newest parties have a word; `highest` is the number of the newest.
pub(super) fn is_frequent(word: String, count: i64, highest: i64) -> Statement {
    let sql = "SELECT 1 FROM party_search WHERE party_search MATCH ?1 \
               AND party_search.rowid > ?2 ORDER BY party_search.rowid DESC LIMIT 1 OFFSET ?3";
    let params = vec![Value::Text(word), (highest - PROBED).into(), Value::Integer(count - 1)];
    Statement { sql: sql.to_owned(), params }
}

/// Where the page after a row begins.
pub(crate) const fn cursor(num: i64, stage: i64) -> i64 {
    if stage == 1 { -num } else { num }
}

/// Numbers of the newest hits, of whichever stage. `highest` is the number of the newest record where its index gathers all hits
/// before it knows the newest: there the newest records are looked through first.
pub(crate) fn any(table: &str, query: &Query, narrowing: Narrowing, limit: usize, highest: Option<i64>) -> Statement {
    match &query.newest {
        Some(newest) => read_through(table, query, newest, narrowing, limit),
        None => newest_of(table, &query.folded(), narrowing, limit, highest),
    }
}

/// Numbers of the newest hits with the marks as typed; `None` where none were typed.
pub(super) fn marked(
    table: &str,
    query: &Query,
    narrowing: Narrowing,
    limit: usize,
    highest: Option<i64>,
) -> Option<Statement> {
    Some(newest_of(table, &query.marked()?, narrowing, limit, highest))
}

/// Lengths of the stretches of records that a table of words of PostgreSQL names each record by, as powers of two
/// (`ins.words_of` in `migrations/postgres.sql`).
const STRETCHES: [(&str, u32); 2] = [("zz", 14), ("zy", 17)];

/// Stretches of records, the newest first: the words of which a record has one, and below which number it is; the last has no words and
/// is all the rest. One of all records where they are few.
fn stretches(highest: i64) -> Vec<(Option<String>, Option<i64>)> {
    let (mut list, mut below) = (Vec::new(), None);
    for (letters, power) in STRETCHES {
        let last = highest >> power;
        let from = (last - 1) << power;
        // With all that is older in it, it is no stretch.
        if from <= 0 {
            break;
        }
        list.push((Some(format!("(\"{letters}{last}\" OR \"{letters}{}\")", last - 1)), below));
        below = Some(from);
    }
    list.push((None, below));
    list
}

/// The newest hits. Where `highest` is given, stretch by stretch: an older one is not looked into once there are enough.
fn newest_of(table: &str, expression: &str, narrowing: Narrowing, limit: usize, highest: Option<i64>) -> Statement {
    let Narrowing { join, conditions, mut params } = narrowing;
    let more: String = conditions.iter().map(|condition| format!(" AND {condition}")).collect();
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let limit = bind(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
    let mut one = |(words, below): (Option<String>, Option<i64>)| {
        let expression = words.map_or_else(|| expression.to_owned(), |words| format!("{words} AND ({expression})"));
        let expression = bind(Value::Text(expression));
        let below =
            below.map(|below| format!(" AND {table}.rowid < {}", bind(Value::Integer(below)))).unwrap_or_default();
        format!(
            "SELECT {table}.rowid AS num FROM {table} {join} WHERE {table} MATCH {expression}{below}{more} \
             ORDER BY {table}.rowid DESC LIMIT {limit}"
        )
    };
    let parts: Vec<String> = stretches(highest.unwrap_or_default()).into_iter().map(&mut one).collect();
    let sql = match parts.as_slice() {
        [all] => all.clone(),
        parts => {
            let each = parts.iter().map(|part| format!("SELECT num FROM ({part})"));
            format!("{} LIMIT {limit}", each.collect::<Vec<_>>().join(" UNION ALL "))
        }
    };
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stretches_leave_no_record_out_and_count_none_twice() {
        for highest in [0, 5, 16_383, 40_000, 131_072, 300_000, 1_000_000, 5_123_456] {
            let list = stretches(highest);
            let starts: Vec<Option<i64>> = list.iter().skip(1).map(|(_, below)| *below).collect();
            assert!(starts.iter().all(Option::is_some) && starts.windows(2).all(|pair| pair[0] > pair[1]), "{highest}");
            assert_eq!((&list.last().unwrap().0, list.first().unwrap().1), (&None, None));
            // Which stretches a record is of: by its words, and by its number.
            let of = |num: i64| {
                let has = |words: &str| {
                    STRETCHES.iter().any(|(letters, power)| words.contains(&format!("\"{letters}{}\"", num >> power)))
                };
                let fits = |(words, below): &&(Option<String>, Option<i64>)| {
                    words.as_deref().is_none_or(has) && below.is_none_or(|below| num < below)
                };
                list.iter().filter(fits).count()
            };
            let last = list.last().and_then(|(_, below)| *below).unwrap_or(0);
            for num in (1..=highest).step_by(997).chain([highest, last, last - 1]).filter(|num| *num > 0) {
                assert_eq!(of(num), 1, "{num} of {highest}");
            }
        }
        assert_eq!(stretches(1_000_000)[0], (Some("(\"zz61\" OR \"zz60\")".to_owned()), None));
        assert_eq!(stretches(1_000_000)[1], (Some("(\"zy7\" OR \"zy6\")".to_owned()), Some(60 << 14)));
        assert_eq!(stretches(1_000_000)[2], (None, Some(6 << 17)));
        assert_eq!(stretches(20_000), [(None, None)]);
    }
}
