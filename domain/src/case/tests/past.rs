//! What a case tells of its offender for the law on repeat offences.

use super::procedures::{complaint, controller, leader};
use super::*;
use crate::law::repeat::Outcome;

fn outcome(case: &CaseFile) -> Option<Outcome> {
    case.past().pop().map(|past| past.outcome)
}

#[test]
fn a_matter_is_told_as_far_as_it_has_come() {
    let mut story = Story::inspected(PartyKind::HouseholdBusiness);
    assert_eq!(outcome(story.case()), None, "nothing is recorded");
    story.done(&controller(), &Command::RecordViolation(violation(25_000_000)));
    let past = story.case().past().pop().unwrap();
    let number = story.case().violation.as_ref().unwrap().frame.number.text.clone();
    assert_eq!(past.outcome, Outcome::Recorded { number });
    assert_eq!((past.file.as_str(), past.unit.as_str()), ("33-01/2026/0001", "Đội Quản lý thị trường số 1"));
    let act = &past.acts[0];
    assert_eq!((act.behaviour_id.as_str(), act.committed_on), ("nd98-d15-k1", date(2026, 11, 20)));
    assert!(act.place.contains("Điều 15") && act.sanction_until > date(2027, 11, 1), "{act:?}");

    story.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    assert!(matches!(outcome(story.case()), Some(Outcome::Recorded { .. })), "a proposal decides nothing");
    story.done(&leader(), &Command::SignSanction);
    let executed = |case: &CaseFile| match outcome(case) {
        Some(Outcome::Sanctioned { decided_on, warning: false, executed_on, .. }) => (decided_on, executed_on),
        other => panic!("{other:?}"),
    };
    assert_eq!(executed(story.case()), (date(2026, 11, 20), None));
    story.now = date(2026, 11, 25).at(9, 0, 0, 0);
    let service = Service { method: ServiceMethod::Direct, received_on: date(2026, 11, 23), receiver: "B".to_owned() };
    story.done(&controller(), &Command::RecordService(service));
    let payment = Payment { paid_on: date(2026, 11, 25), amount: Dong(8_000_000), receipt: "1".to_owned() };
    story.done(&controller(), &Command::RecordPayment(payment));
    assert_eq!(executed(story.case()).1, None, "the goods are still there");
    let part = ExecutionPart::Confiscation;
    let done = Execution { part, done_on: date(2026, 11, 24), note: "Biên bản số 1".to_owned() };
    story.done(&controller(), &Command::RecordExecution(done));
    assert_eq!(executed(story.case()).1, Some(date(2026, 11, 25)), "the last part, not the last entry");

    // The same with nothing to pay is a warning, carried out when it is served.
    let mut warned = story.case().clone();
    let decision = warned.decision.as_mut().unwrap();
    (decision.total_fine, decision.content.confiscate) = (Dong(0), false);
    warned.payments.clear();
    warned.executions.clear();
    let Some(Outcome::Sanctioned { warning: true, executed_on, .. }) = outcome(&warned) else { panic!() };
    assert_eq!(executed_on, Some(date(2026, 11, 23)));

    // What was remitted ends with the file.
    story.done(&leader(), &Command::CloseCase { note: String::new() });
    let mut relieved = story.case().clone();
    relieved.relieved = Dong(1);
    relieved.closed.as_mut().unwrap().at = date(2026, 12, 1).at(9, 0, 0, 0);
    assert_eq!(executed(&relieved).1, Some(date(2026, 12, 1)));
}

#[test]
fn what_ended_otherwise_says_so() {
    let case = CaseFile::replay(&complaint()).unwrap();
    assert!(case.past().iter().any(|past| matches!(past.outcome, Outcome::Cancelled { .. })));
    let recorded = Story::recorded(PartyKind::Individual, 25_000_000).case().clone();
    for (stage, words) in [
        (Stage::Unsanctioned, "Không ra quyết định"),
        (Stage::Closed, "Không ra quyết định"),
        (Stage::Archived, "Không ra quyết định"),
        (Stage::Criminal, "hình sự"),
        (Stage::Transferred, "cơ quan khác"),
    ] {
        let case = CaseFile { stage, ..recorded.clone() };
        let Some(Outcome::Unsanctioned { why }) = outcome(&case) else { panic!("{stage:?}") };
        assert!(why.contains(words), "{why}");
    }
}
