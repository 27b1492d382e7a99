//! The interface as every kind of caller meets it: what the description promises, what keys may, and pages of changes.

use super::openapi::document;
use super::operations::{BASE, OPERATIONS};
use super::parameters::Kind;
use super::*;
use crate::fixture::Place;
use domain::unit::UnitId;
use front::fixture::{block_on, content};
use http::Request;
use http::header::{CONTENT_TYPE, HOST};
use http_body_util::Full;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::Value;
use std::collections::BTreeSet;
use store::keys::NewKey;

pub(super) struct Told {
    pub(super) status: u16,
    headers: http::HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Told {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// Who calls, as a header.
type By<'a> = Option<(&'a str, &'a str)>;

pub(super) struct Desk {
    place: Place,
    callers: Vec<(&'static str, Option<(String, String)>)>,
}

impl Desk {
    pub(super) fn new() -> Self {
        let place = Place::new();
        let mut callers: Vec<(&'static str, Option<(String, String)>)> = vec![("nobody", None)];
        for account in ["ksv1", "chicuctruong", "tonghop", "trunguong", "quantri"] {
            callers.push((account, Some(("cookie".to_owned(), format!("ins={}", place.sign_in(account))))));
        }
        let desk = Self { place, callers };
        let province = desk.key(KeyScope::Figures, "33").unwrap();
        let national = desk.key(KeyScope::National, "TW").unwrap();
        let sends = desk.key(KeyScope::Province, "31").unwrap();
        let Self { place, mut callers } = desk;
        callers.push(("figures", Some(("authorization".to_owned(), format!("Bearer {province}")))));
        callers.push(("national", Some(("authorization".to_owned(), format!("Bearer {national}")))));
        callers.push(("province", Some(("authorization".to_owned(), format!("Bearer {sends}")))));
        Self { place, callers }
    }

    pub(super) fn key(&self, scope: KeyScope, unit: &str) -> Result<String, store::StoreError> {
        let new = NewKey {
            name: "Hệ thống nhận".into(),
            contact: "Phòng CNTT".into(),
            scope,
            unit: UnitId(unit.into()),
            ends_on: date(2026, 12, 31),
        };
        block_on(store::keys::make(&self.place.db, &self.place.env, &self.place.desk("quantri").actor, &new))
    }

    fn by(&self, name: &str) -> By<'_> {
        let (_, header) = self.callers.iter().find(|(known, _)| *known == name).unwrap();
        header.as_ref().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    pub(super) fn send(&self, method: &str, address: &str, headers: &[(&str, &str)], body: &[u8]) -> Told {
        self.send_on(self.place.env, method, address, headers, body)
    }

    fn send_on(&self, env: Env, method: &str, address: &str, headers: &[(&str, &str)], body: &[u8]) -> Told {
        let mut request = Request::builder().method(method).uri(address).header(HOST, "127.0.0.1:3000");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let (head, body) = request.body(Full::new(Bytes::from(body.to_vec()))).unwrap().into_parts();
        let answer = block_on(answer(
            Arc::new(self.place.db.clone()),
            env,
            &Limiter::from_variables("", "0").0,
            &head,
            &mut Some(body),
        ));
        let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
        Told { status, headers, body: content(answer) }
    }

    fn get(&self, by: By<'_>, address: &str) -> Told {
        let headers: Vec<(&str, &str)> = by.into_iter().collect();
        self.send("GET", address, &headers, b"")
    }
}

/// Schemas of the answers by path and status, with what they refer to.
pub(super) struct Promise {
    pub(super) document: Value,
}

impl Promise {
    pub(super) fn check(&self, template: &str, method: &str, told: &Told, asked: &str) {
        let answers = &self.document["paths"][format!("{BASE}{template}")][method]["responses"];
        let promised = &answers[told.status.to_string()];
        assert!(
            promised.is_object(),
            "{asked}: {} is not promised: {}",
            told.status,
            String::from_utf8_lossy(&told.body)
        );
        assert!(told.status < 500, "{asked}: {}", told.status);
        let kind = told.header(CONTENT_TYPE.as_str()).split(';').next().unwrap_or_default();
        if method == "head" || told.status == 304 {
            return;
        }
        let schema = &promised["content"][kind]["schema"];
        assert!(schema.is_object(), "{asked}: {kind} is not promised for {}", told.status);
        if kind.ends_with("json") {
            let mut schema = schema.clone();
            schema["components"] = self.document["components"].clone();
            let validator = jsonschema::validator_for(&schema).unwrap();
            let answer = told.json();
            let wrong: Vec<String> = validator.iter_errors(&answer).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{asked}: {wrong:?} in {answer}");
        }
    }
}

#[test]
fn the_description_is_the_kept_one() {
    let written = format!("{}\n", serde_json::to_string_pretty(&document()).unwrap());
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/golden/openapi.json");
    let kept = std::fs::read_to_string(path).unwrap_or_default();
    if written != kept {
        let now = std::env::temp_dir().join("openapi.json");
        std::fs::write(&now, &written).unwrap();
        panic!("the description changed; if intended, replace tests/golden/openapi.json with {}", now.display());
    }
}

#[test]
fn the_description_describes_each_thing_once() {
    let document = document();
    let mut ids = BTreeSet::new();
    for methods in document["paths"].as_object().unwrap().values() {
        for operation in methods.as_object().unwrap().values() {
            assert!(ids.insert(operation["operationId"].as_str().unwrap().to_owned()), "{operation}");
        }
    }
    let text = document.to_string();
    for piece in text.split("\"$ref\":\"#/components/schemas/").skip(1) {
        let name = piece.split('"').next().unwrap();
        assert!(document["components"]["schemas"][name].is_object(), "{name}");
    }
    let page = page::page();
    for operation in OPERATIONS.iter().filter(|operation| operation.does != Does::Sheet) {
        assert!(page.contains(&format!("{BASE}{}</code>", operation.path)), "{}", operation.path);
    }
    assert!(!page.contains("<script") && !page.contains("style="));
}

#[test]
fn each_caller_gets_what_is_his() {
    let desk = Desk::new();
    for (address, expected) in [
        ("/don-vi", [401, 200, 200, 200, 200, 200, 200, 200, 200]),
        ("/chi-tieu", [401, 200, 200, 200, 200, 200, 200, 200, 200]),
        ("/so-lieu", [401, 200, 200, 200, 200, 403, 200, 403, 403]),
        ("/so-lieu?don-vi=33", [401, 404, 200, 200, 200, 403, 200, 403, 403]),
        ("/so-lieu?don-vi=33-01", [401, 200, 200, 200, 200, 403, 200, 403, 403]),
        ("/so-lieu?don-vi=31", [401, 404, 404, 404, 200, 403, 404, 403, 403]),
        ("/so-lieu?don-vi=TW", [401, 404, 404, 404, 200, 403, 404, 403, 403]),
        ("/so-lieu?don-vi=99", [401, 404, 404, 404, 404, 404, 404, 403, 403]),
        ("/bao-cao/ket-qua?ky=2026-11", [401, 200, 200, 200, 200, 403, 200, 403, 403]),
        ("/bao-cao/khong-co", [401, 404, 404, 404, 404, 404, 404, 403, 403]),
        ("/quoc-gia/thay-doi", [401, 403, 403, 403, 403, 403, 403, 200, 403]),
        ("/lien-thong/vi-tri", [401, 403, 403, 403, 403, 403, 403, 403, 200]),
        ("/openapi.json", [200; 9]),
        ("/tai-lieu", [200; 9]),
        ("/khong-co", [404; 9]),
    ] {
        for ((name, _), status) in desk.callers.iter().zip(expected) {
            let told = desk.get(desk.by(name), &format!("{BASE}{address}"));
            assert_eq!(told.status, status, "{name} {address}: {}", String::from_utf8_lossy(&told.body));
            if told.status >= 400 {
                assert_eq!(told.header("content-type"), problem::MIME, "{name} {address}");
                assert!(told.json()["detail"].as_str().unwrap().ends_with('.'), "{name} {address}");
            }
            assert_eq!(told.header("www-authenticate").is_empty(), told.status != 401, "{name} {address}");
        }
    }
}

#[test]
fn a_key_that_is_wrong_over_or_revoked_is_nobody() {
    let desk = Desk::new();
    let address = format!("{BASE}/chi-tieu");
    let token = desk.key(KeyScope::Figures, "TW").unwrap();
    let own = format!("Bearer {token}");
    let signed_in = desk.by("trunguong").unwrap();
    assert_eq!(desk.get(Some(("authorization", &own)), &address).status, 200);
    let wrong = ["Bearer", "Bearer x", "Basic YTpi", &own[..own.len() - 1], &format!("{own}0"), &own.to_uppercase()]
        .map(str::to_owned);
    for wrong in &wrong {
        let told = desk.send("GET", &address, &[("authorization", wrong), signed_in], b"");
        assert_eq!(told.status, 401, "{wrong}: a session does not stand in for a key");
    }
    let over = front::fixture::env(date(2027, 1, 1).at(8, 0, 0, 0));
    assert_eq!(desk.send_on(over, "GET", &address, &[("authorization", &own)], b"").status, 401);
    let keys = block_on(store::keys::list(&desk.place.db, &desk.place.desk("quantri").actor)).unwrap();
    assert_eq!((keys[0].used, keys[0].last_used_at.is_some()), (1, true));
    block_on(store::keys::revoke(&desk.place.db, &desk.place.env, &desk.place.desk("quantri").actor, keys[0].num))
        .unwrap();
    assert_eq!(desk.get(Some(("authorization", &own)), &address).status, 401);
}

#[test]
fn methods_forms_and_tags_are_judged() {
    let desk = Desk::new();
    let (officer, national) = (desk.by("trunguong").unwrap(), desk.by("national").unwrap());
    for (method, path, headers, status) in [
        ("OPTIONS", "/so-lieu", vec![], 204),
        ("OPTIONS", "/quoc-gia/bien-nhan", vec![], 204),
        ("POST", "/so-lieu", vec![officer], 405),
        ("DELETE", "/openapi.json", vec![], 405),
        ("GET", "/quoc-gia/bien-nhan", vec![national], 405),
        ("GET", "/chi-tieu", vec![officer, ("accept", "text/csv")], 406),
        ("GET", "/chi-tieu", vec![officer, ("accept", "text/html, */*;q=0.1")], 200),
        ("GET", "/chi-tieu", vec![officer, ("accept", "application/*")], 200),
        ("GET", "/chi-tieu", vec![officer, ("accept", "application/json;q=0")], 406),
        ("HEAD", "/chi-tieu", vec![officer], 200),
        ("POST", "/quoc-gia/bien-nhan", vec![national, ("content-type", "text/plain")], 415),
        ("POST", "/quoc-gia/bien-nhan", vec![national, ("content-type", "application/json")], 400),
        ("GET", "/quoc-gia/thay-doi", vec![national, ("accept", "application/x-ndjson")], 200),
        ("GET", "/quoc-gia/thay-doi", vec![national, ("accept", "text/csv")], 200),
    ] {
        let told = desk.send(method, &format!("{BASE}{path}"), &headers, b"{");
        assert_eq!(told.status, status, "{method} {path} {headers:?}: {}", String::from_utf8_lossy(&told.body));
        let allow = if path.ends_with("bien-nhan") { "POST, OPTIONS" } else { "GET, HEAD, OPTIONS" };
        let expected = if [204, 405].contains(&status) { allow } else { "" };
        assert_eq!(told.header("allow"), expected, "{method} {path}");
    }
    let first = desk.get(Some(officer), &format!("{BASE}/chi-tieu"));
    assert_eq!(first.header("cache-control"), "private, no-cache");
    let tag = first.header("etag").to_owned();
    let again = desk.send("GET", &format!("{BASE}/chi-tieu"), &[officer, ("if-none-match", &tag)], b"");
    assert_eq!((again.status, again.body.len(), again.header("etag")), (304, 0, tag.as_str()));
    let huge = vec![b' '; (1 << 20) + 1];
    let headers = [national, ("content-type", "application/json")];
    assert_eq!(desk.send("POST", &format!("{BASE}/quoc-gia/bien-nhan"), &headers, &huge).status, 413);
}

#[test]
fn changes_leave_page_by_page_and_come_back_as_receipts() {
    let desk = Desk::new();
    desk.place.cases(3);
    let national = desk.by("national").unwrap();
    let mut address = format!("{BASE}/quoc-gia/thay-doi?toi-da=2");
    let mut all: Vec<Value> = Vec::new();
    let promise = Promise { document: document() };
    loop {
        let told = desk.get(Some(national), &address);
        promise.check("/quoc-gia/thay-doi", "get", &told, &address);
        let page = told.json();
        let records = page["ban_ghi"].as_array().unwrap();
        assert!(records.len() <= 2);
        all.extend(records.iter().cloned());
        assert_eq!(told.header("ins-con-tro"), page["con_tro"].as_str().unwrap());
        address = format!("{BASE}/quoc-gia/thay-doi?toi-da=2&con-tro={}", page["con_tro"].as_str().unwrap());
        if page["het"] == true {
            break;
        }
    }
    assert_eq!(all.len(), 3, "one decision each: {all:#?}");
    let lines =
        desk.send("GET", &format!("{BASE}/quoc-gia/thay-doi"), &[national, ("accept", "application/x-ndjson")], b"");
    let lines: Vec<Value> = lines
        .body
        .split(|byte| *byte == b'\n')
        .filter(|line| !line.is_empty())
        .map(|line| serde_json::from_slice(line).unwrap())
        .collect();
    assert_eq!(lines, all, "the same in another form");
    let post = |body: &Value| {
        let headers = [national, ("content-type", "application/json; charset=utf-8")];
        desk.send("POST", &format!("{BASE}/quoc-gia/bien-nhan"), &headers, body.to_string().as_bytes())
    };
    let receipt = |record: &Value, verdict: &str, reason: &str| serde_json::json!({ "ma_ban_ghi": record["ma_ban_ghi"], "phien_ban": record["phien_ban"], "ket_qua": verdict, "ly_do": reason });
    let both = serde_json::json!({ "bien_nhan": [receipt(&all[0], "da-nhan", ""), receipt(&all[1], "tu-choi", "Thiếu mã xã")] });
    assert_eq!(post(&both).json(), serde_json::json!({ "da_ghi": 2, "da_co": 0 }));
    assert_eq!(post(&both).json(), serde_json::json!({ "da_ghi": 0, "da_co": 2 }), "sent twice, kept once");
    for wrong in [
        serde_json::json!({ "bien_nhan": [] }),
        serde_json::json!({ "bien_nhan": [receipt(&all[2], "tu-choi", " ")] }),
        serde_json::json!({ "bien_nhan": [receipt(&all[2], "khac", "")] }),
        serde_json::json!({ "bien_nhan": [{ "ma_ban_ghi": all[2]["ma_ban_ghi"], "phien_ban": 1, "ket_qua": "da-nhan" }] }),
        serde_json::json!({ "bien_nhan": [receipt(&all[2], "da-nhan", "")], "khac": 1 }),
    ] {
        let told = post(&wrong);
        assert_eq!(told.status, 400, "{wrong}");
        promise.check("/quoc-gia/bien-nhan", "post", &told, "wrong receipts");
    }
    let delivery = |account: &str| block_on(store::national::delivery(&desk.place.db, &desk.place.desk(account).actor));
    let told = delivery("quantri").unwrap();
    assert_eq!((told.rejected.len(), told.accepted.len(), told.waiting_since), (1, 1, None));
    assert_eq!(told.rejected[0].reason, "Thiếu mã xã");
    assert!(delivery("ksv1").is_err() && delivery("tonghop").is_ok());
}

/// A value of a parameter: one that fits, or any text.
fn value(kind: Kind) -> BoxedStrategy<String> {
    let fits: BoxedStrategy<String> = match kind {
        Kind::Day => "20[0-9]{2}-[0-1][0-9]-[0-3][0-9]".boxed(),
        Kind::Year => (1990_u32..2110).prop_map(|year| year.to_string()).boxed(),
        Kind::Unit => prop::sample::select(vec!["TW", "33", "33-01", "31", "99"]).prop_map(str::to_owned).boxed(),
        Kind::Period => prop_oneof![
            "20[0-9]{2}",
            "202[0-9]-(0[1-9]|1[0-2])",
            "202[0-9]-q[1-4]",
            "20[0-9]{2}-h[12]",
            "tuan-20[0-9]{2}-0[1-9]-[0-3][0-9]"
        ]
        .boxed(),
        Kind::Length => {
            prop::sample::select(vec!["tuan", "thang", "quy", "sau-thang", "nam"]).prop_map(str::to_owned).boxed()
        }
        Kind::Figures => prop::sample::subsequence(vec!["vi_pham", "phat_tien", "thu_nop", "chua_ban", "nam"], 1..5)
            .prop_map(|keys| keys.join(","))
            .boxed(),
        Kind::Field => prop::sample::select(vec!["hang-cam", "attp", "khac"]).prop_map(str::to_owned).boxed(),
        Kind::Basis => prop::sample::select(vec!["hien-nay", "thoi-diem"]).prop_map(str::to_owned).boxed(),
        Kind::Compared => prop::sample::select(vec!["ky-truoc", "cung-ky"]).prop_map(str::to_owned).boxed(),
        Kind::Count(most) => (0..most + 2).prop_map(|count| count.to_string()).boxed(),
        Kind::Cursor => (0_u64..40, any::<u32>())
            .prop_map(|(position, taken)| domain::exchange::national::Cursor { position, taken }.to_string())
            .boxed(),
    };
    prop_oneof![6 => fits, 1 => "\\PC{0,24}", 1 => "[0-9a-z,'\"<>%;-]{0,40}"].boxed()
}

/// A question to some address: well asked, or not.
fn question() -> impl Strategy<Value = (usize, String)> {
    (0..OPERATIONS.len()).prop_flat_map(|index| {
        let operation = &OPERATIONS[index];
        let parameters = operation.parameters.iter().map(|parameter| {
            let name = parameter.name;
            prop::option::of(value(parameter.kind).prop_map(move |value| format!("{name}={}", encoded(&value)))).boxed()
        });
        let stray = prop::option::weighted(0.1, "[a-z]{1,8}=[a-z0-9%&=]{0,8}").boxed();
        let keys = prop_oneof![4 => prop::sample::select(vec!["ket-qua", "ket-qua-don-vi", "bcd-389", "xlvphc"]).prop_map(str::to_owned), 1 => "[a-z0-9-]{1,12}"];
        let pairs: Vec<BoxedStrategy<Option<String>>> = parameters.chain([stray]).collect();
        (pairs, keys).prop_map(move |(pairs, key)| {
            let query: Vec<String> = pairs.into_iter().flatten().collect();
            let path = operation.path.replace("{ma}", &key);
            (index, format!("{BASE}{path}?{}", query.join("&")))
        })
    })
}

fn encoded(text: &str) -> String {
    text.bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-_,.".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect()
}

/// Whatever is asked by whomever: the answer is one the description promises, in the shape it promises, and never a failure.
#[test]
fn whatever_is_asked_the_description_keeps_its_promise() {
    let desk = Desk::new();
    desk.place.cases(2);
    let promise = Promise { document: document() };
    let config = ProptestConfig { cases: 160, failure_persistence: None, ..ProptestConfig::default() };
    proptest!(config, |((index, address) in question())| {
        let operation = &OPERATIONS[index];
        let method = if operation.posted { "post" } else { "get" };
        for (name, _) in &desk.callers {
            let headers: Vec<(&str, &str)> = desk.by(name).into_iter().collect();
            let told = desk.send(&method.to_uppercase(), &address, &headers, b"{}");
            promise.check(operation.path, method, &told, &format!("{name}: {address}"));
        }
    });
}
