//! The house rules, read back from the sources: who may know whom, and what no file may hold.

use ins_tests::root;
use ins_tests::source::{Source, files, rust};
use std::collections::BTreeSet;
use std::fs;
use toml::Table;

/// Every room that holds Rust.
const ROOMS: [&str; 6] = ["domain", "app", "functions", "host", "xtask", "tests"];

/// Longer than a file should be, because they are one table each.
const TABLES: [&str; 0] = [];
const LONGEST: usize = 600;

fn everything() -> Vec<Source> {
    ROOMS.iter().flat_map(|room| rust(room)).collect()
}

/// The lines of `text` that hold `word` as a whole word.
fn lines_with(text: &str, word: &str) -> Vec<usize> {
    let is_word = |character: char| character.is_alphanumeric() || character == '_';
    let holds = |line: &str| {
        line.match_indices(word).any(|(start, _)| {
            let before = line[..start].chars().next_back().is_some_and(is_word);
            let after = line[start + word.len()..].chars().next().is_some_and(is_word);
            !before && !after
        })
    };
    text.lines().enumerate().filter(|(_, line)| holds(line)).map(|(number, _)| number + 1).collect()
}

fn none(rule: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{rule}:\n  {}", found.join("\n  "));
}

fn code_with(sources: &[Source], words: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for source in sources {
        for word in words {
            found.extend(
                lines_with(&source.code, word).into_iter().map(|line| format!("{}:{line} {word}", source.path)),
            );
        }
    }
    found
}

#[test]
fn only_app_browser_names_the_browser() {
    let sources: Vec<Source> =
        everything().into_iter().filter(|source| !source.path.starts_with("app/src/browser/")).collect();
    none("outside of app/src/browser", code_with(&sources, &["gloo", "web_sys", "js_sys", "idb", "indexed_db"]));
}

#[test]
fn only_the_store_has_sql() {
    // The host implements Spin's SQL for others: it sets its engine up and tests that, but keeps no table of the product.
    let starts =
        ["SELECT ", "INSERT INTO", "INSERT OR", "UPDATE ", "DELETE FROM", "CREATE TABLE", "CREATE INDEX", "WITH "];
    let mut found = Vec::new();
    for source in everything() {
        let is_store = source.path.starts_with("functions/store/");
        let is_host = source.path.starts_with("host/");
        let is_this = source.path.starts_with("tests/");
        if is_store || is_host || is_this {
            continue;
        }
        for (line, text) in &source.strings {
            if starts.iter().any(|start| text.trim_start().starts_with(start)) {
                found.push(format!("{}:{line} {text}", source.path));
            }
        }
    }
    none("SQL outside of functions/store", found);
}

#[test]
fn the_application_does_not_know_spin() {
    let sources: Vec<Source> = ["app", "domain", "host", "xtask"].iter().flat_map(|room| rust(room)).collect();
    let sources: Vec<Source> = sources.into_iter().filter(|source| !source.path.starts_with("host/")).collect();
    none("spin_sdk", code_with(&sources, &["spin_sdk"]));
}

#[test]
fn the_domain_is_pure() {
    let product: Vec<Source> = rust("domain/src");
    let words = ["async", "leptos", "spin_sdk", "SystemTime", "Instant", "thread", "TcpStream", "rand", "getrandom"];
    let mut found = code_with(&product, &words);
    for source in &product {
        for phrase in ["std::fs", "std::net", "std::env", "std::process", "Timestamp::now", "Zoned::now"] {
            if source.product_code().contains(phrase) {
                found.push(format!("{} {phrase}", source.path));
            }
        }
    }
    none("I/O, a clock or randomness in the domain", found);
}

#[test]
fn crates_know_only_whom_they_may() {
    let allowed: [(&str, &[&str]); 11] = [
        ("domain", &[]),
        ("functions/store", &["domain"]),
        ("functions/front", &["domain", "store"]),
        ("app", &["domain", "store"]),
        ("functions/site", &["app", "domain", "front", "store"]),
        ("functions/reports", &["domain", "front", "store"]),
        ("functions/documents", &["domain", "front", "store"]),
        ("functions/exchange", &["domain", "front", "store"]),
        ("host", &[]),
        ("xtask", &["store", "domain"]),
        ("tests", &["domain", "store", "host"]),
    ];
    let ours: BTreeSet<&str> =
        ["domain", "app", "store", "front", "site", "reports", "documents", "exchange", "host", "xtask", "ins-tests"]
            .into();
    let mut found = Vec::new();
    for (room, may) in allowed {
        let text = fs::read_to_string(root().join(room).join("Cargo.toml")).expect("a crate has a manifest");
        let manifest: Table = text.parse().expect("Cargo.toml is TOML");
        for section in ["dependencies", "dev-dependencies", "build-dependencies"] {
            for name in manifest.get(section).and_then(toml::Value::as_table).into_iter().flat_map(Table::keys) {
                if ours.contains(name.as_str()) && !may.contains(&name.as_str()) {
                    found.push(format!("{room}/Cargo.toml: {name}"));
                }
            }
        }
    }
    none("knows whom it may not", found);
}

#[test]
fn the_libraries_of_the_functions_know_no_platform_and_no_page() {
    let sources: Vec<Source> = rust("functions/front");
    assert!(!sources.is_empty(), "the library is somewhere else");
    none("in functions/front", code_with(&sources, &["spin_sdk", "leptos", "axum", "app"]));
}

/// What `functions/front` is for is written there and nowhere else.
#[test]
fn a_request_is_judged_in_one_place() {
    let sources: Vec<Source> = rust("functions")
        .into_iter()
        .filter(|source| !["functions/front/", "functions/store/"].iter().any(|room| source.path.starts_with(room)))
        .collect();
    none("beside functions/front", code_with(&sources, &["Sender", "multer", "getrandom", "COOKIE"]));
    let own = code_with(&sources, &["enum Failure", "fn see_other", "fn wants_page"]);
    none("written again beside functions/front", own);
}

#[test]
fn every_room_of_the_workspace_is_in_these_rules() {
    let manifest: Table = fs::read_to_string(root().join("Cargo.toml")).expect("root").parse().expect("TOML");
    let members = manifest["workspace"]["members"].as_array().expect("members");
    for member in members {
        let member = member.as_str().expect("a member is a path");
        assert!(ROOMS.iter().any(|room| member.starts_with(room)), "{member} is in no room of this test");
    }
}

#[test]
fn nothing_is_left_for_later() {
    let marks = [["TO", "DO"].concat(), ["FIX", "ME"].concat(), ["XX", "X"].concat()];
    let mut found = Vec::new();
    for source in everything() {
        for mark in &marks {
            found.extend(lines_with(&source.text, mark).into_iter().map(|line| format!("{}:{line}", source.path)));
        }
        for (number, line) in source.code.lines().enumerate() {
            if ["todo!", "unimplemented!", "#[ignore"].iter().any(|mark| line.contains(mark)) {
                found.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    none("left for later", found);
}

/// The host knows nothing of the product, and the store runs on any host: what one tells the other at the beginning of a statement stands in both.
#[test]
fn what_the_store_tells_the_host_is_what_the_host_listens_for() {
    let said = |path: &str| {
        let text = fs::read_to_string(root().join(path)).expect(path);
        let lines = text
            .lines()
            .filter_map(|line| line.split_once("const ")?.1.strip_suffix("*/\";")?.split_once(": &str = \"/*"));
        lines.map(|(name, words)| (name.to_owned(), words.to_owned())).collect::<BTreeSet<_>>()
    };
    let heard: BTreeSet<_> = ["postgres_pool", "postgres_waiting"]
        .iter()
        .flat_map(|file| said(&format!("host/src/engine/{file}.rs")))
        .collect();
    let told: BTreeSet<_> =
        said("functions/store/src/dialect/mod.rs").into_iter().filter(|(name, _)| name != "AS_IT_IS").collect();
    assert_eq!(told, heard);
    assert_eq!(heard.len(), 2, "{heard:?}");
}

#[test]
fn no_path_of_some_machine() {
    let mut found = Vec::new();
    let kinds = ["rs", "toml", "css", "md", "js", "mjs", "json", "sql", "sh"];
    for path in kinds.iter().flat_map(|kind| files("", kind)) {
        let Ok(text) = fs::read_to_string(&path) else { continue };
        for (number, line) in text.lines().enumerate() {
            for folder in ["tmp", "work", "root", "farm", "home"] {
                if line.contains(&format!(" /{folder}/")) || line.contains(&format!("\"/{folder}/")) {
                    found.push(format!("{}:{}", path.display(), number + 1));
                }
            }
        }
    }
    none("an absolute path of some machine", found);
}

#[test]
fn no_file_is_two_rooms_long() {
    let found = everything()
        .into_iter()
        .filter(|source| !TABLES.contains(&source.path.as_str()))
        .filter_map(|source| {
            let lines = source.text.lines().count();
            (lines > LONGEST).then(|| format!("{}: {lines} lines", source.path))
        })
        .collect();
    none("longer than a file should be", found);
}

#[test]
fn every_module_says_why_it_exists() {
    let found =
        everything().into_iter().filter(|source| !source.text.starts_with("//!")).map(|source| source.path).collect();
    none("without //! on its first line", found);
}

/// `app` is not compiled once more for tests in its documentation, so there must be none that nobody runs.
#[test]
fn no_test_hides_in_documentation() {
    let mut found = Vec::new();
    for source in everything() {
        for (number, line) in source.text.lines().enumerate() {
            let line = line.trim_start();
            if (line.starts_with("///") || line.starts_with("//!")) && line.contains("```") {
                found.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    none("a test in documentation", found);
}

#[test]
fn every_server_function_has_a_fixed_address_and_encoding() {
    let mut found = Vec::new();
    for source in rust("app/src") {
        for (number, line) in source.code.lines().enumerate() {
            let line = line.trim();
            if line.starts_with("#[server")
                && !line.starts_with("#[server(flatten")
                && !line.starts_with("#[server(default")
                && (!line.contains("input =") || !line.contains("endpoint ="))
            {
                found.push(format!("{}:{}", source.path, number + 1));
            }
        }
    }
    none("#[server] without input and endpoint", found);
}

#[test]
fn every_route_sends_whole_pages() {
    let source = fs::read_to_string(root().join("app/src/app.rs")).expect("app.rs");
    let mut found = Vec::new();
    for (number, line) in source.lines().enumerate() {
        if line.contains("<Route ") && !line.contains("ssr=SsrMode::Async") {
            found.push(format!("app/src/app.rs:{}", number + 1));
        }
    }
    none("a page without scripts would show only its fallbacks", found);
}

#[test]
fn every_style_sheet_belongs_to_a_component() {
    let found = files("style/components", "css")
        .into_iter()
        .filter_map(|path| {
            let name = path.file_stem()?.to_string_lossy().into_owned();
            let module = root().join("app/src/components").join(format!("{name}.rs"));
            (!module.is_file()).then_some(name)
        })
        .collect();
    none("style without a component of that name", found);
}

#[test]
fn no_lock_file_names_a_registry() {
    let mut found = Vec::new();
    for path in files("tests", "json") {
        let text = fs::read_to_string(&path).unwrap_or_default();
        if path.file_name().is_some_and(|name| name == "package-lock.json") && text.contains("\"resolved\"") {
            found.push(path.display().to_string());
        }
    }
    none("resolved addresses in a lock file", found);
}
