//! The compressed twins of a public file. A name carries its content's hash, so an existing twin is the right one.

use super::write_if_changed;
use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use std::fs;
use std::io::Write;
use std::path::Path;

/// Makes `.br` and `.gz` beside a file and answers their names; `fast` trades size for time.
pub fn twins(path: &Path, content: &[u8], fast: bool) -> Result<Vec<String>> {
    let name = path.file_name().context("a public file has a name")?.to_string_lossy().into_owned();
    let mut names = Vec::new();
    for (suffix, encode) in [("br", brotli as Encode), ("gz", gzip as Encode)] {
        let twin = path.with_file_name(format!("{name}.{suffix}"));
        // A quickly made twin is not good enough for a bundle: the mark says how it was made.
        let mark = path.with_file_name(format!("{name}.{suffix}.fast"));
        let is_fast = mark.exists();
        if !twin.is_file() || (is_fast && !fast) {
            write_if_changed(&twin, &encode(content, fast)?)?;
            if fast {
                fs::write(&mark, "")?;
            } else if is_fast {
                fs::remove_file(&mark)?;
            }
        }
        names.push(format!("{name}.{suffix}"));
        if mark.exists() {
            names.push(format!("{name}.{suffix}.fast"));
        }
    }
    Ok(names)
}

type Encode = fn(&[u8], bool) -> Result<Vec<u8>>;

/// Brotli; quality 11 for what is shipped.
pub fn brotli(content: &[u8], fast: bool) -> Result<Vec<u8>> {
    let quality = if fast { 4 } else { 11 };
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 1 << 16, quality, 24).write_all(content)?;
    Ok(out)
}

/// Gzip; level 9 for what is shipped.
pub fn gzip(content: &[u8], fast: bool) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), if fast { Compression::fast() } else { Compression::best() });
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}
