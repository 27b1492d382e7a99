//! `cargo xtask`: builds, runs and tests the system with one command each.
//!
//! It runs what is built and knows no rule of the product. Must not know what a page shows or what a table holds.

mod build;
mod cargo;
mod workspace;

use anyhow::{Result, bail};
use std::process::ExitCode;

const HELP: &str = "\
cargo xtask <command>

  build   browser half, server functions, assets into dist/     [--dev]

--dev builds quickly and runs slowly: for working on the pages.";

fn main() -> ExitCode {
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
        "build" => build::run(&build::Options::parse(&rest)?).map(drop),
        "" | "help" | "-h" | "--help" => {
            println!("{HELP}");
            Ok(())
        }
        other => bail!("no command “{other}”\n\n{HELP}"),
    }
}
