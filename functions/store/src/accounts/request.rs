//! What a request says of its sender, in the words of its headers: which session it carries, and whether it was sent by a
//! page of this site. One answer for every function that is asked over HTTP.
//!
//! Must not know: any HTTP library, or what is asked.

use super::{COOKIE, COOKIE_LOOPBACK, HALF_COOKIE, HALF_COOKIE_LOOPBACK};

/// Longest session token that is looked at.
const MAX_TOKEN: usize = 128;

/// Headers that say who sent a request; what is absent or no text is `None`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Sender<'a> {
    /// `Host`, or the authority of the address where the platform took it out of the headers.
    pub host: Option<&'a str>,
    pub origin: Option<&'a str>,
    /// `Sec-Fetch-Site`: the browser's own judgement.
    pub fetch_site: Option<&'a str>,
}

impl Sender<'_> {
    /// Whether a request that changes something was sent by a page of this site.
    ///
    /// Browsers name where a request comes from: in `Origin`, and as their own judgement in `Sec-Fetch-Site`. A request
    /// that carries neither does not come from a browser's page.
    pub fn is_same_origin(&self) -> bool {
        match self.origin {
            Some("null") | None => self.fetch_site == Some("same-origin"),
            Some(origin) => {
                let sender = origin.split_once("://").map(|(_, host)| host);
                sender.is_some() && sender == self.host
            }
        }
    }

    /// Whether the request was sent to this machine itself, where browsers keep no `Secure` cookie without TLS.
    pub fn is_loopback(&self) -> bool {
        self.host.is_some_and(is_loopback_host)
    }

    /// The session token among the request's `Cookie` headers.
    pub fn token<'c>(&self, cookies: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        self.token_of(cookies, COOKIE, COOKIE_LOOPBACK)
    }

    /// The token of half a sign-in among them.
    pub fn half_token<'c>(&self, cookies: impl IntoIterator<Item = &'c str>) -> Option<&'c str> {
        self.token_of(cookies, HALF_COOKIE, HALF_COOKIE_LOOPBACK)
    }

    fn token_of<'c>(&self, cookies: impl IntoIterator<Item = &'c str>, name: &str, loopback: &str) -> Option<&'c str> {
        let name = if self.is_loopback() { loopback } else { name };
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        cookie(cookies, name).filter(|token| !token.is_empty() && token.len() <= MAX_TOKEN && token.bytes().all(plain))
    }
}

/// Value of the first cookie of that name.
pub fn cookie<'c>(cookies: impl IntoIterator<Item = &'c str>, name: &str) -> Option<&'c str> {
    cookies
        .into_iter()
        .flat_map(|header| header.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

/// Whether a host, as `Host` names it, is this machine.
pub fn is_loopback_host(host: &str) -> bool {
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

    #[test]
    fn only_a_page_of_this_site_changes_something() {
        let host = Some("ins.example.vn");
        for (origin, fetch_site, expected) in [
            (Some("https://ins.example.vn"), None, true),
            (Some("https://ins.example.vn"), Some("cross-site"), true),
            (Some("https://ins.example.vn.evil.example"), Some("same-origin"), false),
            (Some("https://ins.example.vn:8443"), None, false),
            (Some("ins.example.vn"), None, false),
            (Some("null"), Some("same-origin"), true),
            (Some("null"), None, false),
            (None, Some("same-origin"), true),
            (None, Some("same-site"), false),
            (None, None, false),
        ] {
            assert_eq!(Sender { host, origin, fetch_site }.is_same_origin(), expected, "{origin:?} {fetch_site:?}");
        }
        assert!(!Sender { origin: Some("https://ins.example.vn"), ..Sender::default() }.is_same_origin(), "no host");
    }

    #[test]
    fn the_session_is_in_the_cookie_of_the_place() {
        let here = Sender { host: Some("127.0.0.1:3000"), ..Sender::default() };
        let away = Sender { host: Some("ins.example.vn"), ..Sender::default() };
        let cookies = ["a=b; ins=loop", "__Host-ins=tls; c"];
        assert_eq!(here.token(cookies), Some("loop"));
        assert_eq!(away.token(cookies), Some("tls"));
        assert_eq!(away.token(["ins=loop"]), None);
        assert_eq!(here.token(["ins="]), None);
        assert_eq!(here.token(["ins=a b"]), None);
        assert_eq!(here.token([format!("ins={}", "a".repeat(129)).as_str()]), None);
    }
}
