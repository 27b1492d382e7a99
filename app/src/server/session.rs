//! Who is signed in: the cookie, and what the store knows of its token.
//!
//! The token is opaque. `__Host-` and `Secure` everywhere but on the machine itself, where a browser would refuse them
//! without TLS. Half a sign-in has a cookie of its own and is no session. Must not know what an officer may do.

use super::context::{Context, context};
use super::request::{half_in, is_loopback, parts, session_in};
use super::respond::{fail, set_header};
use super::stored::unavailable_db;
use crate::error::AppError;
use http::header::SET_COOKIE;
use http::request::Parts;
use leptos::prelude::{provide_context, use_context};
use std::sync::{Arc, OnceLock};
use store::DbError;
use store::accounts::{COOKIE, COOKIE_LOOPBACK, HALF_COOKIE, HALF_COOKIE_LOOPBACK, Session};

/// The session of this request once it was looked up: a page asks for it several times.
#[derive(Clone, Default)]
pub struct Looked {
    found: Arc<OnceLock<Option<Session>>>,
    /// What was known before the request changed it does not count.
    anew: bool,
}

impl Looked {
    /// The session, where it is known: looked up, or read before the page.
    fn known(&self) -> Option<Option<Session>> {
        let before = || use_context::<Parts>()?.extensions.get::<Session>().cloned();
        match self.found.get() {
            Some(found) => Some(found.clone()),
            None if self.anew => None,
            None => before().map(Some),
        }
    }
}

/// The signed-in officer, or nobody.
///
/// # Errors
/// `Internal` when the store fails.
pub async fn session() -> Result<Option<Session>, AppError> {
    let looked = use_context::<Looked>().unwrap_or_default();
    if let Some(session) = looked.known() {
        return Ok(session);
    }
    let session = match session_token() {
        Some(token) => {
            let context = context()?;
            of_token(&context, &token).await.map_err(unavailable_db)?
        }
        None => None,
    };
    Ok(looked.found.get_or_init(|| session).clone())
}

/// The session of a token. One that was opened with one factor, before two were asked of its officer (the installation requires it now, or a
/// power was delegated to him), is none: he signs in anew and enrols.
pub(super) async fn of_token(context: &Context, token: &str) -> Result<Option<Session>, DbError> {
    let (database, env) = (&*context.database, context.env());
    let found = store::accounts::session(database, &env, token).await?;
    let Some(session) = found else {
        attempted("session");
        return Ok(None);
    };
    let delegated = !session.actor.delegations.is_empty();
    if context.accounts.policy.demands(session.actor.role, delegated) && !session.proof.has_two_factors() {
        store::accounts::sign_out(database, &env, token).await?;
        return Ok(None);
    }
    Ok(Some(session))
}

/// Forgets who was looked up: the request itself has changed that.
pub fn forget_looked() {
    provide_context(Looked { anew: true, ..Looked::default() });
}

/// The token of half a sign-in the browser sent, if any.
pub fn half_token() -> Option<String> {
    half_in(&parts()?)
}

/// Gives the browser half a sign-in, for so many minutes.
pub fn set_half(token: &str, minutes: i64) {
    write(half_name(), token, &format!("; Max-Age={}", minutes * 60));
}

/// Takes it away again.
pub fn clear_half() {
    write(half_name(), "", "; Max-Age=0");
}

/// The signed-in officer; where there is none, a page is sent to sign in first.
///
/// # Errors
/// `Unauthenticated` when nobody is signed in or the session is over.
pub async fn signed_in() -> Result<Session, AppError> {
    session().await?.ok_or_else(|| fail(AppError::Unauthenticated))
}

/// A line in the log about something that was not for the officer who asked: his id, which names nobody, and the request.
pub(super) fn refused(status: u16) {
    let looked = use_context::<Looked>().unwrap_or_default();
    let Some(Some(session)) = looked.known() else { return };
    let request = parts().and_then(|parts| Some(parts.headers.get("x-request-id")?.to_str().ok()?.to_owned()));
    let line =
        serde_json::json!({ "level": "warn", "request": request, "refused": status, "officer": session.actor.id().0 });
    eprintln!("{line}");
}

/// A line in the log about something made up, or long over, that somebody tried: a session, a one-time link. Nothing of it stands there.
pub fn attempted(what: &str) {
    let request = parts().and_then(|parts| Some(parts.headers.get("x-request-id")?.to_str().ok()?.to_owned()));
    eprintln!("{}", serde_json::json!({ "level": "warn", "request": request, "refused": what }));
}

/// The session token the browser sent, if any.
pub fn session_token() -> Option<String> {
    session_in(&parts()?)
}

/// Gives the browser a session; it ends with the browser's own session at the latest, and in the store before that.
pub fn set_session(token: &str) {
    write(name(), token, "");
}

/// Gives the browser a session that was just opened. The one of the cookie that came along ends: one browser, one session.
///
/// # Errors
/// `Internal` when the store fails.
pub async fn begin_session(token: &str) -> Result<(), AppError> {
    end_former(token).await?;
    set_session(token);
    clear_half();
    Ok(())
}

/// Gives the browser half a sign-in, for so many minutes. The session of the cookie that came along ends: whoever comes next to this
/// browser is not taken for the one before him.
///
/// # Errors
/// `Internal` when the store fails.
pub async fn begin_half(token: &str, minutes: i64) -> Result<(), AppError> {
    end_former("").await?;
    clear_session();
    set_half(token, minutes);
    Ok(())
}

async fn end_former(but: &str) -> Result<(), AppError> {
    let Some(former) = session_token().filter(|former| former != but) else { return Ok(()) };
    let context = context()?;
    store::accounts::sign_out(&*context.database, &context.env(), &former).await.map_err(unavailable_db)
}

/// Takes the session away from the browser.
pub fn clear_session() {
    write(name(), "", "; Max-Age=0");
}

fn half_name() -> &'static str {
    if is_loopback() { HALF_COOKIE_LOOPBACK } else { HALF_COOKIE }
}

fn name() -> &'static str {
    if is_loopback() { COOKIE_LOOPBACK } else { COOKIE }
}

fn write(name: &str, token: &str, more: &str) {
    let secure = if is_loopback() { "" } else { "; Secure" };
    set_header(SET_COOKIE, &format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{more}"));
}
