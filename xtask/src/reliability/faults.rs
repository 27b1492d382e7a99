//! A disk without room, a database that somebody else holds, damaged and truncated files, a clock that goes backwards: what is said, that
//! nothing is lost, and that work goes on afterwards.

use super::site::{Built, Site};
use super::work::{Done, Writer, missing, multipart, picture};
use super::{Figure, Options};
use crate::client::{Answer, Client, open_case, opened};
use crate::state::{self, Beginning};
use anyhow::{Context, Result, bail};
use futures::executor::block_on;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use store::native::{BLOBS_NAME, FILE_NAME, NativeBlobs, NativeDatabase};
use store::{Blobs, Database};

/// Runs all of them.
pub fn run(built: &Built, options: &Options) -> Result<Vec<Figure>> {
    let mut figures = full(built, options).context("disk full")?;
    figures.extend(locked(built, options).context("database locked")?);
    figures.extend(damaged(built, options).context("damaged files")?);
    figures.extend(clock(built, options).context("clock backwards")?);
    Ok(figures)
}

fn open(client: &mut Client, party: &str, account: &str) -> Result<(Answer, String)> {
    let case = uuid::Uuid::new_v4().to_string();
    Ok((open_case(client, &case, party, account)?, case))
}

/// The answer says in Vietnamese that nothing was written and what to do.
fn clear(answer: &Answer, words: &str) -> Result<()> {
    if answer.status == 503 && answer.body.contains(words) {
        Ok(())
    } else {
        bail!("{} to {:?}: {}", answer.status, answer.location, text(answer))
    }
}

fn text(answer: &Answer) -> String {
    answer.body.chars().take(600).collect()
}

/// A small file system of its own; gone when dropped.
struct Small(PathBuf);

impl Small {
    fn new(place: &Path, megabytes: u64) -> Result<Option<Self>> {
        fs::create_dir_all(place)?;
        let size = format!("size={megabytes}m");
        let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place).output()?;
        Ok(mounted.status.success().then(|| Self(place.to_owned())))
    }

    /// Takes all room but a little.
    fn fill(&self, but: u64) -> Result<()> {
        let place = self.0.join("ballast");
        let output = Command::new("df").args(["--output=avail", "-B1"]).arg(&self.0).output()?;
        let free: u64 = String::from_utf8_lossy(&output.stdout)
            .lines()
            .last()
            .and_then(|line| line.trim().parse().ok())
            .context("df says nothing")?;
        let length = usize::try_from(free.saturating_sub(but))?;
        fs::write(place, vec![0_u8; length]).context("cannot fill the file system")
    }

    fn make_room(&self) -> Result<()> {
        fs::remove_file(self.0.join("ballast")).context("no ballast")
    }
}

impl Drop for Small {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(&self.0).status();
    }
}

fn full(built: &Built, options: &Options) -> Result<Vec<Figure>> {
    let place = tempfile::TempDir::new_in(&options.scratch)?;
    let Some(small) = Small::new(&place.path().join("small"), 96)? else {
        return Ok(vec![Figure::new("disk full", "not run: only root may mount a small file system")]);
    };
    state::prepare(&small.0, Beginning::Demo)?;
    let mut site = Site::new(built, &small.0)?;
    site.start()?;
    let party = crate::kill::party(&small.0)?;
    let mut writer = Writer::new(&site.address, 0, &party, options.seed)?;
    let mut done: Vec<Done> = Vec::new();
    for _ in 0..30 {
        done.extend(writer.next()?);
    }
    small.fill(24 << 10)?;
    let (mut refused, mut written_meanwhile) = (0_u32, 0_u32);
    // What the log of the database has room for already is still written.
    for _ in 0..400 {
        let (answer, case) = open(&mut writer.officer, &party, "ksv1")?;
        if opened(&answer, &case) {
            written_meanwhile += 1;
            done.push(Done { case, version: 1, file: None });
        } else {
            refused += 1;
            clear(&answer, "hết chỗ lưu trữ")?;
        }
        if refused >= 5 {
            break;
        }
    }
    if refused < 5 {
        bail!("{written_meanwhile} cases were written on a full disk, {refused} refused");
    }
    // Files are refused as clearly.
    let case = done.first().map(|done| done.case.clone()).unwrap_or_default();
    let (kind, body) = multipart(&[("version", "1"), ("kind", "khac")], "anh.png", &picture(7, 400_000)?);
    let answer = writer.officer.post_body(&format!("/dinh-kem/{case}"), &kind, &body)?;
    if answer.status == 500 || (answer.status == 303 && answer.location.contains("xong=")) {
        bail!("a file on a full disk: {} {}", answer.status, text(&answer));
    }
    // Reading goes on.
    let page = writer.officer.get("/bao-cao")?;
    if page.status != 200 {
        bail!("a report on a full disk: {} {}", page.status, text(&page));
    }
    if !site.runs() {
        bail!("the host died of a full disk: {}", site.log());
    }
    small.make_room()?;
    let (answer, case) = open(&mut writer.officer, &party, "ksv1")?;
    if !opened(&answer, &case) {
        bail!("with room again: {} {}", answer.status, text(&answer));
    }
    done.push(Done { case, version: 1, file: None });
    let lost = lost(&small.0, &done)?;
    site.stop()?;
    if !lost.is_empty() {
        bail!("{}", lost.join("; "));
    }
    state::verify(&small.0)?;
    Ok(vec![
        Figure::new("disk full: cases refused with 503 and how to go on", refused),
        Figure::new("disk full: pages read meanwhile, writes after room was made", "200, accepted"),
        Figure::new("disk full: acknowledged before and after, lost", format!("{}, 0", done.len())),
    ])
}

fn lost(directory: &Path, done: &[Done]) -> Result<Vec<String>> {
    let database = NativeDatabase::in_directory(directory)?;
    block_on(async {
        let files = NativeBlobs::in_directory(directory).await?;
        missing(&database, &files, done).await
    })
}

fn locked(built: &Built, options: &Options) -> Result<Vec<Figure>> {
    let directory = tempfile::TempDir::new_in(&options.scratch)?;
    state::prepare(directory.path(), Beginning::Demo)?;
    let mut site = Site::new(built, directory.path())?;
    site.start()?;
    let party = crate::kill::party(directory.path())?;
    let mut client = Client::sign_in(&site.address, "ksv1")?;
    let database = NativeDatabase::in_directory(directory.path())?;
    let mut holder = block_on(database.open())?;
    block_on(holder.execute("BEGIN EXCLUSIVE", &[]))?;
    let begun = Instant::now();
    let page = client.get("/ho-so")?;
    if page.status != 200 {
        bail!("a list while another process writes: {} {}", page.status, text(&page));
    }
    let read_in = begun.elapsed();
    let begun = Instant::now();
    let (answer, _) = open(&mut client, &party, "ksv1")?;
    let told_in = begun.elapsed();
    clear(&answer, "đang bận")?;
    if told_in > Duration::from_secs(25) {
        bail!("it took {told_in:?} to say so");
    }
    // Somebody who waits a little is served when the other one lets go.
    let patient = std::thread::spawn({
        let (mut client, party) = (client.twin()?, party.clone());
        move || open(&mut client, &party, "ksv1")
    });
    std::thread::sleep(Duration::from_secs(2));
    block_on(holder.execute("ROLLBACK", &[]))?;
    let (answer, case) = patient.join().map_err(|_| anyhow::anyhow!("the client panicked"))??;
    if !opened(&answer, &case) {
        bail!("who waited: {} {}", answer.status, text(&answer));
    }
    let (answer, case) = open(&mut client, &party, "ksv1")?;
    if !opened(&answer, &case) {
        bail!("afterwards: {} {}", answer.status, text(&answer));
    }
    site.stop()?;
    state::verify(directory.path())?;
    Ok(vec![
        Figure::new("database locked: a page read meanwhile", format!("200 in {} ms", read_in.as_millis())),
        Figure::new("database locked: a form", format!("503 with what to do after {:.1} s", told_in.as_secs_f64())),
        Figure::new("database locked: a form that waits 2 s, and one afterwards", "accepted"),
    ])
}

/// Damages a copy of the state in one way.
type Damage = fn(&Path) -> Result<()>;

fn zeros(file: &Path, pages: std::ops::Range<usize>) -> Result<()> {
    let mut bytes = fs::read(file)?;
    for page in pages {
        if let Some(place) = bytes.get_mut(page * 4096..(page + 1) * 4096) {
            place.fill(0);
        }
    }
    fs::write(file, bytes).map_err(Into::into)
}

fn truncated(file: &Path, part: u64) -> Result<()> {
    let length = fs::metadata(file)?.len() * part / 100;
    fs::OpenOptions::new().write(true).open(file)?.set_len(length / 4096 * 4096 + 100)?;
    Ok(())
}

const DAMAGES: [(&str, Damage); 7] = [
    ("one page in the middle is zeros", |state| {
        let file = state.join(FILE_NAME);
        let middle = usize::try_from(fs::metadata(&file)?.len() / 4096 / 2)?;
        zeros(&file, middle..middle + 1)
    }),
    ("the first page is zeros", |state| zeros(&state.join(FILE_NAME), 0..1)),
    ("one bit of one page", |state| {
        let file = state.join(FILE_NAME);
        let mut bytes = fs::read(&file)?;
        // The head of a page in the first third: its kind.
        let place = bytes.len() / 4096 / 3 * 4096;
        if let Some(byte) = bytes.get_mut(place) {
            *byte ^= 0x40;
        }
        fs::write(file, bytes).map_err(Into::into)
    }),
    ("cut to 60 %", |state| truncated(&state.join(FILE_NAME), 60)),
    ("empty", |state| fs::write(state.join(FILE_NAME), b"").map_err(Into::into)),
    ("an attached file with one other byte", |state| {
        block_on(async {
            let files = NativeBlobs::in_directory(state).await?;
            let keys = files.keys().await?;
            let key = keys.iter().find(|key| key.starts_with("tep/")).context("no attached file")?;
            let mut value = files.get(key).await?.context("no value")?;
            if let Some(byte) = value.last_mut() {
                *byte ^= 1;
            }
            files.set(key, &value).await?;
            anyhow::Ok(())
        })
    }),
    ("the store for files cut to 60 %", |state| truncated(&state.join(BLOBS_NAME), 60)),
];

fn damaged(built: &Built, options: &Options) -> Result<Vec<Figure>> {
    let whole = tempfile::TempDir::new_in(&options.scratch)?;
    state::prepare(whole.path(), Beginning::Demo)?;
    {
        let mut site = Site::new(built, whole.path())?;
        site.start()?;
        let party = crate::kill::party(whole.path())?;
        let mut writer = Writer::new(&site.address, 0, &party, options.seed)?;
        let mut attached = 0;
        while attached < 2 {
            attached += u32::from(writer.next()?.is_some_and(|done| done.file.is_some()));
        }
        site.stop()?;
    }
    state::verify(whole.path())?;
    let mut told = Vec::new();
    for (name, damage) in DAMAGES {
        let copy = tempfile::TempDir::new_in(&options.scratch)?;
        for file in [FILE_NAME, BLOBS_NAME] {
            fs::copy(whole.path().join(file), copy.path().join(file))?;
        }
        damage(copy.path()).with_context(|| name.to_owned())?;
        // As an administrator runs it: a process of its own, which must say what is wrong and not panic.
        let program = std::env::current_exe()?;
        let verify = Command::new(program).args(["verify", "--state-dir"]).arg(copy.path()).output()?;
        let words = format!("{}{}", String::from_utf8_lossy(&verify.stdout), String::from_utf8_lossy(&verify.stderr));
        if verify.status.success() || words.contains("panicked") || !words.contains("xtask:") {
            bail!("{name}: verify says {words}");
        }
        let line = words.lines().find(|line| line.contains("xtask:")).unwrap_or_default().to_owned();
        // The host says so at its start, or answers in words; it neither panics nor shows what is not there.
        let mut site = Site::new(built, copy.path())?;
        site.spawn()?;
        let end = Instant::now() + Duration::from_secs(20);
        let mut answered = String::from("does not start");
        while site.runs() && Instant::now() < end {
            if let Some(status) = status_of(&site.address, "/dang-nhap") {
                let page = status_of(&site.address, "/suc-khoe").unwrap_or(0);
                answered = format!("sign-in page {status}, readiness {page}");
                break;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        let log = site.log();
        if log.contains("panicked") {
            bail!("{name}: the host panics: {log}");
        }
        site.kill()?;
        told.push(Figure::new(&format!("damaged: {name}"), format!("verify fails ({line}); host: {answered}")));
    }
    Ok(told)
}

/// The status of a page for nobody.
fn status_of(address: &str, path: &str) -> Option<u16> {
    use std::io::{Read, Write};
    let mut stream = std::net::TcpStream::connect(address).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(40))).ok()?;
    let request = format!("GET {path} HTTP/1.1\r\nHost: {address}\r\nAccept: text/html\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer).ok()?;
    answer.split(' ').nth(1)?.parse().ok()
}

/// The clock of the functions stands a day ahead while officers work, and is put right.
fn clock(built: &Built, options: &Options) -> Result<Vec<Figure>> {
    let directory = tempfile::TempDir::new_in(&options.scratch)?;
    state::prepare(directory.path(), Beginning::Demo)?;
    let mut site = Site::new(built, directory.path())?;
    site.days_ahead = 1;
    site.start()?;
    let party = crate::kill::party(directory.path())?;
    let mut before = Vec::new();
    let mut ahead = Client::sign_in(&site.address, "ksv1")?;
    for _ in 0..5 {
        let (answer, case) = open(&mut ahead, &party, "ksv1")?;
        if !opened(&answer, &case) {
            bail!("a day ahead: {} {}", answer.status, text(&answer));
        }
        before.push(Done { case, version: 1, file: None });
    }
    site.stop()?;
    site.days_ahead = 0;
    site.start()?;
    ahead.reconnect()?;
    let old_session = ahead.get("/ho-so")?.status;
    let mut writer = Writer::new(&site.address, 0, &party, options.seed)?;
    for _ in 0..60 {
        before.extend(writer.next()?);
    }
    site.stop()?;
    // Nobody stays signed in for ever because a clock once stood wrong.
    site.days_ahead = 3;
    site.start()?;
    ahead.reconnect()?;
    let later = ahead.get("/ho-so")?;
    if later.status != 303 {
        bail!("a session of a clock that stood a day ahead is still one three days later: {}", later.status);
    }
    site.stop()?;
    let lost = lost(directory.path(), &before)?;
    if !lost.is_empty() {
        bail!("{}", lost.join("; "));
    }
    state::verify(directory.path())?;
    Ok(vec![
        Figure::new("clock back by a day: acknowledged before and after, lost", format!("{}, 0", before.len())),
        Figure::new(
            "clock back by a day: a session of the wrong day",
            format!("{old_session} at once, over three days later"),
        ),
        Figure::new("clock back by a day: chain, numbers, report cells", "verified"),
    ])
}
