//! Accounts: sessions, lock-out, one-time links, and the drafts that wait for them.

use super::*;
use crate::accounts::{
    ABSOLUTE_HOURS, FREE_FAILURES, IDLE_HOURS, NewOfficer, PasswordProblem, SignInError, Weakness, change_password,
    create_link, create_officer, first_administrator, officers_below, redeem_link, session, sign_in_plainly, sign_out,
};
use crate::drafts::{self, DraftError, MAX_BODY, StoredDraft};
use domain::officer::{OfficerId, Role};
use domain::unit::{UnitId, UnitPath};

const PASSWORD: &str = "một câu dễ nhớ";

fn at(minutes: i64) -> Env {
    env(MORNING.checked_add(jiff::Span::new().minutes(minutes)).unwrap())
}

/// A world in which one officer has a password.
fn with_password() -> (World, OfficerId) {
    let world = World::new();
    let id = OfficerId("ksv1".into());
    let token = block_on(create_link(&world.db, &at(0), &world.actor("quantri"), &id)).unwrap();
    assert_eq!(block_on(redeem_link(&world.db, &at(1), &token, "ngắn")).unwrap(), Err(PasswordProblem::TooShort));
    assert_eq!(block_on(redeem_link(&world.db, &at(1), &token, PASSWORD)).unwrap(), Ok(id.clone()));
    let again = block_on(redeem_link(&world.db, &at(2), &token, PASSWORD));
    assert!(matches!(again, Err(StoreError::NotFound)), "a link works once: {again:?}");
    (world, id)
}

#[test]
fn a_session_ends_by_idleness_by_age_and_by_leaving() {
    let (world, _) = with_password();
    let signed = block_on(sign_in_plainly(&world.db, &at(10), "KSV1 ", PASSWORD)).unwrap();
    assert_eq!((signed.actor.role, signed.actor.path.0.as_str()), (Role::Controller, "TW/33/33-01"));
    assert_eq!(world.number("SELECT count(*) FROM session WHERE hex(token_hash) LIKE '%' || hex('token') || '%'"), 0);
    let alive = |minutes| block_on(session(&world.db, &at(minutes), &signed.token)).unwrap().is_some();
    assert!(alive(10) && alive(10 + IDLE_HOURS * 60 - 1));
    let mut minutes = 10;
    while minutes < 10 + ABSOLUTE_HOURS * 60 {
        assert!(alive(minutes), "in use, at minute {minutes}");
        minutes += 60;
    }
    assert!(!alive(10 + ABSOLUTE_HOURS * 60), "at the latest after a day");
    let signed = block_on(sign_in_plainly(&world.db, &at(2000), "ksv1", PASSWORD)).unwrap();
    assert!(block_on(session(&world.db, &at(2000 + IDLE_HOURS * 60), &signed.token)).unwrap().is_none(), "idle");
    let signed = block_on(sign_in_plainly(&world.db, &at(4000), "ksv1", PASSWORD)).unwrap();
    block_on(sign_out(&world.db, &at(4000), &signed.token)).unwrap();
    assert!(block_on(session(&world.db, &at(4001), &signed.token)).unwrap().is_none());
    assert!(block_on(session(&world.db, &at(4001), "khong-co")).unwrap().is_none());
}

#[test]
fn a_clock_that_stood_wrong_makes_no_session_last() {
    let (world, _) = with_password();
    let alive = |minutes, token: &str| block_on(session(&world.db, &at(minutes), token)).unwrap().is_some();
    // Ten years ahead, then put right.
    let wrong = block_on(sign_in_plainly(&world.db, &at(10 * 365 * 24 * 60), "ksv1", PASSWORD)).unwrap().token;
    assert!(!alive(10, &wrong), "opened in ten years");
    let day = block_on(sign_in_plainly(&world.db, &at(24 * 60 + 10), "ksv1", PASSWORD)).unwrap().token;
    assert!(!alive(10, &day) && alive(24 * 60 + 11, &day));
    // Half an hour back, as clocks are corrected: work goes on.
    let near = block_on(sign_in_plainly(&world.db, &at(50), "ksv1", PASSWORD)).unwrap().token;
    assert!(alive(20, &near) && !alive(50 + ABSOLUTE_HOURS * 60 + 1, &near));
}

#[test]
fn failures_lock_every_name_alike_and_ever_longer() {
    let (world, _) = with_password();
    for name in ["ksv1", "khong.co.ai"] {
        for failure in 1..=FREE_FAILURES {
            let wrong = block_on(sign_in_plainly(&world.db, &at(failure), name, "sai mật khẩu"));
            assert_eq!(wrong, Err(SignInError::Wrong), "{name}, failure {failure}");
        }
        let locked = block_on(sign_in_plainly(&world.db, &at(10), name, "sai mật khẩu"));
        assert!(
            matches!(&locked, Err(SignInError::Locked { until }) if *until == at(10).now + jiff::Span::new().seconds(30))
        );
    }
    let right_but_locked = block_on(sign_in_plainly(&world.db, &at(10), "ksv1", PASSWORD));
    assert!(matches!(right_but_locked, Err(SignInError::Locked { .. })), "{right_but_locked:?}");
    let longer = block_on(sign_in_plainly(&world.db, &at(11), "ksv1", "sai mật khẩu"));
    assert!(matches!(longer, Err(SignInError::Locked { until }) if until == at(12).now), "{longer:?}");
    assert!(block_on(sign_in_plainly(&world.db, &at(13), "ksv1", PASSWORD)).is_ok());
    assert_eq!(
        block_on(sign_in_plainly(&world.db, &at(14), "ksv1", "sai mật khẩu")),
        Err(SignInError::Wrong),
        "counted anew"
    );
    assert_eq!(world.number("SELECT count(*) FROM sign_in_log WHERE outcome = 'wrong' AND officer = 'ksv1'"), 7);
    assert_eq!(world.number("SELECT count(*) FROM sign_in_log WHERE outcome = 'locked'"), 1);
}

#[test]
fn a_password_typed_as_a_name_is_kept_nowhere() {
    let (world, _) = with_password();
    let typed = "mật khẩu của tôi là hoa sữa";
    let wrong = block_on(sign_in_plainly(&world.db, &at(5), typed, "ksv1"));
    assert_eq!(wrong, Err(SignInError::Wrong));
    let file = world.everything();
    let holds = |words: &str| file.windows(words.len()).any(|window| window == words.as_bytes());
    for words in [typed, "hoa sữa", "mat khau cua toi", "hoa sua"] {
        assert!(!holds(words), "{words}");
    }
    assert!(holds("ksv1"), "the search itself works");
    assert_eq!(world.number("SELECT count(*) FROM sign_in_log WHERE officer IS NULL AND length(account_key) = 5"), 1);
}

#[test]
fn a_changed_password_ends_the_other_sessions() {
    let (world, id) = with_password();
    let here = block_on(sign_in_plainly(&world.db, &at(5), "ksv1", PASSWORD)).unwrap().token;
    let there = block_on(sign_in_plainly(&world.db, &at(6), "ksv1", PASSWORD)).unwrap().token;
    let change = |current, new| block_on(change_password(&world.db, &at(7), &id, current, new, &here)).unwrap();
    assert_eq!(change("sai", "một câu khác hẳn"), Err(PasswordProblem::WrongCurrent));
    assert_eq!(change(PASSWORD, "mat khau 123456"), Err(PasswordProblem::Weak(Weakness::Common)));
    assert_eq!(change(PASSWORD, "một câu khác hẳn"), Ok(()));
    assert!(block_on(session(&world.db, &at(8), &here)).unwrap().is_some());
    assert!(block_on(session(&world.db, &at(8), &there)).unwrap().is_none());
}

#[test]
fn only_an_administrator_opens_accounts() {
    let world = World::new();
    let new = NewOfficer {
        account: "ksv.moi".into(),
        full_name: "Nguyễn Văn Mới".into(),
        badge: "QT33-900".into(),
        card: None,
        unit: UnitId("33-02".into()),
        role: Role::Controller,
    };
    let (id, token) = block_on(create_officer(&world.db, &at(0), &world.actor("quantri"), &new)).unwrap();
    assert_eq!(block_on(redeem_link(&world.db, &at(1), &token, PASSWORD)).unwrap(), Ok(id));
    assert!(block_on(sign_in_plainly(&world.db, &at(2), "KSV.Mới", PASSWORD)).is_ok(), "names are folded");
    let taken = block_on(create_officer(&world.db, &at(3), &world.actor("quantri"), &new));
    assert!(matches!(taken, Err(StoreError::Db(crate::DbError::Constraint(_)))), "{taken:?}");
    for account in ["chicuctruong", "ksv4"] {
        let refused = block_on(create_officer(&world.db, &at(3), &world.actor(account), &new));
        assert!(matches!(refused, Err(StoreError::Refused(_) | StoreError::NotFound)), "{account}: {refused:?}");
    }
    let below = UnitPath("TW/33".into());
    assert_eq!(block_on(officers_below(&world.db, &world.actor("chicuctruong"), &below)).unwrap().len(), 30);
    assert!(block_on(officers_below(&world.db, &world.actor("haiphong.ksv1"), &below)).is_err());
}

#[test]
fn the_first_administrator_is_made_once() {
    let directory = tempfile::tempdir().unwrap();
    let db = Db::new(directory.path(), Filled::Migrated);
    block_on(async {
        province::units(&db, province::Ground::Shown).await.unwrap();
        let token = first_administrator(&db, &at(0)).await.unwrap().unwrap();
        assert!(redeem_link(&db, &at(1), &token, PASSWORD).await.unwrap().is_ok());
        assert_eq!(sign_in_plainly(&db, &at(2), "quantri", PASSWORD).await.unwrap().actor.role, Role::Administrator);
        assert_eq!(first_administrator(&db, &at(3)).await.unwrap(), None);
    });
}

#[test]
fn a_draft_is_read_by_its_officer_only() {
    let world = World::new();
    let (mine, other) = (OfficerId("ksv1".into()), OfficerId("ksv2".into()));
    let draft = StoredDraft { path: "/ho-so/moi".into(), body: "{\"a\":\"ơ\"}".into() };
    let id = block_on(drafts::save(&world.db, &at(0), Some(&mine), &draft)).unwrap();
    let load = |officer, id: &str, minutes| block_on(drafts::load(&world.db, &at(minutes), officer, id)).unwrap();
    assert_eq!(load(&mine, &id, 1), Some(draft.clone()));
    assert_eq!(load(&other, &id, 1), None);
    assert_eq!(block_on(drafts::take_anonymous(&world.db, &at(1), &id)).unwrap(), None);
    assert_eq!(load(&mine, &id, 49 * 60), None, "drafts are forgotten");

    let nobodys = block_on(drafts::save(&world.db, &at(2), None, &draft)).unwrap();
    assert_eq!(load(&other, &nobodys, 3), Some(draft.clone()), "whoever signs in with it takes it");
    assert_eq!(load(&mine, &nobodys, 4), None, "and then it is his");
    let nobodys = block_on(drafts::save(&world.db, &at(2), None, &draft)).unwrap();
    assert_eq!(block_on(drafts::take_anonymous(&world.db, &at(3), &nobodys)).unwrap(), Some(draft.clone()));
    assert_eq!(block_on(drafts::take_anonymous(&world.db, &at(3), &nobodys)).unwrap(), None, "once");

    let large = StoredDraft { body: "x".repeat(MAX_BODY + 1), ..draft };
    assert_eq!(block_on(drafts::save(&world.db, &at(0), Some(&mine), &large)), Err(DraftError::TooLarge));
}
