//! SQLite through rusqlite, for tests, seeding, verification and benchmarks on the machine itself.

use crate::database::{Connection, Database, DbError, Row, Rows, Value};
use async_trait::async_trait;
use rusqlite::types::{ToSqlOutput, Value as Sql, ValueRef};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// A database file.
pub struct NativeDatabase {
    path: PathBuf,
}

/// The name of the database file in a state directory, as Spin names its own.
pub const FILE_NAME: &str = "sqlite_db.db";

impl NativeDatabase {
    /// The database file of a state directory; made when missing.
    pub fn in_directory(directory: &Path) -> Result<Self, DbError> {
        std::fs::create_dir_all(directory).map_err(|error| DbError::Engine(format!("{}: {error}", directory.display())))?;
        Ok(Self { path: directory.join(FILE_NAME) })
    }
}

struct NativeConnection(rusqlite::Connection);

fn engine(error: rusqlite::Error) -> DbError {
    DbError::Engine(error.to_string())
}

#[async_trait]
impl Database for NativeDatabase {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
        let connection = rusqlite::Connection::open(&self.path).map_err(engine)?;
        connection.busy_timeout(Duration::from_secs(10)).map_err(engine)?;
        connection
            .execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16384;")
            .map_err(engine)?;
        connection.set_prepared_statement_cache_capacity(64);
        Ok(Box::new(NativeConnection(connection)))
    }
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

#[async_trait]
impl Connection for NativeConnection {
    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        let mut statement = self.0.prepare_cached(sql).map_err(engine)?;
        let width = statement.column_count();
        let mut cursor = statement.query(rusqlite::params_from_iter(params)).map_err(engine)?;
        let mut rows = Rows::new();
        while let Some(row) = cursor.next().map_err(engine)? {
            let mut values = Vec::with_capacity(width);
            for column in 0..width {
                values.push(match row.get_ref(column).map_err(engine)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Integer(number),
                    ValueRef::Real(number) => Value::Real(number),
                    ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
                });
            }
            rows.push(Row(values));
        }
        Ok(rows)
    }
}
