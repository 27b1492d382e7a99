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
