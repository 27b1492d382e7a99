//! What a first visit loads, in bytes as sent.

use super::FIELD;
use anyhow::{Result, bail};
use std::fs;
use std::path::Path;

/// What a first visit may cost in brotli, in bytes.
const BUDGET: u64 = 350_000;

/// What the first visit of the field application may cost in brotli, in bytes: it brings the forms, the law, the papers and a storage of
/// its own. It is loaded once, where there is a network, by who goes out; a third of its code reads JSON into the types of a case.
const FIELD_BUDGET: u64 = 700_000;

/// Prints the size of every public file: raw, gzip, brotli; and what a first visit costs in brotli, of the pages and of the field
/// application. Each loads its own module, and neither that of the other.
///
/// # Errors
/// A release build one of whose first visits is over its budget: something came along that a browser does not need.
pub fn print(public: &Path, release: bool) -> Result<()> {
    let mut names: Vec<String> = fs::read_dir(public)?
        .filter_map(|entry| Some(entry.ok()?.file_name().to_string_lossy().into_owned()))
        .filter(|name| ["wasm", "js", "css", "woff2"].iter().any(|kind| name.ends_with(kind)))
        .collect();
    names.sort();
    let size = |name: &str| fs::metadata(public.join(name)).map(|data| data.len()).ok();
    let (mut first_visit, mut field_visit) = (0, 0);
    println!("{:<44} {:>9} {:>9} {:>9}", "public file", "raw", "gzip", "brotli");
    for name in &names {
        let raw = size(name).unwrap_or(0);
        let gzip = size(&format!("{name}.gz")).unwrap_or(raw);
        let brotli = size(&format!("{name}.br")).unwrap_or(raw);
        // Fonts belong to printed papers; a screen does not load them.
        let screen = !name.ends_with("woff2");
        let (field, style) = (name.starts_with(FIELD), name.ends_with("css"));
        if screen && !field {
            first_visit += brotli;
        }
        if screen && (field || style) {
            field_visit += brotli;
        }
        println!("{name:<44} {raw:>9} {gzip:>9} {brotli:>9}");
    }
    println!("first visit, whole application, brotli: {first_visit} bytes");
    println!("first visit, field application, brotli: {field_visit} bytes");
    for (what, cost, budget) in [("", first_visit, BUDGET), (" of the field application", field_visit, FIELD_BUDGET)] {
        if release && cost > budget {
            bail!("a first visit{what} costs {cost} bytes, {budget} are allowed: see what its module links");
        }
    }
    Ok(())
}
