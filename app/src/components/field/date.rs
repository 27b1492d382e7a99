//! Dates and times, typed the way they are written on paper.

use leptos::prelude::*;

use super::{Frame, Width};
use crate::components::OptionalText;

/// A date as one text `dd/mm/yyyy`.
///
/// - Server: a text input with the numeric keyboard and an example; the value stays as typed.
/// - Hydrate: nothing changes; no picker, no auto-tab.
/// - Without scripts: a plain input.
#[component]
pub fn DateField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "Ví dụ: 05/01/2026".into(), into)] hint: OptionalText,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] error: OptionalText,
    #[prop(optional)] optional: bool,
    #[prop(optional)] autocomplete: Option<&'static str>,
) -> AnyView {
    typed(name, label, hint, value, error, optional, Width::W10, autocomplete)
}

/// A time of day as one text `giờ:phút`.
///
/// - Server: a short text input with the numeric keyboard and an example.
/// - Hydrate: nothing changes.
/// - Without scripts: a plain input.
#[component]
pub fn TimeField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(default = "Ví dụ: 14:30".into(), into)] hint: OptionalText,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] error: OptionalText,
    #[prop(optional)] optional: bool,
) -> AnyView {
    typed(name, label, hint, value, error, optional, Width::W6, None)
}

#[expect(clippy::too_many_arguments, reason = "the two fields above share exactly these props")]
fn typed(
    name: String,
    label: String,
    hint: OptionalText,
    value: String,
    error: OptionalText,
    optional: bool,
    width: Width,
    autocomplete: Option<&'static str>,
) -> AnyView {
    let frame = Frame::new(&name, label, hint, error, optional, width);
    let control = view! {
        <input
            class="input input--number"
            id=frame.id.clone()
            name=name
            type="text"
            inputmode="numeric"
            autocomplete=autocomplete.unwrap_or("off")
            value=value
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    frame.around(control.into_any())
}
