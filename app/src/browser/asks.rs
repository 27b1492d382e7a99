//! Answers beside a form while it is typed: a form with `data-asks` posts what stands in it to that address, and the piece of page
//! that comes back is put where the page has `data-answer`.
//!
//! Without scripts the form is answered when it is sent. Must not know what is asked.

use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    AbortController, AbortSignal, Document, Element, FormData, HtmlFormElement, HtmlInputElement, HtmlTextAreaElement,
    RequestInit, Response, UrlSearchParams, window,
};

/// How long nothing is typed before it is asked, in milliseconds.
const PAUSE: u32 = 350;

/// A form and the place of its answer.
struct Asking {
    form: HtmlFormElement,
    address: String,
    place: Element,
    /// What stands there.
    shown: Cell<String>,
    /// The next question; another key takes it back.
    next: Cell<Option<Timeout>>,
    /// The question that is on its way; the next one takes it back.
    sent: Cell<Option<AbortController>>,
}

/// Listens to the page's form that asks, if it has one, for the life of the page.
pub fn listen() {
    let document = window().and_then(|window| window.document());
    let Some(asking) = document.and_then(|document| Asking::of(&document)).map(Rc::new) else { return };
    // Typed before the module was here, or filled in again by the browser.
    if asking.is_typed() {
        Asking::wait(&asking);
    }
    let heard = Rc::clone(&asking);
    EventListener::new(&asking.form, "input", move |_| Asking::wait(&heard)).forget();
}

impl Asking {
    fn of(document: &Document) -> Option<Self> {
        let form: HtmlFormElement = document.query_selector("form[data-asks]").ok()??.dyn_into().ok()?;
        Some(Self {
            address: form.get_attribute("data-asks")?,
            place: document.query_selector("[data-answer]").ok()??,
            form,
            shown: Cell::default(),
            next: Cell::default(),
            sent: Cell::default(),
        })
    }

    /// Whether anything stands in the form that the server did not write there.
    fn is_typed(&self) -> bool {
        let controls = self.form.elements();
        let mut all = (0..controls.length()).filter_map(|place| controls.item(place));
        all.any(|control| match control.dyn_into::<HtmlInputElement>() {
            Ok(input) => input.value() != input.default_value() || input.checked() != input.default_checked(),
            Err(other) => other
                .dyn_into::<HtmlTextAreaElement>()
                .is_ok_and(|area| area.default_value().is_ok_and(|first| area.value() != first)),
        })
    }

    /// Asks when nothing more is typed for a moment.
    fn wait(asking: &Rc<Self>) {
        let own = Rc::clone(asking);
        asking.next.set(Some(Timeout::new(PAUSE, move || spawn_local(async move { own.ask().await }))));
    }

    async fn ask(&self) {
        let Ok(controller) = AbortController::new() else { return };
        let signal = controller.signal();
        if let Some(before) = self.sent.replace(Some(controller)) {
            before.abort();
        }
        // Without an answer nothing is said: the form itself tells it when it is sent.
        let answer = self.answer(&signal).await.unwrap_or_default();
        if !signal.aborted() && self.shown.replace(answer.clone()) != answer {
            self.place.set_inner_html(&answer);
        }
    }

    async fn answer(&self, signal: &AbortSignal) -> Option<String> {
        let typed = FormData::new_with_form(&self.form).ok()?;
        let init = RequestInit::new();
        init.set_method("POST");
        init.set_body(&UrlSearchParams::new_with_str_sequence_sequence(&typed).ok()?.into());
        init.set_signal(Some(signal));
        let sent = window()?.fetch_with_str_and_init(&self.address, &init);
        let response: Response = JsFuture::from(sent).await.ok()?.dyn_into().ok()?;
        if !response.ok() {
            return None;
        }
        JsFuture::from(response.json().ok()?).await.ok()?.as_string()
    }
}
