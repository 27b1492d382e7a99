//! Folds events into the state. Total: an event that was once accepted always applies.

use super::{CaseFile, Event, EventBody, InspectionKind, Stage};

impl CaseFile {
    /// The state after the opening event, or `None` when the first event is not an opening.
    pub fn open(event: &Event) -> Option<CaseFile> {
        let EventBody::CaseOpened(open) = &event.body else { return None };
        Some(CaseFile {
            id: open.id,
            code: open.code.clone(),
            version: event.seq,
            stage: if open.inspection.kind == InspectionKind::Detected {
                Stage::InspectionRecordedViolation
            } else {
                Stage::InspectionProposed
            },
            unit: open.unit.clone(),
            path: open.path.clone(),
            province: open.province.clone(),
            opened_at: event.at,
            inspection: open.inspection.clone(),
            inspection_decision: None,
            inspection_record: None,
            conclusion: None,
            prepared: None,
            violation: None,
            explanations: Vec::new(),
            proposal: None,
            returned: None,
            decision: None,
            service: None,
            payments: Vec::new(),
            executions: Vec::new(),
            closed: None,
            steps: Vec::new(),
            cancelled_records: Vec::new(),
            cancelled_decisions: Vec::new(),
            relieved: crate::money::Dong(0),
            attachments: Vec::new(),
            by_hand: Vec::new(),
        })
    }

    /// Rebuilds the state from the whole history; `None` when it does not begin with an opening.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a Event>) -> Option<CaseFile> {
        let mut events = events.into_iter();
        let mut case = Self::open(events.next()?)?;
        for event in events {
            case.apply(event);
        }
        Some(case)
    }

    /// Folds one event into the state.
    pub fn apply(&mut self, event: &Event) {
        self.version = event.seq;
        self.by_hand.extend(super::ByHand::of(event));
        match &event.body {
            EventBody::CaseOpened(_) => {}
            EventBody::InspectionDecisionSigned { frame } => {
                self.inspection_decision = Some(frame.clone());
                self.stage = Stage::InspectionDecided;
            }
            EventBody::InspectionRecorded { record } => {
                self.stage = if record.content.violation_found {
                    Stage::InspectionRecordedViolation
                } else {
                    Stage::InspectionRecordedClean
                };
                self.inspection_record = Some((**record).clone());
            }
            EventBody::InspectionConcluded { conclusion } => {
                self.conclusion = Some(conclusion.clone());
                self.closed = Some(conclusion.clone());
                self.stage = Stage::Closed;
            }
            EventBody::ViolationPrepared { draft } => self.prepared = Some(draft.clone()),
            EventBody::ViolationRecorded { record } => {
                self.prepared = None;
                self.violation = Some((**record).clone());
                self.stage = Stage::ViolationRecorded;
            }
            EventBody::ExplanationRecorded { explanation } => self.explanations.push(explanation.clone()),
            EventBody::SanctionProposed { proposal } => {
                self.proposal = Some((**proposal).clone());
                self.returned = None;
                self.stage = Stage::SanctionProposed;
            }
            EventBody::ProposalReturned { returned } => {
                self.returned = Some(returned.clone());
                self.stage = Stage::ViolationRecorded;
            }
            EventBody::SanctionDecided { decision } => {
                self.decision = Some((**decision).clone());
                self.stage = Stage::SanctionDecided;
            }
            EventBody::DecisionServed { service } => {
                self.service = Some(service.clone());
                self.stage = Stage::Served;
            }
            EventBody::PaymentRecorded { payment } => self.payments.push(payment.clone()),
            EventBody::ExecutionRecorded { execution } => self.executions.push(execution.clone()),
            EventBody::CaseClosed { conclusion } => {
                self.closed = Some(conclusion.clone());
                self.stage = Stage::Closed;
            }
            EventBody::Proceeded { done, assessment } => self.take(done, assessment.as_deref()),
            EventBody::AttachmentAdded { attachment } => self.attachments.push((**attachment).clone()),
            EventBody::AttachmentWithdrawn { seq, withdrawal } => {
                if let Some(kept) = self.attachments.iter_mut().find(|kept| kept.seq == *seq) {
                    kept.withdrawn = Some(withdrawal.clone());
                }
            }
        }
    }
}
