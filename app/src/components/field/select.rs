//! A choice from a long list.

use leptos::prelude::*;

use super::{Frame, Width};
use crate::components::{Choice, OptionalText};

/// One of many: units, provinces, fields of law.
///
/// - Server: `<select>` with the stored answer selected; `prompt` is an empty first option.
/// - Hydrate: nothing changes.
/// - Without scripts: a plain select.
#[component]
pub fn SelectField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    options: Vec<Choice>,
    #[prop(optional, into)] hint: OptionalText,
    /// Value of the chosen option.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] error: OptionalText,
    #[prop(optional)] optional: bool,
    #[prop(optional)] width: Width,
    /// The words of the empty option; none leaves it out.
    #[prop(default = "– Chọn –".into(), into)]
    prompt: OptionalText,
) -> AnyView {
    let frame = Frame::new(&name, label, hint, error, optional, width);
    let options = options
        .into_iter()
        .map(|choice| {
            let selected = choice.value == value;
            view! { <option value=choice.value selected=selected>{choice.label}</option> }
        })
        .collect::<Vec<_>>();
    let control = view! {
        <select
            class="input"
            id=frame.id.clone()
            name=name
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        >
            {prompt.0.map(|prompt| view! { <option value="">{prompt}</option> })}
            {options}
        </select>
    };
    frame.around(control.into_any())
}
