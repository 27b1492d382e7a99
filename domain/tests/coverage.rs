//! `docs/coverage.md` names every procedure, and none that does not exist.

use domain::case::procedure::all;
use std::collections::BTreeSet;

#[test]
fn the_coverage_page_names_every_procedure() {
    let page = include_str!("../../docs/coverage.md");
    let rows = page.lines().filter(|line| line.starts_with("| "));
    let named: BTreeSet<&str> = rows
        .flat_map(|line| line.split('`').skip(1).step_by(2))
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'))
        .collect();
    let built: BTreeSet<&str> = all().map(|procedure| procedure.key).collect();
    let missing: Vec<_> = built.difference(&named).collect();
    let unknown: Vec<_> = named.difference(&built).collect();
    assert!(missing.is_empty() && unknown.is_empty(), "not named: {missing:?}; not built: {unknown:?}");
    println!("{} procedures", built.len());
}
