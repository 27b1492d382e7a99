//! A report of an office as data.

use domain::report::definition::{Cell, RowKey, Table, Value};
use domain::report::filing::FilingState;
use front::Failure;
use serde_json::{Value as Json, json};
use store::filings::{FilingFile, Now};

fn value(cell: &Cell) -> Json {
    match cell.value {
        Value::Number { value } | Value::Change { value } => json!(value),
        Value::Percent { tenths } => json!(tenths),
    }
}

fn row(key: &RowKey) -> Json {
    match key {
        RowKey::Field { field } => json!(field.key()),
        RowKey::Unit { unit } => json!(unit.0),
        RowKey::Group { key } => json!(key),
        RowKey::Total => json!("tong"),
    }
}

/// Percentages are in tenths; nothing where there is no base.
fn table(table: &Table) -> Json {
    json!({
        "chi_tieu": table.figures.iter().map(|(name, width)| json!({ "ten": name, "so_cot": width })).collect::<Vec<_>>(),
        "cot": table.columns,
        "dong": table.lines.iter().map(|line| json!({
            "ma": row(&line.key), "ten": line.label, "gia_tri": line.cells.iter().map(value).collect::<Vec<_>>(),
        })).collect::<Vec<_>>(),
    })
}

/// Writes the whole document.
///
/// # Errors
/// It cannot be written.
pub fn write(found: &FilingFile) -> Result<Vec<u8>, Failure> {
    let filing = &found.filing;
    let now = match &found.now {
        Now::Table(now) => table(now),
        Now::None(_) => Json::Null,
    };
    let edition = found.edition.as_ref();
    let narrative = match edition {
        Some(edition) => Some(&edition.narrative),
        None => found.own.then_some(&filing.narrative),
    };
    // Above, what is rewritten after a return is the unit's own until it is sent again.
    let told = found.own || matches!(filing.state, FilingState::Sent | FilingState::Received);
    let state = if told { filing.state } else { FilingState::Returned }.key();
    let document = json!({
        "ma": filing.id,
        "mau": filing.definition,
        "ten": filing.title(),
        "loai": filing.occasion.key(),
        "don_vi": filing.unit,
        "ky": filing.period.key(),
        "tu_ngay": filing.period.from,
        "den_ngay": filing.period.to,
        "to_chuc": filing.basis.dated(),
        "trang_thai": state,
        "du_thao": edition.is_none(),
        "so": edition.map(|edition| edition.frame.number.text.clone()),
        "ky_luc": edition.map(|edition| edition.frame.at),
        "nguoi_ky": edition.map(|edition| edition.frame.signer.full_name.clone()),
        "vi_tri_su_kien": edition.map(|edition| edition.position),
        "thuyet_minh": narrative,
        "so_lieu": edition.map_or_else(|| now.clone(), |edition| table(&edition.table.table())),
        "thay_doi_sau_khi_ky": found.differences.iter().map(|difference| json!({
            "dong": row(&difference.place.row),
            "cot": difference.place.column,
            "khi_ky": difference.was.and_then(Value::figure),
            "hien_nay": difference.is.and_then(Value::figure),
        })).collect::<Vec<_>>(),
    });
    serde_json::to_vec(&document).map_err(|error| Failure::Broken(error.to_string()))
}
