//! Devices of the field at the running system: their kit, their commands, their photos, and cases they may work on.
//!
//! Must not know what any single test asks.

use crate::http::{Answer, Visitor, authority};
use crate::officers::{hidden, links, seed, sign_in};
use domain::calendar::{format_date, to_local};
use domain::case::{CaseId, Command, DraftViolation, Exhibit, InspectionRecord, PartySignature, RecordedAct};
use domain::fieldwork::{Batch, CommandKey, DeviceId, Kit, KitAsked, Outcome, Queued, Reply, TakenNumber, Wish};
use domain::law::fine::ActInput;
use domain::money::Dong;
use jiff::Timestamp;
use jiff::civil::DateTime;
use serde_json::Value;
use std::hash::{BuildHasher, RandomState};
use uuid::Uuid;

/// A random id.
pub fn new_id() -> Uuid {
    let random = || u128::from(RandomState::new().hash_one(seed()));
    Uuid::from_u128((random() << 64) | random())
}

/// The local minute it is.
pub fn minute() -> DateTime {
    let now = to_local(Timestamp::now());
    now.date().at(now.hour(), now.minute(), 0, 0)
}

/// A device in the hands of an officer who is signed in.
pub struct Device {
    pub id: DeviceId,
    pub visitor: Visitor,
    /// Where it says it comes from.
    pub origin: String,
}

impl Device {
    /// A device that the system does not know yet.
    pub fn new(account: &str) -> Self {
        Self { id: DeviceId(new_id()), visitor: sign_in(account), origin: format!("http://{}", authority()) }
    }

    /// The same device by another way.
    pub fn through(self, authority: String) -> Self {
        Self { origin: format!("http://{authority}"), visitor: self.visitor.through(authority), ..self }
    }

    /// Posts JSON over a network that may fail.
    ///
    /// # Errors
    /// There was no whole answer.
    pub fn try_ask(&mut self, path: &str, body: &Value) -> std::io::Result<Answer> {
        self.try_post(path, "application/json", body.to_string().as_bytes())
    }

    /// Posts bytes over a network that may fail.
    ///
    /// # Errors
    /// There was no whole answer.
    pub fn try_post(&mut self, path: &str, kind: &str, body: &[u8]) -> std::io::Result<Answer> {
        let headers = [("Accept", "application/json"), ("Origin", self.origin.as_str()), ("Content-Type", kind)];
        self.visitor.try_send("POST", path, &headers, body)
    }

    /// Posts JSON. Panics when there is no answer.
    pub fn ask(&mut self, path: &str, body: &Value) -> Answer {
        self.try_ask(path, body).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The kit, all pages of it; the last one is answered. Panics when it is refused.
    pub fn kit(&mut self, symbols: &[(&str, u32)]) -> Kit {
        let (mut cursor, mut have) = (0, Vec::new());
        let numbers: Vec<Wish> =
            symbols.iter().map(|(symbol, count)| Wish { symbol: (*symbol).to_owned(), count: *count }).collect();
        loop {
            let name = "Máy thử".to_owned();
            let asked = KitAsked { device: self.id, name, cursor, have: have.clone(), numbers: numbers.clone() };
            let kit: Kit = read(&self.ask("/dong-bo/goi", &serde_json::json!(asked)));
            have.extend(kit.cases.iter().map(|taken| taken.case.id));
            if !kit.more {
                return kit;
            }
            cursor = kit.cursor;
        }
    }

    /// Sends commands, and answers what became of each. Panics when the batch is refused.
    pub fn push(&mut self, commands: Vec<Queued>) -> Vec<(CommandKey, Outcome)> {
        let batch = Batch { device: self.id, commands };
        let reply: Reply = read(&self.ask("/dong-bo/gui", &serde_json::json!(batch)));
        reply.outcomes
    }

    /// Sends one command. Panics as [`Device::push`].
    pub fn one(&mut self, queued: &Queued) -> Outcome {
        let mut outcomes = self.push(vec![queued.clone()]);
        assert_eq!(outcomes.len(), 1);
        outcomes.remove(0).1
    }

    /// Ends the use of the device.
    pub fn end(&mut self) {
        let id = self.id;
        assert_eq!(self.ask("/dong-bo/bo-thiet-bi", &serde_json::json!({ "device": id })).status, 204);
    }

    /// The version of a case, as its page shows it to the officer.
    pub fn version(&mut self, case: CaseId) -> u32 {
        let page = self.visitor.get(&format!("/ho-so/{case}"));
        hidden(&page.text(), "version").parse().unwrap_or_else(|error| panic!("version of {case}: {error}"))
    }
}

/// What an answer says. Panics when it is none.
pub fn read<T: for<'a> serde::Deserialize<'a>>(answer: &Answer) -> T {
    assert_eq!(answer.status, 200, "{}", answer.text());
    serde_json::from_slice(&answer.body).unwrap_or_else(|error| panic!("{error}: {}", answer.text()))
}

/// The code of a refusal.
pub fn code(answer: &Answer) -> String {
    let value: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let code = value.get("error").and_then(|error| error.get("code")).and_then(Value::as_str);
    code.unwrap_or_default().to_owned()
}

/// Opens an inspection of some party and has the leader sign it: a case that waits for its inspection record. Panics when that fails.
pub fn decided(officer: &mut Visitor, leader: &mut Visitor, account: &str) -> CaseId {
    let parties = links(&officer.get("/doi-tuong?q=ho+kinh+doanh").text(), "/doi-tuong/");
    let party = parties.first().map_or_else(String::new, |path| path.trim_start_matches("/doi-tuong/").to_owned());
    let (id, today) = (new_id(), to_local(Timestamp::now()).date());
    let (id_text, day) = (id.to_string(), format_date(today));
    let fields = [
        ("case_id", id_text.as_str()),
        ("party", party.as_str()),
        ("place", "Chợ Phố Hiến"),
        ("kind", "dot-xuat"),
        ("basis", "Thông tin về việc bày bán hàng hóa không rõ nguồn gốc"),
        ("contents", "Nguồn gốc, xuất xứ hàng hóa"),
        ("scope_from", day.as_str()),
        ("scope_to", day.as_str()),
        ("working_days", "1"),
        ("leader", account),
    ];
    let answer = officer.post("/api/trinh-quyet-dinh-kiem-tra", &fields);
    let path = format!("/ho-so/{id}");
    assert!(answer.header("location").starts_with(&path), "{} {}", answer.status, answer.header("location"));
    let version = hidden(&leader.get(&format!("{path}/ky-quyet-dinh-kiem-tra")).text(), "version");
    let fields = [("case", id_text.as_str()), ("version", version.as_str()), ("step", "ky-quyet-dinh-kiem-tra")];
    let answer = leader.post("/api/buoc", &fields);
    assert!(answer.header("location").contains("xong="), "{} {}", answer.status, answer.header("location"));
    CaseId(id)
}

/// A command as a device files it.
pub fn queued(case: CaseId, seen: u32, step: &str, command: Command) -> Queued {
    Queued {
        key: CommandKey(new_id()),
        case,
        seen,
        after: None,
        replaces: None,
        filed_at: Timestamp::now(),
        number: None,
        step: step.to_owned(),
        typed: vec![("place".to_owned(), "Chợ Phố Hiến".to_owned())],
        command,
    }
}

/// An inspection record of this minute that found something.
pub fn inspection(case: CaseId, seen: u32, findings: &str) -> Queued {
    let record = InspectionRecord {
        announced_at: minute(),
        finished_at: minute(),
        place: "Chợ Phố Hiến".to_owned(),
        representative: "Trần Văn B".to_owned(),
        witness: None,
        findings: findings.to_owned(),
        party_opinion: "Nhất trí.".to_owned(),
        violation_found: true,
        signature: PartySignature::Signed,
    };
    queued(case, seen, "bien-ban-kiem-tra", Command::RecordInspection(record))
}

/// A violation record of this minute.
pub fn violation(case: CaseId, seen: u32, place: &str) -> Queued {
    let draft = DraftViolation {
        made_at: minute(),
        place: place.to_owned(),
        acts: vec![RecordedAct {
            description: "Kinh doanh áo khoác nhập lậu".to_owned(),
            place: place.to_owned(),
            input: ActInput {
                behaviour_id: "nd98-d15-k1".to_owned(),
                committed_on: minute().date(),
                amount: None,
                doubled: false,
                mitigating: Vec::new(),
                aggravating: Vec::new(),
            },
        }],
        exhibits: vec![Exhibit {
            name: "Áo khoác".to_owned(),
            unit: "cái".to_owned(),
            quantity: 10,
            origin: "Không rõ".to_owned(),
            condition: "Mới".to_owned(),
            unit_price: Dong(250_000),
            act: 0,
        }],
        representative: "Trần Văn B".to_owned(),
        party_opinion: "Thừa nhận.".to_owned(),
        witness: None,
        signature: PartySignature::Signed,
        birth_date: None,
    };
    queued(case, seen, "bien-ban-vi-pham", Command::RecordViolation(draft))
}

/// The lowest number of a series that a kit holds and nobody took. Panics when there is none.
pub fn number(kit: &Kit, symbol: &str, taken: &[TakenNumber]) -> TakenNumber {
    let used = taken.iter().copied().collect();
    let mut blocks = kit.blocks.iter().filter(|block| block.series.symbol == symbol);
    let found = blocks.find_map(|block| {
        let serial = block.free(&used).next()?;
        Some(TakenNumber { block: block.id, serial })
    });
    found.unwrap_or_else(|| panic!("no number of {symbol} is left"))
}
