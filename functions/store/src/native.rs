//! SQLite through rusqlite, for tests, seeding, verification and benchmarks on the machine itself.
//!
//! Connections are checked out exclusively; idle ones are kept for the next caller.

use crate::database::{Connection, Database, DbError, Row, Rows, Value};
use async_trait::async_trait;
use rusqlite::types::{ToSqlOutput, Value as Sql, ValueRef};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub use pollster::block_on;

/// The name of the database file in a state directory, as Spin names its own.
pub const FILE_NAME: &str = "sqlite_db.db";

/// How long a writer waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(15);

type Idle = Arc<Mutex<Vec<rusqlite::Connection>>>;

/// A database file.
#[derive(Clone)]
pub struct NativeDatabase {
    path: PathBuf,
    idle: Idle,
}

impl NativeDatabase {
    /// The database file of a state directory; made when missing.
    pub fn in_directory(directory: &Path) -> Result<Self, DbError> {
        std::fs::create_dir_all(directory)
            .map_err(|error| DbError::Engine(format!("{}: {error}", directory.display())))?;
        Ok(Self::at(directory.join(FILE_NAME)))
    }

    /// The database in one file; made when missing.
    pub fn at(path: PathBuf) -> Self {
        Self { path, idle: Idle::default() }
    }

    fn connect(&self) -> rusqlite::Result<rusqlite::Connection> {
        let connection = rusqlite::Connection::open(&self.path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;",
        )?;
        connection.set_prepared_statement_cache_capacity(128);
        Ok(connection)
    }
}

fn engine(error: rusqlite::Error) -> DbError {
    DbError::engine(error.to_string())
}

#[async_trait]
impl Database for NativeDatabase {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
        let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => self.connect().map_err(engine)?,
        };
        Ok(Box::new(NativeConnection { connection: Some(connection), idle: Arc::clone(&self.idle) }))
    }
}

struct NativeConnection {
    /// Taken only when the connection goes back.
    connection: Option<rusqlite::Connection>,
    idle: Idle,
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Value::Null => ToSqlOutput::Owned(Sql::Null),
            Value::Integer(number) => ToSqlOutput::Owned(Sql::Integer(*number)),
            Value::Real(number) => ToSqlOutput::Owned(Sql::Real(*number)),
            Value::Text(text) => ToSqlOutput::Borrowed(ValueRef::Text(text.as_bytes())),
            Value::Blob(bytes) => ToSqlOutput::Borrowed(ValueRef::Blob(bytes)),
        })
    }
}

fn read(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Integer(number),
        ValueRef::Real(number) => Value::Real(number),
        ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
        ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
    }
}

fn run(connection: &rusqlite::Connection, sql: &str, params: &[Value]) -> rusqlite::Result<Rows> {
    let mut statement = connection.prepare_cached(sql)?;
    let width = statement.column_count();
    let mut cursor = statement.query(rusqlite::params_from_iter(params))?;
    let mut rows = Rows::new();
    while let Some(row) = cursor.next()? {
        rows.push(Row((0..width).map(|column| row.get_ref(column).map(read)).collect::<rusqlite::Result<_>>()?));
    }
    Ok(rows)
}

#[async_trait]
impl Connection for NativeConnection {
    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        match &self.connection {
            Some(connection) => run(connection, sql, params).map_err(engine),
            None => Err(DbError::Engine("the connection is closed".to_owned())),
        }
    }
}

impl Drop for NativeConnection {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else {
            return;
        };
        // What was not committed is undone before anybody else gets the connection.
        if connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        }
    }
}
