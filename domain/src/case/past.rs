//! What a case says of its offender's history, for the law on repeat offences.
//!
//! Must not know: which other cases there are.

use super::procedure::Fact;
use super::{CaseFile, ExecutionPart, RecordedAct, SanctionDecision, Stage};
use crate::law::fine::Assessment;
use crate::law::repeat::{Outcome, Past, PastAct};
use jiff::civil::Date;

impl CaseFile {
    /// The matter of this case: its decision or record, and decisions that were cancelled. Empty where nobody was found to have
    /// violated anything.
    pub fn past(&self) -> Vec<Past> {
        let mut list: Vec<Past> = self
            .cancelled_decisions
            .iter()
            .map(|decision| {
                let (number, decided_on) = (decision.frame.number.text.clone(), decision.frame.at.date());
                self.told(
                    &decision.frame.issuer.name,
                    self.acts(&decision.assessment, decided_on),
                    Outcome::Cancelled { number, decided_on },
                )
            })
            .collect();
        list.extend(self.standing_matter());
        list
    }

    fn standing_matter(&self) -> Option<Past> {
        if let Some(decision) = &self.decision {
            let decided_on = decision.frame.at.date();
            let outcome = Outcome::Sanctioned {
                number: decision.frame.number.text.clone(),
                decided_on,
                // A fine of nothing stands for the warning.
                warning: decision.total_fine.0 == 0,
                executed_on: self.executed_on(decision),
            };
            return Some(self.told(&decision.frame.issuer.name, self.acts(&decision.assessment, decided_on), outcome));
        }
        let record = self.violation.as_ref()?;
        let why = match self.stage {
            Stage::Unsanctioned | Stage::Closed | Stage::Archived => Some("Không ra quyết định xử phạt"),
            Stage::Criminal => Some("Hồ sơ đang ở cơ quan tố tụng hình sự"),
            Stage::Transferred => Some("Hồ sơ đã chuyển cơ quan khác xử lý; kiểm tra kết quả ở cơ quan đó"),
            Stage::InspectionProposed
            | Stage::InspectionDecided
            | Stage::InspectionRecordedClean
            | Stage::InspectionRecordedViolation
            | Stage::Verifying
            | Stage::ViolationRecorded
            | Stage::SanctionProposed
            | Stage::SanctionDecided
            | Stage::Served => None,
        };
        let outcome = match why {
            Some(why) => Outcome::Unsanctioned { why: why.to_owned() },
            None => Outcome::Recorded { number: record.frame.number.text.clone() },
        };
        let acts = self.acts(&record.content.assessment, record.frame.at.date());
        Some(self.told(&record.frame.issuer.name, acts, outcome))
    }

    fn told(&self, unit: &str, acts: Vec<PastAct>, outcome: Outcome) -> Past {
        Past { file: self.code.clone(), unit: unit.to_owned(), acts, outcome }
    }

    /// The acts as they were judged, each with the day it was committed; a sanction on the spot is of its own day.
    fn acts(&self, assessment: &Assessment, on: Date) -> Vec<PastAct> {
        let recorded: &[RecordedAct] = self.violation.as_ref().map_or(&[], |record| &record.content.acts);
        let day = |place: usize| recorded.get(place).map_or(on, |act| act.input.committed_on);
        assessment
            .acts
            .iter()
            .enumerate()
            .map(|(place, act)| PastAct {
                behaviour_id: act.behaviour_id.clone(),
                title: act.title.clone(),
                place: act.citation.place.clone(),
                committed_on: day(place),
                sanction_until: act.limitation.until,
            })
            .collect()
    }

    /// The day the last part of the decision was carried out; nothing while one is open. A warning is carried out when it is
    /// served.
    fn executed_on(&self, decision: &SanctionDecision) -> Option<Date> {
        let served = self.service.as_ref()?.received_on;
        if !self.open_parts().is_empty() {
            return None;
        }
        // What was remitted, or destroyed and sold by record, has no day of its own here: the day the file ended stands for it.
        let by_record = decision.content.confiscate
            && self.holds(Fact::Confiscated)
            && !self.executions.iter().any(|done| done.part == ExecutionPart::Confiscation);
        let ended = self.closed.as_ref().filter(|_| by_record || self.relieved.0 > 0).map(|closed| closed.at.date());
        let days = self.payments.iter().map(|payment| payment.paid_on);
        days.chain(self.executions.iter().map(|done| done.done_on)).chain(ended).chain([served]).max()
    }
}
