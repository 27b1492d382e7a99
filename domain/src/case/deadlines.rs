//! The running deadlines of a case, in order, each with its legal ground.

use super::{CaseFile, Stage};
use crate::calendar::WorkCalendar;
use crate::law::competence::Position;
use crate::law::deadline::{
    Deadline, DecisionFacts, decision_period, execution, explanation_written, report_result, send_decision,
    violation_record,
};
use crate::law::fine::Assessment;

/// Every deadline that still runs, the nearest first.
pub fn deadlines(case: &CaseFile, calendar: &WorkCalendar) -> Vec<Deadline> {
    let mut list = Vec::new();
    match case.stage {
        Stage::InspectionProposed | Stage::InspectionDecided | Stage::Closed => {}
        Stage::InspectionRecordedClean => {
            list.extend(case.inspection_record.as_ref().map(|record| report_result(record.content.finished_at)));
        }
        Stage::InspectionRecordedViolation => {
            if let Some(record) = &case.inspection_record {
                list.push(report_result(record.content.finished_at));
                list.push(violation_record(record.content.finished_at, calendar));
            }
        }
        Stage::ViolationRecorded | Stage::SanctionProposed => {
            if let Some(record) = &case.violation {
                let assessment =
                    case.proposal.as_ref().map_or(&record.content.assessment, |proposal| &proposal.assessment);
                if assessment.explanation_right.is_some() && case.explanations.is_empty() {
                    list.push(explanation_written(record.content.made_at, calendar));
                }
                list.extend(decision_deadline(case, calendar, assessment, None));
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
    list.sort_by_key(|deadline| deadline.due);
    list
}

/// The deadline that ends first.
pub fn next_deadline(case: &CaseFile, calendar: &WorkCalendar) -> Option<Deadline> {
    deadlines(case, calendar).into_iter().next()
}

/// The period for the sanction decision (Luật XLVPHC Điều 66): seven working days; ten when the file must go up to
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
    let lowest = super::index::signers(case, assessment, record.content.made_at.date()).into_iter().next();
    let above_team = |position: Position| position > Position::TeamLeader;
    let facts = DecisionFacts {
        transferred: signer.is_some_and(above_team) || lowest.is_some_and(above_team),
        explanation_or_verification: case.explanation_used(),
        complex: false,
    };
    Some(decision_period(record.content.made_at, facts, calendar))
}
