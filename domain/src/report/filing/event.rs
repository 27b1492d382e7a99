//! What can be asked of a report, and what happened to it.

use super::{Edition, Occasion};
use crate::authority::Action;
use crate::calendar::Period;
use crate::case::Signed;
use crate::officer::OfficerSnapshot;
use crate::organisation::Basis;
use crate::unit::{UnitId, UnitPath};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A new report of the actor's own unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewFiling {
    /// Chosen before the first write, so that a form posted twice drafts one report.
    pub id: Uuid,
    pub unit: UnitId,
    pub path: UnitPath,
    pub definition: String,
    pub period: Period,
    pub occasion: Occasion,
    pub basis: Basis,
    /// Drafted from the figures.
    pub narrative: String,
}

/// A command on an existing report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FilingCommand {
    /// Writes its words anew.
    Write {
        narrative: String,
    },
    Check,
    /// Within the unit: back to whom has drafted it.
    SendBack {
        reason: String,
    },
    Sign,
    Send,
    /// By the unit above.
    Receive,
    /// By the unit above: back to the unit.
    Return {
        reason: String,
    },
}

impl FilingCommand {
    /// The permission the command needs; whoever may sign may also send back.
    pub const fn action(&self) -> Action {
        match self {
            Self::Write { .. } => Action::DraftReport,
            Self::Check | Self::SendBack { .. } => Action::CheckReport,
            Self::Sign => Action::SignReport,
            Self::Send => Action::SendReport,
            Self::Receive | Self::Return { .. } => Action::ReceiveReport,
        }
    }
}

/// One event with who and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct FilingEvent {
    /// Position in the report, from 1.
    pub seq: u32,
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    pub by_unit: UnitId,
    pub body: FilingEventBody,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FilingEventBody {
    Drafted { filing: Box<NewFiling> },
    Written { narrative: String },
    Checked,
    SentBack { reason: String },
    Signed { edition: Box<Edition> },
    Sent,
    Received,
    Returned { reason: String },
}

impl FilingEventBody {
    /// Stable key, as stored beside the body.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::Drafted { .. } => "drafted",
            Self::Written { .. } => "written",
            Self::Checked => "checked",
            Self::SentBack { .. } => "sent-back",
            Self::Signed { .. } => "signed",
            Self::Sent => "sent",
            Self::Received => "received",
            Self::Returned { .. } => "returned",
        }
    }

    /// Line of the timeline.
    pub fn title(&self) -> String {
        match self {
            Self::Drafted { .. } => "Lập dự thảo báo cáo".to_owned(),
            Self::Written { .. } => "Sửa thuyết minh".to_owned(),
            Self::Checked => "Kiểm tra, đồng ý trình ký".to_owned(),
            Self::SentBack { .. } => "Trả lại người soạn".to_owned(),
            Self::Signed { edition } if edition.number > 1 => {
                format!("Ký lại báo cáo số {} (bản thứ {})", edition.frame.number.text, edition.number)
            }
            Self::Signed { edition } => format!("Ký báo cáo số {}", edition.frame.number.text),
            Self::Sent => "Gửi cấp trên".to_owned(),
            Self::Received => "Cấp trên nhận báo cáo".to_owned(),
            Self::Returned { .. } => "Cấp trên trả lại báo cáo".to_owned(),
        }
    }

    /// More of it, where there is more to say.
    pub fn details(&self) -> Option<String> {
        match self {
            Self::SentBack { reason } | Self::Returned { reason } => Some(reason.clone()),
            Self::Signed { edition } => Some(format!(
                "Số liệu chốt theo {} sự kiện đầu tiên của hệ thống hồ sơ.",
                crate::money::group(edition.position)
            )),
            Self::Drafted { .. } | Self::Written { .. } | Self::Checked | Self::Sent | Self::Received => None,
        }
    }

    /// The signature it gave, if it gave one.
    pub fn frame(&self) -> Option<&Signed> {
        match self {
            Self::Signed { edition } => Some(&edition.frame),
            Self::Drafted { .. }
            | Self::Written { .. }
            | Self::Checked
            | Self::SentBack { .. }
            | Self::Sent
            | Self::Received
            | Self::Returned { .. } => None,
        }
    }
}
