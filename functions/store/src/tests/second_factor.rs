//! Second factors: enrolled, asked for, locked, replaced, removed; and what of them a stolen database tells.

use super::*;
use crate::accounts::{
    AccountKey, Asked, CodeError, Enrolling, Enrolment, Entered, Half, MAX_SESSIONS, Policy, Resealed, Sealing,
    SignedIn, Wants, account_log, create_link, end_other_sessions, end_session, end_sessions_of, enrol, factor,
    give_code, offer, redeem_link, remove_factor, renew_codes, reseal, sealing, session, sessions, sign_in, time_code,
    waiting,
};
use crate::administration::set_active;
use data_encoding::BASE32_NOPAD;
use domain::officer::OfficerId;

const PASSWORD: &str = "một câu dễ nhớ";

fn at(seconds: i64) -> Env {
    env(MORNING.checked_add(jiff::Span::new().seconds(seconds)).unwrap())
}

fn required() -> Policy {
    Policy { key: AccountKey::new(&"k".repeat(32)), required: true, everybody: false }
}

fn world_of(account: &str) -> World {
    let world = World::new();
    let id = OfficerId(account.into());
    let token = block_on(create_link(&world.db, &at(0), &world.actor("quantri"), &id)).unwrap();
    block_on(redeem_link(&world.db, &at(0), &token, PASSWORD)).unwrap().unwrap();
    world
}

fn asked(name: &str) -> Asked<'_> {
    Asked { name, password: PASSWORD, client: "Firefox trên Linux" }
}

fn half(world: &World, policy: &Policy, name: &str, second: i64) -> Half {
    match block_on(sign_in(&world.db, &at(second), policy, &asked(name))).unwrap() {
        Entered::Half(half) => half,
        Entered::Session(_) => panic!("{name} is in by a password alone"),
    }
}

/// The code of a secret in letters at a second.
fn code(letters: &str, second: i64) -> String {
    let secret = BASE32_NOPAD.decode(letters.as_bytes()).unwrap();
    format!("{:06}", time_code(&secret, at(second).now.as_second().div_euclid(30)).unwrap())
}

/// Enrols by half a sign-in; answers session, secret and recovery codes.
fn enrolled(world: &World, policy: &Policy, name: &str, second: i64) -> (SignedIn, String, Vec<String>) {
    let half = half(world, policy, name, second);
    assert_eq!(half.wants, Wants::Enrolment);
    let id = OfficerId(name.into());
    let offer = offer(&at(second), policy, &id, name, "INS", None).unwrap().unwrap();
    let first = code(&offer.letters, second);
    let new = Enrolment { who: Enrolling::Half(&half.token), sealed: &offer.sealed, first: &first, client: "" };
    let done = block_on(enrol(&world.db, &at(second), policy, &new)).unwrap();
    (done.signed, offer.letters, done.codes)
}

fn give(world: &World, policy: &Policy, token: &str, typed: &str, second: i64) -> Result<bool, CodeError> {
    block_on(give_code(&world.db, &at(second), policy, token, typed, "")).map(|(_, by_recovery)| by_recovery)
}

#[test]
fn who_must_have_one_enrols_before_anything_else_and_then_gives_a_code() {
    let world = world_of("ksv1");
    let policy = required();
    let (signed, letters, codes) = enrolled(&world, &policy, "ksv1", 0);
    assert_eq!(codes.len(), 10);
    assert!(block_on(session(&world.db, &at(1), &signed.token)).unwrap().unwrap().proof.has_two_factors());
    assert_eq!(block_on(factor(&world.db, &OfficerId("ksv1".into()))).unwrap().unwrap().codes_left, 10);

    let half = half(&world, &policy, "ksv1", 100);
    assert_eq!(half.wants, Wants::Code);
    assert!(block_on(session(&world.db, &at(100), &half.token)).unwrap().is_none(), "half a sign-in is no session");
    let (in_, _) = block_on(give_code(&world.db, &at(100), &policy, &half.token, &code(&letters, 100), "")).unwrap();
    assert_ne!(in_.token, half.token, "a token that did not exist before");
    assert!(block_on(waiting(&world.db, &at(100), &half.token)).unwrap().is_none(), "used up");
}

#[test]
fn a_code_is_taken_once_in_its_time_and_from_its_officer() {
    let world = world_of("ksv1");
    let policy = required();
    let (_, letters, _) = enrolled(&world, &policy, "ksv1", 0);
    let token = half(&world, &policy, "ksv1", 5).token;
    assert_eq!(give(&world, &policy, &token, &code(&letters, 0), 5), Err(CodeError::Used), "it enrolled him");
    assert_eq!(give(&world, &policy, &token, &code(&letters, 30), 5), Ok(false), "the next one, a step early");
    let token = half(&world, &policy, "ksv1", 40).token;
    assert_eq!(give(&world, &policy, &token, &code(&letters, 30), 40), Err(CodeError::Used), "taken once");
    assert_eq!(give(&world, &policy, &token, &code(&letters, 0), 40), Err(CodeError::Used), "and none before it");
    assert_eq!(give(&world, &policy, &token, &code(&letters, 120), 40), Err(CodeError::Wrong), "too early");
    assert_eq!(give(&world, &policy, &token, "no code", 40), Err(CodeError::Wrong));
    // The fifth failure in a row locks the name; the token is gone with it.
    assert!(matches!(give(&world, &policy, &token, "000000", 40), Err(CodeError::Locked { .. })));
    assert_eq!(give(&world, &policy, &token, &code(&letters, 90), 90), Err(CodeError::Over), "five wrong ones end it");
    let token = half(&world, &policy, "ksv1", 100).token;
    assert_eq!(give(&world, &policy, &token, &code(&letters, 401), 401), Err(CodeError::Over), "after five minutes");
}

#[test]
fn a_right_password_does_not_clear_the_count_of_wrong_codes() {
    let world = world_of("ksv1");
    let policy = required();
    let (_, letters, _) = enrolled(&world, &policy, "ksv1", 0);
    // Somebody who knows the password guesses one code at each sign-in.
    let mut words = Vec::new();
    for second in 100..106 {
        let entered = block_on(sign_in(&world.db, &at(second), &policy, &asked("ksv1")));
        let Ok(Entered::Half(half)) = entered else {
            words.push("locked");
            continue;
        };
        words.push(match give(&world, &policy, &half.token, "000000", second) {
            Err(CodeError::Wrong) => "wrong",
            Err(CodeError::Locked { .. }) => "now locked",
            other => panic!("{other:?}"),
        });
    }
    assert_eq!(words, ["wrong", "wrong", "wrong", "wrong", "now locked", "locked"]);
    // After the lock the officer himself is in, and the count is gone.
    let token = half(&world, &policy, "ksv1", 200).token;
    assert_eq!(give(&world, &policy, &token, &code(&letters, 200), 200), Ok(false));
    assert_eq!(world.number("SELECT count(*) FROM sign_in_attempt"), 0);
}

#[test]
fn a_recovery_code_works_once_and_also_without_the_key() {
    let world = world_of("ksv1");
    let policy = required();
    let (_, letters, codes) = enrolled(&world, &policy, "ksv1", 0);
    let token = half(&world, &policy, "ksv1", 100).token;
    assert_eq!(give(&world, &policy, &token, &codes[0].to_lowercase().replace('-', " "), 100), Ok(true));
    let token = half(&world, &policy, "ksv1", 200).token;
    assert_eq!(give(&world, &policy, &token, &codes[0], 200), Err(CodeError::Wrong), "once");
    for lost in [None, AccountKey::new(&"o".repeat(40))] {
        let lost = Policy { key: lost, required: true, everybody: false };
        let token = half(&world, &lost, "ksv1", 300).token;
        assert_eq!(give(&world, &lost, &token, &code(&letters, 300), 300), Err(CodeError::Sealed));
        let code = if lost.key.is_some() { &codes[1] } else { &codes[2] };
        assert_eq!(give(&world, &lost, &token, code, 300), Ok(true));
    }
    let left = block_on(factor(&world.db, &OfficerId("ksv1".into()))).unwrap().unwrap().codes_left;
    assert_eq!(left, 7);
}

#[test]
fn half_a_sign_in_enrols_nobody_who_has_enrolled_since() {
    let world = world_of("ksv1");
    let policy = required();
    let thief = half(&world, &policy, "ksv1", 0);
    let (mine, ..) = enrolled(&world, &policy, "ksv1", 10);
    let id = OfficerId("ksv1".into());
    let offer = offer(&at(20), &policy, &id, "ksv1", "INS", None).unwrap().unwrap();
    let first = code(&offer.letters, 20);
    let new = Enrolment { who: Enrolling::Half(&thief.token), sealed: &offer.sealed, first: &first, client: "" };
    assert_eq!(block_on(enrol(&world.db, &at(20), &policy, &new)), Err(CodeError::Over));
    assert!(block_on(session(&world.db, &at(21), &mine.token)).unwrap().is_some());
}

#[test]
fn one_replaces_ones_own_by_password_and_code() {
    let world = world_of("ksv1");
    let policy = required();
    let (before, letters, old) = enrolled(&world, &policy, "ksv1", 0);
    let id = OfficerId("ksv1".into());
    let made = offer(&at(100), &policy, &id, "ksv1", "INS", None).unwrap().unwrap();
    let again = offer(&at(110), &policy, &id, "ksv1", "INS", Some(&made.sealed)).unwrap().unwrap();
    assert_eq!(again, made, "the same secret is shown again");
    let first = code(&made.letters, 120);
    let replace = |password, typed: &str, sealed: &str, second| {
        let who = Enrolling::Session { officer: &id, password, code: typed };
        let new = Enrolment { who, sealed, first: &first, client: "" };
        block_on(enrol(&world.db, &at(second), &policy, &new))
    };
    let right = code(&letters, 120);
    assert_eq!(replace("sai", &right, &made.sealed, 120), Err(CodeError::WrongPassword));
    assert_eq!(replace(PASSWORD, "000000", &made.sealed, 120), Err(CodeError::CurrentCode));
    let other = OfficerId("ksv2".into());
    let his = offer(&at(100), &policy, &other, "ksv2", "INS", None).unwrap().unwrap();
    assert_eq!(replace(PASSWORD, &old[0], &his.sealed, 120), Err(CodeError::Stale), "somebody else's secret");
    assert_eq!(replace(PASSWORD, &old[1], &made.sealed, 100 + 1_801), Err(CodeError::Stale), "half an hour later");
    let done = replace(PASSWORD, &right, &made.sealed, 120).unwrap();
    assert!(block_on(session(&world.db, &at(121), &before.token)).unwrap().is_none(), "the other sessions end");
    assert!(block_on(session(&world.db, &at(121), &done.signed.token)).unwrap().is_some());
    let token = half(&world, &policy, "ksv1", 200).token;
    assert_eq!(give(&world, &policy, &token, &code(&letters, 200), 200), Err(CodeError::Wrong), "the old device");
    assert_eq!(give(&world, &policy, &token, &old[5], 200), Err(CodeError::Wrong), "the old recovery codes");
    let right = code(&made.letters, 200);
    let codes = block_on(renew_codes(&world.db, &at(200), &policy, &id, PASSWORD, &right)).unwrap();
    assert_eq!(give(&world, &policy, &token, &done.codes[0], 200), Err(CodeError::Wrong));
    assert_eq!(give(&world, &policy, &token, &codes[0], 200), Ok(true));
}

#[test]
fn an_administrator_removes_a_lost_one_of_his_unit() {
    let world = world_of("ksv1");
    let policy = required();
    let (signed, ..) = enrolled(&world, &policy, "ksv1", 0);
    let waiting_half = half(&world, &policy, "ksv1", 5);
    let (admin, id) = (world.actor("quantri"), OfficerId("ksv1".into()));
    for account in ["doitruong1", "ksv1"] {
        let refused = block_on(remove_factor(&world.db, &at(9), &world.actor(account), &id));
        assert!(matches!(refused, Err(StoreError::Refused(_) | StoreError::NotFound)), "{account}: {refused:?}");
    }
    assert!(matches!(block_on(remove_factor(&world.db, &at(9), &admin, admin.id())), Err(StoreError::Refused(_))));
    block_on(remove_factor(&world.db, &at(10), &admin, &id)).unwrap();
    assert!(block_on(session(&world.db, &at(11), &signed.token)).unwrap().is_none());
    assert!(block_on(waiting(&world.db, &at(11), &waiting_half.token)).unwrap().is_none());
    assert_eq!(half(&world, &policy, "ksv1", 20).wants, Wants::Enrolment);
    let log = block_on(account_log(&world.db, &admin, &id)).unwrap();
    let removed = log.iter().find(|row| row.what == "Gỡ mã xác thực").unwrap();
    assert_eq!(removed.actor.as_deref(), Some(admin.officer.full_name.as_str()));
}

#[test]
fn a_closed_account_is_out_at_once_however_far_it_came() {
    let world = world_of("ksv1");
    let policy = required();
    let (signed, letters, _) = enrolled(&world, &policy, "ksv1", 0);
    let token = half(&world, &policy, "ksv1", 50).token;
    block_on(set_active(&world.db, &at(51), &world.actor("quantri"), &OfficerId("ksv1".into()), false)).unwrap();
    assert!(block_on(session(&world.db, &at(52), &signed.token)).unwrap().is_none());
    assert_eq!(give(&world, &policy, &token, &code(&letters, 60), 60), Err(CodeError::Over));
    assert!(block_on(sign_in(&world.db, &at(60), &policy, &asked("ksv1"))).is_err());
}

#[test]
fn sessions_are_listed_ended_and_never_too_many() {
    let world = world_of("ksv1");
    let (policy, id) = (Policy::default(), OfficerId("ksv1".into()));
    let open = |second| match block_on(sign_in(&world.db, &at(second), &policy, &asked("ksv1"))).unwrap() {
        Entered::Session(signed) => signed.token,
        Entered::Half(_) => panic!("nothing more is asked for"),
    };
    let tokens: Vec<String> = (0..MAX_SESSIONS + 2).map(open).collect();
    let alive = |token: &str| block_on(session(&world.db, &at(100), token)).unwrap().is_some();
    assert!(!alive(&tokens[0]) && !alive(&tokens[1]) && alive(&tokens[2]), "the oldest end");
    let list = |token: &str| block_on(sessions(&world.db, &at(100), &id, Some(token))).unwrap();
    let rows = list(&tokens[5]);
    assert_eq!(rows.len(), usize::try_from(MAX_SESSIONS).unwrap());
    assert_eq!(rows.iter().filter(|row| row.this).count(), 1);
    assert!(rows.iter().all(|row| row.client == "Firefox trên Linux" && !tokens.contains(&row.mark)));
    let this = list(&tokens[7]).into_iter().find(|row| row.this).unwrap().mark;
    let other = OfficerId("ksv2".into());
    block_on(end_session(&world.db, &at(101), &other, &this)).unwrap();
    assert!(alive(&tokens[7]), "nobody ends another's");
    block_on(end_session(&world.db, &at(101), &id, &this)).unwrap();
    assert!(!alive(&tokens[7]) && alive(&tokens[8]));
    for wrong in ["", "%", &this[..4]] {
        block_on(end_session(&world.db, &at(101), &id, wrong)).unwrap();
    }
    block_on(end_other_sessions(&world.db, &at(102), &id, &tokens[9])).unwrap();
    assert!(alive(&tokens[9]) && !alive(&tokens[8]));
    assert!(block_on(end_sessions_of(&world.db, &at(103), &world.actor("doitruong1"), &id)).is_err());
    block_on(end_sessions_of(&world.db, &at(103), &world.actor("quantri"), &id)).unwrap();
    assert!(!alive(&tokens[9]));
}

#[test]
fn the_log_only_grows_and_is_read_by_who_answers_for_the_officer() {
    let world = world_of("ksv1");
    let id = OfficerId("ksv1".into());
    let wrong = Asked { password: "sai mật khẩu rồi", ..asked("ksv1") };
    for _ in 0..2 {
        assert!(block_on(sign_in(&world.db, &at(1), &Policy::default(), &wrong)).is_err());
    }
    block_on(sign_in(&world.db, &at(2), &Policy::default(), &asked("ksv1"))).unwrap();
    for account in ["ksv1", "quantri", "doitruong1", "chicuctruong"] {
        let log = block_on(account_log(&world.db, &world.actor(account), &id)).unwrap();
        let words: Vec<&str> = log.iter().map(|row| row.what.as_str()).collect();
        let expected = [
            "Đăng nhập bằng mật khẩu",
            "Nhập sai mật khẩu",
            "Nhập sai mật khẩu",
            "Đặt mật khẩu qua liên kết",
            "Cấp liên kết đặt mật khẩu",
        ];
        assert_eq!(words, expected, "{account}");
        assert_eq!(log[0].client, "Firefox trên Linux");
    }
    for account in ["ksv2", "doitruong2", "phapche", "haiphong.ksv1"] {
        let refused = block_on(account_log(&world.db, &world.actor(account), &id));
        assert!(matches!(refused, Err(StoreError::NotFound)), "{account}: {refused:?}");
    }
    for change in ["UPDATE account_log SET what = 'x'", "DELETE FROM account_log"] {
        let failed = block_on(async { world.db.open().await.unwrap().execute(change, &[]).await });
        assert!(failed.is_err(), "{change}");
    }
}

#[test]
fn another_key_is_told_from_the_one_that_seals() {
    let world = world_of("ksv1");
    let (key, other) = (AccountKey::new(&"k".repeat(32)).unwrap(), AccountKey::new(&"o".repeat(32)).unwrap());
    let standing = |key: Option<&AccountKey>| block_on(sealing(&world.db, &at(0), key)).unwrap();
    assert_eq!(standing(None), Sealing::NoKey { enrolled: 0, identities: 0 });
    assert!(standing(None).warning(true).is_some() && standing(None).warning(false).is_none());
    assert_eq!(standing(Some(&other)), Sealing::Fits, "the first key of a database");
    assert_eq!(standing(Some(&key)), Sealing::Fits, "nothing was sealed yet");
    enrolled(&world, &required(), "ksv1", 0);
    assert_eq!(standing(Some(&key)), Sealing::Fits);
    for (standing, words) in [(standing(Some(&other)), "former account_key"), (standing(None), "Set the account_key")] {
        let warning = standing.warning(false).unwrap();
        assert!(warning.contains(words), "{warning}");
    }
    assert_eq!(standing(Some(&key)), Sealing::Fits, "asking changes nothing");
}

#[test]
fn second_factors_go_over_to_another_key() {
    let world = world_of("ksv1");
    let policy = required();
    let (key, other) = (policy.key.clone().unwrap(), AccountKey::new(&"o".repeat(32)).unwrap());
    assert_eq!(block_on(sealing(&world.db, &at(0), Some(&key))), Ok(Sealing::Fits));
    let (_, letters, _) = enrolled(&world, &policy, "ksv1", 0);
    assert!(block_on(reseal(&world.db, &at(1), &other, &key)).is_err(), "not by a key that never sealed them");
    let moved = block_on(reseal(&world.db, &at(1), &key, &other)).unwrap();
    assert_eq!(moved, Resealed { second_factors: 1, identities: 0 });
    assert_eq!(block_on(sealing(&world.db, &at(2), Some(&other))), Ok(Sealing::Fits));
    let policy = Policy { key: Some(other), ..policy };
    let half = half(&world, &policy, "ksv1", 100);
    let by_recovery = give(&world, &policy, &half.token, &code(&letters, 100), 100).unwrap();
    assert!(!by_recovery, "the codes stay the same");
}

/// A copy of the database file gives nobody away: no session, password, secret, recovery code or link, in no encoding.
#[test]
fn a_stolen_database_signs_nobody_in() {
    let world = world_of("ksv1");
    let policy = required();
    let (signed, letters, codes) = enrolled(&world, &policy, "ksv1", 0);
    let token = half(&world, &policy, "ksv1", 10).token;
    let link = block_on(create_link(&world.db, &at(11), &world.actor("quantri"), &OfficerId("ksv2".into()))).unwrap();
    let secrets: Vec<String> =
        [signed.token, token, link, letters, PASSWORD.to_owned()].into_iter().chain(codes).collect();
    let file = world.everything();
    let needles: Vec<Vec<u8>> = secrets.iter().flat_map(|secret| encodings(secret)).collect();
    let found = standing(&file, &needles);
    assert!(found.is_empty(), "in the database: {found:?}");
    let known = world.actor("ksv1").officer.full_name.into_bytes();
    assert_eq!(standing(&file, &[known]).len(), 1, "the search itself works");
}

/// Which of the needles, of eight bytes or more, stand in a file: found by their beginnings in one pass.
fn standing(file: &[u8], needles: &[Vec<u8>]) -> Vec<String> {
    let mut by_start: std::collections::HashMap<&[u8], Vec<&[u8]>> = std::collections::HashMap::new();
    for needle in needles {
        by_start.entry(&needle[..8]).or_default().push(needle);
    }
    let mut found: Vec<String> = Vec::new();
    for (place, start) in file.windows(8).enumerate() {
        let Some(candidates) = by_start.get(start) else { continue };
        let here = candidates.iter().filter(|needle| file[place..].starts_with(needle));
        found.extend(here.map(|needle| String::from_utf8_lossy(needle).into_owned()));
    }
    found.sort();
    found.dedup();
    found
}

/// A secret as it might be written: as it is, decoded, and both in the usual encodings.
fn encodings(secret: &str) -> Vec<Vec<u8>> {
    let plain: String = secret.chars().filter(|c| *c != '-').collect();
    let mut raw = vec![secret.as_bytes().to_vec(), plain.as_bytes().to_vec(), plain.to_lowercase().into_bytes()];
    raw.extend(BASE32_NOPAD.decode(plain.as_bytes()).ok());
    raw.extend(hex::decode(&plain).ok());
    let encoded = |bytes: &Vec<u8>| {
        [
            hex::encode(bytes),
            hex::encode_upper(bytes),
            data_encoding::BASE64.encode(bytes),
            data_encoding::BASE64URL_NOPAD.encode(bytes),
            BASE32_NOPAD.encode(bytes),
        ]
    };
    let more: Vec<Vec<u8>> = raw.iter().flat_map(encoded).map(String::into_bytes).collect();
    raw.into_iter().chain(more).collect()
}
