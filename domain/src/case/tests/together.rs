//! One paper over several violators: what each file keeps of it, every way it is refused, and what a correction in one file leaves.

use super::*;
use crate::case::procedure::{Answer, Answers, document};
use crate::paper::{Block, Document, PaperState, code_of};
use proptest::prelude::*;

fn controller() -> Actor {
    actor(Role::Controller, TEAM)
}

fn head() -> Actor {
    actor(Role::ProvincialHead, "TW/33")
}

/// The file of another violator, found in the first one's matter.
fn opening_of(nth: u128, kind: PartyKind) -> OpenCase {
    let mut open = opening(kind);
    open.id = CaseId(Uuid::from_u128(nth));
    open.code = format!("33-01/2026/{nth:04}");
    open.inspection.kind = InspectionKind::Detected;
    open.inspection.party.id = PartyId(Uuid::from_u128(nth));
    open.inspection.party.name = format!("Hộ kinh doanh thứ {nth}");
    open.inspection.scope_from = date(2026, 11, 20);
    open.inspection.related = Some(RelatedCase { id: CaseId(Uuid::nil()), code: "33-01/2026/0001".to_owned() });
    open
}

/// Two files of one matter, both where the violation record is due.
fn pair(second: PartyKind) -> (Story, Story) {
    let first = Story::inspected(PartyKind::HouseholdBusiness);
    let mut other = Story { case: None, now: first.now, history: Vec::new() };
    let event = other.ask(&controller(), Ok(&opening_of(2, second))).unwrap();
    other.take(event);
    (first, other)
}

/// The second's part: written earlier, at another place, before another witness, refused by him.
fn part(value: i64) -> DraftViolation {
    DraftViolation {
        made_at: date(2026, 11, 20).at(10, 40, 0, 0),
        place: "Nơi khác".to_owned(),
        witness: Some("Người khác".to_owned()),
        party_opinion: "Hàng của tôi có hóa đơn".to_owned(),
        signature: PartySignature::Refused {
            reason: "Không đồng ý".to_owned(), witness: "Ông Lê Văn D".to_owned()
        },
        ..violation(value)
    }
}

fn number(story: &Story, kind: PaperKind) -> PaperNumber {
    PaperNumber::of_unit("33", "01", u32::try_from(story.history.len()).unwrap() + 40, kind.symbol())
}

fn together(files: &[&Story], who: &Actor, asked: &Together) -> Result<Vec<Event>, Refusal> {
    let cases: Vec<&CaseFile> = files.iter().map(|story| story.case()).collect();
    let kind = if *asked == Together::SignSanction { PaperKind::SanctionDecision } else { PaperKind::ViolationRecord };
    files[0].with_number(&number(files[0], kind), who, |context| decide_together(&cases, asked, context))
}

fn common_record() -> Together {
    let draft = DraftViolation { witness: Some("Bà Phạm Thị E".to_owned()), ..violation(25_000_000) };
    Together::RecordViolation(Box::new(draft))
}

/// Both files with one violation record.
fn recorded(second: PartyKind, value: i64) -> (Story, Story) {
    let (mut first, mut other) = pair(second);
    other.done(&controller(), &Command::PrepareViolation(part(value)));
    let events = together(&[&first, &other], &controller(), &common_record()).unwrap();
    let [one, two] = <[Event; 2]>::try_from(events).unwrap();
    first.take(one);
    other.take(two);
    (first, other)
}

/// Both files with a proposal that waits.
fn proposed(second: PartyKind, value: i64, fine: i64) -> (Story, Story) {
    let (mut first, mut other) = recorded(second, value);
    first.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    if other.case().violation.as_ref().unwrap().content.assessment.explanation_right.is_some() {
        other.done(&controller(), &waiver());
    }
    other.done(&controller(), &Command::ProposeSanction(content(fine)));
    (first, other)
}

fn sign_both(first: &mut Story, other: &mut Story, who: &Actor) {
    let events = together(&[first, other], who, &Together::SignSanction).unwrap();
    let [one, two] = <[Event; 2]>::try_from(events).unwrap();
    first.take(one);
    other.take(two);
}

#[test]
fn one_record_stands_in_both_files() {
    let (mut first, mut other) = pair(PartyKind::Individual);
    other.done(&controller(), &Command::PrepareViolation(part(10_000_000)));
    // Written and not recorded: no paper, the same step, the same period.
    assert_eq!((other.case().stage, other.case().papers().len()), (Stage::InspectionRecordedViolation, 0));
    let waits = tasks(other.case()).into_iter().find(|task| task.key == "bien-ban-vi-pham").unwrap();
    assert_eq!((waits.status, waits.missing.len()), (TaskStatus::Ready, 1));
    assert!(crate::report::entries(Some(other.case()), other.history.last().unwrap()).is_empty());
    other.done(&controller(), &Command::PrepareViolation(part(25_000_000)));

    let events = together(&[&first, &other], &controller(), &common_record()).unwrap();
    assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), [4, 4]);
    assert!(events[0].body.title().ends_with("chung với hồ sơ 33-01/2026/0002"), "{}", events[0].body.title());
    for (event, story) in events.iter().zip([&first, &other]) {
        // One violator, one case in the reports, as ever.
        let added = crate::report::entries(story.case.as_ref(), event);
        let violations: i64 = added.iter().map(|entry| entry.measures.get(crate::report::Measure::Violations)).sum();
        assert_eq!(violations, 1);
    }
    let [one, two] = <[Event; 2]>::try_from(events).unwrap();
    first.take(one);
    other.take(two);
    let (a, b) = (first.case().violation.as_ref().unwrap(), other.case().violation.as_ref().unwrap());
    assert_eq!(a.frame, b.frame, "one number, one moment, one signer");
    assert_eq!((&b.content.place, &b.content.witness), (&a.content.place, &a.content.witness));
    assert_eq!((b.content.made_at, b.content.party_opinion.as_str()), (a.content.made_at, "Hàng của tôi có hóa đơn"));
    assert!(matches!(b.content.signature, PartySignature::Refused { .. }), "each signs or refuses for himself");
    assert_eq!((a.content.joint.len(), &a.content.joint[0].record.exhibits), (1, &b.content.exhibits));
    assert!(a.content.joint[0].record.joint.is_empty(), "a snapshot holds no snapshots");
    assert_eq!(other.case().prepared, None);
    for story in [&first, &other] {
        let case = story.case();
        assert_eq!(CaseFile::replay(&story.history).as_ref(), Some(case));
        let parts = case.parts_of_record();
        let names: Vec<&str> = parts.iter().map(|part| part.case.code.as_str()).collect();
        assert_eq!(names, ["33-01/2026/0001", "33-01/2026/0002"], "the same paper in either file");
        assert_eq!(parts[1].case.exhibits_now(), b.content.exhibits);
        assert_eq!(parts[0].case.violation.as_ref().unwrap().content.acts, a.content.acts);
        assert_eq!(code_of(case, &a.frame), crate::paper::check_code(first.case().id, &a.frame), "one code");
    }
    let common = other.case().common(&b.frame).unwrap();
    assert_eq!((common.place, common.first), (2, first.case().id));
    assert_eq!(common.others, [(first.case().id, "33-01/2026/0001".to_owned(), "Hộ kinh doanh Trần Văn B".to_owned())]);
    // Each explains, and is fined, in his own file.
    other.done(&controller(), &waiver());
    assert!(first.case().explanations.is_empty() && other.case().explanations.len() == 1);
}

#[test]
fn what_is_prepared_keeps_every_rule_of_the_record() {
    let (_, other) = pair(PartyKind::Individual);
    let early = DraftViolation { made_at: date(2026, 11, 19).at(8, 0, 0, 0), ..part(1) };
    assert!(matches!(other.refused(&controller(), &Command::PrepareViolation(early)), Refusal::Fields { .. }));
    let none = DraftViolation { acts: Vec::new(), exhibits: Vec::new(), ..part(1) };
    assert!(matches!(other.refused(&controller(), &Command::PrepareViolation(none)), Refusal::Fields { .. }));
    let before = Story { case: None, now: other.now, history: Vec::new() };
    let mut before = before;
    let event = before.ask(&controller(), Ok(&opening(PartyKind::Individual))).unwrap();
    before.take(event);
    assert!(matches!(before.refused(&controller(), &Command::PrepareViolation(part(1))), Refusal::WrongStage { .. }));
    // No number is drawn for it; a record of one's own goes on as ever and forgets it.
    let mut alone = other;
    let command = Command::PrepareViolation(part(25_000_000));
    assert_eq!(required_series(&controller(), alone.case(), &command, 2026), None);
    assert_eq!(issuing_unit(&controller(), alone.case(), &command), alone.case().unit);
    alone.done(&controller(), &command);
    alone.done(&controller(), &Command::RecordViolation(part(25_000_000)));
    assert_eq!(alone.case().prepared, None);
    let record = alone.case().violation.as_ref().unwrap();
    assert_eq!((alone.case().common(&record.frame), alone.case().parts_of_record().len()), (None, 1));
    assert_eq!(code_of(alone.case(), &record.frame), crate::paper::check_code(alone.case().id, &record.frame));
    let text = serde_json::to_string(alone.case()).unwrap();
    assert!(!text.contains("\"joint\"") && !text.contains("\"prepared\""), "a paper of one is written as before");
}

/// The refusal names the file that stands in the way, and the article.
#[test]
fn a_common_record_is_refused_as_a_whole() {
    let (first, mut other) = pair(PartyKind::Individual);
    let refused = |files: &[&Story], asked: &Together| together(files, &controller(), asked).unwrap_err();
    let named = |refusal: &Refusal, words: &str, article: &str| {
        assert!(matches!(refusal, Refusal::InFile { .. }), "{refusal:?}");
        let message = refusal.message();
        assert!(
            message.starts_with("Hồ sơ 33-01/2026/0002 (Hộ kinh doanh thứ 2)") && message.contains(words),
            "{message}"
        );
        assert!(refusal.citation().is_some_and(|found| found.contains(article)), "{refusal:?}");
    };
    named(&refused(&[&first, &other], &common_record()), "chưa chuẩn bị", "Điều 58");
    other.done(&controller(), &Command::PrepareViolation(part(25_000_000)));

    let change = |change: fn(&mut CaseFile)| {
        let mut case = other.case().clone();
        change(&mut case);
        Story { case: Some(case), now: other.now, history: other.history.clone() }
    };
    named(&refused(&[&first, &change(|case| case.inspection.related = None)], &common_record()), "vụ việc", "Điều 67");
    named(
        &refused(&[&first, &change(|case| case.unit = UnitId("33-02".to_owned()))], &common_record()),
        "đơn vị",
        "Điều 67",
    );
    let same = change(|case| case.inspection.party.id = PartyId(Uuid::nil()));
    named(&refused(&[&first, &same], &common_record()), "Cùng một người", "Điều 67");
    let many: Vec<&Story> = std::iter::once(&first).chain(std::iter::repeat_n(&other, MAX_TOGETHER)).collect();
    assert!(refused(&many, &common_record()).message().contains("tối đa 20"));
    let nothing = first.with_number(&number(&first, PaperKind::ViolationRecord), &controller(), |context| {
        decide_together(&[], &common_record(), context).unwrap_err()
    });
    assert_eq!(nothing, Refusal::Hidden);

    // A common moment before the other's act: his file is named. The first's own mistakes stay at their fields.
    let mut earlier = violation(25_000_000);
    earlier.made_at = date(2026, 11, 20).at(9, 0, 0, 0);
    let later = change(|case| case.prepared.as_mut().unwrap().acts[0].input.committed_on = date(2026, 11, 21));
    let refusal = refused(&[&first, &later], &Together::RecordViolation(Box::new(earlier)));
    assert!(refusal.message().starts_with("Hồ sơ 33-01/2026/0002") && refusal.citation().is_none(), "{refusal:?}");
    let none = DraftViolation { acts: Vec::new(), exhibits: Vec::new(), ..violation(1) };
    assert!(matches!(refused(&[&first, &other], &Together::RecordViolation(Box::new(none))), Refusal::Fields { .. }));

    // Who may not know of one of the files knows of none; a role that writes no records writes no common one.
    let hidden = change(|case| case.path = UnitPath("TW/33/33-02".to_owned()));
    assert_eq!(refused(&[&first, &hidden], &common_record()), Refusal::Hidden);
    let legal = actor(Role::LegalSection, "TW/33/33-PC");
    assert!(matches!(together(&[&first, &other], &legal, &common_record()), Err(Refusal::Role { .. })));
    // Another step: the file that is elsewhere is named.
    let wrong = refused(&[&first, &change(|case| case.stage = Stage::Verifying)], &common_record());
    assert!(wrong.message().starts_with("Hồ sơ 33-01/2026/0002"), "{wrong:?}");
    let missing = first.with_number(&number(&first, PaperKind::ViolationRecord), &controller(), |context| {
        let context = Context { number: None, ..*context };
        decide_together(&[first.case(), other.case()], &common_record(), &context).unwrap_err()
    });
    assert_eq!(missing, Refusal::NumberMissing);
}

#[test]
fn one_decision_fines_each_violator() {
    let (mut first, mut other) = proposed(PartyKind::Individual, 25_000_000, 8_000_000);
    sign_both(&mut first, &mut other, &actor(Role::TeamLeader, TEAM));
    let (a, b) = (first.case().decision.as_ref().unwrap(), other.case().decision.as_ref().unwrap());
    assert_eq!(a.frame, b.frame);
    assert_eq!((a.joint[0].decision.total_fine, a.joint[0].party.name.as_str()), (b.total_fine, "Hộ kinh doanh thứ 2"));
    assert!(first.history.last().unwrap().body.title().contains("chung với hồ sơ 33-01/2026/0002"));
    for case in [first.case(), other.case()] {
        let parts = case.parts_of_decision();
        let fines: Vec<(&str, Dong)> = parts
            .iter()
            .map(|part| (part.case.code.as_str(), part.case.decision.as_ref().unwrap().total_fine))
            .collect();
        assert_eq!(fines, [("33-01/2026/0001", a.total_fine), ("33-01/2026/0002", b.total_fine)]);
        assert!(parts.iter().all(|part| part.case.decision.as_ref().unwrap().frame == a.frame));
        assert_eq!(code_of(case, &a.frame), crate::paper::check_code(first.case().id, &a.frame));
    }
    let rests = &first.case().parts_of_decision()[1].evidence;
    assert!(rests.iter().any(|line| line.contains("BB-VPHC")), "{rests:?}");
    // From here each goes his own way.
    let service = Service { method: ServiceMethod::Direct, received_on: date(2026, 11, 20), receiver: "B".to_owned() };
    first.done(&controller(), &Command::RecordService(service));
    assert_eq!((first.case().stage, other.case().stage), (Stage::Served, Stage::SanctionDecided));
    assert_eq!(CaseFile::replay(&other.history).as_ref(), Some(other.case()));
}

/// Each violator's acts are measured for themselves: one beyond the signer's power takes the whole decision out of his hands.
#[test]
fn competence_is_asked_of_every_violator() {
    let (mut first, mut other) = proposed(PartyKind::Organisation, 120_000_000, 90_000_000);
    let leader = actor(Role::TeamLeader, TEAM);
    let alone = first.ask(&leader, Err(&Command::SignSanction));
    assert!(alone.is_ok(), "his own file he may sign");
    let refusal = together(&[&first, &other], &leader, &Together::SignSanction).unwrap_err();
    assert!(refusal.message().starts_with("Hồ sơ 33-01/2026/0002") && refusal.message().contains("Chi cục trưởng"));
    assert!(refusal.citation().is_some_and(|article| article.contains("189/2025")), "{refusal:?}");
    let legal = actor(Role::LegalSection, "TW/33/33-PC");
    assert!(matches!(together(&[&first, &other], &legal, &Together::SignSanction), Err(Refusal::Role { .. })));
    sign_both(&mut first, &mut other, &head());
    assert_eq!(other.case().stage, Stage::SanctionDecided);
}

/// The words of a paper at an address.
fn said(case: &CaseFile, address: &str) -> String {
    words(&case.document(address).unwrap_or_else(|| panic!("nothing at {address}")))
}

fn texts(story: &Story) -> String {
    let case = story.case();
    words(&document(case, case.steps.last().unwrap()).unwrap())
}

fn words(paper: &Document) -> String {
    let lines = paper.blocks.iter().filter_map(|block| match block {
        Block::Para { runs } => Some(runs.iter().map(|run| run.text.as_str()).collect::<String>()),
        Block::Article { title, .. } => Some(title.clone()),
        _ => None,
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn cancel(story: &mut Story, key: &str, number: &str) {
    let answers = [
        ("paper", Answer::Paper { number: number.to_owned(), name: "Văn bản".to_owned() }),
        ("why", Answer::Choice { key: "thu-tuc".to_owned(), label: "vi phạm thủ tục ban hành".to_owned() }),
        ("reason", Answer::Text { text: "Sai đối tượng".to_owned() }),
        ("was", Answer::Text { text: "A".to_owned() }),
        ("now", Answer::Text { text: "B".to_owned() }),
        ("change", Answer::Text { text: "C".to_owned() }),
    ];
    let answers = Answers(answers.into_iter().map(|(key, answer)| (key.to_owned(), answer)).collect());
    story.done(&head(), &Command::Proceed { key: key.to_owned(), answers });
}

/// A correction in one file concerns its violator alone, and says so.
#[test]
fn cancelled_for_one_it_holds_for_the_other() {
    let (mut first, mut other) = recorded(PartyKind::Individual, 25_000_000);
    let frame = first.case().violation.as_ref().unwrap().frame.clone();
    cancel(&mut first, "huy-bien-ban", &frame.number.text);
    assert_eq!(first.case().stage, Stage::InspectionRecordedViolation);
    assert_eq!(first.case().paper_state(&frame.number.text), PaperState::Cancelled);
    assert_eq!(other.case().paper_state(&frame.number.text), PaperState::InForce);
    let told = texts(&first);
    assert!(told.contains("chỉ áp dụng đối với Hộ kinh doanh Trần Văn B; phần của Hộ kinh doanh thứ 2"), "{told}");
    assert!(told.contains(&frame.number.text), "{told}");
    // Still the common paper, found and checked by its one code.
    assert_eq!(code_of(first.case(), &frame), code_of(other.case(), &frame));
    let shown = said(first.case(), "bien-ban-vi-pham-hanh-chinh-cu-0");
    assert!(
        shown.contains("Người vi phạm thứ 2:") && shown.contains("Đã hủy phần đối với Hộ kinh doanh Trần Văn B"),
        "{shown}"
    );
    assert!(!said(other.case(), "bien-ban-vi-pham-hanh-chinh").contains("Đã hủy phần"), "it stands for the other");
    // Made anew for him alone; the cancellation goes on speaking of what it cancelled.
    first.done(&controller(), &Command::RecordViolation(violation(25_000_000)));
    let anew = first.case().violation.as_ref().unwrap().frame.number.text.clone();
    assert_ne!(anew, frame.number.text);
    let told = texts(&first);
    assert!(told.contains(&frame.number.text) && !told.contains(&anew), "{told}");

    let before = other.case().violation.clone();
    for (key, state) in [("dinh-chinh", PaperState::Amended), ("sua-doi-bo-sung", PaperState::Amended)] {
        cancel(&mut other, key, &frame.number.text);
        assert_eq!(other.case().paper_state(&frame.number.text), state);
        assert!(texts(&other).contains("phần của Hộ kinh doanh Trần Văn B không thay đổi"), "{key}: {}", texts(&other));
    }
    assert_eq!(other.case().violation, before);

    let (mut first, mut other) = proposed(PartyKind::Individual, 25_000_000, 8_000_000);
    sign_both(&mut first, &mut other, &head());
    let frame = first.case().decision.as_ref().unwrap().frame.clone();
    cancel(&mut other, "huy-bo-quyet-dinh", &frame.number.text);
    assert_eq!((other.case().stage, first.case().stage), (Stage::ViolationRecorded, Stage::SanctionDecided));
    assert!(texts(&other).contains("phần của Hộ kinh doanh Trần Văn B"), "{}", texts(&other));
    let shown = said(other.case(), "quyet-dinh-xu-phat-cu-0");
    assert!(
        shown.contains("Người vi phạm thứ 1:") && shown.contains("Đã hủy phần đối với Hộ kinh doanh thứ 2"),
        "{shown}"
    );
    // A cancellation of a paper of one says nothing of others.
    let inspection = first.case().inspection_decision.as_ref().unwrap().number.text.clone();
    cancel(&mut first, "dinh-chinh", &inspection);
    assert!(!texts(&first).contains("lập chung"), "{}", texts(&first));
}

#[test]
fn a_paper_holds_while_one_part_does() {
    use PaperState::{Amended, Cancelled, InForce};
    for (parts, state) in [
        (vec![InForce, Cancelled], InForce),
        (vec![Amended, InForce], InForce),
        (vec![Cancelled, Amended], Amended),
        (vec![Cancelled, Cancelled], Cancelled),
        (Vec::new(), InForce),
    ] {
        assert_eq!(PaperState::of_parts(parts.clone()), state, "{parts:?}");
    }
}

/// The common papers as they print, the same from either file, in one file a lawyer can read.
#[test]
fn the_common_papers_as_the_golden_file() {
    let (mut first, mut other) = proposed(PartyKind::Individual, 40_000_000, 15_000_000);
    sign_both(&mut first, &mut other, &head());
    let mut out = String::from("# Văn bản lập chung cho hai người vi phạm, điền thử\n\n");
    for (title, address) in
        [("Biên bản chung", "bien-ban-vi-pham-hanh-chinh"), ("Quyết định chung", "quyet-dinh-xu-phat")]
    {
        let papers = [first.case(), other.case()].map(|case| case.document(address).unwrap());
        let plain = |paper: &Document| Document { foot: String::new(), ..paper.clone() };
        assert_eq!(plain(&papers[0]), plain(&papers[1]), "the same paper in either file, but for the file it names");
        out.push_str(&format!("## {title}\n\n"));
        super::papers::write(&papers[0], &mut out).unwrap();
    }
    let kept = include_str!("../../../tests/golden/common_papers.md");
    assert!(out == kept, "common_papers.md is now:\n{out}");
}

/// Files from before the positions of events were kept go on naming the record they rest on.
#[test]
fn a_decision_of_before_the_positions_names_its_record() {
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    story.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    story.done(&head(), &Command::SignSanction);
    let now = story.case().document("quyet-dinh-xu-phat").unwrap();
    let mut old = story.case().clone();
    old.violation.as_mut().unwrap().seq = 0;
    old.decision.as_mut().unwrap().seq = 0;
    assert_eq!(old.document("quyet-dinh-xu-phat"), Some(now));
}

/// Three violators, asked from the last one's file: the order of the paper is that of the files.
#[test]
fn the_order_of_the_paper_does_not_depend_on_where_it_was_asked() {
    let (mut first, mut second) = pair(PartyKind::Individual);
    let mut third = Story { case: None, now: first.now, history: Vec::new() };
    let event = third.ask(&controller(), Ok(&opening_of(3, PartyKind::Individual))).unwrap();
    third.take(event);
    for story in [&mut first, &mut second] {
        story.done(&controller(), &Command::PrepareViolation(part(25_000_000)));
    }
    let events = together(&[&third, &first, &second], &controller(), &common_record()).unwrap();
    for (story, event) in [&mut third, &mut first, &mut second].into_iter().zip(events) {
        story.take(event);
    }
    for (story, place) in [(&first, 1), (&second, 2), (&third, 3)] {
        let frame = &story.case().violation.as_ref().unwrap().frame;
        let common = story.case().common(frame).unwrap();
        assert_eq!((common.place, common.first), (place, first.case().id));
        let codes: Vec<String> = story.case().parts_of_record().into_iter().map(|part| part.case.code).collect();
        assert_eq!(codes, ["33-01/2026/0001", "33-01/2026/0002", "33-01/2026/0003"]);
        assert_eq!(story.case().common_by_number(&frame.number.text), Some(common));
    }
    assert!(first.case().parts_of_decision().is_empty(), "nothing is decided");
    let bare = Story::inspected(PartyKind::Individual);
    assert!(bare.case().parts_of_record().is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Whatever is tried in whichever of the two files, alone or in common: each replays, and a number that stands in both is
    /// that of one common paper, with one frame and with each other's part.
    #[test]
    fn random_walks_of_two_files(choices in prop::collection::vec((0_usize..11, any::<bool>(), 0_i64..3), 40)) {
        let (mut one, mut two) = pair(PartyKind::Individual);
        let mut serial = 100_u32;
        for (choice, swap, days) in choices {
            serial += 1;
            one.now = one.now.checked_add(jiff::Span::new().days(days).hours(1)).unwrap();
            two.now = one.now;
            let (this, that) = if swap { (&mut two, &mut one) } else { (&mut one, &mut two) };
            let draft = DraftViolation { made_at: this.now, ..violation(25_000_000) };
            let paper = this.case().papers().last().map(|paper| paper.number.clone()).unwrap_or_default();
            let command = match choice {
                0 | 1 => Some((controller(), Command::PrepareViolation(draft.clone()))),
                2 => Some((controller(), Command::RecordViolation(draft.clone()))),
                3 | 4 => Some((controller(), Command::ProposeSanction(content(8_000_000)))),
                5 => Some((head(), Command::SignSanction)),
                6 | 7 => {
                    let key = if choice == 6 { "huy-bien-ban" } else { "huy-bo-quyet-dinh" };
                    let answers = [
                        ("paper", Answer::Paper { number: paper, name: "Văn bản".to_owned() }),
                        ("why", Answer::Choice { key: "thu-tuc".to_owned(), label: "thủ tục".to_owned() }),
                        ("reason", Answer::Text { text: "Sai".to_owned() }),
                    ];
                    let answers = Answers(answers.into_iter().map(|(key, answer)| (key.to_owned(), answer)).collect());
                    Some((head(), Command::Proceed { key: key.to_owned(), answers }))
                }
                _ => None,
            };
            let before = (this.case().clone(), that.case().clone());
            let events = match command {
                Some((who, command)) => {
                    let answer = this.with_serial(serial, &who, |context| decide(Ask::Do(this.case(), &command), context));
                    answer.map(|event| vec![event])
                }
                None => {
                    let asked =
                        if choice == 8 { Together::RecordViolation(Box::new(draft)) } else { Together::SignSanction };
                    let who = if choice == 8 { controller() } else { head() };
                    this.with_serial(serial, &who, |context| {
                        decide_together(&[this.case(), that.case()], &asked, context)
                    })
                }
            };
            let Ok(events) = events else {
                prop_assert_eq!((this.case(), that.case()), (&before.0, &before.1));
                continue;
            };
            let mut events = events.into_iter();
            this.take(events.next().unwrap());
            if let Some(event) = events.next() {
                that.take(event);
            }
            prop_assert!(events.next().is_none());
            let replayed = (CaseFile::replay(&one.history), CaseFile::replay(&two.history));
            prop_assert_eq!((replayed.0.as_ref(), replayed.1.as_ref()), (one.case.as_ref(), two.case.as_ref()));
            let frames = |case: &CaseFile| -> Vec<Signed> {
                let records = case.violation.iter().chain(&case.cancelled_records).map(|record| record.frame.clone());
                let decisions = case.decision.iter().chain(&case.cancelled_decisions);
                records.chain(decisions.map(|decision| decision.frame.clone())).collect()
            };
            for (case, other) in [(one.case(), two.case()), (two.case(), one.case())] {
                for frame in frames(case) {
                    let shared = frames(other).contains(&frame);
                    let common = case.common(&frame);
                    prop_assert_eq!(shared, common.is_some(), "{}", frame.number.text);
                    prop_assert!(common.is_none_or(|common| common.first == one.case().id && common.others.len() == 1));
                }
            }
        }
    }
}
