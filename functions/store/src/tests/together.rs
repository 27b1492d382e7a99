//! One paper over several files: one transaction, one number, one line of the register; each file's part stands for itself.

use super::*;
use crate::cases::{create, execute_together, load, matter, related};
use crate::papers::{check, register};
use crate::verify;
use domain::case::procedure::{Answer, Answers};
use domain::case::{Event, Payment, Refusal, RelatedCase, Service, ServiceMethod, Stage, Together};
use domain::paper::{PaperState, code_of};
use domain::unit::UnitId;

fn at(days: i8, hour: i8) -> DateTime {
    MORNING.date().checked_add(jiff::Span::new().days(days)).unwrap().at(hour, 0, 0, 0)
}

/// The file of another violator of a matter, found without an inspection of its own.
fn opened(world: &World, officer: &Actor, first: &CaseFile, name: &str) -> CaseFile {
    let draft = InspectionDraft {
        kind: InspectionKind::Detected,
        related: Some(RelatedCase { id: first.id, code: first.code.clone() }),
        scope_from: MORNING.date(),
        scope_to: MORNING.date(),
        party: party(name),
        ..inspection(officer, MORNING)
    };
    let env = env(at(0, 12));
    let id = CaseId(env.uuid());
    block_on(create(&world.db, &env, officer, id, draft)).unwrap();
    block_on(load(&world.db, officer, id)).unwrap().0
}

/// Two files where the violation record is due, the second prepared.
fn pair(world: &World, price: i64) -> (CaseFile, CaseFile) {
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let first = world.open(&officer, at(0, 8));
    let first = world.execute(&leader, at(0, 9), &first, Command::SignInspectionDecision).unwrap();
    let first = world.execute(&officer, at(0, 12), &first, Command::RecordInspection(record(MORNING, true))).unwrap();
    let second = opened(world, &officer, &first, "Ông Vũ Văn Hùng");
    let prepared = Command::PrepareViolation(violation(MORNING, price));
    let second = world.execute(&officer, at(0, 13), &second, prepared).unwrap();
    (first, second)
}

fn ask(
    world: &World,
    who: &Actor,
    when: DateTime,
    files: &[&CaseFile],
    asked: &Together,
) -> Result<Vec<CaseFile>, StoreError> {
    let files: Vec<(CaseId, u32)> = files.iter().map(|case| (case.id, case.version)).collect();
    block_on(execute_together(&world.db, &env(when), who, &files, asked))
}

fn recorded(world: &World, price: i64) -> (CaseFile, CaseFile) {
    let (first, second) = pair(world, price);
    let asked = Together::RecordViolation(Box::new(violation(MORNING, 100_000)));
    let after = ask(world, &world.actor("ksv1"), at(0, 13), &[&first, &second], &asked).unwrap();
    let [first, second] = <[CaseFile; 2]>::try_from(after).unwrap();
    (first, second)
}

fn waived(world: &World, case: &CaseFile) -> CaseFile {
    let officer = world.actor("ksv1");
    let waived = Explanation {
        kind: ExplanationKind::Waived,
        received_on: at(1, 8).date(),
        content: "Không giải trình.".into(),
    };
    let case = world.execute(&officer, at(1, 8), case, Command::RecordExplanation(waived)).unwrap();
    world.execute(&officer, at(1, 9), &case, Command::ProposeSanction(sanction(&case))).unwrap()
}

fn proven(world: &World) -> u64 {
    let verified = block_on(verify::run(&world.db)).unwrap();
    assert_eq!(verified.problems, Vec::<String>::new());
    verified.papers
}

fn cancel(number: &str) -> Command {
    let answers = [
        ("paper", Answer::Paper { number: number.to_owned(), name: "Quyết định".to_owned() }),
        ("why", Answer::Choice { key: "thu-tuc".to_owned(), label: "vi phạm thủ tục ban hành".to_owned() }),
        ("reason", Answer::Text { text: "Sai".to_owned() }),
    ];
    let answers = answers.into_iter().map(|(key, answer)| (key.to_owned(), answer)).collect();
    Command::Proceed { key: "huy-bo-quyet-dinh".to_owned(), answers: Answers(answers) }
}

#[test]
fn one_matter_from_the_record_to_the_payment() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let (first, second) = recorded(&world, 200_000);
    let frame = &first.violation.as_ref().unwrap().frame;
    assert_eq!(frame.number.text, "33010001/BB-VPHC");
    assert_eq!(*frame, second.violation.as_ref().unwrap().frame);
    assert_eq!((first.version, second.version), (4, 3));
    assert_eq!(world.number("SELECT last FROM number_series WHERE kind = 'bien-ban-vi-pham-hanh-chinh'"), 1);
    assert_eq!(world.number("SELECT count(*) FROM paper WHERE series = 'bien-ban-vi-pham-hanh-chinh'"), 1);
    // Decision, inspection record, common record: counted once each. Every violator is a case of the reports.
    assert_eq!(proven(&world), 3);
    assert_eq!(world.number("SELECT sum(vi_pham) FROM report_entry"), 2);
    let code = code_of(&second, frame);
    assert_eq!(code, code_of(&first, frame));
    assert_eq!(block_on(check(&world.db, &code)).unwrap().unwrap().number, frame.number.text);

    let (first, second) = (waived(&world, &first), waived(&world, &second));
    let after = ask(&world, &leader, at(2, 9), &[&first, &second], &Together::SignSanction).unwrap();
    let [first, second] = <[CaseFile; 2]>::try_from(after).unwrap();
    let decision = first.decision.as_ref().unwrap();
    assert_eq!(decision.frame.number.text, "33010001/QĐ-XPHC");
    assert_eq!(decision.joint[0].decision.total_fine, second.decision.as_ref().unwrap().total_fine);
    assert_eq!(proven(&world), 4);
    for case in [&first, &second] {
        assert_eq!(block_on(load(&world.db, &leader, case.id)).unwrap().0, *case);
        assert_eq!(case.papers().iter().filter(|paper| paper.number == decision.frame.number.text).count(), 1);
    }
    // One serves and pays; the other has not moved.
    let service = Service { method: ServiceMethod::Direct, received_on: at(2, 10).date(), receiver: "A".into() };
    let served = world.execute(&officer, at(2, 10), &second, Command::RecordService(service)).unwrap();
    let payment = Payment { paid_on: at(2, 11).date(), amount: served.owed(), receipt: "KB-1".into() };
    let paid = world.execute(&officer, at(2, 11), &served, Command::RecordPayment(payment)).unwrap();
    assert_eq!((paid.owed(), paid.stage), (Dong(0), Stage::Served));
    assert_eq!(block_on(load(&world.db, &leader, first.id)).unwrap().0.stage, Stage::SanctionDecided);
    assert_eq!(proven(&world), 4);

    // Cancelled for one it holds for the other; cancelled for both it does not hold.
    let number = decision.frame.number.text.clone();
    let code = code_of(&first, &decision.frame);
    let state = || block_on(check(&world.db, &code)).unwrap().unwrap().state;
    let first = world.execute(&leader, at(2, 12), &first, cancel(&number)).unwrap();
    assert_eq!((first.stage, state()), (Stage::ViolationRecorded, PaperState::InForce));
    let lines = block_on(register(&world.db, &leader, &UnitId("33-01".into()), 2026, Some("QĐ-XPHC"))).unwrap();
    assert_eq!(
        (lines.len(), lines[0].state, lines[0].case.as_ref().map(|case| case.0)),
        (1, PaperState::InForce, Some(first.id))
    );
    let parts: Vec<(CaseId, PaperState)> = lines[0].parts.iter().map(|(id, _, state)| (*id, *state)).collect();
    assert_eq!(parts, [(first.id, PaperState::Cancelled), (second.id, PaperState::InForce)]);
    proven(&world);
    world.execute(&leader, at(2, 13), &paid, cancel(&number)).unwrap();
    assert_eq!(state(), PaperState::Cancelled);
    proven(&world);
    // A new decision, for him alone, has a number of its own.
    let again = world.execute(&officer, at(2, 14), &first, Command::ProposeSanction(sanction(&first))).unwrap();
    let again = world.execute(&leader, at(2, 15), &again, Command::SignSanction).unwrap();
    assert_eq!(again.decision.unwrap().frame.number.text, "33010002/QĐ-XPHC");
    proven(&world);
}

/// Whatever stops one file stops all: no event, no number, no line of the register.
#[test]
fn a_refusal_in_one_file_leaves_nothing_in_another() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let (first, second) = pair(&world, 200_000);
    let asked = Together::RecordViolation(Box::new(violation(MORNING, 100_000)));
    let third = opened(&world, &officer, &first, "Bà Đỗ Thị Lan");
    let kept = || {
        let sql = "SELECT count(*) FROM case_event";
        (
            world.number(sql),
            world.number("SELECT coalesce(sum(last), 0) FROM number_series WHERE kind LIKE 'bien-ban-vi-pham%'"),
            world.number("SELECT count(*) FROM paper"),
            world.number("SELECT count(*) FROM paper_part"),
            world.number("SELECT coalesce(sum(vi_pham), 0) FROM report_entry"),
        )
    };
    let before = kept();
    let refused = ask(&world, &officer, at(0, 14), &[&first, &second, &third], &asked).unwrap_err();
    let StoreError::Refused(Refusal::InFile { code, .. }) = &refused else { panic!("{refused:?}") };
    assert_eq!(*code, third.code);
    assert_eq!(kept(), before);

    // Somebody else changed the second file: it is named, with what happened.
    let again = world.execute(&officer, at(0, 14), &second, Command::PrepareViolation(violation(MORNING, 300_000)));
    let stale = ask(&world, &officer, at(0, 14), &[&first, &second], &asked).unwrap_err();
    let StoreError::StaleFile { code, since } = &stale else { panic!("{stale:?}") };
    assert_eq!((code, since.len()), (&second.code, 1));
    assert!(stale.to_string().contains(second.code.as_str()));
    let before = kept();
    let old = CaseFile { version: first.version - 1, ..first.clone() };
    let second = again.unwrap();
    let stale = ask(&world, &officer, at(0, 14), &[&old, &second], &asked).unwrap_err();
    assert!(matches!(stale, StoreError::Stale { .. }), "{stale:?}");

    // The database fails under the second file, after the first was written.
    world.tamper(&format!(
        "CREATE TRIGGER fails BEFORE UPDATE ON case_file WHEN new.id = '{}' BEGIN SELECT RAISE(ABORT, 'disk full'); END",
        second.id
    ));
    let failed = ask(&world, &officer, at(0, 14), &[&first, &second], &asked).unwrap_err();
    assert!(matches!(failed, StoreError::Db(_)), "{failed:?}");
    world.tamper("DROP TRIGGER fails");
    assert_eq!(kept(), before);
    proven(&world);

    // Of another unit, or of nobody: none of them exists.
    for account in ["ksv4", "haiphong.ksv1", "quantri"] {
        let gone = ask(&world, &world.actor(account), at(0, 14), &[&first, &second], &asked);
        assert!(matches!(gone, Err(StoreError::NotFound)), "{account}");
    }
    let unknown = CaseFile { id: CaseId(env(MORNING).uuid()), ..second.clone() };
    assert!(matches!(ask(&world, &officer, at(0, 14), &[&first, &unknown], &asked), Err(StoreError::NotFound)));
    assert!(matches!(ask(&world, &officer, at(0, 14), &[], &asked), Err(StoreError::NotFound)));
    ask(&world, &officer, at(0, 14), &[&first, &second], &asked).unwrap();
    proven(&world);
}

/// Two officers sign at once, from either file: one common record, and the other is told that the file has changed.
#[test]
fn two_who_sign_at_once_make_one_record() {
    let world = World::new();
    let (first, second) = pair(&world, 200_000);
    let prepare = Command::PrepareViolation(violation(MORNING, 100_000));
    let first = world.execute(&world.actor("ksv1"), at(0, 13), &first, prepare).unwrap();
    let answers: Vec<Result<Vec<CaseFile>, StoreError>> = std::thread::scope(|scope| {
        let run = |account: &'static str, files: [CaseFile; 2]| {
            let world = &world;
            scope.spawn(move || {
                let asked = Together::RecordViolation(Box::new(violation(MORNING, 100_000)));
                ask(world, &world.actor(account), at(0, 14), &[&files[0], &files[1]], &asked)
            })
        };
        let threads = [
            run("ksv1", [first.clone(), second.clone()]),
            run("ksv2", [second.clone(), first.clone()]),
            run("doitruong1", [first.clone(), second.clone()]),
        ];
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 1, "{answers:?}");
    for refused in answers.iter().filter_map(|answer| answer.as_ref().err()) {
        assert!(matches!(refused, StoreError::Stale { .. } | StoreError::StaleFile { .. }), "{refused:?}");
    }
    assert_eq!(world.number("SELECT last FROM number_series WHERE kind = 'bien-ban-vi-pham-hanh-chinh'"), 1);
    assert_eq!(world.number("SELECT count(*) FROM case_event WHERE kind = 'violation-recorded'"), 2);
    proven(&world);
}

#[test]
fn the_files_of_a_matter_know_each_other_and_nobody_else_does() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let (first, second) = pair(&world, 200_000);
    let third = opened(&world, &officer, &first, "Bà Đỗ Thị Lan");
    world.open(&officer, MORNING);
    for (one, others) in [(&first, [&second, &third]), (&second, [&first, &third]), (&third, [&first, &second])] {
        let found = block_on(matter(&world.db, &leader, one.id)).unwrap();
        assert_eq!(found.iter().collect::<Vec<_>>(), others);
        let rows = block_on(related(&world.db, &leader, one.id)).unwrap();
        assert_eq!(rows.iter().map(|row| row.id).collect::<Vec<_>>(), others.map(|case| case.id));
    }
    assert_eq!(block_on(matter(&world.db, &world.actor("ksv4"), first.id)).unwrap(), []);
}

/// What was tampered with is told: a part less, a part more, a state, a number that stands twice.
#[test]
fn every_tampering_with_a_common_paper_is_told() {
    for (sql, problem) in [
        ("DELETE FROM paper_part WHERE case_num = 2", "the register of papers differs"),
        ("UPDATE paper_part SET state = 'da-huy' WHERE case_num = 2", "the register of papers differs"),
        (
            "UPDATE paper SET state = 'da-huy' WHERE series = 'bien-ban-vi-pham-hanh-chinh'",
            "common paper 33010001/BB-VPHC",
        ),
        ("UPDATE paper SET case_num = 2 WHERE series = 'bien-ban-vi-pham-hanh-chinh'", "common paper 33010001/BB-VPHC"),
        (
            "INSERT INTO paper_part VALUES ('33-01', 'quyet-dinh-kiem-tra', 2026, 1, 1, '33010001/QĐ-KT', 'hieu-luc')",
            "parts of common papers",
        ),
        // A file that says of the other what that one does not say.
        (
            "UPDATE case_event SET event = replace(event, 'Thừa nhận.', 'Không thừa nhận.') \
             WHERE kind = 'violation-recorded' AND case_num = 1",
            "says of another what that one does not say",
        ),
    ] {
        let world = World::new();
        recorded(&world, 200_000);
        proven(&world);
        world.tamper("DROP TRIGGER case_event_is_append_only_update");
        world.tamper(sql);
        let problems = block_on(verify::run(&world.db)).unwrap().problems;
        assert!(problems.iter().any(|told| told.contains(problem)), "{sql}: {problems:?}");
    }
}

/// The same number in two files that share no paper is what it always was: a fault.
#[test]
fn a_number_in_two_files_without_a_common_paper_is_a_fault() {
    let world = World::new();
    let (first, _) = recorded(&world, 200_000);
    world.tamper("DROP TRIGGER case_event_is_append_only_update");
    // The second file's event is made to stand alone: it has the number, and names nobody.
    let events = block_on(load(&world.db, &world.actor("ksv1"), first.id)).unwrap().1;
    let mut alone: Event = events.last().unwrap().clone();
    if let domain::case::EventBody::ViolationRecorded { record } = &mut alone.body {
        record.content.joint.clear();
    }
    let text = serde_json::to_string(&alone).unwrap().replace('\'', "''");
    world.tamper(&format!("UPDATE case_event SET event = '{text}' WHERE kind = 'violation-recorded' AND case_num = 2"));
    let problems = block_on(verify::run(&world.db)).unwrap().problems;
    for problem in ["was given twice", "not every file it names has it"] {
        assert!(problems.iter().any(|told| told.contains(problem)), "{problem}: {problems:?}");
    }
}
