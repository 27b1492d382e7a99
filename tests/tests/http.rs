//! What every address of the running system must do, whoever asks: guards, errors, headers, assets.

use ins_tests::http::{Visitor, authority};

/// The public paths that a page of the running system names.
fn assets() -> Vec<String> {
    let page = Visitor::new().get("/dang-nhap").text();
    let mut found: Vec<String> =
        page.split('"').filter(|part| part.starts_with("/tai-nguyen/")).map(str::to_owned).collect();
    found.sort();
    found.dedup();
    found
}

#[test]
fn says_that_it_is_ready() {
    let answer = Visitor::new().get("/suc-khoe");
    assert_eq!((answer.status, answer.text().as_str()), (200, r#"{"status":"ok"}"#));
}

#[test]
fn a_page_is_one_whole_document_with_its_guards() {
    let answer = Visitor::new().get("/dang-nhap");
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "text/html; charset=utf-8");
    assert_eq!(answer.header("content-length"), answer.body.len().to_string());
    assert_eq!(answer.header("transfer-encoding"), "");
    assert_eq!(answer.header("x-content-type-options"), "nosniff");
    assert_eq!(answer.header("x-frame-options"), "DENY");
    assert_eq!(answer.header("referrer-policy"), "same-origin");
    assert_eq!(answer.header("cache-control"), "no-store");
    let policy = answer.header("content-security-policy").to_owned();
    let html = answer.text();
    assert!(policy.contains("'nonce-") && !policy.contains("'unsafe-inline'"), "{policy}");
    assert!(html.contains("<html lang=\"vi\">") && html.contains("</html>"), "{html}");
    assert!(html.contains("<form") && html.contains("method=\"post\""), "readable without scripts: {html}");
    let nonce = policy.split("'nonce-").nth(1).and_then(|rest| rest.split('\'').next()).expect("a nonce");
    for script in html.split("<script").skip(1) {
        assert!(
            script.starts_with(&format!(" type=\"module\" nonce=\"{nonce}\""))
                || script.starts_with(&format!(" nonce=\"{nonce}\"")),
            "<script{script}"
        );
    }
}

#[test]
fn two_pages_never_share_a_nonce() {
    let policy = || Visitor::new().get("/dang-nhap").header("content-security-policy").to_owned();
    assert_ne!(policy(), policy());
}

#[test]
fn assets_are_compressed_typed_and_kept_for_ever() {
    let assets = assets();
    assert!(assets.len() >= 3, "{assets:?}");
    for path in assets {
        let mut sizes = Vec::new();
        for (accept, encoding) in [("br, gzip", "br"), ("gzip", "gzip"), ("br;q=0, gzip;q=0", ""), ("", "")] {
            let answer = Visitor::new().send("GET", &path, &[("Accept-Encoding", accept)], b"");
            assert_eq!(answer.status, 200, "{path}");
            assert_eq!(answer.header("content-encoding"), encoding, "{path}");
            assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable", "{path}");
            assert_eq!(answer.header("vary"), "accept-encoding", "{path}");
            assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{path}");
            let mime = match path.rsplit('.').next() {
                Some("css") => "text/css; charset=utf-8",
                Some("js") => "text/javascript; charset=utf-8",
                Some("wasm") => "application/wasm",
                other => panic!("{path}: {other:?}"),
            };
            assert_eq!(answer.header("content-type"), mime, "{path}");
            sizes.push(answer.body.len());
        }
        assert!(sizes[0] <= sizes[1] && sizes[1] < sizes[2] && sizes[2] == sizes[3], "{path}: {sizes:?}");
    }
}

#[test]
fn nothing_but_assets_leaves_the_mount() {
    for path in [
        "/tai-nguyen/assets.json",
        "/tai-nguyen/../assets.json",
        "/tai-nguyen/..%2f..%2fetc%2fpasswd",
        "/tai-nguyen/",
        "/tai-nguyen/.",
        "/tai-nguyen/khong-co.0123456789abcdef.js",
    ] {
        assert_eq!(Visitor::new().get(path).status, 404, "{path}");
    }
}

#[test]
fn an_unknown_path_is_a_404_page() {
    let answer = Visitor::new().get("/khong-co-trang-nay");
    assert_eq!(answer.status, 404);
    assert!(answer.header("content-type").starts_with("text/html"));
    assert!(answer.text().contains("Không tìm thấy"), "{}", answer.text());
}

#[test]
fn a_wrong_method_is_a_405_page() {
    for (method, path) in [("DELETE", "/dang-nhap"), ("GET", "/api/dang-nhap"), ("PUT", "/"), ("POST", "/suc-khoe")] {
        let origin = format!("http://{}", authority());
        let answer = Visitor::new().send(method, path, &[("Accept", "text/html"), ("Origin", &origin)], b"");
        assert_eq!(answer.status, 405, "{method} {path}");
        assert!(answer.text().contains("Cách gọi không đúng"), "{method} {path}: {}", answer.text());
    }
}

#[test]
fn a_form_from_elsewhere_is_refused() {
    let own = format!("http://{}", authority());
    let refused: [&[(&str, &str)]; 6] = [
        &[],
        &[("Origin", "https://noi-khac.example")],
        &[("Origin", "null")],
        &[("Sec-Fetch-Site", "cross-site")],
        &[("Sec-Fetch-Site", "same-site")],
        &[("Origin", "https://noi-khac.example"), ("Sec-Fetch-Site", "same-origin")],
    ];
    for headers in refused {
        let mut headers = headers.to_vec();
        headers.push(("Accept", "text/html"));
        let answer = Visitor::new().send("POST", "/api/dang-nhap", &headers, b"");
        assert_eq!(answer.status, 403, "{headers:?}");
        assert!(answer.text().contains("Yêu cầu bị từ chối"), "{}", answer.text());
    }
    for headers in [[("Origin", own.as_str())], [("Sec-Fetch-Site", "same-origin")]] {
        let mut headers = headers.to_vec();
        headers.push(("Accept", "text/html"));
        headers.push(("Content-Type", "application/x-www-form-urlencoded"));
        let answer = Visitor::new().send("POST", "/api/dang-nhap", &headers, b"account=");
        assert_eq!(answer.status, 303, "{headers:?}: {}", answer.text());
    }
}

#[test]
fn an_oversized_body_is_a_413_page() {
    let origin = format!("http://{}", authority());
    let headers =
        [("Accept", "text/html"), ("Origin", origin.as_str()), ("Content-Type", "application/x-www-form-urlencoded")];
    let body = vec![b'a'; (1 << 20) + 1];
    let answer = Visitor::new().send("POST", "/api/dang-nhap", &headers, &body);
    assert_eq!(answer.status, 413);
    assert!(answer.text().contains("quá lớn"), "{}", answer.text());
}

#[test]
fn a_form_that_cannot_be_read_is_a_400_page() {
    let origin = format!("http://{}", authority());
    let headers = [
        ("Accept", "text/html"),
        ("Origin", origin.as_str()),
        ("Content-Type", "application/x-www-form-urlencoded"),
        ("Referer", "http://noi-khac.example/"),
    ];
    let answer = Visitor::new().send("POST", "/api/dang-nhap", &headers, b"a=1&a=2");
    assert_eq!(answer.status, 400, "{}", answer.text());
    assert!(answer.header("content-type").starts_with("text/html"));
}

#[test]
fn a_page_for_officers_sends_to_sign_in_and_back() {
    let answer = Visitor::new().get("/ho-so?trang=2");
    assert_eq!(answer.status, 303);
    assert_eq!(answer.header("location"), "/dang-nhap?tiep=/ho-so%3Ftrang%3D2");
}
