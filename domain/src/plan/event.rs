//! What can be asked of a plan, and what happened to it.

use super::{APPROVAL_LABEL, Cancelled, Orientation, PlanItem};
use crate::authority::Action;
use crate::calendar::format_date;
use crate::case::{InspectionKind, Signed};
use crate::officer::OfficerSnapshot;
use crate::unit::{UnitId, UnitPath, UnitSnapshot};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A new plan of the actor's own unit, without items yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewPlan {
    /// Chosen before the first write, so that a form posted twice drafts one plan.
    pub id: Uuid,
    /// Drawn by the store from the unit's yearly count.
    pub code: String,
    pub unit: UnitId,
    pub path: UnitPath,
    pub province: UnitId,
    /// Head of the unit's papers on the day the plan was drafted.
    pub issuer: UnitSnapshot,
    pub kind: InspectionKind,
    pub year: i16,
    pub title: String,
    pub orientation: Orientation,
}

/// A command on an existing plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PlanCommand {
    /// Writes title and ground anew.
    Restate {
        title: String,
        orientation: Orientation,
    },
    AddItem {
        item: Box<PlanItem>,
    },
    RemoveItem {
        item: Uuid,
    },
    /// Puts the plan, or the amendment, before the head above the unit.
    Submit,
    /// The head sends it back.
    Return {
        reason: String,
    },
    /// The head approves it: it is in force.
    Approve,
    /// The unit begins to write an amendment of an approved plan.
    Amend {
        reason: String,
    },
    /// The head takes an approved item out of the plan.
    CancelItem {
        item: Uuid,
        reason: String,
    },
}

impl PlanCommand {
    /// The permission the command needs.
    pub const fn action(&self) -> Action {
        match self {
            Self::Restate { .. }
            | Self::AddItem { .. }
            | Self::RemoveItem { .. }
            | Self::Submit
            | Self::Amend { .. } => Action::DraftPlan,
            Self::Return { .. } | Self::Approve | Self::CancelItem { .. } => Action::ApprovePlan,
        }
    }
}

/// One event with who and when.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlanEvent {
    /// Position in the plan, from 1.
    pub seq: u32,
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    pub by_unit: UnitId,
    pub body: PlanEventBody,
}

/// What happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PlanEventBody {
    PlanDrafted { plan: Box<NewPlan> },
    PlanRestated { title: String, orientation: Orientation },
    ItemAdded { item: Box<PlanItem> },
    ItemRemoved { item: Uuid, party: String },
    PlanSubmitted,
    PlanReturned { reason: String },
    PlanApproved { frame: Box<Signed> },
    AmendmentBegun { reason: String },
    ItemCancelled { cancelled: Cancelled, party: String },
}

impl PlanEventBody {
    /// Stable key, as stored beside the body.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::PlanDrafted { .. } => "plan-drafted",
            Self::PlanRestated { .. } => "plan-restated",
            Self::ItemAdded { .. } => "item-added",
            Self::ItemRemoved { .. } => "item-removed",
            Self::PlanSubmitted => "plan-submitted",
            Self::PlanReturned { .. } => "plan-returned",
            Self::PlanApproved { .. } => "plan-approved",
            Self::AmendmentBegun { .. } => "amendment-begun",
            Self::ItemCancelled { .. } => "item-cancelled",
        }
    }

    /// Line of the timeline.
    pub fn title(&self) -> String {
        match self {
            Self::PlanDrafted { plan } => format!("Lập kế hoạch {}", plan.code),
            Self::PlanRestated { .. } => "Sửa tên, căn cứ của kế hoạch".to_owned(),
            Self::ItemAdded { item } => format!("Thêm {} ({})", item.party.name, item.when.label()),
            Self::ItemRemoved { party, .. } => format!("Bỏ {party}"),
            Self::PlanSubmitted => "Trình phê duyệt kế hoạch".to_owned(),
            Self::PlanReturned { .. } => "Trả lại kế hoạch".to_owned(),
            Self::PlanApproved { frame } => format!("{APPROVAL_LABEL} số {}", frame.number.text),
            Self::AmendmentBegun { .. } => "Soạn điều chỉnh kế hoạch".to_owned(),
            Self::ItemCancelled { party, .. } => format!("Hủy mục {party}"),
        }
    }

    /// More of it, where there is more to say.
    pub fn details(&self) -> Option<String> {
        match self {
            Self::PlanDrafted { plan } => Some(plan.title.clone()),
            Self::PlanRestated { title, orientation } => Some(format!(
                "{title}; định hướng số {} ngày {}",
                orientation.number,
                format_date(orientation.signed_on)
            )),
            Self::ItemAdded { item } => Some(item.contents.join("\n")),
            Self::PlanReturned { reason } | Self::AmendmentBegun { reason } => Some(reason.clone()),
            Self::ItemCancelled { cancelled, .. } => Some(cancelled.reason.clone()),
            Self::ItemRemoved { .. } | Self::PlanSubmitted | Self::PlanApproved { .. } => None,
        }
    }

    /// The decision it made, if it made one.
    pub fn frame(&self) -> Option<&Signed> {
        match self {
            Self::PlanApproved { frame } => Some(frame),
            Self::PlanDrafted { .. }
            | Self::PlanRestated { .. }
            | Self::ItemAdded { .. }
            | Self::ItemRemoved { .. }
            | Self::PlanSubmitted
            | Self::PlanReturned { .. }
            | Self::AmendmentBegun { .. }
            | Self::ItemCancelled { .. } => None,
        }
    }
}
