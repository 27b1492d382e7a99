//! Powers given to deputies: by their own head, for a time, and ended at once.

use super::*;
use crate::accounts::{create_link, redeem_link, session, sign_in_plainly};
use crate::delegations::{NewDelegation, end, give, given};
use domain::case::Refusal;
use domain::law::delegation::DelegatedPower;
use domain::officer::OfficerId;

fn new(deputy: &str, number: &str) -> NewDelegation {
    NewDelegation {
        deputy: OfficerId(deputy.into()),
        power: DelegatedPower::Inspection,
        number: number.into(),
        signed_on: MORNING.date(),
        from: MORNING.date(),
        to: None,
    }
}

fn field(answer: Result<i64, StoreError>) -> String {
    match answer {
        Err(StoreError::Refused(Refusal::Fields { errors })) => errors[0].field.clone(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_head_gives_to_his_own_deputy_in_writing() {
    let world = World::new();
    let leader = world.actor("doitruong1");
    let give = |actor: &Actor, new: &NewDelegation| block_on(give(&world.db, &env(MORNING), actor, new));
    for (wrong, name) in [
        (new("ksv1", "01"), "deputy"),
        (new("phodoi2", "01"), "deputy"),
        (new("khong-co", "01"), "deputy"),
        (new("phodoi1", " "), "number"),
        (NewDelegation { from: date(2026, 1, 1), ..new("phodoi1", "01") }, "from"),
        (NewDelegation { to: Some(date(2026, 1, 1)), ..new("phodoi1", "01") }, "from"),
    ] {
        assert_eq!(field(give(&leader, &wrong)), name, "{wrong:?}");
    }
    assert!(block_on(given(&world.db, &leader)).unwrap().is_empty(), "nothing was stored");
    give(&leader, &new("phodoi1", "01")).unwrap();
    assert_eq!(field(give(&leader, &new("phodoi1", "01"))), "number", "the same twice");
    for account in ["phodoi1", "ksv1", "phapche", "quantri", "trunguong"] {
        assert!(give(&world.actor(account), &new("phodoi1", "02")).is_err(), "{account}");
    }
    assert!(block_on(given(&world.db, &world.actor("doitruong2"))).unwrap().is_empty(), "a list of one's own unit");
    world.number("SELECT count(*) FROM delegation");
    let tampered =
        block_on(async { world.db.open().await.unwrap().execute("UPDATE delegation SET number = '9'", &[]).await });
    assert!(tampered.is_err(), "a delegation is never changed");
}

#[test]
fn a_deputy_signs_until_it_is_ended() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let id = OfficerId("phodoi1".into());
    let token = block_on(create_link(&world.db, &env(MORNING), &world.actor("quantri"), &id)).unwrap();
    block_on(redeem_link(&world.db, &env(MORNING), &token, "một câu dễ nhớ")).unwrap().unwrap();
    let signed = block_on(sign_in_plainly(&world.db, &env(MORNING), "phodoi1", "một câu dễ nhớ")).unwrap();
    let deputy = || block_on(session(&world.db, &env(MORNING), &signed.token)).unwrap().unwrap().actor;
    let case = world.open(&officer, MORNING);
    let sign = |actor: &Actor, case: &CaseFile| world.execute(actor, MORNING, case, Command::SignInspectionDecision);
    assert!(matches!(sign(&deputy(), &case), Err(StoreError::Refused(_))), "nothing was given yet");
    let given = block_on(give(&world.db, &env(MORNING), &leader, &new("phodoi1", "05/QĐ-GQ"))).unwrap();
    let case = sign(&deputy(), &case).unwrap();
    let frame = case.inspection_decision.unwrap();
    assert_eq!(frame.delegation.unwrap().number, "05/QĐ-GQ");
    assert!(matches!(
        block_on(end(&world.db, &env(MORNING), &world.actor("doitruong2"), given)),
        Err(StoreError::NotFound)
    ));
    block_on(end(&world.db, &env(MORNING), &leader, given)).unwrap();
    block_on(end(&world.db, &env(MORNING), &leader, given)).unwrap();
    let other = world.open(&officer, MORNING);
    assert!(matches!(sign(&deputy(), &other), Err(StoreError::Refused(_))), "ended at once");
}

/// A power that was given until a day is gone on the next one: also in a session that was open before.
#[test]
fn a_delegation_ends_with_its_last_day() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let id = OfficerId("phodoi1".into());
    let (tonight, tomorrow) = (MORNING.date().at(23, 30, 0, 0), MORNING.date().tomorrow().unwrap().at(0, 30, 0, 0));
    let token = block_on(create_link(&world.db, &env(MORNING), &world.actor("quantri"), &id)).unwrap();
    block_on(redeem_link(&world.db, &env(MORNING), &token, "một câu dễ nhớ")).unwrap().unwrap();
    let signed = block_on(sign_in_plainly(&world.db, &env(tonight), "phodoi1", "một câu dễ nhớ")).unwrap();
    let given = NewDelegation { to: Some(MORNING.date()), ..new("phodoi1", "06/QĐ-GQ") };
    block_on(give(&world.db, &env(MORNING), &leader, &given)).unwrap();
    let (one, other) = (world.open(&officer, MORNING), world.open(&officer, MORNING));
    let sign = |at: DateTime, case: &CaseFile| {
        let deputy = block_on(session(&world.db, &env(at), &signed.token)).unwrap().unwrap().actor;
        world.execute(&deputy, at, case, Command::SignInspectionDecision)
    };
    sign(tonight, &one).unwrap();
    assert!(matches!(sign(tomorrow, &other), Err(StoreError::Refused(_))), "an hour later it is over");
}
