//! One step of a case: its form, with what is known carried forward and what was typed kept.
//!
//! Every step posts to one address (`submit_step`) with the case, the version it was filled in against, and its name.

mod attachment;
mod execution;
mod inspection;
mod sanction;
mod violation;

use super::common::{document_title, form_head, opt_query, problem, reading, shown};
use crate::api::case::{CaseView, SubmitStep};
use crate::components::{Breadcrumb, Crumb, PageTitle, Task, TaskList, TaskState};
use crate::error::AppError;
use crate::forms::Draft;
use crate::islands::{Target, answers};
use crate::routes;
use crate::steps::{self, StepForm, StepView, prefilled};
use domain::case::Verdict;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;
use leptos_router::hooks::use_params_map;

/// One step of a case.
#[component]
pub fn StepPage() -> impl IntoView {
    let params = use_params_map();
    let keys =
        Memo::new(move |_| params.with(|map| (map.get("id").unwrap_or_default(), map.get("step").unwrap_or_default())));
    let draft = opt_query(routes::DRAFT);
    let view = reading(
        move || (keys.get(), draft.get()),
        |((id, step), draft)| async move { Ok((crate::api::case::read_case(id, draft, step.clone()).await?, step)) },
    );
    shown(view, |(view, step)| page(&view, &step))
}

fn page(view: &CaseView, step: &str) -> AnyView {
    let draft = view.draft.clone();
    let form = match step {
        "ky-quyet-dinh-kiem-tra" => inspection::sign(view),
        "ket-luan-kiem-tra" => inspection::conclude(view, draft.clone()),
        "giai-trinh" => violation::explain(view, draft.clone()),
        "trinh-ky-xu-phat" => match sanction::propose(view, draft.clone()) {
            Some(form) => form,
            None => return not_yet(view),
        },
        "ky-quyet-dinh-xu-phat" | "tra-lai" => match sanction::sign(view, draft.clone()) {
            Some(form) => form,
            None => return not_yet(view),
        },
        "giao-quyet-dinh" => execution::serve(view, draft.clone()),
        "nop-phat" => execution::pay(view, draft.clone()),
        "thi-hanh" => execution::carry_out(view, draft.clone()),
        "ket-thuc" => execution::close(view, draft.clone()),
        key => {
            let shared = || match key {
                "bien-ban-vi-pham" => violation::record(view, draft.clone()),
                key => steps::form(&step_view(view, draft.clone()), key),
            };
            match attachment::withdraw(view, key, draft.clone()).or_else(shared) {
                Some(form) => form,
                None => {
                    #[cfg(feature = "ssr")]
                    crate::server::set_status(404);
                    return problem(&AppError::NotFound);
                }
            }
        }
    };
    let back = routes::case(&view.case.id.to_string());
    view! {
        <Breadcrumb items=vec![
            Crumb::link(routes::CASES, "Hồ sơ vụ việc"),
            Crumb::link(back, view.case.code.clone()),
            Crumb::here(form.title),
        ] />
        {document_title(form.title, draft.as_ref())}
        {form_head(draft.as_ref())}
        <PageTitle title=form.title caption=format!("{} · {}", view.case.inspection.party.name, form.caption) />
        {form.body}
    }
    .into_any()
}

/// Everything that must hold before the signature, line by line with its article.
fn checklist(view: &CaseView) -> Option<AnyView> {
    if view.checks.is_empty() {
        return None;
    }
    let lines = view
        .checks
        .iter()
        .map(|check| {
            let (state, status) = match check.verdict {
                Verdict::Met => (TaskState::Done, "Đạt"),
                Verdict::Heed => (TaskState::Active, "Cần xem"),
                Verdict::Missing => (TaskState::Blocked, "Chưa đạt"),
            };
            let hint = match &check.citation {
                Some(citation) => format!("{} ({citation})", check.note.trim_end_matches('.')),
                None => check.note.clone(),
            };
            Task::new(check.title.clone(), state, status).hint(hint)
        })
        .collect();
    Some(view! { <TaskList tasks=lines heading="Kiểm tra hồ sơ trước khi ký" /> }.into_any())
}

/// A step whose ground is not laid yet.
fn not_yet(view: &CaseView) -> AnyView {
    view! {
        {document_title("Chưa đến bước", None)}
        <PageTitle title="Chưa đến bước này" caption=view.case.stage.label() />
        <p><a href=routes::case(&view.case.id.to_string())>"Mở hồ sơ để xem việc cần làm tiếp theo"</a></p>
    }
    .into_any()
}

/// A case as the forms that the field has too need it.
fn step_view(view: &CaseView, draft: Option<Draft>) -> StepView<'_> {
    StepView {
        case: &view.case,
        now: view.now,
        law: &view.law,
        draft,
        action: SubmitStep::url().to_owned(),
        preview: view.preview.clone(),
        matter: None,
    }
}

/// Where the form of a step goes.
fn target(view: &CaseView, step: &str, draft: Option<&Draft>) -> Target {
    steps::target(&step_view(view, None), step, draft)
}

/// The `<form>` of a step with its hidden fields.
fn step_form(view: &CaseView, step: &str, draft: Option<&Draft>, content: AnyView) -> AnyView {
    steps::step_form(&step_view(view, None), step, draft, content)
}
