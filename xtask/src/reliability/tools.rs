//! What other programs do: the tests of failpoints and fuzzing with more inputs, schemathesis against the interface for other systems,
//! cargo-deny.

use super::site::{Built, Site};
use super::{Figure, Options};
use crate::state::{self, Beginning};
use crate::{cargo, workspace};
use anyhow::{Context, Result, bail};
use domain::authority::KeyScope;
use domain::calendar::{shift, to_local};
use futures::executor::block_on;
use jiff::Timestamp;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use store::Env;
use store::keys::NewKey;
use store::native::NativeDatabase;

/// The crates with fuzzing tests, and the features they run with.
const FUZZED: [(&str, &str); 7] = [
    ("domain", "import"),
    ("store", "native"),
    ("front", "fixture"),
    ("app", "ssr"),
    ("documents", ""),
    ("exchange", ""),
    ("mutate", ""),
];

fn tests(crates: &[(&str, &str)], filter: &str) -> Command {
    let mut command = cargo::cargo();
    command.args(["test", "--quiet", "--no-fail-fast"]).args(crates.iter().flat_map(|(name, _)| ["-p", name]));
    let features: Vec<String> = crates
        .iter()
        .filter(|(_, feature)| !feature.is_empty())
        .map(|(name, feature)| format!("{name}/{feature}"))
        .collect();
    if !features.is_empty() {
        command.args(["--features", &features.join(",")]);
    }
    command.args(["--", "--nocapture", filter]);
    command
}

/// Every statement of the main use cases broken in three ways.
pub fn failpoints(_: &Built, _: &Options) -> Result<Vec<Figure>> {
    let begun = Instant::now();
    let output = tests(&[("store", "native")], "failpoints").output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("{text}\n{}", String::from_utf8_lossy(&output.stderr));
    }
    let mut figures = Vec::new();
    let mut times = 0_u64;
    for line in text.lines().filter(|line| line.contains("failpoints | ")) {
        let parts: Vec<&str> = line.split(" | ").collect();
        if let [_, name, statements, breaks] = parts.as_slice() {
            times += breaks.split(' ').next().and_then(|word| word.parse::<u64>().ok()).unwrap_or(0);
            figures.push(Figure::new(&format!("failpoints: {name}"), format!("{statements}, {breaks}")));
        }
    }
    if times == 0 {
        bail!("no failpoint was run: {text}");
    }
    figures.push(Figure::new("failpoints: breaks in all, half-written, not to be repeated", format!("{times}, 0, 0")));
    figures.push(Figure::new("failpoints: time", format!("{:.0} s", begun.elapsed().as_secs_f64())));
    Ok(figures)
}

/// Every parser and decoder under mutated inputs.
pub fn fuzz(_: &Built, options: &Options) -> Result<Vec<Figure>> {
    let log = workspace::target().join("fuzz.log");
    let _ = std::fs::remove_file(&log);
    let begun = Instant::now();
    let environment = |command: &mut Command| {
        command.env("INS_FUZZ_LOG", &log).env("INS_FUZZ_TIMES", options.times.to_string());
    };
    let mut all = tests(&FUZZED, "fuzz");
    // Integration tests have no module of that name: theirs are chosen by file.
    let mut domain = cargo::cargo();
    domain.args(["test", "--quiet", "-p", "domain", "--features", "import", "--test", "fuzz"]);
    let mut host = cargo::cargo();
    host.args(["test", "--quiet", "-p", "host", "--no-default-features", "--test", "fuzz"]);
    for command in [&mut all, &mut domain, &mut host] {
        environment(command);
        let output = command.output()?;
        if !output.status.success() {
            bail!("{}\n{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        }
    }
    let (mut figures, mut inputs) = (Vec::new(), 0_u64);
    let mut lines: BTreeMap<String, String> = BTreeMap::new();
    for line in std::fs::read_to_string(&log).context("no target wrote its line")?.lines() {
        if let [_, target, count, seconds, slowest, seed] = line.split(" | ").collect::<Vec<_>>().as_slice() {
            inputs += count.parse::<u64>().unwrap_or(0);
            lines.insert(
                (*target).to_owned(),
                format!("{count} inputs, {seconds} s, slowest {slowest} ms, seed {seed}"),
            );
        }
    }
    figures.extend(lines.iter().map(|(target, words)| Figure::new(&format!("fuzz: {target}"), words)));
    figures.push(Figure::new("fuzz: inputs in all, crashes", format!("{inputs}, 0")));
    figures.push(Figure::new("fuzz: targets", lines.len()));
    figures.push(Figure::new("fuzz: time", format!("{:.0} s", begun.elapsed().as_secs_f64())));
    Ok(figures)
}

/// The version of schemathesis the run is made with.
const SCHEMATHESIS: &str = "schemathesis==4.26.0";

/// Installs schemathesis into a directory of its own; `None` when it cannot be had.
fn schemathesis() -> Result<Option<PathBuf>> {
    if let Some(given) = std::env::var_os("INS_SCHEMATHESIS") {
        return Ok(Some(given.into()));
    }
    let place = workspace::target().join("schemathesis");
    let program = place.join("bin/schemathesis");
    if program.exists() {
        return Ok(Some(program));
    }
    let made = Command::new("python3").args(["-m", "venv"]).arg(&place).status();
    let installed = made.is_ok_and(|status| status.success())
        && Command::new(place.join("bin/pip")).args(["install", "--quiet", SCHEMATHESIS]).status()?.success();
    Ok(installed.then_some(program))
}

fn random(buffer: &mut [u8]) {
    use std::io::Read;
    let filled = std::fs::File::open("/dev/urandom").and_then(|mut source| source.read_exact(buffer));
    assert!(filled.is_ok(), "the operating system gives no random bytes");
}

/// The description of `/api/v1` against what it does, for each kind of key and without one.
pub fn interface(built: &Built, options: &Options) -> Result<Vec<Figure>> {
    let Some(program) = schemathesis()? else {
        return Ok(vec![Figure::new(
            "interface for other systems",
            format!("not run: {SCHEMATHESIS} could not be installed by pip"),
        )]);
    };
    let directory = tempfile::TempDir::new_in(&options.scratch)?;
    state::prepare(directory.path(), Beginning::Demo)?;
    let mut site = Site::new(built, directory.path())?;
    site.start()?;
    let database = NativeDatabase::in_directory(directory.path())?;
    let env = Env::new(Timestamp::now(), random);
    let ends_on = shift(to_local(env.now).date(), 30);
    let mut keys = vec![("nobody", None)];
    for (name, scope, unit) in
        [("key for figures", KeyScope::Figures, "33"), ("key of the national database", KeyScope::National, "TW")]
    {
        let new = NewKey {
            name: format!("Thử {name}"),
            contact: "Phòng CNTT".to_owned(),
            scope,
            unit: domain::unit::UnitId(unit.to_owned()),
            ends_on,
        };
        let key = block_on(async {
            let administrator = store::demo::actor(&database, "quantri").await?;
            store::keys::make(&database, &env, &administrator, &new).await
        })?;
        keys.push((name, Some(key)));
    }
    let mut figures = Vec::new();
    for (name, key) in keys {
        let mut command = Command::new(&program);
        command.current_dir(directory.path()).arg("run").arg(format!("http://{}/api/v1/openapi.json", site.address));
        command.args(["--checks", "not_a_server_error,status_code_conformance,content_type_conformance,response_headers_conformance,response_schema_conformance"]);
        command.args(["--max-examples", &options.examples.to_string(), "--seed", &options.seed.to_string()]);
        command.args(["--request-timeout", "20", "--no-color"]);
        if let Some(key) = &key {
            command.args(["--header", &format!("Authorization: Bearer {key}")]);
        }
        let output = command.output().context("schemathesis")?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        if !output.status.success() {
            bail!("{name}: {text}\n{}", String::from_utf8_lossy(&output.stderr));
        }
        figures.push(Figure::new(&format!("interface, {name}"), summary(&text)));
    }
    if !site.runs() {
        bail!("the host ended: {}", site.log());
    }
    site.stop()?;
    state::verify(directory.path())?;
    Ok(figures)
}

/// The closing lines of schemathesis.
fn summary(text: &str) -> String {
    let lines = text
        .lines()
        .map(str::trim)
        .filter(|line| line.contains("generated") || line.contains("Tested:") || line.contains("tested"));
    let words: Vec<&str> = lines.collect();
    if words.is_empty() { "no fault".to_owned() } else { words.join(", ") }
}

/// Licences, bans and sources of everything that is compiled in.
pub fn deny() -> Result<Vec<Figure>> {
    let tools = workspace::target().join("tools");
    let program = [PathBuf::from("cargo-deny"), tools.join("bin/cargo-deny")]
        .into_iter()
        .find(|program| Command::new(program).arg("--version").output().is_ok_and(|output| output.status.success()));
    let program = match program {
        Some(program) => program,
        None => {
            let mut install = cargo::cargo();
            install.args(["install", "--quiet", "--locked", "--debug", "cargo-deny", "--root"]).arg(&tools);
            cargo::run("install cargo-deny", &mut install)?;
            tools.join("bin/cargo-deny")
        }
    };
    let version = Command::new(&program).arg("--version").output()?;
    let version = String::from_utf8_lossy(&version.stdout).trim().to_owned();
    let checked = run_deny(&program, &["licenses", "bans", "sources"])?;
    let last = checked.lines().rev().find(|line| line.contains("licenses")).unwrap_or_default().trim().to_owned();
    let mut figures = vec![Figure::new("cargo deny: licences, bans, sources", format!("{last} ({version})"))];
    // Known weaknesses are a database of its own, which is fetched from the network.
    let advisories = run_deny(&program, &["advisories"]);
    figures.push(Figure::new(
        "cargo deny: advisories",
        match advisories {
            Ok(text) => text.lines().rev().find(|line| line.contains("advisories")).unwrap_or("ok").trim().to_owned(),
            Err(_) => "not checked: the database of advisories is not here and could not be read offline".to_owned(),
        },
    ));
    Ok(figures)
}

fn run_deny(program: &Path, checks: &[&str]) -> Result<String> {
    let mut command = cargo::command(&program.to_string_lossy());
    // A subcommand of cargo is told its own name.
    command.args(["deny", "--offline", "check"]).args(checks);
    let output = command.output().context("cargo-deny")?;
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    if output.status.success() { Ok(text) } else { bail!("{text}") }
}
