//! The statements that read the numbers of hits from a word index.

use super::query::{Asked, Newest, Query};
use super::stretch::{Stretch, newest_stretch, stretches};
use crate::database::{Value, behind};
use crate::units::Scope;

/// A statement with its parameters.
pub(crate) struct Statement {
    pub sql: String,
    pub params: Vec<Value>,
}

/// Statements that have the same columns as one, with the place of each behind its columns.
pub(super) fn together(statements: &[Statement], columns: &str) -> Statement {
    let (mut parts, mut params) = (Vec::new(), Vec::new());
    for (place, statement) in statements.iter().enumerate() {
        let sql = behind(params.len(), &statement.sql);
        parts.push(format!("SELECT {columns}, {place} AS side FROM ({sql}) AS s{place}"));
        params.extend(statement.params.iter().cloned());
    }
    Statement { sql: parts.join(" UNION ALL "), params }
}

/// What hits are narrowed to beside the words: a joined table with its conditions, which name the parameters already there.
#[derive(Clone, Default)]
pub(crate) struct Narrowing {
    pub join: String,
    pub conditions: Vec<String>,
    pub params: Vec<Value>,
}

/// Numbers of hits with the stage they belong to (0: with the marks as typed, 1: the others), stage by stage and the newest
/// first. `after` is the cursor of the page before: the last number, negative in the second stage; `highest` as [`any`] has it.
pub(crate) fn staged(
    table: &str,
    query: &Query,
    narrowing: Narrowing,
    after: Option<i64>,
    limit: usize,
    highest: Option<i64>,
) -> Statement {
    let mut index = WordIndex::new(table, narrowing, limit, highest);
    let after = after.map(|after| (after < 0, after.saturating_abs()));
    let (marked, folded) = query.stages();
    let sql = match (marked, after) {
        (None, after) => index.newest(&folded, Some(0), after.map(|(_, after)| after)),
        (Some(_), Some((true, after))) => index.newest(&folded, Some(1), Some(after)),
        (Some(marked), after) => {
            let first = index.newest(&marked, Some(0), after.map(|(_, after)| after));
            let then = index.newest(&folded, Some(1), None);
            let limit = &index.limit;
            format!("SELECT num, stage FROM ({first}) UNION ALL SELECT num, stage FROM ({then}) LIMIT {limit}")
        }
    };
    Statement { sql, params: index.params }
}

/// A word index as a statement reads it, with the parameters bound so far.
struct WordIndex<'a> {
    table: &'a str,
    join: String,
    more: String,
    /// How many hits are read.
    limit: String,
    highest: Option<i64>,
    params: Vec<Value>,
}

impl<'a> WordIndex<'a> {
    fn new(table: &'a str, narrowing: Narrowing, limit: usize, highest: Option<i64>) -> Self {
        let Narrowing { join, conditions, params } = narrowing;
        let more = conditions.iter().map(|condition| format!(" AND {condition}")).collect();
        // In the text, of which there are few: how many rows are wanted is part of the plan.
        Self { table, join, more, limit: limit.to_string(), highest, params }
    }

    fn bind(&mut self, value: Value) -> String {
        self.params.push(value);
        format!("?{}", self.params.len())
    }

    /// The numbers of the newest hits, below a number where one is given, with a stage where one is. Where the newest records are
    /// looked through first, stretch by stretch: an older one is not looked into once there are enough.
    fn newest(&mut self, asked: &Asked, stage: Option<u8>, below: Option<i64>) -> String {
        let last = self.highest.map(|highest| below.map_or(highest, |below| highest.min(below - 1)));
        let stage_of = stage.map(|stage| format!(", {stage} AS stage")).unwrap_or_default();
        // Hits are gathered from the index and put in order: by their numbers all records would be read.
        let by = if last.is_some() { " + 0" } else { "" };
        let mut parts = Vec::new();
        for stretch in stretches(last.unwrap_or_default()) {
            parts.push(self.part(asked, &stage_of, &stretch, below, by));
        }
        match parts.as_slice() {
            [all] => all.clone(),
            parts => {
                let columns = if stage.is_some() { "num, stage" } else { "num" };
                let each: Vec<String> = parts.iter().map(|part| format!("SELECT {columns} FROM ({part})")).collect();
                format!("{} LIMIT {}", each.join(" UNION ALL "), self.limit)
            }
        }
    }

    /// The numbers of the newest hits of one stretch.
    fn part(&mut self, asked: &Asked, stage_of: &str, stretch: &Stretch, below: Option<i64>, by: &str) -> String {
        let expression = self.bind(Value::Text(stretch.asked(asked)));
        let until = stretch.until.or(below).map(|number| self.bind(Value::Integer(number)));
        let Self { table, join, more, limit, .. } = self;
        let until = until.map(|number| format!(" AND {table}.rowid < {number}")).unwrap_or_default();
        format!(
            "SELECT {table}.rowid AS num{stage_of} FROM {table} {join} WHERE {table} MATCH {expression}{until}{more} \
             ORDER BY {table}.rowid{by} DESC LIMIT {limit}"
        )
    }
}

/// Numbers of the newest records, of all or of a part of the tree, whose words are read one by one. The index would not do: a
/// condition on the row number ends it at a hit alone, and where there is none it is read to its end. Where words are kept record by
/// record (`highest` is given), those of the newest of all are asked for in their stretch, and those of a part of the tree one by one, by a
/// function that no index answers.
fn read_through(
    table: &str,
    query: &Query,
    newest: &Newest,
    narrowing: Narrowing,
    limit: usize,
    highest: Option<i64>,
) -> Statement {
    let Narrowing { join, conditions, mut params } = narrowing;
    let mut bind = |value: Value| {
        params.push(value);
        format!("?{}", params.len())
    };
    let content = content_of(table);
    let mut more: String = conditions.iter().map(|condition| format!(" AND {condition}")).collect();
    let of_part = match &newest.scope {
        Scope::Province(id) => Some(("province", "case_by_province", id)),
        Scope::Unit(id) => Some(("unit", "case_by_unit", id)),
        Scope::Nation => None,
    };
    let of_part = of_part.filter(|_| content == "case_file");
    if let (Some(highest), None) = (highest, of_part) {
        let after = highest - newest.records;
        // As few of the newest stretches as all of these stand in.
        let stretch = stretches(highest).into_iter().find(|stretch| stretch.from <= after).unwrap_or_default();
        let expression = bind(Value::Text(stretch.asked(&query.folded())));
        let after = bind(Value::Integer(after));
        let sql = format!(
            "SELECT {table}.rowid AS num FROM {table} {join} WHERE {table} MATCH {expression} AND {table}.rowid > {after}{more} \
             ORDER BY {table}.rowid + 0 DESC LIMIT {limit}"
        );
        return Statement { sql, params };
    }
    let has = highest.map(|_| {
        let expression = bind(Value::Text(query.folded().to_string()));
        format!("ts_match_vq({table}.words, word_query({expression})){more}")
    });
    let from = match of_part {
        Some((column, index, id)) => {
            let id = bind(Value::from(&id.0));
            format!("case_file INDEXED BY {index} WHERE {column} = {id}")
        }
        None => content.to_owned(),
    };
    let records = bind(Value::Integer(newest.records));
    let newest = format!("(SELECT num AS newest FROM {from} ORDER BY num DESC LIMIT {records}) n");
    let sql = if let Some(has) = has {
        format!(
            "SELECT {table}.rowid AS num FROM {newest} CROSS JOIN {table} ON {table}.rowid = n.newest {join} WHERE {has} LIMIT {limit}"
        )
    } else {
        more.push_str(&has_words(query.plain(), &mut bind));
        format!("SELECT c.num FROM {newest} CROSS JOIN {content} c ON c.num = n.newest WHERE true{more} LIMIT {limit}")
    };
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

/// Whether at least `count` of the newest 30,000 parties have a word.
pub(super) fn is_frequent(word: &str, count: i64) -> Statement {
    let sql = "SELECT 1 FROM party_search WHERE party_search MATCH ?1 \
               AND party_search.rowid > (SELECT max(num) FROM party) - ?2 ORDER BY party_search.rowid DESC LIMIT 1 OFFSET ?3";
    let params = vec![Value::from(word), PROBED.into(), Value::Integer(count - 1)];
    Statement { sql: sql.to_owned(), params }
}

/// Whether each of the words is frequent, as 0 or 1, by the parties of the newest stretch in the same proportion; `highest` is the number
/// of the newest party.
pub(super) fn are_frequent(words: &[String], count: i64, highest: i64) -> Statement {
    let newest = newest_stretch(highest);
    let of_these = count * (highest - newest.from + 1).max(1) / PROBED.min(highest).max(1);
    let mut params = vec![Value::Integer(of_these.max(1) - 1)];
    let mut one = |word: &String| {
        params.push(Value::Text(newest.asked(&Asked::of(word))));
        let has = format!("party_search MATCH ?{}", params.len());
        format!("CASE WHEN (SELECT 1 FROM party_search WHERE {has} LIMIT 1 OFFSET ?1) = 1 THEN 1 ELSE 0 END")
    };
    let each = words.iter().map(&mut one).collect::<Vec<_>>().join(", ");
    Statement { sql: format!("SELECT {each}"), params }
}

/// Where the page after a row begins.
pub(crate) const fn cursor(num: i64, stage: i64) -> i64 {
    if stage == 1 { -num } else { num }
}

/// Numbers of the newest hits, of whichever stage. `highest` is the number of the newest record where its index gathers all hits
/// before it knows the newest: there the newest records are looked through first.
pub(crate) fn any(table: &str, query: &Query, narrowing: Narrowing, limit: usize, highest: Option<i64>) -> Statement {
    match &query.newest {
        Some(newest) => read_through(table, query, newest, narrowing, limit, highest),
        None => newest_of(table, &query.folded(), narrowing, limit, highest),
    }
}

/// Numbers of the newest hits of a stretch, by an index that gathers all of them.
pub(super) fn within(table: &str, asked: &Asked, narrowing: Narrowing, limit: usize, stretch: &Stretch) -> Statement {
    let mut index = WordIndex::new(table, narrowing, limit, None);
    let sql = index.part(asked, "", stretch, None, " + 0");
    Statement { sql, params: index.params }
}

/// Numbers of the newest hits among all records.
pub(super) fn newest_of(
    table: &str,
    asked: &Asked,
    narrowing: Narrowing,
    limit: usize,
    highest: Option<i64>,
) -> Statement {
    let mut index = WordIndex::new(table, narrowing, limit, highest);
    let sql = index.newest(asked, None, None);
    Statement { sql, params: index.params }
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

/// What hits are counted by: the columns of the statements that count them.
pub(super) const FACETS: &str = "province, field, year, closed, hits";

/// How many parties of each province.
pub(crate) fn party_facets(numbers: &[i64]) -> Statement {
    by_province(numbers, "party p INDEXED BY party_by_num", "p")
}

fn by_province(numbers: &[i64], from: &str, row: &str) -> Statement {
    let sql = format!(
        "SELECT substr({row}.unit, 1, instr({row}.unit || '-', '-') - 1) AS province, CAST(NULL AS TEXT) AS field, \
         CAST(NULL AS TEXT) AS year, 0 AS closed, count(*) AS hits \
         FROM json_each(?1) n CROSS JOIN {from} ON {row}.num = CAST(n.value AS INTEGER) GROUP BY 1"
    );
    over(numbers, sql)
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
    by_province(numbers, "establishment_words w INDEXED BY establishment_words_by_num", "w")
}

pub(crate) const PAPER_OF_CASE: &str = "SELECT number, name, signed_at, unit_name, state FROM paper INDEXED BY paper_by_case \
     WHERE case_num = ?1 AND number = ?2 \
     UNION ALL SELECT p.number, p.name, p.signed_at, p.unit_name, q.state FROM paper_part q INDEXED BY paper_part_by_case \
     CROSS JOIN paper p USING (owner, series, year, serial) WHERE q.case_num = ?1 AND q.number = ?2 AND p.case_num <> ?1";

pub(crate) const PAPERS_WITHOUT_CASE: &str = "SELECT p.number, p.name, p.signed_at, p.unit_name, p.state, u.path \
     FROM paper p INDEXED BY paper_without_case CROSS JOIN unit u ON u.id = p.unit \
     WHERE p.case_num IS NULL AND p.number >= ?1 AND p.number < ?2 LIMIT 50";
