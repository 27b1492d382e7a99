//! Files that blow up when they are opened, promise more than they hold, or are called what no file is called; and that others go on
//! meanwhile.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::http::{Answer, Visitor, authority};
use ins_tests::officers::{hidden, open, seed, sign_in};
use ins_tests::over::Over;
use std::io::{Cursor, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use zip::write::{SimpleFileOptions, ZipWriter};

const PNG: &str = "89504e470d0a1a0a0000000d4948445200000008000000060802000000716748ac000000114944415478da633821278715310ca40400698830c1196a3dfc0000000049454e44ae426082";

fn picture(mark: u64) -> Vec<u8> {
    let digits = PNG.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned());
    let mut bytes: Vec<u8> = digits.map(|pair| u8::from_str_radix(&pair, 16).expect("hex")).collect();
    bytes.extend_from_slice(&mark.to_be_bytes());
    bytes
}

fn post(officer: &mut Visitor, path: &str, fields: &[(&str, &str)], file: (&str, &str, &[u8])) -> Answer {
    let mut body = Vec::new();
    for (name, value) in fields {
        body.extend_from_slice(
            format!("--ranh-gioi\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n").as_bytes(),
        );
    }
    let (field, name, content) = file;
    body.extend_from_slice(
        format!("--ranh-gioi\r\nContent-Disposition: form-data; name=\"{field}\"; filename=\"{name}\"\r\n\r\n")
            .as_bytes(),
    );
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--ranh-gioi--\r\n");
    let origin = format!("http://{}", authority());
    let headers = [
        ("Accept", "text/html"),
        ("Origin", origin.as_str()),
        ("Content-Type", "multipart/form-data; boundary=ranh-gioi"),
    ];
    officer.send("POST", path, &headers, &body)
}

/// The parts of a workbook with one sheet.
fn workbook(sheet: &[u8], more: &[(&str, &[u8])]) -> Vec<u8> {
    let mut package = ZipWriter::new(Cursor::new(Vec::new()));
    let deflated = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
    let types = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    let book = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="A" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="t" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let parts: [(&str, &[u8]); 4] = [
        ("[Content_Types].xml", types),
        ("xl/workbook.xml", book),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    for (name, content) in parts.iter().chain(more) {
        package.start_file(*name, deflated).expect("a part");
        package.write_all(content).expect("written");
    }
    package.finish().expect("an archive").into_inner()
}

const SHEET: &[u8] = br#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1"><c t="inlineStr"><is><t>A</t></is></c></row><row r="2"><c t="inlineStr"><is><t>B</t></is></c></row></sheetData></worksheet>"#;

fn spread(inner: &str) -> Vec<u8> {
    format!(r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{inner}</sheetData></worksheet>"#).into_bytes()
}

/// Looks at the system from beside while something else is under way: the longest wait for a page.
fn beside<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let over = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut other = sign_in("ksv10");
            let mut longest = Duration::ZERO;
            while !over.load(Ordering::Relaxed) {
                let start = Instant::now();
                assert_eq!(other.get("/ho-so").status, 200, "others work meanwhile");
                longest = longest.max(start.elapsed());
                std::thread::sleep(Duration::from_millis(50));
            }
            longest
        });
        let done = {
            let _over = Over(&over);
            work()
        };
        (done, watch.join().expect("the other officer"))
    })
}

fn resident() -> Option<u64> {
    let id = std::env::var("INS_HOST_PID").ok()?;
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    status.lines().find(|line| line.starts_with("VmRSS:"))?.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn a_workbook_that_blows_up_is_refused_and_others_go_on() {
    let mut officer = sign_in("ksv1");
    let blanks = vec![b' '; 300 << 20];
    let laughs = {
        let mut declared = String::from("<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\">");
        for pair in ["ab", "bc", "cd", "de", "ef", "fg", "gh", "hi"] {
            let (from, to) = pair.split_at(1);
            declared += &format!("<!ENTITY {to} \"{}\">", format!("&{from};").repeat(10));
        }
        format!("{declared}]><sst><si><t>&i;</t></si></sst>").into_bytes()
    };
    let external = b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><sst><si><t>&e;</t></si></sst>";
    let parameter = b"<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY % p SYSTEM \"http://127.0.0.1:1/x\">%p;]><sst/>";
    let inner = workbook(SHEET, &[]);
    let nested = workbook(&inner, &[("xl/embeddings/a.xlsx", &inner)]);
    let parts: Vec<(String, Vec<u8>)> =
        (0..4_000).map(|number| (format!("xl/x{number}.xml"), vec![b'x'; 10])).collect();
    let many: Vec<(&str, &[u8])> = parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())).collect();
    let rows: String = (1..70_000).map(|row| format!("<row r=\"{row}\"><c><v>1</v></c></row>")).collect();
    let deep = "<a>".repeat(200_000);
    let one_cell = format!("<row><c t=\"inlineStr\"><is><t>{}</t></is></c></row>", "a".repeat(40 << 20));
    let attributes: String = (0..50_000).map(|number| format!(" a{number}=\"x\"")).collect();
    let row = "<row><c><v>1</v></c></row>";
    let between: String = (0..10).map(|_| format!("{}{row}", " ".repeat(30 << 20))).collect();
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("300 MB of blanks behind the sheet", workbook(&[SHEET, &blanks].concat(), &[])),
        ("300 MB of blanks before the first row", workbook(&spread(&format!("{}{row}", " ".repeat(300 << 20))), &[])),
        ("300 MB of blanks between rows", workbook(&spread(&between), &[])),
        ("entities within entities", workbook(SHEET, &[("xl/sharedStrings.xml", &laughs)])),
        ("an entity from the disk", workbook(SHEET, &[("xl/sharedStrings.xml", external)])),
        ("an entity from the network", workbook(SHEET, &[("xl/sharedStrings.xml", parameter)])),
        ("a workbook in a workbook", nested),
        ("4,000 parts", workbook(SHEET, &many)),
        ("70,000 rows", workbook(&spread(&rows), &[])),
        ("200,000 elements deep", workbook(&spread(&deep), &[])),
        ("a cell of 40 MB", workbook(&spread(&one_cell), &[])),
        ("50,000 attributes", workbook(&spread(&format!("<row{attributes}><c><v>1</v></c></row>")), &[])),
        (
            "a cell in column ZZZ",
            workbook(&spread("<row r=\"4294967295\"><c r=\"ZZZ4294967295\"><v>1</v></c></row>"), &[]),
        ),
        ("a string that there is not", workbook(&spread("<row><c t=\"s\"><v>99999999</v></c></row>"), &[])),
        ("no workbook at all", b"PK\x03\x04".repeat(1000)),
    ];
    let before = resident();
    let (told, longest) = beside(|| {
        let mut told = Vec::new();
        for (name, content) in &files {
            let start = Instant::now();
            let answer = post(&mut officer, "/trao-doi/nhap", &[], ("file", "danh-sach.xlsx", content));
            assert!([303, 400, 413].contains(&answer.status), "{name}: {} {}", answer.status, answer.text());
            assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
            let page = if answer.status == 303 { officer.get(answer.header("location")).text() } else { answer.text() };
            assert!(!page.contains("root:x:"), "{name} gives a file of the machine away");
            told.push((
                *name,
                answer.header("location").starts_with("/nhap-du-lieu/") && !answer.header("location").contains('?'),
            ));
        }
        told
    });
    for (name, taken) in &told {
        let harmless = [
            "300 MB of blanks behind the sheet",
            "a cell in column ZZZ",
            "a string that there is not",
            "50,000 attributes",
            "200,000 elements deep",
        ]
        .contains(name);
        assert!(!taken || harmless, "{name} was taken in");
    }
    assert!(longest < Duration::from_secs(5), "another officer waited {longest:?}");
    let memory = before
        .zip(resident())
        .map_or_else(String::new, |(before, after)| format!("; host {} → {} MB", before / 1024, after / 1024));
    println!(
        "attack | workbooks that blow up | {} tried, none hurt; another officer waited at most {} ms{memory} |",
        told.len(),
        longest.as_millis()
    );
}

fn crc(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| if sum & 1 == 1 { (sum >> 1) ^ 0xEDB8_8320 } else { sum >> 1 })
    })
}

fn chunk(kind: &[u8; 4], content: &[u8]) -> Vec<u8> {
    let named = [kind.as_slice(), content].concat();
    [&u32::try_from(content.len()).expect("a length").to_be_bytes(), named.as_slice(), &crc(&named).to_be_bytes()]
        .concat()
}

/// A PNG of one grey value, of any size, whose pixels are deflated blanks.
fn png(width: u32, height: u32, more: &[Vec<u8>]) -> Vec<u8> {
    let mut head = [width.to_be_bytes(), height.to_be_bytes()].concat();
    head.extend_from_slice(&[8, 0, 0, 0, 0]);
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(9));
    let row = vec![0_u8; usize::try_from(width).expect("a width") + 1];
    for _ in 0..height {
        packed.write_all(&row).expect("packed");
    }
    let pixels = packed.finish().expect("packed");
    [b"\x89PNG\r\n\x1a\n".to_vec(), chunk(b"IHDR", &head), more.concat(), chunk(b"IDAT", &pixels), chunk(b"IEND", b"")]
        .concat()
}

#[test]
fn a_picture_that_is_too_much_is_told_and_others_go_on() {
    let mut officer = sign_in("ksv2");
    let path = open(&mut officer, "ksv2", seed());
    let address = path.replace("/ho-so/", "/dinh-kem/");
    let mut packed = flate2::write::ZlibEncoder::new(b"x\0\0".to_vec(), flate2::Compression::new(9));
    packed.write_all(&vec![b'a'; 200 << 20]).expect("packed");
    let text = packed.finish().expect("packed");
    let mut promised = png(8, 8, &[]);
    promised.splice(16..24, [0x7F, 0xFF, 0xFF, 0xFF, 0x7F, 0xFF, 0xFF, 0xFF]);
    let sum = crc(&promised[12..29]).to_be_bytes();
    promised.splice(29..33, sum);
    let mut jpeg =
        b"\xFF\xD8\xFF\xE0\0\x10JFIF\0\x01\x01\0\0\x01\0\x01\0\0\xFF\xC0\0\x0B\x08\xFF\xFF\xFF\xFF\x01\x01\x11\0"
            .to_vec();
    jpeg.extend_from_slice(b"\xFF\xDA\0\x08\x01\x01\0\0\x3F\0\0\xFF\xD9");
    let webp =
        [b"RIFF\xFF\xFF\xFF\x7FWEBPVP8X\x0A\0\0\0\0\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF".as_slice(), &[0; 64]].concat();
    let files: Vec<(&str, Vec<u8>, bool)> = vec![
        ("12,000 × 12,000 points in 140 KB", png(12_000, 12_000, &[]), false),
        ("a PNG that promises 2,147,483,647 points a side", promised, false),
        ("a JPEG that promises 65,535 × 65,535 points", jpeg, false),
        ("a WebP that promises 16,777,216 points a side", webp, false),
        ("200 MB of text in a PNG of 8 × 8", png(8, 8, &[chunk(b"zTXt", &text)]), true),
        ("200 MB of a colour profile", png(8, 8, &[chunk(b"iCCP", &text)]), true),
        ("a page as a picture", b"<html><script>alert(1)</script>".to_vec(), false),
        ("an SVG", b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>".to_vec(), false),
        ("a program", b"\x7fELF\x02\x01\x01".to_vec(), false),
        ("a PDF that is a page", b"%PDF-1.4 <html><script>alert(1)</script></html> %%EOF".to_vec(), true),
    ];
    let before = resident();
    let (attached, longest) = beside(|| {
        let mut attached = 0;
        for (name, content, harmless) in &files {
            let version = hidden(&officer.get(&path).text(), "version");
            let start = Instant::now();
            let answer =
                post(&mut officer, &address, &[("version", &version), ("kind", "khac")], ("files", "anh.png", content));
            assert_eq!(answer.status, 303, "{name}: {}", answer.text());
            assert!(start.elapsed() < Duration::from_secs(20), "{name} took {:?}", start.elapsed());
            let taken = answer.header("location").contains("xong=");
            assert!(!taken || *harmless, "{name} was attached");
            attached += u32::from(taken);
        }
        attached
    });
    // What was attached comes back as a file in a room of its own, whatever it is.
    let page = officer.get(&path).text();
    for href in page
        .split("href=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .filter(|href| href.starts_with("/dinh-kem/"))
    {
        let file = officer.get(href);
        assert!(file.header("content-disposition").starts_with("attachment") || href.ends_with("thu-nho"), "{href}");
        assert_eq!(file.header("x-content-type-options"), "nosniff");
        assert!(file.header("content-security-policy").contains("sandbox"), "{href}");
    }
    assert!(longest < Duration::from_secs(5), "another officer waited {longest:?}");
    let memory = before
        .zip(resident())
        .map_or_else(String::new, |(before, after)| format!("; host {} → {} MB", before / 1024, after / 1024));
    println!(
        "attack | pictures that are too much or none | {} tried, {attached} harmless ones attached; another officer waited at most {} ms{memory} |",
        files.len(),
        longest.as_millis()
    );
}

#[test]
fn a_file_may_be_called_anything() {
    let mut officer = sign_in("ksv3");
    let path = open(&mut officer, "ksv3", seed());
    let address = path.replace("/ho-so/", "/dinh-kem/");
    let long = "a".repeat(5_000) + ".png";
    let names = [
        "../../../../etc/cron.d/x.png",
        "..\\..\\windows\\x.png",
        "/etc/passwd",
        "C:\\x.png",
        "..%2f..%2fx.png",
        "%2e%2e%2fx.png",
        "..%252fx.png",
        "x.png\0.html",
        "x\r\nSet-Cookie: a=b\r\n.png",
        "x%0d%0aSet-Cookie:%20a=b.png",
        "\"; filename=\"y.html",
        "x';alert(1)//.png",
        "<img src=x onerror=alert(1) data-xmark>.png",
        "\u{202e}gnp.exe",
        "CON",
        "nul.png",
        ".htaccess",
        "x.php.png",
        "=cmd|' /C calc'!A0.png",
        "\u{fffe}\u{1F468}\u{200D}\u{1F469}.png",
        " ",
        ".",
        "..",
        long.as_str(),
    ];
    let mut attached = 0;
    for (place, name) in names.iter().enumerate() {
        let version = hidden(&officer.get(&path).text(), "version");
        let content = picture(seed() ^ u64::try_from(place).expect("a place"));
        let answer = post(
            &mut officer,
            &address,
            &[("version", &version), ("kind", "khac"), ("caption", "Ảnh")],
            ("files", name, &content),
        );
        assert!([303, 400].contains(&answer.status), "{name:?}: {} {}", answer.status, answer.text());
        assert!(
            !answer.headers.contains_key("a") && !answer.header("set-cookie").contains("a=b"),
            "{name:?} splits a header"
        );
        attached += u32::from(answer.status == 303 && answer.header("location").contains("xong="));
    }
    assert!(attached > 12, "{attached}");
    let page = officer.get(&path);
    assert!(!page.text().contains("<img src=x"), "a name is an element");
    let mut read = 0;
    for href in page
        .text()
        .split("href=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .filter(|href| href.starts_with("/dinh-kem/"))
    {
        let file = officer.get(href);
        assert_eq!(file.status, 200, "{href}");
        let told = file.header("content-disposition");
        let name =
            told.strip_prefix("attachment; filename=\"").and_then(|rest| rest.strip_suffix('"')).expect("a name");
        assert!(
            name.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.'))
                && !name.starts_with('.'),
            "{told}"
        );
        read += 1;
    }
    assert!(read >= attached, "{read} of {attached}");
    println!("attack | names of uploaded files | {} tried, {attached} attached under a safe name |", names.len());
}
