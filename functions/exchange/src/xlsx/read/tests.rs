//! Workbooks as spreadsheets write them, and as an attacker does.

use super::*;
use jiff::civil::date;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook as Writer};
use std::io::Write;
use zip::write::{SimpleFileOptions, ZipWriter};

fn shown(book: &Workbook) -> Vec<(u32, Vec<String>)> {
    book.rows.iter().map(|(line, row)| (*line, row.iter().map(Cell::shown).collect())).collect()
}

/// An archive of these parts.
fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const RELATIONS: &[u8] = br#"<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>"#;
const ONE_SHEET: &[u8] = br#"<workbook xmlns:r="r"><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>"#;

/// A workbook whose only sheet is this.
fn with_sheet(sheet: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut parts: Vec<(&str, &[u8])> = vec![
        ("[Content_Types].xml", b"<Types/>"),
        (BOOK, ONE_SHEET),
        ("xl/_rels/workbook.xml.rels", RELATIONS),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    parts.extend_from_slice(more);
    package(&parts)
}

#[test]
fn a_workbook_of_a_spreadsheet() {
    let mut writer = Writer::new();
    let hidden = writer.add_worksheet();
    hidden.set_name("Ẩn").unwrap().set_hidden(true);
    hidden.write(0, 0, "không đọc").unwrap();
    writer.add_worksheet().set_name("Trống").unwrap().set_active(true);
    let sheet = writer.add_worksheet();
    sheet.set_name("Danh sách").unwrap();
    let day = Format::new().set_num_format("dd/mm/yyyy");
    sheet.write(0, 0, "DANH SÁCH").unwrap();
    sheet.write(2, 0, "Tên").unwrap();
    sheet.write(2, 1, "Mã số thuế").unwrap();
    sheet.write(3, 0, "Hộ <Bình> & con").unwrap();
    sheet.write(3, 1, 100_109_106).unwrap();
    sheet.write_with_format(3, 2, ExcelDateTime::from_ymd(2019, 3, 15).unwrap(), &day).unwrap();
    sheet.write(3, 3, 0.5).unwrap();
    sheet.write(3, 4, Formula::new("=A4&\"x\"").set_result("kết quả")).unwrap();
    sheet.write(3, 6, true).unwrap();
    sheet.write_blank(9, 20, &day).unwrap();
    let other = writer.add_worksheet();
    other.write(0, 0, "khác").unwrap();
    let book = read(&writer.save_to_buffer().unwrap()).unwrap();
    assert_eq!((book.sheet.as_str(), book.others), ("Danh sách", 1));
    let strings = |cells: &[&str]| cells.iter().map(|cell| (*cell).to_owned()).collect::<Vec<_>>();
    assert_eq!(
        shown(&book),
        [
            (1, strings(&["DANH SÁCH"])),
            (3, strings(&["Tên", "Mã số thuế"])),
            (4, strings(&["Hộ <Bình> & con", "100109106", "15/03/2019", "0.5", "(công thức)", "", "TRUE"])),
        ]
    );
    assert_eq!(book.rows[2].1[2], Cell::Day { d: date(2019, 3, 15) });
    assert_eq!(book.rows[2].1[1], Cell::Number { n: "100109106".into() });
}

#[test]
fn what_other_programs_write() {
    let sheet = "<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>Tên</t></is></c><c t=\"s\"><v>0</v></c></row>\
        <row r=\"5\"><c r=\"B5\" t=\"str\"><v>a_x000A_b_xZZ</v></c><c r=\"D5\"><v>3.3090000123E10</v></c><c r=\"E5\" t=\"d\"><v>2019-03-15T00:00:00</v></c>\
        <c r=\"F5\" t=\"e\"><v>#N/A</v></c><c r=\"G5\"><v/></c><c r=\"XFD5\" s=\"3\"/></row></sheetData></worksheet>";
    let strings =
        "<sst><si><r><t>Địa </t></r><r><t>ch&#7881; &amp; &lt;số&gt;&lạ;</t></r><rPh><t>đọc</t></rPh></si><si/></sst>";
    let book = read(&with_sheet(sheet.as_bytes(), &[(STRINGS, strings.as_bytes())])).unwrap();
    assert_eq!(shown(&book)[0].1, ["Tên", "Địa chỉ & <số>"]);
    assert_eq!(
        shown(&book)[1],
        (5, ["", "a\nb_xZZ", "", "33090000123", "15/03/2019", "#N/A"].map(str::to_owned).to_vec())
    );
    let styled = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"dd\\-mm\"/></numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"170\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let old =
        br#"<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="A" r:id="rId1"/></sheets></workbook>"#;
    let sheet = "<worksheet><sheetData><row><c><v>43539</v></c><c s=\"1\"><v>42077</v></c><c s=\"2\"><v>42077.5</v></c></row></sheetData></worksheet>";
    let book = read(&package(&[
        ("[Content_Types].xml", b"<Types/>"),
        (BOOK, old),
        (
            "xl/_rels/workbook.xml.rels",
            br#"<Relationships><Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"/></Relationships>"#,
        ),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
        (STYLES, styled.as_bytes()),
    ]))
    .unwrap();
    assert_eq!(shown(&book)[0].1, ["43539", "15/03/2019", "15/03/2019"]);
    let empty = read(&with_sheet(b"<worksheet><sheetData/></worksheet>", &[])).unwrap();
    assert_eq!(empty.rows, []);
}

#[test]
fn what_is_no_list_is_refused_by_its_kind() {
    let sheet =
        |rows: &str| with_sheet(format!("<worksheet><sheetData>{rows}</sheetData></worksheet>").as_bytes(), &[]);
    let whole = sheet("<row r=\"1\"><c r=\"A1\"><v>1</v></c></row>");
    let many = (0..=MAX_ROWS).map(|_| "<row><c><v>1</v></c></row>").collect::<String>();
    for (bytes, fault) in [
        (b"PK\x03\x04".to_vec(), Fault::Broken),
        (whole[..whole.len() / 2].to_vec(), Fault::Broken),
        (package(&[("word/document.xml", b"<w/>"), ("[Content_Types].xml", b"<Types/>")]), Fault::NotAWorkbook),
        (package(&[("a.csv", b"a;b")]), Fault::NotAWorkbook),
        (with_sheet(b"<worksheet/>", &[("xl/vbaProject.bin", b"x")]), Fault::Macro),
        (with_sheet(b"<worksheet/>", &[("xl/macrosheets/sheet1.xml", b"<x/>")]), Fault::Macro),
        (with_sheet(b"<!DOCTYPE x [<!ENTITY a \"aaaa\">]><worksheet><sheetData/></worksheet>", &[]), Fault::Declares),
        (sheet("<row><c r=\"XFD1\"><v>1</v></c></row>"), Fault::TooWide("XFD1".into())),
        (sheet("<row><c t=\"s\"><v>0</v></c></row>"), Fault::Broken),
        (with_sheet(b"<worksheet><sheetData><row><c><v>1</v></c>", &[]), Fault::Broken),
        (sheet(&many), Fault::TooManyRows),
    ] {
        assert_eq!(read(&bytes), Err(fault.clone()), "{fault:?}");
        assert!(fault.message().chars().count() > 30);
    }
}

/// A few kilobytes that would become megabytes: refused by what it declares, and by what really comes out. The budget is a
/// small one, so that the test need not make gigabytes.
#[test]
fn a_bomb_does_not_go_off() {
    const BUDGET: u64 = 1 << 20;
    let zeros = vec![b' '; 64 << 10];
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in
        [("[Content_Types].xml", b"<Types/>".as_slice()), (BOOK, ONE_SHEET), ("xl/_rels/workbook.xml.rels", RELATIONS)]
    {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content).unwrap();
    }
    writer.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    writer.write_all(b"<worksheet><sheetData><row><c t=\"inlineStr\"><is><t>").unwrap();
    for _ in 0..24 {
        writer.write_all(&zeros).unwrap();
    }
    let bytes = writer.finish().unwrap().into_inner();
    assert!(bytes.len() < 8 << 10, "{} bytes", bytes.len());
    assert_eq!(read_within(&bytes, BUDGET), Err(Fault::Bomb), "what comes out");
    assert_eq!(read(&bytes), Err(Fault::Broken), "within the budget it only breaks off");

    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("xl/media/image1.png", SimpleFileOptions::default()).unwrap();
    for _ in 0..48 {
        writer.write_all(&zeros).unwrap();
    }
    assert_eq!(read_within(&writer.finish().unwrap().into_inner(), BUDGET), Err(Fault::Bomb), "what it declares");

    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for part in 0..=MAX_PARTS {
        writer.start_file(format!("{part}"), SimpleFileOptions::default()).unwrap();
    }
    assert_eq!(read(&writer.finish().unwrap().into_inner()), Err(Fault::Bomb), "how many parts");
}

/// A reader of XML holds one piece whole, whatever the budget of all.
#[test]
fn a_piece_is_only_so_long() {
    let of = |sheet: &[&[u8]]| {
        let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
        let relations = RELATIONS;
        for (name, parts) in [
            ("[Content_Types].xml", [b"<Types/>".as_slice()].as_slice()),
            (BOOK, &[ONE_SHEET]),
            ("xl/_rels/workbook.xml.rels", &[relations]),
            ("xl/worksheets/sheet1.xml", sheet),
        ] {
            writer.start_file(name, SimpleFileOptions::default()).unwrap();
            parts.iter().for_each(|part| writer.write_all(part).unwrap());
        }
        read(&writer.finish().unwrap().into_inner())
    };
    let (begin, row, end) = (
        b"<worksheet><sheetData>".as_slice(),
        b"<row><c><v>1</v></c></row>".as_slice(),
        b"</sheetData></worksheet>".as_slice(),
    );
    let blanks = vec![b' '; 17 << 20];
    assert_eq!(of(&[begin, &blanks, row, &blanks, row, end]).unwrap().rows.len(), 2, "each within it");
    assert_eq!(of(&[begin, &blanks, &blanks, row, end]), Err(Fault::Bomb), "together beyond it");
}

/// Two hundred columns are read; the names of the columns are Excel's.
#[test]
fn wide_lists() {
    let cells: String = (0..MAX_COLUMNS).map(|index| format!("<c><v>{index}</v></c>")).collect();
    let book =
        read(&with_sheet(format!("<worksheet><sheetData><row>{cells}</row></sheetData></worksheet>").as_bytes(), &[]))
            .unwrap();
    assert_eq!(book.rows[0].1.len(), MAX_COLUMNS);
    for (name, place) in
        [("A1", Some(0)), ("z9", Some(25)), ("AA10", Some(26)), ("XFD1", Some(16_383)), ("12", None), ("", None)]
    {
        assert_eq!(column(name), place, "{name}");
    }
    assert_eq!(unescaped("_x0041_x_x004_"), "Ax_x004_");
}

/// Found by mutated inputs: the row behind the last one that can be counted.
#[test]
fn no_row_is_beyond_what_can_be_counted() {
    let sheet = b"<worksheet><sheetData><row r=\"4294967295\"><c t=\"inlineStr\"><is><t>A</t></is></c></row>\
        <row><c t=\"inlineStr\"><is><t>B</t></is></c></row></sheetData></worksheet>";
    let book = read(&with_sheet(sheet, &[])).unwrap();
    assert_eq!(shown(&book).iter().map(|(line, _)| *line).collect::<Vec<_>>(), [u32::MAX, u32::MAX]);
}
