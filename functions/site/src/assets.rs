//! Static files from the `/public` mount: the smallest encoding the browser takes, and names that never change content.

use bytes::Bytes;
use front::packed::accepts;
use http::header::{ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_TYPE, VARY};
use http::{HeaderMap, HeaderValue, Response};

/// Where assets are served from.
pub const PREFIX: &str = "/tai-nguyen/";
const MOUNT: &str = "/public";

/// The names of the built assets, as the build wrote them.
pub fn manifest() -> Result<app::server::Assets, String> {
    let path = format!("{MOUNT}/assets.json");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("{path}: {error}"))?;
    serde_json::from_str(&text).map_err(|error| format!("{path}: {error}"))
}

/// The asset of that name, or nothing.
pub fn serve(name: &str, headers: &HeaderMap) -> Option<Response<Bytes>> {
    let mime = mime(name)?;
    let safe = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-' | b'_'));
    if !safe || name.starts_with('.') {
        return None;
    }
    let (encoding, body) = read(name, headers)?;
    let mut response = Response::new(Bytes::from(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(mime));
    headers.insert(VARY, HeaderValue::from_static("accept-encoding"));
    let cache = if is_hashed(name) { "public, max-age=31536000, immutable" } else { "public, max-age=300" };
    headers.insert(CACHE_CONTROL, HeaderValue::from_static(cache));
    if let Some(encoding) = encoding {
        headers.insert(CONTENT_ENCODING, HeaderValue::from_static(encoding));
    }
    Some(response)
}

fn read(name: &str, headers: &HeaderMap) -> Option<(Option<&'static str>, Vec<u8>)> {
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    for (encoding, suffix) in [("br", "br"), ("gzip", "gz")] {
        if accepts(accepted, encoding)
            && let Ok(body) = std::fs::read(format!("{MOUNT}/{name}.{suffix}"))
        {
            return Some((Some(encoding), body));
        }
    }
    std::fs::read(format!("{MOUNT}/{name}")).ok().map(|body| (None, body))
}

/// Names look like `stem.0123456789abcdef.ext`: the same name always has the same content.
fn is_hashed(name: &str) -> bool {
    name.split('.').any(|part| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

fn mime(name: &str) -> Option<&'static str> {
    Some(match name.rsplit_once('.')?.1 {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "wasm" => "application/wasm",
        "woff2" => "font/woff2",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "txt" => "text/plain; charset=utf-8",
        _ => return None,
    })
}
