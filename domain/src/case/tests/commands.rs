//! Who may do what at which stage, as one file a person can read: every command of the main line and every procedure, asked
//! of a living case at each stage by every role.

use super::attachments::{attach, photo};
use super::procedures::{controller, head, leader, stories, try_answered};
use super::*;
use crate::case::procedure::all;
use std::collections::BTreeMap;
use std::fmt::Write as _;

/// A case that can stand for its stage: the last that a story left there.
fn at_each_stage() -> BTreeMap<Stage, (CaseFile, DateTime)> {
    let mut found = BTreeMap::new();
    let mut keep = |history: &[Event]| {
        let mut case: Option<CaseFile> = None;
        for event in history {
            match &mut case {
                Some(case) => case.apply(event),
                None => case = CaseFile::open(event),
            }
            let case = case.as_ref().unwrap();
            found.insert(case.stage, (case.clone(), crate::calendar::to_local(event.at)));
        }
    };
    for (_, history) in stories() {
        keep(&history);
    }
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    story.proceed(&leader(), "chuyen-co-quan-khac", &[]);
    keep(&story.history);
    keep(&clean().history);
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    story.done(&controller(), &waiver());
    story.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    keep(&story.history);
    story.done(&head(), &Command::SignSanction);
    keep(&story.history);
    found
}

/// Inspected, and nothing found.
fn clean() -> Story {
    let mut story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
    let event = story.ask(&controller(), Ok(&opening(PartyKind::Individual))).unwrap();
    story.take(event);
    story.done(&leader(), &Command::SignInspectionDecision);
    story.now = date(2026, 11, 20).at(11, 0, 0, 0);
    story.done(&controller(), &Command::RecordInspection(InspectionRecord { violation_found: false, ..record() }));
    story
}

/// The commands of the main line with sensible content, by a short name.
fn main_line(case: &CaseFile, now: DateTime) -> Vec<(String, Command)> {
    let today = now.date();
    let fine = case.violation.as_ref().map_or(8_000_000, |record| record.content.assessment.total_proposed.0);
    let text = |words: &str| words.to_owned();
    let commands = [
        Command::SignInspectionDecision,
        Command::RecordInspection(record()),
        Command::ConcludeInspection { note: text("Không vi phạm") },
        Command::PrepareViolation(violation(25_000_000)),
        Command::RecordViolation(violation(25_000_000)),
        waiver(),
        Command::ProposeSanction(content(fine)),
        Command::ReturnProposal { reason: text("Sửa lại") },
        Command::SignSanction,
        Command::RecordService(Service { method: ServiceMethod::Direct, received_on: today, receiver: text("B") }),
        Command::RecordPayment(Payment { paid_on: today, amount: Dong(1_000), receipt: text("KB-1") }),
        Command::RecordExecution(Execution { part: ExecutionPart::Confiscation, done_on: today, note: text("Xong") }),
        Command::CloseCase { note: text("Xong") },
        attach(photo('a', AttachmentKind::Other)),
    ];
    let name = |command: &Command| match command {
        Command::PrepareViolation(_) => "chuẩn bị phần biên bản vi phạm để lập chung",
        other => other.action().label(),
    };
    commands.into_iter().map(|command| (name(&command).to_owned(), command)).collect()
}

/// What came of asking, in one word; `None` where the step does not belong to the stage or the officer.
fn outcome(answer: Result<Event, Refusal>) -> Result<String, Refusal> {
    match answer {
        Ok(_) => Ok("được".to_owned()),
        Err(Refusal::Law { refusal }) => Ok(format!("luật: {}", refusal.code)),
        Err(Refusal::Fields { errors }) => Ok(format!("trường: {}", errors[0].field)),
        Err(Refusal::Incomplete { .. }) => Ok("còn việc chưa xong".to_owned()),
        Err(other) => Err(other),
    }
}

/// The officers of one province that meet a case, each at his place.
fn officers() -> Vec<Actor> {
    Role::ALL
        .into_iter()
        .map(|role| match role {
            Role::Controller | Role::TeamLeader | Role::TeamDeputy => actor(role, TEAM),
            Role::ProvincialHead | Role::ProvincialDeputy => actor(role, "TW/33"),
            Role::LegalSection | Role::ReportingSection => actor(role, "TW/33/33-PC"),
            Role::National | Role::Administrator => actor(role, "TW"),
        })
        .collect()
}

#[test]
fn role_by_stage_by_command_is_the_golden_file() {
    let cases = at_each_stage();
    let mut out = String::from(
        "# Ai được làm gì ở mỗi bước\n\nMỗi bước: một hồ sơ thật đã đi tới bước đó, mọi việc được hỏi với mọi vai trò.\n\n",
    );
    for stage in Stage::ALL {
        let (case, now) = cases.get(&stage).unwrap_or_else(|| panic!("no case at {}", stage.label()));
        let story = Story { case: Some(case.clone()), now: *now, history: vec![] };
        writeln!(out, "## {}\n", stage.label()).unwrap();
        let mut asked = main_line(case, *now);
        asked.extend(all().map(|found| {
            let answers = try_answered(case, found, *now, &[]).unwrap_or_default();
            (format!("`{}`", found.key), Command::Proceed { key: found.key.to_owned(), answers })
        }));
        let mut elsewhere = 0;
        for (name, command) in &asked {
            let mut by_outcome: BTreeMap<String, Vec<&str>> = BTreeMap::new();
            let mut belongs = true;
            for who in &officers() {
                match outcome(story.ask(who, Err(command))) {
                    Ok(word) => by_outcome.entry(word).or_default().push(who.role.key()),
                    Err(Refusal::Role { .. } | Refusal::Hidden) => {}
                    Err(Refusal::WrongStage { .. } | Refusal::NotNow { .. }) => belongs = false,
                    Err(other) => panic!("{name}: {other:?}"),
                }
            }
            assert!(belongs || by_outcome.is_empty(), "{name}: the stage binds everybody alike, {by_outcome:?}");
            if by_outcome.is_empty() {
                elsewhere += 1;
                continue;
            }
            let words: Vec<String> =
                by_outcome.iter().map(|(word, roles)| format!("{word}: {}", roles.join(", "))).collect();
            writeln!(out, "- {name} – {}", words.join("; ")).unwrap();
        }
        writeln!(out, "- {elsewhere} việc khác: không ai, chưa tới hoặc đã qua\n").unwrap();
    }
    let kept = include_str!("../../../tests/golden/commands.md");
    assert!(out == kept, "commands.md is now:\n{out}");
}
