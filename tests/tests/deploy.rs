//! `deploy/`: what is shipped for putting INS to work names nothing that INS does not have, and lets through what INS takes.
#![expect(clippy::expect_used, reason = "a test fails by saying what it lacks")]

#[path = "deploy/machine.rs"]
mod machine;
#[path = "deploy/spinkube.rs"]
mod spinkube;

use host::runtime_config::RuntimeConfig;
use ins_tests::root;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;
use toml::Table;

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn toml(path: &str) -> Table {
    read(path).parse().unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The variables of `spin.toml`, and whether each is a secret.
fn variables() -> BTreeMap<String, bool> {
    let manifest = toml("spin.toml");
    let declared = manifest["variables"].as_table().expect("[variables]");
    let secret = |variable: &toml::Value| variable.get("secret").and_then(toml::Value::as_bool).unwrap_or(false);
    declared.iter().map(|(name, variable)| (name.clone(), secret(variable))).collect()
}

/// The routes of `spin.toml`, and their components.
fn routes() -> Vec<(String, String)> {
    let manifest = toml("spin.toml");
    let triggers = manifest["trigger"]["http"].as_array().expect("[[trigger.http]]");
    let text = |trigger: &toml::Value, key: &str| trigger[key].as_str().unwrap_or_default().to_owned();
    triggers.iter().map(|trigger| (text(trigger, "route"), text(trigger, "component"))).collect()
}

/// A figure as the help of the host names it: the default of an option.
fn default_of(option: &str) -> u64 {
    let source = read("host/src/main.rs");
    let line = source.lines().find(|line| line.trim_start().starts_with(option)).expect("the help names the option");
    let told = line.split("default: ").nth(1).expect("the help names its default");
    told.chars().take_while(char::is_ascii_digit).collect::<String>().parse().expect("a figure")
}

/// A constant such as `48 << 20` of a source.
fn constant(path: &str, name: &str) -> u64 {
    let source = read(path);
    let rest = source.split(&format!("const {name}: ")).nth(1).unwrap_or_else(|| panic!("{path}: {name}"));
    let value = rest.split(" = ").nth(1).and_then(|rest| rest.split(';').next()).expect("a value");
    let mut parts = value.split("<<").map(|part| part.trim().parse::<u64>().expect("a figure"));
    parts.next().expect("a figure") << parts.next().unwrap_or(0)
}

/// A text constant of a source.
fn word(path: &str, name: &str) -> String {
    let source = read(path);
    let rest = source.split(&format!("const {name}: &str = \"")).nth(1).unwrap_or_else(|| panic!("{path}: {name}"));
    rest.split('"').next().expect("a text").to_owned()
}

/// Bytes, in the words of nginx, of systemd and of Kubernetes.
fn bytes(text: &str) -> u64 {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    let unit = match text[digits.len()..].trim_end_matches('i') {
        "" => 0,
        "k" | "K" => 10,
        "m" | "M" => 20,
        "g" | "G" => 30,
        other => panic!("“{other}” is no unit"),
    };
    digits.parse::<u64>().expect("a figure") << unit
}

/// Seconds, in the words of nginx and of systemd.
fn seconds(text: &str) -> u64 {
    text.trim_end_matches('s').parse().expect("seconds")
}

/// The largest body that INS takes, whichever of its parts takes it.
fn largest_body() -> u64 {
    let attached = constant("functions/documents/src/upload.rs", "MAX_REQUEST");
    default_of("--max-body-size").max(attached).max(domain::exchange::MAX_BYTES)
}

/// The paths that a runtime configuration names for `default`.
fn files(config: &RuntimeConfig) -> [String; 2] {
    let nowhere = Path::new("in-the-state-directory");
    [config.database("default", nowhere), config.store("default", nowhere)]
        .map(|file| file.expect("`default` is always there").display().to_string())
}

/// The options of a command line; every one has a value but those named.
fn options<'a>(words: &[&'a str], alone: &[&str]) -> Vec<(&'a str, &'a str)> {
    let (mut rest, mut found) = (words.iter(), Vec::new());
    while let Some(option) = rest.next() {
        assert!(option.starts_with("--"), "“{option}” is no option");
        let value = if alone.contains(option) { "" } else { rest.next().expect("a value") };
        found.push((*option, value));
    }
    found
}

/// The options of `xtask backup`, each of which it has.
fn copy_command(line: &str) -> BTreeMap<String, String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let ["/opt/ins/xtask", "backup", rest @ ..] = words.as_slice() else { panic!("{line}") };
    let (source, help) = (read("xtask/src/copy/mod.rs"), read("xtask/src/main.rs"));
    let given = options(rest, &[]);
    for (option, _) in &given {
        assert!(source.contains(&format!("\"{option}\" =>")) && help.contains(option), "xtask backup has no {option}");
    }
    let given: BTreeMap<String, String> =
        given.into_iter().map(|(option, value)| (option.to_owned(), value.to_owned())).collect();
    assert!(given["--keep"].parse::<u32>().is_ok_and(|keep| keep >= 7), "fewer copies than days of a week");
    given
}

#[test]
fn the_runtime_configuration_serves_every_grant_and_is_read_by_the_host() {
    let config = RuntimeConfig::load(Some(&root().join("deploy/runtime-config/sqlite.toml"))).expect("sqlite.toml");
    let kept =
        [word("functions/store/src/native.rs", "FILE_NAME"), word("functions/store/src/native.rs", "BLOBS_NAME")];
    for (file, name) in files(&config).iter().zip(&kept) {
        let (directory, file) = file.rsplit_once('/').expect("a path");
        assert_eq!((directory, file), ("/var/lib/ins/state", name.as_str()), "a copy would not find it");
    }
    let refused = RuntimeConfig::load(Some(&root().join("deploy/runtime-config/libsql.toml"))).map(drop);
    let refused = format!("{:#}", refused.expect_err("the host has no libSQL"));
    assert!(refused.contains("`libsql`, which Spin has") && refused.contains("`spin up"), "{refused}");
    let manifest = toml("spin.toml");
    for shipped in ["sqlite", "libsql"] {
        let config = toml(&format!("deploy/runtime-config/{shipped}.toml"));
        for (grant, section) in [("sqlite_databases", "sqlite_database"), ("key_value_stores", "key_value_store")] {
            let names: BTreeSet<&str> =
                config[section].as_table().expect("a table").keys().map(String::as_str).collect();
            for (component, held) in manifest["component"].as_table().expect("components") {
                for name in held.get(grant).and_then(toml::Value::as_array).into_iter().flatten() {
                    let name = name.as_str().unwrap_or_default();
                    assert!(names.contains(name), "{shipped}.toml has no {section} “{name}” for {component}");
                }
            }
        }
    }
}

/// Every file of `deploy/`, by its path from the root.
fn shipped() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for room in fs::read_dir(root().join("deploy")).expect("deploy").map(|entry| entry.expect("an entry").path()) {
        for file in fs::read_dir(&room).expect("a room of deploy").map(|entry| entry.expect("an entry").path()) {
            found.insert(file.strip_prefix(root()).expect("inside").display().to_string());
        }
    }
    found
}

#[test]
fn the_documentation_names_every_file_and_only_commands_that_are_there() {
    let (text, shipped, help) = (read("docs/deployment.md"), shipped(), read("xtask/src/main.rs"));
    let missing: Vec<&String> = shipped.iter().filter(|file| !text.contains(file.as_str())).collect();
    assert!(missing.is_empty(), "docs/deployment.md does not name {missing:?}");
    let is_end = |character: char| !(character.is_ascii_alphanumeric() || "/.-_".contains(character));
    for (at, _) in text.match_indices("deploy/") {
        let path = text[at..].split(is_end).next().unwrap_or_default().trim_end_matches(['.', '/']);
        assert!(root().join(path).exists(), "docs/deployment.md names {path}");
    }
    let mut commands = 0;
    for rest in text.lines().flat_map(|line| line.split("xtask ").skip(1)) {
        let rest = rest.split(['`', '#']).next().unwrap_or_default().trim();
        if rest.is_empty() {
            continue;
        }
        let mut words = rest.split_whitespace();
        let Some(command) = words.next().filter(|word| help.contains(&format!("\n  {word} "))) else {
            panic!("docs/deployment.md: no command “xtask {rest}”");
        };
        for option in words.filter(|word| word.starts_with("--")) {
            assert!(help.contains(option), "docs/deployment.md: xtask {command} has no {option}");
        }
        commands += 1;
    }
    assert!(commands >= 8, "{commands} commands");
}
