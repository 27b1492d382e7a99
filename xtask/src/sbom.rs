//! `sbom`: what the system is made of, as a CycloneDX 1.5 document: every crate of the locked tree with its version, licence and checksum.

use crate::{cargo, workspace};
use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::Path;

/// Writes the document to a file.
pub fn run(file: &Path) -> Result<()> {
    let mut metadata = cargo::cargo();
    metadata.args(["metadata", "--locked", "--format-version", "1"]).current_dir(workspace::root());
    let output = metadata.output().context("cargo metadata")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr));
    }
    let lock = std::fs::read_to_string(workspace::root().join("Cargo.lock"))?;
    let document = document(&serde_json::from_slice(&output.stdout)?, &checksums(&lock))?;
    let count = document.pointer("/components").and_then(Value::as_array).map_or(0, Vec::len);
    std::fs::write(file, serde_json::to_string_pretty(&document)?)
        .with_context(|| format!("cannot write {}", file.display()))?;
    println!("{count} components in {}", file.display());
    Ok(())
}

/// SHA-256 of each crate by name and version, as Cargo.lock has it.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let value = |part: &str, key: &str| {
        let line = part.lines().find_map(|line| line.strip_prefix(&format!("{key} = \"")))?;
        line.strip_suffix('"').map(str::to_owned)
    };
    let parts = lock.split("[[package]]").skip(1);
    parts.filter_map(|part| Some(((value(part, "name")?, value(part, "version")?), value(part, "checksum")?))).collect()
}

fn document(metadata: &Value, checksums: &BTreeMap<(String, String), String>) -> Result<Value> {
    let packages = metadata.get("packages").and_then(Value::as_array).context("no packages")?;
    let mut components = Vec::new();
    for package in packages {
        let text = |key: &str| package.get(key).and_then(Value::as_str).unwrap_or_default();
        // Our own crates have no source.
        if text("source").is_empty() {
            continue;
        }
        let (name, version, licence) = (text("name"), text("version"), text("license").replace('/', " OR "));
        if licence.is_empty() {
            bail!("{name} {version} names no licence");
        }
        let hashes = checksums.get(&(name.to_owned(), version.to_owned()));
        let hashes: Vec<Value> = hashes.iter().map(|hash| json!({ "alg": "SHA-256", "content": hash })).collect();
        components.push(json!({
            "type": "library",
            "bom-ref": format!("pkg:cargo/{name}@{version}"),
            "purl": format!("pkg:cargo/{name}@{version}"),
            "name": name,
            "version": version,
            "licenses": [{ "expression": licence }],
            "hashes": hashes,
        }));
    }
    components.sort_by_key(|one| one.get("purl").map(Value::to_string));
    Ok(json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": { "type": "application", "name": "ins", "version": env!("CARGO_PKG_VERSION") } },
        "components": components,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_crate_of_the_lock_is_listed_with_its_checksum() {
        let lock = "version = 4\n\n[[package]]\nname = \"a\"\nversion = \"1.0.0\"\nsource = \"x\"\nchecksum = \"ab\"\n\n[[package]]\nname = \"own\"\nversion = \"0.1.0\"\n";
        let checksums = checksums(lock);
        assert_eq!(checksums.len(), 1);
        let package = |license: &str| json!({ "name": "a", "version": "1.0.0", "source": "x", "license": license });
        let own = json!({ "name": "own", "version": "0.1.0", "source": null, "license": "MIT" });
        let made = document(&json!({ "packages": [package("MIT/Apache-2.0"), own] }), &checksums).expect("a document");
        let expected = json!([{
            "type": "library", "bom-ref": "pkg:cargo/a@1.0.0", "purl": "pkg:cargo/a@1.0.0", "name": "a", "version": "1.0.0",
            "licenses": [{ "expression": "MIT OR Apache-2.0" }], "hashes": [{ "alg": "SHA-256", "content": "ab" }],
        }]);
        assert_eq!(made["components"], expected);
        assert!(document(&json!({ "packages": [package("")] }), &checksums).is_err(), "a crate without a licence");
    }
}
