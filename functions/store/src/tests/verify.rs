//! What was tampered with is told.

use super::*;
use crate::verify::run;

/// One tampering, and a word of the problem it must cause.
const TAMPERINGS: [(&str, &str); 22] = [
    ("UPDATE case_event SET event = replace(event, 'Đỗ Văn Khánh', 'Đỗ Văn Khanh') WHERE seq = 2", "hash of event 2"),
    ("UPDATE case_event SET officer = 'ksv3' WHERE seq = 1", "columns differ"),
    ("DELETE FROM case_event WHERE seq = 2", "missing"),
    ("DELETE FROM case_event WHERE position = 4", "its head is event"),
    ("UPDATE chain_head SET hash = zeroblob(32)", "its head is event"),
    ("UPDATE case_file SET document = replace(document, '\"version\":4', '\"version\":5')", "document differs"),
    ("UPDATE case_file SET fine = 1", "column fine"),
    ("UPDATE case_file SET awaiting = NULL", "column awaiting"),
    ("UPDATE case_file SET search = 'x'", "words it is found by"),
    ("UPDATE report_entry SET vi_pham = vi_pham + 1", "report entry"),
    (
        "UPDATE report_cell SET tri_gia_tang_vat = tri_gia_tang_vat + 1 WHERE grain = 'd' AND scope = '33'",
        "report cell 33/d",
    ),
    ("UPDATE pace_fact SET minutes = minutes + 1 WHERE step = 'bien-ban'", "duration bien-ban"),
    ("DELETE FROM pace_fact WHERE step = 'nhap'", "durations: "),
    ("UPDATE pace_cell SET late = late + 1 WHERE scope = '33' AND grain = 'y'", "cell of durations 33/y"),
    ("UPDATE officer_work SET steps = steps + 1 WHERE grain = 'w'", "work of officer"),
    ("UPDATE case_facts SET goods = goods + 1", "the fact goods differs"),
    ("DELETE FROM case_facts", "the fact unit differs"),
    ("UPDATE case_cell SET cases = cases + 1 WHERE scope = '33'", "case cell 33/han/"),
    ("DELETE FROM case_cell WHERE scope = '33-01'", "is missing"),
    ("DELETE FROM case_behaviour", "does not stand under its behaviour"),
    ("UPDATE case_behaviour SET behaviour = 'x'", "which it does not have"),
    ("UPDATE number_series SET last = 7 WHERE kind = 'quyet-dinh-kiem-tra'", "gaps"),
];

#[test]
fn every_tampering_is_told() {
    for (sql, problem) in TAMPERINGS {
        let world = World::new();
        world.violation(&world.actor("ksv1"), &world.actor("doitruong1"), MORNING, 100_000);
        assert_eq!(block_on(run(&world.db)).unwrap().problems, Vec::<String>::new());
        for trigger in ["case_event_is_append_only_update", "case_event_is_append_only_delete"] {
            world.tamper(&format!("DROP TRIGGER {trigger}"));
        }
        world.tamper(sql);
        let problems = block_on(run(&world.db)).unwrap().problems;
        assert!(problems.iter().any(|told| told.contains(problem)), "{sql}: {problems:?}");
    }
}

#[test]
fn a_whole_case_cannot_vanish() {
    let world = World::new();
    let officer = world.actor("ksv1");
    world.open(&officer, MORNING);
    world.open(&officer, MORNING);
    world.tamper("PRAGMA foreign_keys = OFF");
    for sql in [
        "DROP TRIGGER case_event_is_append_only_delete",
        "DELETE FROM case_event WHERE case_num = 1",
        "DELETE FROM case_file WHERE num = 1",
    ] {
        world.tamper(sql);
    }
    let problems = block_on(run(&world.db)).unwrap().problems;
    assert!(problems.iter().any(|told| told.contains("events 1 to 1 are missing")), "{problems:?}");
}

#[test]
fn events_are_append_only() {
    let world = World::new();
    world.open(&world.actor("ksv1"), MORNING);
    for sql in ["UPDATE case_event SET at = 0", "DELETE FROM case_event"] {
        let done = block_on(async { world.db.open().await.unwrap().execute(sql, &[]).await });
        assert!(matches!(&done, Err(error) if error.to_string().contains("append-only")), "{done:?}");
    }
}

/// Whatever is asked in whatever order, what is kept follows from the events. `cargo xtask verify --commands 50000` asks more.
#[test]
fn random_commands_verify() {
    let directory = tempfile::tempdir().unwrap();
    let db = Db::new(directory.path(), Filled::Migrated);
    let walked = block_on(async { province::walk(&db, date(2026, 11, 23), 700, 7).await.unwrap() });
    assert!(walked.done > 300 && walked.refused > 20 && walked.hidden > 0, "{walked:?}");
    assert!(walked.procedures.len() > 20, "{walked:?}");
    assert_eq!(block_on(run(&db)).unwrap().problems, Vec::<String>::new());
}
