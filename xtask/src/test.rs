//! `test`: every test there is, with what they need installed, and one line of counts at the end.

use crate::postgres::Postgres;
use crate::server::{self, Server};
use crate::watch::{self, End};
use crate::{audit, build, cargo, coverage, state, up, workspace};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Sums over all runners.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
struct Counts {
    passed: u64,
    failed: u64,
}

/// The crates whose own tests run in one run of cargo, and the features they run with: what they share is compiled once, not once
/// for every set of features that a crate alone would ask of it. Those of `domain` run while its lines are counted.
const CRATES: [(&str, &str); 10] = [
    ("store", "native"),
    ("front", "fixture"),
    ("app", "ssr"),
    ("xtask", ""),
    ("reports", ""),
    ("documents", ""),
    ("exchange", ""),
    ("ins-tests", ""),
    ("ins-bench", ""),
    ("mutate", ""),
];

/// Runs everything. What is built for the running system is built beside the tests that need none of it: each is long stretches of one
/// core.
pub fn run() -> Result<()> {
    let mut counts = Counts::default();
    let system = std::thread::spawn(|| build::run(&build::Options::default()));
    let alone = without_system(&mut counts);
    let built = system.join().map_err(|_| anyhow::anyhow!("the build of the system panicked"))?;
    let (host, law) = alone?;
    built?;
    let npm = browser_tests()?;
    let probe = field_probe(&build::Options::default())?;
    let chromium = chromium()?;
    other_browsers();

    eprintln!("  kill -9 in the middle of 200 writes …");
    match crate::kill::run(&host) {
        Ok(()) => counts.passed += 1,
        Err(error) => {
            println!("kill -9: {error:#}");
            counts.failed += 1;
        }
    }

    let (passed, failed) = crate::reliability::short(&host);
    counts.passed += passed;
    counts.failed += failed;

    let (server, practice) = Server::start_with_practice(&host)?;
    let base = format!("http://{}", server.address);
    let mut http = own_tests(&["ins-tests/running"]);
    http.args(["--test", "http*"])
        .env("INS_BASE_URL", &base)
        .env("INS_HOST", &host)
        .env("INS_MANIFEST", workspace::root().join("spin.toml"))
        .env("INS_CACHE_DIR", workspace::target().join("cwasm"))
        .env("INS_HOST_PID", server.id().to_string())
        .env("INS_STATE_DIR", server.state.path())
        .env("INS_PRACTICE_URL", format!("http://{}", practice.address));
    counted("tests over HTTP", &mut http, &mut counts)?;
    // A journey that takes weeks has a database and a host of its own, whose clock runs ahead.
    let rehearsal = tempfile::TempDir::new()?;
    state::prepare(rehearsal.path(), state::Beginning::Demo)?;
    let mut node = Command::new("node");
    node.current_dir(&npm)
        .args(["--test", "--test-concurrency=1", "--test-reporter=tap"])
        .env("INS_BASE_URL", &base)
        .env("INS_HOST", &host)
        .env("INS_MANIFEST", workspace::root().join("spin.toml"))
        .env("INS_CACHE_DIR", workspace::target().join("cwasm"))
        .env("INS_REHEARSAL_STATE", rehearsal.path())
        .env("INS_LAW_TEXT", &law.text)
        .env("INS_LAW_WASM", &law.module)
        .env("INS_FIELD_PROBE", &probe)
        .env("INS_FORMS", forms())
        .env("INS_CHROMIUM", &chromium);
    counted("journeys in the browser", &mut node, &mut counts)?;
    match audit::check(&server::written(), false) {
        Ok(()) => counts.passed += 1,
        Err(error) => {
            println!("the coverage of the journals: {error:#}");
            counts.failed += 1;
        }
    }
    let kept = server.state.path().to_owned();
    state::verify(&kept).context("the database after all tests")?;
    state::verify(rehearsal.path()).context("the database of the rehearsal")?;
    state::verify(practice.state.path()).context("the database of practice")?;
    server.stop()?;
    practice.stop()?;
    println!("{} passed, {} failed", counts.passed, counts.failed);
    if counts.failed > 0 { bail!("{} tests failed", counts.failed) } else { Ok(()) }
}

/// The tests that need no running system, and what is built with their crates: the host, and the law's answers.
fn without_system(counts: &mut Counts) -> Result<(PathBuf, LawTwice)> {
    domain(counts)?;
    counted("tests of the other crates", own_tests(&[]).env("INS_FORMS", forms()), counts)?;
    let postgres = Postgres::start()?;
    second_engine(&postgres, counts)?;
    // In the profile the host is built with anyway: the engine is compiled once.
    let mut engine = cargo::for_tests();
    engine.args(["test", "--quiet", "--no-fail-fast", "-p", "host", "--profile", "host"]);
    engine.env("INS_POSTGRES", postgres.address());
    counted("tests of host", &mut engine, counts)?;
    Ok((up::build_host()?, law_twice()?))
}

/// The store's own tests once more, on a PostgreSQL server of their own: the same program as before, nothing is compiled.
fn second_engine(server: &Postgres, counts: &mut Counts) -> Result<()> {
    let output = own_tests(&[])
        .args(["--no-run", "--message-format=json"])
        .stderr(Stdio::inherit())
        .output()
        .context("where the tests of the store are")?;
    let program = String::from_utf8_lossy(&output.stdout).lines().find_map(test_program);
    let program = program.context("cargo named no tests of the store")?;
    let mut tests = Command::new(program);
    tests.current_dir(workspace::root().join("functions/store")).arg("--quiet").env("INS_POSTGRES", server.address());
    counted("tests of the store on PostgreSQL", &mut tests, counts)
}

/// The program of the store's own tests, where a line of cargo's messages names it.
fn test_program(line: &str) -> Option<PathBuf> {
    let told: serde_json::Value = serde_json::from_str(line).ok()?;
    let library =
        told["target"]["name"] == "store" && told["target"]["kind"][0] == "lib" && told["profile"]["test"] == true;
    told["executable"].as_str().filter(|_| library).map(PathBuf::from)
}

/// Where the application's tests write every form as a sheet, for the browser to print.
fn forms() -> PathBuf {
    workspace::target().join("forms")
}

/// The domain's own tests, with the part of its lines they run; without the tools for that, the tests alone.
fn domain(counts: &mut Counts) -> Result<()> {
    let started = Instant::now();
    eprintln!("  tests of domain, and the lines they run …");
    match coverage::run(false) {
        Ok(coverage::Outcome::Measured { tests }) => {
            let mut here = Counts::default();
            tests.lines().for_each(|line| add(line, &mut here));
            counts.passed += here.passed;
            eprintln!("  tests of domain: {} passed, 0 failed, {:.0} s", here.passed, started.elapsed().as_secs_f32());
            Ok(())
        }
        Ok(coverage::Outcome::Skipped(why)) => {
            println!("the lines of domain are not measured: {why}");
            let mut command = cargo::for_tests();
            command.args(["test", "--quiet", "--no-fail-fast", "-p", "domain", "--features", "import"]);
            counted("tests of domain", &mut command, counts)
        }
        Err(error) => {
            println!("domain: {error:#}");
            counts.failed += 1;
            Ok(())
        }
    }
}

/// Cargo's tests of all [`CRATES`], with further features.
fn own_tests(more: &[&str]) -> Command {
    let features = CRATES.iter().filter(|(_, feature)| !feature.is_empty());
    let mut features: Vec<String> = features.map(|(package, feature)| format!("{package}/{feature}")).collect();
    features.extend(more.iter().map(|&feature| feature.to_owned()));
    let mut command = cargo::for_tests();
    command.args(["test", "--quiet", "--no-fail-fast"]).args(CRATES.iter().flat_map(|(package, _)| ["-p", package]));
    command.args(["--features", &features.join(",")]);
    command
}

/// The law's answers to a thousand questions, and the module that answers them in the browser.
struct LawTwice {
    text: PathBuf,
    module: PathBuf,
}

fn law_twice() -> Result<LawTwice> {
    // With the features of the domain's tests, whose dependencies are there.
    let mut thousand = cargo::for_tests();
    thousand.args(["run", "--quiet", "-p", "domain", "--features", "import", "--example", "thousand"]);
    let answers = thousand.output()?;
    if !answers.status.success() {
        bail!("the thousand questions were not answered: {}", String::from_utf8_lossy(&answers.stderr));
    }
    let text = workspace::target().join("thousand.txt");
    std::fs::write(&text, answers.stdout).with_context(|| format!("cannot write {}", text.display()))?;
    let target = build::BROWSER_TARGET;
    let mut build = cargo::cargo();
    build.args(["build", "--quiet", "--target", target, "-p", "domain", "--example", "thousand_browser"]);
    cargo::run("the law as a module for the browser", &mut build)?;
    let module = workspace::target().join(target).join("debug/examples/thousand_browser.wasm");
    Ok(LawTwice { text, module })
}

/// What the field application stands on, as a module that a test calls: the directory of its two files. In the profile of the shipped
/// module, whose dependencies are there.
pub fn field_probe(options: &build::Options) -> Result<PathBuf> {
    let profile = options.profile("browser");
    let target = build::BROWSER_TARGET;
    let mut command = cargo::cargo();
    command.args(["build", "--quiet", "--profile", &profile, "--target", target, "-p", "app"]);
    command.args(["--features", "fieldwork", "--example", "field_probe"]);
    cargo::run("the vault as a module for the browser", &mut command)?;
    let bound =
        build::browser::bind(&workspace::target().join(target).join(&profile).join("examples/field_probe.wasm"))?;
    let directory = workspace::target().join("field-probe");
    build::write_if_changed(&directory.join("probe.js"), bound.js.as_bytes())?;
    build::write_if_changed(&directory.join("probe.wasm"), &bound.wasm)?;
    Ok(directory)
}

/// What no runner may take, compilation included: several times what the slowest takes.
const LONGEST: Duration = Duration::from_secs(25 * 60);

/// Runs one runner, shows what it prints, and adds its counts. A runner that fails without naming a failed test counts as one, and so
/// does one that hangs.
fn counted(what: &str, command: &mut Command, counts: &mut Counts) -> Result<()> {
    let started = Instant::now();
    eprintln!("  {what} …");
    let mut here = Counts::default();
    let end = watch::run(what, command, LONGEST, |line| {
        add(line, &mut here);
        println!("{line}");
    })?;
    match end {
        End::Failed if here.failed == 0 => here.failed = 1,
        End::Passed | End::Failed => {}
        End::Hung(after) => {
            println!("{what}: ended after {} minutes; the test that was running last hangs", after.as_secs() / 60);
            here.failed += 1;
        }
    }
    counts.passed += here.passed;
    counts.failed += here.failed;
    eprintln!("  {what}: {} passed, {} failed, {:.0} s", here.passed, here.failed, started.elapsed().as_secs_f32());
    Ok(())
}

/// Reads the closing lines of cargo and of node.
fn add(line: &str, counts: &mut Counts) {
    let number = |text: &str| text.split_whitespace().next().and_then(|word| word.parse::<u64>().ok()).unwrap_or(0);
    if let Some(rest) = line.strip_prefix("test result: ") {
        for part in rest.split(['.', ';']) {
            let part = part.trim();
            if part.ends_with(" passed") {
                counts.passed += number(part);
            } else if part.ends_with(" failed") {
                counts.failed += number(part);
            }
        }
    } else if let Some(rest) = line.strip_prefix("# pass ") {
        counts.passed += number(rest);
    } else if let Some(rest) = line.strip_prefix("# fail ") {
        counts.failed += number(rest);
    }
}

/// The directory of the browser tests, with its packages installed.
pub fn browser_tests() -> Result<PathBuf> {
    let directory = workspace::root().join("tests").join("browser");
    let (lock, installed) = (directory.join("package-lock.json"), directory.join("node_modules/.package-lock.json"));
    let time = |path: &Path| path.metadata().and_then(|data| data.modified()).ok();
    if time(&installed).is_none() || time(&installed) < time(&lock) {
        cargo::run(
            "install the browser tests' packages with npm",
            Command::new("npm").current_dir(&directory).args(["ci", "--no-audit", "--no-fund"]),
        )?;
    }
    Ok(directory)
}

/// Debian's Chromium, installed when missing and allowed.
pub fn chromium() -> Result<PathBuf> {
    let path = PathBuf::from(std::env::var("INS_CHROMIUM").unwrap_or_else(|_| "/usr/bin/chromium".to_owned()));
    if path.exists() {
        return Ok(path);
    }
    if !cargo::is_root() {
        bail!("Chromium is missing: install it (`sudo apt-get install chromium`), or name it in INS_CHROMIUM");
    }
    cargo::apt("Chromium", &["chromium", "fonts-liberation"])?;
    Ok(path)
}

/// The other browsers the journeys are repeated in: what must be there, and the packages that bring it.
const OTHER_BROWSERS: [(&str, &str, &[&str]); 2] = [
    ("Firefox", "/usr/bin/firefox-esr", &["firefox-esr"]),
    ("WebKitGTK with its driver", "/usr/bin/WebKitWebDriver", &["webkit2gtk-driver", "xvfb"]),
];

/// Firefox and WebKitGTK, installed when missing and allowed; without one of them its journeys are skipped, and say so.
fn other_browsers() {
    for (name, path, packages) in OTHER_BROWSERS {
        if Path::new(path).exists() {
            continue;
        }
        let installed =
            if cargo::is_root() { cargo::apt(name, packages) } else { Err(anyhow::anyhow!("only root installs it")) };
        if let Err(error) = installed {
            println!("the journeys in {name} are skipped: {error:#}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_both_runners() {
        let mut counts = Counts::default();
        for line in [
            "test result: ok. 12 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.09s",
            "# pass 7",
            "# fail 2",
            "# skipped 3",
            "ok 1 - passed",
        ] {
            add(line, &mut counts);
        }
        assert_eq!(counts, Counts { passed: 19, failed: 3 });
    }
}
