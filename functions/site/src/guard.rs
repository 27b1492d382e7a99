//! What every request must pass before anything else looks at it.

use http::header::HOST;
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
pub fn is_same_origin(parts: &Parts) -> bool {
    if matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS) {
        return true;
    }
    front::request::sender(parts).is_same_origin()
}
