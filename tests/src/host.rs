//! A host of a test's own: its own database, its own limits, its own log.
//!
//! For what would be in the way of other tests: limits that are met, a database that is spoilt, a log that is read.
#![allow(clippy::expect_used, reason = "a test that cannot set itself up has failed")]

use crate::http::Visitor;
use crate::officers::PASSWORD;
use std::net::TcpListener;
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};
use store::native::{NativeDatabase, block_on};
use store::{Database, Env, demo, migrate};

/// A running host; it ends with the test.
pub struct Host {
    child: Child,
    /// Host and port.
    pub authority: String,
    /// Where its figures are.
    pub figures: String,
    state: Arc<tempfile::TempDir>,
    log: PathBuf,
}

fn random(buffer: &mut [u8]) {
    use std::io::Read;
    let filled = std::fs::File::open("/dev/urandom").and_then(|mut source| source.read_exact(buffer));
    assert!(filled.is_ok(), "no random bytes");
}

/// A port that is free now.
fn free() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("its address").to_string()
}

fn required(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is set by `cargo xtask test`"))
}

impl Host {
    /// Starts a host with the units and accounts of the demo province and no cases; `spoil` may change the database before.
    pub fn start(arguments: &[&str], variables: &[(&str, &str)], spoil: &[&str]) -> Self {
        Self::over(arguments, variables, |database| {
            block_on(async {
                demo::units(database, demo::Ground::Shown).await.expect("units");
                let env = Env::new(jiff::Timestamp::now(), random);
                demo::people(database, &env, demo::Ground::Shown, Some(PASSWORD)).await.expect("people");
                for sql in spoil {
                    database.open().await.expect("a connection").execute(sql, &[]).await.expect("spoilt");
                }
            });
        })
    }

    /// Starts a host with the whole story of the demo province, its cases and papers.
    pub fn with_cases(variables: &[(&str, &str)]) -> Self {
        Self::over(&[], variables, |database| {
            let today = domain::calendar::to_local(jiff::Timestamp::now()).date();
            block_on(demo::load(database, today)).expect("the story");
        })
    }

    /// Starts a host over a migrated database that is filled first.
    fn over(arguments: &[&str], variables: &[(&str, &str)], fill: impl FnOnce(&NativeDatabase)) -> Self {
        let state = tempfile::tempdir().expect("a directory");
        let database = NativeDatabase::in_directory(state.path()).expect("a database");
        block_on(migrate::migrate(&database)).expect("migrated");
        fill(&database);
        drop(database);
        Self::run(Arc::new(state), arguments, variables)
    }

    /// The rows of a statement on its database while it runs, their values as text.
    pub fn rows(&self, sql: &str) -> Vec<Vec<String>> {
        let database = NativeDatabase::in_directory(self.state.path()).expect("a database");
        let rows =
            block_on(async { database.open().await.expect("a connection").query(sql, &[]).await }).expect("rows");
        let text = |value: &store::Value| match value {
            store::Value::Null => String::new(),
            store::Value::Integer(number) => number.to_string(),
            store::Value::Real(number) => number.to_string(),
            store::Value::Text(text) => text.clone(),
            store::Value::Blob(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        };
        rows.iter().map(|row| row.0.iter().map(text).collect()).collect()
    }

    /// Every byte of its database, also those that wait in its log.
    pub fn everything(&self) -> Vec<u8> {
        let files = std::fs::read_dir(self.state.path()).expect("its files").map(|entry| entry.expect("a file").path());
        let of_database = |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().contains(".db"));
        files.filter(of_database).flat_map(|path| std::fs::read(path).expect("its bytes")).collect()
    }

    /// Kills it: what runs ends in the middle.
    pub fn kill(&mut self) {
        assert!(self.child.kill().is_ok() && self.child.wait().is_ok());
    }

    /// Ends it in order and starts it again over its database, with other variables.
    pub fn again(mut self, variables: &[(&str, &str)]) -> Self {
        let asked = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status();
        assert!(asked.is_ok_and(|status| status.success()), "the host cannot be asked to end");
        assert!(self.child.wait().is_ok_and(|status| status.success()), "{}", self.log());
        Self::run(self.state.clone(), &[], variables)
    }

    fn run(state: Arc<tempfile::TempDir>, arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        let (authority, figures) = (free(), free());
        let log = state.path().join("host.log");
        let mut command = Command::new(required("INS_HOST"));
        command
            .args(["-f", &required("INS_MANIFEST"), "--cache-dir", &required("INS_CACHE_DIR"), "--quiet"])
            .args(["--listen", &authority, "--metrics-listen", &figures, "--log-format", "json", "--state-dir"])
            .arg(state.path())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(std::fs::File::create(&log).expect("a log"));
        // Who signs is asked for nothing but his password here, where a test says nothing else.
        if !variables.iter().any(|(name, _)| *name == "account_key") {
            command.env("SPIN_VARIABLE_SECOND_FACTOR", "offered").env("SPIN_VARIABLE_ACCOUNT_KEY", "k".repeat(40));
        }
        for (name, value) in variables {
            command.env(format!("SPIN_VARIABLE_{}", name.to_uppercase()), value);
        }
        let child = command.spawn().expect("the host starts");
        let mut host = Self { child, authority, figures, state, log };
        host.wait();
        host
    }

    fn wait(&mut self) {
        let end = Instant::now() + Duration::from_secs(120);
        while Instant::now() < end {
            assert!(self.child.try_wait().ok().flatten().is_none(), "the host ended at once: {}", self.log());
            let answer = Visitor::at(self.authority.clone()).try_send("GET", "/suc-khoe/song", &[], b"");
            if answer.is_ok_and(|answer| answer.status == 200) {
                return;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        panic!("the host does not answer: {}", self.log());
    }

    /// Somebody without cookies.
    pub fn visitor(&self) -> Visitor {
        Visitor::at(self.authority.clone())
    }

    /// What was logged until now.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// Runs a statement on its database while it runs.
    pub fn spoil(&self, sql: &str) {
        let database = NativeDatabase::in_directory(self.state.path()).expect("a database");
        block_on(async { database.open().await.expect("a connection").execute(sql, &[]).await }).expect("spoilt");
    }

    /// The figures of the host, as a parser of their form reads them.
    pub fn read_figures(&self) -> Vec<(String, String, f64)> {
        let answer = Visitor::at(self.figures.clone()).send("GET", "/metrics", &[], b"");
        assert_eq!(answer.status, 200, "{}", answer.text());
        parse(&answer)
    }

    /// The sum of one figure over the labels that hold some words.
    pub fn figure(&self, name: &str, label: &str) -> f64 {
        let all = self.read_figures();
        all.iter().filter(|(found, labels, _)| found == name && labels.contains(label)).map(|(_, _, value)| value).sum()
    }
}

/// Figures as a parser of their form reads them: name, labels, value.
pub fn parse(answer: &crate::http::Answer) -> Vec<(String, String, f64)> {
    let kind = answer.header("content-type");
    assert_eq!(kind, "application/openmetrics-text; version=1.0.0; charset=utf-8");
    let text = answer.text();
    assert!(text.ends_with("# EOF\n"), "{text}");
    let lines = text.lines().filter(|line| *line != "# EOF").map(|line| Ok(line.to_owned()));
    let read = prometheus_parse::Scrape::parse(lines).expect("the form is read");
    let value = |value: &prometheus_parse::Value| match value {
        prometheus_parse::Value::Counter(value)
        | prometheus_parse::Value::Gauge(value)
        | prometheus_parse::Value::Untyped(value) => *value,
        prometheus_parse::Value::Histogram(counts) => counts.iter().map(|count| count.count).fold(0.0, f64::max),
        prometheus_parse::Value::Summary(_) => f64::NAN,
    };
    read.samples
        .iter()
        .map(|sample| {
            let mut labels: Vec<String> = sample.labels.iter().map(|(name, value)| format!("{name}={value}")).collect();
            labels.sort();
            (sample.metric.clone(), labels.join(","), value(&sample.value))
        })
        .collect()
}

impl Drop for Host {
    fn drop(&mut self) {
        if self.child.kill().is_ok() {
            let _ = self.child.wait();
        }
    }
}
