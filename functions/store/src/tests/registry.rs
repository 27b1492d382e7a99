//! Who may be the same, merging and splitting, and what a group did before, against SQLite as it runs.

use super::*;
use crate::parties::{change, establishments_of, history, nationwide, record, save, search};
use crate::registry::{
    COMPARE_STEP, MergeOrder, PairFilter, PairState, alike_places, compare_more, compare_next, end_link, enter_keys,
    enter_link, group, key_rows, likely, likely_so_far, links, merge, pair, pair_of, pairs, repeat_history, shared,
    split, tell_apart, uncompared,
};
use crate::{UnitOfWork, parties, verify};
use domain::identity::{CitizenId, Phone};
use domain::law::repeat::{Outcome, Verdict, judge};
use domain::registry::link::LinkKind;
use domain::registry::matching::{Reason, Strength};
use domain::registry::merge::Trait;
use domain::unit::UnitId;

fn person(name: &str, citizen: &str) -> Party {
    Party {
        kind: PartyKind::Individual,
        citizen_id: CitizenId::parse(citizen).ok(),
        tax_code: None,
        representative: String::new(),
        birth_date: None,
        ..party(name)
    }
}

fn register(world: &World, actor: &Actor, party: &Party) {
    block_on(save(&world.db, &env(MORNING), actor, party, None)).unwrap();
}

fn order(world: &World, actor: &Actor, survivor: &Party, absorbed: &Party, take: &[Trait]) -> MergeOrder {
    let version = |party: &Party| block_on(record(&world.db, actor, party.id)).unwrap().version;
    MergeOrder {
        survivor: survivor.id,
        survivor_version: version(survivor),
        absorbed: absorbed.id,
        absorbed_version: version(absorbed),
        take: take.to_vec(),
        reason: "Đã đối chiếu căn cước".into(),
    }
}

const OPEN: PairFilter = PairFilter { state: PairState::Open, strength: None };

/// Everything of the tables of parties that merging touches, but for what says that it was merged and split again.
fn state(world: &World) -> Vec<crate::Row> {
    let tables = [
        "SELECT id, head, name, citizen_id, document FROM party ORDER BY num",
        "SELECT low, high, state, strength, reasons FROM party_pair ORDER BY num",
    ];
    let read = |sql: &&str| block_on(async { world.db.open().await.unwrap().query(sql, &[]).await }).unwrap();
    tables.iter().flat_map(read).collect()
}

#[test]
fn likely_duplicates_are_found_before_saving_and_listed_after() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let known = person("Nguyễn Văn Hùng", "033090000123");
    register(&world, &officer, &known);
    // Two digits swapped, marks left out.
    let typed = person("Nguyen Van Hung", "033090000132");
    let found = block_on(likely(&world.db, &officer, &typed)).unwrap();
    assert_eq!((found.len(), found[0].party.id, found[0].found.strength), (1, known.id, Strength::Likely));
    assert!(found[0].found.reasons.contains(&Reason::NearId));
    assert_eq!(block_on(likely(&world.db, &officer, &known)).unwrap(), [], "nobody is his own duplicate");
    register(&world, &officer, &typed);
    let list = block_on(pairs(&world.db, &officer, OPEN, None)).unwrap();
    assert_eq!((list.rows.len(), list.next), (1, None));
    let num = block_on(pair_of(&world.db, typed.id, known.id)).unwrap().unwrap();
    assert_eq!(block_on(pair(&world.db, &officer, num)).unwrap(), list.rows[0]);
    let elsewhere = world.actor("haiphong.ksv1");
    assert_eq!(block_on(pairs(&world.db, &elsewhere, OPEN, None)).unwrap().rows, [], "not of his province");
    let strong = PairFilter { strength: Some(Strength::Certain), ..OPEN };
    assert_eq!(block_on(pairs(&world.db, &officer, strong, None)).unwrap().rows, []);
    assert!(block_on(pairs(&world.db, &world.actor("quantri"), OPEN, None)).is_err());
    assert!(matches!(block_on(pair(&world.db, &officer, 99)), Err(StoreError::NotFound)));

    // Put right, the pair goes; a decision on it would have stayed.
    let right = Party { name: "Trần Thị Xuân".into(), ..typed.clone() };
    block_on(change(&world.db, &env(MORNING), &officer, &right, 1, "Sai tên")).unwrap();
    assert_eq!(block_on(pairs(&world.db, &officer, OPEN, None)).unwrap().rows, []);
    let keys = i64::try_from(key_rows(1, &known).len() + key_rows(2, &right).len()).unwrap();
    assert_eq!(world.number("SELECT count(*) FROM party_key"), keys, "old keys are gone");
}

#[test]
fn told_apart_is_asked_no_more() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let (one, other) = (person("Nguyễn Văn Hùng", "033090000123"), person("Nguyễn Văn Hùng", "033090000132"));
    register(&world, &officer, &one);
    register(&world, &officer, &other);
    let apart = |reason: &str| block_on(tell_apart(&world.db, &env(MORNING), &officer, (one.id, other.id), reason));
    assert!(matches!(apart("  "), Err(StoreError::Refused(_))), "a reason is needed");
    for _ in 0..2 {
        apart("Hai anh em sinh đôi").unwrap();
    }
    assert_eq!(world.number("SELECT count(*) FROM party_event"), 1, "posted twice, decided once");
    assert_eq!(block_on(pairs(&world.db, &officer, OPEN, None)).unwrap().rows, []);
    let decided = PairFilter { state: PairState::Different, strength: None };
    let list = block_on(pairs(&world.db, &officer, decided, None)).unwrap().rows;
    assert_eq!(list[0].decision.as_ref().unwrap().2, "Hai anh em sinh đôi");
    let moved = Party { address: "Số 7, phường Sơn Nam, tỉnh Hưng Yên".into(), ..other.clone() };
    block_on(change(&world.db, &env(MORNING), &officer, &moved, 1, "Chuyển nhà")).unwrap();
    assert_eq!(block_on(pairs(&world.db, &officer, OPEN, None)).unwrap().rows, [], "decided stays decided");
    let stranger = PartyId(env(MORNING).uuid());
    let missing = block_on(tell_apart(&world.db, &env(MORNING), &officer, (one.id, stranger), "x"));
    assert!(matches!(missing, Err(StoreError::NotFound)));
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, [] as [&str; 0]);
}

#[test]
fn merge_then_undo_is_before() {
    let world = World::new();
    let (officer, elsewhere) = (world.actor("ksv1"), world.actor("haiphong.ksv1"));
    let one = person("Nguyễn Văn Hùng", "033090000123");
    let phone = Phone::parse("0900000123").ok();
    let other = Party { phone: phone.clone(), ..person("Nguyễn Văn Hùng", "033090000132") };
    register(&world, &officer, &one);
    register(&world, &officer, &other);
    let before = state(&world);
    let wanted = order(&world, &officer, &one, &other, &[Trait::Phone]);
    let ask = |actor: &Actor, order: &MergeOrder| block_on(merge(&world.db, &env(MORNING), actor, order));
    assert!(matches!(ask(&elsewhere, &wanted), Err(StoreError::Refused(_))), "another province");
    let stale = MergeOrder { absorbed_version: 7, ..wanted.clone() };
    assert!(matches!(ask(&officer, &stale), Err(StoreError::Stale { current: 1, .. })));
    let silent = MergeOrder { reason: " ".into(), ..wanted.clone() };
    assert!(matches!(ask(&officer, &silent), Err(StoreError::Refused(_))));
    let itself = MergeOrder { absorbed: one.id, ..wanted.clone() };
    assert!(matches!(ask(&officer, &itself), Err(StoreError::Refused(_))));
    assert_eq!(state(&world), before, "what was refused left nothing");

    for _ in 0..2 {
        ask(&officer, &wanted).unwrap();
    }
    assert_eq!(world.number("SELECT count(*) FROM party_event"), 1, "posted twice, merged once");
    let merged = block_on(group(&world.db, &elsewhere, other.id)).unwrap();
    assert_eq!((merged.head.id, merged.version, &merged.head.phone), (one.id, 2, &phone));
    assert_eq!(
        (merged.members[0].party.id, merged.members[0].into, merged.members[0].reason.as_str()),
        (other.id, one.id, "Đã đối chiếu căn cước")
    );
    let found = block_on(search(&world.db, &officer, "033090000132", 20)).unwrap();
    assert_eq!((found.len(), found[0].id), (1, one.id), "found by the number of the absorbed, shown as the survivor");
    assert_eq!(block_on(pairs(&world.db, &officer, OPEN, None)).unwrap().rows, []);
    let apart = block_on(tell_apart(&world.db, &env(MORNING), &officer, (one.id, other.id), "x"));
    assert!(matches!(apart, Err(StoreError::Refused(_))), "split first");
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, [] as [&str; 0]);

    let undo = |actor: &Actor, id, why: &str| block_on(split(&world.db, &env(MORNING), actor, id, why));
    assert!(matches!(undo(&elsewhere, other.id, "x"), Err(StoreError::Refused(_))));
    assert!(matches!(undo(&officer, other.id, ""), Err(StoreError::Refused(_))));
    assert!(matches!(undo(&officer, one.id, "x"), Err(StoreError::NotFound)), "it was never absorbed");
    for _ in 0..2 {
        assert_eq!(undo(&officer, other.id, "Nhầm người").unwrap().staying, []);
    }
    assert_eq!(state(&world), before, "as it was");
    assert_eq!(block_on(record(&world.db, &officer, one.id)).unwrap().version, 3, "going back is a version too");
    let verified = block_on(verify::run(&world.db)).unwrap();
    assert_eq!((verified.problems.len(), verified.party_events), (0, 2));
}

#[test]
fn what_was_changed_since_stays_and_is_told() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let one = person("Nguyễn Văn Hùng", "033090000123");
    let other = Party {
        phone: Phone::parse("0900000123").ok(),
        occupation: "Buôn bán".into(),
        ..person("Nguyễn Văn Hùng", "033090000132")
    };
    register(&world, &officer, &one);
    register(&world, &officer, &other);
    let wanted = order(&world, &officer, &one, &other, &[Trait::Phone, Trait::Occupation]);
    block_on(merge(&world.db, &env(MORNING), &officer, &wanted)).unwrap();
    let now = block_on(record(&world.db, &officer, one.id)).unwrap();
    let newer = Party { occupation: "Lái xe".into(), ..now.party };
    block_on(change(&world.db, &env(MORNING), &officer, &newer, 2, "Đổi nghề")).unwrap();
    let left = block_on(split(&world.db, &env(MORNING), &officer, other.id, "Nhầm người")).unwrap();
    assert_eq!(left.staying, [Trait::Phone]);
    assert_eq!(block_on(record(&world.db, &officer, one.id)).unwrap().party, newer);
    assert_eq!(block_on(group(&world.db, &officer, other.id)).unwrap().head, other, "the absorbed one is what it was");
}

#[test]
fn chains_come_apart_in_any_order() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let people: Vec<Party> =
        ["033090000123", "033090000132", "033090000213"].iter().map(|id| person("Nguyễn Văn Hùng", id)).collect();
    for one in &people {
        register(&world, &officer, one);
    }
    let before = state(&world);
    let [a, b, c] = &people[..] else { panic!() };
    let join = |absorbed: &Party, survivor: &Party| {
        let wanted = order(&world, &officer, survivor, absorbed, &[]);
        block_on(merge(&world.db, &env(MORNING), &officer, &wanted))
    };
    let head = |party: &Party| block_on(group(&world.db, &officer, party.id)).unwrap().head.id;
    let undo = |party: &Party| block_on(split(&world.db, &env(MORNING), &officer, party.id, "Nhầm")).unwrap();
    for inner_first in [false, true] {
        join(a, b).unwrap();
        join(b, c).unwrap();
        assert_eq!([head(a), head(b), head(c)], [c.id, c.id, c.id]);
        assert!(matches!(join(a, c), Err(StoreError::Refused(_))), "it is merged into another");
        assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, [] as [&str; 0]);
        if inner_first {
            undo(a);
            assert_eq!([head(a), head(b)], [a.id, c.id]);
            undo(b);
        } else {
            undo(b);
            assert_eq!([head(a), head(b)], [b.id, b.id]);
            undo(a);
        }
        assert_eq!(state(&world), before);
    }
    world.tamper("UPDATE party SET head = 3 WHERE num = 1");
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems.len(), 1);
}

/// Cases keep their own party; history, figures and the law look through the whole group.
#[test]
fn a_group_has_one_history() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.decision(&officer, &leader, MORNING, 100_000);
    let sanctioned = case.inspection.party.clone();
    register(&world, &officer, &sanctioned);
    let twin =
        Party { id: PartyId(env(MORNING).uuid()), name: "HKD Đặng Thị Hồng Nhung".into(), ..sanctioned.clone() };
    let asked = |party: &Party, except| block_on(repeat_history(&world.db, &officer, party, except)).unwrap();

    // Not registered, not merged: the same tax code tells who it may be, and counts for nothing.
    let told = asked(&twin, None);
    assert_eq!((told.own.len(), told.more, told.others.len()), (0, false, 1));
    assert_eq!((told.others[0].party.id, told.others[0].strength), (sanctioned.id, Strength::Certain));
    assert!(told.others[0].reasons.contains(&Reason::SameTaxCode) && !told.others[0].past.is_empty());
    register(&world, &officer, &twin);
    assert_eq!(block_on(history(&world.db, &officer, twin.id)).unwrap(), []);

    let wanted = order(&world, &officer, &twin, &sanctioned, &[]);
    block_on(merge(&world.db, &env(MORNING), &officer, &wanted)).unwrap();
    let told = asked(&twin, None);
    let [past] = &told.own[..] else { panic!("{told:?}") };
    assert!(matches!(past.outcome, Outcome::Sanctioned { executed_on: None, .. }), "{past:?}");
    assert_eq!((told.others, past.file.as_str()), (Vec::new(), case.code.as_str()));
    let answer = judge(&told.own, None, date(2026, 11, 1));
    assert_eq!(answer.verdict, Verdict::Repeat);
    assert_eq!(asked(&twin, Some(case.id)).own, [], "a case is not its own history");
    for id in [twin.id, sanctioned.id] {
        assert_eq!(block_on(history(&world.db, &officer, id)).unwrap().len(), 1);
        assert_eq!(block_on(nationwide(&world.db, id)).unwrap(), (1, 1));
        assert_eq!(block_on(establishments_of(&world.db, &officer, id)).unwrap(), []);
    }
    assert_eq!(
        block_on(crate::cases::load(&world.db, &officer, case.id)).unwrap().0.inspection.party,
        sanctioned,
        "its own snapshot"
    );
    assert_eq!(asked(&Party::unknown(UnitId("33-01".into())), None), crate::registry::RepeatHistory::default());

    // Another at the same address is linked, not the same.
    let neighbour =
        Party { tax_code: None, address: sanctioned.address.clone(), ..party("Hộ kinh doanh Lý Thị Kim") };
    register(&world, &officer, &neighbour);
    let links = block_on(shared(&world.db, &officer, &neighbour)).unwrap();
    assert_eq!((links.len(), links[0].party.id), (1, twin.id), "the absorbed record is not told beside its survivor");
    assert!(links[0].reasons.contains(&Reason::SameAddress));
}

/// A key that many share is not used, and what it costs stays the same however many there are.
#[test]
fn common_keys_are_not_used() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let crowd: Vec<Party> = (0..40)
        .map(|n| Party {
            phone: Phone::parse("0900000123").ok(), ..person(&format!("Người thứ {n} Họ {n}"), "")
        })
        .collect();
    for one in &crowd {
        register(&world, &officer, one);
    }
    let typed = Party { phone: Phone::parse("0900000123").ok(), address: "Chợ".into(), ..person("Ai Đó", "") };
    assert_eq!(block_on(likely(&world.db, &officer, &typed)).unwrap(), [], "a phone of forty tells nobody");
}

#[test]
fn links_are_entered_with_their_source_and_end_with_a_reason() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let (owner, shop) = (person("Nguyễn Văn Hùng", "033090000123"), party("Hộ kinh doanh Hoa Mai"));
    register(&world, &officer, &owner);
    register(&world, &officer, &shop);
    let enter = |actor: &Actor, to: PartyId, source: &str| {
        block_on(enter_link(&world.db, &env(MORNING), actor, (owner.id, to), LinkKind::Owner, source))
    };
    assert!(matches!(enter(&officer, shop.id, " "), Err(StoreError::Refused(_))), "a source is needed");
    assert!(matches!(enter(&officer, owner.id, "x"), Err(StoreError::Refused(_))), "not of himself");
    assert!(matches!(enter(&officer, PartyId(env(MORNING).uuid()), "x"), Err(StoreError::NotFound)));
    assert!(enter(&world.actor("trunguong"), shop.id, "x").is_err());
    for _ in 0..2 {
        enter(&officer, shop.id, "Giấy đăng ký hộ kinh doanh").unwrap();
    }
    let of = |party: &Party| block_on(links(&world.db, &officer, party.id)).unwrap();
    let [mine] = &of(&owner)[..] else { panic!("entered twice, standing once") };
    assert_eq!((mine.forward, mine.other.id, mine.source.as_str()), (true, shop.id, "Giấy đăng ký hộ kinh doanh"));
    assert_eq!((of(&shop)[0].forward, of(&shop)[0].other.id), (false, owner.id));
    let end = |why: &str| block_on(end_link(&world.db, &env(MORNING), &officer, mine.num, why));
    assert!(matches!(end(""), Err(StoreError::Refused(_))));
    for _ in 0..2 {
        end("Đã sang tên").unwrap();
    }
    assert_eq!(of(&shop)[0].ended.as_ref().unwrap().1, "Đã sang tên", "ended, and kept");
    enter(&officer, shop.id, "Mua lại").unwrap();
    assert_eq!((of(&shop).len(), of(&shop)[0].ended.is_none()), (2, true), "what stands comes first");
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, [] as [&str; 0]);
    world.tamper("DELETE FROM party_link WHERE ended_at IS NULL");
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems.len(), 1);
    let missing = block_on(end_link(&world.db, &env(MORNING), &officer, 99, "x"));
    assert!(matches!(missing, Err(StoreError::NotFound)));
}

/// People of one commune, some of whom are the same: in twos and threes, with slips.
fn crowd() -> Vec<Party> {
    let names =
        ["Nguyễn Văn Hùng", "Trần Thị Xuân", "Nguyen Van Hung", "Phạm Quốc Bảo", "Tran Thi Xuân", "Lý Văn Toàn"];
    let mut people: Vec<Party> = (0..60_usize)
        .map(|n| {
            let citizen = format!("0330900{:05}", 10_000 + n * 7);
            Party {
                phone: Phone::parse(&format!("09000001{:02}", n % 25)).ok(),
                ..person(names[n % names.len()], &citizen)
            }
        })
        .collect();
    people[50].citizen_id = people[3].citizen_id.clone();
    people
}

/// Writes records as an archive is written at once.
fn write_in_bulk(world: &World, actor: &Actor, people: &[Party]) {
    block_on(async {
        let mut work = UnitOfWork::begin(&world.db).await.unwrap();
        for (num, one) in (world.number("SELECT coalesce(max(num), 0) + 1 FROM party")..).zip(people) {
            parties::write_records(&mut work, &env(MORNING), actor, &[one], (1, "")).await.unwrap();
            enter_keys(&mut work, num, &[one]).await.unwrap();
        }
        work.commit().await.unwrap();
    });
}

/// The list of work, but for the numbers of its rows.
fn work_list(world: &World) -> Vec<crate::Row> {
    let sql = "SELECT low, high, strength, reasons, state, province, other_province FROM party_pair ORDER BY low, high";
    block_on(async { world.db.open().await.unwrap().query(sql, &[]).await }).unwrap()
}

/// What came in bulk is compared in steps, and comes to the pairs that single registrations come to; whatever was registered
/// meanwhile, and wherever a step ended.
#[test]
fn records_that_came_in_bulk_are_compared_in_steps() {
    let (singly, bulk) = (World::new(), World::new());
    let officer = singly.actor("ksv1");
    let people = crowd();
    for one in &people {
        register(&singly, &officer, one);
    }
    let (first, rest) = people.split_at(40);
    let (archive, late) = rest.split_at(15);
    write_in_bulk(&bulk, &officer, first);
    assert_eq!((work_list(&bulk), block_on(uncompared(&bulk.db, &officer)).unwrap()), (Vec::new(), 40));
    let step = |limit| block_on(compare_next(&bulk.db, &env(MORNING), limit)).unwrap();
    assert_eq!([step(7), step(1)], [7, 1]);
    write_in_bulk(&bulk, &officer, archive);
    for one in late {
        register(&bulk, &officer, one);
    }
    assert_eq!(block_on(uncompared(&bulk.db, &officer)).unwrap(), 32 + 15, "single ones are compared at once");
    while step(10) > 0 {}
    assert!(work_list(&singly).len() > 20, "{}", work_list(&singly).len());
    assert_eq!(work_list(&bulk), work_list(&singly));
    assert_eq!((step(10), block_on(uncompared(&bulk.db, &officer)).unwrap()), (0, 0));
    // The same again finds nothing new, and undoes no decision.
    let num = block_on(pair_of(&bulk.db, people[3].id, people[50].id)).unwrap().unwrap();
    let pair = block_on(pair(&bulk.db, &officer, num)).unwrap();
    block_on(tell_apart(&bulk.db, &env(MORNING), &officer, (pair.one.id, pair.other.id), "Nhập nhầm số")).unwrap();
    let decided = work_list(&bulk);
    bulk.tamper("INSERT INTO party_uncompared (party) SELECT num FROM party");
    assert!(block_on(compare_more(&bulk.db, &env(MORNING), &bulk.actor("trunguong"), 1)).is_err());
    assert_eq!(block_on(compare_more(&bulk.db, &env(MORNING), &officer, 3)).unwrap(), 60, "less than {COMPARE_STEP}");
    assert_eq!(work_list(&bulk), decided);
    assert!(block_on(uncompared(&bulk.db, &bulk.actor("quantri"))).is_err());
    assert_eq!(block_on(verify::run(&bulk.db)).unwrap().problems, [] as [&str; 0]);
}

/// Records of an earlier version have never been compared as a whole: they all wait.
#[test]
fn records_of_an_earlier_version_wait_to_be_compared() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let people = crowd();
    for one in &people {
        register(&world, &officer, one);
    }
    let before = work_list(&world);
    for statement in [
        "DELETE FROM party_pair",
        "DROP TABLE party_uncompared",
        "DROP INDEX party_key_by_party",
        "DELETE FROM schema_version WHERE version = 18",
    ] {
        world.tamper(statement);
    }
    assert_eq!(block_on(migrate::migrate(&world.db)), Ok(1));
    assert_eq!(block_on(uncompared(&world.db, &officer)).unwrap(), 60);
    block_on(compare_more(&world.db, &env(MORNING), &officer, 1)).unwrap();
    assert_eq!(work_list(&world), before);
}

/// The same shop twice, under one party or under two that were merged, is told until one of the two is closed.
#[test]
fn places_of_one_party_that_may_be_one() {
    use domain::establishment::{EstablishmentFile, Status};
    let world = World::new();
    let officer = world.actor("ksv1");
    let (one, other) = (party("Hộ kinh doanh Hoa Mai"), Party { tax_code: None, ..party("HKD Hoa Mai") });
    register(&world, &officer, &one);
    register(&world, &officer, &other);
    let place = |owner: &Party, name: &str, address: &str| {
        let place = domain::party::Establishment {
            id: domain::party::EstablishmentId(env(MORNING).uuid()),
            party: owner.id,
            name: name.into(),
            address: address.into(),
            business: "Tạp hóa".into(),
            unit: UnitId("33-01".into()),
        };
        let file = EstablishmentFile::of(place);
        block_on(crate::establishments::save(&world.db, &env(MORNING), &officer, &file, None)).unwrap();
        file
    };
    let alike = || {
        let found = block_on(alike_places(&world.db, &officer, one.id)).unwrap();
        found.into_iter().map(|pair| pair.found.strength).collect::<Vec<_>>()
    };
    let market = "Số 15 chợ Gạo, phường Phố Hiến, tỉnh Hưng Yên";
    let first = place(&one, "Tạp hóa Hoa Mai", market);
    place(&one, "Kho hàng", "Số 2 Lê Lợi, phường Sơn Nam, tỉnh Hưng Yên");
    place(&other, "Tạp hoá Hoa Mai", market);
    assert_eq!(alike(), []);
    let again = place(&one, "Tap hoa Hoa Mai", market);
    assert_eq!(alike(), [Strength::Certain]);
    let wanted = order(&world, &officer, &one, &other, &[]);
    block_on(merge(&world.db, &env(MORNING), &officer, &wanted)).unwrap();
    assert_eq!(alike(), [Strength::Certain, Strength::Likely, Strength::Likely]);
    for file in [first, again] {
        let closed = EstablishmentFile { status: Status::Closed, ..file };
        block_on(crate::establishments::save(&world.db, &env(MORNING), &officer, &closed, Some(1))).unwrap();
    }
    assert_eq!(alike(), []);
    assert!(block_on(alike_places(&world.db, &world.actor("quantri"), one.id)).is_err());
}

/// A name that is still being typed has no key; the search finds it, a wrong letter too.
#[test]
fn a_name_alone_is_found_while_it_is_typed() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let known: Vec<Party> = ["033090000123", "033090004567", "033090008912"]
        .map(|number| Party {
            address: "Xã Văn Giang, tỉnh Hưng Yên".into(), ..person("Trịnh Quang Khương", number)
        })
        .into();
    for party in &known {
        register(&world, &officer, party);
    }
    let so_far = |typed: &Party, most: usize| block_on(likely_so_far(&world.db, &officer, typed, most)).unwrap();
    let typed = Party { address: String::new(), ..person("Trịnh Quang Khưởng", "") };
    assert_eq!(block_on(likely(&world.db, &officer, &typed)).unwrap(), []);
    assert_eq!(so_far(&typed, 6).len(), 3);
    assert_eq!(so_far(&typed, 2).len(), 2);
    let slip = Party { name: "Trịnh Quamg Khương".into(), ..typed.clone() };
    let found = so_far(&slip, 6);
    assert_eq!(found.iter().map(|one| one.found.reasons.as_slice()).collect::<Vec<_>>(), [[Reason::SpelledName]; 3]);
    assert_eq!(so_far(&Party { name: "Trịnh Quang Hải".into(), ..typed.clone() }, 6), []);
    // With a number the keys find him first, once.
    let numbered = person("Trịnh Quang Khương", "033090000132");
    let found = so_far(&numbered, 6);
    assert_eq!((found.len(), found[0].party.id, found[0].found.strength), (1, known[0].id, Strength::Likely));
    let refused = block_on(likely_so_far(&world.db, &world.actor("quantri"), &typed, 6));
    assert!(refused.is_err(), "{refused:?}");
}
