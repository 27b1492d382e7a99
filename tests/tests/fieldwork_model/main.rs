//! The field protocol as a model, searched state by state: two devices with the real outbox, a server with the real judgement of
//! commands, and a network that loses, repeats and reorders. What must never happen is looked for in every state that can be reached,
//! and a protocol with one deliberate mistake must be found out.
//!
//! Must not know: HTTP, the store, the law of a case; a case is a version and a list of what was put into it.

mod desk;
mod device;
mod rules;
mod world;

use desk::Fault;
use std::time::Duration;
use world::{Plan, Scene};

/// A search that takes longer was not searched to its end, and proves nothing.
const LONGEST: Duration = Duration::from_secs(120);

/// Searches a scene to its end and says how large it was.
fn search(name: &str, scene: Scene, must: &'static [&'static str]) {
    let searched = scene.seeing(must).search(LONGEST);
    searched.say(name, LONGEST);
    assert!(searched.broken.is_empty(), "{name}: a rule is broken");
    assert!(searched.time < LONGEST, "{name}: not searched to its end");
    for must in must {
        assert!(searched.seen.contains(must), "{name}: never seen: {must}");
    }
}

/// The one mistake is found out by a rule it breaks.
fn finds(fault: Fault, scene: Scene, rule: &'static str) {
    let searched = scene.with(fault).search_for(rule, LONGEST);
    println!("{fault:?}: {} states", searched.states);
    assert!(searched.broken.iter().any(|(broken, _)| *broken == rule), "{fault:?} is not found by: {rule}");
}

#[test]
fn a_record_on_two_devices_is_one_record() {
    let must = &["conflict", "refused", "waits", "withdrawn", "replaced", "again"];
    search("a record and what follows it", Scene::new(Plan::RECORDS, Plan::NOTHING).desk_writes(), must);
    search(
        "one record on two devices",
        Scene::new(Plan::OTHER_RECORD, Plan::RECORD),
        &["conflict", "refused", "withdrawn"],
    );
}

#[test]
fn notes_on_two_devices_come_together_or_face_each_other() {
    let must = &["conflict", "waits", "replaced", "withdrawn", "again", "all done"];
    search("notes on two devices", Scene::new(Plan::FILED_NOTES, Plan::NOTE), must);
}

#[test]
fn what_follows_is_settled_behind_what_it_follows() {
    let must = &["conflict", "waits", "replaced", "withdrawn"];
    search("two notes and a desk", Scene::new(Plan::NOTES, Plan::NOTHING).desk_writes(), must);
}

#[test]
fn what_is_taken_back_before_its_answer_is_in_the_case_or_is_not() {
    let must = &["withdrawn", "again"];
    search("taken back early", Scene::new(Plan::FILES, Plan::NOTHING).hesitating(), must);
}

#[test]
fn a_device_that_was_revoked_changes_nothing_and_loses_nothing() {
    let must = &["revoked with work left", "sent after signing in again"];
    search("revoked, signed out", Scene::new(Plan::NOTES, Plan::NOTHING).revoking().signing_out(), must);
}

#[test]
fn numbers_come_back_once() {
    let must = &["returned", "replaced", "withdrawn"];
    search("numbers come back", Scene::new(Plan::NOTE, Plan::NOTHING).desk_writes().returning(), must);
}

#[test]
fn a_network_that_loses_and_a_device_that_dies_lose_nothing() {
    let must = &["again", "conflict", "replaced"];
    search("losing, dying", Scene::new(Plan::NOTE, Plan::NOTHING).desk_writes().losing().dying(), must);
}

/// One note on a device and on another that was given its backup.
const fn small_backup() -> Scene {
    Scene::new(Plan::SMALL_BACKUP, Plan::SMALL_BACKUP).desk_writes()
}

#[test]
fn a_backup_on_another_device_does_nothing_twice() {
    let must = &["again", "conflict", "replaced"];
    search("a backup on another device", small_backup(), must);
}

#[test]
fn each_mistake_is_found_out() {
    let notes = || Scene::new(Plan::NOTES, Plan::NOTHING).desk_writes();
    finds(Fault::NoLedger, Scene::new(Plan::FILES, Plan::NOTHING), rules::ONCE);
    finds(Fault::SaysDoneFirst, Scene::new(Plan::NOTE, Plan::NOTHING), rules::KEPT);
    finds(Fault::DropsWhenSent, Scene::new(Plan::NOTE, Plan::NOTHING), rules::HELD);
    finds(Fault::ForgetsConflicts, notes(), rules::VISIBLE);
    finds(Fault::NumbersUnchecked, notes(), rules::NUMBERS);
    finds(Fault::HearsTheRevoked, notes().revoking(), rules::REVOKED);
    finds(Fault::ForgetsWhatReplaced, notes(), rules::SETTLES);
    finds(Fault::DecidesBeforeAsking, notes().hesitating(), rules::KEPT);
    finds(Fault::TakesEachReplacement, small_backup().pulling(), rules::ONCE);
}

/// A device that takes a number twice harms nobody: the server looks.
#[test]
fn the_server_looks_after_the_numbers() {
    let scene = Scene::new(Plan::NOTES, Plan::NOTHING).with(Fault::TakesNumbersAgain);
    search("numbers taken again", scene, &["refused"]);
}

/// Scenes that take minutes, for the record in `docs/reliability.md`: they are searched where `INS_MODEL_MINUTES` allows it.
#[test]
fn larger_scenes() {
    let Some(minutes) = std::env::var("INS_MODEL_MINUTES").ok().and_then(|minutes| minutes.parse::<u64>().ok()) else {
        return;
    };
    let longest = Duration::from_secs(minutes * 60);
    let scenes = [
        ("two records and another", Scene::new(Plan::RECORDS, Plan::RECORD)),
        ("notes on two devices, filed at any moment", Scene::new(Plan::NOTES, Plan::NOTE)),
        ("a backup, and how the case stands", small_backup().pulling()),
        ("a backup of two", Scene::new(Plan::BACKUP, Plan::BACKUP).desk_writes()),
        ("numbers of two come back", Scene::new(Plan::NOTES, Plan::NOTHING).desk_writes().returning()),
        ("a chain of three", Scene::new(Plan::CHAIN, Plan::NOTHING).desk_writes()),
        ("losing, dying, two", Scene::new(Plan::NOTES, Plan::NOTHING).desk_writes().losing().dying()),
    ];
    for (name, scene) in scenes {
        let searched = scene.search(longest);
        searched.say(name, longest);
        assert!(searched.broken.is_empty(), "{name}: a rule is broken");
    }
}
