//! Biên bản kiểm tra (TT 27/2020/TT-BCT Điều 18).

use super::super::procedure::{Answer, FormKind, Group};
use super::super::{CaseFile, PartySignature, Signed};
use super::parts::{BY_HAND, closing, counted, headed, officeholder, opinion, paragraphs, witnesses};
use super::{framed, made, numbered, uncapital};
use crate::officer::OfficerSnapshot;
use crate::paper::words::{bare, moment};
use crate::paper::{Block, Document, Signatory, parts};
use crate::party::PartyKind;

/// The inspection record; nothing while there is none.
pub(super) fn document(case: &CaseFile) -> Option<Document> {
    let (record, decision) = (case.inspection_record.as_ref()?, case.inspection_decision.as_ref()?);
    let (frame, content, draft) = (&record.frame, &record.content, &case.inspection);
    let mut blocks = vec![
        Block::para(format!("Hôm nay, {}, tại {}.", moment(content.announced_at), bare(&content.place))),
        Block::para(format!(
            "Căn cứ Quyết định kiểm tra {} của {}.",
            numbered(decision),
            officeholder(&decision.signer, &decision.issuer.name)
        )),
    ];
    blocks.extend(amended(case, record.seq));
    blocks.push(Block::para("Đoàn kiểm tra gồm:"));
    let mut team = vec![member(&draft.leader, "Trưởng đoàn")];
    team.extend(draft.members.iter().map(|officer| member(officer, "Thành viên")));
    blocks.extend(counted(team));
    blocks.extend(parts::lines(vec![("Đại diện đối tượng được kiểm tra", content.representative.clone())]));
    blocks.extend(parts::lines(vec![("Người chứng kiến", content.witness.clone().unwrap_or_default())]));
    let noun = parts::noun(draft.party.kind);
    blocks.push(Block::para(format!("Tiến hành kiểm tra đối với {noun} có tên sau đây:")));
    blocks.extend(parts::party(&draft.party));
    blocks.push(Block::headed("1. Công bố quyết định kiểm tra:", "Đoàn kiểm tra đã xuất trình Thẻ kiểm tra thị trường, công bố và giao Quyết định kiểm tra cho đối tượng được kiểm tra hoặc người đại diện trước khi kiểm tra."));
    blocks.push(Block::heading("2. Kết quả kiểm tra:"));
    blocks.extend(paragraphs(&content.findings));
    let measures = made(case, 0, record.seq, |procedure, _| {
        matches!(procedure.group, Group::Verification | Group::Seizure | Group::Search)
    });
    if !measures.is_empty() {
        blocks.push(Block::para(format!("Biện pháp đã áp dụng, văn bản đã lập: {}.", measures.join("; "))));
    }
    blocks.extend(headed("3. Ý kiến của đối tượng được kiểm tra:", opinion(&content.party_opinion)));
    let conclusion = if content.violation_found {
        "Qua kiểm tra, phát hiện có dấu hiệu vi phạm hành chính. Đoàn kiểm tra kiến nghị lập biên bản vi phạm hành chính và xử lý theo quy định của pháp luật."
    } else {
        "Qua kiểm tra, không phát hiện vi phạm đối với các nội dung đã kiểm tra. Đoàn kiểm tra kiến nghị kết thúc vụ việc theo quy định của pháp luật."
    };
    blocks.push(Block::headed("4. Nhận xét, kiến nghị của Đoàn kiểm tra:", conclusion));
    blocks.push(Block::para(format!("Việc kiểm tra kết thúc {}.", moment(content.finished_at))));
    blocks.extend(closing(&content.signature, "đối tượng được kiểm tra"));
    Some(Document {
        title: "BIÊN BẢN KIỂM TRA".to_owned(),
        subject: "Việc chấp hành pháp luật trong sản xuất, kinh doanh hàng hóa, dịch vụ".to_owned(),
        blocks,
        signatories: signatories(case, content.witness.as_deref(), &content.representative, &content.signature),
        ..framed(case, Some(frame), false)
    })
}

/// Decisions that changed the inspection while it ran, with who left the team and who came.
fn amended(case: &CaseFile, before: u32) -> Vec<Block> {
    let steps = case.steps.iter().filter(|done| done.seq < before);
    steps
        .filter_map(|done| {
            let procedure = done.procedure().filter(|found| found.group == Group::Inspection)?;
            let form = procedure.form.filter(|form| form.kind == FormKind::Decision)?;
            let frame: &Signed = done.frame.as_ref()?;
            let said = |key: &str| done.answers.get(key).map(Answer::words).map(|text| bare(&text));
            let change = match (said("out"), said("into")) {
                (Some(left), Some(came)) => format!(" ({left} thôi tham gia, {came} thay thế)"),
                _ => String::new(),
            };
            Some(Block::para(format!(
                "Căn cứ Quyết định {} về việc {}{change}.",
                numbered(frame),
                uncapital(form.subject)
            )))
        })
        .collect()
}

fn signatories(
    case: &CaseFile,
    witness: Option<&str>,
    representative: &str,
    signature: &PartySignature,
) -> Vec<Signatory> {
    let draft = &case.inspection;
    let side = match draft.party.kind {
        PartyKind::Organisation => "ĐẠI DIỆN TỔ CHỨC ĐƯỢC KIỂM TRA",
        PartyKind::HouseholdBusiness => "ĐẠI DIỆN HỘ KINH DOANH ĐƯỢC KIỂM TRA",
        PartyKind::Individual => "CÁ NHÂN ĐƯỢC KIỂM TRA",
    };
    let mut list = Vec::new();
    if *signature == PartySignature::Signed {
        list.push(Signatory::new(side, BY_HAND, representative));
    }
    list.extend(witnesses(witness, signature));
    list.push(Signatory::new("TRƯỞNG ĐOÀN KIỂM TRA", BY_HAND, draft.leader.full_name.clone()));
    let members = draft.members.iter();
    list.extend(members.map(|officer| Signatory::new("THÀNH VIÊN ĐOÀN KIỂM TRA", BY_HAND, officer.full_name.clone())));
    list
}

fn member(officer: &OfficerSnapshot, part: &str) -> String {
    let card = officer.card.as_ref().map_or_else(String::new, |card| format!(", Thẻ kiểm tra thị trường số {card}"));
    format!("{} – {}{card} – {part}", officer.full_name, officer.title)
}
