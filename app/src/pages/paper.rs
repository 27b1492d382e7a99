//! A printed paper of a case.

use super::attachments::file_link;
use super::common::{document_title, reading, shown};
use crate::components::Desk;
use crate::papers::{DocumentSheet, LegalBasisSheet, PaperPage, has_legal_basis};
use crate::routes;
use domain::case::PaperKind;
use domain::case::procedure::document;
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
            let not_found = || crate::server::fail(crate::error::AppError::NotFound);
            let case = crate::api::case::read_case(id, None).await?.case;
            if let Some((case, kind)) = case.with_cancelled(&paper) {
                return Ok((case, Some(kind), paper));
            }
            let kind = PaperKind::from_key(&paper);
            let known = match kind {
                Some(_) => true,
                None if paper == routes::LEGAL_BASIS => has_legal_basis(&case),
                None => case.done_at(&paper).is_some_and(|done| document(&case, done).is_some()),
            };
            if known { Ok((case, kind, paper)) } else { Err(not_found()) }
        },
    );
    shown(file, |(case, kind, paper)| {
        let back = routes::case(&case.id.to_string());
        if let Some(document) = case.done_at(&paper).and_then(|done| document(&case, done)) {
            let file = file_link(&case, &paper);
            return view! {
                {document_title(&format!("{} {}", document.subject, case.code), None)}
                <p class="cluster no-print">
                    <a href=back>"← Về hồ sơ "{case.code.clone()}</a>
                    <span class="muted">"In bằng Ctrl+P, khổ A4; có thể lưu thành PDF."</span>
                    {file}
                </p>
                <Desk><DocumentSheet document=document /></Desk>
            }
            .into_any();
        }
        let Some(kind) = kind else {
            return view! {
                {document_title(&format!("Căn cứ pháp lý {}", case.code), None)}
                <p class="cluster no-print"><a href=back>"← Về hồ sơ "{case.code.clone()}</a></p>
                <Desk><LegalBasisSheet case=case /></Desk>
            }
            .into_any();
        };
        view! {
            {document_title(&format!("{} {}", kind.label(), case.code), None)}
            <PaperPage case=case kind=kind />
        }
        .into_any()
    })
}
