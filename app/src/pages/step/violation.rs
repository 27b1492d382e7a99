//! What stands around the violation record at the desk, and the explanation.

use super::{StepForm, answers, prefilled, step_form, step_view};
use crate::api::case::CaseView;
use crate::components::{Actions, Button, Choice, DateField, RadioGroup, TextareaField};
use crate::forms::Draft;
use crate::islands::OtherFile;
use crate::routes;
use crate::steps::{self, StepView};
use domain::calendar::format_date;
use domain::case::{DraftViolation, ExplanationKind, PartySignature};
use domain::money::Dong;
use leptos::prelude::*;

/// The violation record, with what the law says on repeats of its offender.
pub fn record(view: &CaseView, draft: Option<Draft>) -> Option<StepForm> {
    let own = StepView { matter: others(view), ..step_view(view, draft) };
    let form = steps::form(&own, "bien-ban-vi-pham")?;
    let repeat = view.repeat.clone().map(crate::pages::repeat::section);
    Some(StepForm { body: view! { {form.body}{repeat} }.into_any(), ..form })
}

/// The other files of the matter for which the record is due; `None` where there is none.
fn others(view: &CaseView) -> Option<Vec<OtherFile>> {
    let files = view.matter.iter().map(|file| {
        let case = &file.case;
        let id = case.id.to_string();
        OtherFile {
            version: case.version,
            title: format!("{} – {}", case.code, case.inspection.party.name),
            prepared: case.prepared.as_ref().map(|draft| summary(draft, view)),
            href: routes::case_step(&id, "bien-ban-vi-pham"),
            id,
        }
    });
    let files: Vec<OtherFile> = files.collect();
    (!files.is_empty()).then_some(files)
}

/// What was prepared, in one line: the acts, the goods, and whether he signed.
fn summary(draft: &DraftViolation, view: &CaseView) -> String {
    let acts: Vec<String> = draft
        .acts
        .iter()
        .map(|act| match view.law.catalogue().behaviour(&act.input.behaviour_id) {
            Some(found) => format!("{} ({} {})", found.title, found.article, found.instrument),
            None => act.description.clone(),
        })
        .collect();
    let goods = Dong(draft.exhibits.iter().fold(0_i64, |sum, line| sum.saturating_add(line.value().0)));
    let signed = match &draft.signature {
        PartySignature::Signed => "đã ký",
        PartySignature::Refused { .. } => "không ký, có lý do và người chứng kiến",
    };
    format!("{}; {} khoản tang vật, trị giá {goods}; {signed}", acts.join("; "), draft.exhibits.len())
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
