//! Hosts a component may send requests to, as `allowed_outbound_hosts` names them: `https://login.example.vn`, `http://127.0.0.1:4000`.
//!
//! Stricter than Spin: no wildcards and no ranges, and plain http only to this machine. Must not know how a request is sent.

use anyhow::{Context, Result, bail};

/// One host, exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Allowed {
    secure: bool,
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
        let secure = match scheme {
            "https" => true,
            "http" => false,
            _ => bail!("`{entry}`: this host lets https out, and http to this machine"),
        };
        let (host, port) =
            authority(rest, secure).with_context(|| format!("`{entry}` has no host, or no port that is one"))?;
        if !secure && !is_this_machine(&host) {
            bail!("`{entry}`: plain http goes to this machine only: write https");
        }
        Ok(Self { secure, host, port })
    }

    /// Whether a request to that scheme and authority is one to this host.
    pub fn covers(&self, scheme: &str, of: &str) -> bool {
        let secure = match scheme {
            "https" => true,
            "http" => false,
            _ => return false,
        };
        authority(of, secure)
            .is_some_and(|(host, port)| secure == self.secure && host == self.host && port == self.port)
    }
}

/// Host and port of an authority; nothing for one with a user, or none.
fn authority(text: &str, secure: bool) -> Option<(String, u16)> {
    if text.contains('@') {
        return None;
    }
    let (host, port) = match text.rfind(':').filter(|colon| !text.get(*colon..).unwrap_or_default().contains(']')) {
        Some(colon) => (text.get(..colon)?, text.get(colon + 1..)?.parse().ok()?),
        None => (text, if secure { 443 } else { 80 }),
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
            ("postgres://127.0.0.1:5432", "lets https out"),
            ("https://", "no host"),
            ("https://a.vn:port", "no port"),
            ("https://{{ name }}", "exact host"),
        ] {
            let error = format!("{:#}", Allowed::parse(entry).unwrap_err());
            assert!(error.contains(words), "{entry}: {error}");
        }
    }
}
