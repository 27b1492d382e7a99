//! Biên bản vi phạm hành chính (MBB01, NĐ 118/2021/NĐ-CP; Luật XLVPHC Điều 58).

use super::super::joint::RecordPart;
use super::super::procedure::Group;
use super::super::{CaseFile, PartySignature, Recorded, RecordedAct, Signed, ViolationRecord};
use super::parts::{BY_HAND, closing, headed, officeholder, opinion, witnesses};
use super::{cancelled_part, framed, made, numbered, violators};
use crate::calendar::format_date;
use crate::law::fine::ActAssessment;
use crate::paper::words::{bare, capital, moment, official, sentence};
use crate::paper::{Block, Document, Signatory, parts as shared};
use crate::party::PartyKind;

/// The record of administrative violations; nothing while there is none. One over several violators has each in the order of
/// the paper, and is the same in whichever file it is printed.
pub(super) fn document(case: &CaseFile) -> Option<Document> {
    let record = case.violation.as_ref()?;
    let (frame, content) = (&record.frame, &record.content);
    let parts = case.parts_of_record();
    let mut blocks = vec![Block::para(format!("Hôm nay, {}, tại {}.", moment(content.made_at), bare(&content.place)))];
    let mut grounds: Vec<&str> = parts.iter().map(|part| part.ground.as_str()).collect();
    grounds.dedup();
    blocks.extend(grounds.into_iter().map(Block::para));
    blocks.push(Block::para("Chúng tôi gồm:"));
    let maker = format!("{}, số hiệu công chức {}", frame.signer.title, frame.signer.badge);
    for pair in [
        ("1. Người lập biên bản", frame.signer.full_name.clone()),
        ("Chức vụ", maker),
        ("Cơ quan", frame.issuer.name.clone()),
        ("2. Với sự chứng kiến của", content.witness.clone().unwrap_or_default()),
    ] {
        blocks.extend(shared::lines(vec![pair]));
    }
    let several = parts.len() > 1;
    let kind = shared::noun(case.inspection.party.kind);
    let whom = if several { violators(parts.len()) } else { kind.to_owned() };
    blocks.push(Block::para(format!("Tiến hành lập biên bản vi phạm hành chính đối với {whom} có tên sau đây:")));
    for (part, nth) in parts.iter().zip(1..) {
        if several {
            blocks.push(Block::heading(format!("Người vi phạm thứ {nth}:")));
        }
        violator(part, &mut blocks);
    }
    blocks.extend(if several {
        closing_together(&parts)
    } else {
        closing(&content.signature, &format!("{kind} vi phạm"))
    });
    blocks.extend(cancelled_part(case, frame));
    Some(Document {
        code: "MBB01".to_owned(),
        title: "BIÊN BẢN VI PHẠM HÀNH CHÍNH".to_owned(),
        blocks,
        signatories: signatories(frame, &parts),
        ..framed(case, Some(frame), false)
    })
}

/// How the violation was found.
pub(in crate::case) fn ground(case: &CaseFile) -> String {
    match &case.inspection_record {
        Some(inspected) => format!(
            "Căn cứ kết quả kiểm tra ghi tại Biên bản kiểm tra {} của {}.",
            numbered(&inspected.frame),
            inspected.frame.issuer.name
        ),
        None => format!("Căn cứ kết quả phát hiện: {}.", bare(&case.inspection.basis)),
    }
}

/// The papers of seizure and search that were made before an event.
pub(in crate::case) fn measures(case: &CaseFile, seq: u32) -> Vec<String> {
    made(case, 0, seq, |procedure, _| matches!(procedure.group, Group::Seizure | Group::Search))
}

/// Who one violator is, what he did, and what he says of it.
fn violator(part: &RecordPart, blocks: &mut Vec<Block>) {
    let Some(record) = &part.case.violation else { return };
    let content = &record.content;
    let offender = shared::sanctioned(&part.case, Some(record));
    blocks.extend(shared::party(&offender));
    // A person who was there himself is not named twice.
    if content.representative.trim() != offender.name.trim() {
        let there = content.representative.clone();
        blocks.extend(shared::lines(vec![("Người đại diện có mặt khi lập biên bản", there)]));
    }
    blocks.push(Block::heading(if content.acts.len() > 1 {
        "1. Đã có các hành vi vi phạm hành chính sau đây:"
    } else {
        "1. Đã có hành vi vi phạm hành chính sau đây:"
    }));
    blocks.extend(acts(content));
    chapters(record, &part.measures, offender.kind, blocks);
}

/// How a record over several violators ends: a copy for each, and for each who did not sign, why and who stands in.
fn closing_together(parts: &[RecordPart]) -> Vec<Block> {
    let copies = parts.len() + 1;
    let mut blocks = vec![Block::para(format!(
        "Biên bản được lập thành {copies:02} bản có nội dung và giá trị như nhau; đã đọc lại cho những người có tên nêu trên cùng nghe; những người công nhận là đúng cùng ký tên dưới đây; giao cho mỗi người vi phạm hoặc người đại diện 01 bản, 01 bản lưu hồ sơ."
    ))];
    for part in parts {
        let signature = part.case.violation.as_ref().map(|record| &record.content.signature);
        let Some(PartySignature::Refused { reason, witness }) = signature else { continue };
        let name = &part.case.inspection.party.name;
        blocks.push(Block::para(format!("Lý do {name} hoặc người đại diện không ký biên bản: {}.", bare(reason))));
        blocks.push(Block::para(format!(
            "Việc {name} không ký biên bản có xác nhận của người chứng kiến hoặc đại diện chính quyền: {}.",
            bare(witness)
        )));
    }
    blocks
}

/// What follows the acts, counted on: exhibits, measures, what the party said, the order to stop, the right to explain.
fn chapters(record: &Recorded<ViolationRecord>, measures: &[String], kind: PartyKind, blocks: &mut Vec<Block>) {
    let noun = shared::noun(kind);
    let (frame, content) = (&record.frame, &record.content);
    let mut number = 1;
    let mut next = |title: &str| {
        number += 1;
        format!("{number}. {title}")
    };
    let goods = shared::exhibits("Bảng kê tang vật, phương tiện vi phạm hành chính", &content.exhibits);
    if !goods.is_empty() {
        blocks.push(Block::heading(next("Tang vật, phương tiện vi phạm hành chính:")));
        blocks.extend(goods);
    }
    if !measures.is_empty() {
        let heading = next("Biện pháp ngăn chặn và bảo đảm xử lý vi phạm hành chính đã áp dụng:");
        blocks.push(Block::headed(heading, format!("{}.", measures.join("; "))));
    }
    let violator = match kind {
        PartyKind::Organisation => "đại diện tổ chức vi phạm",
        PartyKind::HouseholdBusiness => "đại diện hộ kinh doanh vi phạm",
        PartyKind::Individual => "cá nhân vi phạm",
    };
    let said = next(&format!("Ý kiến trình bày của {violator}:"));
    blocks.extend(headed(&said, opinion(&content.party_opinion)));
    let stop = format!("Chúng tôi đã yêu cầu {noun} vi phạm chấm dứt ngay hành vi vi phạm.");
    blocks.push(Block::headed(next("").trim(), stop));
    if content.assessment.explanation_right.is_some() {
        let to =
            format!("người có thẩm quyền xử phạt, qua {}, địa chỉ: {}", frame.issuer.name, bare(&frame.issuer.address));
        blocks.push(Block::heading(next("Quyền và thời hạn giải trình:")));
        blocks.push(Block::para(format!(
            "a) Trong thời hạn 05 ngày làm việc, kể từ ngày lập biên bản này, {noun} vi phạm có quyền gửi văn bản giải trình đến {to}."
        )));
        blocks.push(Block::para(format!(
            "b) Trong thời hạn 02 ngày làm việc, kể từ ngày lập biên bản này, {noun} vi phạm có quyền gửi văn bản yêu cầu được giải trình trực tiếp đến {to}."
        )));
    }
}

/// Each violator who signs, the witness and who stands in for those who do not, each once, and the maker.
fn signatories(frame: &Signed, parts: &[RecordPart]) -> Vec<Signatory> {
    let mut list: Vec<Signatory> = Vec::new();
    let mut stand_ins: Vec<Signatory> = Vec::new();
    for part in parts {
        let Some(record) = &part.case.violation else { continue };
        let content = &record.content;
        let side = match part.case.inspection.party.kind {
            PartyKind::Organisation => "ĐẠI DIỆN TỔ CHỨC VI PHẠM",
            PartyKind::HouseholdBusiness => "ĐẠI DIỆN HỘ KINH DOANH VI PHẠM",
            PartyKind::Individual => "CÁ NHÂN VI PHẠM HOẶC NGƯỜI ĐẠI DIỆN",
        };
        if content.signature == PartySignature::Signed {
            list.push(Signatory::new(side, BY_HAND, content.representative.clone()));
        }
        for who in witnesses(content.witness.as_deref(), &content.signature) {
            if stand_ins.iter().all(|known| known.name != who.name) {
                stand_ins.push(who);
            }
        }
    }
    list.extend(stand_ins);
    let title = officeholder(&frame.signer, "").trim().to_owned();
    let name = format!("{title} {}", frame.signer.full_name);
    list.push(Signatory::new("NGƯỜI LẬP BIÊN BẢN", "(Ký, ghi rõ chức vụ, họ và tên)", name));
    list
}

fn acts(content: &ViolationRecord) -> Vec<Block> {
    let several = content.acts.len() > 1;
    let mut blocks = Vec::new();
    for ((act, answer), letter) in content.acts.iter().zip(&content.assessment.acts).zip('a'..='z') {
        let lead = if several { format!("{letter}) ") } else { String::new() };
        blocks.push(Block::para(format!("{lead}{}", sentence(&capital(&official(&answer.title))))));
        blocks.extend(described(act, answer).map(Block::para));
        blocks.push(Block::para(when(act)));
        blocks.push(Block::para(format!("Quy định tại: {}.", official(&answer.citation.place))));
    }
    blocks
}

/// When and where an act was done.
pub(super) fn when(act: &RecordedAct) -> String {
    format!("Thời gian: ngày {}. Địa điểm: {}.", format_date(act.input.committed_on), bare(&act.place))
}

/// What the officer wrote, when it says more than the name of the act.
pub(super) fn described(act: &RecordedAct, answer: &ActAssessment) -> Option<String> {
    let text = bare(&act.description);
    let same = text.to_lowercase() == bare(&answer.title).to_lowercase();
    (!text.is_empty() && !same).then(|| format!("Mô tả hành vi: {}", sentence(&text)))
}
