//! Reads the first sheet of a workbook that is shown and holds something.
//!
//! Every byte that comes out of the archive is counted against one budget, every cell against another, before it is kept.

use super::styles::{is_builtin_date, is_date};
use domain::exchange::csv::too_many_rows;
use domain::exchange::{Cell, MAX_CELL, MAX_COLUMNS, MAX_ROWS};
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Cursor, Read};
use zip::ZipArchive;

/// Bytes that may come out of one archive. A list of 60,000 rows and 25 columns is about 90 MB.
const MAX_INFLATED: u64 = 160 << 20;

/// Bytes of one text or one element: the reader holds it whole, and a buffer that grows to twice as much beside itself. Excel's cells end at
/// 32,767 characters.
const MAX_PIECE: u64 = 32 << 20;

/// Bytes of text that are kept of one workbook.
const MAX_KEPT: usize = 48 << 20;

/// Parts of an archive.
const MAX_PARTS: usize = 2_000;

/// What was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Workbook {
    /// Name of the sheet.
    pub sheet: String,
    /// How many other sheets hold something and were left out.
    pub others: usize,
    /// Rows that hold something, with their line in the sheet, 1 for the first.
    pub rows: Vec<(u32, Vec<Cell>)>,
}

/// Why a workbook is not read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    Broken,
    NotAWorkbook,
    Macro,
    Password,
    /// More comes out of it than any list holds.
    Bomb,
    /// It declares entities of its own: no spreadsheet writes that.
    Declares,
    TooManyRows,
    /// A cell beyond the columns that are read; its name.
    TooWide(String),
}

impl Fault {
    /// What is wrong and how to put it right, in Vietnamese.
    pub fn message(&self) -> String {
        match self {
            Self::Broken => "Tệp XLSX bị hỏng hoặc chưa tải lên trọn vẹn. Mở lại bằng bảng tính, lưu thành tệp mới rồi gửi lại.".to_owned(),
            Self::NotAWorkbook => {
                "Tệp là gói nén nhưng không phải sổ tính XLSX (có thể là DOCX hoặc ZIP). Chọn đúng tệp bảng tính.".to_owned()
            }
            Self::Macro => {
                "Tệp có macro (chương trình chạy trong bảng tính) nên không nhận. Trong bảng tính chọn Lưu thành “Excel Workbook (.xlsx)”, không có macro, rồi gửi lại.".to_owned()
            }
            Self::Password => {
                "Tệp được đặt mật khẩu nên không đọc được. Bỏ mật khẩu, lưu lại rồi gửi lại.".to_owned()
            }
            Self::Bomb => format!(
                "Nội dung tệp khi giải nén lớn hơn {} MB, vượt mức của một danh sách. Chép riêng vùng dữ liệu sang tệp mới rồi gửi lại.",
                MAX_INFLATED >> 20
            ),
            Self::Declares => "Tệp XLSX có khai báo lạ mà bảng tính không bao giờ ghi. Chép dữ liệu sang tệp mới rồi gửi lại.".to_owned(),
            Self::TooManyRows => too_many_rows(),
            Self::TooWide(cell) => format!(
                "Ô {cell} nằm ngoài {MAX_COLUMNS} cột đầu. Chỉ giữ các cột cần nhập rồi gửi lại."
            ),
        }
    }
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Lets through what the budget still allows, of all and of the piece that is being read.
struct Counted<'b, R> {
    inner: R,
    left: &'b mut u64,
    piece: u64,
}

impl<R: Read> Read for Counted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.inner.read(buffer)?;
        let count = u64::try_from(read).unwrap_or(u64::MAX);
        self.piece = self.piece.saturating_add(count);
        match self.left.checked_sub(count).filter(|_| self.piece <= MAX_PIECE) {
            Some(left) => {
                *self.left = left;
                Ok(read)
            }
            None => {
                *self.left = 0;
                Err(std::io::Error::other("more than the budget"))
            }
        }
    }
}

/// Reads a workbook.
///
/// # Errors
/// [`Fault`]; nothing of it is kept then.
pub fn read(bytes: &[u8]) -> Result<Workbook, Fault> {
    read_within(bytes, MAX_INFLATED)
}

/// The same within another budget of bytes.
fn read_within(bytes: &[u8], budget: u64) -> Result<Workbook, Fault> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| Fault::Broken)?;
    look(&mut archive, budget)?;
    let mut left = budget;
    let book = book(&mut archive, &mut left)?;
    let targets = relations(&mut archive, &mut left)?;
    let strings = if has(&archive, STRINGS) { strings(&mut archive, &mut left)? } else { Vec::new() };
    let dates = if has(&archive, STYLES) { date_styles(&mut archive, &mut left)? } else { BTreeSet::new() };
    let mut read: Option<Workbook> = None;
    for (name, relation) in &book.sheets {
        let Some(part) = targets.get(relation).filter(|part| has(&archive, part)) else { continue };
        let mut sheet =
            Sheet { strings: &strings, dates: &dates, since_1904: book.since_1904, rows: Vec::new(), kept: 0 };
        match &mut read {
            None => {
                sheet.read(&mut archive, part, &mut left)?;
                if !sheet.rows.is_empty() {
                    read = Some(Workbook { sheet: name.clone(), others: 0, rows: sheet.rows });
                }
            }
            Some(found) => found.others += 1,
        }
    }
    read.ok_or(Fault::NotAWorkbook).or_else(|fault| match book.sheets.is_empty() {
        true => Err(fault),
        false => Ok(Workbook { sheet: String::new(), others: 0, rows: Vec::new() }),
    })
}

const BOOK: &str = "xl/workbook.xml";
const STRINGS: &str = "xl/sharedStrings.xml";
const STYLES: &str = "xl/styles.xml";

fn has(archive: &Archive<'_>, name: &str) -> bool {
    archive.index_for_name(name).is_some()
}

/// Looks at the names and sizes before anything is inflated.
fn look(archive: &mut Archive<'_>, budget: u64) -> Result<(), Fault> {
    if archive.len() > MAX_PARTS {
        return Err(Fault::Bomb);
    }
    let mut declared = 0_u64;
    for index in 0..archive.len() {
        let part = archive.by_index_raw(index).map_err(|_| Fault::Broken)?;
        if part.encrypted() {
            return Err(Fault::Password);
        }
        let name = part.name().map_err(|_| Fault::Broken)?.to_ascii_lowercase();
        if name.ends_with("vbaproject.bin") || name.contains("/macrosheets/") || name.contains("/activex/") {
            return Err(Fault::Macro);
        }
        declared = declared.saturating_add(part.size());
    }
    if declared > budget.saturating_mul(2) {
        return Err(Fault::Bomb);
    }
    if !has(archive, "[Content_Types].xml") || !has(archive, BOOK) {
        return Err(Fault::NotAWorkbook);
    }
    Ok(())
}

/// Walks through a part; `step` answers whether to go on.
fn walk(
    archive: &mut Archive<'_>,
    name: &str,
    left: &mut u64,
    mut step: impl FnMut(Event<'_>) -> Result<bool, Fault>,
) -> Result<(), Fault> {
    let part = archive.by_name(name).map_err(|_| Fault::Broken)?;
    let mut reader = Reader::from_reader(BufReader::with_capacity(64 << 10, Counted { inner: part, left, piece: 0 }));
    let mut buffer = Vec::new();
    let mut outcome = Ok(());
    loop {
        buffer.clear();
        reader.get_mut().get_mut().piece = 0;
        match reader.read_event_into(&mut buffer) {
            Ok(Event::Eof) => break,
            Ok(Event::DocType(_)) => return Err(Fault::Declares),
            Ok(event) => {
                if !step(event)? {
                    break;
                }
            }
            Err(_) => {
                outcome = Err(Fault::Broken);
                break;
            }
        }
    }
    drop(reader);
    if outcome.is_err() && *left == 0 { Err(Fault::Bomb) } else { outcome }
}

fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    element
        .attributes()
        .with_checks(false)
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .and_then(|attribute| {
            attribute.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
        })
}

struct Book {
    /// Names and relations of the sheets that are shown.
    sheets: Vec<(String, String)>,
    since_1904: bool,
}

fn book(archive: &mut Archive<'_>, left: &mut u64) -> Result<Book, Fault> {
    let mut book = Book { sheets: Vec::new(), since_1904: false };
    walk(archive, BOOK, left, |event| {
        if let Event::Start(element) | Event::Empty(element) = &event {
            match element.local_name().as_ref() {
                "workbookPr" => {
                    book.since_1904 = matches!(attribute(element, "date1904").as_deref(), Some("1" | "true"));
                }
                "sheet" if attribute(element, "state").is_none_or(|state| state == "visible") => {
                    book.sheets.push((
                        attribute(element, "name").unwrap_or_default(),
                        attribute(element, "id").unwrap_or_default(),
                    ));
                }
                _ => {}
            }
        }
        Ok(true)
    })?;
    Ok(book)
}

/// Which part stands behind which relation of the workbook.
fn relations(archive: &mut Archive<'_>, left: &mut u64) -> Result<BTreeMap<String, String>, Fault> {
    let mut targets = BTreeMap::new();
    walk(archive, "xl/_rels/workbook.xml.rels", left, |event| {
        if let Event::Start(element) | Event::Empty(element) = &event
            && element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) = (attribute(element, "Id"), attribute(element, "Target"))
        {
            let part = target.strip_prefix('/').map_or_else(|| format!("xl/{target}"), str::to_owned);
            targets.insert(id, part);
        }
        Ok(true)
    })?;
    Ok(targets)
}

/// Text of an element, references resolved; entities that no XML knows are left out.
fn text(event: &Event<'_>, out: &mut String) {
    match event {
        Event::Text(text) => out.push_str(&text.xml10_content()),
        Event::CData(text) => out.push_str(&text.xml10_content()),
        Event::GeneralRef(reference) => match reference.resolve_char_ref() {
            Ok(Some(letter)) => out.push(letter),
            Ok(None) | Err(_) => match reference.xml10_content().as_ref() {
                "lt" => out.push('<'),
                "gt" => out.push('>'),
                "amp" => out.push('&'),
                "apos" => out.push('\''),
                "quot" => out.push('"'),
                _ => {}
            },
        },
        _ => {}
    }
}

/// The texts that cells share. Readings of phonetic letters beside them are left out.
fn strings(archive: &mut Archive<'_>, left: &mut u64) -> Result<Vec<String>, Fault> {
    let mut all = Vec::new();
    let (mut current, mut within, mut phonetic, mut kept) = (String::new(), false, false, 0_usize);
    walk(archive, STRINGS, left, |event| {
        match &event {
            Event::Start(element) => match element.local_name().as_ref() {
                "t" => within = !phonetic,
                "rPh" => phonetic = true,
                _ => {}
            },
            Event::End(element) => match element.local_name().as_ref() {
                "t" => within = false,
                "rPh" => phonetic = false,
                "si" => {
                    kept += current.len();
                    if kept > MAX_KEPT {
                        return Err(Fault::Bomb);
                    }
                    all.push(unescaped(&std::mem::take(&mut current)));
                }
                _ => {}
            },
            Event::Empty(element) if element.local_name().as_ref() == "si" => all.push(String::new()),
            other if within => text(other, &mut current),
            _ => {}
        }
        Ok(true)
    })?;
    Ok(all)
}

/// `_x000D_` and its like: characters that XML cannot hold.
fn unescaped(text: &str) -> String {
    if !text.contains("_x") {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find("_x") {
        let code = rest.get(start + 2..start + 6).filter(|_| rest.get(start + 6..start + 7) == Some("_"));
        let letter = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
        out.push_str(rest.get(..start).unwrap_or_default());
        match letter {
            Some(letter) => {
                out.push(letter);
                rest = rest.get(start + 7..).unwrap_or_default();
            }
            None => {
                out.push_str("_x");
                rest = rest.get(start + 2..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// The cell styles that show dates.
fn date_styles(archive: &mut Archive<'_>, left: &mut u64) -> Result<BTreeSet<u32>, Fault> {
    let mut custom: BTreeMap<u32, bool> = BTreeMap::new();
    let (mut dates, mut cells, mut place) = (BTreeSet::new(), false, 0_u32);
    walk(archive, STYLES, left, |event| {
        match &event {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "numFmt" => {
                    let id = attribute(element, "numFmtId").and_then(|id| id.parse().ok());
                    if let (Some(id), Some(code)) = (id, attribute(element, "formatCode")) {
                        custom.insert(id, is_date(&code));
                    }
                }
                "cellXfs" => cells = true,
                "xf" if cells => {
                    let id = attribute(element, "numFmtId").and_then(|id| id.parse().ok()).unwrap_or(0);
                    if custom.get(&id).copied().unwrap_or_else(|| is_builtin_date(id)) {
                        dates.insert(place);
                    }
                    place += 1;
                }
                _ => {}
            },
            Event::End(element) if element.local_name().as_ref() == "cellXfs" => cells = false,
            _ => {}
        }
        Ok(true)
    })?;
    Ok(dates)
}

/// One sheet being read.
struct Sheet<'a> {
    strings: &'a [String],
    dates: &'a BTreeSet<u32>,
    since_1904: bool,
    rows: Vec<(u32, Vec<Cell>)>,
    kept: usize,
}

/// One cell being read.
#[derive(Default)]
struct Open {
    column: usize,
    name: String,
    kind: String,
    style: u32,
    value: String,
    formula: bool,
    within: bool,
}

impl Sheet<'_> {
    fn read(&mut self, archive: &mut Archive<'_>, part: &str, left: &mut u64) -> Result<(), Fault> {
        let (mut line, mut row, mut cell): (u32, Vec<Cell>, Option<Open>) = (0, Vec::new(), None);
        let mut next = 0;
        let mut finished = false;
        walk(archive, part, left, |event| {
            match &event {
                Event::Start(element) | Event::Empty(element) => {
                    let empty = matches!(event, Event::Empty(_));
                    match element.local_name().as_ref() {
                        "row" => {
                            let here: Option<u32> = attribute(element, "r").and_then(|line| line.parse().ok());
                            line = here.unwrap_or(line.saturating_add(1));
                            next = 0;
                        }
                        "c" => {
                            let name = attribute(element, "r").unwrap_or_default();
                            let open = Open {
                                column: column(&name).unwrap_or(next),
                                name,
                                kind: attribute(element, "t").unwrap_or_default(),
                                style: attribute(element, "s").and_then(|style| style.parse().ok()).unwrap_or(0),
                                ..Open::default()
                            };
                            next = open.column + 1;
                            if !empty {
                                cell = Some(open);
                            }
                        }
                        "f" => {
                            if let Some(cell) = &mut cell {
                                cell.formula = true;
                            }
                        }
                        "v" | "t" if !empty => {
                            if let Some(cell) = &mut cell {
                                cell.within = true;
                            }
                        }
                        _ => {}
                    }
                }
                Event::End(element) => match element.local_name().as_ref() {
                    "v" | "t" => {
                        if let Some(cell) = &mut cell {
                            cell.within = false;
                        }
                    }
                    "c" => {
                        if let Some(open) = cell.take() {
                            self.keep(open, &mut row)?;
                        }
                    }
                    "row" => self.close(line, &mut row)?,
                    "sheetData" => {
                        finished = true;
                        return Ok(false);
                    }
                    _ => {}
                },
                other => {
                    if let Some(cell) = cell.as_mut().filter(|cell| cell.within) {
                        text(other, &mut cell.value);
                    }
                }
            }
            Ok(true)
        })?;
        // A sheet without rows closes its data in one element; one that breaks off among its rows is no sheet.
        if !finished && (cell.is_some() || !row.is_empty()) {
            return Err(Fault::Broken);
        }
        Ok(())
    }

    fn keep(&mut self, open: Open, row: &mut Vec<Cell>) -> Result<(), Fault> {
        let value = match open.kind.as_str() {
            _ if open.formula => Cell::Formula { f: true },
            "s" => {
                let index = open.value.trim().parse::<usize>().map_err(|_| Fault::Broken)?;
                Cell::of_words(self.strings.get(index).ok_or(Fault::Broken)?)
            }
            "inlineStr" | "str" => Cell::of_words(&unescaped(&open.value)),
            "b" => Cell::of_words(if open.value.trim() == "1" { "TRUE" } else { "FALSE" }),
            "e" => Cell::of_words(&open.value),
            "d" => open
                .value
                .get(..10)
                .and_then(|day| day.parse().ok())
                .map_or_else(|| Cell::of_words(&open.value), |d| Cell::Day { d }),
            _ if open.value.trim().is_empty() => return Ok(()),
            _ if self.dates.contains(&open.style) => Cell::of_serial(&open.value, self.since_1904),
            _ => Cell::of_number(&open.value),
        };
        if value.is_empty() {
            return Ok(());
        }
        if open.column >= MAX_COLUMNS {
            return Err(Fault::TooWide(open.name));
        }
        self.kept += value.words().len().min(MAX_CELL) + 16;
        if self.kept > MAX_KEPT {
            return Err(Fault::Bomb);
        }
        if row.len() <= open.column {
            row.resize(open.column + 1, Cell::default());
        }
        if let Some(place) = row.get_mut(open.column) {
            *place = value;
        }
        Ok(())
    }

    fn close(&mut self, line: u32, row: &mut Vec<Cell>) -> Result<(), Fault> {
        let row = std::mem::take(row);
        if row.is_empty() {
            return Ok(());
        }
        if self.rows.len() >= MAX_ROWS {
            return Err(Fault::TooManyRows);
        }
        self.kept += row.len() * 8;
        self.rows.push((line, row));
        Ok(())
    }
}

/// The column of a cell's name: `AB12` → 27.
fn column(name: &str) -> Option<usize> {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic);
    let place =
        letters.take(4).fold(0_usize, |place, letter| place * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    place.checked_sub(1)
}

#[cfg(test)]
mod tests;
