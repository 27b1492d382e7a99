//! Cases as records for the national database: stories told change by change, and what must hold of any history.

use super::chronicle::{clean, long};
use super::procedures::{complaint, controller, head, leader, served, unknown_owner};
use super::reports::{late_payer, men, minor, organisation, prosecuted, stories};
use super::*;
use crate::exchange::Described;
use crate::exchange::national::{
    DecisionKind, ExecutionState, Record, RecordKey, Standing, State, SubjectKind, changes, headings, row, standing,
    touches,
};
use std::collections::BTreeMap;
use std::fmt::Write;

/// Every change of a case, as a reader of the whole feed is given it.
pub(super) fn feed(history: &[Event]) -> Vec<Record> {
    let (mut case, mut before, mut all) = (None::<CaseFile>, Vec::<Standing>::new(), Vec::new());
    for event in history {
        match &mut case {
            None => case = CaseFile::open(event),
            Some(case) => case.apply(event),
        }
        let case = case.as_ref().unwrap();
        let after = standing(case);
        let changed = changes(&before, &after, case, event);
        assert!(touches(case, event) || changed.is_empty(), "{} is not seen", event.body.key());
        all.extend(changed);
        before = after;
    }
    all
}

/// A decision is corrected and amended, then cancelled, and another one is signed in its place.
fn amended_then_cancelled() -> Vec<Event> {
    let mut story = served();
    let number = story.case().decision.as_ref().unwrap().frame.number.text.clone();
    story.now = date(2026, 11, 24).at(9, 0, 0, 0);
    story.proceed(&head(), "dinh-chinh", &[("paper", &number), ("was", "Nguyễn"), ("now", "Nguyên")]);
    story.proceed(&head(), "sua-doi-bo-sung", &[("paper", &number)]);
    let paid = Payment { paid_on: date(2026, 11, 24), amount: Dong(1_000_000), receipt: "0001".to_owned() };
    story.done(&controller(), &Command::RecordPayment(paid));
    story.proceed(&head(), "huy-bo-quyet-dinh", &[("paper", &number), ("why", "thu-tuc")]);
    let fine = story.case().violation.as_ref().unwrap().content.assessment.total_proposed;
    story.done(&controller(), &Command::ProposeSanction(content(fine.0)));
    story.now = date(2026, 11, 25).at(9, 0, 0, 0);
    story.done(&head(), &Command::SignSanction);
    story.history
}

fn told() -> Vec<(&'static str, Vec<Event>)> {
    vec![
        ("Xử phạt tổ chức, nộp đủ, thi hành xong", long()),
        ("Đính chính, sửa đổi, hủy bỏ, ra quyết định khác", amended_then_cancelled()),
        ("Khiếu nại, hủy quyết định", complaint()),
        ("Tịch thu không xử phạt, không xác định được chủ", unknown_owner()),
        ("Chuyển cơ quan điều tra, khởi tố", prosecuted()),
        ("Người chưa thành niên, cảnh cáo", minor()),
        ("Tổ chức, tước giấy phép", organisation()),
        ("Hoãn, miễn một phần, chậm nộp, cưỡng chế, khởi kiện", late_payer()),
        ("Hộ kinh doanh", men()),
        ("Không vi phạm", clean()),
    ]
}

#[test]
fn every_story_as_the_golden_file() {
    let mut out = String::new();
    for (title, history) in told() {
        let all = feed(&history);
        writeln!(out, "# {title}\n\n{} sự kiện, {} thay đổi\n", history.len(), all.len()).unwrap();
        for (place, record) in all.iter().enumerate() {
            let event = history.iter().find(|event| event.seq == record.phien_ban).unwrap();
            let (key, state) = (&record.ma_ban_ghi, record.trang_thai.label());
            let standing = record.noi_dung.thi_hanh.tinh_trang.label();
            writeln!(out, "- {key} bản {}, {state}: {} → {standing}", record.phien_ban, event.body.title()).unwrap();
            // The last version of each record in full.
            if all.iter().skip(place + 1).all(|later| later.ma_ban_ghi != *key) {
                writeln!(out, "\n```json\n{}\n```\n", serde_json::to_string_pretty(record).unwrap()).unwrap();
            }
        }
        out.push('\n');
    }
    let kept = include_str!("../../../tests/golden/national.md");
    assert!(out == kept, "national.md is now:\n{out}");
}

fn last(history: &[Event]) -> Record {
    feed(history).pop().unwrap()
}

#[test]
fn each_kind_of_story_says_what_it_must() {
    let plain = last(&long());
    assert_eq!(plain.noi_dung.doi_tuong.loai, SubjectKind::Organisation);
    assert!(plain.noi_dung.doi_tuong.to_chuc.is_some() && plain.noi_dung.doi_tuong.ca_nhan.is_none());
    assert_eq!(plain.noi_dung.thi_hanh.tinh_trang, ExecutionState::Done);
    assert_eq!((plain.noi_dung.thi_hanh.da_nop, plain.noi_dung.thi_hanh.con_phai_nop), (90_000_000, 0));
    assert_eq!(plain.noi_dung.thi_hanh.da_thi_hanh.len(), 3);
    let young = last(&minor());
    assert!(young.noi_dung.doi_tuong.chua_thanh_nien && young.noi_dung.hinh_thuc.canh_cao);
    let unknown = last(&unknown_owner()).noi_dung;
    assert_eq!((unknown.doi_tuong.loai, unknown.doi_tuong.ca_nhan), (SubjectKind::Unknown, None));
    assert_eq!((unknown.quyet_dinh.loai, unknown.hinh_thuc.tri_gia_tich_thu > 0), (DecisionKind::Confiscation, true));
    let police = last(&prosecuted()).noi_dung;
    assert_eq!(police.quyet_dinh.loai, DecisionKind::Prosecution);
    let steps: Vec<&str> = police.chuyen_to_tung.iter().map(|step| step.ma.as_str()).collect();
    assert_eq!(steps, ["chuyen-dau-hieu-toi-pham", "ban-giao-ho-so", "ban-giao-ho-so", "khoi-to"]);
    let late = last(&late_payer()).noi_dung;
    assert_eq!(late.thi_hanh.tinh_trang, ExecutionState::Enforcing);
    assert_eq!((late.cuong_che.len(), late.khieu_nai_khoi_kien.len(), late.thi_hanh.giam_mien), (1, 1, 1_000_000));
    assert!(feed(&clean()).is_empty(), "no decision, no record");
}

/// What was cancelled stays as it was when it was cancelled, whatever happens to the case later.
#[test]
fn a_cancelled_record_is_told_once_more_and_never_again() {
    let all = feed(&amended_then_cancelled());
    let first: Vec<&Record> = all.iter().filter(|record| record.ma_ban_ghi.ends_with(".xp1")).collect();
    let states: Vec<State> = first.iter().map(|record| record.trang_thai).collect();
    use State::{Amended, Cancelled, New};
    // Signed, served, corrected, amended, paid, cancelled.
    assert_eq!(states, [New, Amended, Amended, Amended, Amended, Cancelled]);
    let cancelled = &first.last().unwrap().noi_dung;
    assert_eq!(cancelled.sua_doi.len(), 3);
    assert_eq!((cancelled.thi_hanh.tinh_trang, cancelled.thi_hanh.da_nop), (ExecutionState::Cancelled, 0));
    let second = all.last().unwrap();
    assert!(second.ma_ban_ghi.ends_with(".xp2") && second.trang_thai == New);
    assert_eq!(second.noi_dung.thi_hanh.da_nop, 1_000_000, "what was paid counts for the decision that stands");
    assert_ne!(second.noi_dung.quyet_dinh.so, cancelled.quyet_dinh.so);
}

#[test]
fn a_decision_on_the_spot_is_one_record() {
    let mut story = Story::inspected(PartyKind::Individual);
    story.now = date(2026, 11, 20).at(11, 30, 0, 0);
    let given = [("behaviour", "nd98-d17-a"), ("fine", "400.000"), ("amount", "900000"), ("reason", "Đã đối chiếu")];
    story.proceed(&leader(), "xu-phat-khong-lap-bien-ban", &given);
    let all = feed(&story.history);
    assert_eq!(all.len(), 1);
    assert_eq!(all[0].noi_dung.quyet_dinh.loai, DecisionKind::OnTheSpot);
    assert!(all[0].noi_dung.bien_ban.is_none() && all[0].noi_dung.hanh_vi[0].ngay.is_some());
}

/// Of any history: keys are stable and readable, versions rise, every record begins as new and ends when it is cancelled; what is
/// written is what the schema describes; the list has a cell for every heading.
pub(super) fn keeps_its_word(history: &[Event]) {
    let mut named = BTreeMap::new();
    Record::schema().json(&mut named);
    let mut versions: BTreeMap<String, (u32, State)> = BTreeMap::new();
    for record in feed(history) {
        assert_eq!(record.ma_ban_ghi.parse::<RecordKey>().unwrap().to_string(), record.ma_ban_ghi);
        let now = (record.phien_ban, record.trang_thai);
        match versions.insert(record.ma_ban_ghi.clone(), now) {
            None => assert_eq!(record.trang_thai, State::New),
            Some((before, state)) => {
                assert!(before < record.phien_ban && state != State::Cancelled && record.trang_thai != State::New);
            }
        }
        assert_eq!(row(&record).len(), headings().len());
        let written = serde_json::to_value(&record).unwrap();
        let content = written["noi_dung"].as_object().unwrap();
        assert_eq!(content.len(), named["Content"]["properties"].as_object().unwrap().len());
    }
}

#[test]
fn records_of_all_stories_keep_their_word() {
    for history in stories().into_iter().chain(told().into_iter().map(|(_, history)| history)) {
        keeps_its_word(&history);
    }
}
