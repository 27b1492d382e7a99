//! What a procedure does to the main line, beyond the matters it opens and ends.

use super::super::{CaseFile, ChosenFine, Conclusion, SanctionContent, SanctionDecision, Stage};
use super::{Answer, Done};
use crate::law::fine::Assessment;
use crate::money::Dong;

/// Effect on the main line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effect {
    /// The matters it opens and ends are all.
    None,
    /// The case goes to a stage.
    To(Stage),
    /// The file ends; the answer `note` or `reason` is its conclusion.
    Close,
    /// A sanction on the spot (Luật XLVPHC Điều 56).
    OnTheSpot,
    /// The violation record is cancelled and may be made anew.
    CancelRecord,
    /// The paper named by `paper` no longer holds; a sanction decision takes the case back before it.
    CancelPaper,
    /// The paper named by `paper` is corrected or amended and still holds.
    AmendPaper,
    /// The fine owed falls by the answer `amount`.
    Relieve,
    /// Money for late payment: the answer `amount`.
    Interest,
    /// The contents to inspect grow by the answer `contents`.
    MoreContents,
    /// Of the decision, only what is left without the fine is carried out (Luật XLVPHC Điều 75).
    DropFine,
}

impl CaseFile {
    /// Folds what was done into the state.
    pub(crate) fn take(&mut self, done: &Done, assessment: Option<&Assessment>) {
        let effect = done.procedure().map_or(Effect::None, |procedure| procedure.effect);
        match effect {
            Effect::None | Effect::AmendPaper | Effect::Interest => {}
            Effect::To(stage) => {
                // What was proposed is not decided any more.
                if stage == Stage::Unsanctioned {
                    self.proposal = None;
                }
                self.stage = stage;
            }
            Effect::Close => {
                let note = ["note", "reason", "result"]
                    .into_iter()
                    .find_map(|key| done.answers.text(key))
                    .unwrap_or_default()
                    .to_owned();
                let conclusion = Conclusion { by: done.by.clone(), at: done.at, note };
                self.conclusion = Some(conclusion.clone());
                self.closed = Some(conclusion);
                self.stage = Stage::Closed;
            }
            Effect::OnTheSpot => self.decide_on_the_spot(done, assessment),
            Effect::CancelRecord => {
                self.cancelled_records.extend(self.violation.take());
                self.proposal = None;
                self.returned = None;
                self.explanations.clear();
                self.stage = Stage::InspectionRecordedViolation;
            }
            Effect::CancelPaper => {
                let cancelled = done.answers.text("paper");
                if self.decision.as_ref().is_some_and(|decision| Some(decision.frame.number.text.as_str()) == cancelled)
                {
                    self.cancelled_decisions.extend(self.decision.take());
                    self.service = None;
                    self.proposal = None;
                    self.stage = if self.violation.is_some() {
                        Stage::ViolationRecorded
                    } else {
                        Stage::InspectionRecordedViolation
                    };
                }
            }
            Effect::Relieve => {
                self.relieved = Dong(self.relieved.0.saturating_add(done.answers.money("amount").0));
            }
            Effect::DropFine => self.relieved = Dong(self.relieved.0.saturating_add(self.owed().0)),
            Effect::MoreContents => {
                let more = done.answers.text("contents").unwrap_or_default();
                self.inspection.contents.extend(more.lines().map(str::to_owned));
            }
        }
        self.steps.push(done.clone());
    }

    fn decide_on_the_spot(&mut self, done: &Done, assessment: Option<&Assessment>) {
        let (Some(frame), Some(assessment)) = (&done.frame, assessment) else { return };
        let fine = done.answers.money("fine");
        self.decision = Some(SanctionDecision {
            frame: frame.clone(),
            content: SanctionContent {
                fines: vec![ChosenFine {
                    act: 0,
                    fine,
                    reason: done.answers.text("reason").unwrap_or_default().to_owned(),
                    mitigating: Vec::new(),
                    aggravating: Vec::new(),
                }],
                confiscate: false,
                supplementary: Vec::new(),
                remedies: Vec::new(),
                execution_days: crate::law::deadline::EXECUTION_MIN_DAYS,
                grounds: done.answers.text("description").unwrap_or_default().to_owned(),
            },
            assessment: assessment.clone(),
            total_fine: fine,
            confiscation_value: Dong(0),
            competence: Vec::new(),
            joint: Vec::new(),
            seq: done.seq,
        });
        self.stage = Stage::SanctionDecided;
    }

    /// Money for late payment that was paid.
    pub fn interest_paid(&self) -> Dong {
        let paid = self
            .steps
            .iter()
            .filter(|done| done.procedure().is_some_and(|procedure| procedure.effect == Effect::Interest));
        Dong(paid.fold(0_i64, |sum, done| sum.saturating_add(done.answers.money("amount").0)))
    }

    /// Whether a numbered paper of the file still holds, and whether a later paper amends it.
    pub fn paper_state(&self, number: &str) -> crate::paper::PaperState {
        use crate::paper::PaperState;
        let touches = |done: &&Done, effect: Effect| {
            matches!(done.answers.get("paper"), Some(Answer::Paper { number: touched, .. }) if touched == number)
                && done.procedure().is_some_and(|procedure| procedure.effect == effect)
        };
        let record_cancelled = self.cancelled_records.iter().any(|record| record.frame.number.text == number);
        if record_cancelled || self.steps.iter().any(|done| touches(&done, Effect::CancelPaper)) {
            PaperState::Cancelled
        } else if self.steps.iter().any(|done| touches(&done, Effect::AmendPaper)) {
            PaperState::Amended
        } else {
            PaperState::InForce
        }
    }
}
