//! Starts the field application in its page.

use super::install;
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, window};

/// Id of the element that the application is put into; what stands there before is for browsers without scripts.
const PLACE: &str = "hien-truong";

/// Puts an application into the page, for as long as that is open. A page without the place for it stays as it is.
pub fn start_field<View: IntoView + 'static>(app: impl FnOnce() -> View + 'static) {
    console_error_panic_hook::set_once();
    install::register();
    let Some(document) = window().and_then(|window| window.document()) else { return };
    let found = document.get_element_by_id(PLACE).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    let Some(place) = found else { return };
    place.set_inner_html("");
    mount_to(place, app).forget();
    if let Some(root) = document.document_element() {
        // Only tests read it.
        let _ = root.set_attribute("data-awake", "");
    }
}
