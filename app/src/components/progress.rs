//! How far something is that takes several steps. Must not know what is under way.

use leptos::prelude::*;

/// A bar with the words beside it that say the same.
///
/// - Server: `<progress>` with its label; the words carry the figures.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Progress(
    /// Id of the bar, for its label.
    #[prop(into)]
    id: String,
    /// How far it is, in words.
    #[prop(into)]
    label: String,
    /// Of a hundred.
    percent: u32,
) -> AnyView {
    let percent = percent.min(100);
    view! {
        <div>
            <label for=id.clone()>{label}</label>
            <progress id=id class="progress" max="100" value=percent.to_string()>{format!("{percent}%")}</progress>
        </div>
    }
    .into_any()
}
