//! Steps of a case that are taken at the desk and in the field: their forms, and the command that what was typed gives.
//!
//! Why it exists: the pages and the field application show the very same forms and read them the same way. Must not know the server,
//! the store or the browser.

mod command;
mod head;
mod inspection;
mod procedure;
mod violation;

pub use command::command;
pub use head::form_head;
pub use procedure::control_of;

use crate::components::SummaryRow;
use crate::forms::Draft;
use crate::islands::{OtherFile, Target};
use crate::law::Law;
use domain::case::CaseFile;
use domain::paper::Document;
use jiff::civil::DateTime;
use leptos::prelude::*;

/// What a form's second button posts to see the paper before it is signed, and under which name the draft remembers it.
pub const PREVIEW: &str = "xem-du-thao";

/// What the form of a step is filled in from.
pub struct StepView<'a> {
    pub case: &'a CaseFile,
    /// Local time in Vietnam.
    pub now: DateTime,
    /// The law in use.
    pub law: &'a Law,
    /// What was typed before; without it the form opens with what is known.
    pub draft: Option<Draft>,
    /// Where the form is posted to.
    pub action: String,
    /// The paper the form would make, when it was asked for before signing.
    pub preview: Option<Document>,
    /// Other files of the matter over which a violation record may be made in common; `None` where there is none.
    pub matter: Option<Vec<OtherFile>>,
}

/// The form of a step.
pub struct StepForm {
    pub title: &'static str,
    pub caption: String,
    pub body: AnyView,
}

/// The form of the inspection record, of the violation record or of a procedure; nothing for another step.
pub fn form(view: &StepView<'_>, step: &str) -> Option<StepForm> {
    match step {
        "bien-ban-kiem-tra" => Some(inspection::record(view)),
        "bien-ban-vi-pham" => Some(violation::record(view)),
        key => procedure::form(view, key),
    }
}

/// Where the form of a step goes. A form filled in against an older version, sent again after its conflict was shown,
/// goes against the version that was shown.
pub fn target(view: &StepView<'_>, step: &str, draft: Option<&Draft>) -> Target {
    let version = match draft {
        Some(Draft { stale: Some(stale), .. }) => stale.version.to_string(),
        Some(draft) => draft.fields.filled("version").map_or(view.case.version.to_string(), str::to_owned),
        None => view.case.version.to_string(),
    };
    Target { action: view.action.clone(), case: view.case.id.to_string(), version, step: step.to_owned() }
}

/// The `<form>` of a step with its hidden fields.
pub fn step_form(view: &StepView<'_>, step: &str, draft: Option<&Draft>, content: AnyView) -> AnyView {
    let target = target(view, step, draft);
    let action = target.action.clone();
    view! {
        <form method="post" action=action class="stack-lg" novalidate>
            {target.hidden()}
            {content}
        </form>
    }
    .into_any()
}

/// A draft with known answers, unless something was typed already.
pub fn prefilled(draft: Option<Draft>, answers: &[(&str, String)]) -> Draft {
    draft.unwrap_or_else(|| Draft::fresh(answers.iter().map(|(name, value)| (*name, value.clone())).collect()))
}

/// Who usually stands for a party.
pub fn representative(party: &domain::party::Party) -> String {
    match (party.representative.as_str(), party.representative_title.as_str()) {
        ("", _) => party.name.clone(),
        (name, "") => name.to_owned(),
        (name, title) => format!("{name}, {title}"),
    }
}

/// The inspection in short.
pub fn facts(case: &CaseFile) -> Vec<SummaryRow> {
    let draft = &case.inspection;
    let members = draft.members.iter().map(|member| member.full_name.clone()).collect::<Vec<_>>().join(", ");
    [
        ("Hình thức", draft.kind.label().to_owned()),
        ("Cơ sở", draft.establishment.as_ref().map(|place| place.name.clone()).unwrap_or_default()),
        ("Địa điểm", draft.place.clone()),
        ("Nội dung", draft.contents.join("; ")),
        (
            "Giai đoạn",
            format!(
                "{} – {}",
                domain::calendar::format_date(draft.scope_from),
                domain::calendar::format_date(draft.scope_to)
            ),
        ),
        ("Thời hạn", format!("{} ngày làm việc", draft.working_days)),
        ("Trưởng đoàn", draft.leader.full_name.clone()),
        ("Thành viên", members),
        ("Căn cứ", draft.basis.clone()),
    ]
    .into_iter()
    .filter(|(_, value)| !value.is_empty())
    .map(|(key, value)| SummaryRow::new(key, value))
    .collect()
}
