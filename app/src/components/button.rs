//! Buttons and links that look like buttons. Never disabled to express a rule: the server explains, with the article.

use leptos::prelude::*;

use super::OptionalText;

/// What a button is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one main action of a form.
    #[default]
    Primary,
    /// Any other action.
    Secondary,
    /// An action that cannot be undone.
    Warning,
    /// A quiet action that looks like a link.
    Plain,
}

impl ButtonKind {
    fn class(self, small: bool) -> String {
        let kind = match self {
            ButtonKind::Primary => "button",
            ButtonKind::Secondary => "button button--secondary",
            ButtonKind::Warning => "button button--warning",
            ButtonKind::Plain => "button button--link",
        };
        if small { format!("{kind} button--small") } else { kind.to_owned() }
    }
}

/// A submit button that says what it does: “Trình ký quyết định”.
///
/// - Server: `<button type="submit">`, with `name`/`value` when the form has several.
/// - Hydrate: the form's own handler takes the submission; the button is not disabled.
/// - Without scripts: submits its form.
#[component]
pub fn Button(
    /// The words on the button.
    #[prop(into)]
    text: String,
    #[prop(optional)] kind: ButtonKind,
    /// A lower button for tables and cards.
    #[prop(optional)]
    small: bool,
    /// Name of the field this button sends.
    #[prop(optional, into)]
    name: OptionalText,
    /// Value of the field this button sends.
    #[prop(optional, into)]
    value: OptionalText,
    /// Another address than the form's own.
    #[prop(optional, into)]
    formaction: OptionalText,
) -> AnyView {
    view! {
        <button class=kind.class(small) type="submit" name=name.0 value=value.0 formaction=formaction.0>{text}</button>
    }
    .into_any()
}

/// A link that looks like a button, for going somewhere (never for changing anything).
///
/// - Server: `<a class="button">`.
/// - Hydrate: client-side navigation when a router is present.
/// - Without scripts: a plain link.
#[component]
pub fn ButtonLink(
    /// Where it goes.
    #[prop(into)]
    href: String,
    /// The words.
    #[prop(into)]
    text: String,
    #[prop(default = ButtonKind::Secondary)] kind: ButtonKind,
    #[prop(optional)] small: bool,
) -> AnyView {
    view! { <a class=kind.class(small) href=href>{text}</a> }.into_any()
}

/// A row of buttons at the end of a form.
///
/// - Server: a flex row; on a phone the buttons of a form take the full width.
/// - Hydrate: nothing changes.
/// - Without scripts: identical.
#[component]
pub fn Actions(children: Children) -> AnyView {
    view! { <div class="actions">{children()}</div> }.into_any()
}
