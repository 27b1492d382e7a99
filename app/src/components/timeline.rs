//! Who did what when, newest first. Must not know the kinds of events.

use leptos::prelude::*;

use super::OptionalText;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineEvent {
    when: String,
    datetime: String,
    who: String,
    what: String,
    details: Option<String>,
    href: Option<String>,
}

impl TimelineEvent {
    /// An event: time in words, the same time for machines (`2026-01-05T14:30+07:00`), officer with role, and the act.
    pub fn new(
        when: impl Into<String>,
        datetime: impl Into<String>,
        who: impl Into<String>,
        what: impl Into<String>,
    ) -> Self {
        Self {
            when: when.into(),
            datetime: datetime.into(),
            who: who.into(),
            what: what.into(),
            details: None,
            href: None,
        }
    }

    /// Adds details below; line breaks are kept.
    #[must_use]
    pub fn details(mut self, details: impl Into<String>) -> Self {
        self.details = Some(details.into());
        self
    }

    /// Links the act to its paper.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }
}

/// The history of a case file.
///
/// - Server: an ordered list with `<time>` elements.
/// - Hydrate: links become client-side navigation when a router is present.
/// - Without scripts: identical.
#[component]
pub fn Timeline(events: Vec<TimelineEvent>, #[prop(optional, into)] label: OptionalText) -> AnyView {
    let items = events
        .into_iter()
        .map(|event| {
            let what = match event.href {
                Some(href) => view! { <a href=href>{event.what}</a> }.into_any(),
                None => event.what.into_any(),
            };
            view! {
                <li class="timeline__item">
                    <time class="timeline__when" datetime=event.datetime>{event.when}</time>
                    <p class="timeline__what">{what}</p>
                    <p class="timeline__who">{event.who}</p>
                    {event.details.map(|details| view! { <p class="timeline__details">{details}</p> })}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ol class="timeline" aria-label=label.0.unwrap_or_else(|| "Diễn biến hồ sơ".to_owned())>{items}</ol> }
        .into_any()
}
