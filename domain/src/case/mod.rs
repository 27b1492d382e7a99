//! The case file (hồ sơ vụ việc): one inspection and what follows from it, as a pure state machine.
//!
//! [`decide`] takes the state, a command and the context (who, when, which law) and answers with an event or a
//! refusal with its article; [`CaseFile::apply`] folds an event into the state. Nothing here reads a clock, a
//! database or a current table: what a paper prints is in its event, as on the day of the paper.
//!
//! Must not know: storage, HTTP, forms as posted.

mod apply;
mod attachment;
mod by_hand;
mod command;
mod completeness;
mod deadlines;
mod decide;
mod event;
mod index;
mod joint;
mod paper;
mod past;
pub mod procedure;
mod records;
mod refusal;
mod tasks;
#[cfg(test)]
pub(crate) mod tests;

pub use attachment::*;
pub use by_hand::ByHand;
pub use command::*;
pub use completeness::{Check, Verdict, completeness};
pub(crate) use deadlines::decision_deadline;
pub use deadlines::{deadlines, next_deadline};
pub use decide::{Ask, decide, issuing_unit, required_series};
pub use event::*;
pub use index::{Awaiting, CaseIndex};
pub use joint::{Common, JointDecision, JointRecord, MAX_TOGETHER, Together, decide_together};
pub use paper::LEGAL_BASIS;
pub(crate) use procedure::running_seizure;
use records::value_of_act;
pub use records::*;
pub use refusal::{FieldError, Refusal};
pub use tasks::{Task, TaskStatus, tasks};

use crate::authority::Actor;
use crate::calendar::WorkCalendar;
use crate::catalogue::Catalogue;
use crate::unit::{UnitId, UnitPath, UnitSnapshot};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Stable identifier of a case file; chosen before the first write, so that a form posted twice opens one case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CaseId(pub Uuid);

impl std::fmt::Display for CaseId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

/// Where a case stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// The inspection decision is drafted and waits for a signature.
    InspectionProposed,
    /// The inspection decision is signed; the inspection may be announced and carried out.
    InspectionDecided,
    /// The inspection record is made, without a violation; the issuer concludes.
    InspectionRecordedClean,
    /// The inspection record is made and found signs of a violation; the violation record is due.
    InspectionRecordedViolation,
    /// The violation record is made; explanation and proposal follow.
    ViolationRecorded,
    /// The sanction decision is drafted and waits for a competent signature.
    SanctionProposed,
    /// The sanction decision is signed and numbered; it must be served.
    SanctionDecided,
    /// The decision is served; the violator carries it out.
    Served,
    /// After the inspection, facts are verified before a conclusion (PL QLTT Điều 27).
    Verifying,
    /// Exhibits are confiscated or remedies ordered without a sanction (Luật XLVPHC Điều 65).
    Unsanctioned,
    /// The file is with the criminal authorities; its clocks stand still (Luật XLVPHC Điều 62).
    Criminal,
    /// Another body has the file.
    Transferred,
    /// Every part is carried out and the file is closed; or closed without a violation.
    Closed,
    /// The closed file is in the archive.
    Archived,
}

impl Stage {
    pub const ALL: [Stage; 14] = [
        Self::InspectionProposed,
        Self::InspectionDecided,
        Self::InspectionRecordedClean,
        Self::InspectionRecordedViolation,
        Self::Verifying,
        Self::ViolationRecorded,
        Self::SanctionProposed,
        Self::SanctionDecided,
        Self::Served,
        Self::Unsanctioned,
        Self::Criminal,
        Self::Transferred,
        Self::Closed,
        Self::Archived,
    ];

    /// Stable key, as stored and as used in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::InspectionProposed => "cho-ky-kiem-tra",
            Self::InspectionDecided => "dang-kiem-tra",
            Self::InspectionRecordedClean => "kiem-tra-khong-vi-pham",
            Self::InspectionRecordedViolation => "cho-bien-ban-vi-pham",
            Self::ViolationRecorded => "dang-xu-ly",
            Self::SanctionProposed => "cho-ky-xu-phat",
            Self::SanctionDecided => "cho-giao-quyet-dinh",
            Self::Served => "dang-thi-hanh",
            Self::Verifying => "dang-xac-minh",
            Self::Unsanctioned => "khong-xu-phat",
            Self::Criminal => "chuyen-hinh-su",
            Self::Transferred => "da-chuyen",
            Self::Closed => "da-ket-thuc",
            Self::Archived => "da-luu-tru",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|stage| stage.key() == key)
    }

    /// Status in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::InspectionProposed => "Chờ ký quyết định kiểm tra",
            Self::InspectionDecided => "Đang kiểm tra",
            Self::InspectionRecordedClean => "Đã kiểm tra, không vi phạm",
            Self::InspectionRecordedViolation => "Chờ lập biên bản vi phạm",
            Self::ViolationRecorded => "Đang xử lý vi phạm",
            Self::SanctionProposed => "Chờ ký quyết định xử phạt",
            Self::SanctionDecided => "Chờ giao quyết định",
            Self::Served => "Đang thi hành",
            Self::Verifying => "Đang thẩm tra, xác minh",
            Self::Unsanctioned => "Đang xử lý, không xử phạt",
            Self::Criminal => "Đang ở cơ quan tố tụng hình sự",
            Self::Transferred => "Đã chuyển cơ quan khác",
            Self::Closed => "Đã kết thúc",
            Self::Archived => "Đã nộp lưu",
        }
    }
}

/// The whole case as one document: current state, each part a snapshot of its paper.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct CaseFile {
    pub id: CaseId,
    /// Short reference officers quote, e.g. `33-03/2026/0042`.
    pub code: String,
    /// Number of events so far; the version a form was filled in against.
    pub version: u32,
    pub stage: Stage,
    pub unit: UnitId,
    pub path: UnitPath,
    pub province: UnitId,
    pub opened_at: Timestamp,
    pub inspection: InspectionDraft,
    pub inspection_decision: Option<Signed>,
    pub inspection_record: Option<Recorded<InspectionRecord>>,
    pub conclusion: Option<Conclusion>,
    /// His part of a violation record, written and waiting to be recorded in common with others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prepared: Option<Box<DraftViolation>>,
    pub violation: Option<Recorded<ViolationRecord>>,
    pub explanations: Vec<Explanation>,
    pub proposal: Option<SanctionProposal>,
    /// Why the last proposal was returned, until the next one.
    pub returned: Option<Returned>,
    pub decision: Option<SanctionDecision>,
    pub service: Option<Service>,
    pub payments: Vec<Payment>,
    pub executions: Vec<Execution>,
    pub closed: Option<Conclusion>,
    /// Procedures carried out beside the main line, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<procedure::Done>,
    /// Violation records that were cancelled and made anew.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancelled_records: Vec<Recorded<ViolationRecord>>,
    /// Sanction decisions that were cancelled.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancelled_decisions: Vec<SanctionDecision>,
    /// How much of the fine was reduced, remitted or is no longer executed.
    #[serde(default, skip_serializing_if = "no_money")]
    pub relieved: crate::money::Dong,
    /// Files attached to the case, withdrawn ones too, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub attachments: Vec<Attachment>,
    /// Papers that were signed by hand before they were entered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_hand: Vec<ByHand>,
}

fn no_money(sum: &crate::money::Dong) -> bool {
    sum.0 == 0
}

/// Everything [`decide`] may look at besides the state and the command.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    pub actor: &'a Actor,
    /// The moment of the act; the caller's clock.
    pub now: Timestamp,
    /// Head of the unit whose paper this is (see [`issuing_unit`]), as it stands today.
    pub issuer: &'a UnitSnapshot,
    pub catalogue: &'a Catalogue,
    pub calendar: &'a WorkCalendar,
    /// The number drawn for the paper when [`required_series`] asked for one.
    pub number: Option<&'a PaperNumber>,
}

impl Context<'_> {
    /// Local time in Vietnam (UTC+7), to the minute as papers give it: what is signed and what is written down in the
    /// same minute is not out of order.
    pub fn local(&self) -> DateTime {
        let at = crate::calendar::to_local(self.now);
        at.date().at(at.hour(), at.minute(), 0, 0)
    }

    /// Local date in Vietnam.
    pub fn today(&self) -> Date {
        self.local().date()
    }
}

impl CaseFile {
    /// Sum of fines paid so far.
    pub fn paid(&self) -> crate::money::Dong {
        crate::money::Dong(self.payments.iter().map(|payment| payment.amount.0).sum())
    }

    /// What is still owed of the decided fine.
    pub fn owed(&self) -> crate::money::Dong {
        let fine = self.decision.as_ref().map_or(0, |decision| decision.total_fine.0);
        crate::money::Dong((fine - self.relieved.0 - self.paid().0).max(0))
    }

    /// Who carries the case: he who accepted it last; before a hand-over, the leader of the inspection.
    pub fn responsible(&self) -> &crate::officer::OfficerSnapshot {
        self.last("tiep-nhan-ban-giao").map_or(&self.inspection.leader, |done| &done.by)
    }

    /// Whether the case began without an inspection: found on duty, or handed over by another force.
    pub fn found_without_inspection(&self) -> bool {
        self.inspection.kind == InspectionKind::Detected
    }

    /// The violation record at the prices its exhibits were valued at since, with the amounts that follow from them
    /// (Luật XLVPHC Điều 60).
    pub fn record_now(&self) -> Option<ViolationRecord> {
        let mut record = self.violation.as_ref()?.content.clone();
        let now = self.exhibits_now();
        for (index, act) in record.acts.iter_mut().enumerate() {
            let recorded = value_of_act(&record.exhibits, index).filter(|value| value.0 > 0);
            if recorded.is_some_and(|value| act.input.amount == Some(value.0)) {
                act.input.amount = value_of_act(&now, index).map(|value| value.0);
            }
        }
        record.exhibits = now;
        Some(record)
    }

    /// Whether the offender has asked for, or made, an explanation.
    pub fn explanation_used(&self) -> bool {
        self.explanations.iter().any(|explanation| explanation.kind != ExplanationKind::Waived)
    }

    /// Parts of the decision that are not carried out yet, in words.
    pub fn open_parts(&self) -> Vec<ExecutionPart> {
        let Some(decision) = &self.decision else { return Vec::new() };
        let done = |part: ExecutionPart| self.executions.iter().any(|execution| execution.part == part);
        let mut open = Vec::new();
        if self.owed().0 > 0 {
            open.push(ExecutionPart::Fine);
        }
        let taken = self.holds(procedure::Fact::Confiscated) && self.holds(procedure::Fact::Disposed);
        if decision.content.confiscate && !done(ExecutionPart::Confiscation) && !taken {
            open.push(ExecutionPart::Confiscation);
        }
        if !decision.content.supplementary.is_empty() && !done(ExecutionPart::Supplementary) {
            open.push(ExecutionPart::Supplementary);
        }
        if !decision.content.remedies.is_empty() && !done(ExecutionPart::Remedies) {
            open.push(ExecutionPart::Remedies);
        }
        open
    }
}
