//! Biên bản vi phạm hành chính (MBB01, NĐ 118/2021/NĐ-CP; Luật XLVPHC Điều 58).

use super::parts::{closing, entries, exhibits, foot, head, moment, party};
use crate::components::{PaperTitle, Para, Sheet, SignatureBlock, Signatures};
use domain::calendar::{WorkCalendar, format_date, format_long};
use domain::case::CaseFile;
use domain::law::deadline::{explanation_oral, explanation_written};
use leptos::prelude::*;

pub(super) fn sheet(case: &CaseFile) -> Option<AnyView> {
    let record = case.violation.as_ref()?;
    let (frame, content) = (&record.frame, &record.content);
    let inspected = case.inspection_record.as_ref()?;
    let opening = format!("{}, tại {}.", moment(content.made_at), content.place);
    let ground = format!(
        "Căn cứ Biên bản kiểm tra số {} {}.",
        inspected.frame.number.text,
        format_long(inspected.frame.at.date())
    );
    let team = [
        (
            "Người lập biên bản",
            format!("{} – {}, số hiệu {}", frame.signer.full_name, frame.signer.title, frame.signer.badge),
        ),
        ("Cơ quan", frame.issuer.name.clone()),
        ("Người chứng kiến", content.witness.clone().unwrap_or_default()),
    ];
    let team = entries(team.into());
    let acts = content
        .acts
        .iter()
        .zip(&content.assessment.acts)
        .enumerate()
        .map(|(index, (act, answer))| {
            let text = format!(
                "{}. {}. Mô tả: {} Thời gian: ngày {}. Địa điểm: {}. Quy định tại {}.",
                index + 1,
                answer.title,
                sentence(&act.description),
                format_date(act.input.committed_on),
                act.place,
                answer.citation
            );
            view! { <Para>{text}</Para> }
        })
        .collect::<Vec<_>>();
    let goods = exhibits("Tang vật, phương tiện vi phạm", &content.exhibits);
    let opinion = if content.party_opinion.is_empty() {
        "Không có ý kiến khác.".to_owned()
    } else {
        content.party_opinion.clone()
    };
    let explain = content.assessment.explanation_right.as_ref().map(|right| {
        let calendar = WorkCalendar::embedded();
        let text = format!(
            "Trong thời hạn 05 ngày làm việc kể từ ngày lập biên bản (đến hết ngày {}), người vi phạm có quyền gửi văn bản giải trình; trong thời hạn 02 ngày làm việc (đến hết ngày {}), có quyền gửi văn bản yêu cầu giải trình trực tiếp đến người có thẩm quyền xử phạt, địa chỉ: {}, {} ({}).",
            format_date(explanation_written(content.made_at, calendar).due.date()),
            format_date(explanation_oral(content.made_at, calendar).due.date()),
            frame.issuer.name,
            frame.issuer.address,
            right.citation
        );
        view! { <Para>{text}</Para> }
    });
    let witness =
        content.witness.clone().map(|name| view! { <SignatureBlock title="NGƯỜI CHỨNG KIẾN" name=name party=true /> });
    let who = party(&case.inspection.party);
    let signed = closing(&content.signature);
    let top = head(frame, false);
    let bottom = foot(case, frame);
    let (representative, maker) = (content.representative.clone(), frame.signer.full_name.clone());
    Some(
        view! {
            <Sheet label="Biên bản vi phạm hành chính" code="MBB01" foot=bottom>
                {top}
                <PaperTitle title="BIÊN BẢN VI PHẠM HÀNH CHÍNH" />
                <Para>{opening}</Para>
                <Para>{ground}</Para>
                <Para>"Chúng tôi gồm:"</Para>
                {team}
                <Para>"Tiến hành lập biên bản vi phạm hành chính đối với:"</Para>
                {who}
                <Para><b>"1. Đã có các hành vi vi phạm hành chính:"</b></Para>
                {acts}
                {goods}
                <Para><b>"2. Ý kiến trình bày của người vi phạm: "</b>{opinion}</Para>
                <Para><b>"3. "</b>"Yêu cầu người vi phạm chấm dứt ngay hành vi vi phạm."</Para>
                {explain}
                <Para>{signed}</Para>
                <Signatures>
                    <SignatureBlock title="NGƯỜI VI PHẠM HOẶC ĐẠI DIỆN" name=representative party=true />
                    {witness}
                    <SignatureBlock title="NGƯỜI LẬP BIÊN BẢN" name=maker />
                </Signatures>
            </Sheet>
        }
        .into_any(),
    )
}

/// The text with a full stop at its end.
pub(super) fn sentence(text: &str) -> String {
    let text = text.replace('\n', " ");
    let text = text.trim_end_matches(['.', ';', ' ']);
    format!("{text}.")
}
