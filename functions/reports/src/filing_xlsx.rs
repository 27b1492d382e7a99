//! A report of an office as a workbook in the official layout: head, title, tables one below the other, notes, signature; the words on a
//! sheet of their own. A4, laid across, as wide as the paper.

use crate::filing::Sheet;
use domain::report::definition::{Part, Value};
use front::Failure;
use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

/// Most columns of figures beside each other: what an A4 page across holds in readable print.
const COLUMNS: usize = 14;
const GREY: Color = Color::RGB(0x00F3_F2F1);
const RED: Color = Color::RGB(0x0097_210F);
const FONT: &str = "Times New Roman";
/// Vietnamese separators wherever the file is opened.
const NUMBER: &str = "[$-42A]#,##0";
const CHANGE: &str = "[$-42A]+#,##0;-#,##0;0";
const PERCENT: &str = "[$-42A]+#,##0.0\" %\";-#,##0.0\" %\";0.0\" %\"";

/// Points of a line, and of the headings of a table.
const LINE: u32 = 16;
const HEADINGS: u32 = 94;

/// Points of a row with a name.
fn height(label: &str) -> u32 {
    if label.chars().count() > 40 { 32 } else { 17 }
}

/// How many points of rows a page holds when so many columns of figures are made as wide as the paper: 508 of 1 036 pixels' width.
fn capacity(width: usize) -> u32 {
    let pixels = 271 + 89 * u32::try_from(width).unwrap_or(1);
    (508 * pixels / 1_036).max(508)
}

/// Writes the whole workbook.
///
/// # Errors
/// It cannot be written.
pub fn write(sheet: &Sheet) -> Result<Vec<u8>, Failure> {
    workbook(sheet).map_err(|error| Failure::Broken(format!("workbook: {error}")))
}

fn text() -> Format {
    Format::new().set_font_name(FONT).set_font_size(12)
}

fn middle() -> Format {
    text().set_align(FormatAlign::Center).set_align(FormatAlign::VerticalCenter).set_text_wrap()
}

fn ruled() -> Format {
    Format::new().set_font_name(FONT).set_font_size(11).set_border(FormatBorder::Thin)
}

fn workbook(sheet: &Sheet) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let figures = book.add_worksheet();
    figures.set_name("Biểu số liệu")?;
    page(figures, true)?;
    tables(figures, sheet)?;
    let words = book.add_worksheet();
    words.set_name("Thuyết minh")?;
    page(words, false)?;
    narrative(words, sheet)?;
    book.save_to_buffer()
}

fn page(sheet: &mut Worksheet, across: bool) -> Result<(), XlsxError> {
    if across {
        sheet.set_landscape();
    }
    sheet.set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.5, 0.4, 0.6, 0.6, 0.3, 0.3);
    sheet.set_footer("&C&10&P/&N");
    sheet.set_screen_gridlines(false);
    Ok(())
}

/// A line over some columns; a single one is written, more are merged.
fn over(sheet: &mut Worksheet, row: u32, (from, to): (u16, u16), text: &str, format: &Format) -> Result<(), XlsxError> {
    if from == to {
        sheet.write_string_with_format(row, from, text, format)?;
    } else {
        sheet.merge_range(row, from, row, to, text, format)?;
    }
    Ok(())
}

fn column(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

fn tables(out: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    let parts = sheet.table.parts(COLUMNS);
    // At least as wide as its head needs.
    let width = parts.iter().map(|part| part.columns.len()).max().unwrap_or(1).max(7);
    let last = column(width);
    out.set_column_width(0, 38)?;
    for place in 1..=last {
        out.set_column_width(place, 12)?;
    }
    let half = last / 2;
    let (left, right) = ((0, half.saturating_sub(1)), (half, last));
    let head = &sheet.head;
    let number = if head.number.is_empty() { "………" } else { head.number.as_str() };
    let bold = middle().set_bold();
    over(out, 0, left, &head.superior, &middle())?;
    over(out, 0, right, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", &bold)?;
    over(out, 1, left, &head.agency, &bold)?;
    over(out, 1, right, "Độc lập - Tự do - Hạnh phúc", &bold)?;
    over(out, 2, left, &format!("Số: {number}/{}", head.symbol), &middle())?;
    over(out, 2, right, &head.place_date, &middle().set_italic())?;
    for row in 0..2 {
        out.set_row_height(row, 20)?;
    }
    if sheet.draft {
        over(out, 3, (0, last), "DỰ THẢO – chưa ký, số liệu đến thời điểm tải", &bold.clone().set_font_color(RED))?;
    } else if sheet.changed {
        let words = "Số liệu chốt khi ký; số liệu sau khi ký đã thay đổi";
        over(out, 3, (0, last), words, &middle().set_italic().set_font_color(RED))?;
    }
    over(out, 4, (0, last), "BÁO CÁO", &bold.clone().set_font_size(14))?;
    over(out, 5, (0, last), &sheet.title, &bold.clone().set_font_size(13))?;
    over(out, 6, (0, last), &sheet.period, &middle().set_italic())?;
    let mut row = 7;
    if !sheet.fields.is_empty() {
        over(out, row, (0, last), &format!("Lĩnh vực: {}", sheet.fields.join("; ")), &middle())?;
        row += 1;
    }
    let rows = sheet.table.lines.iter().map(|line| height(&line.label)).sum::<u32>();
    let capacity = capacity(width);
    let (mut used, mut breaks) = (row * LINE, Vec::new());
    let mut fits = |row: u32, points: u32| {
        if used + points > capacity {
            breaks.push(row);
            used = 0;
        }
        used += points;
    };
    for (place, part) in parts.iter().enumerate() {
        row += 1;
        fits(row, rows + HEADINGS + 2 * LINE);
        let caption = if parts.len() > 1 { format!("Biểu {}", place + 1) } else { "Biểu số liệu".to_owned() };
        out.write_string_with_format(row, 0, caption, &text().set_bold())?;
        row = table(out, sheet, part, row + 1)?;
    }
    row += 1;
    fits(row, (u32::try_from(sheet.definition.notes.len()).unwrap_or(0) + 10) * LINE);
    out.set_page_breaks(&breaks)?;
    let plain = text().set_font_size(11);
    let source = format!("Căn cứ: {} ({})", sheet.definition.source, sheet.definition.mark.label());
    for note in [source.as_str()].into_iter().chain(sheet.definition.notes.iter().copied()) {
        out.write_string_with_format(row, 0, format!("- {note}"), &plain)?;
        row += 1;
    }
    signature(out, sheet, row + 1, right)
}

/// One part of the table; answers the row after it.
fn table(out: &mut Worksheet, sheet: &Sheet, part: &Part, first: u32) -> Result<u32, XlsxError> {
    let heading = ruled()
        .set_bold()
        .set_text_wrap()
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_background_color(GREY);
    let leveled = part.figures.iter().any(|(_, width)| *width > 1);
    let title = sheet.definition.rows.heading();
    if leveled {
        out.merge_range(first, 0, first + 1, 0, title, &heading)?;
    } else {
        out.write_string_with_format(first, 0, title, &heading)?;
    }
    let mut place = 1;
    for (figure, width) in &part.figures {
        let end = place + width - 1;
        over(out, first, (column(place), column(end)), figure, &heading)?;
        place = end + 1;
    }
    // Long headings of one column need the height instead of the width.
    out.set_row_height(first, if leveled { 32 } else { 64 })?;
    let mut row = first + 1;
    if leveled {
        let below = sheet.table.columns.get(part.columns.clone()).unwrap_or_default();
        for (place, label) in below.iter().enumerate() {
            out.write_string_with_format(row, column(place + 1), label, &heading)?;
        }
        out.set_row_height(row, 62)?;
        row += 1;
    }
    let last = sheet.table.lines.len().saturating_sub(1);
    for (place, line) in sheet.table.lines.iter().enumerate() {
        let base = if place == last { ruled().set_bold().set_background_color(GREY) } else { ruled() };
        // Written as text whatever it begins with: a name is never a formula.
        out.write_string_with_format(row, 0, &line.label, &base.clone().set_text_wrap())?;
        out.set_row_height(row, height(&line.label))?;
        let cells = line.cells.get(part.columns.clone()).unwrap_or_default();
        for (place, cell) in cells.iter().enumerate() {
            value(out, (row, column(place + 1)), cell.value, &base)?;
        }
        row += 1;
    }
    Ok(row)
}

/// A number as a number; anything longer than a workbook holds would lose đồng and is written as text.
fn value(out: &mut Worksheet, (row, place): (u32, u16), value: Value, base: &Format) -> Result<(), XlsxError> {
    const EXACT: u64 = 999_999_999_999_999;
    let format = match value {
        Value::Number { .. } => NUMBER,
        Value::Change { .. } => CHANGE,
        Value::Percent { .. } => PERCENT,
    };
    let base = base.clone().set_num_format(format).set_shrink().set_align(FormatAlign::Right);
    match value.figure().filter(|figure| figure.unsigned_abs() <= EXACT) {
        Some(figure) => {
            #[expect(clippy::cast_precision_loss, reason = "fifteen digits fit into a double exactly")]
            let number = figure as f64;
            let number = if matches!(value, Value::Percent { .. }) { number / 10.0 } else { number };
            out.write_number_with_format(row, place, number, &base)?;
        }
        None => {
            out.write_string_with_format(row, place, value.words(), &base)?;
        }
    }
    Ok(())
}

fn signature(out: &mut Worksheet, sheet: &Sheet, row: u32, right: (u16, u16)) -> Result<(), XlsxError> {
    out.write_string_with_format(row, 0, "Nơi nhận:", &text().set_bold().set_italic())?;
    for (place, line) in (1..).zip(["- Như trên;", "- Lưu: VT, BC."]) {
        out.write_string_with_format(row + place, 0, line, &text().set_font_size(11))?;
    }
    let bold = middle().set_bold();
    let Some(who) = &sheet.signatory else {
        over(out, row, right, "NGƯỜI KÝ", &bold)?;
        return over(out, row + 1, right, "(Chưa ký)", &middle().set_italic());
    };
    let mut row = row;
    if !who.on_behalf.is_empty() {
        over(out, row, right, &who.on_behalf, &bold)?;
        row += 1;
    }
    over(out, row, right, &who.title, &bold)?;
    over(out, row + 1, right, &who.hint, &middle().set_italic())?;
    over(out, row + 5, right, &who.name, &bold)
}

fn narrative(out: &mut Worksheet, sheet: &Sheet) -> Result<(), XlsxError> {
    out.set_column_width(0, 92)?;
    out.write_string_with_format(0, 0, "THUYẾT MINH BÁO CÁO", &middle().set_bold().set_font_size(14))?;
    out.write_string_with_format(1, 0, format!("{} – {}", sheet.title, sheet.period), &middle().set_bold())?;
    if sheet.draft {
        out.write_string_with_format(2, 0, "DỰ THẢO", &middle().set_bold().set_font_color(RED))?;
    }
    let wrapped = text().set_text_wrap().set_align(FormatAlign::Top);
    for (row, line) in (4..).zip(sheet.narrative.lines()) {
        let heading = line.split_once(". ").is_some_and(|(number, _)| number.chars().all(|c| "IVX".contains(c)));
        let format = if heading { wrapped.clone().set_bold() } else { wrapped.clone() };
        out.write_string_with_format(row, 0, line, &format)?;
    }
    Ok(())
}
