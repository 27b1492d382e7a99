//! Field work seen from the desk: devices and what waits for a person, for the officer, his leaders and nobody else.

use ins_tests::http::{Answer, Visitor, authority};
use ins_tests::officers::{seed, sign_in};

const PAGE: &str = "/thiet-bi-hien-truong";

fn id() -> String {
    format!("00000000-0000-4000-8000-{:012x}", seed())
}

fn post(visitor: &mut Visitor, what: &str, body: &serde_json::Value) -> Answer {
    let origin = format!("http://{}", authority());
    let headers = [("Origin", origin.as_str()), ("Content-Type", "application/json"), ("Accept", "application/json")];
    visitor.send("POST", &format!("/dong-bo/{what}"), &headers, body.to_string().as_bytes())
}

/// Takes a kit out on a device with two numbers of the inspection record.
fn take_out(visitor: &mut Visitor, device: &str, name: &str) -> serde_json::Value {
    let asked = serde_json::json!({ "device": device, "name": name, "cursor": 0, "numbers": [{ "symbol": "BB-KT", "count": 2 }] });
    let answer = post(visitor, "goi", &asked);
    assert_eq!((answer.status, answer.header("content-type")), (200, "application/json"), "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap_or_default()
}

fn code(answer: &Answer) -> (u16, String) {
    let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    assert!(problem["error"]["message"].as_str().is_some_and(|message| message.len() > 20), "{}", answer.text());
    (answer.status, problem["error"]["code"].as_str().unwrap_or_default().to_owned())
}

#[test]
fn a_device_is_seen_by_its_officer_and_his_leaders_and_ended_by_them() {
    let (device, name) = (id(), format!("Máy bảng <{}>", seed()));
    let shown = name.replace('<', "&lt;").replace('>', "&gt;");
    let mut officer = sign_in("ksv15");
    let kit = take_out(&mut officer, &device, &name);
    assert_eq!(kit["blocks"].as_array().map(Vec::len), Some(1), "{kit}");
    for (account, sees) in [
        ("ksv15", true),
        ("doitruong5", true),
        ("chicuctruong", true),
        ("ksv13", false),
        ("haiphong.doitruong1", false),
    ] {
        let page = sign_in(account).get(PAGE);
        assert_eq!((page.status, page.text().contains(&shown)), (200, sees), "{account}");
    }
    assert_eq!(sign_in("phapche").get(PAGE).status, 404);
    let end = |account: &str, reason: &str| {
        sign_in(account).post("/api/thu-hoi-thiet-bi", &[("device", &device), ("reason", reason)])
    };
    assert_eq!(end("ksv13", "Mất máy").status, 303, "refused with the words kept");
    assert_eq!(end("haiphong.doitruong1", "Mất máy").status, 404);
    let mut leader = sign_in("doitruong5");
    let answer = leader.post("/api/thu-hoi-thiet-bi", &[("device", &device), ("reason", " ")]);
    assert!(leader.get(answer.header("location")).text().contains("Ghi lý do thu hồi thiết bị"));
    assert_eq!(
        code(&post(&mut sign_in("ksv13"), "gui", &serde_json::json!({ "device": device, "commands": [] }))),
        (403, "not-yours".to_owned())
    );
    let answer = leader.post("/api/thu-hoi-thiet-bi", &[("device", &device), ("reason", "Mất máy tại chợ")]);
    assert_eq!(answer.header("location"), format!("{PAGE}?xong=thu-hoi-thiet-bi"));
    let page = officer.get(PAGE).text();
    assert!(page.contains("Mất máy tại chợ") && page.contains("Đã ngừng dùng"), "{page}");
    // Nothing more is taken from it, and its numbers stand in the register as not used.
    assert_eq!(
        code(&post(&mut officer, "gui", &serde_json::json!({ "device": device, "commands": [] }))),
        (403, "revoked".to_owned())
    );
    assert_eq!(
        code(&post(&mut officer, "goi", &serde_json::json!({ "device": device, "name": "", "cursor": 0 }))),
        (403, "revoked".to_owned())
    );
    let register = leader.get("/so-van-ban").text();
    assert!(register.contains("Số dự trữ không dùng") && register.contains("Mất máy tại chợ"), "{register}");
}

#[test]
fn field_work_is_asked_by_a_page_of_this_site_in_a_session() {
    let batch = serde_json::json!({ "device": id(), "commands": [] });
    assert_eq!(code(&post(&mut Visitor::new(), "gui", &batch)), (401, "sign-in".to_owned()));
    let mut officer = sign_in("ksv15");
    assert_eq!(code(&post(&mut officer, "gui", &batch)), (409, "unknown".to_owned()));
    assert_eq!(code(&post(&mut officer, "khac", &batch)), (404, "not-found".to_owned()));
    let own = format!("http://{}", authority());
    let send = |officer: &mut Visitor, origin: Option<&str>, kind: &str, body: &str| {
        let mut headers = vec![("Content-Type", kind)];
        headers.extend(origin.map(|origin| ("Origin", origin)));
        code(&officer.send("POST", "/dong-bo/gui", &headers, body.as_bytes()))
    };
    for origin in [None, Some("https://noi-khac.example"), Some("null")] {
        assert_eq!(
            send(&mut officer, origin, "application/json", &batch.to_string()),
            (403, "foreign".to_owned()),
            "{origin:?}"
        );
    }
    for body in [
        "",
        "{",
        "[]",
        "{\"device\":\"x\"}",
        "null",
        "{\"device\":\"00000000-0000-4000-8000-000000000000\",\"commands\":[{}]}",
    ] {
        assert_eq!(send(&mut officer, Some(&own), "application/json", body), (400, "invalid".to_owned()), "{body}");
    }
    assert_eq!(send(&mut officer, Some(&own), "text/plain", &batch.to_string()), (400, "invalid".to_owned()));
    let large = format!("{{\"device\":\"{}\"}}", "a".repeat(5 << 20));
    assert_eq!(send(&mut officer, Some(&own), "application/json", &large), (413, "too-large".to_owned()));
    for method in ["GET", "PUT", "DELETE"] {
        let answer = officer.send(method, "/dong-bo/gui", &[("Origin", &own)], b"");
        assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{method}");
    }
    // A role that takes nothing out.
    let asked = serde_json::json!({ "device": id(), "name": "Máy", "cursor": 0 });
    for account in ["chicuctruong", "tonghop", "quantri"] {
        assert_eq!(code(&post(&mut sign_in(account), "goi", &asked)), (403, "forbidden".to_owned()), "{account}");
    }
}
