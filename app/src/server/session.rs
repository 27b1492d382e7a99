//! Who is signed in: the cookie, and what the store knows of its token.
//!
//! The token is opaque. `__Host-` and `Secure` everywhere but on the machine itself, where a browser would refuse them
//! without TLS. Must not know what an officer may do.

use super::context::context;
use super::request::{is_loopback, parts, session_in};
use super::respond::{fail, set_header};
use super::stored::unavailable_db;
use crate::error::AppError;
use http::header::SET_COOKIE;
use leptos::prelude::use_context;
use std::sync::{Arc, OnceLock};
use store::accounts::{COOKIE, COOKIE_LOOPBACK, Session};

/// The session of this request once it was looked up: a page asks for it several times.
#[derive(Clone, Default)]
pub struct Looked(Arc<OnceLock<Option<Session>>>);

/// The signed-in officer, or nobody.
///
/// # Errors
/// `Internal` when the store fails.
pub async fn session() -> Result<Option<Session>, AppError> {
    let looked = use_context::<Looked>().unwrap_or_default();
    if let Some(session) = looked.0.get() {
        return Ok(session.clone());
    }
    let session = match session_token() {
        Some(token) => {
            let context = context()?;
            store::accounts::session(&*context.database, &context.env(), &token).await.map_err(unavailable_db)?
        }
        None => None,
    };
    Ok(looked.0.get_or_init(|| session).clone())
}

/// The signed-in officer; where there is none, a page is sent to sign in first.
///
/// # Errors
/// `Unauthenticated` when nobody is signed in or the session is over.
pub async fn signed_in() -> Result<Session, AppError> {
    session().await?.ok_or_else(|| fail(AppError::Unauthenticated))
}

/// The session token the browser sent, if any.
pub fn session_token() -> Option<String> {
    session_in(&parts()?)
}

/// Gives the browser a session; it ends with the browser's own session at the latest, and in the store before that.
pub fn set_session(token: &str) {
    write(token, "");
}

/// Takes the session away from the browser.
pub fn clear_session() {
    write("", "; Max-Age=0");
}

fn name() -> &'static str {
    if is_loopback() { COOKIE_LOOPBACK } else { COOKIE }
}

fn write(token: &str, more: &str) {
    let secure = if is_loopback() { "" } else { "; Secure" };
    set_header(SET_COOKIE, &format!("{}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{more}", name()));
}
