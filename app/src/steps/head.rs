//! What stands above a form that was not accepted.

use crate::components::{Change, Conflict, ErrorSummary, FieldError, Refusal};
use crate::forms::Draft;
use leptos::prelude::*;

/// Everything wrong with a form, above it: the changed record, the refusal with its article, all field errors.
pub fn form_head(draft: Option<&Draft>) -> AnyView {
    let Some(draft) = draft else { return ().into_any() };
    let errors = draft.errors.iter().map(|error| FieldError::new(error.field.clone(), error.message.clone())).collect();
    let conflict = draft.stale.clone().map(|stale| {
        let changes =
            stale.changes.into_iter().map(|(field, yours, theirs)| Change::new(field, yours, theirs)).collect();
        view! {
            <Conflict who=stale.who when=stale.when changes=changes>
                <p>"Những gì đồng chí đã nhập vẫn còn bên dưới. Xem lại thay đổi rồi gửi lần nữa."</p>
            </Conflict>
        }
    });
    let refusal = draft.refusal.clone().map(|(message, citation)| match citation {
        Some(article) => view! { <Refusal message=message article=article /> }.into_any(),
        None => view! { <ErrorSummary errors=vec![FieldError::new("", message)] /> }.into_any(),
    });
    view! {
        {conflict}
        {refusal}
        <ErrorSummary errors=errors />
    }
    .into_any()
}
