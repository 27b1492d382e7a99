//! Biên bản vi phạm hành chính (MBB01, NĐ 118/2021/NĐ-CP; Luật XLVPHC Điều 58).

use super::inspection_record::{officeholder, witness_blocks};
use super::parts::{closing, entries, exhibits, foot, head, headed, noun, opinion, party, sanctioned, sheet_state};
use super::qr::check_of;
use super::words::{bare, capital, moment, official, sentence};
use crate::components::{PaperTitle, Para, Sheet, SignatureBlock, Signatures};
use domain::calendar::{format_date, format_long};
use domain::case::{CaseFile, PartySignature, RecordedAct, ViolationRecord};
use domain::law::fine::ActAssessment;
use domain::party::PartyKind;
use leptos::prelude::*;

/// The record of administrative violations (MBB01); nothing while there is none.
///
/// - Server: the sheet. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn ViolationRecordPaper(case: CaseFile) -> AnyView {
    let Some(record) = &case.violation else { return ().into_any() };
    let (frame, content) = (&record.frame, &record.content);
    let offender = sanctioned(&case);
    let kind = noun(offender.kind);
    let opening = format!("Hôm nay, {}, tại {}.", moment(content.made_at), bare(&content.place));
    let ground = match &case.inspection_record {
        Some(inspected) => format!(
            "Căn cứ kết quả kiểm tra ghi tại Biên bản kiểm tra số {} {} của {}.",
            inspected.frame.number.text,
            format_long(inspected.frame.at.date()),
            inspected.frame.issuer.name
        ),
        None => format!("Căn cứ kết quả phát hiện: {}.", bare(&case.inspection.basis)),
    };
    let maker = entries(vec![
        ("1. Người lập biên bản", frame.signer.full_name.clone()),
        ("Chức vụ", format!("{}, số hiệu công chức {}", frame.signer.title, frame.signer.badge)),
        ("Cơ quan", frame.issuer.name.clone()),
        ("2. Với sự chứng kiến của", content.witness.clone().unwrap_or_default()),
    ]);
    let subject = format!("Tiến hành lập biên bản vi phạm hành chính đối với {kind} có tên sau đây:");
    let who = party(&offender);
    let present = entries(vec![("Người đại diện có mặt khi lập biên bản", present(content, &offender.name))]);
    let acts = acts(content);
    let found = if content.acts.len() > 1 {
        "1. Đã có các hành vi vi phạm hành chính sau đây:"
    } else {
        "1. Đã có hành vi vi phạm hành chính sau đây:"
    };
    let goods = exhibits("Bảng kê tang vật, phương tiện vi phạm hành chính", &content.exhibits)
        .map(|table| view! { <Para><b>"2. Tang vật, phương tiện vi phạm hành chính:"</b></Para>{table} });
    let mut number = if goods.is_some() { 3 } else { 2 };
    let mut next = |title: String| {
        let heading = format!("{number}. {title}");
        number += 1;
        heading
    };
    let violator = match offender.kind {
        PartyKind::Organisation => "đại diện tổ chức vi phạm",
        PartyKind::HouseholdBusiness => "đại diện hộ kinh doanh vi phạm",
        PartyKind::Individual => "cá nhân vi phạm",
    };
    let said = headed(&next(format!("Ý kiến trình bày của {violator}:")), &opinion(&content.party_opinion));
    let stop = next(String::new());
    let stop = view! { <Para><b>{stop}</b>{format!("Chúng tôi đã yêu cầu {kind} vi phạm chấm dứt ngay hành vi vi phạm.")}</Para> };
    let explain = content.assessment.explanation_right.as_ref().map(|_| {
        let heading = next("Quyền và thời hạn giải trình:".to_owned());
        let to = format!("người có thẩm quyền xử phạt, qua {}, địa chỉ: {}", frame.issuer.name, bare(&frame.issuer.address));
        let written = format!(
            "a) Trong thời hạn 05 ngày làm việc, kể từ ngày lập biên bản này, {kind} vi phạm có quyền gửi văn bản giải trình đến {to}."
        );
        let oral = format!(
            "b) Trong thời hạn 02 ngày làm việc, kể từ ngày lập biên bản này, {kind} vi phạm có quyền gửi văn bản yêu cầu được giải trình trực tiếp đến {to}."
        );
        view! { <Para><b>{heading}</b></Para><Para>{written}</Para><Para>{oral}</Para> }
    });
    let signed = closing(&content.signature, &format!("{kind} vi phạm"));
    let top = head(frame, false);
    let bottom = foot(&case, frame);
    let check = check_of(&case, frame);
    let side = match offender.kind {
        PartyKind::Organisation => "ĐẠI DIỆN TỔ CHỨC VI PHẠM",
        PartyKind::HouseholdBusiness => "ĐẠI DIỆN HỘ KINH DOANH VI PHẠM",
        PartyKind::Individual => "CÁ NHÂN VI PHẠM HOẶC NGƯỜI ĐẠI DIỆN",
    };
    let party_signs = (content.signature == PartySignature::Signed).then(|| {
        let name = content.representative.clone();
        view! { <SignatureBlock title=side hint="(Ký, ghi rõ họ và tên)" name=name /> }
    });
    let witness = witness_blocks(content.witness.as_deref(), &content.signature);
    let maker_title = officeholder(&frame.signer, "").trim().to_owned();
    let maker_name = format!("{maker_title} {}", frame.signer.full_name);
    let state = sheet_state(&case, Some(frame));
    view! {
        <Sheet label="Biên bản vi phạm hành chính" code="MBB01" state=state foot=bottom check=check>
            {top}
            <PaperTitle title="BIÊN BẢN VI PHẠM HÀNH CHÍNH" />
            <Para>{opening}</Para>
            <Para>{ground}</Para>
            <Para>"Chúng tôi gồm:"</Para>
            {maker}
            <Para>{subject}</Para>
            {who}
            {present}
            <Para><b>{found}</b></Para>
            {acts}
            {goods}
            {said}
            {stop}
            {explain}
            {signed}
            <Signatures>
                {party_signs}
                {witness}
                <SignatureBlock title="NGƯỜI LẬP BIÊN BẢN" hint="(Ký, ghi rõ chức vụ, họ và tên)" name=maker_name />
            </Signatures>
        </Sheet>
    }
    .into_any()
}

/// Who was there for the party; a person who was there himself is not named twice.
fn present(content: &ViolationRecord, party: &str) -> String {
    if content.representative.trim() == party.trim() { String::new() } else { content.representative.clone() }
}

fn acts(content: &ViolationRecord) -> Vec<AnyView> {
    let several = content.acts.len() > 1;
    content
        .acts
        .iter()
        .zip(&content.assessment.acts)
        .zip('a'..='z')
        .map(|((act, answer), letter)| {
            let lead = if several { format!("{letter}) ") } else { String::new() };
            let title = format!("{lead}{}", sentence(&capital(&official(&answer.title))));
            let what = described(act, answer);
            let when = format!("Thời gian: ngày {}. Địa điểm: {}.", format_date(act.input.committed_on), bare(&act.place));
            let law = format!("Quy định tại: {}.", official(&answer.citation.place));
            view! { <Para>{title}</Para>{what.map(|what| view! { <Para>{what}</Para> })}<Para>{when}</Para><Para>{law}</Para> }
                .into_any()
        })
        .collect()
}

/// What the officer wrote, when it says more than the name of the act.
pub(super) fn described(act: &RecordedAct, answer: &ActAssessment) -> Option<String> {
    let text = bare(&act.description);
    let same = text.to_lowercase() == bare(&answer.title).to_lowercase();
    (!text.is_empty() && !same).then(|| format!("Mô tả hành vi: {}", sentence(&text)))
}
