//! Signing in over HTTP: the cookie, the redirect back, the end of a session, the lock after wrong passwords.

use ins_tests::http::{Answer, Visitor};
use ins_tests::officers::{PASSWORD, sign_in};

/// What the page says that a refused form comes back to.
fn shown(visitor: &mut Visitor, answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = visitor.get(answer.header("location"));
    assert_eq!(page.status, 200, "{}", page.text());
    page.text()
}

#[test]
fn the_cookie_is_opaque_and_kept_from_scripts_and_other_sites() {
    let mut officer = Visitor::new();
    let answer = officer.post("/api/dang-nhap", &[("account", "ksv10"), ("password", PASSWORD)]);
    assert_eq!((answer.status, answer.header("location")), (303, "/"), "{}", answer.text());
    let cookie = answer.header("set-cookie");
    let (pair, attributes) = cookie.split_once("; ").expect("attributes");
    let (name, token) = pair.split_once('=').expect("name and value");
    // `__Host-` and `Secure` need TLS, which only the machine itself may do without.
    assert_eq!(name, "ins");
    assert!(token.len() >= 40, "{token}");
    for attribute in ["Path=/", "HttpOnly", "SameSite=Lax"] {
        assert!(attributes.split("; ").any(|found| found == attribute), "{attribute}: {cookie}");
    }
    assert!(!attributes.contains("Domain"), "{cookie}");

    let again = Visitor::new().post("/api/dang-nhap", &[("account", "ksv10"), ("password", PASSWORD)]);
    assert_ne!(again.header("set-cookie"), cookie, "each session has a token of its own");
}

#[test]
fn signing_in_again_ends_the_session_whose_cookie_came_along() {
    let mut officer = sign_in("ksv12");
    let mut former = officer.clone();
    assert_eq!(former.get("/").status, 200);
    let answer = officer.post("/api/dang-nhap", &[("account", "ksv12"), ("password", PASSWORD)]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(officer.get("/").status, 200);
    assert_eq!(former.get("/").header("location"), "/dang-nhap", "the cookie of before opens nothing");
}

#[test]
fn a_password_is_taken_letter_by_letter() {
    for typed in [format!("{PASSWORD} "), format!(" {PASSWORD}"), PASSWORD.to_uppercase()] {
        let mut officer = Visitor::new();
        let answer = officer.post("/api/dang-nhap", &[("account", "ksv12"), ("password", &typed)]);
        let page = shown(&mut officer, &answer);
        assert!(page.contains("không đúng"), "“{typed}” lets nobody in");
    }
    sign_in("ksv12");
}

#[test]
fn away_from_this_machine_the_cookie_demands_tls() {
    let body = format!("account=ksv10&password={}", ins_tests::http::encode(PASSWORD));
    let headers = [
        ("Host", "ins.example.vn"),
        ("Accept", "text/html"),
        ("Origin", "https://ins.example.vn"),
        ("Content-Type", "application/x-www-form-urlencoded"),
    ];
    let answer = Visitor::new().send("POST", "/api/dang-nhap", &headers, body.as_bytes());
    assert_eq!(answer.status, 303, "{}", answer.text());
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-ins="), "{cookie}");
    for attribute in ["Secure", "Path=/", "HttpOnly", "SameSite=Lax"] {
        assert!(cookie.split("; ").any(|found| found == attribute), "{attribute}: {cookie}");
    }
}

#[test]
fn signing_in_goes_on_to_the_page_that_was_asked_for_on_this_site_only() {
    for (asked, expected) in [
        ("/ho-so?buoc=dong", "/ho-so?buoc=dong"),
        ("//noi-khac.example/", "/"),
        ("https://noi-khac.example/", "/"),
        ("/\\noi-khac.example", "/"),
        ("", "/"),
    ] {
        let fields = [("account", "ksv10"), ("password", PASSWORD), ("tiep", asked)];
        let answer = Visitor::new().post("/api/dang-nhap", &fields);
        assert_eq!((answer.status, answer.header("location")), (303, expected), "{asked}");
    }
}

#[test]
fn signing_out_ends_the_session_on_the_server() {
    let mut officer = sign_in("ksv11");
    assert_eq!(officer.get("/").status, 200);
    let mut thief = officer.clone();
    let answer = officer.post("/api/dang-xuat", &[]);
    assert_eq!((answer.status, answer.header("location")), (303, "/dang-nhap"));
    assert!(answer.header("set-cookie").contains("Max-Age=0"), "{}", answer.header("set-cookie"));
    let answer = thief.get("/");
    assert_eq!((answer.status, answer.header("location")), (303, "/dang-nhap"));
}

#[test]
fn a_made_up_token_is_nobody() {
    for token in ["", "x", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "' OR 1=1 --", &"a".repeat(4000)] {
        let cookie = format!("ins={token}");
        let answer = Visitor::new().send("GET", "/ho-so", &[("Accept", "text/html"), ("Cookie", &cookie)], b"");
        assert_eq!(answer.status, 303, "{token}: {}", answer.text());
    }
}

#[test]
fn an_unknown_name_and_a_wrong_password_look_the_same() {
    let unknown = format!("khong-co-{}", std::process::id());
    for account in ["ksv15", &unknown] {
        let mut stranger = Visitor::new();
        let answer = stranger.post("/api/dang-nhap", &[("account", account), ("password", "sai mật khẩu")]);
        let page = shown(&mut stranger, &answer);
        assert!(page.contains("Tên đăng nhập hoặc mật khẩu không đúng"), "{page}");
        assert!(!page.contains("sai mật khẩu"), "a password never comes back: {page}");
    }
    // Leave no failure behind for the next run.
    sign_in("ksv15");
}

#[test]
fn wrong_passwords_lock_a_name_for_a_growing_time() {
    // A name of its own for each run: locks last.
    let name = format!("khong-co-{}-{:?}", std::process::id(), std::time::SystemTime::now());
    let mut words = Vec::new();
    for _ in 0..6 {
        let mut stranger = Visitor::new();
        let answer = stranger.post("/api/dang-nhap", &[("account", &name), ("password", "sai")]);
        let page = shown(&mut stranger, &answer);
        words.push(if page.contains("tạm khóa đến") {
            "locked"
        } else if page.contains("không đúng") {
            "wrong"
        } else {
            panic!("{page}")
        });
    }
    assert_eq!(words, ["wrong", "wrong", "wrong", "wrong", "locked", "locked"]);
}

#[test]
fn a_locked_name_does_not_open_with_the_right_password() {
    // No other test uses this account.
    let account = "phodoi5";
    let locked = (0..6).any(|_| {
        let mut stranger = Visitor::new();
        let answer = stranger.post("/api/dang-nhap", &[("account", account), ("password", "sai")]);
        shown(&mut stranger, &answer).contains("tạm khóa đến")
    });
    assert!(locked, "six wrong passwords do not lock {account}");
    let mut owner = Visitor::new();
    let answer = owner.post("/api/dang-nhap", &[("account", account), ("password", PASSWORD)]);
    assert_eq!(answer.header("set-cookie"), "");
    assert!(shown(&mut owner, &answer).contains("tạm khóa đến"));
}
