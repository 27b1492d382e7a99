//! Files chosen on this device, or photographed with it.

use leptos::prelude::*;

use super::{Frame, Width};
use crate::components::OptionalText;

/// Some files of the device.
///
/// - Server: `<input type="file">`; what was chosen is never sent back, so a form that returns asks again.
/// - Hydrate: nothing changes.
/// - Without scripts: the browser's own chooser.
#[component]
pub fn FileField(
    #[prop(into)] name: String,
    #[prop(into)] label: String,
    /// Id of the control, where two of them post one name.
    #[prop(into)]
    id: String,
    /// Types the chooser offers, as the browser knows them.
    accept: &'static str,
    #[prop(optional, into)] hint: OptionalText,
    #[prop(optional, into)] error: OptionalText,
    #[prop(optional)] optional: bool,
    /// Opens the camera of a phone instead of the chooser.
    #[prop(optional)]
    camera: bool,
) -> AnyView {
    let frame = Frame::new(&id, label, hint, error, optional, Width::Full);
    let control = view! {
        <input
            class="input"
            type="file"
            id=frame.id.clone()
            name=name
            accept=accept
            multiple=!camera
            capture=camera.then_some("environment")
            aria-describedby=frame.described_by()
            aria-invalid=frame.invalid()
        />
    };
    frame.around(control.into_any())
}
