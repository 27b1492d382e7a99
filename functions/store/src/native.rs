//! SQLite through rusqlite, for tests, seeding, verification and benchmarks on the machine itself.
//!
//! Connections are checked out exclusively; idle ones are kept for the next caller.

use crate::blobs::Blobs;
use crate::database::{Connection, Database, DbError, Row, Rows, Value};
use crate::params;
use async_trait::async_trait;
use rusqlite::types::{ToSqlOutput, Value as Sql, ValueRef};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

pub use pollster::block_on;

/// The name of the database file in a state directory, as Spin names its own.
pub const FILE_NAME: &str = "sqlite_db.db";

/// The name of the file of attached files in a state directory, as Spin names its own.
pub const BLOBS_NAME: &str = "sqlite_key_value.db";

/// The key-value store of the file that components are granted.
const BLOB_STORE: &str = "default";

/// How long a writer waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(15);

type Idle = Arc<Mutex<Vec<rusqlite::Connection>>>;

/// A database file.
#[derive(Clone)]
pub struct NativeDatabase {
    path: PathBuf,
    idle: Idle,
    pragmas: &'static str,
}

/// As the host opens it: what is acknowledged is on the disk.
const DURABLE: &str = "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA secure_delete = FAST; PRAGMA cache_size = -16384;";

/// For filling a new file: a failure leaves a file that is thrown away, and rows are written before those they name.
const BULK: &str = "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; \
                    PRAGMA cache_size = -1048576; PRAGMA temp_store = MEMORY;";

impl NativeDatabase {
    /// The database file of a state directory; made when missing.
    pub fn in_directory(directory: &Path) -> Result<Self, DbError> {
        std::fs::create_dir_all(directory)
            .map_err(|error| DbError::Engine(format!("{}: {error}", directory.display())))?;
        Ok(Self::at(directory.join(FILE_NAME)))
    }

    /// The database in one file; made when missing.
    pub fn at(path: PathBuf) -> Self {
        Self { path, idle: Idle::default(), pragmas: DURABLE }
    }

    /// A new file that is filled before anybody reads it.
    pub fn for_bulk(path: PathBuf) -> Self {
        Self { path, idle: Idle::default(), pragmas: BULK }
    }

    /// The file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Writes the database as it is at one moment into a new file, also while others work with it.
    ///
    /// # Errors
    /// The engine's own; a file of that name that is there already.
    pub async fn copy_to(&self, file: &Path) -> Result<(), DbError> {
        let name = file.to_str().ok_or_else(|| DbError::Engine("the name of the copy is not UTF-8".to_owned()))?;
        let sql = format!("VACUUM INTO '{}'", name.replace('\'', "''"));
        self.open().await?.execute(&sql, &[]).await
    }

    /// Moves everything that waits in the write-ahead log into the file, which then stands alone.
    ///
    /// # Errors
    /// The engine's own.
    pub async fn checkpoint(&self) -> Result<(), DbError> {
        let mut connection = self.open().await?;
        connection.query("PRAGMA wal_checkpoint(TRUNCATE)", &[]).await?;
        connection.query("PRAGMA journal_mode = DELETE", &[]).await.map(drop)
    }

    /// What the engine finds wrong with the file; empty when it is whole.
    ///
    /// # Errors
    /// The file is no database, or cannot be read.
    pub async fn integrity(&self) -> Result<Vec<String>, DbError> {
        let rows = self.open().await?.query("PRAGMA integrity_check(20)", &[]).await?;
        let said: Vec<String> = rows.iter().map(|row| row.string(0)).collect::<Result<_, _>>()?;
        Ok(said.into_iter().filter(|line| line != "ok").collect())
    }

    fn connect(&self) -> rusqlite::Result<rusqlite::Connection> {
        let connection = rusqlite::Connection::open(&self.path)?;
        connection.busy_timeout(BUSY_TIMEOUT)?;
        connection.execute_batch(self.pragmas)?;
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

/// The key-value store of a state directory, in the file and table in which Spin and the host keep it.
#[derive(Clone)]
pub struct NativeBlobs(NativeDatabase);

impl NativeBlobs {
    /// The store of a state directory; made when missing.
    pub async fn in_directory(directory: &Path) -> Result<Self, DbError> {
        std::fs::create_dir_all(directory)
            .map_err(|error| DbError::Engine(format!("{}: {error}", directory.display())))?;
        let file = NativeDatabase::at(directory.join(BLOBS_NAME));
        file.open()
            .await?
            .execute(
                "CREATE TABLE IF NOT EXISTS spin_key_value \
                 (store TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (store, key))",
                &[],
            )
            .await?;
        Ok(Self(file))
    }

    /// The file behind it, to copy it.
    pub fn file(&self) -> &NativeDatabase {
        &self.0
    }
}

#[async_trait]
impl Blobs for NativeBlobs {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, DbError> {
        let sql = "SELECT value FROM spin_key_value WHERE store = ?1 AND key = ?2";
        let row = self.0.open().await?.query_one(sql, params![BLOB_STORE, key]).await?;
        match row.map(|row| row.0) {
            None => Ok(None),
            Some(values) => match values.into_iter().next() {
                Some(Value::Blob(value)) => Ok(Some(value)),
                _ => Err(DbError::Shape { column: 0, expected: "bytes" }),
            },
        }
    }

    async fn set(&self, key: &str, value: &[u8]) -> Result<(), DbError> {
        let sql = "INSERT INTO spin_key_value (store, key, value) VALUES (?1, ?2, ?3) \
                   ON CONFLICT (store, key) DO UPDATE SET value = excluded.value";
        let params = [Value::from(BLOB_STORE), Value::from(key), Value::Blob(value.to_vec())];
        self.0.open().await?.execute(sql, &params).await
    }

    async fn exists(&self, key: &str) -> Result<bool, DbError> {
        let sql = "SELECT 1 FROM spin_key_value WHERE store = ?1 AND key = ?2";
        Ok(self.0.open().await?.query_one(sql, params![BLOB_STORE, key]).await?.is_some())
    }

    async fn keys(&self) -> Result<Vec<String>, DbError> {
        let sql = "SELECT key FROM spin_key_value WHERE store = ?1 ORDER BY key";
        let rows = self.0.open().await?.query(sql, params![BLOB_STORE]).await?;
        rows.iter().map(|row| row.string(0)).collect()
    }
}
