//! What the page and the collector read, what is written down of copies, and counters of what is done too often.

use super::*;
use crate::limits::{Rule, count, over};
use crate::self_check::{Outside, clocks_apart, facts, figures, ready};
use crate::upkeep::{Done, Kind, last, mark, note};
use domain::upkeep::{State, judge};

fn done(at: DateTime, well: bool, position: i64) -> Done {
    Done { at: from_local(at), millis: 7, well, position, detail: "một bản".to_owned() }
}

#[test]
fn the_last_of_each_kind_is_remembered_and_old_ones_go() {
    let world = World::new();
    block_on(async {
        for n in 0..105 {
            note(&world.db, Kind::Backup, &done(MORNING, true, n)).await.unwrap();
        }
        note(&world.db, Kind::Backup, &done(MORNING, false, 200)).await.unwrap();
        note(&world.db, Kind::Verify, &done(MORNING, true, 3)).await.unwrap();
        let (any, well) = last(&world.db, Kind::Backup).await.unwrap();
        assert_eq!((any.unwrap().position, well.unwrap().position), (200, 104));
        assert_eq!(last(&world.db, Kind::Rehearsal).await.unwrap(), (None, None));
    });
    assert_eq!(world.number("SELECT count(*) FROM upkeep WHERE kind = 'backup'"), 100);
}

#[test]
fn a_mark_tells_one_state_from_the_next() {
    let world = World::new();
    let before = block_on(mark(&world.db)).unwrap();
    assert_eq!((before.position, before.schema), (0, migrate::known_version()));
    world.open(&world.actor("ksv1"), MORNING);
    let after = block_on(mark(&world.db)).unwrap();
    assert!(after.position > 0 && after.hash != before.hash, "{after:?}");
    assert_eq!(after.counts.iter().find(|(name, _)| *name == "cases"), Some(&("cases", 1)));
}

#[test]
fn an_administrator_sees_how_it_stands_and_nobody_else() {
    let world = World::new();
    let officer = world.actor("ksv1");
    world.violation(&officer, &world.actor("doitruong1"), MORNING, 100_000);
    let read = |account: &str| block_on(facts(&world.db, &env(MORNING), &world.actor(account), Outside::default()));
    for account in ["ksv1", "doitruong1", "chicuctruong", "trunguong"] {
        assert!(read(account).is_err(), "{account}");
    }
    let found = read("quantri").unwrap();
    assert!(found.tail.checked > 0 && found.tail.broken_at.is_none(), "{:?}", found.tail);
    assert_eq!((found.schema.missing, found.schema.found), (0, found.schema.known));
    assert!(found.size.whole > 0 && found.marks.rows > 0 && found.accounts.administrators > 0, "{found:?}");
    let lines = judge(&found, env(MORNING).now);
    let of = |key: &str| lines.iter().find(|line| line.key == key).unwrap().state;
    assert_eq!((of("sao-luu"), of("chuoi"), of("trinh-dien")), (State::Broken, State::Well, State::Broken));

    world.tamper("DROP TRIGGER case_event_is_append_only_update");
    world.tamper("UPDATE case_event SET event = replace(event, '{', '{ ') WHERE position = 2");
    assert_eq!(read("quantri").unwrap().tail.broken_at, Some(2));
    world.tamper("UPDATE chain_head SET position = 1");
    assert!(read("quantri").unwrap().tail.broken_at.is_some());
}

#[test]
fn the_figures_follow_what_is_done() {
    let world = World::new();
    let value = |name: &str| {
        let all = block_on(figures(&world.db, &env(MORNING))).unwrap();
        all.iter().find(|figure| figure.name == name).unwrap().value
    };
    assert_eq!((value("cases"), value("backup_age_seconds"), value("sign_in_failures_last_hour")), (0, -1, 0));
    world.open(&world.actor("ksv1"), MORNING);
    block_on(note(&world.db, Kind::Backup, &done(MORNING.with().hour(7).build().unwrap(), true, 1))).unwrap();
    let wrong = block_on(crate::accounts::sign_in_plainly(&world.db, &env(MORNING), "ksv1", "sai"));
    assert!(wrong.is_err());
    let failures = value("sign_in_failures_last_hour");
    assert_eq!((value("cases"), value("backup_age_seconds"), failures), (1, 3600, 1));
    assert_eq!(value("sign_ins"), 1);
}

#[test]
fn only_the_schema_of_this_program_is_ready() {
    let world = World::new();
    let at = env(MORNING);
    assert_eq!(block_on(ready(&world.db, &at)), Ok(()));
    world.tamper("DELETE FROM schema_version WHERE version = 41");
    assert_eq!(block_on(migrate::standing(&world.db)).unwrap(), migrate::Standing::Behind { missing: 1 });
    assert!(block_on(ready(&world.db, &at)).is_err());
    world.tamper("INSERT INTO schema_version (version) VALUES (41), (9999)");
    let newer = migrate::Standing::Newer { found: 9999, known: migrate::known_version() };
    assert_eq!(block_on(migrate::standing(&world.db)).unwrap(), newer);
    assert!(block_on(migrate::migrate(&world.db)).is_err(), "nothing is changed");
    let empty = tempfile::tempdir().unwrap();
    let nothing = Db::new(empty.path(), Filled::Empty);
    assert_eq!(block_on(migrate::applied(&nothing)).unwrap(), Vec::<i64>::new());
}

#[test]
fn counters_are_of_one_rule_one_subject_and_one_window() {
    let world = World::new();
    let rule = Rule { name: "thu", most: 2, seconds: 60, step: 1 };
    let at = |second: i8| env(MORNING.with().second(second).build().unwrap());
    block_on(async {
        for second in [1, 2] {
            assert_eq!(over(&world.db, &at(second), &rule, "a").await.unwrap(), None);
            count(&world.db, &at(second), &rule, "a").await.unwrap();
        }
        assert_eq!(over(&world.db, &at(20), &rule, "a").await.unwrap(), Some(41));
        assert_eq!(over(&world.db, &at(20), &rule, "b").await.unwrap(), None);
        assert_eq!(over(&world.db, &at(20), &Rule { name: "khac", ..rule }, "a").await.unwrap(), None);
        let next = env(MORNING.with().minute(1).build().unwrap());
        assert_eq!(over(&world.db, &next, &rule, "a").await.unwrap(), None);
        let later = env(MORNING.with().hour(12).build().unwrap());
        count(&world.db, &later, &rule, "c").await.unwrap();
    });
    assert_eq!(world.number("SELECT count(*) FROM rate_window"), 1, "what is over is gone");
    assert_eq!(
        world.number("SELECT count(*) FROM rate_window WHERE typeof(subject) = 'blob' AND length(subject) = 16"),
        1
    );
}

/// A file has the clock of its machine; a server has its own, which runs on while this test does.
#[test]
fn the_clock_of_another_machine_is_compared_with_this_one() {
    let world = World::new();
    let apart = |seconds| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        let now = jiff::Timestamp::from_millisecond(i64::try_from(now.as_millis()).unwrap() + seconds * 1000).unwrap();
        block_on(clocks_apart(&world.db, now)).unwrap()
    };
    let there = matches!(world.db, Db::Postgres(_));
    assert_eq!(apart(0), None);
    for seconds in [-7200, -90, 90, 7200] {
        let told = apart(seconds);
        assert_eq!(told.is_some(), there, "{seconds}");
        assert!(told.is_none_or(|told| (told - seconds).abs() <= 4), "{told:?} for {seconds}");
    }
}
