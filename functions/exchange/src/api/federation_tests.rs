//! A province's line against the nation's own addresses: what is sent and answered is what the description promises.

use super::openapi::document;
use super::tests::{Desk, Promise};
use crate::fixture::{Place, block_on};
use domain::authority::KeyScope;
use domain::exchange::federation::{MAX_MARKS, VERSION};
use domain::identity::TaxCode;
use domain::party::{Party, PartyId};
use domain::unit::UnitId;
use http::Request;
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};
use store::federation::{Link, MIN_KEY, ask, push};
use store::outbound::{Outbound, Reply};

/// The nation, reached by its addresses.
struct Line {
    nation: Desk,
    bodies: Mutex<Vec<(String, Value)>>,
}

#[async_trait::async_trait]
impl Outbound for Line {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Reply, String> {
        let headers: Vec<(&str, &str)> =
            request.headers().iter().map(|(name, value)| (name.as_str(), value.to_str().expect("a header"))).collect();
        let path = request.uri().path().to_owned();
        let told = self.nation.send(request.method().as_str(), &path, &headers, request.body());
        let below = path.trim_start_matches(super::BASE);
        let promise = Promise { document: document() };
        promise.check(below, &request.method().as_str().to_lowercase(), &told, &path);
        if !request.body().is_empty() {
            let body: Value = serde_json::from_slice(request.body()).expect("JSON");
            let schema =
                &promise.document["paths"][&path]["post"]["requestBody"]["content"]["application/json"]["schema"];
            let validator = jsonschema::validator_for(schema).expect("a schema");
            let wrong: Vec<String> = validator.iter_errors(&body).map(|error| error.to_string()).collect();
            assert!(wrong.is_empty(), "{path}: {wrong:?} in {body}");
            self.bodies.lock().expect("bodies").push((path, body));
        }
        Ok(Reply { status: told.status, body: told.body })
    }
}

fn link(line: &Arc<Line>, token: &str) -> Link {
    Link::from_variables("https://nation.example.vn", token, &"k".repeat(MIN_KEY), line.clone())
        .expect("well set")
        .expect("a line")
}

#[test]
fn what_a_province_sends_and_asks_is_what_the_description_says() {
    let nation = Desk::new();
    let keys = ["33", "31"].map(|province| nation.key(KeyScope::Province, province).expect("a key"));
    let line = Arc::new(Line { nation, bodies: Mutex::default() });
    let province = Place::new();
    province.cases(3);
    let [own, other] = keys.each_ref().map(|key| link(&line, key));
    let sent = block_on(push(&province.db, &province.env, &own, false)).expect("sent");
    assert!(sent.end && sent.lines > 0 && sent.matters == 3, "{sent:?}");
    let bodies = line.bodies.lock().expect("bodies").clone();
    assert!(bodies[0].1["matters"][0]["past"][0]["outcome"]["kind"].is_string(), "{bodies:?}");

    let actor = province.desk("ksv1").actor;
    let party = Party {
        id: PartyId(uuid::Uuid::from_u128(9)),
        tax_code: TaxCode::parse("0100109106").ok(),
        ..Party::unknown(UnitId("31-01".to_owned()))
    };
    let found = block_on(ask(&province.db, &province.env, &other, &actor, &party, "x")).expect("asked");
    assert!(found.is_some_and(|found| found.problem.is_none()));
    let unknown = link(&line, &format!("ins_{}", "0".repeat(64)));
    let why = block_on(push(&province.db, &province.env, &unknown, false)).expect_err("nobody's key");
    assert!(why.contains("401") && why.contains("Khóa không đúng"), "{why}");

    // What is no shipment and no question.
    let hex = "a".repeat(64);
    let question = |marks: Value| json!({ "version": VERSION, "marks": marks });
    for (path, body) in [
        ("chuyen", json!({})),
        ("chuyen", json!({ "version": VERSION })),
        ("tien-su", question(json!([]))),
        ("tien-su", question(json!(["x"]))),
        (
            "tien-su",
            question(Value::from(
                vec![hex.clone(); 1].into_iter().chain((0..MAX_MARKS).map(|n| format!("{n:064}"))).collect::<Vec<_>>(),
            )),
        ),
        ("tien-su", json!({ "version": 2, "marks": [hex] })),
        ("tien-su", json!({ "version": VERSION, "marks": [hex], "name": "x" })),
    ] {
        let bearer = format!("Bearer {}", keys[1]);
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let address = format!("{}/lien-thong/{path}", super::BASE);
        let told = line.nation.send("POST", &address, &headers, body.to_string().as_bytes());
        assert_eq!(told.status, 400, "{body}");
        Promise { document: document() }.check(&format!("/lien-thong/{path}"), "post", &told, &address);
    }
}
