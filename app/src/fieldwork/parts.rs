//! Pieces that several screens share. Must not know any screen.

use crate::components::{Button, ButtonKind, ErrorSummary, FieldError, Tag, Tone};
use domain::calendar::format_date;
use domain::fieldwork::Standing;
use domain::law::deadline::Deadline;
use leptos::prelude::*;

/// A button that acts on this screen.
pub fn press(text: impl Into<String>, kind: ButtonKind, act: impl Fn() + 'static) -> AnyView {
    let class = match kind {
        ButtonKind::Primary => "button",
        ButtonKind::Secondary => "button button--secondary",
        ButtonKind::Warning => "button button--warning",
        ButtonKind::Plain => "button button--link",
    };
    let text: String = text.into();
    view! { <button type="button" class=class on:click=move |_| act()>{text}</button> }.into_any()
}

/// The main action of a form, always in reach at the lower edge.
pub fn press_main(text: impl Into<String>) -> AnyView {
    let text: String = text.into();
    view! { <div class="fieldwork__bar"><Button text=text /></div> }.into_any()
}

/// A link that looks like a button.
pub fn link(text: impl Into<String>, screen: &str, primary: bool) -> AnyView {
    let (text, href): (String, _) = (text.into(), format!("#/{screen}"));
    let class = if primary { "button" } else { "button button--secondary" };
    view! { <a class=class href=href>{text}</a> }.into_any()
}

/// The way back to a screen.
pub fn back(text: impl Into<String>, screen: &str) -> AnyView {
    let (text, href): (String, _) = (text.into(), format!("#/{screen}"));
    view! { <p class="fieldwork__back no-print"><a href=href>"← "{text}</a></p> }.into_any()
}

/// All errors of a form.
pub fn errors(list: &[FieldError]) -> AnyView {
    view! { <ErrorSummary errors=list.to_vec() /> }.into_any()
}

/// What goes on, told to everybody.
pub fn busy_words(words: &str) -> AnyView {
    let words = format!("{words}…");
    view! { <p role="status" class="muted">{words}</p> }.into_any()
}

/// How a command stands, in words with a colour.
pub fn standing_tag(standing: Standing) -> AnyView {
    let (words, tone) = match standing {
        Standing::Unsent => ("Chưa gửi", Tone::Warning),
        Standing::Done => ("Đã ghi vào hồ sơ", Tone::Success),
        Standing::Open => ("Cần xử lý", Tone::Danger),
        Standing::Waits => ("Chờ biên bản trước", Tone::Info),
        Standing::Over => ("Đã khép lại", Tone::Neutral),
    };
    view! { <Tag text=words tone=tone /> }.into_any()
}

/// One thing in a list that opens a screen: its name, what stands below it, and how it stands.
pub fn item(screen: &str, title: impl Into<String>, below: impl Into<String>, standing: Option<AnyView>) -> AnyView {
    let (title, below, href): (String, String, _) = (title.into(), below.into(), format!("#/{screen}"));
    view! {
        <li class="fieldwork__item">
            <a class="fieldwork__link" href=href>
                <span class="fieldwork__title">{title}</span>
                <span class="fieldwork__below">{below}</span>
            </a>
            {standing}
        </li>
    }
    .into_any()
}

/// Deadlines with their ground, as a list; nothing where none runs.
pub fn due(deadlines: Vec<Deadline>) -> Option<AnyView> {
    let lines = deadlines.into_iter().map(|deadline| {
        let day = format_date(deadline.due.date());
        let words = format!("{}: đến hết {day} ({} – {})", deadline.name, deadline.length, deadline.citation);
        view! { <li>{words}</li> }
    });
    let lines: Vec<_> = lines.collect();
    (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> }.into_any())
}
