//! Everything that touches the browser: the only module that names web-sys, gloo, IndexedDB or WebCrypto.
//!
//! Must not know pages or forms: it works on what the server's HTML carries (`data-*` attributes), and on what the field application
//! hands to it.

#[cfg(feature = "hydrate")]
mod asks;
#[cfg(feature = "hydrate")]
mod continues;
#[cfg(feature = "fieldwork")]
mod field;
#[cfg(feature = "fieldwork")]
pub mod files;
mod form;
mod install;
#[cfg(feature = "fieldwork")]
mod js;
#[cfg(feature = "fieldwork")]
pub mod net;
#[cfg(feature = "fieldwork")]
pub mod page;
#[cfg(feature = "fieldwork")]
pub mod photo;
#[cfg(feature = "fieldwork")]
pub mod place;
#[cfg(feature = "hydrate")]
mod shortcuts;
#[cfg(feature = "fieldwork")]
pub mod signature;
#[cfg(feature = "fieldwork")]
pub mod vault;

#[cfg(feature = "fieldwork")]
pub use field::start_field;
pub use form::{fields_of, fields_of_form, pressed};
#[cfg(feature = "fieldwork")]
pub use js::{new_id, now};

/// Runs once when the module that wakes pages up starts.
#[cfg(feature = "hydrate")]
pub fn start() {
    console_error_panic_hook::set_once();
    shortcuts::listen();
    continues::go_on();
    asks::listen();
    install::register();
}
