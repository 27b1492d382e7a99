//! Attached files and the forms they come in, and papers written as files, under mutated inputs.

use crate::docx;
use crate::fixture::{jpeg, png};
use crate::picture::{MAX_PIXELS, look};
use crate::upload::Reader;
use bytes::Bytes;
use domain::paper::{Block, Document, Line, Run};
use front::fixture::{block_on, form, posted};
use http_body_util::Full;
use image::{DynamicImage, ImageFormat, RgbImage};
use mutate::{Plan, run, text};
use std::io::Cursor;

#[test]
fn pictures() {
    let mut webp = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::new(9, 7)).write_to(&mut webp, ImageFormat::WebP).unwrap();
    let (jpeg, png, webp) = (jpeg(24, 16), png(24, 16), webp.into_inner());
    let corpus: [&[u8]; 4] = [&jpeg, &png, &webp, b"%PDF-1.7\n1 0 obj\n%%EOF\n"];
    let own = [
        "\u{0}\u{0}\u{75}\u{30}",
        "IHDR",
        "IDAT",
        "IEND",
        "acTL",
        "iCCP",
        "zTXt",
        "VP8X",
        "VP8L",
        "ANMF",
        "EXIF",
        "Exif\u{0}\u{0}MM",
        "%%EOF",
    ];
    run(&Plan::new("documents: pictures and PDF", 600, &corpus, &own), |content| {
        if let Ok(seen) = look(content) {
            assert!(seen.pixels.is_none_or(|(width, height)| u64::from(width) * u64::from(height) <= MAX_PIXELS));
        }
    });
}

#[test]
fn forms_with_attachments() {
    let whole = form(&[
        ("name=\"version\"", b"7"),
        ("name=\"files\"; filename=\"mot.jpg\"", b"\xFF\xD8\xFF"),
        ("name=\"caption\"", "Quầy".as_bytes()),
        ("name=\"files\"; filename=\"\"", b""),
    ]);
    let corpus: [&[u8]; 1] = [&whole];
    let own = ["--ranh-gioi\r\n", "--ranh-gioi--", "\r\n\r\n", "filename=\"a\"", "Content-Type: text/html\r\n"];
    run(&Plan::new("documents: uploads (multipart)", 2_000, &corpus, &own), |body| {
        block_on(async {
            let Ok(mut reader) = Reader::new(&posted("/dinh-kem/x"), Full::new(Bytes::copy_from_slice(body))) else {
                return;
            };
            while let Ok(Some(_)) = reader.next().await {}
        });
    });
}

/// Whatever words a paper carries, its file is XML in every part, and the words are in it as words.
#[test]
fn papers() {
    let corpus: [&[u8]; 3] = ["Hộ kinh doanh <b>\"A & B\"</b>".as_bytes(), b"]]><w:p/>", b"=HYPERLINK(\"x\")"];
    let own = [
        "<w:r>",
        "</w:t>",
        "<![CDATA[",
        "&#0;",
        "\u{b}",
        "\u{fffe}",
        "\u{ffff}",
        "\u{202e}",
        "<?xml ?>",
        "<!DOCTYPE",
        "w:",
    ];
    text(&Plan::new("documents: papers as DOCX", 150, &corpus, &own).longest(300), |words| {
        let document = Document {
            code: words.into(),
            title: words.into(),
            subject: words.into(),
            issued_by: words.into(),
            blocks: vec![
                Block::ground(words),
                Block::article(1, words),
                Block::Para { runs: vec![Run::bold(words), Run::plain(words)] },
                Block::Lines { lines: vec![Line::new(words, words)] },
            ],
            recipients: vec![words.into()],
            foot: words.into(),
            check_code: words.into(),
            ..Document::default()
        };
        let parts = docx::tests::parts(&docx::write(&document).unwrap());
        let body = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
        let xml = roxmltree::Document::parse(body).unwrap();
        let known = ["document", "body", "p", "pPr", "r", "rPr", "t", "br", "tab", "tbl", "tr", "tc", "sectPr"];
        let elements = xml.descendants().filter(roxmltree::Node::is_element).count();
        let named = xml.descendants().filter(|node| known.contains(&node.tag_name().name())).count();
        assert!(named > 0 && elements < 400, "{elements} elements of {words:?}");
        assert!(xml.descendants().all(|node| !node.is_element() || node.tag_name().namespace().is_some()), "{words:?}");
    });
}
