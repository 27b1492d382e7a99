//! One file a person can read: the table of steps, a tip from its intake to its case, and every paper as it prints.

use super::*;
use crate::calendar::{format_short, to_local};
use crate::case::tests::papers_as_text as text;
use std::fmt::Write as _;

fn table(out: &mut String) -> std::fmt::Result {
    writeln!(out, "# Các bước\n")?;
    for step in steps() {
        let from: Vec<&str> = step.from.iter().map(|state| state.label()).collect();
        let from = if step.opens { "(mở hồ sơ)".to_owned() } else { from.join(", ") };
        let to = step.to.map_or("không đổi", State::label);
        let who = if step.who == Who::Head { "người đứng đầu" } else { "công chức" };
        writeln!(
            out,
            "- `{}` {} – {}: {from} → {to}; {who}; {} [{:?}]",
            step.key,
            step.title,
            step.sort.label(),
            step.place,
            step.mark
        )?;
        let asked: Vec<String> = step
            .fields
            .iter()
            .map(|field| if field.required { field.label.to_owned() } else { format!("({})", field.label) })
            .collect();
        writeln!(out, "  hỏi: {}", asked.join("; "))?;
        if let Some(paper) = step.paper.filter(|paper| !paper.symbol.is_empty()) {
            writeln!(out, "  ký hiệu: {} {} [{:?}]", paper.code, paper.symbol, paper.mark)?;
        }
    }
    writeln!(out)
}

fn tell(title: &str, story: &Story, out: &mut String) -> std::fmt::Result {
    writeln!(out, "# {title}\n")?;
    let mut told: Option<Dossier> = None;
    for event in &story.history {
        let dossier = match told.take() {
            None => Dossier::open(event).expect("the first event opens"),
            Some(mut dossier) => {
                dossier.apply(event);
                dossier
            }
        };
        writeln!(out, "## {}. {} `{}`\n", event.seq, event.body.title(), event.body.key())?;
        writeln!(out, "- {}: {} – {}", format_short(to_local(event.at)), event.by.full_name, event.by.title)?;
        writeln!(out, "- bước: {} (`{}`), chờ {:?}", dossier.state.label(), dossier.state.key(), dossier.state.turn())?;
        let paper = event.body.entry().and_then(|entry| document(story.it(), entry));
        if let Some(paper) = paper {
            writeln!(out)?;
            text(&paper, out)?;
        } else {
            writeln!(out)?;
        }
        told = Some(dossier);
    }
    Ok(())
}

#[test]
fn every_step_and_every_paper() {
    let mut out = String::new();
    table(&mut out).unwrap();
    let mut lead = Story::begin(&officer(), INTAKE, &[("source", "e")]);
    let mut measure = reported("tham-tra-xac-minh", "co");
    lead.link(&measure);
    measure.done(&leader(), "ket-luan-co-dau-hieu", &[]);
    lead.hear(&measure);
    lead.done(&leader(), "duyet-de-xuat", &[("opinion", "Kiểm tra ngay trong tuần")]).done(&leader(), METHOD, &[]);
    let opened = OpenedCase { id: Uuid::from_u128(9), code: "33-03/2026/0009".to_owned() };
    let event = lead.context(&officer(), "", |context| link::case_opened(lead.it(), opened, context));
    lead.take(event);
    tell("Tin báo được xác minh, đề xuất, mở hồ sơ", &lead, &mut out).unwrap();
    tell("Biện pháp thẩm tra, xác minh tin báo ấy", &measure, &mut out).unwrap();

    let mut area = Story::begin(&leader(), "quan-ly-dia-ban", &[]);
    area.done(&leader(), "giao-thuc-hien", &[]).done(&leader(), "gia-han", &[("until", "31/12/2026")]);
    area.done(&officer(), "bao-cao-ket-qua", &[]).done(&leader(), "ket-luan-khong-dau-hieu", &[]);
    tell("Quản lý theo địa bàn", &area, &mut out).unwrap();

    let mut pledges = Story::begin(&officer(), "van-dong-cam-ket", &[]);
    pledges.done(&leader(), "giao-thuc-hien", &[]).done(&officer(), "ky-cam-ket", &[]);
    pledges.done(&officer(), "bao-cao-ket-qua", &[]);
    tell("Vận động ký cam kết", &pledges, &mut out).unwrap();

    let mut joint = Story::begin(&officer(), "phoi-hop", &[]);
    joint.done(&leader(), "giao-thuc-hien", &[]).done(&officer(), "bao-cao-ket-qua", &[("outcome", "chuyen")]);
    joint.done(&leader(), "chuyen-thong-tin", &[("agency", "Công an phường Phố Hiến")]);
    tell("Phối hợp với lực lượng khác", &joint, &mut out).unwrap();

    let mut passed = Story::begin(&officer(), INTAKE, &[("source", "d")]);
    passed.done(&leader(), "chuyen-co-quan-khac", &[("agency", "Cục Thuế tỉnh Hưng Yên")]);
    tell("Thông tin chuyển cơ quan khác", &passed, &mut out).unwrap();

    for source in ["a", "b", "c", "dd", "e"] {
        let mut clean = Story::begin(&officer(), INTAKE, &[("source", source)]);
        let mut found = reported("tham-tra-xac-minh", "khong");
        clean.link(&found);
        found.done(&leader(), "ket-luan-khong-dau-hieu", &[]);
        clean.hear(&found);
        clean.done(&leader(), "thong-bao-khong-dau-hieu", &[]);
        let last = clean.it().entries.last().unwrap();
        text(&document(clean.it(), last).unwrap(), &mut out).unwrap();
    }
    // An anonymous lead has nobody to tell.
    let mut anonymous = Story { dossier: None, history: Vec::new(), now: MONDAY };
    let quiet = NewDossier { informant: None, ..new(INTAKE) };
    let said = said(opening(INTAKE).unwrap(), MONDAY, &[("source", "e"), ("urgency", "khan-cap")]);
    let event = anonymous.try_open(&officer(), &quiet, &said).unwrap();
    anonymous.take(event);
    anonymous.done(&officer(), PROPOSAL, &[]).done(&leader(), "khong-duyet-de-xuat", &[("reason", "Chưa rõ căn cứ")]);
    tell("Tin báo giấu tên, khẩn cấp, không được duyệt", &anonymous, &mut out).unwrap();
    let proposal = document(anonymous.it(), anonymous.it().last(PROPOSAL).unwrap()).unwrap();
    let mut printed = String::new();
    text(&proposal, &mut printed).unwrap();
    assert!(printed.contains("Không đồng ý: Chưa rõ căn cứ"), "{printed}");

    let kept = include_str!("../../../tests/golden/measures.md");
    assert!(out == kept, "measures.md is now:\n{out}");
}

/// A paper says what it said on its day, whatever came later; and a step without a form makes none.
#[test]
fn a_paper_of_a_day_knows_nothing_later() {
    let mut measure = Story::begin(&officer(), "giam-sat", &[("area", "Chợ Phố Hiến")]);
    measure.done(&leader(), "giao-thuc-hien", &[]);
    let order = |story: &Story| document(story.it(), story.it().last("giao-thuc-hien").unwrap());
    let before = order(&measure);
    measure.done(&leader(), "bo-sung-cong-chuc", &[]).done(&officer(), "bao-cao-ket-qua", &[("site", "Kho khác")]);
    assert_eq!(order(&measure), before);
    let diary = measure.it().last("bo-sung-cong-chuc").unwrap();
    assert_eq!(document(measure.it(), diary), None);
    let unknown = Entry { key: "buoc-cu".to_owned(), ..diary.clone() };
    assert_eq!(document(measure.it(), &unknown), None);
    let mut older = measure.it().clone();
    older.kind = "loai-cu".to_owned();
    assert_eq!(older.title(), "Biện pháp nghiệp vụ");
    let event =
        DossierEvent { body: DossierEventBody::StepTaken { entry: Box::new(unknown) }, ..measure.history[0].clone() };
    assert_eq!(event.body.title(), "buoc-cu");
    older.apply(&event);
    assert_eq!(older.entries, measure.it().entries, "a step this version does not know changes nothing");
}
