//! Files that come from the officer's device and go there: chosen in a field, saved as a download, shown from memory.

use super::js;
use gloo::timers::callback::Timeout;
use js_sys::{Array, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{Blob, BlobPropertyBag, Event, File, HtmlAnchorElement, HtmlInputElement, Url, window};

/// How long a saved file may take until the browser has read it, in milliseconds.
const READING: u32 = 60_000;

/// A file that was chosen.
#[derive(Debug, Clone)]
pub struct Chosen(File);

impl Chosen {
    /// The name it has on the device.
    pub fn name(&self) -> String {
        self.0.name()
    }

    /// Bytes.
    pub fn size(&self) -> f64 {
        self.0.size()
    }

    /// Its content; nothing where it is not there any more, or may not be read.
    pub async fn bytes(&self) -> Option<Vec<u8>> {
        read(&self.0).await
    }

    pub(super) fn blob(&self) -> &Blob {
        &self.0
    }
}

/// The files that a field of files holds, from an event of that field. The field is emptied, so that the same file can be chosen again.
pub fn chosen(event: &Event) -> Vec<Chosen> {
    let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(field) = field else { return Vec::new() };
    let files = field.files();
    let all =
        files.iter().flat_map(|files| (0..files.length()).filter_map(|place| files.get(place))).map(Chosen).collect();
    field.set_value("");
    all
}

/// The content of a blob.
pub(super) async fn read(blob: &Blob) -> Option<Vec<u8>> {
    js::later(Ok(blob.array_buffer())).await.ok().map(|buffer| js::bytes(&buffer))
}

fn blob(mime: &str, bytes: &[u8]) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(mime);
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &options).ok()
}

/// Saves bytes as a file where the browser puts downloads; whether it took them.
pub fn save(name: &str, mime: &str, bytes: &[u8]) -> bool {
    let saved = || {
        let document = window()?.document()?;
        let address = Url::create_object_url_with_blob(&blob(mime, bytes)?).ok()?;
        let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
        link.set_href(&address);
        link.set_download(name);
        link.click();
        Timeout::new(READING, move || drop(Url::revoke_object_url(&address))).forget();
        Some(())
    };
    saved().is_some()
}

/// A picture shown from memory; its address holds as long as somebody has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture(Rc<Address>);

#[derive(Debug, PartialEq, Eq)]
struct Address(String);

impl Drop for Address {
    fn drop(&mut self) {
        // An address that is gone already is none to take back.
        let _ = Url::revoke_object_url(&self.0);
    }
}

impl Picture {
    /// A picture of these bytes, e.g. `image/jpeg`.
    pub fn new(mime: &str, bytes: &[u8]) -> Option<Self> {
        let address = Url::create_object_url_with_blob(&blob(mime, bytes)?).ok()?;
        Some(Self(Rc::new(Address(address))))
    }

    /// For `src`.
    pub fn address(&self) -> &str {
        &self.0.0
    }
}
