//! Biên bản kiểm tra (TT 27/2020/TT-BCT Điều 18).

use super::parts::{closing, entries, foot, head, moment, party};
use crate::components::{PaperTitle, Para, Sheet, SignatureBlock, Signatures};
use domain::calendar::{format_at, format_long};
use domain::case::CaseFile;
use leptos::prelude::*;

pub(super) fn sheet(case: &CaseFile) -> Option<AnyView> {
    let record = case.inspection_record.as_ref()?;
    let decision = case.inspection_decision.as_ref()?;
    let (frame, content, draft) = (&record.frame, &record.content, &case.inspection);
    let mut team = vec![format!("- {} – {}, Trưởng đoàn;", draft.leader.full_name, draft.leader.title)];
    team.extend(
        draft.members.iter().map(|officer| format!("- {} – {}, thành viên;", officer.full_name, officer.title)),
    );
    let team = team.into_iter().map(|line| view! { <Para>{line}</Para> }).collect::<Vec<_>>();
    let findings = paragraphs(&content.findings);
    let opinion = if content.party_opinion.is_empty() {
        "Không có ý kiến khác.".to_owned()
    } else {
        content.party_opinion.clone()
    };
    let conclusion = if content.violation_found {
        "Qua kiểm tra, Đoàn kiểm tra phát hiện có dấu hiệu vi phạm hành chính; đề nghị lập biên bản vi phạm hành chính theo quy định."
    } else {
        "Qua kiểm tra, Đoàn kiểm tra không phát hiện vi phạm đối với các nội dung đã kiểm tra."
    };
    let announced = format!(
        "Đoàn kiểm tra đã xuất trình Thẻ kiểm tra thị trường và công bố Quyết định kiểm tra số {} {} vào hồi {}.",
        decision.number.text,
        format_long(decision.at.date()),
        format_at(content.announced_at)
    );
    let opening = format!("{}, tại {}, chúng tôi gồm:", moment(content.announced_at), content.place);
    let present = entries(vec![
        ("Đại diện đối tượng được kiểm tra", content.representative.clone()),
        ("Người chứng kiến", content.witness.clone().unwrap_or_default()),
    ]);
    let end = format!("Việc kiểm tra kết thúc hồi {}.", format_at(content.finished_at));
    let witness =
        content.witness.clone().map(|name| view! { <SignatureBlock title="NGƯỜI CHỨNG KIẾN" name=name party=true /> });
    let who = party(&draft.party);
    let signed = closing(&content.signature);
    let top = head(frame, false);
    let bottom = foot(case, frame);
    let (representative, leader) = (content.representative.clone(), draft.leader.full_name.clone());
    Some(
        view! {
            <Sheet label="Biên bản kiểm tra" foot=bottom>
                {top}
                <PaperTitle title="BIÊN BẢN KIỂM TRA" subject="Việc chấp hành pháp luật trong sản xuất, kinh doanh hàng hóa, dịch vụ" />
                <Para>{opening}</Para>
                {team}
                {present}
                <Para>"Tiến hành kiểm tra đối với:"</Para>
                {who}
                <Para>{announced}</Para>
                <Para><b>"Kết quả kiểm tra:"</b></Para>
                {findings}
                <Para><b>"Ý kiến của đối tượng được kiểm tra: "</b>{opinion}</Para>
                <Para><b>"Nhận xét, kiến nghị: "</b>{conclusion}</Para>
                <Para>{end}</Para>
                <Para>{signed}</Para>
                <Signatures>
                    <SignatureBlock title="ĐẠI DIỆN ĐỐI TƯỢNG ĐƯỢC KIỂM TRA" name=representative party=true />
                    {witness}
                    <SignatureBlock title="TRƯỞNG ĐOÀN KIỂM TRA" name=leader />
                </Signatures>
            </Sheet>
        }
        .into_any(),
    )
}

/// One paragraph a line.
pub(super) fn paragraphs(text: &str) -> Vec<AnyView> {
    text.lines()
        .filter(|line| !line.is_empty())
        .map(str::to_owned)
        .map(|line| view! { <Para>{line}</Para> }.into_any())
        .collect()
}
