//! One line of text.

use leptos::prelude::*;

use super::{Frame, Width};
use crate::components::OptionalText;

/// One line of text: names, numbers of papers, passwords.
///
/// - Server: label, hint, error and `<input>` with the typed value (a password is never sent back).
/// - Hydrate: nothing changes; handlers can be attached with `on:input` and `attr:`.
/// - Without scripts: a plain input.
#[component]
pub fn TextField(
    /// Name the form posts; the id is made from it.
    #[prop(into)]
    name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: OptionalText,
    /// What was typed, right or wrong.
    #[prop(optional, into)]
    value: String,
    #[prop(optional, into)] error: OptionalText,
    /// Adds “(không bắt buộc)”.
    #[prop(optional)]
    optional: bool,
    #[prop(optional)] width: Width,
    /// The HTML input type.
    #[prop(default = "text")]
    kind: &'static str,
    #[prop(optional)] autocomplete: Option<&'static str>,
    #[prop(optional)] inputmode: Option<&'static str>,
    /// Id of a `<datalist>` with known answers.
    #[prop(optional, into)]
    list: OptionalText,
    /// Turns the browser's spelling marks off, for codes and names.
    #[prop(default = true)]
    spellcheck: bool,
) -> AnyView {
    let frame = Frame::new(&name, label, hint, error, optional, width);
    let value = (kind != "password").then_some(value);
    let control = view! {
        <input
            class="input"
            id=frame.id.clone()
            name=name
            type=kind
            value=value
            list=list.0
            autocomplete=autocomplete
            inputmode=inputmode
            spellcheck=(!spellcheck).then_some("false")
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    frame.around(control.into_any())
}
