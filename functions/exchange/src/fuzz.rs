//! Spreadsheets and lists that are uploaded, and the questions of other systems, under mutated inputs.

use crate::api::fuzz_asked;
use crate::{sheet, upload, xlsx};
use bytes::Bytes;
use front::fixture::{block_on, form, posted};
use http_body_util::Full;
use mutate::{Plan, run, text};
use std::io::{Cursor, Read, Write};
use zip::ZipArchive;
use zip::write::{SimpleFileOptions, ZipWriter};

fn workbook() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, words) in ["Tên tổ chức, cá nhân", "Mã số thuế", "Ngày cấp", "Doanh thu"].iter().enumerate()
    {
        sheet.write(0, u16::try_from(column).unwrap(), *words).unwrap();
    }
    let day = rust_xlsxwriter::Format::new().set_num_format("dd/mm/yyyy");
    sheet.write(1, 0, "Hộ kinh doanh A").unwrap();
    sheet.write(1, 1, "0100109106").unwrap();
    sheet.write_with_format(1, 2, 46_000, &day).unwrap();
    sheet.write(1, 3, 1.5e6).unwrap();
    sheet.write(2, 0, true).unwrap();
    sheet.write_formula(2, 1, "=1+1").unwrap();
    book.save_to_buffer().unwrap()
}

fn parts(file: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut package = ZipArchive::new(Cursor::new(file)).unwrap();
    (0..package.len())
        .map(|index| {
            let mut part = package.by_index(index).unwrap();
            let mut content = Vec::new();
            part.read_to_end(&mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in parts {
        package.start_file(name.as_str(), stored).unwrap();
        package.write_all(content).unwrap();
    }
    package.finish().unwrap().into_inner()
}

#[test]
fn workbooks() {
    let (deflated, parts) = (workbook(), parts(&workbook()));
    let stored = packed(&parts);
    assert!(xlsx::read(&deflated).is_ok() && xlsx::read(&stored).is_ok());
    let corpus: [&[u8]; 3] = [&deflated, &stored, b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"];
    let own = [
        "PK\u{3}\u{4}",
        "PK\u{1}\u{2}",
        "PK\u{5}\u{6}",
        "xl/workbook.xml",
        "xl/worksheets/sheet1.xml",
        "\u{0}\u{0}\u{0}\u{0}",
    ];
    run(&Plan::new("exchange: workbooks (archive)", 700, &corpus, &own).longest(64 << 10), |bytes| {
        drop(xlsx::read(bytes))
    });

    // The parts inside, each mutated in a whole archive around it.
    let inner = [
        "xl/workbook.xml",
        "xl/_rels/workbook.xml.rels",
        "xl/sharedStrings.xml",
        "xl/styles.xml",
        "xl/worksheets/sheet1.xml",
    ];
    let contents: Vec<Vec<u8>> = inner
        .iter()
        .filter_map(|name| parts.iter().find(|(found, _)| found == name).map(|(name, content)| tagged(name, content)))
        .collect();
    let corpus: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
    let own = [
        "<c r=\"ZZZ9999999\" t=\"s\"><v>99999999</v></c>",
        "<row r=\"4294967295\">",
        "r=\"A0\"",
        "t=\"b\"",
        "t=\"e\"",
        "t=\"inlineStr\"",
        "<is><t>x</t></is>",
        "<v>1e308</v>",
        "<v>NaN</v>",
        "<v>-1</v>",
        "s=\"999\"",
        "<si>",
        "</si>",
        "<t xml:space=\"preserve\">",
        "&#0;",
        "&#x110000;",
        "&lol;",
        "date1904=\"1\"",
        "formatCode=\"[$-42A]dd\\/mm\"",
        "numFmtId=\"4294967295\"",
        "Target=\"../../x\"",
        "r:id=\"rId9\"",
        "state=\"hidden\"",
        "<?xml version=\"1.1\"?>",
        "<!--",
        "<",
    ];
    run(&Plan::new("exchange: workbooks (parts)", 1_500, &corpus, &own).longest(32 << 10), |bytes| {
        let Some(end) = bytes.iter().position(|byte| *byte == b'\n') else { return };
        let (name, content) = (String::from_utf8_lossy(&bytes[..end]), &bytes[end + 1..]);
        let mut changed = parts.clone();
        match changed.iter_mut().find(|(found, _)| *found == name) {
            Some((_, place)) => *place = content.to_vec(),
            None => return,
        }
        if let Ok(book) = xlsx::read(&packed(&changed)) {
            assert!(book.rows.len() <= domain::exchange::MAX_ROWS);
            assert!(book.rows.iter().all(|(_, row)| row.len() <= domain::exchange::MAX_COLUMNS));
        }
    });
}

/// A part with its name in front, so that a mutated one still says which it is.
fn tagged(name: &str, content: &[u8]) -> Vec<u8> {
    [name.as_bytes(), b"\n", content].concat()
}

#[test]
fn lists() {
    let corpus: [&[u8]; 5] = [
        "Tên;Địa chỉ\nA;B\n".as_bytes(),
        b"a\tb\nc\td",
        b"%PDF-1.4",
        b"  <html><table>",
        b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1",
    ];
    let own = ["\"", ";", "\n", "\u{feff}", "<!DOCTYPE html>", "{\\rtf", "MZ"];
    run(&Plan::new("exchange: lists of every kind", 2_500, &corpus, &own), |bytes| {
        for name in ["ds.csv", "ds.xlsx", "ds", "a.xlsm"] {
            if let Err(words) = sheet::read(name, bytes) {
                assert!(!words.is_empty());
            }
        }
    });
    let whole = form(&[("name=\"file\"; filename=\"ds.csv\"", "Tên\nA".as_bytes()), ("name=\"x\"", b"1")]);
    let corpus: [&[u8]; 1] = [&whole];
    run(
        &Plan::new(
            "exchange: uploads (multipart)",
            1_500,
            &corpus,
            &["--ranh-gioi\r\n", "--ranh-gioi--", "\r\n\r\n", "filename="],
        ),
        |body| {
            drop(block_on(upload::read(&posted("/trao-doi/nhap"), Full::new(Bytes::copy_from_slice(body)))));
        },
    );
}

#[test]
fn questions_of_other_systems() {
    let corpus: [&[u8]; 5] = [
        b"don-vi=33&ky=2026-11&chi-tieu=vi_pham",
        b"tu=2026-01-01&den=2026-11-30",
        b"ky=tuan-2026-11-26&linh-vuc=hang-gia&to-chuc=hien-nay",
        b"con-tro=1k000000000000000100000000deadbeef&so-luong=100",
        b"nam=2026&do-dai=thang",
    ];
    let own = ["&", "=", "%", "ky=", "2026-q4", "tuan-", "9999-12-31", "%c3%28", "chi-tieu=", ",", "con-tro="];
    text(&Plan::new("exchange: questions of other systems", 3_000, &corpus, &own), fuzz_asked);
}
