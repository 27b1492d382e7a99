//! The vault: what an officer takes along and what he writes without a network, sealed on his device and opened by his PIN.
//!
//! Every record is sealed (AES-GCM) with one random key. That key is kept wrapped twice: by a key from the PIN, and by a key of this
//! device that does not leave the browser. A record is sealed together with its room and its key, so none can stand in for another.
//! Must not know what a record says, nor the server.

mod backup;
mod cipher;
mod database;
mod error;
mod lock;

pub use backup::Restored;
pub use error::VaultError;

use super::js;
use crate::vault_rules::{NONCE, is_key};
use cipher::Unopened;
use database::{Change, Database, Step};
use jiff::Timestamp;
use js_sys::{Reflect, Uint8Array};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

/// Where a record is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Room {
    /// What was taken along, and can be fetched again.
    Kit,
    /// What waits to be sent.
    Outbox,
    /// What is being written.
    Drafts,
    /// Photos that were taken.
    Photos,
    /// What the application remembers of itself.
    Meta,
}

impl Room {
    /// Their names in the database.
    const NAMES: [&'static str; 5] = ["kit", "outbox", "drafts", "photos", "meta"];

    const fn name(self) -> &'static str {
        match self {
            Self::Kit => "kit",
            Self::Outbox => "outbox",
            Self::Drafts => "drafts",
            Self::Photos => "photos",
            Self::Meta => "meta",
        }
    }

    /// What an officer calls it, inside a sentence.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Kit => "hành trang mang theo",
            Self::Outbox => "hộp chờ gửi",
            Self::Drafts => "bản nháp",
            Self::Photos => "ảnh hiện trường",
            Self::Meta => "phần ghi nhớ của ứng dụng",
        }
    }
}

/// What is on this device, as far as it can be known without a PIN.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Standing {
    /// No vault.
    None,
    /// A vault of that account, made then; so long until a PIN may be tried.
    Locked { owner: String, made_at: Timestamp, wait_seconds: u32 },
    /// The vault is open in this page ([`current`]).
    Open,
}

/// One change, to be made together with others ([`Vault::put_all`]).
pub enum Write {
    /// In place of what is there.
    Put {
        room: Room,
        key: String,
        plain: Vec<u8>,
    },
    Remove {
        room: Room,
        key: String,
    },
}

impl Write {
    /// A value, as JSON.
    ///
    /// # Errors
    /// A value that is none in JSON, for example a map with keys that are no text.
    pub fn json<T: Serialize>(room: Room, key: &str, value: &T) -> Result<Self, VaultError> {
        let plain = serde_json::to_vec(value).map_err(|error| VaultError::Failed(error.to_string()))?;
        Ok(Self::Put { room, key: key.to_owned(), plain })
    }

    /// Bytes as they are.
    pub fn bytes(room: Room, key: &str, plain: Vec<u8>) -> Self {
        Self::Put { room, key: key.to_owned(), plain }
    }

    /// Takes a record away.
    pub fn remove(room: Room, key: &str) -> Self {
        Self::Remove { room, key: key.to_owned() }
    }
}

/// An open vault.
#[derive(Clone)]
pub struct Vault(Rc<Inner>);

struct Inner {
    database: Database,
    key: CryptoKey,
    owner: String,
    made_at: Timestamp,
}

thread_local! {
    static CURRENT: RefCell<Option<Vault>> = const { RefCell::new(None) };
}

/// The vault that is open in this page.
pub fn current() -> Option<Vault> {
    CURRENT.with_borrow(Clone::clone)
}

/// Closes the vault of this page: the PIN is asked again. Who still holds a [`Vault`] must let go of it.
pub fn lock() {
    CURRENT.take();
}

fn keep(vault: &Vault) {
    CURRENT.set(Some(vault.clone()));
}

/// What is on this device.
///
/// # Errors
/// [`VaultError::NoBrowser`], or what the browser says of its storage.
pub async fn standing() -> Result<Standing, VaultError> {
    if current().is_some() {
        return Ok(Standing::Open);
    }
    cipher::subtle()?;
    let Some(database) = Database::open(None).await? else { return Ok(Standing::None) };
    let Some(record) = lock::record(&database).await? else { return Ok(Standing::None) };
    let wait_seconds = lock::failures(&database).await?.wait_seconds();
    Ok(Standing::Locked { made_at: record.made_at(), owner: record.owner, wait_seconds })
}

/// Makes the vault of an account on this device and opens it.
///
/// # Errors
/// [`VaultError::Pin`] for a PIN that is easy to guess, [`VaultError::Exists`] where there is a vault.
pub async fn create(owner: &str, pin: &str) -> Result<Vault, VaultError> {
    crate::vault_rules::check_pin(pin).map_err(VaultError::Pin)?;
    let database = Database::open(Some(&Room::NAMES)).await?.ok_or(VaultError::NoBrowser)?;
    let (key, made_at) = lock::make(&database, owner, pin).await?;
    let vault = Vault(Rc::new(Inner { database, key, owner: owner.to_owned(), made_at }));
    keep(&vault);
    Ok(vault)
}

/// Opens the vault of this device.
///
/// # Errors
/// [`VaultError::WrongPin`] and [`VaultError::Wait`] with the seconds until the next try; [`VaultError::Broken`] where no PIN would open it.
pub async fn unlock(pin: &str) -> Result<Vault, VaultError> {
    cipher::subtle()?;
    let database = Database::open(None).await?.ok_or(VaultError::None)?;
    let record = lock::record(&database).await?.ok_or(VaultError::None)?;
    let key = lock::open(&database, &record, pin, false).await?;
    let vault = Vault(Rc::new(Inner { database, key, made_at: record.made_at(), owner: record.owner }));
    keep(&vault);
    Ok(vault)
}

/// When somebody signs out: what was taken along goes, what he did not send stays sealed. Does nothing where there is no vault.
///
/// # Errors
/// What the browser says of its storage.
pub async fn purge_kit_without_pin() -> Result<(), VaultError> {
    lock();
    let Some(database) = Database::open(None).await? else { return Ok(()) };
    database.write(vec![Step::new(Room::Kit.name(), "", Change::Clear)]).await
}

/// Removes the vault with everything in it, also what was not sent. Nothing asks again.
///
/// # Errors
/// What the browser says of its storage.
pub async fn destroy() -> Result<(), VaultError> {
    lock();
    Database::remove().await
}

/// What was sealed together with a record.
fn along(room: Room, key: &str) -> Vec<u8> {
    format!("{}/{key}", room.name()).into_bytes()
}

impl Vault {
    /// The account it belongs to.
    pub fn owner(&self) -> &str {
        &self.0.owner
    }

    /// When it was made on this device.
    pub fn made_at(&self) -> Timestamp {
        self.0.made_at
    }

    /// The value at a key.
    ///
    /// # Errors
    /// [`VaultError::Tampered`] and [`VaultError::Unreadable`] of that record alone.
    pub async fn get<T: DeserializeOwned>(&self, room: Room, key: &str) -> Result<Option<T>, VaultError> {
        let Some(plain) = self.bytes(room, key).await? else { return Ok(None) };
        serde_json::from_slice(&plain).map(Some).map_err(|_| VaultError::Unreadable(room))
    }

    /// All values of a room with their keys, sorted by key; each alone is opened or says why not.
    ///
    /// # Errors
    /// Of the storage as a whole.
    pub async fn all<T: DeserializeOwned>(
        &self,
        room: Room,
    ) -> Result<Vec<(String, Result<T, VaultError>)>, VaultError> {
        let mut all = Vec::new();
        for key in self.keys(room).await? {
            match self.get(room, &key).await {
                Ok(Some(value)) => all.push((key, Ok(value))),
                // Taken away meanwhile, in another tab.
                Ok(None) => {}
                Err(error @ (VaultError::Tampered(_) | VaultError::Unreadable(_))) => all.push((key, Err(error))),
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    /// Keeps a value in place of what is there.
    ///
    /// # Errors
    /// [`VaultError::Full`]: what was there stays.
    pub async fn put<T: Serialize>(&self, room: Room, key: &str, value: &T) -> Result<(), VaultError> {
        self.put_all(vec![Write::json(room, key, value)?]).await
    }

    /// Several changes over several rooms in one transaction: all of them are kept, or none. They are sealed first, so the transaction waits
    /// for nothing.
    ///
    /// # Errors
    /// [`VaultError::Full`], [`VaultError::Key`]: everything is as it was.
    pub async fn put_all(&self, writes: Vec<Write>) -> Result<(), VaultError> {
        let mut steps = Vec::with_capacity(writes.len());
        for write in writes {
            steps.push(match write {
                Write::Put { room, key, plain } => {
                    Step::new(room.name(), &key, Change::Put(self.sealed(room, &key, &plain).await?))
                }
                Write::Remove { room, key } => Step::new(room.name(), &key, Change::Remove),
            });
        }
        self.0.database.write(steps).await
    }

    /// The bytes at a key.
    ///
    /// # Errors
    /// [`VaultError::Tampered`] of that record alone.
    pub async fn bytes(&self, room: Room, key: &str) -> Result<Option<Vec<u8>>, VaultError> {
        let Some(value) = self.0.database.get(room.name(), key).await? else { return Ok(None) };
        if !value.is_instance_of::<Uint8Array>() {
            return Err(VaultError::Tampered(room));
        }
        let value = js::bytes(&value);
        let Some((nonce, sealed)) = value.split_first_chunk::<NONCE>() else { return Err(VaultError::Tampered(room)) };
        match cipher::open(sealed, &self.0.key, nonce, &along(room, key)).await? {
            Ok(plain) => Ok(Some(plain)),
            Err(Unopened) => Err(VaultError::Tampered(room)),
        }
    }

    /// Keeps bytes in place of what is there.
    ///
    /// # Errors
    /// As [`Vault::put`].
    pub async fn put_bytes(&self, room: Room, key: &str, plain: Vec<u8>) -> Result<(), VaultError> {
        self.put_all(vec![Write::bytes(room, key, plain)]).await
    }

    /// Takes a record away; nothing happens where there is none.
    ///
    /// # Errors
    /// What the browser says of its storage.
    pub async fn remove(&self, room: Room, key: &str) -> Result<(), VaultError> {
        self.put_all(vec![Write::remove(room, key)]).await
    }

    /// The keys of a room, sorted.
    ///
    /// # Errors
    /// What the browser says of its storage.
    pub async fn keys(&self, room: Room) -> Result<Vec<String>, VaultError> {
        self.0.database.keys(room.name()).await
    }

    /// Takes away what can be fetched again; never what was written here.
    ///
    /// # Errors
    /// What the browser says of its storage.
    pub async fn empty_kit(&self) -> Result<(), VaultError> {
        self.0.database.write(vec![Step::new(Room::Kit.name(), "", Change::Clear)]).await
    }

    /// Another PIN from now on; the old one is asked once more. Nothing is sealed anew but the key.
    ///
    /// # Errors
    /// As [`unlock`] for the old one, [`VaultError::Pin`] for the new one.
    pub async fn change_pin(&self, old: &str, new: &str) -> Result<(), VaultError> {
        crate::vault_rules::check_pin(new).map_err(VaultError::Pin)?;
        let database = &self.0.database;
        let record = lock::record(database).await?.ok_or(VaultError::Broken)?;
        let key = lock::open(database, &record, old, true).await?;
        lock::rewrap(database, &record, &key, new).await
    }

    /// Bytes that this site has taken on the device, and may take, as the browser estimates it; nothing where it does not say.
    pub async fn size(&self) -> Option<(u64, u64)> {
        let estimate = js::later(storage("estimate")).await.ok()?;
        let number =
            |name| js::property_of(&estimate, name).and_then(|number| number.as_f64()).map(|number| number as u64);
        Some((number("usage")?, number("quota")?))
    }

    /// Seals everything that was written here and not sent, with the photos, as one file that opens on another device by the PIN alone.
    ///
    /// # Errors
    /// As [`unlock`] for the PIN, which is asked so that nobody seals a file with a mistyped one; [`VaultError::Tampered`].
    pub async fn seal_backup(&self, pin: &str) -> Result<Vec<u8>, VaultError> {
        let record = lock::record(&self.0.database).await?.ok_or(VaultError::Broken)?;
        lock::open(&self.0.database, &record, pin, false).await?;
        backup::seal(self, pin).await
    }

    /// Adds the records of a backup that are not here; what is here stays as it is. `pin` is the one the file was sealed with.
    ///
    /// # Errors
    /// [`VaultError::NoBackup`], [`VaultError::Cut`], [`VaultError::WrongPin`] (with nothing to wait for), [`VaultError::OtherOwner`]: nothing was added.
    pub async fn open_backup(&self, file: &[u8], pin: &str) -> Result<Restored, VaultError> {
        backup::open(self, file, pin).await
    }

    /// A record as it is kept: nonce, then what is sealed.
    async fn sealed(&self, room: Room, key: &str, plain: &[u8]) -> Result<JsValue, VaultError> {
        if !is_key(key) {
            return Err(VaultError::Key);
        }
        let nonce = cipher::random::<NONCE>()?;
        let mut value = nonce.to_vec();
        value.extend(cipher::seal(plain, &self.0.key, &nonce, &along(room, key)).await?);
        Ok(Uint8Array::from(value.as_slice()).into())
    }
}

/// Asks the browser to keep what is stored here also when the device runs out of room, and through long disuse; whether it will.
pub async fn persist() -> bool {
    js::later(storage("persist")).await.is_ok_and(|kept| kept.is_truthy())
}

/// A call of `navigator.storage`, which not every browser has.
fn storage(method: &str) -> Result<js_sys::Promise, JsValue> {
    let storage = js::of_window::<JsValue>("navigator").and_then(|navigator| js::property_of(&navigator, "storage"));
    let storage = storage.ok_or(JsValue::NULL)?;
    let method: js_sys::Function = Reflect::get(&storage, &method.into())?.dyn_into()?;
    method.call0(&storage)?.dyn_into()
}
