//! What can be asked of a task, and what happened to it.

use super::{About, Addressee, Campaign, Parent, TaskKind, TaskRef};
use crate::calendar::format_date;
use crate::catalogue::Field;
use crate::officer::OfficerSnapshot;
use crate::unit::{UnitId, UnitPath};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A new task of the actor's own unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewTask {
    /// Chosen before the first write, so that a form posted twice gives one task.
    pub id: Uuid,
    /// Drawn by the store from the unit's yearly count.
    pub code: String,
    pub kind: TaskKind,
    pub title: String,
    pub content: String,
    pub field: Option<Field>,
    pub about: Option<About>,
    pub campaign: Option<Campaign>,
    pub due: Date,
    /// What it passes on.
    pub parent: Option<Parent>,
    pub unit: UnitId,
    pub path: UnitPath,
    pub province: UnitId,
    pub unit_name: String,
    pub to: Vec<Addressee>,
}

/// A command on an existing task, or on one part of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TaskCommand {
    /// The addressee takes his part.
    Accept,
    /// He asks back instead.
    AskBack { reason: String },
    /// The giver answers what was asked back: the part waits to be taken again.
    Explain { words: String },
    /// The addressee says how far he is.
    Progress { percent: Option<u8>, words: String },
    /// He reports the result.
    Report { result: String },
    /// The giver accepts the result.
    AcceptResult { words: String },
    /// He returns it.
    ReturnResult { reason: String },
    /// The part was passed on as a task of its own; the store asks this with that task.
    PassOn { child: TaskRef },
    /// The giver takes a part back, or everything that is not done.
    Withdraw { reason: String },
    /// He sets another day for what is not done.
    Reschedule { due: Date, reason: String },
}

impl TaskCommand {
    /// Whether it concerns one part rather than the whole task.
    pub const fn is_of_part(&self) -> bool {
        match self {
            Self::Accept
            | Self::AskBack { .. }
            | Self::Explain { .. }
            | Self::Progress { .. }
            | Self::Report { .. }
            | Self::AcceptResult { .. }
            | Self::ReturnResult { .. }
            | Self::PassOn { .. } => true,
            Self::Withdraw { .. } | Self::Reschedule { .. } => false,
        }
    }
}

/// One event with who and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskEvent {
    /// Position in the task, from 1.
    pub seq: u32,
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    pub by_unit: UnitId,
    /// The part it concerns; all that are open, without one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part: Option<u32>,
    pub body: TaskEventBody,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum TaskEventBody {
    TaskGiven { task: Box<NewTask> },
    PartAccepted,
    PartAskedBack { reason: String },
    PartExplained { words: String },
    PartProgressed { percent: Option<u8>, words: String },
    PartReported { result: String },
    ResultAccepted { words: String },
    ResultReturned { reason: String },
    PartPassedOn { child: TaskRef },
    TaskWithdrawn { reason: String },
    TaskRescheduled { due: Date, reason: String },
}

impl TaskEventBody {
    /// Stable key, as stored beside the body.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::TaskGiven { .. } => "task-given",
            Self::PartAccepted => "part-accepted",
            Self::PartAskedBack { .. } => "part-asked-back",
            Self::PartExplained { .. } => "part-explained",
            Self::PartProgressed { .. } => "part-progressed",
            Self::PartReported { .. } => "part-reported",
            Self::ResultAccepted { .. } => "result-accepted",
            Self::ResultReturned { .. } => "result-returned",
            Self::PartPassedOn { .. } => "part-passed-on",
            Self::TaskWithdrawn { .. } => "task-withdrawn",
            Self::TaskRescheduled { .. } => "task-rescheduled",
        }
    }

    /// Line of the timeline; `to` is the addressee it concerns.
    pub fn title(&self, to: Option<&str>) -> String {
        let of = to.map_or_else(String::new, |name| format!(" ({name})"));
        match self {
            Self::TaskGiven { task } => format!("Giao việc {}", task.code),
            Self::PartAccepted => format!("Tiếp nhận{of}"),
            Self::PartAskedBack { .. } => format!("Hỏi lại người giao{of}"),
            Self::PartExplained { .. } => format!("Trả lời nội dung hỏi lại{of}"),
            Self::PartProgressed { percent: Some(percent), .. } => format!("Báo cáo tiến độ {percent}%{of}"),
            Self::PartProgressed { percent: None, .. } => format!("Báo cáo tiến độ{of}"),
            Self::PartReported { .. } => format!("Báo cáo kết quả{of}"),
            Self::ResultAccepted { .. } => format!("Chấp nhận kết quả{of}"),
            Self::ResultReturned { .. } => format!("Trả lại kết quả{of}"),
            Self::PartPassedOn { child } => format!("Giao tiếp thành {}{of}", child.code),
            Self::TaskWithdrawn { .. } => format!("Thu hồi{of}"),
            Self::TaskRescheduled { due, .. } => format!("Đổi hạn thành {}", format_date(*due)),
        }
    }

    /// More of it, where there is more to say.
    pub fn details(&self) -> Option<String> {
        let words = match self {
            Self::TaskGiven { task } => {
                let names: Vec<&str> = task.to.iter().map(Addressee::name).collect();
                format!("Giao cho: {}. Hạn {}", names.join(", "), format_date(task.due))
            }
            Self::PartAccepted => String::new(),
            Self::PartPassedOn { child } => child.title.clone(),
            Self::PartAskedBack { reason }
            | Self::ResultReturned { reason }
            | Self::TaskWithdrawn { reason }
            | Self::TaskRescheduled { reason, .. } => reason.clone(),
            Self::PartExplained { words } | Self::PartProgressed { words, .. } | Self::ResultAccepted { words } => {
                words.clone()
            }
            Self::PartReported { result } => result.clone(),
        };
        (!words.is_empty()).then_some(words)
    }
}
