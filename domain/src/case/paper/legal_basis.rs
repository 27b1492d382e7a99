//! The law's answer with every step and its article, as it was stored with the decision or the record: for the file, for
//! whoever checks it, and for the court. Not an official form; it carries no number.

use super::super::CaseFile;
use crate::calendar::{format_date, format_long};
use crate::law::fine::{ActAssessment, Assessment};
use crate::paper::words::{amount, capital, sentence};
use crate::paper::{Block, Document, Table, parts};

/// Whose answer is shown: of the signed decision, else of the proposal, else of the record.
fn stored(case: &CaseFile) -> Option<(&Assessment, String)> {
    if let Some(decision) = &case.decision {
        let of = format!("Quyết định số {} {}", decision.frame.number.text, format_long(decision.frame.at.date()));
        return Some((&decision.assessment, of));
    }
    if let Some(proposal) = &case.proposal {
        return Some((&proposal.assessment, format!("Tờ trình {}", format_long(proposal.at.date()))));
    }
    let record = case.violation.as_ref()?;
    let of = format!("Biên bản số {} {}", record.frame.number.text, format_long(record.content.made_at.date()));
    Some((&record.content.assessment, of))
}

/// The sheet; nothing while no act is recorded.
pub(super) fn document(case: &CaseFile) -> Option<Document> {
    let (assessment, of) = stored(case)?;
    let name = parts::sanctioned(case, case.violation.as_ref()).name;
    let mut blocks = vec![Block::para(format!("Hồ sơ {}: {name}. {of}.", case.code))];
    for (index, one) in assessment.acts.iter().enumerate() {
        act(case, index, one, &mut blocks);
    }
    blocks.push(Block::heading(format!(
        "Tổng mức phạt theo đề xuất của hệ thống: {}.",
        amount(assessment.total_proposed)
    )));
    blocks.push(Block::para(match &assessment.explanation_right {
        Some(right) => format!("Có quyền giải trình: {} ({}).", right.reason, right.citation),
        None => {
            "Không thuộc trường hợp có quyền giải trình (khoản 1 Điều 61 Luật Xử lý vi phạm hành chính).".to_owned()
        }
    }));
    if let Some(decision) = &case.decision {
        blocks.push(Block::heading(format!("Thẩm quyền của người ký, {}:", decision.frame.signer.title)));
        blocks.extend(sentences(&decision.competence));
    }
    blocks.extend(sentences(&assessment.warnings));
    Some(Document {
        title: "PHIẾU CĂN CỨ PHÁP LÝ".to_owned(),
        subject: "Cách xác định khung phạt, mức phạt và thẩm quyền; lưu hồ sơ".to_owned(),
        blocks,
        practice: case.path.is_practice(),
        foot: format!("Đối chiếu trên hệ thống INS: hồ sơ {}", case.code),
        ..Document::default()
    })
}

fn sentences(lines: &[String]) -> impl Iterator<Item = Block> {
    lines.iter().map(|line| Block::para(sentence(line)))
}

fn act(case: &CaseFile, index: usize, act: &ActAssessment, blocks: &mut Vec<Block>) {
    blocks.push(Block::heading(format!("{}. {}", index + 1, capital(&act.title))));
    let rows = act
        .steps
        .iter()
        .map(|step| vec![step.text.clone(), step.citation.to_string(), step.citation.mark.label().to_owned()]);
    blocks.push(Block::Table {
        table: Table {
            caption: "Các bước xác định".to_owned(),
            columns: ["Bước", "Căn cứ", "Mức tin cậy"].map(str::to_owned).to_vec(),
            rows: rows.collect(),
            ..Table::default()
        },
    });
    let chosen = case
        .decision
        .as_ref()
        .map(|decision| &decision.content)
        .or(case.proposal.as_ref().map(|proposal| &proposal.content))
        .and_then(|content| content.fines.iter().find(|fine| fine.act == index));
    if let Some(chosen) = chosen {
        let reason = chosen.reason.trim();
        let why = if reason.is_empty() { String::new() } else { format!(" Lý do: {}", sentence(reason)) };
        blocks.push(Block::para(format!("Đề xuất {}; mức phạt được chọn {}.{why}", act.proposed.amount, chosen.fine)));
    }
    blocks.push(Block::para(format!(
        "Thời hiệu xử phạt {} năm, đến hết {} ({}).",
        act.limitation.years,
        format_date(act.limitation.until),
        act.limitation.citation
    )));
    blocks.extend(sentences(&act.warnings));
}
