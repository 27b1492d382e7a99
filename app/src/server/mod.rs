//! Glue of the server half: what a server function finds around it, and how it answers.
//!
//! Only with `ssr`. Must not know Spin, SQL, or any single form or page.

mod context;
mod frame;
mod request;
mod respond;
mod session;
mod stored;
mod submit;

pub use context::{Assets, Context, context, provide};
pub use frame::{law, law_in_use, me, page_law, who};
pub use request::{is_loopback, once, origin, page_path, parts};
pub use respond::{fail, found, redirect, set_header, set_status, sign_in_first};
pub use session::{clear_session, session, session_token, set_session, signed_in};
pub use stored::{draft, keep, opt_draft, refused, show_again, show_with, unavailable, unavailable_db};
pub use submit::{Rejection, reason, submit};
