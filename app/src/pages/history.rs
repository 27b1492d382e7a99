//! The history of a record: who did what when, newest first.
//!
//! Must not know any single kind of record.

use crate::components::{Timeline, TimelineEvent};
use domain::calendar::{format_short, to_local};
use domain::officer::OfficerSnapshot;
use jiff::Timestamp;
use leptos::prelude::*;

/// What an officer did, with its details where it has some.
pub(super) fn deed(at: Timestamp, by: &OfficerSnapshot, what: String, details: Option<String>) -> TimelineEvent {
    let at = to_local(at);
    let who = format!("{} – {}", by.full_name, by.title);
    let line = TimelineEvent::new(format_short(at), format!("{at}+07:00"), who, what);
    match details {
        Some(details) => line.details(details),
        None => line,
    }
}

/// The section of a page that tells it.
pub(super) fn history(label: &'static str, events: Vec<TimelineEvent>) -> AnyView {
    view! {
        <section>
            <h2>"Diễn biến"</h2>
            <Timeline events=events label=label />
        </section>
    }
    .into_any()
}
