//! One record over two violators, over HTTP: prepared, refused as a whole with the file's name, made once, the same from either file.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::http::{Answer, Visitor};
use ins_tests::officers::{links, sign_in};

/// A seed no earlier run has used.
fn seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
    u64::try_from(now.as_micros()).expect("a moment") & 0xffff_ffff_ff00
}

/// What stands between two marks of a page.
fn between<'a>(page: &'a str, before: &str, after: &str) -> &'a str {
    page.split(before).nth(1).and_then(|rest| rest.split(after).next()).unwrap_or_default()
}

fn value(page: &str, name: &str) -> String {
    between(between(page, &format!("name=\"{name}\""), ">"), "value=\"", "\"").to_owned()
}

/// Two parties that the officer may choose.
fn parties(officer: &mut Visitor) -> [String; 2] {
    let list = links(&officer.get("/doi-tuong?q=ho+kinh+doanh").text(), "/doi-tuong/");
    let id = |place: usize| list.get(place).expect("a party").trim_start_matches("/doi-tuong/").to_owned();
    [id(0), id(1)]
}

/// Opens a case found on duty; `related` is the first file of its matter.
fn open(officer: &mut Visitor, party: &str, seed: u64, related: &str) -> String {
    let id = format!("00000000-0000-4000-8000-{seed:012x}");
    let form =
        officer.get(&format!("/ho-so/mo?doi-tuong={party}&hinh-thuc=khong-qua-kiem-tra&lien-quan={related}")).text();
    let day = value(&form, "scope_from");
    let mut fields = vec![
        ("case_id", id.as_str()),
        ("party", party),
        ("kind", "khong-qua-kiem-tra"),
        ("place", "Chợ Phố Hiến"),
        ("scope_from", day.as_str()),
        ("basis", "Phát hiện khi tuần tra"),
        ("contents", "Bày bán hàng nhập lậu"),
        ("leader", "ksv1"),
    ];
    if !related.is_empty() {
        fields.push(("lien-quan", related));
    }
    let answer = officer.post("/api/trinh-quyet-dinh-kiem-tra", &fields);
    assert!(answer.header("location").starts_with(&format!("/ho-so/{id}")), "{}: {}", answer.status, answer.text());
    id
}

/// Posts a violation record against the version a page shows, with more fields.
fn record(officer: &mut Visitor, case: &str, page: &str, more: &[(&str, &str)]) -> Answer {
    let (version, day, time) = (value(page, "version"), value(page, "made_date"), value(page, "made_time"));
    let mut fields = vec![
        ("case", case),
        ("version", version.as_str()),
        ("step", "bien-ban-vi-pham"),
        ("made_date", day.as_str()),
        ("made_time", time.as_str()),
        ("place", "Chợ Phố Hiến"),
        ("representative", "Trần Văn B"),
        ("acts.0.behaviour", "nd98-d15-k1"),
        ("acts.0.description", "Kinh doanh áo khoác nhập lậu"),
        ("acts.0.committed_on", day.as_str()),
        ("exhibits.0.name", "Áo khoác"),
        ("exhibits.0.unit", "cái"),
        ("exhibits.0.quantity", "10"),
        ("exhibits.0.unit_price", "250.000"),
        ("signature", "signed"),
    ];
    fields.extend_from_slice(more);
    officer.post("/api/buoc", &fields)
}

fn form(officer: &mut Visitor, case: &str) -> String {
    let answer = officer.get(&format!("/ho-so/{case}/bien-ban-vi-pham"));
    assert_eq!(answer.status, 200);
    answer.text()
}

#[test]
fn a_common_record_is_made_once_or_not_at_all() {
    let mut officer = sign_in("ksv1");
    let (parties, seed) = (parties(&mut officer), seed());
    let first = open(&mut officer, &parties[0], seed, "");
    let second = open(&mut officer, &parties[1], seed + 1, &first);
    let box_of_second = format!("joint.{second}");

    // Not prepared: no box, and a box that is posted all the same is refused with the file and the article.
    let page = form(&mut officer, &first);
    assert!(page.contains("chưa chuẩn bị") && !page.contains(&box_of_second), "{page}");
    let version = value(&form(&mut officer, &second), "version");
    let answer = record(&mut officer, &first, &page, &[(&box_of_second, &version)]);
    let back = officer.get(answer.header("location")).text();
    assert!(back.contains("chưa chuẩn bị phần của người vi phạm này") && back.contains("Điều 58"), "{back}");
    assert!(back.contains("Kinh doanh áo khoác nhập lậu"), "what was typed is kept");

    let page = form(&mut officer, &second);
    let prepared = record(&mut officer, &second, &page, &[("prepare", "1"), ("party_opinion", "Hàng của tôi")]);
    assert!(prepared.header("location").contains("xong=chuan-bi-bien-ban"), "{}", prepared.header("location"));
    let page = form(&mut officer, &second);
    assert!(page.contains("Hàng của tôi"), "what was prepared is shown again");

    // Prepared anew while the form of the first file is open: stale, named, and nothing is recorded.
    let page_of_first = form(&mut officer, &first);
    let shown = value(&page_of_first, &box_of_second);
    assert!(!shown.is_empty(), "{page_of_first}");
    record(&mut officer, &second, &page, &[("prepare", "1"), ("party_opinion", "Đã sửa lời khai")]);
    let answer = record(&mut officer, &first, &page_of_first, &[(&box_of_second, &shown)]);
    let back = officer.get(answer.header("location")).text();
    assert!(back.contains("vừa được người khác sửa") && back.contains("Chưa văn bản nào được lập"), "{back}");
    assert!(!officer.get(&format!("/ho-so/{first}")).text().contains("/BB-VPHC"), "nothing is recorded");

    // Of another unit, or of nobody: the file does not exist, whichever file is named.
    for account in ["ksv7", "quantri"] {
        let mut stranger = sign_in(account);
        let answer = record(&mut stranger, &first, &back, &[(&box_of_second, &shown)]);
        assert_eq!(answer.status, 404, "{account}");
    }
    let answer = record(&mut officer, &first, &back, &[("joint.khong-phai-ma", "1")]);
    assert_eq!(answer.status, 404, "no file of ours");

    // Sent again as the page shows it now: made, once, in both.
    let answer = record(&mut officer, &first, &back, &[(&box_of_second, &value(&back, &box_of_second))]);
    assert!(answer.header("location").contains("xong=bien-ban-chung"), "{}", answer.header("location"));
    let numbers = [&first, &second].map(|case| {
        let page = officer.get(&format!("/ho-so/{case}")).text();
        let at = page.find("/BB-VPHC").expect("a number");
        page.get(at - 8..at).expect("eight digits").to_owned()
    });
    assert_eq!(numbers[0], numbers[1]);
    let codes = [&first, &second].map(|case| {
        let paper = officer.get(&format!("/ho-so/{case}/giay/bien-ban-vi-pham-hanh-chinh")).text();
        assert!(paper.contains("Đã sửa lời khai"), "{paper}");
        let code: String = paper.split("/kiem-tra-van-ban/").nth(1).expect("the code").chars().take(20).collect();
        code
    });
    assert_eq!(codes[0], codes[1]);
    assert_eq!(Visitor::new().get(&format!("/kiem-tra-van-ban/{}", codes[0])).status, 200);
    let answer = record(&mut officer, &first, &back, &[(&box_of_second, &value(&back, &box_of_second))]);
    let again = officer.get(answer.header("location")).text();
    assert!(again.contains("vừa được người khác sửa"), "a form posted twice makes no second record: {again}");
}
