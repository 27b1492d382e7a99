//! An empty list, and what to do about it. Must not know why it is empty.

use leptos::prelude::*;

/// Words for an empty list, with a way forward.
///
/// - Server: heading, sentence, and the links or buttons handed in.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn EmptyState(
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <div class="empty">
            <svg width="48" height="48" viewBox="0 0 48 48" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round" aria-hidden="true">
                <path d="M8 14V9h12l4 5h16v26H8z" />
                <path d="M8 20h32" />
            </svg>
            <h2>{title}</h2>
            <p>{text}</p>
            {children.map(|children| view! { <div class="actions">{children()}</div> })}
        </div>
    }
    .into_any()
}
