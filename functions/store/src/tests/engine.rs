//! Where the tests get their databases: a file of SQLite, or, where `INS_POSTGRES` names a server (`cargo xtask test` does), a
//! database of its own there, made from a migrated one and dropped afterwards.

use super::{MORNING, env, province};
use crate::database::{Connection, Database, DbError, Value};
use crate::migrate;
use crate::native::{NativeDatabase, block_on};
use crate::native_postgres::PostgresDatabase;
use async_trait::async_trait;
use std::path::Path;
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

    /// The database that is in a directory as a file, moved to the server where there is one.
    pub fn holding(directory: &Path) -> Self {
        let file = NativeDatabase::in_directory(directory).unwrap();
        if SERVER.is_none() {
            return Self::Sqlite(file);
        }
        let db = Self::new(directory, Filled::Migrated);
        block_on(crate::moving::copy(&file, &db)).unwrap();
        db
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
