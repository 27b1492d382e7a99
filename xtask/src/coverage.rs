//! `coverage`: the lines of `domain` that its own tests run, room by room; fails below the floor.
//!
//! The compiler instruments the crates of the workspace alone (this program stands before rustc as its wrapper, and before the linter
//! where there is one), so that the dependencies are those of every other build. Test modules, examples and the build script are not counted. Must not know
//! what the lines are about.

use crate::{cargo, workspace};
use anyhow::{Context, Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

/// Least part of the lines, in percent.
const FLOOR: f64 = 95.0;

/// Set while this program is rustc's wrapper.
const WRAPPER: &str = "INS_INSTRUMENT";

/// The linter that stands between this program, while it is rustc's wrapper, and rustc.
const LINTER: &str = "INS_LINTER";

/// How a measurement ended.
pub enum Outcome {
    /// Lines run, of so many; and the tests' own output for who counts them.
    Measured { tests: String },
    /// The tools could not be had: why.
    Skipped(String),
}

/// Measures, prints the table (and the lines no test runs, when asked), and fails below the floor.
pub fn run(lines: bool) -> Result<Outcome> {
    let tools = match tools() {
        Ok(tools) => tools,
        Err(missing) => return Ok(Outcome::Skipped(format!("{missing:#}"))),
    };
    let profiles = tempfile::TempDir::new()?;
    let list = tested(profiles.path()).args(["--no-run", "--message-format=json-render-diagnostics"]).output()?;
    if !list.status.success() {
        bail!("the tests of domain do not compile: {}", String::from_utf8_lossy(&list.stderr));
    }
    let programs = executables(&String::from_utf8_lossy(&list.stdout));
    let output = tested(profiles.path()).args(["--quiet", "--no-fail-fast"]).output()?;
    let tests = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        print!("{tests}");
        bail!("tests of domain failed: their lines are not counted");
    }
    let files = read(&export(&tools, profiles.path(), &programs)?, |path| std::fs::read_to_string(path).ok());
    let rooms = rooms(&files);
    print!("{}", table(&rooms));
    let (run, all) = total(&rooms);
    let enough = percent(run, all) >= FLOOR;
    if lines || !enough {
        print!("{}", unrun(&files));
    }
    if !enough {
        bail!("{:.1} % of the lines of domain are run by its tests, less than {FLOOR} %", percent(run, all));
    }
    Ok(Outcome::Measured { tests })
}

/// As rustc's wrapper: adds the instrumentation, except for build scripts. `None` when this program was not called as one.
pub fn wrapped() -> Option<ExitCode> {
    std::env::var_os(WRAPPER)?;
    let mut arguments = std::env::args_os().skip(1);
    let rustc = arguments.next()?;
    let arguments: Vec<_> = arguments.collect();
    let script = arguments.windows(2).any(|pair| pair[0] == "--crate-name" && pair[1] == "build_script_build");
    let mut command = match std::env::var_os(LINTER) {
        None => Command::new(rustc),
        Some(linter) => {
            let mut command = Command::new(linter);
            command.arg(rustc);
            command
        }
    };
    command.args(arguments).args((!script).then_some("-Cinstrument-coverage")).env_remove(WRAPPER);
    let ended = command.status().ok().and_then(|status| status.code()).and_then(|code| u8::try_from(code).ok());
    Some(ended.map_or(ExitCode::FAILURE, ExitCode::from))
}

/// The instrumented tests of `domain`, without the documentation's.
fn tested(profiles: &Path) -> Command {
    let mut command = cargo::for_tests();
    command.args(["test", "-p", "domain", "--features", "import", "--lib", "--tests"]);
    if let Some(linter) = cargo::linter() {
        command.env(LINTER, linter);
    }
    if let Ok(this) = std::env::current_exe() {
        command.env("RUSTC_WORKSPACE_WRAPPER", this).env(WRAPPER, "1");
    }
    command.env("LLVM_PROFILE_FILE", profiles.join("%p-%m.profraw"));
    command
}

/// Where the toolchain keeps its LLVM tools; installs them through rustup when they are missing.
fn tools() -> Result<PathBuf> {
    let ask = |what: &str| -> Result<String> {
        let output = cargo::command("rustc").args(["--print", what]).output().context("rustc is not on PATH")?;
        Ok(String::from_utf8(output.stdout)?.trim().to_owned())
    };
    let folder = PathBuf::from(ask("sysroot")?).join("lib/rustlib").join(ask("host-tuple")?).join("bin");
    if !folder.join("llvm-cov").exists() {
        cargo::run(
            "install the Rust component llvm-tools with rustup",
            cargo::command("rustup").args(["component", "add", "llvm-tools"]),
        )
        .context("lines are counted by the Rust component llvm-tools, which rustup cannot provide here")?;
    }
    Ok(folder)
}

/// The test programs of cargo's messages.
fn executables(messages: &str) -> Vec<PathBuf> {
    let message = |line: &str| serde_json::from_str::<serde_json::Value>(line).ok();
    let program = |message: serde_json::Value| message.get("executable")?.as_str().map(PathBuf::from);
    messages.lines().filter_map(message).filter_map(program).collect()
}

/// The counts of every line, in the format of lcov.
fn export(tools: &Path, profiles: &Path, programs: &[PathBuf]) -> Result<String> {
    let raw = std::fs::read_dir(profiles)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    let merged = profiles.join("domain.profdata");
    let mut merge = Command::new(tools.join("llvm-profdata"));
    merge.args(["merge", "-sparse", "-o"]).arg(&merged).args(raw);
    if !merge.status()?.success() {
        bail!("llvm-profdata cannot merge the counts");
    }
    let mut export = Command::new(tools.join("llvm-cov"));
    export.args(["export", "-format=lcov"]).arg(format!("-instr-profile={}", merged.display()));
    export.args(programs.iter().flat_map(|program| [Path::new("-object"), program]));
    export.arg("-sources").arg(workspace::root().join("domain/src"));
    let output = export.output()?;
    if !output.status.success() {
        bail!("llvm-cov: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(String::from_utf8(output.stdout)?)
}

/// Lines of a file with whether they were run, test modules left out.
type Lines = BTreeMap<usize, bool>;

/// The files of `domain/src` by their path in it.
fn read(lcov: &str, source: impl Fn(&Path) -> Option<String>) -> BTreeMap<String, Lines> {
    let mut files: BTreeMap<String, Lines> = BTreeMap::new();
    let (mut name, mut first_test) = (None, usize::MAX);
    for record in lcov.lines() {
        if let Some(path) = record.strip_prefix("SF:") {
            name = path.split_once("/domain/src/").map(|(_, inside)| inside.to_owned()).filter(|name| !is_test(name));
            let text = name.as_ref().and_then(|_| source(Path::new(path)));
            first_test = text.map_or(usize::MAX, |text| test_module(&text));
        } else if let (Some(name), Some(counts)) = (&name, record.strip_prefix("DA:")) {
            let mut counts = counts.split(',').map_while(|number| number.parse::<u64>().ok());
            let line = counts.next().and_then(|line| usize::try_from(line).ok());
            if let (Some(line), Some(times)) = (line.filter(|line| *line < first_test), counts.next()) {
                *files.entry(name.clone()).or_default().entry(line).or_default() |= times > 0;
            }
        }
    }
    files
}

/// Whether a file holds tests alone.
fn is_test(name: &str) -> bool {
    name.split('/').any(|part| part == "tests" || part == "tests.rs")
}

/// The line at which a file's own test module begins.
fn test_module(text: &str) -> usize {
    let lines: Vec<&str> = text.lines().collect();
    let begins =
        |pair: &[&str]| pair[0].trim() == "#[cfg(test)]" && pair[1].starts_with("mod ") && pair[1].ends_with('{');
    lines.windows(2).position(begins).map_or(usize::MAX, |index| index + 1)
}

/// Lines run and all lines, by room: the folder or file below `domain/src`.
fn rooms(files: &BTreeMap<String, Lines>) -> BTreeMap<String, (usize, usize)> {
    let mut rooms: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (name, lines) in files {
        let room = name.split('/').next().unwrap_or(name).trim_end_matches(".rs");
        let sum = rooms.entry(room.to_owned()).or_default();
        sum.0 += lines.values().filter(|run| **run).count();
        sum.1 += lines.len();
    }
    rooms
}

fn total(rooms: &BTreeMap<String, (usize, usize)>) -> (usize, usize) {
    rooms.values().fold((0, 0), |sum, room| (sum.0 + room.0, sum.1 + room.1))
}

fn percent(run: usize, all: usize) -> f64 {
    let thousandths = (run * 1000).checked_div(all).and_then(|part| u32::try_from(part).ok()).unwrap_or(0);
    f64::from(thousandths) / 10.0
}

fn table(rooms: &BTreeMap<String, (usize, usize)>) -> String {
    let row = |name: &str, (run, all): (usize, usize)| {
        format!("  {name:<12} {run:>6} of {all:>6}  {:>5.1} %\n", percent(run, all))
    };
    let lines: String = rooms.iter().map(|(name, sum)| row(name, *sum)).collect();
    format!("lines of domain run by its own tests\n{lines}{}", row("all", total(rooms)))
}

/// The lines no test runs, file by file.
fn unrun(files: &BTreeMap<String, Lines>) -> String {
    let mut text = String::new();
    for (name, lines) in files {
        let missed: BTreeSet<usize> = lines.iter().filter(|(_, run)| !**run).map(|(line, _)| *line).collect();
        if !missed.is_empty() {
            let list: Vec<String> = missed.iter().map(usize::to_string).collect();
            text += &format!("  {name}: {}\n", list.join(" "));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const LCOV: &str = "SF:/x/domain/src/law/fine/mod.rs\nDA:1,5\nDA:2,0\nDA:9,1\nend_of_record\n\
        SF:/x/domain/src/law/fine/mod.rs\nDA:2,3\nDA:3,0\nend_of_record\n\
        SF:/x/domain/src/case/tests/papers.rs\nDA:1,1\nend_of_record\n\
        SF:/x/domain/src/money.rs\nDA:4,1\nDA:5,0\nend_of_record\nSF:/x/other/src/lib.rs\nDA:1,0\nend_of_record\n";

    /// A line is run when any program ran it; test modules and other crates are not counted.
    #[test]
    fn lines_are_counted_once_and_tests_not_at_all() {
        let law = "fn a() {}\nfn b() {}\nfn c() {}\n\n\n#[cfg(test)]\nmod tests {\n    #[test]\n    fn t() {}\n}\n";
        let files = read(LCOV, |path| path.ends_with("law/fine/mod.rs").then(|| law.to_owned()));
        let rooms = rooms(&files);
        assert_eq!(rooms, BTreeMap::from([("law".to_owned(), (2, 3)), ("money".to_owned(), (1, 2))]));
        assert_eq!((total(&rooms), percent(3, 5), percent(0, 0)), ((3, 5), 60.0, 0.0));
        assert_eq!(unrun(&files), "  law/fine/mod.rs: 3\n  money.rs: 5\n");
        assert!(table(&rooms).ends_with("  all               3 of      5   60.0 %\n"), "{}", table(&rooms));
    }

    /// A module of tests in a file of its own is declared, not begun.
    #[test]
    fn a_declared_test_module_ends_nothing() {
        assert_eq!(test_module("#[cfg(test)]\nmod tests;\n\nfn a() {}\n"), usize::MAX);
        assert_eq!(test_module("fn a() {}\n\n#[cfg(test)]\nmod tests {\n}\n"), 3);
        assert!(is_test("case/tests.rs") && is_test("case/tests/papers.rs") && !is_test("case/attests.rs"));
    }

    #[test]
    fn programs_are_read_from_cargos_messages() {
        let messages = "{\"reason\":\"compiler-artifact\",\"executable\":null}\n\
            {\"reason\":\"compiler-artifact\",\"executable\":\"/t/domain-1\"}\nnot json\n";
        assert_eq!(executables(messages), [PathBuf::from("/t/domain-1")]);
    }
}
