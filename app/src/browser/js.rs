//! Small bridges to JavaScript that the other modules of the browser stand on: objects, bytes, waiting, the clock, random numbers.

use js_sys::{Array, Object, Promise, Reflect, Uint8Array};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// An object of these properties, for the options of a call.
pub fn object(pairs: &[(&str, &JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // A new plain object takes every property.
        let _ = Reflect::set(&object, &JsValue::from_str(name), value);
    }
    object
}

/// A list of words.
pub fn words(list: &[&str]) -> JsValue {
    list.iter().map(|word| JsValue::from_str(word)).collect::<Array>().into()
}

/// Waits for a call that answers later.
pub async fn later(call: Result<Promise, JsValue>) -> Result<JsValue, JsValue> {
    JsFuture::from(call?).await
}

/// The bytes of an `ArrayBuffer` or a view of one.
pub fn bytes(value: &JsValue) -> Vec<u8> {
    Uint8Array::new(value).to_vec()
}

/// The `name` of an error, e.g. `QuotaExceededError`; empty where it has none.
pub fn error_name(error: &JsValue) -> String {
    text(error, "name")
}

/// What an error says of itself, for a line in a log.
pub fn error_text(error: &JsValue) -> String {
    let (name, message) = (error_name(error), text(error, "message"));
    if message.is_empty() { name } else { format!("{name}: {message}") }
}

fn text(value: &JsValue, property: &str) -> String {
    property_of(value, property).and_then(|text| text.as_string()).unwrap_or_default()
}

/// A property that is there and is not `null`.
pub fn property_of(value: &JsValue, property: &str) -> Option<JsValue> {
    let found = Reflect::get(value, &JsValue::from_str(property)).ok()?;
    (!found.is_undefined() && !found.is_null()).then_some(found)
}

/// The window's property of that name as what it should be.
pub fn of_window<T: JsCast>(property: &str) -> Option<T> {
    let window = web_sys::window()?;
    property_of(&window, property).map(JsCast::unchecked_into)
}

/// Milliseconds since 1970 by the device's clock.
pub fn millis() -> i64 {
    // A whole number far below 2⁵³.
    js_sys::Date::now() as i64
}

/// Now, by the device's clock.
pub fn now() -> jiff::Timestamp {
    jiff::Timestamp::from_millisecond(millis()).unwrap_or(jiff::Timestamp::UNIX_EPOCH)
}

/// Fills bytes from the browser's source of randomness; `None` where there is none.
pub fn random<const N: usize>() -> Option<[u8; N]> {
    let mut bytes = [0; N];
    let crypto: web_sys::Crypto = of_window("crypto")?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes)
}

/// A new identifier, sorted by time (UUID version 7); `None` where the browser has no randomness.
pub fn new_id() -> Option<uuid::Uuid> {
    let millis = u64::try_from(millis()).ok()?;
    Some(uuid::Builder::from_unix_timestamp_millis(millis, &random::<10>()?).into_uuid())
}
