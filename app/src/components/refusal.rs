//! The law says no: a refusal is always shown with the article it rests on. Must not decide anything.

use leptos::prelude::*;

/// A legal refusal with its article and, when there is one, the way forward.
///
/// - Server: `role="alert"`, `autofocus`; message, article, children as the way forward.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Refusal(
    /// Why it cannot be done, in one sentence.
    #[prop(into)]
    message: String,
    /// The article, for example “Điều 12 khoản 2 Nghị định 189/2025/NĐ-CP”.
    #[prop(into)]
    article: String,
    #[prop(default = "Chưa thực hiện được theo quy định".to_owned(), into)] title: String,
    #[prop(optional)] children: Option<Children>,
) -> AnyView {
    view! {
        <section class="refusal" id="tu-choi" role="alert" tabindex="-1" autofocus aria-labelledby="tu-choi-tieu-de">
            <h2 id="tu-choi-tieu-de">{title}</h2>
            <p>{message}</p>
            <p class="refusal__article"><b>"Căn cứ"</b><span>{article}</span></p>
            {children.map(|children| children())}
        </section>
    }
    .into_any()
}
