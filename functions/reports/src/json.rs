//! The report as data.

use domain::report::{Measure, Measures};
use front::Failure;
use serde_json::{Map, Value, json};
use store::reports::ReportTable;

fn measures(measures: &Measures) -> Value {
    Value::Object(
        Measure::ALL
            .map(|measure| (measure.key().to_owned(), json!(measures.get(measure))))
            .into_iter()
            .collect::<Map<_, _>>(),
    )
}

/// Writes the whole document.
///
/// # Errors
/// It cannot be written.
pub fn write(report: &ReportTable) -> Result<Vec<u8>, Failure> {
    let units: Vec<Value> = report
        .by_unit
        .iter()
        .map(|(unit, total)| {
            let own = report.rows.iter().filter(|(id, _, _)| *id == unit.id);
            json!({
                "don_vi": unit.id,
                "ten": unit.name,
                "tong": measures(total),
                "linh_vuc": own.map(|(_, field, values)| json!({
                    "linh_vuc": field.key(), "ten": field.label(), "chi_tieu": measures(values),
                })).collect::<Vec<_>>(),
            })
        })
        .collect();
    let document = json!({
        "ky": report.period.key(),
        "tu_ngay": report.period.from,
        "den_ngay": report.period.to,
        "don_vi": report.unit.id,
        "ten": report.unit.name,
        "chi_tieu": Vec::from(Measure::ALL.map(|measure| json!({
            "ma": measure.key(), "ten": measure.label(), "don_vi_tinh": measure.counted().label(),
        }))),
        "cac_don_vi": units,
        "linh_vuc": report.by_field.iter().map(|(field, values)| json!({
            "linh_vuc": field.key(), "ten": field.label(), "chi_tieu": measures(values),
        })).collect::<Vec<_>>(),
        "tong": measures(&report.total),
    });
    serde_json::to_vec(&document).map_err(|error| Failure::Broken(error.to_string()))
}
