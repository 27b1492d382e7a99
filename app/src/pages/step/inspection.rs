//! Signing the inspection decision; the conclusion without violation.

use super::super::party::summary;
use super::{StepForm, checklist, step_form};
use crate::api::case::CaseView;
use crate::components::{Actions, Button, SummaryList, TextareaField};
use crate::forms::Draft;
use crate::steps::facts;
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
