//! Every form as it prints, in plain words: one file a lawyer can read against the annexes.

use super::procedures::{answered, controller, head, leader, served};
use super::*;
use crate::case::procedure::{Answers, Done, FormKind, all, document};
use crate::paper::{Block, Document, Mark};
use std::fmt::Write as _;

pub(crate) fn write(document: &Document, out: &mut String) -> std::fmt::Result {
    let head = &document.head;
    if !document.code.is_empty() {
        writeln!(out, "[{}]", document.code)?;
    }
    if !head.number.is_empty() {
        writeln!(
            out,
            "{} / {} – Số: {}/{} – {}",
            head.superior, head.agency, head.number, head.symbol, head.place_date
        )?;
    }
    writeln!(out, "{} – {}", document.title, document.subject)?;
    for line in [&document.issued_by].into_iter().filter(|line| !line.is_empty()) {
        writeln!(out, "{line}")?;
    }
    for block in &document.blocks {
        match block {
            Block::Ground { text } => writeln!(out, "  _{text}_")?,
            Block::Order { text } => writeln!(out, "  {text}")?,
            Block::Article { number, title } => writeln!(out, "  Điều {number}. {title}")?,
            Block::Para { runs } => {
                let text: String = runs.iter().map(|run| run.text.as_str()).collect();
                writeln!(out, "  {text}")?;
            }
            Block::Lines { lines } => {
                let text: Vec<String> = lines.iter().map(|line| format!("{}: {}", line.label, line.value)).collect();
                writeln!(out, "  {}", text.join("; "))?;
            }
            Block::Table { table } => {
                writeln!(out, "  | {} |", table.columns.join(" | "))?;
                for row in table.rows.iter().chain((!table.total.is_empty()).then_some(&table.total)) {
                    writeln!(out, "  | {} |", row.join(" | "))?;
                }
            }
        }
    }
    for who in &document.signatories {
        writeln!(out, "  {} {} {}: {}", who.on_behalf, who.title, who.hint, who.name)?;
    }
    if !document.recipients.is_empty() {
        writeln!(out, "  Nơi nhận: {}", document.recipients.join("; "))?;
    }
    writeln!(out)
}

#[test]
fn every_form_as_the_golden_file() {
    let story = served();
    let case = story.case();
    let mut out = String::from("# Các mẫu văn bản, điền thử\n\n");
    for (serial, found) in (1_u32..).zip(all().filter(|found| found.form.is_some())) {
        let form = found.form.unwrap();
        let who = if form.kind == FormKind::Record { controller() } else { head() };
        let number = PaperNumber::of_unit("33", "01", serial, form.symbol);
        let frame = story.with_number(&number, &who, |context| crate::case::decide::frame(context, story.now).unwrap());
        let done = Done {
            key: found.key.to_owned(),
            seq: 99,
            at: story.now,
            by: who.officer,
            frame: (!form.symbol.is_empty()).then_some(frame),
            answers: answered(case, found, story.now, &[]),
        };
        writeln!(out, "## {} `{}`\n", found.title, found.key).unwrap();
        let paper = document(case, &done).unwrap();
        assert!(!paper.blocks.is_empty() && !paper.signatories.is_empty() || form.symbol.is_empty(), "{}", found.key);
        write(&paper, &mut out).unwrap();
    }
    assert!(!out.contains('{'), "a placeholder without a value");
    let kept = include_str!("../../../tests/golden/forms.md");
    assert!(out == kept, "forms.md is now:\n{out}");
}

/// The four papers of the main line, their drafts, and the sheet of reasons, of one case with every step beside it.
#[test]
fn the_main_papers_as_the_golden_file() {
    let mut out = String::from("# Văn bản của một hồ sơ, điền thử\n\n");
    let mut tell = |title: &str, case: &CaseFile, address: &str| {
        let paper = case.document(address).unwrap_or_else(|| panic!("{title}: nothing at {address}"));
        writeln!(out, "## {title} `{address}` {:?}\n", paper.mark).unwrap();
        write(&paper, &mut out).unwrap();
    };
    let opened = {
        let mut story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
        let mut open = opening(PartyKind::Organisation);
        open.inspection.plan_item = Some(crate::plan::PlanItemRef {
            plan: Uuid::nil(),
            item: Uuid::nil(),
            code: "KH-33-01/2026/001".to_owned(),
        });
        let event = story.ask(&controller(), Ok(&open)).unwrap();
        story.take(event);
        story
    };
    tell("Dự thảo quyết định kiểm tra", opened.case(), "quyet-dinh-kiem-tra");
    let story = busy();
    let case = story.case();
    for kind in PaperKind::ALL {
        tell(kind.label(), case, kind.key());
    }
    tell("Căn cứ pháp lý", case, LEGAL_BASIS);
    let kept = include_str!("../../../tests/golden/main_papers.md");
    assert!(out == kept, "main_papers.md is now:\n{out}");
}

/// A case with a team changed and goods valued on the way, sampled, heard, refused, remedied and decided.
fn busy() -> Story {
    let mut story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
    let event = story.ask(&controller(), Ok(&opening(PartyKind::HouseholdBusiness))).unwrap();
    story.take(event);
    story.done(&leader(), &Command::SignInspectionDecision);
    story.proceed(&leader(), "thay-thanh-vien", &[("out", "Lê Văn C"), ("into", "Phạm Thị D")]);
    story.proceed(&leader(), "sua-doi-kiem-tra", &[("contents", "Đo lường\nNhãn hàng hóa")]);
    story.now = date(2026, 11, 20).at(11, 0, 0, 0);
    story.proceed(&controller(), "lay-mau", &[("at_date", "20/11/2026"), ("at_time", "10:00")]);
    let refused =
        PartySignature::Refused { reason: "không nhất trí".to_owned(), witness: "Đỗ Thị E".to_owned() };
    story.done(
        &controller(),
        &Command::RecordInspection(InspectionRecord {
            witness: Some("Đỗ Thị E".to_owned()),
            findings: "Bày bán hàng hóa nhập lậu\nKhông niêm yết giá".to_owned(),
            signature: refused.clone(),
            ..record()
        }),
    );
    story.proceed(&leader(), "kham-phuong-tien", &[]);
    let mut draft = violation(40_000_000);
    draft.made_at = story.now;
    draft.party_opinion = "Xin giảm nhẹ".to_owned();
    draft.birth_date = Some(date(1990, 2, 3));
    draft.signature = refused;
    story.done(&controller(), &Command::RecordViolation(draft));
    story.done(&controller(), &waiver());
    story.now = date(2026, 11, 23).at(9, 0, 0, 0);
    story.proceed(&controller(), "dinh-gia", &[("exhibits.0.price", "38.000.000")]);
    story.proceed(&head(), "trung-cau-giam-dinh", &[]);
    story.proceed(&controller(), "ket-qua-giam-dinh", &[("number", "12/KLGĐ ngày 23/11/2026")]);
    let mut chosen = content(story.case().violation.as_ref().unwrap().content.assessment.total_proposed.0);
    chosen.remedies = vec!["buộc tiêu hủy hàng hóa".to_owned()];
    chosen.supplementary = vec!["đình chỉ hoạt động 01 tháng".to_owned()];
    story.done(&controller(), &Command::ProposeSanction(chosen));
    story.done(&head(), &Command::SignSanction);
    story
}

/// Whether a paper says so anywhere.
fn says(case: &CaseFile, address: &str, words: &str) -> bool {
    let mut out = String::new();
    write(&case.document(address).unwrap(), &mut out).unwrap();
    out.contains(words)
}

#[test]
fn what_comes_later_does_not_reach_a_paper() {
    let mut story = busy();
    let decided = story.case().document("quyet-dinh-xu-phat").unwrap();
    let number = story.case().decision.as_ref().unwrap().frame.number.text.clone();
    let recorded = story.case().document("bien-ban-vi-pham-hanh-chinh").unwrap();
    assert!(!says(story.case(), "quyet-dinh-kiem-tra", "Nhãn hàng hóa"), "added by a later decision");
    story.now = date(2026, 11, 25).at(9, 0, 0, 0);
    story.proceed(&head(), "tiep-nhan-khieu-nai", &[("paper", &number)]);
    story.proceed(&head(), "giai-quyet-khieu-nai", &[("outcome", "huy-bo")]);
    story.proceed(&head(), "huy-bo-quyet-dinh", &[("paper", &number), ("why", "khieu-nai")]);
    // Valued anew, and the record cancelled and made again with other goods.
    story.proceed(&controller(), "dinh-gia", &[("exhibits.0.price", "7.000.000")]);
    let before = story.case().document("bien-ban-vi-pham-hanh-chinh").unwrap();
    assert_eq!(before, recorded);
    assert!(story.case().document("quyet-dinh-xu-phat").is_none(), "nothing proposed");
    story.proceed(&head(), "huy-bien-ban", &[]);
    let mut again = violation(9_000_000);
    again.made_at = story.now;
    again.exhibits[0].name = "Giày".to_owned();
    story.done(&controller(), &Command::RecordViolation(again));
    let case = story.case();
    let cancelled = case.document("quyet-dinh-xu-phat-cu-0").unwrap();
    assert_eq!(cancelled.mark, Mark::Cancelled);
    let explained = |block: &Block| matches!(block, Block::Ground { text } if text.contains("giải trình"));
    let without =
        |paper: &Document| -> Vec<Block> { paper.blocks.iter().filter(|block| !explained(block)).cloned().collect() };
    assert_eq!(without(&cancelled), without(&decided), "but for the explanation, which went with the record");
    let earlier = case.document("bien-ban-vi-pham-hanh-chinh-cu-0").unwrap();
    assert_eq!((earlier.mark, earlier.blocks), (Mark::Cancelled, recorded.blocks));
    assert!(says(case, "bien-ban-vi-pham-hanh-chinh", "Giày"));
    assert!(!says(case, "bien-ban-vi-pham-hanh-chinh", "Áo khoác"));
}

#[test]
fn a_procedures_paper_says_what_stood_on_its_day() {
    let mut story = served();
    story.now = date(2026, 11, 24).at(9, 0, 0, 0);
    let fine = story.case().owed();
    story.proceed(&head(), "hoan", &[]);
    let address = format!("hoan-{}", story.case().version);
    let owed = crate::paper::words::amount(fine);
    assert!(says(story.case(), &address, &owed));
    story.now = date(2026, 11, 27).at(9, 0, 0, 0);
    let payment = Payment { paid_on: date(2026, 11, 27), amount: Dong(1_000_000), receipt: "0001".to_owned() };
    story.done(&controller(), &Command::RecordPayment(payment));
    assert_ne!(story.case().owed(), fine);
    assert!(says(story.case(), &address, &owed), "a payment came after the deferral");
    for address in ["hoan-999", "khong-co-1", "hoan", "quyet-dinh-xu-phat-cu-7", "bien-ban-kiem-tra-cu-0", ""] {
        assert!(story.case().document(address).is_none(), "{address}");
    }
}

#[test]
fn nothing_prints_before_it_is_made() {
    let mut story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
    let event = story.ask(&controller(), Ok(&opening(PartyKind::Individual))).unwrap();
    story.take(event);
    let case = story.case();
    assert_eq!(case.paper(PaperKind::InspectionDecision).unwrap().mark, Mark::Draft);
    for address in ["bien-ban-kiem-tra", "bien-ban-vi-pham-hanh-chinh", "quyet-dinh-xu-phat", LEGAL_BASIS] {
        assert!(case.document(address).is_none(), "{address}");
    }
}

#[test]
fn a_form_that_is_not_finished_is_a_draft_with_what_is_missing() {
    use crate::case::procedure::{draft, find, read};
    let story = served();
    let case = story.case();
    let found = find("hoan").unwrap();
    let (answers, errors) =
        read(found, case, |name| if name == "reason" { "Thiên tai".to_owned() } else { String::new() });
    assert!(errors.iter().any(|error| error.field == "until"), "{errors:?}");
    let paper = draft(case, found, answers, head().officer, story.now).unwrap();
    assert_eq!((paper.mark, paper.head.number.as_str(), paper.check_code.as_str()), (Mark::Draft, "", ""));
    let mut out = String::new();
    write(&paper, &mut out).unwrap();
    assert!(out.contains("Thiên tai") && !out.contains('{') && paper.signatories.is_empty(), "{out}");
    let record = find("lam-viec").unwrap();
    let (answers, errors) =
        read(record, case, |name| if name == "signed" { "khong-ky".to_owned() } else { String::new() });
    assert!(errors.len() > 2, "{errors:?}");
    let paper = draft(case, record, answers, controller().officer, story.now).unwrap();
    let mut out = String::new();
    write(&paper, &mut out).unwrap();
    assert!(!out.contains("tại .") && !out.contains("Lý do không ký"), "{out}");
    let silent = all().find(|found| found.form.is_none()).unwrap();
    assert!(draft(case, silent, Answers::default(), head().officer, story.now).is_none());
}
