//! Repeat offence by table: each line is an earlier matter, the day of a new act, and what the law says.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

fn act(behaviour: &str, committed_on: Date) -> PastAct {
    let (title, place) = match behaviour {
        "lau" => ("Kinh doanh hàng hóa nhập lậu", "khoản 1 Điều 15 Nghị định 98/2020/NĐ-CP"),
        "lau-gap-doi" => ("Kinh doanh hàng hóa nhập lậu là thực phẩm", "khoản 2 Điều 15 Nghị định 98/2020/NĐ-CP"),
        "lau-cu" => ("Kinh doanh hàng hoá nhập lậu", "khoản 1 Điều 17 Nghị định 185/2013/NĐ-CP"),
        _ => ("Không niêm yết giá", "khoản 1 Điều 13 Nghị định 87/2024/NĐ-CP"),
    };
    PastAct {
        behaviour_id: behaviour.into(),
        title: title.into(),
        place: place.into(),
        committed_on,
        sanction_until: crate::calendar::add_months(committed_on, 24),
    }
}

fn new(behaviour: &str) -> NewAct {
    let PastAct { behaviour_id, title, place, .. } = act(behaviour, date(2026, 1, 1));
    NewAct { behaviour_id, title, place }
}

fn past(acts: Vec<PastAct>, outcome: Outcome) -> Past {
    Past { file: "33-01/2025/0001".into(), unit: "Đội QLTT số 1".into(), acts, outcome }
}

fn fined(decided_on: Date, executed_on: Option<Date>, warning: bool) -> Outcome {
    Outcome::Sanctioned { number: "33010001/QĐ-XPHC".into(), decided_on, warning, executed_on }
}

/// A decision of 10/01/2025 on smuggled goods.
fn decided(executed_on: Option<Date>, warning: bool) -> Past {
    past(vec![act("lau", date(2025, 1, 2))], fined(date(2025, 1, 10), executed_on, warning))
}

#[test]
fn a_decision_counts_for_its_period() {
    let done = Some(date(2025, 1, 20));
    for (past, behaviour, on, verdict, until) in [
        // A fine carried out: one year from that day.
        (decided(done, false), "lau", date(2025, 1, 20), Verdict::Repeat, Some(date(2026, 1, 20))),
        (decided(done, false), "lau", date(2026, 1, 20), Verdict::Repeat, Some(date(2026, 1, 20))),
        (decided(done, false), "lau", date(2026, 1, 21), Verdict::Cleared, None),
        // A warning: six months.
        (decided(done, true), "lau", date(2025, 7, 20), Verdict::Repeat, Some(date(2025, 7, 20))),
        (decided(done, true), "lau", date(2025, 7, 21), Verdict::Cleared, None),
        // Between the decision and its execution, and while it may be executed.
        (decided(done, false), "lau", date(2025, 1, 12), Verdict::Repeat, Some(date(2026, 1, 20))),
        (decided(None, false), "lau", date(2025, 1, 10), Verdict::Repeat, None),
        (decided(None, false), "lau", date(2026, 1, 10), Verdict::Repeat, None),
        // Never executed: one year from the end of the period for it, for a warning too.
        (decided(None, false), "lau", date(2026, 1, 11), Verdict::Repeat, Some(date(2027, 1, 10))),
        (decided(None, false), "lau", date(2027, 1, 11), Verdict::Cleared, None),
        (decided(None, true), "lau", date(2027, 1, 10), Verdict::Repeat, Some(date(2027, 1, 10))),
        // Before the decision.
        (decided(done, false), "lau", date(2025, 1, 9), Verdict::NotCounted, None),
        // Another act; another clause of the article; the same words in an older decree.
        (decided(done, false), "gia", date(2025, 6, 1), Verdict::OtherAct, Some(date(2026, 1, 20))),
        (decided(done, false), "lau-gap-doi", date(2025, 6, 1), Verdict::Repeat, Some(date(2026, 1, 20))),
        (decided(done, false), "lau-cu", date(2025, 6, 1), Verdict::Repeat, Some(date(2026, 1, 20))),
        (decided(done, false), "gia", date(2026, 6, 1), Verdict::Cleared, None),
    ] {
        let answer = judge(std::slice::from_ref(&past), Some(&new(behaviour)), on);
        let found = &answer.findings[0];
        assert_eq!((answer.verdict, found.until), (verdict, until), "{behaviour} {on} {past:?}");
        assert!(!found.steps.is_empty() && answer.asked && answer.on == on);
        assert_eq!(answer.consequence.is_some(), verdict == Verdict::Repeat);
        let unsure = behaviour.starts_with("lau-") || found.steps.iter().any(|step| step.text.contains("trốn tránh"));
        assert_eq!(found.needs_confirmation(), unsure, "{behaviour} {on} {:?}", found.steps);
        assert_eq!(found.paper, "Quyết định số 33010001/QĐ-XPHC ngày 10/01/2025");
    }
}

#[test]
fn the_reasons_are_told() {
    let told = |past: &Past, on| -> Vec<String> {
        let answer = judge(std::slice::from_ref(past), Some(&new("lau")), on);
        answer.findings[0].steps.iter().map(|step| format!("{} [{}]", step.text, step.citation)).collect()
    };
    let steps = told(&decided(Some(date(2025, 1, 20)), false), date(2025, 6, 1));
    assert_eq!(
        steps[0],
        "Chấp hành xong ngày 20/01/2025; 01 năm kể từ ngày đó là đến hết ngày 20/01/2026 [khoản 1 Điều 7 Luật Xử lý vi phạm hành chính]"
    );
    assert!(
        steps[1].starts_with("Tái phạm: đã bị ra quyết định xử phạt") && steps[1].contains("khoản 5 Điều 2"),
        "{steps:?}"
    );
    let steps = told(&decided(None, false), date(2025, 6, 1));
    assert!(
        steps[0].starts_with("Chưa chấp hành xong; thời hiệu thi hành đến hết ngày 10/01/2026 [Điều 74"),
        "{steps:?}"
    );
    let steps = told(&decided(Some(date(2025, 1, 20)), false), date(2026, 6, 1));
    assert!(steps[1].starts_with("Từ sau ngày 20/01/2026 được coi là chưa bị xử phạt"), "{steps:?}");
}

/// Before the reform the period began with the end of execution: that a decision not carried out counts is not sure.
#[test]
fn the_older_law_is_not_sure_of_what_is_not_carried_out() {
    let old = past(vec![act("lau", date(2021, 3, 1))], fined(date(2021, 3, 10), None, false));
    for (on, unsure) in [(date(2021, 12, 31), true), (date(2022, 1, 1), false)] {
        let answer = judge(std::slice::from_ref(&old), Some(&new("lau")), on);
        assert_eq!((answer.verdict, answer.findings[0].needs_confirmation()), (Verdict::Repeat, unsure), "{on}");
    }
}

#[test]
fn a_repeat_holds_the_earlier_decision_open() {
    let first = decided(Some(date(2025, 1, 20)), false);
    let second = past(vec![act("lau", date(2025, 12, 1))], fined(date(2025, 12, 10), Some(date(2025, 12, 20)), false));
    let both = [first.clone(), second.clone()];
    let answer = judge(&both, Some(&new("lau")), date(2026, 6, 1));
    assert!(
        answer.findings.iter().all(|found| found.verdict == Verdict::Repeat && found.until == Some(date(2026, 12, 20)))
    );
    assert!(answer.findings.iter().any(|found| found.steps.iter().any(|step| step.text.contains("đã tái phạm"))));
    let answer = judge(&both, Some(&new("lau")), date(2026, 12, 21));
    assert_eq!(answer.verdict, Verdict::Cleared);
    // While the second is not carried out, neither ends.
    let open = Past { outcome: fined(date(2025, 12, 10), None, false), ..second.clone() };
    let answer = judge(&[first.clone(), open], Some(&new("lau")), date(2026, 6, 1));
    assert!(answer.findings.iter().all(|found| found.verdict == Verdict::Repeat && found.until.is_none()));
    // Another act inside the period holds nothing open, nor does one after it, nor what was decided after the new act.
    for other in [
        Past { acts: vec![act("gia", date(2025, 12, 1))], ..second.clone() },
        Past {
            acts: vec![act("lau", date(2026, 1, 21))],
            outcome: fined(date(2026, 2, 1), None, false),
            ..second.clone()
        },
    ] {
        let answer = judge(&[first.clone(), other.clone()], Some(&new("lau")), date(2026, 3, 1));
        let cleared = answer.findings.iter().filter(|found| found.verdict == Verdict::Cleared).count();
        assert_eq!(cleared, 1, "{other:?}");
    }
    let answer = judge(&both, Some(&new("lau")), date(2025, 12, 5));
    assert_eq!(answer.findings[0].until, Some(date(2026, 1, 20)));
}

#[test]
fn what_is_recorded_and_not_decided_is_several_times() {
    let recorded = past(vec![act("lau", date(2025, 3, 1))], Outcome::Recorded { number: "33010001/BB-VPHC".into() });
    for (behaviour, on, verdict) in [
        ("lau", date(2025, 3, 5), Verdict::Multiple),
        ("lau", date(2025, 3, 1), Verdict::Multiple),
        ("lau", date(2025, 2, 28), Verdict::NotCounted),
        ("lau", date(2027, 3, 1), Verdict::Multiple),
        ("lau", date(2027, 3, 2), Verdict::NotCounted),
        ("lau-cu", date(2025, 3, 5), Verdict::Multiple),
        ("gia", date(2025, 3, 5), Verdict::OtherAct),
    ] {
        let answer = judge(std::slice::from_ref(&recorded), Some(&new(behaviour)), on);
        assert_eq!(answer.verdict, verdict, "{behaviour} {on}");
        let found = &answer.findings[0];
        assert_eq!(found.paper, "Biên bản số 33010001/BB-VPHC");
        assert_eq!(answer.consequence.is_some(), verdict == Verdict::Multiple);
        assert_eq!(found.needs_confirmation(), behaviour == "lau-cu" || on == date(2025, 3, 1), "{behaviour} {on}");
    }
}

#[test]
fn what_does_not_count_says_why() {
    let cancelled = Outcome::Cancelled { number: "1/QĐ-XPHC".into(), decided_on: date(2025, 1, 10) };
    let elsewhere = Outcome::Unsanctioned { why: "Đã chuyển cơ quan tố tụng hình sự".into() };
    for (outcome, words) in [(cancelled, "đã bị hủy"), (elsewhere, "hình sự")] {
        let answer = judge(&[past(vec![act("lau", date(2025, 1, 2))], outcome)], Some(&new("lau")), date(2025, 2, 1));
        assert_eq!(answer.verdict, Verdict::NotCounted);
        assert!(answer.findings[0].steps[0].text.contains(words));
    }
    let empty = judge(&[past(Vec::new(), fined(date(2025, 1, 10), None, false))], None, date(2025, 2, 1));
    assert_eq!(empty.verdict, Verdict::NotCounted, "a decision without acts says nothing");
    let empty = judge(&[past(Vec::new(), Outcome::Recorded { number: "1".into() })], None, date(2025, 2, 1));
    assert_eq!(empty.verdict, Verdict::NotCounted);
    let nobody = judge(&[], None, date(2025, 2, 1));
    assert_eq!((nobody.verdict, nobody.findings.len(), nobody.asked), (Verdict::NotCounted, 0, false));
}

/// Without an act, what would follow if an earlier one were done again; of several acts of one matter the nearest is asked.
#[test]
fn without_an_act_the_dates_are_told() {
    let two = past(
        vec![act("gia", date(2025, 1, 2)), act("lau", date(2025, 1, 2))],
        fined(date(2025, 1, 10), Some(date(2025, 1, 20)), false),
    );
    let answer = judge(std::slice::from_ref(&two), None, date(2025, 6, 1));
    assert_eq!((answer.verdict, answer.findings[0].until), (Verdict::Repeat, Some(date(2026, 1, 20))));
    assert_eq!(answer.findings[0].acts.len(), 2);
    assert_eq!(judge(&[two], Some(&new("gia")), date(2025, 6, 1)).verdict, Verdict::Repeat);
    let labels: Vec<&str> =
        [Verdict::NotCounted, Verdict::Cleared, Verdict::OtherAct, Verdict::Multiple, Verdict::Repeat]
            .map(Verdict::label)
            .to_vec();
    assert_eq!(labels[4], "Tái phạm");
    assert!(labels.iter().all(|label| !label.is_empty()));
}

proptest! {
    /// The answer does not depend on the order of the history, and is the gravest of what each says.
    #[test]
    fn the_order_of_history_does_not_matter(days in proptest::collection::vec((0i64..900, 0i64..60, 0i64..400, any::<bool>(), any::<bool>()), 0..5), on in 0i64..1500) {
        let start = date(2024, 1, 1);
        let shift = crate::calendar::shift;
        let mut history: Vec<Past> = days
            .iter()
            .enumerate()
            .map(|(place, (committed, wait, executed, warning, open))| {
                let committed_on = shift(start, *committed);
                let decided_on = shift(committed_on, *wait);
                let outcome = fined(decided_on, (!open).then(|| shift(decided_on, *executed)), *warning);
                Past { file: format!("{place}"), ..past(vec![act("lau", committed_on)], outcome) }
            })
            .collect();
        let on = shift(start, on);
        let answer = judge(&history, Some(&new("lau")), on);
        history.reverse();
        prop_assert_eq!(&judge(&history, Some(&new("lau")), on).findings.iter().map(|f| (f.verdict, f.until, f.file.clone())).collect::<Vec<_>>(), &answer.findings.iter().map(|f| (f.verdict, f.until, f.file.clone())).collect::<Vec<_>>());
        prop_assert_eq!(answer.verdict, answer.findings.iter().map(|found| found.verdict).max().unwrap_or(Verdict::NotCounted));
    }
}

/// A chain of repeats, each within the year of the one before: how long the first counts follows from the last, and what it takes to find
/// that does not double with every link (a hundred links would take for ever).
#[test]
fn a_long_chain_of_repeats_is_judged_at_once() {
    let day = |number: i32| date(2024, 1, 5).checked_add(jiff::Span::new().days(number * 9)).unwrap();
    let matter = |number: i32| past(vec![act("lau", day(number))], fined(day(number), Some(day(number)), false));
    let history: Vec<Past> = (0..100).map(matter).collect();
    let on = day(100);
    let answer = judge(&history, Some(&new("lau")), on);
    let (until, _) = counts_until(day(99), false);
    assert_eq!((answer.verdict, answer.findings.len()), (Verdict::Repeat, 100));
    assert!(answer.findings.iter().all(|finding| finding.until == Some(until)), "all count as long as the last one");
    let after = judge(&history, Some(&new("lau")), until.tomorrow().unwrap());
    assert!(after.findings.iter().all(|finding| finding.verdict == Verdict::Cleared));
}
