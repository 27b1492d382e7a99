//! An officer and his leader who work: open, sign, record, attach, search, report, sign in. What was acknowledged is remembered.

use crate::client::{Answer, Client, open_case};
use anyhow::{Context, Result};
use domain::calendar::{format_date, to_local};
use domain::case::CaseId;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use store::Database;
use store::blobs::Blobs;

/// A generator of numbers (SplitMix64): the same mixture of work for the same seed.
pub struct Random(pub u64);

impl Random {
    /// A number below `end`.
    pub fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end.max(1)
    }
}

/// What the system said is done.
#[derive(Debug, Clone)]
pub struct Done {
    pub case: String,
    /// The case has at least so many events.
    pub version: u32,
    /// The hash of a file that is attached to it.
    pub file: Option<String>,
}

/// How far a case of a writer is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Opened,
    Signed,
    Inspected,
    Recorded,
}

struct Own {
    case: String,
    version: u32,
    stage: Stage,
}

/// The teams of the demo province that work: a controller and his leader.
pub const TEAMS: [(&str, &str); 4] =
    [("ksv1", "doitruong1"), ("ksv4", "doitruong2"), ("ksv7", "doitruong3"), ("ksv10", "doitruong4")];

/// A picture of eight by six points.
const PNG: &str = "89504e470d0a1a0a0000000d4948445200000008000000060802000000716748ac000000114944415478da633821278715310ca40400698830c1196a3dfc0000000049454e44ae426082";

/// A form as it is posted.
pub fn multipart(fields: &[(&str, &str)], name: &str, content: &[u8]) -> (String, Vec<u8>) {
    let mut body = Vec::new();
    for (name, value) in fields {
        let part = format!("--ranh-gioi\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    let head = format!(
        "--ranh-gioi\r\nContent-Disposition: form-data; name=\"files\"; filename=\"{name}\"\r\nContent-Type: image/png\r\n\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--ranh-gioi--\r\n");
    ("multipart/form-data; boundary=ranh-gioi".to_owned(), body)
}

/// A picture no other has, of at least so many bytes: what follows its end is no part of it.
pub fn picture(mark: u64, bytes: usize) -> Result<Vec<u8>> {
    let mut png = hex::decode(PNG)?;
    png.extend_from_slice(&mark.to_be_bytes());
    png.resize(png.len().max(bytes), 0x5A);
    Ok(png)
}

/// An officer with his leader.
pub struct Writer {
    account: &'static str,
    pub officer: Client,
    leader: Client,
    party: String,
    cases: Vec<Own>,
    random: Random,
    /// What was done, by name of the work.
    pub counts: BTreeMap<&'static str, u64>,
}

impl Writer {
    /// Both sign in.
    pub fn new(address: &str, team: usize, party: &str, seed: u64) -> Result<Self> {
        let (account, leader) = TEAMS.get(team % TEAMS.len()).copied().context("a team")?;
        Ok(Self {
            account,
            officer: Client::sign_in(address, account)?,
            leader: Client::sign_in(address, leader)?,
            party: party.to_owned(),
            cases: Vec::new(),
            random: Random(seed),
            counts: BTreeMap::new(),
        })
    }

    /// Where both are connected to.
    pub fn address(&self) -> &str {
        self.officer.address()
    }

    /// Both go on at another host with the same sessions.
    pub fn move_to(&mut self, address: &str) -> Result<()> {
        self.officer = self.officer.at(address)?;
        self.leader = self.leader.at(address)?;
        Ok(())
    }

    /// After the host was started again: the same sessions over new connections.
    pub fn reconnect(&mut self) -> Result<()> {
        self.officer.reconnect()?;
        self.leader.reconnect()
    }

    /// Does the next piece of work. Nothing acknowledged: `None`. An error is a connection that broke: what was under way then is not
    /// known to be done, and its case is left alone afterwards.
    pub fn next(&mut self) -> Result<Option<Done>> {
        match self.random.below(100) {
            0..35 => self.open(),
            35..50 => self.step(Stage::Opened),
            50..65 => self.step(Stage::Signed),
            65..78 => self.step(Stage::Inspected),
            78..86 => self.attach(),
            86..91 => self.read("search", "/tim-kiem?q=ho+kinh+doanh"),
            91..95 => self.read("report", "/bao-cao"),
            95..98 => self.read("list", "/ho-so"),
            _ => {
                let address = self.officer.address().to_owned();
                let client = Client::sign_in(&address, self.account)?;
                // The old session is over for this officer's next requests; it still runs on the server.
                self.officer = client;
                self.note("sign in");
                Ok(None)
            }
        }
    }

    fn note(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    fn read(&mut self, what: &'static str, path: &str) -> Result<Option<Done>> {
        let answer = self.officer.get(path)?;
        self.note(if answer.status == 200 { what } else { "refused" });
        Ok(None)
    }

    fn open(&mut self) -> Result<Option<Done>> {
        let case = uuid::Uuid::new_v4().to_string();
        let answer = open_case(&mut self.officer, &case, &self.party, self.account)?;
        if answer.status != 303 || !answer.location.contains(&case) {
            self.note("refused");
            return Ok(None);
        }
        self.note("open a case");
        self.cases.push(Own { case: case.clone(), version: 1, stage: Stage::Opened });
        if self.cases.len() > 200 {
            self.cases.remove(0);
        }
        Ok(Some(Done { case, version: 1, file: None }))
    }

    /// Takes out the newest case of a stage; it comes back when its step is acknowledged.
    fn take(&mut self, stage: Option<Stage>) -> Option<Own> {
        let place = self.cases.iter().rposition(|own| stage.is_none_or(|stage| own.stage == stage))?;
        Some(self.cases.remove(place))
    }

    fn step(&mut self, stage: Stage) -> Result<Option<Done>> {
        let Some(own) = self.take(Some(stage)) else { return self.open() };
        let now = to_local(Timestamp::now());
        let (day, time) = (format_date(now.date()), format!("{:02}:{:02}", now.hour(), now.minute()));
        let (day, time) = (day.as_str(), time.as_str());
        let version = own.version.to_string();
        let (step, next, fields): (&'static str, Stage, Vec<(&str, &str)>) = match stage {
            Stage::Opened => ("ky-quyet-dinh-kiem-tra", Stage::Signed, Vec::new()),
            Stage::Signed => (
                "bien-ban-kiem-tra",
                Stage::Inspected,
                vec![
                    ("announced_date", day),
                    ("announced_time", time),
                    ("finished_date", day),
                    ("finished_time", time),
                    ("place", "Chợ Phố Hiến"),
                    ("representative", "Trần Văn B, chủ hộ"),
                    ("findings", "Có hàng hóa nhập lậu."),
                    ("party_opinion", "Nhất trí."),
                    ("violation_found", "yes"),
                    ("signature", "signed"),
                ],
            ),
            Stage::Inspected | Stage::Recorded => (
                "bien-ban-vi-pham",
                Stage::Recorded,
                vec![
                    ("made_date", day),
                    ("made_time", time),
                    ("place", "Chợ Phố Hiến"),
                    ("representative", "Trần Văn B, chủ hộ"),
                    ("acts.0.behaviour", "nd98-d15-k1"),
                    ("acts.0.description", "Bày bán áo khoác nhập lậu"),
                    ("acts.0.committed_on", day),
                    ("exhibits.0.name", "Áo khoác"),
                    ("exhibits.0.unit", "cái"),
                    ("exhibits.0.quantity", "10"),
                    ("exhibits.0.unit_price", "250.000"),
                    ("signature", "signed"),
                ],
            ),
        };
        let mut all = vec![("case", own.case.as_str()), ("version", version.as_str()), ("step", step)];
        all.extend(fields);
        let client = if stage == Stage::Opened { &mut self.leader } else { &mut self.officer };
        let answer = client.post("/api/buoc", &all)?;
        if !accepted(&answer) {
            self.note("refused");
            return Ok(None);
        }
        self.note(match stage {
            Stage::Opened => "sign a decision",
            Stage::Signed => "inspection record",
            Stage::Inspected | Stage::Recorded => "violation record",
        });
        let done = Done { case: own.case.clone(), version: own.version + 1, file: None };
        self.cases.push(Own { version: own.version + 1, stage: next, ..own });
        Ok(Some(done))
    }

    fn attach(&mut self) -> Result<Option<Done>> {
        let Some(own) = self.take(None) else { return self.open() };
        // Two pieces of the store for files.
        let content = picture(self.random.below(u64::MAX), 300_000)?;
        let version = own.version.to_string();
        let (kind, body) = multipart(&[("version", &version), ("kind", "hien-truong")], "anh.png", &content);
        let answer = self.officer.post_body(&format!("/dinh-kem/{}", own.case), &kind, &body)?;
        if !accepted(&answer) {
            self.note("refused");
            return Ok(None);
        }
        self.note("attach a file");
        let file = Some(hex::encode(Sha256::digest(&content)));
        let done = Done { case: own.case.clone(), version: own.version + 1, file };
        self.cases.push(Own { version: own.version + 1, ..own });
        Ok(Some(done))
    }
}

fn accepted(answer: &Answer) -> bool {
    answer.status == 303 && answer.location.contains("xong=")
}

/// Looks whether all that was acknowledged is there, in a database and its files; answers what is not.
pub async fn missing(database: &dyn Database, files: &dyn Blobs, all: &[Done]) -> Result<Vec<String>> {
    let actor = store::demo::actor(database, "chicuctruong").await?;
    let mut lost = Vec::new();
    for done in all {
        let id = CaseId(done.case.parse().context("a case id")?);
        let Ok((case, _)) = store::cases::load(database, &actor, id).await else {
            lost.push(format!("{done:?}: there is no such case"));
            continue;
        };
        if case.version < done.version {
            lost.push(format!("{done:?}: it is at version {}", case.version));
        }
        if let Some(sha256) = &done.file {
            let kept = case.attachments.iter().find(|kept| kept.file.sha256 == *sha256);
            let content = match kept {
                Some(kept) => store::blobs::get(files, sha256, kept.file.size).await?,
                None => None,
            };
            if content.is_none() {
                lost.push(format!("{done:?}: the file is not there"));
            }
        }
    }
    Ok(lost)
}
