//! Where the tests get their databases: a file of SQLite, or, where `INS_POSTGRES` names a server (`cargo xtask test` does), a
//! database of its own there, made from a migrated one and dropped afterwards.

use super::{MORNING, env, province};
use crate::database::{Connection, Database, DbError, Value};
use crate::migrate;
use crate::native::{FILE_NAME, NativeDatabase, block_on};
use crate::native_postgres::PostgresDatabase;
use async_trait::async_trait;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, OnceLock};

/// A database under test.
#[derive(Clone)]
pub(super) enum Db {
    Sqlite(NativeDatabase),
    Postgres(Arc<Own>),
}

/// A database of a server that goes with the last one who uses it.
pub(super) struct Own {
    database: PostgresDatabase,
    name: String,
}

/// What is in a new database.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Filled {
    Empty,
    Migrated,
    /// With units and accounts.
    Staffed,
}

/// What copies of a database are made from.
pub(super) enum Snapshot {
    File(PathBuf),
    Named(String),
}

impl Snapshot {
    /// One more copy, its file in a directory of its own.
    pub fn copy(&self, directory: &Path) -> Db {
        match (self, &*SERVER) {
            (Self::Named(name), Some(server)) => Db::copy(server, name),
            (Self::File(file), _) => {
                std::fs::copy(file, directory.join(FILE_NAME)).unwrap();
                Db::Sqlite(NativeDatabase::in_directory(directory).unwrap())
            }
            (Self::Named(name), None) => panic!("no server for {name}"),
        }
    }
}

/// How a statement is read, line by line; empty where the engine's plans are not looked at.
pub(super) struct Plan(String);

impl Plan {
    pub fn has(&self, what: &str) -> bool {
        self.0.is_empty() || self.0.contains(what)
    }

    pub fn lacks(&self, what: &str) -> bool {
        !self.0.contains(what)
    }

    pub fn lines(&self) -> std::str::Lines<'_> {
        self.0.lines()
    }
}

impl std::fmt::Display for Plan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The server, with a database that is always there.
static SERVER: LazyLock<Option<PostgresDatabase>> =
    LazyLock::new(|| std::env::var("INS_POSTGRES").ok().map(|address| PostgresDatabase::at(&address).unwrap()));

/// Says why a test is not for PostgreSQL, and whether that is what runs.
pub(super) fn only_sqlite(reason: &str) -> bool {
    if SERVER.is_some() {
        eprintln!("not on PostgreSQL: {reason}");
    }
    SERVER.is_some()
}

async fn fill(db: &dyn Database, filled: Filled) {
    if filled >= Filled::Migrated {
        migrate::migrate(db).await.unwrap();
    }
    if filled >= Filled::Staffed {
        province::units(db, province::Ground::Shown).await.unwrap();
        province::people(db, &env(MORNING), province::Ground::Shown, None).await.unwrap();
    }
}

fn run(server: &PostgresDatabase, sql: &str) {
    block_on(async { server.open().await.unwrap().execute(sql, &[]).await }).unwrap();
}

fn name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("ins_test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

/// The database others are made from; it is left behind for a server that is thrown away.
fn template(server: &PostgresDatabase, filled: Filled) -> &'static str {
    static MADE: [OnceLock<String>; 3] = [const { OnceLock::new() }; 3];
    MADE[filled as usize].get_or_init(|| {
        let name = name();
        let from = if filled == Filled::Staffed { template(server, Filled::Migrated) } else { "template0" };
        run(server, &format!("CREATE DATABASE {name} TEMPLATE {from} ENCODING 'UTF8' LOCALE 'C'"));
        let db = server.named(&name);
        block_on(fill(&db, filled));
        db.close();
        name
    })
}

impl Db {
    /// A new database; its file is in the directory, where it has one.
    pub fn new(directory: &Path, filled: Filled) -> Self {
        match &*SERVER {
            Some(server) => Self::copy(server, template(server, filled)),
            None => {
                let db = NativeDatabase::in_directory(directory).unwrap();
                block_on(fill(&db, filled));
                Self::Sqlite(db)
            }
        }
    }

    /// Tables, indexes, triggers and constraints as the engine tells them, in an order of their own.
    pub fn schema(&self) -> Vec<String> {
        let sql = match self {
            Self::Sqlite(_) => "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL",
            Self::Postgres(_) => {
                "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' UNION ALL \
                 SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) FROM pg_constraint \
                 WHERE connamespace = 'public'::regnamespace UNION ALL \
                 SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal"
            }
        };
        let rows = block_on(async { self.open().await.unwrap().query(sql, &[]).await }).unwrap();
        let mut all: Vec<String> = rows.iter().map(|row| row.string(0).unwrap()).collect();
        all.sort_unstable();
        all
    }

    /// A database of a server made in another way than ours; nothing where there is no server.
    pub fn otherwise(made: &str) -> Option<Self> {
        let server = SERVER.as_ref()?;
        let name = name();
        run(server, &format!("CREATE DATABASE {name} TEMPLATE template0 {made}"));
        Some(Self::Postgres(Arc::new(Own { database: server.named(&name), name })))
    }

    /// Where another process finds it.
    pub fn place(&self, directory: &tempfile::TempDir) -> String {
        match self {
            Self::Sqlite(_) => directory.path().display().to_string(),
            Self::Postgres(own) => own.name.clone(),
        }
    }

    /// The database another process told the place of.
    pub fn at(place: &str) -> Box<dyn Database> {
        match &*SERVER {
            Some(server) => Box::new(server.named(place)),
            None => Box::new(NativeDatabase::in_directory(place.as_ref()).unwrap()),
        }
    }

    /// The database as it is now, to make copies of.
    pub fn snapshot(&self, scratch: &Path) -> Snapshot {
        match self {
            Self::Sqlite(db) => {
                let file = scratch.join("snapshot");
                block_on(db.copy_to(&file)).unwrap();
                Snapshot::File(file)
            }
            Self::Postgres(own) => {
                own.database.close();
                Snapshot::Named(own.name.clone())
            }
        }
    }

    fn copy(server: &PostgresDatabase, of: &str) -> Self {
        let name = name();
        run(server, &format!("CREATE DATABASE {name} TEMPLATE {of}"));
        Self::Postgres(Arc::new(Own { database: server.named(&name), name }))
    }

    fn inner(&self) -> &dyn Database {
        match self {
            Self::Sqlite(db) => db,
            Self::Postgres(own) => &own.database,
        }
    }

    /// How the engine reads what a statement asks for. PostgreSQL decides by what is in its tables, which is nothing here: it only
    /// shows that the statement can be planned.
    pub fn plan(&self, sql: &str, params: &[Value]) -> Plan {
        let explain = if SERVER.is_some() { "EXPLAIN" } else { "EXPLAIN QUERY PLAN" };
        // Values of no type: those of a test fit SQLite, which asks for none.
        let untyped = vec![Value::Null; params.len()];
        let params = if SERVER.is_some() { &untyped } else { params };
        let rows =
            block_on(async { self.open().await.unwrap().query(&format!("{explain} {sql}"), params).await.unwrap() });
        assert!(!rows.is_empty());
        let lines = rows.iter().filter(|_| SERVER.is_none()).map(|row| row.text(3).unwrap().to_owned());
        Plan(lines.collect::<Vec<_>>().join("\n"))
    }

    /// Runs one statement outside of every use case, as an intruder would who may change the schema too.
    pub fn tamper(&self, sql: &str) {
        let own = match (self, sql.strip_prefix("DROP TRIGGER ")) {
            (Self::Postgres(_), Some(trigger)) => {
                let table = format!("SELECT tgrelid::regclass::text FROM pg_trigger WHERE tgname = '{trigger}'");
                let rows = block_on(async { self.open().await.unwrap().query(&table, &[]).await }).unwrap();
                vec![format!("DROP TRIGGER {trigger} ON {}", rows[0].text(0).unwrap())]
            }
            (Self::Postgres(_), None) if sql == "PRAGMA foreign_keys = OFF" => {
                let keys = "SELECT format('ALTER TABLE %s DROP CONSTRAINT %I', conrelid::regclass, conname) \
                            FROM pg_constraint WHERE contype = 'f'";
                let rows = block_on(async { self.open().await.unwrap().query(keys, &[]).await }).unwrap();
                rows.iter().map(|row| row.string(0).unwrap()).collect()
            }
            (Self::Postgres(_), None) if sql.starts_with("CREATE TRIGGER") => crate::dialect::schema(sql),
            _ => vec![sql.to_owned()],
        };
        block_on(async {
            let mut connection = self.open().await.unwrap();
            for sql in own {
                connection.execute(&sql, &[]).await.unwrap();
            }
        });
    }

    /// All texts and bytes that are in the tables.
    pub fn everything(&self) -> Vec<u8> {
        let list = "SELECT table_name, string_agg(quote_ident(column_name), ', ') FROM information_schema.columns \
                    WHERE table_schema = 'public' AND data_type <> 'tsvector' GROUP BY 1";
        let mut all = Vec::new();
        block_on(async {
            let mut connection = self.open().await.unwrap();
            for table in connection.query(list, &[]).await.unwrap() {
                let sql = format!("SELECT {} FROM {}", table.text(1).unwrap(), table.text(0).unwrap());
                for value in connection.query(&sql, &[]).await.unwrap().into_iter().flat_map(|row| row.0) {
                    match value {
                        Value::Text(text) => all.extend(text.into_bytes()),
                        Value::Blob(bytes) => all.extend(bytes),
                        Value::Null | Value::Integer(_) | Value::Real(_) => {}
                    }
                }
            }
        });
        all
    }
}

impl Drop for Own {
    fn drop(&mut self) {
        self.database.close();
        if let Some(server) = &*SERVER {
            run(server, &format!("DROP DATABASE {} WITH (FORCE)", self.name));
        }
    }
}

#[async_trait]
impl Database for Db {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
        self.inner().open().await
    }
}
