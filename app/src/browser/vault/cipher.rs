//! WebCrypto as the vault needs it: AES-GCM of 256 bits, keys that do not leave the browser, keys from a PIN.
//!
//! Must not know where anything is kept.

use super::error::VaultError;
use crate::browser::js;
use crate::vault_rules::{DIGEST, NONCE, SALT};
use js_sys::{Object, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Crypto, CryptoKey, SubtleCrypto};

const AES: &str = "AES-GCM";
const BITS: i32 = 256;

/// Why nothing was opened: the key is another one, or what was sealed has changed.
pub struct Unopened;

/// The browser's cryptography; only where the page came over TLS, or from the device itself.
pub fn subtle() -> Result<SubtleCrypto, VaultError> {
    let crypto: Crypto = js::of_window("crypto").ok_or(VaultError::NoBrowser)?;
    js::property_of(&crypto, "subtle").map(JsCast::unchecked_into).ok_or(VaultError::NoBrowser)
}

fn failed(error: JsValue) -> VaultError {
    VaultError::of(&error)
}

fn aes() -> Object {
    js::object(&[("name", &AES.into()), ("length", &BITS.into())])
}

/// How something is sealed: nonce, and what is not sealed itself but must be the same when it is opened.
fn way(nonce: &[u8], along: &[u8]) -> Object {
    js::object(&[("name", &AES.into()), ("iv", &Uint8Array::from(nonce)), ("additionalData", &Uint8Array::from(along))])
}

/// Random bytes.
pub fn random<const N: usize>() -> Result<[u8; N], VaultError> {
    js::random().ok_or(VaultError::NoBrowser)
}

/// A new key that seals and opens. Only one that is to be wrapped may leave the browser, and no longer than until it is.
pub async fn new_key(may_be_wrapped: bool) -> Result<CryptoKey, VaultError> {
    let made = subtle()?.generate_key_with_object(&aes(), may_be_wrapped, &js::words(&["encrypt", "decrypt"]));
    js::later(made).await.map(JsCast::unchecked_into).map_err(failed)
}

/// What a key from a PIN is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Use {
    /// Wraps another key.
    Wraps,
    /// Seals a backup file.
    Seals,
}

/// The key that follows from a PIN (PBKDF2-HMAC-SHA-256).
pub async fn key_from_pin(
    pin: &str,
    salt: &[u8; SALT],
    iterations: u32,
    what_for: Use,
) -> Result<CryptoKey, VaultError> {
    let subtle = subtle()?;
    let digits = Uint8Array::from(pin.as_bytes());
    let base = subtle.import_key_with_str("raw", &digits, "PBKDF2", false, &js::words(&["deriveKey"]));
    let base: CryptoKey = js::later(base).await.map_err(failed)?.unchecked_into();
    let derivation = js::object(&[
        ("name", &"PBKDF2".into()),
        ("hash", &"SHA-256".into()),
        ("salt", &Uint8Array::from(salt.as_slice())),
        ("iterations", &iterations.into()),
    ]);
    let uses = match what_for {
        Use::Wraps => js::words(&["wrapKey", "unwrapKey"]),
        Use::Seals => js::words(&["encrypt", "decrypt"]),
    };
    let derived = subtle.derive_key_with_object_and_object(&derivation, &base, &aes(), false, &uses);
    js::later(derived).await.map(JsCast::unchecked_into).map_err(failed)
}

/// Wraps a key in another.
pub async fn wrap(key: &CryptoKey, by: &CryptoKey, nonce: &[u8; NONCE]) -> Result<Vec<u8>, VaultError> {
    let wrapped = subtle()?.wrap_key_with_object("raw", key, by, &way(nonce, b"key"));
    js::later(wrapped).await.map(|wrapped| js::bytes(&wrapped)).map_err(failed)
}

/// Unwraps a key; `may_be_wrapped` only to wrap it again.
pub async fn unwrap(
    wrapped: &[u8],
    by: &CryptoKey,
    nonce: &[u8],
    may_be_wrapped: bool,
) -> Result<Result<CryptoKey, Unopened>, VaultError> {
    let asked = subtle()?.unwrap_key_with_js_u8_array_and_object_and_str(
        "raw",
        &Uint8Array::from(wrapped),
        by,
        &way(nonce, b"key"),
        AES,
        may_be_wrapped,
        &js::words(&["encrypt", "decrypt"]),
    );
    opened(js::later(asked).await.map(JsCast::unchecked_into))
}

/// Seals bytes; `along` is not sealed itself, but must be the same when they are opened.
pub async fn seal(plain: &[u8], key: &CryptoKey, nonce: &[u8; NONCE], along: &[u8]) -> Result<Vec<u8>, VaultError> {
    let asked = subtle()?.encrypt_with_object_and_js_u8_array(&way(nonce, along), key, &Uint8Array::from(plain));
    js::later(asked).await.map(|sealed| js::bytes(&sealed)).map_err(failed)
}

/// Opens what was sealed.
pub async fn open(
    sealed: &[u8],
    key: &CryptoKey,
    nonce: &[u8],
    along: &[u8],
) -> Result<Result<Vec<u8>, Unopened>, VaultError> {
    let asked = subtle()?.decrypt_with_object_and_js_u8_array(&way(nonce, along), key, &Uint8Array::from(sealed));
    opened(js::later(asked).await.map(|plain| js::bytes(&plain)))
}

/// The browser says `OperationError` of a wrong key and of changed bytes, `DataError` of a key that is none.
fn opened<T>(answer: Result<T, JsValue>) -> Result<Result<T, Unopened>, VaultError> {
    match answer {
        Ok(value) => Ok(Ok(value)),
        Err(error) if ["OperationError", "DataError"].contains(&js::error_name(&error).as_str()) => Ok(Err(Unopened)),
        Err(error) => Err(failed(error)),
    }
}

/// SHA-256.
pub async fn sha256(bytes: &[u8]) -> Result<[u8; DIGEST], VaultError> {
    let asked = subtle()?.digest_with_str_and_js_u8_array("SHA-256", &Uint8Array::from(bytes));
    let digest = js::later(asked).await.map(|digest| js::bytes(&digest)).map_err(failed)?;
    digest.try_into().map_err(|_| VaultError::Failed("SHA-256".to_owned()))
}
