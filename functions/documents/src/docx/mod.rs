//! A paper as a WordprocessingML file (ECMA-376), laid out after Nghị định 30/2020/NĐ-CP like the printed sheet.
//!
//! Written by hand over a zip: a paper needs a dozen elements, and headers on the second page, tables with repeated heads
//! and a frame of two columns exactly as the decree says. Must not know: which paper it is, or where its words come from.

mod body;
mod frame;
mod styles;
mod xml;

use domain::paper::Document;
use front::Failure;
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

const CONTENT_TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/><Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override PartName="/word/header1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/word/header2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"/><Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>"#;

const PACKAGE: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/></Relationships>"#;

const PARTS: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header1.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/header" Target="header2.xml"/></Relationships>"#;

/// Writes the whole file.
///
/// # Errors
/// It cannot be written.
pub fn write(document: &Document) -> Result<Vec<u8>, Failure> {
    let parts = [
        ("[Content_Types].xml", CONTENT_TYPES.to_owned()),
        ("_rels/.rels", PACKAGE.to_owned()),
        ("word/document.xml", body::document(document)),
        ("word/_rels/document.xml.rels", PARTS.to_owned()),
        ("word/styles.xml", styles::styles()),
        ("word/header1.xml", frame::first_header(document)),
        ("word/header2.xml", frame::later_header(document)),
        ("docProps/core.xml", frame::properties(document)),
    ];
    let broken = |error: zip::result::ZipError| Failure::Broken(format!("docx: {error}"));
    // The same paper is the same file: no moment of writing in it.
    let options = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default());
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        package.start_file(name, options).map_err(broken)?;
        package.write_all(text.as_bytes()).map_err(|error| Failure::Broken(format!("docx: {error}")))?;
    }
    Ok(package.finish().map_err(broken)?.into_inner())
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use domain::paper::{Block, Head, Line, Mark, Run, Signatory, Table};
    use roxmltree::{Document as Xml, Node};
    use std::io::Read;

    /// Every part of a file; each is read as XML.
    pub(crate) fn parts(file: &[u8]) -> Vec<(String, String)> {
        let mut package = zip::ZipArchive::new(Cursor::new(file)).unwrap();
        let mut list = Vec::new();
        for index in 0..package.len() {
            let mut part = package.by_index(index).unwrap();
            let mut text = String::new();
            part.read_to_string(&mut text).unwrap();
            let name = part.name().unwrap().into_owned();
            assert!(Xml::parse(&text).is_ok(), "{name} is no XML: {text}");
            list.push((name, text));
        }
        list
    }

    /// The words of a part, a line a paragraph.
    pub(crate) fn text(xml: &str) -> String {
        let xml = Xml::parse(xml).unwrap();
        let paragraphs = xml.descendants().filter(|node| node.tag_name().name() == "p");
        paragraphs.map(|paragraph| words(&paragraph)).collect::<Vec<_>>().join("\n")
    }

    fn words(node: &Node<'_, '_>) -> String {
        let text = |node: Node<'_, '_>| match node.tag_name().name() {
            "t" => node.text().unwrap_or_default().to_owned(),
            "br" => "\n".to_owned(),
            "tab" if node.parent().is_some_and(|parent| parent.tag_name().name() == "r") => "\t".to_owned(),
            _ => String::new(),
        };
        node.descendants().map(text).collect()
    }

    fn part<'a>(parts: &'a [(String, String)], name: &str) -> &'a str {
        parts.iter().find(|(found, _)| found == name).map(|(_, text)| text.as_str()).unwrap_or_default()
    }

    /// A paper with everything in it, and with names that want to be more than names.
    fn whole() -> Document {
        Document {
            code: "MQĐ20".into(),
            head: Head {
                superior: "CHI CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH HƯNG YÊN".into(),
                agency: "ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 3".into(),
                number: "33030042".into(),
                symbol: "QĐ-TGTVPTGPCC".into(),
                place_date: "Hưng Yên, ngày 05 tháng 01 năm 2026".into(),
            },
            title: "QUYẾT ĐỊNH".into(),
            subject: "Tạm giữ tang vật".into(),
            issued_by: "ĐỘI TRƯỞNG ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 3".into(),
            blocks: vec![
                Block::ground("Căn cứ Luật Xử lý vi phạm hành chính;"),
                Block::order(),
                Block::article(1, "Tạm giữ tang vật của <b>Hộ kinh doanh \"A & B\"</b>"),
                Block::Para {
                    runs: vec![Run::bold("Lý do:"), Run::plain(" =1+1\u{0}\u{b}\u{fffe} và ờ ữ ặ Đ ợ")]
                },
                Block::Lines {
                    lines: vec![Line::new("họ và tên", "Nguyễn\nVăn A"), Line::new("giới tính", "nam\tx")]
                },
                Block::Table {
                    table: Table {
                        caption: "Danh sách".into(),
                        columns: vec!["STT".into(), "Tên hàng hóa".into(), "Trị giá (đ)".into()],
                        rows: vec![
                            vec!["1".into(), "=HYPERLINK(\"x\")".into(), "1.000".into()],
                            vec!["2".into(), "]]><w:p/>".into(), "2.000".into()],
                        ],
                        total: vec![String::new(), "Tổng cộng".into(), "3.000".into()],
                        figures: vec![2],
                        centred: vec![0],
                    },
                },
            ],
            recipients: vec!["Như Điều 2".into(), "Lưu: hồ sơ".into()],
            signatories: vec![Signatory {
                on_behalf: "KT. ĐỘI TRƯỞNG".into(),
                ..Signatory::new("PHÓ ĐỘI TRƯỞNG", "(Ký, đóng dấu)", "Trần Thị C")
            }],
            mark: Mark::None,
            practice: false,
            foot: "Đối chiếu trên hệ thống INS: hồ sơ 33-03/2026/0042".into(),
            check_code: "ABCDEFGHJKLMNPQRSTUV".into(),
            anchor: String::new(),
        }
    }

    fn file(document: &Document) -> Vec<(String, String)> {
        match write(document) {
            Ok(file) => parts(&file),
            Err(_) => panic!("not written"),
        }
    }

    #[test]
    fn every_word_of_the_paper_is_in_the_file_and_is_a_word() {
        let parts = file(&whole());
        let said = text(part(&parts, "word/document.xml"));
        for words in [
            "CHI CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH HƯNG YÊN",
            "ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 3",
            "Số: 33030042/QĐ-TGTVPTGPCC",
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
            "Độc lập - Tự do - Hạnh phúc",
            "Hưng Yên, ngày 05 tháng 01 năm 2026",
            "QUYẾT ĐỊNH\nTạm giữ tang vật",
            "ĐỘI TRƯỞNG ĐỘI QUẢN LÝ THỊ TRƯỜNG SỐ 3",
            "Căn cứ Luật Xử lý vi phạm hành chính;",
            "QUYẾT ĐỊNH:",
            "Điều 1. Tạm giữ tang vật của <b>Hộ kinh doanh \"A & B\"</b>",
            "Lý do: =1+1 và ờ ữ ặ Đ ợ",
            "Họ và tên: Nguyễn\nVăn A; giới tính: nam\tx",
            "Danh sách",
            "=HYPERLINK(\"x\")",
            "]]><w:p/>",
            "Tổng cộng",
            "Nơi nhận:",
            "- Như Điều 2",
            "KT. ĐỘI TRƯỞNG\nPHÓ ĐỘI TRƯỞNG\n(Ký, đóng dấu)",
            "Trần Thị C",
            "Đối chiếu trên hệ thống INS: hồ sơ 33-03/2026/0042",
            "ABCDE FGHJK LMNPQ RSTUV",
        ] {
            assert!(said.contains(words), "{words} is not in:\n{said}");
        }
        assert_eq!(text(part(&parts, "word/header1.xml")), "\tMQĐ20");
        assert!(part(&parts, "docProps/core.xml").contains("Tạm giữ tang vật"));
    }

    /// What Nghị định 30/2020/NĐ-CP (Phụ lục I) says of the sheet.
    #[test]
    fn the_sheet_is_that_of_the_decree() {
        let parts = file(&whole());
        let text = part(&parts, "word/document.xml");
        let xml = Xml::parse(text).unwrap();
        let named = |name: &str| xml.descendants().filter(|node| node.tag_name().name() == name).collect::<Vec<_>>();
        let number = |node: &Node<'_, '_>, name: &str| -> i64 {
            let found = node.attributes().find(|attribute| attribute.name() == name);
            found.and_then(|attribute| attribute.value().parse().ok()).unwrap_or(-1)
        };
        let (page, margins) = (named("pgSz")[0], named("pgMar")[0]);
        assert_eq!((number(&page, "w"), number(&page, "h")), (11_906, 16_838), "A4");
        let millimetres = |name: &str| number(&margins, name) * 254 / 14_400;
        assert!((20..=25).contains(&millimetres("top")) && (20..=25).contains(&millimetres("bottom")));
        assert!((30..=35).contains(&millimetres("left")) && (15..=20).contains(&millimetres("right")));
        assert_eq!(named("titlePg").len(), 1, "no number on the first page");
        assert!(
            part(&parts, "word/header2.xml").contains("PAGE") && !part(&parts, "word/header1.xml").contains("PAGE")
        );
        let styles = part(&parts, "word/styles.xml");
        assert!(styles.contains("w:ascii=\"Times New Roman\"") && styles.contains("<w:sz w:val=\"28\"/>"));
        assert_eq!(named("tblHeader").len(), 1, "the head of the table repeats");
        assert_eq!(named("tbl").len(), 3, "head, list, signatures");
        for row in named("tr") {
            let cells = row.children().filter(|node| node.tag_name().name() == "tc").count();
            let table = row.parent().unwrap();
            let columns = table.descendants().filter(|node| node.tag_name().name() == "gridCol").count();
            assert_eq!(cells, columns, "every row has as many cells as its table has columns");
        }
        for cell in named("tc") {
            assert_eq!(cell.last_element_child().unwrap().tag_name().name(), "p", "a cell ends with a paragraph");
        }
        let figures = named("tc").into_iter().filter(|cell| words(cell) == "1.000").collect::<Vec<_>>();
        let jc = figures[0].descendants().find(|node| node.tag_name().name() == "pStyle").unwrap();
        assert_eq!(jc.attributes().next().unwrap().value(), "Figure", "figures stand to the right");
    }

    #[test]
    fn a_paper_that_does_not_count_says_so_on_every_page() {
        for (mark, practice, words) in [
            (Mark::Draft, false, "Dự thảo – chưa ký, chưa có giá trị thi hành"),
            (Mark::Cancelled, false, "Đã hủy – không có giá trị thi hành"),
            (Mark::None, true, "TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ"),
            (Mark::Draft, true, "TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ. Dự thảo – chưa ký"),
        ] {
            let parts = file(&Document { mark, practice, ..whole() });
            for name in ["word/header1.xml", "word/header2.xml"] {
                assert!(text(part(&parts, name)).contains(words), "{name}");
            }
        }
        let parts = file(&whole());
        assert!(!text(part(&parts, "word/header2.xml")).contains("giá trị"));
    }

    #[test]
    fn an_empty_paper_and_many_signatures_are_whole_too() {
        let parts = file(&Document::default());
        assert!(text(part(&parts, "word/document.xml")).contains("Số: …………/"));
        let many = Document { signatories: vec![Signatory::new("A", "B", ""); 7], ..Document::default() };
        let parts = file(&many);
        assert_eq!(text(part(&parts, "word/document.xml")).matches("A\nB").count(), 7);
    }

    #[test]
    fn the_same_paper_is_the_same_file() {
        assert_eq!(write(&whole()).ok(), write(&whole()).ok());
    }
}
