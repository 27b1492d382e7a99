//! Which decisions a case has, each with its place, and what of the case belongs to it.

use super::DecisionKind;
use crate::case::procedure::{Done, Effect};
use crate::case::{CaseFile, Recorded, SanctionDecision, Signed, ViolationRecord};

/// Procedures whose papers are decisions on the case, with their kind.
const STEPS: [(&str, DecisionKind); 4] = [
    ("tich-thu-khong-xu-phat", DecisionKind::Confiscation),
    ("khac-phuc-khong-xu-phat", DecisionKind::Remedies),
    ("buoc-tieu-huy", DecisionKind::Destruction),
    ("chuyen-dau-hieu-toi-pham", DecisionKind::Prosecution),
];

/// The paper itself.
#[derive(Debug, Clone, Copy)]
pub(super) enum Paper<'a> {
    Sanction(&'a SanctionDecision),
    Step(&'a Done),
}

/// One decision.
#[derive(Debug, Clone)]
pub(super) struct Decided<'a> {
    pub place: String,
    pub kind: DecisionKind,
    pub paper: Paper<'a>,
    pub frame: &'a Signed,
    /// The record it rests on.
    pub record: Option<&'a Recorded<ViolationRecord>>,
    pub cancelled: bool,
    /// Positions of the events that belong to it: behind the first, up to the second.
    pub span: (u32, u32),
}

impl Decided<'_> {
    pub fn owns(&self, seq: u32) -> bool {
        self.span.0 < seq && seq <= self.span.1
    }

    /// Position of its own event; 0 where it was not kept.
    pub fn seq(&self) -> u32 {
        match self.paper {
            Paper::Sanction(decision) => decision.seq,
            Paper::Step(done) => done.seq,
        }
    }
}

/// Whether the case has a decision.
pub(super) fn any(case: &CaseFile) -> bool {
    case.decision.is_some()
        || !case.cancelled_decisions.is_empty()
        || case.steps.iter().any(|done| kind_of(done).is_some())
}

/// Every decision of the case: sanction decisions, then others, each in order.
pub(super) fn of(case: &CaseFile) -> Vec<Decided<'_>> {
    let mut list = Vec::new();
    let mut from = 0;
    let sanctions = case.cancelled_decisions.iter().map(|old| (old, true));
    let sanctions = sanctions.chain(case.decision.iter().map(|now| (now, false)));
    for (number, (decision, cancelled)) in (1..).zip(sanctions) {
        let cancelled_by = cancelling(case, &decision.frame.number.text);
        let until = if cancelled { cancelled_by.map_or(from, |done| done.seq) } else { u32::MAX };
        list.push(Decided {
            place: format!("xp{number}"),
            kind: sanction_kind(case, decision),
            paper: Paper::Sanction(decision),
            frame: &decision.frame,
            record: record_before(case, decision.seq),
            cancelled,
            span: (from, until),
        });
        from = until;
    }
    list.extend(case.steps.iter().filter_map(|done| {
        let (kind, frame) = (kind_of(done)?, done.frame.as_ref()?);
        let cancelled_by = cancelling(case, &frame.number.text);
        Some(Decided {
            place: format!("q{}", done.seq),
            kind,
            paper: Paper::Step(done),
            frame,
            record: record_before(case, done.seq),
            cancelled: cancelled_by.is_some(),
            span: (done.seq, cancelled_by.map_or(u32::MAX, |by| by.seq)),
        })
    }));
    list
}

fn kind_of(done: &Done) -> Option<DecisionKind> {
    STEPS.iter().find(|(key, _)| *key == done.key).map(|(_, kind)| *kind)
}

fn sanction_kind(case: &CaseFile, decision: &SanctionDecision) -> DecisionKind {
    let number = &decision.frame.number;
    let spot = case
        .steps
        .iter()
        .filter(|done| has(done, Effect::OnTheSpot))
        .any(|done| done.frame.as_ref().is_some_and(|frame| frame.number == *number));
    if spot { DecisionKind::OnTheSpot } else { DecisionKind::Sanction }
}

pub(super) fn has(done: &Done, effect: Effect) -> bool {
    done.procedure().is_some_and(|procedure| procedure.effect == effect)
}

/// The step that cancelled a paper.
fn cancelling<'a>(case: &'a CaseFile, number: &str) -> Option<&'a Done> {
    case.steps.iter().find(|done| has(done, Effect::CancelPaper) && done.answers.text("paper") == Some(number))
}

/// The violation record as it stood when a decision was signed: a record made anew later is not its record.
fn record_before(case: &CaseFile, seq: u32) -> Option<&Recorded<ViolationRecord>> {
    let all = case.cancelled_records.iter().chain(&case.violation);
    let mut earlier = all.filter(|record| seq == 0 || record.seq == 0 || record.seq < seq);
    earlier.next_back()
}
