//! What the request says: its path, its cookies, where it was sent from.

use http::header::{COOKIE, HOST, REFERER};
use http::request::Parts;
use leptos::prelude::use_context;
use store::accounts::{COOKIE as COOKIE_NAME, COOKIE_LOOPBACK};

/// The head of the request, when there is one.
pub fn parts() -> Option<Parts> {
    use_context()
}

/// Path and query of the page this request serves: its own, or for a call of the page's code the page it came from.
pub fn page_path() -> String {
    let Some(parts) = parts() else { return "/".to_owned() };
    let own = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let path = if own.starts_with("/api/") { referer_path(&parts).unwrap_or("/") } else { own };
    path.to_owned()
}

fn referer_path(parts: &Parts) -> Option<&str> {
    let referer = parts.headers.get(REFERER)?.to_str().ok()?;
    let (_, rest) = referer.split_once("://")?;
    rest.find('/').and_then(|slash| rest.get(slash..))
}

/// Value of a cookie.
pub fn cookie(name: &str) -> Option<String> {
    cookie_in(&parts()?, name)
}

fn cookie_in(parts: &Parts, name: &str) -> Option<String> {
    parts
        .headers
        .get_all(COOKIE)
        .iter()
        .filter_map(|header| header.to_str().ok())
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value.to_owned())
}

/// The session token a request carries, before anything of the application runs.
pub fn session_in(parts: &Parts) -> Option<String> {
    let name = if is_loopback_in(parts) { COOKIE_LOOPBACK } else { COOKIE_NAME };
    cookie_in(parts, name).filter(|token| !token.is_empty() && token.len() <= 128)
}

/// Whether the request was sent to this machine itself, where browsers keep no `Secure` cookie without TLS.
pub fn is_loopback() -> bool {
    parts().is_some_and(|parts| is_loopback_in(&parts))
}

fn is_loopback_in(parts: &Parts) -> bool {
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).or_else(|| parts.uri.host());
    host.is_some_and(is_loopback_host)
}

/// Scheme and host the request was sent to, for addresses that are printed; nothing without a request.
pub fn origin() -> Option<String> {
    let parts = parts()?;
    let host = parts.headers.get(HOST).and_then(|host| host.to_str().ok()).or_else(|| parts.uri.host())?;
    let scheme = if is_loopback_host(host) { "http" } else { "https" };
    Some(format!("{scheme}://{host}"))
}

fn is_loopback_host(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name == "::1" || name.parse::<std::net::Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_this_machine() {
        for host in ["127.0.0.1:3000", "localhost", "localhost:80", "[::1]:3000"] {
            assert!(is_loopback_host(host), "{host}");
        }
        for host in ["ins.example.vn", "127.0.0.1.example.vn", "10.0.0.1:3000", "[2001:db8::1]", ""] {
            assert!(!is_loopback_host(host), "{host}");
        }
    }
}
