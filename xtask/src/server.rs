//! The running system for tests: the host on a free port with a state directory of its own.

use crate::engine::host_of;
use crate::state::{self, Beginning};
use crate::up::{BODIES, Practice};
use crate::workspace;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use store::native_postgres::PostgresDatabase;
use tempfile::TempDir;

/// A running host; ended when dropped.
pub struct Server {
    child: Child,
    pub address: String,
    pub state: TempDir,
    /// From its start to its first answer.
    pub started_in: Duration,
}

impl Server {
    /// Starts the host with the demo province and waits until it answers.
    pub fn start(host: &Path) -> Result<Self> {
        let state = TempDir::new()?;
        state::prepare(state.path(), Beginning::Demo)?;
        Self::run(host, state, free()?, "host-of-tests.log", |_| ())
    }

    /// Starts the host with figures at an address of their own, over a new database of a server or, without one, over a file; answers
    /// both.
    pub fn measured(host: &Path, database: Option<&str>) -> Result<(Self, String)> {
        let figures = free()?.to_string();
        let state = TempDir::new()?;
        match database {
            Some(address) => state::prepare_on(&PostgresDatabase::at(address)?, "the database", Beginning::Demo)?,
            None => state::prepare(state.path(), Beginning::Demo)?,
        };
        let reached = database.map(host_of).transpose()?;
        let server = Self::run(host, state, free()?, "host-of-tests.log", |host| {
            host.args(["--metrics-listen", &figures]);
            if let (Some(address), Some(reached)) = (database, &reached) {
                host.env("SPIN_VARIABLE_DATABASE_URL", address).env("SPIN_VARIABLE_DATABASE_HOST", reached);
            }
        })?;
        Ok((server, figures))
    }

    /// Starts the same beside an installation of practice that its officers may go to; answers both.
    pub fn start_with_practice(host: &Path) -> Result<(Self, Self)> {
        let state = TempDir::new()?;
        let practice = Practice::at(free()?, state.path().to_owned())?;
        let there = Self::run(host, state, practice.listen, "practice-of-tests.log", |host| practice.admit(host))?;
        let state = TempDir::new()?;
        state::prepare(state.path(), Beginning::Demo)?;
        let here = Self::run(host, state, free()?, "host-of-tests.log", |host| {
            practice.invite(host);
            host.arg("--written-file").arg(written());
        })?;
        Ok((here, there))
    }

    fn run(
        host: &Path,
        state: TempDir,
        listen: SocketAddr,
        log: &str,
        more: impl FnOnce(&mut Command),
    ) -> Result<Self> {
        let address = listen.to_string();
        let log = File::create(workspace::target().join(log))?;
        let mut command = Command::new(host);
        command
            .arg("-f")
            .arg(workspace::root().join("spin.toml"))
            .arg("--state-dir")
            .arg(state.path())
            .arg("--cache-dir")
            .arg(workspace::target().join("cwasm"))
            .args(BODIES)
            .args(["--listen", &address, "--quiet"])
            // All tests come from one address: what stops guessers would stop them.
            .env("SPIN_VARIABLE_RATE_LIMITS", "1000")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log);
        crate::up::accounts(&mut command, state.path(), Beginning::Demo)?;
        more(&mut command);
        let child = command.spawn().context("cannot start the host")?;
        let mut server = Self { child, address, state, started_in: Duration::ZERO };
        let begun = Instant::now();
        server.wait()?;
        server.started_in = begun.elapsed();
        Ok(server)
    }

    /// Process id of the host.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    fn wait(&mut self) -> Result<()> {
        let end = Instant::now() + Duration::from_secs(120);
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait()? {
                bail!("the host ended at once ({status}); its log is host-of-tests.log in the build directory");
            }
            if ready(&self.address) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        bail!("the host does not answer at {}", self.address)
    }

    /// Asks the host to end, and waits for it: its exit must be clean.
    pub fn stop(mut self) -> Result<()> {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status()?;
        let status = self.child.wait()?;
        if asked.success() && status.success() { Ok(()) } else { bail!("the host ended with {status}") }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Already ended after `stop`; otherwise a test failed and nothing of it is kept.
        if self.child.kill().is_ok() {
            let _ = self.child.wait();
        }
    }
}

/// The record of what the requests of the last test run wrote.
pub fn written() -> PathBuf {
    workspace::target().join("written-by-tests.jsonl")
}

/// A port of this machine that is free now; nobody else takes it in the moment between.
fn free() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

/// Whether the readiness page says yes.
pub fn ready(address: &str) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let request = format!("GET /suc-khoe HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}
