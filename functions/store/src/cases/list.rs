//! Lists of cases: newest first, keyset paging, counts that stop counting.
//!
//! The page's numbers come from an index that covers the filters, named in the statement because the planner would not
//! choose it; only the rows that are shown are then read.

use super::row::{COLUMNS, CaseRow, WIDTH, read};
use crate::database::{Connection, Database, DbError, Engine, Value};
use crate::search::{
    Narrowing, Query, Statement, any, cursor, field_word, over, province_word, staged, unit_word, year_word,
};
use crate::units::Scope;
use crate::{StoreError, units};
use domain::authority::{Action, Actor, authorise};
use domain::case::Stage;
use domain::catalogue::Field;
use domain::party::PartyId;
use domain::unit::UnitId;
use jiff::civil::Date;

/// Counts end here: “more than a thousand” is all that a reader needs.
pub const COUNT_CAP: u32 = 1000;

const MAX_LIMIT: usize = 100;

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ListFilter {
    /// A unit with everything below it; the actor's own scope when empty.
    pub unit: Option<UnitId>,
    pub stage: Option<Stage>,
    pub field: Option<Field>,
    pub party: Option<PartyId>,
    /// Words of the party's or establishment's name, identifiers, numbers of papers.
    pub text: String,
    /// Opened on or after.
    pub from: Option<Date>,
    /// Opened on or before.
    pub to: Option<Date>,
    /// Opened in that year.
    pub year: Option<i16>,
    /// Still to be worked on, or not.
    pub open: Option<bool>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page<T> {
    pub rows: Vec<T>,
    /// Where the next page begins, if there is one; negative among the hits that differ in their marks.
    pub next: Option<i64>,
    /// How many there are, up to [`COUNT_CAP`].
    pub count: u32,
    /// Whether there are more than `count`.
    pub capped: bool,
}

/// The conditions of a statement with their parameters.
#[derive(Default)]
struct Conditions {
    sql: Vec<String>,
    params: Vec<Value>,
}

impl Conditions {
    /// Adds a condition; `?` stands for the value.
    fn add(&mut self, sql: &str, value: impl Into<Value>) {
        self.params.push(value.into());
        self.sql.push(sql.replace('?', &format!("?{}", self.params.len())));
    }

    fn bind(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("?{}", self.params.len())
    }

    fn all(&self) -> String {
        if self.sql.is_empty() { "1".to_owned() } else { self.sql.join(" AND ") }
    }
}

fn filters(conditions: &mut Conditions, scope: &Scope, filter: &ListFilter, by_index: bool) {
    match scope {
        Scope::Nation => {}
        Scope::Province(id) => conditions.add("province = ?", &id.0),
        Scope::Unit(id) => conditions.add("unit = ?", &id.0),
    }
    if let Some(stage) = filter.stage {
        conditions.add("stage = ?", stage.key());
        // What the indexes of open cases hold; the others do not have the column.
        if stage != Stage::Closed && filter.party.is_none() && by_index {
            conditions.sql.push("awaiting IS NOT NULL".to_owned());
        }
    }
    if let Some(field) = filter.field {
        conditions.add("field = ?", field.key());
    }
    if let Some(party) = filter.party {
        conditions.add("party = ?", party.0);
    }
    if let Some(from) = filter.from {
        conditions.add("opened_on >= ?", from);
    }
    if let Some(to) = filter.to {
        conditions.add("opened_on <= ?", to);
    }
    if let Some(open) = filter.open {
        let not = if open { "NOT " } else { "" };
        conditions.sql.push(format!("stage {not}IN ('da-ket-thuc', 'da-luu-tru')"));
    }
}

const fn index(scope: &Scope, filter: &ListFilter) -> &'static str {
    if filter.party.is_some() {
        return "case_by_party";
    }
    match (scope, filter.stage) {
        (Scope::Nation, None | Some(Stage::Closed)) if filter.field.is_some() => "case_by_field",
        (Scope::Nation, None | Some(Stage::Closed)) => "case_by_num",
        (Scope::Nation, Some(_)) => "case_open_by_stage",
        (Scope::Province(_), None | Some(Stage::Closed)) => "case_by_province",
        (Scope::Province(_), Some(_)) => "case_open_by_province",
        (Scope::Unit(_), None | Some(Stage::Closed)) => "case_by_unit",
        (Scope::Unit(_), Some(_)) => "case_open_by_unit",
    }
}

/// The words of a filter, with those of the part of the tree, the field and the year; `None` when there is no text.
fn words(scope: &Scope, filter: &ListFilter) -> Option<Query> {
    let mut also = match scope {
        Scope::Nation => Vec::new(),
        Scope::Province(id) => vec![province_word(id)],
        Scope::Unit(id) => vec![unit_word(id)],
    };
    also.extend(filter.field.map(field_word));
    also.extend(filter.year.map(year_word));
    Query::read(&filter.text, &also)
}

/// What the words do not narrow.
pub(crate) fn beside_words(filter: &ListFilter) -> Narrowing {
    let mut more = Conditions::default();
    filters(&mut more, &Scope::Nation, &ListFilter { field: None, year: None, ..filter.clone() }, false);
    let join = if more.sql.is_empty() { "" } else { "CROSS JOIN case_file f ON f.num = case_search.rowid" };
    Narrowing { join: join.to_owned(), conditions: more.sql, params: more.params }
}

/// The statement that reads the numbers of a page from an index.
fn by_index(scope: &Scope, filter: &ListFilter, after: Option<i64>, limit: usize) -> Statement {
    let mut conditions = Conditions::default();
    filters(&mut conditions, scope, filter, true);
    if let Some(year) = filter.year {
        in_year(&mut conditions, year);
    }
    if let Some(after) = after {
        conditions.add("num < ?", after);
    }
    let all = conditions.all();
    let limit = conditions.bind(i64::try_from(limit).unwrap_or(i64::MAX));
    let sql = format!(
        "SELECT num, 0 AS stage FROM case_file INDEXED BY {} WHERE {all} ORDER BY num DESC LIMIT {limit}",
        index(scope, filter)
    );
    Statement { sql, params: conditions.params }
}

/// The number of the newest case where the newest are to be looked through first for the words of a filter, as [`any`] has it.
async fn highest(connection: &mut dyn Connection, filter: &ListFilter) -> Result<Option<i64>, DbError> {
    if connection.engine() == Engine::Sqlite || filter.text.is_empty() {
        return Ok(None);
    }
    let row = connection.query_one("SELECT coalesce(max(num), 0) FROM case_file", &[]).await?;
    row.map(|row| row.int(0)).transpose()
}

/// The statement of one page; `highest` as [`any`] has it.
pub(crate) fn page_statement(
    scope: &Scope,
    filter: &ListFilter,
    after: Option<i64>,
    limit: usize,
    highest: Option<i64>,
) -> Statement {
    page_of(scope, filter, words(scope, filter).as_ref(), (after, limit), highest)
}

fn page_of(
    scope: &Scope,
    filter: &ListFilter,
    words: Option<&Query>,
    (after, limit): (Option<i64>, usize),
    highest: Option<i64>,
) -> Statement {
    let numbers = match words {
        Some(words) => staged("case_search", words, beside_words(filter), after, limit, highest),
        None => by_index(scope, filter, after, limit),
    };
    Statement {
        sql: format!("SELECT {COLUMNS}, n.stage FROM ({}) n CROSS JOIN case_file c ON c.num = n.num", numbers.sql),
        params: numbers.params,
    }
}

/// The statement that counts, up to the cap.
pub(crate) fn count_statement(scope: &Scope, filter: &ListFilter, highest: Option<i64>) -> Statement {
    let numbers = match words(scope, filter) {
        Some(words) => any("case_search", &words, beside_words(filter), COUNT_CAP as usize + 1, highest),
        None => by_index(scope, filter, None, COUNT_CAP as usize + 1),
    };
    Statement { sql: format!("SELECT count(*) FROM ({})", numbers.sql), params: numbers.params }
}

/// The scope a filter asks for, when the actor may see it.
async fn scope_of(connection: &mut dyn Connection, actor: &Actor, filter: &ListFilter) -> Result<Scope, StoreError> {
    let path = match &filter.unit {
        Some(unit) => units::path_on(connection, unit).await?.ok_or(StoreError::NotFound)?,
        None => actor.scope(),
    };
    authorise(actor, Action::ReadCase, &path)?;
    Ok(Scope::of(&path))
}

/// Most rows of a page of an export.
const MAX_EXPORT: usize = 1000;

/// A longer page of the same list for a file, and where the next one begins; nothing is counted.
///
/// # Errors
/// As [`list`].
pub async fn export(
    db: &dyn Database,
    actor: &Actor,
    filter: &ListFilter,
    after: Option<i64>,
    limit: usize,
) -> Result<(Vec<CaseRow>, Option<i64>), StoreError> {
    let mut connection = db.open().await?;
    let scope = scope_of(connection.as_mut(), actor, filter).await?;
    let limit = limit.clamp(1, MAX_EXPORT);
    let highest = highest(connection.as_mut(), filter).await?;
    let statement = page_statement(&scope, filter, after, limit + 1, highest);
    let rows = connection.query(&statement.sql, &statement.params).await?;
    let mut rows = rows.iter().map(read).collect::<Result<Vec<CaseRow>, DbError>>()?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    let next = rows.last().filter(|_| more).map(|row| row.num);
    Ok((rows, next))
}

/// How many cases, of some numbers, there are of each province, field, year and state.
pub(crate) fn facets(numbers: &[i64]) -> Statement {
    let sql = "SELECT c.province AS province, c.field AS field, substr(c.opened_on, 1, 4) AS year, \
               CASE WHEN c.stage IN ('da-ket-thuc', 'da-luu-tru') THEN 1 ELSE 0 END AS closed, count(*) AS hits \
               FROM json_each(?1) n CROSS JOIN case_file c INDEXED BY case_by_num ON c.num = CAST(n.value AS INTEGER) GROUP BY 1, 2, 3, 4";
    over(numbers, sql.to_owned())
}

/// Those of some numbers of cases that are of a part of the tree, a field and a year.
pub(crate) fn within(numbers: &[i64], scope: &Scope, filter: &ListFilter) -> Statement {
    let mut conditions = Conditions { params: over(numbers, String::new()).params, ..Conditions::default() };
    filters(&mut conditions, scope, filter, false);
    if let Some(year) = filter.year {
        in_year(&mut conditions, year);
    }
    let sql = format!(
        "SELECT num FROM json_each(?1) n CROSS JOIN case_file INDEXED BY case_by_num ON num = CAST(n.value AS INTEGER) WHERE {}",
        conditions.all()
    );
    Statement { sql, params: conditions.params }
}

fn in_year(conditions: &mut Conditions, year: i16) {
    conditions.add("opened_on >= ?", format!("{year:04}-01-01"));
    conditions.add("opened_on <= ?", format!("{year:04}-12-31"));
}

/// Cases by their numbers, each with its place among them behind its columns.
pub(crate) fn rows_of(numbers: &[i64]) -> Statement {
    let sql = "FROM json_each(?1) n CROSS JOIN case_file c ON c.num = CAST(n.value AS INTEGER)";
    over(numbers, format!("SELECT {COLUMNS}, n.key {sql}"))
}

/// The first hits of words with their stages, in their order; the words name the officer's part of the tree, `highest` is as [`any`]
/// has it.
pub(crate) async fn hits(
    connection: &mut dyn Connection,
    words: &Query,
    filter: &ListFilter,
    limit: usize,
    highest: Option<i64>,
) -> Result<Vec<(CaseRow, i64)>, DbError> {
    let statement = page_of(&Scope::Nation, filter, Some(words), (None, limit), highest);
    let rows = connection.query(&statement.sql, &statement.params).await?;
    rows.iter().map(|row| Ok((read(row)?, row.int(WIDTH)?))).collect()
}

/// The words that narrow a search to a part of the tree, a field and a year.
pub(crate) fn own_words(scope: &Scope, filter: &ListFilter) -> Vec<String> {
    words(scope, &ListFilter { text: "x".to_owned(), ..filter.clone() }).map_or_else(Vec::new, |query| query.also)
}

/// A page of the cases the actor sees, newest first; `after` is the `next` of the page before.
///
/// # Errors
/// `NotFound` for a part of the tree he does not see.
pub async fn list(
    db: &dyn Database,
    actor: &Actor,
    filter: &ListFilter,
    after: Option<i64>,
    limit: usize,
) -> Result<Page<CaseRow>, StoreError> {
    let mut connection = db.open().await?;
    let scope = scope_of(connection.as_mut(), actor, filter).await?;
    let limit = limit.clamp(1, MAX_LIMIT);
    let highest = highest(connection.as_mut(), filter).await?;
    let statement = page_statement(&scope, filter, after, limit + 1, highest);
    let rows = connection.query(&statement.sql, &statement.params).await?;
    let mut stages = rows.iter().map(|row| row.int(WIDTH)).collect::<Result<Vec<i64>, DbError>>()?;
    let mut rows = rows.iter().map(read).collect::<Result<Vec<CaseRow>, DbError>>()?;
    let more = rows.len() > limit;
    rows.truncate(limit);
    stages.truncate(limit);
    let last = rows.last().zip(stages.last()).filter(|_| more);
    let next = last.map(|(row, stage)| cursor(row.num, *stage));
    let shown = i64::try_from(rows.len()).unwrap_or(i64::MAX);
    let counted = if after.is_none() && !more {
        shown
    } else {
        let statement = count_statement(&scope, filter, highest);
        connection.query_one(&statement.sql, &statement.params).await?.map_or(Ok(0), |row| row.int(0))?
    };
    let capped = counted > i64::from(COUNT_CAP);
    let count = u32::try_from(counted).unwrap_or(COUNT_CAP).min(COUNT_CAP);
    Ok(Page { rows, next, count, capped })
}
