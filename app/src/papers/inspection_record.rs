//! Biên bản kiểm tra (TT 27/2020/TT-BCT Điều 18).

use super::inspection_decision::numbered;
use super::parts::{closing, entries, foot, head, headed, noun, opinion, paragraphs, party, stand_in};
use super::qr::check_of;
use super::words::{bare, moment};
use crate::components::{PaperTitle, Para, Sheet, SignatureBlock, Signatures};
use domain::calendar::format_long;
use domain::case::{CaseFile, PartySignature};
use domain::officer::OfficerSnapshot;
use domain::party::PartyKind;
use leptos::prelude::*;

/// The inspection record; nothing while there is none.
///
/// - Server: the sheet. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn InspectionRecordPaper(case: CaseFile) -> AnyView {
    let (Some(record), Some(decision)) = (&case.inspection_record, &case.inspection_decision) else {
        return ().into_any();
    };
    let (frame, content, draft) = (&record.frame, &record.content, &case.inspection);
    let opening = format!("Hôm nay, {}, tại {}.", moment(content.announced_at), bare(&content.place));
    let ground = format!(
        "Căn cứ Quyết định kiểm tra số {} {} của {}.",
        decision.number.text,
        format_long(decision.at.date()),
        officeholder(&decision.signer, &decision.issuer.name)
    );
    let mut team = vec![member(&draft.leader, "Trưởng đoàn")];
    team.extend(draft.members.iter().map(|officer| member(officer, "Thành viên")));
    let team = numbered(team);
    let present = entries(vec![
        ("Đại diện đối tượng được kiểm tra", content.representative.clone()),
        ("Người chứng kiến", content.witness.clone().unwrap_or_default()),
    ]);
    let party_noun = noun(draft.party.kind);
    let subject = format!("Tiến hành kiểm tra đối với {party_noun} có tên sau đây:");
    let who = party(&draft.party);
    let announced = "Đoàn kiểm tra đã xuất trình Thẻ kiểm tra thị trường, công bố và giao Quyết định kiểm tra cho đối tượng được kiểm tra hoặc người đại diện trước khi kiểm tra.";
    let findings = paragraphs(&content.findings);
    let said = headed("3. Ý kiến của đối tượng được kiểm tra:", &opinion(&content.party_opinion));
    let conclusion = if content.violation_found {
        "Qua kiểm tra, phát hiện có dấu hiệu vi phạm hành chính. Đoàn kiểm tra kiến nghị lập biên bản vi phạm hành chính và xử lý theo quy định của pháp luật."
    } else {
        "Qua kiểm tra, không phát hiện vi phạm đối với các nội dung đã kiểm tra. Đoàn kiểm tra kiến nghị kết thúc vụ việc theo quy định của pháp luật."
    };
    let end = format!("Việc kiểm tra kết thúc {}.", moment(content.finished_at));
    let signed = closing(&content.signature, "đối tượng được kiểm tra");
    let top = head(frame, false);
    let bottom = foot(&case, frame);
    let check = check_of(&case, frame);

    let side = match draft.party.kind {
        PartyKind::Organisation => "ĐẠI DIỆN TỔ CHỨC ĐƯỢC KIỂM TRA",
        PartyKind::HouseholdBusiness => "ĐẠI DIỆN HỘ KINH DOANH ĐƯỢC KIỂM TRA",
        PartyKind::Individual => "CÁ NHÂN ĐƯỢC KIỂM TRA",
    };
    let party_signs = (content.signature == PartySignature::Signed).then(|| {
        let name = content.representative.clone();
        view! { <SignatureBlock title=side hint="(Ký, ghi rõ họ và tên)" name=name /> }
    });
    let witness = witness_blocks(content.witness.as_deref(), &content.signature);
    let leader = draft.leader.full_name.clone();
    let members = draft
        .members
        .iter()
        .map(|officer| {
            let name = officer.full_name.clone();
            view! { <SignatureBlock title="THÀNH VIÊN ĐOÀN KIỂM TRA" hint="(Ký, ghi rõ họ và tên)" name=name /> }
        })
        .collect::<Vec<_>>();
    view! {
        <Sheet label="Biên bản kiểm tra" foot=bottom check=check>
            {top}
            <PaperTitle title="BIÊN BẢN KIỂM TRA" subject="Việc chấp hành pháp luật trong sản xuất, kinh doanh hàng hóa, dịch vụ" />
            <Para>{opening}</Para>
            <Para>{ground}</Para>
            <Para>"Đoàn kiểm tra gồm:"</Para>
            {team}
            {present}
            <Para>{subject}</Para>
            {who}
            <Para><b>"1. Công bố quyết định kiểm tra: "</b>{announced}</Para>
            <Para><b>"2. Kết quả kiểm tra:"</b></Para>
            {findings}
            {said}
            <Para><b>"4. Nhận xét, kiến nghị của Đoàn kiểm tra: "</b>{conclusion}</Para>
            <Para>{end}</Para>
            {signed}
            <Signatures>
                {party_signs}
                {witness}
                <SignatureBlock title="TRƯỞNG ĐOÀN KIỂM TRA" hint="(Ký, ghi rõ họ và tên)" name=leader />
                {members}
            </Signatures>
        </Sheet>
    }
    .into_any()
}

fn member(officer: &OfficerSnapshot, part: &str) -> String {
    let card = officer.card.as_ref().map_or_else(String::new, |card| format!(", Thẻ kiểm tra thị trường số {card}"));
    format!("{} – {}{card} – {part}", officer.full_name, officer.title)
}

/// `Đội trưởng Đội Quản lý thị trường số 3`.
pub(super) fn officeholder(officer: &OfficerSnapshot, unit: &str) -> String {
    format!("{} {unit}", officer.title)
}

/// The witness, and who stands in for a party that did not sign when that is somebody else.
pub(super) fn witness_blocks(witness: Option<&str>, signature: &PartySignature) -> Vec<AnyView> {
    let witness = witness.map(bare).filter(|name| !name.is_empty());
    let stand_in = stand_in(signature).filter(|name| witness.as_ref() != Some(name));
    let blocks = [(witness, "NGƯỜI CHỨNG KIẾN"), (stand_in, "NGƯỜI CHỨNG KIẾN HOẶC ĐẠI DIỆN CHÍNH QUYỀN")];
    blocks
        .into_iter()
        .filter_map(|(name, title)| name.map(|name| (name, title)))
        .map(|(name, title)| {
            view! { <SignatureBlock title=title hint="(Ký, ghi rõ họ và tên)" name=name /> }.into_any()
        })
        .collect()
}
