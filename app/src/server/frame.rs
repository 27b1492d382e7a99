//! Who is signed in, read once before a page is rendered: the frame around it is then ready at once.
//!
//! Must not know any page.

use super::context::{Context, context};
use super::request::session_in;
use super::session::of_token;
use crate::api::session::Me;
use crate::error::AppError;
use crate::law::Law;
use http::request::Parts;
use leptos::prelude::use_context;
use std::sync::Arc;
use store::accounts::Session;

/// What was read for a page before it is rendered.
pub struct Around {
    /// Who is signed in.
    pub session: Session,
    /// The same as the frame shows him.
    pub me: Me,
    /// The law in use.
    pub law: Arc<Law>,
}

/// What stands around a page of the signed-in officer, or nothing. A database that fails shows a frame without an officer; the page itself
/// then says what is wrong.
pub async fn around(context: &Context, parts: &Parts) -> Option<Around> {
    let token = session_in(parts)?;
    let database = &*context.database;
    let session = of_token(context, &token).await.ok().flatten()?;
    let now = domain::calendar::to_local(context.now());
    let frame = store::frame::frame(database, &session.actor, now).await.ok()?;
    let practises = if session.actor.path.is_practice() {
        Some(store::practice::way_back(database, session.actor.id()).await.ok()?.unwrap_or_default())
    } else {
        None
    };
    let me = Me {
        name: session.actor.officer.full_name.clone(),
        role: session.actor.role,
        unit: frame.unit,
        waiting: frame.cases.saturating_add(frame.direction.comments),
        tasks: frame.direction.tasks,
        practises,
    };
    Some(Around { session, me, law: Arc::new(Law::new(&frame.law.catalogue, &frame.law.calendar)) })
}

/// The law in use today, for a page that counts days or lists acts. A database that fails shows the shipped one; the page
/// itself then says what is wrong.
async fn law_in_use(context: &Context) -> Arc<Law> {
    let today = domain::calendar::to_local(context.now()).date();
    match store::law::current(&*context.database, today).await {
        Ok(law) => Arc::new(Law::new(&law.catalogue, &law.calendar)),
        Err(_) => Arc::default(),
    }
}

/// The law that was read with the page's request.
pub fn page_law() -> Arc<Law> {
    use_context::<Parts>().and_then(|parts| parts.extensions.get::<Arc<Law>>().cloned()).unwrap_or_default()
}

/// The law in use, for a server function: read with the page, or now.
///
/// # Errors
/// `Internal` when the function that runs us forgot to provide a context.
pub async fn law() -> Result<Arc<Law>, AppError> {
    match use_context::<Parts>().and_then(|parts| parts.extensions.get::<Arc<Law>>().cloned()) {
        Some(law) => Ok(law),
        None => Ok(law_in_use(&context()?).await),
    }
}

/// What is set outside of the database, as the function that runs us said it with the request.
pub fn outside() -> store::self_check::Outside {
    use_context::<Parts>().and_then(|parts| parts.extensions.get().copied()).unwrap_or_default()
}

/// What [`around`] found for this request.
pub fn me() -> Option<Me> {
    use_context::<Parts>()?.extensions.get::<Me>().cloned()
}

/// Says that this installation is one of practice: stands in the extensions of a page's request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PracticeHere(pub bool);

/// Whether this installation is one of practice, also for a page nobody is signed in to.
pub fn practice_here() -> bool {
    use_context::<Parts>().and_then(|parts| parts.extensions.get().copied()).is_some_and(|PracticeHere(here)| here)
}
