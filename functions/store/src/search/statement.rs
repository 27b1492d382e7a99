//! The statements that read the numbers of hits from a word index.

use super::query::{Newest, Query};
use crate::database::Value;
use crate::units::Scope;
use std::ops::RangeInclusive;

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
    /// The parameter of how many hits are read.
    limit: String,
    highest: Option<i64>,
    params: Vec<Value>,
}

impl<'a> WordIndex<'a> {
    fn new(table: &'a str, narrowing: Narrowing, limit: usize, highest: Option<i64>) -> Self {
        let Narrowing { join, conditions, params } = narrowing;
        let more = conditions.iter().map(|condition| format!(" AND {condition}")).collect();
        let mut index = Self { table, join, more, limit: String::new(), highest, params };
        index.limit = index.bind(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
        index
    }

    fn bind(&mut self, value: Value) -> String {
        self.params.push(value);
        format!("?{}", self.params.len())
    }

    /// The numbers of the newest hits, below a number where one is given, with a stage where one is. Where the newest records are
    /// looked through first, stretch by stretch: an older one is not looked into once there are enough.
    fn newest(&mut self, expression: &str, stage: Option<u8>, below: Option<i64>) -> String {
        let last = self.highest.map(|highest| below.map_or(highest, |below| highest.min(below - 1)));
        let stage_of = stage.map(|stage| format!(", {stage} AS stage")).unwrap_or_default();
        // Hits are gathered from the index and put in order: by their numbers all records would be read.
        let by = if last.is_some() { " + 0" } else { "" };
        let mut parts = Vec::new();
        for stretch in stretches(last.unwrap_or_default()) {
            parts.push(self.part(expression, &stage_of, &stretch, below, by));
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
    fn part(&mut self, expression: &str, stage_of: &str, stretch: &Stretch, below: Option<i64>, by: &str) -> String {
        let expression = self.bind(Value::Text(stretch.asked(expression)));
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
    let limit = bind(Value::Integer(i64::try_from(limit).unwrap_or(i64::MAX)));
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
            "SELECT {table}.rowid FROM {table} {join} WHERE {table} MATCH {expression} AND {table}.rowid > {after}{more} \
             ORDER BY {table}.rowid + 0 DESC LIMIT {limit}"
        );
        return Statement { sql, params };
    }
    let has = highest.map(|_| {
        let expression = bind(Value::Text(query.folded()));
        format!("ts_match_vq({table}.words, ins.word_query({expression})){more}")
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
            "SELECT {table}.rowid FROM {newest} CROSS JOIN {table} ON {table}.rowid = n.newest {join} WHERE {has} LIMIT {limit}"
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
        params.push(Value::Text(newest.asked(word)));
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
pub(super) fn within(
    table: &str,
    expression: &str,
    narrowing: Narrowing,
    limit: usize,
    stretch: &Stretch,
) -> Statement {
    let mut index = WordIndex::new(table, narrowing, limit, None);
    let sql = index.part(expression, "", stretch, None, " + 0");
    Statement { sql, params: index.params }
}

/// The newest stretch of records, which is looked through first.
pub(super) fn newest_stretch(highest: i64) -> Stretch {
    stretches(highest).into_iter().next().unwrap_or_default()
}

/// Expected hits up to which all older records are asked for at once.
const FEW: i64 = 1_500;

/// What is looked through behind the newest stretch, which had so many hits, until there are `limit`: as many of the records before as
/// should have enough, then all the rest. Where few hits are to be expected, all the rest at once: with the words of stretches the index
/// takes longer than with the words alone.
pub(super) fn older(newest: &Stretch, hits: usize, limit: usize, highest: i64) -> Vec<Stretch> {
    let all = |until| Stretch { until: Some(until), ..Stretch::default() };
    if newest.words.is_none() {
        return Vec::new();
    }
    let (hits, limit) = (i64::try_from(hits).unwrap_or(i64::MAX), i64::try_from(limit).unwrap_or(i64::MAX));
    let records = (highest - newest.from + 1).max(1);
    if hits.saturating_mul(highest) / records <= FEW {
        return vec![all(newest.from)];
    }
    let enough = limit.saturating_mul(records).saturating_mul(3) / (2 * hits.max(1));
    // Few stretches: each one named beside another costs the index as much as the words themselves.
    for ((letters, power), count) in
        STRETCHES[1..].iter().flat_map(|stretch| (1..=4).map(move |count| (stretch, count)))
    {
        let last = highest >> power;
        let from = (last + 1 - count) << power;
        if from > 0 && from < newest.from && highest - from >= enough {
            let words = Some(words_of(letters, last + 1 - count..=last));
            return vec![Stretch { words, from, until: Some(newest.from) }, all(from)];
        }
    }
    vec![all(newest.from)]
}

/// Lengths of the stretches of records that a table of words of PostgreSQL names each record by, as powers of two
/// (`ins.words_of` in `migrations/postgres.sql`). A word that the two newest short ones have too few of is in few records of the next.
const STRETCHES: [(&str, u32); 3] = [("zx", 12), ("zy", 15), ("zz", 18)];

/// Records with numbers from `from` on and below `until`, where it is given.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Stretch {
    /// What all of them, and no other records, have one word of; nothing where the numbers alone tell.
    words: Option<String>,
    from: i64,
    until: Option<i64>,
}

impl Stretch {
    /// An expression asked of its records alone.
    fn asked(&self, expression: &str) -> String {
        self.words.as_ref().map_or_else(|| expression.to_owned(), |words| format!("{words} AND ({expression})"))
    }
}

/// Stretches of records, the newest first; the last is all the rest, and the only one where records are few.
fn stretches(highest: i64) -> Vec<Stretch> {
    let (mut list, mut until) = (Vec::new(), None);
    for (letters, power) in STRETCHES {
        let last = highest >> power;
        let from = (last - 1) << power;
        // With all that is older in it, it is no stretch.
        if from <= 0 {
            break;
        }
        let words = Some(words_of(letters, last - 1..=last));
        list.push(Stretch { words, from, until });
        until = Some(from);
    }
    list.push(Stretch { until, ..Stretch::default() });
    list
}

/// The words of stretches of one length, any of which a record stands in.
fn words_of(letters: &str, stretches: RangeInclusive<i64>) -> String {
    let words: Vec<String> = stretches.rev().map(|stretch| format!("\"{letters}{stretch}\"")).collect();
    format!("({})", words.join(" OR "))
}

/// Numbers of the newest hits among all records.
pub(super) fn newest_of(
    table: &str,
    expression: &str,
    narrowing: Narrowing,
    limit: usize,
    highest: Option<i64>,
) -> Statement {
    let mut index = WordIndex::new(table, narrowing, limit, highest);
    let sql = index.newest(expression, None, None);
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
    fn what_is_older_is_asked_for_whole_and_once() {
        for highest in [8_192, 9_000, 40_000, 300_000, 1_000_000, 5_123_456] {
            let newest = newest_stretch(highest);
            assert!(newest.words.is_some() && newest.until.is_none(), "{highest}");
            for hits in [0, 1, 7, 30, 150, 299] {
                let older = older(&newest, hits, 301, highest);
                let mut until = newest.from;
                for (place, part) in older.iter().enumerate() {
                    assert_eq!(part.until, Some(until), "{highest} {hits}: {older:?}");
                    let ends = [part.from, (part.from + until) / 2, until - 1];
                    let named = |words: &String| {
                        STRETCHES.iter().any(|(letters, power)| {
                            ends.iter().all(|num| words.contains(&format!("\"{letters}{}\"", num >> power)))
                        })
                    };
                    assert!(part.words.as_ref().is_none_or(named), "{highest} {hits}: {older:?}");
                    assert_eq!(part.words.is_none(), place + 1 == older.len(), "the last is all the rest");
                    until = part.from;
                }
                assert_eq!(until, 0, "{highest} {hits}: {older:?}");
            }
        }
        assert!(older(&newest_stretch(8_000), 5, 301, 8_000).is_empty(), "the newest is all");
        let parts = |hits| older(&newest_stretch(1_000_000), hits, 301, 1_000_000).len();
        assert_eq!((parts(0), parts(5), parts(40), parts(290)), (1, 1, 2, 2));
    }

    #[test]
    fn stretches_leave_no_record_out_and_count_none_twice() {
        for highest in [0, 5, 16_383, 40_000, 131_072, 300_000, 1_000_000, 5_123_456] {
            let list = stretches(highest);
            let last = list.last().and_then(|stretch| stretch.until).unwrap_or(0);
            let by_number =
                |stretch: &Stretch, num: i64| num >= stretch.from && stretch.until.is_none_or(|until| num < until);
            for num in (1..=highest).step_by(997).chain([highest, last, last - 1]).filter(|num| *num > 0) {
                let own: Vec<&Stretch> = list.iter().filter(|stretch| by_number(stretch, num)).collect();
                let [own] = own.as_slice() else { panic!("{num} of {highest}: {own:?}") };
                let named = |words: &String| {
                    STRETCHES.iter().any(|(letters, power)| words.contains(&format!("\"{letters}{}\"", num >> power)))
                };
                assert!(own.words.as_ref().is_none_or(named), "{num} of {highest}: {own:?}");
            }
        }
        let stretch = |last: &str, other: &str, from, until| Stretch {
            words: Some(format!("(\"{last}\" OR \"{other}\")")),
            from,
            until,
        };
        assert_eq!(
            stretches(1_000_000),
            [
                stretch("zx244", "zx243", 243 << 12, None),
                stretch("zy30", "zy29", 29 << 15, Some(243 << 12)),
                stretch("zz3", "zz2", 2 << 18, Some(29 << 15)),
                Stretch { until: Some(2 << 18), ..Stretch::default() }
            ]
        );
        assert_eq!(stretches(8_000), [Stretch::default()]);
    }
}
