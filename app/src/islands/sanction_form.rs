//! The sanction proposal as a form: circumstances and fine of each act, and the law's answer beside them.

use super::law::{Question, answer};
use super::{Target, answers, ask, ask_on_waking};
use crate::components::{
    Actions, Button, ButtonKind, Checkbox, CheckboxGroup, Choice, Fieldset, MoneyField, NumberField, TextareaField,
    Width,
};
use crate::forms::sanction::{circumstances, offered_remedies, offered_supplementary};
use crate::forms::{Draft, Fields};
use crate::law::Law;
use domain::case::{ChosenFine, ViolationRecord};
use domain::law::competence::Needs;
use domain::money::Dong;
use domain::statute::{Aggravating, Mitigating};
use jiff::civil::DateTime;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// What the form needs of its case.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SanctionData {
    pub target: Target,
    pub draft: Draft,
    pub record: ViolationRecord,
    pub now: DateTime,
    pub law: Law,
}

/// The sanction proposal as a form.
///
/// - Server: the whole form and the law's answer to what is chosen.
/// - In the browser: the answer is to what stands in the form, also what was chosen before, and follows every change.
/// - Without scripts: “show the answer” is a submission that keeps what was typed.
pub fn sanction_form(data: SanctionData) -> impl IntoView {
    let SanctionData { target, draft, record, now, law } = data;
    let law = Arc::new(law);
    let asked = RwSignal::new(question(&draft.fields, &record, now, &law));
    let kept = StoredValue::new((record.clone(), law));
    let chosen = move |fields: &Fields| kept.with_value(|(record, law)| question(fields, record, now, law));
    let live = move |event: leptos::ev::Event| ask(&event, asked, chosen);
    let form = NodeRef::new();
    ask_on_waking(form, asked, chosen);
    let press = move |event: leptos::ev::MouseEvent| {
        #[cfg(feature = "browser")]
        if crate::browser::pressed(&event, "again").is_some() {
            // The answer is there already.
            event.prevent_default();
        }
        #[cfg(not(feature = "browser"))]
        let _ = event;
    };
    let action = target.action.clone();
    let fields = fields(&draft, &record);
    view! {
        <div class="split">
            <form node_ref=form method="post" action=action class="stack-lg" novalidate on:input=live on:change=live on:click=press>
                {target.hidden()}
                {fields}
            </form>
            <aside class="stack" aria-label="Căn cứ pháp luật">{move || asked.with(answer)}</aside>
        </div>
    }
}

/// What the law is asked for the proposal as it stands.
fn question(fields: &Fields, record: &ViolationRecord, now: DateTime, law: &Arc<Law>) -> Question {
    let fines: Vec<ChosenFine> = (0..record.acts.len())
        .map(|act| {
            let (mitigating, aggravating) = circumstances(fields, act);
            ChosenFine { act, fine: Dong(0), reason: String::new(), mitigating, aggravating }
        })
        .collect();
    Question {
        law: Arc::clone(law),
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

fn fields(draft: &Draft, record: &ViolationRecord) -> AnyView {
    let (value, error) = answers(draft);
    let fines = record
        .assessment
        .acts
        .iter()
        .enumerate()
        .map(|(index, act)| fine(draft, index, &act.title))
        .collect::<Vec<_>>();
    let group = |name: &'static str, legend: &'static str, offered: Vec<String>| {
        (!offered.is_empty()).then(|| {
            let options = offered.into_iter().enumerate().map(|(index, text)| (index.to_string(), text)).collect::<Vec<_>>();
            let ticked = draft.fields.keys(name).into_iter().map(str::to_owned).collect::<Vec<_>>();
            let options = options.into_iter().map(|(key, text)| Choice::new(key, text)).collect();
            view! { <CheckboxGroup name=name legend=legend options=options values=ticked error=draft.error(name) optional=true /> }
        })
    };
    let supplementary = group("supplementary", "Hình thức xử phạt bổ sung", offered_supplementary(record));
    let remedies = group("remedies", "Biện pháp khắc phục hậu quả", offered_remedies(record));
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
    view! {
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
    }
    .into_any()
}

fn fine(draft: &Draft, index: usize, title: &str) -> AnyView {
    let (typed, wrong) = answers(draft);
    let name = move |part: &str| format!("fines.{index}.{part}");
    let (mitigating, aggravating) = (name("mitigating"), name("aggravating"));
    let ticked = |prefix: &str| draft.fields.keys(prefix).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let (ticked_m, ticked_a) = (ticked(&mitigating), ticked(&aggravating));
    let open = !ticked_m.is_empty() || !ticked_a.is_empty();
    let less = Mitigating::ALL.iter().map(|item| Choice::new(item.key(), item.label())).collect();
    let more = Aggravating::ALL.iter().map(|item| Choice::new(item.key(), item.label())).collect();
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
