//! Query parameters, addresses, JSON and headers that want to be more: SQL, paths, depth, length.

use ins_tests::http::{Answer, Visitor, authority, encode};
use ins_tests::officers::{cases, links, sign_in};

/// What SQL, its full-text search, LIKE and shells trip over.
const SQL: [&str; 24] = [
    "'",
    "''",
    "\"",
    "\\",
    "\\'",
    "`",
    ";",
    "--",
    "/*",
    "*/",
    "%",
    "_",
    "' OR 1=1 --",
    "\" OR \"\"=\"",
    "'; DROP TABLE case_file; --",
    "1) UNION SELECT password FROM officer --",
    "x' AND randomblob(1000000000) --",
    "NEAR(a b, 5)",
    "a* OR b*",
    "\"unbalanced",
    "col:x",
    "^a AND -b",
    "\u{0}",
    "\u{ff07} OR 1=1",
];

/// Pages and files with parameters, as `path?name=`.
const ASKED: [&str; 46] = [
    "/doi-tuong?q=",
    "/doi-tuong?trang=",
    "/doi-tuong?don-vi=",
    "/tim-kiem?q=",
    "/tim-kiem?q=ho&loai=",
    "/tim-kiem?q=ho&tinh=",
    "/tim-kiem?q=ho&nam=",
    "/ho-so?buoc=",
    "/ho-so?linh-vuc=",
    "/ho-so?tu-khoa=",
    "/ho-so?sau=",
    "/ho-so?don-vi=",
    "/tra-cuu?don-vi=",
    "/tra-cuu?hanh-vi=",
    "/tra-cuu?doi-tuong=",
    "/tra-cuu?mo-tu=",
    "/tra-cuu?phat-tu=",
    "/tra-cuu?sau=",
    "/tra-cuu?sap-xep=",
    "/bao-cao?don-vi=",
    "/bao-cao?ky=",
    "/bao-cao?to-chuc=",
    "/bao-cao?so-voi=",
    "/bao-cao/vu-viec?don-vi=33-01&ky=2026-11&chi-tieu=",
    "/bao-cao/vu-viec?ky=2026-11&chi-tieu=vi_pham&don-vi=",
    "/quy-trinh?ky=",
    "/quy-trinh?don-vi=",
    "/quy-trinh/ho-so?don-vi=33-01&ky=2026-11&buoc=",
    "/su-dung?ky=",
    "/su-dung?don-vi=",
    "/so-van-ban?ky-hieu=",
    "/so-van-ban?nam=",
    "/so-van-ban?don-vi=",
    "/danh-muc?q=",
    "/danh-muc?ngay=",
    "/chi-dao?loc=",
    "/chi-dao/giao?ve=",
    "/dia-ban/33-01?xa=",
    "/dia-ban/33-01?chi=",
    "/nhap-du-lieu?dong=",
    "/trao-doi/xuat/vu-viec.csv?tu-khoa=",
    "/trao-doi/xuat/tra-cuu.csv?doi-tuong=",
    "/trao-doi/xuat/doi-tuong.csv?don-vi=",
    "/trao-doi/xuat/co-so.csv?xa=",
    "/co-so/them?doi-tuong=",
    "/ho-so/mo?doi-tuong=",
];

fn sound(answer: &Answer, what: &str) {
    assert!(answer.status < 500, "{what}: {} {}", answer.status, answer.text());
    let text = answer.text();
    for word in ["sqlite", "SQLITE", "syntax error", "near \"", "fts5", "no such column", "panicked", "database:"] {
        assert!(!text.contains(word) || what.contains(word), "{what} tells {word}");
    }
}

#[test]
fn nothing_that_is_asked_is_sql() {
    let mut officer = sign_in("ksv8");
    let own = cases(&mut officer);
    let mut tried = 0;
    for asked in ASKED {
        for payload in SQL {
            let path = format!("{asked}{}", encode(payload));
            sound(&officer.get(&path), &path);
            tried += 1;
        }
    }
    for read in [
        "tim-kiem?q=",
        "doi-tuong?q=",
        "hanh-vi?q=",
        "danh-muc?q=",
        "vu-viec?id=",
        "draft?id=",
        "lien-ket?ma=",
        "bao-cao?don_vi=",
    ] {
        for payload in SQL {
            let path = format!("/api/{read}{}", encode(payload));
            sound(&officer.send("GET", &path, &[("Accept", "application/json")], b""), &path);
            tried += 1;
        }
    }
    for path in [
        "/kiem-tra-van-ban/",
        "/lich/",
        "/ho-so/",
        "/doi-tuong/",
        "/co-so/",
        "/chi-dao/",
        "/khoi-tao?ma=",
        "/api/v1/bao-cao/",
    ] {
        for payload in SQL {
            let path = format!("{path}{}", encode(payload));
            sound(&officer.get(&path), &path);
            sound(&Visitor::new().get(&path), &path);
            tried += 2;
        }
    }
    // A condition is words like others.
    let found = |officer: &mut Visitor, typed: &str| {
        links(&officer.get(&format!("/doi-tuong?q={}", encode(typed))).text(), "/doi-tuong/")
    };
    assert_eq!(found(&mut officer, "' OR 1=1 --"), found(&mut officer, "or 1 1"));
    assert_eq!(cases(&mut officer), own, "nothing is gone");
    println!(
        "attack | SQL and search metacharacters in parameters and addresses | {tried} requests, none answered as SQL, no 5xx |"
    );
}

#[test]
fn no_address_leads_out_of_its_folder() {
    let mut officer = sign_in("ksv10");
    let climbs = [
        "../",
        "..%2f",
        "%2e%2e/",
        "%2e%2e%2f",
        "..%252f",
        "%252e%252e%252f",
        "..\\",
        "..%5c",
        "%5c..%5c",
        "....//",
        "..;/",
        "%c0%ae%c0%ae/",
        "%e0%80%ae/",
        "..%00/",
        "\u{ff0e}\u{ff0e}/",
        "./../",
        "//../",
    ];
    let mut tried = 0;
    for base in [
        "/tai-nguyen/",
        "/",
        "/dinh-kem/",
        "/van-ban/",
        "/bao-cao/tep/",
        "/trao-doi/xuat/",
        "/trao-doi/nhap/",
        "/lich/",
        "/api/v1/",
        "/hien-truong/",
    ] {
        for climb in climbs {
            for target in ["etc/passwd", "spin.toml", "site.wasm", "sqlite_db.db", "etc/passwd%00.css"] {
                let path = format!("{base}{}{target}", climb.repeat(6));
                let path: String =
                    path.chars().map(|c| if c.is_ascii() { c.to_string() } else { encode(&c.to_string()) }).collect();
                let Ok(answer) = officer.try_send("GET", &path, &[("Accept", "*/*")], b"") else { continue };
                assert!(answer.status < 500, "{path}: {}", answer.status);
                let body = &answer.body;
                let leaked = [b"root:x:".as_slice(), b"[[trigger.http]]", b"\0asm", b"SQLite format 3"];
                assert!(
                    !leaked.iter().any(|sign| body.windows(sign.len()).any(|part| part == *sign)),
                    "{path} gives a file away"
                );
                tried += 1;
            }
        }
    }
    for path in [
        "/tai-nguyen//etc/passwd",
        "/tai-nguyen/%2fetc%2fpasswd",
        "/tai-nguyen/C:%5cwindows%5cwin.ini",
        "/tai-nguyen/%00",
        "/tai-nguyen/.",
        "/tai-nguyen/..",
        "/tai-nguyen/",
        "/.git/config",
        "/dist/site.wasm",
        "/public/../site.wasm",
    ] {
        let answer = officer.get(path);
        assert!([301, 303, 400, 403, 404].contains(&answer.status), "{path}: {}", answer.status);
        tried += 1;
    }
    println!(
        "attack | paths out of a folder (encoded twice, backslash, overlong, NUL, absolute) | {tried}, no file given away |"
    );
}

#[test]
fn json_that_is_too_deep_too_long_or_none_is_refused() {
    let mut officer = sign_in("ksv10");
    let origin = format!("http://{}", authority());
    let headers = [("Accept", "application/json"), ("Origin", origin.as_str()), ("Content-Type", "application/json")];
    let deep = |open: &str, close: &str, times: usize| [open.repeat(times), close.repeat(times)].concat();
    let long = format!("{{\"device\":\"{}\"}}", "a".repeat(3 << 20));
    let many = format!(
        "{{\"device\":\"01990000-0000-7000-8000-000000000000\",\"commands\":[{}]}}",
        vec!["{}"; 100_000].join(",")
    );
    let bodies: Vec<Vec<u8>> = vec![
        deep("[", "]", 100_000).into_bytes(),
        deep("{\"a\":", "}", 100_000).into_bytes(),
        deep("[", "", 900_000).into_bytes(),
        long.into_bytes(),
        many.into_bytes(),
        b"".to_vec(),
        b"nul".to_vec(),
        b"\xff\xfe{\0}\0".to_vec(),
        b"{\"device\":1e999}".to_vec(),
        b"{\"device\":\"\\ud800\"}".to_vec(),
        "{\"device\":\"01990000-0000-7000-8000-000000000000\",\"device\":null}".as_bytes().to_vec(),
        vec![b' '; 1 << 20],
    ];
    let mut tried = 0;
    for path in [
        "/dong-bo/goi",
        "/dong-bo/gui",
        "/dong-bo/nhap",
        "/dong-bo/rut",
        "/dong-bo/tra-so",
        "/dong-bo/bo-thiet-bi",
        "/api/v1/quoc-gia/bien-nhan",
    ] {
        for body in &bodies {
            let answer = officer.send("POST", path, &headers, body);
            assert!(
                (400..500).contains(&answer.status),
                "{path} with {} bytes: {} {}",
                body.len(),
                answer.status,
                answer.text()
            );
            tried += 1;
        }
    }
    // Forms with too many fields, names that nest, and the same name again and again.
    let form =
        [("Accept", "text/html"), ("Origin", origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    let bracket = "[a]".repeat(20_000);
    for body in [
        (0..40_000).map(|number| format!("f{number}=1&")).collect::<String>(),
        format!("fields{bracket}=1"),
        "a=1&".repeat(100_000),
        "exhibits.18446744073709551615.name=x&acts.99999999999999999999.behaviour=y".to_owned(),
        "%".repeat(1000),
        "=&=&==&&&=%zz".to_owned(),
    ] {
        for path in ["/api/buoc", "/api/trinh-quyet-dinh-kiem-tra", "/api/dang-ky-doi-tuong"] {
            let answer = officer.send("POST", path, &form, body.as_bytes());
            assert!(
                (300..500).contains(&answer.status),
                "{path} {}…: {} {}",
                &body[..body.len().min(30)],
                answer.status,
                answer.text()
            );
            tried += 1;
        }
    }
    // Headers that are too many or too long.
    let huge = "x".repeat(100_000);
    if let Ok(answer) = officer.try_send("GET", "/ho-so", &[("X-Long", &huge)], b"") {
        assert!((400..500).contains(&answer.status), "{}", answer.status);
    }
    let long_path = format!("/ho-so?x={}", "y".repeat(100_000));
    if let Ok(answer) = officer.try_send("GET", &long_path, &[], b"") {
        assert!((400..500).contains(&answer.status), "{}", answer.status);
    }
    assert_eq!(officer.get("/ho-so").status, 200);
    println!(
        "attack | JSON and forms that are too deep, too long, or none | {tried}, all refused with 4xx or told at the form |"
    );
}
