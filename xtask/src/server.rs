//! The running system for tests: the host on a free port with a state directory of its own.

use crate::state::{self, Beginning};
use crate::workspace;
use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
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
        // The port is free now; nobody else on the machine takes it in the moment between.
        let address = TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string();
        let log = File::create(workspace::target().join("host-of-tests.log"))?;
        let child = Command::new(host)
            .arg("-f")
            .arg(workspace::root().join("spin.toml"))
            .arg("--state-dir")
            .arg(state.path())
            .arg("--cache-dir")
            .arg(workspace::target().join("cwasm"))
            .args(["--listen", &address, "--quiet"])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .context("cannot start the host")?;
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

/// Whether the readiness page says yes.
fn ready(address: &str) -> bool {
    let Ok(mut stream) = TcpStream::connect(address) else { return false };
    let request = format!("GET /suc-khoe HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    stream.write_all(request.as_bytes()).is_ok()
        && stream.read_to_string(&mut answer).is_ok()
        && answer.starts_with("HTTP/1.1 200")
}
