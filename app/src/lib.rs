//! The officers' application: one source, two halves.
//!
//! With `ssr` it renders pages and answers server functions inside the `site` function; with `hydrate` it wakes the same
//! pages up in the browser. It must not know Spin, SQL or which engine stores the data: [`server::Context`] hands it a
//! `store::Database`.
#![recursion_limit = "256"]

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod app;
#[cfg(feature = "hydrate")]
pub mod browser;
pub mod components;
#[cfg(feature = "ssr")]
pub mod error;
pub mod forms;
pub mod islands;
pub mod law;
#[cfg(feature = "ssr")]
pub mod pages;
#[cfg(feature = "ssr")]
pub mod papers;
#[cfg(feature = "ssr")]
pub mod routes;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod shell;

/// Wakes the page up: called by the hydration script once the module is there.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    browser::start();
    leptos::mount::hydrate_islands();
}
