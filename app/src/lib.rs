//! The officers' application: one source, three halves.
//!
//! With `ssr` it renders pages and answers server functions inside the `site` function; with `hydrate` it wakes the same
//! pages up in the browser; with `fieldwork` it is an application of its own in the browser, which runs without a network.
//! It must not know Spin, SQL or which engine stores the data: [`server::Context`] hands it a `store::Database`.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "browser")]
pub mod browser;
pub mod components;
#[cfg(feature = "ssr")]
pub mod error;
#[cfg(any(feature = "fieldwork", test))]
pub mod fieldwork;
pub mod forms;
pub mod islands;
pub mod law;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(any(feature = "ssr", feature = "fieldwork"))]
pub mod papers;
pub mod routes;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod shell;
#[cfg(any(feature = "ssr", feature = "fieldwork"))]
pub mod steps;
#[cfg(any(feature = "fieldwork", test))]
pub mod vault_rules;

/// Wakes the page up: called by the hydration script once the module is there.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    browser::start();
    leptos::mount::hydrate_islands();
}

/// Puts the field application into its page: called by the boot module of that page once this module is there.
#[cfg(feature = "fieldwork")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn fieldwork() {
    browser::start_field(fieldwork::App);
}
