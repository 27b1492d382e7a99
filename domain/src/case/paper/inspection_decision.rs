//! Quyết định kiểm tra (PL 11/2016/UBTVQH13 Điều 19; TT 22/2021/TT-BCT).

use super::super::CaseFile;
use super::super::procedure::Effect;
use super::framed;
use super::parts::{counted, dashes};
use crate::calendar::{format_date, to_local};
use crate::officer::OfficerSnapshot;
use crate::paper::words::{bare, capital};
use crate::paper::{Block, Document, grounds, parts};

/// The inspection decision; before its signature the draft, marked as such.
pub(super) fn document(case: &CaseFile) -> Document {
    let draft = &case.inspection;
    let frame = case.inspection_decision.as_ref();
    let noun = parts::noun(draft.party.kind);
    let mut blocks: Vec<Block> = legal(case).into_iter().map(Block::ground).collect();
    blocks.push(Block::order());
    blocks.push(Block::article(1, format!("Kiểm tra việc chấp hành pháp luật đối với {noun} có tên sau đây:")));
    blocks.extend(parts::party(&draft.party));
    blocks.push(Block::para(match &draft.establishment {
        Some(establishment) => format!("Địa điểm kiểm tra: {}, {}.", bare(&establishment.name), bare(&draft.place)),
        None => format!("Địa điểm kiểm tra: {}.", bare(&draft.place)),
    }));
    blocks.push(Block::para("Nội dung kiểm tra:"));
    blocks.extend(dashes(contents(case)));
    blocks.push(Block::para(format!(
        "Giai đoạn kiểm tra: từ ngày {} đến ngày {}.",
        format_date(draft.scope_from),
        format_date(draft.scope_to)
    )));
    blocks.push(Block::para(format!(
        "Thời hạn kiểm tra: {:02} ngày làm việc, kể từ ngày công bố Quyết định này.",
        draft.working_days
    )));
    blocks.push(Block::article(2, "Đoàn kiểm tra gồm các ông (bà) có tên sau đây:"));
    let mut team = vec![member(&draft.leader, "Trưởng đoàn")];
    team.extend(draft.members.iter().map(|officer| member(officer, "Thành viên")));
    blocks.extend(counted(team));
    blocks.push(Block::article(3, "Đoàn kiểm tra có nhiệm vụ kiểm tra theo đúng nội dung, phạm vi, thời hạn quy định tại Điều 1; thực hiện nhiệm vụ, quyền hạn theo Pháp lệnh Quản lý thị trường và Thông tư số 27/2020/TT-BCT; lập biên bản và báo cáo kết quả kiểm tra với người ban hành Quyết định này."));
    blocks.push(Block::article(4, format!(
        "Quyết định này có hiệu lực kể từ ngày ký. {} có tên tại Điều 1, các ông (bà) có tên tại Điều 2 và tổ chức, cá nhân có liên quan chịu trách nhiệm thi hành Quyết định này./.",
        capital(noun)
    )));
    Document {
        title: "QUYẾT ĐỊNH".to_owned(),
        subject: "Kiểm tra việc chấp hành pháp luật trong sản xuất, kinh doanh hàng hóa, dịch vụ".to_owned(),
        issued_by: frame.map_or_else(String::new, parts::issued_by),
        blocks,
        recipients: ["Như Điều 4;", "Cơ quan cấp trên trực tiếp;", "Lưu: VT, hồ sơ vụ việc."]
            .map(str::to_owned)
            .to_vec(),
        signatories: frame.map(parts::decision_signatory).into_iter().collect(),
        ..framed(case, frame, true)
    }
}

fn legal(case: &CaseFile) -> Vec<String> {
    let draft = &case.inspection;
    let frame = case.inspection_decision.as_ref();
    let day = frame.map_or_else(|| to_local(case.opened_at).date(), |frame| frame.at.date());
    let mut legal = grounds::inspection(day);
    let basis = bare(&draft.basis);
    if let Some(item) = draft.plan_item.as_ref().filter(|item| !basis.contains(&item.code)) {
        legal.push(format!("Căn cứ Kế hoạch kiểm tra số {};", item.code));
    }
    let basis =
        if basis.to_lowercase().starts_with("căn cứ") { capital(&basis) } else { format!("Căn cứ {basis}") };
    legal.push(format!("{basis};"));
    legal.extend(parts::by_delegation(frame));
    legal.push(format!("Theo đề nghị của {}, {}.", draft.drafted_by.full_name, draft.drafted_by.title));
    legal
}

/// What was to be inspected when the decision was signed: what a later decision added stands in that one.
fn contents(case: &CaseFile) -> Vec<String> {
    let more =
        case.steps.iter().filter(|done| done.procedure().is_some_and(|found| found.effect == Effect::MoreContents));
    let added: usize = more.map(|done| done.answers.text("contents").unwrap_or_default().lines().count()).sum();
    let list = &case.inspection.contents;
    let signed = list.len().saturating_sub(added);
    list.iter().take(signed).map(|line| bare(line)).filter(|line| !line.is_empty()).collect()
}

fn member(officer: &OfficerSnapshot, part: &str) -> String {
    let card = officer.card.as_ref().map_or_else(String::new, |card| format!(", Thẻ kiểm tra thị trường số {card}"));
    format!("{} – {}, số hiệu công chức {}{card} – {part}", officer.full_name, officer.title, officer.badge)
}
