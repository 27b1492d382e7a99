//! A group of fields under one legend.

use leptos::prelude::*;

use crate::components::OptionalText;

use super::{described_by, error_line, field_id, hint_line};

/// Fields that belong together, for example an address or one violation.
///
/// - Server: `<fieldset>` with legend, hint and error; with `section`, a ruled part of a long form.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Fieldset(
    #[prop(into)] legend: String,
    /// Name for the id, when an error or a link points here.
    #[prop(optional, into)]
    name: OptionalText,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional, into)] error: OptionalText,
    /// A ruled part of a long form, with a large legend.
    #[prop(optional)]
    section: bool,
    children: Children,
) -> AnyView {
    let (hint, error) = (hint.0, error.0);
    let id = name.0.as_deref().map(field_id);
    let key = id.clone().unwrap_or_default();
    let describe = id.as_ref().and_then(|id| described_by(id, hint.is_some(), error.is_some()));
    let tabindex = id.is_some().then_some("-1");
    let (class, legend_class) = if section {
        ("group group--section", "group__legend group__legend--large")
    } else {
        ("group", "group__legend")
    };
    let hint = if id.is_some() {
        hint_line(&key, hint)
    } else {
        hint.map(|hint| view! { <p class="field__hint">{hint}</p> }.into_any())
    };
    let error = if id.is_some() {
        error_line(&key, error)
    } else {
        error.map(|error| view! { <p class="field__error">{error}</p> }.into_any())
    };
    view! {
        <fieldset class=class id=id tabindex=tabindex aria-describedby=describe>
            <legend class=legend_class>{legend}</legend>
            {hint}
            {error}
            <div class="group__body">{children()}</div>
        </fieldset>
    }
    .into_any()
}
