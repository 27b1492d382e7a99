//! Files of a case over HTTP: attached, refused one by one, given back, withdrawn; and its papers as files.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::http::{Answer, Visitor, authority};
use ins_tests::officers::{hidden, links, open, seed, sign_in};

/// A picture of eight by six points.
const PNG: &str = "89504e470d0a1a0a0000000d4948445200000008000000060802000000716748ac000000114944415478da633821278715310ca40400698830c1196a3dfc0000000049454e44ae426082";

/// A picture no other test has: what follows its end is no part of it.
fn picture(mark: u64) -> Vec<u8> {
    let digits = PNG.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned());
    let mut bytes: Vec<u8> = digits.map(|pair| u8::from_str_radix(&pair, 16).expect("hex")).collect();
    bytes.extend_from_slice(&mark.to_be_bytes());
    bytes
}

fn form(fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut body = Vec::new();
    let mut part = |disposition: String, content: &[u8]| {
        body.extend(format!("--ranh-gioi\r\nContent-Disposition: form-data; {disposition}\r\n\r\n").into_bytes());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    };
    for (name, value) in fields {
        part(format!("name=\"{name}\""), value.as_bytes());
    }
    for (name, content) in files {
        part(format!("name=\"files\"; filename=\"{name}\"\r\nContent-Type: image/jpeg"), content);
    }
    body.extend_from_slice(b"--ranh-gioi--\r\n");
    body
}

fn send(officer: &mut Visitor, path: &str, origin: Option<&str>, body: &[u8]) -> Answer {
    let kind = "multipart/form-data; boundary=ranh-gioi";
    let mut headers = vec![("Accept", "text/html"), ("Content-Type", kind)];
    headers.extend(origin.map(|origin| ("Origin", origin)));
    officer.send("POST", &path.replace("/ho-so/", "/dinh-kem/"), &headers, body)
}

/// Posts files as the page of the case does, against the version it shows.
fn attach(officer: &mut Visitor, path: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    let version = hidden(&officer.get(path).text(), "version");
    let mut all = vec![("version", version.as_str())];
    all.extend_from_slice(fields);
    send(officer, path, Some(&format!("http://{}", authority())), &form(&all, files))
}

/// The page an upload leads to.
fn told(officer: &mut Visitor, answer: &Answer) -> String {
    assert_eq!(answer.status, 303, "{}", answer.text());
    let page = officer.get(answer.header("location"));
    assert_eq!(page.status, 200, "{}", answer.header("location"));
    page.text()
}

/// Addresses of the attached files a page links to, in its order.
fn files(page: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for href in page.split("href=\"").skip(1).filter_map(|part| part.split('"').next()) {
        if href.starts_with("/dinh-kem/") && !found.iter().any(|known| known == href) {
            found.push(href.to_owned());
        }
    }
    found
}

const SCENE: (&str, &str) = ("kind", "hien-truong");

#[test]
fn files_are_attached_shown_and_given_back_as_they_were() {
    let mut officer = sign_in("ksv1");
    let path = open(&mut officer, "ksv1", seed());
    let (photo, scan) = (picture(seed()), format!("%PDF-1.4\n{}\n%%EOF\n", seed()).into_bytes());
    let answer = attach(&mut officer, &path, &[SCENE, ("caption", "Quầy <b>số 3</b>")], &[("anh.exe", &photo)]);
    let page = told(&mut officer, &answer);
    assert!(page.contains("Đã đính kèm tệp vào hồ sơ") && page.contains("Ảnh hiện trường"), "{page}");
    assert!(page.contains("alt=\"Quầy &lt;b&gt;số 3&lt;/b&gt;\""), "{page}");
    let answer = attach(&mut officer, &path, &[("kind", "khac")], &[("quyet-dinh.pdf", &scan)]);
    let page = told(&mut officer, &answer);
    let listed: Vec<String> = files(&page);
    assert_eq!(listed.len(), 2, "{listed:?}");
    for (href, content, kind) in [(&listed[0], &photo, "image/png"), (&listed[1], &scan, "application/pdf")] {
        let file = officer.get(href);
        assert_eq!((file.status, &file.body), (200, content), "{href}");
        assert_eq!(file.header("content-type"), kind);
        assert!(file.header("content-disposition").starts_with("attachment; filename=\""), "{href}");
        for (name, expected) in [
            ("x-content-type-options", "nosniff"),
            (
                "content-security-policy",
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
            ),
            ("cache-control", "private, no-store"),
            ("x-frame-options", "DENY"),
        ] {
            assert_eq!(file.header(name), expected, "{href}: {name}");
        }
        let head = officer.send("HEAD", href, &[], b"");
        assert_eq!((head.status, head.body.len()), (200, 0));
    }
    let small = officer.get(&format!("{}/thu-nho", listed[0]));
    assert_eq!((small.status, small.header("content-type")), (200, "image/jpeg"));
    assert!(small.body.starts_with(&[0xFF, 0xD8, 0xFF]) && small.header("content-disposition").is_empty());
    assert_eq!(officer.get(&format!("{}/thu-nho", listed[1])).status, 404, "a PDF has no picture");
    let index = officer.get(&format!("{path}/muc-luc")).text();
    assert!(index.contains("Ảnh, bản chụp, tài liệu đính kèm") && index.contains("Quầy &lt;b&gt;"), "{index}");
}

#[test]
fn each_file_that_cannot_be_attached_is_named_and_the_others_are() {
    let mut officer = sign_in("ksv2");
    let path = open(&mut officer, "ksv2", seed());
    let photo = picture(seed());
    let large = vec![0xFF; (8 << 20) + 1];
    let chosen: [(&str, &[u8]); 4] =
        [("la-anh.jpg", b"MZ\x90"), ("lon.jpg", &large), ("tot.png", &photo), ("hong.png", &photo[..40])];
    let answer = attach(&mut officer, &path, &[SCENE], &chosen);
    let page = told(&mut officer, &answer);
    for words in [
        "Có lỗi cần sửa",
        "la-anh.jpg: không phải ảnh JPEG, PNG, WebP hoặc tệp PDF",
        "lon.jpg: tệp lớn hơn 8 MB",
        "hong.png: ảnh bị hỏng",
        "Đã đính kèm 1 tệp",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(files(&page).len(), 1);
    // Wrong words do not cost the files: they are held until the words are right.
    let second = picture(seed());
    let fields = [SCENE, ("taken_on", "31/02/2026"), ("caption", "Kho")];
    let answer = attach(&mut officer, &path, &fields, &[("kho.png", &second)]);
    let page = told(&mut officer, &answer);
    for words in ["chỉ có 28 ngày", "31/02/2026", "không cần chọn lại: kho.png"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    let held = answer.header("location").split("tep=").nth(1).expect("what is held").to_owned();
    let answer = attach(&mut officer, &path, &[SCENE, ("held", &held), ("caption", "Kho")], &[]);
    assert!(answer.header("location").ends_with("xong=dinh-kem"), "{}", answer.header("location"));
    let page = told(&mut officer, &answer);
    assert_eq!(files(&page).len(), 2);
    // Nothing chosen, and the same file again.
    let answer = attach(&mut officer, &path, &[SCENE], &[]);
    assert!(told(&mut officer, &answer).contains("Chọn ít nhất một tệp"));
    let answer = attach(&mut officer, &path, &[SCENE], &[("tot.png", &photo)]);
    assert!(told(&mut officer, &answer).contains("đã có trong hồ sơ"));
}

#[test]
fn what_breaks_off_or_comes_from_elsewhere_leaves_nothing() {
    let mut officer = sign_in("ksv3");
    let path = open(&mut officer, "ksv3", seed());
    let version = hidden(&officer.get(&path).text(), "version");
    let body = form(&[("version", &version), SCENE], &[("anh.png", &picture(seed()))]);
    let here = format!("http://{}", authority());
    for (origin, body, status) in [
        (Some(here.as_str()), &body[..body.len() - 20], 400),
        (Some(here.as_str()), &body[..30], 400),
        (Some("https://noi-khac.example"), &body[..], 403),
        (None, &body[..], 403),
    ] {
        let answer = send(&mut officer, &path, origin, body);
        assert_eq!(answer.status, status, "{origin:?}: {}", answer.text());
    }
    let answer = send(&mut Visitor::new(), &path, Some(&here), &body);
    assert_eq!((answer.status, answer.header("location")), (303, format!("/dang-nhap?tiep={path}").as_str()));
    for account in ["ksv7", "quantri", "haiphong.ksv1"] {
        let answer = send(&mut sign_in(account), &path, Some(&here), &body);
        assert_eq!(answer.status, 404, "{account}");
    }
    let answer = send(&mut sign_in("tonghop"), &path, Some(&here), &body);
    assert_eq!(answer.status, 403, "{}", answer.text());
    assert!(files(&officer.get(&path).text()).is_empty());
    for method in ["GET", "PUT", "DELETE"] {
        let answer = officer.send(method, &path.replace("/ho-so/", "/dinh-kem/"), &[("Origin", &here)], b"");
        assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{method}");
    }
    assert_eq!(send(&mut officer, &path, Some(&here), &body).status, 303);
    let file = files(&officer.get(&path).text()).remove(0);
    for account in ["ksv7", "quantri", "haiphong.chicuctruong"] {
        let mut stranger = sign_in(account);
        for address in [file.clone(), format!("{file}/thu-nho")] {
            assert_eq!(stranger.get(&address).status, 404, "{account} {address}");
        }
    }
    let answer = Visitor::new().send("GET", &file, &[("Accept", "*/*")], b"");
    assert_eq!(answer.status, 401);
    for address in [format!("{file}9"), format!("{file}/khac"), "/dinh-kem/1/2".to_owned(), "/dinh-kem".to_owned()] {
        assert_eq!(officer.get(&address).status, 404, "{address}");
    }
}

#[test]
fn two_officers_upload_at_once() {
    let mut officer = sign_in("ksv1");
    let path = open(&mut officer, "ksv1", seed());
    let version = hidden(&officer.get(&path).text(), "version");
    let here = format!("http://{}", authority());
    std::thread::scope(|scope| {
        for account in ["ksv1", "ksv2", "ksv3", "doitruong1"] {
            let (path, here, version) = (&path, &here, &version);
            scope.spawn(move || {
                let mut officer = sign_in(account);
                let photo = picture(seed() ^ u64::from(account.as_bytes().last().copied().unwrap_or(0)) << 48);
                let body = form(&[("version", version), SCENE], &[("anh.png", &photo)]);
                let answer = send(&mut officer, path, Some(here), &body);
                assert!(
                    answer.header("location").ends_with("xong=dinh-kem"),
                    "{account}: {}",
                    answer.header("location")
                );
            });
        }
    });
    assert_eq!(files(&officer.get(&path).text()).len(), 4);
}

#[test]
fn what_is_withdrawn_stays_with_its_reason() {
    let mut officer = sign_in("ksv2");
    let path = open(&mut officer, "ksv2", seed());
    assert_eq!(attach(&mut officer, &path, &[SCENE], &[("anh.png", &picture(seed()))]).status, 303);
    let page = officer.get(&path).text();
    let file = files(&page).remove(0);
    let step = format!("rut-dinh-kem-{}", file.rsplit('/').next().expect("a number"));
    let form = officer.get(&format!("{path}/{step}")).text();
    let version = hidden(&form, "version");
    let withdraw = |officer: &mut Visitor, reason: &str| {
        let case = path.trim_start_matches("/ho-so/");
        let fields = [("case", case), ("version", &version), ("step", &step), ("reason", reason)];
        let answer = officer.post("/api/buoc", &fields);
        officer.get(answer.header("location")).text()
    };
    assert!(withdraw(&mut officer, " ").contains("Nêu lý do rút"));
    assert_eq!(officer.get(&format!("{path}/rut-dinh-kem-99")).status, 404);
    let page = withdraw(&mut officer, "Ảnh mờ, chụp lại");
    for words in ["Đã rút tài liệu", "Đã rút (1)", "Ảnh mờ, chụp lại", "Rút tài liệu đính kèm"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("/thu-nho"), "{page}");
    assert_eq!(officer.get(&file).status, 200, "nothing is deleted");
    assert!(withdraw(&mut officer, "Lần nữa").contains("Tài liệu này đã được"));
}

#[test]
fn a_paper_comes_as_a_file_and_shows_its_signed_copy() {
    let mut officer = sign_in("ksv3");
    let path = open(&mut officer, "ksv3", seed());
    let case = path.trim_start_matches("/ho-so/").to_owned();
    let page = officer.get(&format!("{path}/lam-viec")).text();
    let value = |name: &str| {
        let field = page.split(&format!("name=\"{name}\"")).nth(1).expect(name);
        field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).expect(name).to_owned()
    };
    let (version, day, time) = (hidden(&page, "version"), value("at_date"), value("at_time"));
    let fields = [
        ("case", case.as_str()),
        ("version", &version),
        ("step", "lam-viec"),
        ("at_date", &day),
        ("at_time", &time),
        ("place", "Trụ sở Đội"),
        ("present", "=1+1"),
        ("contents", "<b>Trình bày</b> về lô hàng"),
        ("signed", "ky"),
    ];
    let done = officer.post("/api/buoc", &fields);
    assert!(done.header("location").contains("xong=lam-viec"), "{}", done.header("location"));
    let page = officer.get(&path).text();
    let href = page.split("href=\"").filter_map(|part| part.split('"').next()).find(|href| href.ends_with(".docx"));
    let href = href.expect("a paper as a file").to_owned();
    assert!(page.contains("Tải bản DOCX") && !page.contains("Đã đính bản ký"), "{page}");
    let file = officer.get(&href);
    assert_eq!(file.status, 200, "{href}");
    let kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
    assert_eq!(file.header("content-type"), kind);
    assert!(file.header("content-disposition").contains("lam-viec-") && file.body.starts_with(b"PK\x03\x04"));
    for account in ["ksv7", "quantri", "haiphong.ksv1"] {
        assert_eq!(sign_in(account).get(&href).status, 404, "{account}");
    }
    for address in [href.replace("lam-viec", "niem-phong"), href.replace(".docx", ".pdf"), href.replace(".docx", "")] {
        assert_eq!(officer.get(&address).status, 404, "{address}");
    }
    let option = page.split("value=\"van-ban.").nth(1).and_then(|rest| rest.split('"').next()).expect("a choice");
    let kind = format!("van-ban.{option}");
    let scan = format!("%PDF-1.4\n{}\n%%EOF\n", seed()).into_bytes();
    let answer = attach(&mut officer, &path, &[("kind", &kind)], &[("scan.pdf", &scan)]);
    let page = told(&mut officer, &answer);
    assert!(page.contains("Đã đính bản ký"), "{page}");
    assert!(officer.get(&format!("{path}/muc-luc")).text().contains("Đã đính bản ký"));
}

/// A place in the book of the first team, as a path; each test has one of its own, since photos of a place are told apart by what was
/// there before.
fn place(officer: &mut Visitor, own: usize) -> String {
    links(&officer.get("/dia-ban/33-01").text(), "/co-so/").into_iter().nth(own).expect("a place in the book")
}

fn photograph(officer: &mut Visitor, place: &str, fields: &[(&str, &str)], files: &[(&str, &[u8])]) -> Answer {
    send(officer, &format!("/dinh-kem{place}"), Some(&format!("http://{}", authority())), &form(fields, files))
}

#[test]
fn photos_of_a_place_are_added_shown_and_withdrawn() {
    let mut officer = sign_in("ksv1");
    let place = place(&mut officer, 0);
    let before = files(&officer.get(&place).text());
    let (photo, caption) = (picture(seed()), format!("Biển hiệu <b> {}", seed()));
    let fields = [("caption", caption.as_str()), ("taken_on", "01/11/2026")];
    let answer = photograph(&mut officer, &place, &fields, &[("anh.exe", &photo)]);
    assert_eq!(answer.header("location"), format!("{place}?xong=anh-co-so"));
    let page = told(&mut officer, &answer);
    let alt = format!("alt=\"{}\"", caption.replace('<', "&lt;").replace('>', "&gt;"));
    for words in ["Đã thêm ảnh vào hồ sơ cơ sở", &alt, "chụp ngày 01/11/2026", "Nguyễn Thị Hải Yến thêm lúc"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let file = files(&page).into_iter().find(|file| !before.contains(file)).expect("the photo");
    let given = officer.get(&file);
    assert_eq!((given.status, &given.body, given.header("content-type")), (200, &photo, "image/png"));
    assert!(given.header("content-disposition").starts_with("attachment; filename=\"co-so-"));
    let small = officer.get(&format!("{file}/thu-nho"));
    assert_eq!((small.status, small.header("content-type")), (200, "image/jpeg"));

    // What is no photo is named; what was good waits for right words.
    let second = picture(seed());
    let chosen: [(&str, &[u8]); 3] = [("gia.jpg", b"MZ\x90"), ("giay.pdf", b"%PDF-1.4\n%%EOF\n"), ("lai.png", &photo)];
    let answer = photograph(&mut officer, &place, &[], &chosen);
    let page = told(&mut officer, &answer);
    for words in
        ["Có lỗi cần sửa", "gia.jpg: không phải ảnh", "giay.pdf: Hồ sơ cơ sở nhận ảnh", "lai.png: Ảnh này đã có"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    let answer = photograph(&mut officer, &place, &[("taken_on", "31/02/2026")], &[("kho.png", &second)]);
    let page = told(&mut officer, &answer);
    assert!(page.contains("chỉ có 28 ngày") && page.contains("không cần chọn lại: kho.png"), "{page}");
    let held = answer.header("location").split("tep=").nth(1).expect("what is held").to_owned();
    let answer = photograph(&mut officer, &place, &[("held", &held)], &[]);
    assert_eq!(answer.header("location"), format!("{place}?xong=anh-co-so"));

    // Withdrawn with a reason, and kept.
    let seq = file.rsplit('/').next().expect("a number").to_owned();
    let id = place.trim_start_matches("/co-so/").to_owned();
    let form = officer.get(&format!("{place}/rut-anh/{seq}"));
    assert!(form.status == 200 && form.text().contains(&alt), "{}", form.text());
    assert_eq!(officer.get(&format!("{place}/rut-anh/9999")).status, 404);
    let mut withdraw = |reason: &str| {
        let fields = [("place", id.as_str()), ("photo", seq.as_str()), ("reason", reason)];
        let answer = officer.post("/api/rut-anh-co-so", &fields);
        officer.get(answer.header("location")).text()
    };
    assert!(withdraw(" ").contains("Nêu lý do rút"));
    let page = withdraw("Ảnh mờ, chụp lại");
    for words in ["Đã rút ảnh", "Ảnh đã rút (", "Ảnh mờ, chụp lại"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains(&alt), "{page}");
    assert!(withdraw("Lần nữa").contains("đã được Nguyễn Thị Hải Yến rút"));
    assert_eq!(officer.get(&file).status, 200, "nothing is deleted");
}

#[test]
fn photos_of_a_place_stay_with_its_unit() {
    let mut officer = sign_in("ksv2");
    let place = place(&mut officer, 1);
    let known = files(&officer.get(&place).text());
    let answer = photograph(&mut officer, &place, &[], &[("anh.png", &picture(seed()))]);
    assert_eq!(answer.status, 303, "{}", answer.text());
    let file = files(&officer.get(&place).text()).into_iter().find(|file| !known.contains(file)).expect("the photo");
    let seq = file.rsplit('/').next().expect("a number");
    let body = form(&[], &[("anh.png", &picture(seed()))]);
    let (address, here) = (format!("/dinh-kem{place}"), format!("http://{}", authority()));
    for (account, posted) in [("ksv7", 404), ("haiphong.ksv1", 404), ("haiphong.chicuctruong", 404), ("quantri", 404)] {
        let mut stranger = sign_in(account);
        for path in [file.clone(), format!("{file}/thu-nho"), format!("{place}/rut-anh/{seq}")] {
            assert_eq!(stranger.get(&path).status, 404, "{account} {path}");
        }
        assert!(!stranger.get(&place).text().contains("/dinh-kem/"), "{account}");
        assert_eq!(send(&mut stranger, &address, Some(&here), &body).status, posted, "{account}");
        let fields = [("place", place.trim_start_matches("/co-so/")), ("photo", seq), ("reason", "Nhầm")];
        assert_eq!(stranger.post("/api/rut-anh-co-so", &fields).status, 404, "{account}");
    }
    // The province reads and does not write.
    let mut reader = sign_in("tonghop");
    assert_eq!(reader.get(&file).status, 200);
    assert_eq!(send(&mut reader, &address, Some(&here), &body).status, 403);
    assert!(!reader.get(&place).text().contains("Thêm ảnh"));
    for (origin, body, status) in [
        (Some("https://noi-khac.example"), &body[..], 403),
        (None, &body[..], 403),
        (Some(here.as_str()), &body[..body.len() - 20], 400),
    ] {
        assert_eq!(send(&mut officer, &address, origin, body).status, status, "{origin:?}");
    }
    let answer = send(&mut Visitor::new(), &address, Some(&here), &body);
    assert_eq!((answer.status, answer.header("location")), (303, format!("/dang-nhap?tiep={place}").as_str()));
    let answer = Visitor::new().send("GET", &file, &[("Accept", "*/*")], b"");
    assert_eq!(answer.status, 401);
    for method in ["GET", "PUT", "DELETE"] {
        let answer = officer.send(method, &address, &[("Origin", &here)], b"");
        assert_eq!((answer.status, answer.header("allow")), (405, "POST"), "{method}");
    }
    for address in [format!("{file}9999"), "/dinh-kem/co-so".to_owned(), "/dinh-kem/co-so/1/2".to_owned()] {
        assert_eq!(officer.get(&address).status, 404, "{address}");
    }
}
