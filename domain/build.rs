//! Turns the catalogue (`data/catalogue.toml`, written by people) into compact JSON for the compiled crate, so that
//! neither the browser nor the server carries a TOML parser for it.

use std::{env, error::Error, fs, path::Path};

#[path = "src/catalogue/from_toml.rs"]
mod from_toml;

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data/catalogue.toml");
    println!("cargo::rerun-if-changed=src/catalogue/from_toml.rs");
    let json = from_toml::to_json(&fs::read_to_string("data/catalogue.toml")?)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("catalogue.json"), serde_json::to_string(&json)?)?;
    Ok(())
}
