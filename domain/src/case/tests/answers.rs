//! The answers of a procedure's form: what is missing or wrong is named at its field, what no form would post is refused too.

use super::procedures::{answered, code, controller, head, leader, served, try_answered};
use super::*;
use crate::case::procedure::{Answer, Answers, Kind, available, find, why_not};
use crate::officer::Role;
use std::collections::BTreeMap;

/// The errors of a form of which only `given` was filled in otherwise than suggested.
fn errors(story: &Story, key: &str, given: &[(&str, &str)]) -> Vec<(String, String)> {
    let list = try_answered(story.case(), find(key).unwrap(), story.now, given).err().unwrap_or_default();
    list.into_iter().map(|error| (error.field, error.message)).collect()
}

#[test]
fn what_is_typed_wrong_is_told_at_its_field() {
    let story = served();
    let long = "a".repeat(501);
    for (key, name, typed, field, message) in [
        ("giam-mien", "amount", "", "amount", "Số tiền được giảm, miễn: chưa nhập."),
        ("giam-mien", "amount", "-5", "amount", "Số tiền được giảm, miễn: Số tiền không thể âm. Nhập số từ 0 trở lên."),
        ("giam-mien", "how", "", "how", "Hình thức: chọn một mục."),
        ("giam-mien", "how", "xoa", "how", "Hình thức: Chọn một mục trong danh sách."),
        ("giam-mien", "reason", " ", "reason", "Lý do: chưa nhập."),
        ("keo-dai-kiem-tra", "days", "6", "days", "Tổng thời hạn, ngày làm việc từ ngày công bố: Nhập số từ 2 đến 5."),
        ("keo-dai-kiem-tra", "days", "ba", "days", "Tổng thời hạn, ngày làm việc từ ngày công bố: Nhập số từ 2 đến 5."),
        ("keo-dai-kiem-tra", "days", "", "days", "Tổng thời hạn, ngày làm việc từ ngày công bố: chưa nhập."),
        (
            "hoan",
            "until",
            "31/02/2027",
            "until",
            "Hoãn đến hết ngày: Tháng 2 năm 2027 chỉ có 28 ngày. Kiểm tra lại ngày.",
        ),
        ("dinh-chinh", "paper", "", "paper", "Văn bản: chọn một mục."),
        ("dinh-chinh", "paper", "33019999/QĐ-XPHC", "paper", "Văn bản: Chọn một văn bản của hồ sơ."),
        (
            "dinh-gia",
            "at_time",
            "25:00",
            "at_date",
            "Thời điểm lập biên bản: Giờ từ 0 đến 23, phút từ 0 đến 59, ví dụ 14:30.",
        ),
        ("dinh-gia", "place", long.as_str(), "place", "Nơi lập biên bản: dài 501 ký tự, tối đa 500. Rút gọn lại."),
        ("dinh-gia", "exhibits.0.take", "", "exhibits", "Tang vật và đơn giá: chọn ít nhất một khoản."),
        (
            "dinh-gia",
            "exhibits.0.price",
            "chín",
            "exhibits.0.price",
            "Áo khoác: đơn giá. Số tiền chỉ gồm chữ số, ví dụ 1.500.000. Bỏ các chữ và ký hiệu khác.",
        ),
        ("dinh-gia", "exhibits.0.quantity", "2", "exhibits.0.quantity", "Áo khoác: nhập số lượng từ 1 đến 1."),
        ("dinh-gia", "exhibits.0.quantity", "0", "exhibits.0.quantity", "Áo khoác: nhập số lượng từ 1 đến 1."),
    ] {
        let found = errors(&story, key, &[(name, typed)]);
        assert_eq!(found.first(), Some(&(field.to_owned(), message.to_owned())), "{key}, {name} = {typed:?}");
    }
    // No moment at all is missing, and every error is told at once.
    let found = errors(&story, "dinh-gia", &[("at_date", ""), ("at_time", ""), ("signed", "")]);
    let told: Vec<&str> = found.iter().map(|(_, message)| message.as_str()).collect();
    assert_eq!(told, ["Thời điểm lập biên bản: nhập ngày và giờ.", "Bên liên quan ký biên bản: chọn một mục."]);
    assert_eq!(errors(&story, "dinh-gia", &[("exhibits.0.quantity", "1")]), []);
}

/// Every question of every kind, read and shown again.
#[test]
fn answers_are_read_as_they_were_given() {
    let story = served();
    let at = date(2026, 11, 23).at(14, 0, 0, 0);
    let exhibits = answered(story.case(), find("dinh-gia").unwrap(), story.now, &[("exhibits.0.price", "95.000.000")]);
    let list = exhibits.exhibits().to_vec();
    assert_eq!((list.len(), list[0].quantity, list[0].unit_price), (1, 1, Some(Dong(95_000_000))));
    let answers = Answers(BTreeMap::from([
        ("text".to_owned(), Answer::Text { text: "Kho số 1".to_owned() }),
        ("date".to_owned(), Answer::Date { date: date(2026, 11, 3) }),
        ("moment".to_owned(), Answer::Moment { at }),
        ("money".to_owned(), Answer::Money { amount: Dong(1_500_000) }),
        ("count".to_owned(), Answer::Count { count: 1_200 }),
        ("choice".to_owned(), Answer::Choice { key: "ky".to_owned(), label: "Đã ký".to_owned() }),
        ("exhibits".to_owned(), Answer::Exhibits { list }),
        (
            "paper".to_owned(),
            Answer::Paper { number: "33010001/BB-KT".to_owned(), name: "Biên bản kiểm tra".to_owned() },
        ),
    ]));
    for (key, words, text, day) in [
        ("text", "Kho số 1", Some("Kho số 1"), None),
        ("date", "03/11/2026", None, Some(date(2026, 11, 3))),
        ("moment", "14 giờ 00 phút, ngày 23/11/2026", None, Some(date(2026, 11, 23))),
        ("money", "1.500.000 đ", None, None),
        ("count", "1.200", None, None),
        ("choice", "Đã ký", Some("ky"), None),
        ("exhibits", "1 khoản tang vật, phương tiện", None, None),
        ("paper", "Biên bản kiểm tra số 33010001/BB-KT", Some("33010001/BB-KT"), None),
    ] {
        assert_eq!(answers.get(key).unwrap().words(), words, "{key}");
        assert_eq!((answers.text(key), answers.date(key)), (text, day), "{key}");
        assert_eq!(answers.moment(key), (key == "moment").then_some(at), "{key}");
        assert_eq!(answers.money(key), Dong(if key == "money" { 1_500_000 } else { 0 }), "{key}");
        assert_eq!(answers.count(key), (key == "count").then_some(1_200), "{key}");
    }
    assert_eq!((answers.text("none"), answers.exhibits().len()), (None, 1));
    assert_eq!(Answers::default().exhibits(), []);
}

/// An answer of another kind than its question is no answer, wherever it comes from.
#[test]
fn an_answer_of_another_kind_is_refused() {
    let mut story = served();
    story.proceed(&head(), "hoan", &[("until", "23/12/2026")]);
    let found = find("giam-mien").unwrap();
    let right = answered(story.case(), found, story.now, &[]);
    for field in found.questions() {
        let mut wrong = right.clone();
        let other = match field.kind {
            Kind::Money => Answer::Count { count: 1 },
            _ => Answer::Money { amount: Dong(1) },
        };
        wrong.0.insert(field.key.to_owned(), other);
        let command = Command::Proceed { key: found.key.to_owned(), answers: wrong };
        let Refusal::Fields { errors } = story.refused(&head(), &command) else { panic!("{}", field.key) };
        assert_eq!(errors, [FieldError::new(field.key, format!("{}: chưa nhập.", field.label))]);
    }
    let nothing = Command::Proceed { key: "khong-co".to_owned(), answers: Answers::default() };
    assert_eq!(story.refused(&controller(), &nothing), Refusal::Hidden);
}

/// Nothing is recorded in the future or before the file was opened; what lies ahead is not past.
#[test]
fn no_procedure_turns_the_time() {
    let mut checked = 0;
    for story in [Story::inspected(PartyKind::Individual), Story::recorded(PartyKind::Individual, 50_000_000), served()]
    {
        let now = story.now;
        for found in available(story.case()) {
            for field in found.questions() {
                let right = answered(story.case(), found, now, &[("amount", "100000")]);
                let tomorrow = now.date().tomorrow().unwrap();
                let yesterday = now.date().yesterday().unwrap();
                let later = now.checked_add(jiff::Span::new().minutes(1)).unwrap();
                let wrong: Vec<(Answer, String, &str)> = match (field.kind, field.ahead) {
                    (Kind::Moment, false) => vec![
                        (Answer::Moment { at: later }, format!("{}_date", field.key), "đang ở tương lai. Bây giờ là"),
                        (
                            Answer::Moment { at: date(2026, 11, 19).at(9, 0, 0, 0) },
                            format!("{}_date", field.key),
                            "trước ngày mở hồ sơ (20/11/2026)",
                        ),
                    ],
                    (Kind::Date, false) => {
                        vec![(Answer::Date { date: tomorrow }, field.key.to_owned(), "đang ở tương lai. Hôm nay là")]
                    }
                    (Kind::Date, true) => {
                        vec![(Answer::Date { date: yesterday }, field.key.to_owned(), "đã qua. Chọn từ")]
                    }
                    _ => continue,
                };
                for (answer, place, words) in wrong {
                    let mut answers = right.clone();
                    answers.0.insert(field.key.to_owned(), answer);
                    let command = Command::Proceed { key: found.key.to_owned(), answers };
                    let who =
                        if found.action == crate::authority::Action::RecordProcedure { controller() } else { head() };
                    let Refusal::Fields { errors } = story.refused(&who, &command) else { continue };
                    assert!(
                        errors.iter().any(|error| error.field == place && error.message.contains(words)),
                        "{}: {errors:?}",
                        found.key
                    );
                    checked += 1;
                }
            }
        }
    }
    assert!(checked > 60, "only {checked} were refused for their time");
}

#[test]
fn what_may_be_done_is_what_nothing_stands_against() {
    let story = served();
    let able: Vec<&str> = available(story.case()).map(|found| found.key).collect();
    assert!(
        able.contains(&"hoan") && able.contains(&"khong-nhan-quyet-dinh") && !able.contains(&"giam-mien"),
        "{able:?}"
    );
    let refusal = why_not(story.case(), find("giam-mien").unwrap()).unwrap();
    assert_eq!(
        refusal.message(),
        "Chưa thể thực hiện “Giảm, miễn tiền phạt” khi hồ sơ ở bước “Đang thi hành”: cần: đang hoãn thi hành tiền phạt."
    );
    assert_eq!(refusal.citation().unwrap(), "Điều 77 Luật Xử lý vi phạm hành chính");
}

/// Who has no power of his own and none given signs no procedure of a head.
#[test]
fn a_head_signs_what_is_a_heads() {
    let story = Story::recorded(PartyKind::Individual, 50_000_000);
    let deputy = actor(Role::TeamDeputy, TEAM);
    let command = story.command("tam-giu", &[]);
    let Refusal::Law { refusal } = story.refused(&deputy, &command) else { panic!("a deputy seized") };
    assert_eq!(refusal.code, "not-a-head");
    assert!(refusal.message.contains("cấp phó chỉ ký khi được giao quyền"), "{}", refusal.message);
    assert!(refusal.citation.place.contains("Điều 125"), "{}", refusal.citation.place);
    assert!(story.ask(&leader(), Err(&command)).is_ok());
}

/// PL QLTT Điều 22 khoản 2: longer than before, five working days at most.
#[test]
fn an_inspection_is_extended_within_the_law() {
    let mut story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
    let mut open = opening(PartyKind::Individual);
    open.inspection.working_days = 3;
    let event = story.ask(&controller(), Ok(&open)).unwrap();
    story.take(event);
    story.done(&leader(), &Command::SignInspectionDecision);
    let extend = |count: i64| {
        let answers = Answers(BTreeMap::from([
            ("days".to_owned(), Answer::Count { count }),
            ("reason".to_owned(), Answer::Text { text: "Vụ việc phức tạp".to_owned() }),
        ]));
        Command::Proceed { key: "keo-dai-kiem-tra".to_owned(), answers }
    };
    for days in [2, 3, 6] {
        let Refusal::Fields { errors } = story.refused(&leader(), &extend(days)) else { panic!("{days}") };
        assert!(errors[0].field == "days" && errors[0].message.contains("dài hơn 3 và không quá 5"), "{errors:?}");
    }
    story.proceed(&leader(), "sua-doi-kiem-tra", &[("contents", "Niêm yết giá\nNhãn hàng hóa")]);
    assert_eq!(story.case().inspection.contents, ["Nguồn gốc hàng hóa", "Niêm yết giá", "Nhãn hàng hóa"]);
    story.done(&leader(), &extend(5));
    assert_eq!(story.case().inspection_days(), 5);
}

/// A fine is relieved by no more than is owed; what is left without it is still carried out.
#[test]
fn relief_moves_what_is_owed() {
    let mut story = served();
    let fine = story.case().owed();
    story.proceed(&head(), "hoan", &[("until", "23/12/2026")]);
    assert_eq!(story.case().interest(date(2027, 1, 20), WorkCalendar::embedded()), Dong(0), "deferred");
    for amount in ["0", &(fine.0 + 1).to_string()] {
        let much = story.command("giam-mien", &[("amount", amount)]);
        let Refusal::Fields { errors } = story.refused(&head(), &much) else { panic!("{amount}") };
        assert!(errors[0].field == "amount" && errors[0].message.contains(&fine.to_string()), "{errors:?}");
    }
    story.proceed(&head(), "giam-mien", &[("amount", "1.000.000")]);
    assert_eq!(story.case().owed(), fine.minus(Dong(1_000_000)));
    let mut story = served();
    story.proceed(&head(), "thi-hanh-mot-phan", &[]);
    assert_eq!(story.case().owed(), Dong(0));
    assert_eq!(story.case().open_parts(), [ExecutionPart::Confiscation]);
}

/// A sanction on the spot that is cancelled takes the file back to where no record is made, and its figures with it.
#[test]
fn a_sanction_on_the_spot_is_cancelled() {
    use super::procedures::total;
    use crate::report::Measure;
    let mut story = Story::inspected(PartyKind::Individual);
    story.now = date(2026, 11, 20).at(11, 30, 0, 0);
    let spot = |reason| [("behaviour", "nd98-d17-a"), ("fine", "400.000"), ("amount", "900000"), ("reason", reason)];
    // A frame nobody has compared with the gazette is not used without saying so.
    let mut unsure = Catalogue::embedded().clone();
    let row = unsure.behaviour.iter_mut().find(|row| row.id == "nd98-d17-a").unwrap();
    row.bands[0].confidence = Some(crate::catalogue::Mark::Unsure);
    let silent = story.command("xu-phat-khong-lap-bien-ban", &spot(""));
    let refusal = story.with_context(&leader(), |context| {
        decide(Ask::Do(story.case(), &silent), &Context { catalogue: &unsure, ..*context }).unwrap_err()
    });
    let Refusal::Fields { errors } = refusal else { panic!("an unsure frame was used") };
    assert_eq!((errors[0].field.as_str(), errors.len()), ("reason", 1));
    assert!(story.ask(&leader(), Err(&silent)).is_ok(), "the frame was read");
    story.proceed(&leader(), "xu-phat-khong-lap-bien-ban", &spot("Đã đối chiếu"));
    let number = story.case().decision.as_ref().unwrap().frame.number.text.clone();
    let papers = story.case().papers();
    let on_the_spot: Vec<&str> =
        papers.iter().filter(|paper| paper.number == number).map(|paper| paper.key.as_str()).collect();
    assert_eq!(on_the_spot, ["xu-phat-khong-lap-bien-ban-4"], "it stands once, under its procedure");
    story.proceed(&head(), "huy-bo-quyet-dinh", &[("paper", &number)]);
    let case = story.case();
    assert_eq!((case.stage, case.decision.is_none()), (Stage::InspectionRecordedViolation, true));
    let sum = total(&story.history);
    for measure in [Measure::Violations, Measure::Handled, Measure::Fines, Measure::Individuals] {
        assert_eq!(sum.get(measure), 0, "{}", measure.label());
    }
    assert_eq!(sum.get(Measure::Inspections), 1);
    assert_eq!(story.case().papers().iter().filter(|paper| paper.number == number).count(), 1);
    // A seizure runs to its end before it is extended.
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    story.proceed(&leader(), "tam-giu", &[]);
    let same = story.command("keo-dai-tam-giu", &[("until", "02/12/2026")]);
    let Refusal::Fields { errors } = story.refused(&leader(), &same) else { panic!("extended by nothing") };
    assert!(errors[0].message.contains("đang chạy đến hết 02/12/2026"), "{errors:?}");
    assert_eq!(code(story.refused(&actor(Role::TeamDeputy, TEAM), &same)), "not-a-head");
}
