//! Compiled components, kept by content and engine: a start then takes milliseconds instead of seconds.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use wasmtime::Engine;
use wasmtime::component::Component;

/// Loads a component from the cache, or compiles it and keeps the result.
///
/// # Errors
/// When the source cannot be read or is not a component.
pub fn load(engine: &Engine, source: &Path, directory: &Path) -> Result<Component> {
    let bytes = std::fs::read(source).with_context(|| {
        format!("cannot read the component {}: build it first (`cargo xtask build`)", source.display())
    })?;
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    let name = format!("{}-{:016x}.cwasm", hex::encode(Sha256::digest(&bytes)), hasher.finish());
    let path = directory.join(name);
    if path.exists() {
        match read_compiled(engine, &path) {
            Ok(component) => return Ok(component),
            Err(error) => {
                tracing::warn!(path = %path.display(), %error, "compiling again: the cached file cannot be used")
            }
        }
    }
    tracing::info!(source = %source.display(), "compiling");
    let compiled = engine.precompile_component(&bytes).map_err(anyhow::Error::from)?;
    std::fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))?;
    // Written beside and renamed, so that a reader never sees half a file.
    let half = path.with_extension(format!("{}.tmp", std::process::id()));
    std::fs::write(&half, &compiled).and_then(|()| std::fs::rename(&half, &path))?;
    read_compiled(engine, &path)
}

#[expect(
    unsafe_code,
    reason = "compiled code is loaded from this host's own cache directory, keyed by content and engine"
)]
fn read_compiled(engine: &Engine, path: &Path) -> Result<Component> {
    // SAFETY: the file was written by `load` from `precompile_component` of an engine with the same compatibility hash;
    // the cache directory belongs to whoever runs the host and is as trusted as its binary.
    unsafe { Component::deserialize_file(engine, path) }.map_err(anyhow::Error::from)
}
