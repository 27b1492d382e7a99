//! Everything that touches the browser: the only module that names web-sys or gloo.
//!
//! Must not know pages or forms: it works on what the server's HTML carries (`data-*` attributes).

mod asks;
mod continues;
mod form;
mod shortcuts;

pub use form::{fields_of, fields_of_form, pressed};

/// Runs once when the module starts.
pub fn start() {
    console_error_panic_hook::set_once();
    shortcuts::listen();
    continues::go_on();
    asks::listen();
}
