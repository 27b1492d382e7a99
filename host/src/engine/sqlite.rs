//! `spin:sqlite@3.1`: each opened connection is its own SQLite connection, pooled underneath.
//!
//! A connection that goes back with a transaction open is rolled back first, and nothing of its user is left on it: after
//! a PRAGMA or a temporary table it is closed instead. Writers of one database queue up in order before they touch SQLite:
//! eight busy-waiting writers have a p99 above a second, a queue does not. No statement outlives its request's deadline.

use super::bindings::spin::sqlite::sqlite::{
    Connection as ConnectionMarker, Error, Host, HostConnection, HostConnectionWithStore, QueryResult, RowResult, Value,
};
use super::instance::State;
use super::metrics;
use super::pooled::{BUSY, Pooled};
use super::written::{self, Written};
use rusqlite::types::{Value as Sql, ValueRef};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wasmtime::component::{Accessor, FutureReader, HasData, Resource, ResourceTable, StreamReader};

/// Connections kept open per database while nobody uses them.
const IDLE_CONNECTIONS: usize = 8;
/// Connections one instance may hold at a time, as in Spin.
const MAX_CONNECTIONS: usize = 256;
/// One database file with its idle connections and its writer queue.
pub struct Database {
    path: PathBuf,
    /// Used by nobody and never closed: with the last connection SQLite takes its log and the index of that away, and on a full disk could not
    /// make them again, not even to read.
    anchor: Mutex<Option<Pooled>>,
    idle: Mutex<Vec<Pooled>>,
    writer: Arc<Semaphore>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while holding one of these locks leaves plain data behind: it stays usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Database {
    /// A database file; it is created on first use.
    pub fn new(path: PathBuf) -> Arc<Self> {
        Arc::new(Self { path, anchor: Mutex::default(), idle: Mutex::default(), writer: Arc::new(Semaphore::new(1)) })
    }

    fn checkout(self: &Arc<Self>, written: Written) -> Result<Handle, Error> {
        let kept = lock(&self.idle).pop();
        let pooled = match kept {
            Some(pooled) => pooled,
            None => {
                let mut anchor = lock(&self.anchor);
                if anchor.is_none() {
                    *anchor = Some(Pooled::open(&self.path).map_err(io)?);
                }
                Pooled::open(&self.path).map_err(io)?
            }
        };
        Ok(Handle(Arc::new(Checkout {
            database: self.clone(),
            written,
            slot: Mutex::new(Slot { pooled: Some(pooled), permit: None, pending: BTreeSet::new() }),
        })))
    }

    /// Moves the write-ahead log into the file; called at the end.
    pub fn checkpoint(&self) {
        let kept = lock(&self.idle).pop();
        if let Some(Pooled { connection, deadline, .. }) = kept {
            deadline.set(Instant::now() + BUSY);
            if let Err(error) = connection.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
                tracing::warn!(%error, "checkpoint");
            }
        }
    }
}

/// What a guest holds: one connection of its own.
pub struct Handle(Arc<Checkout>);

struct Checkout {
    database: Arc<Database>,
    written: Written,
    slot: Mutex<Slot>,
}

struct Slot {
    /// Taken out only when the guest gives it back.
    pooled: Option<Pooled>,
    /// Held while a writing transaction is open.
    permit: Option<OwnedSemaphorePermit>,
    pending: BTreeSet<String>,
}

impl Slot {
    /// Notes the table that a statement changed; what is rolled back was not changed.
    fn note(&mut self, statement: &str) {
        if statement.trim_start().get(..8).is_some_and(|word| word.eq_ignore_ascii_case("ROLLBACK")) {
            self.pending.clear();
        } else if self.permit.is_some()
            && let Some(table) = written::table(statement)
            && self.pooled.as_ref().is_some_and(|pooled| pooled.connection.changes() > 0)
            && !self.pending.contains(table)
        {
            self.pending.insert(table.to_owned());
        }
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        let slot = self.slot.get_mut().unwrap_or_else(PoisonError::into_inner);
        if let Some(pooled) = slot.pooled.take().and_then(Pooled::renewed) {
            let mut idle = lock(&self.database.idle);
            if idle.len() < IDLE_CONNECTIONS {
                idle.push(pooled);
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
    use rusqlite::ErrorCode::{DiskFull, OperationInterrupted};
    let rusqlite::Error::SqliteFailure(failure, _) = &error else { return Error::Io(error.to_string()) };
    match (failure.code, failure.extended_code) {
        // The latter is no room for the index of the log.
        (DiskFull, _) | (_, rusqlite::ffi::SQLITE_IOERR_SHMSIZE) => Error::DatabaseFull,
        (OperationInterrupted, _) => Error::Io("the statement took longer than its request may".to_owned()),
        _ => Error::Io(error.to_string()),
    }
}

impl Checkout {
    /// Whether a statement has to wait for its turn to write. SQLite says what writes: also `BEGIN IMMEDIATE`, a `WITH …
    /// INSERT`, a statement behind a comment.
    fn needs_turn(&self, statement: &str) -> Result<bool, Error> {
        let slot = lock(&self.slot);
        if slot.permit.is_some() {
            return Ok(false);
        }
        let Pooled { connection, .. } = slot.pooled.as_ref().ok_or(Error::InvalidConnection)?;
        connection.prepare_cached(statement).map(|prepared| !prepared.readonly()).map_err(io)
    }

    /// Runs one statement; it waits for its turn when it writes, and a transaction keeps the turn until it ends.
    async fn run(&self, statement: &str, parameters: Vec<Value>, deadline: Instant) -> Result<Answer, Error> {
        let begun = Instant::now();
        let answer = self.run_in_turn(statement, parameters, deadline).await;
        metrics::statement(begun.elapsed());
        answer
    }

    async fn run_in_turn(&self, statement: &str, parameters: Vec<Value>, deadline: Instant) -> Result<Answer, Error> {
        if self.needs_turn(statement)? {
            let turn = tokio::time::timeout_at(deadline.into(), self.database.writer.clone().acquire_owned()).await;
            let permit = turn.map_err(|_| Error::Io("database is locked".to_owned()))?;
            lock(&self.slot).permit = Some(permit.map_err(|_| Error::Io("the database is closing".to_owned()))?);
        }
        // A statement may wait for the disk or go through many rows. It holds its thread meanwhile: the runtime has more
        // threads than instances, so that others go on; handing the thread's work over would cost a tenth of the rate.
        let result = self.execute(statement, parameters, deadline);
        let mut slot = lock(&self.slot);
        if result.is_ok() {
            slot.note(statement);
        }
        if slot.pooled.as_ref().is_none_or(|pooled| pooled.connection.is_autocommit()) {
            self.written.add(std::mem::take(&mut slot.pending));
            slot.permit = None;
        }
        result
    }

    fn execute(&self, statement: &str, parameters: Vec<Value>, deadline: Instant) -> Result<Answer, Error> {
        let slot = lock(&self.slot);
        let Pooled { connection, deadline: clock, .. } = slot.pooled.as_ref().ok_or(Error::InvalidConnection)?;
        clock.set(deadline);
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

    fn read<T>(&self, read: impl FnOnce(&Pooled) -> T) -> wasmtime::Result<T> {
        let slot = lock(&self.slot);
        slot.pooled.as_ref().map(read).ok_or_else(|| wasmtime::format_err!("invalid sqlite connection"))
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
    fn open(&self, name: &str, written: Written) -> Result<Handle, Error> {
        if !self.allowed.contains(name) {
            return Err(Error::AccessDenied);
        }
        self.databases.get(name).ok_or(Error::NoSuchDatabase)?.checkout(written)
    }
}

/// View of the state that this interface works on.
pub struct View<'a> {
    pub table: &'a mut ResourceTable,
    pub grants: &'a Grants,
    /// Connections this instance holds.
    pub open: &'a mut usize,
    /// When the request that asks has to be over.
    pub deadline: Instant,
    pub written: &'a Written,
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
        let handle = self.grants.open(name, self.written.clone())?;
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
        let answer = checkout.run(&statement, parameters, self.deadline).await;
        Ok(answer.map(|answer| QueryResult { columns: answer.columns, rows: answer.rows }))
    }

    async fn last_insert_rowid(&mut self, connection: Resource<ConnectionMarker>) -> wasmtime::Result<i64> {
        let checkout = self.checkout(&connection).map_err(|_| wasmtime::format_err!("invalid sqlite connection"))?;
        checkout.read(|pooled| pooled.connection.last_insert_rowid())
    }

    async fn changes(&mut self, connection: Resource<ConnectionMarker>) -> wasmtime::Result<u64> {
        let checkout = self.checkout(&connection).map_err(|_| wasmtime::format_err!("invalid sqlite connection"))?;
        checkout.read(Pooled::changes)
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
        let found = accessor.with(|mut access| {
            let view = access.get();
            view.checkout(&connection).map(|checkout| (checkout, view.deadline))
        });
        let (checkout, deadline) = match found {
            Ok(found) => found,
            Err(error) => return Ok(Err(error)),
        };
        let answer = match checkout.run(&statement, parameters, deadline).await {
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
        checkout.read(|pooled| pooled.connection.last_insert_rowid())
    }

    async fn changes_async(
        accessor: &Accessor<State, Self>,
        connection: Resource<ConnectionMarker>,
    ) -> wasmtime::Result<u64> {
        let checkout = accessor.with(|mut access| access.get().checkout(&connection));
        let checkout = checkout.map_err(|_| wasmtime::format_err!("invalid sqlite connection"))?;
        checkout.read(Pooled::changes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    struct Bench {
        grants: Grants,
        _directory: tempfile::TempDir,
    }

    fn bench() -> Bench {
        let directory = tempfile::tempdir().expect("a directory");
        let database = Database::new(directory.path().join("test.db"));
        Bench {
            grants: Grants {
                allowed: ["default".to_owned(), "granted_only".to_owned()].into(),
                databases: Arc::new([("default".to_owned(), database.clone()), ("other".to_owned(), database)].into()),
            },
            _directory: directory,
        }
    }

    impl Bench {
        fn open(&self) -> Handle {
            self.grants.open("default", Written::default()).unwrap_or_else(|error| panic!("open: {error:?}"))
        }
    }

    async fn run_within(handle: &Handle, statement: &str, limit: Duration) -> Result<Vec<RowResult>, Error> {
        handle.0.run(statement, Vec::new(), Instant::now() + limit).await.map(|answer| answer.rows)
    }

    async fn run(handle: &Handle, statement: &str) -> Result<Vec<RowResult>, Error> {
        run_within(handle, statement, Duration::from_secs(20)).await
    }

    async fn number(handle: &Handle, statement: &str) -> i64 {
        match run(handle, statement).await.expect("an answer").first().map(|row| row.values.as_slice()) {
            Some([Value::Integer(number)]) => *number,
            other => panic!("no number: {other:?}"),
        }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn each_open_is_a_connection_of_its_own() {
        let bench = bench();
        let (a, b) = (bench.open(), bench.open());
        run(&a, "CREATE TABLE t (n INTEGER)").await.expect("table");
        run(&a, "BEGIN IMMEDIATE").await.expect("begin");
        run(&a, "INSERT INTO t VALUES (1)").await.expect("insert");
        assert_eq!(number(&a, "SELECT count(*) FROM t").await, 1);
        assert_eq!(
            number(&b, "SELECT count(*) FROM t").await,
            0,
            "an open transaction is seen by its own connection only"
        );
        run(&a, "COMMIT").await.expect("commit");
        assert_eq!(number(&b, "SELECT count(*) FROM t").await, 1);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_dropped_connection_rolls_back_and_frees_the_writer() {
        let bench = bench();
        let a = bench.open();
        run(&a, "CREATE TABLE t (n INTEGER)").await.expect("table");
        run(&a, "BEGIN IMMEDIATE").await.expect("begin");
        run(&a, "INSERT INTO t VALUES (1)").await.expect("insert");
        drop(a);
        let b = bench.open();
        assert_eq!(number(&b, "SELECT count(*) FROM t").await, 0);
        run_within(&b, "INSERT INTO t VALUES (2)", Duration::from_secs(1)).await.expect("the turn is free");
    }

    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn writers_come_in_the_order_they_asked() {
        let bench = bench();
        let first = bench.open();
        run(&first, "CREATE TABLE t (n INTEGER)").await.expect("table");
        run(&first, "BEGIN IMMEDIATE").await.expect("begin");
        let mut writers = Vec::new();
        for n in 0..8 {
            let handle = bench.open();
            writers.push(tokio::spawn(async move {
                run(&handle, &format!("INSERT INTO t VALUES ({n})")).await.expect("insert");
            }));
            // So that each is in the queue before the next one comes.
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_eq!(number(&first, "SELECT count(*) FROM t").await, 0, "all wait for the first");
        run(&first, "COMMIT").await.expect("commit");
        for writer in writers {
            writer.await.expect("writer");
        }
        let rows = run(&first, "SELECT n FROM t ORDER BY rowid").await.expect("rows");
        let order: Vec<_> = rows
            .iter()
            .map(|row| match row.values.as_slice() {
                [Value::Integer(n)] => *n,
                other => panic!("{other:?}"),
            })
            .collect();
        assert_eq!(order, (0..8).collect::<Vec<_>>());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn what_writes_waits_whatever_its_first_word() {
        let bench = bench();
        let a = bench.open();
        run(&a, "CREATE TABLE t (n INTEGER)").await.expect("table");
        for (statement, writes) in [
            ("SELECT n FROM t", false),
            ("BEGIN", false),
            ("BEGIN IMMEDIATE", true),
            ("/* note */ INSERT INTO t VALUES (1)", true),
            ("WITH one AS (SELECT 1) INSERT INTO t SELECT * FROM one", true),
            ("WITH one AS (SELECT 1) SELECT * FROM one", false),
            ("ROLLBACK", false),
        ] {
            assert_eq!(a.0.needs_turn(statement).ok(), Some(writes), "{statement}");
        }
        let held = bench.open();
        run(&held, "BEGIN IMMEDIATE").await.expect("begin");
        let late = run_within(&a, "/* note */ INSERT INTO t VALUES (1)", Duration::from_millis(50)).await;
        assert!(matches!(late, Err(Error::Io(text)) if text == "database is locked"));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn unknown_and_ungranted_databases_are_the_errors_of_spin() {
        let bench = bench();
        assert!(matches!(bench.grants.open("granted_only", Written::default()), Err(Error::NoSuchDatabase)));
        assert!(matches!(bench.grants.open("other", Written::default()), Err(Error::AccessDenied)));
        assert!(matches!(bench.grants.open("", Written::default()), Err(Error::AccessDenied)));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn no_other_file_can_be_attached() {
        let bench = bench();
        let a = bench.open();
        for statement in ["ATTACH 'x.db' AS x", "ATTACH 'x' || '.db' AS x", "ATTACH ?1 AS x", "DETACH 'ma' || 'in'"] {
            assert!(run(&a, statement).await.is_err(), "{statement}");
        }
        assert_eq!(number(&a, "SELECT count(*) FROM pragma_database_list").await, 1);
    }

    /// An index of words asks the file for its version by a PRAGMA of its own. A connection that was closed for that cost each search and each
    /// change the reading of the whole schema.
    #[tokio::test(flavor = "multi_thread")]
    async fn whoever_searches_or_changes_words_gives_the_connection_back() {
        let bench = bench();
        let idle = || lock(&bench.grants.databases["default"].idle).len();
        let a = bench.open();
        run(&a, "CREATE VIRTUAL TABLE w USING fts5(words)").await.expect("index");
        drop(a);
        for statement in ["INSERT INTO w VALUES ('chợ phố hiến')", "SELECT rowid FROM w WHERE w MATCH 'chợ'"] {
            assert_eq!(idle(), 1, "before {statement}");
            run(&bench.open(), statement).await.expect("answer");
            assert_eq!(idle(), 1, "{statement}");
        }
        run(&bench.open(), "PRAGMA foreign_keys = OFF").await.expect("pragma");
        assert_eq!(idle(), 0, "but not whoever changed the connection");
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn nothing_of_one_user_is_left_for_the_next() {
        let bench = bench();
        let a = bench.open();
        run(&a, "CREATE TABLE t (n INTEGER PRIMARY KEY)").await.expect("table");
        run(&a, "INSERT INTO t VALUES (41), (42)").await.expect("insert");
        assert_eq!(a.0.read(|pooled| (pooled.connection.last_insert_rowid(), pooled.changes())).ok(), Some((42, 2)));
        drop(a);
        let b = bench.open();
        assert_eq!(b.0.read(|pooled| (pooled.connection.last_insert_rowid(), pooled.changes())).ok(), Some((0, 0)));
        run(&b, "PRAGMA foreign_keys = OFF").await.expect("pragma");
        drop(b);
        let c = bench.open();
        assert_eq!(number(&c, "PRAGMA foreign_keys").await, 1);
        run(&c, "CREATE TEMP TABLE secret (n)").await.expect("temporary table");
        drop(c);
        assert!(run(&bench.open(), "SELECT * FROM secret").await.is_err());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn an_endless_statement_ends_with_its_request() {
        let bench = bench();
        let a = bench.open();
        let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT sum(i) FROM n";
        let answer = run_within(&a, endless, Duration::from_millis(50)).await;
        assert!(matches!(answer, Err(Error::Io(text)) if text.contains("longer than its request")));
        assert_eq!(number(&a, "SELECT 1").await, 1, "the connection goes on working");
    }
}
