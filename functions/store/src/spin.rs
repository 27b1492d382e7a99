//! SQLite and the key-value store through Spin: each opened connection is its own.
//!
//! Where the variable `database_url` names a PostgreSQL database, that one is opened instead, and files are kept there too.

use crate::blobs::{Blobs, TableBlobs};
use crate::database::{Connection, Database, DbError, Row, Rows, Value};
use crate::federation::Link;
use crate::outbound::{MAX_REPLY, Outbound, Reply};
use crate::spin_postgres::SpinPostgres;
use async_trait::async_trait;
use bytes::Bytes;
use futures_util::future::{Either, select};
use http_body_util::{BodyExt, Full, Limited};
use spin_sdk::{key_value, sqlite, variables};
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

/// Where `database_url` of the component leads; nothing where it is empty or not declared.
async fn elsewhere() -> Option<SpinPostgres> {
    let address = variables::get("database_url").await.ok().filter(|address| !address.is_empty())?;
    let authority = variables::get("database_ca").await.ok().filter(|text| !text.is_empty());
    Some(SpinPostgres::at(&address, authority))
}

/// A database the manifest grants by name, unless `database_url` names another.
pub struct SpinDatabase(pub &'static str);

struct SpinConnection(sqlite::Connection);

fn engine(error: sqlite::Error) -> DbError {
    match error {
        sqlite::Error::Io(message) => DbError::engine(message),
        sqlite::Error::DatabaseFull => DbError::Full,
        other => DbError::engine(other.to_string()),
    }
}

#[async_trait]
impl Database for SpinDatabase {
    async fn open(&self) -> Result<Box<dyn Connection>, DbError> {
        if let Some(database) = elsewhere().await {
            return database.open().await;
        }
        let connection = sqlite::Connection::open(self.0).await.map_err(engine)?;
        Ok(Box::new(SpinConnection(connection)))
    }
}

#[async_trait]
impl Connection for SpinConnection {
    async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Rows, DbError> {
        let params = params.iter().cloned().map(|value| match value {
            Value::Null => sqlite::Value::Null,
            Value::Integer(number) => sqlite::Value::Integer(number),
            Value::Real(number) => sqlite::Value::Real(number),
            Value::Text(text) => sqlite::Value::Text(text),
            Value::Blob(bytes) => sqlite::Value::Blob(bytes),
        });
        let result = self.0.execute(sql, params).await.map_err(engine)?;
        let rows = result.collect().await.map_err(engine)?;
        Ok(rows
            .into_iter()
            .map(|row| {
                Row(row
                    .values
                    .into_iter()
                    .map(|value| match value {
                        sqlite::Value::Null => Value::Null,
                        sqlite::Value::Integer(number) => Value::Integer(number),
                        sqlite::Value::Real(number) => Value::Real(number),
                        sqlite::Value::Text(text) => Value::Text(text),
                        sqlite::Value::Blob(bytes) => Value::Blob(bytes),
                    })
                    .collect())
            })
            .collect())
    }
}

/// A key-value store the manifest grants by name, unless `database_url` names a database.
pub struct SpinBlobs(pub &'static str);

fn store_failed(error: key_value::Error) -> DbError {
    DbError::engine(format!("key-value store: {error}"))
}

impl SpinBlobs {
    async fn open(&self) -> Result<key_value::Store, DbError> {
        key_value::Store::open(self.0).await.map_err(store_failed)
    }
}

#[async_trait]
impl Blobs for SpinBlobs {
    async fn get(&self, key: &str) -> Result<Option<Vec<u8>>, DbError> {
        match elsewhere().await {
            Some(database) => TableBlobs(database).get(key).await,
            None => self.open().await?.get(key).await.map_err(store_failed),
        }
    }

    async fn set(&self, key: &str, value: &[u8]) -> Result<(), DbError> {
        match elsewhere().await {
            Some(database) => TableBlobs(database).set(key, value).await,
            None => self.open().await?.set(key, value).await.map_err(store_failed),
        }
    }

    async fn exists(&self, key: &str) -> Result<bool, DbError> {
        match elsewhere().await {
            Some(database) => TableBlobs(database).exists(key).await,
            None => self.open().await?.exists(key).await.map_err(store_failed),
        }
    }

    async fn keys(&self) -> Result<Vec<String>, DbError> {
        match elsewhere().await {
            Some(database) => TableBlobs(database).keys().await,
            None => self.open().await?.get_keys().await.collect().await.map_err(store_failed),
        }
    }
}

/// The way out through Spin, as far as the manifest lets any request out; an answer that takes longer is none.
pub struct Network(pub Duration);

#[async_trait]
impl Outbound for Network {
    async fn send(&self, request: http::Request<Vec<u8>>) -> Result<Reply, String> {
        let request = request.map(|body| Full::new(Bytes::from(body)));
        let asked = async {
            let response = spin_sdk::http::send(request).await.map_err(|error| format!("{error:?}"))?;
            let (parts, body) = response.into_parts();
            let body = Limited::new(body, MAX_REPLY).collect().await.map_err(|error| error.to_string())?;
            Ok(Reply { status: parts.status.as_u16(), body: body.to_bytes().to_vec() })
        };
        match select(pin!(asked), pin!(spin_sdk::time::sleep(self.0))).await {
            Either::Left((answer, _)) => answer,
            Either::Right(_) => Err(format!("no answer within {} s", self.0.as_secs())),
        }
    }
}

/// The line to the nation, as the component's variables describe it; nothing where none is named.
///
/// # Errors
/// What is wrong with the variables.
pub async fn link(patience: Duration) -> Result<Option<Link>, String> {
    let variable = async |name: &str| variables::get(name).await.unwrap_or_default();
    let url = variable("federation_url").await;
    let (token, key) = (variable("federation_token").await, variable("federation_key").await);
    Link::from_variables(&url, &token, &key, Arc::new(Network(patience)))
}
