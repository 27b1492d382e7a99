//! How long steps took: what each event ends, judged by the deadline of its day; what is cancelled stays; random histories recounted.

use super::procedures::{complaint, controller, leader, seizure_to_archive, served, stories, unknown_owner};
use super::*;
use crate::pace::{Fact, Step, facts};

const HOUR: i64 = 60;
const DAY: i64 = 24 * HOUR;

/// Every step of a case that ended.
fn ended(history: &[Event]) -> Vec<Fact> {
    let mut list = Vec::new();
    let mut before: Option<CaseFile> = None;
    for event in history {
        list.extend(facts(before.as_ref(), event, WorkCalendar::embedded()));
        match &mut before {
            Some(case) => case.apply(event),
            None => before = CaseFile::open(event),
        }
    }
    list
}

fn told(history: &[Event], step: Step) -> Vec<(Date, i64, Option<bool>)> {
    ended(history).iter().filter(|fact| fact.step == step).map(|fact| (fact.day, fact.minutes, fact.within)).collect()
}

/// The facts of a history, counted by its events alone.
pub(super) fn recounted(history: &[Event]) {
    let case = CaseFile::replay(history).unwrap();
    let all = ended(history);
    let count = |step| all.iter().filter(|fact| fact.step == step).count();
    let happened = |what: &dyn Fn(&EventBody) -> bool| history.iter().filter(|event| what(&event.body)).count();
    assert!(all.iter().all(|fact| fact.minutes >= 0));
    assert!(all.iter().all(|fact| fact.within.is_none() || !fact.step.rules().is_empty()));
    assert_eq!(count(Step::Approval), happened(&|body| matches!(body, EventBody::InspectionDecisionSigned { .. })));
    let inspected = happened(&|body| matches!(body, EventBody::InspectionRecorded { .. }));
    assert_eq!((count(Step::Inspection), count(Step::AtPlace)), (inspected, inspected));
    assert_eq!(count(Step::Violation), happened(&|body| matches!(body, EventBody::ViolationRecorded { .. })));
    let decided = happened(&|body| matches!(body, EventBody::SanctionDecided { .. }));
    assert_eq!((count(Step::Decision), count(Step::Signing)), (decided, decided));
    assert_eq!(count(Step::Returned), happened(&|body| matches!(body, EventBody::ProposalReturned { .. })));
    assert_eq!(count(Step::Service), happened(&|body| matches!(body, EventBody::DecisionServed { .. })));
    assert_eq!(count(Step::Whole), usize::from(case.closed.is_some()));
    let cancelled = |body: &EventBody| {
        use procedure::Effect;
        let EventBody::Proceeded { done, .. } = body else { return false };
        done.procedure().is_some_and(|found| matches!(found.effect, Effect::CancelRecord | Effect::CancelPaper))
    };
    assert_eq!(count(Step::Cancelled), happened(&cancelled));
    let whole = all.iter().find(|fact| fact.step == Step::Whole);
    let longest = [Step::Approval, Step::Signing, Step::Returned, Step::Decision];
    if let Some(whole) = whole {
        for part in all.iter().filter(|fact| longest.contains(&fact.step)) {
            assert!(part.minutes <= whole.minutes, "{part:?} in {whole:?}");
        }
    }
}

#[test]
fn each_step_of_a_case_is_timed_and_judged() {
    let history = served().history;
    let friday = date(2026, 11, 20);
    for (step, day, minutes, within) in [
        (Step::Approval, friday, 0, None),
        (Step::AtPlace, friday, 2 * HOUR, Some(true)),
        (Step::Entry, friday, 0, None),
        (Step::Service, date(2026, 11, 23), 0, Some(true)),
    ] {
        assert_eq!(told(&history, step), [(day, minutes, within)], "{}", step.key());
    }
    let [(_, minutes, within)] = told(&history, Step::Decision)[..] else { panic!() };
    assert!((2 * DAY..4 * DAY).contains(&minutes) && within == Some(true), "{minutes}");
    for history in stories().map(|(_, history)| history) {
        recounted(&history);
    }
    recounted(&served().history);
}

#[test]
fn custody_and_payment_are_held_to_their_periods() {
    let history = seizure_to_archive();
    let seized = date(2026, 11, 20).at(11, 30, 0, 0);
    let ended_at = date(2026, 11, 27).at(9, 0, 0, 0);
    let [(day, minutes, within)] = told(&history, Step::Custody)[..] else { panic!() };
    assert_eq!((day, within), (date(2026, 11, 27), Some(true)), "held to the decision within the extended period");
    assert!((minutes - ended_at.duration_since(seized).as_mins()).abs() < DAY, "{minutes}");
    // Paid in instalments: a period of its own, not judged.
    assert_eq!(told(&history, Step::Payment), [(date(2027, 2, 24), 91 * DAY, None)]);
    assert_eq!(told(&history, Step::Whole).len(), 1);
    assert_eq!(told(&history, Step::Closing), [(date(2027, 2, 24), 0, None)]);
    let mut story = served();
    let owed = story.case().owed();
    story.now = date(2026, 12, 14).at(9, 0, 0, 0);
    let late = Payment { paid_on: date(2026, 12, 10), amount: owed, receipt: "7".to_owned() };
    story.done(&controller(), &Command::RecordPayment(late));
    assert_eq!(told(&story.history, Step::Payment), [(date(2026, 12, 10), 17 * DAY, Some(false))]);
}

#[test]
fn a_return_and_a_late_report_are_facts() {
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    story.now = date(2026, 11, 23).at(8, 0, 0, 0);
    story.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    story.proceed(&controller(), "bao-cao-ket-qua", &[]);
    let [(day, _, within)] = told(&story.history, Step::Report)[..] else { panic!() };
    assert_eq!((day, within), (date(2026, 11, 23), Some(false)), "three days instead of 24 hours");
    story.now = date(2026, 11, 24).at(10, 0, 0, 0);
    story.done(&leader(), &Command::ReturnProposal { reason: "Thiếu bản ảnh".to_owned() });
    assert_eq!(told(&story.history, Step::Returned), [(date(2026, 11, 24), 26 * HOUR, None)]);
    recounted(&story.history);
}

/// What was long stays long: a cancelled decision keeps its duration, the cancellation is a fact, and the next is not judged.
#[test]
fn a_cancelled_decision_is_not_taken_back() {
    let history = complaint();
    let decisions = told(&history, Step::Decision);
    assert_eq!(decisions.first().map(|(day, ..)| *day), Some(date(2026, 11, 23)));
    let [(day, ..)] = told(&history, Step::Cancelled)[..] else { panic!("{:?}", told(&history, Step::Cancelled)) };
    assert_eq!(day, date(2026, 12, 1));
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    story.now = date(2026, 11, 24).at(9, 0, 0, 0);
    story.proceed(&leader(), "huy-bien-ban", &[]);
    story.now = date(2026, 11, 24).at(11, 0, 0, 0);
    let again = DraftViolation { made_at: story.now, ..violation(40_000_000) };
    story.done(&controller(), &Command::RecordViolation(again));
    let records = told(&story.history, Step::Violation);
    assert_eq!(records[0].2, Some(true));
    assert_eq!(records[1], (date(2026, 11, 24), 2 * HOUR, None));
    recounted(&story.history);
}

#[test]
fn what_is_found_on_duty_is_timed_from_its_day() {
    let history = unknown_owner();
    recounted(&history);
    let [(_, minutes, within)] = told(&history, Step::Violation)[..] else { panic!() };
    assert!(minutes < DAY && within == Some(true), "{minutes}");
    assert_eq!(told(&history, Step::Inspection), []);
    assert_eq!(told(&history, Step::Entry).len(), 1, "counted at the record where there was no inspection");
}
