//! The register of papers: every number, its state, its check; spoilt numbers, books that begin late, linked files.

use super::*;
use crate::cases::{create, related};
use crate::papers::{begin_series, check, register, void};
use crate::verify;
use domain::case::procedure::{Answer, Answers};
use domain::case::{InspectionKind, Refusal, RelatedCase, Stage};
use domain::paper::{PaperState, check_code};
use domain::unit::UnitId;

fn proceed(key: &str, answers: &[(&str, Answer)]) -> Command {
    let answers = answers.iter().map(|(key, answer)| ((*key).to_owned(), answer.clone())).collect();
    Command::Proceed { key: key.to_owned(), answers: Answers(answers) }
}

fn text(words: &str) -> Answer {
    Answer::Text { text: words.to_owned() }
}

fn unit() -> UnitId {
    UnitId("33-01".to_owned())
}

#[test]
fn a_cancelled_decision_shows_in_the_register_and_in_its_check() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.decision(&officer, &leader, MORNING, 100_000);
    let frame = case.decision.as_ref().unwrap().frame.clone();
    let code = check_code(case.id, &frame);
    let status = block_on(check(&world.db, &code.to_lowercase())).unwrap().unwrap();
    assert_eq!((status.number.as_str(), status.state), (frame.number.text.as_str(), PaperState::InForce));
    assert_eq!((status.signed_on, status.unit), (frame.at.date(), frame.issuer.name.clone()));
    for wrong in ["", "ABCDE", &code[..19], &format!("{code}A"), "'; DROP TABLE paper; --"] {
        assert_eq!(block_on(check(&world.db, wrong)).unwrap(), None, "{wrong}");
    }
    let cancel = proceed(
        "huy-bo-quyet-dinh",
        &[
            ("paper", Answer::Paper { number: frame.number.text.clone(), name: "Quyết định".to_owned() }),
            ("why", Answer::Choice { key: "thu-tuc".to_owned(), label: "vi phạm thủ tục ban hành".to_owned() }),
        ],
    );
    let later = frame.at.date().at(15, 0, 0, 0);
    assert!(world.execute(&officer, later, &case, cancel.clone()).is_err(), "an officer cancels nothing");
    let case = world.execute(&leader, later, &case, cancel).unwrap();
    assert_eq!(case.stage, Stage::ViolationRecorded);
    assert_eq!(block_on(check(&world.db, &code)).unwrap().unwrap().state, PaperState::Cancelled);
    let lines = block_on(register(&world.db, &leader, &unit(), 2026, None)).unwrap();
    assert_eq!(lines.iter().filter(|line| line.state == PaperState::Cancelled).count(), 1);
    assert_eq!(lines.len(), 5, "two decisions, two records, the cancellation");
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
    let stranger = world.actor("haiphong.doitruong1");
    assert!(matches!(block_on(register(&world.db, &stranger, &unit(), 2026, None)), Err(StoreError::NotFound)));
    world.tamper("UPDATE paper SET state = 'hieu-luc'");
    assert!(block_on(verify::run(&world.db)).unwrap().problems.iter().any(|problem| problem.contains("register")));
}

#[test]
fn a_spoilt_number_is_never_given_again() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let at = |hour: i8| env(MORNING.date().at(hour, 0, 0, 0));
    block_on(begin_series(&world.db, &at(7), &leader, "QĐ-KT", 41)).unwrap();
    let spoilt = block_on(void(&world.db, &at(8), &leader, "QĐ-KT", "Rách")).unwrap();
    assert_eq!(spoilt, "33010041/QĐ-KT");
    let case = world.open(&officer, MORNING);
    let case = world.execute(&leader, at_hour(9), &case, Command::SignInspectionDecision).unwrap();
    assert_eq!(case.inspection_decision.unwrap().number.text, "33010042/QĐ-KT");
    let lines = block_on(register(&world.db, &leader, &unit(), 2026, Some("QĐ-KT"))).unwrap();
    assert_eq!((lines.len(), lines[0].reason.as_deref(), lines[0].case.is_none()), (2, Some("Rách"), true));
    let again = block_on(begin_series(&world.db, &at(10), &leader, "QĐ-KT", 100));
    assert!(matches!(again, Err(StoreError::Refused(Refusal::Fields { .. }))));
    assert!(block_on(void(&world.db, &at(10), &leader, "QĐ-LẠ", "Rách")).is_err());
    assert!(block_on(void(&world.db, &at(10), &officer, "QĐ-KT", "Rách")).is_err(), "an officer spoils no numbers");
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
    world.tamper("DELETE FROM paper WHERE case_num IS NULL");
    assert!(block_on(verify::run(&world.db)).unwrap().problems.iter().any(|problem| problem.contains("gaps")));
}

fn at_hour(hour: i8) -> DateTime {
    MORNING.date().at(hour, 0, 0, 0)
}

#[test]
fn files_of_one_matter_know_each_other() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let first = world.violation(&officer, &leader, MORNING, 100_000);
    let second = InspectionDraft {
        kind: InspectionKind::Detected,
        related: Some(RelatedCase { id: first.id, code: first.code.clone() }),
        scope_from: MORNING.date(),
        scope_to: MORNING.date(),
        ..inspection(&officer, MORNING)
    };
    let id = CaseId(env(at_hour(14)).uuid());
    block_on(create(&world.db, &env(at_hour(14)), &officer, id, second.clone())).unwrap();
    let ids = |of: CaseId| -> Vec<CaseId> {
        block_on(related(&world.db, &leader, of)).unwrap().into_iter().map(|row| row.id).collect()
    };
    assert_eq!((ids(first.id), ids(id)), (vec![id], vec![first.id]));
    // A file of another unit does not exist: nothing is opened.
    let stranger = world.actor("haiphong.ksv1");
    let other = CaseId(env(at_hour(15)).uuid());
    let refused = block_on(create(&world.db, &env(at_hour(15)), &stranger, other, second));
    assert!(matches!(refused, Err(StoreError::NotFound)), "{refused:?}");
    assert_eq!(world.number("SELECT count(*) FROM case_file"), 2);
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
}

/// A database of before the register has its papers entered when it is opened.
#[test]
fn papers_of_before_the_register_are_entered() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    world.decision(&officer, &leader, MORNING, 100_000);
    let before = world.number("SELECT count(*) FROM paper");
    world.tamper("DROP TABLE paper");
    world.tamper("DROP TABLE case_link");
    world.tamper("ALTER TABLE number_series DROP COLUMN first");
    world.tamper("DELETE FROM schema_version WHERE version = 7");
    block_on(migrate::migrate(&world.db)).unwrap();
    assert_eq!(world.number("SELECT count(*) FROM paper"), before);
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
}

#[test]
fn seizing_names_the_exhibits_and_their_keeper() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.violation(&officer, &leader, MORNING, 100_000);
    let choice = |key: &str| Answer::Choice { key: key.to_owned(), label: key.to_owned() };
    let list = vec![domain::case::procedure::PickedExhibit { index: 0, quantity: 1, unit_price: None }];
    let seize = proceed(
        "tam-giu",
        &[
            ("why", choice("xac-minh")),
            ("reason", text("Xác minh nguồn gốc")),
            ("exhibits", Answer::Exhibits { list }),
            ("sealing", choice("co")),
            ("keeper", text("Kho Đội số 1")),
            ("stored_at", text("Phố Hiến")),
        ],
    );
    let case = world.execute(&leader, at_hour(15), &case, seize).unwrap();
    let custody = domain::case::procedure::custody(&case);
    assert_eq!((custody.len(), custody[0].place.as_str()), (1, "Kho Đội số 1, Phố Hiến"));
    assert_eq!(custody[0].number.as_deref(), Some("33010001/QĐ-TGTVPTGPCC"));
    assert!(world.execute(&leader, at_hour(16), &case, proceed("niem-phong", &[])).is_err(), "unanswered");
}
