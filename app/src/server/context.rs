//! What the function that runs us hands in: the data, the clock, the name of the installation, the assets.

use super::session::Looked;
use crate::error::AppError;
use jiff::Timestamp;
use leptos::prelude::{provide_context, use_context};
use serde::Deserialize;
use std::sync::Arc;

/// Everything from outside that a server function may use.
#[derive(Clone)]
pub struct Context {
    /// Where everything is kept; each opened connection is its own.
    pub database: Arc<dyn store::Database>,
    /// The only clock: tests hand in their own.
    pub clock: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// What the footer and the papers call this installation.
    pub installation_name: Arc<str>,
    /// Fills a buffer with unpredictable bytes.
    pub random: fn(&mut [u8]),
}

impl Context {
    /// Now, by the clock that was handed in.
    pub fn now(&self) -> Timestamp {
        (self.clock)()
    }

    /// What the store may not make itself.
    pub fn env(&self) -> store::Env {
        store::Env { now: self.now(), random: self.random }
    }
}

/// The context of this request.
///
/// # Errors
/// `Internal` when the function that runs us forgot to provide one.
pub fn context() -> Result<Context, AppError> {
    use_context().ok_or_else(|| AppError::internal("no context was provided to the server function"))
}

/// Public paths of the built assets, as `cargo xtask build` wrote them to `assets.json`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
pub struct Assets {
    pub css: String,
    pub js: String,
    pub wasm: String,
}

/// Hands everything to one request; the function that runs us calls it before each.
pub fn provide(context: &Context, assets: &Assets) {
    provide_context(context.clone());
    provide_context(assets.clone());
    provide_context(Looked::default());
}
