//! One plan told event by event, as one file a person can read: what happened, where the plan stands, what is in force, and
//! what is late.

use super::*;
use crate::calendar::{format_at, format_short, to_local};
use std::fmt::Write as _;

fn tell(history: &[PlanEvent], out: &mut String) -> std::fmt::Result {
    let mut told: Option<InspectionPlan> = None;
    for event in history {
        let plan = match told.take() {
            None => InspectionPlan::open(event).expect("the first event drafts"),
            Some(mut plan) => {
                plan.apply(event);
                plan
            }
        };
        let body = &event.body;
        writeln!(out, "## {}. {} `{}`\n", event.seq, body.title(), body.key())?;
        writeln!(out, "- {}: {} – {}", format_short(to_local(event.at)), event.by.full_name, event.by.title)?;
        if let Some(details) = body.details() {
            writeln!(out, "- {}", details.replace('\n', "; "))?;
        }
        writeln!(out, "- bước: {} (`{}`)", plan.label(), plan.state.key())?;
        if let Some(due) = decision_due(&plan, WorkCalendar::embedded()) {
            writeln!(out, "- thời hạn: {}, {}, đến {} ({})", due.name, due.length, format_at(due.due), due.citation)?;
        }
        for warning in warnings(&plan, to_local(event.at), WorkCalendar::embedded()) {
            writeln!(out, "- lưu ý: {} ({})", warning.message, warning.citation)?;
        }
        for item in &plan.items {
            let cancelled = plan.cancellation(item.id).map_or("", |_| " – đã hủy");
            let (name, contents) = (&item.party.name, item.contents.join("; "));
            writeln!(out, "  - soạn: {name}: {contents}; {}; {}{cancelled}", item.when.label(), item.unit_name)?;
        }
        if let Some(revision) = plan.in_force() {
            let live: Vec<_> = plan.live_items().map(|item| item.party.name.as_str()).collect();
            let why = if revision.reason.is_empty() { String::new() } else { format!(" ({})", revision.reason) };
            writeln!(out, "  - hiệu lực: bản {}{why}: {}", revision.number, live.join(", "))?;
        }
        if let Some(basis) = plan.basis() {
            writeln!(out, "- căn cứ: {basis}")?;
        }
        writeln!(out)?;
        told = Some(plan);
    }
    Ok(())
}

#[test]
fn a_plan_event_by_event() {
    let (leader, head) = (leader(), head());
    let mut story = Story::drafted(InspectionKind::Periodic, date(2025, 12, 2).at(9, 0, 0, 0));
    story.done(&leader, add(1, 1, "Nhãn hàng hóa"));
    story.done(&leader, add(2, 2, "Nguồn gốc hàng hóa"));
    story.done(&leader, PlanCommand::Submit);
    story.now = date(2025, 12, 4).at(14, 0, 0, 0);
    story.done(&head, PlanCommand::Return { reason: why("Bổ sung đối tượng kinh doanh thuốc lá") });
    story.done(&leader, add(3, 3, "Điều kiện kinh doanh thuốc lá"));
    story.done(&leader, PlanCommand::Submit);
    story.now = date(2025, 12, 8).at(10, 0, 0, 0);
    story.done(&head, PlanCommand::Approve);
    story.now = date(2026, 3, 10).at(10, 0, 0, 0);
    story.done(&head, PlanCommand::CancelItem { item: Uuid::from_u128(2), reason: why("Hộ kinh doanh đã giải thể") });
    story.done(&leader, PlanCommand::Amend { reason: why("Thay đối tượng đã giải thể") });
    story.done(&leader, add(4, 4, "Nguồn gốc hàng hóa"));
    story.done(&leader, PlanCommand::RemoveItem { item: Uuid::from_u128(3) });
    story.done(&leader, PlanCommand::Submit);
    story.now = date(2026, 3, 12).at(10, 0, 0, 0);
    story.done(&head, PlanCommand::Approve);
    let mut out = String::from("# Kế hoạch định kỳ của Đội\n\n");
    tell(&story.history, &mut out).unwrap();

    let mut thematic = Story::drafted(InspectionKind::Thematic, date(2026, 3, 5).at(9, 0, 0, 0));
    thematic.done(&leader, add(1, 1, "An toàn thực phẩm"));
    thematic.done(&leader, PlanCommand::Submit);
    thematic.now = date(2026, 3, 16).at(9, 0, 0, 0);
    thematic.done(&head, PlanCommand::Approve);
    out.push_str("# Kế hoạch chuyên đề của Đội\n\n");
    tell(&thematic.history, &mut out).unwrap();
    let kept = include_str!("../../../tests/golden/plan.md");
    assert!(out == kept, "plan.md is now:\n{out}");
}
