//! What of a case may be done in the field, how it is laid out to be compared, and that the device decides as the server does.

use super::procedures::controller;
use super::*;
use crate::fieldwork::{
    CommandKey, Denial, DeviceId, Done, Line, Outcome, Queued, Since, allowed, carry_out, draft_number, lines, offers,
    sha256, theirs, title,
};
use std::collections::BTreeSet;

fn value<'a>(lines: &'a [Line], label: &str) -> &'a str {
    lines.iter().find(|line| line.label == label).map_or("", |line| line.value.as_str())
}

fn queued(case: &CaseFile, step: &str, command: Command) -> Queued {
    Queued {
        key: CommandKey(Uuid::from_u128(1)),
        case: case.id,
        seen: case.version,
        after: None,
        replaces: None,
        filed_at: jiff::Timestamp::UNIX_EPOCH,
        number: None,
        step: step.to_owned(),
        typed: Vec::new(),
        command,
    }
}

/// Opened and signed, not inspected yet.
fn decided() -> Story {
    let mut story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
    let event = story.ask(&controller(), Ok(&opening(PartyKind::HouseholdBusiness))).unwrap();
    story.take(event);
    story.done(&actor(Role::TeamLeader, TEAM), &Command::SignInspectionDecision);
    story.now = date(2026, 11, 20).at(11, 0, 0, 0);
    story
}

#[test]
fn the_steps_of_the_field_are_those_of_the_stage_and_of_the_officer() {
    let officer = controller();
    let steps = |case: &CaseFile, who: &Actor| -> BTreeSet<&str> {
        offers(who, case).into_iter().filter(|offer| offer.blocked.is_none()).map(|offer| offer.step).collect()
    };
    assert!(steps(decided().case(), &officer).contains("bien-ban-kiem-tra"));
    let inspected = Story::inspected(PartyKind::HouseholdBusiness);
    assert!(steps(inspected.case(), &officer).contains("bien-ban-vi-pham"));
    let recorded = Story::recorded(PartyKind::HouseholdBusiness, 5_000_000);
    let field = steps(recorded.case(), &officer);
    assert!(field.contains("tam-giu-khan-cap"), "{field:?}");
    assert!(!field.contains("bien-ban-kiem-tra") && !field.contains("bien-ban-vi-pham"));
    // Nothing of another unit, and nothing for who records nothing.
    assert_eq!(steps(recorded.case(), &actor(Role::Controller, "TW/33/33-02")), BTreeSet::new());
    for offer in offers(&officer, recorded.case()) {
        assert_eq!(title(offer.step), offer.title);
        assert!(offer.blocked.is_none_or(|why| why.contains(offer.title)));
    }
    assert_eq!((title("bien-ban-kiem-tra"), title("khac")), ("Biên bản kiểm tra", "khac"));
}

#[test]
fn the_device_decides_as_the_server_does() {
    let story = decided();
    let officer = controller();
    let record = queued(story.case(), "bien-ban-kiem-tra", Command::RecordInspection(record()));
    let number = draft_number(1, "BB-KT");
    let (after, event) =
        story.with_number(&number, &officer, |context| carry_out(story.case(), &record, context)).unwrap();
    assert_eq!((after.version, after.stage), (3, Stage::InspectionRecordedViolation));
    assert_eq!(event.body.frame().map(|frame| frame.number.text.as_str()), Some("nháp 1/BB-KT"));
    assert!(event.body.makes(&record.command));
    // The same refusal as on the case page, and none of what a leader signs where he reads the whole file.
    let early = queued(story.case(), "bien-ban-vi-pham", Command::RecordViolation(violation(1)));
    let refused = story.with_context(&officer, |context| carry_out(story.case(), &early, context)).unwrap_err();
    assert!(matches!(refused, Refusal::WrongStage { .. }));
    for command in [
        Command::SignInspectionDecision,
        Command::ConcludeInspection { note: String::new() },
        waiver(),
        Command::ProposeSanction(content(1)),
        Command::ReturnProposal { reason: String::new() },
        Command::SignSanction,
        Command::CloseCase { note: String::new() },
        Command::WithdrawAttachment { seq: 1, reason: String::new() },
        Command::Proceed { key: "khac".to_owned(), answers: Default::default() },
        Command::Proceed { key: "luu-tru".to_owned(), answers: Default::default() },
    ] {
        assert!(!allowed(&command), "{command:?}");
        assert_eq!(lines(&command), Vec::new());
        assert_eq!(theirs(story.case(), &command), Vec::new());
        assert!(!event.body.makes(&command));
        let refused = story
            .with_context(&officer, |context| carry_out(story.case(), &queued(story.case(), "khac", command), context))
            .unwrap_err();
        assert!(refused.message().contains("không lập được ngoài hiện trường"));
    }
}

#[test]
fn both_sides_of_a_record_are_laid_out_line_by_line() {
    let officer = controller();
    let mine = InspectionRecord {
        witness: Some("Ông Lê Văn D".to_owned()),
        findings: "Không có gì".to_owned(),
        violation_found: false,
        signature: PartySignature::Refused { reason: "Vắng mặt".to_owned(), witness: "UBND phường".to_owned() },
        ..record()
    };
    let told = lines(&Command::RecordInspection(mine.clone()));
    for (label, expected) in [
        ("Kết quả kiểm tra", "Không có gì"),
        ("Kết quả", "Không phát hiện vi phạm"),
        ("Người chứng kiến", "Ông Lê Văn D"),
        ("Ký biên bản", "Không ký: Vắng mặt"),
        ("Người ký thay", "UBND phường"),
    ] {
        assert_eq!(value(&told, label), expected, "{label}");
    }
    assert!(!told.iter().any(|line| line.label == "Ý kiến của cơ sở"), "an empty answer is no line");
    let story = Story::inspected(PartyKind::HouseholdBusiness);
    let there = theirs(story.case(), &Command::RecordInspection(mine));
    assert_eq!(value(&there, "Kết quả kiểm tra"), "Bày bán hàng hóa nhập lậu");
    assert_eq!((value(&there, "Người lập"), value(&there, "Số").is_empty()), ("Nguyễn Văn A", false));
    // The record as it stands says of itself what its command said.
    let same = lines(&Command::RecordInspection(record()));
    assert!(there.ends_with(&same), "{there:?}");

    let draft = Command::RecordViolation(violation(7_000_000));
    let told = lines(&draft);
    assert_eq!(value(&told, "Hành vi 1"), "Kinh doanh hàng hóa nhập lậu");
    assert!(value(&told, "Tang vật 1").contains("Áo khoác: 1 cái, đơn giá 7.000.000"));
    assert_eq!(theirs(story.case(), &draft), Vec::new(), "nothing stands there yet");
    let mut prepared = Story::inspected(PartyKind::HouseholdBusiness);
    prepared.done(&officer, &Command::PrepareViolation(violation(3_000_000)));
    assert!(value(&theirs(prepared.case(), &draft), "Tang vật 1").contains("3.000.000"));
    let mut recorded = Story::recorded(PartyKind::HouseholdBusiness, 7_000_000);
    let there = theirs(recorded.case(), &draft);
    assert!(there.ends_with(&told) && !value(&there, "Số").is_empty(), "{there:?}");

    let seizure = recorded.command("tam-giu-khan-cap", &[]);
    assert!(allowed(&seizure) && !lines(&seizure).is_empty());
    assert_eq!(theirs(recorded.case(), &seizure), Vec::new());
    recorded.done(&officer, &seizure);
    let there = theirs(recorded.case(), &seizure);
    assert!(there.ends_with(&lines(&seizure)) && value(&there, "Người lập") == "Nguyễn Văn A", "{there:?}");
}

#[test]
fn an_outcome_says_what_it_is() {
    let done = Done { version: 3, title: "Lập".to_owned(), number: None };
    let since = vec![Since { seq: 3, title: "Lập".to_owned(), by: "A".to_owned(), at: jiff::Timestamp::UNIX_EPOCH }];
    let key = CommandKey(Uuid::from_u128(9));
    let all = [
        (Outcome::Accepted { done: done.clone() }, "accepted", true, false),
        (Outcome::Already { done }, "already", true, false),
        (Outcome::Conflict { current: 3, since, mine: Vec::new(), theirs: Vec::new() }, "conflict", false, true),
        (Outcome::Refused { message: "Chưa".to_owned(), citation: None, errors: Vec::new() }, "refused", false, true),
        (Outcome::Waits { on: key }, "waits", false, false),
        (Outcome::Withdrawn { reason: "Nhầm".to_owned() }, "withdrawn", false, false),
        (Outcome::Replaced { by: key }, "replaced", false, false),
    ];
    let mut labels = BTreeSet::new();
    for (outcome, name, is_done, is_open) in all {
        assert_eq!((outcome.key(), outcome.done().is_some(), outcome.is_open()), (name, is_done, is_open));
        assert!(labels.insert(outcome.label()));
        let read: Outcome = serde_json::from_str(&serde_json::to_string(&outcome).unwrap()).unwrap();
        assert_eq!(read, outcome);
    }
    for denial in [Denial::SignIn, Denial::Revoked, Denial::NotYours, Denial::Unknown] {
        assert!(denial.message().ends_with('.'), "{denial:?}");
    }
    assert_eq!(DeviceId(Uuid::nil()).to_string(), CommandKey(Uuid::nil()).to_string());
    assert_eq!(sha256(b"abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
