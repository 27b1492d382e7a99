//! A catalogue as people write it, TOML, turned into the JSON shape the program reads. Built into the build script (the
//! shipped catalogue) and, with the feature `import`, into the server (a version an administrator uploads).
//!
//! Must not know: whether the catalogue is sound.

use serde_json::Value;

/// TOML dates become ISO text, and limits of quantity bands whole thousandths of their unit, so that “0,5 kg” needs no
/// fractions later. A limit finer than a thousandth stays a fraction, for the reader to refuse.
///
/// # Errors
/// The text is not TOML: line and reason, in the parser's words.
pub fn to_json(text: &str) -> Result<Value, toml::de::Error> {
    let table: toml::Table = toml::from_str(text)?;
    let mut json = dates_as_text(toml::Value::Table(table));
    in_thousandths(&mut json);
    Ok(json)
}

/// TOML dates become ISO text; everything else keeps its shape.
fn dates_as_text(value: toml::Value) -> Value {
    match value {
        toml::Value::Datetime(date) => date.to_string().into(),
        toml::Value::Array(items) => items.into_iter().map(dates_as_text).collect(),
        toml::Value::Table(table) => {
            Value::Object(table.into_iter().map(|(key, value)| (key, dates_as_text(value))).collect())
        }
        toml::Value::String(text) => text.into(),
        toml::Value::Integer(number) => number.into(),
        toml::Value::Float(number) => number.into(),
        toml::Value::Boolean(flag) => flag.into(),
    }
}

fn in_thousandths(catalogue: &mut Value) {
    let rows = catalogue.get_mut("behaviour").and_then(Value::as_array_mut).into_iter().flatten();
    for row in rows.filter(|row| row.get("base").is_some_and(|base| base == "quantity")) {
        for band in row.get_mut("bands").and_then(Value::as_array_mut).into_iter().flatten() {
            for limit in ["from", "to"] {
                if let Some(limit) = band.get_mut(limit)
                    && let Some(thousandths) = limit.as_f64().and_then(thousandths)
                {
                    *limit = thousandths.into();
                }
            }
        }
    }
}

/// Whole thousandths of a number, where it has no finer part and is small enough to be exact.
fn thousandths(number: f64) -> Option<i64> {
    let scaled = number * 1000.0;
    let exact = (scaled - scaled.round()).abs() < 1e-6 && scaled.abs() < 1e15;
    // Below 1e15 every whole number of an f64 is an i64.
    exact.then(|| scaled.round() as i64)
}
