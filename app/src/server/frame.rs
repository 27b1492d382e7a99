//! Who is signed in, read once before a page is rendered: the frame around it is then ready at once.
//!
//! Must not know any page.

use super::context::Context;
use super::request::session_in;
use crate::api::session::Me;
use http::request::Parts;
use leptos::prelude::use_context;

/// The signed-in officer of a request as the frame shows him, or nobody. A database that fails shows a frame without an
/// officer; the page itself then says what is wrong.
pub async fn who(context: &Context, parts: &Parts) -> Option<Me> {
    let token = session_in(parts)?;
    let database = &*context.database;
    let session = store::accounts::session(database, &context.env(), &token).await.ok().flatten()?;
    let now = domain::calendar::to_local(context.now());
    let waiting = store::cases::my_work(database, &session.actor, now).await.ok()?.len();
    let unit = store::units::find(database, &session.actor.unit).await.ok().flatten()?;
    Some(Me {
        name: session.actor.officer.full_name,
        role: session.actor.role,
        unit: unit.short_name,
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX),
    })
}

/// What [`who`] found for this request.
pub fn me() -> Option<Me> {
    use_context::<Parts>()?.extensions.get::<Me>().cloned()
}
