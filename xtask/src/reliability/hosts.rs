//! Two hosts over one PostgreSQL database: what one knows the other knows, a host that dies or a server that goes away loses nothing that
//! was acknowledged, and everybody goes on.

use super::site::{Built, Site};
use super::work::{Done, Random, TEAMS, Writer, missing};
use super::{Figure, Options};
use crate::client::{Client, open_case, opened};
use crate::engine::host_of;
use crate::postgres::Postgres;
use crate::state::{self, Beginning};
use anyhow::{Context, Result, bail};
use domain::case::CaseId;
use futures::executor::block_on;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};
use store::blobs::TableBlobs;
use store::native_postgres::PostgresDatabase;

/// Requests that arrive at both hosts at once.
const AT_ONCE: u32 = 20;

/// How long the server is away.
const AWAY: Duration = Duration::from_millis(1500);

struct Force {
    sites: [Site; 2],
    server: Postgres,
    party: String,
}

impl Force {
    fn addresses(&self) -> [String; 2] {
        [self.sites[0].address.clone(), self.sites[1].address.clone()]
    }

    /// The database by connections of its own: the server may have been killed since the last ones.
    fn database(&self) -> Result<PostgresDatabase> {
        Ok(PostgresDatabase::at(&self.server.address())?)
    }

    /// What was acknowledged and is not there.
    fn missing(&self, done: &[Done]) -> Result<()> {
        let database = self.database()?;
        let files = TableBlobs(database.clone());
        let lost = block_on(missing(&database, &files, done)).context("looking for what was acknowledged")?;
        if lost.is_empty() { Ok(()) } else { bail!("lost: {}", lost.join("; ")) }
    }
}

/// Runs all of it.
pub fn run(built: &Built, options: &Options) -> Result<Vec<Figure>> {
    let room = tempfile::TempDir::new_in(&options.scratch)?;
    let server = match Postgres::durable() {
        Ok(server) => server,
        Err(error) => return Ok(vec![Figure::new("two hosts", format!("not run: {error:#}"))]),
    };
    let address = server.address();
    let database = PostgresDatabase::at(&address)?;
    state::prepare_on(&database, "the database", Beginning::Demo)?;
    let site = |name: &str| -> Result<Site> {
        let directory = room.path().join(name);
        std::fs::create_dir_all(&directory)?;
        let mut site = Site::new(built, &directory)?;
        site.environment = vec![
            ("SPIN_VARIABLE_DATABASE_URL".to_owned(), address.clone()),
            ("SPIN_VARIABLE_DATABASE_HOST".to_owned(), host_of(&address)?),
        ];
        Ok(site)
    };
    let sites = [site("one")?, site("two")?];
    // Every host has the same key.
    state::account_key(&sites[0].state)?;
    std::fs::copy(sites[0].state.join("account.key"), sites[1].state.join("account.key"))?;
    let party = crate::kill::party_of(&database)?;
    let mut force = Force { sites, server, party };

    let mut figures = guesses(&mut force).context("guesses at both doors")?;
    for site in &mut force.sites {
        site.start()?;
    }
    figures.push(sessions(&force).context("a session at both")?);
    figures.push(at_once(&force).context("at once at both")?);
    let kills = (options.kills / 10).clamp(3, 60);
    figures.extend(killed(&mut force, kills, options.seed).context("hosts killed by turns")?);
    figures.extend(away(&mut force, (options.kills / 100).clamp(1, 5)).context("the server killed")?);
    for site in &mut force.sites {
        site.stop()?;
    }
    let database = force.database()?;
    let found = block_on(async {
        let mut found = store::verify::run(&database).await?;
        store::verify::blobs(&database, &TableBlobs(database.clone()), &mut found).await?;
        anyhow::Ok(found)
    })?;
    if let Some(problem) = found.problems.first() {
        bail!("{} problems, the first: {problem}", found.problems.len());
    }
    figures.push(Figure::new(
        "full verification of the database",
        format!("ok: {} cases, {} events, {} attachments", found.cases, found.events, found.attachments),
    ));
    Ok(figures)
}

/// Guesses at two doors are counted together.
fn guesses(force: &mut Force) -> Result<Vec<Figure>> {
    for site in &mut force.sites {
        site.environment.push(("SPIN_VARIABLE_RATE_LIMITS".to_owned(), "1".to_owned()));
        site.start()?;
    }
    let mut doors = force.addresses().iter().map(|address| Client::nobody(address)).collect::<Result<Vec<_>>>()?;
    let mut asked = 0_u32;
    let refused = loop {
        let door = usize::try_from(asked % 2)?;
        let answer =
            doors[door].post("/api/dang-nhap", &[("account", &format!("ai-{asked}")), ("password", "đoán")])?;
        if answer.status == 429 {
            break answer;
        }
        asked += 1;
        if asked > 90 {
            bail!("{asked} guesses at two doors, and neither is closed");
        }
    };
    for door in &mut doors {
        let answer = door.post("/api/dang-nhap", &[("account", "ai-do"), ("password", "đoán")])?;
        if answer.status != 429 {
            bail!("a door is closed and the other answers {}", answer.status);
        }
    }
    for site in &mut force.sites {
        site.stop()?;
        site.environment.pop();
    }
    let retry = refused.retry.context("nobody says when to come back")?;
    Ok(vec![Figure::new(
        "guesses at the sign-in of both by turns",
        format!("both closed after {asked} together (60 are allowed), for {retry} s"),
    )])
}

/// A session begun at one is one at the other, and ends at both.
fn sessions(force: &Force) -> Result<Figure> {
    let [one, two] = force.addresses();
    let mut here = Client::sign_in(&one, "ksv1")?;
    let mut there = here.at(&two)?;
    let before = there.get("/ho-so")?.status;
    here.post("/api/dang-xuat", &[])?;
    let after = there.get("/ho-so")?;
    if before != 200 || after.status == 200 {
        bail!("a session of the one host at the other: {before}; after signing out: {}", after.status);
    }
    Ok(Figure::new("a session begun at one host", "is one at the other, and over there as soon as it is ended here"))
}

/// The same command at both hosts at once is done once.
fn at_once(force: &Force) -> Result<Figure> {
    let [one, two] = force.addresses();
    let mut here = Client::sign_in(&one, "ksv1")?;
    let mut there = here.at(&two)?;
    let mut done = Vec::new();
    for _ in 0..AT_ONCE {
        let case = uuid::Uuid::new_v4().to_string();
        let (first, second) = thread::scope(|scope| {
            let other = scope.spawn(|| open_case(&mut there, &case, &force.party, "ksv1"));
            let first = open_case(&mut here, &case, &force.party, "ksv1");
            (first, other.join().map_err(|_| anyhow::anyhow!("a client panicked")))
        });
        let answers = [first?, second??];
        if !answers.iter().all(|answer| opened(answer, &case)) {
            bail!("the same case at once: {:?}", answers.map(|answer| (answer.status, answer.location)));
        }
        done.push(case);
    }
    let database = force.database()?;
    let actor = block_on(store::demo::actor(&database, "chicuctruong"))?;
    for case in &done {
        let (file, events) = block_on(store::cases::load(&database, &actor, CaseId(case.parse()?)))?;
        if file.version != 1 || events.len() != 1 {
            bail!("the case {case} was opened twice: version {}, {} events", file.version, events.len());
        }
    }
    Ok(Figure::new(
        "the same case opened at both hosts at once",
        format!("{AT_ONCE} times: both say done, once in the database"),
    ))
}

/// Hosts are killed by turns while both work; who was there goes on at the other.
fn killed(force: &mut Force, kills: usize, seed: u64) -> Result<Vec<Figure>> {
    let addresses = force.addresses();
    let mut random = Random(seed);
    let mut writers = (0..TEAMS.len())
        .map(|team| Writer::new(&addresses[team % 2], team, &force.party, seed.wrapping_add(u64::try_from(team)?)))
        .collect::<Result<Vec<_>>>()?;
    let mut all: Vec<Done> = Vec::new();
    let mut cut = 0;
    for kill in 0..kills {
        let acknowledged: Mutex<Vec<Done>> = Mutex::new(Vec::new());
        let stop = AtomicBool::new(false);
        let dies = kill % 2;
        let moment = Duration::from_millis(300 + random.below(700));
        let sites = &mut force.sites;
        thread::scope(|scope| -> Result<()> {
            let workers: Vec<_> = writers
                .iter_mut()
                .map(|writer| {
                    let (acknowledged, stop) = (&acknowledged, &stop);
                    scope.spawn(move || {
                        while !stop.load(Ordering::Relaxed) {
                            match writer.next() {
                                Ok(done) => {
                                    if let Ok(mut all) = acknowledged.lock() {
                                        all.extend(done);
                                    }
                                }
                                Err(_) => return 1_usize,
                            }
                        }
                        0
                    })
                })
                .collect();
            thread::sleep(moment);
            let killed = sites[dies].kill();
            // The other one works on meanwhile.
            thread::sleep(Duration::from_millis(300));
            stop.store(true, Ordering::Relaxed);
            cut += workers.into_iter().map(|worker| worker.join().unwrap_or(0)).sum::<usize>();
            killed
        })?;
        let acknowledged = acknowledged.into_inner().map_err(|_| anyhow::anyhow!("a writer panicked"))?;
        force.missing(&acknowledged)?;
        all.extend(acknowledged);
        for writer in &mut writers {
            let other = &addresses[1 - dies];
            if writer.address() == addresses[dies] { writer.move_to(other)? } else { writer.reconnect()? }
        }
        force.sites[dies].start()?;
        // Half of them go back to the one that came back.
        for writer in writers.iter_mut().step_by(2) {
            writer.move_to(&addresses[dies])?;
        }
    }
    force.missing(&all)?;
    Ok(vec![
        Figure::new("kills -9 of one of two hosts under load", kills),
        Figure::new("acknowledged writes over both", all.len()),
        Figure::new("requests cut off; their officers went on at the other host with the same session", cut),
        Figure::new("lost", 0),
    ])
}

/// What a host said while the server was there, away, and there again.
struct Said {
    at: Instant,
    status: u16,
    retry: bool,
    case: Option<String>,
}

/// The server is killed under load and started again.
fn away(force: &mut Force, times: usize) -> Result<Vec<Figure>> {
    let addresses = force.addresses();
    let (mut told, mut wrote, mut back) = (0_usize, 0_usize, Vec::new());
    for _ in 0..times {
        let mut clients = addresses.iter().map(|one| Client::sign_in(one, "ksv1")).collect::<Result<Vec<_>>>()?;
        let stop = AtomicBool::new(false);
        let (party, server) = (&force.party, &mut force.server);
        let (said, again) = thread::scope(|scope| -> Result<(Vec<Said>, Instant)> {
            let workers: Vec<_> = clients
                .iter_mut()
                .map(|client| {
                    let stop = &stop;
                    scope.spawn(move || -> Result<Vec<Said>> {
                        let mut said = Vec::new();
                        while !stop.load(Ordering::Relaxed) {
                            let case = uuid::Uuid::new_v4().to_string();
                            let answer = open_case(client, &case, party, "ksv1")?;
                            let done = opened(&answer, &case);
                            said.push(Said {
                                at: Instant::now(),
                                status: answer.status,
                                retry: answer.retry.is_some(),
                                case: done.then_some(case),
                            });
                            if !done && answer.status != 503 {
                                bail!("{} to {:?}: {}", answer.status, answer.location, answer.body);
                            }
                        }
                        Ok(said)
                    })
                })
                .collect();
            thread::sleep(Duration::from_secs(1));
            let killed = server.kill();
            thread::sleep(AWAY);
            let started = killed.and_then(|()| server.again());
            let again = Instant::now();
            thread::sleep(Duration::from_secs(3));
            stop.store(true, Ordering::Relaxed);
            let mut said = Vec::new();
            for worker in workers {
                said.extend(worker.join().map_err(|_| anyhow::anyhow!("a client panicked"))??);
            }
            started.map(|()| (said, again))
        })?;
        let refused: Vec<&Said> = said.iter().filter(|said| said.status == 503).collect();
        if refused.is_empty() || refused.iter().any(|said| !said.retry) {
            bail!("{} answers of 503, and not each says when to come back", refused.len());
        }
        let first = said.iter().filter(|said| said.case.is_some() && said.at > again).map(|said| said.at).min();
        back.push(first.context("nothing was written after the server came back")?.duration_since(again));
        told += refused.len();
        let done: Vec<Done> =
            said.into_iter().filter_map(|said| said.case).map(|case| Done { case, version: 1, file: None }).collect();
        wrote += done.len();
        force.missing(&done)?;
    }
    let slowest = back.iter().max().copied().unwrap_or_default();
    Ok(vec![
        Figure::new("kills -9 of the PostgreSQL server under load, away for a second and a half", times),
        Figure::new("answers meanwhile", format!("{told}, each 503 with when to come back; none other")),
        Figure::new("first write after the server answers again, at the latest", format!("{} ms", slowest.as_millis())),
        Figure::new("acknowledged before and after, and lost", format!("{wrote}, 0")),
    ])
}
