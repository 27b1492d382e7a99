//! Numbers and money, kept as typed: the server reads dots, spaces and words in between.

use leptos::prelude::*;

use super::{Frame, Width};
use crate::components::OptionalText;

/// A number with its unit.
///
/// - Server: a text input with the numeric keyboard; the value stays as typed.
/// - Hydrate: nothing changes.
/// - Without scripts: a plain input.
#[component]
pub fn NumberField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] error: OptionalText,
    #[prop(optional)] optional: bool,
    #[prop(default = Width::W10)] width: Width,
    /// The unit behind the box, for example “kg”.
    #[prop(optional, into)]
    suffix: OptionalText,
    /// Allows a decimal comma on the phone's keyboard.
    #[prop(optional)]
    decimal: bool,
) -> AnyView {
    let mut frame = Frame::new(&name, label, hint, error, optional, width);
    frame.suffix = suffix.0;
    let control = view! {
        <input
            class="input input--number"
            id=frame.id.clone()
            name=name
            type="text"
            inputmode=if decimal { "decimal" } else { "numeric" }
            autocomplete="off"
            value=value
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    frame.around(control.into_any())
}

/// An amount in đồng with its words below.
///
/// - Server: a text input with the suffix “đ”; `words` in an `<output>`, empty when there are none.
/// - Hydrate: `words` may be a signal, so that the amount is spelt out while the officer leaves the field.
/// - Without scripts: the words are those of the value that came back from the server.
#[component]
pub fn MoneyField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] error: OptionalText,
    #[prop(optional)] optional: bool,
    #[prop(default = Width::W20)] width: Width,
    /// The amount in words, for example “Một triệu đồng”.
    #[prop(optional, into)]
    words: Signal<String>,
) -> AnyView {
    let mut frame = Frame::new(&name, label, hint, error, optional, width);
    frame.suffix = Some("đ".to_owned());
    frame.below = Some(
        view! { <output class="field__words" for=frame.id.clone()>{move || Some(words.get()).filter(|words| !words.is_empty())}</output> }
            .into_any(),
    );
    let control = view! {
        <input
            class="input input--number input--money"
            id=frame.id.clone()
            name=name
            type="text"
            inputmode="numeric"
            autocomplete="off"
            value=value
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    frame.around(control.into_any())
}
