//! Forms, files and devices from other sites; sessions that somebody else chose; where a sign-in leads; what headers may say.

use ins_tests::http::{Visitor, authority, encode};
use ins_tests::officers::{PASSWORD, cases, sign_in};
use ins_tests::routes::FORMS;

/// Everything that changes something: its address and the kind of its body.
fn mutating(case: &str) -> Vec<(String, &'static str)> {
    let forms = FORMS.iter().map(|form| (format!("/api/{form}"), "application/x-www-form-urlencoded"));
    let id = case.trim_start_matches("/ho-so/");
    let multipart = "multipart/form-data; boundary=ranh-gioi";
    let files = [format!("/dinh-kem/{id}"), format!("/dinh-kem/co-so/{id}"), "/trao-doi/nhap".to_owned()];
    let field = ["goi", "gui", "nhap", "rut", "tra-so", "bo-thiet-bi"].map(|what| format!("/dong-bo/{what}"));
    // What a page of another site may send without asking first.
    let simple = field.clone().map(|path| (path, "text/plain"));
    let photo = format!("/dinh-kem/gui-dan/{id}");
    forms
        .chain(files.map(|path| (path, multipart)))
        .chain(field.map(|path| (path, "application/json")))
        .chain(simple)
        .chain([(photo, "application/json")])
        .collect()
}

#[test]
fn nothing_is_changed_from_another_site_however_it_is_sent() {
    let mut officer = sign_in("doitruong1");
    let case = cases(&mut officer).into_iter().next().expect("a case");
    let here = authority();
    let port = here.rsplit(':').next().unwrap_or_default().to_owned();
    let (beside, below, above) =
        (format!("http://{here}.evil.example"), format!("http://evil.{here}"), format!("http://evil.example/{here}"));
    let (user, other_port) = (format!("http://{here}@evil.example"), format!("http://127.0.0.1:1{port}"));
    let (name, bare, many) =
        (format!("http://localhost:{port}"), here.clone(), format!("http://{here} https://evil.example"));
    let senders: Vec<(&str, Vec<(&str, &str)>)> = vec![
        ("another site", vec![("Origin", "https://evil.example")]),
        (
            "another site, judged by the browser",
            vec![("Origin", "https://evil.example"), ("Sec-Fetch-Site", "cross-site")],
        ),
        (
            "another site that calls itself this one",
            vec![("Origin", "https://evil.example"), ("Sec-Fetch-Site", "same-origin")],
        ),
        (
            "another site with this one's address as referrer",
            vec![("Origin", "https://evil.example"), ("Referer", "http://127.0.0.1/")],
        ),
        ("nobody says where from", vec![]),
        ("no origin, cross-site", vec![("Sec-Fetch-Site", "cross-site")]),
        ("no origin, same-site", vec![("Sec-Fetch-Site", "same-site")]),
        ("no origin, typed", vec![("Sec-Fetch-Site", "none")]),
        ("a sandboxed frame", vec![("Origin", "null")]),
        ("a sandboxed frame, cross-site", vec![("Origin", "null"), ("Sec-Fetch-Site", "cross-site")]),
        ("an empty origin", vec![("Origin", "")]),
        ("this host as the beginning of another", vec![("Origin", &beside)]),
        ("a host below this one", vec![("Origin", &below)]),
        ("this host in a path", vec![("Origin", &above)]),
        ("this host as a user", vec![("Origin", &user)]),
        ("another port", vec![("Origin", &other_port)]),
        ("another name of this machine", vec![("Origin", &name)]),
        ("a host without a scheme", vec![("Origin", &bare)]),
        ("two origins", vec![("Origin", &many)]),
        (
            "a header for proxies",
            vec![
                ("Origin", "https://evil.example"),
                ("X-Forwarded-Host", "evil.example"),
                ("Forwarded", "host=evil.example"),
            ],
        ),
    ];
    let (mut tried, paths) = (0, mutating(&case));
    assert!(paths.len() > 60, "{}", paths.len());
    for (path, kind) in &paths {
        for (name, headers) in &senders {
            let mut all = vec![("Accept", "text/html"), ("Content-Type", *kind)];
            all.extend_from_slice(headers);
            let answer = officer.send("POST", path, &all, b"step=ket-thuc&version=1");
            assert_eq!(answer.status, 403, "{path} by {name}: {}", answer.text());
            tried += 1;
        }
    }
    assert_eq!(officer.get("/").status, 200, "nobody was signed out from elsewhere");
    println!(
        "attack | requests from other sites to {} addresses that change something, {} ways | {tried}, all 403 |",
        paths.len(),
        senders.len()
    );
}

#[test]
fn a_session_is_never_the_one_somebody_else_chose() {
    let token_of = |cookie: &str| {
        cookie.split(';').next().and_then(|pair| pair.split_once('=')).map(|(_, token)| token.to_owned())
    };
    let sign_in_with = |cookie: &str, account: &str| {
        let body = format!("account={account}&password={}", encode(PASSWORD));
        let origin = format!("http://{}", authority());
        let headers = [
            ("Accept", "text/html"),
            ("Origin", origin.as_str()),
            ("Cookie", cookie),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let answer = Visitor::new().send("POST", "/api/dang-nhap", &headers, body.as_bytes());
        assert_eq!(answer.status, 303, "{}", answer.text());
        token_of(answer.header("set-cookie")).expect("a token")
    };
    let page = |token: &str| {
        let cookie = format!("ins={token}");
        Visitor::new().send("GET", "/ho-so", &[("Accept", "text/html"), ("Cookie", &cookie)], b"")
    };
    // A token that somebody made up, put into the browser before its officer signs in.
    let chosen = "A".repeat(43);
    let given = sign_in_with(&format!("ins={chosen}"), "ksv11");
    assert_ne!(given, chosen);
    assert_eq!((page(&chosen).status, page(&given).status), (303, 200));
    // A token of a real session of the attacker.
    let mine = sign_in_with("", "ksv10");
    let theirs = sign_in_with(&format!("ins={mine}"), "ksv11");
    assert_ne!(mine, theirs);
    let name = |token: &str| {
        let cookie = format!("ins={token}");
        let answer = Visitor::new().send("GET", "/api/me", &[("Accept", "application/json"), ("Cookie", &cookie)], b"");
        answer.text()
    };
    // It ended with the sign-in it was put under: whoever knows it is nobody, and not the one who signed in.
    assert!(!name(&mine).contains("Mai Thị Hương") && page(&mine).status == 303, "{}", name(&mine));
    assert_eq!(page(&theirs).status, 200);
    // A token in the address or in a form is none.
    for path in [format!("/ho-so?ins={theirs}"), format!("/ho-so;ins={theirs}"), format!("/ho-so#{theirs}")] {
        assert_ne!(Visitor::new().get(&path).status, 200, "{path}");
    }
    println!("attack | sessions chosen by somebody else (made up, real, in an address) | none was taken over |");
}

#[test]
fn signing_in_leads_nowhere_else() {
    let mut tried = 0;
    for asked in [
        "//evil.example",
        "///evil.example",
        "////evil.example",
        "/\\evil.example",
        "\\/evil.example",
        "\\\\evil.example",
        "https:evil.example",
        "https://evil.example",
        "HTTPS://evil.example",
        "http:/evil.example",
        "javascript:alert(1)",
        "data:text/html,x",
        "/\t/evil.example",
        "\t//evil.example",
        " //evil.example",
        "/\n/evil.example",
        "/%0a/evil.example\n",
        "@evil.example",
        "evil.example",
        "/\r\nSet-Cookie: a=b",
        "/ho-so\r\nLocation: https://evil.example",
        "/ho-so%0d%0aSet-Cookie:%20a=b",
        "/../../evil",
        "/./\\evil.example",
        "/.//evil.example\\@",
        "\u{ff0f}\u{ff0f}evil.example",
        "/\u{0}//evil.example",
    ] {
        let fields = [("account", "ksv10"), ("password", PASSWORD), ("tiep", asked)];
        let answer = Visitor::new().post("/api/dang-nhap", &fields);
        assert_eq!(answer.status, 303, "{asked:?}: {}", answer.text());
        let place = answer.header("location");
        let local = place.starts_with('/') && !place.starts_with("//") && !place.contains(['\\', '\r', '\n', '\t']);
        assert!(local, "{asked:?} leads to {place:?}");
        let cookies: Vec<&str> = answer.header("set-cookie").lines().collect();
        assert!(
            cookies.iter().all(|cookie| cookie.starts_with("ins=") || cookie.starts_with("ins-nua=;")),
            "{asked:?}: {cookies:?}"
        );
        assert!(!answer.headers.contains_key("a"), "{asked:?}");
        // The page that asks carries it on as text only.
        let page = Visitor::new().get(&format!("/dang-nhap?tiep={}", encode(asked)));
        assert_eq!(page.status, 200, "{asked:?}");
        assert!(!page.text().contains("href=\"//evil") && !page.text().contains("href=\"https://evil"), "{asked:?}");
        tried += 1;
    }
    // Addresses of this site under another name of the host: nothing absolute comes back.
    for host in ["evil.example", "127.0.0.1@evil.example", "evil.example:80\r\nX: y", "[::1", "", "a b"] {
        let Ok(answer) = Visitor::new().try_send("GET", "/ho-so", &[("Accept", "text/html"), ("Host", host)], b"")
        else {
            continue;
        };
        assert!(!answer.header("location").contains("evil"), "{host}: {}", answer.header("location"));
        assert!(answer.status < 500, "{host}: {}", answer.status);
        tried += 1;
    }
    println!("attack | ways to lead a sign-in elsewhere or to split its headers | {tried}, none works |");
}

/// How many events a case has, as its export tells.
fn events(officer: &mut Visitor, case: &str) -> usize {
    let answer = officer.get(&format!("/trao-doi{case}.json"));
    let evidence: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    evidence["events"].as_array().map_or(0, Vec::len)
}

#[test]
fn a_method_is_what_it_is() {
    let mut officer = sign_in("doitruong1");
    let case = cases(&mut officer).into_iter().next().expect("a case");
    let before = events(&mut officer, &case);
    let origin = format!("http://{}", authority());
    for (name, value) in [("X-HTTP-Method-Override", "POST"), ("X-HTTP-Method", "DELETE"), ("X-Method-Override", "PUT")]
    {
        let answer =
            officer.send("GET", "/api/dang-xuat", &[("Accept", "text/html"), (name, value), ("Origin", &origin)], b"");
        assert_eq!(answer.status, 405, "{name}");
    }
    for path in [format!("{case}?_method=DELETE"), format!("{case}?_method=POST&step=ket-thuc")] {
        assert_eq!(officer.get(&path).status, 200, "{path}");
    }
    for method in ["TRACE", "CONNECT", "PROPFIND", "DELETE", "PUT", "PATCH", "OPTIONS", "XMARK", "get"] {
        for path in [
            case.as_str(),
            "/api/buoc",
            "/tai-nguyen/x.css",
            "/dinh-kem",
            "/trao-doi/nhap",
            "/api/v1/ky",
            "/dong-bo/goi",
        ] {
            let Ok(answer) = officer.try_send(method, path, &[("Accept", "text/html"), ("X-Probe", "xmark")], b"")
            else {
                continue;
            };
            assert!(
                (300..500).contains(&answer.status)
                    || answer.status == 501
                    || (method == "OPTIONS" && answer.status == 204),
                "{method} {path}: {}",
                answer.status
            );
            assert!(!answer.text().contains("xmark"), "{method} {path} echoes a header");
        }
    }
    assert_eq!(officer.get("/").status, 200, "still signed in");
    assert_eq!(before, events(&mut officer, &case), "the case is as it was");
    println!("attack | other methods, and headers and parameters that name another one | refused, nothing changed |");
}
