//! All errors of a form at once, above the form. Must not know the rules that were broken.

use leptos::prelude::*;

use super::field::field_id;

/// One wrong field and the words that say how to put it right.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// Name of the field as the form posts it; empty for an error of the whole form.
    pub field: String,
    /// How to fix it, the same words as beside the field.
    pub message: String,
}

impl FieldError {
    /// An error at a field.
    pub fn new(field: impl Into<String>, message: impl Into<String>) -> Self {
        Self { field: field.into(), message: message.into() }
    }
}

/// The list “Có lỗi cần sửa”; renders nothing when there is no error.
///
/// - Server: `role="alert"`, `autofocus`; each line links to its field.
/// - Hydrate: `autofocus` has moved the focus already; after a client-side answer the page focuses `#co-loi`.
/// - Without scripts: the browser focuses the box and the links jump to the fields.
#[component]
pub fn ErrorSummary(errors: Vec<FieldError>) -> AnyView {
    if errors.is_empty() {
        return ().into_any();
    }
    let lines = errors
        .into_iter()
        .map(|error| {
            let line = if error.field.is_empty() {
                error.message.into_any()
            } else {
                view! { <a href=format!("#{}", field_id(&error.field))>{error.message}</a> }.into_any()
            };
            view! { <li>{line}</li> }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="error-summary" id="co-loi" role="alert" tabindex="-1" autofocus aria-labelledby="co-loi-tieu-de">
            <h2 id="co-loi-tieu-de">"Có lỗi cần sửa"</h2>
            <ul>{lines}</ul>
        </div>
    }
    .into_any()
}
