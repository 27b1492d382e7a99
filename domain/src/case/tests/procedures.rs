//! Procedures on living cases: whole stories, random walks, and every rule that refuses one.

use super::chronicle::tell;
use super::*;
use crate::calendar::{format_date, shift};
use crate::case::procedure::{Answers, Fact, Kind, Procedure, Signer, all, document, find, parse};
use crate::paper::{Block, PaperState};
use crate::report::{Measure, Measures, entries};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Answers to all questions of a procedure, the given ones in place of what a form would suggest.
pub(super) fn answered(case: &CaseFile, found: &Procedure, now: DateTime, given: &[(&str, &str)]) -> Answers {
    try_answered(case, found, now, given).unwrap_or_else(|errors| panic!("{}: {errors:?}", found.key))
}

/// As [`answered`], for a case the procedure may not fit.
pub(super) fn try_answered(
    case: &CaseFile,
    found: &Procedure,
    now: DateTime,
    given: &[(&str, &str)],
) -> Result<Answers, Vec<FieldError>> {
    let typed = |name: &str| -> String {
        if let Some((_, value)) = given.iter().find(|(key, _)| *key == name) {
            return (*value).to_owned();
        }
        let base = name.strip_suffix("_date").or(name.strip_suffix("_time")).unwrap_or(name);
        let base = base.split('.').next().unwrap_or(base);
        let Some(field) = found.questions().find(|field| field.key == base) else { return String::new() };
        if !field.required && !matches!(field.kind, Kind::Exhibits) {
            return String::new();
        }
        let day = if field.ahead { shift(now.date(), 3) } else { now.date() };
        match field.kind {
            Kind::Text | Kind::Lines => "nội dung".to_owned(),
            Kind::Date => format_date(day),
            Kind::Moment if name.ends_with("_time") => format!("{:02}:{:02}", now.hour(), now.minute()),
            Kind::Moment => format_date(day),
            Kind::Money => "100000".to_owned(),
            Kind::Count { min, .. } => min.to_string(),
            Kind::Choice(list) => list[0].0.to_owned(),
            Kind::Exhibits | Kind::PricedExhibits if name.ends_with(".take") => "1".to_owned(),
            Kind::PricedExhibits if name.ends_with(".price") => "1000000".to_owned(),
            Kind::Exhibits | Kind::PricedExhibits => String::new(),
            Kind::Paper => case.papers().first().map_or(String::new(), |paper| paper.number.clone()),
        }
    };
    parse(found, case, typed)
}

impl Story {
    pub(super) fn command(&self, key: &str, given: &[(&str, &str)]) -> Command {
        let found = find(key).unwrap_or_else(|| panic!("no procedure {key}"));
        Command::Proceed { key: key.to_owned(), answers: answered(self.case(), found, self.now, given) }
    }

    pub(super) fn proceed(&mut self, who: &Actor, key: &str, given: &[(&str, &str)]) {
        let command = self.command(key, given);
        self.done(who, &command);
    }

    fn holds(&self, fact: Fact) -> bool {
        self.case().holds(fact)
    }
}

pub(super) fn controller() -> Actor {
    actor(Role::Controller, TEAM)
}

pub(super) fn leader() -> Actor {
    actor(Role::TeamLeader, TEAM)
}

pub(super) fn head() -> Actor {
    actor(Role::ProvincialHead, "TW/33")
}

/// Sanctioned and served: 30 million for smuggled goods, confiscated.
pub(super) fn served() -> Story {
    let mut story = Story::recorded(PartyKind::Individual, 90_000_000);
    let waived = Explanation { kind: ExplanationKind::Waived, received_on: date(2026, 11, 20), content: String::new() };
    story.done(&controller(), &Command::RecordExplanation(waived));
    let fine = story.case().violation.as_ref().unwrap().content.assessment.total_proposed;
    story.done(&controller(), &Command::ProposeSanction(content(fine.0)));
    story.now = date(2026, 11, 23).at(9, 0, 0, 0);
    story.done(&head(), &Command::SignSanction);
    story.now = date(2026, 11, 23).at(14, 0, 0, 0);
    let service =
        Service {
            method: ServiceMethod::Direct, received_on: date(2026, 11, 23), receiver: "Trần Văn B".to_owned()
        };
    story.done(&controller(), &Command::RecordService(service));
    story
}

/// Held by decision, sealed, valued, a hearing, instalments, confiscation, destruction, archive.
pub(super) fn seizure_to_archive() -> Vec<Event> {
    let mut story = Story::recorded(PartyKind::Individual, 90_000_000);
    story.now = date(2026, 11, 20).at(11, 30, 0, 0);
    story.proceed(&controller(), "tam-giu-khan-cap", &[]);
    story.proceed(&head(), "xac-nhan-tam-giu", &[]);
    story.proceed(&controller(), "niem-phong", &[]);
    story.proceed(&controller(), "dinh-gia", &[("exhibits.0.price", "95.000.000")]);
    story.proceed(&controller(), "yeu-cau-phien-giai-trinh", &[]);
    story.now = date(2026, 11, 24).at(9, 0, 0, 0);
    story.proceed(&head(), "moi-giai-trinh", &[]);
    story.proceed(&controller(), "phien-giai-trinh", &[]);
    story.proceed(&head(), "keo-dai-tam-giu", &[("until", "10/12/2026")]);
    let fine = crate::law::fine::assess(
        Catalogue::embedded(),
        &story.case().violation.as_ref().unwrap().content.offender,
        &story.case().record_now().unwrap().inputs_with(&[]),
        story.now.date(),
    )
    .unwrap()
    .total_proposed;
    story.done(&controller(), &Command::ProposeSanction(content(fine.0)));
    story.now = date(2026, 11, 25).at(9, 0, 0, 0);
    story.done(&head(), &Command::SignSanction);
    let service =
        Service {
            method: ServiceMethod::Direct, received_on: date(2026, 11, 25), receiver: "Trần Văn B".to_owned()
        };
    story.done(&controller(), &Command::RecordService(service));
    story.proceed(
        &head(),
        "nop-nhieu-lan",
        &[("amount_1", "20.000.000"), ("amount_2", &(fine.0 - 20_000_000).to_string()), ("on_2", "25/02/2027")],
    );
    let pay = |day, amount, receipt: &str| Payment { paid_on: day, amount: Dong(amount), receipt: receipt.to_owned() };
    story.now = date(2026, 11, 27).at(9, 0, 0, 0);
    story.done(&controller(), &Command::RecordPayment(pay(date(2026, 11, 27), 20_000_000, "0001")));
    story.proceed(&controller(), "bien-ban-tich-thu", &[]);
    story.proceed(&head(), "phuong-an-xu-ly", &[]);
    story.proceed(&controller(), "tieu-huy", &[]);
    story.now = date(2027, 2, 24).at(9, 0, 0, 0);
    story.done(&controller(), &Command::RecordPayment(pay(date(2027, 2, 24), fine.0 - 20_000_000, "0002")));
    story.done(&head(), &Command::CloseCase { note: "Đã thi hành xong".to_owned() });
    story.proceed(&leader(), "nop-luu", &[]);
    assert_eq!(story.case().stage, Stage::Archived);
    story.history
}

/// Found without an inspection, nobody known: called twice, confiscated without a sanction, destroyed.
pub(super) fn unknown_owner() -> Vec<Event> {
    let mut story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
    let mut open = opening(PartyKind::Individual);
    open.inspection = InspectionDraft {
        kind: InspectionKind::Detected,
        basis: "Phát hiện khi tuần tra".to_owned(),
        party: Party::unknown(UnitId("33-01".to_owned())),
        scope_from: date(2026, 11, 20),
        scope_to: date(2026, 11, 20),
        owner_unknown: true,
        plan_item: None,
        proposal: None,
        ..open.inspection
    };
    let event = story.ask(&controller(), Ok(&open)).unwrap();
    story.take(event);
    story.now = date(2026, 11, 20).at(11, 0, 0, 0);
    story.done(&controller(), &Command::RecordViolation(violation(50_000_000)));
    story.proceed(&head(), "tam-giu", &[]);
    story.proceed(&controller(), "bien-ban-tam-giu", &[]);
    story.now = date(2026, 12, 2).at(9, 0, 0, 0);
    let early = story.command("tich-thu-khong-xu-phat", &[]);
    assert_eq!(code(story.refused(&head(), &early)), "owner-not-called");
    story.proceed(&head(), "thong-bao-lan-mot", &[]);
    story.now = date(2026, 12, 9).at(9, 0, 0, 0);
    story.proceed(&head(), "thong-bao-lan-hai", &[]);
    story.now = date(2026, 12, 20).at(9, 0, 0, 0);
    assert_eq!(code(story.refused(&head(), &early)), "owner-may-come");
    story.now = date(2027, 1, 12).at(9, 0, 0, 0);
    story.proceed(&head(), "tich-thu-khong-xu-phat", &[("why", "khong-xac-dinh")]);
    story.proceed(&controller(), "bien-ban-tich-thu", &[]);
    story.proceed(&head(), "phuong-an-xu-ly", &[]);
    story.proceed(&controller(), "tieu-huy", &[]);
    story.proceed(&leader(), "ket-thuc-khong-xu-phat", &[]);
    story.history
}

/// To the police and back, then sanctioned in the usual way.
fn police_and_back() -> Vec<Event> {
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    story.now = date(2026, 11, 23).at(9, 0, 0, 0);
    story.proceed(&leader(), "chuyen-dau-hieu-toi-pham", &[("to_body", "Cơ quan Cảnh sát điều tra")]);
    story.proceed(&controller(), "ban-giao-ho-so", &[]);
    assert!(matches!(story.refused(&leader(), &Command::SignSanction), Refusal::WrongStage { .. }));
    story.now = date(2026, 12, 14).at(9, 0, 0, 0);
    story.proceed(&controller(), "nhan-lai-ho-so", &[]);
    story.history
}

/// A complaint is upheld: the decision is cancelled, the case goes back before it.
pub(super) fn complaint() -> Vec<Event> {
    let mut story = served();
    let number = story.case().decision.as_ref().unwrap().frame.number.text.clone();
    story.now = date(2026, 12, 1).at(9, 0, 0, 0);
    story.proceed(&head(), "tiep-nhan-khieu-nai", &[("paper", &number)]);
    story.proceed(&head(), "giai-quyet-khieu-nai", &[("outcome", "huy-bo")]);
    story.proceed(&head(), "huy-bo-quyet-dinh", &[("paper", &number), ("why", "khieu-nai")]);
    let case = story.case();
    assert_eq!((case.stage, case.decision.is_some()), (Stage::ViolationRecorded, false));
    assert_eq!(case.paper_state(&number), PaperState::Cancelled);
    story.history
}

/// Verified after the inspection, extended, and nothing found.
fn verified_clean() -> Vec<Event> {
    let mut story = Story::inspected(PartyKind::Individual);
    story.now = date(2026, 11, 20).at(14, 0, 0, 0);
    story.proceed(&controller(), "bao-cao-ket-qua", &[]);
    story.proceed(&leader(), "giao-tham-tra", &[]);
    story.proceed(&leader(), "gia-han-tham-tra", &[]);
    story.now = date(2026, 12, 10).at(9, 0, 0, 0);
    story.proceed(&leader(), "ket-luan-khong-vi-pham", &[]);
    assert_eq!(story.case().stage, Stage::Closed);
    story.history
}

pub(super) fn code(refusal: Refusal) -> String {
    match refusal {
        Refusal::Law { refusal } => refusal.code,
        other => panic!("{other:?}"),
    }
}

/// The stories with their titles.
pub(super) fn stories() -> [(&'static str, Vec<Event>); 5] {
    [
        ("Tạm giữ, giải trình trực tiếp, nộp phạt nhiều lần, tiêu hủy, nộp lưu", seizure_to_archive()),
        ("Chưa xác định được chủ sở hữu, tịch thu, tiêu hủy", unknown_owner()),
        ("Chuyển cơ quan điều tra và nhận lại", police_and_back()),
        ("Khiếu nại, hủy quyết định", complaint()),
        ("Thẩm tra, xác minh: không vi phạm", verified_clean()),
    ]
}

#[test]
fn five_cases_beside_the_main_line() {
    let mut out = String::new();
    for (title, history) in stories() {
        out.push_str(&format!("# {title}\n\n"));
        tell(&history, &mut out).unwrap();
    }
    let kept = include_str!("../../../tests/golden/procedures.md");
    assert!(out == kept, "procedures.md is now:\n{out}");
}

/// What a case adds to the reports is what stands in the end: a cancelled decision takes its figures back.
#[test]
fn a_cancelled_decision_takes_its_figures_back() {
    let sum = total(&complaint());
    for measure in [Measure::Handled, Measure::Fines, Measure::Individuals, Measure::Acts, Measure::ConfiscatedValue] {
        assert_eq!(sum.get(measure), 0, "{}", measure.label());
    }
    assert_eq!(sum.get(Measure::Violations), 1);
    let sum = total(&unknown_owner());
    assert_eq!((sum.get(Measure::Handled), sum.get(Measure::Individuals), sum.get(Measure::Fines)), (1, 0, 0));
    assert_eq!(sum.get(Measure::ConfiscatedValue), 50_000_000);
}

pub(super) fn total(history: &[Event]) -> Measures {
    let mut sum = Measures::default();
    let mut before: Option<CaseFile> = None;
    for event in history {
        for entry in entries(before.as_ref(), event) {
            sum.add(&entry.measures);
        }
        match &mut before {
            Some(case) => case.apply(event),
            None => before = CaseFile::open(event),
        }
    }
    sum
}

/// Every rule that refuses a procedure, with its code or field.
#[test]
fn what_the_law_forbids_is_refused() {
    let mut story = Story::recorded(PartyKind::Individual, 90_000_000);
    story.now = date(2026, 11, 20).at(11, 30, 0, 0);
    // A team leader holds smuggled goods up to 60 million.
    let seize = story.command("tam-giu", &[]);
    assert_eq!(code(story.refused(&leader(), &seize)), "beyond-seizure");
    assert!(matches!(story.refused(&controller(), &seize), Refusal::Role { .. }));
    let (seizure, handed) = (find("tam-giu").unwrap(), find("ban-giao-ho-so").unwrap());
    let outright = |who: &Actor, found| crate::case::procedure::denied(who, story.case(), found);
    assert!(matches!(outright(&controller(), seizure), Some(Refusal::Role { .. })), "whatever he answers");
    assert!(matches!(outright(&actor(Role::TeamLeader, "TW/33/33-02"), seizure), Some(Refusal::Hidden)));
    assert!(matches!(outright(&controller(), handed), Some(Refusal::NotNow { .. })));
    assert_eq!(outright(&head(), seizure), None);
    story.done(&head(), &seize);
    // One month from the seizure of 20/11, whose last day is a Sunday.
    let month = story.command("keo-dai-tam-giu", &[("until", "22/12/2026")]);
    let Refusal::Fields { errors } = story.refused(&head(), &month) else { panic!("held too long") };
    assert!(errors[0].field == "until" && errors[0].message.contains("21/12/2026"), "{errors:?}");
    let longer = story.command("keo-dai-tam-giu", &[("until", "10/12/2026")]);
    story.now = date(2026, 12, 3).at(9, 0, 0, 0);
    assert_eq!(code(story.refused(&head(), &longer)), "seizure-lapsed");
    let again = story.command("tam-giu", &[]);
    let Refusal::NotNow { missing, citation, .. } = story.refused(&head(), &again) else { panic!("held twice") };
    assert!(missing[0].contains("đang tạm giữ") && citation.contains("Điều 125"), "{missing:?} {citation}");

    let mut story = served();
    assert!(matches!(
        story.refused(&leader(), &Command::CloseCase { note: String::new() }),
        Refusal::Incomplete { .. }
    ));
    let enforce = story.command("cuong-che", &[]);
    assert_eq!(code(story.refused(&head(), &enforce)), "execution-runs");
    let defer = story.command("hoan", &[("until", "24/02/2027")]);
    let Refusal::Fields { errors } = story.refused(&head(), &defer) else { panic!("deferred too long") };
    assert_eq!(errors[0].field, "until");
    let parts =
        |first: &str, second: &str| story.command("nop-nhieu-lan", &[("amount_1", first), ("amount_2", second)]);
    let fine = story.case().owed();
    let small = parts("1.000.000", &(fine.0 - 1_000_000).to_string());
    assert_eq!(code(story.refused(&head(), &small)), "first-instalment-too-small");
    let early = story.command("tiep-nhan-khieu-nai", &[]);
    story.now = date(2027, 6, 1).at(9, 0, 0, 0);
    let late = match early {
        Command::Proceed { key, answers } => Command::Proceed { key, answers },
        other => other,
    };
    let Refusal::Fields { errors } = story.refused(&head(), &late) else { panic!("complained too late") };
    assert_eq!(errors[0].field, "hindrance");
    // Half a year late: interest is owed, and no more of it is taken.
    let interest = story.case().interest(story.now.date(), WorkCalendar::embedded());
    assert!(interest.0 > 0);
    let much = story.command("nop-tien-cham-nop", &[("amount", &(interest.0 + 1).to_string())]);
    assert!(matches!(story.refused(&controller(), &much), Refusal::Fields { .. }));
    story.proceed(&controller(), "nop-tien-cham-nop", &[("amount", &interest.0.to_string())]);
    assert_eq!(story.case().interest(story.now.date(), WorkCalendar::embedded()), Dong(0));
}

/// On the spot, up to 500,000 for an individual from 01/07/2025; more needs a record.
#[test]
fn a_small_sanction_needs_no_record() {
    let mut story = Story::inspected(PartyKind::Individual);
    story.now = date(2026, 11, 20).at(11, 30, 0, 0);
    let spot = |story: &Story, behaviour: &str, fine: &str| {
        let given = [("behaviour", behaviour), ("fine", fine), ("amount", "900000"), ("reason", "Đã đối chiếu")];
        story.command("xu-phat-khong-lap-bien-ban", &given)
    };
    let large = spot(&story, "nd98-d15-k1", "15.000.000");
    assert_eq!(code(story.refused(&leader(), &large)), "record-needed");
    story.done(&leader(), &spot(&story, "nd98-d17-a", "400.000"));
    let case = story.case();
    assert_eq!((case.stage, case.owed()), (Stage::SanctionDecided, Dong(400_000)));
    let sum = total(&story.history);
    assert_eq!((sum.get(Measure::Violations), sum.get(Measure::Handled), sum.get(Measure::Fines)), (1, 1, 400_000));
    assert_eq!(case.papers().len(), 3, "the decision stands once");
}

/// What was handed over is accepted by nobody but its receiver, who then carries the case.
#[test]
fn a_hand_over_is_accepted_by_its_receiver() {
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    story.proceed(&controller(), "ban-giao", &[("to_id", "team-leader")]);
    let accept = story.command("tiep-nhan-ban-giao", &[]);
    assert!(matches!(story.refused(&controller(), &accept), Refusal::Role { .. }));
    assert_eq!(story.case().awaiting(), Awaiting::Officer { officer: OfficerId("team-leader".to_owned()) });
    story.done(&leader(), &accept);
    assert_eq!(story.case().responsible().id, leader().officer.id);
    assert!(!story.holds(Fact::HandOverOffered));
}

/// Values given by a council change the frame of the fine, not the record that was signed.
#[test]
fn a_valuation_moves_the_frame() {
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    let before = story.case().record_now().unwrap();
    story.proceed(&controller(), "dinh-gia", &[("exhibits.0.price", "60.000.000")]);
    let after = story.case().record_now().unwrap();
    assert_eq!((before.acts[0].input.amount, after.acts[0].input.amount), (Some(40_000_000), Some(60_000_000)));
    assert_eq!(story.case().violation.as_ref().unwrap().content, before);
}

/// Who does a procedure in a test: whoever has the power.
fn doer(found: &Procedure) -> Actor {
    match (found.action, found.signer) {
        (crate::authority::Action::RecordProcedure, Signer::Officer) => controller(),
        _ => head(),
    }
}

fn texts(blocks: &[Block]) -> String {
    serde_json::to_string(blocks).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    /// Whatever is tried in whatever order: what is accepted replays to the same case, no number stands twice, no stage is
    /// reached without its papers, nothing is left hanging by the end, and nothing happens after the archive.
    #[test]
    fn random_walks_keep_the_case_whole(choices in prop::collection::vec((0_usize..1000, 0_i64..4), 60)) {
        let mut story = Story::inspected(PartyKind::Individual);
        let mut serial = 100_u32;
        for (choice, days) in choices {
            let archived = story.case().stage == Stage::Archived;
            let before = story.case().clone();
            story.now = story.now.checked_add(jiff::Span::new().days(days).hours(1)).unwrap();
            let rows: Vec<&Procedure> = all().collect();
            let (who, command) = match choice % (rows.len() + 7) {
                0 => (controller(), Command::RecordViolation(DraftViolation { made_at: story.now, ..violation(50_000_000) })),
                1 => (controller(), Command::ProposeSanction(content(30_000_000))),
                2 => (head(), Command::SignSanction),
                3 => (controller(), Command::RecordService(Service {
                    method: ServiceMethod::Direct, received_on: story.now.date(), receiver: "B".to_owned(),
                })),
                4 => (controller(), Command::RecordPayment(Payment {
                    paid_on: story.now.date(), amount: story.case().owed(), receipt: serial.to_string(),
                })),
                5 => (head(), Command::CloseCase { note: "xong".to_owned() }),
                6 => (controller(), Command::PrepareViolation(DraftViolation { made_at: story.now, ..violation(50_000_000) })),
                other => {
                    let found = rows[other - 7];
                    if found.questions().any(|field| matches!(field.kind, Kind::Exhibits | Kind::PricedExhibits))
                        && story.case().violation.is_none()
                    {
                        continue;
                    }
                    (doer(found), story.command(found.key, &[("amount", &story.case().owed().0.max(1).to_string())]))
                }
            };
            serial += 1;
            let answer = story.with_serial(serial, &who, |context| decide(Ask::Do(story.case(), &command), context));
            let Ok(event) = answer else {
                prop_assert_eq!(story.case(), &before);
                continue;
            };
            prop_assert!(!archived, "{} after the archive", event.body.title());
            story.take(event);
            let case = story.case();
            let replayed = CaseFile::replay(&story.history);
            prop_assert_eq!(replayed.as_ref(), Some(case));
            let numbers: Vec<String> = case.papers().into_iter().map(|paper| paper.number).collect();
            prop_assert_eq!(numbers.iter().collect::<BTreeSet<_>>().len(), numbers.len(), "{:?}", numbers);
            match case.stage {
                Stage::SanctionDecided | Stage::Served => prop_assert!(case.decision.is_some()),
                Stage::ViolationRecorded => prop_assert!(case.violation.is_some()),
                Stage::SanctionProposed => prop_assert!(case.violation.is_some() && case.proposal.is_some()),
                Stage::Unsanctioned => {
                    prop_assert!(case.did("tich-thu-khong-xu-phat") || case.did("khac-phuc-khong-xu-phat"));
                }
                Stage::Closed | Stage::Archived => {
                    for (fact, todo) in Fact::OPEN {
                        prop_assert!(!case.holds(fact), "closed while {}", todo);
                    }
                }
                _ => {}
            }
            if let Some(done) = case.steps.last()
                && let Some(paper) = document(case, done)
            {
                let words = texts(&paper.blocks);
                prop_assert!(!words.contains("{nội") && !paper.subject.contains('{'), "{}", done.key);
            }
            let index = case.index(WorkCalendar::embedded());
            prop_assert_eq!(index.awaiting == Awaiting::Nobody, matches!(case.stage, Stage::Closed | Stage::Archived));
        }
        super::reports::adds_up(&story.history);
        super::national::keeps_its_word(&story.history);
        super::pace::recounted(&story.history);
    }
}
