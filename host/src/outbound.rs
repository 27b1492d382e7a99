//! Hosts a component may send requests to, as `allowed_outbound_hosts` names them: `https://login.example.vn`, `http://127.0.0.1:4000`.
//!
//! Stricter than Spin: no wildcards and no ranges, and plain http only to this machine. Must not know how a request is sent.

use anyhow::{Context, Result, bail};

/// How a host is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scheme {
    Http,
    Https,
    Postgres,
}

impl Scheme {
    fn read(text: &str) -> Option<Self> {
        match text {
            "http" => Some(Self::Http),
            "https" => Some(Self::Https),
            "postgres" => Some(Self::Postgres),
            _ => None,
        }
    }

    const fn port(self) -> u16 {
        match self {
            Self::Http => 80,
            Self::Https => 443,
            Self::Postgres => 5432,
        }
    }
}

/// One host, exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    scheme: Scheme,
    /// In lower case, an IPv6 address in its brackets.
    host: String,
    port: u16,
}

impl Allowed {
    /// Reads an entry of the list.
    ///
    /// # Errors
    /// What is wrong with it, and how it should be.
    pub fn parse(entry: &str) -> Result<Self> {
        let (scheme, rest) =
            entry.split_once("://").with_context(|| format!("`{entry}` is no host: write it as https://host"))?;
        if rest.contains(['*', '/', '?', '#', '@', '{', '}']) || rest.contains(char::is_whitespace) {
            bail!("`{entry}`: this host takes one exact host, such as https://host or https://host:8443");
        }
        let Some(scheme) = Scheme::read(scheme) else {
            bail!("`{entry}`: this host lets https and postgres out, and http to this machine")
        };
        let (host, port) =
            authority(rest, scheme).with_context(|| format!("`{entry}` has no host, or no port that is one"))?;
        if scheme == Scheme::Http && !is_this_machine(&host) {
            bail!("`{entry}`: plain http goes to this machine only: write https");
        }
        Ok(Self { scheme, host, port })
    }

    /// Whether a request to that scheme and authority is one to this host.
    pub fn covers(&self, scheme: &str, of: &str) -> bool {
        let Some(scheme) = Scheme::read(scheme) else { return false };
        authority(of, scheme)
            .is_some_and(|(host, port)| scheme == self.scheme && host == self.host && port == self.port)
    }
}

/// Host and port of an authority; nothing for one with a user, or none.
fn authority(text: &str, scheme: Scheme) -> Option<(String, u16)> {
    if text.contains('@') {
        return None;
    }
    let (host, port) = match text.rfind(':').filter(|colon| !text.get(*colon..).unwrap_or_default().contains(']')) {
        Some(colon) => (text.get(..colon)?, text.get(colon + 1..)?.parse().ok()?),
        None => (text, scheme.port()),
    };
    (!host.is_empty()).then(|| (host.to_ascii_lowercase(), port))
}

fn is_this_machine(host: &str) -> bool {
    let bare = host.trim_start_matches('[').trim_end_matches(']');
    bare == "localhost" || bare.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_exact_host_and_no_other() {
        for (entry, scheme, authority, covered) in [
            ("https://login.example.vn", "https", "login.example.vn", true),
            ("https://login.example.vn", "https", "LOGIN.example.vn:443", true),
            ("https://login.example.vn", "http", "login.example.vn", false),
            ("https://login.example.vn", "https", "login.example.vn:8443", false),
            ("https://login.example.vn", "https", "login.example.vn.evil.example", false),
            ("https://login.example.vn", "https", "evil.example@login.example.vn", false),
            ("https://login.example.vn:8443", "https", "login.example.vn:8443", true),
            ("http://127.0.0.1:4000", "http", "127.0.0.1:4000", true),
            ("http://127.0.0.1:4000", "http", "127.0.0.1:4001", false),
            ("http://[::1]:4000", "http", "[::1]:4000", true),
            ("http://localhost", "http", "localhost:80", true),
            ("http://localhost", "ftp", "localhost", false),
            ("postgres://db.example.vn", "postgres", "db.example.vn:5432", true),
            ("postgres://db.example.vn", "https", "db.example.vn:5432", false),
            ("https://db.example.vn", "postgres", "db.example.vn:443", false),
        ] {
            assert_eq!(
                Allowed::parse(entry).unwrap().covers(scheme, authority),
                covered,
                "{entry} {scheme} {authority}"
            );
        }
    }

    #[test]
    fn what_it_does_not_take_says_why() {
        for (entry, words) in [
            ("login.example.vn", "https://host"),
            ("https://*.example.vn", "exact host"),
            ("https://a.vn/path", "exact host"),
            ("*://*:*", "exact host"),
            ("http://login.example.vn", "write https"),
            ("mysql://127.0.0.1:3306", "lets https and postgres out"),
            ("postgres://ins@db.example.vn", "exact host"),
            ("https://", "no host"),
            ("https://a.vn:port", "no port"),
            ("https://{{ name }}", "exact host"),
        ] {
            let error = format!("{:#}", Allowed::parse(entry).unwrap_err());
            assert!(error.contains(words), "{entry}: {error}");
        }
    }
}
