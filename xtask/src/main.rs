//! `cargo xtask`: builds, runs and tests the system with one command each.
//!
//! It runs what is built and knows no rule of the product. Must not know what a page shows or what a table holds.

mod audit;
mod bench;
mod build;
mod cargo;
mod client;
mod copy;
mod coverage;
mod engine;
mod kill;
mod national;
mod postgres;
mod reliability;
mod reseal;
mod sbom;
mod server;
mod state;
mod test;
mod up;
mod watch;
mod workspace;

use anyhow::{Result, bail};
use state::Beginning;
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  up        build, prepare the database with demo data, serve on http://127.0.0.1:3000
            [--listen ADDRESS] [--state-dir DIR] [--empty] [--practice] [--spin] [--dev]
            [--postgres postgres://…] in a database of a server instead of a file
  build     browser half, server functions, assets into dist/     [--dev]
  test      every test, browser tests included
  probe     the vault as a module, for running its browser test by hand     [--dev]
  coverage  the lines of domain that its own tests run; fails below 95 %
            [--lines] names those no test runs
  audit     which journal each address wrote in the last test run, against tests/golden
            [--accept] puts what was seen in its place
  sbom      every crate with version, licence and checksum (CycloneDX) [FILE]
  bench     the figures of docs/benchmarks.md
            [--cases N] those of the store on the national database [--state-dir DIR | --postgres ADDRESS]
  kill      kill -9 of the host in the middle of 200 writes       [HOST]
  reliability  what the system holds out, with figures: docs/reliability.md
            [--only NAME] deny, failpoints, fuzz, kill, faults, hosts, attacks, spike, interface or soak   [--short]
            [--minutes N] of soak  [--kills N]  [--times N] of the short fuzzing run  [--rate N] requests a second
            [--state-dir DIR] where state directories are made  [--built DIR] host, spin.toml, dist/ and cwasm/ of another build
  deny      licences, bans and sources of what is compiled in
  seed      prepare a database with demo data                     [--state-dir DIR] [--empty]
            [--practice] to practise in
            [--cases N] the whole country with so many cases, for measuring; also into [--postgres ADDRESS]
  verify    recompute chain, report cells and attachments         [--state-dir DIR | --postgres ADDRESS]
            [--commands N] of a new database after N random commands
  key       a key for copies                                      --to FILE
  backup    one sealed copy of database and files, while it runs  --to FILE|DIR --key-file KEY
            [--state-dir DIR | --postgres ADDRESS] [--passphrase-file FILE]
            [--keep N] deletes the oldest copies of DIR beyond N
  restore   a copy into an empty directory, proven first          --from FILE --key-file KEY --state-dir NEW
            [--passphrase-file FILE]
  reseal    from a former account key to a new one                --former-key-file FILE --key-file FILE
            [--state-dir DIR | --postgres ADDRESS]
  migrate   bring a database to the schema of this program        [--state-dir DIR | --postgres ADDRESS]
            [--rehearse] on a copy, with a proof and times
  move      everything into a new database of another engine, and its proof there
            --from DIR|postgres://… --to DIR|postgres://…

--practice serves an installation to practise in beside it, on the next port.
--empty starts without demo data and prints a one-time link for the first administrator.
--dev builds quickly and runs slowly: for working on the pages.";

fn main() -> ExitCode {
    if let Some(ended) = coverage::wrapped() {
        return ended;
    }
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let command = arguments.next().unwrap_or_default();
    let rest: Vec<String> = arguments.collect();
    match command.as_str() {
        "up" => up::run(&up::Options::parse(&rest)?),
        "build" => build::run(&build::Options::parse(&rest)?).map(drop),
        "test" => test::run(),
        "probe" => {
            let built = test::field_probe(&build::Options::parse(&rest)?)?;
            println!("INS_FIELD_PROBE={}", built.display());
            Ok(())
        }
        "coverage" => coverage::run(rest.iter().any(|argument| argument == "--lines")).map(|outcome| {
            if let coverage::Outcome::Skipped(why) = outcome {
                println!("not measured: {why}");
            }
        }),
        "sbom" => sbom::run(&rest.first().map_or_else(|| workspace::root().join("dist/sbom.json"), PathBuf::from)),
        "audit" => audit::check(&server::written(), rest.iter().any(|argument| argument == "--accept")),
        "bench" => {
            let options = up::Options::parse(&rest)?;
            match (options.cases, &options.postgres) {
                (Some(cases), Some(address)) => national::bench_server(address, cases),
                (Some(cases), None) => national::bench(&options.state_dir, cases),
                (None, _) => bench::run(),
            }
        }
        "kill" => {
            let host = rest.first().map_or_else(up::build_host, |host| Ok(PathBuf::from(host)))?;
            kill::run(&host)
        }
        "reliability" => reliability::run(&reliability::Options::parse(&rest)?),
        "deny" => reliability::deny(),
        "seed" => {
            let options = up::Options::parse(&rest)?;
            match (options.cases, &options.postgres) {
                (Some(cases), Some(address)) => return national::seed_server(address, cases),
                (Some(cases), None) => return national::seed(&options.state_dir, cases),
                (None, Some(_)) => bail!("seed: --postgres goes with --cases; `up --postgres` brings the demo data"),
                (None, None) => {}
            }
            let beginning = match (options.practice, options.empty) {
                (true, _) => Beginning::Practice,
                (false, true) => Beginning::Empty,
                (false, false) => Beginning::Demo,
            };
            if let Some(token) = state::prepare(&options.state_dir, beginning)? {
                println!("/khoi-tao?ma={token}");
            }
            Ok(())
        }
        "verify" => {
            let options = up::Options::parse(&rest)?;
            let place = || engine::Place::of(options.postgres.as_deref(), options.state_dir.clone());
            options.commands.map_or_else(|| state::verify_at(&place()?), national::walk)
        }
        "key" => copy::make_key(&copy::Options::parse("key", &rest)?),
        "backup" => copy::backup(&copy::Options::parse("backup", &rest)?).map(drop),
        "restore" => copy::restore(&copy::Options::parse("restore", &rest)?),
        "reseal" => reseal::run(&reseal::Options::parse(&rest)?),
        "migrate" => copy::migrate(&copy::Options::parse("migrate", &rest)?),
        "move" => engine::run(&engine::Options::parse(&rest)?),
        "" | "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("no command “{other}”\n\n{HELP}"),
    }
}
