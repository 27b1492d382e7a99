//! The session cookie. The token in it is opaque; what it stands for is known to the store alone.
//!
//! `__Host-` and `Secure` everywhere but on the machine itself, where a browser would refuse them without TLS.

use super::request::{cookie, is_loopback};
use super::respond::set_header;
use http::header::SET_COOKIE;

const NAME: &str = "__Host-ins";
const LOOPBACK_NAME: &str = "ins";

fn name() -> &'static str {
    if is_loopback() { LOOPBACK_NAME } else { NAME }
}

/// The session token the browser sent, if any.
pub fn session_token() -> Option<String> {
    cookie(name()).filter(|token| {
        !token.is_empty()
            && token.len() <= 128
            && token
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'))
    })
}

/// Gives the browser a session; it ends with the browser's own session at the latest, and in the store before that.
pub fn set_session(token: &str) {
    write(token, "");
}

/// Takes the session away from the browser.
pub fn clear_session() {
    write("", "; Max-Age=0");
}

fn write(token: &str, more: &str) {
    let secure = if is_loopback() { "" } else { "; Secure" };
    set_header(
        SET_COOKIE,
        &format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{more}", name()),
    );
}
