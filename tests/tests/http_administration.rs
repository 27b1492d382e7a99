//! Units and accounts over HTTP: only an administrator, a link that works once, a closed account that is out at once.

use ins_tests::http::Visitor;
use ins_tests::officers::sign_in;

const PAGES: [&str; 4] =
    ["/quan-tri", "/quan-tri/tai-khoan/them", "/quan-tri/don-vi/them", "/quan-tri/tai-khoan/khong-co"];
const PASSWORD: &str = "sáng nay trời quang";

fn now() -> u128 {
    std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).map_or(0, |since| since.as_micros())
}

/// What stands between two marks of a page.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    let (_, rest) = text.split_once(before).unwrap_or_else(|| panic!("no “{before}” in {text}"));
    rest.split_once(after).map_or(rest, |(inside, _)| inside)
}

#[test]
fn only_administrators_see_them() {
    for account in ["ksv1", "doitruong1", "chicuctruong", "phapche", "trunguong"] {
        let mut officer = sign_in(account);
        for page in PAGES {
            assert_eq!(officer.get(page).status, 403, "{account}: {page}");
        }
        let answer = officer.post("/api/khoa-tai-khoan", &[("id", "ksv2"), ("active", "0")]);
        let back = officer.get(answer.header("location"));
        assert_eq!(back.status, 403, "{account} closes an account");
    }
    sign_in("ksv2");
    let mut admin = sign_in("quantri");
    for (page, status) in PAGES.into_iter().zip([200, 200, 200, 404]) {
        assert_eq!(admin.get(page).status, status, "{page}");
    }
}

#[test]
fn an_account_from_its_form_to_its_end() {
    let mut admin = sign_in("quantri");
    let account = format!("thu.{}", now());
    let fields = |account: &str| {
        [
            ("full_name", "Lê Thử".to_owned()),
            ("account", account.to_owned()),
            ("badge", "QT33-999".to_owned()),
            ("role", "controller".to_owned()),
            ("unit", "33-01".to_owned()),
        ]
    };
    let post = |admin: &mut Visitor, fields: &[(&str, String)]| {
        let fields: Vec<_> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        admin.post("/api/them-tai-khoan", &fields)
    };
    let answer = post(&mut admin, &fields(&account));
    let page = answer.header("location").to_owned();
    assert!(answer.status == 303 && page.starts_with("/quan-tri/tai-khoan/"), "{page}");
    let shown = admin.get(&page).text();
    let link = between(&shown, "href=\"/khoi-tao?ma=", "\"").to_owned();
    assert!(!admin.get(&page).text().contains("/khoi-tao?ma="), "the link is shown once");

    let taken = post(&mut admin, &fields(&account.to_uppercase().to_lowercase()));
    assert!(admin.get(taken.header("location")).text().contains("đã có người dùng"));
    let mut wrong = fields(&format!("{account}.2"));
    wrong[4].1 = "33".to_owned();
    let wrong = post(&mut admin, &wrong);
    let form = admin.get(wrong.header("location")).text();
    assert!(
        form.contains("Chọn lại đơn vị hoặc chức vụ") && form.contains(&format!("{account}.2")),
        "what was typed stays"
    );

    let mut officer = Visitor::new();
    let set = [("ma", link.as_str()), ("password", PASSWORD), ("password_again", PASSWORD)];
    assert_eq!(officer.post("/api/dat-mat-khau", &set).status, 303);
    let again = officer.post("/api/dat-mat-khau", &set);
    assert!(officer.get(again.header("location")).text().contains("Liên kết không"), "a link works once");
    let entered = officer.post("/api/dang-nhap", &[("account", &account), ("password", PASSWORD)]);
    assert_eq!((entered.status, entered.header("location")), (303, "/"));
    assert_eq!(officer.get("/ho-so").status, 200);

    let id = between(&page, "/quan-tri/tai-khoan/", "?").to_owned();
    let closed = admin.post("/api/khoa-tai-khoan", &[("id", &id), ("active", "0")]);
    assert!(admin.get(closed.header("location")).text().contains("Đã khóa tài khoản"));
    assert_eq!(officer.get("/ho-so").status, 303, "signed out at once");
    let refused = officer.post("/api/dang-nhap", &[("account", &account), ("password", PASSWORD)]);
    assert!(refused.header("location").starts_with("/dang-nhap"), "{}", refused.header("location"));
}

#[test]
fn a_team_is_added_below_its_province() {
    let mut admin = sign_in("quantri");
    let listed = admin.get("/quan-tri").text();
    let code = (50..99).map(|code| code.to_string()).find(|code| !listed.contains(&format!(">31-{code}<")));
    let code = code.expect("a free code");
    let fields = [
        ("parent", "31"),
        ("kind", "team"),
        ("code", code.as_str()),
        ("name", "Đội Quản lý thị trường cơ động"),
        ("short_name", "Đội cơ động"),
        ("place", "Hải Phòng"),
        ("treasury", "Kho bạc Nhà nước khu vực III"),
        ("address", "Hải Phòng"),
    ];
    let added = admin.post("/api/them-don-vi", &fields);
    assert_eq!(added.header("location"), "/quan-tri?xong=them-don-vi");
    assert!(admin.get("/quan-tri").text().contains(&format!("31-{code}")));
    let twice = admin.post("/api/them-don-vi", &fields);
    assert!(admin.get(twice.header("location")).text().contains("đã có đơn vị khác dùng"));
}
