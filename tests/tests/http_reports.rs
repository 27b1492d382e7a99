//! The files of a report: formats, types, and the same authority as the page.

use ins_tests::http::Visitor;
use ins_tests::officers::sign_in;
use serde_json::Value;

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

fn read(officer: &mut Visitor, path: &str) -> Value {
    let answer = officer.get(path);
    assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("no JSON: {error}"))
}

#[test]
fn three_formats_of_one_report() {
    let mut head = sign_in("chicuctruong");
    for (kind, mime, start) in [
        ("json", "application/json; charset=utf-8", b"{".as_slice()),
        ("csv", "text/csv; charset=utf-8", "\u{feff}".as_bytes()),
        ("xlsx", XLSX, b"PK\x03\x04"),
    ] {
        let answer = head.get(&format!("/bao-cao/tep/thang.{kind}?don-vi=33&ky=2026-q4"));
        assert_eq!(answer.status, 200, "{kind}: {}", answer.text());
        assert_eq!(answer.header("content-type"), mime);
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{kind}");
        assert_eq!(answer.header("cache-control"), "no-store", "{kind}");
        assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{kind}");
        assert!(answer.body.starts_with(start), "{kind}");
        if kind != "json" {
            let expected = format!("attachment; filename=\"bao-cao-33-2026-q4.{kind}\"");
            assert_eq!(answer.header("content-disposition"), expected);
        }
    }
}

#[test]
fn the_files_say_what_the_page_says_and_sum_up() {
    let mut head = sign_in("chicuctruong");
    let report = read(&mut head, "/bao-cao/tep/thang.json?don-vi=33&ky=2026-q4");
    let figure = |value: &Value, measure: &str| value.get(measure).and_then(Value::as_i64).expect("a figure");
    let total = report.get("tong").expect("a total");
    assert!(figure(total, "vi_pham") > 0, "the demo has violations in this quarter: {total}");
    for measure in ["kiem_tra", "vi_pham", "xu_ly", "phat_tien", "tri_gia_tang_vat"] {
        for (rows, part) in [("cac_don_vi", "tong"), ("linh_vuc", "chi_tieu")] {
            let rows = report.get(rows).and_then(Value::as_array).expect("rows");
            let sum: i64 = rows.iter().map(|row| figure(row.get(part).expect("figures"), measure)).sum();
            assert_eq!(sum, figure(total, measure), "{measure} over {part}");
        }
    }
    let page = head.get("/bao-cao?don-vi=33&ky=2026-q4").text();
    let csv = head.get("/bao-cao/tep/thang.csv?don-vi=33&ky=2026-q4").text();
    let fines = figure(total, "phat_tien");
    assert!(page.contains(&grouped(fines)), "{fines} on the page");
    assert!(csv.contains(&fines.to_string()) || csv.contains(&grouped(fines)), "{fines} in: {csv}");
}

/// `35000000` → `35.000.000`.
fn grouped(value: i64) -> String {
    let digits = value.to_string();
    let mut text = String::new();
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push('.');
        }
        text.push(digit);
    }
    text
}

#[test]
fn a_file_shows_no_more_than_the_page() {
    for (account, unit, expected) in [
        ("ksv10", "33-04", 200),
        ("tonghop", "33", 200),
        ("tonghop", "33-04", 200),
        ("trunguong", "TW", 200),
        ("trunguong", "31", 200),
        ("ksv10", "33-01", 404),
        ("ksv10", "33", 404),
        ("chicuctruong", "31", 404),
        ("chicuctruong", "TW", 404),
        ("haiphong.chicuctruong", "33", 404),
        ("chicuctruong", "khong-co", 404),
    ] {
        let mut officer = sign_in(account);
        for kind in ["json", "csv", "xlsx"] {
            let path = format!("/bao-cao/tep/thang.{kind}?don-vi={unit}&ky=2026-11");
            assert_eq!(officer.get(&path).status, expected, "{account}: {path}");
        }
        let page = format!("/bao-cao?don-vi={unit}&ky=2026-11");
        assert_eq!(officer.get(&page).status, expected, "{account}: {page}");
        let drill = format!("/bao-cao/vu-viec?don-vi={unit}&ky=2026-11&chi-tieu=vi_pham");
        assert_eq!(officer.get(&drill).status, expected, "{account}: {drill}");
    }
    assert_eq!(sign_in("quantri").get("/bao-cao/tep/thang.json").status, 403);
}

#[test]
fn nobody_gets_no_file_and_a_wrong_question_no_answer() {
    let path = "/bao-cao/tep/thang.csv?don-vi=33";
    let answer = Visitor::new().get(path);
    assert_eq!((answer.status, answer.header("location")), (303, "/dang-nhap?tiep=/bao-cao"), "a browser is sent on");
    let answer = Visitor::new().send("GET", path, &[("Accept", "*/*")], b"");
    assert_eq!(answer.status, 401, "a program is told");
    assert!(!answer.text().contains("33-01") && answer.text().contains("Đăng nhập"), "{}", answer.text());
    let mut officer = sign_in("tonghop");
    for (path, status) in [
        ("/bao-cao/tep/thang.pdf", 404),
        ("/bao-cao/tep/thang", 404),
        ("/bao-cao/tep/khac.csv", 404),
        ("/bao-cao/tep/", 404),
        ("/bao-cao/tep/thang.csv?ky=khong-doc-duoc", 400),
        ("/bao-cao/tep/thang.csv?ky=2026-13", 400),
        ("/bao-cao/tep/thang.csv?to-chuc=khac", 400),
    ] {
        let answer = officer.get(path);
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.header("content-type").starts_with("text/plain"), "{path}");
    }
    for method in ["POST", "PUT", "DELETE"] {
        let answer = officer.send(method, "/bao-cao/tep/thang.csv", &[], b"");
        assert_eq!((answer.status, answer.header("allow")), (405, "GET, HEAD"), "{method}");
    }
    let head = officer.send("HEAD", "/bao-cao/tep/thang.csv", &[], b"");
    assert_eq!((head.status, head.body.len()), (200, 0));
}
