//! Imports of spreadsheets and exports of lists over HTTP: taken in, refused, read, written step by step, undone.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use ins_tests::http::{Answer, Visitor, authority};
use ins_tests::officers::{hidden, links, seed, sign_in};

fn form(name: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("--ranh-gioi\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\r\n");
    [head.as_bytes(), content, b"\r\n--ranh-gioi--\r\n"].concat()
}

fn send(officer: &mut Visitor, origin: Option<&str>, body: &[u8]) -> Answer {
    let mut headers = vec![("Accept", "text/html"), ("Content-Type", "multipart/form-data; boundary=ranh-gioi")];
    headers.extend(origin.map(|origin| ("Origin", origin)));
    officer.send("POST", "/trao-doi/nhap", &headers, body)
}

fn post(officer: &mut Visitor, name: &str, content: &[u8]) -> Answer {
    send(officer, Some(&format!("http://{}", authority())), &form(name, content))
}

/// Valid tax codes that no other run has.
fn tax_code(place: u64) -> String {
    let start = seed() % 800_000_000 + 100_000_000 + 1_000 * place;
    (start..)
        .find_map(|nine| {
            let codes = (0..10).map(|last| format!("{nine:09}{last}"));
            codes.into_iter().find(|code| domain::identity::TaxCode::parse(code).is_ok())
        })
        .expect("a tax code")
}

/// Two rows that can be written, one that cannot, one that repeats the first.
fn list(mark: &str, codes: [&str; 2]) -> String {
    let [first, second] = codes;
    format!(
        "DANH SÁCH HỘ KINH DOANH\n\nSTT;Tên hộ kinh doanh;MST;Chủ hộ;Địa chỉ;SĐT;Mặt hàng\n\
         1;Hộ kinh doanh {mark} Một;{first};Trần Văn Bảy;Số 1, Phường Phố Hiến, Tỉnh Hưng Yên;912345678;Vải\n\
         2;Hộ kinh doanh {mark} Hai;{second};Lê Thị Hoa;Số 2, Phường Phố Hiến, Tỉnh Hưng Yên;0912345678;Tạp hóa\n\
         3;Hộ kinh doanh {mark} Ba;3.30E+09;;Số 3, Phường Phố Hiến, Tỉnh Hưng Yên;12;Gạo\n\
         4;Hộ kinh doanh {mark} Bốn;{first};Trần Văn Bảy;Số 4, Phường Phố Hiến, Tỉnh Hưng Yên;0912345678;Chỉ may\n"
    )
}

/// What a page's settings form holds, ready to be posted.
fn settings(page: &str) -> Vec<(String, String)> {
    let mut fields = vec![
        ("version".to_owned(), hidden(page, "version")),
        ("encoding".to_owned(), "unicode".to_owned()),
        ("header_line".to_owned(), "3".to_owned()),
    ];
    let columns = ["", "name", "tax-code", "representative", "address", "phone", "business"];
    fields.extend(columns.iter().enumerate().map(|(place, key)| (format!("column.{place}"), (*key).to_owned())));
    fields
}

fn step(officer: &mut Visitor, address: &str, fields: &[(&str, &str)]) -> String {
    let answer = officer.post(address, fields);
    assert_eq!(answer.status, 303, "{address}: {}", answer.text());
    let location = answer.header("location").to_owned();
    officer.get(&location).text()
}

/// The figure beside a state in the table of counts.
fn count(page: &str, state: &str) -> String {
    let cell = page.split(&format!("dong={state}\"")).nth(1).and_then(|rest| rest.split("<td").nth(1));
    let text = cell.and_then(|cell| cell.split('>').nth(1)).and_then(|cell| cell.split('<').next());
    text.unwrap_or("0").to_owned()
}

#[test]
fn a_list_is_taken_in_looked_through_written_and_taken_back() {
    let mut officer = sign_in("ksv1");
    let (mark, codes) = (format!("Nhập {}", seed()), [tax_code(0), tax_code(1)]);
    let content = list(&mark, [&codes[0], &codes[1]]);
    let answer = post(&mut officer, "so-dia-ban.csv", content.as_bytes());
    assert_eq!(answer.status, 303, "{}", answer.text());
    let path = answer.header("location").to_owned();
    let id = path.strip_prefix("/nhap-du-lieu/").expect("an import").to_owned();
    let page = officer.get(&path).text();
    assert!(page.contains("tiêu đề ở dòng 3") && page.contains("Đã nhận ra 6 trong 7 cột"), "{page}");

    // A wrong mapping keeps what was chosen; the right one checks every row.
    let mut wrong = settings(&page);
    wrong.iter_mut().find(|(name, _)| name == "column.1").expect("a column").1 = "phone".to_owned();
    let fields: Vec<(&str, &str)> = std::iter::once(("id", id.as_str()))
        .chain(wrong.iter().map(|(name, value)| (name.as_str(), value.as_str())))
        .collect();
    let shown = step(&mut officer, "/api/cach-doc-tep", &fields);
    assert!(shown.contains("Chọn cột chứa tên") && shown.contains("Mỗi nội dung chỉ lấy từ một cột"), "{shown}");
    let right = settings(&page);
    let fields: Vec<(&str, &str)> = std::iter::once(("id", id.as_str()))
        .chain(right.iter().map(|(name, value)| (name.as_str(), value.as_str())))
        .collect();
    let checked = step(&mut officer, "/api/cach-doc-tep", &fields);
    for (state, expected) in [("good", "2"), ("faulty", "1"), ("repeated", "1")] {
        assert_eq!(count(&checked, state), expected, "{state}: {checked}");
    }
    let faulty = officer.get(&format!("{path}?dong=faulty")).text();
    for words in ["Bảng tính đã rút gọn số này", "Nhập họ tên chủ hộ", "Số điện thoại gồm 10 chữ số"]
    {
        assert!(faulty.contains(words), "{words}: {faulty}");
    }
    assert_eq!(links(&officer.get(&format!("/doi-tuong?q={}", mark.replace(' ', "+"))).text(), "/doi-tuong/").len(), 0);

    let line = officer.get(&format!("{path}?dong=repeated")).text();
    assert!(line.contains("Cùng mã số với dòng 4"), "{line}");
    let kept = step(
        &mut officer,
        "/api/chon-dong-trung",
        &[("id", &id), ("line", "7"), ("choice", "attach"), ("only", "repeated")],
    );
    assert!(kept.contains("Đã ghi lựa chọn"), "{kept}");
    assert!(step(&mut officer, "/api/chon-dong-trung", &[("id", &id), ("choice", "")]).contains("Chọn cách xử lý"));
    for _ in 0..2 {
        let done = step(&mut officer, "/api/nhap-tiep", &[("id", &id)]);
        assert!(done.contains("Đã nhập xong"), "{done}");
        assert_eq!(
            (count(&done, "made"), count(&done, "attached"), count(&done, "faulty")),
            ("2".into(), "1".into(), "1".into())
        );
    }
    let found = links(&officer.get(&format!("/doi-tuong?q={}", mark.replace(' ', "+"))).text(), "/doi-tuong/");
    assert_eq!(found.len(), 2, "written once");

    let result = officer.get(&format!("/trao-doi/ket-qua/{id}.xlsx"));
    assert_eq!(result.status, 200, "{}", result.text());
    assert!(result.body.starts_with(b"PK") && result.header("content-disposition").contains(".xlsx"));
    assert_eq!(officer.get(&format!("/trao-doi/tep-goc/{id}")).body, content.as_bytes());
    let mut beside = sign_in("haiphong.ksv1");
    for address in [path.clone(), format!("/trao-doi/ket-qua/{id}.xlsx"), format!("/trao-doi/tep-goc/{id}")] {
        assert_eq!(beside.get(&address).status, 404, "{address}");
    }

    let version = hidden(&officer.get(&path).text(), "version");
    let empty = step(&mut officer, "/api/hoan-tac-nhap", &[("id", &id), ("version", &version), ("reason", " ")]);
    assert!(empty.contains("Nhập lý do hoàn tác"), "{empty}");
    let undone =
        step(&mut officer, "/api/hoan-tac-nhap", &[("id", &id), ("version", &version), ("reason", "nhầm tệp")]);
    assert!(undone.contains("Đã hoàn tác lần nhập") && undone.contains("Lý do: nhầm tệp"), "{undone}");
    assert_eq!(count(&undone, "removed"), "3", "{undone}");
    assert_eq!(links(&officer.get(&format!("/doi-tuong?q={}", mark.replace(' ', "+"))).text(), "/doi-tuong/").len(), 0);
}

#[test]
fn a_file_that_is_not_what_it_says_is_refused_with_what_to_do() {
    let mut officer = sign_in("ksv1");
    for (name, content, words) in [
        ("a.xlsx", b"Ten;Dia chi\nA;B\n".as_slice(), "không phải sổ tính XLSX"),
        ("a.csv", b"%PDF-1.7", "tệp PDF"),
        ("a.xls", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1\0\0", "kiểu cũ"),
        ("a.xlsx", b"PK\x03\x04", "bị hỏng"),
        ("a.csv", b"a;\"b\nc;d", "dấu ngoặc kép"),
        ("", b"", "Chọn một tệp"),
    ] {
        let answer = post(&mut officer, name, content);
        assert_eq!(answer.status, 303, "{name}: {}", answer.text());
        let page = officer.get(answer.header("location")).text();
        assert!(page.contains(words) && page.contains("Lỗi: Nhập dữ liệu"), "{name}: {page}");
    }
}

#[test]
fn only_who_keeps_a_book_takes_lists_in_and_only_from_a_page_of_the_site() {
    let content = list("x", ["0100109106", "0300588569"]);
    assert_eq!(
        post(&mut Visitor::new(), "a.csv", content.as_bytes()).header("location"),
        "/dang-nhap?tiep=/nhap-du-lieu"
    );
    for account in ["chicuctruong", "tonghop", "trunguong"] {
        assert_eq!(post(&mut sign_in(account), "a.csv", content.as_bytes()).status, 403, "{account}");
    }
    let mut officer = sign_in("ksv1");
    assert_eq!(send(&mut officer, Some("https://noi-khac.example"), &form("a.csv", content.as_bytes())).status, 403);
    assert_eq!(officer.get("/trao-doi/nhap").status, 405);
    let huge = vec![b'a'; (16 << 20) + 1];
    let answer = post(&mut officer, "lon.csv", &huge);
    assert!(officer.get(answer.header("location")).text().contains("lớn hơn 16 MB"));
}

#[test]
fn lists_leave_as_files_and_only_ones_own() {
    let mut officer = sign_in("ksv1");
    for (address, kind, begins) in [
        ("doi-tuong.csv", "text/csv; charset=utf-8", b"\xEF\xBB\xBF\"".as_slice()),
        ("co-so.csv", "text/csv; charset=utf-8", b"\xEF\xBB\xBF\""),
        ("vu-viec.csv", "text/csv; charset=utf-8", b"\xEF\xBB\xBF\""),
        ("vu-viec.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK"),
    ] {
        let answer = officer.get(&format!("/trao-doi/xuat/{address}"));
        assert_eq!((answer.status, answer.header("content-type")), (200, kind), "{address}");
        assert!(answer.body.starts_with(begins), "{address}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff");
    }
    let cases = officer.get("/trao-doi/xuat/vu-viec.csv").text();
    assert!(
        cases.lines().count() > 2
            && cases.lines().skip(1).all(|line| line.starts_with("\"33.01") || line.contains("33-01")),
        "{cases}"
    );
    assert_eq!(officer.get("/trao-doi/xuat/vu-viec.csv?don-vi=33-04").status, 404);
    assert_eq!(officer.get("/trao-doi/xuat/gi-do.csv").status, 404);
    assert_eq!(Visitor::new().get("/trao-doi/xuat/vu-viec.csv").status, 303);
    let open = officer.get("/trao-doi/xuat/doi-tuong.csv").text();
    let masked = sign_in("tonghop").get("/trao-doi/xuat/doi-tuong.csv?don-vi=33-01").text();
    assert!(!open.contains('•') && masked.contains('•'), "personal data is masked for the reporting section");
}
