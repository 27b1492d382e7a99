//! Answering a question over the cases, a page at a time.
//!
//! A page reads an index in its order and looks at no more than [`Drive::looks`] of its rows; where it finds too little among them it says
//! so, and the next page goes on from there. Must not know: pages of the application.

use super::driver::{Drive, Place, drive};
use crate::cases::{CaseRow, ROW_COLUMNS, ROW_WIDTH, read_row};
use crate::database::{Connection, Database, DbError, Row, Value};
use crate::dialect::EACH_TIME;
use crate::search::Statement;
use crate::{StoreError, params, units};
use domain::authority::{Action, Actor, authorise};
use domain::oversight::CaseQuery;
use domain::unit::UnitPath;
use jiff::civil::Date;

/// Counts end here.
pub const COUNT_CAP: u32 = 10_000;

const MAX_LIMIT: usize = 1_000;

/// In which order the answers come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By the day the case was opened, the newest first.
    Opened,
    /// By the day of the decision, the newest first.
    Decided,
    /// By the day of the decision, the oldest first.
    DecidedLongAgo,
    /// By the nearest deadline.
    Due,
    /// By the end of the custody.
    Held,
    /// The largest fine first.
    Fine,
    /// The most valuable exhibits first.
    Goods,
}

/// A page of answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub rows: Vec<CaseRow>,
    pub order: Order,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
    /// Whether this page ends because it has looked at enough, not because it is full.
    pub cut: bool,
    /// How many there are, up to [`COUNT_CAP`].
    pub count: u32,
    /// Whether there may be more than `count`.
    pub capped: bool,
}

/// Where a page begins: behind this key and number.
struct Cursor {
    key: Value,
    num: i64,
}

impl Cursor {
    /// `2026-11-03.17`, or `35000000.17` where the order follows an amount.
    fn read(text: &str, order: Order) -> Option<Self> {
        let (key, num) = text.rsplit_once('.')?;
        let key = match order {
            Order::Fine | Order::Goods => Value::from(key.parse::<i64>().ok()?),
            _ => Value::from(key.parse::<Date>().ok()?),
        };
        Some(Self { key, num: num.parse().ok()? })
    }

    fn of(row: &Row, column: usize, num: i64) -> Result<String, DbError> {
        let key = match row.0.get(column) {
            Some(Value::Integer(key)) => key.to_string(),
            _ => row.string(column)?,
        };
        Ok(format!("{key}.{num}"))
    }
}

impl Drive {
    fn order(&self) -> Order {
        match (self.key, self.descending) {
            ("decided_on", true) => Order::Decided,
            ("decided_on", false) => Order::DecidedLongAgo,
            ("due", _) => Order::Due,
            ("held_until", _) => Order::Held,
            ("fine", _) => Order::Fine,
            ("goods", _) => Order::Goods,
            (_, _) => Order::Opened,
        }
    }

    /// Keys and numbers of the index after a cursor, or other columns; `?` stand in the order of the parameters.
    fn rows(&self, columns: &str, after: Option<&Cursor>, limit: usize, skip: usize) -> (String, Vec<Value>) {
        let mut params = self.params.clone();
        let mut conditions = self.conditions.clone();
        let (than, direction) = if self.descending { ("<", "DESC") } else { (">", "ASC") };
        if let Some(after) = after {
            conditions.push(format!("({}, num) {than} (?, ?)", self.key));
            params.extend([after.key.clone(), Value::from(after.num)]);
        }
        let all = if conditions.is_empty() { "1".to_owned() } else { conditions.join(" AND ") };
        let sql = format!(
            "SELECT {0} AS k, {columns} FROM {1} WHERE {all} ORDER BY {0} {direction}, num {direction} LIMIT {limit} OFFSET {skip}",
            self.key, self.from
        );
        (sql, params)
    }

    /// Those of the rows that answer the whole question.
    fn numbers(&self, after: Option<&Cursor>, limit: usize) -> (String, Vec<Value>) {
        if self.rest.is_empty() {
            return self.rows("num", after, limit, 0);
        }
        // The facts themselves, where the index is theirs: not looked up once more by their number.
        let own = self.from.starts_with("case_facts");
        let (rows, mut params) = self.rows(if own { "case_facts.*" } else { "num" }, after, self.looks, 0);
        params.extend(self.rest_params.iter().cloned());
        let rest = self.rest.join(" AND ");
        let sql = if own {
            format!("SELECT f.k, f.num FROM ({rows}) f WHERE {rest} LIMIT {limit}")
        } else {
            format!(
                "SELECT d.k, d.num FROM ({rows}) d CROSS JOIN case_facts f ON f.num = d.num WHERE {rest} LIMIT {limit}"
            )
        };
        (sql, params)
    }
}

/// The statement of one page.
pub(crate) fn page_statement(drive: &Drive, after: Option<&str>, limit: usize) -> Statement {
    let after = after.and_then(|text| Cursor::read(text, drive.order()));
    let (numbers, params) = drive.numbers(after.as_ref(), limit);
    let sql =
        format!("{EACH_TIME}SELECT {ROW_COLUMNS}, n.k FROM ({numbers}) n CROSS JOIN case_file c ON c.num = n.num");
    Statement { sql, params }
}

/// The statement that counts: the answers up to the cap, and the rows that were looked at for them.
pub(crate) fn count_statement(drive: &Drive) -> Statement {
    let (numbers, mut params) = drive.numbers(None, COUNT_CAP as usize + 1);
    if drive.rest.is_empty() {
        return Statement { sql: format!("{EACH_TIME}SELECT count(*), 0 FROM ({numbers})"), params };
    }
    let (rows, more) = drive.rows("num", None, drive.looks, 0);
    params.extend(more);
    let sql = format!("{EACH_TIME}SELECT (SELECT count(*) FROM ({numbers})), (SELECT count(*) FROM ({rows}))");
    Statement { sql, params }
}

/// The part of the tree a question is of, when the actor may see it.
async fn place(connection: &mut dyn Connection, actor: &Actor, query: &CaseQuery) -> Result<Place, StoreError> {
    let path: UnitPath = match &query.unit {
        Some(unit) => units::path_on(connection, unit).await?.ok_or(StoreError::NotFound)?,
        None => actor.scope(),
    };
    authorise(actor, Action::ReadCase, &path)?;
    Ok(Place::of(&path))
}

/// Rows of a page, where the next one begins, and whether it was cut short.
async fn read(
    connection: &mut dyn Connection,
    drive: &Drive,
    after: Option<&str>,
    limit: usize,
) -> Result<(Vec<CaseRow>, Option<String>, bool), StoreError> {
    let cursor = match after {
        Some(text) => Some(Cursor::read(text, drive.order()).ok_or(StoreError::NotFound)?),
        None => None,
    };
    let statement = page_statement(drive, after, limit + 1);
    let rows = connection.query(&statement.sql, &statement.params).await?;
    let found = rows.iter().map(read_row).collect::<Result<Vec<CaseRow>, DbError>>()?;
    if found.len() > limit {
        let last = rows.get(limit.saturating_sub(1)).zip(found.get(limit.saturating_sub(1)));
        let next = last.map(|(row, case)| Cursor::of(row, ROW_WIDTH, case.num)).transpose()?;
        return Ok((found.into_iter().take(limit).collect(), next, false));
    }
    if drive.rest.is_empty() {
        return Ok((found, None, false));
    }
    // Nothing more among what was looked at; is there anything behind it?
    let (sql, params) = drive.rows("num", cursor.as_ref(), 1, drive.looks - 1);
    let last = connection.query_one(&sql, &params).await?;
    let next = last.map(|row| Cursor::of(&row, 0, row.int(1)?)).transpose()?;
    let cut = next.is_some();
    Ok((found, next, cut))
}

/// A page of the cases that answer a question; `after` is the `next` of the page before, of the same question.
///
/// # Errors
/// `NotFound` for a part of the tree the actor does not see, and for a cursor of another question.
pub async fn find(
    db: &dyn Database,
    actor: &Actor,
    query: &CaseQuery,
    today: Date,
    after: Option<&str>,
    limit: usize,
) -> Result<Found, StoreError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let place = place(connection, actor, query).await?;
    let drive = drive(&place, query, today);
    let (rows, next, cut) = read(connection, &drive, after, limit.clamp(1, MAX_LIMIT)).await?;
    let (counted, looked) = if after.is_none() && next.is_none() {
        (i64::try_from(rows.len()).unwrap_or(i64::MAX), 0)
    } else {
        let statement = count_statement(&drive);
        match connection.query_one(&statement.sql, &statement.params).await? {
            Some(row) => (row.int(0)?, row.int(1)?),
            None => (0, 0),
        }
    };
    let more = usize::try_from(looked).is_ok_and(|looked| looked >= drive.looks);
    let capped = counted > i64::from(COUNT_CAP) || more;
    let count = u32::try_from(counted).unwrap_or(COUNT_CAP).min(COUNT_CAP);
    Ok(Found { rows, order: drive.order(), next, cut, count, capped })
}

/// A longer page of the same answers for a file; nothing is counted. A page may be empty and still have a next one.
///
/// # Errors
/// As [`find`].
pub async fn export(
    db: &dyn Database,
    actor: &Actor,
    query: &CaseQuery,
    today: Date,
    after: Option<&str>,
    limit: usize,
) -> Result<(Vec<CaseRow>, Option<String>), StoreError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let place = place(connection, actor, query).await?;
    let drive = drive(&place, query, today);
    let (rows, next, _) = read(connection, &drive, after, limit.clamp(1, MAX_LIMIT)).await?;
    Ok((rows, next))
}

/// Names of what a question names by its key: the officer of the actor's part of the tree, and the party.
///
/// # Errors
/// As [`find`].
pub async fn labels(
    db: &dyn Database,
    actor: &Actor,
    query: &CaseQuery,
) -> Result<(Option<String>, Option<String>), StoreError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let mut names = (None, None);
    if let Some(officer) = &query.officer {
        let sql = "SELECT o.full_name, u.path FROM officer o CROSS JOIN unit u ON u.id = o.unit WHERE o.id = ?1";
        if let Some(row) = connection.query_one(sql, params![&officer.0]).await?
            && actor.scope().covers(&UnitPath(row.string(1)?))
        {
            names.0 = Some(row.string(0)?);
        }
    }
    // Parties are known nationwide to whom reads any.
    if let Some(party) = query.party.filter(|_| authorise(actor, Action::ReadParty, &actor.path).is_ok()) {
        let row = connection.query_one("SELECT name FROM party WHERE id = ?1", params![party.0]).await?;
        names.1 = row.map(|row| row.string(0)).transpose()?;
    }
    Ok(names)
}
