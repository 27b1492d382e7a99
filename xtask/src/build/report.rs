//! What a first visit loads, in bytes as sent.

use anyhow::{Result, bail};
use std::fs;
use std::path::Path;

/// What a first visit may cost in brotli, in bytes.
const BUDGET: u64 = 350_000;

/// Prints the size of every public file: raw, gzip, brotli; and what a first visit costs in brotli.
///
/// # Errors
/// A release build whose first visit is over its budget: something came along that a browser does not need.
pub fn print(public: &Path, release: bool) -> Result<()> {
    let mut names: Vec<String> = fs::read_dir(public)?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| ["wasm", "js", "css", "woff2"].iter().any(|kind| name.ends_with(kind)))
        .collect();
    names.sort();
    let size = |name: &str| fs::metadata(public.join(name)).map(|data| data.len()).ok();
    let mut first_visit = 0;
    println!("{:<44} {:>9} {:>9} {:>9}", "public file", "raw", "gzip", "brotli");
    for name in &names {
        let raw = size(name).unwrap_or(0);
        let gzip = size(&format!("{name}.gz")).unwrap_or(raw);
        let brotli = size(&format!("{name}.br")).unwrap_or(raw);
        // Fonts belong to printed papers; a screen does not load them.
        if !name.ends_with("woff2") {
            first_visit += brotli;
        }
        println!("{name:<44} {raw:>9} {gzip:>9} {brotli:>9}");
    }
    println!("first visit, whole application, brotli: {first_visit} bytes");
    if release && first_visit > BUDGET {
        bail!("a first visit costs {first_visit} bytes, {BUDGET} are allowed: see what the browser half links");
    }
    Ok(())
}
