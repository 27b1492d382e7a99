//! A status in words, with a tone that only repeats what the words say. Must not know which states exist.

use leptos::prelude::*;

/// How a status feels. Never the only carrier of meaning: the words come first.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do or to know.
    #[default]
    Neutral,
    /// Under way, for information.
    Info,
    /// Done, in order.
    Success,
    /// Needs attention soon.
    Warning,
    /// Late, refused, or against the law.
    Danger,
}

impl Tone {
    /// The suffix of the style modifier, for example `tag--warning`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Tone::Neutral => "neutral",
            Tone::Info => "info",
            Tone::Success => "success",
            Tone::Warning => "warning",
            Tone::Danger => "danger",
        }
    }
}

/// A small status label such as “Chờ ký”.
///
/// - Server: a `<strong class="tag">` with the words.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Tag(
    /// The status in words.
    #[prop(into)]
    text: String,
    /// Repeats the words as colour and shape.
    #[prop(optional)]
    tone: Tone,
) -> AnyView {
    tag(tone, text)
}

/// The tag as a function, for components that hold several.
pub(super) fn tag(tone: Tone, text: String) -> AnyView {
    view! { <strong class=format!("tag tag--{}", tone.name())>{text}</strong> }.into_any()
}
