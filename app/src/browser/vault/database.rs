//! IndexedDB as the vault needs it: rooms of values by key, read one by one, written together or not at all.
//!
//! Must not know what the values are.

use super::error::VaultError;
use crate::browser::js;
use js_sys::{Array, Function, Promise, Reflect};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbOpenDbRequest, IdbRequest, IdbTransaction};

/// Name of the database; the worker empties the kit in it (`functions/site/src/worker.js`).
const NAME: &str = "ins-hien-truong";
const VERSION: u32 = 1;

/// The room of what is not sealed: the vault's own record, the key of this device, wrong PINs so far.
pub const FRONT: &str = "front";

/// An open connection; dropped, it closes.
pub struct Database {
    inner: IdbDatabase,
    /// Lets another tab remove the database.
    _gives_way: Closure<dyn FnMut()>,
}

impl Drop for Database {
    fn drop(&mut self) {
        self.inner.set_onversionchange(None);
        self.inner.close();
    }
}

/// One change of a room.
pub enum Change {
    /// In place of what is there.
    Put(JsValue),
    /// Refused where something is there.
    Add(JsValue),
    Remove,
    /// Everything in the room goes; the key does not matter.
    Clear,
}

/// A change, with its room and key.
pub struct Step {
    pub room: &'static str,
    pub key: String,
    pub change: Change,
}

impl Step {
    pub fn new(room: &'static str, key: &str, change: Change) -> Self {
        Self { room, key: key.to_owned(), change }
    }
}

impl Database {
    /// Opens the database if the device has it, and makes it where these rooms are given.
    pub async fn open(make: Option<&'static [&'static str]>) -> Result<Option<Self>, VaultError> {
        let factory: IdbFactory = js::of_window("indexedDB").ok_or(VaultError::NoBrowser)?;
        let request = factory.open_with_u32(NAME, VERSION).map_err(|error| VaultError::of(&error))?;
        let asked = request.clone();
        // Called for a database that is not there yet.
        let upgrade = Closure::<dyn FnMut()>::new(move || {
            let made = make.and_then(|rooms| build(&asked, rooms));
            if made.is_none()
                && let Some(transaction) = asked.transaction()
            {
                // Then opening fails, and nothing was made.
                let _ = transaction.abort();
            }
        });
        request.set_onupgradeneeded(Some(upgrade.as_ref().unchecked_ref()));
        let opened = done(&request).await;
        request.set_onupgradeneeded(None);
        let inner: IdbDatabase = match opened {
            Ok(database) => database.unchecked_into(),
            Err(error) if js::error_name(&error) == "AbortError" && make.is_none() => return Ok(None),
            Err(error) => return Err(VaultError::of(&error)),
        };
        let closing = inner.clone();
        let gives_way = Closure::<dyn FnMut()>::new(move || closing.close());
        inner.set_onversionchange(Some(gives_way.as_ref().unchecked_ref()));
        Ok(Some(Self { inner, _gives_way: gives_way }))
    }

    /// Removes the whole database; other tabs let go of it.
    pub async fn remove() -> Result<(), VaultError> {
        let factory: IdbFactory = js::of_window("indexedDB").ok_or(VaultError::NoBrowser)?;
        let request = factory.delete_database(NAME).map_err(|error| VaultError::of(&error))?;
        done(&request).await.map(drop).map_err(|error| VaultError::of(&error))
    }

    /// The value at a key.
    pub async fn get(&self, room: &'static str, key: &str) -> Result<Option<JsValue>, VaultError> {
        let transaction = self.transaction(&[room], false)?;
        let request = store(&transaction, room)?.get(&key.into());
        let value =
            done(&request.map_err(|error| VaultError::of(&error))?).await.map_err(|error| VaultError::of(&error))?;
        Ok((!value.is_undefined()).then_some(value))
    }

    /// The keys of a room, sorted.
    pub async fn keys(&self, room: &'static str) -> Result<Vec<String>, VaultError> {
        let transaction = self.transaction(&[room], false)?;
        let request = store(&transaction, room)?.get_all_keys();
        let keys =
            done(&request.map_err(|error| VaultError::of(&error))?).await.map_err(|error| VaultError::of(&error))?;
        Ok(Array::from(&keys).iter().filter_map(|key| key.as_string()).collect())
    }

    /// All changes in one transaction: every one of them is kept, or none.
    pub async fn write(&self, steps: Vec<Step>) -> Result<(), VaultError> {
        let mut rooms: Vec<&str> = steps.iter().map(|step| step.room).collect();
        rooms.sort_unstable();
        rooms.dedup();
        if rooms.is_empty() {
            return Ok(());
        }
        let transaction = self.transaction(&rooms, true)?;
        let ended = Ending::of(&transaction);
        for step in &steps {
            let asked = store(&transaction, step.room).and_then(|store| {
                let key = step.key.as_str().into();
                let request = match &step.change {
                    Change::Put(value) => store.put_with_key(value, &key),
                    Change::Add(value) => store.add_with_key(value, &key),
                    Change::Remove => store.delete(&key),
                    Change::Clear => store.clear(),
                };
                request.map(drop).map_err(|error| VaultError::of(&error))
            });
            if let Err(error) = asked {
                // What was asked before this one goes too.
                let _ = transaction.abort();
                return Err(error);
            }
        }
        ended.wait(&transaction).await
    }

    /// Reads a value and writes what comes of it in one transaction, so that two tabs do not count from the same number.
    pub async fn change<T>(
        &self,
        room: &'static str,
        key: &str,
        with: impl FnOnce(Option<JsValue>) -> (Option<JsValue>, T),
    ) -> Result<T, VaultError> {
        let transaction = self.transaction(&[room], true)?;
        let ended = Ending::of(&transaction);
        let store = store(&transaction, room)?;
        let request = store.get(&key.into()).map_err(|error| VaultError::of(&error))?;
        let found = done(&request).await.map_err(|error| VaultError::of(&error))?;
        let (next, answer) = with((!found.is_undefined()).then_some(found));
        match next {
            Some(value) => store.put_with_key(&value, &key.into()).map(drop),
            None => store.delete(&key.into()).map(drop),
        }
        .map_err(|error| VaultError::of(&error))?;
        ended.wait(&transaction).await?;
        Ok(answer)
    }

    /// `strict`: what is said to be written is on the disk, also when the power goes.
    fn transaction(&self, rooms: &[&str], writes: bool) -> Result<IdbTransaction, VaultError> {
        let open = || {
            let method: Function = Reflect::get(&self.inner, &"transaction".into())?.dyn_into()?;
            if writes {
                let options = js::object(&[("durability", &"strict".into())]);
                method.call3(&self.inner, &js::words(rooms), &"readwrite".into(), &options)
            } else {
                method.call2(&self.inner, &js::words(rooms), &"readonly".into())
            }
        };
        open().map(JsCast::unchecked_into).map_err(|error| VaultError::of(&error))
    }
}

fn build(request: &IdbOpenDbRequest, rooms: &[&str]) -> Option<()> {
    let database: IdbDatabase = request.result().ok()?.unchecked_into();
    for room in rooms.iter().copied().chain([FRONT]) {
        database.create_object_store(room).ok()?;
    }
    Some(())
}

fn store(transaction: &IdbTransaction, room: &str) -> Result<IdbObjectStore, VaultError> {
    transaction.object_store(room).map_err(|error| VaultError::of(&error))
}

/// Waits for a request; its promise is kept by the browser's own functions, so nothing of ours is called after its end.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let ended = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    match JsFuture::from(ended).await {
        Ok(_) => request.result(),
        Err(_) => Err(request.error().ok().flatten().map_or(JsValue::NULL, Into::into)),
    }
}

/// The end of a transaction, heard from its beginning.
struct Ending(JsFuture);

impl Ending {
    fn of(transaction: &IdbTransaction) -> Self {
        let ended = Promise::new(&mut |resolve, reject| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        });
        Self(JsFuture::from(ended))
    }

    async fn wait(self, transaction: &IdbTransaction) -> Result<(), VaultError> {
        match self.0.await {
            Ok(_) => Ok(()),
            // Without a reason the browser is ending the page.
            Err(_) => Err(transaction.error().map_or(VaultError::Closed, |error| VaultError::of(&error))),
        }
    }
}
