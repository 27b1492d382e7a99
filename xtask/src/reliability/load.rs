//! A load at a fixed rate, whatever the answers take: a spike of five times the rate and the way back, and a long run with memory and open
//! files looked at.
//!
//! A request that had to wait for its turn counts from when it was due, so that a server that stands still is not flattered.

use super::site::{Built, Site, Usage};
use super::work::{Random, TEAMS};
use super::{Figure, Options};
use crate::client::{Client, open_case};
use crate::state::{self, Beginning};
use anyhow::{Result, bail};
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Connections: more than the host has instances, so that a queue can form there and not here.
const CONNECTIONS: usize = 64;
/// How many times the rate a spike is.
const SPIKE: f64 = 5.0;
/// Requests a second before the long load, so that every instance is at work.
const BUSIEST: f64 = 150.0;
/// Growth of memory and of open files that is none: last third against first third.
const GROWTH: f64 = 1.10;

/// One request.
#[derive(Debug, Clone, Copy)]
struct Sample {
    due: Duration,
    took: Duration,
    /// 0 for none.
    status: u16,
    wrote: bool,
}

struct Phase {
    from: Duration,
    to: Duration,
}

/// When each request of consecutive phases is due: seconds and rate of each.
fn schedule(phases: &[(f64, f64)]) -> Vec<Duration> {
    let (mut due, mut from) = (Vec::new(), 0.0);
    for (seconds, rate) in phases {
        let mut at = from;
        while at < from + seconds {
            due.push(Duration::from_secs_f64(at));
            at += 1.0 / rate;
        }
        from += seconds;
    }
    due
}

/// Sends what is due, and answers what became of each.
fn drive(site: &Site, party: &str, due: &[Duration], seed: u64) -> Result<Vec<Sample>> {
    // A session for each officer of the teams; connections share them.
    let mut officers = Vec::new();
    for (controller, leader) in TEAMS {
        officers.push((controller, Client::sign_in(&site.address, controller)?));
        officers.push((leader, Client::sign_in(&site.address, leader)?));
    }
    let cases: Vec<String> = officers
        .first_mut()
        .map(|(_, client)| client.get("/ho-so"))
        .transpose()?
        .map(|page| page.body.split("href=\"/ho-so/").filter_map(|part| part.get(..36).map(str::to_owned)).collect())
        .unwrap_or_default();
    let cases: Vec<String> = cases.into_iter().filter(|id| id.matches('-').count() == 4).collect();
    let (next, samples, begun) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(due.len())), Instant::now());
    std::thread::scope(|scope| -> Result<()> {
        for connection in 0..CONNECTIONS {
            let place = connection % officers.len();
            let Some((account, client)) = officers.get(place) else { bail!("no officer") };
            // Only controllers of a team lead an inspection.
            let (account, mut client) = (*account, client.twin()?);
            let (next, samples, cases) = (&next, &samples, &cases);
            scope.spawn(move || {
                let mut random = Random(seed.wrapping_add(connection as u64));
                let mut mine = Vec::new();
                while let Some(&at) = due.get(next.fetch_add(1, Ordering::Relaxed)) {
                    std::thread::sleep(at.saturating_sub(begun.elapsed()));
                    let wrote = random.below(10) == 0 && account.starts_with("ksv");
                    let answer = if wrote {
                        let case = uuid::Uuid::new_v4().to_string();
                        open_case(&mut client, &case, party, account)
                    } else {
                        let path = match random.below(10) {
                            0..3 => "/".to_owned(),
                            3..5 => "/ho-so".to_owned(),
                            5 => "/bao-cao".to_owned(),
                            6 => "/tim-kiem?q=ho+kinh+doanh".to_owned(),
                            _ => {
                                let length = u64::try_from(cases.len()).unwrap_or(1);
                                let case = cases.get(usize::try_from(random.below(length)).unwrap_or(0));
                                // Cases of another team are 404 for this one: an answer all the same.
                                case.map_or_else(|| "/ho-so".to_owned(), |case| format!("/ho-so/{case}"))
                            }
                        };
                        client.get(&path)
                    };
                    let status = answer.map_or(0, |answer| answer.status);
                    if status == 0 {
                        let _ = client.reconnect();
                    }
                    mine.push(Sample { due: at, took: begun.elapsed().saturating_sub(at), status, wrote });
                }
                if let Ok(mut all) = samples.lock() {
                    all.append(&mut mine);
                }
            });
        }
        Ok(())
    })?;
    samples.into_inner().map_err(|_| anyhow::anyhow!("a connection panicked"))
}

fn at(sorted: &[Duration], thousandths: usize) -> f64 {
    let index = (sorted.len() * thousandths / 1000).min(sorted.len().saturating_sub(1));
    sorted.get(index).map_or(0.0, |time| time.as_secs_f64() * 1000.0)
}

struct Told {
    words: String,
    p95: f64,
    requests: usize,
    busy: usize,
    wrong: Vec<String>,
}

/// Percentiles of a phase, and every answer that is neither done nor a clear “come back later”.
fn told(samples: &[Sample], phase: &Phase) -> Told {
    let inside: Vec<&Sample> = samples.iter().filter(|sample| (phase.from..phase.to).contains(&sample.due)).collect();
    let mut times: Vec<Duration> = inside.iter().map(|sample| sample.took).collect();
    times.sort_unstable();
    let mut statuses: BTreeMap<u16, usize> = BTreeMap::new();
    for sample in &inside {
        *statuses.entry(sample.status).or_default() += 1;
    }
    let fine = |status: u16| matches!(status, 200 | 303 | 404 | 429 | 503);
    let wrong =
        statuses.iter().filter(|(status, _)| !fine(**status)).map(|(status, count)| format!("{count} × {status}"));
    let busy = statuses.iter().filter(|(status, _)| matches!(status, 429 | 503)).map(|(_, count)| count).sum();
    let seconds = (phase.to - phase.from).as_secs_f64();
    let writes = inside.iter().filter(|sample| sample.wrote && sample.status == 303).count();
    let words = format!(
        "{:.0}/s, p50 {:.1} ms, p95 {:.1} ms, p99 {:.1} ms, longest {:.0} ms; {} requests, {writes} cases opened, {busy} told to come back",
        inside.len() as f64 / seconds,
        at(&times, 500),
        at(&times, 950),
        at(&times, 990),
        at(&times, 1000),
        inside.len(),
    );
    Told { words, p95: at(&times, 950), requests: inside.len(), busy, wrong: wrong.collect() }
}

/// A base load, five times of it, and the base load again.
pub fn spike(built: &Built, options: &Options) -> Result<Vec<Figure>> {
    let directory = tempfile::TempDir::new_in(&options.scratch)?;
    state::prepare(directory.path(), Beginning::Demo)?;
    let mut site = Site::new(built, directory.path())?;
    site.start()?;
    let party = crate::kill::party(directory.path())?;
    let (seconds, rate) = (options.phase.as_secs_f64(), options.rate);
    // The first requests of a fresh process compile nothing, but fill caches.
    drive(&site, &party, &schedule(&[(2.0, rate)]), options.seed)?;
    let due = schedule(&[(seconds, rate), (seconds, rate * SPIKE), (seconds, rate)]);
    let samples = drive(&site, &party, &due, options.seed + 1)?;
    let phase = |number: u32| Phase { from: options.phase * number, to: options.phase * (number + 1) };
    let phases = [0, 1, 2].map(|number| told(&samples, &phase(number)));
    let [base, peak, after] = &phases;
    // Recovered from the first second of the last phase on in which p95 is no longer than twice that of the base load, or 50 ms.
    let bound = (base.p95 * 2.0).max(50.0);
    let last = phase(2);
    let recovered = (0..options.phase.as_secs()).find(|second| {
        let from = last.from + Duration::from_secs(*second);
        told(&samples, &Phase { from, to: from + Duration::from_secs(1) }).p95 <= bound
    });
    for told in &phases {
        if !told.wrong.is_empty() {
            bail!("under load: {}", told.wrong.join(", "));
        }
    }
    let Some(recovered) = recovered else { bail!("not recovered: {}", after.words) };
    if base.busy * 1000 > base.requests {
        bail!("told to come back under the base load: {}", base.words);
    }
    site.stop()?;
    state::verify(directory.path())?;
    Ok(vec![
        Figure::new("base load", &base.words),
        Figure::new(&format!("× {SPIKE:.0} for {seconds:.0} s"), &peak.words),
        Figure::new("base load again", &after.words),
        Figure::new("p95 as before the spike", format!("after {recovered} s")),
        Figure::new("lost connections, other errors", 0),
    ])
}

/// The base load for a long time.
pub fn soak(built: &Built, options: &Options) -> Result<Vec<Figure>> {
    let directory = tempfile::TempDir::new_in(&options.scratch)?;
    state::prepare(directory.path(), Beginning::Demo)?;
    let mut site = Site::new(built, directory.path())?;
    site.start()?;
    let party = crate::kill::party(directory.path())?;
    // What is taken once is taken first, as in the busiest hour: all instances, each with the memory its pages need, and connections with
    // theirs. At the base load that would go on for hours, an instance after the other.
    drive(&site, &party, &schedule(&[(options.warm.as_secs_f64(), options.rate.max(BUSIEST))]), options.seed)?;
    let length = options.soak;
    let due = schedule(&[(length.as_secs_f64(), options.rate)]);
    let (over, readings) = (AtomicBool::new(false), Mutex::new(Vec::<Usage>::new()));
    let samples = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !over.load(Ordering::Relaxed) {
                if let Ok(mut readings) = readings.lock() {
                    readings.push(site.usage());
                }
                std::thread::sleep(Duration::from_millis(500));
            }
        });
        let samples = drive(&site, &party, &due, options.seed + 1);
        over.store(true, Ordering::Relaxed);
        samples
    })?;
    let readings = readings.into_inner().map_err(|_| anyhow::anyhow!("the reader panicked"))?;
    let all = told(&samples, &Phase { from: Duration::ZERO, to: length });
    let third = readings.len() / 3;
    if third == 0 || !all.wrong.is_empty() {
        bail!("soak: {} readings; {}", readings.len(), all.wrong.join(", "));
    }
    let mean = |part: &[Usage], of: fn(&Usage) -> u64| {
        part.iter().map(of).sum::<u64>() as f64 / u64::try_from(part.len()).unwrap_or(1).max(1) as f64
    };
    let (first, last) =
        (readings.get(..third).unwrap_or_default(), readings.get(readings.len() - third..).unwrap_or_default());
    let mut figures = vec![Figure::new(&format!("load for {:.1} minutes", length.as_secs_f64() / 60.0), &all.words)];
    /// Name of a figure, its unit, and where it stands.
    type Looked = (&'static str, f64, fn(&Usage) -> u64);
    let looked_at: [Looked; 3] = [
        ("memory of the host (RSS)", 1024.0, |usage| usage.resident),
        ("memory without pages of files (RssAnon)", 1024.0, |usage| usage.own),
        ("open files", 1.0, |usage| u64::try_from(usage.files).unwrap_or(u64::MAX)),
    ];
    for (name, unit, of) in looked_at {
        let (before, after) = (mean(first, of), mean(last, of));
        let unit_name = if unit > 1.0 { " MB" } else { "" };
        let told = format!("first third {:.1}{unit_name}, last third {:.1}{unit_name}", before / unit, after / unit);
        // Of a few megabytes or files a tenth is nothing. Pages of the database are in the memory of who maps it, and it grows with the cases.
        if !name.ends_with("(RSS)") && after > before * GROWTH && after - before > 2.0 * unit.max(4.0) {
            bail!("{name} grows: {told}");
        }
        figures.push(Figure::new(name, told));
    }
    site.stop()?;
    state::verify(directory.path())?;
    Ok(figures)
}
