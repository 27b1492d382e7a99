//! Turns a compiled module for the browser into the pair a browser loads: a JavaScript module and its WebAssembly.

use super::short_hash;
use crate::workspace;
use anyhow::{Context, Result, bail};
use std::fs;
use std::path::Path;
use wasm_bindgen_cli_support::Bindgen;

/// The pair a browser loads.
pub struct Bound {
    pub js: String,
    pub wasm: Vec<u8>,
}

/// Runs wasm-bindgen on a module, or takes the pair made earlier from the same module.
pub fn bind(module: &Path) -> Result<Bound> {
    let bytes = fs::read(module).with_context(|| format!("no module for the browser at {}", module.display()))?;
    let kept = workspace::target().join("xtask").join("bindgen").join(short_hash(&bytes));
    let (js, wasm) = (kept.join("app.js"), kept.join("app_bg.wasm"));
    if !(js.is_file() && wasm.is_file()) {
        eprintln!("  wasm-bindgen …");
        let partial = kept.with_extension("partial");
        Bindgen::new()
            .input_bytes("app", bytes)
            .web(true)?
            .typescript(false)
            .omit_default_module_path(true)
            .remove_producers_section(true)
            .remove_name_section(true)
            .generate(&partial)?;
        if partial.join("snippets").exists() {
            bail!("a dependency brings JavaScript snippets; name them by content here before shipping them");
        }
        if kept.exists() {
            fs::remove_dir_all(&kept)?;
        }
        fs::rename(&partial, &kept)?;
    }
    Ok(Bound { js: fs::read_to_string(js)?, wasm: fs::read(wasm)? })
}
