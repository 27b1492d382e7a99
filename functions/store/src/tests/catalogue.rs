//! Versions of the catalogue: imported whole or not at all, compared, put into use from a day, and judged by.

use super::*;
use crate::catalogue::{
    ChangeKind, NewVersion, State, activate, active_on, changes, diff_to_active, find, import, versions,
};
use domain::catalogue::Catalogue;
use domain::law::fine::ActInput;
use jiff::civil::Date;
use std::sync::Arc;

const TODAY: Date = date(2026, 10, 19);

/// The shipped catalogue with another frame for smuggled goods of 25 million.
fn changed(max: i64) -> Catalogue {
    let mut catalogue = Catalogue::embedded().clone();
    let row = catalogue.behaviour.iter_mut().find(|row| row.id == "nd98-d15-k1").unwrap();
    let band = row.bands.iter_mut().find(|band| band.holds(25_000_000)).unwrap();
    band.max = max;
    catalogue
}

fn version(catalogue: &Catalogue) -> NewVersion {
    NewVersion {
        label: "Sau nghị định mới".into(),
        source: "NĐ 01/2026/NĐ-CP".into(),
        text: serde_json::to_string(catalogue).unwrap(),
    }
}

fn stored(world: &World) -> (i64, i64) {
    (world.number("SELECT count(*) FROM catalogue_version"), world.number("SELECT count(*) FROM law_change"))
}

fn errors<T: std::fmt::Debug>(result: Result<T, StoreError>) -> Vec<(String, String)> {
    match result.unwrap_err() {
        StoreError::Refused(domain::case::Refusal::Fields { errors }) => {
            errors.into_iter().map(|error| (error.field, error.message)).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_new_database_judges_by_the_shipped_catalogue() {
    let world = World::new();
    let used = block_on(active_on(&world.db, TODAY)).unwrap();
    assert_eq!((used.id, used.digest.as_str()), (1, Catalogue::embedded_digest()));
    assert_eq!(*used.catalogue, *Catalogue::embedded());
    assert_eq!(block_on(active_on(&world.db, date(2019, 1, 1))).unwrap().id, 1, "old cases too");
    block_on(migrate::migrate(&world.db)).unwrap();
    assert_eq!(stored(&world), (1, 0), "once");
    let before = block_on(active_on(&world.db, date(1969, 12, 31)));
    assert!(matches!(before, Err(crate::DbError::Engine(_))), "no catalogue is guessed");
}

#[test]
fn a_program_that_ships_another_catalogue_changes_no_law_by_itself() {
    let world = World::new();
    world.tamper("DROP TRIGGER catalogue_version_is_kept_update");
    world.tamper("UPDATE catalogue_version SET digest = 'of an older program'");
    block_on(migrate::migrate(&world.db)).unwrap();
    let admin = world.actor("quantri");
    let list = block_on(versions(&world.db, &env(MORNING), &admin)).unwrap();
    assert_eq!(list.iter().map(|v| (v.id, v.state)).collect::<Vec<_>>(), [(2, State::Prepared), (1, State::InUse)]);
    assert_eq!((list[0].imported_at, list[0].digest.as_str()), (None, Catalogue::embedded_digest()));
}

#[test]
fn a_version_is_imported_compared_and_put_into_use() {
    let world = World::new();
    let (admin, legal) = (world.actor("quantri"), world.actor("phapche"));
    let new = changed(60_000_000);
    let id = block_on(import(&world.db, &env(MORNING), &legal, &version(&new))).unwrap();
    assert_eq!(id, 2);
    assert_eq!(block_on(import(&world.db, &env(MORNING), &legal, &version(&new))).unwrap(), 2, "posted twice");
    assert_eq!(block_on(active_on(&world.db, TODAY)).unwrap().id, 1, "not in use yet");

    let difference = block_on(diff_to_active(&world.db, &env(MORNING), &legal, id)).unwrap();
    assert_eq!(difference, domain::catalogue::diff(Catalogue::embedded(), &new));
    assert_eq!(difference.changed[0].changes.len(), 1);

    let refusal = block_on(activate(&world.db, &env(MORNING), &legal, id, TODAY));
    assert!(matches!(refusal, Err(StoreError::NotFound)), "a province decides for itself alone: {refusal:?}");
    let tomorrow = domain::calendar::shift(TODAY, 1);
    block_on(activate(&world.db, &env(MORNING), &admin, id, tomorrow)).unwrap();
    for (day, used) in [(TODAY, 1), (tomorrow, 2), (date(2030, 1, 1), 2)] {
        let found = block_on(active_on(&world.db, day)).unwrap();
        assert_eq!(found.id, used, "{day}");
        assert_eq!(*found.catalogue, if used == 1 { Catalogue::embedded().clone() } else { new.clone() });
        assert_eq!(found.digest, found.catalogue.digest());
    }

    let at = |day: Date| env(day.at(9, 0, 0, 0));
    let states = |day| {
        let list = block_on(versions(&world.db, &at(day), &admin)).unwrap();
        list.iter().map(|version| (version.id, version.state)).collect::<Vec<_>>()
    };
    assert_eq!(states(TODAY), [(2, State::Scheduled), (1, State::InUse)]);
    assert_eq!(states(tomorrow), [(2, State::InUse), (1, State::Replaced)]);
    let (told, rows) = block_on(find(&world.db, &at(tomorrow), &admin, id)).unwrap();
    assert_eq!(
        (told.imported_by.as_deref(), told.activated_by.as_deref()),
        (Some("Trần Thị Diệu Linh"), Some("Vũ Quốc Việt"))
    );
    assert_eq!((told.active_from, told.behaviours), (Some(tomorrow), 87));
    assert_eq!(*rows, new);
    let difference = block_on(diff_to_active(&world.db, &at(tomorrow), &admin, id)).unwrap();
    assert!(difference.is_empty());

    let log = block_on(changes(&world.db, &admin)).unwrap();
    let log: Vec<_> =
        log.iter().map(|change| (change.kind, change.by.as_str(), change.subject, change.detail.clone())).collect();
    assert_eq!(
        log,
        [
            (ChangeKind::CatalogueActivated, "Vũ Quốc Việt", 2, tomorrow.to_string()),
            (ChangeKind::CatalogueImported, "Trần Thị Diệu Linh", 2, new.digest()),
        ]
    );
}

#[test]
fn a_version_is_put_into_use_once_and_never_for_days_gone_by() {
    let world = World::new();
    let admin = world.actor("quantri");
    let id = block_on(import(&world.db, &env(MORNING), &admin, &version(&changed(60_000_000)))).unwrap();
    let yesterday = domain::calendar::shift(TODAY, -1);
    let refusal = errors(block_on(activate(&world.db, &env(MORNING), &admin, id, yesterday)));
    assert!(refusal[0].0 == "from" && refusal[0].1.contains("18/10/2026 đã qua"), "{refusal:?}");
    assert!(matches!(block_on(activate(&world.db, &env(MORNING), &admin, 99, TODAY)), Err(StoreError::NotFound)));
    assert_eq!(stored(&world), (2, 1));
    block_on(activate(&world.db, &env(MORNING), &admin, id, TODAY)).unwrap();
    for (again, since) in [(id, "19/10/2026"), (1, "01/01/1970")] {
        let refusal = errors(block_on(activate(&world.db, &env(MORNING), &admin, again, TODAY)));
        assert!(refusal[0].0 == "version" && refusal[0].1.contains(since), "{refusal:?}");
    }
    assert_eq!(stored(&world), (2, 2));
    // The one put into use last counts, and an earlier content can be imported again.
    let same = errors(block_on(import(&world.db, &env(MORNING), &admin, &version(&changed(60_000_000)))));
    assert!(same[0].1.contains("phiên bản 2 đang dùng"), "{same:?}");
    let back = block_on(import(&world.db, &env(MORNING), &admin, &version(Catalogue::embedded()))).unwrap();
    let later = env(MORNING.date().at(10, 0, 0, 0));
    block_on(activate(&world.db, &later, &admin, back, TODAY)).unwrap();
    assert_eq!(block_on(active_on(&world.db, TODAY)).unwrap().id, back);
}

#[test]
fn of_two_versions_from_one_day_the_one_put_into_use_last_counts() {
    let world = World::new();
    let admin = world.actor("quantri");
    let prepare = |max| block_on(import(&world.db, &env(MORNING), &admin, &version(&changed(max)))).unwrap();
    let (first, second) = (prepare(60_000_000), prepare(70_000_000));
    let day = date(2027, 1, 1);
    let at = |hour| env(MORNING.date().at(hour, 0, 0, 0));
    block_on(activate(&world.db, &at(9), &admin, second, day)).unwrap();
    block_on(activate(&world.db, &at(10), &admin, first, day)).unwrap();
    assert_eq!(block_on(active_on(&world.db, day)).unwrap().id, first);
    // What is in use today may follow again upon what was scheduled by mistake.
    let back = block_on(import(&world.db, &at(11), &admin, &version(Catalogue::embedded()))).unwrap();
    block_on(activate(&world.db, &at(11), &admin, back, day)).unwrap();
    assert_eq!(block_on(active_on(&world.db, day)).unwrap().digest, Catalogue::embedded_digest());
}

#[test]
fn a_version_scheduled_earlier_still_begins_on_its_day() {
    let world = World::new();
    let admin = world.actor("quantri");
    let prepare = |max| block_on(import(&world.db, &env(MORNING), &admin, &version(&changed(max)))).unwrap();
    let (far, near) = (prepare(60_000_000), prepare(70_000_000));
    let at = |hour| env(MORNING.date().at(hour, 0, 0, 0));
    block_on(activate(&world.db, &at(9), &admin, far, date(2027, 1, 1))).unwrap();
    block_on(activate(&world.db, &at(10), &admin, near, date(2026, 11, 1))).unwrap();
    for (day, id) in
        [(date(2026, 10, 31), 1), (date(2026, 11, 1), near), (date(2026, 12, 31), near), (date(2027, 1, 1), far)]
    {
        assert_eq!(block_on(active_on(&world.db, day)).unwrap().id, id, "{day}");
    }
}

#[test]
fn a_catalogue_with_errors_is_told_row_by_row_and_nothing_of_it_is_stored() {
    let world = World::new();
    let admin = world.actor("quantri");
    let mut broken = changed(60_000_000);
    broken.behaviour[0].bands[0].max = 1;
    broken.behaviour[1].title.clear();
    broken.behaviour[2].id = broken.behaviour[3].id.clone();
    let told = errors(block_on(import(&world.db, &env(MORNING), &admin, &version(&broken))));
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(told.iter().all(|(field, _)| field == "document"));
    assert!(told[0].1.starts_with("nd98-d6-k1: ") && told[1].1.starts_with("nd98-d6-k2: "), "{told:?}");
    let nameless = NewVersion { label: " ".into(), source: String::new(), text: "{}".into() };
    let told = errors(block_on(import(&world.db, &env(MORNING), &admin, &nameless)));
    assert_eq!(told.iter().map(|(field, _)| field.as_str()).collect::<Vec<_>>(), ["label", "source", "document"]);
    let long = NewVersion { label: "a".repeat(201), source: "b".repeat(2001), ..version(&changed(1)) };
    assert_eq!(errors(block_on(import(&world.db, &env(MORNING), &admin, &long))).len(), 3);
    let same = errors(block_on(import(&world.db, &env(MORNING), &admin, &version(Catalogue::embedded()))));
    assert!(same[0].1.contains("giống hệt phiên bản 1"), "{same:?}");
    assert_eq!(stored(&world), (1, 0));
}

#[test]
fn toml_as_people_write_it_is_imported_as_well() {
    let world = World::new();
    let admin = world.actor("quantri");
    let text = include_str!("../../../../domain/data/catalogue.toml").replacen("max = 5000000", "max = 5500000", 1);
    let new = NewVersion { text, ..version(Catalogue::embedded()) };
    let id = block_on(import(&world.db, &env(MORNING), &admin, &new)).unwrap();
    let difference = block_on(diff_to_active(&world.db, &env(MORNING), &admin, id)).unwrap();
    assert_eq!((difference.changed.len(), difference.changed[0].row.id.as_str()), (1, "nd98-d6-k1"));
    assert_eq!(difference.changed[0].changes[0].new, "phạt 3.000.000–5.500.000 đồng");
    let broken = NewVersion { text: "[[behaviour]]\nid = ".into(), ..new };
    let told = errors(block_on(import(&world.db, &env(MORNING), &admin, &broken)));
    assert!(told.len() == 1 && told[0].1.contains("TOML") && told[0].1.contains("line 2"), "{told:?}");
    assert_eq!(stored(&world), (2, 1));
}

#[test]
fn who_manages_no_catalogue_neither_sees_nor_changes_one() {
    let world = World::new();
    for account in ["ksv1", "doitruong1", "chicuctruong", "tonghop", "trunguong"] {
        let actor = world.actor(account);
        let denied = |result: Result<(), StoreError>| {
            assert!(matches!(result, Err(StoreError::Refused(_) | StoreError::NotFound)), "{account}: {result:?}");
        };
        denied(block_on(versions(&world.db, &env(MORNING), &actor)).map(drop));
        denied(block_on(find(&world.db, &env(MORNING), &actor, 1)).map(drop));
        denied(block_on(diff_to_active(&world.db, &env(MORNING), &actor, 1)).map(drop));
        denied(block_on(changes(&world.db, &actor)).map(drop));
        denied(block_on(import(&world.db, &env(MORNING), &actor, &version(&changed(60_000_000)))).map(drop));
        denied(block_on(activate(&world.db, &env(MORNING), &actor, 1, TODAY)));
    }
    assert_eq!(stored(&world), (1, 0));
}

#[test]
fn what_is_stored_cannot_be_changed_behind_its_back() {
    let world = World::new();
    let admin = world.actor("quantri");
    let id = block_on(import(&world.db, &env(MORNING), &admin, &version(&changed(60_000_000)))).unwrap();
    block_on(activate(&world.db, &env(MORNING), &admin, id, TODAY)).unwrap();
    for sql in [
        "UPDATE catalogue_version SET document = '{}' WHERE id = 2",
        "UPDATE catalogue_version SET active_from = '2027-01-01' WHERE id = 2",
        "DELETE FROM catalogue_version WHERE id = 2",
        "UPDATE law_change SET officer = 'x'",
        "DELETE FROM law_change",
    ] {
        let refused = block_on(async { world.db.open().await.unwrap().execute(sql, &[]).await });
        assert!(refused.is_err(), "{sql}");
    }
    assert_eq!(block_on(crate::verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
    world.tamper("DROP TRIGGER catalogue_version_is_kept_update");
    world.tamper("UPDATE catalogue_version SET document = replace(document, '60000000', '61000000') WHERE id = 2");
    let problems = block_on(crate::verify::run(&world.db)).unwrap().problems;
    assert!(problems.len() == 1 && problems[0].contains("catalogue version 2"), "{problems:?}");
}

/// The frame that a violation record made on a day proposes.
fn proposed(world: &World, day: DateTime) -> (i64, i64) {
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.violation(&officer, &leader, day, 2_500_000);
    let frame = case.violation.unwrap().content.assessment.acts[0].frame;
    (frame.min.0, frame.max.0)
}

#[test]
fn a_case_is_judged_by_the_version_in_use_on_its_day() {
    let world = World::new();
    let admin = world.actor("quantri");
    let monday = MORNING;
    let tuesday = date(2026, 10, 20).at(8, 0, 0, 0);
    let before = proposed(&world, monday);
    let new = changed(before.1 + 5_000_000);
    let id = block_on(import(&world.db, &env(monday), &admin, &version(&new))).unwrap();
    assert_eq!(proposed(&world, monday), before, "a prepared version judges nothing");
    block_on(activate(&world.db, &env(monday), &admin, id, tuesday.date())).unwrap();
    assert_eq!(proposed(&world, monday), before);
    assert_eq!(proposed(&world, tuesday), (before.0, before.1 + 5_000_000));
    assert_eq!(block_on(crate::verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
}

#[test]
fn a_version_is_parsed_once_per_process() {
    let world = World::new();
    let admin = world.actor("quantri");
    let id = block_on(import(&world.db, &env(MORNING), &admin, &version(&changed(61_000_000)))).unwrap();
    block_on(activate(&world.db, &env(MORNING), &admin, id, TODAY)).unwrap();
    let (first, second) =
        (block_on(active_on(&world.db, TODAY)).unwrap(), block_on(active_on(&world.db, TODAY)).unwrap());
    assert!(Arc::ptr_eq(&first.catalogue, &second.catalogue));
    let other = World::new();
    assert_eq!(block_on(active_on(&other.db, TODAY)).unwrap().digest, Catalogue::embedded_digest(), "by content");
}

#[test]
fn a_row_that_acts_may_still_be_judged_by_stays() {
    let world = World::new();
    let admin = world.actor("quantri");
    let mut ended = Catalogue::embedded().clone();
    let row = ended.behaviour.iter_mut().find(|row| row.id == "nd98-d15-k1").unwrap();
    row.in_force_to = Some(date(2026, 10, 31));
    let mut less = ended.clone();
    less.behaviour.retain(|row| row.id != "nd98-d15-k1");
    let version =
        |catalogue: &Catalogue| block_on(import(&world.db, &env(MORNING), &admin, &version(catalogue))).unwrap();
    let dropping = version(&less);
    let refused = |from| errors(block_on(activate(&world.db, &env(MORNING), &admin, dropping, from)));
    let first = refused(TODAY);
    assert!(first.len() == 1 && first[0].0 == "version" && first[0].1.contains("nd98-d15-k1"), "{first:?}");
    let ending = version(&ended);
    block_on(activate(&world.db, &env(MORNING), &admin, ending, TODAY)).unwrap();
    // Two years' limitation after its last day, the day itself included.
    assert_eq!(refused(date(2028, 10, 31)), first);
    block_on(activate(&world.db, &env(MORNING), &admin, dropping, date(2028, 11, 1))).unwrap();
}

#[test]
fn an_act_of_an_unknown_row_is_refused_by_the_version_in_use() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.open(&officer, MORNING);
    let at = |hour: i8| TODAY.at(hour, 0, 0, 0);
    let case = world.execute(&leader, at(9), &case, Command::SignInspectionDecision).unwrap();
    let case = world.execute(&officer, at(12), &case, Command::RecordInspection(record(MORNING, true))).unwrap();
    let mut draft = violation(MORNING, 2_500_000);
    draft.acts[0].input.behaviour_id = "nd98-d999".into();
    let refused = world.execute(&officer, at(13), &case, Command::RecordViolation(draft.clone()));
    assert!(matches!(refused, Err(StoreError::Refused(_))), "{refused:?}");
    draft.acts[0].input = ActInput { behaviour_id: "nd98-d6-k1".into(), ..draft.acts[0].input.clone() };
    assert!(world.execute(&officer, at(13), &case, Command::RecordViolation(draft)).is_ok());
}
