//! Provinces that keep their own data and the nation: figures of the nation are the sum of theirs, whatever the line does; a violator is known
//! in the other province, and the nation cannot tell who he is.

use super::*;
use crate::cells::{columns, read_measures};
use crate::database::to_json;
use crate::federation::{Link, MIN_KEY, Pushed, Sizes, ask, place, push, push_within, receive, tell};
use crate::keys::{self, Key, NewKey};
use crate::outbound::{Outbound, Reply};
use crate::upkeep::{self, Kind};
use crate::verify;
use domain::authority::KeyScope;
use domain::case::{Payment, Service, ServiceMethod};
use domain::exchange::federation::{MAX_LINES, Question, Shipment};
use domain::law::repeat::Outcome;
use domain::report::Measures;
use domain::unit::UnitId;
use http::Request;
use std::collections::BTreeMap;
use std::sync::atomic::AtomicUsize;
use std::sync::{Arc, Mutex};

/// After the closing day of November.
const AFTER: DateTime = date(2026, 11, 16).at(9, 0, 0, 0);

/// What is wrong with a shipment, and how it is made so.
type Spoilt = (&'static str, fn(&mut Shipment));

/// The line: the use cases of the nation behind its addresses, with what goes wrong on the way.
struct Line {
    db: Db,
    key: Key,
    now: Mutex<DateTime>,
    /// Requests until the next one whose answer is lost; 0 loses none.
    lost_after: AtomicUsize,
    /// Nothing gets through.
    cut: std::sync::atomic::AtomicBool,
    sent: Mutex<Vec<String>>,
}

#[async_trait::async_trait]
impl Outbound for Line {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Reply, String> {
        if self.cut.load(Ordering::Relaxed) {
            return Err("connection refused".to_owned());
        }
        let grant = &self.key.grant;
        let env = env(*self.now.lock().unwrap());
        let body = request.body().clone();
        self.sent.lock().unwrap().push(String::from_utf8(body.clone()).unwrap());
        let answer = match request.uri().path() {
            "/api/v1/lien-thong/vi-tri" => place(&self.db, grant).await.map(|place| to_json(&place).unwrap()),
            "/api/v1/lien-thong/chuyen" => {
                let shipment: Shipment = serde_json::from_slice(&body).unwrap();
                receive(&self.db, &env, grant, &shipment).await.map(|place| to_json(&place).unwrap())
            }
            _ => {
                let question: Question = serde_json::from_slice(&body).unwrap();
                tell(&self.db, grant, &question).await.map(|told| to_json(&told).unwrap())
            }
        };
        let left = self.lost_after.load(Ordering::Relaxed);
        if left > 0 {
            self.lost_after.store(left - 1, Ordering::Relaxed);
            if left == 1 {
                return Err("the line broke".to_owned());
            }
        }
        Ok(match answer {
            Ok(body) => Reply { status: 200, body: body.into_bytes() },
            Err(error) => {
                let detail = match error {
                    StoreError::Refused(refusal) => refusal.message(),
                    other => other.to_string(),
                };
                let body = serde_json::json!({ "title": "Yêu cầu chưa đúng", "status": 400, "detail": detail });
                Reply { status: 400, body: body.to_string().into_bytes() }
            }
        })
    }
}

/// A nation with two provinces of their own.
struct Federation {
    nation: World,
    provinces: [Province; 2],
}

struct Province {
    world: World,
    line: Arc<Line>,
    link: Link,
    officer: Actor,
    leader: Actor,
}

fn key(nation: &World, unit: &str) -> Key {
    let new = NewKey {
        name: format!("Tỉnh {unit}"),
        contact: "Phòng Nghiệp vụ".into(),
        scope: KeyScope::Province,
        unit: UnitId(unit.into()),
        ends_on: date(2027, 12, 31),
    };
    let token = block_on(keys::make(&nation.db, &env(MORNING), &nation.actor("quantri"), &new)).unwrap();
    block_on(keys::find(&nation.db, &env(MORNING), &token)).unwrap().unwrap()
}

impl Federation {
    fn new() -> Self {
        let nation = World::new();
        let province = |unit: &str, officer: &str, leader: &str| {
            let line = Arc::new(Line {
                db: nation.db.clone(),
                key: key(&nation, unit),
                now: Mutex::new(MORNING),
                lost_after: AtomicUsize::new(0),
                cut: false.into(),
                sent: Mutex::default(),
            });
            let token = format!("{}{}", keys::PREFIX, "a".repeat(64));
            let secret = "k".repeat(MIN_KEY);
            let link =
                Link::from_variables("https://nation.example.vn", &token, &secret, line.clone()).unwrap().unwrap();
            let world = World::new();
            let (officer, leader) = (world.actor(officer), world.actor(leader));
            Province { world, line, link, officer, leader }
        };
        let provinces = [province("33", "ksv1", "doitruong1"), province("31", "haiphong.ksv1", "haiphong.doitruong1")];
        Self { nation, provinces }
    }

    /// Cells of the nation that are not nothing.
    fn of_nation(&self) -> BTreeMap<String, Measures> {
        cells(&self.nation)
    }

    /// What the cells of both provinces add up to.
    fn of_provinces(&self) -> BTreeMap<String, Measures> {
        let mut sum: BTreeMap<String, Measures> = BTreeMap::new();
        for province in &self.provinces {
            for (place, measures) in cells(&province.world) {
                sum.entry(place).or_default().add(&measures);
            }
        }
        sum.retain(|_, measures| !measures.is_zero());
        sum
    }

    fn is_proven(&self) {
        for world in self.provinces.iter().map(|province| &province.world).chain([&self.nation]) {
            assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
        }
    }
}

fn cells(world: &World) -> BTreeMap<String, Measures> {
    let sql = format!("SELECT scope || ' ' || grain || ' ' || field || ' ' || start, {} FROM report_cell", columns(""));
    let rows = block_on(async { world.db.open().await.unwrap().query(&sql, &[]).await }).unwrap();
    let all = rows.iter().map(|row| (row.string(0).unwrap(), read_measures(row, 1).unwrap()));
    all.filter(|(_, measures)| !measures.is_zero()).collect()
}

impl Province {
    fn push(&self) -> Result<Pushed, String> {
        block_on(push(&self.world.db, &env(MORNING), &self.link, false))
    }

    fn serve(&self, case: &CaseFile) -> CaseFile {
        let day = date(2026, 10, 22);
        let service = Service { method: ServiceMethod::Direct, received_on: day, receiver: "Nhung".into() };
        self.world.execute(&self.officer, day.at(8, 0, 0, 0), case, Command::RecordService(service)).unwrap()
    }

    fn pay(&self, case: &CaseFile, receipt: &str) -> CaseFile {
        let day = date(2026, 10, 23);
        let payment = Payment { paid_on: day, amount: Dong(100_000), receipt: receipt.into() };
        self.world.execute(&self.officer, day.at(8, 0, 0, 0), case, Command::RecordPayment(payment)).unwrap()
    }

    fn decision(&self) -> CaseFile {
        self.world.decision(&self.officer, &self.leader, MORNING, 100_000)
    }
}

/// Work of both provinces in any order, sent in between over a line that loses answers: the cells of the nation are the sum of theirs, scope
/// by scope and day by day.
#[test]
fn figures_of_the_nation_are_the_sum_whatever_the_line_does() {
    for seed in 1_u64..5 {
        let federation = Federation::new();
        let mut dice = seed;
        let mut roll = |sides: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from((dice >> 33) % sides).unwrap()
        };
        let mut cases: [Vec<CaseFile>; 2] = [Vec::new(), Vec::new()];
        for number in 0..14 {
            let at = roll(2);
            let province = &federation.provinces[at];
            let place = roll(3);
            match (roll(5), cases[at].get(place).cloned()) {
                (0, _) | (_, None) => cases[at].push(province.decision()),
                (1, Some(case)) if case.service.is_none() => cases[at][place] = province.serve(&case),
                (1 | 2, Some(case)) if case.service.is_some() => {
                    cases[at][place] = province.pay(&case, &format!("{number:04}"));
                }
                _ => {
                    province.line.lost_after.store(roll(4), Ordering::Relaxed);
                    let sent = province.push();
                    assert!(sent.is_ok() || sent.as_ref().is_err_and(|why| why.contains("the line broke")), "{sent:?}");
                }
            }
        }
        for province in &federation.provinces {
            province.line.lost_after.store(0, Ordering::Relaxed);
            assert!(province.push().unwrap().end);
            let again = province.push().unwrap();
            assert_eq!((again.lines, again.matters, again.end), (0, 0, true), "nothing is sent twice");
        }
        assert_eq!(federation.of_nation(), federation.of_provinces(), "seed {seed}");
        assert!(!federation.of_nation().is_empty());
        federation.is_proven();
    }
}

#[test]
fn a_violator_is_known_in_the_other_province_and_to_nobody_in_between() {
    let federation = Federation::new();
    let [one, other] = &federation.provinces;
    let case = one.pay(&one.serve(&one.decision()), "0001");
    assert!(one.push().unwrap().matters > 0);
    let party = party("Hộ kinh doanh tên khác hẳn");
    let asked = |province: &Province, party: &Party| {
        block_on(ask(&province.world.db, &env(MORNING), &province.link, &province.officer, party, "vu-1")).unwrap()
    };
    let found = asked(other, &party).unwrap();
    let [elsewhere] = found.told.elsewhere.as_slice() else { panic!("{found:?}") };
    assert_eq!((elsewhere.province.0.as_str(), found.problem), ("33", None));
    assert_eq!(elsewhere.past, case.past(), "all of it, as the province itself sees it");
    assert!(matches!(elsewhere.past[0].outcome, Outcome::Sanctioned { .. }));
    assert_eq!(found.told.heard.len(), 1);
    assert!(asked(one, &party).unwrap().told.elsewhere.is_empty(), "its own it knows itself");
    let nobody = Party { tax_code: None, ..party.clone() };
    assert_eq!(asked(other, &nobody), None, "nobody is asked after by his name");
    let stranger = Party { tax_code: TaxCode::parse("0101248141").ok(), ..party };
    assert!(asked(other, &stranger).unwrap().told.elsewhere.is_empty());

    // Neither the number nor the name is at the nation, or on the line.
    let nation = federation.nation.everything();
    for secret in ["0100109106", "Hồng Nhung", "05A8000001"] {
        let on_line = one.line.sent.lock().unwrap().concat() + &other.line.sent.lock().unwrap().concat();
        assert!(!on_line.contains(secret), "{secret}");
        assert!(!nation.windows(secret.len()).any(|part| part == secret.as_bytes()), "{secret}");
    }
    let asked = "SELECT count(*) FROM journal WHERE deed = 'hoi-tien-su'";
    assert_eq!(other.world.number(asked), 2, "each question that went out is in the journal");
    federation.is_proven();
}

#[test]
fn a_nation_that_does_not_answer_is_said_with_what_it_said_last() {
    let federation = Federation::new();
    let [one, other] = &federation.provinces;
    one.decision();
    one.push().unwrap();
    let party = party("Ai đó");
    let asked = |hour: i8| {
        let env = env(MORNING.date().at(hour, 0, 0, 0));
        block_on(ask(&other.world.db, &env, &other.link, &other.officer, &party, "vu-1")).unwrap().unwrap()
    };
    other.line.cut.store(true, Ordering::Relaxed);
    let first = asked(8);
    assert_eq!((first.at, first.told.elsewhere.len()), (None, 0));
    assert!(first.problem.is_some_and(|why| why.contains("connection refused")));
    other.line.cut.store(false, Ordering::Relaxed);
    assert_eq!(asked(9).told.elsewhere.len(), 1);
    other.line.cut.store(true, Ordering::Relaxed);
    let later = asked(11);
    assert_eq!((later.told.elsewhere.len(), later.at.is_some(), later.problem.is_some()), (1, true, true));
    let journal = "SELECT count(*) FROM journal WHERE deed = 'hoi-tien-su'";
    assert_eq!(other.world.number(journal), 3);
    assert!(one.push().is_ok());
    one.line.cut.store(true, Ordering::Relaxed);
    assert!(one.push().is_err());
    let (last, well) = block_on(upkeep::last(&one.world.db, Kind::Federation)).unwrap();
    assert!(last.is_some_and(|last| !last.well && last.detail.contains("connection refused")));
    assert!(well.is_some(), "administrators see both");
}

/// A run that finds nothing new is told too: a province where nothing happens is not one that is lost.
#[test]
fn a_province_where_nothing_happens_is_heard() {
    let federation = Federation::new();
    let [one, _] = &federation.provinces;
    let heard = || {
        federation.nation.number("SELECT coalesce(max(received_at), 0) FROM federated_province WHERE province = '33'")
    };
    let sent = one.push().unwrap();
    assert_eq!((sent.position, sent.end), (0, true), "no case at all");
    one.decision();
    assert!(one.push().unwrap().end);
    let before = heard();
    assert!(before > 0);
    *one.line.now.lock().unwrap() = AFTER;
    let sent = one.push().unwrap();
    assert_eq!((sent.lines, sent.matters, sent.end), (0, 0, true));
    assert!(heard() > before);
}

/// A database that was put back to an older state goes on with other events under the same positions: nothing is mixed, and it begins again.
#[test]
fn a_province_that_was_put_back_begins_anew_and_no_figure_is_counted_twice() {
    let federation = Federation::new();
    let [one, other] = &federation.provinces;
    let (served, _) = (one.decision(), one.decision());
    one.serve(&served);
    other.decision();
    for province in [one, other] {
        province.push().unwrap();
    }
    // The same positions, other events: as after a restore.
    let spare = Federation::new();
    let [restored, _] = &spare.provinces;
    let link = &one.link;
    restored.decision();
    let push = |anew: bool| block_on(push(&restored.world.db, &env(MORNING), link, anew));
    let refused = push(false).unwrap_err();
    assert!(refused.contains("một chuỗi khác") && refused.contains("lam-lai=1"), "{refused}");
    let nation = federation.of_nation();
    assert!(!nation.is_empty());
    assert!(push(true).unwrap().end);
    let mut sum = cells(&restored.world);
    for (place, measures) in cells(&other.world) {
        sum.entry(place).or_default().add(&measures);
    }
    assert_eq!(federation.of_nation(), sum);
    assert_ne!(federation.of_nation(), nation);
    // Twice in a row, as when the answer to the first was lost.
    assert!(push(true).unwrap().end);
    assert_eq!(federation.of_nation(), sum);
    assert!(push(false).unwrap().end);
    assert_eq!(block_on(verify::run(&federation.nation.db)).unwrap().problems, Vec::<String>::new());
    let matters = "SELECT count(*) FROM federated_matter WHERE province = '33'";
    assert_eq!(federation.nation.number(matters), 1, "what was taken back is told no more");
}

#[test]
fn what_cannot_be_taken_in_is_refused_whole() {
    let federation = Federation::new();
    let [one, other] = &federation.provinces;
    one.decision();
    let nothing = |federation: &Federation| {
        assert!(federation.of_nation().is_empty());
        assert_eq!(federation.nation.number("SELECT count(*) FROM federated_entry"), 0);
        assert_eq!(federation.nation.number("SELECT count(*) FROM federated_matter"), 0);
    };
    // Sent by the key of another province: its units are not that one's.
    let strange = Link::from_variables(
        "https://nation.example.vn",
        &format!("{}{}", keys::PREFIX, "a".repeat(64)),
        &"k".repeat(MIN_KEY),
        other.line.clone(),
    );
    let shipment = {
        let sent = block_on(push(&one.world.db, &env(MORNING), &strange.unwrap().unwrap(), false)).unwrap();
        assert_eq!(sent.lines, 0, "another province's key takes nothing of this one along");
        assert!(one.push().is_ok());
        one.line.sent.lock().unwrap().iter().find(|body| body.contains("lines")).cloned().unwrap()
    };
    let federation = Federation::new();
    let shipment: Shipment = serde_json::from_str(&shipment).unwrap();
    let [one, _] = &federation.provinces;
    let grant = &one.line.key.grant;
    let take = |shipment: &Shipment| match block_on(receive(&federation.nation.db, &env(MORNING), grant, shipment)) {
        Err(StoreError::Refused(refusal)) => refusal.message(),
        other => panic!("{other:?}"),
    };
    let spoilt: [Spoilt; 6] = [
        ("chưa có trong sơ đồ", |one| one.lines[0].unit = UnitId("99-01".into())),
        ("không thuộc tỉnh 33", |one| one.lines[0].unit = UnitId("31-01".into())),
        ("Thiếu phần giữa", |one| {
            one.after = one.lines[0].position - 1;
            assert!(one.after > 0);
        }),
        ("không còn là chuỗi", |one| one.after_hash = "f".repeat(64)),
        ("phiên bản", |one| one.version += 1),
        ("Chia nhỏ", |one| one.lines = vec![one.lines[0].clone(); MAX_LINES + 1]),
    ];
    for (words, spoil) in spoilt {
        let mut one = shipment.clone();
        spoil(&mut one);
        let said = take(&one);
        assert!(said.contains(words), "{words}: {said}");
        nothing(&federation);
    }
    for scope in [KeyScope::Figures, KeyScope::National] {
        let grant = domain::authority::KeyGrant { scope, ..grant.clone() };
        let refused = block_on(receive(&federation.nation.db, &env(MORNING), &grant, &shipment));
        assert!(matches!(refused, Err(StoreError::NotFound)), "{scope:?}");
    }
    // A nation that keeps the province's cases itself would count them twice.
    let (officer, leader) = (federation.nation.actor("ksv1"), federation.nation.actor("doitruong1"));
    federation.nation.decision(&officer, &leader, MORNING, 100_000);
    assert!(take(&shipment).contains("tính hai lần"));
    let question = Question { version: 1, marks: ["x".to_owned()].into() };
    assert!(block_on(tell(&federation.nation.db, grant, &question)).is_err());
}

#[test]
fn a_key_of_a_province_is_made_by_the_nation_for_a_province() {
    let world = World::new();
    let make = |account: &str, unit: &str| {
        let new = NewKey {
            name: "Tỉnh".into(),
            contact: "A".into(),
            scope: KeyScope::Province,
            unit: UnitId(unit.into()),
            ends_on: date(2026, 12, 31),
        };
        block_on(keys::make(&world.db, &env(MORNING), &world.actor(account), &new))
    };
    assert!(make("quantri", "33").is_ok());
    for unit in ["TW", "33-01"] {
        let refused = make("quantri", unit);
        assert!(
            matches!(&refused, Err(StoreError::Refused(refusal)) if refusal.message().contains("cấp tỉnh")),
            "{unit}"
        );
    }
    assert!(make("doitruong1", "33").is_err());
}

/// A chain longer than one shipment is cut between events, and a run that is too long is ended and goes on the next time.
#[test]
fn a_long_chain_goes_in_pieces() {
    let whole = Sizes { shipments: 40, ..Sizes::default() };
    for (sizes, end) in [
        (Sizes { matters: 1, ..whole }, true),
        (Sizes { lines: 5, ..whole }, true),
        (Sizes { events: 3, ..whole }, true),
        (Sizes { lines: 5, events: 2, matters: 1, shipments: 3 }, false),
    ] {
        let federation = Federation::new();
        let [one, _] = &federation.provinces;
        let cases = [one.decision(), one.decision(), one.decision()];
        one.serve(&cases[0]);
        let push = || block_on(push_within(&one.world.db, &env(MORNING), &one.link, false, sizes)).unwrap();
        let mut sent = push();
        assert_eq!(sent.end, end, "{sizes:?}");
        while !sent.end {
            let next = push();
            assert!(next.position > sent.position, "it goes on where it ended: {sizes:?}");
            sent = next;
        }
        assert!(one.line.sent.lock().unwrap().len() > 3, "{sizes:?}");
        let entries = one.world.number("SELECT count(*) FROM report_entry");
        assert_eq!(federation.nation.number("SELECT count(*) FROM federated_entry"), entries, "{sizes:?}");
        assert_eq!(federation.nation.number("SELECT count(*) FROM federated_matter"), 3, "{sizes:?}");
        assert_eq!(federation.of_nation(), federation.of_provinces(), "{sizes:?}");
    }
}

/// What is reported and signed at the nation counts what the provinces had sent by then, and is proven so afterwards.
#[test]
fn a_report_signed_at_the_nation_is_proven_from_what_was_sent_by_then() {
    let federation = Federation::new();
    let [one, _] = &federation.provinces;
    one.decision();
    *one.line.now.lock().unwrap() = AFTER.date().at(8, 0, 0, 0);
    one.push().unwrap();
    let nation = &federation.nation;
    nation.signed();
    one.serve(&one.decision());
    *one.line.now.lock().unwrap() = AFTER.date().at(15, 0, 0, 0);
    one.push().unwrap();
    federation.is_proven();
    nation.tamper("DROP TRIGGER federated_entry_is_append_only_update");
    nation.tamper("UPDATE federated_entry SET kiem_tra = kiem_tra + 1 WHERE num = 1");
    let problems = block_on(verify::run(&nation.db)).unwrap().problems;
    for words in ["report cell", "the events of before give"] {
        assert!(problems.iter().any(|problem| problem.contains(words)), "{words}: {problems:?}");
    }
}
