//! Every path of the application: who is let in, how, and what an officer of another unit gets.

use ins_tests::http::{Visitor, authority};
use ins_tests::officers::{cases, links, sign_in};

const NOBODY: &str = "01990000-0000-7000-8000-000000000000";

/// The steps of a case.
const STEPS: [&str; 12] = [
    "ky-quyet-dinh-kiem-tra",
    "bien-ban-kiem-tra",
    "ket-luan-kiem-tra",
    "bien-ban-vi-pham",
    "giai-trinh",
    "trinh-ky-xu-phat",
    "ky-quyet-dinh-xu-phat",
    "tra-lai",
    "giao-quyet-dinh",
    "nop-phat",
    "thi-hanh",
    "ket-thuc",
];

const PAPERS: [&str; 5] =
    ["quyet-dinh-kiem-tra", "bien-ban-kiem-tra", "bien-ban-vi-pham-hanh-chinh", "quyet-dinh-xu-phat", "can-cu-phap-ly"];

/// The addresses that forms are posted to.
const FORMS: [&str; 50] = [
    "lap-bao-cao",
    "buoc-bao-cao",
    "an-buoc-dau",
    "cap-khoa-api",
    "thu-hoi-khoa-api",
    "so-khop",
    "rut-anh-co-so",
    "cach-doc-tep",
    "nhap-tiep",
    "chon-dong-trung",
    "hoan-tac-nhap",
    "lien-ket-doi-tuong",
    "thoi-lien-ket-doi-tuong",
    "gop-doi-tuong",
    "khac-doi-tuong",
    "so-khop-tiep",
    "tach-doi-tuong",
    "luu-dia-ban",
    "dat-trong-so-rui-ro",
    "luu-co-so",
    "ghi-nhan-co-so",
    "sua-doi-tuong",
    "mo-ho-so-nghiep-vu",
    "buoc-nghiep-vu",
    "ban-giao-nguon-tin",
    "giao-viec",
    "buoc-chi-dao",
    "neu-y-kien",
    "tra-loi-y-kien",
    "tao-lich-ca-nhan",
    "thu-hoi-lich",
    "lap-ke-hoach",
    "buoc-ke-hoach",
    "luu-bo-loc",
    "xoa-bo-loc",
    "giao-quyen-moi",
    "thoi-giao-quyen",
    "nap-danh-muc",
    "dung-danh-muc",
    "nhap-lich",
    "dang-nhap",
    "dang-xuat",
    "dat-mat-khau",
    "trinh-quyet-dinh-kiem-tra",
    "buoc",
    "dang-ky-doi-tuong",
    "them-tai-khoan",
    "cap-lien-ket",
    "khoa-tai-khoan",
    "them-don-vi",
];

/// The addresses that pages read from.
const READS: [&str; 61] = [
    "bao-cao-dinh-ky",
    "bao-cao-dinh-ky-moi",
    "bao-cao-dinh-ky-mot",
    "buoc-dau",
    "quy-trinh",
    "quy-trinh-ho-so",
    "su-dung",
    "khoa-api",
    "cung-cap-du-lieu",
    "anh-co-so",
    "nhap-du-lieu",
    "nhap-du-lieu-mot",
    "dang-ky-doi-tuong-mau",
    "doi-tuong-trung",
    "doi-tuong-trung-mot",
    "so-dia-ban",
    "so-dia-ban-mot",
    "phan-cong-dia-ban",
    "rui-ro",
    "trong-so-rui-ro",
    "ban-do",
    "co-so",
    "co-so-mau",
    "doi-tuong-lich-su",
    "doi-tuong-sua",
    "ho-so-nghiep-vu",
    "ho-so-nghiep-vu-cho",
    "ho-so-nghiep-vu-mot",
    "buoc-nghiep-vu-mau",
    "nguoi-cung-cap",
    "chi-dao",
    "chi-dao-mot",
    "chi-dao-moi",
    "y-kien",
    "lich-ca-nhan",
    "ke-hoach-cho",
    "ke-hoach",
    "ke-hoach-moi",
    "ke-hoach-mot",
    "dieu-hanh",
    "tra-cuu",
    "giao-quyen",
    "phien-ban",
    "phien-ban-mot",
    "lich-lam-viec",
    "danh-muc",
    "hanh-vi",
    "quan-tri",
    "tai-khoan",
    "me",
    "draft",
    "lien-ket",
    "viec-cua-toi",
    "ho-so",
    "vu-viec",
    "mo-ho-so",
    "doi-tuong",
    "doi-tuong-mot",
    "bao-cao",
    "bao-cao-vu-viec",
    "tim-kiem",
];

/// Pages that need somebody signed in.
fn pages() -> Vec<String> {
    let mut pages: Vec<String> = [
        "/",
        "/ho-so",
        "/ho-so/mo",
        "/chi-dao",
        "/tai-khoan/lich",
        "/ke-hoach",
        "/ke-hoach/lap",
        "/thong-tin",
        "/thong-tin/tiep-nhan",
        "/bien-phap",
        "/bien-phap/lap",
        "/doi-tuong",
        "/doi-tuong/dang-ky",
        "/doi-tuong/trung",
        "/doi-tuong/trung/0",
        "/dia-ban",
        "/dia-ban/trong-so-rui-ro",
        "/dia-ban/33-03",
        "/dia-ban/33-03/phan-cong",
        "/dia-ban/33-03/rui-ro",
        "/dia-ban/33-03/ban-do",
        "/bao-cao",
        "/bao-cao/dinh-ky",
        "/bao-cao/dinh-ky/lap",
        "/quy-trinh",
        "/su-dung",
        "/tra-cuu",
        "/nhap-du-lieu",
        "/tim-kiem?q=ho",
        "/danh-muc",
        "/danh-muc/nd98-d15-k1",
    ]
    .map(str::to_owned)
    .to_vec();
    pages.push("/bao-cao/vu-viec?don-vi=33-01&ky=2026-11&chi-tieu=vi_pham".to_owned());
    pages.push("/quy-trinh/ho-so?don-vi=33-01&ky=2026-11&buoc=bien-ban".to_owned());
    pages.push(format!("/ho-so/{NOBODY}"));
    pages.push(format!("/doi-tuong/{NOBODY}"));
    pages.push(format!("/doi-tuong/{NOBODY}/sua"));
    pages.push(format!("/doi-tuong/{NOBODY}/lich-su"));
    pages.push(format!("/co-so/{NOBODY}"));
    pages.push(format!("/co-so/{NOBODY}/sua"));
    pages.push(format!("/co-so/{NOBODY}/rut-anh/1"));
    pages.push(format!("/co-so/them?doi-tuong={NOBODY}"));
    pages.push(format!("/chi-dao/{NOBODY}"));
    pages.push(format!("/bao-cao/dinh-ky/{NOBODY}"));
    pages.push(format!("/bao-cao/dinh-ky/{NOBODY}/in"));
    pages.push(format!("/ke-hoach/{NOBODY}"));
    pages.push(format!("/nhap-du-lieu/{NOBODY}"));
    pages.push(format!("/ke-hoach/{NOBODY}/in"));
    for list in ["/thong-tin", "/bien-phap"] {
        pages.push(format!("{list}/{NOBODY}"));
        pages.push(format!("{list}/{NOBODY}/giay/1"));
    }
    pages.push(format!("/thong-tin/{NOBODY}/de-xuat-kiem-tra"));
    pages.push(format!("/thong-tin/{NOBODY}/nguoi-cung-cap"));
    pages.push(format!("/bien-phap/{NOBODY}/nhat-ky"));
    pages.extend(STEPS.map(|step| format!("/ho-so/{NOBODY}/{step}")));
    pages.extend(PAPERS.map(|paper| format!("/ho-so/{NOBODY}/giay/{paper}")));
    pages
}

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
        assert!([200, 404].contains(&answer.status), "{page}: {}", answer.status);
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
        for method in ["POST", "PUT", "PATCH", "DELETE"] {
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
        // Who is signed in, a draft, a one-time link: nobody, none, none. Everything else is refused, or not served at all.
        let nothing = answer.status == 200 && ["me", "draft", "lien-ket"].contains(&read) && text.trim() == "null";
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
