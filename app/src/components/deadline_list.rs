//! Deadlines in order, each with the words of how long is left and its legal ground. Must not count days.

use leptos::prelude::*;

use super::tag::{Tone, tag};

/// One deadline.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadline {
    title: String,
    date: String,
    datetime: String,
    words: String,
    tone: Tone,
    ground: String,
    href: Option<String>,
}

impl Deadline {
    /// What is due, the day as `dd/mm/yyyy` and as `yyyy-mm-dd`, and the words “còn 3 ngày làm việc”.
    pub fn new(
        title: impl Into<String>,
        date: impl Into<String>,
        datetime: impl Into<String>,
        words: impl Into<String>,
        tone: Tone,
    ) -> Self {
        Self {
            title: title.into(),
            date: date.into(),
            datetime: datetime.into(),
            words: words.into(),
            tone,
            ground: String::new(),
            href: None,
        }
    }

    /// The legal ground, for example “7 ngày làm việc – Điều 66 khoản 1 Luật XLVPHC”.
    #[must_use]
    pub fn ground(mut self, ground: impl Into<String>) -> Self {
        self.ground = ground.into();
        self
    }

    /// Where the work is done.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

/// Deadlines, the first due first.
///
/// - Server: an ordered list; day and month large, the year small.
/// - Hydrate: links become client-side navigation when a router is present.
/// - Without scripts: identical.
#[component]
pub fn DeadlineList(
    deadlines: Vec<Deadline>,
    /// Puts the words at the right edge when there is room, for the work list.
    #[prop(optional)]
    wide: bool,
) -> AnyView {
    let items = deadlines
        .into_iter()
        .map(|deadline| {
            let title = match deadline.href {
                Some(href) => view! { <a href=href>{deadline.title}</a> }.into_any(),
                None => deadline.title.into_any(),
            };
            let (day, year) = match deadline.date.rsplit_once('/') {
                Some((day, year)) => (day.to_owned(), year.to_owned()),
                None => (deadline.date, String::new()),
            };
            let ground = (!deadline.ground.is_empty())
                .then(|| view! { <p class="deadline__ground">{deadline.ground}</p> });
            view! {
                <li class=format!("deadline deadline--{}", deadline.tone.name())>
                    <time class="deadline__date" datetime=deadline.datetime>
                        <b>{day}</b>
                        <span><span class="visually-hidden">"/"</span>{year}</span>
                    </time>
                    <div>
                        <p class="deadline__title">{title}</p>
                        {ground}
                        {(!wide).then(|| view! { <p class="deadline__words">{tag(deadline.tone, deadline.words.clone())}</p> })}
                    </div>
                    {wide.then(|| view! { <p class="deadline__words">{tag(deadline.tone, deadline.words)}</p> })}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class=if wide { "deadlines deadlines--wide" } else { "deadlines" }>{items}</ol> }.into_any()
}
