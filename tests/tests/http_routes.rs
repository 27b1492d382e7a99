//! Every path of the application: who is let in, how, and what an officer of another unit gets.

use ins_tests::http::{Visitor, authority};
use ins_tests::officers::{cases, links, sign_in};
use ins_tests::routes::{FORMS, NOBODY, READS, pages};

#[test]
fn every_page_asks_to_sign_in_first_and_comes_back() {
    for page in pages() {
        let answer = Visitor::new().get(&page);
        assert_eq!(answer.status, 303, "{page}: {}", answer.text());
        let expected = match page.as_str() {
            "/" => "/dang-nhap".to_owned(),
            path => format!("/dang-nhap?tiep={}", path.replace('?', "%3F").replace('=', "%3D").replace('&', "%26")),
        };
        assert_eq!(answer.header("location"), expected, "{page}");
        assert!(!answer.text().contains("Hộ kinh doanh"), "{page} shows data to nobody");
    }
}

#[test]
fn every_page_carries_the_guards() {
    let mut officer = sign_in("ksv10");
    for page in pages() {
        let answer = officer.get(&page);
        assert!([200, 403, 404].contains(&answer.status), "{page}: {}", answer.status);
        for (name, expected) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), expected, "{page}: {name}");
        }
        let policy = answer.header("content-security-policy");
        for rule in ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"] {
            assert!(policy.contains(rule), "{page}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline"), "{page}: {policy}");
        assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{page}");
    }
}

#[test]
fn every_page_takes_get_and_head_only() {
    let origin = format!("http://{}", authority());
    for page in pages() {
        let path = page.split('?').next().expect("a path");
        for method in ["POST", "PUT", "PATCH", "DELETE", "TRACE"] {
            let answer = Visitor::new().send(method, path, &[("Accept", "text/html"), ("Origin", &origin)], b"");
            assert_eq!(answer.status, 405, "{method} {path}");
            assert!(answer.header("allow").contains("GET"), "{method} {path}: {}", answer.header("allow"));
        }
    }
}

#[test]
fn a_page_that_is_only_asked_about_answers_without_a_body() {
    let mut officer = sign_in("ksv10");
    let answer = officer.send("HEAD", "/ho-so", &[("Accept", "text/html")], b"");
    assert_eq!((answer.status, answer.body.len()), (200, 0));
}

#[test]
fn no_form_is_read_with_get() {
    let mut officer = sign_in("doitruong1");
    for form in FORMS {
        let answer = officer.send("GET", &format!("/api/{form}"), &[("Accept", "text/html")], b"");
        // `bao-cao` and its like are read; a form of the same name is not.
        assert_eq!(answer.status, 405, "/api/{form}: {}", answer.text());
    }
    assert_eq!(officer.get("/").status, 200, "nobody was signed out by a link");
}

#[test]
fn no_form_is_taken_from_another_site() {
    let mut officer = sign_in("doitruong1");
    for form in FORMS {
        let headers = [
            ("Accept", "text/html"),
            ("Origin", "https://noi-khac.example"),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let answer = officer.send("POST", &format!("/api/{form}"), &headers, b"step=ket-thuc");
        assert_eq!(answer.status, 403, "/api/{form}: {}", answer.text());
    }
    assert_eq!(officer.get("/").status, 200, "nobody was signed out from elsewhere");
}

#[test]
fn no_form_takes_more_than_its_limit() {
    let origin = format!("http://{}", authority());
    let body = vec![b'a'; (1 << 20) + 1];
    for form in FORMS {
        let headers = [
            ("Accept", "text/html"),
            ("Origin", origin.as_str()),
            ("Content-Type", "application/x-www-form-urlencoded"),
        ];
        let answer = Visitor::new().send("POST", &format!("/api/{form}"), &headers, &body);
        assert_eq!(answer.status, 413, "/api/{form}: {}", answer.text());
    }
}

#[test]
fn a_form_posted_without_a_session_is_kept_and_nothing_is_done() {
    for (form, page) in
        [("trinh-quyet-dinh-kiem-tra", "/ho-so/mo"), ("dang-ky-doi-tuong", "/doi-tuong/dang-ky"), ("buoc", "/ho-so/")]
    {
        let fields =
            [("case", NOBODY), ("version", "1"), ("step", "ket-thuc"), ("name", "Hộ kinh doanh Chưa Đăng Nhập")];
        let answer = Visitor::new().post(&format!("/api/{form}"), &fields);
        assert_eq!(answer.status, 303, "{form}: {}", answer.text());
        let location = answer.header("location");
        let expected = format!("/dang-nhap?tiep={page}");
        assert!(location.starts_with(&expected), "{form}: {location}");
        assert!(location.contains("nhap%3D"), "{form} keeps what was typed: {location}");
    }
    let mut officer = sign_in("ksv10");
    let found = officer.get("/doi-tuong?q=chua+dang+nhap").text();
    assert!(!found.contains("Hộ kinh doanh Chưa Đăng Nhập"), "{found}");
}

#[test]
fn what_pages_read_is_not_there_for_nobody() {
    for read in READS {
        let answer =
            Visitor::new().send("GET", &format!("/api/{read}?id={NOBODY}"), &[("Accept", "application/json")], b"");
        let text = answer.text();
        // Who is signed in, or half, a draft, a one-time link: nobody, none. The ways in are for everybody. Everything else is
        // refused, or not served at all.
        let open = ["me", "draft", "lien-ket", "nua-dang-nhap"].contains(read) && text.trim() == "null";
        let nothing = answer.status == 200 && (open || *read == "cach-dang-nhap");
        assert!(nothing || [400, 401, 404].contains(&answer.status), "/api/{read}: {} {text}", answer.status);
    }
}

#[test]
fn an_officer_sees_his_unit_and_below_and_nothing_beside() {
    let mut owner = sign_in("ksv10");
    let own = cases(&mut owner);
    assert!(own.len() >= 3, "the demo has cases of team 4: {own:?}");
    for (account, expected) in [
        ("ksv11", 200),
        ("doitruong4", 200),
        ("chicuctruong", 200),
        ("phapche", 200),
        ("trunguong", 200),
        ("ksv1", 404),
        ("doitruong1", 404),
        ("haiphong.ksv1", 404),
        ("haiphong.chicuctruong", 404),
    ] {
        let mut visitor = sign_in(account);
        let listed = cases(&mut visitor);
        for case in own.iter().take(3) {
            for path in [case.clone(), format!("{case}/nop-phat"), format!("{case}/giay/quyet-dinh-kiem-tra")] {
                let answer = visitor.get(&path);
                assert_eq!(answer.status, expected, "{account} at {path}");
                if expected == 404 {
                    assert!(!listed.contains(case), "{account} sees {case} in his list");
                    let nobody = format!("/ho-so/{NOBODY}");
                    let unknown = visitor.get(&path.replace(case, &nobody)).text();
                    assert_eq!(
                        bare(&answer.text(), case),
                        bare(&unknown, &nobody),
                        "{account} can tell {path} from what does not exist"
                    );
                }
            }
        }
    }
}

/// A page without what differs on every answer, and without the id that was asked for.
fn bare(html: &str, case: &str) -> String {
    let nonce = html.split("nonce=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or("-");
    html.replace(nonce, "").replace(case, "")
}

#[test]
fn an_administrator_reads_no_cases() {
    let mut owner = sign_in("ksv10");
    let case = cases(&mut owner).into_iter().next().expect("a case");
    let mut administrator = sign_in("quantri");
    for path in [case.as_str(), "/ho-so", "/doi-tuong", "/bao-cao"] {
        let answer = administrator.get(path);
        assert!([403, 404].contains(&answer.status), "{path}: {}", answer.status);
    }
    assert_eq!(links(&administrator.get("/").text(), "/ho-so/"), Vec::<String>::new());
}

#[test]
fn ids_that_are_none_are_not_found() {
    let mut officer = sign_in("ksv10");
    let case = cases(&mut officer).into_iter().next().expect("a case");
    for path in [
        "/ho-so/1".to_owned(),
        "/ho-so/%27%20OR%201%3D1".to_owned(),
        "/ho-so/..%2f..%2fetc".to_owned(),
        format!("/ho-so/{NOBODY}"),
        format!("/doi-tuong/{NOBODY}"),
        "/doi-tuong/1".to_owned(),
        format!("{case}/khong-co-buoc"),
        format!("{case}/giay/khong-co-giay"),
        format!("{case}/giay"),
        "/bao-cao?ky=khong-co-ky".to_owned(),
        "/bao-cao?don-vi=khong-co".to_owned(),
        "/bao-cao?to-chuc=khong-co".to_owned(),
        "/bao-cao/vu-viec?don-vi=33-04&ky=2026-11&chi-tieu=khong-co".to_owned(),
    ] {
        let answer = officer.get(&path);
        assert_eq!(answer.status, 404, "{path}");
        assert!(answer.text().contains("Không tìm thấy"), "{path}: {}", answer.text());
    }
}
