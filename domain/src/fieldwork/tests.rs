//! The protocol's pure parts, each by itself; together they are checked as a model of devices, network and server.

use super::*;
use crate::case::{CaseId, Command};
use jiff::Timestamp;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn key(n: u128) -> CommandKey {
    CommandKey(Uuid::from_u128(n))
}

fn queued(n: u128, after: Option<u128>) -> Queued {
    Queued {
        key: key(n),
        case: CaseId(Uuid::from_u128(77)),
        seen: 2,
        after: after.map(key),
        replaces: None,
        filed_at: Timestamp::UNIX_EPOCH,
        number: None,
        step: "ket-luan-kiem-tra".to_owned(),
        typed: vec![("note".to_owned(), n.to_string())],
        command: Command::ConcludeInspection { note: n.to_string() },
    }
}

fn done() -> Done {
    Done { version: 3, title: "Kết luận".to_owned(), number: None }
}

fn refused() -> Outcome {
    Outcome::Refused { message: "Chưa".to_owned(), citation: None, errors: Vec::new() }
}

fn reply(outcomes: &[(u128, Outcome)]) -> Reply {
    let outcomes = outcomes.iter().map(|(n, outcome)| (key(*n), outcome.clone())).collect();
    Reply { now: Timestamp::UNIX_EPOCH, outcomes }
}

fn keys(batch: &[Queued]) -> Vec<u128> {
    batch.iter().map(|queued| queued.key.0.as_u128()).collect()
}

#[test]
fn what_follows_an_open_command_waits_for_a_person() {
    let mut outbox = Outbox::default();
    for (n, after) in [(1, None), (2, Some(1)), (3, Some(2)), (4, None), (1, None)] {
        outbox.file(queued(n, after));
    }
    assert_eq!(keys(&outbox.batch()), [1, 2, 3, 4]);
    outbox.learn(&reply(&[(1, refused()), (2, Outcome::Waits { on: key(1) }), (9, refused())]));
    assert_eq!(keys(&outbox.batch()), [4], "what follows a refusal is not sent");
    assert_eq!(outbox.unsent(), 4, "and nothing of it is lost");
    outbox.learn(&reply(&[(4, Outcome::Accepted { done: done() })]));
    outbox.learn(&reply(&[(4, refused())]));
    assert_eq!(outbox.get(key(4)).map(Entry::standing), Some(Standing::Done), "a late answer changes nothing");
    outbox.decide(key(4), refused());
    assert_eq!(outbox.get(key(4)).map(Entry::standing), Some(Standing::Done));
    outbox.decide(key(1), Outcome::Replaced { by: key(5) });
    outbox.file(queued(5, None));
    assert_eq!(keys(&outbox.batch()), [5, 2, 3], "what follows it goes behind the new one");
    outbox.learn(&reply(&[(5, refused())]));
    assert_eq!(keys(&outbox.batch()), [], "and waits with it");
    outbox.decide(key(2), Outcome::Withdrawn { reason: String::new() });
    assert_eq!(outbox.get(key(2)).map(Entry::standing), Some(Standing::Waits), "it may be in the case: ask first");
    outbox.learn(&reply(&[(5, Outcome::Accepted { done: done() })]));
    assert_eq!(outbox.get(key(5)).map(Entry::standing), Some(Standing::Open), "what is open stays open");
    outbox.learn(&reply(&[(5, Outcome::Replaced { by: key(6) })]));
    outbox.file(queued(6, None));
    assert_eq!(keys(&outbox.batch()), [6, 2, 3]);
    outbox.decide(key(1), Outcome::Withdrawn { reason: "Ghi nhầm".to_owned() });
    assert_eq!(keys(&outbox.batch()), [6]);
    assert!(outbox.is_decidable(key(2)) && !outbox.is_decidable(key(3)), "one after the other");
    outbox.decide(key(2), Outcome::Withdrawn { reason: String::new() });
    assert!(outbox.is_decidable(key(3)));
    outbox.tidy(Timestamp::MAX);
    assert_eq!(outbox.entries.len(), 6, "nothing goes that something live may follow");
    outbox.decide(key(3), Outcome::Withdrawn { reason: String::new() });
    outbox.learn(&reply(&[(6, Outcome::Accepted { done: done() })]));
    outbox.tidy(Timestamp::UNIX_EPOCH);
    assert_eq!(outbox.entries.len(), 6, "nor what is not old enough");
    outbox.tidy(Timestamp::MAX);
    assert!(outbox.entries.is_empty());
}

#[test]
fn a_key_is_decided_once_and_only_for_the_words_it_was_given() {
    let first = queued(1, None);
    let kept = |outcome: Outcome| Kept { digest: first.digest(), outcome };
    assert_eq!(judge(&first, None, None), Verdict::Decide);
    assert_eq!(judge(&first, Some(&kept(refused())), None), Verdict::Again(refused()));
    let mut other = first.clone();
    other.typed.clear();
    assert_eq!(judge(&other, Some(&kept(refused())), None), Verdict::Forged);

    let second = queued(2, Some(1));
    assert_eq!(judge(&second, None, None), Verdict::Lost(key(1)));
    assert_eq!(judge(&second, None, Some(&kept(refused()))), Verdict::Waits(key(1)));
    let waiting = Kept { digest: second.digest(), outcome: Outcome::Waits { on: key(1) } };
    let settled = kept(Outcome::Accepted { done: done() });
    assert_eq!(judge(&second, Some(&waiting), Some(&settled)), Verdict::Decide, "what waited is decided then");

    let again = kept(Outcome::Replaced { by: key(7) });
    assert_eq!(
        judge(&second, Some(&waiting), Some(&again)),
        Verdict::Follows(key(7)),
        "and behind what was filed again"
    );
    assert_eq!(
        judge(&other, Some(&again), None),
        Verdict::Again(again.outcome.clone()),
        "a key that is over does nothing"
    );
    let mut new = queued(7, None);
    new.replaces = Some(key(1));
    assert_eq!(filed_again(&new, None), None);
    assert_eq!(filed_again(&new, Some(&kept(refused()))), None);
    assert_eq!(filed_again(&new, Some(&again)), None);
    assert_eq!(filed_again(&new, Some(&kept(Outcome::Withdrawn { reason: String::new() }))), None);
    new.key = key(8);
    for old in [settled, again] {
        let twice = filed_again(&new, Some(&old));
        assert!(matches!(twice, Some(Outcome::Refused { .. })), "one act is put into the case once: {twice:?}");
        assert!(!may_be_withdrawn(Some(&old)));
    }
    assert!(may_be_withdrawn(None) && may_be_withdrawn(Some(&waiting)));
}

#[test]
fn free_numbers_leave_out_what_the_server_and_the_device_know_as_used() {
    let series = crate::case::SeriesKey {
        unit: crate::unit::UnitId("33-01".to_owned()),
        officer: None,
        symbol: "BB-KT".to_owned(),
        year: 2026,
    };
    let block = Block {
        id: BlockId(5),
        series,
        agency_code: "33".to_owned(),
        unit_code: "01".to_owned(),
        first: 7,
        last: 10,
        reserved_at: Timestamp::UNIX_EPOCH,
        gone: BTreeSet::from([8]),
    };
    let used =
        BTreeSet::from([TakenNumber { block: BlockId(5), serial: 7 }, TakenNumber { block: BlockId(6), serial: 9 }]);
    assert_eq!(block.free(&used).collect::<Vec<_>>(), [9, 10]);
    assert_eq!(block.number(9).text, "33010009/BB-KT");
}

#[test]
fn waiting_grows_and_has_an_end() {
    assert_eq!([0, 1, 2, 7, 8, 40].map(back_off), [2, 4, 8, 256, 300, 300]);
}

fn fields() -> impl Strategy<Value = BTreeMap<String, String>> {
    prop::collection::btree_map("[abc]", "[xyz]{0,1}", 0..4)
}

/// Fields without the empty ones.
fn filled(fields: &BTreeMap<String, String>) -> BTreeMap<String, String> {
    fields.iter().filter(|(_, value)| !value.is_empty()).map(|(name, value)| (name.clone(), value.clone())).collect()
}

proptest! {
    #[test]
    fn a_merge_keeps_every_change_or_names_it(base in fields(), theirs in fields(), mine in fields()) {
        let merged = merge(&base, &theirs, &mine);
        let of = |fields: &BTreeMap<String, String>, name: &str| fields.get(name).cloned().unwrap_or_default();
        for name in ["a", "b", "c"] {
            let (b, t, m, both) = (of(&base, name), of(&theirs, name), of(&mine, name), of(&merged.fields, name));
            let conflict = merged.conflicts.iter().find(|conflict| conflict.field == name);
            prop_assert_eq!(conflict.is_some(), t != b && m != b && t != m);
            if m != b && conflict.is_none() { prop_assert_eq!(&both, &m); }
            if t != b && conflict.is_none() { prop_assert_eq!(&both, &t); }
            if let Some(conflict) = conflict {
                prop_assert_eq!((&conflict.base, &conflict.theirs, &conflict.mine), (&b, &t, &m));
            }
        }
        // Which side is called mine makes no difference but for the order of a conflict.
        let turned = merge(&base, &mine, &theirs);
        prop_assert_eq!(merged.conflicts.len(), turned.conflicts.len());
        if merged.conflicts.is_empty() { prop_assert_eq!(&merged.fields, &turned.fields); }
        prop_assert_eq!(merge(&base, &theirs, &base).fields, filled(&theirs));
    }
}
