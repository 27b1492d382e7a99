//! Writes one sheet row by row: what is written leaves at once, so that a list of any length takes the memory of one page of it.
//!
//! Every cell is a text: a name is never a formula, and a number keeps its zeros. Must not know: what the list is of.

use std::io::{Error, Write};
use std::sync::{Arc, Mutex, PoisonError};
use zip::write::{SimpleFileOptions, StreamWriter, ZipWriter};
use zip::{CompressionMethod, DateTime};

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>"#;

const ROOT: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;

const RELATIONS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

/// Style 0 for words, 1 for headings; both keep digits as they are (format `@`).
const STYLES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="2"><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs></styleSheet>"#;

/// What the writer of the archive fills and the sender empties.
#[derive(Clone, Default)]
struct Outlet(Arc<Mutex<Vec<u8>>>);

impl Write for Outlet {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// A workbook being written.
pub struct SheetWriter {
    package: ZipWriter<StreamWriter<Outlet>>,
    outlet: Outlet,
    line: u32,
}

fn options() -> SimpleFileOptions {
    // The same list twice is the same file, whatever the hour.
    SimpleFileOptions::default().compression_method(CompressionMethod::Deflated).last_modified_time(DateTime::default())
}

impl SheetWriter {
    /// Begins a workbook with one sheet and its headings, which stay when the list is scrolled.
    ///
    /// # Errors
    /// The archive cannot be written.
    pub fn begin(sheet: &str, headings: &[String]) -> Result<Self, Error> {
        let outlet = Outlet::default();
        let mut package = ZipWriter::new_stream(outlet.clone());
        let name = escaped(&sheet.chars().filter(|c| !"[]:*?/\\".contains(*c)).take(31).collect::<String>());
        let book = format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"{name}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
        );
        for (part, content) in [
            ("[Content_Types].xml", TYPES),
            ("_rels/.rels", ROOT),
            ("xl/workbook.xml", book.as_str()),
            ("xl/_rels/workbook.xml.rels", RELATIONS),
            ("xl/styles.xml", STYLES),
        ] {
            package.start_file(part, options())?;
            package.write_all(content.as_bytes())?;
        }
        package.start_file("xl/worksheets/sheet1.xml", options())?;
        package.write_all(b"<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetViews><sheetView workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>")?;
        for (place, heading) in (1_u32..).zip(headings) {
            let width = heading.chars().count().clamp(12, 40) + 2;
            package.write_all(
                format!("<col min=\"{place}\" max=\"{place}\" width=\"{width}\" customWidth=\"1\"/>").as_bytes(),
            )?;
        }
        package.write_all(b"</cols><sheetData>")?;
        let mut writer = Self { package, outlet, line: 0 };
        writer.line(headings, 1)?;
        Ok(writer)
    }

    /// Adds a row.
    ///
    /// # Errors
    /// The archive cannot be written.
    pub fn row(&mut self, cells: &[String]) -> Result<(), Error> {
        self.line(cells, 0)
    }

    fn line(&mut self, cells: &[String], style: u32) -> Result<(), Error> {
        self.line += 1;
        let mut out = format!("<row r=\"{}\">", self.line);
        for cell in cells {
            if cell.is_empty() {
                out.push_str("<c/>");
            } else {
                out.push_str(&format!(
                    "<c t=\"inlineStr\" s=\"{style}\"><is><t xml:space=\"preserve\">{}</t></is></c>",
                    escaped(cell)
                ));
            }
        }
        out.push_str("</row>");
        self.package.write_all(out.as_bytes())
    }

    /// What is ready to leave.
    pub fn drain(&mut self) -> Vec<u8> {
        std::mem::take(&mut *self.outlet.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Ends the workbook and answers what is left of it.
    ///
    /// # Errors
    /// The archive cannot be written.
    pub fn finish(mut self) -> Result<Vec<u8>, Error> {
        self.package.write_all(b"</sheetData></worksheet>")?;
        self.package.finish()?;
        let mut outlet = self.outlet;
        outlet.flush()?;
        Ok(std::mem::take(&mut *outlet.0.lock().unwrap_or_else(PoisonError::into_inner)))
    }
}

/// Text inside of XML. What XML cannot hold goes; a text that begins like a formula keeps an apostrophe, since people copy
/// cells from here into other sheets and save them as CSV.
fn escaped(text: &str) -> String {
    let text = domain::exchange::csv::harmless(text);
    let mut out = String::with_capacity(text.len() + 8);
    for letter in text.chars().take(32_000) {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(letter),
            '\u{fffe}' | '\u{ffff}' => {}
            _ if letter.is_control() => {}
            _ => out.push(letter),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::super::read;
    use super::*;
    use domain::exchange::Cell;

    fn strings<const N: usize>(cells: [&str; N]) -> Vec<String> {
        cells.map(str::to_owned).to_vec()
    }

    #[test]
    fn what_is_written_is_read() {
        let mut writer = SheetWriter::begin("Tổ chức, cá nhân: <1>", &strings(["Tên", "Mã số thuế"])).unwrap();
        let mut file = writer.drain();
        writer.row(&strings(["Hộ <b>&\"Bình\"</b>\u{7}", "0100109106"])).unwrap();
        writer.row(&strings(["", "=HYPERLINK(\"x\")"])).unwrap();
        file.extend(writer.finish().unwrap());
        let book = read(&file).unwrap();
        assert_eq!(book.sheet, "Tổ chức, cá nhân <1>");
        let rows: Vec<Vec<String>> = book.rows.iter().map(|(_, row)| row.iter().map(Cell::shown).collect()).collect();
        assert_eq!(
            rows,
            [
                strings(["Tên", "Mã số thuế"]),
                strings(["Hộ <b>&\"Bình\"</b>", "0100109106"]),
                strings(["", "'=HYPERLINK(\"x\")"])
            ]
        );
    }

    #[test]
    fn a_long_list_leaves_while_it_is_written() {
        let mut writer = SheetWriter::begin("x", &strings(["a"])).unwrap();
        let mut largest = 0;
        for number in 0..20_000 {
            writer.row(&[format!("Hộ kinh doanh số {number}")]).unwrap();
            if number % 500 == 0 {
                largest = largest.max(writer.drain().len());
            }
        }
        assert!(largest < 64 << 10, "{largest} bytes at once");
        assert!(!writer.finish().unwrap().is_empty());
    }
}
