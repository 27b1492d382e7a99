//! The report as a workbook: headings that stay, totals, numbers as numbers.

use crate::sheet::{Line, Weight, headings};
use domain::report::Measure;
use front::Failure;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, XlsxError};
use store::reports::ReportTable;

const FIRST_ROW: u32 = 3;
const GREY: Color = Color::RGB(0x00F3_F2F1);

/// Writes the whole workbook.
///
/// # Errors
/// It cannot be written.
pub fn write(report: &ReportTable, lines: &[Line]) -> Result<Vec<u8>, Failure> {
    workbook(report, lines).map_err(|error| Failure::Broken(format!("workbook: {error}")))
}

fn workbook(report: &ReportTable, lines: &[Line]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Báo cáo")?;
    sheet.set_landscape().set_paper_size(9).set_print_fit_to_pages(1, 0);
    let title = Format::new().set_bold().set_font_size(14);
    let heading = Format::new()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(GREY)
        .set_border(FormatBorder::Thin);
    sheet.write_with_format(0, 0, format!("Kết quả kiểm tra, xử lý vi phạm: {}", report.unit.name), &title)?;
    sheet.write(1, 0, report.period.label())?;
    for (column, text) in (0_u16..).zip(headings()) {
        sheet.write_with_format(FIRST_ROW, column, text, &heading)?;
        sheet.set_column_width(column, if column < 2 { 32 } else { 15 })?;
    }
    sheet.set_row_height(FIRST_ROW, 36)?;
    sheet.set_freeze_panes(FIRST_ROW + 1, 2)?;
    sheet.set_repeat_rows(FIRST_ROW, FIRST_ROW)?;
    for (row, line) in (FIRST_ROW + 1..).zip(lines) {
        let (words, numbers) = formats(line.weight);
        // Written as text whatever it begins with: a name is never a formula.
        sheet.write_string_with_format(row, 0, &line.unit, &words)?;
        sheet.write_string_with_format(row, 1, &line.field, &words)?;
        for (column, measure) in (2_u16..).zip(Measure::ALL) {
            write_number(sheet, (row, column), line.measures.get(measure), &numbers)?;
        }
    }
    book.save_to_buffer()
}

/// A workbook holds fifteen digits; anything longer would lose đồng and is written as text.
#[expect(clippy::cast_precision_loss, reason = "fifteen digits fit into a double exactly")]
fn write_number(
    sheet: &mut rust_xlsxwriter::Worksheet,
    (row, column): (u32, u16),
    value: i64,
    format: &Format,
) -> Result<(), XlsxError> {
    const EXACT: u64 = 999_999_999_999_999;
    if value.unsigned_abs() <= EXACT {
        sheet.write_number_with_format(row, column, value as f64, format)?;
    } else {
        sheet.write_string_with_format(row, column, value.to_string(), format)?;
    }
    Ok(())
}

/// Formats of words and of numbers for a line.
fn formats(weight: Weight) -> (Format, Format) {
    let base = match weight {
        Weight::Field => Format::new(),
        Weight::Unit => Format::new().set_bold(),
        Weight::Total => Format::new().set_bold().set_background_color(GREY),
    }
    .set_border(FormatBorder::Thin);
    (base.clone(), base.set_num_format("#,##0"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::calendar::Period;
    use domain::report::Measures;
    use domain::unit::{Unit, UnitId, UnitKind, UnitPath};

    #[test]
    fn a_workbook_is_written_also_with_figures_no_double_holds() {
        let unit = Unit {
            id: UnitId("33".into()),
            parent: None,
            path: UnitPath("TW/33".into()),
            kind: UnitKind::Province,
            name: "Chi cục".into(),
            short_name: "=Chi cục".into(),
            province: None,
            agency_code: "33".into(),
            unit_code: "00".into(),
            place: String::new(),
            treasury: String::new(),
            address: String::new(),
            in_force_from: jiff::civil::date(2025, 7, 1),
            in_force_to: None,
        };
        let total = Measures::default().with(Measure::Fines, i64::MAX).with(Measure::Handled, 3);
        let report = ReportTable {
            by_unit: vec![(unit.clone(), total)],
            unit,
            period: Period::month(2026, 11).unwrap(),
            by_field: Vec::new(),
            rows: Vec::new(),
            total,
        };
        let book = write(&report, &crate::sheet::rows(&report)).unwrap_or_default();
        assert!(book.starts_with(b"PK") && book.len() > 4000, "{} bytes", book.len());
    }
}
