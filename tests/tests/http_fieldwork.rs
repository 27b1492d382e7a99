//! Field work over HTTP: batches in every order, twice, split and tampered with; two devices on one case; who may not; numbers, clocks
//! and drafts.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use domain::case::{CaseId, Command};
use domain::fieldwork::{Batch, CommandKey, DeviceId, DraftAnswer, DraftPush, Outcome, Queued, Returned, TakenNumber};
use ins_tests::field::{Device, code, decided, inspection, minute, new_id, number, queued, read, violation};
use ins_tests::http::Visitor;
use ins_tests::officers::sign_in;
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// Numbers drawn from a seed, the same each time (xorshift64).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(end.max(1)).expect("small")).expect("small")
    }
}

const RECORD: &str = "BB-KT";
const VIOLATION: &str = "BB-VPHC";

/// A record of an inspection and what follows it, with numbers of the device where it holds any.
fn two(case: CaseId, seen: u32, numbers: Option<[TakenNumber; 2]>) -> [Queued; 2] {
    let first =
        Queued { number: numbers.map(|numbers| numbers[0]), ..inspection(case, seen, "Có hàng nhập lậu.") };
    let second = violation(case, seen + 1, "Chợ Phố Hiến");
    let second = Queued { number: numbers.map(|numbers| numbers[1]), after: Some(first.key), ..second };
    [first, second]
}

fn tampered(queued: &Queued) -> Queued {
    Queued { typed: vec![("place".to_owned(), "Nơi khác".to_owned())], ..queued.clone() }
}

fn is_done(outcome: &Outcome) -> bool {
    outcome.done().is_some()
}

/// However two commands are split, repeated, turned round and mixed with forged ones, each gets into the case once.
#[test]
fn batches_in_any_order_do_everything_once() {
    let mut leader = sign_in("doitruong1");
    let mut device = Device::new("ksv1");
    device.kit(&[]);
    let mut given = BTreeSet::new();
    for seed in 1..=24_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let case = decided(&mut device.visitor, &mut leader, "ksv1");
        let numbers = (seed % 2 == 0).then(|| {
            let kit = device.kit(&[(RECORD, 1), (VIOLATION, 1)]);
            [number(&kit, RECORD, &[]), number(&kit, VIOLATION, &[])]
        });
        let commands = two(case, device.version(case), numbers);
        let mut known: BTreeMap<CommandKey, Outcome> = BTreeMap::new();
        for _ in 0..2 + dice.below(4) {
            let mut batch: Vec<Queued> = Vec::new();
            for _ in 0..1 + dice.below(3) {
                let chosen = &commands[dice.below(2)];
                let is_known = known.get(&chosen.key).is_some_and(|outcome| !matches!(outcome, Outcome::Waits { .. }));
                // Forged only once its words are known: before that, nobody can tell them apart.
                batch.push(if is_known && dice.below(3) == 0 { tampered(chosen) } else { chosen.clone() });
            }
            let sent: Vec<(CommandKey, bool)> =
                batch.iter().map(|queued| (queued.key, commands.contains(queued))).collect();
            for ((key, outcome), (sent, is_true)) in device.push(batch).into_iter().zip(sent) {
                assert_eq!(key, sent, "seed {seed}: an outcome for each, in its order");
                if !is_true {
                    assert!(matches!(&outcome, Outcome::Refused { message, .. } if message.contains("nội dung khác")));
                    continue;
                }
                let before = known.insert(key, outcome.clone());
                let was_done = before.as_ref().is_some_and(is_done);
                assert!(!was_done || before == Some(outcome), "seed {seed}: what was said once is said again");
            }
        }
        let last = device.push(commands.to_vec());
        assert_eq!(device.push(commands.to_vec()), last, "seed {seed}");
        for (key, outcome) in &last {
            let done = outcome.done().unwrap_or_else(|| panic!("seed {seed}: {key} {outcome:?}"));
            assert!(given.insert(done.number.clone().expect("a number")), "seed {seed}: twice {:?}", done.number);
        }
        assert_eq!(device.version(case), 4, "seed {seed}");
    }
    device.end();
}

#[test]
fn two_devices_on_one_case_face_each_other() {
    let mut leader = sign_in("doitruong2");
    let (mut phone, mut tablet) = (Device::new("ksv4"), Device::new("ksv4"));
    phone.kit(&[]);
    tablet.kit(&[]);
    let case = decided(&mut phone.visitor, &mut leader, "ksv4");
    let seen = phone.version(case);
    let (here, there) = (inspection(case, seen, "Có 12 áo khoác."), inspection(case, seen, "Không có gì."));
    assert!(is_done(&phone.one(&here)));
    let Outcome::Conflict { current, since, mine, theirs } = tablet.one(&there) else { panic!("a conflict") };
    assert_eq!((current, since.len()), (seen + 1, 1));
    let findings = |lines: &[domain::fieldwork::Line]| {
        lines.iter().find(|line| line.label == "Kết quả kiểm tra").map(|line| line.value.clone())
    };
    assert_eq!(
        (findings(&mine).as_deref(), findings(&theirs).as_deref()),
        (Some("Không có gì."), Some("Có 12 áo khoác."))
    );
    // What follows waits; the same words from elsewhere are no conflict.
    let follows = Queued { after: Some(there.key), ..violation(case, seen + 1, "Chợ") };
    assert_eq!(tablet.one(&follows), Outcome::Waits { on: there.key });
    let same = Queued { key: CommandKey(new_id()), ..here.clone() };
    assert!(matches!(tablet.one(&same), Outcome::Already { .. }));
    // A person decides: taken back with a reason, and what waited is filed again against the case as it is.
    let withdraw = |device: &mut Device, key: CommandKey, reason: &str| {
        let id = device.id;
        device.ask("/dong-bo/rut", &json!({ "device": id, "key": key, "reason": reason }))
    };
    let answer = withdraw(&mut tablet, there.key, "");
    assert_eq!((answer.status, answer.text().contains("lý do")), (400, true));
    assert!(withdraw(&mut tablet, there.key, "Máy kia đã lập").text().contains("withdrawn"));
    assert_eq!(tablet.one(&there).key(), "withdrawn");
    let again = Queued {
        key: CommandKey(new_id()),
        after: None,
        replaces: Some(follows.key),
        seen: seen + 1,
        ..follows.clone()
    };
    assert!(is_done(&tablet.one(&again)));
    assert_eq!(tablet.one(&follows), Outcome::Replaced { by: again.key });
    assert!(withdraw(&mut tablet, again.key, "Nhầm").text().contains("accepted"), "what is in the case stays there");
    assert_eq!(phone.version(case), seen + 2);
    let mut other = Device::new("ksv5");
    other.kit(&[]);
    assert_eq!(withdraw(&mut other, follows.key, "Nhầm").status, 404, "of somebody else");
    for device in [&mut phone, &mut tablet, &mut other] {
        device.end();
    }
}

#[test]
fn who_may_not_is_told_so_and_nothing_happens() {
    let mut leader = sign_in("doitruong1");
    let mut device = Device::new("ksv2");
    device.kit(&[]);
    let case = decided(&mut device.visitor, &mut leader, "ksv2");
    let seen = device.version(case);
    let command = inspection(case, seen, "Có.");
    let batch = json!(Batch { device: device.id, commands: vec![command.clone()] });
    let told = |device: &mut Device, body: &serde_json::Value, status: u16, word: &str| {
        let answer = device.ask("/dong-bo/gui", body);
        assert_eq!((answer.status, code(&answer).as_str()), (status, word), "{}", answer.text());
    };
    let mut nobody = Device { id: device.id, visitor: Visitor::new(), origin: device.origin.clone() };
    told(&mut nobody, &batch, 401, "sign-in");
    let mut other = Device::new("ksv3");
    told(&mut other, &batch, 403, "not-yours");
    let unknown = json!(Batch { device: DeviceId(new_id()), commands: vec![command.clone()] });
    told(&mut other, &unknown, 409, "unknown");
    let own = std::mem::replace(&mut device.origin, "https://noi-khac.example".to_owned());
    told(&mut device, &batch, 403, "foreign");
    device.origin = own;
    let half = json!({ "device": device.id });
    told(&mut device, &half, 400, "invalid");
    let many = Batch { device: device.id, commands: vec![command.clone(); 21] };
    told(&mut device, &json!(many), 413, "too-large");
    let text = batch.to_string();
    let answer =
        device.try_post("/dong-bo/gui", "application/json", &text.as_bytes()[..text.len() / 2]).expect("an answer");
    assert_eq!((answer.status, answer.text().contains("chưa trọn vẹn")), (400, true), "cut short");
    let answer = device.try_post("/dong-bo/gui", "text/plain", text.as_bytes()).expect("an answer");
    assert_eq!(answer.status, 400);
    let mut head = Device::new("chicuctruong");
    assert_eq!(head.ask("/dong-bo/gui", &json!(Batch { device: head.id, commands: Vec::new() })).status, 403);
    // A step that is not of the field, and a case of another unit.
    let signs = queued(case, seen, "ket-luan-kiem-tra", Command::ConcludeInspection { note: String::new() });
    assert!(matches!(device.one(&signs), Outcome::Refused { message, .. } if message.contains("hiện trường")));
    let mut far = Device::new("haiphong.ksv1");
    far.kit(&[]);
    let hidden = far.one(&inspection(case, seen, "Có."));
    assert!(matches!(&hidden, Outcome::Refused { message, .. } if message.contains("phạm vi")), "{hidden:?}");
    // A session that ended: the device keeps its command, signs in and sends again.
    let mut second = Device { id: device.id, visitor: sign_in("ksv2"), origin: device.origin.clone() };
    second.visitor.post("/api/dang-xuat", &[]);
    told(&mut second, &batch, 401, "sign-in");
    assert_eq!(device.version(case), seen, "nothing happened");
    second.visitor = sign_in("ksv2");
    assert!(is_done(&second.one(&command)));
    device.end();
    told(&mut device, &batch, 403, "revoked");
    let later = json!(Batch { device: device.id, commands: vec![violation(case, seen + 1, "Chợ")] });
    told(&mut device, &later, 403, "revoked");
    assert_eq!(device.ask("/dong-bo/goi", &json!({ "device": device.id, "name": "", "cursor": 0 })).status, 403);
    assert_eq!(device.version(case), seen + 1);
    far.end();
}

#[test]
fn numbers_are_used_once_or_come_back_with_a_reason() {
    let mut leader = sign_in("doitruong3");
    let mut device = Device::new("ksv7");
    let kit = device.kit(&[(RECORD, 3)]);
    let first = number(&kit, RECORD, &[]);
    let second = number(&kit, RECORD, &[first]);
    let case = decided(&mut device.visitor, &mut leader, "ksv7");
    let seen = device.version(case);
    let block = kit.blocks.iter().find(|block| block.id == first.block).expect("the block");
    let command = Queued { number: Some(first), ..inspection(case, seen, "Có.") };
    let Outcome::Accepted { done } = device.one(&command) else { panic!("accepted") };
    assert_eq!(done.number.as_deref(), Some(block.number(first.serial).text.as_str()));
    // Used again, of a block that is not his, beyond its end, of the wrong series.
    let beside = decided(&mut device.visitor, &mut leader, "ksv7");
    let foreign = TakenNumber { block: domain::fieldwork::BlockId(first.block.0 + 1_000), ..second };
    for number in [first, foreign, TakenNumber { serial: block.last + 1, ..first }] {
        let outcome = device.one(&Queued { number: Some(number), ..inspection(beside, 2, "Có.") });
        assert!(matches!(&outcome, Outcome::Refused { message, .. } if message.contains("Lập lại")), "{outcome:?}");
    }
    // What was drawn at the desk lies behind the block; what comes back stays in the register with the reason.
    let desk = device.one(&inspection(beside, 2, "Có."));
    let drawn = desk.done().and_then(|done| done.number.clone()).expect("a number");
    assert!((block.first..=block.last).all(|serial| block.number(serial).text != drawn), "{drawn}");
    let returned =
        Returned {
            device: device.id, numbers: vec![second, second], reason: "Không phát sinh vụ việc".to_owned()
        };
    for _ in 0..2 {
        assert_eq!(device.ask("/dong-bo/tra-so", &json!(returned)).status, 200);
    }
    assert_eq!(device.ask("/dong-bo/tra-so", &json!(Returned { reason: String::new(), ..returned })).status, 400);
    let third = decided(&mut device.visitor, &mut leader, "ksv7");
    let outcome = device.one(&Queued { number: Some(second), ..inspection(third, 2, "Có.") });
    assert!(matches!(&outcome, Outcome::Refused { message, .. } if message.contains("trả lại")), "{outcome:?}");
    let page = leader.get("/so-van-ban?ky-hieu=BB-KT").text();
    let gone = block.number(second.serial).text;
    assert!(page.contains(&gone) && page.contains("Không phát sinh vụ việc"), "{gone}");
    // The device is given up: the last number comes back too.
    device.end();
    let last = number(&kit, RECORD, &[first, second]);
    let page = leader.get("/so-van-ban?ky-hieu=BB-KT").text();
    assert!(page.contains(&block.number(last.serial).text), "{}", block.number(last.serial).text);
}

#[test]
fn a_clock_that_is_a_day_ahead_is_told() {
    let mut leader = sign_in("doitruong4");
    let mut device = Device::new("ksv10");
    device.kit(&[]);
    let case = decided(&mut device.visitor, &mut leader, "ksv10");
    let seen = device.version(case);
    let mut command = inspection(case, seen, "Có.");
    let Command::RecordInspection(record) = &mut command.command else { panic!("a record") };
    let tomorrow = minute().checked_add(jiff::Span::new().days(1)).expect("a day");
    (record.announced_at, record.finished_at) = (tomorrow, tomorrow);
    let Outcome::Refused { errors, .. } = device.one(&command) else { panic!("refused") };
    assert!(errors.iter().any(|error| error.message.contains("tương lai")), "{errors:?}");
    assert_eq!(device.version(case), seen);
    let again = Queued { replaces: Some(command.key), ..inspection(case, seen, "Có.") };
    assert!(is_done(&device.one(&again)));
    assert_eq!(device.one(&command), Outcome::Replaced { by: again.key });
    device.end();
}

#[test]
fn drafts_of_two_devices_are_put_together_field_by_field() {
    let mut leader = sign_in("doitruong5");
    let (mut phone, mut tablet) = (Device::new("ksv13"), Device::new("ksv13"));
    phone.kit(&[]);
    tablet.kit(&[]);
    let case = decided(&mut phone.visitor, &mut leader, "ksv13");
    let fields = |list: &[(&str, &str)]| -> BTreeMap<String, String> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let keep = |device: &mut Device, seen: u32, base: &[(&str, &str)], mine: &[(&str, &str)]| -> DraftAnswer {
        let step = "bien-ban-kiem-tra".to_owned();
        let pushed = DraftPush { device: device.id, case, step, seen, base: fields(base), mine: fields(mine) };
        read(&device.ask("/dong-bo/nhap", &json!(pushed)))
    };
    let first = [("place", "Quầy 1"), ("findings", "Có")];
    assert_eq!(keep(&mut phone, 0, &[], &first).version, 1);
    assert_eq!(keep(&mut phone, 0, &[], &first).version, 1, "again changes nothing");
    assert_eq!(keep(&mut phone, 1, &first, &[("place", "Quầy 2"), ("findings", "Có")]).version, 2);
    let merged = keep(&mut tablet, 1, &first, &[("place", "Quầy 1"), ("findings", "Có, 12 chiếc")]);
    assert_eq!((merged.version, merged.fields), (3, fields(&[("place", "Quầy 2"), ("findings", "Có, 12 chiếc")])));
    let conflict = keep(&mut tablet, 1, &first, &[("place", "Quầy 3"), ("findings", "Có")]);
    assert_eq!((conflict.version, conflict.conflicts.len()), (3, 1));
    let told = &conflict.conflicts[0];
    assert_eq!((told.base.as_str(), told.theirs.as_str(), told.mine.as_str()), ("Quầy 1", "Quầy 2", "Quầy 3"));
    phone.end();
    tablet.end();
}
