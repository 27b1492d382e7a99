//! The filters beside a list. Must not know what is filtered: state lives in the address, fields come as children.

use leptos::prelude::*;

use super::button::{Button, ButtonKind};

/// A filter that is on, and the address of the list without it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChosenFilter {
    label: String,
    remove: String,
}

impl ChosenFilter {
    /// Words such as “Trạng thái: Chờ ký” and the address without this filter.
    pub fn new(label: impl Into<String>, remove: impl Into<String>) -> Self {
        Self { label: label.into(), remove: remove.into() }
    }
}

/// A GET form with the chosen filters as removable tags above it.
///
/// - Server: tags are links, the form is a plain GET form; on a phone it folds into a `<details>`.
/// - Hydrate: links become client-side navigation when a router is present.
/// - Without scripts: the form submits, the tags are links, the fold opens.
#[component]
pub fn Filters(
    /// Address of the list.
    #[prop(into)]
    action: String,
    #[prop(optional)] chosen: Vec<ChosenFilter>,
    /// The fields.
    children: Children,
) -> AnyView {
    let count = chosen.len();
    let summary = if count == 0 { "Bộ lọc".to_owned() } else { format!("Bộ lọc ({count} đang dùng)") };
    let all = action.clone();
    let tags = chosen
        .into_iter()
        .map(|filter| {
            view! {
                <li>
                    <a class="filters__tag" href=filter.remove>
                        <span class="visually-hidden">"Bỏ lọc "</span>{filter.label}
                    </a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    let tags = (count > 0).then(|| {
        view! {
            <div class="filters__chosen">
                <p>"Đang lọc theo"</p>
                <ul class="filters__tags">{tags}</ul>
                <a class="small" href=all>"Bỏ tất cả bộ lọc"</a>
            </div>
        }
    });
    view! {
        <section class="filters" aria-label="Bộ lọc">
            {tags}
            <details class="filters__toggle"><summary>{summary}</summary></details>
            <h2 class="filters__heading">"Bộ lọc"</h2>
            <form class="filters__form" method="get" action=action>
                {children()}
                <div class="actions"><Button text="Áp dụng bộ lọc" kind=ButtonKind::Secondary /></div>
            </form>
        </section>
    }
    .into_any()
}
