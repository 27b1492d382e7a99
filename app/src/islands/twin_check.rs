//! Those a party that is being registered may be already, told while the officer fills in the form.

use crate::api::registry::MatchLine;
use crate::routes;
use leptos::prelude::*;

/// The fields of the form, and above them those the party may be already.
///
/// - Server: the fields alone; what was found at the last submission stands before them.
/// - Hydrate: whenever an answer was changed the server is asked, and who is found is told in a live region.
/// - Without scripts: the fields; submitting tells the same before anything is saved.
#[island]
pub fn TwinCheck(children: Children) -> impl IntoView {
    let found = RwSignal::new(Vec::<MatchLine>::new());
    let live = move |event: leptos::ev::Event| {
        #[cfg(feature = "hydrate")]
        if let Some(fields) = crate::browser::fields_of(&event) {
            leptos::task::spawn_local(async move {
                // Without an answer the form goes on: submitting asks again.
                if let Ok(lines) = crate::api::registry::check_matches(fields).await {
                    found.set(lines);
                }
            });
        }
        #[cfg(not(feature = "hydrate"))]
        let _ = event;
    };
    view! {
        <div class="stack-lg" on:change=live>
            <div aria-live="polite">
                {move || {
                    let lines = found.get();
                    (!lines.is_empty()).then(|| view! {
                        <div class="notice">
                            <div class="notice__body stack">
                                <p><strong>"Có thể đã có hồ sơ của đối tượng này"</strong></p>
                                {match_list(lines, false)}
                            </div>
                        </div>
                    })
                }}
            </div>
            {children()}
        </div>
    }
}

/// The list of them; `shown` tells the form that it was seen.
pub fn match_list(matches: Vec<MatchLine>, shown: bool) -> AnyView {
    let lines = matches
        .into_iter()
        .map(|one| {
            let seen = shown.then(|| {
                let name = format!("shown.{}", one.id);
                view! { <input type="hidden" name=name value="1" /> }
            });
            let about = format!(" ({}). {}. {}", one.about, one.strength, one.reasons.join(" "));
            view! {
                <li>
                    {seen}
                    <a href=routes::party(&one.id) target="_blank" rel="noopener">
                        {one.name}<span class="visually-hidden">" (mở trang mới)"</span>
                    </a>
                    {about}
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! { <ul>{lines}</ul> }.into_any()
}
