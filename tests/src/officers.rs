//! Demo officers at the running system, and the cases they see.
//!
//! Must not know what any single test asks.

use crate::http::Visitor;

/// Password of every demo account.
pub const PASSWORD: &str = "chợ phố hiến 1872";

/// Someone who signed in. Panics when that fails: the test has nothing to go on with.
pub fn sign_in(account: &str) -> Visitor {
    let mut visitor = Visitor::new();
    let answer = visitor.post("/api/dang-nhap", &[("account", account), ("password", PASSWORD)]);
    assert_eq!((answer.status, answer.header("location")), (303, "/"), "{account} cannot sign in: {}", answer.text());
    visitor
}

/// The cases of the first page of an officer's list, as paths.
pub fn cases(officer: &mut Visitor) -> Vec<String> {
    links(&officer.get("/ho-so").text(), "/ho-so/")
}

/// The addresses of one kind that a page links to: the prefix and an id.
pub fn links(html: &str, prefix: &str) -> Vec<String> {
    let mut found: Vec<String> = html
        .split("href=\"")
        .skip(1)
        .filter_map(|part| part.split('"').next())
        .filter(|href| href.strip_prefix(prefix).is_some_and(|id| id.len() == 36 && !id.contains('/')))
        .map(str::to_owned)
        .collect();
    found.sort();
    found.dedup();
    found
}

/// Opens a case without an inspection, found today, and answers its path.
pub fn open(officer: &mut Visitor, account: &str, seed: u64) -> String {
    let id = format!("00000000-0000-4000-8000-{seed:012x}");
    let page = officer.get("/ho-so/mo?doi-tuong=chua-xac-dinh&hinh-thuc=khong-qua-kiem-tra").text();
    let field = page.split("name=\"scope_from\"").nth(1).unwrap_or_default();
    let day = field.split("value=\"").nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default();
    let answer = officer.post(
        "/api/trinh-quyet-dinh-kiem-tra",
        &[
            ("case_id", &id),
            ("party", "chua-xac-dinh"),
            ("kind", "khong-qua-kiem-tra"),
            ("place", "Bến xe Phố Hiến"),
            ("scope_from", day),
            ("basis", "Phát hiện khi tuần tra"),
            ("contents", "Hàng không có người nhận"),
            ("leader", account),
        ],
    );
    let path = format!("/ho-so/{id}");
    assert!(answer.header("location").starts_with(&path), "{} {}", answer.status, answer.header("location"));
    path
}

/// A seed no earlier run has used. Panics when the machine's clock stands before 1970.
pub fn seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let micros = now.ok().and_then(|now| u64::try_from(now.as_micros()).ok());
    assert!(micros.is_some(), "no clock");
    micros.unwrap_or_default() & 0xffff_ffff_ffff
}

/// The value of a hidden field of a page. Panics when there is none.
pub fn hidden(page: &str, name: &str) -> String {
    let field = page.split(&format!("name=\"{name}\" value=\"")).nth(1);
    assert!(field.is_some(), "no field {name} in {page}");
    field.unwrap_or_default().split('"').next().unwrap_or_default().to_owned()
}
