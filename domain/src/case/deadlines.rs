//! The running deadlines of a case, in order, each with its legal ground.

use super::decide::violation::explanation_window;
use super::procedure::{self, Fact, running_seizure};
use super::{CaseFile, Stage};
use crate::calendar::WorkCalendar;
use crate::law::competence::Position;
use crate::law::deadline::{
    Deadline, DecisionFacts, deadline, decision_period, execution, hand_over, report_result, send_decision,
    violation_record,
};
use crate::law::fine::Assessment;

/// Every deadline that still runs, the nearest first.
pub fn deadlines(case: &CaseFile, calendar: &WorkCalendar) -> Vec<Deadline> {
    let mut list = Vec::new();
    match case.stage {
        Stage::InspectionProposed
        | Stage::InspectionDecided
        | Stage::Verifying
        | Stage::Unsanctioned
        | Stage::Criminal
        | Stage::Transferred
        | Stage::Closed
        | Stage::Archived => {}
        Stage::InspectionRecordedClean => {
            list.extend(case.inspection_record.as_ref().map(|record| report_result(record.content.finished_at)));
        }
        Stage::InspectionRecordedViolation => {
            if let Some(record) = &case.inspection_record {
                list.push(report_result(record.content.finished_at));
                list.push(violation_record(record.content.finished_at, calendar));
            } else if case.found_without_inspection() {
                list.push(violation_record(case.inspection.scope_from.at(0, 0, 0, 0), calendar));
            }
        }
        Stage::ViolationRecorded | Stage::SanctionProposed => {
            // Of somebody not known nobody is sanctioned, and nobody explains.
            if let Some(record) = case.violation.as_ref().filter(|_| !case.inspection.owner_unknown) {
                let assessment =
                    case.proposal.as_ref().map_or(&record.content.assessment, |proposal| &proposal.assessment);
                if assessment.explanation_right.is_some() && case.explanations.is_empty() {
                    list.push(explanation_window(case, record.content.made_at, calendar));
                }
                list.extend(decision_deadline(case, calendar, assessment, None));
                // Nobody of the team may sanction it: the file goes up (Điều 58; TT 27/2020/TT-BCT Điều 24).
                if case.stage == Stage::ViolationRecorded && goes_up(case, assessment) {
                    list.push(hand_over(record.content.made_at));
                }
            }
        }
        Stage::SanctionDecided => {
            list.extend(case.decision.as_ref().map(|decision| send_decision(decision.frame.at, calendar)));
        }
        Stage::Served => {
            if let (Some(decision), Some(service)) = (&case.decision, &case.service)
                && !case.open_parts().is_empty()
            {
                list.push(execution(service.received_on, decision.content.execution_days, calendar));
            }
        }
    }
    list.extend(of_procedures(case, calendar));
    if !matches!(case.stage, Stage::Closed | Stage::Archived) {
        list.extend(case.unscanned().map(super::ByHand::deadline));
    }
    list.retain(|deadline| !closed_by_procedure(case, deadline));
    list.sort_by_key(|deadline| deadline.due);
    list
}

/// Deadlines that procedures started and nothing has ended since; the seizure's own runs by its facts.
fn of_procedures(case: &CaseFile, calendar: &WorkCalendar) -> Vec<Deadline> {
    if matches!(case.stage, Stage::Closed | Stage::Archived) {
        return Vec::new();
    }
    let mut list: Vec<Deadline> = Vec::new();
    // After a decision what is held waits for its execution.
    if matches!(case.stage, Stage::ViolationRecorded | Stage::SanctionProposed) {
        list.extend(running_seizure(case, calendar));
    }
    for done in &case.steps {
        let Some(procedure) = done.procedure() else { continue };
        // These follow from the state of the case, which knows more than the day they began.
        let own = |id: &&&str| !matches!(**id, "D-20" | "D-24" | "D-21" | "D-22" | "D-23" | "D-30" | "D-40" | "D-10");
        for id in procedure.opens.iter().filter(own) {
            if *id == "D-34" && !case.holds(Fact::HeldUrgently) {
                continue;
            }
            list.retain(|deadline| deadline.id != *id);
            list.extend(deadline(id, done.at, calendar));
        }
    }
    list
}

/// Whether a procedure after the start of a deadline has ended it.
fn closed_by_procedure(case: &CaseFile, deadline: &Deadline) -> bool {
    case.steps
        .iter()
        .filter(|done| done.at >= deadline.starts)
        .filter_map(procedure::Done::procedure)
        .any(|found| found.closes.contains(&deadline.id.as_str()) && !found.opens.contains(&deadline.id.as_str()))
}

/// The deadline that ends first.
pub fn next_deadline(case: &CaseFile, calendar: &WorkCalendar) -> Option<Deadline> {
    deadlines(case, calendar).into_iter().next()
}

fn above_team(position: Position) -> bool {
    position > Position::TeamLeader
}

/// Whether the lowest who may sign stands above the team.
fn goes_up(case: &CaseFile, assessment: &Assessment) -> bool {
    let Some(record) = &case.violation else { return false };
    let lowest = super::index::signers(case, assessment, record.content.made_at.date()).into_iter().next();
    lowest.is_some_and(above_team)
}

/// The period for the sanction decision (Luật XLVPHC Điều 66, 63): seven working days; ten when the file must go up to
/// another competent person; one month when an explanation is used.
///
/// `signer` is the position about to sign, when known: someone above the unit's own leader opens the longer period.
pub fn decision_deadline(
    case: &CaseFile,
    calendar: &WorkCalendar,
    assessment: &Assessment,
    signer: Option<Position>,
) -> Option<Deadline> {
    let record = case.violation.as_ref()?;
    // A file that came back from the criminal authorities has a period of its own (Điều 63).
    if let Some(back) = case.last("nhan-lai-ho-so") {
        return deadline("D-24", back.at, calendar);
    }
    let facts = DecisionFacts {
        transferred: signer.is_some_and(above_team) || goes_up(case, assessment),
        explanation_or_verification: case.explanation_used()
            || case.holds(Fact::FactsVerified)
            || case.did("yeu-cau-phien-giai-trinh"),
        complex: case.holds(Fact::Complex),
    };
    Some(decision_period(record.content.made_at, facts, calendar))
}
