//! The agency's identity provider: whose account a person is, once and for good.

use super::*;
use crate::accounts::id_token::Person;
use crate::accounts::provider::{From, Stranger, back, begin, challenge, enter, nonce, verifier};
use crate::accounts::{AccountKey, Entered, Policy, Wants, session};
use crate::administration::set_active;
use domain::officer::OfficerId;
use serde_json::json;

const ISSUER: &str = "https://login.example.vn";

fn at(minutes: i64) -> Env {
    env(MORNING.checked_add(jiff::Span::new().minutes(minutes)).unwrap())
}

fn person(subject: &str, name: &str, amr: &[&str]) -> Person {
    Person::of(subject.to_owned(), json!({ "preferred_username": name, "amr": amr }).as_object().unwrap().clone())
}

fn entered(world: &World, policy: &Policy, person: &Person, trusted: bool) -> Result<Entered, Stranger> {
    let from = From { issuer: ISSUER, claim: "preferred_username", trusted, client: "" };
    block_on(enter(&world.db, &at(0), policy, person, from)).unwrap()
}

#[test]
fn a_way_back_is_taken_once_in_the_browser_that_began_it() {
    let world = World::new();
    let start = block_on(begin(&world.db, &at(0), "/ho-so")).unwrap();
    let other = block_on(begin(&world.db, &at(0), "")).unwrap();
    let back = |state: &str, secret: &str, minutes| block_on(back(&world.db, &at(minutes), state, secret)).unwrap();
    assert_eq!(back(&start.state, &other.secret, 1), None, "another browser");
    assert_eq!(back(&start.state, "", 1), None);
    assert_eq!(back("", &start.secret, 1), None);
    assert_eq!(back(&start.state, &start.secret, 1).unwrap().next, "/ho-so");
    assert_eq!(back(&start.state, &start.secret, 1), None, "once");
    assert_eq!(back(&other.state, &other.secret, 10), None, "ten minutes");
    assert!(![nonce(&start.secret), verifier(&start.secret)].contains(&start.secret));
    assert_ne!(nonce(&start.secret), verifier(&start.secret));
    assert_eq!(challenge("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
    let file = world.everything();
    for secret in [&start.secret, &start.state, &nonce(&start.secret), &verifier(&start.secret)] {
        assert!(!file.windows(secret.len()).any(|window| window == secret.as_bytes()));
    }
}

#[test]
fn an_account_is_found_by_its_name_once_and_by_the_person_afterwards() {
    let world = World::new();
    let policy = Policy::default();
    assert_eq!(entered(&world, &policy, &person("p1", "khong.co", &[]), false), Err(Stranger::NoAccount));
    assert_eq!(world.number("SELECT count(*) FROM officer WHERE account = 'khong.co'"), 0, "nobody gets an account");
    let Ok(Entered::Session(signed)) = entered(&world, &policy, &person("p1", "KSV1", &[]), false) else {
        panic!("ksv1 is not in")
    };
    assert_eq!(block_on(session(&world.db, &at(1), &signed.token)).unwrap().unwrap().actor.id().0, "ksv1");
    // The name changes there: the person stays the same account. Somebody else with the old name is not him.
    let Ok(Entered::Session(again)) = entered(&world, &policy, &person("p1", "doitruong1", &[]), false) else {
        panic!("ksv1 is not in")
    };
    assert_eq!(again.actor.id().0, "ksv1");
    assert_eq!(entered(&world, &policy, &person("p2", "ksv1", &[]), false), Err(Stranger::Taken));
    block_on(set_active(&world.db, &at(1), &world.actor("quantri"), &OfficerId("ksv1".into()), false)).unwrap();
    assert_eq!(entered(&world, &policy, &person("p1", "ksv1", &[]), false), Err(Stranger::NoAccount));
    assert_eq!(entered(&world, &policy, &person("p3", "", &[]), false), Err(Stranger::NoAccount));
}

#[test]
fn the_providers_second_factor_counts_where_it_is_trusted() {
    let world = World::new();
    let policy = Policy { key: AccountKey::new(&"k".repeat(32)), required: true, everybody: false };
    let far = |amr: &[&str], trusted| entered(&world, &policy, &person("p1", "ksv1", amr), trusted).unwrap();
    for (amr, trusted, in_) in [
        (&["pwd"] as &[&str], false, false),
        (&["pwd"], true, false),
        (&["pwd", "mfa"], false, false),
        (&["pwd", "mfa"], true, true),
    ] {
        match far(amr, trusted) {
            Entered::Session(signed) => {
                assert!(in_, "{amr:?} {trusted}");
                let proof = block_on(session(&world.db, &at(1), &signed.token)).unwrap().unwrap().proof;
                assert!(proof.has_two_factors());
            }
            Entered::Half(half) => assert!(!in_ && half.wants == Wants::Enrolment, "{amr:?} {trusted}"),
        }
    }
}
