//! What one page hands to the next, to be shown once: in a cookie of that page, for a minute, and nowhere else.
//!
//! A link, a key or a code that was just made must not lie in the database, not even until the next page is read. Must not know what it is.

use super::request::{is_loopback, once};
use super::respond::set_header;
use http::header::SET_COOKIE;

/// Seconds until it is gone anyhow.
const SECONDS: u32 = 60;

/// Hands a value to the page at `path`. Letters, digits, dashes, underlines and dots only: anything else is not handed over.
pub fn hand_over(name: &str, path: &str, value: &str) {
    if is_plain(value) {
        write(name, path, value, SECONDS);
    }
}

/// What was handed to this page, once.
pub fn handed(name: &str, path: &str) -> Option<String> {
    let value = once(&cookie(name)).filter(|value| is_plain(value))?;
    write(name, path, "", 0);
    Some(value)
}

fn is_plain(value: &str) -> bool {
    !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// The name as it travels: away from this machine browsers bind it to this host, by TLS alone.
fn cookie(name: &str) -> String {
    if is_loopback() { name.to_owned() } else { format!("__Host-{name}") }
}

fn write(name: &str, path: &str, value: &str, seconds: u32) {
    // A name that is bound to the host has no path of its own.
    let (path, secure) = if is_loopback() { (path, "") } else { ("/", "; Secure") };
    let name = cookie(name);
    let cookie = format!("{name}={value}; Path={path}; HttpOnly; SameSite=Strict; Max-Age={seconds}{secure}");
    set_header(SET_COOKIE, &cookie);
}

#[cfg(test)]
mod tests {
    use super::is_plain;

    #[test]
    fn only_what_a_cookie_carries_unchanged() {
        for value in ["a1", "ABCD-EFGH.IJKL-MNOP", "ins_0f"] {
            assert!(is_plain(value), "{value}");
        }
        for value in ["", "a;b", "a b", "a=b", "ơ", "a\r\nb", "\"a\""] {
            assert!(!is_plain(value), "{value}");
        }
    }
}
