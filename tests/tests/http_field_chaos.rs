//! Devices in the field behind a network that cuts, delays, repeats and drops: what they hold when all is settled is what the system
//! holds. `INS_CHAOS_SYNCS` requests are interrupted or let through; `docs/reliability.md` has the figures of a long run.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use domain::case::{AttachmentKind, CaseId};
use domain::fieldwork::{
    Batch, CommandKey, DeviceId, Kit, Outbox, Outcome, PhotoAsked, PhotoState, Queued, Reply, Standing,
};
use ins_tests::field::{Device, decided, inspection, new_id, number, violation};
use ins_tests::http::{Visitor, authority};
use ins_tests::officers::sign_in;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// Officers at work, each with two devices, and who signs for them.
const OFFICERS: [(&str, &str); 4] =
    [("ksv1", "doitruong1"), ("ksv4", "doitruong2"), ("ksv7", "doitruong3"), ("ksv10", "doitruong4")];

const RECORD: &str = "BB-KT";
const VIOLATION: &str = "BB-VPHC";

/// A picture of eight by six points.
const PNG: &str = "89504e470d0a1a0a0000000d4948445200000008000000060802000000716748ac000000114944415478da633821278715310ca40400698830c1196a3dfc0000000049454e44ae426082";

/// Bytes of a photo's piece in this run.
const PIECE: usize = 8 << 10;

/// Numbers drawn from a seed, the same each time (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).expect("small")).expect("small")
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }
}

/// The way to the system: every second request meets with an accident.
struct Network {
    address: String,
    accidents: Arc<[AtomicUsize; 5]>,
    late: Arc<AtomicUsize>,
}

const ACCIDENTS: [&str; 5] = ["dropped", "cut while sent", "cut while answered", "repeated", "late"];

impl Network {
    fn new() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = listener.local_addr().expect("an address").to_string();
        let accidents: Arc<[AtomicUsize; 5]> = Arc::default();
        let late: Arc<AtomicUsize> = Arc::default();
        let (seeds, counted, flying) = (AtomicU64::new(1), Arc::clone(&accidents), Arc::clone(&late));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let turn = seeds.fetch_add(1, Ordering::Relaxed);
                let (counted, flying) = (Arc::clone(&counted), Arc::clone(&flying));
                thread::spawn(move || {
                    // Who is cut off notices it himself.
                    let _ = pass(client, turn, &counted, &flying);
                });
            }
        });
        Self { address, accidents, late }
    }

    fn told(&self) -> String {
        let counts = ACCIDENTS.iter().zip(self.accidents.iter());
        counts.map(|(name, count)| format!("{} {name}", count.load(Ordering::Relaxed))).collect::<Vec<_>>().join(", ")
    }

    /// Waits until what was late has arrived.
    fn calm(&self) {
        while self.late.load(Ordering::SeqCst) > 0 {
            thread::sleep(Duration::from_millis(5));
        }
    }
}

/// One request with its body.
fn request(client: &mut TcpStream) -> std::io::Result<Vec<u8>> {
    let mut raw = Vec::new();
    let mut buffer = [0; 16 << 10];
    loop {
        let count = client.read(&mut buffer)?;
        raw.extend_from_slice(buffer.get(..count).unwrap_or_default());
        if let Some(end) = raw.windows(4).position(|window| window == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&raw[..end]).to_ascii_lowercase();
            let told = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = told.and_then(|told| told.trim().parse().ok()).unwrap_or(0);
            if raw.len() >= end + 4 + length || count == 0 {
                return Ok(raw);
            }
        } else if count == 0 {
            return Ok(raw);
        }
    }
}

/// Sends so many bytes on, and answers what comes back.
fn forward(request: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut server = TcpStream::connect(authority())?;
    server.write_all(request)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    Ok(answer)
}

fn pass(
    mut client: TcpStream,
    turn: u64,
    accidents: &[AtomicUsize; 5],
    late: &Arc<AtomicUsize>,
) -> std::io::Result<()> {
    let mut dice = Dice(turn.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    let sent = request(&mut client)?;
    thread::sleep(Duration::from_millis(u64::try_from(dice.below(4)).unwrap_or_default()));
    if turn.is_multiple_of(2) {
        return client.write_all(&forward(&sent)?);
    }
    let which = dice.below(5);
    accidents[which].fetch_add(1, Ordering::Relaxed);
    match which {
        0 => Ok(()),
        1 => {
            let mut server = TcpStream::connect(authority())?;
            server.write_all(&sent[..dice.below(sent.len())])
        }
        2 => {
            let answer = forward(&sent)?;
            client.write_all(&answer[..dice.below(answer.len())])
        }
        3 => {
            forward(&sent)?;
            client.write_all(&forward(&sent)?)
        }
        _ => {
            // The sender has long given up when it arrives, and may have sent other things since.
            late.fetch_add(1, Ordering::SeqCst);
            drop(client);
            thread::sleep(Duration::from_millis(u64::try_from(dice.below(60)).unwrap_or_default()));
            let done = forward(&sent);
            late.fetch_sub(1, Ordering::SeqCst);
            done.map(|_| ())
        }
    }
}

/// What is counted over all officers.
#[derive(Debug, Default)]
struct Sums {
    syncs: usize,
    unanswered: usize,
    restarts: usize,
    cases: usize,
    filed: usize,
    accepted: usize,
    already: usize,
    conflicts: usize,
    refused: usize,
    withdrawn: usize,
    filed_again: usize,
    photos: usize,
    lost: usize,
    duplicated: usize,
}

struct Pocket {
    device: Device,
    outbox: Outbox,
    /// What would be there after the battery is empty.
    saved: String,
    kit: Kit,
    /// Keys that were shown as in conflict or refused.
    shown: BTreeSet<CommandKey>,
}

impl Pocket {
    fn new(visitor: &Visitor, network: &Network) -> Self {
        let origin = format!("http://{}", authority());
        let mut device = Device { id: DeviceId(new_id()), visitor: visitor.clone(), origin };
        let kit = device.kit(&[(RECORD, 10), (VIOLATION, 10)]);
        let device = device.through(network.address.clone());
        Self { device, outbox: Outbox::default(), saved: "[]".to_owned(), kit, shown: BTreeSet::new() }
    }

    fn save(&mut self) {
        self.saved = serde_json::to_string(&self.outbox).expect("JSON");
    }

    fn file(&mut self, mut queued: Queued, symbol: &str, numbered: bool) -> CommandKey {
        let taken: Vec<_> = self.outbox.taken().into_iter().collect();
        let blocks = self.kit.blocks.iter().filter(|block| block.series.symbol == symbol);
        let used = taken.iter().copied().collect();
        if numbered && blocks.into_iter().any(|block| block.free(&used).next().is_some()) {
            queued.number = Some(number(&self.kit, symbol, &taken));
        }
        queued.after = self.outbox.last_of(queued.case).map(|entry| entry.queued.key);
        let key = queued.key;
        self.outbox.file(queued);
        self.save();
        key
    }

    /// Takes an answer in; the battery may be empty before it is saved.
    fn learn(&mut self, reply: &Reply, dice: &mut Dice, sums: &mut Sums) {
        self.outbox.learn(reply);
        for entry in self.outbox.entries.iter().filter(|entry| entry.standing() == Standing::Open) {
            if self.shown.insert(entry.queued.key) {
                match &entry.outcome {
                    Some(Outcome::Conflict { since, mine, .. }) => {
                        assert!(!since.is_empty() && !mine.is_empty(), "a conflict shows both sides");
                        sums.conflicts += 1;
                    }
                    _ => sums.refused += 1,
                }
            }
        }
        if dice.one_in(4) {
            sums.restarts += 1;
            self.outbox = serde_json::from_str(&self.saved).expect("what was saved");
        } else {
            self.save();
        }
    }

    fn ask(&mut self, path: &str, body: &serde_json::Value, sums: &mut Sums) -> Option<Vec<u8>> {
        sums.syncs += 1;
        match self.device.try_ask(path, body) {
            Ok(answer) if answer.status == 200 => Some(answer.body),
            // Busy, or the proxy's server gave up half a request: sent again.
            Ok(answer) => {
                assert!([400, 408, 503].contains(&answer.status), "{path}: {} {}", answer.status, answer.text());
                sums.unanswered += 1;
                None
            }
            Err(_) => {
                sums.unanswered += 1;
                None
            }
        }
    }

    /// One attempt to send what waits.
    fn sync(&mut self, dice: &mut Dice, sums: &mut Sums) {
        let commands = self.outbox.batch();
        if commands.is_empty() {
            return;
        }
        let batch = Batch { device: self.device.id, commands };
        if let Some(body) = self.ask("/dong-bo/gui", &json!(batch), sums) {
            let reply: Reply = serde_json::from_slice(&body).expect("a reply");
            self.learn(&reply, dice, sums);
        }
    }

    /// A person decides about what is open: taken back, or what followed it filed again.
    fn decide(&mut self, dice: &mut Dice, sums: &mut Sums) {
        let decidable = |pocket: &Self| {
            let keys = pocket.outbox.entries.iter().map(|entry| entry.queued.key);
            keys.filter(|key| pocket.outbox.is_decidable(*key)).collect::<Vec<_>>()
        };
        for key in decidable(self) {
            let entry = self.outbox.get(key).expect("an entry").clone();
            if entry.standing() == Standing::Open {
                let body = json!({ "device": self.device.id, "key": key, "reason": "Máy kia đã lập" });
                if let Some(body) = self.ask("/dong-bo/rut", &body, sums) {
                    let reply: Reply = serde_json::from_slice(&body).expect("a reply");
                    self.learn(&reply, dice, sums);
                }
                continue;
            }
            // It followed one that was taken back: the case went on by another hand, and this goes on from there.
            let seen = 3;
            let again = Queued { key: CommandKey(new_id()), seen, after: None, replaces: Some(key), ..entry.queued };
            self.outbox.decide(key, Outcome::Replaced { by: again.key });
            self.outbox.file(again);
            self.save();
            sums.filed_again += 1;
        }
    }
}

/// A photo that is sent until it is attached.
struct Photo {
    key: CommandKey,
    asked: PhotoAsked,
    content: Vec<u8>,
    state: Option<PhotoState>,
}

impl Photo {
    fn new(device: DeviceId, case: CaseId) -> Self {
        let digits = PNG.as_bytes().chunks(2).map(|pair| String::from_utf8_lossy(pair).into_owned());
        let mut content: Vec<u8> = digits.map(|pair| u8::from_str_radix(&pair, 16).expect("hex")).collect();
        content.extend_from_slice(&new_id().as_bytes().repeat(2 * PIECE / 16));
        let sha256 = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
        let asked = PhotoAsked {
            device,
            case,
            kind: AttachmentKind::Scene,
            sha256,
            size: u64::try_from(content.len()).expect("a size"),
            name: "anh.png".to_owned(),
            caption: String::new(),
            taken_on: None,
        };
        Self { key: CommandKey(new_id()), asked, content, state: None }
    }

    fn is_attached(&self) -> bool {
        matches!(self.state, Some(PhotoState::Attached { .. }))
    }

    /// One attempt: a question where it is not known how far it is, or the next piece.
    fn sync(&mut self, pocket: &mut Pocket, sums: &mut Sums) {
        let path = format!("/dinh-kem/gui-dan/{}", self.key);
        let received = match self.state {
            Some(PhotoState::Partial { received }) if received < self.asked.size => received,
            _ => {
                let told = pocket.ask(&path, &json!(self.asked), sums);
                self.state = told.map(|body| serde_json::from_slice(&body).expect("a state"));
                return;
            }
        };
        let start = usize::try_from(received).expect("a size");
        let piece = &self.content[start..(start + PIECE).min(self.content.len())];
        sums.syncs += 1;
        let answer = pocket.device.try_post(&format!("{path}/{received}"), "application/octet-stream", piece);
        self.state = answer.ok().and_then(|answer| serde_json::from_slice(&answer.body).ok());
        sums.unanswered += usize::from(self.state.is_none());
    }
}

/// The day of one officer: cases, records on one device or on both, photos, and a network that fails until enough was tried.
fn day(which: usize, syncs: usize, network: &Network) -> (Sums, Vec<String>) {
    let (account, signer) = OFFICERS[which];
    let mut dice = Dice(0xD1CE_0000 + u64::try_from(which).expect("small"));
    let (mut officer, mut leader) = (sign_in(account), sign_in(signer));
    let mut pockets = [Pocket::new(&officer, network), Pocket::new(&officer, network)];
    let mut sums = Sums::default();
    let mut photos: Vec<(usize, Photo)> = Vec::new();
    // For each case: whether both devices recorded it in other words.
    let mut cases: BTreeMap<CaseId, bool> = BTreeMap::new();
    let mut rounds = 0;
    loop {
        let is_left = pockets.iter().any(|pocket| pocket.outbox.unsent() > 0)
            || photos.iter().any(|(_, photo)| !photo.is_attached());
        if sums.syncs >= syncs && !is_left {
            break;
        }
        rounds += 1;
        assert!(rounds < 200 + 40 * syncs, "{account}: never settled: {:?}", pockets.map(|pocket| pocket.outbox));
        if sums.syncs < syncs && dice.one_in(3) {
            let case = decided(&mut officer, &mut leader, account);
            let first = dice.below(2);
            let numbered = dice.one_in(2);
            pockets[first].file(inspection(case, 2, "Có 12 áo khoác."), RECORD, numbered);
            sums.filed += 1;
            if dice.one_in(2) {
                pockets[first].file(violation(case, 3, "Chợ Phố Hiến"), VIOLATION, numbered);
                sums.filed += 1;
            }
            let both = dice.one_in(3);
            if both {
                pockets[1 - first].file(inspection(case, 2, "Không có gì."), RECORD, false);
                sums.filed += 1;
            }
            if dice.one_in(3) {
                photos.push((first, Photo::new(pockets[first].device.id, case)));
            }
            cases.insert(case, both);
        }
        let chosen = dice.below(2);
        pockets[chosen].sync(&mut dice, &mut sums);
        if dice.one_in(2) {
            pockets[chosen].decide(&mut dice, &mut sums);
        }
        if let Some((owner, photo)) = photos.iter_mut().find(|(_, photo)| !photo.is_attached()) {
            photo.sync(&mut pockets[*owner], &mut sums);
        }
    }
    network.calm();
    sums.cases = cases.len();
    sums.photos = photos.len();
    let numbers = compare(&pockets, &cases, &photos, &mut officer, &mut sums);
    for pocket in &mut pockets {
        pocket.device.origin = format!("http://{}", authority());
        pocket.device.visitor = officer.clone();
        pocket.device.end();
    }
    (sums, numbers)
}

/// Lays what the devices show as done beside what the cases hold; answers the numbers that were given.
fn compare(
    pockets: &[Pocket; 2],
    cases: &BTreeMap<CaseId, bool>,
    photos: &[(usize, Photo)],
    officer: &mut Visitor,
    sums: &mut Sums,
) -> Vec<String> {
    let mut numbers = Vec::new();
    for (case, both) in cases {
        let page = officer.get(&format!("/ho-so/{case}")).text();
        let held: usize = ins_tests::officers::hidden(&page, "version").parse().expect("a version");
        // Opened and signed before anything came from a device.
        let mut told = 2 + photos.iter().filter(|(_, photo)| photo.asked.case == *case).count();
        let mut conflicts = 0;
        for pocket in pockets {
            for entry in pocket.outbox.entries.iter().filter(|entry| entry.queued.case == *case) {
                conflicts += usize::from(pocket.shown.contains(&entry.queued.key));
                match &entry.outcome {
                    Some(Outcome::Accepted { done }) => {
                        sums.accepted += 1;
                        told += 1;
                        let number = done.number.clone().expect("a number");
                        sums.lost += usize::from(!page.contains(&number));
                        numbers.push(number);
                    }
                    Some(Outcome::Already { .. }) => sums.already += 1,
                    Some(Outcome::Withdrawn { .. }) => sums.withdrawn += 1,
                    Some(Outcome::Replaced { .. }) => {}
                    other => panic!("not settled: {other:?}"),
                }
            }
        }
        assert!(!both || conflicts >= 1, "{case}: recorded in other words by two devices, and no conflict was shown");
        sums.lost += told.saturating_sub(held);
        sums.duplicated += held.saturating_sub(told);
    }
    numbers
}

#[test]
fn nothing_is_lost_and_nothing_done_twice_on_a_bad_network() {
    let syncs: usize = std::env::var("INS_CHAOS_SYNCS").ok().and_then(|count| count.parse().ok()).unwrap_or(60);
    let started = Instant::now();
    let network = Network::new();
    let all: Mutex<Vec<(Sums, Vec<String>)>> = Mutex::new(Vec::new());
    thread::scope(|scope| {
        for which in 0..OFFICERS.len() {
            let (network, all) = (&network, &all);
            scope.spawn(move || {
                let done = day(which, syncs.div_ceil(OFFICERS.len()), network);
                all.lock().expect("a list").push(done);
            });
        }
    });
    let all = all.into_inner().expect("a list");
    assert_eq!(all.len(), OFFICERS.len());
    let sum = |of: fn(&Sums) -> usize| all.iter().map(|(sums, _)| of(sums)).sum::<usize>();
    println!(
        "chaos: {} requests from {} devices, {} without an answer ({}), {} restarts; {} commands on {} cases: {} accepted, {} already \
         there, {} conflicts and {} refusals shown, {} withdrawn, {} filed again; {} photos; {} lost, {} duplicated; {:.1} s",
        sum(|sums| sums.syncs),
        2 * OFFICERS.len(),
        sum(|sums| sums.unanswered),
        network.told(),
        sum(|sums| sums.restarts),
        sum(|sums| sums.filed),
        sum(|sums| sums.cases),
        sum(|sums| sums.accepted),
        sum(|sums| sums.already),
        sum(|sums| sums.conflicts),
        sum(|sums| sums.refused),
        sum(|sums| sums.withdrawn),
        sum(|sums| sums.filed_again),
        sum(|sums| sums.photos),
        sum(|sums| sums.lost),
        sum(|sums| sums.duplicated),
        started.elapsed().as_secs_f32()
    );
    assert_eq!((sum(|sums| sums.lost), sum(|sums| sums.duplicated)), (0, 0));
    let numbers: Vec<&String> = all.iter().flat_map(|(_, numbers)| numbers).collect();
    assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "no number twice");
    assert!(sum(|sums| sums.unanswered) * 4 > sum(|sums| sums.syncs), "the network was no good");
}
