//! A report of an office for a spreadsheet: byte order mark, semicolons, CRLF; the whole table in one.

use crate::csv::cell;
use crate::filing::Sheet;
use domain::report::definition::Value;

/// Writes the whole file.
pub fn write(sheet: &Sheet) -> String {
    let mut out = String::from("\u{feff}");
    let mut line = |cells: &[String]| {
        out.push_str(&cells.join(";"));
        out.push_str("\r\n");
    };
    let state = if sheet.draft {
        "DỰ THẢO".to_owned()
    } else {
        format!("Số {}/{}", sheet.head.number, sheet.head.symbol)
    };
    for text in [&sheet.head.agency, &sheet.title, &sheet.period, &state] {
        line(&[cell(text)]);
    }
    if !sheet.fields.is_empty() {
        line(&[cell("Lĩnh vực"), cell(&sheet.fields.join(", "))]);
    }
    let figures = sheet.table.figures.iter().flat_map(|(figure, width)| std::iter::repeat_n(figure, *width));
    let heads = figures.zip(&sheet.table.columns).map(|(figure, column)| cell(&format!("{figure} – {column}")));
    line(&[cell(sheet.definition.rows.heading())].into_iter().chain(heads).collect::<Vec<_>>());
    for row in &sheet.table.lines {
        let values = row.cells.iter().map(|found| value(found.value));
        line(&[cell(&row.label)].into_iter().chain(values).collect::<Vec<_>>());
    }
    for note in sheet.definition.notes {
        line(&[cell(note)]);
    }
    out
}

/// A number without groups; a percentage with a comma, empty without a base.
fn value(value: Value) -> String {
    match value {
        Value::Number { value } | Value::Change { value } => value.to_string(),
        Value::Percent { tenths: None } => String::new(),
        Value::Percent { tenths: Some(tenths) } => {
            let sign = if tenths < 0 { "-" } else { "" };
            format!("{sign}{},{}", tenths.unsigned_abs() / 10, tenths.unsigned_abs() % 10)
        }
    }
}
