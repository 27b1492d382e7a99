//! Accounts: signing in and out, sessions, one-time links, officers.
//!
//! Must not know: any HTTP library, pages, or what an officer may do ([`domain::authority`] decides that).

mod links;
pub(crate) mod officers;
mod password;
mod request;
mod sessions;
mod sign_in;

pub use links::{create_link, first_administrator, link_officer, redeem_link};
pub(crate) use officers::officers_of;
pub use officers::{NewOfficer, create_officer, officer, officers_below};
pub use password::{MIN_PASSWORD_LENGTH, PasswordProblem, change_password, check_password};
pub use request::{Sender, cookie, is_loopback_host};
pub use sessions::{ABSOLUTE_HOURS, IDLE_HOURS, Session, session, sign_out, sign_out_everywhere};
pub use sign_in::{FREE_FAILURES, SignInError, SignedIn, sign_in};

#[cfg(feature = "native")]
pub(crate) use {officers::insert_officer, password::hash};

/// Name of the session cookie wherever the site has TLS: the browser then refuses it from anywhere else.
pub const COOKIE: &str = "__Host-ins";

/// Name of the session cookie on the machine itself, where a browser refuses the other without TLS.
pub const COOKIE_LOOPBACK: &str = "ins";

/// What the database keeps of a token: enough to recognise it, not enough to use it.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(token.as_bytes()).into()
}
