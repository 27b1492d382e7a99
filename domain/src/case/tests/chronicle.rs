//! Two cases told event by event, as one file a person can read: what happened, which paper, what it adds to the reports,
//! for whom the case waits, which period runs, and how the steps stand.

use super::*;
use crate::calendar::{format_at, format_short, to_local};
use crate::report::{Measure, entries};
use std::fmt::Write as _;

pub(super) fn tell(history: &[Event], out: &mut String) -> std::fmt::Result {
    let mut before: Option<CaseFile> = None;
    for event in history {
        let case = match &before {
            None => CaseFile::open(event).expect("the first event opens"),
            Some(case) => {
                let mut next = case.clone();
                next.apply(event);
                next
            }
        };
        let body = &event.body;
        writeln!(out, "## {}. {} `{}`\n", event.seq, body.title(), body.key())?;
        writeln!(out, "- {}: {} – {}", format_short(to_local(event.at)), event.by.full_name, event.by.title)?;
        if let Some(details) = body.details() {
            writeln!(out, "- {details}")?;
        }
        if let Some(paper) = body.paper() {
            writeln!(out, "- văn bản: {} ({})", paper.label(), paper.symbol())?;
        }
        for entry in entries(before.as_ref(), event) {
            let measures: Vec<String> = Measure::ALL
                .into_iter()
                .filter(|measure| entry.measures.get(*measure) != 0)
                .map(|measure| format!("{} {:+}", measure.label(), entry.measures.get(measure)))
                .collect();
            writeln!(out, "- báo cáo {} · {}: {}", entry.day, entry.field.label(), measures.join("; "))?;
        }
        let index = case.index(WorkCalendar::embedded());
        let waits = match &index.awaiting {
            Awaiting::Officer { officer } => format!("công chức {officer}"),
            Awaiting::Role { role } => role.title().to_owned(),
            Awaiting::Nobody => "không ai".to_owned(),
        };
        writeln!(out, "- bước: {} (`{}`), chờ {waits}", index.stage.label(), index.stage.key())?;
        if let (Some(name), Some(due)) = (&index.next_due_name, index.next_due) {
            writeln!(out, "- thời hạn: {name}, đến {}", format_at(due))?;
        }
        if let Some(fine) = index.fine {
            writeln!(out, "- phạt {fine}, còn phải nộp {}", index.owed)?;
        }
        if !index.numbers.is_empty() {
            writeln!(out, "- số văn bản: {}", index.numbers.join(", "))?;
        }
        for task in tasks(&case) {
            let missing = if task.missing.is_empty() {
                String::new()
            } else {
                format!(" – còn thiếu: {}", task.missing.join("; "))
            };
            writeln!(out, "  - [{}] {}{missing}", task.status.label(), task.title)?;
        }
        writeln!(out)?;
        before = Some(case);
    }
    Ok(())
}

/// An organisation that explains, is sent back once, is fined by the province, pays in two parts, and is done.
pub(super) fn long() -> Vec<Event> {
    let (controller, head) = (actor(Role::Controller, TEAM), actor(Role::ProvincialHead, "TW/33"));
    let mut story = Story::recorded(PartyKind::Organisation, 120_000_000);
    let explanation = Explanation {
        kind: ExplanationKind::Written,
        received_on: date(2026, 11, 20),
        content: "Xin xem xét hoàn cảnh".to_owned(),
    };
    story.done(&controller, &Command::RecordExplanation(explanation));
    let decision = SanctionContent {
        supplementary: vec!["đình chỉ hoạt động 01 tháng".to_owned()],
        remedies: vec!["buộc nộp lại số lợi bất hợp pháp".to_owned()],
        ..content(90_000_000)
    };
    story.done(&controller, &Command::ProposeSanction(decision.clone()));
    let legal = actor(Role::LegalSection, "TW/33/33-PC");
    story.done(&legal, &Command::ReturnProposal { reason: "Bổ sung ảnh tang vật".to_owned() });
    story.done(&controller, &Command::ProposeSanction(decision));
    story.now = date(2026, 11, 23).at(9, 0, 0, 0);
    story.done(&head, &Command::SignSanction);
    story.now = date(2026, 11, 26).at(9, 0, 0, 0);
    let service =
        Service { method: ServiceMethod::Post, received_on: date(2026, 11, 25), receiver: "Văn thư".to_owned() };
    story.done(&controller, &Command::RecordService(service));
    for (amount, receipt) in [(50_000_000, "0001"), (40_000_000, "0002")] {
        let payment = Payment { paid_on: date(2026, 11, 26), amount: Dong(amount), receipt: receipt.to_owned() };
        story.done(&controller, &Command::RecordPayment(payment));
    }
    for part in [ExecutionPart::Confiscation, ExecutionPart::Supplementary, ExecutionPart::Remedies] {
        let done = Execution { part, done_on: date(2026, 11, 26), note: "Đã lập biên bản".to_owned() };
        story.done(&controller, &Command::RecordExecution(done));
    }
    story.done(&head, &Command::CloseCase { note: "Đã thi hành xong".to_owned() });
    story.history
}

/// Nothing found.
pub(super) fn clean() -> Vec<Event> {
    let mut story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
    let (controller, leader) = (actor(Role::Controller, TEAM), actor(Role::TeamLeader, TEAM));
    let event = story.ask(&controller, Ok(&opening(PartyKind::Individual))).unwrap();
    story.take(event);
    story.done(&leader, &Command::SignInspectionDecision);
    story.now = date(2026, 11, 20).at(11, 0, 0, 0);
    let record =
        InspectionRecord { violation_found: false, findings: "Không phát hiện vi phạm".to_owned(), ..record() };
    story.done(&controller, &Command::RecordInspection(record));
    story.done(&leader, &Command::ConcludeInspection { note: "Chấp hành tốt".to_owned() });
    story.history
}

#[test]
fn two_cases_event_by_event() {
    let mut out = String::from("# Vụ việc có vi phạm\n\n");
    tell(&long(), &mut out).unwrap();
    out.push_str("# Vụ việc không vi phạm\n\n");
    tell(&clean(), &mut out).unwrap();
    let kept = include_str!("../../../tests/golden/chronicle.md");
    assert!(out == kept, "chronicle.md is now:\n{out}");
}

/// What a case adds to the reports adds up to the case, whatever moved between the fields on the way.
#[test]
fn the_entries_of_a_case_add_up() {
    let mut before: Option<CaseFile> = None;
    let mut sum = crate::report::Measures::default();
    for event in &long() {
        for entry in entries(before.as_ref(), event) {
            assert!(!entry.measures.is_zero());
            sum.add(&entry.measures);
        }
        match &mut before {
            Some(case) => case.apply(event),
            None => before = CaseFile::open(event),
        }
    }
    for (measure, expected) in [
        (Measure::Inspections, 1),
        (Measure::Violations, 1),
        (Measure::Handled, 1),
        (Measure::Acts, 1),
        (Measure::Organisations, 1),
        (Measure::Individuals, 0),
        (Measure::Fines, 90_000_000),
        (Measure::FinesPaid, 90_000_000),
        (Measure::ExhibitsValue, 120_000_000),
        (Measure::ConfiscatedValue, 120_000_000),
    ] {
        assert_eq!(sum.get(measure), expected, "{}", measure.label());
    }
}
