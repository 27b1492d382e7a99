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
    assert!(html.contains("<html lang=\"vi\"") && html.contains("</html>"), "{html}");
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
            // A picture is compressed already.
            let picture = path.ends_with(".png");
            assert_eq!(answer.header("content-encoding"), if picture { "" } else { encoding }, "{path}");
            assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable", "{path}");
            assert_eq!(answer.header("vary"), "accept-encoding", "{path}");
            assert_eq!(answer.header("content-length"), answer.body.len().to_string(), "{path}");
            let mime = match path.rsplit('.').next() {
                Some("css") => "text/css; charset=utf-8",
                Some("js") => "text/javascript; charset=utf-8",
                Some("wasm") => "application/wasm",
                Some("svg") => "image/svg+xml",
                Some("png") => "image/png",
                other => panic!("{path}: {other:?}"),
            };
            assert_eq!(answer.header("content-type"), mime, "{path}");
            sizes.push(answer.body.len());
        }
        let smaller = path.ends_with(".png") || sizes[1] < sizes[2];
        assert!(sizes[0] <= sizes[1] && smaller && sizes[2] == sizes[3], "{path}: {sizes:?}");
    }
}

/// What a device needs to keep the site as an application: its description with icons that there are, and a worker that names the files of
/// this version.
#[test]
fn the_site_can_be_installed() {
    let page = Visitor::new().get("/dang-nhap").text();
    assert!(page.contains("rel=\"manifest\" href=\"/ung-dung.webmanifest\""), "{page}");
    assert!(page.contains("data-worker=\"/sw.js\""), "{page}");
    let description = Visitor::new().get("/ung-dung.webmanifest");
    assert_eq!(description.header("content-type"), "application/manifest+json");
    let read: serde_json::Value = serde_json::from_slice(&description.body).unwrap_or_default();
    assert_eq!((read["display"].as_str(), read["start_url"].as_str()), (Some("standalone"), Some("/")));
    let icons: Vec<&str> =
        read["icons"].as_array().into_iter().flatten().filter_map(|icon| icon["src"].as_str()).collect();
    assert_eq!(icons.len(), 3, "{read}");
    for icon in icons {
        let answer = Visitor::new().get(icon);
        assert_eq!(answer.status, 200, "{icon}");
        assert!(answer.header("content-type").starts_with("image/"), "{icon}");
        assert_eq!(answer.header("cache-control"), "public, max-age=31536000, immutable", "{icon}");
    }
    let worker = Visitor::new().get("/sw.js");
    assert_eq!(
        (worker.header("content-type"), worker.header("cache-control")),
        ("text/javascript; charset=utf-8", "no-cache")
    );
    let text = worker.text();
    let (_, files) = text.split_once("const FILES = ").unwrap_or_else(|| panic!("{text}"));
    let files: Vec<String> = serde_json::from_str(files.split(';').next().unwrap_or_default()).unwrap_or_default();
    assert_eq!(files.len(), 5, "{text}");
    for file in &files {
        assert_eq!(Visitor::new().get(file).status, 200, "{file}");
        assert!(file == "/ngoai-tuyen" || page.contains(file.as_str()), "{file} is of this version");
    }
    let field = Visitor::new().get("/hien-truong").text();
    let (_, of_field) = text.split_once("const FIELD_FILES = ").unwrap_or_else(|| panic!("{text}"));
    let of_field: Vec<String> =
        serde_json::from_str(of_field.split(';').next().unwrap_or_default()).unwrap_or_default();
    assert_eq!(of_field.len(), 9, "the document, module, style sheet and the fonts of papers: {text}");
    for file in &of_field {
        assert_eq!(Visitor::new().get(file).status, 200, "{file}");
        assert!(
            file == "/hien-truong" || file.ends_with(".woff2") || field.contains(file.as_str()),
            "{file} is of this version"
        );
    }
    assert!(text.contains("const SIGN_OUT = \"/api/dang-xuat\";"), "{text}");
    let offline = Visitor::new().get("/ngoai-tuyen").text();
    assert!(offline.contains("Mất kết nối") && offline.contains("href=\"/hien-truong\""), "{offline}");
    let posted = Visitor::new().post("/sw.js", &[]);
    assert_eq!(posted.status, 405);
}

/// The document of the field application is nobody's, can be read without scripts, and is kept on devices: nothing in it is made for one
/// answer.
#[test]
fn the_field_application_has_a_document_of_its_own() {
    let answer = Visitor::new().get("/hien-truong");
    assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"));
    assert_eq!(answer.header("cache-control"), "no-cache");
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';") && !policy.contains("nonce"), "{policy}");
    assert!(policy.contains("img-src 'self' data: blob:;") && !policy.contains("unsafe-inline"), "{policy}");
    let permissions = answer.header("permissions-policy");
    assert!(permissions.starts_with("camera=(self), microphone=(), geolocation=(self), "), "{permissions}");
    assert!(Visitor::new().get("/dang-nhap").header("permissions-policy").contains("camera=()"));
    let page = answer.text();
    for words in ["<main id=\"hien-truong\"", "JavaScript", "href=\"/\"", "data-worker=\"/sw.js\""] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let scripts: Vec<&str> = page.split("<script").skip(1).collect();
    assert!(scripts.len() == 1 && scripts[0].contains("></script>"), "no script stands in the document: {page}");
    assert_eq!(page, Visitor::new().get("/hien-truong").text(), "the same for everybody");
    assert_eq!(Visitor::new().post("/hien-truong", &[]).status, 405);
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
