//! What is done beside the chains leaves a line, and what was changed afterwards shows; a case goes out with the bytes of its chain.

use super::*;
use crate::journal::{lines, note};
use crate::verify::run;
use crate::{direction, journal, keys, papers};
use domain::authority::KeyScope;
use domain::journal::{Client, Deed};
use domain::unit::UnitId;
use sha2::{Digest, Sha256};

fn deeds(world: &World, account: &str) -> Vec<String> {
    let found = block_on(lines(&world.db, &world.actor(account), (None, None))).unwrap();
    found.iter().map(|line| line.entry.deed.clone()).collect()
}

#[test]
fn acts_of_power_leave_a_line_with_who_what_and_from_where() {
    let world = World::new();
    let administrator = world.actor("quantri");
    let env = Env { client: Client::of("Mozilla/5.0 (Windows NT 10.0) Firefox/128.0"), ..env(MORNING) };
    let new = keys::NewKey {
        name: "Cổng dữ liệu".into(),
        contact: "Nguyễn Văn A".into(),
        scope: KeyScope::ALL[0],
        unit: UnitId("33".into()),
        ends_on: date(2027, 1, 1),
    };
    let token = block_on(keys::make(&world.db, &env, &administrator, &new)).unwrap();
    block_on(keys::revoke(&world.db, &env, &administrator, 1)).unwrap();
    let officer = world.actor("ksv1");
    block_on(direction::renew_feed(&world.db, &env, &officer)).unwrap();
    let leader = world.actor("doitruong1");
    let spoilt = block_on(papers::void(&world.db, &env, &leader, "QĐ-KT", "In hỏng")).unwrap();
    let found = block_on(lines(&world.db, &administrator, (None, None))).unwrap();
    let told: Vec<&str> = found.iter().map(|line| line.entry.deed.as_str()).collect();
    assert_eq!(told, ["huy-so", "tao-lich", "thu-hoi-khoa", "cap-khoa"]);
    let last = &found[0].entry;
    assert_eq!((last.subject.as_str(), last.reason.as_str()), (spoilt.as_str(), "In hỏng"));
    assert_eq!((last.by.0.as_str(), last.client.label().as_str()), ("doitruong1", "Firefox trên Windows"));
    assert!(found.iter().all(|line| !line.entry.words.contains(&token)), "a key is nobody's to read");
    assert_eq!(deeds(&world, "doitruong1"), ["huy-so", "tao-lich"], "a leader sees his own part of the tree");
    assert!(deeds(&world, "doitruong2").is_empty());
    assert!(block_on(lines(&world.db, &officer, (None, None))).is_err(), "an officer reads no journal");
    let only = block_on(lines(&world.db, &administrator, (Some(found[1].position), Some(Deed::MakeKey)))).unwrap();
    assert_eq!(only.len(), 1);
    let verified = block_on(run(&world.db)).unwrap();
    assert_eq!((verified.journal, verified.problems), (4, Vec::new()));
}

#[test]
fn a_line_that_was_changed_taken_away_or_put_in_is_told() {
    for (sql, words) in [
        ("UPDATE journal SET entry = replace(entry, 'tep-2', 'tep-9') WHERE position = 2", "the hash of event 2"),
        ("UPDATE journal SET officer = 'ksv2' WHERE position = 1", "columns of line 1"),
        ("DELETE FROM journal WHERE position = 2", "events 2 to 2 are missing"),
        ("DELETE FROM journal WHERE position = 3", "its head is not event 2"),
        ("UPDATE journal_chain_head SET position = 9", "its head is not event 3"),
    ] {
        let world = World::new();
        let officer = world.actor("ksv1");
        for name in ["tep-1", "tep-2", "tep-3"] {
            block_on(note(&world.db, &env(MORNING), &officer, Deed::ReadFile, ("ho-so", name))).unwrap();
        }
        let refused = block_on(async { world.db.open().await.unwrap().execute(sql, &[]).await });
        assert_eq!(refused.is_err(), !sql.contains("chain_head"), "{sql}: the table is only added to");
        for trigger in ["journal_is_append_only_update", "journal_is_append_only_delete"] {
            world.tamper(&format!("DROP TRIGGER {trigger}"));
        }
        world.tamper(sql);
        let problems = block_on(run(&world.db)).unwrap().problems;
        assert!(problems.iter().any(|problem| problem.contains(words)), "{sql}: {problems:?}");
    }
}

#[test]
fn the_journal_is_read_page_by_page() {
    let world = World::new();
    let officer = world.actor("ksv1");
    for number in 0..=journal::PAGE {
        block_on(note(&world.db, &env(MORNING), &officer, Deed::ReadFile, ("ho-so", &number.to_string()))).unwrap();
    }
    let leader = world.actor("doitruong1");
    let first = block_on(lines(&world.db, &leader, (None, None))).unwrap();
    assert_eq!(first.len(), journal::PAGE + 1);
    let rest = block_on(lines(&world.db, &leader, (Some(first[journal::PAGE - 1].position), None))).unwrap();
    assert_eq!((rest.len(), rest[0].entry.words.as_str()), (1, "0"));
}

#[test]
fn an_event_says_what_kind_of_browser_it_came_from() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.open(&officer, MORNING);
    let phone =
        Env { client: Client::of("Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Safari/537.36"), ..env(MORNING) };
    block_on(store::execute(&world.db, &phone, &leader, case.id, case.version, Command::SignInspectionDecision))
        .unwrap();
    let (_, events) = block_on(store::load(&world.db, &officer, case.id)).unwrap();
    assert!(events[0].client.is_unknown());
    assert_eq!(events[1].client.label(), "Chrome trên Android");
    assert_eq!(
        world.number("SELECT count(*) FROM case_event WHERE event LIKE '%\"client\"%'"),
        1,
        "nothing is kept as nothing"
    );
    assert_eq!(block_on(run(&world.db)).unwrap().problems, Vec::<String>::new());
}

#[test]
fn a_case_goes_out_with_what_its_hashes_were_made_of() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let other = world.open(&officer, MORNING);
    let case = world.violation(&officer, &leader, MORNING, 25_000_000);
    world.execute(&leader, MORNING, &other, Command::SignInspectionDecision).unwrap();
    let made = block_on(store::evidence(&world.db, &env(MORNING), &officer, case.id)).unwrap();
    assert_eq!(made.events.len(), 4);
    for link in &made.events {
        let mut hasher = Sha256::new();
        hasher.update(hex::decode(&link.before).unwrap());
        hasher.update(link.position.to_be_bytes());
        hasher.update(made.number.to_be_bytes());
        hasher.update(&link.event);
        assert_eq!(hex::encode(hasher.finalize()), link.hash);
    }
    assert_eq!(made.events[0].position, 2, "the other case was first");
    assert!(made.papers.len() >= 3, "{:?}", made.papers);
    let anchors = block_on(papers::anchors(&world.db, &officer, case.id)).unwrap();
    assert_eq!(anchors.len(), made.papers.len());
    for (code, anchor) in &anchors {
        assert!(made.events.iter().any(|link| link.anchor == *anchor), "{anchor}");
        let status = block_on(papers::check(&world.db, code)).unwrap().unwrap();
        assert_eq!(status.anchor, *anchor, "the public check tells what is on the paper");
    }
    for account in ["ksv4", "haiphong.ksv1", "quantri"] {
        let stranger = world.actor(account);
        assert!(matches!(
            block_on(store::evidence(&world.db, &env(MORNING), &stranger, case.id)),
            Err(StoreError::NotFound | StoreError::Refused(_))
        ));
        assert!(block_on(papers::anchors(&world.db, &stranger, case.id)).is_err());
    }
    assert_eq!(deeds(&world, "doitruong1"), ["xuat-ho-so"], "it is written down that it left");
}
