//! The built system under one state directory, started, killed and started again; and what the machine says of its process.

use crate::state::Beginning;
use crate::{build, up, workspace};
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Where the parts of the built system are.
#[derive(Debug, Clone)]
pub struct Built {
    pub host: PathBuf,
    pub manifest: PathBuf,
    pub cache: PathBuf,
}

impl Built {
    /// A directory with `host`, `spin.toml`, `dist/` and `cwasm/`; without one everything is built here.
    pub fn find(directory: Option<&Path>) -> Result<Self> {
        let built = match directory {
            Some(directory) => Self {
                host: directory.join("host"),
                manifest: directory.join("spin.toml"),
                cache: directory.join("cwasm"),
            },
            None => {
                build::run(&build::Options::default())?;
                Self {
                    host: up::build_host()?,
                    manifest: workspace::root().join("spin.toml"),
                    cache: workspace::target().join("cwasm"),
                }
            }
        };
        for part in [&built.host, &built.manifest] {
            if !part.exists() {
                bail!("{} is missing: build it (`cargo xtask build`), or leave --built out", part.display());
            }
        }
        Ok(built)
    }
}

/// A host over one state directory. Killed when dropped.
pub struct Site {
    built: Built,
    pub state: PathBuf,
    pub address: String,
    log: PathBuf,
    /// Days the functions' clock runs ahead.
    pub days_ahead: u16,
    /// Further options of the host.
    pub options: Vec<String>,
    /// Further variables of its environment; they go before what stands here.
    pub environment: Vec<(String, String)>,
    child: Option<Child>,
}

impl Site {
    /// Nothing runs yet; the port is one that is free now.
    pub fn new(built: &Built, state: &Path) -> Result<Self> {
        let listen: SocketAddr = TcpListener::bind("127.0.0.1:0")?.local_addr()?;
        let log = workspace::target().join(format!("reliability-{}.log", listen.port()));
        Ok(Self {
            built: built.clone(),
            state: state.to_owned(),
            address: listen.to_string(),
            log,
            days_ahead: 0,
            options: Vec::new(),
            environment: Vec::new(),
            child: None,
        })
    }

    /// Starts it and waits for its first answer; how long that took.
    pub fn start(&mut self) -> Result<Duration> {
        let begun = Instant::now();
        self.spawn()?;
        let end = Instant::now() + Duration::from_secs(120);
        while Instant::now() < end {
            if let Some(status) = self.child.as_mut().map(Child::try_wait).transpose()?.flatten() {
                bail!("the host ended at once ({status}): {}", self.log());
            }
            if crate::server::ready(&self.address) {
                return Ok(begun.elapsed());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        bail!("the host does not answer at {}: {}", self.address, self.log())
    }

    /// Starts it and waits for nothing.
    pub fn spawn(&mut self) -> Result<()> {
        std::fs::create_dir_all(workspace::target())?;
        let log = File::options().create(true).append(true).open(&self.log)?;
        let mut command = Command::new(&self.built.host);
        command.arg("-f").arg(&self.built.manifest).arg("--state-dir").arg(&self.state);
        command.arg("--cache-dir").arg(&self.built.cache).args(["--listen", &self.address, "--quiet"]);
        command.args(["--days-ahead", &self.days_ahead.to_string()]).args(&self.options);
        up::accounts(&mut command, &self.state, Beginning::Demo)?;
        // What is measured here are other limits than how often somebody may ask.
        command
            .env("SPIN_VARIABLE_RATE_LIMITS", "1000")
            .env("RUST_LOG", "warn")
            .envs(self.environment.iter().map(|(name, value)| (name, value)))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        self.child = Some(command.spawn().context("cannot start the host")?);
        Ok(())
    }

    /// The parts of the system it runs.
    pub fn built(&self) -> &Built {
        &self.built
    }

    /// Process id, while it runs.
    pub fn id(&self) -> u32 {
        self.child.as_ref().map_or(0, Child::id)
    }

    /// `kill -9`.
    pub fn kill(&mut self) -> Result<()> {
        if let Some(mut child) = self.child.take() {
            child.kill()?;
            child.wait()?;
        }
        Ok(())
    }

    /// Ends it as an administrator does; its exit must be clean.
    pub fn stop(&mut self) -> Result<()> {
        let Some(mut child) = self.child.take() else { return Ok(()) };
        Command::new("kill").args(["-TERM", &child.id().to_string()]).status()?;
        let status = child.wait()?;
        if status.success() { Ok(()) } else { bail!("the host ended with {status}: {}", self.log()) }
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.child.as_mut().is_some_and(|child| matches!(child.try_wait(), Ok(None)))
    }

    /// The end of what it logged.
    pub fn log(&self) -> String {
        let log = std::fs::read(&self.log).unwrap_or_default();
        String::from_utf8_lossy(log.get(log.len().saturating_sub(1500)..).unwrap_or_default()).into_owned()
    }

    /// What the machine says of its process.
    pub fn usage(&self) -> Usage {
        let id = self.id();
        let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
        let kilobytes = |name: &str| {
            let line = status.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_whitespace().nth(1).and_then(|word| word.parse::<u64>().ok()).unwrap_or(0)
        };
        let files = std::fs::read_dir(format!("/proc/{id}/fd")).map_or(0, Iterator::count);
        Usage { resident: kilobytes("VmRSS:"), own: kilobytes("RssAnon:"), files }
    }
}

impl Drop for Site {
    fn drop(&mut self) {
        // Already ended after `stop`; otherwise an experiment failed and nothing of it is kept.
        let _ = self.kill();
    }
}

/// Memory in kilobytes, and open files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Usage {
    pub resident: u64,
    /// Without what belongs to files, as the pages of the database do.
    pub own: u64,
    pub files: usize,
}
