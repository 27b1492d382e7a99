//! What pages and papers read from a case: the chain of custody, earlier papers, what was answered, numbers, deadlines.

use super::procedures::{
    answered, complaint, controller, head, leader, seizure_to_archive, served, total, unknown_owner,
};
use super::*;
use crate::case::procedure::{Done, Fact, custody, document, find, standing, summary};
use crate::paper::{Block, Document, Mark, PaperState};
use crate::report::Measure;

fn replayed(history: &[Event]) -> CaseFile {
    CaseFile::replay(history).unwrap()
}

fn words(document: &Document) -> String {
    let lines = document.blocks.iter().map(|block| match block {
        Block::Ground { text } | Block::Order { text } => text.clone(),
        Block::Article { number, title } => format!("Điều {number}. {title}"),
        Block::Para { runs } => runs.iter().map(|run| run.text.as_str()).collect(),
        Block::Lines { lines } => {
            lines.iter().map(|line| format!("{}: {}", line.label, line.value)).collect::<Vec<_>>().join("; ")
        }
        Block::Table { table } => table.rows.iter().map(|row| row.join(" | ")).collect::<Vec<_>>().join("\n"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// Luật XLVPHC Điều 125, 126: where the coat was, from its seizure to its end.
#[test]
fn the_chain_of_custody_is_whole() {
    let case = replayed(&seizure_to_archive());
    let entries = custody(&case);
    let told: Vec<(&str, &str, u32)> =
        entries.iter().map(|entry| (entry.what.as_str(), entry.name.as_str(), entry.quantity)).collect();
    assert_eq!(
        told,
        [
            ("Tạm giữ khẩn cấp", "Áo khoác", 1),
            ("Quyết định tạm giữ sau khi tạm giữ khẩn cấp", "Áo khoác", 1),
            ("Niêm phong tang vật, phương tiện", "Áo khoác", 1),
            ("Xác định trị giá tang vật, phương tiện", "Áo khoác", 1),
            ("Biên bản tịch thu tang vật, phương tiện", "Áo khoác", 1),
            ("Phương án xử lý tang vật bị tịch thu", "Áo khoác", 1),
            ("Biên bản tiêu hủy tang vật, phương tiện", "Áo khoác", 1),
        ]
    );
    assert!(entries.windows(2).all(|pair| pair[0].at <= pair[1].at), "in order");
    assert!(entries.iter().all(|entry| entry.by == "Nguyễn Văn A" && entry.exhibit == 0));
    let last = &standing(&case)[0];
    assert_eq!((last.last.as_str(), last.unit_price), ("Biên bản tiêu hủy tang vật, phương tiện", Dong(95_000_000)));
    // Before a violation record there is nothing to hold.
    assert_eq!(custody(Story::inspected(PartyKind::Individual).case()), []);
    // An entry that names no exhibit of the record is passed over.
    let mut broken = case.clone();
    broken.violation.as_mut().unwrap().content.exhibits.clear();
    assert_eq!(custody(&broken), []);
}

/// A cancelled decision and a cancelled record print again, marked; nothing else stands at such an address.
#[test]
fn cancelled_papers_can_be_read() {
    let case = replayed(&complaint());
    let number = case.cancelled_decisions[0].frame.number.text.clone();
    let shown = case.document("quyet-dinh-xu-phat-cu-0").unwrap();
    assert_eq!((format!("{}/{}", shown.head.number, shown.head.symbol), shown.mark), (number.clone(), Mark::Cancelled));
    let line = case.papers().into_iter().find(|paper| paper.number == number).unwrap();
    assert_eq!((line.key.as_str(), line.state), ("quyet-dinh-xu-phat-cu-0", PaperState::Cancelled));

    let mut story = Story::recorded(PartyKind::Individual, 25_000_000);
    let record = story.case().violation.as_ref().unwrap().frame.number.text.clone();
    story.proceed(&leader(), "huy-bien-ban", &[]);
    let case = story.case();
    assert_eq!((case.stage, case.holds(Fact::RecordMade)), (Stage::InspectionRecordedViolation, false));
    assert_eq!(case.paper_state(&record), PaperState::Cancelled);
    let shown = case.document("bien-ban-vi-pham-hanh-chinh-cu-0").unwrap();
    assert_eq!((format!("{}/{}", shown.head.number, shown.head.symbol), shown.mark), (record.clone(), Mark::Cancelled));
    assert_eq!(total(&story.history).get(Measure::Violations), 0, "its figures are taken back");
    // The decision that cancels it names it, though it is in the file no longer.
    let paper = document(case, case.steps.last().unwrap()).unwrap();
    assert!(words(&paper).contains(&format!("Hủy bỏ Biên bản vi phạm hành chính số {record}")), "{}", words(&paper));
    for address in [
        "bien-ban-vi-pham-hanh-chinh-cu-1",
        "bien-ban-vi-pham-hanh-chinh-cu-x",
        "bien-ban-vi-pham-hanh-chinh",
        "quyet-dinh-kiem-tra-cu-0",
        "khong-co-cu-0",
    ] {
        assert!(case.document(address).is_none(), "{address}");
    }
}

#[test]
fn a_procedure_is_found_by_its_address_and_summed_up() {
    let mut story = Story::recorded(PartyKind::Individual, 40_000_000);
    story.proceed(&controller(), "yeu-cau-phien-giai-trinh", &[("contents", "Xin xem xét lại")]);
    let done = story.case().steps.last().unwrap();
    let lines: Vec<(String, String)> = summary(done).into_iter().map(|line| (line.label, line.value)).collect();
    assert_eq!(
        lines,
        [
            ("Ngày nhận yêu cầu".to_owned(), "20/11/2026".to_owned()),
            ("Nội dung yêu cầu".to_owned(), "Xin xem xét lại".to_owned()),
        ]
    );
    // It makes no paper, and nothing else stands near its address.
    for seq in [done.seq, 99] {
        assert!(story.case().document(&format!("{}-{seq}", done.key)).is_none(), "{seq}");
    }
    for address in ["tam-giu-5", "yeu-cau", ""] {
        assert!(story.case().document(address).is_none(), "{address}");
    }
    let gone = Done { key: "khong-con".to_owned(), ..done.clone() };
    assert!(summary(&gone).is_empty() && document(story.case(), &gone).is_none());
    let event = EventBody::Proceeded { done: Box::new(gone), assessment: None };
    assert_eq!(event.title(), "khong-con", "a procedure this version no longer knows keeps its key");
}

/// A record the other side did not sign says why, and who saw it (Luật XLVPHC Điều 58).
#[test]
fn an_unsigned_record_prints_its_reason() {
    let story = served();
    let found = find("lam-viec").unwrap();
    let given = [("signed", "khong-ky"), ("refusal", "Không đồng ý."), ("witness", "Ông Lê Văn C, công an xã.")];
    let frame = story.with_number(&PaperNumber::of_unit("33", "01", 9, "BB-LV"), &controller(), |context| {
        crate::case::decide::frame(context, story.now).unwrap()
    });
    let done = Done {
        key: found.key.to_owned(),
        seq: 9,
        at: story.now,
        by: controller().officer,
        frame: Some(frame),
        answers: answered(story.case(), found, story.now, &given),
    };
    let paper = document(story.case(), &done).unwrap();
    let text = words(&paper);
    for line in [
        "Người chứng kiến hoặc đại diện chính quyền: Ông Lê Văn C, công an xã",
        "đã đọc lại cho những người có tên nêu trên cùng nghe; giao cho bên liên quan 01 bản, 01 bản lưu hồ sơ.",
        "Lý do không ký biên bản: Không đồng ý.",
    ] {
        assert!(text.contains(line), "{line} is not in:\n{text}");
    }
    assert!(!text.contains("cùng ký tên dưới đây"), "{text}");
    let signers: Vec<(&str, &str)> =
        paper.signatories.iter().map(|who| (who.title.as_str(), who.name.as_str())).collect();
    assert_eq!(
        signers,
        [
            ("NGƯỜI CHỨNG KIẾN, ĐẠI DIỆN CHÍNH QUYỀN", "Ông Lê Văn C, công an xã"),
            ("NGƯỜI LẬP BIÊN BẢN", "Nguyễn Văn A"),
        ]
    );
    assert_eq!((paper.title.as_str(), paper.mark), ("BIÊN BẢN", Mark::None));
}

/// Of an owner nobody knows nothing is served on him.
#[test]
fn a_decision_on_an_unknown_owner_names_nobody() {
    let case = replayed(&unknown_owner());
    let done = case.last("tich-thu-khong-xu-phat").unwrap();
    let text = words(&document(&case, done).unwrap());
    assert!(text.contains("Đơn vị thụ lý hồ sơ tổ chức thực hiện Quyết định này."), "{text}");
    assert!(!text.contains("được giao cho"), "{text}");
    let record = document(&case, case.last("bien-ban-tam-giu").unwrap()).unwrap();
    assert_eq!(record.signatories[0].name, "", "nobody is there to sign");
    assert_eq!(case.papers()[0].key, "bien-ban-vi-pham-hanh-chinh", "no inspection decision, no inspection record");
}

#[test]
fn numbers_know_their_series() {
    let unit = PaperNumber::of_unit("33", "01", 42, "QĐ-XPHC");
    let own = PaperNumber::of_officer(7, "QĐ-XPHC", "QT33-001");
    assert_eq!((unit.text.as_str(), own.text.as_str()), ("33010042/QĐ-XPHC", "0007/QĐ-XPHC-QT33-001"));
    assert_eq!((unit.is_officers(), own.is_officers()), (false, true));
    assert_eq!((unit.symbol("QT33-001"), own.symbol("QT33-001")), ("QĐ-XPHC", "QĐ-XPHC"));
    assert_eq!(PaperNumber { serial: 1, text: "1".to_owned() }.symbol(""), "");
    let series = |symbol: &str| SeriesKey {
        unit: UnitId("33-01".to_owned()),
        officer: None,
        symbol: symbol.to_owned(),
        year: 2026,
    };
    for kind in PaperKind::ALL {
        assert_eq!(series(kind.symbol()).key(), kind.key());
        assert_eq!(PaperNumber::new("33", "01", 1, kind).text, format!("33010001/{}", kind.symbol()));
    }
    assert_eq!(series("QĐ-TGTVPT").key(), "QĐ-TGTVPT");
}

/// What the register of papers is filled from: the frame of every event that made a paper, and only of those.
#[test]
fn events_know_their_paper() {
    let history = seizure_to_archive();
    let case = replayed(&history);
    let framed: Vec<String> =
        history.iter().filter_map(|event| event.body.frame()).map(|frame| frame.number.text.clone()).collect();
    let mut listed: Vec<String> = case.papers().into_iter().map(|paper| paper.number).collect();
    assert_eq!(framed.len(), listed.len(), "{framed:?}\n{listed:?}");
    listed.retain(|number| !framed.contains(number));
    assert_eq!(listed, Vec::<String>::new());
    let without: Vec<&str> = history
        .iter()
        .filter(|event| event.body.frame().is_none() && !matches!(event.body, EventBody::Proceeded { .. }))
        .map(|event| event.body.key())
        .collect();
    assert_eq!(
        without,
        ["case-opened", "sanction-proposed", "decision-served", "payment-recorded", "payment-recorded", "case-closed"]
    );
    for event in &history {
        let made = event.body.paper().is_some();
        assert!(!made || event.body.frame().is_some(), "{}", event.body.key());
    }
}

/// The task list of a decision without other measures, and of one that waits for whoever is competent.
#[test]
fn tasks_follow_the_decision() {
    let task = |story: &Story, key: &str| tasks(story.case()).into_iter().find(|task| task.key == key).unwrap();
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    let bare = SanctionContent { confiscate: false, ..content(8_000_000) };
    story.done(&controller(), &Command::ProposeSanction(bare));
    assert_eq!(task(&story, "ky-quyet-dinh-xu-phat").missing, ["Chữ ký của Đội trưởng"]);
    story.done(&leader(), &Command::SignSanction);
    assert_eq!(task(&story, "thi-hanh").status, TaskStatus::NotNeeded);
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    let remedied = SanctionContent {
        confiscate: false,
        remedies: vec!["buộc nộp lại số lợi bất hợp pháp".to_owned()],
        ..content(8_000_000)
    };
    story.done(&controller(), &Command::ProposeSanction(remedied));
    story.done(&leader(), &Command::SignSanction);
    assert_eq!(task(&story, "thi-hanh").status, TaskStatus::NotYet);
    assert_eq!(task(&story, "thi-hanh").missing, [ExecutionPart::Remedies.label()]);
    assert_eq!(task(&story, "giao-quyet-dinh").status, TaskStatus::Ready);
    assert_eq!(head().role.title(), "Chi cục trưởng");
}
