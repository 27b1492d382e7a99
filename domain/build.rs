//! Turns the catalogue (`data/catalogue.toml`, written by people) into compact JSON for the compiled crate, so that
//! neither the browser nor the server carries a TOML parser.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=data/catalogue.toml");
    let text = fs::read_to_string("data/catalogue.toml")?;
    let value: toml::Value = toml::from_str(&text)?;
    let mut json = dates_as_text(value);
    in_thousandths(&mut json);
    let json = serde_json::to_string(&json)?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("catalogue.json"), json)?;
    Ok(())
}

/// TOML dates become ISO text; everything else keeps its shape.
fn dates_as_text(value: toml::Value) -> serde_json::Value {
    match value {
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(dates_as_text).collect(),
        toml::Value::Table(table) => {
            serde_json::Value::Object(table.into_iter().map(|(key, value)| (key, dates_as_text(value))).collect())
        }
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
    }
}

/// Limits of quantity bands become whole thousandths of their unit, so that “0,5 kg” needs no fractions later.
fn in_thousandths(catalogue: &mut serde_json::Value) {
    let rows = catalogue["behaviour"].as_array_mut().into_iter().flatten();
    for row in rows.filter(|row| row["base"] == "quantity") {
        for band in row["bands"].as_array_mut().into_iter().flatten() {
            for limit in ["from", "to"] {
                if let Some(value) = band[limit].as_f64() {
                    band[limit] = ((value * 1000.0).round() as i64).into();
                }
            }
        }
    }
}
