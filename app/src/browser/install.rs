//! Hands the files of this version to the worker that the page names in `data-worker`: they come from the device afterwards, and a page
//! that has no network says so.

use js_sys::Reflect;
use wasm_bindgen_futures::JsFuture;

/// Registers the worker; a browser that has none, or may not have one, goes on without.
pub fn register() {
    let Some(window) = web_sys::window() else { return };
    let root = window.document().and_then(|document| document.document_element());
    let Some(path) = root.and_then(|root| root.get_attribute("data-worker")) else { return };
    let navigator = window.navigator();
    if !Reflect::has(&navigator, &"serviceWorker".into()).unwrap_or(false) {
        return;
    }
    let registered = navigator.service_worker().register(&path);
    wasm_bindgen_futures::spawn_local(async move {
        // Refused where the browser keeps nothing, for example in a private window.
        let _ = JsFuture::from(registered).await;
    });
}
