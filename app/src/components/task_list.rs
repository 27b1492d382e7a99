//! The case file as a list of papers and steps. Must not know the procedure: states and words come from the caller.

use leptos::prelude::*;

use super::OptionalText;
use super::tag::{Tone, tag};

/// How far a task is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TaskState {
    /// Not begun.
    #[default]
    Todo,
    /// Begun, or waiting for someone.
    Active,
    /// Finished.
    Done,
    /// Cannot go on until something else is put right.
    Blocked,
}

impl TaskState {
    fn parts(self) -> (&'static str, Tone) {
        match self {
            TaskState::Todo => ("todo", Tone::Neutral),
            TaskState::Active => ("active", Tone::Warning),
            TaskState::Done => ("done", Tone::Success),
            TaskState::Blocked => ("blocked", Tone::Danger),
        }
    }
}

/// One paper or step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    name: String,
    href: Option<String>,
    hint: Option<String>,
    state: TaskState,
    status: String,
    missing: Vec<String>,
}

impl Task {
    /// A task with its status in words.
    pub fn new(name: impl Into<String>, state: TaskState, status: impl Into<String>) -> Self {
        Self { name: name.into(), href: None, hint: None, state, status: status.into(), missing: Vec::new() }
    }

    /// Where the task is done; a task without a link cannot be opened yet.
    #[must_use]
    pub fn href(mut self, href: impl Into<String>) -> Self {
        self.href = Some(href.into());
        self
    }

    /// More words below the name, for example number and date of the paper.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// What is missing before this may be signed.
    #[must_use]
    pub fn missing(mut self, missing: Vec<String>) -> Self {
        self.missing = missing;
        self
    }
}

/// Papers and steps of one stage, each with its status and what is missing.
///
/// - Server: an ordered list; the whole row is the link.
/// - Hydrate: links become client-side navigation when a router is present.
/// - Without scripts: plain links.
#[component]
pub fn TaskList(
    tasks: Vec<Task>,
    /// The stage, for example “2. Lập biên bản vi phạm”.
    #[prop(optional, into)]
    heading: OptionalText,
) -> AnyView {
    let done = tasks.iter().filter(|task| task.state == TaskState::Done).count();
    let progress = format!("xong {done}/{}", tasks.len());
    let items = tasks.into_iter().map(item).collect::<Vec<_>>();
    view! {
        <section class="tasks">
            {heading.0.map(|heading| {
                view! { <h2 class="tasks__heading">{heading}<span class="tasks__progress">{progress}</span></h2> }
            })}
            <ol class="tasks__list">{items}</ol>
        </section>
    }
    .into_any()
}

fn item(task: Task) -> AnyView {
    let (class, tone) = task.state.parts();
    let name = match task.href {
        Some(href) => view! { <a href=href>{task.name}</a> }.into_any(),
        None => task.name.into_any(),
    };
    let missing = missing(task.missing);
    view! {
        <li class="tasks__item">
            {mark(task.state, class)}
            <div>
                <p class="tasks__name">{name}</p>
                {task.hint.map(|hint| view! { <p class="tasks__hint">{hint}</p> })}
                {missing}
            </div>
            <div class="tasks__status">{tag(tone, task.status)}</div>
        </li>
    }
    .into_any()
}

fn missing(mut missing: Vec<String>) -> Option<AnyView> {
    if missing.len() > 1 {
        let lines = missing.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
        return Some(view! { <div class="tasks__missing">"Còn thiếu:"<ul>{lines}</ul></div> }.into_any());
    }
    missing.pop().map(|line| view! { <p class="tasks__missing">"Còn thiếu: "{line}</p> }.into_any())
}

/// A mark that repeats the status as a shape: open ring, half ring, tick, bar.
fn mark(state: TaskState, class: &'static str) -> AnyView {
    let path = match state {
        TaskState::Todo => "",
        TaskState::Active => "M11 5a6 6 0 0 1 0 12z",
        TaskState::Done => "m6.8 11.3 2.9 2.9 5.6-6",
        TaskState::Blocked => "M6.5 11h9",
    };
    let fill = if state == TaskState::Active { "currentColor" } else { "none" };
    view! {
        <svg class=format!("tasks__mark tasks__mark--{class}") viewBox="0 0 22 22" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
            <circle cx="11" cy="11" r="9.5" />
            <path d=path fill=fill />
        </svg>
    }
    .into_any()
}
