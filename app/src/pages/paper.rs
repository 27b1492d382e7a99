//! A printed paper of a case.

use super::attachments::file_link;
use super::common::{document_title, reading, shown};
use crate::papers::PaperPage;
use crate::routes;
use domain::case::PaperKind;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

/// A paper as it prints; one of the main line that is not made yet says so.
#[component]
pub fn Paper() -> impl IntoView {
    let params = use_params_map();
    let keys = Memo::new(move |_| {
        params.with(|map| (map.get("id").unwrap_or_default(), map.get("paper").unwrap_or_default()))
    });
    let file = reading(
        move || keys.get(),
        |(id, paper)| async move {
            let view = crate::api::case::read_case(id, None, String::new()).await?;
            if PaperKind::from_key(&paper).is_some() || view.case.document(&paper).is_some() {
                let anchors = crate::api::case::read_anchors(view.case.id.to_string()).await?;
                return Ok((view.case, paper, view.checks, anchors));
            }
            Err(crate::server::fail(crate::error::AppError::NotFound))
        },
    );
    shown(file, |(case, address, checks, anchors)| {
        let key = address.split_once("-cu-").map_or(address.as_str(), |(key, _)| key);
        let name = match PaperKind::from_key(key) {
            Some(kind) => kind.label().to_owned(),
            None if address == routes::LEGAL_BASIS => "Căn cứ pháp lý".to_owned(),
            None => case.document(&address).map(|document| document.subject).unwrap_or_default(),
        };
        let file = file_link(&case, &address).map(|link| view! { <p class="no-print">{link}</p> });
        view! {
            {document_title(&format!("{name} {}", case.code), None)}
            {file}
            <PaperPage case=case address=address checks=checks anchors=anchors />
        }
        .into_any()
    })
}
