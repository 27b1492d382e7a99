//! What the store reads from outside or from its own rows under mutated inputs: documents of cases, passes, cookies, words that are searched.

use super::*;
use crate::accounts::{Sender, cookie, is_loopback_host};
use crate::practice::Key;
use crate::search;
use domain::case::Event;
use domain::practice::Pass;
use mutate::{Plan, run, text};

#[test]
fn stored_documents() {
    let world = World::new();
    let case = world.decision(&world.actor("ksv1"), &world.actor("doitruong1"), MORNING, 100_000);
    let (events, document) = block_on(async {
        let mut connection = world.db.open().await.unwrap();
        let events = connection.query("SELECT event FROM case_event ORDER BY position", &[]).await.unwrap();
        let document = connection.query("SELECT document FROM case_file", &[]).await.unwrap();
        let text = |rows: crate::Rows| rows.iter().map(|row| row.string(0).unwrap().into_bytes()).collect::<Vec<_>>();
        (text(events), text(document))
    });
    assert!(events.len() > 5, "{}", case.version);
    let corpus: Vec<&[u8]> = events.iter().chain(&document).map(Vec::as_slice).collect();
    let words = [
        "null",
        "[]",
        "{}",
        "\"version\":",
        "\"seq\":",
        "-1",
        "1e99",
        "\"2026-13-01\"",
        "\"kind\":\"x\"",
        "9223372036854775807",
    ];
    run(&Plan::new("store: events and documents of cases", 1_500, &corpus, &words).longest(20_000), |bytes| {
        if let Ok(event) = serde_json::from_slice::<Event>(bytes) {
            let again = serde_json::to_vec(&event).unwrap();
            assert_eq!(serde_json::from_slice::<Event>(&again).unwrap(), event);
            CaseFile::open(&event);
        }
        if let Ok(case) = serde_json::from_slice::<CaseFile>(bytes) {
            // What the pages and lists derive of a document, whatever stands in it.
            case.papers();
            case.open_parts();
            crate::cases::IndexColumns::of(&case, domain::calendar::WorkCalendar::embedded());
            domain::exchange::national::standing(&case);
        }
    });
}

#[test]
fn passes_and_cookies() {
    let key = Key::new("một bí mật có ít nhất ba mươi hai ký tự").unwrap();
    let pass = Pass {
        account: "ksv1".into(),
        full_name: "A".into(),
        back: "https://ins.example.vn".into(),
        nonce: "n".into(),
        expires_at: env(MORNING).now + domain::practice::PASS,
    };
    let sealed = key.seal(&pass).unwrap();
    let corpus: [&[u8]; 5] =
        [sealed.as_bytes(), b"a=b; __Host-ins=token-1; c", b"ins=x", b"ins.example.vn:443", b"[::1]:3000"];
    let words = ["__Host-ins=", "ins=", ";", ".", "http://", "https://", "127.0.0.1", "localhost", "@", "null"];
    text(&Plan::new("store: passes, cookies, senders", 8_000, &corpus, &words), |typed| {
        if let Ok(read) = key.open(typed, &env(MORNING)) {
            assert_eq!(read, pass, "only what was sealed is read");
        }
        for host in ["127.0.0.1", "ins.example.vn"] {
            let sender = Sender { host: Some(host), origin: Some(typed), fetch_site: Some(typed) };
            assert!(!sender.is_same_origin() || typed.ends_with(host), "{typed:?} is not {host}");
            if let Some(token) = sender.token([typed]) {
                assert!(token.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')));
            }
        }
        cookie([typed], "ins");
        is_loopback_host(typed);
    });
}

/// Whatever is typed into a search box is an answer or nothing, never a fault of the engine: its query language stays inside.
#[test]
fn searches() {
    let world = World::new();
    let officer = world.actor("ksv1");
    world.open(&officer, MORNING);
    let corpus: [&[u8]; 6] = [
        "Hộ kinh doanh Đặng Thị Hồng Nhung".as_bytes(),
        b"0100 109 106",
        b"\"a\" NEAR(b c)",
        b"33-01/2026/0001",
        b"a* OR b",
        b"' OR 1=1 --",
    ];
    let words = [
        "\"", "*", "NEAR(", "AND", "OR", "NOT", "^", "-", ":", "(", ")", "{", "'", ";", "--", "%", "_", "\\", "search:",
    ];
    text(&Plan::new("store: search boxes", 250, &corpus, &words).longest(600), |typed| {
        block_on(async {
            crate::parties::search(&world.db, &officer, typed, 5)
                .await
                .unwrap_or_else(|error| panic!("{typed:?}: {error}"));
            search::find(&world.db, &officer, typed, &search::Narrowed::default(), 5)
                .await
                .map(drop)
                .unwrap_or_else(|error| panic!("{typed:?}: {error}"));
        });
    });
}
