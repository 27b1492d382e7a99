//! The vault's own record, which is not sealed: whose it is, and its key, wrapped by the PIN and by this device.
//!
//! A wrong PIN is counted before it is tried: a tab that is closed meanwhile saves nobody the wait.

use super::cipher::{self, Unopened, Use};
use super::database::{Change, Database, FRONT, Step};
use super::error::VaultError;
use crate::browser::js;
use crate::vault_rules::{Failures, ITERATIONS, NONCE, PIN_DIGITS, PinProblem, SALT};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::CryptoKey;

const RECORD: &str = "record";
const DEVICE: &str = "device";
const FAILURES: &str = "failures";

/// How the key of the vault is wrapped.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Record {
    /// The account, as it signs in.
    pub owner: String,
    /// When the vault was made, in milliseconds since 1970 by the device's clock.
    made_at: i64,
    salt: [u8; SALT],
    iterations: u32,
    /// Of the wrapping by the PIN.
    inner: [u8; NONCE],
    /// Of the wrapping by the device, around it.
    outer: [u8; NONCE],
    wrapped: Vec<u8>,
}

impl Record {
    pub fn made_at(&self) -> Timestamp {
        Timestamp::from_millisecond(self.made_at).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// What the device's wrapping holds to: a record under another name does not open.
    fn along(owner: &str, made_at: i64) -> Vec<u8> {
        format!("front/{made_at}/{owner}").into_bytes()
    }
}

/// The record, if there is one.
pub async fn record(database: &Database) -> Result<Option<Record>, VaultError> {
    let Some(value) = database.get(FRONT, RECORD).await? else { return Ok(None) };
    let text = value.as_string().ok_or(VaultError::Broken)?;
    serde_json::from_slice(text.as_bytes()).map(Some).map_err(|_| VaultError::Broken)
}

fn written(value: &impl Serialize) -> Result<JsValue, VaultError> {
    let text = serde_json::to_string(value).map_err(|error| VaultError::Failed(error.to_string()))?;
    Ok(text.into())
}

/// Makes the keys and the record; answers the vault's key as one that does not leave the browser.
pub async fn make(database: &Database, owner: &str, pin: &str) -> Result<(CryptoKey, Timestamp), VaultError> {
    if record(database).await?.is_some() {
        return Err(VaultError::Exists);
    }
    let device = cipher::new_key(false).await?;
    let key = cipher::new_key(true).await?;
    let made = wrapped(owner, js::millis(), &key, pin, &device).await?;
    let steps = vec![
        Step::new(FRONT, DEVICE, Change::Add(device.clone().into())),
        Step::new(FRONT, RECORD, Change::Add(written(&made)?)),
        Step::new(FRONT, FAILURES, Change::Remove),
    ];
    database.write(steps).await?;
    let made_at = made.made_at();
    unwrapped(&made, &device, pin, false).await?.map(|key| (key, made_at)).map_err(|Unopened| VaultError::Broken)
}

/// The record of a key for a PIN.
async fn wrapped(
    owner: &str,
    made_at: i64,
    key: &CryptoKey,
    pin: &str,
    device: &CryptoKey,
) -> Result<Record, VaultError> {
    let (salt, inner, outer) = (cipher::random()?, cipher::random()?, cipher::random()?);
    let by_pin = cipher::key_from_pin(pin, &salt, ITERATIONS, Use::Wraps).await?;
    let within = cipher::wrap(key, &by_pin, &inner).await?;
    let wrapped = cipher::seal(&within, device, &outer, &Record::along(owner, made_at)).await?;
    Ok(Record { owner: owner.to_owned(), made_at, salt, iterations: ITERATIONS, inner, outer, wrapped })
}

/// The key of a record, or that the PIN is another one.
async fn unwrapped(
    record: &Record,
    device: &CryptoKey,
    pin: &str,
    may_be_wrapped: bool,
) -> Result<Result<CryptoKey, Unopened>, VaultError> {
    let along = Record::along(&record.owner, record.made_at);
    let within = cipher::open(&record.wrapped, device, &record.outer, &along).await?;
    let within = within.map_err(|Unopened| VaultError::Broken)?;
    let by_pin = cipher::key_from_pin(pin, &record.salt, record.iterations, Use::Wraps).await?;
    cipher::unwrap(&within, &by_pin, &record.inner, may_be_wrapped).await
}

async fn device(database: &Database) -> Result<CryptoKey, VaultError> {
    let key = database.get(FRONT, DEVICE).await?.ok_or(VaultError::Broken)?;
    key.dyn_into().map_err(|_| VaultError::Broken)
}

fn now() -> u64 {
    u64::try_from(js::millis()).unwrap_or_default()
}

/// What is written of wrong PINs; something that cannot be read counts as many.
fn read(value: Option<JsValue>) -> Failures {
    let Some(value) = value else { return Failures::default() };
    let read = value.as_string().and_then(|text| serde_json::from_slice(text.as_bytes()).ok());
    read.unwrap_or(Failures { count: 10, left: u64::from(Failures::delay(10)) * 1000, seen: now() })
}

/// Wrong PINs so far, as they stand now.
pub async fn failures(database: &Database) -> Result<Failures, VaultError> {
    database
        .change(FRONT, FAILURES, |found| {
            if found.is_none() {
                return (None, Failures::default());
            }
            let failures = read(found).at(now());
            (written(&failures).ok(), failures)
        })
        .await
}

/// The vault's key by its PIN; `may_be_wrapped` only to wrap it again.
pub async fn open(
    database: &Database,
    record: &Record,
    pin: &str,
    may_be_wrapped: bool,
) -> Result<CryptoKey, VaultError> {
    // One that cannot be right is no try.
    if !PIN_DIGITS.contains(&pin.len()) || !pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(VaultError::Pin(PinProblem::Digits));
    }
    let device = device(database).await?;
    let (before, counted) = database
        .change(FRONT, FAILURES, |found| {
            let before = read(found).at(now());
            let counted = if before.left > 0 { before } else { before.and_one_more(now()) };
            (written(&counted).ok(), (before, counted))
        })
        .await?;
    if before.left > 0 {
        return Err(VaultError::Wait { seconds: before.wait_seconds() });
    }
    let answer = unwrapped(record, &device, pin, may_be_wrapped).await;
    let stands = match &answer {
        Ok(Ok(_)) => Failures::default(),
        Ok(Err(Unopened)) => return Err(VaultError::WrongPin { wait_seconds: counted.wait_seconds() }),
        // It was not the PIN that failed.
        Err(_) => before,
    };
    database.write(vec![Step::new(FRONT, FAILURES, Change::Put(written(&stands)?))]).await?;
    answer?.map_err(|Unopened| VaultError::Broken)
}

/// Wraps the key for another PIN.
pub async fn rewrap(database: &Database, record: &Record, key: &CryptoKey, pin: &str) -> Result<(), VaultError> {
    let device = device(database).await?;
    let made = wrapped(&record.owner, record.made_at, key, pin, &device).await?;
    database.write(vec![Step::new(FRONT, RECORD, Change::Put(written(&made)?))]).await
}
