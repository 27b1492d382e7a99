//! `bench`: the figures of `docs/benchmarks.md`, measured on the running host with the demo province.

use crate::client::{Client, open_case, opened};
use crate::kill::{ACCOUNT, party, party_of};
use crate::postgres::Postgres;
use crate::server::Server;
use crate::{build, cargo, national, test, up, workspace};
use anyhow::{Context, Result, bail};
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};
use store::native_postgres::PostgresDatabase;

/// Requests measured for a page.
const PAGES: usize = 300;
/// Those before, which warm the instance up.
const WARM: usize = 20;
/// The request for which an instance answers and nothing else is done.
const NOTHING: &str = "an instance answers";
/// The request that opens a case.
const OPENING: &str = "open a case";
/// Writes at five a second.
const SLOW_WRITES: usize = 150;
/// How long writers write as fast as they can.
const FAST: Duration = Duration::from_secs(10);
const WRITERS: usize = 8;

/// Measures on both engines, one after the other, and prints tables: the figures, what each request costs, and what the same machine does
/// at least; then what the browser does.
pub fn run() -> Result<()> {
    build::run(&build::Options::default())?;
    let host = up::build_host()?;
    let hello = hello()?;
    // Compiles the components into the cache: the next start is the one that counts.
    drop(Server::start(&host)?);
    let (server, counters) = Server::measured(&host, None)?;
    let embedded = figures(&server, &counters, &party(server.state.path())?)?;
    let mut floors = vec![("SQLite", national::floor(server.state.path().join("floor.db").as_ref())?, &embedded)];
    let other = match Postgres::durable() {
        Ok(postgres) => {
            let database = PostgresDatabase::at(&postgres.address())?;
            let (server, counters) = Server::measured(&host, Some(&postgres.address()))?;
            let figures = figures(&server, &counters, &party_of(&database)?)?;
            server.stop()?;
            Some((figures, national::floor(postgres.address().as_ref())?))
        }
        Err(error) => {
            println!("not measured on PostgreSQL: {error:#}");
            None
        }
    };
    floors.extend(other.as_ref().map(|(figures, floor)| ("PostgreSQL", *floor, figures)));
    println!("\n| what | SQLite | PostgreSQL, on the same machine |");
    println!("|---|---|---|");
    for (place, (what, measured)) in embedded.list.iter().enumerate() {
        let other = other.as_ref().and_then(|(figures, _)| figures.list.get(place));
        println!("| {what} | {measured} | {} |", other.map_or("", |(_, measured)| measured.as_str()));
    }
    for (engine, floor, figures) in floors {
        figures.print(engine, hello, floor);
    }
    cargo::run("answers of the law engine", cargo::cargo().args(["bench", "--quiet", "-p", "ins-bench"]))?;
    let (npm, chromium) = (test::browser_tests()?, test::chromium()?);
    let mut browser = Command::new("node");
    browser.current_dir(npm).arg("measure.mjs").env("INS_BASE_URL", format!("http://{}", server.address));
    if !browser.env("INS_CHROMIUM", chromium).status()?.success() {
        bail!("the browser's measurement failed");
    }
    server.stop()
}

/// Milliseconds of an answer for which nothing is done, by the same client: half of them take longer.
fn hello() -> Result<f64> {
    let build = ["build", "--quiet", "--profile", "host", "-p", "host", "--example", "hello"];
    cargo::run("the floor of an answer", cargo::cargo().args(build))?;
    let program = workspace::target().join("host").join("examples").join("hello");
    let mut child =
        Command::new(program).stdout(Stdio::piped()).spawn().context("cannot start the floor of an answer")?;
    let measured = (|| {
        let mut address = String::new();
        BufReader::new(child.stdout.take().context("no output")?).read_line(&mut address)?;
        let mut client = Client::nobody(address.trim())?;
        repeat(PAGES, || client.get("/").map(|answer| answer.status == 200))
    })();
    child.kill()?;
    child.wait()?;
    Ok(half(&measured?))
}

/// What one request costs.
struct Cost {
    name: &'static str,
    /// Milliseconds of the whole, half of them longer.
    whole: f64,
    /// Statements it sends, and milliseconds it waits for their answers, on average.
    statements: f64,
    waited: f64,
}

/// The figures of one running system.
struct Figures {
    /// What, and what was measured.
    list: Vec<(String, String)>,
    costs: Vec<Cost>,
    /// Cases opened a second by eight.
    rate: f64,
}

/// Statements so far, and seconds that were waited for them, as the host counts.
fn counted(address: &str) -> Result<[f64; 2]> {
    let text = Client::nobody(address)?.get("/metrics")?.body;
    let read = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)).and_then(|rest| rest.trim().parse().ok());
        line.with_context(|| format!("the host does not tell {name}"))
    };
    Ok([read("host_statements_total ")?, read("host_statements_waited_seconds_total ")?])
}

/// Runs what repeats a request, and takes its cost apart.
fn taken_apart(
    name: &'static str,
    counters: &str,
    requests: usize,
    run: impl FnOnce() -> Result<Vec<Duration>>,
) -> Result<(Vec<Duration>, Cost)> {
    let [statements, seconds] = counted(counters)?;
    let times = run()?;
    let [more, later] = counted(counters)?;
    let each = |sum: f64| sum / requests as f64;
    let cost =
        Cost { name, whole: half(&times), statements: each(more - statements), waited: each(later - seconds) * 1000.0 };
    Ok((times, cost))
}

fn figures(server: &Server, counters: &str, party: &str) -> Result<Figures> {
    let started = format!("{} ms", server.started_in.as_millis());
    let mut list = vec![("host start to first 200, components compiled before".to_owned(), started)];
    let mut costs = Vec::new();
    let mut client = Client::sign_in(&server.address, ACCOUNT)?;
    let cases = client.get("/ho-so")?.body;
    let case = cases.split("href=\"/ho-so/").filter_map(|part| part.get(..36)).find(|id| id.matches('-').count() == 4);
    let Some(case) = case else { bail!("the list shows no case") };
    for (name, path) in [
        (NOTHING, "/suc-khoe/song".to_owned()),
        ("sign-in page (no query of a case)", "/dang-nhap".to_owned()),
        ("my work", "/".to_owned()),
        ("list of cases", "/ho-so".to_owned()),
        ("case file", format!("/ho-so/{case}")),
        ("monthly report", "/bao-cao".to_owned()),
        ("search, some words", "/tim-kiem?q=cua+hang".to_owned()),
    ] {
        let run = || repeat(PAGES, || client.get(&path).map(|answer| answer.status == 200));
        let (times, cost) = taken_apart(name, counters, PAGES + WARM, run)?;
        list.push((format!("{name}, one connection"), spread(&times)));
        costs.push(cost);
    }
    list.push(("memory of the host after these pages".to_owned(), format!("{} MB", resident(server.id()))));
    let create = |client: &mut Client| -> Result<bool> {
        let case = uuid::Uuid::new_v4().to_string();
        Ok(opened(&open_case(client, &case, party, ACCOUNT)?, &case))
    };
    let slowly = || {
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
        Ok(slow)
    };
    let (slow, cost) = taken_apart(OPENING, counters, SLOW_WRITES, slowly)?;
    costs.push(cost);
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
    let rate = all.len() as f64 / seconds;
    list.push((format!("open cases, {WRITERS} connections"), format!("{rate:.0}/s, {}", spread(&all))));
    list.push(("memory of the host after that".to_owned(), format!("{} MB", resident(server.id()))));
    Ok(Figures { list, costs, rate })
}

impl Figures {
    /// What each request costs, and how it stands to what the machine does at least.
    fn print(&self, engine: &str, hello: f64, floor: national::Floor) {
        println!("\nOn {engine}; an answer for which nothing is done takes {hello:.2} ms by the same client:\n");
        println!(
            "| request | whole, p50 ms | over the bare answer | statements | waited for them, ms | an instance that answers, ms | session, law and page, ms |"
        );
        println!("|---|---|---|---|---|---|---|");
        let instance = self.costs.iter().find(|cost| cost.name == NOTHING).map_or(0.0, |cost| cost.whole);
        for Cost { name, whole, statements, waited } in &self.costs {
            let rest = (whole - waited - instance).max(0.0);
            let over = whole / hello.max(0.001);
            println!(
                "| {name} | {whole:.2} | {over:.0} times | {statements:.1} | {waited:.2} | {instance:.2} | {rest:.2} |"
            );
        }
        let [half, most] = floor.alone;
        let [one, eight] = floor.rates;
        let open = self.costs.iter().find(|cost| cost.name == OPENING).map_or(0.0, |cost| cost.whole);
        println!(
            "\nA transaction that writes one row and is kept: p50 {half:.2} ms, p95 {most:.2} ms, {one:.0}/s by one, {eight:.0}/s by eight. \
             Opening a case takes {:.1} of them; eight open {:.2} cases for each of them.",
            open / half.max(0.001),
            self.rate / eight.max(0.001)
        );
    }
}

fn repeat(times: usize, mut run: impl FnMut() -> Result<bool>) -> Result<Vec<Duration>> {
    let mut list = Vec::with_capacity(times);
    for number in 0..times + WARM {
        let start = Instant::now();
        if !run()? {
            bail!("a page did not answer 200");
        }
        if number >= WARM {
            list.push(start.elapsed());
        }
    }
    Ok(list)
}

/// Milliseconds that half of them take.
fn half(times: &[Duration]) -> f64 {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
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
