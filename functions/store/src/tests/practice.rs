//! Practice: the story of units that do not exist, who comes in, and that he finds nothing real.

use super::engine::{Db, Filled};
use super::random;
use crate::accounts::{SignInError, session, sign_in_plainly};
use crate::native::block_on;
use crate::practice::{Key, MIN_KEY, PassProblem, change_seat, enter, is_practice, pass, way_back};
use crate::{Database, Env, StoreError, demo, verify};
use domain::authority::Actor;
use domain::officer::Role;
use domain::practice::{AGENCY, Seat};
use jiff::civil::date;

const BACK: &str = "https://ins.example.vn";

struct Practice {
    db: Db,
    _directory: tempfile::TempDir,
}

fn env() -> Env {
    Env::new(domain::calendar::from_local(date(2026, 11, 23).at(8, 0, 0, 0)), random)
}

impl Practice {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let db = Db::new(directory.path(), Filled::Migrated);
        block_on(async {
            demo::load_practice(&db, date(2026, 11, 23)).await.unwrap();
        });
        Self { db, _directory: directory }
    }

    fn enter(&self, account: &str, role: Role, team: Option<u8>) -> (String, Actor) {
        let pass = pass(&env(), account, "Trần Quang Huy", BACK);
        let token = block_on(enter(&self.db, &env(), &pass, Seat::choose(Some(role), team).unwrap())).unwrap().unwrap();
        let actor = self.actor(&token).unwrap();
        (token, actor)
    }

    fn actor(&self, token: &str) -> Option<Actor> {
        block_on(session(&self.db, &env(), token)).unwrap().map(|session| session.actor)
    }

    fn texts(&self, sql: &str) -> Vec<String> {
        let rows = block_on(async { self.db.open().await.unwrap().query(sql, &[]).await }).unwrap();
        rows.iter().map(|row| row.string(0).unwrap()).collect()
    }
}

/// Every case, plan, report and session is below the root of practice, every number is marked, and what is kept follows from the events.
#[test]
fn the_story_is_practised_by_units_that_do_not_exist() {
    let practice = Practice::new();
    assert_eq!(block_on(is_practice(&practice.db)), Ok(true));
    let names = practice.texts("SELECT name FROM unit WHERE kind <> 'division'");
    assert!(names.len() > 8 && names.iter().all(|name| name.contains("tập huấn")), "{names:?}");
    let paths = practice.texts("SELECT DISTINCT path FROM unit");
    assert!(paths.iter().all(|path| path == "TH" || path.starts_with("TH/")), "{paths:?}");
    let numbers = practice.texts("SELECT DISTINCT substr(number, 1, 2) FROM paper WHERE substr(number, 9, 1) = '/'");
    assert_eq!(numbers, [AGENCY]);
    let verified = block_on(verify::run(&practice.db)).unwrap();
    assert_eq!((verified.problems, verified.cases >= demo::CASES as u64), (Vec::new(), true));
    let signed = block_on(sign_in_plainly(&practice.db, &env(), "quantri", demo::PASSWORD));
    assert_eq!(signed, Err(SignInError::Wrong), "nobody has a password");
}

#[test]
fn a_pass_is_one_entry_and_a_person_one_account_a_seat() {
    let practice = Practice::new();
    let (db, env) = (&practice.db, env());
    let (token, actor) = practice.enter("ksv2", Role::Controller, Some(2));
    assert_eq!((actor.unit.0.as_str(), actor.path.0.as_str()), ("33-02", "TH/33/33-02"));
    assert!(actor.path.is_practice());
    assert_eq!(block_on(way_back(db, actor.id())), Ok(Some(BACK.to_owned())));
    // Again the same person at the same seat: the same account, another session.
    let (again, same) = practice.enter("ksv2", Role::Controller, Some(2));
    assert_eq!((same.id(), again == token), (actor.id(), false));
    let (_, other) = practice.enter("ksv3", Role::Controller, Some(2));
    assert_ne!(other.id(), actor.id());

    let used = pass(&env, "ksv2", "Trần Quang Huy", BACK);
    let seat = |role, team| Seat::choose(Some(role), team).unwrap();
    let leader = seat(Role::TeamLeader, Some(2));
    assert!(block_on(enter(db, &env, &used, leader)).unwrap().is_ok());
    assert_eq!(block_on(enter(db, &env, &used, leader)).unwrap(), Err(PassProblem::Used));

    for (role, unit) in [(Role::ProvincialHead, "33"), (Role::LegalSection, "33-PC"), (Role::ReportingSection, "33-TH")]
    {
        let (_, actor) = practice.enter("ksv2", role, None);
        assert_eq!((actor.role, actor.unit.0.as_str()), (role, unit));
    }
    let changed = block_on(change_seat(db, &env, &actor, &token, seat(Role::TeamLeader, Some(5)))).unwrap();
    assert_eq!(practice.actor(&changed).unwrap().unit.0, "33-05");
    assert_eq!(practice.actor(&token), None, "the session before has ended");
    let of_the_story = block_on(demo::actor(db, "ksv1")).unwrap();
    assert!(matches!(block_on(change_seat(db, &env, &of_the_story, "x", leader)), Err(StoreError::NotFound)));
}

/// Where people work there is no seat to take, whatever pass they have.
#[test]
fn nobody_practises_where_people_work() {
    let world = super::World::new();
    assert_eq!(block_on(is_practice(&world.db)), Ok(false));
    let key = Key::new(&"k".repeat(MIN_KEY)).unwrap();
    let sealed = key.seal(&pass(&env(), "ksv2", "Trần Quang Huy", BACK)).unwrap();
    let pass = key.open(&sealed, &env()).unwrap();
    for (role, team) in [(Role::TeamLeader, Some(1)), (Role::ProvincialHead, None), (Role::LegalSection, None)] {
        let seat = Seat::choose(Some(role), team).unwrap();
        assert!(matches!(block_on(enter(&world.db, &env(), &pass, seat)), Err(StoreError::NotFound)), "{role:?}");
    }
    assert_eq!(world.number("SELECT count(*) FROM session"), 0);
    assert_eq!(world.number("SELECT count(*) FROM practice_pass"), 0);
}
