//! Keyboard shortcuts: an element says which key focuses it with `data-shortcut="/"`.

use gloo::events::{EventListener, EventListenerOptions};
use wasm_bindgen::JsCast;
use web_sys::{Document, Element, HtmlElement, KeyboardEvent};

/// Listens for the life of the page.
pub fn listen() {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else {
        return;
    };
    let options = EventListenerOptions::enable_prevent_default();
    let target = document.clone();
    EventListener::new_with_options(&target, "keydown", options, move |event| {
        if let Some(event) = event.dyn_ref::<KeyboardEvent>()
            && let Some(element) = wanted(&document, event)
        {
            event.prevent_default();
            // An element that cannot take the focus keeps the page as it is.
            let _ = element.focus();
        }
    })
    .forget();
}

fn wanted(document: &Document, event: &KeyboardEvent) -> Option<HtmlElement> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || document.active_element().is_some_and(is_typing) {
        return None;
    }
    let key = event.key();
    // Only keys that are safe inside a selector can be shortcuts.
    if key.chars().count() != 1 || matches!(key.as_str(), "\"" | "\\") {
        return None;
    }
    document.query_selector(&format!("[data-shortcut=\"{key}\"]")).ok()??.dyn_into().ok()
}

fn is_typing(element: Element) -> bool {
    matches!(element.tag_name().as_str(), "INPUT" | "TEXTAREA" | "SELECT") || element.has_attribute("contenteditable")
}
