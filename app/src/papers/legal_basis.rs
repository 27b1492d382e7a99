//! The law's answer with every step and its article, as it was stored with the decision or the record: for the file, for
//! whoever checks it, and for the court. Not an official form; it carries no number.

use super::parts::{draft_head, sanctioned};
use super::words::{amount, capital, sentence};
use crate::components::{PaperTitle, Para, Sheet, SheetState};
use domain::calendar::{format_date, format_long};
use domain::case::CaseFile;
use domain::law::fine::{ActAssessment, Assessment};
use leptos::prelude::*;

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

/// Whether a case has an answer of the law to show.
pub fn has_legal_basis(case: &CaseFile) -> bool {
    stored(case).is_some()
}

/// The sheet; nothing while no act is recorded.
///
/// - Server: the sheet. - Hydrate: nothing changes. - Without scripts: identical.
#[component]
pub fn LegalBasisSheet(case: CaseFile) -> AnyView {
    let Some((assessment, of)) = stored(&case) else { return ().into_any() };
    let opening = format!("Hồ sơ {}: {}. {of}.", case.code, sanctioned(&case).name);
    let acts = assessment.acts.iter().enumerate().map(|(index, one)| act(&case, index, one)).collect::<Vec<_>>();
    let explain = match &assessment.explanation_right {
        Some(right) => format!("Có quyền giải trình: {} ({}).", right.reason, right.citation),
        None => {
            "Không thuộc trường hợp có quyền giải trình (khoản 1 Điều 61 Luật Xử lý vi phạm hành chính).".to_owned()
        }
    };
    let competence = case.decision.as_ref().map(|decision| {
        let lines = sentences(&decision.competence);
        let by = format!("Thẩm quyền của người ký, {}:", decision.frame.signer.title);
        view! { <Para><b>{by}</b></Para>{lines} }
    });
    let warnings = sentences(&assessment.warnings);
    let total = format!("Tổng mức phạt theo đề xuất của hệ thống: {}.", amount(assessment.total_proposed));
    let foot = format!("Đối chiếu trên hệ thống INS: hồ sơ {}", case.code);
    view! {
        <Sheet label="Phiếu căn cứ pháp lý" state=SheetState::Signed foot=Some(foot)>
            {draft_head()}
            <PaperTitle title="PHIẾU CĂN CỨ PHÁP LÝ" subject="Cách xác định khung phạt, mức phạt và thẩm quyền; lưu hồ sơ" />
            <Para>{opening}</Para>
            {acts}
            <Para><b>{total}</b></Para>
            <Para>{explain}</Para>
            {competence}
            {warnings}
        </Sheet>
    }
    .into_any()
}

fn sentences(lines: &[String]) -> Vec<AnyView> {
    let paragraph = |line: &String| {
        let line = sentence(line);
        view! { <Para>{line}</Para> }.into_any()
    };
    lines.iter().map(paragraph).collect()
}

fn act(case: &CaseFile, index: usize, act: &ActAssessment) -> AnyView {
    let heading = format!("{}. {}", index + 1, capital(&act.title));
    let rows = act
        .steps
        .iter()
        .map(|step| {
            let (text, place) = (step.text.clone(), step.citation.to_string());
            view! { <tr><td>{text}</td><td>{place}</td><td>{step.citation.mark.label()}</td></tr> }
        })
        .collect::<Vec<_>>();
    let chosen = case
        .decision
        .as_ref()
        .map(|decision| &decision.content)
        .or(case.proposal.as_ref().map(|proposal| &proposal.content))
        .and_then(|content| content.fines.iter().find(|fine| fine.act == index));
    let fine = chosen.map(|chosen| {
        let why = if chosen.reason.trim().is_empty() {
            String::new()
        } else {
            format!(" Lý do: {}", sentence(&chosen.reason))
        };
        format!("Đề xuất {}; mức phạt được chọn {}.{why}", act.proposed.amount, chosen.fine)
    });
    let limitation = format!(
        "Thời hiệu xử phạt {} năm, đến hết {} ({}).",
        act.limitation.years,
        format_date(act.limitation.until),
        act.limitation.citation
    );
    let warnings = sentences(&act.warnings);
    view! {
        <Para><b>{heading}</b></Para>
        <table class="goods">
            <caption class="visually-hidden">"Các bước xác định"</caption>
            <thead><tr><th scope="col">"Bước"</th><th scope="col">"Căn cứ"</th><th scope="col">"Mức tin cậy"</th></tr></thead>
            <tbody>{rows}</tbody>
        </table>
        {fine.map(|fine| view! { <Para>{fine}</Para> })}
        <Para>{limitation}</Para>
        {warnings}
    }
    .into_any()
}
