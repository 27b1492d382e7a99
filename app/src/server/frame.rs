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

/// The signed-in officer of a request as the frame shows him, or nobody. A database that fails shows a frame without an
/// officer; the page itself then says what is wrong.
pub async fn who(context: &Context, parts: &Parts) -> Option<Me> {
    let token = session_in(parts)?;
    let database = &*context.database;
    let session = of_token(context, &token).await.ok().flatten()?;
    let now = domain::calendar::to_local(context.now());
    let waiting = store::cases::my_work(database, &session.actor, now).await.ok()?.len();
    let unit = store::units::find(database, &session.actor.unit).await.ok().flatten()?;
    let counts = store::direction::counts(database, &session.actor).await.ok()?;
    let practises = if session.actor.path.is_practice() {
        Some(store::practice::way_back(database, session.actor.id()).await.ok()?.unwrap_or_default())
    } else {
        None
    };
    Some(Me {
        name: session.actor.officer.full_name,
        role: session.actor.role,
        unit: unit.short_name,
        waiting: u32::try_from(waiting).unwrap_or(u32::MAX).saturating_add(counts.comments),
        tasks: counts.tasks,
        practises,
    })
}

/// The law in use today, for a page that counts days or lists acts. A database that fails shows the shipped one; the page
/// itself then says what is wrong.
pub async fn law_in_use(context: &Context) -> Arc<Law> {
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

/// What [`who`] found for this request.
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
