//! `spin:key-value@3` on an SQLite file.

use super::bindings::spin::key_value::key_value::{Error, Host, HostStore, HostStoreWithStore, Store as StoreMarker};
use super::instance::State;
use rusqlite::OptionalExtension;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};
use wasmtime::component::{Accessor, FutureReader, HasData, Resource, ResourceTable, StreamReader};

/// One store; a single connection, since values are small and calls are short.
pub struct KeyValue {
    connection: Mutex<rusqlite::Connection>,
    name: String,
}

impl KeyValue {
    /// Opens the file and its table.
    ///
    /// # Errors
    /// The engine's own.
    pub fn open(path: &Path, name: &str) -> rusqlite::Result<Arc<Self>> {
        let connection = rusqlite::Connection::open(path)?;
        connection.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;
             CREATE TABLE IF NOT EXISTS spin_key_value (
               store TEXT NOT NULL, key TEXT NOT NULL, value BLOB NOT NULL, PRIMARY KEY (store, key))",
        )?;
        Ok(Arc::new(Self { connection: Mutex::new(connection), name: name.to_owned() }))
    }

    fn with<T>(&self, run: impl FnOnce(&rusqlite::Connection, &str) -> rusqlite::Result<T>) -> Result<T, Error> {
        let connection = self.connection.lock().unwrap_or_else(PoisonError::into_inner);
        tokio::task::block_in_place(|| run(&connection, &self.name)).map_err(|error| Error::Other(error.to_string()))
    }

    fn get(&self, key: &str) -> Result<Option<Vec<u8>>, Error> {
        self.with(|connection, store| {
            connection
                .prepare_cached("SELECT value FROM spin_key_value WHERE store = ?1 AND key = ?2")?
                .query_row((store, key), |row| row.get(0))
                .optional()
        })
    }

    fn set(&self, key: &str, value: &[u8]) -> Result<(), Error> {
        self.with(|connection, store| {
            connection
                .prepare_cached(
                    "INSERT INTO spin_key_value (store, key, value) VALUES (?1, ?2, ?3)
                     ON CONFLICT (store, key) DO UPDATE SET value = excluded.value",
                )?
                .execute((store, key, value))
                .map(drop)
        })
    }

    fn delete(&self, key: &str) -> Result<(), Error> {
        self.with(|connection, store| {
            connection
                .prepare_cached("DELETE FROM spin_key_value WHERE store = ?1 AND key = ?2")?
                .execute((store, key))
                .map(drop)
        })
    }

    fn keys(&self) -> Result<Vec<String>, Error> {
        self.with(|connection, store| {
            let mut statement = connection.prepare_cached("SELECT key FROM spin_key_value WHERE store = ?1")?;
            let keys = statement.query_map([store], |row| row.get(0))?;
            keys.collect()
        })
    }
}

/// What one component may open.
#[derive(Clone, Default)]
pub struct Grants {
    pub allowed: BTreeSet<String>,
    pub stores: Arc<BTreeMap<String, Arc<KeyValue>>>,
}

/// What a guest holds.
pub struct Handle(Arc<KeyValue>);

/// View of the state that this interface works on.
pub struct View<'a> {
    pub table: &'a mut ResourceTable,
    pub grants: &'a Grants,
}

/// Gives [`View`] to the generated code.
pub struct Stores;

impl HasData for Stores {
    type Data<'a> = View<'a>;
}

impl Host for View<'_> {}

impl HostStore for View<'_> {
    async fn drop(&mut self, store: Resource<StoreMarker>) -> wasmtime::Result<()> {
        self.table.delete(store)?;
        Ok(())
    }
}

fn find(accessor: &Accessor<State, Stores>, store: &Resource<StoreMarker>) -> wasmtime::Result<Arc<KeyValue>> {
    accessor.with(|mut access| Ok(access.get().table.get(store)?.0.clone()))
}

impl HostStoreWithStore<State> for Stores {
    async fn open(
        accessor: &Accessor<State, Self>,
        label: String,
    ) -> wasmtime::Result<Result<Resource<StoreMarker>, Error>> {
        accessor.with(|mut access| {
            let view = access.get();
            if !view.grants.allowed.contains(&label) {
                return Ok(Err(Error::AccessDenied));
            }
            match view.grants.stores.get(&label) {
                Some(store) => Ok(view.table.push(Handle(store.clone())).map_err(|_| Error::StoreTableFull)),
                None => Ok(Err(Error::NoSuchStore)),
            }
        })
    }

    async fn get(
        accessor: &Accessor<State, Self>,
        store: Resource<StoreMarker>,
        key: String,
    ) -> wasmtime::Result<Result<Option<Vec<u8>>, Error>> {
        Ok(find(accessor, &store)?.get(&key))
    }

    async fn set(
        accessor: &Accessor<State, Self>,
        store: Resource<StoreMarker>,
        key: String,
        value: Vec<u8>,
    ) -> wasmtime::Result<Result<(), Error>> {
        Ok(find(accessor, &store)?.set(&key, &value))
    }

    async fn delete(
        accessor: &Accessor<State, Self>,
        store: Resource<StoreMarker>,
        key: String,
    ) -> wasmtime::Result<Result<(), Error>> {
        Ok(find(accessor, &store)?.delete(&key))
    }

    async fn exists(
        accessor: &Accessor<State, Self>,
        store: Resource<StoreMarker>,
        key: String,
    ) -> wasmtime::Result<Result<bool, Error>> {
        Ok(find(accessor, &store)?.get(&key).map(|value| value.is_some()))
    }

    async fn get_keys(
        accessor: &Accessor<State, Self>,
        store: Resource<StoreMarker>,
    ) -> wasmtime::Result<(StreamReader<String>, FutureReader<Result<(), Error>>)> {
        let (keys, end) = match find(accessor, &store)?.keys() {
            Ok(keys) => (keys, Ok(())),
            Err(error) => (Vec::new(), Err(error)),
        };
        accessor.with(|mut access| {
            let keys = StreamReader::new(&mut access, keys)?;
            let end = FutureReader::new(&mut access, async move { wasmtime::error::Ok(end) })?;
            Ok((keys, end))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(flavor = "multi_thread")]
    async fn values_stay_over_a_restart_and_stores_apart() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("kv.db");
        let open = |name| KeyValue::open(&path, name).expect("a store");
        open("default").set("a", b"1").expect("set");
        let store = open("default");
        store.set("a", &[0, 255]).expect("set again");
        store.set("b", b"").expect("set");
        assert_eq!(store.get("a").ok(), Some(Some(vec![0, 255])));
        assert_eq!(store.get("b").ok(), Some(Some(Vec::new())), "an empty value is a value");
        assert_eq!(store.keys().ok(), Some(vec!["a".to_owned(), "b".to_owned()]));
        assert_eq!(open("other").get("a").ok(), Some(None));
        store.delete("a").expect("delete");
        store.delete("unknown").expect("deleting what is not there is no error");
        assert_eq!(store.keys().ok(), Some(vec!["b".to_owned()]));
    }
}
