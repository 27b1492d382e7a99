//! What the tests share: where the workspace is, its sources taken apart, and a small HTTP client.
//!
//! Must not know what any single test asks.

pub mod http;
pub mod source;

use std::path::{Path, PathBuf};

/// Root of the workspace.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .map_or_else(|| PathBuf::from("."), Path::to_path_buf)
}
