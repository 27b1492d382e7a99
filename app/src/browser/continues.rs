//! Work in steps: a form with `data-continues` is sent by itself, so that nobody presses a button for each step.
//!
//! Without scripts its button does the same.

use wasm_bindgen::JsCast;
use web_sys::HtmlFormElement;

/// How long the state of each step can be read, in milliseconds.
const PAUSE: u32 = 400;

/// Sends the page's form that goes on by itself, if it has one.
pub fn go_on() {
    let document = web_sys::window().and_then(|window| window.document());
    let found = document.and_then(|document| document.query_selector("form[data-continues]").ok()?);
    let Some(form) = found.and_then(|element| element.dyn_into::<HtmlFormElement>().ok()) else { return };
    gloo::timers::callback::Timeout::new(PAUSE, move || {
        // A form that was taken away meanwhile is not sent.
        let _ = form.request_submit();
    })
    .forget();
}
