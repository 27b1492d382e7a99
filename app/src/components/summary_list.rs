//! “Kiểm tra lại trước khi ký”: what was answered, with a link to change each answer. Must not know the forms.

use leptos::prelude::*;

use super::OptionalText;

/// One answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryRow {
    key: String,
    value: String,
    change: Option<String>,
    href: Option<String>,
}

impl SummaryRow {
    /// A question and its answer; an empty answer is shown as “Chưa có”. Line breaks are kept.
    pub fn new(key: impl Into<String>, value: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into(), change: None, href: None }
    }

    /// A question whose answer is a link.
    pub fn link(key: impl Into<String>, value: impl Into<String>, href: impl Into<String>) -> Self {
        Self { key: key.into(), value: value.into(), change: None, href: Some(href.into()) }
    }

    /// Adds the link “Sửa”, which should come back here afterwards.
    #[must_use]
    pub fn change(mut self, href: impl Into<String>) -> Self {
        self.change = Some(href.into());
        self
    }
}

/// Questions and answers, with “Sửa” links.
///
/// - Server: a `<dl>`; the links name their question for screen readers.
/// - Hydrate: links become client-side navigation when a router is present.
/// - Without scripts: plain links.
#[component]
pub fn SummaryList(rows: Vec<SummaryRow>, #[prop(optional, into)] heading: OptionalText) -> AnyView {
    let rows = rows
        .into_iter()
        .map(|row| {
            let change = row.change.map(|href| {
                view! {
                    <dd class="summary__change">
                        <a href=href>"Sửa"<span class="visually-hidden">" "{row.key.clone()}</span></a>
                    </dd>
                }
            });
            let value = if row.value.is_empty() {
                view! { <dd class="summary__value summary__value--missing">"Chưa có"</dd> }.into_any()
            } else if let Some(href) = row.href {
                view! { <dd class="summary__value"><a href=href>{row.value}</a></dd> }.into_any()
            } else {
                view! { <dd class="summary__value">{row.value}</dd> }.into_any()
            };
            view! { <div class="summary__row"><dt class="summary__key">{row.key}</dt>{value}{change}</div> }
        })
        .collect::<Vec<_>>();
    view! {
        <section class="summary">
            {heading.0.map(|heading| view! { <h2 class="summary__heading">{heading}</h2> })}
            <dl>{rows}</dl>
        </section>
    }
    .into_any()
}
