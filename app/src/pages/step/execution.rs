//! After the decision: service, payment, execution of the other parts, closing.

use super::{StepForm, answers, prefilled, step_form};
use crate::api::case::CaseView;
use crate::components::{
    Actions, Button, Choice, DateField, MoneyField, RadioGroup, SummaryList, SummaryRow, TextField, TextareaField,
    Width,
};
use crate::forms::Draft;
use crate::steps::{facts, representative};
use domain::calendar::format_date;
use domain::case::{ExecutionPart, ServiceMethod};
use leptos::prelude::*;

/// Service of the decision.
pub fn serve(view: &CaseView, draft: Option<Draft>) -> StepForm {
    let draft = prefilled(
        draft,
        &[("received_on", format_date(view.now.date())), ("receiver", representative(&view.case.inspection.party))],
    );
    let (value, error) = answers(&draft);
    let methods = ServiceMethod::ALL.into_iter().map(|method| Choice::new(method.key(), method.label())).collect();
    let content = view! {
        <p>"Thời hạn thi hành tính từ ngày người vi phạm nhận quyết định, không phải ngày ký (khoản 1 Điều 73 Luật Xử lý vi phạm hành chính)."</p>
        <RadioGroup name="method" legend="Cách giao" options=methods value=value("method") error=error("method") />
        <DateField name="received_on" label="Ngày nhận" value=value("received_on") error=error("received_on") />
        <TextField name="receiver" label="Người nhận" hint="Hoặc người chứng kiến khi không nhận" value=value("receiver") error=error("receiver") />
        <Actions><Button text="Ghi nhận đã giao quyết định" /></Actions>
    };
    StepForm {
        title: "Giao quyết định xử phạt",
        caption: view.case.code.clone(),
        body: step_form(view, "giao-quyet-dinh", Some(&draft), content.into_any()),
    }
}

/// A payment.
pub fn pay(view: &CaseView, draft: Option<Draft>) -> StepForm {
    let owed = view.case.owed();
    let draft = prefilled(draft, &[("paid_on", format_date(view.now.date())), ("amount", owed.digits())]);
    let (value, error) = answers(&draft);
    let paid = view
        .case
        .payments
        .iter()
        .map(|payment| {
            SummaryRow::new(
                format!("{}, chứng từ {}", format_date(payment.paid_on), payment.receipt),
                payment.amount.to_string(),
            )
        })
        .collect::<Vec<_>>();
    let paid = (!paid.is_empty()).then(|| view! { <SummaryList rows=paid heading="Đã nộp" /> });
    let content = view! {
        <p>{format!("Còn phải nộp: {owed}.")}</p>
        {paid}
        <DateField name="paid_on" label="Ngày nộp" value=value("paid_on") error=error("paid_on") />
        <MoneyField name="amount" label="Số tiền" value=value("amount") error=error("amount") />
        <TextField name="receipt" label="Số chứng từ" hint="Chứng từ Kho bạc Nhà nước hoặc biên lai" value=value("receipt") error=error("receipt") width=Width::W20 />
        <Actions><Button text="Ghi nhận nộp phạt" /></Actions>
    };
    StepForm {
        title: "Nộp tiền phạt",
        caption: view.case.code.clone(),
        body: step_form(view, "nop-phat", Some(&draft), content.into_any()),
    }
}

/// Confiscation, supplementary sanctions, remedies carried out.
pub fn carry_out(view: &CaseView, draft: Option<Draft>) -> StepForm {
    let draft = prefilled(draft, &[("done_on", format_date(view.now.date()))]);
    let (value, error) = answers(&draft);
    let parts = view
        .case
        .open_parts()
        .into_iter()
        .filter(|part| *part != ExecutionPart::Fine)
        .map(|part| Choice::new(part.key(), part.label()))
        .collect();
    let ordered = view.case.decision.as_ref().map(|decision| {
        let mut rows = Vec::new();
        if decision.content.confiscate {
            rows.push(SummaryRow::new("Tịch thu tang vật", decision.confiscation_value.to_string()));
        }
        rows.extend(decision.content.supplementary.iter().map(|text| SummaryRow::new("Phạt bổ sung", text.clone())));
        rows.extend(decision.content.remedies.iter().map(|text| SummaryRow::new("Khắc phục hậu quả", text.clone())));
        view! { <SummaryList rows=rows heading="Quyết định buộc thi hành" /> }
    });
    let content = view! {
        {ordered}
        <RadioGroup name="part" legend="Phần đã thi hành" options=parts value=value("part") error=error("part") />
        <DateField name="done_on" label="Ngày thi hành xong" value=value("done_on") error=error("done_on") />
        <TextareaField name="note" label="Kết quả" hint="Số biên bản tịch thu, tiêu hủy; kết quả khắc phục" value=value("note") error=error("note") />
        <Actions><Button text="Ghi nhận đã thi hành" /></Actions>
    };
    StepForm {
        title: "Thi hành quyết định",
        caption: view.case.code.clone(),
        body: step_form(view, "thi-hanh", Some(&draft), content.into_any()),
    }
}

/// Closing the file.
pub fn close(view: &CaseView, draft: Option<Draft>) -> StepForm {
    let draft = draft.unwrap_or_default();
    let content = view! {
        <SummaryList rows=facts(&view.case) heading="Hồ sơ" />
        <TextareaField name="note" label="Ghi chú kết thúc" value=draft.fields.get("note").to_owned() error=draft.error("note") optional=true />
        <Actions><Button text="Kết thúc hồ sơ" /></Actions>
    };
    StepForm {
        title: "Kết thúc hồ sơ",
        caption: view.case.code.clone(),
        body: step_form(view, "ket-thuc", Some(&draft), content.into_any()),
    }
}
