//! Every address that the sources have is declared in `ins_tests::routes`, where the tests of all addresses take it from, and nothing is
//! declared that is not there.
#![expect(clippy::expect_used, reason = "a test fails by saying what it lacks")]

use ins_tests::root;
use ins_tests::routes::{FORMS, PUBLIC, READS, pages};
use std::collections::BTreeSet;

/// The endpoints of server functions of one kind, as the sources name them.
fn endpoints(kind: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for entry in std::fs::read_dir(root().join("app/src/api")).expect("app/src/api") {
        let text = std::fs::read_to_string(entry.expect("an entry").path()).expect("a source");
        for function in text.split(&format!("#[server(input = {kind}")).skip(1) {
            found.insert(function.split('"').nth(1).expect("an endpoint").to_owned());
        }
    }
    found
}

/// Endpoints that are read without a session, on purpose: the check of a paper by anybody.
const OPEN: [&str; 1] = ["kiem-tra-van-ban"];

#[test]
fn every_server_function_is_declared() {
    for (kind, list, open) in [("PostUrl", FORMS, &[] as &[&str]), ("GetUrl", READS, &OPEN)] {
        let declared: BTreeSet<String> = list.iter().chain(open).map(|name| (*name).to_owned()).collect();
        let there = endpoints(kind);
        let missing: Vec<&String> = there.difference(&declared).collect();
        let gone: Vec<&String> = declared.difference(&there).collect();
        assert!(missing.is_empty(), "not declared in tests/src/routes.rs: {missing:?}");
        assert!(gone.is_empty(), "declared and not there: {gone:?}");
        assert_eq!(declared.len(), list.len() + open.len(), "declared twice");
    }
}

/// Whether an address is one of a pattern of the router.
fn fits(pattern: &str, address: &str) -> bool {
    let address = address.split('?').next().unwrap_or_default();
    let (pattern, address): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), address.split('/').collect());
    pattern.len() == address.len()
        && pattern.iter().zip(&address).all(|(part, given)| part.starts_with(':') || part == given)
}

#[test]
fn every_page_is_declared() {
    let source = std::fs::read_to_string(root().join("app/src/app.rs")).expect("app/src/app.rs");
    let patterns: Vec<&str> =
        source.split("path!(\"").skip(1).map(|rest| rest.split('"').next().expect("a path")).collect();
    assert!(patterns.len() > 70, "{} routes", patterns.len());
    let pages = pages();
    for pattern in &patterns {
        // A pattern with a gap may be served by a more exact one: the address must be written for this one.
        let here = pages.iter().any(|page| {
            fits(pattern, page)
                && !patterns.iter().any(|other| other != pattern && !other.contains(':') && fits(other, page))
        });
        assert!(here || PUBLIC.contains(pattern), "{pattern} is not declared in tests/src/routes.rs");
    }
    for page in &pages {
        assert!(patterns.iter().any(|pattern| fits(pattern, page)), "{page} is declared and not there");
    }
}
