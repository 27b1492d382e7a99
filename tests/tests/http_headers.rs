//! The guards of every answer: each family of addresses and each status, each header.

use ins_tests::guards::{Kind, problems};
use ins_tests::http::{Answer, Visitor, authority};
use ins_tests::officers::{cases, sign_in};

const NOBODY: &str = "01990000-0000-7000-8000-000000000000";
const PAGE: (&str, &str) = ("Accept", "text/html");
const FORM: (&str, &str) = ("Content-Type", "application/x-www-form-urlencoded");

/// Who asks.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Who {
    Nobody,
    Officer,
    Administrator,
}

/// One line of the table: method, address, who asks, headers, bytes of a body, the status, and what the answer is.
type Line = (&'static str, String, Who, Vec<(&'static str, String)>, usize, u16, Kind);

fn line(
    method: &'static str,
    path: &str,
    who: Who,
    headers: &[(&'static str, &str)],
    body: usize,
    status: u16,
    kind: Kind,
) -> Line {
    let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
    (method, path.to_owned(), who, headers, body, status, kind)
}

/// An asset that the sign-in page names.
fn asset(end: &str) -> String {
    let page = Visitor::new().get("/dang-nhap").text();
    let found = page.split('"').find(|part| part.starts_with("/tai-nguyen/") && part.ends_with(end));
    found.unwrap_or_else(|| panic!("no {end} in {page}")).to_owned()
}

/// A paper as a file, of some case that the officer reads.
fn paper(officer: &mut Visitor) -> String {
    for case in cases(officer) {
        let page = officer.get(&case).text();
        let found =
            page.split("href=\"").filter_map(|part| part.split('"').next()).find(|href| href.ends_with(".docx"));
        if let Some(href) = found {
            return href.to_owned();
        }
    }
    panic!("no case of the demo has a paper as a file")
}

fn table() -> Vec<Line> {
    use Kind::{Asset, Data, Document, Field, Host, Interface, Page, Sealed, Worker};
    use Who::{Administrator, Nobody, Officer};
    let origin = format!("http://{}", authority());
    let own = ("Origin", origin.as_str());
    let case = cases(&mut sign_in("ksv10")).into_iter().next().unwrap_or_default();
    let id = case.trim_start_matches("/ho-so/").to_owned();
    let docx = paper(&mut sign_in("ksv10"));
    vec![
        // Pages.
        line("GET", "/dang-nhap", Nobody, &[PAGE], 0, 200, Page),
        line("GET", "/", Officer, &[PAGE], 0, 200, Page),
        line("GET", "/ho-so", Officer, &[PAGE], 0, 200, Page),
        line("HEAD", "/ho-so", Officer, &[PAGE], 0, 200, Page),
        line("GET", &case, Officer, &[PAGE], 0, 200, Page),
        line("GET", &format!("{case}/giay/quyet-dinh-kiem-tra"), Officer, &[PAGE], 0, 200, Page),
        line("GET", "/tim-kiem?q=ho", Officer, &[PAGE], 0, 200, Page),
        line("GET", "/kiem-tra-van-ban/khong-co", Nobody, &[PAGE], 0, 404, Page),
        line("GET", "/quan-tri", Administrator, &[PAGE], 0, 200, Page),
        line("GET", "/tu-kiem-tra", Administrator, &[PAGE], 0, 200, Page),
        line("GET", "/tro-giup", Nobody, &[PAGE], 0, 200, Page),
        line("GET", &format!("/ho-so/{NOBODY}"), Officer, &[PAGE], 0, 404, Page),
        line("GET", "/khong-co-trang-nay", Nobody, &[PAGE], 0, 404, Document),
        line("GET", "/quan-tri", Officer, &[PAGE], 0, 403, Page),
        // Redirects.
        line("GET", "/ho-so", Nobody, &[PAGE], 0, 303, Page),
        line("POST", "/api/dang-nhap", Nobody, &[PAGE, FORM, own], 0, 303, Data),
        // What makes the site an application.
        line("GET", "/hien-truong", Nobody, &[PAGE], 0, 200, Field),
        line("GET", "/ngoai-tuyen", Nobody, &[PAGE], 0, 200, Document),
        line("GET", "/sw.js", Nobody, &[], 0, 200, Worker),
        // Assets.
        line("GET", &asset(".css"), Nobody, &[("Accept-Encoding", "br")], 0, 200, Asset),
        line("GET", &asset(".js"), Nobody, &[], 0, 200, Asset),
        line("GET", &asset(".wasm"), Nobody, &[("Accept-Encoding", "gzip")], 0, 200, Asset),
        line("GET", &asset(".svg"), Nobody, &[], 0, 200, Asset),
        line("GET", "/tai-nguyen/khong-co.js", Nobody, &[PAGE], 0, 404, Document),
        line("POST", &asset(".css"), Nobody, &[PAGE, own], 0, 405, Document),
        // What pages read, and forms.
        line("GET", "/api/viec-cua-toi", Officer, &[("Accept", "application/json")], 0, 200, Data),
        line("GET", "/api/viec-cua-toi", Nobody, &[("Accept", "application/json")], 0, 401, Data),
        line("GET", "/api/khong-co", Nobody, &[("Accept", "application/json")], 0, 404, Data),
        line("POST", "/api/buoc", Nobody, &[PAGE, FORM], 0, 403, Document),
        line("POST", "/api/buoc", Nobody, &[("Accept", "application/json"), FORM], 0, 403, Data),
        line("POST", "/api/dang-nhap", Nobody, &[PAGE, FORM, own], (1 << 20) + 1, 413, Document),
        line("GET", "/api/dang-nhap", Nobody, &[PAGE], 0, 405, Document),
        line("PUT", "/", Nobody, &[PAGE, own], 0, 405, Document),
        // Health.
        line("GET", "/suc-khoe", Nobody, &[], 0, 200, Data),
        line("GET", "/suc-khoe/song", Nobody, &[], 0, 200, Data),
        line("GET", "/suc-khoe/kho-tep", Nobody, &[], 0, 200, Sealed),
        line("GET", "/suc-khoe/do-luong", Nobody, &[], 0, 404, Sealed),
        // Reports as files.
        line("GET", "/bao-cao/tep/thang.csv?ky=2026-11", Officer, &[], 0, 200, Data),
        line("GET", "/bao-cao/tep/thang.csv?ky=2026-11", Nobody, &[], 0, 401, Data),
        line("GET", "/bao-cao/tep/khong-co", Officer, &[], 0, 404, Data),
        line("POST", "/bao-cao/tep/thang.csv", Officer, &[own], 0, 405, Data),
        // Files of cases, and papers.
        line("GET", &docx, Officer, &[], 0, 200, Sealed),
        line("GET", &docx, Nobody, &[], 0, 401, Sealed),
        line("GET", &docx, Nobody, &[PAGE], 0, 303, Sealed),
        line("GET", &format!("/dinh-kem/{NOBODY}/1"), Officer, &[], 0, 404, Sealed),
        line("POST", &format!("/dinh-kem/{id}"), Officer, &[own, FORM], 0, 400, Sealed),
        line("POST", &format!("/dinh-kem/{id}"), Officer, &[FORM], 0, 403, Sealed),
        line("PUT", &format!("/dinh-kem/{id}"), Officer, &[own], 0, 405, Sealed),
        line("POST", &format!("/dinh-kem/gui-dan/{NOBODY}"), Officer, &[own, FORM], 0, 400, Sealed),
        // Exchange.
        line("GET", "/trao-doi/xuat/vu-viec.csv", Officer, &[], 0, 200, Sealed),
        line("GET", "/trao-doi/khong-co", Officer, &[], 0, 404, Sealed),
        line("POST", "/trao-doi/nhap", Officer, &[own, FORM], 0, 400, Sealed),
        line("GET", "/lich/khong-co.ics", Nobody, &[], 0, 404, Sealed),
        line("POST", "/dong-bo/goi", Nobody, &[own, ("Content-Type", "application/json")], 2, 401, Sealed),
        // The interface for other systems.
        line("GET", "/api/v1/tai-lieu", Nobody, &[PAGE], 0, 200, Interface),
        line("GET", "/api/v1/don-vi", Nobody, &[], 0, 401, Sealed),
        line("GET", "/api/v1/khong-co", Nobody, &[], 0, 404, Sealed),
        line("PUT", "/api/v1/don-vi", Nobody, &[own], 0, 405, Sealed),
        line("GET", "/api/v1/don-vi", Officer, &[("Accept", "image/png")], 0, 406, Sealed),
        // The host itself.
        line("POST", "/bao-cao/tep/thang.csv", Nobody, &[own], 70_000, 413, Host),
    ]
}

fn ask(who: &mut [(Who, Visitor)], line: &Line) -> Answer {
    let (method, path, asks, headers, body, _, _) = line;
    let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let visitor = who.iter_mut().find(|(found, _)| found == asks).map(|(_, visitor)| visitor);
    visitor.unwrap_or_else(|| panic!("nobody asks for {path}")).send(method, path, &headers, &vec![b'a'; *body])
}

#[test]
fn every_family_and_every_status_carries_every_guard() {
    let mut who =
        [(Who::Nobody, Visitor::new()), (Who::Officer, sign_in("ksv10")), (Who::Administrator, sign_in("quantri"))];
    let mut wrong = Vec::new();
    for line in table() {
        let answer = ask(&mut who, &line);
        let (method, path, _, _, _, status, kind) = &line;
        if answer.status != *status {
            wrong.push(format!("{method} {path}: {} instead of {status}: {}", answer.status, answer.text()));
        }
        wrong.extend(
            problems(&answer, *kind)
                .into_iter()
                .map(|problem| format!("{method} {path} ({status}, {kind:?}): {problem}")),
        );
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// Away from the machine itself every answer binds browsers to TLS, also a refusal and a file.
#[test]
fn away_from_this_machine_every_answer_demands_tls() {
    let host = ("Host", "ins.example.vn");
    for (path, status) in [
        ("/dang-nhap", 200),
        ("/khong-co-trang-nay", 404),
        ("/suc-khoe", 200),
        ("/hien-truong", 200),
        ("/bao-cao/tep/thang.csv", 401),
        ("/dinh-kem/x/1", 401),
        ("/api/v1/don-vi", 401),
        (asset(".css").as_str(), 200),
    ] {
        let answer = Visitor::new().send("GET", path, &[host], b"");
        assert_eq!(answer.status, status, "{path}");
        assert_eq!(answer.header("strict-transport-security"), "max-age=63072000; includeSubDomains", "{path}");
    }
}

#[test]
fn a_file_that_somebody_sent_in_never_becomes_a_page() {
    let mut officer = sign_in("ksv10");
    let docx = paper(&mut officer);
    let answer = officer.send("GET", &docx, &[], b"");
    assert_eq!(answer.status, 200, "{docx}");
    assert!(answer.header("content-disposition").starts_with("attachment; filename=\""), "{:?}", answer.headers);
    assert_eq!(
        answer.header("content-security-policy"),
        "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox"
    );
    // Whatever else is asked for under these addresses: never a document.
    for path in
        ["/dinh-kem/x", "/dinh-kem/x/y/z", "/van-ban/x/y.html", "/trao-doi/tep-goc/x", "/trao-doi/ket-qua/x.xlsx"]
    {
        let answer = officer.send("GET", path, &[PAGE], b"");
        assert!(!answer.header("content-type").starts_with("text/html"), "{path}: {}", answer.header("content-type"));
        assert_eq!(
            answer.header("content-security-policy"),
            "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
            "{path}"
        );
    }
}
