//! A printed paper of a case.

use super::common::{document_title, reading, shown};
use crate::components::Desk;
use crate::papers::{LegalBasisSheet, PaperPage, has_legal_basis};
use crate::routes;
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
            let not_found = || crate::server::fail(crate::error::AppError::NotFound);
            // `None`: the law's reasons, which are no official paper.
            let kind = match PaperKind::from_key(&paper) {
                None if paper == routes::LEGAL_BASIS => None,
                None => return Err(not_found()),
                kind => kind,
            };
            let case = crate::api::case::read_case(id, None).await?.case;
            if kind.is_none() && !has_legal_basis(&case) {
                return Err(not_found());
            }
            Ok((case, kind))
        },
    );
    shown(file, |(case, kind)| {
        let Some(kind) = kind else {
            let back = routes::case(&case.id.to_string());
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
