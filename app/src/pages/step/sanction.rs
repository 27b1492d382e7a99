//! The sanction proposal, and the check before a leader signs or sends it back.

use super::law::{Question, answer};
use super::{StepForm, answers, prefilled, step_form};
use crate::api::case::CaseView;
use crate::components::{
    Actions, Button, ButtonKind, Checkbox, CheckboxGroup, Choice, Fieldset, MoneyField, NumberField, SummaryList,
    SummaryRow, TextareaField, Width,
};
use crate::forms::sanction::{circumstances, offered_remedies, offered_supplementary};
use crate::forms::{Draft, Fields};
use domain::case::{ChosenFine, ViolationRecord};
use domain::catalogue::Catalogue;
use domain::law::competence::Needs;
use domain::law::fine::assess;
use domain::money::{Dong, in_words};
use domain::statute::{Aggravating, Mitigating};
use jiff::civil::DateTime;
use leptos::prelude::*;

/// What the law is asked for the proposal as it stands.
fn question(fields: &Fields, record: &ViolationRecord, now: DateTime) -> Question {
    let fines: Vec<ChosenFine> = (0..record.acts.len())
        .map(|act| {
            let (mitigating, aggravating) = circumstances(fields, act);
            ChosenFine {
                act,
                fine: Dong(0),
                reason: String::new(),
                mitigating,
                aggravating,
            }
        })
        .collect();
    Question {
        offender: record.offender,
        inputs: record.inputs_with(&fines),
        confiscation: fields.filled("confiscate").map(|_| record.exhibits_value()),
        needs: Needs {
            suspension: !fields.keys("supplementary").is_empty(),
            remedies: !fields.keys("remedies").is_empty(),
        },
        made_at: record.made_at,
        now,
    }
}

/// The proposal.
pub fn propose(view: &CaseView, draft: Option<Draft>) -> Option<StepForm> {
    let record = view.case.violation.as_ref()?.content.clone();
    let first = draft.is_none();
    let mut draft = prefilled(draft, &[("execution_days", "10".to_owned())]);
    if first {
        for (index, act) in record.assessment.acts.iter().enumerate() {
            draft
                .fields
                .set(format!("fines.{index}.amount"), act.proposed.amount.digits());
        }
        if !record.exhibits.is_empty() {
            draft.fields.set("confiscate", "1");
        }
        draft.fields.set("grounds", grounds(view));
    }
    let (value, error) = answers(&draft);
    let now = view.now;
    let asked = RwSignal::new(question(&draft.fields, &record, now));
    let kept = StoredValue::new(record.clone());
    let live = move |_event: leptos::ev::Event| {
        #[cfg(feature = "hydrate")]
        if let Some(fields) = crate::browser::fields_of(&_event) {
            let next = kept.with_value(|record| question(&fields, record, now));
            if asked.with_untracked(|current| *current != next) {
                asked.set(next);
            }
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = (kept, now, asked);
    };
    let fines = record
        .assessment
        .acts
        .iter()
        .enumerate()
        .map(|(index, act)| fine(&draft, index, &act.title))
        .collect::<Vec<_>>();
    let group = |name: &'static str, legend: &'static str, offered: Vec<String>| {
        (!offered.is_empty()).then(|| {
            let options = offered.into_iter().enumerate().map(|(index, text)| (index.to_string(), text)).collect::<Vec<_>>();
            let ticked = draft.fields.keys(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
            let options = options.into_iter().map(|(key, text)| Choice::new(key, text)).collect();
            view! { <CheckboxGroup name=name legend=legend options=options values=ticked error=draft.error(name) optional=true /> }
        })
    };
    let supplementary = group(
        "supplementary",
        "Hình thức xử phạt bổ sung",
        offered_supplementary(&record),
    );
    let remedies = group("remedies", "Biện pháp khắc phục hậu quả", offered_remedies(&record));
    let confiscate = (!record.exhibits.is_empty()).then(|| {
        view! {
            <Checkbox
                name="confiscate"
                label=format!("Tịch thu tang vật trị giá {}", record.exhibits_value())
                checked=draft.fields.filled("confiscate").is_some()
                error=error("confiscate")
            />
        }
    });
    let returned = view.case.returned.clone().map(|returned| {
        view! { <section class="card"><p>{format!("{} trả lại: {}", returned.by.full_name, returned.reason)}</p></section> }
    });
    let content = view! {
        <div class="stack-lg" on:input=live.clone() on:change=live>
            {returned}
            {fines}
            <Fieldset legend="Hình thức khác và khắc phục hậu quả" section=true>
                {confiscate}
                {supplementary}
                {remedies}
            </Fieldset>
            <NumberField name="execution_days" label="Thời hạn thi hành" hint="Không ít hơn 10 ngày kể từ ngày nhận quyết định" value=value("execution_days") error=error("execution_days") suffix="ngày" width=Width::W6 />
            <TextareaField name="grounds" label="Tình tiết, chứng cứ" value=value("grounds") error=error("grounds") rows=6 />
            <Actions>
                <Button text="Trình ký quyết định xử phạt" />
                <Button text="Xem đề xuất của hệ thống" kind=ButtonKind::Secondary name="again" value="law" />
            </Actions>
        </div>
    }
    .into_any();
    Some(StepForm {
        title: "Trình ký quyết định xử phạt",
        caption: view.case.code.clone(),
        body: view! {
            <div class="split">
                {step_form(view, "trinh-ky-xu-phat", Some(&draft), content)}
                <aside class="stack" aria-label="Căn cứ pháp luật">{move || asked.with(answer)}</aside>
            </div>
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

fn fine(draft: &Draft, index: usize, title: &str) -> AnyView {
    let (typed, wrong) = answers(draft);
    let name = move |part: &str| format!("fines.{index}.{part}");
    let (mitigating, aggravating) = (name("mitigating"), name("aggravating"));
    let ticked = |prefix: &str| {
        draft
            .fields
            .keys(prefix)
            .into_iter()
            .map(str::to_owned)
            .collect::<Vec<_>>()
    };
    let (ticked_m, ticked_a) = (ticked(&mitigating), ticked(&aggravating));
    let open = !ticked_m.is_empty() || !ticked_a.is_empty();
    let less = Mitigating::ALL
        .iter()
        .map(|item| Choice::new(item.key(), item.label()))
        .collect();
    let more = Aggravating::ALL
        .iter()
        .map(|item| Choice::new(item.key(), item.label()))
        .collect();
    view! {
        <Fieldset legend=format!("Hành vi {}: {title}", index + 1) section=true>
            <details open=open>
                <summary>"Tình tiết giảm nhẹ, tăng nặng"</summary>
                <CheckboxGroup name=mitigating legend="Giảm nhẹ (Điều 9 Luật Xử lý vi phạm hành chính)" options=less values=ticked_m optional=true />
                <CheckboxGroup name=aggravating legend="Tăng nặng (khoản 1 Điều 10 Luật Xử lý vi phạm hành chính)" options=more values=ticked_a optional=true />
            </details>
            <MoneyField name=name("amount") label="Mức phạt" value=typed(&name("amount")) error=wrong(&name("amount")) />
            <TextareaField name=name("reason") label="Lý do, căn cứ đối chiếu" hint="Khi mức phạt khác mức đề xuất, hoặc khung phạt chưa được đối chiếu văn bản" value=typed(&name("reason")) error=wrong(&name("reason")) rows=2 optional=true />
        </Fieldset>
    }
    .into_any()
}

/// Check answers before signing; or send the proposal back.
pub fn sign(view: &CaseView, draft: Option<Draft>) -> Option<StepForm> {
    let case = &view.case;
    let record = &case.violation.as_ref()?.content;
    let proposal = case.proposal.as_ref()?;
    let content = &proposal.content;
    let mut rows = vec![SummaryRow::new("Người vi phạm", case.inspection.party.name.clone())];
    let inputs = record.inputs_with(&content.fines);
    let acts = assess(Catalogue::embedded(), &record.offender, &inputs, view.now.date())
        .map(|all| all.acts)
        .unwrap_or_default();
    for chosen in &content.fines {
        if let Some(act) = acts.get(chosen.act) {
            rows.push(SummaryRow::new(
                act.title.clone(),
                format!("{} – {}", chosen.fine, act.citation),
            ));
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
    rows.push(SummaryRow::new(
        "Tổng mức phạt",
        format!("{} ({})", proposal.total_fine, in_words(proposal.total_fine)),
    ));
    if content.confiscate {
        rows.push(SummaryRow::new(
            "Tịch thu tang vật",
            proposal.confiscation_value.to_string(),
        ));
    }
    rows.extend(
        content
            .supplementary
            .iter()
            .map(|text| SummaryRow::new("Phạt bổ sung", text.clone())),
    );
    rows.extend(
        content
            .remedies
            .iter()
            .map(|text| SummaryRow::new("Khắc phục hậu quả", text.clone())),
    );
    rows.push(SummaryRow::new(
        "Thời hạn thi hành",
        format!("{} ngày kể từ ngày nhận", content.execution_days),
    ));
    rows.push(SummaryRow::new("Tình tiết, chứng cứ", content.grounds.clone()));
    rows.push(SummaryRow::new(
        "Người trình",
        format!("{} – {}", proposal.proposed_by.full_name, proposal.proposed_by.title),
    ));
    let asked = Question {
        offender: record.offender,
        inputs,
        confiscation: content.confiscate.then_some(proposal.confiscation_value),
        needs: Needs {
            suspension: !content.supplementary.is_empty(),
            remedies: !content.remedies.is_empty(),
        },
        made_at: record.made_at,
        now: view.now,
    };
    let draft = draft.unwrap_or_default();
    let signing = view! {
        <SummaryList rows=rows heading="Dự thảo quyết định" />
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
