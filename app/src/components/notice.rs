//! A message about the page as a whole. Errors of a form belong to the error summary, refusals to `Refusal`.

use leptos::prelude::*;

/// What a notice tells.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeKind {
    /// Good to know.
    #[default]
    Info,
    /// Something was done.
    Success,
    /// Something needs attention.
    Warning,
}

impl NoticeKind {
    fn parts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            NoticeKind::Info => ("notice", "Thông tin", "M11 9.5v6M11 6.2v.1"),
            NoticeKind::Success => ("notice notice--success", "Đã xong", "m6.5 11.5 3 3 6-7"),
            NoticeKind::Warning => ("notice notice--warning", "Lưu ý", "M11 6v6.5M11 15.6v.1"),
        }
    }
}

/// A banner above the page's content.
///
/// - Server: `role="status"` (success) or a labelled region, with the kind in words for screen readers.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Notice(
    #[prop(optional)] kind: NoticeKind,
    /// The main sentence.
    #[prop(into)]
    title: String,
    /// Details below the sentence.
    #[prop(optional)]
    children: Option<Children>,
) -> AnyView {
    let (class, word, path) = kind.parts();
    let role = (kind == NoticeKind::Success).then_some("status");
    view! {
        <div class=class role=role>
            <svg class="notice__mark" width="22" height="22" viewBox="0 0 22 22" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
                <circle cx="11" cy="11" r="9.5" />
                <path d=path />
            </svg>
            <div class="notice__body">
                <p class="notice__title"><span class="visually-hidden">{word}": "</span>{title}</p>
                {children.map(|children| children())}
            </div>
        </div>
    }
    .into_any()
}
