//! Glue of the server half: what a server function finds around it, and how it answers.
//!
//! Only with `ssr`. Must not know Spin, SQL, or any single form or page.

mod context;
mod frame;
mod handed;
mod provider;
mod request;
mod respond;
mod session;
mod stored;
mod submit;

pub use context::{Accounts, Assets, Context, Practice, context, provide};
pub use frame::{Around, PracticeHere, around, law, me, outside, page_law, practice_here};
pub use handed::{hand_over, handed};
pub use provider::{Problem, Provider, Settings};
pub use request::{client, comes_from_elsewhere, is_loopback, once, origin, page_path, parts};
pub use respond::{fail, found, redirect, redirect_away, set_header, set_status, sign_in_first};
pub use session::{
    attempted, begin_half, begin_session, clear_half, clear_session, forget_looked, half_token, session, session_token,
    set_half, set_session, signed_in,
};
pub use stored::{draft, failed, keep, opt_draft, refused, show_again, show_with, unavailable, unavailable_db};
pub use submit::{Rejection, reason, submit};
