//! The heading of a page. Must not know the document title: pages set that themselves.

use leptos::prelude::*;

use super::OptionalText;

/// The `<h1>` with a caption above, statuses below and actions beside it.
///
/// - Server: the heading and whatever views are handed in.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn PageTitle(
    /// The heading itself.
    #[prop(into)]
    title: String,
    /// Context above the heading, for example the number of the case file.
    #[prop(optional, into)]
    caption: OptionalText,
    /// Tags under the heading.
    #[prop(optional_no_strip)]
    status: Option<AnyView>,
    /// Buttons and links beside the heading.
    #[prop(optional_no_strip)]
    actions: Option<AnyView>,
) -> AnyView {
    view! {
        <div class="page-title">
            <div class="page-title__text">
                {caption.0.map(|caption| view! { <p class="page-title__caption">{caption}</p> })}
                <h1>{title}</h1>
                {status.map(|status| view! { <div class="page-title__status">{status}</div> })}
            </div>
            {actions.map(|actions| view! { <div class="actions">{actions}</div> })}
        </div>
    }
    .into_any()
}
