//! What can be asked of a case: verbs with parsed values.

use super::records::*;
use super::{AttachmentKind, CaseId, EventBody, NewAttachment};
use crate::unit::{UnitId, UnitPath};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Opens a case by proposing an inspection decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpenCase {
    pub id: CaseId,
    /// Short reference, drawn by the store from the unit's yearly count.
    pub code: String,
    pub unit: UnitId,
    pub path: UnitPath,
    pub province: UnitId,
    pub inspection: InspectionDraft,
}

/// A command on an existing case.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Command {
    /// A leader signs the inspection decision as proposed.
    SignInspectionDecision,
    RecordInspection(InspectionRecord),
    /// The issuer concludes that there is no violation; the file closes.
    ConcludeInspection {
        note: String,
    },
    /// Writes one violator's part of a record that will be made in common with others.
    PrepareViolation(DraftViolation),
    RecordViolation(DraftViolation),
    RecordExplanation(Explanation),
    ProposeSanction(SanctionContent),
    ReturnProposal {
        reason: String,
    },
    SignSanction,
    RecordService(Service),
    RecordPayment(Payment),
    RecordExecution(Execution),
    CloseCase {
        note: String,
    },
    /// Carries out a procedure beside the main line.
    Proceed {
        /// Key of the procedure.
        key: String,
        answers: super::procedure::Answers,
    },
    /// Attaches a file whose bytes are kept already.
    Attach(Box<NewAttachment>),
    /// Takes an attached file out of what counts, with the reason.
    WithdrawAttachment {
        /// Position of the event that attached it.
        seq: u32,
        reason: String,
    },
}

/// A violation record as written by the officer: the law's answer is added by the machine, never posted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DraftViolation {
    pub made_at: DateTime,
    pub place: String,
    pub acts: Vec<RecordedAct>,
    pub exhibits: Vec<Exhibit>,
    pub representative: String,
    pub party_opinion: String,
    pub witness: Option<String>,
    pub signature: PartySignature,
    /// Birth date of the person sanctioned, needed for minors.
    pub birth_date: Option<Date>,
}

impl Command {
    /// The permission the command needs.
    pub fn action(&self) -> crate::authority::Action {
        use crate::authority::Action as A;
        match self {
            Self::SignInspectionDecision => A::SignInspectionDecision,
            Self::RecordInspection(_) => A::RecordInspection,
            Self::ConcludeInspection { .. } => A::ConcludeInspection,
            Self::PrepareViolation(_) | Self::RecordViolation(_) => A::RecordViolation,
            Self::RecordExplanation(_) => A::RecordExplanation,
            Self::ProposeSanction(_) => A::ProposeSanction,
            Self::ReturnProposal { .. } => A::ReturnProposal,
            Self::SignSanction => A::SignSanction,
            Self::RecordService(_) => A::RecordService,
            Self::RecordPayment(_) => A::RecordPayment,
            Self::RecordExecution(_) => A::RecordExecution,
            Self::CloseCase { .. } => A::CloseCase,
            Self::Proceed { key, .. } => super::procedure::find(key).map_or(A::RecordProcedure, |found| found.action),
            Self::Attach(_) | Self::WithdrawAttachment { .. } => A::AttachFile,
        }
    }

    /// Whether the form of this command still means the same after an event it was filled in before.
    ///
    /// Files come and go beside every step, and nothing on a form rests on them: two officers upload at once, and a
    /// record that is being written does not wait for photos. What is attached names its paper by number and what is
    /// withdrawn by position, so only a photo of an exhibit, named by its place in a list, hangs on the rest.
    pub fn survives(&self, event: &EventBody) -> bool {
        match self {
            Self::Attach(new) if !matches!(new.kind, AttachmentKind::Exhibit { .. }) => true,
            Self::WithdrawAttachment { .. } => true,
            _ => matches!(event, EventBody::AttachmentAdded { .. } | EventBody::AttachmentWithdrawn { .. }),
        }
    }
}
