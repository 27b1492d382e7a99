//! Accounts: signing in and out, second factors, sessions, one-time links, officers.
//!
//! Must not know: any HTTP library, pages, or what an officer may do ([`domain::authority`] decides that).

mod attempts;
mod half;
pub mod id_token;
mod key;
mod links;
mod log;
pub(crate) mod officers;
mod password;
mod policy;
pub mod provider;
mod request;
mod second_factor;
mod sessions;
mod sign_in;
mod totp;
mod weak;

pub use attempts::FREE_FAILURES;
pub use half::{CODE_MINUTES, ENROLMENT_MINUTES, Half, Waiting, Wants, waiting};
pub(crate) use key::For;
pub use key::{AccountKey, MIN_ACCOUNT_KEY, Resealed, Sealing, reseal, sealing};
pub use links::{create_link, first_administrator, link_officer, redeem_link};
pub(crate) use log::write as write_log;
pub use log::{Happened, LogRow, account_log};
pub(crate) use officers::officers_of;
pub use officers::{NewOfficer, create_officer, officer, officers_below};
pub use password::{MIN_PASSWORD_LENGTH, PasswordProblem, change_password, check_password};
pub use policy::{Policy, Proof};
pub use request::{Sender, cookie, is_loopback_host};
pub use second_factor::{
    CodeError, Enrolled, Enrolling, Enrolment, Factor, Offer, RECOVERY_CODES, enrol, factor, give_code, grouped, offer,
    remove_factor, renew_codes,
};
pub use sessions::{
    ABSOLUTE_HOURS, IDLE_HOURS, MAX_SESSIONS, Session, SessionRow, end_other_sessions, end_session, end_sessions_of,
    session, sessions, sign_out,
};
pub(crate) use sessions::{begin as begin_session, end_all};
#[cfg(feature = "native")]
pub use sign_in::sign_in_plainly;
pub use sign_in::{Asked, Entered, SignInError, SignedIn, sign_in};
pub use totp::code as time_code;
pub use weak::{About, Weakness};

#[cfg(feature = "native")]
pub(crate) use {officers::insert_officer, password::hash};

/// Name of the session cookie wherever the site has TLS: the browser then refuses it from anywhere else.
pub const COOKIE: &str = "__Host-ins";

/// Name of the session cookie on the machine itself, where a browser refuses the other without TLS.
pub const COOKIE_LOOPBACK: &str = "ins";

/// Name of the cookie of half a sign-in, and on the machine itself.
pub const HALF_COOKIE: &str = "__Host-ins-nua";
/// As [`COOKIE_LOOPBACK`].
pub const HALF_COOKIE_LOOPBACK: &str = "ins-nua";

/// Bytes in Base64, as an `Authorization` header carries them.
pub fn base64(bytes: &[u8]) -> String {
    data_encoding::BASE64.encode(bytes)
}

/// What the database keeps of a token: enough to recognise it, not enough to use it.
pub(crate) fn token_hash(token: &str) -> [u8; 32] {
    use sha2::Digest;
    sha2::Sha256::digest(token.as_bytes()).into()
}
