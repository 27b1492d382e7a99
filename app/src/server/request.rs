//! What the request says: its path, its cookies, where it was sent from.

use domain::journal::Client;
use http::header::{COOKIE, HOST, REFERER, USER_AGENT};
use http::request::Parts;
use leptos::prelude::use_context;
use store::accounts::{Sender, is_loopback_host};

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

/// The kind of browser that asks, as it is written down with every act.
pub fn kind_of_client() -> Option<Client> {
    let parts = parts()?;
    parts.headers.get(USER_AGENT).and_then(|says| says.to_str().ok()).map(Client::of)
}

fn referer_path(parts: &Parts) -> Option<&str> {
    let referer = parts.headers.get(REFERER)?.to_str().ok()?;
    let (_, rest) = referer.split_once("://")?;
    rest.find('/').and_then(|slash| rest.get(slash..))
}

fn cookies(parts: &Parts) -> impl Iterator<Item = &str> {
    parts.headers.get_all(COOKIE).into_iter().filter_map(|header| header.to_str().ok())
}

/// The value of a cookie that was set for one page, once.
pub fn once(name: &str) -> Option<String> {
    let parts = parts()?;
    let pairs = cookies(&parts).flat_map(|header| header.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(key, value)| *key == name && !value.is_empty()).map(|(_, value)| value.to_owned())
}

/// The session token a request carries, before anything of the application runs.
pub fn session_in(parts: &Parts) -> Option<String> {
    Sender { host: host(parts), ..Sender::default() }.token(cookies(parts)).map(str::to_owned)
}

/// The token of half a sign-in a request carries.
pub fn half_in(parts: &Parts) -> Option<String> {
    Sender { host: host(parts), ..Sender::default() }.half_token(cookies(parts)).map(str::to_owned)
}

/// Kind of browser the request came from, in words.
pub fn client() -> String {
    kind_of_client().unwrap_or_default().label()
}

/// Whether the request was sent to this machine itself, where browsers keep no `Secure` cookie without TLS.
pub fn is_loopback() -> bool {
    parts().is_some_and(|parts| host(&parts).is_some_and(is_loopback_host))
}

/// Whether the browser says that another site sent it here, by a link or a form; a browser that does not tell, or somebody who typed the
/// address, comes from nowhere.
pub fn comes_from_elsewhere() -> bool {
    parts().is_some_and(|parts| {
        let site = parts.headers.get("sec-fetch-site").and_then(|site| site.to_str().ok());
        site.is_some_and(|site| !matches!(site, "same-origin" | "none"))
    })
}

fn host(parts: &Parts) -> Option<&str> {
    parts.headers.get(HOST).and_then(|host| host.to_str().ok()).or_else(|| parts.uri.host())
}

/// Scheme and host the request was sent to, for addresses that are printed; nothing without a request.
pub fn origin() -> Option<String> {
    let parts = parts()?;
    let host = host(&parts)?;
    let scheme = if is_loopback_host(host) { "http" } else { "https" };
    Some(format!("{scheme}://{host}"))
}
