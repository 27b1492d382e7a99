//! Signing the inspection decision; the inspection record; the conclusion without violation.

use super::super::case::facts;
use super::super::party::summary;
use super::{StepForm, answers, checklist, prefilled, step_form};
use crate::api::case::CaseView;
use crate::components::{
    Actions, Button, Choice, DateField, Fieldset, RadioGroup, SummaryList, TextField, TextareaField, TimeField,
};
use crate::forms::Draft;
use crate::islands::signature;
use domain::calendar::format_date;
use leptos::prelude::*;

/// Check answers before signing.
pub fn sign(view: &CaseView) -> StepForm {
    let case = &view.case;
    let content = view! {
        <SummaryList rows=summary(&case.inspection.party) heading="Đối tượng được kiểm tra" />
        <SummaryList rows=facts(case) heading="Nội dung quyết định" />
        {checklist(view)}
        <p>{format!("Người trình: {}. Số quyết định được lấy khi ký.", case.inspection.drafted_by.full_name)}</p>
        <Actions><Button text="Ký quyết định kiểm tra" /></Actions>
    };
    StepForm {
        title: "Kiểm tra lại trước khi ký quyết định kiểm tra",
        caption: case.inspection.kind.label().to_owned(),
        body: step_form(view, "ky-quyet-dinh-kiem-tra", view.draft.as_ref(), content.into_any()),
    }
}

/// The inspection record.
pub fn record(view: &CaseView, draft: Option<Draft>) -> StepForm {
    let case = &view.case;
    let today = format_date(view.now.date());
    let draft = prefilled(
        draft,
        &[
            ("announced_date", today.clone()),
            ("finished_date", today),
            ("place", case.inspection.place.clone()),
            ("representative", representative(&case.inspection.party)),
        ],
    );
    let (value, error) = answers(&draft);
    let outcome = vec![Choice::new("yes", "Có dấu hiệu vi phạm"), Choice::new("no", "Không phát hiện vi phạm")];
    let contents = case.inspection.contents.iter().map(|line| view! { <li>{line.clone()}</li> }).collect::<Vec<_>>();
    let content = view! {
        <Fieldset legend="Công bố quyết định kiểm tra">
            <DateField name="announced_date" label="Ngày công bố" value=value("announced_date") error=error("announced_date") />
            <TimeField name="announced_time" label="Giờ công bố" value=value("announced_time") error=error("announced_time") />
        </Fieldset>
        <Fieldset legend="Kết thúc kiểm tra">
            <DateField name="finished_date" label="Ngày kết thúc" value=value("finished_date") error=error("finished_date") />
            <TimeField name="finished_time" label="Giờ kết thúc" value=value("finished_time") error=error("finished_time") />
        </Fieldset>
        <TextField name="place" label="Nơi lập biên bản" value=value("place") error=error("place") />
        <TextField name="representative" label="Người đại diện cơ sở có mặt" hint="Họ tên, chức vụ" value=value("representative") error=error("representative") />
        <TextField name="witness" label="Người chứng kiến" hint="Họ tên, địa chỉ, số định danh" value=value("witness") error=error("witness") optional=true />
        <section class="card">
            <p>"Nội dung kiểm tra theo quyết định:"</p>
            <ul>{contents}</ul>
        </section>
        <TextareaField name="findings" label="Kết quả kiểm tra" hint="Ghi theo từng nội dung: giấy tờ, hàng hóa, giá, nhãn, điều kiện kinh doanh" value=value("findings") error=error("findings") rows=8 />
        <TextareaField name="party_opinion" label="Ý kiến của cơ sở được kiểm tra" value=value("party_opinion") error=error("party_opinion") optional=true />
        <RadioGroup name="violation_found" legend="Kết quả" options=outcome value=value("violation_found") error=error("violation_found") />
        {signature(&draft)}
        <Actions><Button text="Lập biên bản kiểm tra" /></Actions>
    };
    StepForm {
        title: "Biên bản kiểm tra",
        caption: case.code.clone(),
        body: step_form(view, "bien-ban-kiem-tra", Some(&draft), content.into_any()),
    }
}

/// Conclusion without violation.
pub fn conclude(view: &CaseView, draft: Option<Draft>) -> StepForm {
    let draft = draft.unwrap_or_default();
    let content = view! {
        <p>"Biên bản kiểm tra không ghi nhận vi phạm. Kết luận sẽ kết thúc hồ sơ và thông báo cho cơ sở."</p>
        <TextareaField name="note" label="Ghi chú kết luận" value=draft.fields.get("note").to_owned() error=draft.error("note") optional=true />
        <Actions><Button text="Kết luận không vi phạm" /></Actions>
    };
    StepForm {
        title: "Kết luận kiểm tra",
        caption: view.case.code.clone(),
        body: step_form(view, "ket-luan-kiem-tra", Some(&draft), content.into_any()),
    }
}

/// Who usually stands for a party.
pub fn representative(party: &domain::party::Party) -> String {
    match (party.representative.as_str(), party.representative_title.as_str()) {
        ("", _) => party.name.clone(),
        (name, "") => name.to_owned(),
        (name, title) => format!("{name}, {title}"),
    }
}
