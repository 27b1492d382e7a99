//! A screen on a wall: a few figures, large, on black. Must not compute, and must show nobody's name.

use leptos::prelude::*;

/// One figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BoardFigure {
    label: String,
    value: String,
    note: String,
    alarming: bool,
}

impl BoardFigure {
    /// What it is, the figure, and smaller words below.
    pub fn new(label: impl Into<String>, value: impl Into<String>, note: impl Into<String>) -> Self {
        Self { label: label.into(), value: value.into(), note: note.into(), alarming: false }
    }

    /// Asks for attention: framed, and said in words by the label.
    #[must_use]
    pub fn alarming(mut self, alarming: bool) -> Self {
        self.alarming = alarming;
        self
    }
}

/// The whole screen, without the frame of other pages.
///
/// - Server: `<main>` with a heading, when it was read, and the figures as a list of terms.
/// - Hydrate: nothing changes.
/// - Without scripts: identical; the page asks the browser to read it again.
#[component]
pub fn Wallboard(
    #[prop(into)] title: String,
    /// When it was read, and when it will be again.
    #[prop(into)]
    read: String,
    figures: Vec<BoardFigure>,
    /// Where to go from here: address and words.
    links: Vec<(String, String)>,
) -> AnyView {
    let figures = figures
        .into_iter()
        .map(|figure| {
            let class = if figure.alarming { "wallboard__item wallboard__item--alarm" } else { "wallboard__item" };
            view! {
                <div class=class>
                    <dt>{figure.label}</dt>
                    <dd class="wallboard__value">{figure.value}</dd>
                    <dd>{figure.note}</dd>
                </div>
            }
        })
        .collect::<Vec<_>>();
    let links = links.into_iter().map(|(href, words)| view! { " · " <a href=href>{words}</a> }).collect::<Vec<_>>();
    view! {
        <main id="noi-dung" class="wallboard">
            <h1>{title}</h1>
            <p>{read}{links}</p>
            <dl class="wallboard__grid">{figures}</dl>
        </main>
    }
    .into_any()
}
