//! Guessing at the sign-in page: a hundred guesses never let in, the lock grows, nobody else notices.

use ins_tests::host::Host;
use ins_tests::http::{Visitor, encode};
use ins_tests::officers::PASSWORD;

const VICTIM: &str = "haiphong.ksv2";

enum Told {
    Wrong,
    /// Until when, in minutes of the day.
    Locked(String),
    /// Told to come back later, before a password was looked at.
    Slower,
    In,
}

/// Who asks is what the proxy of this test says: an office, or a thousand machines.
fn guess(host: &Host, from: &str, account: &str, password: &str) -> Told {
    let mut stranger = host.visitor();
    let origin = format!("http://{}", host.authority);
    let headers = [
        ("Accept", "text/html"),
        ("Origin", origin.as_str()),
        ("X-Forwarded-For", from),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let body = format!("account={}&password={}", encode(account), encode(password));
    let answer = stranger.send("POST", "/api/dang-nhap", &headers, body.as_bytes());
    if answer.status == 429 {
        assert!(!answer.header("retry-after").is_empty(), "it says when to come back");
        return Told::Slower;
    }
    assert_eq!(answer.status, 303, "{}", answer.text());
    if answer.header("set-cookie").starts_with("ins=") && !answer.header("set-cookie").starts_with("ins=;") {
        return Told::In;
    }
    let page =
        stranger.send("GET", answer.header("location"), &[("Accept", "text/html"), ("X-Forwarded-For", from)], b"");
    match page.text().split("tạm khóa đến ").nth(1) {
        Some(rest) => Told::Locked(rest.chars().take(18).collect()),
        None if page.text().contains("không đúng") => Told::Wrong,
        None => panic!("{}", page.text()),
    }
}

#[test]
fn a_hundred_guesses_never_let_in() {
    for (name, spread) in [("one machine", false), ("a hundred machines", true)] {
        let host = Host::start(&[], &[("trusted_proxies", "127.0.0.1")], &[]);
        let (mut wrong, mut locked, mut slower, mut ends) = (0, 0, 0, Vec::new());
        for number in 0..100 {
            let password = format!("mật khẩu đoán thứ {number}");
            let from = if spread { format!("198.51.100.{number}") } else { "198.51.100.7".to_owned() };
            // However the name is written, it is the same one.
            let account = match number % 3 {
                0 => VICTIM.to_owned(),
                1 => VICTIM.to_uppercase(),
                _ => format!(" {VICTIM} "),
            };
            match guess(&host, &from, &account, &password) {
                Told::Wrong => wrong += 1,
                Told::Locked(until) => {
                    locked += 1;
                    ends.push(until);
                }
                Told::Slower => slower += 1,
                Told::In => panic!("guess {number} let somebody in"),
            }
        }
        assert!(wrong < 12, "{wrong} of a hundred guesses were looked at");
        assert_eq!(wrong + locked + slower, 100);
        assert!(spread || slower > 30, "one address is slowed down: {slower}");
        // Not even the right one, while it is locked.
        assert!(
            !matches!(guess(&host, "203.0.113.7", VICTIM, PASSWORD), Told::In),
            "the lock lets the right password in"
        );
        // Somebody else signs in as ever.
        assert!(
            matches!(guess(&host, "203.0.113.8", "haiphong.ksv1", PASSWORD), Told::In),
            "another officer cannot sign in"
        );
        let last = ends.last().cloned().unwrap_or_default();
        println!(
            "attack | guesses of a password by {name} | 100: {wrong} looked at, {locked} met the lock of the account (until {}), {slower} that of the address, 0 let in; others sign in |",
            last.trim()
        );
    }
}

#[test]
fn odd_names_and_passwords_are_wrong_and_nothing_else() {
    let long = "a".repeat(5_000);
    let host = Host::start(&[], &[("rate_limits", "0")], &[]);
    for (name, password) in [
        ("' OR 1=1 --", "x"),
        ("\" OR \"\"=\"", "x"),
        ("%' OR '1'='1", "x"),
        ("admin\u{0}", "x"),
        ("ksv12\u{0}x", PASSWORD),
        (long.as_str(), "x"),
        ("*", "*"),
        ("%", "%"),
        ("ksv_2", PASSWORD),
        ("$argon2id$v=19$m=1$a$b", "x"),
        ("ksv12", ""),
        ("", PASSWORD),
        ("ksv12\r\nSet-Cookie: a=b", PASSWORD),
        ("ｋｓｖ１２", PASSWORD),
        // A name is read without its signs, as the search reads words: it takes the password all the same.
        ("ksv12'/*", "x"),
    ] {
        let mut stranger: Visitor = host.visitor();
        let answer = stranger.post("/api/dang-nhap", &[("account", name), ("password", password)]);
        assert!([303, 400, 413, 429].contains(&answer.status), "{name:?}: {} {}", answer.status, answer.text());
        assert!(
            !answer.header("set-cookie").starts_with("ins=") || answer.header("set-cookie").contains("Max-Age=0"),
            "{name:?} signed in"
        );
        assert_eq!(stranger.get("/ho-so").status, 303, "{name:?}");
    }
    let answer = host.visitor().post("/api/dang-nhap", &[("account", "ksv12"), ("password", PASSWORD)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert!(answer.header("set-cookie").starts_with("ins="), "the officer himself signs in as ever");
}
