//! A whole database from one engine to another: every table in one transaction, and the proof that it arrived.
//!
//! Rows are read in the order of their keys, which both engines sort by bytes, and summed up by SHA-256 on either side. Must not
//! know: what a table is for.

use crate::database::{Connection, Database, DbError, Engine, Value, listed, quoted};
use crate::migrate::{Standing, standing};
use crate::{bare, engines};
use sha2::{Digest, Sha256};

/// Rows that are read at once.
const PAGE: i64 = 1000;

/// What a table holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    pub table: String,
    pub rows: u64,
    /// SHA-256 over all rows in the order of their keys.
    pub digest: String,
}

/// The rows of a table, page by page, and their sum.
struct Reading {
    table: String,
    columns: Vec<String>,
    keys: Vec<usize>,
    after: Vec<Value>,
    rows: u64,
    hasher: Sha256,
}

impl Reading {
    async fn begin(connection: &mut dyn Connection, table: String) -> Result<Self, DbError> {
        let columns = engines::columns(connection, &table).await?;
        let keys: Vec<usize> = engines::keys(connection, &table)
            .await?
            .iter()
            .filter_map(|key| columns.iter().position(|column| column == key))
            .collect();
        if keys.is_empty() {
            return Err(DbError::Engine(format!("table {table} has no key")));
        }
        Ok(Self { table, columns, keys, after: Vec::new(), rows: 0, hasher: Sha256::new() })
    }

    async fn page(&mut self, connection: &mut dyn Connection) -> Result<Vec<Vec<Value>>, DbError> {
        let keys: Vec<String> = self.keys.iter().filter_map(|place| self.columns.get(*place)).cloned().collect();
        let keys = listed(&keys);
        let from = match self.after.len() {
            0 => String::new(),
            count => {
                let places: Vec<String> = (1..=count).map(|place| format!("?{place}")).collect();
                format!(" WHERE ({keys}) > ({})", places.join(", "))
            }
        };
        let sql =
            format!("SELECT {} FROM {}{from} ORDER BY {keys} LIMIT {PAGE}", listed(&self.columns), quoted(&self.table));
        let rows: Vec<Vec<Value>> = connection.query(&sql, &self.after).await?.into_iter().map(|row| row.0).collect();
        for row in &rows {
            self.rows += 1;
            row.iter().for_each(|value| add(&mut self.hasher, value));
        }
        if let Some(last) = rows.last() {
            self.after = self.keys.iter().filter_map(|place| last.get(*place)).cloned().collect();
        }
        Ok(rows)
    }

    fn counted(self) -> Counted {
        Counted { table: self.table, rows: self.rows, digest: hex::encode(self.hasher.finalize()) }
    }
}

/// One value with its kind and length, so that no two rows look alike.
fn add(hasher: &mut Sha256, value: &Value) {
    let mut with = |kind: u8, bytes: &[u8]| {
        hasher.update([kind]);
        hasher.update(u64::try_from(bytes.len()).unwrap_or(u64::MAX).to_be_bytes());
        hasher.update(bytes);
    };
    match value {
        Value::Null => with(0, &[]),
        Value::Integer(number) => with(1, &number.to_be_bytes()),
        Value::Real(number) => with(2, &number.to_bits().to_be_bytes()),
        Value::Text(text) => with(3, text.as_bytes()),
        Value::Blob(bytes) => with(4, bytes),
    }
}

/// Counts every table of a database.
///
/// # Errors
/// The database failed.
pub async fn count(connection: &mut dyn Connection) -> Result<Vec<Counted>, DbError> {
    let mut all = Vec::new();
    for table in engines::tables(connection).await? {
        let mut reading = Reading::begin(connection, table).await?;
        while !reading.page(connection).await?.is_empty() {}
        all.push(reading.counted());
    }
    Ok(all)
}

/// Copies every table into a migrated database that holds nothing yet, and compares what arrived before it is kept.
///
/// # Errors
/// A database is not of this version, the target is in use, or a table did not arrive as it was; nothing is kept then.
pub async fn copy(from: &dyn Database, to: &dyn Database) -> Result<Vec<Counted>, DbError> {
    for (database, name) in [(from, "source"), (to, "target")] {
        if standing(database).await? != Standing::Current {
            return Err(DbError::Engine(format!("the {name} is not of this version: migrate it first")));
        }
    }
    let (mut source, mut target) = (from.open().await?, to.open().await?);
    let (source, target) = (source.as_mut(), target.as_mut());
    source.execute("BEGIN", &[]).await?;
    target.execute("BEGIN IMMEDIATE", &[]).await?;
    engines::unhurried(source).await?;
    engines::unhurried(target).await?;
    if target.query_one("SELECT 1 FROM unit LIMIT 1", &[]).await?.is_some() {
        return Err(DbError::Engine("the target holds units already: move into a new database".to_owned()));
    }
    if target.engine() == Engine::Sqlite {
        target.execute("PRAGMA defer_foreign_keys = ON", &[]).await?;
    }
    let bare = bare::strip(target, |_| true).await?;
    let tables = engines::tables(source).await?;
    if tables != engines::tables(target).await? {
        return Err(DbError::Engine("source and target have different tables".to_owned()));
    }
    for table in &tables {
        target.execute(&format!("DELETE FROM {}", quoted(table)), &[]).await?;
    }
    let mut sent = Vec::new();
    for table in tables {
        let mut reading = Reading::begin(source, table).await?;
        loop {
            let rows = reading.page(source).await?;
            if rows.is_empty() {
                break;
            }
            target.insert(&reading.table, &reading.columns, &rows).await?;
        }
        sent.push(reading.counted());
    }
    source.execute("COMMIT", &[]).await?;
    bare::dress(target, &bare).await?;
    let arrived = count(target).await?;
    if let Some((one, other)) = sent.iter().zip(&arrived).find(|(one, other)| one != other) {
        let told =
            format!("table {}: {} rows were sent, {} arrived, or one is another", one.table, one.rows, other.rows);
        return Err(DbError::Engine(told));
    }
    target.execute("COMMIT", &[]).await?;
    Ok(sent)
}
