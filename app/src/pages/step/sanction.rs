//! The sanction proposal, and the check before a leader signs or sends it back.

use super::{StepForm, checklist, prefilled, step_form, target};
use crate::api::case::CaseView;
use crate::components::{
    Actions, Button, ButtonKind, Checkbox, Fieldset, Notice, NoticeKind, SummaryList, SummaryRow, TextareaField,
};
use crate::forms::{Draft, together};
use crate::islands::{Question, SanctionData, SanctionForm, answer};
use crate::routes;
use domain::case::{CaseFile, Verdict};
use domain::law::competence::Needs;
use domain::law::fine::assess;
use domain::money::in_words;
use leptos::prelude::*;

/// The proposal.
pub fn propose(view: &CaseView, draft: Option<Draft>) -> Option<StepForm> {
    let record = view.case.violation.as_ref()?.content.clone();
    let first = draft.is_none();
    let mut draft = prefilled(draft, &[("execution_days", "10".to_owned())]);
    if first {
        for (index, act) in record.assessment.acts.iter().enumerate() {
            draft.fields.set(format!("fines.{index}.amount"), act.proposed.amount.digits());
        }
        if !record.exhibits.is_empty() {
            draft.fields.set("confiscate", "1");
        }
        draft.fields.set("grounds", grounds(view));
    }
    let returned = view.case.returned.clone().map(|returned| {
        let words = format!("{} trả lại: {}", returned.by.full_name, returned.reason);
        view! { <section class="card"><p>{words}</p></section> }
    });
    let data = SanctionData {
        target: target(view, "trinh-ky-xu-phat", Some(&draft)),
        draft,
        record,
        now: view.now,
        law: view.law.clone(),
    };
    Some(StepForm {
        title: "Trình ký quyết định xử phạt",
        caption: view.case.code.clone(),
        body: view! {
            {returned}
            <SanctionForm data=data />
        }
        .into_any(),
    })
}

/// What is already written in the records, carried forward.
fn grounds(view: &CaseView) -> String {
    let Some(record) = &view.case.violation else {
        return String::new();
    };
    let mut text = format!("Biên bản vi phạm hành chính số {}.", record.frame.number.text);
    for act in &record.content.acts {
        text.push_str(&format!("\n{}", act.description));
    }
    for explanation in &view.case.explanations {
        text.push_str(&format!(
            "\n{} ngày {}: {}",
            explanation.kind.label(),
            domain::calendar::format_date(explanation.received_on),
            explanation.content
        ));
    }
    text
}

/// The draft decision in short: who, which acts at which fine, what else; nothing before there is a proposal.
fn summary(case: &CaseFile, view: &CaseView) -> Option<Vec<SummaryRow>> {
    let record = &case.violation.as_ref()?.content;
    let proposal = case.proposal.as_ref()?;
    let content = &proposal.content;
    let mut rows = vec![SummaryRow::new("Người vi phạm", case.inspection.party.name.clone())];
    let inputs = record.inputs_with(&content.fines);
    let acts = assess(view.law.catalogue(), &record.offender, &inputs, view.now.date())
        .map(|all| all.acts)
        .unwrap_or_default();
    for chosen in &content.fines {
        if let Some(act) = acts.get(chosen.act) {
            rows.push(SummaryRow::new(act.title.clone(), format!("{} – {}", chosen.fine, act.citation)));
            let found = chosen
                .mitigating
                .iter()
                .map(|item| item.label())
                .chain(chosen.aggravating.iter().map(|item| item.label()))
                .collect::<Vec<_>>();
            if !found.is_empty() {
                rows.push(SummaryRow::new("Tình tiết", found.join("; ")));
            }
            if !chosen.reason.is_empty() {
                rows.push(SummaryRow::new("Lý do mức phạt", chosen.reason.clone()));
            }
        }
    }
    rows.push(SummaryRow::new("Tổng mức phạt", format!("{} ({})", proposal.total_fine, in_words(proposal.total_fine))));
    if content.confiscate {
        rows.push(SummaryRow::new("Tịch thu tang vật", proposal.confiscation_value.to_string()));
    }
    rows.extend(content.supplementary.iter().map(|text| SummaryRow::new("Phạt bổ sung", text.clone())));
    rows.extend(content.remedies.iter().map(|text| SummaryRow::new("Khắc phục hậu quả", text.clone())));
    rows.push(SummaryRow::new("Thời hạn thi hành", format!("{} ngày kể từ ngày nhận", content.execution_days)));
    rows.push(SummaryRow::new("Tình tiết, chứng cứ", content.grounds.clone()));
    rows.push(SummaryRow::new(
        "Người trình",
        format!("{} – {}", proposal.proposed_by.full_name, proposal.proposed_by.title),
    ));
    Some(rows)
}

/// The other files of the matter that wait for the same signature: what is proposed for each, what is missing in each, and a
/// box to sign one decision over it too.
fn others(view: &CaseView, draft: &Draft) -> Option<AnyView> {
    if view.matter.is_empty() {
        return None;
    }
    let files = view.matter.iter().filter_map(|file| {
        let case = &file.case;
        let id = case.id.to_string();
        let rows = summary(case, view)?;
        let missing: Vec<String> = file
            .checks
            .iter()
            .filter(|check| check.verdict == Verdict::Missing)
            .map(|check| format!("{}: {}", check.title, check.note))
            .collect();
        let missing = (!missing.is_empty()).then(|| {
            let lines = missing.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
            view! { <Notice kind=NoticeKind::Warning title="Hồ sơ này chưa ký được"><ul>{lines}</ul></Notice> }
        });
        let name = together::name(&id);
        let checked = draft.fields.filled(&name).is_some();
        let heading = format!("{} – {}", case.code, case.inspection.party.name);
        let label = format!("Ký chung một quyết định với hồ sơ {heading}");
        let href = routes::case_step(&id, "ky-quyet-dinh-xu-phat");
        let words = format!("Kiểm tra riêng hồ sơ {}", case.code);
        Some(view! {
            <SummaryList rows=rows heading=heading />
            {missing}
            <p><a href=href>{words}</a></p>
            <Checkbox name=name label=label value=case.version.to_string() checked=checked />
        })
    });
    let files = files.collect::<Vec<_>>();
    Some(
        view! {
            <Fieldset legend="Hồ sơ cùng vụ việc chờ ký" section=true>
                <p class="muted">"Một quyết định có thể xử phạt nhiều người vi phạm, mức phạt ghi riêng cho từng người (Điều 67 Luật Xử lý vi phạm hành chính). Giao quyết định, nộp phạt, khiếu nại theo hồ sơ của từng người."</p>
                {files}
            </Fieldset>
        }
        .into_any(),
    )
}

/// Check answers before signing; or send the proposal back.
pub fn sign(view: &CaseView, draft: Option<Draft>) -> Option<StepForm> {
    let case = &view.case;
    let record = &case.violation.as_ref()?.content;
    let proposal = case.proposal.as_ref()?;
    let content = &proposal.content;
    let inputs = record.inputs_with(&content.fines);
    let rows = summary(case, view)?;
    let asked = Question {
        law: std::sync::Arc::new(view.law.clone()),
        offender: record.offender,
        inputs,
        confiscation: content.confiscate.then_some(proposal.confiscation_value),
        needs: Needs { suspension: !content.supplementary.is_empty(), remedies: !content.remedies.is_empty() },
        made_at: record.made_at,
        now: view.now,
    };
    let draft = draft.unwrap_or_default();
    let together = others(view, &draft);
    let signing = view! {
        <SummaryList rows=rows heading="Dự thảo quyết định" />
        {checklist(view)}
        {together}
        <Actions><Button text="Ký quyết định xử phạt" /></Actions>
    };
    let back = view! {
        <TextareaField name="reason" label="Lý do trả lại" value=draft.fields.get("reason").to_owned() error=draft.error("reason") rows=3 />
        <Actions><Button text="Trả lại tờ trình" kind=ButtonKind::Warning /></Actions>
    };
    Some(StepForm {
        title: "Kiểm tra lại trước khi ký quyết định xử phạt",
        caption: case.code.clone(),
        body: view! {
            <div class="split">
                <div class="stack-lg">
                    {step_form(view, "ky-quyet-dinh-xu-phat", Some(&draft), signing.into_any())}
                    <details open=draft.error("reason").is_some()>
                        <summary>"Trả lại để sửa"</summary>
                        {step_form(view, "tra-lai", Some(&draft), back.into_any())}
                    </details>
                </div>
                <aside class="stack" aria-label="Căn cứ pháp luật">{answer(&asked)}</aside>
            </div>
        }
        .into_any(),
    })
}
