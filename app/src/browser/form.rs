//! Reads a form as it stands while the officer types.

use crate::forms::Fields;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, FormData, HtmlFormElement};

/// The raw fields of the form an event comes from.
pub fn fields_of(event: &Event) -> Option<Fields> {
    let target: Element = event.target()?.dyn_into().ok()?;
    fields_of_form(&target.closest("form").ok()??.dyn_into().ok()?)
}

/// The raw fields of a form as its controls stand, whether the server or the officer filled them in.
pub fn fields_of_form(form: &HtmlFormElement) -> Option<Fields> {
    let data = FormData::new_with_form(form).ok()?;
    let mut fields = Fields::default();
    for entry in data.entries() {
        let pair = name_and_value(entry.ok()?)?;
        fields.set(pair.0, pair.1);
    }
    Some(fields)
}

/// Name and value of one entry; a file has no value here.
fn name_and_value(entry: wasm_bindgen::JsValue) -> Option<(String, String)> {
    let pair: js_sys::Array = entry.dyn_into().ok()?;
    Some((pair.get(0).as_string()?, pair.get(1).as_string().unwrap_or_default()))
}

/// The value of the button a click came from, when the button has that name.
pub fn pressed(event: &web_sys::MouseEvent, name: &str) -> Option<String> {
    let target: Element = event.target()?.dyn_into().ok()?;
    let button = target.closest("button").ok()??;
    (button.get_attribute("name")? == name).then(|| button.get_attribute("value").unwrap_or_default())
}
