//! `bench`: the figures of `docs/benchmarks.md`, measured on the running host with the demo province.

use crate::client::{Client, opening};
use crate::kill::{ACCOUNT, party, party_of};
use crate::postgres::Postgres;
use crate::server::Server;
use crate::{build, test, up};
use anyhow::{Result, bail};
use std::process::Command;
use std::sync::Mutex;
use std::time::{Duration, Instant};
use store::native_postgres::PostgresDatabase;

/// Requests measured for a page.
const PAGES: usize = 300;
/// Writes at five a second.
const SLOW_WRITES: usize = 50;
/// How long writers write as fast as they can.
const FAST: Duration = Duration::from_secs(10);
const WRITERS: usize = 8;

/// Measures on both engines, one after the other, and prints a table; then what the browser does.
pub fn run() -> Result<()> {
    build::run(&build::Options::default())?;
    let host = up::build_host()?;
    drop(Server::start(&host)?);
    let server = Server::start(&host)?;
    let embedded = figures(&server, &party(server.state.path())?)?;
    let other = match Postgres::durable() {
        Ok(postgres) => {
            let database = PostgresDatabase::at(&postgres.address())?;
            let server = Server::start_on(&host, &postgres.address())?;
            let figures = figures(&server, &party_of(&database)?)?;
            server.stop()?;
            figures
        }
        Err(error) => {
            println!("not measured on PostgreSQL: {error:#}");
            Vec::new()
        }
    };
    println!("| what | SQLite | PostgreSQL, on the same machine |");
    println!("|---|---|---|");
    for (place, (what, measured)) in embedded.iter().enumerate() {
        println!("| {what} | {measured} | {} |", other.get(place).map_or("", |(_, measured)| measured.as_str()));
    }
    let (npm, chromium) = (test::browser_tests()?, test::chromium()?);
    let mut browser = Command::new("node");
    browser.current_dir(npm).arg("measure.mjs").env("INS_BASE_URL", format!("http://{}", server.address));
    if !browser.env("INS_CHROMIUM", chromium).status()?.success() {
        bail!("the browser's measurement failed");
    }
    server.stop()
}

/// The figures of one running system: what, and what was measured.
fn figures(server: &Server, party: &str) -> Result<Vec<(String, String)>> {
    let started = format!("{} ms", server.started_in.as_millis());
    let mut list = vec![("host start to first 200, components compiled before".to_owned(), started)];
    let mut client = Client::sign_in(&server.address, ACCOUNT)?;
    let cases = client.get("/ho-so")?.body;
    let case = cases.split("href=\"/ho-so/").filter_map(|part| part.get(..36)).find(|id| id.matches('-').count() == 4);
    let Some(case) = case else { bail!("the list shows no case") };
    for (name, path) in [
        ("sign-in page (no query of a case)", "/dang-nhap".to_owned()),
        ("my work", "/".to_owned()),
        ("list of cases", "/ho-so".to_owned()),
        ("case file", format!("/ho-so/{case}")),
        ("monthly report", "/bao-cao".to_owned()),
        ("search, some words", "/tim-kiem?q=cua+hang".to_owned()),
    ] {
        let times = repeat(PAGES, || client.get(&path).map(|answer| answer.status == 200))?;
        list.push((format!("{name}, one connection"), spread(&times)));
    }
    list.push(("memory of the host after these pages".to_owned(), format!("{} MB", resident(server.id()))));
    let today = domain::calendar::format_date(domain::calendar::to_local(jiff::Timestamp::now()).date());
    let create = |client: &mut Client| -> Result<bool> {
        let case = uuid::Uuid::new_v4().to_string();
        let answer = client.post("/api/trinh-quyet-dinh-kiem-tra", &opening(&case, party, ACCOUNT, &today))?;
        Ok(answer.status == 303 && answer.location.contains(&case))
    };
    let mut slow = Vec::new();
    let begun = Instant::now();
    for number in 0..SLOW_WRITES {
        let due = Duration::from_millis(200) * u32::try_from(number).unwrap_or(0);
        std::thread::sleep(due.saturating_sub(begun.elapsed()));
        let start = Instant::now();
        if !create(&mut client)? {
            bail!("a case was not opened");
        }
        slow.push(start.elapsed());
    }
    list.push(("open a case at 5/s (form, authority, number, chain, fsync, redirect)".to_owned(), spread(&slow)));
    let all = Mutex::new(Vec::new());
    let begun = Instant::now();
    std::thread::scope(|scope| {
        for _ in 0..WRITERS {
            scope.spawn(|| {
                let Ok(mut client) = Client::sign_in(&server.address, ACCOUNT) else { return };
                let mut mine = Vec::new();
                while begun.elapsed() < FAST {
                    let start = Instant::now();
                    if matches!(create(&mut client), Ok(true)) {
                        mine.push(start.elapsed());
                    }
                }
                if let Ok(mut all) = all.lock() {
                    all.append(&mut mine);
                }
            });
        }
    });
    let seconds = begun.elapsed().as_secs_f64();
    let all = all.into_inner().map_err(|_| anyhow::anyhow!("a writer panicked"))?;
    let rate = format!("{:.0}/s, {}", all.len() as f64 / seconds, spread(&all));
    list.push((format!("open cases, {WRITERS} connections"), rate));
    list.push(("memory of the host after that".to_owned(), format!("{} MB", resident(server.id()))));
    Ok(list)
}

fn repeat(times: usize, mut run: impl FnMut() -> Result<bool>) -> Result<Vec<Duration>> {
    let mut list = Vec::with_capacity(times);
    for number in 0..times + 20 {
        let start = Instant::now();
        if !run()? {
            bail!("a page did not answer 200");
        }
        // The first ones warm the instance up.
        if number >= 20 {
            list.push(start.elapsed());
        }
    }
    Ok(list)
}

/// `p50 1.2 ms, p95 3.4 ms, p99 5.6 ms`.
fn spread(times: &[Duration]) -> String {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    let at = |share: usize| {
        let index = (sorted.len() * share / 100).min(sorted.len().saturating_sub(1));
        sorted.get(index).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
    };
    format!("p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms", at(50), at(95), at(99))
}

/// Resident memory of a process in megabytes.
fn resident(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<u64>().ok()).unwrap_or(0) / 1024
}
