//! `spin:sqlite@3.1`: each opened connection is its own SQLite connection, pooled underneath.
//!
//! A connection that goes back with a transaction open is rolled back first. Writers of one database queue up in order
//! before they touch SQLite: eight busy-waiting writers have a p99 above a second, a queue does not.

use super::bindings::spin::sqlite::sqlite::{
    Connection as ConnectionMarker, Error, Host, HostConnection, HostConnectionWithStore, QueryResult, RowResult, Value,
};
use super::instance::State;
use rusqlite::hooks::{AuthAction, Authorization};
use rusqlite::types::{Value as Sql, ValueRef};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wasmtime::component::{Accessor, FutureReader, HasData, Resource, ResourceTable, StreamReader};

/// Connections kept open per database while nobody uses them.
const IDLE_CONNECTIONS: usize = 16;
/// Connections one instance may hold at a time, as in Spin.
const MAX_CONNECTIONS: usize = 256;
/// Waiting for another process that holds the file.
const BUSY: Duration = Duration::from_secs(10);

/// One database file with its idle connections and its writer queue.
pub struct Database {
    path: PathBuf,
    idle: Mutex<Vec<rusqlite::Connection>>,
    writer: Arc<Semaphore>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while holding one of these locks leaves plain data behind: it stays usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Database {
    /// A database file; it is created on first use.
    pub fn new(path: PathBuf) -> Arc<Self> {
        Arc::new(Self { path, idle: Mutex::default(), writer: Arc::new(Semaphore::new(1)) })
    }

    fn checkout(self: &Arc<Self>) -> Result<Handle, Error> {
        let kept = lock(&self.idle).pop();
        let connection = match kept {
            Some(connection) => connection,
            None => self.connect().map_err(io)?,
        };
        Ok(Handle(Arc::new(Checkout {
            database: self.clone(),
            slot: Mutex::new(Slot { connection: Some(connection), permit: None }),
        })))
    }

    fn connect(&self) -> rusqlite::Result<rusqlite::Connection> {
        let connection = rusqlite::Connection::open(&self.path)?;
        connection.busy_timeout(BUSY)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;
             PRAGMA cache_size = -8192; PRAGMA mmap_size = 268435456; PRAGMA journal_size_limit = 67108864;",
        )?;
        connection.set_prepared_statement_cache_capacity(128);
        connection.authorizer(Some(|context: rusqlite::hooks::AuthContext<'_>| match context.action {
            AuthAction::Attach { .. } | AuthAction::Detach { .. } => Authorization::Deny,
            _ => Authorization::Allow,
        }));
        Ok(connection)
    }

    /// Moves the write-ahead log into the file; called at the end.
    pub fn checkpoint(&self) {
        let connection = lock(&self.idle).pop();
        if let Some(connection) = connection
            && let Err(error) = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        {
            tracing::warn!(%error, "checkpoint");
        }
    }
}

/// What a guest holds: one connection of its own.
pub struct Handle(Arc<Checkout>);

struct Checkout {
    database: Arc<Database>,
    slot: Mutex<Slot>,
}

struct Slot {
    connection: Option<rusqlite::Connection>,
    /// Held while a writing transaction is open.
    permit: Option<OwnedSemaphorePermit>,
}

impl Drop for Checkout {
    fn drop(&mut self) {
        let slot = self.slot.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(connection) = slot.connection.take() {
            let clean = connection.is_autocommit() || connection.execute_batch("ROLLBACK").is_ok();
            let mut idle = lock(&self.database.idle);
            if clean && idle.len() < IDLE_CONNECTIONS {
                idle.push(connection);
            }
        }
        // Only now may the next writer begin.
        slot.permit = None;
    }
}

/// What a query answers, before it becomes a stream.
struct Answer {
    columns: Vec<String>,
    rows: Vec<RowResult>,
}

fn io(error: rusqlite::Error) -> Error {
    match &error {
        rusqlite::Error::SqliteFailure(failure, _) if failure.code == rusqlite::ErrorCode::DiskFull => {
            Error::DatabaseFull
        }
        _ => Error::Io(error.to_string()),
    }
}

/// What a statement does to the writer queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Turn {
    /// Reads, or runs inside a transaction that has its turn already.
    None,
    /// Begins a writing transaction: waits for its turn and keeps it.
    Keep,
    /// Writes one statement on its own: waits for its turn and gives it back.
    Once,
}

impl Checkout {
    /// Which turn a statement needs.
    fn turn(&self, statement: &str) -> Turn {
        let slot = lock(&self.slot);
        if slot.permit.is_some() {
            return Turn::None;
        }
        let mut words = statement.split_ascii_whitespace().map(str::to_ascii_uppercase);
        let first = words.next().unwrap_or_default();
        if first == "BEGIN" {
            let kind = words.next().unwrap_or_default();
            return if kind == "IMMEDIATE" || kind == "EXCLUSIVE" { Turn::Keep } else { Turn::None };
        }
        if matches!(first.as_str(), "COMMIT" | "END" | "ROLLBACK" | "SELECT" | "PRAGMA" | "EXPLAIN") {
            return Turn::None;
        }
        let autocommit = slot.connection.as_ref().is_some_and(rusqlite::Connection::is_autocommit);
        if autocommit { Turn::Once } else { Turn::None }
    }

    async fn run(self: &Arc<Self>, statement: &str, parameters: Vec<Value>) -> Result<Answer, Error> {
        let turn = self.turn(statement);
        let permit = match turn {
            Turn::None => None,
            Turn::Keep | Turn::Once => {
                let permit = self.database.writer.clone().acquire_owned().await;
                Some(permit.map_err(|_| Error::Io("the database is closing".to_owned()))?)
            }
        };
        // A commit waits for the disk: let the thread's other work move elsewhere meanwhile.
        let slow = turn == Turn::Once
            || statement.trim_start().get(..6).is_some_and(|word| word.eq_ignore_ascii_case("COMMIT"));
        let result = if slow {
            tokio::task::block_in_place(|| self.execute(statement, parameters))
        } else {
            self.execute(statement, parameters)
        };
        let mut slot = lock(&self.slot);
        match turn {
            Turn::Keep if result.is_ok() => slot.permit = permit,
            Turn::Keep | Turn::Once | Turn::None => drop(permit),
        }
        if slot.connection.as_ref().is_none_or(rusqlite::Connection::is_autocommit) {
            slot.permit = None;
        }
        result
    }

    fn execute(&self, statement: &str, parameters: Vec<Value>) -> Result<Answer, Error> {
        let slot = lock(&self.slot);
        let connection = slot.connection.as_ref().ok_or(Error::InvalidConnection)?;
        let mut prepared = connection.prepare_cached(statement).map_err(io)?;
        let columns: Vec<String> = prepared.column_names().into_iter().map(str::to_owned).collect();
        let parameters = parameters.into_iter().map(|value| match value {
            Value::Integer(number) => Sql::Integer(number),
            Value::Real(number) => Sql::Real(number),
            Value::Text(text) => Sql::Text(text),
            Value::Blob(bytes) => Sql::Blob(bytes),
            Value::Null => Sql::Null,
        });
        let mut cursor = prepared.query(rusqlite::params_from_iter(parameters)).map_err(io)?;
        let mut rows = Vec::new();
        while let Some(row) = cursor.next().map_err(io)? {
            let mut values = Vec::with_capacity(columns.len());
            for column in 0..columns.len() {
                values.push(match row.get_ref(column).map_err(io)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Integer(number),
                    ValueRef::Real(number) => Value::Real(number),
                    ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text).into_owned()),
                    ValueRef::Blob(bytes) => Value::Blob(bytes.to_vec()),
                });
            }
            rows.push(RowResult { values });
        }
        Ok(Answer { columns, rows })
    }

    fn read<T>(&self, read: impl FnOnce(&rusqlite::Connection) -> T) -> wasmtime::Result<T> {
        let slot = lock(&self.slot);
        slot.connection.as_ref().map(read).ok_or_else(|| wasmtime::format_err!("invalid sqlite connection"))
    }
}

/// What one component may open.
#[derive(Clone, Default)]
pub struct Grants {
    pub allowed: BTreeSet<String>,
    pub databases: Arc<BTreeMap<String, Arc<Database>>>,
}

impl Grants {
    /// A connection of its own; the errors are those of Spin.
    fn open(&self, name: &str) -> Result<Handle, Error> {
        if !self.allowed.contains(name) {
            return Err(Error::AccessDenied);
        }
        self.databases.get(name).ok_or(Error::NoSuchDatabase)?.checkout()
    }
}

/// View of the state that this interface works on.
pub struct View<'a> {
    pub table: &'a mut ResourceTable,
    pub grants: &'a Grants,
    /// Connections this instance holds.
    pub open: &'a mut usize,
}

/// Gives [`View`] to the generated code.
pub struct Sqlite;

impl HasData for Sqlite {
    type Data<'a> = View<'a>;
}

impl View<'_> {
    fn open(&mut self, name: &str) -> Result<Resource<Handle>, Error> {
        if *self.open >= MAX_CONNECTIONS {
            return Err(Error::Io("too many connections opened".to_owned()));
        }
        let handle = self.grants.open(name)?;
        let resource = self.table.push(handle).map_err(|error| Error::Io(error.to_string()))?;
        *self.open += 1;
        Ok(resource)
    }

    fn checkout(&self, connection: &Resource<Handle>) -> Result<Arc<Checkout>, Error> {
        self.table.get(connection).map(|handle| handle.0.clone()).map_err(|_| Error::InvalidConnection)
    }
}

impl Host for View<'_> {}

impl HostConnection for View<'_> {
    async fn open(&mut self, database: String) -> wasmtime::Result<Result<Resource<ConnectionMarker>, Error>> {
        Ok(View::open(self, &database))
    }

    async fn execute(
        &mut self,
        connection: Resource<ConnectionMarker>,
        statement: String,
        parameters: Vec<Value>,
    ) -> wasmtime::Result<Result<QueryResult, Error>> {
        let checkout = match self.checkout(&connection) {
            Ok(checkout) => checkout,
            Err(error) => return Ok(Err(error)),
        };
        let answer = checkout.run(&statement, parameters).await;
        Ok(answer.map(|answer| QueryResult { columns: answer.columns, rows: answer.rows }))
    }

    async fn last_insert_rowid(&mut self, connection: Resource<ConnectionMarker>) -> wasmtime::Result<i64> {
        let checkout = self.checkout(&connection).map_err(|_| wasmtime::format_err!("invalid sqlite connection"))?;
        checkout.read(rusqlite::Connection::last_insert_rowid)
    }

    async fn changes(&mut self, connection: Resource<ConnectionMarker>) -> wasmtime::Result<u64> {
        let checkout = self.checkout(&connection).map_err(|_| wasmtime::format_err!("invalid sqlite connection"))?;
        checkout.read(rusqlite::Connection::changes)
    }

    async fn drop(&mut self, connection: Resource<ConnectionMarker>) -> wasmtime::Result<()> {
        if self.table.delete(connection).is_ok() {
            *self.open = self.open.saturating_sub(1);
        }
        Ok(())
    }
}

impl HostConnectionWithStore<State> for Sqlite {
    async fn open_async(
        accessor: &Accessor<State, Self>,
        database: String,
    ) -> wasmtime::Result<Result<Resource<ConnectionMarker>, Error>> {
        Ok(accessor.with(|mut access| access.get().open(&database)))
    }

    async fn execute_async(
        accessor: &Accessor<State, Self>,
        connection: Resource<ConnectionMarker>,
        statement: String,
        parameters: Vec<Value>,
    ) -> wasmtime::Result<Result<(Vec<String>, StreamReader<RowResult>, FutureReader<Result<(), Error>>), Error>> {
        let checkout = match accessor.with(|mut access| access.get().checkout(&connection)) {
            Ok(checkout) => checkout,
            Err(error) => return Ok(Err(error)),
        };
        let answer = match checkout.run(&statement, parameters).await {
            Ok(answer) => answer,
            Err(error) => return Ok(Err(error)),
        };
        accessor.with(|mut access| {
            let rows = StreamReader::new(&mut access, answer.rows)?;
            let end = FutureReader::new(&mut access, async { wasmtime::error::Ok(Ok(())) })?;
            Ok(Ok((answer.columns, rows, end)))
        })
    }

    async fn last_insert_rowid_async(
        accessor: &Accessor<State, Self>,
        connection: Resource<ConnectionMarker>,
    ) -> wasmtime::Result<i64> {
        let checkout = accessor.with(|mut access| access.get().checkout(&connection));
        let checkout = checkout.map_err(|_| wasmtime::format_err!("invalid sqlite connection"))?;
        checkout.read(rusqlite::Connection::last_insert_rowid)
    }

    async fn changes_async(
        accessor: &Accessor<State, Self>,
        connection: Resource<ConnectionMarker>,
    ) -> wasmtime::Result<u64> {
        let checkout = accessor.with(|mut access| access.get().checkout(&connection));
        let checkout = checkout.map_err(|_| wasmtime::format_err!("invalid sqlite connection"))?;
        checkout.read(rusqlite::Connection::changes)
    }
}
