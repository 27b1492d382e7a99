//! Runs the same `spin.toml` as the `spin` command does, on one machine where that command is not installed.
//!
//! Architecture invariant: nothing here knows what the components do; only the manifest, WASI, and Spin's interfaces.
//! Without the feature `engine` only the manifest model is compiled, so that tests read manifests cheaply.

#[cfg(feature = "engine")]
pub mod engine;
pub mod manifest;
pub mod outbound;
pub mod routes;
pub mod runtime_config;
