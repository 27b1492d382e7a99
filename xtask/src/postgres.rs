//! A PostgreSQL server of our own for tests: on a free port of this machine, with its data in a directory that goes with it.

use crate::cargo;
use anyhow::{Context, Result, bail};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Where Debian keeps the programs of every version.
const VERSIONS: &str = "/usr/lib/postgresql";

/// Who may not be root: the server refuses to be.
const NOBODY: [&str; 3] = ["--reuid=nobody", "--regid=nogroup", "--clear-groups"];

/// What a server for tests does without: nothing in it outlives it.
const QUICK: [&str; 4] = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off"];

/// What every server here is told.
const SETTINGS: [&str; 4] =
    ["max_connections=200", "shared_buffers=256MB", "listen_addresses=127.0.0.1", "logging_collector=off"];

/// A running server; ended when dropped, and by the system when this process ends otherwise.
pub struct Postgres {
    child: Child,
    port: u16,
    directory: TempDir,
    programs: PathBuf,
    durable: bool,
}

impl Postgres {
    /// Starts a quick server and waits until it answers.
    pub fn start() -> Result<Self> {
        Self::with(false)
    }

    /// Starts one that keeps what it acknowledged when it is killed.
    pub fn durable() -> Result<Self> {
        Self::with(true)
    }

    fn with(durable: bool) -> Result<Self> {
        let programs = programs()?;
        let directory = tempfile::Builder::new().prefix("ins-postgres-").tempdir()?;
        let data = directory.path().join("data");
        if cargo::is_root() {
            let mut owner = Command::new("chown");
            cargo::run("give the directory of the server away", owner.arg("nobody:nogroup").arg(directory.path()))?;
        }
        let mut made = as_nobody(&programs.join("initdb"));
        made.current_dir(directory.path())
            .args(["--locale=C", "--encoding=UTF8", "-U", "ins", "-A", "trust", "-D"])
            .arg(&data);
        cargo::run("make a PostgreSQL server for tests", made.stdout(Stdio::null()))?;
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let child = serve(&programs, directory.path(), port, durable)?;
        let mut server = Self { child, port, directory, programs, durable };
        server.wait()?;
        Ok(server)
    }

    /// `kill -9` of the server; its processes see that and end.
    pub fn kill(&mut self) -> Result<()> {
        self.child.kill()?;
        self.child.wait()?;
        Ok(())
    }

    /// Starts it again over its data, at the same port. While the processes of the former one still end, the new one refuses to begin.
    pub fn again(&mut self) -> Result<()> {
        let end = Instant::now() + Duration::from_secs(60);
        loop {
            self.child = serve(&self.programs, self.directory.path(), self.port, self.durable)?;
            match self.wait() {
                Err(error) if Instant::now() > end => return Err(error),
                Err(_) => std::thread::sleep(Duration::from_millis(100)),
                Ok(()) => return Ok(()),
            }
        }
    }

    /// The address of its first database, as its superuser.
    pub fn address(&self) -> String {
        format!("postgres://ins@127.0.0.1:{}/postgres", self.port)
    }

    fn wait(&mut self) -> Result<()> {
        let end = Instant::now() + Duration::from_secs(60);
        while Instant::now() < end {
            if let Some(status) = self.child.try_wait()? {
                bail!("PostgreSQL ended at once ({status})");
            }
            let mut asked = Command::new(self.programs.join("pg_isready"));
            asked.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
            if asked.status().is_ok_and(|status| status.success()) {
                return Ok(());
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        bail!("PostgreSQL does not answer on port {}", self.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        // The fast way down: connections are cut, nothing is waited for.
        let asked = Command::new("kill").args(["-INT", &self.child.id().to_string()]).status();
        let end = Instant::now() + Duration::from_secs(20);
        while asked.is_ok() && Instant::now() < end && matches!(self.child.try_wait(), Ok(None)) {
            std::thread::sleep(Duration::from_millis(50));
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The server over the data of a directory.
fn serve(programs: &Path, directory: &Path, port: u16, durable: bool) -> Result<Child> {
    let mut server = as_nobody(&programs.join("postgres"));
    server.current_dir(directory).arg("-D").arg(directory.join("data")).arg("-p").arg(port.to_string());
    server.arg("-k").arg(directory);
    for setting in SETTINGS.iter().chain(if durable { &[][..] } else { &QUICK }) {
        server.args(["-c", setting]);
    }
    server.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    server.spawn().context("cannot start PostgreSQL")
}

/// A program as somebody who is not root, that is told to end when this process does.
fn as_nobody(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "INT"]);
    if cargo::is_root() {
        command.args(NOBODY);
    }
    command.arg(program);
    command
}

/// The programs of the newest version that is installed.
pub fn installed() -> Option<PathBuf> {
    let versions = std::fs::read_dir(VERSIONS).ok()?.flatten();
    let number = |path: &PathBuf| path.file_name().and_then(|name| name.to_str()?.parse::<u32>().ok());
    let newest = versions.map(|entry| entry.path()).filter(|path| number(path).is_some()).max_by_key(number)?;
    Some(newest.join("bin")).filter(|programs| programs.join("initdb").exists())
}

fn programs() -> Result<PathBuf> {
    if let Some(found) = installed() {
        return Ok(found);
    }
    if !cargo::is_root() {
        bail!("PostgreSQL is missing: install it (`sudo apt-get install postgresql`)");
    }
    cargo::apt("PostgreSQL", &["postgresql"])?;
    installed().context("PostgreSQL was installed, but its programs are not in /usr/lib/postgresql")
}

#[cfg(test)]
mod tests {
    use super::*;
    use store::native::block_on;
    use store::native_postgres::PostgresDatabase;

    /// Skipped, and said so, where there is no server and nobody may install one.
    #[test]
    fn a_server_answers_and_ends_with_its_owner() {
        if installed().is_none() {
            eprintln!("PostgreSQL is not installed here");
            return;
        }
        let server = Postgres::start().unwrap();
        let address = server.address();
        let ask = || {
            let database = PostgresDatabase::at(&address).unwrap();
            block_on(store::migrate::applied(&database))
        };
        assert_eq!(ask(), Ok(Vec::new()));
        drop(server);
        assert!(ask().is_err());
    }
}
