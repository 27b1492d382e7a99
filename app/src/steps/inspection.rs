//! The inspection record.

use super::{StepForm, StepView, prefilled, representative, step_form};
use crate::components::{
    Actions, Button, Choice, DateField, Fieldset, RadioGroup, TextField, TextareaField, TimeField,
};
use crate::islands::{answers, signature};
use domain::calendar::format_date;
use leptos::prelude::*;

/// The inspection record.
pub fn record(view: &StepView<'_>) -> StepForm {
    let case = view.case;
    let today = format_date(view.now.date());
    let draft = prefilled(
        view.draft.clone(),
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
