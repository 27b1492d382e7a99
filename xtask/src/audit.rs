//! The coverage of the journals: which address wrote which append-only table while all tests ran, against `tests/golden/audit_coverage.out`.
//!
//! The host notes the tables of every committed statement (`--written-file`). A journal is a table that a trigger keeps from being changed.
//! Every address that changes something must have written one, or be an exception with its reason; reading writes nothing but journals.

use crate::workspace;
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Addresses of the functions beside the server functions that change something.
const FUNCTIONS: [&str; 12] = [
    "/trao-doi/nhap",
    "/api/v1/quoc-gia/bien-nhan",
    "/dinh-kem/co-so/{id}",
    "/dinh-kem/gui-dan/{id}",
    "/dinh-kem/gui-dan/{id}/{n}",
    "/dinh-kem/{id}",
    "/dong-bo/bo-thiet-bi",
    "/dong-bo/goi",
    "/dong-bo/gui",
    "/dong-bo/nhap",
    "/dong-bo/rut",
    "/dong-bo/tra-so",
];

/// Addresses that change something and write no journal, with the reason.
const EXCEPTIONS: [(&str, &str); 8] = [
    ("/api/an-buoc-dau", "his own: the guide of first steps is hidden"),
    ("/api/luu-bo-loc", "his own: a question is kept"),
    ("/api/xoa-bo-loc", "his own: a question is let go"),
    ("/api/so-khop", "reads by POST, since what is compared is personal"),
    ("/api/so-khop-tiep", "records are compared in steps, nobody's decision"),
    ("/api/vao-tap-huan", "a pass is sealed and kept nowhere; what is done there is practice"),
    ("/dinh-kem/gui-dan/{id}", "announces a photo; attaching it is an event of the case"),
    ("/dong-bo/nhap", "a form that is not filed yet is no act"),
];

/// What reading may write beside journals: when a session was last seen, how often somebody did what is limited, how often a key was
/// used, a kept form that is shown once, the mark of the account key, and what the first request after a start with a key seals by it.
const BESIDE: [&str; 6] = ["session", "rate_window", "api_key", "form_draft", "account_seal", "informant_vault"];

/// What a form that was not accepted writes: what was typed, and that it was counted.
const REFUSED: [&str; 5] = ["form_draft", "refusal_count", "rate_window", "session", "sign_in_attempt"];

/// Where the golden file is.
const GOLDEN: &str = "tests/golden/audit_coverage.out";

/// What one address wrote over all its requests.
#[derive(Default)]
struct Seen {
    tables: BTreeSet<String>,
}

/// Compares what was written with the golden file; `accept` writes it anew.
///
/// # Errors
/// What does not hold, each with what to do.
pub fn check(written: &Path, accept: bool) -> Result<()> {
    let journals = journals()?;
    let seen = read(written)?;
    let declared = declared()?;
    let (mut problems, mut unreached) = (Vec::new(), Vec::new());
    let mut lines = vec![
        "# Which journal an address writes: seen while all tests ran. A journal is a table that is only added to."
            .to_owned(),
        "# Changed on purpose? `cargo xtask audit --accept` after `cargo xtask test`.".to_owned(),
        String::new(),
    ];
    for address in &declared {
        let wrote: BTreeSet<&str> =
            seen.get(&("POST".to_owned(), address.clone())).map_or_else(BTreeSet::new, |seen| {
                seen.tables.iter().map(String::as_str).filter(|table| !REFUSED.contains(table)).collect()
            });
        let kept: Vec<&str> = wrote.iter().copied().filter(|table| journals.contains(*table)).collect();
        let reason = EXCEPTIONS.iter().find(|(exception, _)| exception == address).map(|(_, reason)| *reason);
        match reason {
            Some(reason) if kept.is_empty() => lines.push(format!("POST {address:<36} - ({reason})")),
            Some(_) => problems.push(format!("POST {address} is an exception and writes {}", kept.join(", "))),
            // Not reached in this run: told, and the golden file keeps what was seen before.
            None if wrote.is_empty() => unreached.push(address.clone()),
            None if kept.is_empty() => {
                let wrote: Vec<&str> = wrote.into_iter().collect();
                problems.push(format!("POST {address} changes {} and writes no journal", wrote.join(", ")));
            }
            None => lines.push(format!("POST {address:<36} {}", kept.join(" "))),
        }
    }
    for ((method, address), seen) in &seen {
        if method == "POST" {
            let wrote = seen.tables.iter().any(|table| !REFUSED.contains(&table.as_str()));
            if wrote && !declared.contains(address) {
                problems.push(format!("POST {address} is not declared in xtask/src/audit.rs"));
            }
            continue;
        }
        let other: Vec<&str> = seen.tables.iter().map(String::as_str).filter(|table| !BESIDE.contains(table)).collect();
        if let Some(table) = other.iter().find(|table| !journals.contains(**table)) {
            problems.push(format!("{method} {address} changes {table}: reading changes nothing"));
        }
        if !other.is_empty() {
            lines.push(format!("{method:<4} {address:<36} {}", other.join(" ")));
        }
    }
    let golden = workspace::root().join(GOLDEN);
    let before = std::fs::read_to_string(&golden).unwrap_or_default();
    if accept {
        let text = format!("{}\n", lines.join("\n"));
        std::fs::write(&golden, &text).with_context(|| format!("cannot write {}", golden.display()))?;
        println!("not reached, so not in the file: {}", unreached.join(", "));
    } else {
        // The rules above are what must hold. What the file does not know yet is told, to be looked at and accepted.
        for line in new_lines(&before, &lines) {
            println!("  the coverage of the journals: {line}");
        }
    }
    if problems.is_empty() {
        return Ok(());
    }
    bail!("{}", problems.join("\n"))
}

/// What was seen and does not stand in the golden file: a journal that an address did not write before, or an address that wrote none.
/// What was not seen is not told: a run need not take every way.
fn new_lines(golden: &str, seen: &[String]) -> Vec<String> {
    let parts = |line: &str| {
        let mut words = line.split_whitespace();
        let address = format!("{} {}", words.next().unwrap_or_default(), words.next().unwrap_or_default());
        (address, words.map(str::to_owned).collect::<BTreeSet<String>>())
    };
    let known: BTreeMap<String, BTreeSet<String>> =
        golden.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(parts).collect();
    let mut problems = Vec::new();
    for line in seen.iter().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let (address, wrote) = parts(line);
        let new: Vec<String> = match known.get(&address) {
            Some(known) => wrote.difference(known).cloned().collect(),
            None => wrote.into_iter().collect(),
        };
        if !new.is_empty() {
            problems.push(format!("{address} writes {}, which {GOLDEN} does not know", new.join(" ")));
        }
    }
    problems
}

/// The tables that are only added to, as the migrations say.
fn journals() -> Result<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let directory = workspace::root().join("functions/store/migrations");
    for entry in std::fs::read_dir(&directory).with_context(|| format!("cannot read {}", directory.display()))? {
        let text = std::fs::read_to_string(entry?.path())?;
        for word in text.split_whitespace() {
            found.extend(word.strip_suffix("_is_append_only_update").map(str::to_owned));
        }
    }
    Ok(found)
}

/// The addresses that are posted to: server functions as their sources say, and those of the functions.
fn declared() -> Result<BTreeSet<String>> {
    let mut found: BTreeSet<String> = FUNCTIONS.map(str::to_owned).into();
    let directory = workspace::root().join("app/src/api");
    for entry in std::fs::read_dir(&directory).with_context(|| format!("cannot read {}", directory.display()))? {
        let text = std::fs::read_to_string(entry?.path())?;
        for function in text.split("#[server(input = PostUrl").skip(1) {
            let name = function.split('"').nth(1).context("a server function without an endpoint")?;
            found.insert(format!("/api/{name}"));
        }
    }
    Ok(found)
}

fn read(written: &Path) -> Result<BTreeMap<(String, String), Seen>> {
    let text = std::fs::read_to_string(written).with_context(|| format!("cannot read {}", written.display()))?;
    let mut all: BTreeMap<(String, String), Seen> = BTreeMap::new();
    for line in text.lines() {
        let line: serde_json::Value = serde_json::from_str(line).context("a line of the record")?;
        let words = |key: &str| line.get(key).and_then(serde_json::Value::as_str).unwrap_or_default().to_owned();
        let seen = all.entry((words("method"), pattern(&words("path")))).or_default();
        let tables = line.get("wrote").and_then(serde_json::Value::as_array).into_iter().flatten();
        seen.tables.extend(tables.filter_map(|table| table.as_str()).map(str::to_owned));
    }
    Ok(all)
}

/// The address without what differs from one request to the next: identifiers, numbers, keys.
fn pattern(path: &str) -> String {
    let parts = path.split('/').map(|part| {
        let (name, kind) = part.rsplit_once('.').map_or((part, ""), |(name, kind)| (name, kind));
        let what = if uuid::Uuid::parse_str(name).is_ok() {
            "{id}"
        } else if !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_digit()) {
            "{n}"
        } else if name.len() >= 20 && name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            "{key}"
        } else {
            return part.to_owned();
        };
        if kind.is_empty() { what.to_owned() } else { format!("{what}.{kind}") }
    });
    parts.collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_differs_is_taken_out_of_an_address() {
        for (path, expected) in [
            ("/ho-so/01990000-0000-7000-8000-000000000000/nop-phat", "/ho-so/{id}/nop-phat"),
            ("/trao-doi/ket-qua/01990000-0000-7000-8000-000000000000.xlsx", "/trao-doi/ket-qua/{id}.xlsx"),
            ("/dinh-kem/gui-dan/01990000-0000-7000-8000-000000000000/65536", "/dinh-kem/gui-dan/{id}/{n}"),
            ("/kiem-tra-van-ban/ABCDEFGHJKLMNPQRSTUV", "/kiem-tra-van-ban/{key}"),
            ("/api/buoc", "/api/buoc"),
        ] {
            assert_eq!(pattern(path), expected);
        }
    }

    #[test]
    fn what_is_new_is_told_and_what_was_not_seen_is_not() {
        let golden = "# head\n\nPOST /api/a case_event journal\nPOST /api/b journal\n";
        let seen = |lines: &[&str]| new_lines(golden, &lines.iter().map(|line| (*line).to_owned()).collect::<Vec<_>>());
        assert!(seen(&["POST /api/a   case_event"]).is_empty());
        assert_eq!(seen(&["POST /api/b journal vault_event"]).len(), 1);
        assert_eq!(seen(&["GET /ho-so journal"]).len(), 1);
    }

    #[test]
    fn the_journals_are_those_the_migrations_keep() {
        let journals = journals().expect("migrations");
        assert!(
            ["case_event", "party_reading", "api_use"].iter().all(|table| journals.contains(*table)),
            "{journals:?}"
        );
        assert!(!journals.contains("session"));
    }
}
