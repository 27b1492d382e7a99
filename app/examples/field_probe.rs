//! What the field application stands on, as a module of its own that a test calls in a real browser (`tests/browser/vault.test.mjs`).
//!
//! Each call answers what it found, or throws the error as it is written in the code. Nothing of this is in what is shipped.

use app::browser::files::{self, Chosen};
use app::browser::vault::{self, Room, Standing, Vault, VaultError, Write};
use app::browser::{net, photo, place, signature};
use std::cell::RefCell;
use std::fmt::Debug;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

type Answer<T> = Result<T, JsValue>;

thread_local! {
    static CHOSEN: RefCell<Vec<Chosen>> = const { RefCell::new(Vec::new()) };
    static PAD: RefCell<Option<signature::Pad>> = const { RefCell::new(None) };
}

fn thrown(error: impl Debug) -> JsValue {
    format!("{error:?}").into()
}

fn open() -> Answer<Vault> {
    vault::current().ok_or_else(|| thrown("closed"))
}

fn room(name: &str) -> Answer<Room> {
    let rooms = [Room::Kit, Room::Outbox, Room::Drafts, Room::Photos, Room::Meta];
    rooms.into_iter().find(|room| format!("{room:?}").eq_ignore_ascii_case(name)).ok_or_else(|| thrown(name))
}

#[wasm_bindgen]
pub async fn standing() -> Answer<String> {
    Ok(match vault::standing().await.map_err(thrown)? {
        Standing::None => "none".to_owned(),
        Standing::Locked { owner, wait_seconds, .. } => format!("locked {owner} {wait_seconds}"),
        Standing::Open => "open".to_owned(),
    })
}

#[wasm_bindgen]
pub async fn create(owner: String, pin: String) -> Answer<()> {
    vault::create(&owner, &pin).await.map(drop).map_err(thrown)
}

#[wasm_bindgen]
pub async fn unlock(pin: String) -> Answer<()> {
    vault::unlock(&pin).await.map(drop).map_err(thrown)
}

#[wasm_bindgen]
pub fn lock() {
    vault::lock();
}

#[wasm_bindgen]
pub async fn change_pin(old: String, new: String) -> Answer<()> {
    open()?.change_pin(&old, &new).await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn put(name: String, key: String, value: String) -> Answer<()> {
    open()?.put(room(&name)?, &key, &value).await.map_err(thrown)
}

/// Two records of two rooms in one transaction, the second `bytes` long, and a third one taken away.
#[wasm_bindgen]
pub async fn put_two(first: String, second: String, bytes: u32, removed: String) -> Answer<()> {
    let writes = vec![
        Write::json(Room::Outbox, &first, &"first").map_err(thrown)?,
        Write::bytes(Room::Photos, &second, vec![7; bytes as usize]),
        Write::remove(Room::Drafts, &removed),
    ];
    open()?.put_all(writes).await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn get(name: String, key: String) -> Answer<Option<String>> {
    open()?.get(room(&name)?, &key).await.map_err(thrown)
}

/// `key=value` of a whole room; `key!error` where one does not open.
#[wasm_bindgen]
pub async fn all(name: String) -> Answer<Vec<String>> {
    let all = open()?.all::<String>(room(&name)?).await.map_err(thrown)?;
    let line = |(key, value): (String, Result<String, VaultError>)| match value {
        Ok(value) => format!("{key}={value}"),
        Err(error) => format!("{key}!{error:?}"),
    };
    Ok(all.into_iter().map(line).collect())
}

#[wasm_bindgen]
pub async fn keys(name: String) -> Answer<Vec<String>> {
    open()?.keys(room(&name)?).await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn bytes(name: String, key: String) -> Answer<Option<Vec<u8>>> {
    open()?.bytes(room(&name)?, &key).await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn remove(name: String, key: String) -> Answer<()> {
    open()?.remove(room(&name)?, &key).await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn empty_kit() -> Answer<()> {
    open()?.empty_kit().await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn purge() -> Answer<()> {
    vault::purge_kit_without_pin().await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn destroy() -> Answer<()> {
    vault::destroy().await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn size() -> Answer<Vec<f64>> {
    Ok(open()?.size().await.map(|(used, quota)| vec![used as f64, quota as f64]).unwrap_or_default())
}

#[wasm_bindgen]
pub async fn backup(pin: String) -> Answer<Vec<u8>> {
    open()?.seal_backup(&pin).await.map_err(thrown)
}

#[wasm_bindgen]
pub async fn restore(file: Vec<u8>, pin: String) -> Answer<String> {
    open()?.open_backup(&file, &pin).await.map(|restored| format!("{restored:?}")).map_err(thrown)
}

/// Heard by a field of files; how many are chosen.
#[wasm_bindgen]
pub fn choose(event: leptos::ev::Event) -> usize {
    let chosen = files::chosen(&event);
    CHOSEN.replace(chosen);
    CHOSEN.with_borrow(Vec::len)
}

/// Makes the chosen file into a photo; answers its JPEG. What else is said of it stands in the vault, in the room of what is remembered.
#[wasm_bindgen]
pub async fn take_photo(words: String) -> Answer<Vec<u8>> {
    let file = CHOSEN.with_borrow(|chosen| chosen.first().cloned()).ok_or_else(|| thrown("nothing is chosen"))?;
    let stamp = photo::Stamp { at: app::browser::now(), place: words, position: None };
    let photo = photo::take(&file, &stamp).await.map_err(thrown)?;
    let said = format!("{}x{} {} {}", photo.width, photo.height, photo.sha256, photo.original);
    open()?.put(Room::Meta, "photo", &said).await.map_err(thrown)?;
    Ok(photo.bytes)
}

#[wasm_bindgen]
pub async fn here() -> Answer<String> {
    place::here().await.map(|position| position.words()).map_err(thrown)
}

#[wasm_bindgen]
pub fn sign_on(id: String) -> bool {
    PAD.replace(signature::Pad::of(&id));
    PAD.with_borrow(Option::is_some)
}

#[wasm_bindgen]
pub async fn signed() -> Option<Vec<u8>> {
    PAD.with_borrow(Clone::clone)?.png().await
}

#[wasm_bindgen]
pub fn clear() {
    if let Some(pad) = PAD.with_borrow(Clone::clone) {
        pad.clear();
    }
}

#[wasm_bindgen]
pub async fn post(address: String, value: String, limit: u32) -> Answer<String> {
    net::post(&address, &value, limit).await.map_err(thrown)
}

#[wasm_bindgen]
pub fn new_id() -> Option<String> {
    app::browser::new_id().map(|id| id.to_string())
}
