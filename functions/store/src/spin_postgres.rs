//! PostgreSQL through Spin (`spin:postgres@4.2`): connections are pooled underneath, by address.

use crate::database::{Connection, Database, DbError, Engine, Row, Rows, Value};
use crate::dialect::{self, WITH_NEXT};
use crate::postgres_errors::{failed, not_connected};
use async_trait::async_trait;
use spin_sdk::pg::wit::postgres;
use spin_sdk::pg::{DbValue, ParameterValue, PgError, QueryError};

/// A database by its address, which the manifest must allow.
pub(crate) struct SpinPostgres {
    address: String,
    /// The certificate of the authority that vouches for the server, where it is none that everybody knows.
    authority: Option<String>,
}

impl SpinPostgres {
    pub fn at(address: &str, authority: Option<String>) -> Self {
        Self { address: dialect::with_settings(address), authority }
    }
}

fn engine(error: PgError) -> DbError {
    match error {
        PgError::ConnectionFailed(message) => not_connected(&message),
        PgError::QueryFailed(QueryError::DbError(told)) => failed(&told.code, &told.message),
        PgError::QueryFailed(QueryError::Text(message)) if message.contains("connection closed") => DbError::Busy,
        PgError::QueryFailed(QueryError::Text(message))
        | PgError::BadParameter(message)
        | PgError::ValueConversionFailed(message)
        | PgError::Other(message) => DbError::Engine(message),
    }
}

#[async_trait]
impl Database for SpinPostgres {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
        let connection = match &self.authority {
            None => postgres::Connection::open_async(self.address.clone()).await,
            Some(authority) => {
                let builder = postgres::ConnectionBuilder::new(&self.address);
                builder.set_ca_root(authority).map_err(engine)?;
                builder.build_async().await
            }
        };
        let connection = connection.map_err(engine)?;
        Ok(Box::new(PostgresConnection { connection, transaction: Transaction::None }))
    }
}

/// Where a connection stands. After an error PostgreSQL undoes the whole transaction, and answers COMMIT without a word.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Transaction {
    None,
    Open,
    Failed,
}

struct PostgresConnection {
    connection: postgres::Connection,
    transaction: Transaction,
}

impl PostgresConnection {
    /// Begins or ends a transaction.
    async fn turn(&mut self, sql: &str, statements: &[&str]) -> Result<(), DbError> {
        if sql == "COMMIT" && self.transaction == Transaction::Failed {
            return Err(DbError::Engine("a transaction that failed cannot be committed".to_owned()));
        }
        for statement in statements {
            let done = self.connection.execute_async((*statement).to_owned(), Vec::new()).await;
            if let Err(error) = done {
                self.transaction = Transaction::Failed;
                return Err(engine(error));
            }
        }
        self.transaction = if matches!(sql, "COMMIT" | "ROLLBACK") { Transaction::None } else { Transaction::Open };
        Ok(())
    }

    async fn rows(&self, sql: &str, params: Vec<ParameterValue>) -> Result<Rows, DbError> {
        let (_, rows, end) = self.connection.query_async(sql.to_owned(), params).await.map_err(engine)?;
        let rows = rows.collect().await;
        end.await.map_err(engine)?;
        rows.into_iter().map(|row| row.into_iter().map(read).collect::<Result<_, _>>().map(Row)).collect()
    }
}

fn write(value: Value) -> ParameterValue {
    match value {
        Value::Null => ParameterValue::DbNull,
        Value::Integer(number) => ParameterValue::Int64(number),
        Value::Real(number) => ParameterValue::Floating64(number),
        Value::Text(text) => ParameterValue::Str(text),
        Value::Blob(bytes) => ParameterValue::Binary(bytes),
    }
}

fn read(value: DbValue) -> Result<Value, DbError> {
    Ok(match value {
        DbValue::DbNull => Value::Null,
        DbValue::Boolean(flag) => Value::Integer(flag.into()),
        DbValue::Int8(number) => Value::Integer(number.into()),
        DbValue::Int16(number) => Value::Integer(number.into()),
        DbValue::Int32(number) => Value::Integer(number.into()),
        DbValue::Int64(number) => Value::Integer(number),
        DbValue::Floating32(number) => Value::Real(number.into()),
        DbValue::Floating64(number) => Value::Real(number),
        DbValue::Str(text) => Value::Text(text),
        DbValue::Binary(bytes) => Value::Blob(bytes),
        other => {
            return Err(DbError::Engine(format!("a column of a type the store does not read: {other:?}")));
        }
    })
}

#[async_trait]
impl Connection for PostgresConnection {
    fn engine(&self) -> Engine {
        Engine::Postgres
    }

    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        if let Some(statements) = dialect::transaction(sql) {
            return self.turn(sql, statements).await.map(|()| Rows::new());
        }
        let made = dialect::translated(sql, params);
        let taken = made.taken(params).into_iter().map(write).collect();
        let rows = self.rows(&made.sql, taken).await;
        if rows.is_err() && self.transaction == Transaction::Open {
            self.transaction = Transaction::Failed;
        }
        rows
    }

    async fn execute_with_next(&mut self, sql: &str, params: &[Value]) -> Result<(), DbError> {
        if self.transaction != Transaction::Open {
            return self.execute(sql, params).await;
        }
        let made = dialect::translated(sql, params);
        let taken = made.taken(params).into_iter().map(write).collect();
        let statement = format!("{WITH_NEXT}{}", made.sql);
        if let Err(error) = self.connection.execute_async(statement, taken).await {
            self.transaction = Transaction::Failed;
            return Err(engine(error));
        }
        Ok(())
    }
}

impl Drop for PostgresConnection {
    fn drop(&mut self) {
        // The pool underneath gives the connection to the next one as it is: what was not committed is undone here, at once.
        if self.transaction != Transaction::None {
            // A connection that does not take this is broken, and goes with what was open on it.
            let _ = self.connection.execute("ROLLBACK", &[]);
        }
    }
}
