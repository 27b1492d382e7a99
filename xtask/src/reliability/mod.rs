//! `reliability`: what the system holds out, experiment by experiment, with figures; `docs/reliability.md` keeps them.
//!
//! Each experiment fails at the first broken invariant and says how to repeat it. Must not know how the product keeps them.

mod faults;
mod hosts;
mod kill;
mod load;
mod site;
mod tools;
mod work;

use crate::{cargo, workspace};
use anyhow::{Context, Result, bail};
use site::{Built, Site};
use std::path::PathBuf;
use std::time::{Duration, Instant};

/// One line of a table.
pub struct Figure {
    what: String,
    measured: String,
}

impl Figure {
    fn new(what: &str, measured: impl std::fmt::Display) -> Self {
        Self { what: what.to_owned(), measured: measured.to_string() }
    }
}

/// How much of each experiment is run.
#[derive(Debug, Clone)]
pub struct Options {
    only: Option<String>,
    built: Option<PathBuf>,
    /// Where state directories are made.
    scratch: PathBuf,
    seed: u64,
    kills: usize,
    /// Requests a second of the base load.
    rate: f64,
    /// Length of each phase of the spike.
    phase: Duration,
    soak: Duration,
    /// Load before the soak is looked at.
    warm: Duration,
    /// Times the inputs of the short fuzzing run.
    times: u64,
    /// Examples for each address of the interface.
    examples: u32,
}

impl Options {
    /// The long run.
    fn long() -> Self {
        Self {
            only: None,
            built: None,
            scratch: std::env::temp_dir(),
            seed: 1872,
            kills: 1000,
            rate: 30.0,
            phase: Duration::from_secs(60),
            soak: Duration::from_secs(30 * 60),
            warm: Duration::from_secs(120),
            times: 70,
            examples: 100,
        }
    }

    /// What `cargo xtask test` has time for.
    pub fn short() -> Self {
        Self {
            kills: 10,
            phase: Duration::from_secs(4),
            soak: Duration::from_secs(9),
            warm: Duration::from_secs(4),
            times: 1,
            examples: 8,
            ..Self::long()
        }
    }

    /// Reads the command line.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options =
            if arguments.iter().any(|argument| argument == "--short") { Self::short() } else { Self::long() };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = || rest.next().with_context(|| format!("reliability: {argument} needs a value"));
            match argument.as_str() {
                "--short" => {}
                "--only" => options.only = Some(value()?.clone()),
                "--built" => options.built = Some(PathBuf::from(value()?)),
                "--state-dir" => options.scratch = PathBuf::from(value()?),
                "--seed" => options.seed = value()?.parse()?,
                "--kills" => options.kills = value()?.parse()?,
                "--rate" => options.rate = value()?.parse()?,
                "--minutes" => options.soak = Duration::from_secs_f64(value()?.parse::<f64>()? * 60.0),
                "--times" => options.times = value()?.parse()?,
                other => bail!("reliability: no option “{other}”"),
            }
        }
        std::fs::create_dir_all(&options.scratch)?;
        Ok(options)
    }
}

type Experiment = fn(&Built, &Options) -> Result<Vec<Figure>>;

/// Every experiment over the running system.
const RUNNING: [(&str, Experiment); 6] = [
    ("kill", kill::run),
    ("faults", faults::run),
    ("hosts", hosts::run),
    ("spike", load::spike),
    ("interface", tools::interface),
    ("soak", load::soak),
];

/// Every experiment there is, in the order they are run.
const ALL: [(&str, Experiment); 10] = [
    ("deny", |_, _| tools::deny()),
    ("failpoints", tools::failpoints),
    ("fuzz", tools::fuzz),
    ("kill", kill::run),
    ("faults", faults::run),
    ("hosts", hosts::run),
    ("attacks", attacks),
    ("spike", load::spike),
    ("interface", tools::interface),
    ("soak", load::soak),
];

/// Runs the experiments and prints their tables.
pub fn run(options: &Options) -> Result<()> {
    let chosen: Vec<_> =
        ALL.iter().filter(|(name, _)| options.only.as_deref().is_none_or(|only| only == *name)).collect();
    if chosen.is_empty() {
        bail!("no experiment of that name: {}", ALL.map(|(name, _)| name).join(", "));
    }
    let needs_system = chosen.iter().any(|(name, _)| !["deny", "failpoints", "fuzz"].contains(name));
    let built = if needs_system { Built::find(options.built.as_deref())? } else { Built::none() };
    let mut failed = Vec::new();
    for (name, experiment) in chosen {
        eprintln!("  {name} …");
        let begun = Instant::now();
        match experiment(&built, options) {
            Ok(figures) => {
                println!("\n| {name} | measured |\n|---|---|");
                for figure in figures {
                    println!("| {} | {} |", figure.what, figure.measured);
                }
            }
            Err(error) => {
                println!("\n{name}: {error:#}");
                failed.push(*name);
            }
        }
        eprintln!("  {name}: {:.0} s", begun.elapsed().as_secs_f64());
    }
    if failed.is_empty() { Ok(()) } else { bail!("failed: {}", failed.join(", ")) }
}

/// Short versions of those over the running system, for `cargo xtask test`: how many passed and failed.
pub fn short(host: &std::path::Path) -> (u64, u64) {
    let options = Options::short();
    let built = Built::of(host);
    let (mut passed, mut failed) = (0, 0);
    for (name, experiment) in RUNNING {
        let begun = Instant::now();
        match experiment(&built, &options) {
            Ok(figures) => {
                for figure in figures.iter().filter(|figure| figure.measured.starts_with("not run")) {
                    println!("reliability, {name}: {}: {}", figure.what, figure.measured);
                }
                passed += 1;
            }
            Err(error) => {
                println!("reliability, {name}: {error:#}");
                failed += 1;
            }
        }
        eprintln!("  reliability, {name}: {:.0} s", begun.elapsed().as_secs_f64());
    }
    (passed, failed)
}

/// The attacks are tests over HTTP of their own; here against a system of their own.
fn attacks(built: &Built, options: &Options) -> Result<Vec<Figure>> {
    let directory = tempfile::TempDir::new_in(&options.scratch)?;
    crate::state::prepare(directory.path(), crate::state::Beginning::Demo)?;
    let mut site = Site::new(built, directory.path())?;
    site.start()?;
    let mut command = cargo::cargo();
    command.args([
        "test",
        "--quiet",
        "--no-fail-fast",
        "-p",
        "ins-tests",
        "--features",
        "running",
        "--test",
        "http_attack*",
    ]);
    command.args(["--", "--nocapture"]).env("INS_BASE_URL", format!("http://{}", site.address));
    command.env("INS_HOST_PID", site.id().to_string()).env("INS_PAYLOAD_ROUNDS", "90").env("INS_SLOW_SECONDS", "40");
    let parts = site.built();
    command.env("INS_HOST", &parts.host).env("INS_MANIFEST", &parts.manifest).env("INS_CACHE_DIR", &parts.cache);
    let output = command.output()?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if !output.status.success() {
        bail!("{text}\n{}", String::from_utf8_lossy(&output.stderr));
    }
    if !site.runs() {
        bail!("the host ended: {}", site.log());
    }
    let mut figures: Vec<Figure> = text
        .lines()
        .filter_map(|line| line.split("attack | ").nth(1)?.split_once(" | "))
        .map(|(what, measured)| Figure::new(what, measured.trim_end_matches([' ', '|'])))
        .collect();
    let passed: u64 = text
        .lines()
        .filter_map(|line| line.strip_prefix("test result: ok. ")?.split(' ').next()?.parse::<u64>().ok())
        .sum();
    figures.push(Figure::new("tests of attacks passed", passed));
    site.stop()?;
    crate::state::verify(directory.path())?;
    Ok(figures)
}

/// `deny`: licences, bans and sources alone.
pub fn deny() -> Result<()> {
    for figure in tools::deny()? {
        println!("{}: {}", figure.what, figure.measured);
    }
    Ok(())
}

impl Built {
    /// For experiments that run no system.
    fn none() -> Self {
        Self { host: PathBuf::new(), manifest: PathBuf::new(), cache: PathBuf::new() }
    }

    /// The system of this workspace, with its host.
    fn of(host: &std::path::Path) -> Self {
        Self {
            host: host.to_owned(),
            manifest: workspace::root().join("spin.toml"),
            cache: workspace::target().join("cwasm"),
        }
    }
}
