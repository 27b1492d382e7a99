//! Several lines of text.

use leptos::prelude::*;

use super::{Frame, Width};
use crate::components::OptionalText;

/// Several lines of text: descriptions, opinions, reasons.
///
/// - Server: `<textarea>` with the typed text, escaped; an empty one is really empty.
/// - Hydrate: nothing changes.
/// - Without scripts: a plain textarea.
#[component]
pub fn TextareaField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional, into)] value: String,
    #[prop(optional, into)] error: OptionalText,
    #[prop(optional)] optional: bool,
    #[prop(optional)] width: Width,
    /// Visible lines.
    #[prop(default = 4)]
    rows: u32,
) -> AnyView {
    let frame = Frame::new(&name, label, hint, error, optional, width);
    let control = view! {
        <textarea
            class="input"
            id=frame.id.clone()
            name=name
            rows=rows.to_string()
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
            inner_html=escaped(&value)
        ></textarea>
    };
    frame.around(control.into_any())
}

/// Text as the content of a `<textarea>`: text nodes would add a marker for the empty string.
fn escaped(text: &str) -> String {
    let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
    // The parser drops one leading line break.
    if escaped.starts_with('\n') { format!("\n{escaped}") } else { escaped }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn text_cannot_leave_the_field() {
        for (text, html) in
            [("", ""), ("</textarea><script>", "&lt;/textarea>&lt;script>"), ("a & b", "a &amp; b"), ("\nx", "\n\nx")]
        {
            assert_eq!(escaped(text), html);
        }
    }
}
