//! Radio buttons and check boxes. Must not know any rule about the answer.

use leptos::prelude::*;

use super::OptionalText;
use super::field::{described_by, error_line, field_id, hint_line, optional_mark};

/// One answer that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// What the form posts.
    pub value: String,
    /// What the officer reads.
    pub label: String,
    /// More words below the label (not shown in a select).
    pub hint: Option<String>,
}

impl Choice {
    /// An answer with its words.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into(), hint: None }
    }

    /// Adds words below the label.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }
}

/// One answer out of a few.
///
/// - Server: `<fieldset>` with radio buttons; the first has the field's id, so that an error links to it.
/// - Hydrate: nothing changes.
/// - Without scripts: plain radio buttons.
#[component]
pub fn RadioGroup(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    options: Vec<Choice>,
    #[prop(optional, into)] hint: OptionalText,
    /// Value of the chosen answer; empty when none is chosen.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] error: OptionalText,
    #[prop(optional)] optional: bool,
    /// Beside each other, for two short answers.
    #[prop(optional)]
    inline: bool,
) -> AnyView {
    group("radio", name, legend, options, hint, vec![value], error, optional, inline)
}

/// Any number of answers; the form posts the name once for each.
///
/// - Server: `<fieldset>` with check boxes; the first has the field's id.
/// - Hydrate: nothing changes.
/// - Without scripts: plain check boxes.
#[component]
pub fn CheckboxGroup(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    options: Vec<Choice>,
    #[prop(optional, into)] hint: OptionalText,
    /// Values of the chosen answers.
    #[prop(optional)]
    values: Vec<String>,
    #[prop(optional, into)] error: OptionalText,
    #[prop(optional)] optional: bool,
    #[prop(optional)] inline: bool,
) -> AnyView {
    group("checkbox", name, legend, options, hint, values, error, optional, inline)
}

/// A single yes, for example a confirmation.
///
/// - Server: one check box with its label, hint and error.
/// - Hydrate: nothing changes.
/// - Without scripts: a plain check box.
#[component]
pub fn Checkbox(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "1".to_owned(), into)] value: String,
    #[prop(optional)] checked: bool,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional, into)] error: OptionalText,
) -> AnyView {
    let (hint, error) = (hint.0, error.0);
    let id = field_id(&name);
    let class = if error.is_some() { "field field--error" } else { "field" };
    let describe = described_by(&id, hint.is_some(), error.is_some());
    view! {
        <div class=class>
            {error_line(&id, error.clone())}
            <div class="choice">
                <input
                    class="choice__input"
                    type="checkbox"
                    id=id.clone()
                    name=name
                    value=value
                    checked=checked
                    aria-describedby=describe
                    aria-invalid=error.is_some().then_some("true")
                />
                <label class="choice__label" for=id.clone()>{label}</label>
                {hint.map(|hint| view! { <p class="choice__hint" id=format!("{id}-goi-y")>{hint}</p> })}
            </div>
        </div>
    }
    .into_any()
}

#[expect(clippy::too_many_arguments, reason = "radio and check box groups share exactly these props")]
fn group(
    kind: &'static str,
    name: String,
    legend: String,
    options: Vec<Choice>,
    hint: OptionalText,
    chosen: Vec<String>,
    error: OptionalText,
    optional: bool,
    inline: bool,
) -> AnyView {
    let (hint, error) = (hint.0, error.0);
    let id = field_id(&name);
    let describe = described_by(&id, hint.is_some(), error.is_some());
    let class = if error.is_some() { "group field--error" } else { "group" };
    let role = (kind == "radio").then_some("radiogroup");
    let invalid = (kind == "radio" && error.is_some()).then_some("true");
    let items = options
        .into_iter()
        .enumerate()
        .map(|(index, choice)| {
            let own = if index == 0 { id.clone() } else { format!("{id}-{}", index + 1) };
            let hint_id = choice.hint.as_ref().map(|_| format!("{own}-giai-thich"));
            let checked = chosen.contains(&choice.value);
            // Boxes of one group are fields of their own, `members.ksv2=1`: a form posts each name once.
            let (name, value) = if kind == "radio" {
                (name.clone(), choice.value)
            } else {
                (format!("{name}.{}", choice.value), "1".to_owned())
            };
            view! {
                <div class="choice">
                    <input
                        class="choice__input"
                        type=kind
                        id=own.clone()
                        name=name
                        value=value
                        checked=checked
                        aria-describedby=hint_id.clone()
                    />
                    <label class="choice__label" for=own>{choice.label}</label>
                    {choice.hint.map(|hint| view! { <p class="choice__hint" id=hint_id>{hint}</p> })}
                </div>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <fieldset class=class role=role aria-describedby=describe aria-invalid=invalid>
            <legend class="group__legend">{legend}{optional_mark(optional)}</legend>
            {hint_line(&id, hint)}
            {error_line(&id, error)}
            <div class=if inline { "choices choices--inline" } else { "choices" }>{items}</div>
        </fieldset>
    }
    .into_any()
}
