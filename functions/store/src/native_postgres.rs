//! PostgreSQL on the machine itself, for tests, moving and tools.
//!
//! Connections are checked out exclusively; idle ones are kept for the next caller, each with the statements it has prepared.

use crate::database::{Connection, Database, DbError, Engine, Row, Rows, Value, listed, quoted};
use crate::dialect;
use crate::postgres_errors::failed;
use async_trait::async_trait;
use postgres::types::private::BytesMut;
use postgres::types::{FromSql, IsNull, ToSql, Type, to_sql_checked};
use postgres::{Client, Config, NoTls, Statement};
use std::collections::HashMap;
use std::error::Error;
use std::io::Write as _;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Statements that a connection keeps prepared.
const PREPARED: usize = 512;

/// Statements that wait for the next one at most.
const WAITING: usize = 24;

/// After how long a connection that waited is asked whether it still stands.
const STALE: Duration = Duration::from_secs(20);

type Idle = Arc<Mutex<Vec<(Open, Instant)>>>;

/// A database of a PostgreSQL server.
#[derive(Clone)]
pub struct PostgresDatabase {
    config: Config,
    idle: Idle,
}

impl PostgresDatabase {
    /// The database behind an address, `postgres://user:password@host:port/name`.
    ///
    /// # Errors
    /// It is no address of a PostgreSQL server.
    pub fn at(address: &str) -> Result<Self, DbError> {
        let mut config: Config =
            address.parse().map_err(|error| DbError::Engine(format!("the address of the database: {error}")))?;
        let settings = config.get_options().map_or_else(|| dialect::SETTINGS.to_owned(), str::to_owned);
        config.options(&settings).application_name("ins").connect_timeout(Duration::from_secs(10));
        Ok(Self { config, idle: Idle::default() })
    }

    /// Another database of the same server.
    pub fn named(&self, name: &str) -> Self {
        let mut config = self.config.clone();
        config.dbname(name);
        Self { config, idle: Idle::default() }
    }

    /// Closes the connections that nobody uses.
    pub fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }

    fn connect(&self) -> Result<Open, DbError> {
        let client = self.config.connect(NoTls).map_err(engine)?;
        Ok(Open { client, prepared: HashMap::new() })
    }
}

fn engine(error: postgres::Error) -> DbError {
    match error.as_db_error() {
        Some(told) => failed(told.code().code(), told.message()),
        None if error.is_closed() => failed("08006", &error.to_string()),
        None => {
            let cause = error.source().map_or(String::new(), |cause| format!(": {cause}"));
            let unreachable = error.source().is_some_and(|cause| cause.is::<std::io::Error>());
            failed(if unreachable { "08001" } else { "" }, &format!("{error}{cause}"))
        }
    }
}

#[async_trait]
impl Database for PostgresDatabase {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
        loop {
            let kept = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
            let open = match kept {
                Some((mut open, since)) => {
                    let gone = open.client.is_closed()
                        || since.elapsed() > STALE && open.client.is_valid(Duration::from_secs(2)).is_err();
                    if gone {
                        continue;
                    }
                    open
                }
                None => self.connect()?,
            };
            let transaction = Transaction::None;
            let (waiting, idle) = (Vec::new(), Arc::clone(&self.idle));
            return Ok(Box::new(PostgresConnection { open: Some(open), transaction, waiting, idle }));
        }
    }
}

/// A connection with what it has prepared.
struct Open {
    client: Client,
    prepared: HashMap<String, Statement>,
}

/// Where a connection stands. After an error PostgreSQL undoes the whole transaction, and answers COMMIT without a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    Open,
    Failed,
}

struct PostgresConnection {
    /// Taken only when the connection goes back.
    open: Option<Open>,
    transaction: Transaction,
    /// Statements that run with the next one, as the host sends them: what rests on the order of both drivers is tested with this one.
    waiting: Vec<(String, Vec<Value>)>,
    idle: Idle,
}

impl Open {
    fn run(&mut self, sql: &str, params: &[Value]) -> Result<Rows, postgres::Error> {
        let statement = match self.prepared.get(sql) {
            Some(statement) => statement.clone(),
            None if sql.starts_with(dialect::EACH_TIME) => self.client.prepare(sql)?,
            None => {
                let statement = self.client.prepare(sql)?;
                if self.prepared.len() >= PREPARED {
                    self.prepared.clear();
                }
                self.prepared.insert(sql.to_owned(), statement.clone());
                statement
            }
        };
        let params: Vec<&(dyn ToSql + Sync)> = params.iter().map(|value| value as &(dyn ToSql + Sync)).collect();
        let rows = self.client.query(&statement, &params)?;
        rows.iter()
            .map(|row| {
                let values = (0..row.len()).map(|column| row.try_get::<_, Value>(column));
                values.collect::<Result<Vec<_>, _>>().map(Row)
            })
            .collect()
    }

    fn copy(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<(), DbError> {
        let mut writer = self.client.copy_in(sql).map_err(engine)?;
        let mut line = String::new();
        for row in rows {
            line.clear();
            for (place, value) in row.iter().enumerate() {
                if place > 0 {
                    line.push('\t');
                }
                copied(value, &mut line);
            }
            line.push('\n');
            writer.write_all(line.as_bytes()).map_err(|error| DbError::Engine(error.to_string()))?;
        }
        writer.finish().map(drop).map_err(engine)
    }
}

impl PostgresConnection {
    /// Runs a statement behind those that waited for it.
    fn run(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        if sql == "ROLLBACK" {
            self.waiting.clear();
        }
        self.run_waiting()?;
        self.run_now(sql, params)
    }

    fn run_waiting(&mut self) -> Result<(), DbError> {
        for (sql, params) in std::mem::take(&mut self.waiting) {
            self.run_now(&sql, &params)?;
        }
        Ok(())
    }

    fn run_now(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        let open = self.open.as_mut().ok_or_else(|| DbError::Engine("the connection is closed".to_owned()))?;
        if let Some(statements) = dialect::transaction(sql) {
            if sql == "COMMIT" && self.transaction == Transaction::Failed {
                return Err(DbError::Engine("a transaction that failed cannot be committed".to_owned()));
            }
            let done = open.client.batch_execute(&statements.join("; ")).map_err(engine);
            self.transaction = match (&done, sql) {
                (Err(_), _) => Transaction::Failed,
                (Ok(()), "COMMIT" | "ROLLBACK") => Transaction::None,
                (Ok(()), _) => Transaction::Open,
            };
            return done.map(|()| Rows::new());
        }
        let made = dialect::translated(sql, params);
        let taken = made.taken(params);
        let rows = open.run(&made.sql, &taken).map_err(engine);
        if rows.is_err() && self.transaction == Transaction::Open {
            self.transaction = Transaction::Failed;
        }
        rows
    }
}

#[async_trait]
impl Connection for PostgresConnection {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        self.run(sql, params)
    }

    async fn execute_with_next(&mut self, sql: &str, params: &[Value]) -> Result<(), DbError> {
        if self.transaction != Transaction::Open || self.waiting.len() >= WAITING {
            return self.run(sql, params).map(drop);
        }
        self.waiting.push((sql.to_owned(), params.to_vec()));
        Ok(())
    }

    /// All rows in one message, without a statement for each.
    async fn insert(&mut self, table: &str, columns: &[String], rows: &[Vec<Value>]) -> Result<(), DbError> {
        self.run_waiting()?;
        let open = self.open.as_mut().ok_or_else(|| DbError::Engine("the connection is closed".to_owned()))?;
        let done = open.copy(&format!("COPY {} ({}) FROM STDIN", quoted(table), listed(columns)), rows);
        if done.is_err() && self.transaction == Transaction::Open {
            self.transaction = Transaction::Failed;
        }
        done
    }
}

/// A value as a line of COPY has it.
fn copied(value: &Value, line: &mut String) {
    match value {
        Value::Null => line.push_str("\\N"),
        Value::Integer(number) => line.push_str(&number.to_string()),
        Value::Real(number) => line.push_str(&number.to_string()),
        Value::Blob(bytes) => {
            line.push_str("\\\\x");
            line.push_str(&hex::encode(bytes));
        }
        Value::Text(text) => {
            for letter in text.chars() {
                match letter {
                    '\\' => line.push_str("\\\\"),
                    '\n' => line.push_str("\\n"),
                    '\r' => line.push_str("\\r"),
                    '\t' => line.push_str("\\t"),
                    letter => line.push(letter),
                }
            }
        }
    }
}

impl Drop for PostgresConnection {
    fn drop(&mut self) {
        let Some(mut open) = self.open.take() else {
            return;
        };
        // What was not committed is undone before anybody else gets the connection.
        let clean = self.transaction == Transaction::None || open.client.batch_execute("ROLLBACK").is_ok();
        if clean && !open.client.is_closed() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push((open, Instant::now()));
        }
    }
}

impl ToSql for Value {
    fn to_sql(&self, ty: &Type, out: &mut BytesMut) -> Result<IsNull, Box<dyn Error + Sync + Send>> {
        match self {
            Self::Null => Ok(IsNull::Yes),
            Self::Integer(number) => number.to_sql(ty, out),
            Self::Real(number) => number.to_sql(ty, out),
            Self::Text(text) => text.to_sql(ty, out),
            Self::Blob(bytes) => bytes.to_sql(ty, out),
        }
    }

    fn accepts(ty: &Type) -> bool {
        matches!(*ty, Type::INT8 | Type::FLOAT8 | Type::TEXT | Type::BYTEA)
    }

    to_sql_checked!();
}

impl<'a> FromSql<'a> for Value {
    fn from_sql(ty: &Type, raw: &'a [u8]) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(match *ty {
            Type::BOOL => Self::Integer(bool::from_sql(ty, raw)?.into()),
            Type::INT2 => Self::Integer(i16::from_sql(ty, raw)?.into()),
            Type::INT4 => Self::Integer(i32::from_sql(ty, raw)?.into()),
            Type::INT8 => Self::Integer(i64::from_sql(ty, raw)?),
            Type::FLOAT4 => Self::Real(f32::from_sql(ty, raw)?.into()),
            Type::FLOAT8 => Self::Real(f64::from_sql(ty, raw)?),
            Type::BYTEA => Self::Blob(raw.to_vec()),
            Type::VOID => Self::Null,
            _ => Self::Text(<&str>::from_sql(ty, raw)?.to_owned()),
        })
    }

    fn from_sql_null(_: &Type) -> Result<Self, Box<dyn Error + Sync + Send>> {
        Ok(Self::Null)
    }

    fn accepts(ty: &Type) -> bool {
        let numbers = matches!(*ty, Type::BOOL | Type::INT2 | Type::INT4 | Type::INT8 | Type::FLOAT4 | Type::FLOAT8);
        numbers || matches!(*ty, Type::BYTEA | Type::VOID | Type::TEXT | Type::VARCHAR | Type::NAME | Type::UNKNOWN)
    }
}
