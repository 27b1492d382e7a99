//! What the tests share: where the workspace is, its sources taken apart, a small HTTP client,
//! the demo's officers, and devices of the field.
//!
//! Must not know what any single test asks.

pub mod authenticator;
pub mod field;
pub mod guards;
#[cfg(feature = "running")]
pub mod host;
pub mod http;
pub mod officers;
pub mod over;
pub mod routes;
pub mod source;

use std::path::{Path, PathBuf};

/// Root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
