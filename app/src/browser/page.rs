//! The page of the field application: its address behind the `#`, the network's coming and going, focus, print, other tabs.
//!
//! Must not know what any of it is for.

use super::js;
use crate::forms::Fields;
use gloo::events::{EventListener, EventListenerOptions};
use gloo::timers::callback::{Interval, Timeout};
use js_sys::{Array, Function, Promise, Reflect};
use leptos::prelude::StoredValue;
use std::cell::RefCell;
use std::future::Future;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, future_to_promise};
use web_sys::{Element, Event, HtmlElement, HtmlFormElement, window};

/// Begins the addresses of the application's own screens; anything else behind the `#` is a place on the screen.
const SCREEN: &str = "#/";

fn location_hash() -> String {
    let location = js::of_window::<JsValue>("location");
    location
        .and_then(|location| js::property_of(&location, "hash"))
        .and_then(|hash| hash.as_string())
        .unwrap_or_default()
}

/// The screen that the address names, without what begins it; empty for the first one.
pub fn screen() -> String {
    location_hash().strip_prefix(SCREEN).unwrap_or_default().to_owned()
}

/// Goes to a screen: as a new step of the history, or in place of this one.
pub fn go(screen: &str, replace: bool) {
    let Some(location) = js::of_window::<JsValue>("location") else { return };
    let address = format!("{SCREEN}{screen}");
    if replace {
        let Ok(method) = Reflect::get(&location, &"replace".into()).and_then(|method| method.dyn_into::<Function>())
        else {
            return;
        };
        // A page that cannot be gone to leaves the screen as it is.
        let _ = method.call1(&location, &address.into());
    } else {
        let _ = Reflect::set(&location, &"hash".into(), &address.into());
    }
}

/// Tells when the address names another screen, for the life of the page.
pub fn on_screen(told: impl Fn(String) + 'static) {
    let Some(window) = window() else { return };
    EventListener::new(&window, "hashchange", move |_| {
        let hash = location_hash();
        // A link to a place on the screen keeps the screen.
        if hash.is_empty() || hash.starts_with(SCREEN) {
            told(screen());
        }
    })
    .forget();
}

/// Links to places on the screen move the focus there and leave the address alone, for the life of the page.
pub fn keep_links_on_screen() {
    let Some(document) = window().and_then(|window| window.document()) else { return };
    let options = EventListenerOptions::enable_prevent_default();
    EventListener::new_with_options(&document, "click", options, |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let link = target.and_then(|target| target.closest("a[href^='#']").ok()?);
        let Some(place) = link.and_then(|link| link.get_attribute("href")) else { return };
        if !place.starts_with(SCREEN) {
            event.prevent_default();
            focus(place.trim_start_matches('#'));
        }
    })
    .forget();
}

/// Moves the focus to an element, once what is being drawn is there; an element that is not there keeps it where it is.
pub fn focus(id: &str) {
    let id = id.to_owned();
    Timeout::new(0, move || {
        let found = window().and_then(|window| window.document()).and_then(|document| document.get_element_by_id(&id));
        if let Some(element) = found.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
            element.scroll_into_view();
            // An element that cannot take the focus keeps the page as it is.
            let _ = element.focus();
        }
    })
    .forget();
}

/// The title of the page.
pub fn title(text: &str) {
    if let Some(document) = window().and_then(|window| window.document()) {
        document.set_title(text);
    }
}

/// The browser's own print.
pub fn print() {
    let Some(window) = window() else { return };
    let method = Reflect::get(&window, &"print".into()).and_then(|method| method.dyn_into::<Function>());
    if let Ok(method) = method {
        // Whoever turns printing down goes on reading.
        let _ = method.call0(&window);
    }
}

/// Marks the page's root, for the style sheet; without a value the mark goes.
pub fn mark_root(name: &str, value: Option<&str>) {
    let root = window().and_then(|window| window.document()).and_then(|document| document.document_element());
    let Some(root) = root else { return };
    // Marks of our own are always names that may stand there.
    let _ = match value {
        Some(value) => root.set_attribute(name, value),
        None => root.remove_attribute(name),
    };
}

/// Small choices of the device that say nothing about anybody, kept outside of the vault.
pub fn remembered(name: &str) -> Option<String> {
    use gloo::storage::{LocalStorage, Storage};
    LocalStorage::get(name).ok()
}

/// Remembers a small choice of the device; a browser that keeps nothing forgets it.
pub fn remember(name: &str, value: &str) {
    use gloo::storage::{LocalStorage, Storage};
    let _ = LocalStorage::set(name, value);
}

/// Tells when the page is looked at again, for the life of the page.
pub fn on_return(told: impl Fn() + 'static) {
    let Some(document) = window().and_then(|window| window.document()) else { return };
    let target = document.clone();
    EventListener::new(&target, "visibilitychange", move |_| {
        if !document.hidden() {
            told();
        }
    })
    .forget();
}

/// Tells when the page is put away or left, for the life of what is being drawn: a device may end it then at any time.
pub fn on_hidden(told: impl Fn() + 'static) {
    let Some(document) = window().and_then(|window| window.document()) else { return };
    let target = document.clone();
    let listener = EventListener::new(&target, "visibilitychange", move |_| {
        if document.hidden() {
            told();
        }
    });
    // Let go of, and unheard, with what is being drawn.
    StoredValue::new_local(listener);
}

/// Does something again and again, for the life of the page.
pub fn every(milliseconds: u32, act: impl Fn() + 'static) {
    Interval::new(milliseconds, act).forget();
}

/// Something that will be done; dropped before, it is not.
pub struct Later(#[expect(dead_code, reason = "held so that it is not taken back")] Timeout);

/// Does something once, after a while.
pub fn after(milliseconds: u32, act: impl FnOnce() + 'static) -> Later {
    Later(Timeout::new(milliseconds, act))
}

/// Waits.
pub async fn pause(milliseconds: u32) {
    let over = Promise::new(&mut |resolve, _| {
        Timeout::new(milliseconds, move || {
            // Nobody listens but the one who waits.
            let _ = resolve.call0(&JsValue::UNDEFINED);
        })
        .forget();
    });
    // It is never rejected.
    let _ = JsFuture::from(over).await;
}

/// A number from 0 up to below `end`, by chance.
pub fn chance(end: u32) -> u32 {
    // Below 2³², since `end` is.
    (js_sys::Math::random() * f64::from(end)) as u32
}

/// What was sent by a form, with the button that sent it by its name and value; the browser's own sending is stopped.
pub fn submitted(event: &Event) -> Option<(Fields, Option<(String, String)>)> {
    event.prevent_default();
    let form: HtmlFormElement = event.target()?.dyn_into().ok()?;
    let fields = super::fields_of_form(&form)?;
    let button = js::property_of(event, "submitter").and_then(|button| button.dyn_into::<Element>().ok());
    let button = button
        .and_then(|button| Some((button.get_attribute("name")?, button.get_attribute("value").unwrap_or_default())));
    Some((fields, button))
}

/// What this device is, as an officer would call it.
pub fn device_name() -> String {
    let navigator = js::of_window::<JsValue>("navigator");
    let agent = navigator.and_then(|navigator| js::property_of(&navigator, "userAgent"));
    let agent = agent.and_then(|agent| agent.as_string()).unwrap_or_default();
    let known = [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Điện thoại Android"),
        ("Windows", "Máy tính Windows"),
        ("Macintosh", "Máy tính Mac"),
        ("Linux", "Máy tính Linux"),
    ];
    let kind = known.iter().find(|(mark, _)| agent.contains(mark)).map_or("Thiết bị khác", |(_, name)| name);
    let browsers = [("Firefox/", "Firefox"), ("Edg/", "Edge"), ("Chrome/", "Chrome"), ("Safari/", "Safari")];
    match browsers.iter().find(|(mark, _)| agent.contains(mark)) {
        Some((_, browser)) => format!("{kind}, {browser}"),
        None => kind.to_owned(),
    }
}

#[wasm_bindgen]
extern "C" {
    /// The browser's channel between tabs; not in every browser.
    #[wasm_bindgen(js_name = BroadcastChannel)]
    type Channel;

    #[wasm_bindgen(constructor, catch, js_class = "BroadcastChannel")]
    fn new(name: &str) -> Result<Channel, JsValue>;

    #[wasm_bindgen(method, catch, js_name = postMessage)]
    fn post(this: &Channel, message: &JsValue) -> Result<(), JsValue>;

    #[wasm_bindgen(method, setter, js_name = onmessage)]
    fn set_onmessage(this: &Channel, heard: &Function);
}

/// Name of the channel between the application's tabs.
const CHANNEL: &str = "ins-hien-truong";

thread_local! {
    static OTHERS: RefCell<Option<Channel>> = const { RefCell::new(None) };
}

/// Listens to the application's other tabs, for the life of the page. A browser without channels hears nothing: there each tab reads
/// again when it is looked at.
pub fn on_others(told: impl Fn(String) + 'static) {
    if js::of_window::<JsValue>("BroadcastChannel").is_none() {
        return;
    }
    let Ok(channel) = Channel::new(CHANNEL) else { return };
    let heard = Closure::<dyn Fn(JsValue)>::new(move |event: JsValue| {
        if let Some(words) = js::property_of(&event, "data").and_then(|data| data.as_string()) {
            told(words);
        }
    });
    channel.set_onmessage(heard.as_ref().unchecked_ref());
    heard.forget();
    OTHERS.set(Some(channel));
}

/// Tells the application's other tabs.
pub fn tell_others(words: &str) {
    OTHERS.with_borrow(|channel| {
        if let Some(channel) = channel {
            // A channel that was closed tells nobody.
            let _ = channel.post(&JsValue::from_str(words));
        }
    });
}

/// Does something in this tab alone, and tells the work whether it waited for another tab that did something under the same name. A
/// browser without locks does it at once.
pub async fn in_turn<Work: Future<Output = ()> + 'static>(name: &str, work: impl FnOnce(bool) -> Work + 'static) {
    let navigator = js::of_window::<JsValue>("navigator");
    let locks = navigator.and_then(|navigator| js::property_of(&navigator, "locks"));
    let request = locks.as_ref().and_then(|locks| js::property_of(locks, "request")?.dyn_into::<Function>().ok());
    let (Some(locks), Some(request)) = (locks, request) else {
        work(false).await;
        return;
    };
    let work = Rc::new(RefCell::new(Some(work)));
    for waits in [false, true] {
        let mine = Rc::clone(&work);
        let callback = Closure::once(move |lock: JsValue| -> Promise {
            let work = if lock.is_null() { None } else { mine.borrow_mut().take() };
            future_to_promise(async move {
                if let Some(work) = work {
                    work(waits).await;
                }
                Ok(JsValue::UNDEFINED)
            })
        });
        let options = js::object(&[("ifAvailable", &JsValue::from_bool(!waits))]);
        let arguments = Array::of3(&JsValue::from_str(name), &options, callback.as_ref());
        let asked = request.apply(&locks, &arguments).and_then(|asked| asked.dyn_into::<Promise>());
        if let Ok(asked) = asked {
            // What goes wrong in the work is its own to tell.
            let _ = JsFuture::from(asked).await;
        }
        if work.borrow().is_none() {
            return;
        }
    }
}
