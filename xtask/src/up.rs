//! `up`: builds, prepares the database, and serves.

use crate::build;
use crate::cargo;
use crate::state::{self, Beginning};
use crate::workspace;
use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::PathBuf;
use std::process::Command;

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    pub listen: SocketAddr,
    pub state_dir: PathBuf,
    pub empty: bool,
    pub spin: bool,
    pub dev: bool,
    /// How many cases the national database has; the demo province without it.
    pub cases: Option<usize>,
    /// How many random commands are given before a verification.
    pub commands: Option<usize>,
}

impl Options {
    /// Reads the command line.
    pub fn parse(arguments: &[String]) -> Result<Self> {
        let mut options = Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 3000)),
            state_dir: workspace::root().join("state"),
            empty: false,
            spin: false,
            dev: false,
            cases: None,
            commands: None,
        };
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let mut value = |name: &str| rest.next().with_context(|| format!("up: {name} needs a value"));
            match argument.as_str() {
                "--listen" => {
                    let text = value("--listen")?;
                    options.listen =
                        text.parse().with_context(|| format!("up: “{text}” is no address such as 127.0.0.1:3000"))?;
                }
                "--state-dir" => options.state_dir = PathBuf::from(value("--state-dir")?),
                name @ ("--cases" | "--commands") => {
                    let text = value(name)?;
                    let count = text.parse().with_context(|| format!("{name}: “{text}” is no number"))?;
                    *(if name == "--cases" { &mut options.cases } else { &mut options.commands }) = Some(count);
                }
                "--empty" => options.empty = true,
                "--spin" => options.spin = true,
                "--dev" => options.dev = true,
                other => bail!("up: no option “{other}”"),
            }
        }
        Ok(options)
    }
}

/// The host's binary, built when it changed.
pub fn build_host() -> Result<PathBuf> {
    cargo::run("host", cargo::cargo().args(["build", "--quiet", "--profile", "host", "-p", "host"]))?;
    Ok(workspace::target().join("host").join("host"))
}

/// Builds everything and becomes the server.
pub fn run(options: &Options) -> Result<()> {
    build::run(&build::Options { dev: options.dev })?;
    let with_spin =
        options.spin && Command::new("spin").arg("--version").output().is_ok_and(|output| output.status.success());
    if options.spin && !with_spin {
        eprintln!("  `spin` is not on PATH: using the host of this repository, which runs the same spin.toml");
    }
    let host = if with_spin { None } else { Some(build_host()?) };
    let beginning = if options.empty { Beginning::Empty } else { Beginning::Demo };
    let link = state::prepare(&options.state_dir, beginning)?;
    println!("\nINS: http://{}", options.listen);
    match link {
        Some(token) => println!(
            "Quản trị đầu tiên đặt mật khẩu (một lần, trong 72 giờ) tại:\n  http://{}/khoi-tao?ma={token}",
            options.listen
        ),
        None if options.empty => println!("Hệ thống đã có tài khoản quản trị."),
        None => {
            println!("Tài khoản trình diễn:");
            for line in state::demo_accounts() {
                println!("{line}");
            }
        }
    }
    println!("Dừng bằng Ctrl-C.\n");
    let manifest = workspace::root().join("spin.toml");
    let mut server = match host {
        Some(host) => {
            let mut command = Command::new(host);
            command.args(["--quiet", "--max-instance-concurrent-reuse-count", "1"]).arg("-f").arg(&manifest);
            command
        }
        None => {
            let mut command = Command::new("spin");
            command.arg("up").arg("-f").arg(&manifest);
            command
        }
    };
    server.arg("--listen").arg(options.listen.to_string()).arg("--state-dir").arg(&options.state_dir);
    // This process becomes the server: Ctrl-C then reaches it alone, and its exit is ours.
    Err(server.exec()).context("cannot start the server")
}
