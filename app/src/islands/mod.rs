//! What wakes up in the browser: the forms on which the law answers while the officer types.
//!
//! Everything else is plain HTML from the server. An island renders on the server first, with the same code, and works
//! without scripts; in the browser it adds rows without a round trip and asks the law engine at every change. The field application
//! shows the same forms without a server.
//! Must not know the server, the store, or any page around it.

mod law;
mod sanction_form;
mod violation_form;

pub use law::{Question, answer};
pub use sanction_form::{SanctionData, sanction_form};
pub use violation_form::{OtherFile, ViolationData, signature, violation_form};
#[cfg(any(feature = "ssr", feature = "hydrate"))]
pub use waking::{SanctionForm, ViolationForm};

use crate::forms::Draft;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The forms as islands. The field application is no page of the server and has no islands: there the same forms are plain functions.
#[cfg(any(feature = "ssr", feature = "hydrate"))]
mod waking {
    use super::{SanctionData, ViolationData};
    use leptos::prelude::*;

    /// [`super::violation_form`] as an island.
    #[island]
    pub fn ViolationForm(data: ViolationData) -> impl IntoView {
        super::violation_form(data)
    }

    /// [`super::sanction_form`] as an island.
    #[island]
    pub fn SanctionForm(data: SanctionData) -> impl IntoView {
        super::sanction_form(data)
    }
}

/// Where a form goes, and against which version of which case it is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Address of the server function.
    pub action: String,
    pub case: String,
    pub version: String,
    pub step: String,
}

impl Target {
    /// The hidden fields of the form.
    pub fn hidden(self) -> AnyView {
        view! {
            <input type="hidden" name="case" value=self.case />
            <input type="hidden" name="version" value=self.version />
            <input type="hidden" name="step" value=self.step />
        }
        .into_any()
    }
}

/// What was typed and what is wrong at each field, for the fields of a form; free to hand to any part of it.
pub fn answers(
    draft: &Draft,
) -> (impl Fn(&str) -> String + Copy + Send + 'static, impl Fn(&str) -> Option<String> + Copy + Send + 'static) {
    let kept = StoredValue::new(draft.clone());
    (
        move |name: &str| kept.with_value(|draft| draft.fields.get(name).to_owned()),
        move |name: &str| kept.with_value(|draft| draft.error(name)),
    )
}

/// Asks again when what was typed changes the question. Does nothing on the server.
fn ask(event: &leptos::ev::Event, asked: RwSignal<Question>, question: impl Fn(&crate::forms::Fields) -> Question) {
    #[cfg(feature = "browser")]
    if let Some(fields) = crate::browser::fields_of(event) {
        set_if_new(asked, question(&fields));
    }
    #[cfg(not(feature = "browser"))]
    let _ = (event, asked, question);
}

/// Asks once as the form wakes up: on a weak network an officer types before the module is there, and the browser fills in again
/// what stood in a page that is gone back to. Waking leaves every control as it is, since the components give `value`,
/// `checked` and `selected` as attributes, which are written by the server alone. Does nothing on the server.
fn ask_on_waking(
    form: NodeRef<leptos::html::Form>,
    asked: RwSignal<Question>,
    question: impl Fn(&crate::forms::Fields) -> Question + 'static,
) {
    #[cfg(feature = "browser")]
    Effect::new(move |_| {
        if let Some(fields) = form.get().and_then(|form| crate::browser::fields_of_form(&form)) {
            set_if_new(asked, question(&fields));
        }
    });
    #[cfg(not(feature = "browser"))]
    let _ = (form, asked, question);
}

#[cfg(feature = "browser")]
fn set_if_new(asked: RwSignal<Question>, next: Question) {
    if asked.with_untracked(|current| *current != next) {
        asked.set(next);
    }
}
