//! `up`: builds, prepares the database, and serves.

use crate::build;
use crate::cargo;
use crate::engine;
use crate::state::{self, Beginning};
use crate::workspace;
use anyhow::{Context, Result, bail};
use std::net::SocketAddr;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use store::native_postgres::PostgresDatabase;

/// What the command line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Options {
    pub listen: SocketAddr,
    pub state_dir: PathBuf,
    pub empty: bool,
    /// Serves an installation of practice beside it.
    pub practice: bool,
    pub spin: bool,
    pub dev: bool,
    /// The address of a PostgreSQL database, instead of the file of the state directory.
    pub postgres: Option<String>,
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
            practice: false,
            spin: false,
            dev: false,
            postgres: None,
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
                "--postgres" => options.postgres = Some(value("--postgres")?.clone()),
                "--state-dir" => options.state_dir = PathBuf::from(value("--state-dir")?),
                name @ ("--cases" | "--commands") => {
                    let text = value(name)?;
                    let count = text.parse().with_context(|| format!("{name}: “{text}” is no number"))?;
                    *(if name == "--cases" { &mut options.cases } else { &mut options.commands }) = Some(count);
                }
                "--empty" => options.empty = true,
                "--practice" => options.practice = true,
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
    build::run(&build::Options { dev: options.dev, ..build::Options::default() })?;
    let with_spin =
        options.spin && Command::new("spin").arg("--version").output().is_ok_and(|output| output.status.success());
    if options.spin && !with_spin {
        eprintln!("  `spin` is not on PATH: using the host of this repository, which runs the same spin.toml");
    }
    let host = if with_spin { None } else { Some(build_host()?) };
    let beginning = if options.empty { Beginning::Empty } else { Beginning::Demo };
    let link = match &options.postgres {
        Some(address) => state::prepare_on(&PostgresDatabase::at(address)?, "the database", beginning)?,
        None => state::prepare(&options.state_dir, beginning)?,
    };
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
    let mut server = command(host.as_deref(), options.listen, &options.state_dir);
    accounts(&mut server, &options.state_dir, beginning)?;
    if let Some(address) = &options.postgres {
        server.env("SPIN_VARIABLE_DATABASE_URL", address).env("SPIN_VARIABLE_DATABASE_HOST", engine::host_of(address)?);
    }
    if options.practice {
        let practice = Practice::beside(options.listen, &options.state_dir)?;
        println!("Tập huấn: {} (vào từ mục Tập huấn ở cuối trang)", practice.address());
        practice.invite(&mut server);
        let mut beside = command(host.as_deref(), practice.listen, &practice.state_dir);
        accounts(&mut beside, &practice.state_dir, Beginning::Practice)?;
        practice.admit(&mut beside);
        if host.is_some() {
            // Both run the same components: compiled once, before two processes would each do it.
            let cache = options.state_dir.join("cache");
            let mut compile = command(host.as_deref(), options.listen, &options.state_dir);
            let compiled = compile.arg("--compile-only").status().context("cannot start the host")?;
            if !compiled.success() {
                bail!("the host could not compile the components: {compiled}");
            }
            beside.arg("--cache-dir").arg(cache);
        }
        // It ends with the group of this process: Ctrl-C reaches both.
        beside.stdin(Stdio::null()).spawn().context("cannot start the server of practice")?;
    }
    println!("Dừng bằng Ctrl-C.\n");
    // This process becomes the server: Ctrl-C then reaches it alone, and its exit is ours.
    Err(server.exec()).context("cannot start the server")
}

/// What each function takes of a body, a little above its own limit: its own words are better than the host's.
pub const BODIES: [&str; 4] = ["--max-body-size", "site=2097152", "--max-body-size", "reports=65536"];

/// The command that serves a state directory.
fn command(host: Option<&Path>, listen: SocketAddr, state_dir: &Path) -> Command {
    let manifest = workspace::root().join("spin.toml");
    let mut command = match host {
        Some(host) => {
            let mut command = Command::new(host);
            command.args(["--quiet", "--max-instance-concurrent-reuse-count", "1"]).arg("-f").arg(&manifest);
            command.args(BODIES);
            command
        }
        None => {
            let mut command = Command::new("spin");
            command.arg("up").arg("-f").arg(&manifest);
            command
        }
    };
    command.arg("--listen").arg(listen.to_string()).arg("--state-dir").arg(state_dir);
    command
}

/// Gives a server the account key of its state directory; whoever shows the demo or practises need not have a second factor. What the
/// environment says already stays.
pub fn accounts(server: &mut Command, state_dir: &Path, beginning: Beginning) -> Result<()> {
    // A variable may also come as a file.
    let said = |name: &str| ["", "_FILE"].iter().any(|end| std::env::var_os(format!("{name}{end}")).is_some());
    if !said("SPIN_VARIABLE_ACCOUNT_KEY") {
        server.env("SPIN_VARIABLE_ACCOUNT_KEY", state::account_key(state_dir)?);
    }
    if beginning != Beginning::Empty && !said("SPIN_VARIABLE_SECOND_FACTOR") {
        server.env("SPIN_VARIABLE_SECOND_FACTOR", "offered");
    }
    Ok(())
}

/// An installation of practice beside another one on this machine, and the secret both have.
pub struct Practice {
    pub listen: SocketAddr,
    pub state_dir: PathBuf,
    secret: String,
}

impl Practice {
    /// On the next port, in a directory of its own below that of the other.
    fn beside(listen: SocketAddr, state_dir: &Path) -> Result<Self> {
        let port = listen.port().checked_add(1).context("up: no port is left for practice")?;
        Self::at(SocketAddr::new(listen.ip(), port), state_dir.join("tap-huan"))
    }

    /// At an address and in a directory; filled when it is new.
    pub fn at(listen: SocketAddr, state_dir: PathBuf) -> Result<Self> {
        state::prepare(&state_dir, Beginning::Practice)?;
        Ok(Self { listen, state_dir, secret: state::secret() })
    }

    /// Where a browser opens it. By another name of this machine: browsers keep cookies by name and not by port, so that the two
    /// sessions do not replace each other.
    pub fn address(&self) -> String {
        if self.listen.ip().is_loopback() {
            format!("http://localhost:{}", self.listen.port())
        } else {
            format!("http://{}", self.listen)
        }
    }

    /// Lets the officers of another installation come here.
    pub fn invite(&self, server: &mut Command) {
        server.env("SPIN_VARIABLE_PRACTICE_URL", self.address()).env("SPIN_VARIABLE_PRACTICE_KEY", &self.secret);
    }

    /// Lets them in.
    pub fn admit(&self, server: &mut Command) {
        server.env("SPIN_VARIABLE_PRACTICE_KEY", &self.secret);
    }
}
