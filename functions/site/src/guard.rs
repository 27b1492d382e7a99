//! What every request must pass before anything else looks at it.

use http::header::{HOST, ORIGIN};
use http::request::Parts;
use http::{HeaderValue, Method};

/// The largest body taken, in bytes.
pub const MAX_BODY: usize = 1 << 20;

/// Carries the authority of the request in `Host`, where the platform took it out of the headers.
pub fn restore_host(parts: &mut Parts) {
    if parts.headers.contains_key(HOST) {
        return;
    }
    if let Some(host) = parts.uri.authority().and_then(|host| HeaderValue::from_str(host.as_str()).ok()) {
        parts.headers.insert(HOST, host);
    }
}

/// Whether a request that changes something was sent by a page of this site.
///
/// Browsers name where a request comes from: in `Origin`, and as their own judgement in `Sec-Fetch-Site`. A request that
/// carries neither does not come from a browser's page.
pub fn is_same_origin(parts: &Parts) -> bool {
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    let text = |name: &str| parts.headers.get(name).and_then(|value| value.to_str().ok());
    match text(ORIGIN.as_str()) {
        Some("null") | None => text("sec-fetch-site") == Some("same-origin"),
        Some(origin) => {
            let sender = origin.split_once("://").map(|(_, host)| host);
            sender.is_some() && sender == text(HOST.as_str())
        }
    }
}
