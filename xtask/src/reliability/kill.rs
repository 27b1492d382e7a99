//! `kill -9` of the host at random moments while officers work, again and again over the same state directory.

use super::site::{Built, Site};
use super::work::{Done, Random, TEAMS, Writer, missing};
use super::{Figure, Options};
use crate::state::{self, Beginning};
use anyhow::{Result, bail};
use futures::executor::block_on;
use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use store::Database;
use store::native::{NativeBlobs, NativeDatabase};

/// Kills after which everything is proven anew.
const VERIFY_EVERY: usize = 50;
/// Kills of one state directory: afterwards the next begins, so that proving it stays a matter of seconds.
const KILLS_OF_ONE: usize = 250;
/// A kill comes so many milliseconds after the work began.
const MOMENTS: std::ops::Range<u64> = 60..700;

#[derive(Default)]
struct Sums {
    kills: usize,
    acknowledged: usize,
    cut: usize,
    counts: BTreeMap<&'static str, u64>,
    restarts: Vec<Duration>,
    verified: usize,
}

/// Runs it.
pub fn run(built: &Built, options: &Options) -> Result<Vec<Figure>> {
    let (begun, mut sums) = (Instant::now(), Sums::default());
    while sums.kills < options.kills {
        let kills = (options.kills - sums.kills).min(KILLS_OF_ONE);
        let directory = tempfile::TempDir::new_in(&options.scratch)?;
        state::prepare(directory.path(), Beginning::Demo)?;
        one_directory(built, directory.path(), kills, options.seed + sums.kills as u64, &mut sums)?;
    }
    sums.restarts.sort_unstable();
    let middle = sums.restarts.get(sums.restarts.len() / 2).copied().unwrap_or_default();
    let slowest = sums.restarts.last().copied().unwrap_or_default();
    let work: Vec<String> = sums.counts.iter().map(|(what, count)| format!("{count} × {what}")).collect();
    for needed in ["open a case", "sign a decision", "inspection record", "violation record", "attach a file"] {
        if !sums.counts.contains_key(needed) {
            bail!("the work under the kills had no “{needed}”: {work:?}");
        }
    }
    Ok(vec![
        Figure::new("kills -9 at random moments", sums.kills),
        Figure::new("acknowledged writes", sums.acknowledged),
        Figure::new("requests cut off by a kill", sums.cut),
        Figure::new("work", work.join(", ")),
        Figure::new("lost", 0),
        Figure::new("quick_check of both files", format!("ok × {}", sums.kills)),
        Figure::new("full verification", format!("ok × {}", sums.verified)),
        Figure::new(
            "restart to first answer",
            format!("median {} ms, slowest {} ms", middle.as_millis(), slowest.as_millis()),
        ),
        Figure::new("seed", options.seed),
        Figure::new("time", format!("{:.0} s", begun.elapsed().as_secs_f64())),
    ])
}

fn one_directory(built: &Built, directory: &std::path::Path, kills: usize, seed: u64, sums: &mut Sums) -> Result<()> {
    let mut site = Site::new(built, directory)?;
    site.start()?;
    let party = crate::kill::party(directory)?;
    let mut writers = (0..TEAMS.len())
        .map(|team| Writer::new(&site.address, team, &party, seed.wrapping_mul(31).wrapping_add(team as u64)))
        .collect::<Result<Vec<_>>>()?;
    let mut random = Random(seed);
    let database = NativeDatabase::in_directory(directory)?;
    let files = block_on(NativeBlobs::in_directory(directory))?;
    for kill in 1..=kills {
        let acknowledged: Mutex<Vec<Done>> = Mutex::new(Vec::new());
        let stop = AtomicBool::new(false);
        let moment = Duration::from_millis(MOMENTS.start + random.below(MOMENTS.end - MOMENTS.start));
        let mut broken = 0;
        std::thread::scope(|scope| -> Result<()> {
            let workers: Vec<_> = writers
                .iter_mut()
                .map(|writer| {
                    let (acknowledged, stop) = (&acknowledged, &stop);
                    scope.spawn(move || {
                        while !stop.load(Ordering::Relaxed) {
                            match writer.next() {
                                Ok(Some(done)) => {
                                    if let Ok(mut all) = acknowledged.lock() {
                                        all.push(done);
                                    }
                                }
                                Ok(None) => {}
                                // The connection broke: the host is dead.
                                Err(_) => return 1_usize,
                            }
                        }
                        0
                    })
                })
                .collect();
            std::thread::sleep(moment);
            let killed = site.kill();
            stop.store(true, Ordering::Relaxed);
            broken = workers.into_iter().map(|worker| worker.join().unwrap_or(0)).sum::<usize>();
            killed
        })?;
        sums.cut += broken;
        sums.restarts.push(site.start()?);
        let acknowledged = acknowledged.into_inner().map_err(|_| anyhow::anyhow!("a writer panicked"))?;
        let lost = block_on(async {
            let mut lost = missing(&database, &files, &acknowledged).await?;
            // By connections of their own: what a full-text index keeps in the memory of an older one may be of before the kill, and
            // the check then calls it malformed (SQLite 3.50).
            let fresh = (NativeDatabase::in_directory(directory)?, NativeBlobs::in_directory(directory).await?);
            for (name, file) in [("database", &fresh.0), ("files", fresh.1.file())] {
                let rows = file.open().await?.query("PRAGMA quick_check", &[]).await?;
                if !matches!(rows.as_slice(), [row] if row.text(0)? == "ok") {
                    lost.push(format!("quick_check of the {name}: {rows:?}"));
                }
            }
            anyhow::Ok(lost)
        })?;
        if !lost.is_empty() {
            bail!("after kill {} (seed {seed}): {}", sums.kills + 1, lost.join("; "));
        }
        sums.acknowledged += acknowledged.len();
        sums.kills += 1;
        if sums.kills.is_multiple_of(VERIFY_EVERY) || kill == kills {
            state::verify(directory)?;
            sums.verified += 1;
            eprintln!("  {} kills, {} acknowledged writes, nothing lost", sums.kills, sums.acknowledged);
        }
        for writer in &mut writers {
            writer.reconnect()?;
        }
    }
    for writer in &writers {
        for (what, count) in &writer.counts {
            *sums.counts.entry(what).or_default() += count;
        }
    }
    site.stop()?;
    state::verify(directory)
}
