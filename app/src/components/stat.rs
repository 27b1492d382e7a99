//! One figure with its comparison. Must not compute: figures and comparison arrive as words.

use leptos::prelude::*;

use super::OptionalText;

/// Whether a change is good news.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// Neither.
    #[default]
    Neutral,
    /// Good news.
    Good,
    /// Bad news.
    Bad,
}

/// A comparison with another period, in words such as “tăng 12% so với cùng kỳ”.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Comparison {
    words: String,
    verdict: Verdict,
}

impl Comparison {
    /// Words and whether they are good news.
    pub fn new(words: impl Into<String>, verdict: Verdict) -> Self {
        Self { words: words.into(), verdict }
    }
}

/// A figure of the area, for the leaders' page.
///
/// - Server: label, figure with tabular numerals, comparison in words; the label links to the cases behind it.
/// - Hydrate: the link becomes client-side navigation when a router is present.
/// - Without scripts: identical.
#[component]
pub fn Stat(
    #[prop(into)] label: String,
    #[prop(into)] value: String,
    #[prop(optional, into)] unit: OptionalText,
    #[prop(optional)] comparison: Option<Comparison>,
    /// The cases behind the figure.
    #[prop(optional, into)]
    href: OptionalText,
) -> AnyView {
    let label = match href.0 {
        Some(href) => view! { <a href=href>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    let comparison = comparison.map(|comparison| {
        let class = match comparison.verdict {
            Verdict::Neutral => "stat__compare",
            Verdict::Good => "stat__compare stat__compare--good",
            Verdict::Bad => "stat__compare stat__compare--bad",
        };
        view! { <p class=class>{comparison.words}</p> }
    });
    view! {
        <div class="stat">
            <p class="stat__label">{label}</p>
            <p class="stat__value">{value}{unit.0.map(|unit| view! { <span class="stat__unit">{unit}</span> })}</p>
            {comparison}
        </div>
    }
    .into_any()
}
