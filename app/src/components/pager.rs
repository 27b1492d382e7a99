//! Forward and back through a list by keys, without page numbers. Must not count.

use leptos::prelude::*;

use super::OptionalText;
use super::button::{ButtonKind, ButtonLink};

/// “Trang trước / Trang sau” with a line that says where we are.
///
/// - Server: links with `rel`; an end of the list has no link.
/// - Hydrate: links become client-side navigation when a router is present.
/// - Without scripts: plain links.
#[component]
pub fn Pager(
    /// Where we are, for example “Hồ sơ 1–50 trong hơn 10.000”.
    #[prop(into)]
    summary: String,
    /// Address of the page before.
    #[prop(optional, into)]
    previous: OptionalText,
    /// Address of the page after.
    #[prop(optional, into)]
    next: OptionalText,
) -> AnyView {
    let links = (previous.0.is_some() || next.0.is_some()).then(|| {
        view! {
            <div class="pager__links">
                {previous.0.map(|href| view! { <ButtonLink href=href text="← Trang trước" kind=ButtonKind::Secondary small=true /> })}
                {next.0.map(|href| view! { <ButtonLink href=href text="Trang sau →" kind=ButtonKind::Secondary small=true /> })}
            </div>
        }
    });
    view! {
        <nav class="pager" aria-label="Phân trang">
            <p class="pager__summary">{summary}</p>
            {links}
        </nav>
    }
    .into_any()
}
