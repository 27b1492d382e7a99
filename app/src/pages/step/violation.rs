//! The violation record with the law's answer beside it, and the explanation.

use super::inspection::representative;
use super::{StepForm, answers, prefilled, step_form, target};
use crate::api::case::CaseView;
use crate::components::{Actions, Button, Choice, DateField, Notice, NoticeKind, RadioGroup, TextareaField};
use crate::forms::Draft;
use crate::forms::violation::fields_of;
use crate::islands::{OtherFile, ViolationData, ViolationForm};
use crate::routes;
use domain::calendar::format_date;
use domain::case::{DraftViolation, ExplanationKind, PartySignature};
use domain::money::Dong;
use domain::party::PartyKind;
use leptos::prelude::*;

/// The violation record.
pub fn record(view: &CaseView, draft: Option<Draft>) -> StepForm {
    let case = &view.case;
    let today = format_date(view.now.date());
    let inspected = case.inspection_record.as_ref().map(|record| &record.content);
    let prepared = case.prepared.as_ref().filter(|_| draft.is_none());
    let draft = prepared.map(|own| Draft::fresh(fields_of(own, view.law.catalogue()))).or(draft);
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
        others: others(view),
    };
    let waits = prepared.is_some().then(|| {
        view! {
            <Notice kind=NoticeKind::Info title="Phần của người này đã chuẩn bị để lập chung">
                <p>"Lập chung ở đây, hoặc ở hồ sơ khác của vụ; sửa rồi bấm “Chuẩn bị để lập chung” để thay phần đã chuẩn bị."</p>
            </Notice>
        }
    });
    StepForm {
        title: "Biên bản vi phạm hành chính",
        caption: case.code.clone(),
        body: view! {
            {waits}
            <ViolationForm data=data />
            {view.repeat.clone().map(crate::pages::repeat::section)}
        }
        .into_any(),
    }
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
