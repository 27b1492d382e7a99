//! `cargo xtask`: builds, runs and tests the system with one command each.
//!
//! It runs what is built and knows no rule of the product. Must not know what a page shows or what a table holds.

mod bench;
mod build;
mod cargo;
mod client;
mod coverage;
mod kill;
mod national;
mod server;
mod state;
mod test;
mod up;
mod workspace;

use anyhow::{Context, Result, bail};
use state::Beginning;
use std::path::PathBuf;
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  up        build, prepare the database with demo data, serve on http://127.0.0.1:3000
            [--listen ADDRESS] [--state-dir DIR] [--empty] [--spin] [--dev]
  build     browser half, server functions, assets into dist/     [--dev]
  test      every test, browser tests included
  coverage  the lines of domain that its own tests run; fails below 95 %
            [--lines] names those no test runs
  bench     the figures of docs/benchmarks.md
            [--cases N] those of the store on the national database [--state-dir DIR]
  kill      kill -9 of the host in the middle of 200 writes       [HOST]
  seed      prepare a database with demo data                     [--state-dir DIR] [--empty]
            [--cases N] the whole country with so many cases, for measuring
  verify    recompute chain, report cells and attachments         [--state-dir DIR]
            [--commands N] of a new database after N random commands
  backup    copy the database and the attached files (FILE.tep)   FILE [--state-dir DIR]
  restore   put a copy in place of the database                   FILE [--state-dir DIR]

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
        "coverage" => coverage::run(rest.iter().any(|argument| argument == "--lines")).map(|outcome| {
            if let coverage::Outcome::Skipped(why) = outcome {
                println!("not measured: {why}");
            }
        }),
        "bench" => {
            let options = up::Options::parse(&rest)?;
            match options.cases {
                Some(cases) => national::bench(&options.state_dir, cases),
                None => bench::run(),
            }
        }
        "kill" => {
            let host = rest.first().map_or_else(up::build_host, |host| Ok(PathBuf::from(host)))?;
            kill::run(&host)
        }
        "seed" => {
            let options = up::Options::parse(&rest)?;
            if let Some(cases) = options.cases {
                return national::seed(&options.state_dir, cases);
            }
            let beginning = if options.empty { Beginning::Empty } else { Beginning::Demo };
            if let Some(token) = state::prepare(&options.state_dir, beginning)? {
                println!("/khoi-tao?ma={token}");
            }
            Ok(())
        }
        "verify" => {
            let options = up::Options::parse(&rest)?;
            options.commands.map_or_else(|| state::verify(&options.state_dir), national::walk)
        }
        "backup" | "restore" => {
            let (file, rest) = rest.split_first().context("name the file of the copy")?;
            let directory = up::Options::parse(rest)?.state_dir;
            if command == "backup" {
                state::backup(&directory, &PathBuf::from(file))
            } else {
                state::restore(&directory, &PathBuf::from(file))
            }
        }
        "" | "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("no command “{other}”\n\n{HELP}"),
    }
}
