//! What is answered beside a form while it is typed. Must not know what is asked, or who answers.

use leptos::prelude::*;

/// The place where the answer to a form with `data-asks` appears.
///
/// - Server: an empty region that is read out when something comes into it.
/// - Hydrate: the answer follows what is typed; it stays in sight, beside the form or at the lower edge of a narrow screen.
/// - Without scripts: nothing; the form says the same when it is sent.
#[component]
pub fn LiveAnswer(
    /// What is answered, for example “Hồ sơ gần giống”.
    #[prop(into)]
    label: String,
) -> AnyView {
    view! { <aside class="live" aria-label=label><div data-answer="" aria-live="polite"></div></aside> }.into_any()
}
