//! Withdrawing an attached file, with its reason.

use super::{StepForm, step_form};
use crate::api::case::CaseView;
use crate::components::{Actions, Button, SummaryList, SummaryRow, TextareaField};
use crate::forms::Draft;
use crate::routes;
use domain::calendar::{format_short, to_local};
use leptos::prelude::*;

/// The form of a step that names an attached file; nothing for another step, or for a file the case does not have.
pub fn withdraw(view: &CaseView, step: &str, draft: Option<Draft>) -> Option<StepForm> {
    let draft = draft.unwrap_or_default();
    let kept = view.case.attachment(routes::withdrawn_attachment(step)?)?;
    let rows = [
        ("Tài liệu", kept.title()),
        ("Chú thích", kept.file.caption.clone()),
        ("Tên tệp", kept.file.name.clone()),
        ("Dung lượng", format!("{} {}", kept.file.media.label(), kept.size())),
        ("Người đính kèm", format!("{}, {}", kept.by.full_name, format_short(to_local(kept.at)))),
        ("SHA-256", kept.file.sha256.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| SummaryRow::new(key, value))
    .collect();
    let content = view! {
        <SummaryList rows=rows heading="Tài liệu rút khỏi hồ sơ" />
        <p>"Tệp không bị xóa: tệp và lý do rút vẫn lưu trong hồ sơ, ở mục “Đã rút”."</p>
        <TextareaField name="reason" label="Lý do rút" hint="Ví dụ: ảnh bị mờ, đính nhầm hồ sơ" value=draft.fields.get("reason").to_owned() error=draft.error("reason") />
        <Actions><Button text="Rút tài liệu" /></Actions>
    };
    Some(StepForm {
        title: "Rút tài liệu đính kèm",
        caption: view.case.code.clone(),
        body: step_form(view, step, Some(&draft), content.into_any()),
    })
}
