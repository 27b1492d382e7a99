//! The interface for other systems over HTTP: keys from their page, every role, a whole hand-over, and what leaks nowhere.
#![expect(clippy::expect_used, reason = "a test fails by saying what it lacks")]

use ins_tests::http::{Answer, Visitor};
use ins_tests::officers::{hidden, seed, sign_in};
use serde_json::{Value, json};

const BASE: &str = "/api/v1";

fn by(key: &str, method: &str, path: &str, body: &[u8]) -> Answer {
    let key = format!("Bearer {key}");
    let headers = [("Authorization", key.as_str()), ("Content-Type", "application/json"), ("Accept", "*/*")];
    Visitor::new().send(method, &format!("{BASE}{path}"), &headers, body)
}

fn read(answer: &Answer) -> Value {
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("no JSON: {error}: {}", answer.text()))
}

/// A day some thirty days ahead, as it is typed.
fn next_month() -> String {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).expect("a clock");
    let now = jiff::Timestamp::from_second(i64::try_from(now.as_secs()).expect("a year we know")).expect("a moment");
    domain::calendar::format_date(domain::calendar::shift(domain::calendar::to_local(now).date(), 30))
}

/// Makes a key on its page; answers the key and the name of its system.
fn made(administrator: &mut Visitor, scope: &str, unit: &str) -> (String, String) {
    let name = format!("Hệ thống {scope} {unit} {}", seed());
    let day = next_month();
    let fields =
        [("name", name.as_str()), ("contact", "Phòng CNTT"), ("scope", scope), ("unit", unit), ("ends_on", &day)];
    let answer = administrator.post("/api/cap-khoa-api", &fields);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = answer.header("location").to_owned();
    let text = administrator.get(&page).text();
    let key = text.split("ins_").nth(1).and_then(|rest| rest.get(..64)).expect("the key").to_owned();
    assert!(!administrator.get(&page).text().contains(&key), "it is shown once");
    (format!("ins_{key}"), name)
}

#[test]
fn the_description_is_the_kept_one_and_open_to_all() {
    let json = [("Accept", "application/json")];
    let answer = Visitor::new().send("GET", &format!("{BASE}/openapi.json"), &json, b"");
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json; charset=utf-8"));
    let kept =
        std::fs::read_to_string(ins_tests::root().join("tests/golden/openapi.json")).expect("the kept description");
    assert_eq!(read(&answer), serde_json::from_str::<Value>(&kept).expect("JSON"));
    let page = Visitor::new().get(&format!("{BASE}/tai-lieu"));
    assert_eq!(page.status, 200);
    assert!(page.text().contains("/quoc-gia/thay-doi") && !page.text().contains("<script"), "{}", page.text());
    assert!(page.header("content-security-policy").contains("style-src 'self'"));
    let sheet = Visitor::new().send("GET", &format!("{BASE}/tai-lieu.css"), &[("Accept", "text/css,*/*;q=0.1")], b"");
    assert_eq!(sheet.header("content-type"), "text/css; charset=utf-8");
}

#[test]
fn an_officer_reads_what_his_report_page_shows() {
    for (account, path, status) in [
        ("ksv10", "/so-lieu?don-vi=33-04", 200),
        ("ksv10", "/so-lieu?don-vi=33", 404),
        ("tonghop", "/so-lieu?don-vi=33&ky=2026-q4&chi-tieu=vi_pham", 200),
        ("chicuctruong", "/so-lieu?don-vi=31", 404),
        ("trunguong", "/so-lieu", 200),
        ("trunguong", "/bao-cao/ket-qua?ky=2026", 200),
        ("trunguong", "/so-lieu?donvi=33", 400),
        ("trunguong", "/quoc-gia/thay-doi", 403),
        ("quantri", "/so-lieu", 403),
    ] {
        let answer = sign_in(account).send("GET", &format!("{BASE}{path}"), &[("Accept", "application/json")], b"");
        assert_eq!(answer.status, status, "{account} {path}: {}", answer.text());
        let expected = if status == 200 { "application/json; charset=utf-8" } else { "application/problem+json" };
        assert_eq!(answer.header("content-type"), expected, "{account} {path}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{account} {path}");
    }
    let mut head = sign_in("chicuctruong");
    let file = read(&head.get("/bao-cao/tep/thang.json?don-vi=33&ky=2026-q4"));
    let address = format!("{BASE}/so-lieu?don-vi=33&ky=2026-q4&chi-tieu=vi_pham,phat_tien");
    let figures = head.send("GET", &address, &[("Accept", "application/json")], b"");
    let told = read(&figures);
    for key in ["vi_pham", "phat_tien"] {
        assert_eq!(told.pointer(&format!("/tong/{key}")), file.pointer(&format!("/tong/{key}")), "{key}");
    }
    assert!(told.pointer("/tong/vi_pham").and_then(Value::as_i64).is_some_and(|value| value > 0), "{told}");
    let same =
        head.send("GET", &address, &[("Accept", "application/json"), ("If-None-Match", figures.header("etag"))], b"");
    assert_eq!(same.status, 304);
}

#[test]
fn only_administrators_make_keys_and_only_some_see_the_hand_over() {
    for (account, keys, hand_over) in [
        ("ksv1", 403, 403),
        ("doitruong1", 403, 403),
        ("chicuctruong", 403, 403),
        ("tonghop", 403, 200),
        ("trunguong", 403, 200),
        ("quantri", 200, 200),
    ] {
        let mut officer = sign_in(account);
        assert_eq!(officer.get("/quan-tri/khoa-api").status, keys, "{account}");
        assert_eq!(officer.get("/cung-cap-du-lieu").status, hand_over, "{account}");
    }
    let mut administrator = sign_in("quantri");
    let answer = administrator.post("/api/cap-khoa-api", &[("name", "Tên đã gõ"), ("scope", "quoc-gia")]);
    let page = administrator.get(answer.header("location")).text();
    assert!(page.contains("Tên đã gõ") && page.contains("Chọn đơn vị"), "{page}");
    let day = next_month();
    let fields = [("name", "A"), ("contact", "B"), ("scope", "quoc-gia"), ("unit", "33"), ("ends_on", &day)];
    let answer = administrator.post("/api/cap-khoa-api", &fields);
    assert!(administrator.get(answer.header("location")).text().contains("chọn đơn vị cấp trung ương"));
}

#[test]
fn a_key_reads_its_part_until_it_is_revoked() {
    let mut administrator = sign_in("quantri");
    let (key, name) = made(&mut administrator, "so-lieu", "33");
    for (path, status) in [
        ("/don-vi", 200),
        ("/so-lieu", 200),
        ("/so-lieu?don-vi=33-01", 200),
        ("/so-lieu?don-vi=31", 404),
        ("/so-lieu?don-vi=TW", 404),
        ("/quoc-gia/thay-doi", 403),
    ] {
        assert_eq!(by(&key, "GET", path, b"").status, status, "{path}");
    }
    let page = administrator.get("/quan-tri/khoa-api").text();
    let row = page.split("</tr>").find(|row| row.contains(&name)).expect("the row");
    assert!(row.contains("6 lần gọi"), "{row}");
    let num = hidden(row, "num");
    let answer = administrator.post("/api/thu-hoi-khoa-api", &[("num", &num)]);
    assert!(administrator.get(answer.header("location")).text().contains("Đã thu hồi khóa"));
    let refused = by(&key, "GET", "/so-lieu", b"");
    assert_eq!((refused.status, refused.header("www-authenticate")), (401, "Bearer realm=\"ins\""));
}

#[test]
fn the_hand_over_from_the_first_change_to_a_rejected_record() {
    let mut administrator = sign_in("quantri");
    let (key, _) = made(&mut administrator, "quoc-gia", "TW");
    let (mut cursor, mut all) = (String::new(), Vec::new());
    loop {
        let answer = by(&key, "GET", &format!("/quoc-gia/thay-doi?toi-da=200{cursor}"), b"");
        assert_eq!((answer.status, answer.header("cache-control")), (200, "private, no-store"), "{}", answer.text());
        let page = read(&answer);
        all.extend(page["ban_ghi"].as_array().expect("records").clone());
        cursor = format!("&con-tro={}", page["con_tro"].as_str().expect("a cursor"));
        if page["het"] == true || all.len() > 400 {
            break;
        }
    }
    assert!(all.len() > 10, "the demo has decisions");
    let mut seen = std::collections::BTreeSet::new();
    for record in &all {
        assert!(seen.insert(format!("{} {}", record["ma_ban_ghi"], record["phien_ban"])), "told twice: {record}");
    }
    let record = all.last().expect("a record");
    let reason = format!("Thiếu mã xã {}", seed());
    let receipt = json!({ "bien_nhan": [{
        "ma_ban_ghi": record["ma_ban_ghi"], "phien_ban": record["phien_ban"], "ket_qua": "tu-choi", "ly_do": reason,
    }] });
    let answer = by(&key, "POST", "/quoc-gia/bien-nhan", receipt.to_string().as_bytes());
    assert_eq!(read(&answer), json!({ "da_ghi": 1, "da_co": 0 }));
    assert!(sign_in("trunguong").get("/cung-cap-du-lieu").text().contains(&reason));
    let unknown = receipt.to_string().replace(".xp", ".q9");
    assert!([200, 400].contains(&by(&key, "POST", "/quoc-gia/bien-nhan", unknown.as_bytes()).status));
}
