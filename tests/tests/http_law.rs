//! The law as data over HTTP: a version is uploaded, compared and put into use; bad ones are refused whole; years of the
//! calendar; and only by those who may.

use ins_tests::http::Visitor;
use ins_tests::officers::sign_in;

const PAGES: [&str; 3] = ["/quan-tri/danh-muc", "/quan-tri/danh-muc/1", "/quan-tri/lich"];
const SHIPPED: &str = include_str!("../../domain/data/catalogue.toml");

fn post(officer: &mut Visitor, form: &str, fields: &[(&str, &str)]) -> (String, String) {
    let answer = officer.post(&format!("/api/{form}"), fields);
    assert_eq!(answer.status, 303, "{form}: {}", answer.text());
    let page = answer.header("location").to_owned();
    let text = officer.get(&page).text();
    (page, text)
}

#[test]
fn only_those_who_may_see_and_change_it() {
    for account in ["ksv1", "doitruong1", "chicuctruong", "trunguong", "tonghop"] {
        let mut officer = sign_in(account);
        for page in PAGES {
            assert_eq!(officer.get(page).status, 403, "{account}: {page}");
        }
    }
    let mut legal = sign_in("phapche");
    for page in PAGES {
        assert_eq!(legal.get(page).status, 200, "phapche: {page}");
    }
    // He prepares; only an administrator of the whole force puts it into use.
    let answer = legal.post("/api/dung-danh-muc", &[("id", "1"), ("from", "01/01/2030")]);
    assert_eq!(answer.status, 404, "{}", answer.text());
    assert_eq!(sign_in("quantri").get("/quan-tri/danh-muc/99").status, 404);
}

#[test]
fn a_version_with_errors_is_refused_whole_and_stays_in_the_form() {
    let mut admin = sign_in("quantri");
    let broken = SHIPPED.replacen("min = 3000000, max = 5000000", "min = 9000000, max = 5000000", 1);
    let broken = broken.replacen("article = \"Điều 6 khoản 2\"", "article = \"\"", 1);
    let fields = [("label", "Thử lỗi"), ("source", "Công báo"), ("document", broken.as_str())];
    let (page, text) = post(&mut admin, "nap-danh-muc", &fields);
    assert!(page.starts_with("/quan-tri/danh-muc?nhap="), "{page}");
    for words in ["nd98-d6-k1", "nd98-d6-k2", "Tất cả lỗi trong danh mục", "Thử lỗi"] {
        assert!(text.contains(words), "{words} is not on the page");
    }
    assert!(!admin.get("/quan-tri/danh-muc").text().contains("Thử lỗi"), "nothing of it was stored");
}

#[test]
fn a_version_is_compared_before_it_is_used() {
    let mut admin = sign_in("quantri");
    let changed = SHIPPED.replacen("min = 3000000, max = 5000000", "min = 3000000, max = 6000000", 1);
    let fields = [("label", "Khung mới để so sánh"), ("source", "Công báo số 1"), ("document", changed.as_str())];
    let (page, text) = post(&mut admin, "nap-danh-muc", &fields);
    assert!(text.contains("Đã nạp phiên bản") && text.contains("5.000.000") && text.contains("6.000.000"), "{text}");
    let id = page.trim_start_matches("/quan-tri/danh-muc/").split('?').next().unwrap_or_default().to_owned();
    let (_, late) = post(&mut admin, "dung-danh-muc", &[("id", &id), ("from", "01/01/2020")]);
    assert!(late.contains("đã qua") && late.contains("01/01/2020"), "what was typed stays");
    let (_, wrong) = post(&mut admin, "dung-danh-muc", &[("id", &id), ("from", "31/02/2030")]);
    assert!(wrong.contains("31/02/2030"));
    // Far ahead, so that no other test is judged by it.
    let (_, used) = post(&mut admin, "dung-danh-muc", &[("id", &id), ("from", "01/01/2090")]);
    assert!(used.contains("Đã hẹn ngày dùng"), "{used}");
    let (_, twice) = post(&mut admin, "dung-danh-muc", &[("id", &id), ("from", "01/01/2090")]);
    assert!(twice.contains("đã được đưa vào dùng"), "{twice}");
}

#[test]
fn a_year_of_the_calendar_is_entered_or_refused_by_line() {
    let mut admin = sign_in("quantri");
    let shown = admin.get("/quan-tri/lich?nam=2026").text();
    assert!(shown.contains("Tết Nguyên đán") && shown.contains("16/02/2026"), "{shown}");
    let fields =
        [("year", "2031"), ("version", "0"), ("source", "Thông báo thử"), ("days", "nghỉ; 40/01/2031; Tết; V")];
    let (page, text) = post(&mut admin, "nhap-lich", &fields);
    assert!(page.contains("nhap=") && text.contains("Dòng 1") && text.contains("40/01/2031"), "{text}");
    assert!(!admin.get("/quan-tri/lich").text().contains("nam=2031"), "nothing was stored");
}
