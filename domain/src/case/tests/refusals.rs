//! The main line refused: answers that contradict the case at their field, what the law forbids with its article, and a file
//! that lost a paper.

use super::procedures::{controller, head, leader};
use super::*;
use crate::law::deadline::late_interest;
use crate::law::fine::OffenderKind;
use crate::law::relief::may_skip_record;

/// Where a refusal points: the fields of a form, or the code of the law.
fn place(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Fields { errors } => errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>().join(" "),
        Refusal::Law { refusal } => refusal.code.clone(),
        other => panic!("{other:?}"),
    }
}

fn check(refusal: &Refusal, expected: &str, words: &str) {
    assert_eq!(place(refusal), expected, "{refusal:?}");
    assert!(refusal.message().contains(words), "{}", refusal.message());
}

fn day(year: i16, month: i8, day: i8) -> Date {
    date(year, month, day)
}

/// The decision is signed at 8:00 on Friday 20/11/2026; the place may be inspected for one working day.
#[test]
fn an_inspection_record_keeps_to_its_decision() {
    let mut story = Story { case: None, now: day(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
    let event = story.ask(&controller(), Ok(&opening(PartyKind::Individual))).unwrap();
    story.take(event);
    story.done(&leader(), &Command::SignInspectionDecision);
    story.now = day(2026, 11, 25).at(11, 0, 0, 0);
    let (announced, friday) = (day(2026, 11, 20).at(8, 30, 0, 0), day(2026, 11, 20));
    for (announced_at, finished_at, field, words) in [
        (friday.at(7, 59, 0, 0), friday.at(9, 0, 0, 0), "announced_date", "được ký (08 giờ 00 phút, ngày 20/11/2026)"),
        (announced, friday.at(8, 15, 0, 0), "finished_date", "sau khi công bố quyết định (08 giờ 30 phút"),
        (announced, day(2026, 11, 25).at(11, 1, 0, 0), "finished_date", "Bây giờ là 11 giờ 00 phút, ngày 25/11/2026"),
        // Saturday, Sunday: the one working day after the announcement is Monday.
        (
            announced,
            day(2026, 11, 24).at(0, 0, 0, 0),
            "finished_date",
            "trước 23 giờ 59 phút, ngày 23/11/2026 (1 ngày làm việc, khoản 2 Điều 22",
        ),
    ] {
        let wrong = InspectionRecord { announced_at, finished_at, ..record() };
        check(&story.refused(&controller(), &Command::RecordInspection(wrong)), field, words);
    }
    let last = InspectionRecord { finished_at: day(2026, 11, 23).at(23, 59, 0, 0), ..record() };
    assert!(story.ask(&controller(), Err(&Command::RecordInspection(last))).is_ok());
    // A year nobody has entered is no reason to call a record late.
    let long =
        Command::RecordInspection(InspectionRecord { finished_at: day(2026, 11, 24).at(9, 0, 0, 0), ..record() });
    let mut short = WorkCalendar::embedded().clone();
    short.years.retain(|year| *year != 2026);
    let refusal = story.with_context(&controller(), |context| {
        decide(Ask::Do(story.case(), &long), &Context { calendar: &short, ..*context }).unwrap_err()
    });
    check(&refusal, "calendar-missing", "phải nhập lịch làm việc năm 2026");
}

/// Bad input of the violation record: what the law engine refuses reaches the officer with its article.
#[test]
fn a_violation_record_is_judged_by_the_law() {
    let story = Story::inspected(PartyKind::Individual);
    let act = |change: fn(&mut DraftViolation)| {
        let mut draft = violation(25_000_000);
        change(&mut draft);
        story.refused(&controller(), &Command::RecordViolation(draft))
    };
    check(&act(|draft| draft.acts[0].input.behaviour_id = "khong-co".to_owned()), "unknown-behaviour", "Chọn lại");
    check(&act(|draft| draft.exhibits.clear()), "amount-needed", "theo trị giá tang vật");
    check(&act(|draft| draft.acts[0].input.committed_on = date(2020, 10, 14)), "not-in-force", "từ 15/10/2020");
    check(&act(|draft| draft.birth_date = Some(date(2012, 11, 21))), "under-fourteen", "Người dưới 14 tuổi");
    check(&act(|draft| draft.exhibits[0].quantity = 0), "exhibits.0.quantity", "Áo khoác: nhập số lượng");
    for price in [-1, crate::money::MAX_DONG + 1] {
        let mut draft = violation(price);
        draft.exhibits[0].quantity = 1;
        check(&story.refused(&controller(), &Command::RecordViolation(draft)), "exhibits.0.unit_price", "đơn giá");
    }
    let many = act(|draft| (draft.exhibits[0].quantity, draft.exhibits[0].unit_price) = (4_000_000, Dong(25_000_001)));
    check(&many, "exhibits.0.unit_price", "trị giá không hợp lý");
    let mut quantity = violation(1);
    (quantity.acts[0].input.behaviour_id, quantity.acts[0].input.amount) = ("nd98-d8-phao".to_owned(), Some(-500));
    check(&story.refused(&controller(), &Command::RecordViolation(quantity)), "amount-absurd", "không thể âm");
    // On his fourteenth birthday a person can be warned.
    let mut fourteen = violation(25_000_000);
    fourteen.birth_date = Some(date(2012, 11, 20));
    let EventBody::ViolationRecorded { record } =
        story.ask(&controller(), Err(&Command::RecordViolation(fourteen))).unwrap().body
    else {
        panic!()
    };
    assert!(record.content.assessment.acts[0].warning_only);
}

/// Each time is an act of its own (Luật XLVPHC Điều 3 khoản 1 điểm d); the same day twice is one act written twice.
#[test]
fn repeated_acts_are_recorded_by_their_days() {
    let story = Story::inspected(PartyKind::Individual);
    let mut draft = violation(25_000_000);
    let mut earlier = draft.acts[0].clone();
    (earlier.input.committed_on, earlier.input.amount) = (date(2026, 11, 12), Some(25_000_000));
    draft.acts.push(earlier);
    let EventBody::ViolationRecorded { record } =
        story.ask(&controller(), Err(&Command::RecordViolation(draft.clone()))).unwrap().body
    else {
        panic!()
    };
    assert_eq!(record.content.assessment.total_proposed, Dong(16_000_000), "8 million each time");
    draft.acts[1].input.committed_on = date(2026, 11, 20);
    check(&story.refused(&controller(), &Command::RecordViolation(draft)), "acts.1.behaviour", "cùng ngày vi phạm");
}

/// Recorded on Friday 20/11/2026: five working days end on 30/11, as 24/11 is off.
#[test]
fn an_explanation_comes_in_its_time() {
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    let explain = |kind, received_on| {
        Command::RecordExplanation(Explanation { kind, received_on, content: "Xin giảm nhẹ".to_owned() })
    };
    let written = |on| explain(ExplanationKind::Written, on);
    check(&story.refused(&controller(), &written(day(2026, 11, 19))), "received_on", "biên bản (20/11/2026)");
    check(&story.refused(&controller(), &written(day(2026, 11, 21))), "received_on", "ở tương lai");
    story.now = day(2026, 12, 1).at(9, 0, 0, 0);
    let late = story.refused(&controller(), &written(day(2026, 12, 1)));
    check(&late, "received_on", "Đã quá hạn giải trình: 30/11/2026 (5 ngày làm việc, khoản 2 Điều 61");
    assert!(story.ask(&controller(), Err(&written(day(2026, 11, 30)))).is_ok());
    assert!(story.ask(&controller(), Err(&explain(ExplanationKind::Waived, day(2026, 12, 1)))).is_ok());
    let mut short = WorkCalendar::embedded().clone();
    short.years.clear();
    let refusal = story.with_context(&controller(), |context| {
        let command = written(day(2026, 12, 1));
        decide(Ask::Do(story.case(), &command), &Context { calendar: &short, ..*context }).unwrap_err()
    });
    check(&refusal, "calendar-missing", "2026");
    let early = Story::inspected(PartyKind::Individual);
    let refusal = early.refused(&controller(), &written(day(2026, 11, 20)));
    assert!(matches!(refusal, Refusal::WrongStage { stage: Stage::InspectionRecordedViolation, .. }), "{refusal:?}");
}

/// Luật XLVPHC Điều 61 khoản 2: extended once, by no more than five working days, before its end; until then nobody signs and
/// the explanation still counts.
#[test]
fn an_explanation_is_extended_once() {
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    story.done(&controller(), &Command::ProposeSanction(content(15_000_000)));
    story.now = day(2026, 11, 30).at(17, 0, 0, 0);
    for until in ["30/11/2026", "08/12/2026"] {
        let command = story.command("gia-han-giai-trinh", &[("until", until)]);
        check(
            &story.refused(&leader(), &command),
            "until",
            "sau 30/11/2026 và không quá 07/12/2026 (5 ngày làm việc kể từ khi hết thời hạn, khoản 2 Điều 61",
        );
    }
    let week = story.command("gia-han-giai-trinh", &[("until", "07/12/2026")]);
    let open = story.case().clone();
    story.done(&leader(), &week);
    let window = deadlines(story.case(), WorkCalendar::embedded()).into_iter().find(|due| due.id == "D-13").unwrap();
    assert_eq!(window.due, day(2026, 12, 7).at(23, 59, 59, 0));
    story.now = day(2026, 12, 2).at(9, 0, 0, 0);
    let refusal = story.refused(&leader(), &Command::SignSanction);
    check(&refusal, "explanation-open", "đến hết 07/12/2026, đã được gia hạn");
    assert!(refusal.citation().unwrap().contains("Điều 61"));
    let written = Explanation {
        kind: ExplanationKind::Written,
        received_on: day(2026, 12, 2),
        content: "Xin giảm nhẹ".to_owned(),
    };
    story.done(&controller(), &Command::RecordExplanation(written));
    story.done(&leader(), &Command::SignSanction);
    // Once it has ended there is nothing to extend.
    story.case = Some(open);
    story.now = day(2026, 12, 1).at(0, 0, 0, 0);
    let late = story.command("gia-han-giai-trinh", &[("until", "02/12/2026")]);
    check(&story.refused(&leader(), &late), "explanation-lapsed", "đã hết từ 23 giờ 59 phút, ngày 30/11/2026");
}

#[test]
fn a_proposal_says_everything() {
    let story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    let propose = |story: &Story, content| story.refused(&controller(), &Command::ProposeSanction(content));
    let silent = SanctionContent { fines: Vec::new(), ..content(0) };
    check(&propose(&story, silent), "fines.0.amount", "Nhập mức phạt cho hành vi “");

    let mut bare = story;
    let record = &mut bare.case.as_mut().unwrap().violation.as_mut().unwrap().content;
    record.acts[0].input.amount = Some(25_000_000);
    record.exhibits.clear();
    check(&propose(&bare, content(8_000_000)), "confiscate", "không ghi tang vật nào");

    // A frame nobody has compared with the gazette.
    let mut unsure = Story::inspected(PartyKind::Individual);
    let mut draft = violation(40_000_000);
    draft.acts[0].input.behaviour_id = "nd98-d17-c".to_owned();
    unsure.done(&controller(), &Command::RecordViolation(draft));
    let fine = unsure.case().violation.as_ref().unwrap().content.assessment.total_proposed;
    check(&propose(&unsure, content(fine.0)), "fines.0.reason", "chưa được đối chiếu văn bản");
    let mut compared = content(fine.0);
    compared.fines[0].reason = "Đã đối chiếu Công báo".to_owned();
    unsure.done(&controller(), &Command::ProposeSanction(compared));
    let list = unsure.with_context(&head(), |context| completeness(unsure.case(), context));
    let heeded: Vec<&str> =
        list.iter().filter(|check| check.verdict == Verdict::Heed).map(|check| check.title.as_str()).collect();
    assert_eq!(heeded, ["Khung phạt chưa đối chiếu văn bản"]);
}

/// Luật XLVPHC Điều 6, 61, 65: what has become impossible since the proposal.
#[test]
fn a_decision_is_refused_with_its_article() {
    // Committed on 20/11/2024: two years end with 20/11/2026.
    let mut story = Story::inspected(PartyKind::Individual);
    let mut old = violation(25_000_000);
    old.acts[0].input.committed_on = date(2024, 11, 20);
    story.done(&controller(), &Command::RecordViolation(old));
    story.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    story.now = day(2026, 11, 21).at(9, 0, 0, 0);
    let refusal = story.refused(&leader(), &Command::SignSanction);
    check(&refusal, "limitation-over", "đã hết thời hiệu xử phạt từ 20/11/2026");
    assert!(refusal.citation().unwrap().starts_with("khoản 1 Điều 6 "), "{refusal:?}");
    let list = story.with_context(&leader(), |context| completeness(story.case(), context));
    assert!(list.iter().any(|check| check.verdict == Verdict::Heed && check.note.contains("đã hết thời hiệu")));

    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    story.proceed(&controller(), "yeu-cau-phien-giai-trinh", &[]);
    story.done(&controller(), &Command::ProposeSanction(content(15_000_000)));
    let refusal = story.refused(&leader(), &Command::SignSanction);
    check(&refusal, "hearing-due", "Tổ chức phiên giải trình");
    story.proceed(&controller(), "phien-giai-trinh", &[]);
    assert!(story.ask(&leader(), Err(&Command::SignSanction)).is_ok(), "heard");

    let mut nobody = Story::recorded(PartyKind::Individual, 25_000_000);
    nobody.case.as_mut().unwrap().inspection.owner_unknown = true;
    let refusal = nobody.refused(&controller(), &Command::ProposeSanction(content(8_000_000)));
    check(&refusal, "offender-unknown", "ra quyết định tịch thu");
    assert!(refusal.citation().unwrap().starts_with("điểm b khoản 1 Điều 65"), "{refusal:?}");
}

/// Signed and served on 23/11/2026.
#[test]
fn execution_follows_the_decision() {
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    story.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    story.now = day(2026, 11, 23).at(9, 0, 0, 0);
    story.done(&leader(), &Command::SignSanction);
    let serve = |on| {
        Command::RecordService(Service { method: ServiceMethod::Direct, received_on: on, receiver: "B".to_owned() })
    };
    check(
        &story.refused(&controller(), &serve(day(2026, 11, 22))),
        "received_on",
        "từ 23/11/2026 (ngày ký quyết định)",
    );
    check(&story.refused(&controller(), &serve(day(2026, 11, 24))), "received_on", "Hôm nay là 23/11/2026");
    story.done(&controller(), &serve(day(2026, 11, 23)));
    let carry = |part, on| Command::RecordExecution(Execution { part, done_on: on, note: String::new() });
    for part in [ExecutionPart::Fine, ExecutionPart::Remedies, ExecutionPart::Supplementary] {
        check(&story.refused(&controller(), &carry(part, day(2026, 11, 23))), "part", part.label());
    }
    let early = story.refused(&controller(), &carry(ExecutionPart::Confiscation, day(2026, 11, 20)));
    check(&early, "done_on", "(ngày nhận quyết định)");

    // Ten days of execution end on 03/12; paid a week late.
    story.done(&controller(), &carry(ExecutionPart::Confiscation, day(2026, 11, 23)));
    story.now = day(2026, 12, 10).at(9, 0, 0, 0);
    let paid = Payment { paid_on: day(2026, 12, 10), amount: Dong(8_000_000), receipt: "0001".to_owned() };
    story.done(&controller(), &Command::RecordPayment(paid));
    let owed = late_interest(Dong(8_000_000), day(2026, 12, 3), day(2026, 12, 10));
    assert_eq!(owed, Dong(28_000));
    let close = Command::CloseCase { note: String::new() };
    let Refusal::Incomplete { missing, citation } = story.refused(&leader(), &close) else { panic!() };
    assert_eq!(missing, [format!("Tiền chậm nộp phạt (còn {owed})")]);
    assert!(citation.contains("Điều 73"), "{citation}");
    story.proceed(&controller(), "nop-tien-cham-nop", &[("amount", "28.000")]);
    story.done(&leader(), &close);
}

/// A file that lost a paper is refused like one that has none yet; nothing panics.
#[test]
fn a_file_without_its_paper_takes_no_step() {
    let mut proposed = Story::recorded(PartyKind::Individual, 25_000_000);
    proposed.done(&controller(), &Command::ProposeSanction(content(8_000_000)));
    let explain = Explanation { kind: ExplanationKind::Waived, received_on: day(2026, 11, 20), content: String::new() };
    for (stage, who, command) in [
        (Stage::InspectionDecided, controller(), Command::RecordInspection(record())),
        (Stage::InspectionRecordedViolation, controller(), Command::RecordViolation(violation(1))),
        (Stage::ViolationRecorded, controller(), Command::RecordExplanation(explain)),
        (Stage::ViolationRecorded, controller(), Command::ProposeSanction(content(1))),
        (Stage::SanctionProposed, leader(), Command::SignSanction),
    ] {
        let mut case = proposed.case().clone();
        case.stage = stage;
        (case.inspection_decision, case.inspection_record, case.violation) = (None, None, None);
        let refusal = proposed.with_context(&who, |context| decide(Ask::Do(&case, &command), context)).unwrap_err();
        assert!(
            matches!(&refusal, Refusal::WrongStage { stage: at, step } if *at == stage && !step.is_empty()),
            "{command:?}: {refusal:?}"
        );
    }
    let missing = |change: fn(&mut CaseFile)| {
        let mut case = proposed.case().clone();
        change(&mut case);
        let list = proposed.with_context(&leader(), |context| completeness(&case, context));
        list.into_iter().filter(|check| check.verdict == Verdict::Missing).map(|check| check.note).collect::<Vec<_>>()
    };
    assert_eq!(missing(|case| case.inspection_record = None), ["Thiếu quyết định kiểm tra hoặc biên bản."]);
    let unknown = missing(|case| {
        case.violation.as_mut().unwrap().content.acts[0].input.behaviour_id = "khong-co".to_owned();
    });
    assert_eq!(unknown, ["Hành vi không có trong danh mục. Chọn lại hành vi từ danh sách."]);
    let spoilt = missing(|case| {
        case.inspection.kind = InspectionKind::Detected;
        (case.inspection_decision, case.inspection_record) = (None, None);
        case.violation.as_mut().unwrap().frame.number.text.clear();
    });
    assert_eq!(spoilt, ["Có văn bản chưa được cấp số."]);
}

/// Found by technical means an act needs its record, however small (Luật XLVPHC Điều 56 khoản 1); before the law there was
/// none to skip.
#[test]
fn a_record_is_not_skipped() {
    let story = Story::recorded(PartyKind::Individual, 1);
    let act = &story.case().violation.as_ref().unwrap().content.assessment.acts[0];
    let skip = |technical, on| may_skip_record(act, OffenderKind::Individual, technical, on).unwrap_err();
    assert_eq!(skip(true, day(2026, 11, 20)).code, "technical-means");
    assert!(skip(true, day(2026, 11, 20)).citation.place.starts_with("khoản 1 Điều 56"));
    assert_eq!(skip(false, day(2026, 11, 20)).code, "record-needed", "500,000 – 1,000,000");
    assert_eq!(skip(false, day(2013, 6, 30)).code, "not-in-force");
    assert!(skip(false, day(2013, 6, 30)).citation.place.starts_with("Điều 141"));
}

#[test]
fn refusals_speak_and_cite() {
    let stage = Stage::Served;
    let step = "ký".to_owned();
    for (refusal, message, citation) in [
        (Refusal::Hidden, "Không tìm thấy hồ sơ trong phạm vi đơn vị của đồng chí.", None),
        (
            Refusal::WrongStage { stage, step: step.clone() },
            "Không thể ký khi hồ sơ ở bước “Đang thi hành”. Mở hồ sơ để xem việc cần làm tiếp theo.",
            None,
        ),
        (
            Refusal::NotNow {
                stage,
                step,
                missing: vec!["cần: A".to_owned(), "vướng: B".to_owned()],
                citation: "Điều 1".to_owned(),
            },
            "Chưa thể thực hiện “ký” khi hồ sơ ở bước “Đang thi hành”: cần: A; vướng: B.",
            Some("Điều 1"),
        ),
        (Refusal::OutOfTurn { code: "a".to_owned(), message: "Chờ a.".to_owned() }, "Chờ a.", None),
        (
            Refusal::Incomplete { missing: vec!["A".to_owned(), "B".to_owned()], citation: "Điều 2".to_owned() },
            "Còn việc chưa xong: A; B.",
            Some("Điều 2"),
        ),
        (
            Refusal::Fields { errors: vec![FieldError::new("a", "Sửa a."), FieldError::new("b", "Sửa b.")] },
            "Sửa a. Sửa b.",
            None,
        ),
        (Refusal::NumberMissing, "Chưa lấy được số văn bản. Thử lại; nếu vẫn lỗi, báo quản trị hệ thống.", None),
    ] {
        assert_eq!((refusal.message().as_str(), refusal.citation().as_deref()), (message, citation));
    }
}
