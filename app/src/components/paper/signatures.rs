//! Who signs, and who receives the paper. Must not know who is competent to sign.

use leptos::prelude::*;

use crate::components::OptionalText;

/// The row of signatures; blocks stay together in print.
///
/// - Server: a grid of `SignatureBlock`s, and `Recipients` on the left of decisions.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Signatures(children: Children) -> AnyView {
    view! { <div class="sign">{children()}</div> }.into_any()
}

/// One signature: title, how to sign, room, name.
///
/// - Server: a centred block; an electronic signature is a framed line above the name.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn SignatureBlock(
    /// The title, for example “Đội trưởng”; of a party, for example “Người vi phạm”.
    #[prop(into)]
    title: String,
    /// A line before the title: “KT. Chi cục trưởng”.
    #[prop(optional, into)]
    on_behalf: OptionalText,
    #[prop(default = "(Ký, ghi rõ họ tên)".to_owned(), into)] hint: String,
    #[prop(optional, into)] name: OptionalText,
    /// Words of the electronic signature, for example who signed and when.
    #[prop(optional, into)]
    signed: OptionalText,
) -> AnyView {
    view! {
        <div class="sign__block">
            {on_behalf.0.map(|line| view! { <p class="sign__title">{line}</p> })}
            <p class="sign__title">{title}</p>
            <p class="sign__hint">{hint}</p>
            {signed.0.map(|signed| view! { <p class="sign__signed">{signed}</p> })}
            <p class="sign__name">{name.0.unwrap_or_else(|| "\u{a0}".to_owned())}</p>
        </div>
    }
    .into_any()
}

/// “Nơi nhận”, at the left of a decision's signature.
///
/// - Server: a small list.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Recipients(lines: Vec<String>) -> AnyView {
    let lines = lines.into_iter().map(|line| view! { <li>{line}</li> }).collect::<Vec<_>>();
    view! { <div class="recipients"><b>"Nơi nhận:"</b><ul>{lines}</ul></div> }.into_any()
}
