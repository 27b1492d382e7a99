//! The files of each definition as golden files: every row, merge and format of the workbook, every line of the CSV.

use crate::filing::Sheet;
use crate::{filing_csv, filing_xlsx};
use domain::catalogue::Field;
use domain::paper::{Head, Signatory};
use domain::report::definition::{DEFINITIONS, Definition, Over, Rows, Sums, evaluate_fields};
use domain::report::{Measure, Measures};
use domain::unit::UnitId;
use std::collections::BTreeMap;
use std::io::Read as _;

const FIELDS: [Field; 2] = [Field::HangNhapLau, Field::HangGiaShtt];

/// Sums that differ in every field, measure and span, the same at each run.
fn sums(factor: i64) -> Sums {
    let mut sums = Sums::default();
    for (place, field) in (1_i64..).zip(FIELDS) {
        let mut row = Measures::default();
        for (column, measure) in (1_i64..).zip(Measure::ALL) {
            let value = place * column * factor;
            row.count(measure, if measure.is_money() { value * 1_234_567 } else { value });
        }
        sums.total.add(&row);
        sums.by_unit.entry(UnitId(format!("33-0{place}"))).or_default().add(&row);
        sums.by_field.insert(field, row);
    }
    sums
}

fn sheet(definition: &'static Definition, draft: bool) -> Sheet {
    let spans: BTreeMap<Over, Sums> =
        [(Over::Period, 3), (Over::YearToDate, 30), (Over::Previous, 4), (Over::SameLastYear, 0)]
            .into_iter()
            .map(|(over, factor)| (over, sums(factor)))
            .collect();
    let units = [("33-01", "=Đội QLTT số 1"), ("33-02", "Đội QLTT số 2")];
    let units = units.map(|(id, name)| (UnitId(id.to_owned()), name.to_owned()));
    Sheet {
        draft,
        changed: !draft,
        head: Head {
            superior: "CỤC QUẢN LÝ VÀ PHÁT TRIỂN THỊ TRƯỜNG TRONG NƯỚC".into(),
            agency: "CHI CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH HƯNG YÊN".into(),
            number: if draft { String::new() } else { "33000012".into() },
            symbol: "BC".into(),
            place_date: "Hưng Yên, ngày 16 tháng 11 năm 2026".into(),
        },
        title: definition.title.into(),
        period: "Tháng 11/2026 (15/10/2026–14/11/2026)".into(),
        fields: if definition.rows == Rows::Fields { FIELDS.map(Field::label).to_vec() } else { Vec::new() },
        definition,
        table: evaluate_fields(definition, &spans, &units, &FIELDS),
        narrative: "I. TÌNH HÌNH\n=Không có gì đặc biệt.\n\nII. KẾT QUẢ\n- Số vụ kiểm tra: 3 vụ.".into(),
        signatory: (!draft).then(|| Signatory {
            on_behalf: "KT. CHI CỤC TRƯỞNG".into(),
            title: "PHÓ CHI CỤC TRƯỞNG".into(),
            hint: "(Ký, đóng dấu)".into(),
            name: "Lê Thị Kim Oanh".into(),
        }),
    }
}

/// One part of a workbook.
fn part(book: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(book)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// The parts that say what is on the sheets, one element a line.
fn told(book: &[u8]) -> String {
    let mut out = String::new();
    for name in ["xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/sharedStrings.xml", "xl/styles.xml"] {
        let xml = part(book, name).replace("><row", ">\n<row").replace("><c ", ">\n<c ");
        let xml = xml.replace("><mergeCell ", ">\n<mergeCell ").replace("><si", ">\n<si").replace("><xf", ">\n<xf");
        out.push_str(&format!("== {name}\n{xml}\n"));
    }
    out
}

#[test]
fn every_definition_as_its_golden_files() {
    for (place, definition) in DEFINITIONS.iter().enumerate() {
        // Every other one as a draft.
        let sheet = sheet(definition, place % 2 == 1);
        for (kind, now) in [("csv", filing_csv::write(&sheet)), ("xlsx", told(&filing_xlsx::write(&sheet).unwrap()))] {
            let path = format!("{}/golden/{}.{kind}.txt", env!("CARGO_MANIFEST_DIR"), definition.key);
            let kept = std::fs::read_to_string(&path).unwrap_or_default();
            assert!(kept == now, "{path} is now:\n{now}<<<end");
        }
    }
}

#[test]
fn a_name_is_never_a_formula_and_a_draft_says_so() {
    for definition in &DEFINITIONS {
        let (draft, signed) = (sheet(definition, true), sheet(definition, false));
        let (csv, signed_csv) = (filing_csv::write(&draft), filing_csv::write(&signed));
        assert!(csv.starts_with('\u{feff}') && csv.contains("DỰ THẢO") && !signed_csv.contains("DỰ THẢO"));
        assert!(!csv.contains("\"=") && !csv.contains(";="), "{csv}");
        let book = filing_xlsx::write(&draft).unwrap();
        assert!(!part(&book, "xl/worksheets/sheet1.xml").contains("<f>"), "{}", definition.key);
        let strings = part(&book, "xl/sharedStrings.xml");
        for words in ["DỰ THẢO", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Nơi nhận:", "(Chưa ký)"] {
            assert!(strings.contains(words), "{}: {words}", definition.key);
        }
        let strings = part(&filing_xlsx::write(&signed).unwrap(), "xl/sharedStrings.xml");
        assert!(strings.contains("KT. CHI CỤC TRƯỞNG") && strings.contains("số liệu sau khi ký đã thay đổi"));
    }
}

/// Also a workbook on disk, to be opened by hand and by the check with LibreOffice.
#[test]
fn workbooks_are_written_to_be_opened() {
    let target = std::env::var_os("CARGO_TARGET_DIR")
        .unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../../target").into());
    let folder = std::path::Path::new(&target).join("reports");
    std::fs::create_dir_all(&folder).unwrap();
    for definition in &DEFINITIONS {
        let book = filing_xlsx::write(&sheet(definition, false)).unwrap();
        assert!(book.starts_with(b"PK") && book.len() > 5_000, "{}", definition.key);
        std::fs::write(folder.join(format!("{}.xlsx", definition.key)), book).unwrap();
    }
}
