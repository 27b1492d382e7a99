//! Provinces that keep their own data (liên thông): a national installation and two provinces, each a host with a database of its own.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::host::Host;
use ins_tests::http::{Answer, Visitor};
use ins_tests::officers::PASSWORD;
use serde_json::Value;
use std::time::{Duration, Instant};

const JSON: [(&str, &str); 1] = [("Accept", "application/json")];

/// What looks after the machine, and what every province has and the nation has not.
const METRICS: &str = "mmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmmm";
const MARKS: &str = "dau-dau-dau-dau-dau-dau-dau-dau-dau-dau";

fn signed_in(host: &Host, account: &str) -> Visitor {
    let mut visitor = host.visitor();
    let answer = visitor.post("/api/dang-nhap", &[("account", account), ("password", PASSWORD)]);
    assert_eq!((answer.status, answer.header("location")), (303, "/"), "{account}: {}", answer.text());
    visitor
}

/// A key that the nation's administrator makes for a province, on his page.
fn key(nation: &Host, province: &str) -> String {
    let mut administrator = signed_in(nation, "quantri");
    let today = domain::calendar::to_local(jiff::Timestamp::now()).date();
    let day = domain::calendar::format_date(domain::calendar::shift(today, 300));
    let fields =
        [("name", "Tỉnh"), ("contact", "Phòng CNTT"), ("scope", "lien-thong"), ("unit", province), ("ends_on", &day)];
    let answer = administrator.post("/api/cap-khoa-api", &fields);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let text = administrator.get(answer.header("location")).text();
    let key = text.split("ins_").nth(1).and_then(|rest| rest.get(..64)).expect("the key");
    format!("ins_{key}")
}

/// The variables of a province.
fn line(nation: &Host, token: &str) -> Vec<(&'static str, String)> {
    let address = format!("http://{}", nation.authority);
    vec![
        ("federation_url", address.clone()),
        ("federation_host", address),
        ("federation_token", token.to_owned()),
        ("federation_key", MARKS.to_owned()),
        ("metrics_key", METRICS.to_owned()),
    ]
}

fn borrowed<'a>(variables: &'a [(&'static str, String)]) -> Vec<(&'static str, &'a str)> {
    variables.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

fn push(host: &Host, query: &str) -> Answer {
    let bearer = format!("Bearer {METRICS}");
    host.visitor().send("POST", &format!("/lien-thong/gui{query}"), &[("Authorization", &bearer)], b"")
}

/// Sends until nothing is left.
fn push_all(host: &Host) -> Value {
    for _ in 0..50 {
        let answer = push(host, "");
        assert_eq!(answer.status, 200, "{} {}", answer.text(), host.log());
        let told: Value = serde_json::from_slice(&answer.body).expect("JSON");
        if told["het"] == true {
            return told;
        }
    }
    panic!("it never ends");
}

fn figures(host: &Host, account: &str, unit: &str) -> Value {
    let address = format!(
        "/api/v1/so-lieu?don-vi={unit}&ky={}&chi-tieu=kiem_tra,vi_pham,xu_ly,phat_tien,con_phai_nop",
        domain::calendar::to_local(jiff::Timestamp::now()).date().year()
    );
    let answer = signed_in(host, account).send("GET", &address, &JSON, b"");
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("JSON")
}

#[test]
fn two_provinces_and_a_nation() {
    let nation = Host::start(&[], &[], &[]);
    let keys = ["33", "31"].map(|province| key(&nation, province));
    let variables = keys.each_ref().map(|key| line(&nation, key));
    let one = Host::with_cases(&borrowed(&variables[0]));
    let mut other = Host::start(&[], &borrowed(&variables[1]), &[]);

    // The figures of the nation are those of the province, sent by a timer that knows the secret and nobody else.
    assert_eq!(figures(&nation, "trunguong", "33")["tong"]["vi_pham"], 0);
    assert_eq!(one.visitor().send("POST", "/lien-thong/gui", &[], b"").status, 401);
    assert_eq!(one.visitor().get("/lien-thong/gui").status, 405);
    assert_eq!(push(&nation, "").status, 404, "a nation sends nowhere, and has no secret");
    let told = push_all(&one);
    assert!(told["vi_tri"].as_i64() > Some(100), "{told}");
    for unit in ["33", "33-01"] {
        let there = figures(&nation, "trunguong", unit);
        assert_eq!(there, figures(&one, "trunguong", unit), "{unit}");
        assert!(there["tong"]["vi_pham"].as_i64() > Some(0), "{there}");
    }
    let again = push_all(&one);
    assert_eq!((&again["dong"], &again["vu"]), (&Value::from(0), &Value::from(0)), "nothing twice");

    // Somebody who was sanctioned there is written up here.
    let sql = "SELECT p.tax_code, p.name, c.code FROM case_file c JOIN party p ON p.id = c.party \
               WHERE p.tax_code IS NOT NULL AND p.tax_code <> '' AND c.province = '33' \
               AND c.stage IN ('cho-giao-quyet-dinh', 'dang-thi-hanh', 'da-ket-thuc', 'da-luu-tru') ORDER BY c.num DESC LIMIT 1";
    let sanctioned = one.rows(sql);
    let [tax_code, name, code] = sanctioned.first().map(Vec::as_slice).expect("a sanctioned party") else {
        panic!("{sanctioned:?}");
    };
    assert_eq!(push_all(&other)["het"], true);
    let mut officer = signed_in(&other, "haiphong.ksv1");
    let answer = officer.post(
        "/api/dang-ky-doi-tuong",
        &[
            ("kind", "organisation"),
            ("name", "Công ty TNHH Tên Khác"),
            ("address", "Số 1, thành phố Hải Phòng"),
            ("representative", "Trần Văn B"),
            ("tax_code", tax_code),
            ("confirmed", "1"),
        ],
    );
    let page = answer.header("location").to_owned();
    assert!(page.contains("/doi-tuong/"), "{} {page} {}", answer.status, answer.text());
    let text = officer.get(&page).text();
    for words in ["Trung ương trả lời lúc", code, "Các tỉnh đã gửi đến ít nhất", "Số lần kiểm tra, trong tỉnh"]
    {
        assert!(text.contains(words), "{words}: {text}");
    }
    let asked = "SELECT count(*) FROM journal WHERE deed = 'hoi-tien-su'";
    assert_eq!(other.rows(asked), [["1"]]);

    // The nation knows neither who it was nor under which number.
    let everything = nation.everything();
    for secret in [tax_code, name] {
        assert!(!everything.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
    assert!(!nation.log().contains(tax_code) && !other.log().contains(tax_code));

    // Both ends say how the line stands.
    for (host, words) in [(&nation, "2 tỉnh gửi số liệu"), (&one, "Đã gửi hết đến sự kiện")] {
        let text = signed_in(host, "quantri").get("/tu-kiem-tra").text();
        assert!(text.contains(words), "{words}: {text}");
    }

    // A revoked key lets nothing through, and the officer is told.
    nation.spoil("UPDATE api_key SET revoked_at = 1, revoked_by = 'quantri' WHERE unit = '31'");
    other.spoil("DELETE FROM federated_answer");
    let text = officer.get(&page).text();
    assert!(text.contains("Chưa hỏi được trung ương") && text.contains("không trả lời"), "{text}");
    let refused = push(&other, "");
    assert_eq!(refused.status, 502);
    assert!(refused.text().contains("trung ương trả lời 401"), "{}", refused.text());
    other.kill();
}

/// A nation that is gone costs an officer seconds at most, and nothing he works on.
#[test]
fn a_nation_that_is_gone_holds_nobody_up() {
    let mut nation = Host::start(&[], &[], &[]);
    let variables = line(&nation, &key(&nation, "31"));
    let province = Host::start(&[], &borrowed(&variables), &[]);
    nation.kill();
    // Somebody who takes connections and never answers stands in its place.
    let silent = std::net::TcpListener::bind(&nation.authority).expect("the nation's place");
    let taken = std::thread::spawn(move || silent.incoming().flatten().take(2).collect::<Vec<_>>());
    let mut officer = signed_in(&province, "haiphong.ksv1");
    let answer = officer.post(
        "/api/dang-ky-doi-tuong",
        &[
            ("kind", "organisation"),
            ("name", "Công ty TNHH Một Mình"),
            ("address", "Số 1, thành phố Hải Phòng"),
            ("representative", "Trần Văn B"),
            ("tax_code", "0100109106"),
            ("confirmed", "1"),
        ],
    );
    let page = answer.header("location").to_owned();
    let begun = Instant::now();
    let text = officer.get(&page).text();
    let took = begun.elapsed();
    assert!(text.contains("Chưa hỏi được trung ương") && text.contains("trong dữ liệu của tỉnh"), "{text}");
    assert!(took < Duration::from_secs(10), "{took:?}");
    drop(taken);
    assert!(
        province.log().contains("\"place\":\"federation\"") || !province.log().contains("panic"),
        "{}",
        province.log()
    );
}

#[test]
fn a_line_that_is_set_wrongly_says_so() {
    let province = Host::start(
        &[],
        &[("federation_url", "https://nation.example.vn"), ("federation_token", "x"), ("metrics_key", METRICS)],
        &[],
    );
    let answer = push(&province, "");
    assert_eq!(answer.status, 503, "{}", answer.text());
    assert!(province.log().contains("federation_token is no key"), "{}", province.log());
    let page = signed_in(&province, "quantri").get("/tu-kiem-tra").text();
    assert!(page.contains("federation_… đặt thiếu hoặc sai"), "{page}");
}
