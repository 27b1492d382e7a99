//! The leaders' page, its wallboard and questions over the cases: who may see which area, that every figure leads to as many
//! cases, and what a wrong question answers.

use ins_tests::http::Visitor;
use ins_tests::officers::{hidden, sign_in};

/// The figure that a label on the leaders' page stands over, and where it leads.
fn figure(page: &str, label: &str) -> (String, String) {
    let stat = page.split("class=\"stat\"").find(|part| part.contains(label)).unwrap_or_default();
    let between = |from: &str, to: char| stat.split(from).nth(1).and_then(|rest| rest.split(to).next());
    let href = between("href=\"", '"').unwrap_or_default().replace("&amp;", "&");
    (between("stat__value\">", '<').unwrap_or_default().to_owned(), href)
}

#[test]
fn an_area_is_open_to_who_leads_or_oversees_it() {
    for (account, unit, expected) in [
        ("doitruong4", "", 200),
        ("phodoi1", "", 200),
        ("chicuctruong", "33-04", 200),
        ("phapche", "33", 200),
        ("tonghop", "33-04", 200),
        ("trunguong", "TW", 200),
        ("trunguong", "31", 200),
        ("doitruong4", "33-01", 404),
        ("doitruong4", "33", 404),
        ("chicuctruong", "31", 404),
        ("haiphong.chicuctruong", "33", 404),
        ("chicuctruong", "khong-co", 404),
        ("ksv10", "", 403),
        ("quantri", "", 403),
    ] {
        let mut visitor = sign_in(account);
        for page in ["/dieu-hanh", "/dieu-hanh/man-hinh"] {
            let path = if unit.is_empty() { page.to_owned() } else { format!("{page}?don-vi={unit}") };
            assert_eq!(visitor.get(&path).status, expected, "{account}: {path}");
        }
    }
    for page in ["/dieu-hanh", "/dieu-hanh/man-hinh"] {
        let answer = Visitor::new().get(page);
        assert_eq!(answer.status, 303, "{page}");
        assert!(answer.header("location").starts_with("/dang-nhap"), "{page}: {}", answer.header("location"));
    }
}

#[test]
fn the_way_to_it_is_shown_to_whom_it_is_open() {
    assert!(sign_in("doitruong4").get("/").text().contains("href=\"/dieu-hanh\""));
    assert!(!sign_in("ksv10").get("/").text().contains("href=\"/dieu-hanh\""));
    assert!(sign_in("ksv10").get("/").text().contains("href=\"/tra-cuu\""));
    assert!(!sign_in("quantri").get("/").text().contains("href=\"/tra-cuu\""));
}

#[test]
fn every_figure_that_stands_leads_to_as_many_cases() {
    for account in ["doitruong1", "chicuctruong", "trunguong"] {
        let mut leader = sign_in(account);
        let page = leader.get("/dieu-hanh").text();
        let mut seen = 0;
        for label in [
            "Hồ sơ quá hạn",
            "Hết hạn trong 3 ngày tới",
            "Chưa nộp đủ tiền phạt",
            "Đang tạm giữ tang vật",
            "Tạm giữ sắp hết hạn",
        ] {
            let (value, href) = figure(&page, label);
            assert!(href.starts_with("/tra-cuu?don-vi="), "{account}: {label} leads to {href}");
            let found = leader.get(&href).text();
            assert!(found.contains(&format!("{value} hồ sơ")), "{account}: {label} {value} at {href}");
            seen += i32::from(value != "0");
        }
        assert!(seen > 1, "{account} has something to follow");
    }
}

#[test]
fn figures_of_a_period_lead_to_the_cases_of_the_report() {
    let mut head = sign_in("chicuctruong");
    let page = head.get("/dieu-hanh").text();
    let links: Vec<String> = page
        .split("href=\"")
        .filter_map(|rest| rest.split('"').next())
        .filter(|href| href.starts_with("/bao-cao/vu-viec?"))
        .map(|href| href.replace("&amp;", "&"))
        .collect();
    assert!(links.len() > 20, "{} figures of periods", links.len());
    for href in links.iter().step_by(links.len() / 10) {
        assert_eq!(head.get(href).status, 200, "{href}");
    }
}

#[test]
fn the_wallboard_names_nobody_and_reads_itself_again() {
    let mut head = sign_in("chicuctruong");
    let answer = head.get("/dieu-hanh/man-hinh");
    assert_eq!(answer.header("refresh"), "60");
    assert_eq!(head.get("/dieu-hanh/man-hinh?dung=1").header("refresh"), "", "it can be stopped");
    let page = answer.text();
    assert!(page.contains("Số liệu lúc"));
    for name in ["Hộ kinh doanh", "Công ty", "/doi-tuong/", "/ho-so/"] {
        assert!(!page.contains(name), "{name} on the wall");
    }
}

#[test]
fn a_question_shows_what_it_asks_and_what_is_wrong_with_it() {
    let mut head = sign_in("chicuctruong");
    let page = head.get("/tra-cuu?don-vi=33-01&con-no=1&phat-tu=1.000.000").text();
    for words in ["Đội QLTT số 1", "Chưa nộp đủ tiền phạt", "Tiền phạt từ 1.000.000 đ", "Bỏ tất cả bộ lọc"]
    {
        assert!(page.contains(words), "{words}");
    }
    let page = head.get("/tra-cuu?mo-tu=31%2F02%2F2026&phat-tu=1%2C5").text();
    assert!(page.contains("Có lỗi cần sửa") && page.contains("31/02/2026") && page.contains("không dùng dấu phẩy"));
    assert!(page.contains("Lỗi: Tra cứu hồ sơ"), "the title says so");
    for (account, path, status) in [
        ("chicuctruong", "/tra-cuu?don-vi=31", 404),
        ("ksv10", "/tra-cuu?don-vi=33-01", 404),
        ("ksv10", "/tra-cuu?don-vi=33-04&han=qua-han", 200),
        ("ksv10", "/tra-cuu?sau=khong-doc-duoc", 404),
        ("quantri", "/tra-cuu", 404),
    ] {
        assert_eq!(sign_in(account).get(path).status, status, "{account}: {path}");
    }
    for kind in ["csv", "xlsx"] {
        let path = format!("/trao-doi/xuat/tra-cuu.{kind}?don-vi=33-01&tinh-trang=mo");
        assert_eq!(head.get(&path).status, 200, "{path}");
        assert_eq!(sign_in("ksv10").get(&path).status, 404, "{path}");
    }
}

#[test]
fn an_officer_reads_no_name_of_another_province() {
    let mut officer = sign_in("ksv10");
    let page = officer.get("/tra-cuu?can-bo=haiphong.ksv1").text();
    assert!(page.contains("haiphong.ksv1") && !page.contains("Thụ lý:"), "only what was typed");
}

#[test]
fn a_question_is_kept_and_deleted_by_its_keeper_alone() {
    let mut head = sign_in("chicuctruong");
    let name = format!("Bộ lọc {}", ins_tests::officers::seed());
    let fields = [("question", "con-no=1"), ("name", name.as_str()), ("shared", "1")];
    let answer = head.post("/api/luu-bo-loc", &fields);
    assert_eq!(answer.status, 303, "{}", answer.text());
    assert_eq!(answer.header("location"), "/tra-cuu?con-no=1&xong=luu-bo-loc");
    let page = head.get("/tra-cuu").text();
    assert!(page.contains(&name));
    let answer = head.post("/api/luu-bo-loc", &fields);
    let again = head.get(answer.header("location")).text();
    assert!(again.contains("đã có bộ lọc tên này"), "{again}");
    let mut officer = sign_in("ksv10");
    assert!(officer.get("/tra-cuu").text().contains(&name), "it is shared with the units below");
    assert!(!sign_in("haiphong.ksv1").get("/tra-cuu").text().contains(&name));
    let answer = officer.post("/api/luu-bo-loc", &fields);
    let refused = officer.get(answer.header("location")).text();
    assert!(refused.contains("Chỉ người đứng đầu"), "{refused}");
    // The newest of the head's own stands somewhere in the list; its form carries the id.
    let own = page.split(&name).nth(1).unwrap_or_default().to_owned();
    let id = hidden(&own, "id");
    assert_eq!(officer.post("/api/xoa-bo-loc", &[("id", id.as_str())]).status, 404, "not his");
    let answer = head.post("/api/xoa-bo-loc", &[("id", id.as_str()), ("question", "con-no=1")]);
    assert_eq!(answer.header("location"), "/tra-cuu?con-no=1&xong=xoa-bo-loc");
    assert!(!head.get("/tra-cuu").text().contains(&name));
}
