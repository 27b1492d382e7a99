//! The violation record with the law's answer beside it, and the explanation.

use super::inspection::representative;
use super::{StepForm, answers, prefilled, step_form, target};
use crate::api::case::CaseView;
use crate::components::{Actions, Button, Choice, DateField, RadioGroup, TextareaField};
use crate::forms::Draft;
use crate::islands::{ViolationData, ViolationForm};
use domain::calendar::format_date;
use domain::case::ExplanationKind;
use domain::party::PartyKind;
use leptos::prelude::*;

/// The violation record.
pub fn record(view: &CaseView, draft: Option<Draft>) -> StepForm {
    let case = &view.case;
    let today = format_date(view.now.date());
    let inspected = case.inspection_record.as_ref().map(|record| &record.content);
    let draft = prefilled(
        draft,
        &[
            ("made_date", today.clone()),
            ("made_time", format!("{:02}:{:02}", view.now.hour(), view.now.minute())),
            ("place", inspected.map_or(case.inspection.place.clone(), |record| record.place.clone())),
            (
                "representative",
                inspected.map_or(representative(&case.inspection.party), |record| record.representative.clone()),
            ),
            ("birth_date", case.inspection.party.birth_date.map(format_date).unwrap_or_default()),
            ("acts.0.committed_on", inspected.map_or(today, |record| format_date(record.announced_at.date()))),
        ],
    );
    let data = ViolationData {
        target: target(view, "bien-ban-vi-pham", Some(&draft)),
        draft,
        offender: case.inspection.party.offender(),
        person: case.inspection.party.kind != PartyKind::Organisation,
        now: view.now,
        law: view.law.clone(),
    };
    StepForm {
        title: "Biên bản vi phạm hành chính",
        caption: case.code.clone(),
        body: view! { <ViolationForm data=data /> }.into_any(),
    }
}

/// Explanation, oral request or waiver.
pub fn explain(view: &CaseView, draft: Option<Draft>) -> StepForm {
    let draft = prefilled(draft, &[("received_on", format_date(view.now.date()))]);
    let (value, error) = answers(&draft);
    let kinds = ExplanationKind::ALL.into_iter().map(|kind| Choice::new(kind.key(), kind.label())).collect();
    let right = view
        .case
        .violation
        .as_ref()
        .and_then(|record| record.content.assessment.explanation_right.as_ref())
        .map(|right| view! { <p>{format!("Có quyền giải trình vì {} ({}).", right.reason, right.citation)}</p> });
    let content = view! {
        {right}
        <RadioGroup name="kind" legend="Hình thức" options=kinds value=value("kind") error=error("kind") />
        <DateField name="received_on" label="Ngày nhận" value=value("received_on") error=error("received_on") />
        <TextareaField name="content" label="Nội dung" value=value("content") error=error("content") />
        <Actions><Button text="Ghi nhận giải trình" /></Actions>
    };
    StepForm {
        title: "Giải trình",
        caption: view.case.code.clone(),
        body: step_form(view, "giai-trinh", Some(&draft), content.into_any()),
    }
}
