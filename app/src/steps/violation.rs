//! The violation record, with the law's answer beside it.

use super::{StepForm, StepView, prefilled, representative, target};
use crate::components::{Notice, NoticeKind};
use crate::forms::Draft;
use crate::forms::violation::fields_of;
use crate::islands::ViolationData;
use domain::calendar::format_date;
use domain::party::PartyKind;
use leptos::prelude::*;

/// The violation record.
pub fn record(view: &StepView<'_>) -> StepForm {
    let case = view.case;
    let draft = view.draft.clone();
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
        others: view.matter.clone(),
    };
    #[cfg(feature = "ssr")]
    let form = view! { <crate::islands::ViolationForm data=data /> };
    #[cfg(not(feature = "ssr"))]
    let form = crate::islands::violation_form(data);
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
            {form}
        }
        .into_any(),
    }
}
