//! What happened to a case, in the past tense. Events are the truth: the state, the papers, the report cells and
//! the timeline all follow from them.

use super::command::{Command, DraftViolation, OpenCase};
use super::records::*;
use crate::journal::Client;
use crate::officer::OfficerSnapshot;
use crate::unit::UnitId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One event with who and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Position in the case, from 1.
    pub seq: u32,
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    pub by_unit: UnitId,
    pub body: EventBody,
    /// The kind of browser it came from; nothing for what was done before this was kept.
    #[serde(default, skip_serializing_if = "Client::is_unknown")]
    pub client: Client,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum EventBody {
    CaseOpened(Box<OpenCase>),
    InspectionDecisionSigned {
        frame: Signed,
    },
    InspectionRecorded {
        record: Box<Recorded<InspectionRecord>>,
    },
    InspectionConcluded {
        conclusion: Conclusion,
    },
    /// The part of one violator was written, to be recorded in common with others.
    ViolationPrepared {
        draft: Box<DraftViolation>,
    },
    ViolationRecorded {
        record: Box<Recorded<ViolationRecord>>,
    },
    ExplanationRecorded {
        explanation: Explanation,
    },
    SanctionProposed {
        proposal: Box<SanctionProposal>,
    },
    ProposalReturned {
        returned: Returned,
    },
    SanctionDecided {
        decision: Box<SanctionDecision>,
    },
    DecisionServed {
        service: Service,
    },
    PaymentRecorded {
        payment: Payment,
    },
    ExecutionRecorded {
        execution: Execution,
    },
    CaseClosed {
        conclusion: Conclusion,
    },
    /// A procedure beside the main line was carried out.
    Proceeded {
        done: Box<super::procedure::Done>,
        /// The law's answer, where the procedure sanctions.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        assessment: Option<Box<crate::law::fine::Assessment>>,
    },
    AttachmentAdded {
        attachment: Box<super::Attachment>,
    },
    AttachmentWithdrawn {
        /// Position of the event that attached it.
        seq: u32,
        withdrawal: super::Withdrawal,
    },
}

impl EventBody {
    /// Stable key, as stored beside the body.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::CaseOpened(_) => "case-opened",
            Self::InspectionDecisionSigned { .. } => "inspection-decision-signed",
            Self::InspectionRecorded { .. } => "inspection-recorded",
            Self::InspectionConcluded { .. } => "inspection-concluded",
            Self::ViolationPrepared { .. } => "violation-prepared",
            Self::ViolationRecorded { .. } => "violation-recorded",
            Self::ExplanationRecorded { .. } => "explanation-recorded",
            Self::SanctionProposed { .. } => "sanction-proposed",
            Self::ProposalReturned { .. } => "proposal-returned",
            Self::SanctionDecided { .. } => "sanction-decided",
            Self::DecisionServed { .. } => "decision-served",
            Self::PaymentRecorded { .. } => "payment-recorded",
            Self::ExecutionRecorded { .. } => "execution-recorded",
            Self::CaseClosed { .. } => "case-closed",
            Self::Proceeded { .. } => "proceeded",
            Self::AttachmentAdded { .. } => "attachment-added",
            Self::AttachmentWithdrawn { .. } => "attachment-withdrawn",
        }
    }

    /// Line of the timeline.
    pub fn title(&self) -> String {
        match self {
            Self::CaseOpened(open) if open.inspection.kind == InspectionKind::Detected => {
                "Lập hồ sơ không qua kiểm tra".to_owned()
            }
            Self::CaseOpened(_) => "Trình ký quyết định kiểm tra, mở hồ sơ".to_owned(),
            Self::InspectionDecisionSigned { frame } => format!("Ký quyết định kiểm tra số {}", frame.number.text),
            Self::InspectionRecorded { record } => format!("Lập biên bản kiểm tra số {}", record.frame.number.text),
            Self::InspectionConcluded { .. } => "Kết luận kiểm tra: không vi phạm".to_owned(),
            Self::ViolationPrepared { .. } => "Chuẩn bị phần biên bản vi phạm hành chính để lập chung".to_owned(),
            Self::ViolationRecorded { record } => {
                let with = common(record.content.joint.iter().map(|part| part.code.as_str()));
                format!("Lập biên bản vi phạm hành chính số {}{with}", record.frame.number.text)
            }
            Self::ExplanationRecorded { explanation } => explanation.kind.label().to_owned(),
            Self::SanctionProposed { proposal } => {
                format!("Trình ký quyết định xử phạt, tổng mức phạt {}", proposal.total_fine)
            }
            Self::ProposalReturned { .. } => "Trả lại tờ trình".to_owned(),
            Self::SanctionDecided { decision } => {
                let with = common(decision.joint.iter().map(|part| part.code.as_str()));
                format!("Ký quyết định xử phạt số {}, phạt {}{with}", decision.frame.number.text, decision.total_fine)
            }
            Self::DecisionServed { service } => {
                format!("{} ngày {}", service.method.label(), crate::calendar::format_date(service.received_on))
            }
            Self::PaymentRecorded { payment } => format!("Nộp phạt {} (chứng từ {})", payment.amount, payment.receipt),
            Self::ExecutionRecorded { execution } => format!("Đã thi hành: {}", execution.part.label()),
            Self::CaseClosed { .. } => "Kết thúc hồ sơ".to_owned(),
            Self::Proceeded { done, .. } => {
                let title = done.procedure().map_or(done.key.as_str(), |procedure| procedure.title);
                match &done.frame {
                    Some(frame) => format!("{title}, số {}", frame.number.text),
                    None => title.to_owned(),
                }
            }
            Self::AttachmentAdded { attachment } => format!("Đính kèm: {}", attachment.title()),
            Self::AttachmentWithdrawn { seq, .. } => format!("Rút tài liệu đính kèm ở mục {seq}"),
        }
    }

    /// Further words of the timeline, or nothing.
    pub fn details(&self) -> Option<&str> {
        let text = match self {
            Self::CaseOpened(open) => open.inspection.basis.as_str(),
            Self::InspectionRecorded { record } => record.content.findings.as_str(),
            Self::InspectionConcluded { conclusion } | Self::CaseClosed { conclusion } => conclusion.note.as_str(),
            Self::ExplanationRecorded { explanation } => explanation.content.as_str(),
            Self::SanctionProposed { proposal } => proposal.content.grounds.as_str(),
            Self::ProposalReturned { returned } => returned.reason.as_str(),
            Self::ExecutionRecorded { execution } => execution.note.as_str(),
            Self::Proceeded { done, .. } => {
                done.answers.text("reason").or(done.answers.text("note")).unwrap_or_default()
            }
            Self::AttachmentAdded { attachment } => attachment.file.caption.as_str(),
            Self::AttachmentWithdrawn { withdrawal, .. } => withdrawal.reason.as_str(),
            Self::InspectionDecisionSigned { .. }
            | Self::ViolationPrepared { .. }
            | Self::ViolationRecorded { .. }
            | Self::SanctionDecided { .. }
            | Self::DecisionServed { .. }
            | Self::PaymentRecorded { .. } => return None,
        };
        (!text.is_empty()).then_some(text)
    }

    /// The paper the event made, if any.
    pub const fn paper(&self) -> Option<PaperKind> {
        match self {
            Self::InspectionDecisionSigned { .. } => Some(PaperKind::InspectionDecision),
            Self::InspectionRecorded { .. } => Some(PaperKind::InspectionRecord),
            Self::ViolationRecorded { .. } => Some(PaperKind::ViolationRecord),
            Self::SanctionDecided { .. } => Some(PaperKind::SanctionDecision),
            Self::CaseOpened(_)
            | Self::InspectionConcluded { .. }
            | Self::ViolationPrepared { .. }
            | Self::ExplanationRecorded { .. }
            | Self::SanctionProposed { .. }
            | Self::ProposalReturned { .. }
            | Self::DecisionServed { .. }
            | Self::PaymentRecorded { .. }
            | Self::ExecutionRecorded { .. }
            | Self::CaseClosed { .. }
            | Self::Proceeded { .. }
            | Self::AttachmentAdded { .. }
            | Self::AttachmentWithdrawn { .. } => None,
        }
    }

    /// Whether the event is what a command of this kind makes, whatever it says.
    pub fn makes(&self, command: &Command) -> bool {
        match (command, self) {
            (Command::RecordInspection(_), Self::InspectionRecorded { .. })
            | (Command::PrepareViolation(_), Self::ViolationPrepared { .. })
            | (Command::RecordViolation(_), Self::ViolationRecorded { .. }) => true,
            (Command::Proceed { key, .. }, Self::Proceeded { done, .. }) => done.key == *key,
            _ => false,
        }
    }

    /// Whether the event made its part of a paper over several violators.
    pub fn is_common(&self) -> bool {
        match self {
            Self::ViolationRecorded { record } => !record.content.joint.is_empty(),
            Self::SanctionDecided { decision } => !decision.joint.is_empty(),
            _ => false,
        }
    }

    /// The frame of the paper the event made, whichever kind it is.
    pub fn frame(&self) -> Option<&Signed> {
        match self {
            Self::InspectionDecisionSigned { frame } => Some(frame),
            Self::InspectionRecorded { record } => Some(&record.frame),
            Self::ViolationRecorded { record } => Some(&record.frame),
            Self::SanctionDecided { decision } => Some(&decision.frame),
            Self::Proceeded { done, .. } => done.frame.as_ref(),
            Self::CaseOpened(_)
            | Self::InspectionConcluded { .. }
            | Self::ViolationPrepared { .. }
            | Self::ExplanationRecorded { .. }
            | Self::SanctionProposed { .. }
            | Self::ProposalReturned { .. }
            | Self::DecisionServed { .. }
            | Self::PaymentRecorded { .. }
            | Self::ExecutionRecorded { .. }
            | Self::CaseClosed { .. }
            | Self::AttachmentAdded { .. }
            | Self::AttachmentWithdrawn { .. } => None,
        }
    }
}

/// With which other files a paper is shared, as the timeline says it; nothing for a paper of one.
fn common<'a>(codes: impl Iterator<Item = &'a str>) -> String {
    let codes: Vec<&str> = codes.collect();
    if codes.is_empty() { String::new() } else { format!(", chung với hồ sơ {}", codes.join(", ")) }
}
