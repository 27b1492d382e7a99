//! The papers of the main line (inspection decision and record, violation record, sanction decision) and the sheet of the
//! law's reasons, built from the case alone; and the one way to any paper of a case by its address.
//!
//! A paper says what was known at its own event: what was done, valued or amended later does not reach it. What was not
//! asked is left out, never dotted. Must not know: how a paper is shown.

mod inspection_decision;
mod inspection_record;
mod legal_basis;
mod parts;
mod sanction_decision;
mod violation_record;

use super::procedure::{Done, Form, FormKind, Procedure, document as procedure_document};
use super::{CaseFile, PaperKind, Recorded, SanctionDecision, Signed, ViolationRecord};
use crate::calendar::format_long;
use crate::paper::words::bare;
use crate::paper::{Block, Document, Head, PaperState, code_of, parts as shared};

pub(in crate::case) use sanction_decision::evidence;
pub(in crate::case) use violation_record::{ground, measures};

/// Address of the sheet of the law's reasons among the papers of a case.
pub const LEGAL_BASIS: &str = "can-cu-phap-ly";

impl CaseFile {
    /// The paper at an address of the case: a key of [`PaperKind`], `{key}-cu-{n}` for one that was cancelled,
    /// `{procedure}-{event}` for one of a procedure (see [`Self::papers`]), or [`LEGAL_BASIS`]. A decision that waits for
    /// its signature is a draft; nothing while there is nothing to print.
    pub fn document(&self, address: &str) -> Option<Document> {
        if let Some(kind) = PaperKind::from_key(address) {
            return self.paper(kind);
        }
        if address == LEGAL_BASIS {
            return legal_basis::document(self);
        }
        if let Some((case, kind)) = self.with_cancelled(address) {
            return case.paper(kind);
        }
        procedure_document(self, self.done_at(address)?)
    }

    /// A paper of the main line, as it stands now.
    pub fn paper(&self, kind: PaperKind) -> Option<Document> {
        match kind {
            PaperKind::InspectionDecision => Some(inspection_decision::document(self)),
            PaperKind::InspectionRecord => inspection_record::document(self),
            PaperKind::ViolationRecord => violation_record::document(self),
            PaperKind::SanctionDecision => sanction_decision::document(self),
        }
    }

    /// The case with a cancelled record or decision in its place again, to print it.
    fn with_cancelled(&self, address: &str) -> Option<(CaseFile, PaperKind)> {
        let (key, nth) = address.rsplit_once("-cu-")?;
        let (kind, nth) = (PaperKind::from_key(key)?, nth.parse::<usize>().ok()?);
        let mut case = self.clone();
        match kind {
            PaperKind::ViolationRecord => case.violation = Some(self.cancelled_records.get(nth)?.clone()),
            PaperKind::SanctionDecision => case.decision = Some(self.cancelled_decisions.get(nth)?.clone()),
            PaperKind::InspectionDecision | PaperKind::InspectionRecord => return None,
        }
        Some((case, kind))
    }

    /// The procedure whose paper stands at an address `key-seq`.
    fn done_at(&self, address: &str) -> Option<&Done> {
        let (key, seq) = address.rsplit_once('-')?;
        self.steps.iter().find(|done| done.key == key && done.seq.to_string() == seq)
    }

    /// The violation record that stood before an event, also when it was cancelled since.
    pub(in crate::case) fn record_before(&self, seq: u32) -> Option<&Recorded<ViolationRecord>> {
        let records = self.cancelled_records.iter().chain(&self.violation);
        records.rev().find(|record| record.seq < seq)
    }

    /// The sanction decision that stood before an event, also when it was cancelled since.
    pub(in crate::case) fn decision_before(&self, seq: u32) -> Option<&SanctionDecision> {
        let decisions = self.cancelled_decisions.iter().chain(&self.decision);
        decisions.rev().find(|decision| decision.seq < seq)
    }
}

/// A paper with everything that follows from its frame; without one, a draft whose issuer, number and date are not known.
fn framed(case: &CaseFile, frame: Option<&Signed>, dated: bool) -> Document {
    Document {
        head: frame.map_or_else(Head::default, |frame| shared::head(frame, dated)),
        mark: shared::mark(case, frame),
        practice: case.path.is_practice(),
        foot: frame.map_or_else(String::new, |frame| shared::foot(case, frame)),
        check_code: frame.map_or_else(String::new, |frame| code_of(case, frame)),
        anchor: String::new(),
        ..Document::default()
    }
}

/// What the print of a common paper in the file of one violator says when his part was cancelled: it stands for the others.
fn cancelled_part(case: &CaseFile, frame: &Signed) -> Option<Block> {
    let common = case.common(frame)?;
    (case.paper_state(&frame.number.text) == PaperState::Cancelled).then(|| {
        let others: Vec<String> = common.others.into_iter().map(|(_, _, name)| name).collect();
        Block::heading(format!(
            "Đã hủy phần đối với {}; phần đối với {} không thay đổi theo việc hủy này.",
            case.inspection.party.name,
            others.join(", ")
        ))
    })
}

/// `02 người vi phạm`.
fn violators(count: usize) -> String {
    format!("{count:02} người vi phạm")
}

/// The numbered papers of some forms that were made between two events of the case, these left out.
fn made(case: &CaseFile, after: u32, before: u32, wanted: impl Fn(&Procedure, &Form) -> bool) -> Vec<String> {
    let steps = case.steps.iter().filter(|done| after < done.seq && done.seq < before);
    steps
        .filter_map(|done| {
            let procedure = done.procedure()?;
            let form = procedure.form.filter(|form| wanted(procedure, form))?;
            let kind = match form.kind {
                FormKind::Decision => "Quyết định",
                FormKind::Record => "Biên bản",
                FormKind::Letter => return None,
            };
            let number = numbered(done.frame.as_ref()?);
            if procedure.title.starts_with(kind) {
                return Some(format!("{} {number}", procedure.title));
            }
            Some(format!("{kind} {} {number}", uncapital(procedure.title)))
        })
        .collect()
}

/// `số 33010001/BB-VPHC ngày 05 tháng 01 năm 2026`.
fn numbered(frame: &Signed) -> String {
    format!("số {} {}", bare(&frame.number.text), format_long(frame.at.date()))
}

/// The first letter small, within a sentence.
fn uncapital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}
