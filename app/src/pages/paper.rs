//! A printed paper of a case.

use super::common::{document_title, reading, shown};
use crate::papers::PaperPage;
use domain::case::PaperKind;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A paper as it prints.
#[component]
pub fn Paper() -> impl IntoView {
    let params = use_params_map();
    let keys = Memo::new(move |_| {
        params.with(|map| (map.get("id").unwrap_or_default(), map.get("paper").unwrap_or_default()))
    });
    let file = reading(
        move || keys.get(),
        |(id, paper)| async move {
            let kind =
                PaperKind::from_key(&paper).ok_or_else(|| crate::server::fail(crate::error::AppError::NotFound))?;
            Ok((crate::api::case::read_case(id, None).await?.case, kind))
        },
    );
    shown(file, |(case, kind)| {
        view! {
            {document_title(&format!("{} {}", kind.label(), case.code), None)}
            <PaperPage case=case kind=kind />
        }
        .into_any()
    })
}
