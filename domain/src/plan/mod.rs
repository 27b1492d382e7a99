//! Inspection plans (kế hoạch kiểm tra): whom a unit will inspect in a year, on what, when and by which team; drafted by
//! the unit, approved by the head above it, amended by new revisions (TT 27/2020/TT-BCT Điều 4, Điều 6; PL QLTT Điều 20).
//!
//! Built as [`crate::case`] is: [`decide`] takes the plan, a command and the context and answers with an event or a refusal
//! with its article; [`InspectionPlan::apply`] folds an event into the plan. What was approved is never changed: an amendment
//! is a revision of its own, and a cancelled item stays in the revision it was approved in.
//!
//! Must not know: storage, forms as posted, or how far the inspections of a plan have come: that follows from the cases.

mod apply;
mod decide;
mod event;
mod paper;
mod records;
mod warning;

#[cfg(test)]
mod tests;

pub use decide::{PlanAsk, decide, required_series};
pub use event::{NewPlan, PlanCommand, PlanEvent, PlanEventBody};
pub use records::*;
pub use warning::{PlanWarning, decision_due, warnings};

use crate::authority::Actor;
use crate::calendar::format_date;
use crate::case::{FieldError, InspectionDraft, InspectionKind, PaperNumber, Refusal, Returned, Signed};
use crate::catalogue::Mark;
use crate::law::LawRefusal;
use crate::officer::OfficerSnapshot;
use crate::statute::{Citation, deadline_rule};
use crate::unit::{UnitId, UnitPath, UnitSnapshot};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Abbreviated type of the decision that approves a plan (quyết định phê duyệt kế hoạch).
pub const APPROVAL_SYMBOL: &str = "QĐ-PDKH";

/// Vietnamese name of the decision that approves a plan.
pub const APPROVAL_LABEL: &str = "Quyết định phê duyệt kế hoạch kiểm tra";

/// Most items of one plan: beyond that it is no longer read as one paper.
pub const MAX_ITEMS: usize = 1_000;

/// Where a plan stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlanState {
    /// The unit writes it, or an amendment of it.
    Drafted,
    /// It waits for the head above the unit.
    Submitted,
    /// The head sent it back with a reason.
    Returned,
    /// Approved as first submitted.
    Approved,
    /// A later revision is approved.
    Amended,
}

impl PlanState {
    /// All states, in the order a plan goes through them.
    pub const ALL: [PlanState; 5] = [Self::Drafted, Self::Submitted, Self::Returned, Self::Approved, Self::Amended];

    /// Stable key, as stored and as used in addresses.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Drafted => "du-thao",
            Self::Submitted => "cho-phe-duyet",
            Self::Returned => "bi-tra-lai",
            Self::Approved => "da-phe-duyet",
            Self::Amended => "da-dieu-chinh",
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Status in words; says so where an amendment is under way.
    pub const fn words(self, amending: bool) -> &'static str {
        match (amending, self) {
            (true, Self::Drafted) => "Đang soạn điều chỉnh",
            (true, Self::Submitted) => "Điều chỉnh chờ phê duyệt",
            (true, Self::Returned) => "Điều chỉnh bị trả lại",
            (true | false, state) => state.label(),
        }
    }

    /// Status in words, where no amendment is under way.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Drafted => "Đang dự thảo",
            Self::Submitted => "Chờ phê duyệt",
            Self::Returned => "Bị trả lại",
            Self::Approved => "Đã phê duyệt",
            Self::Amended => "Đã phê duyệt điều chỉnh",
        }
    }
}

/// A plan with everything that was approved so far, as one document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct InspectionPlan {
    pub id: Uuid,
    /// Reference officers quote, e.g. `KH-33/2026/001`; drawn from the unit's yearly count.
    pub code: String,
    /// Number of events so far; the version a form was filled in against.
    pub version: u32,
    /// The unit that drafts it.
    pub unit: UnitId,
    pub path: UnitPath,
    pub province: UnitId,
    /// Head of the unit's papers on the day the plan was drafted.
    pub issuer: UnitSnapshot,
    /// Periodic or thematic, never another.
    pub kind: InspectionKind,
    pub year: i16,
    pub title: String,
    /// What the plan follows.
    pub orientation: Orientation,
    pub state: PlanState,
    pub drafted_by: OfficerSnapshot,
    pub drafted_at: Timestamp,
    /// Items as the unit has written them now; in force only once they are approved.
    pub items: Vec<PlanItem>,
    /// Reason of the amendment that is being written.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amendment: Option<String>,
    /// When it was last put before the head.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub submitted: Option<Submitted>,
    /// Why it was last returned, until it is submitted again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
    /// What was approved, the first first; the last is in force.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisions: Vec<Revision>,
    /// Approved items that will not be inspected.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cancelled: Vec<Cancelled>,
}

/// Everything [`decide`] may look at besides the plan and the command.
#[derive(Debug, Clone, Copy)]
pub struct PlanContext<'a> {
    pub actor: &'a Actor,
    /// The moment of the act; the caller's clock.
    pub now: Timestamp,
    /// Head of the papers of the actor's unit, as it stands today.
    pub issuer: &'a UnitSnapshot,
    /// The number drawn for the approval when [`required_series`] asked for one.
    pub number: Option<&'a PaperNumber>,
    /// What other plans in force have for the same year.
    pub elsewhere: &'a [PlannedElsewhere],
    /// Items of this plan from which a case was opened.
    pub opened: &'a [Uuid],
}

impl PlanContext<'_> {
    /// Local time in Vietnam, to the minute as papers give it.
    pub fn local(&self) -> DateTime {
        let at = crate::calendar::to_local(self.now);
        at.date().at(at.hour(), at.minute(), 0, 0)
    }

    /// Local date in Vietnam.
    pub fn today(&self) -> Date {
        self.local().date()
    }
}

/// Where the rules of plans stand: proposals, the superior's decision, amendments.
fn plan_article() -> Citation {
    Citation::new("Điều 6 Thông tư 27/2020/TT-BCT", Mark::Seen)
}

/// Where it stands that a plan inspects nobody twice a year on the same (D-03).
fn once_article(on: Date) -> Citation {
    deadline_rule("D-03", on).map_or_else(
        || Citation::new("khoản 1 Điều 20 Pháp lệnh Quản lý thị trường", Mark::Seen),
        crate::statute::DeadlineRule::citation,
    )
}

fn refused(code: &str, message: impl Into<String>) -> Refusal {
    Refusal::Law { refusal: LawRefusal::new(code, message, plan_article()) }
}

impl InspectionPlan {
    /// What is approved and holds now.
    pub fn in_force(&self) -> Option<&Revision> {
        self.revisions.last()
    }

    /// Why and when an item was cancelled, if it was.
    pub fn cancellation(&self, item: Uuid) -> Option<&Cancelled> {
        self.cancelled.iter().find(|cancelled| cancelled.item == item)
    }

    /// The approved items that are still to be inspected.
    pub fn live_items(&self) -> impl Iterator<Item = &PlanItem> {
        let approved = self.in_force().map_or(&[] as &[PlanItem], |revision| &revision.items);
        approved.iter().filter(|item| self.cancellation(item.id).is_none())
    }

    /// Whether the unit may change items now.
    pub fn is_open(&self) -> bool {
        matches!(self.state, PlanState::Drafted | PlanState::Returned)
    }

    /// Whether a team drafted it, rather than the provincial office.
    pub fn is_teams(&self) -> bool {
        self.unit != self.province
    }

    /// Status in words; says so where an amendment is under way.
    pub fn label(&self) -> &'static str {
        self.state.words(self.amendment.is_some())
    }

    /// The ground an inspection decision names: “Kế hoạch số … ngày …”, with the decisions that approved and amended it.
    pub fn basis(&self) -> Option<String> {
        let (first, last) = (&self.revisions.first()?.frame, &self.revisions.last()?.frame);
        let decided =
            |frame: &Signed| format!("Quyết định số {} ngày {}", frame.number.text, format_date(frame.at.date()));
        let on = format_date(first.at.date());
        let approved = format!("Kế hoạch số {} ngày {on}, phê duyệt tại {}", self.code, decided(first));
        Some(if self.revisions.len() > 1 {
            format!("{approved}, điều chỉnh tại {}", decided(last))
        } else {
            approved
        })
    }

    /// The part of an approved plan that concerns the units at and below a path: what a team sees of its province's plan.
    /// `None` when nothing is approved or nothing concerns them.
    pub fn part_of(&self, path: &UnitPath) -> Option<InspectionPlan> {
        let mut part = self.clone();
        for revision in &mut part.revisions {
            revision.items.retain(|item| path.covers(&item.path));
        }
        part.items = part.in_force()?.items.clone();
        if part.items.is_empty() {
            return None;
        }
        part.state = if self.revisions.len() > 1 { PlanState::Amended } else { PlanState::Approved };
        let ours: Vec<Uuid> = part.revisions.iter().flat_map(|kept| kept.items.iter().map(|item| item.id)).collect();
        part.cancelled.retain(|cancelled| ours.contains(&cancelled.item));
        (part.amendment, part.submitted, part.returned) = (None, None, None);
        Some(part)
    }

    /// Whether a case may be opened from an item: approved, not cancelled, of the actor's own team, in the plan's year, for
    /// the same party and kind, and the first one. `opened` are the items that have a case already.
    ///
    /// # Errors
    /// A [`Refusal`] with its article; `Hidden` for an item that is not in the plan.
    pub fn check_opening(
        &self,
        item: Uuid,
        draft: &InspectionDraft,
        actor: &Actor,
        today: Date,
        opened: &[Uuid],
    ) -> Result<(), Refusal> {
        let Some(revision) = self.in_force() else {
            return Err(refused(
                "plan-not-approved",
                format!("Kế hoạch {} chưa được phê duyệt nên chưa mở hồ sơ kiểm tra được.", self.code),
            ));
        };
        let planned = revision.items.iter().find(|planned| planned.id == item).ok_or(Refusal::Hidden)?;
        if planned.unit != actor.unit {
            return Err(refused(
                "plan-other-team",
                format!("Mục này giao cho {}; đơn vị được giao mở hồ sơ.", planned.unit_name),
            ));
        }
        if let Some(cancelled) = self.cancellation(item) {
            return Err(refused(
                "plan-item-cancelled",
                format!("Mục này đã hủy khỏi kế hoạch ({}). Không mở hồ sơ từ mục này được.", cancelled.reason),
            ));
        }
        if self.amendment.is_some() && !self.items.iter().any(|kept| kept.id == item) {
            return Err(refused(
                "plan-item-leaving",
                "Mục này đang được bỏ khỏi kế hoạch bằng một lần điều chỉnh. Chờ phê duyệt điều chỉnh.",
            ));
        }
        if today.year() != self.year {
            return Err(refused(
                "plan-other-year",
                format!("Kế hoạch {} của năm {}; chỉ kiểm tra theo kế hoạch trong năm đó.", self.code, self.year),
            ));
        }
        if opened.contains(&item) {
            return Err(Refusal::Law {
                refusal: LawRefusal::new(
                    "inspected-twice",
                    "Mục này đã có hồ sơ kiểm tra. Một năm chỉ kiểm tra theo kế hoạch một lần cùng nội dung, cùng đối tượng: mở hồ sơ đã có.",
                    once_article(today),
                ),
            });
        }
        let mut errors = Vec::new();
        if draft.party.id != planned.party.id {
            let message = format!("Mục kế hoạch là của {}. Chọn đúng đối tượng của mục.", planned.party.name);
            errors.push(FieldError::new("party", message));
        }
        if draft.kind != self.kind {
            let message = format!("Kiểm tra từ kế hoạch này là “{}”. Chọn lại hình thức.", self.kind.label());
            errors.push(FieldError::new("kind", message));
        }
        if errors.is_empty() { Ok(()) } else { Err(Refusal::Fields { errors }) }
    }
}
