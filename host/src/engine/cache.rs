//! Compiled components, kept by content and engine, each with its checksum: a start then takes milliseconds instead of
//! seconds, and a file that a power cut left half-written is compiled again instead of run.

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Write;
use std::path::{Path, PathBuf};
use wasmtime::Engine;
use wasmtime::component::Component;

/// Where the compiled form of `bytes` is kept.
fn place(engine: &Engine, bytes: &[u8], directory: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    engine.precompile_compatibility_hash().hash(&mut hasher);
    directory.join(format!("{}-{:016x}.cwasm", hex::encode(Sha256::digest(bytes)), hasher.finish()))
}

fn source_bytes(source: &Path) -> Result<Vec<u8>> {
    std::fs::read(source).with_context(|| {
        format!("cannot read the component {}: build it first (`cargo xtask build`)", source.display())
    })
}

/// Loads a component from the cache; `None` when it has to be compiled first.
///
/// # Errors
/// When the source cannot be read.
pub fn open(engine: &Engine, source: &Path, directory: &Path) -> Result<Option<Component>> {
    let path = place(engine, &source_bytes(source)?, directory);
    if !is_whole(&path) {
        return Ok(None);
    }
    match read_compiled(engine, &path) {
        Ok(component) => Ok(Some(component)),
        Err(error) => {
            tracing::warn!(path = %path.display(), %error, "compiling again: the cached file cannot be used");
            Ok(None)
        }
    }
}

/// Compiles a component into the cache.
///
/// # Errors
/// When the source cannot be read or is not a component, or the cache cannot be written.
pub fn compile(engine: &Engine, source: &Path, directory: &Path) -> Result<()> {
    let bytes = source_bytes(source)?;
    let path = place(engine, &bytes, directory);
    tracing::info!(source = %source.display(), "compiling");
    let compiled = engine.precompile_component(&bytes).map_err(anyhow::Error::from)?;
    std::fs::create_dir_all(directory).with_context(|| format!("cannot create {}", directory.display()))?;
    write(&path, &compiled)?;
    write(&checksum(&path), hex::encode(Sha256::digest(&compiled)).as_bytes())
}

fn checksum(path: &Path) -> PathBuf {
    path.with_extension("sha256")
}

fn is_whole(path: &Path) -> bool {
    match (std::fs::read(path), std::fs::read_to_string(checksum(path))) {
        (Ok(compiled), Ok(sum)) => hex::encode(Sha256::digest(&compiled)) == sum,
        _ => false,
    }
}

/// Written beside, brought to the disk and renamed, so that a reader never sees half a file.
fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let half = path.with_extension(format!("{}.tmp", std::process::id()));
    let written = std::fs::File::create(&half).and_then(|mut file| {
        file.write_all(bytes)?;
        file.sync_all()?;
        std::fs::rename(&half, path)
    });
    written.with_context(|| format!("cannot write {}", path.display()))
}

#[expect(
    unsafe_code,
    reason = "compiled code is loaded from this host's own cache directory, keyed by content and engine"
)]
fn read_compiled(engine: &Engine, path: &Path) -> Result<Component> {
    // SAFETY: `is_whole` compared the file with its checksum; it was written by `load` from `precompile_component` of an engine with the same compatibility hash;
    // the cache directory belongs to whoever runs the host and is as trusted as its binary.
    unsafe { Component::deserialize_file(engine, path) }.map_err(anyhow::Error::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_file_is_compiled_again() -> Result<()> {
        let directory = tempfile::tempdir()?;
        let source = directory.path().join("empty.wasm");
        // The smallest component: magic, version 13, layer 1.
        std::fs::write(&source, b"\0asm\x0d\0\x01\0")?;
        let engine = Engine::default();
        let cache = directory.path().join("cache");
        assert!(open(&engine, &source, &cache)?.is_none());
        compile(&engine, &source, &cache)?;
        assert!(open(&engine, &source, &cache)?.is_some());
        let path = place(&engine, &std::fs::read(&source)?, &cache);
        let mut damaged = std::fs::read(&path)?;
        let middle = damaged.len() / 2;
        damaged[middle] ^= 1;
        std::fs::write(&path, damaged)?;
        assert!(open(&engine, &source, &cache)?.is_none());
        compile(&engine, &source, &cache)?;
        assert!(open(&engine, &source, &cache)?.is_some());
        Ok(())
    }
}
