//! Glue of the server half: what a server function finds around it, and how it answers.
//!
//! Only with `ssr`. Must not know Spin, SQL, or any single form or page.

mod context;
mod request;
mod respond;
mod session;
mod submit;

pub use context::{Assets, Context, context};
pub use request::{cookie, is_loopback, page_path, parts};
pub use respond::{fail, found, redirect, set_header, set_status, sign_in_first};
pub use session::{clear_session, session_token, set_session};
pub use submit::{Rejection, submit};
