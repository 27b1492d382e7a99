//! What a plan is late with, and until when the head decides: told, never in the way.

use super::{InspectionPlan, PlanState};
use crate::calendar::{WorkCalendar, format_date};
use crate::case::InspectionKind;
use crate::law::deadline::{Deadline, deadline};
use crate::statute::{Citation, Length, deadline_rule};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// Something that should have been earlier; it stops nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanWarning {
    /// Vietnamese sentence.
    pub message: String,
    pub citation: Citation,
}

/// The day before which something of a plan of `year` had to happen in the year before it.
fn before(id: &str, year: i16) -> Option<(Date, Citation)> {
    let rule = deadline_rule(id, Date::new(year.checked_sub(1)?, 1, 1).ok()?)?;
    let Length::Before { month, day } = rule.length else { return None };
    Some((Date::new(year.checked_sub(1)?, month, day).ok()?, rule.citation()))
}

/// Until when the head decides a team's thematic plan that waits for him (D-71c); nothing runs for another plan.
pub fn decision_due(plan: &InspectionPlan, calendar: &WorkCalendar) -> Option<Deadline> {
    let waits = plan.state == PlanState::Submitted && plan.kind == InspectionKind::Thematic && plan.is_teams();
    let submitted = plan.submitted.as_ref().filter(|_| waits)?;
    deadline("D-71c", submitted.at, calendar)
}

/// What is late about a plan at a moment.
pub fn warnings(plan: &InspectionPlan, now: DateTime, calendar: &WorkCalendar) -> Vec<PlanWarning> {
    let mut found = Vec::new();
    let periodic = plan.kind == InspectionKind::Periodic && plan.revisions.is_empty();
    if let Some((limit, citation)) = before("D-71", plan.year).filter(|_| periodic)
        && plan.orientation.signed_on >= limit
    {
        let message = format!(
            "Định hướng chương trình kiểm tra năm {} ký ngày {}, sau thời hạn trước ngày {}.",
            plan.year,
            format_date(plan.orientation.signed_on),
            format_date(limit)
        );
        found.push(PlanWarning { message, citation });
    }
    let proposed = plan.submitted.as_ref().map_or(now.date(), |submitted| submitted.at.date());
    if let Some((limit, citation)) = before("D-71b", plan.year).filter(|_| periodic)
        && proposed >= limit
    {
        let verb = if plan.submitted.is_some() { "đã trình ngày" } else { "chưa trình; hôm nay là ngày" };
        let message = format!(
            "Kế hoạch năm {} phải đề xuất trước ngày {}, {verb} {}.",
            plan.year,
            format_date(limit),
            format_date(proposed)
        );
        found.push(PlanWarning { message, citation });
    }
    if let Some(due) = decision_due(plan, calendar).filter(|due| due.lapsed(now)) {
        let message = format!(
            "Quá thời hạn {} để quyết định kế hoạch chuyên đề: đến {}.",
            due.length,
            format_date(due.due.date())
        );
        found.push(PlanWarning { message, citation: due.citation });
    }
    found
}
