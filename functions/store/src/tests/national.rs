//! The feed for the national database: pages put together are all changes, each once, in order; keys and receipts.

use super::*;
use crate::keys::{self, Key, NewKey, Use};
use crate::national::{Handed, MAX_PAGE, PAGE_STATEMENT, delivery, page, receipts_statement, receive};
use crate::units::Scope;
use crate::verify;
use domain::authority::{KeyGrant, KeyScope};
use domain::case::{Payment, Service, ServiceMethod};
use domain::exchange::national::{Cursor, Receipt, Record, Verdict};
use domain::unit::UnitId;

fn national(world: &World) -> Key {
    let new = NewKey {
        name: "Cơ sở dữ liệu quốc gia".into(),
        contact: "Bộ Tư pháp".into(),
        scope: KeyScope::National,
        unit: UnitId("TW".into()),
        ends_on: date(2026, 12, 31),
    };
    let token = block_on(keys::make(&world.db, &env(MORNING), &world.actor("quantri"), &new)).unwrap();
    block_on(keys::find(&world.db, &env(MORNING), &token)).unwrap().unwrap()
}

fn handed(world: &World, grant: &KeyGrant, after: Cursor, limit: usize) -> Handed {
    block_on(page(&world.db, grant, after, limit)).unwrap()
}

/// Reads on from a cursor to the end, page by page.
fn rest(world: &World, grant: &KeyGrant, mut after: Cursor, limit: usize) -> (Vec<Record>, Cursor) {
    let mut all = Vec::new();
    loop {
        let found = handed(world, grant, after, limit);
        assert!(found.records.len() <= limit && found.next >= after, "{found:?}");
        all.extend(found.records);
        after = found.next;
        if found.end {
            return (all, after);
        }
    }
}

fn serve(world: &World, actor: &Actor, case: &CaseFile) -> CaseFile {
    let day = date(2026, 10, 22);
    let service = Service { method: ServiceMethod::Direct, received_on: day, receiver: "Nhung".into() };
    world.execute(actor, day.at(8, 0, 0, 0), case, Command::RecordService(service)).unwrap()
}

fn pay(world: &World, actor: &Actor, case: &CaseFile, receipt: &str) -> CaseFile {
    let day = date(2026, 10, 23);
    let payment = Payment { paid_on: day, amount: Dong(100_000), receipt: receipt.into() };
    world.execute(actor, day.at(8, 0, 0, 0), case, Command::RecordPayment(payment)).unwrap()
}

/// Work and reading in any order: what was read before and what is read after are together all changes, each once and in the order
/// of the chain, whatever the size of the pages.
#[test]
fn pages_are_all_changes_each_once() {
    for seed in 1_u64..9 {
        let world = World::new();
        let grant = national(&world).grant;
        let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
        let (mut cases, mut read, mut at) = (Vec::<CaseFile>::new(), Vec::<Record>::new(), Cursor::default());
        let mut dice = seed;
        let mut roll = |sides: u64| {
            dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (dice >> 33) % sides
        };
        for number in 0..9 {
            let place = usize::try_from(roll(3)).unwrap();
            match (roll(4), cases.get(place).cloned()) {
                (0, _) | (_, None) => cases.push(world.decision(&officer, &leader, MORNING, 100_000)),
                (1, Some(case)) if case.service.is_none() => cases[place] = serve(&world, &officer, &case),
                (1 | 2, Some(case)) if case.service.is_some() => {
                    cases[place] = pay(&world, &officer, &case, &format!("{number:04}"));
                }
                _ => {
                    let found = handed(&world, &grant, at, usize::try_from(roll(3)).unwrap() + 1);
                    at = found.next;
                    read.extend(found.records);
                }
            }
        }
        let (later, end) = rest(&world, &grant, at, 2);
        read.extend(later);
        let (all, _) = rest(&world, &grant, Cursor::default(), MAX_PAGE);
        assert_eq!(read, all, "seed {seed}");
        let told = |case: &CaseFile| 1 + usize::from(case.service.is_some()) + case.payments.len();
        assert_eq!(all.len(), cases.iter().map(told).sum::<usize>(), "seed {seed}");
        let again = handed(&world, &grant, end, 5);
        assert!(again.records.is_empty() && again.end && again.next == end, "seed {seed}");
        assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new(), "seed {seed}");
    }
}

#[test]
fn what_is_written_while_somebody_reads_comes_later() {
    let world = World::new();
    let grant = national(&world).grant;
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.decision(&officer, &leader, MORNING, 100_000);
    world.decision(&officer, &leader, MORNING, 100_000);
    let first = handed(&world, &grant, Cursor::default(), 1);
    assert_eq!((first.records.len(), first.end), (1, false));
    serve(&world, &officer, &case);
    let (later, _) = rest(&world, &grant, first.next, 1);
    assert_eq!(later.len(), 2, "the other decision, then the change of the one that was read");
    assert_eq!(later[1].ma_ban_ghi, first.records[0].ma_ban_ghi);
    assert!(later[1].phien_ban > first.records[0].phien_ban);
    let ahead = Cursor::behind(1_000_000);
    assert!(matches!(block_on(page(&world.db, &grant, ahead, 1)), Err(StoreError::Refused(_))));
}

#[test]
fn nobody_is_handed_anything_by_another_key() {
    let world = World::new();
    let grant = national(&world).grant;
    for (scope, unit) in [(KeyScope::Figures, "TW"), (KeyScope::National, "TW/33")] {
        let other = KeyGrant { scope, unit: domain::unit::UnitPath(unit.into()), ..grant.clone() };
        assert!(matches!(block_on(page(&world.db, &other, Cursor::default(), 1)), Err(StoreError::NotFound)));
    }
    let new = |scope, unit: &str, ends_on| NewKey {
        name: "A".into(),
        contact: "B".into(),
        scope,
        unit: UnitId(unit.into()),
        ends_on,
    };
    let make = |account: &str, new: &NewKey| block_on(keys::make(&world.db, &env(MORNING), &world.actor(account), new));
    let (soon, past, far) = (date(2026, 12, 1), date(2026, 10, 18), date(2030, 1, 1));
    assert!(make("quantri", &new(KeyScope::Figures, "33", soon)).is_ok());
    for (scope, unit, day) in
        [(KeyScope::National, "33", soon), (KeyScope::Figures, "33", past), (KeyScope::Figures, "33", far)]
    {
        assert!(
            matches!(make("quantri", &new(scope, unit, day)), Err(StoreError::Refused(_))),
            "{scope:?} {unit} {day}"
        );
    }
    assert!(matches!(make("quantri", &new(KeyScope::Figures, "99", soon)), Err(StoreError::NotFound)));
    for account in ["ksv1", "doitruong1", "chicuctruong", "trunguong", "tonghop"] {
        assert!(make(account, &new(KeyScope::Figures, "33", soon)).is_err(), "{account}");
        assert!(block_on(keys::list(&world.db, &world.actor(account))).is_err(), "{account}");
    }
    assert_eq!(
        world.number("SELECT count(*) FROM api_key WHERE hex(token_hash) LIKE '%696E735F%'"),
        0,
        "no key is kept"
    );
}

#[test]
fn only_what_was_handed_over_has_a_receipt() {
    let world = World::new();
    let key = national(&world);
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    world.decision(&officer, &leader, MORNING, 100_000);
    let found = handed(&world, &key.grant, Cursor::default(), 10);
    let record = &found.records[0];
    let receipt = |version: u32, verdict, reason: &str| Receipt {
        record: record.ma_ban_ghi.parse().unwrap(),
        version,
        verdict,
        reason: reason.into(),
    };
    let take = |receipts: &[Receipt]| block_on(receive(&world.db, &env(MORNING), &key, receipts));
    let good = receipt(record.phien_ban, Verdict::Rejected, "Thiếu mã xã");
    assert!(
        matches!(take(std::slice::from_ref(&good)), Err(StoreError::Refused(_))),
        "it is handed over when it is noted"
    );
    let waiting = block_on(delivery(&world.db, &world.actor("trunguong"))).unwrap();
    assert!(waiting.waiting_since.is_some() && waiting.last_at.is_none());
    let done = Use { path: "/api/v1/quoc-gia/thay-doi", status: 200, records: 1, handed: found.span };
    block_on(keys::note(&world.db, &env(MORNING), key.num, &done)).unwrap();
    assert_eq!(take(&[good.clone(), good.clone()]).unwrap(), 1);
    assert!(take(&[good, receipt(1, Verdict::Accepted, "")]).is_err(), "the first version is no record");
    for (account, seen) in [("trunguong", 1), ("quantri", 1), ("tonghop", 1)] {
        let told = block_on(delivery(&world.db, &world.actor(account))).unwrap();
        assert_eq!((told.rejected.len(), told.accepted.len(), told.waiting_since), (seen, 0, None), "{account}");
    }
    for account in ["ksv1", "chicuctruong", "phapche"] {
        assert!(block_on(delivery(&world.db, &world.actor(account))).is_err(), "{account}");
    }
    for table in ["api_use", "national_receipt", "national_change", "api_key"] {
        let sql = format!("DELETE FROM {table}");
        assert!(block_on(async { world.db.open().await.unwrap().execute(&sql, &[]).await }).is_err(), "{table}");
    }
}

#[test]
fn the_marks_are_proven_and_made_anew_from_the_events() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.decision(&officer, &leader, MORNING, 100_000);
    serve(&world, &officer, &case);
    let marks = world.number("SELECT count(*) FROM national_change");
    assert_eq!(marks, 2);
    world.tamper("DROP TRIGGER national_change_is_append_only_delete");
    world.tamper("DELETE FROM national_change");
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems.len(), 1);
    block_on(async {
        let mut work = crate::UnitOfWork::begin(&world.db).await.unwrap();
        crate::national::rebuild(&mut work).await.unwrap();
        work.commit().await.unwrap();
    });
    assert_eq!(world.number("SELECT count(*) FROM national_change"), marks);
    assert!(block_on(verify::run(&world.db)).unwrap().problems.is_empty());
}

#[test]
fn pages_receipts_and_keys_are_read_by_their_index() {
    let world = World::new();
    let plan = |sql: &str, params: &[crate::Value]| world.db.plan(sql, params);
    let feed = plan(PAGE_STATEMENT, crate::params![1_i64, 10_i64]);
    assert!(feed.has("USING INTEGER PRIMARY KEY") && feed.lacks("TEMP B-TREE"), "{feed}");
    let events = plan(
        "SELECT event FROM case_event WHERE case_num = ?1 AND seq <= ?2 ORDER BY seq",
        crate::params![1_i64, 9_i64],
    );
    assert!(events.has("SEARCH") && events.lacks("TEMP B-TREE"), "{events}");
    for (scope, index) in [
        (Scope::Nation, "national_receipt_by_verdict"),
        (Scope::Province(UnitId("33".into())), "national_receipt_by_province"),
    ] {
        let (sql, values) = receipts_statement(&scope, Verdict::Rejected);
        let found = plan(&sql, &values);
        assert!(found.has(index) && found.lacks("SCAN") && found.lacks("TEMP B-TREE"), "{found}");
    }
}
