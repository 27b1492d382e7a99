//! A field to sign in with a finger, a pen or a mouse.

use super::{files, photo};
use gloo::events::{EventListener, EventListenerOptions};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{CanvasRenderingContext2d, Event, HtmlCanvasElement, PointerEvent, window};

/// Width of the line, in pixels of the page.
const LINE: f64 = 2.5;

/// A canvas that is signed on; nobody listens any more once the last of these is gone.
#[derive(Clone)]
pub struct Pad(Rc<Inner>);

struct Inner {
    canvas: HtmlCanvasElement,
    pen: CanvasRenderingContext2d,
    state: Rc<State>,
    _heard: Vec<EventListener>,
}

#[derive(Default)]
struct State {
    /// The pointer that is down, and where it was last.
    down: Cell<Option<(i32, f64, f64)>>,
    /// How far was drawn, in pixels of the page.
    drawn: Cell<f64>,
}

impl Pad {
    /// Makes the canvas of that id one to sign on.
    pub fn of(id: &str) -> Option<Self> {
        Self::new(window()?.document()?.get_element_by_id(id)?.dyn_into().ok()?)
    }

    /// Makes a canvas of the page one to sign on. Its size is the one it has in the page now.
    pub fn new(canvas: HtmlCanvasElement) -> Option<Self> {
        let ratio = window().map_or(1.0, |window| window.device_pixel_ratio()).clamp(1.0, 3.0);
        let (wide, high) = (f64::from(canvas.client_width()), f64::from(canvas.client_height()));
        canvas.set_width((wide * ratio) as u32);
        canvas.set_height((high * ratio) as u32);
        // Else a finger scrolls the page.
        canvas.style().set_property("touch-action", "none").ok()?;
        let pen: CanvasRenderingContext2d = canvas.get_context("2d").ok()??.dyn_into().ok()?;
        pen.scale(ratio, ratio).ok()?;
        pen.set_line_width(LINE);
        pen.set_line_cap("round");
        pen.set_line_join("round");
        let state = Rc::new(State::default());
        let heard = listen(&canvas, &pen, &state);
        let pad = Self(Rc::new(Inner { canvas, pen, state, _heard: heard }));
        pad.clear();
        Some(pad)
    }

    /// Whether nobody signed: a mere dot is no signature.
    pub fn is_empty(&self) -> bool {
        self.0.state.drawn.get() < 20.0
    }

    /// White again.
    pub fn clear(&self) {
        let Inner { canvas, pen, state, .. } = &*self.0;
        state.down.set(None);
        state.drawn.set(0.0);
        pen.set_fill_style_str("#ffffff");
        pen.fill_rect(0.0, 0.0, f64::from(canvas.width()), f64::from(canvas.height()));
        pen.set_stroke_style_str("#101d5e");
    }

    /// The signature as PNG; nothing while nobody signed.
    pub async fn png(&self) -> Option<Vec<u8>> {
        if self.is_empty() {
            return None;
        }
        files::read(&photo::blob_of(|given| self.0.canvas.to_blob_with_type(given, "image/png")).await?).await
    }
}

fn listen(canvas: &HtmlCanvasElement, pen: &CanvasRenderingContext2d, state: &Rc<State>) -> Vec<EventListener> {
    ["pointerdown", "pointermove", "pointerup", "pointercancel"]
        .into_iter()
        .map(|kind| {
            let (own, pen, state) = (canvas.clone(), pen.clone(), Rc::clone(state));
            let options = EventListenerOptions::enable_prevent_default();
            EventListener::new_with_options(canvas, kind, options, move |event| hear(kind, event, &own, &pen, &state))
        })
        .collect()
}

fn hear(kind: &str, event: &Event, canvas: &HtmlCanvasElement, pen: &CanvasRenderingContext2d, state: &State) {
    let Some(event) = event.dyn_ref::<PointerEvent>() else { return };
    let (id, x, y) = (event.pointer_id(), f64::from(event.offset_x()), f64::from(event.offset_y()));
    match (kind, state.down.get()) {
        ("pointerdown", None) => {
            event.prevent_default();
            // A pointer that left meanwhile is not followed.
            let _ = canvas.set_pointer_capture(id);
            state.down.set(Some((id, x, y)));
        }
        ("pointermove" | "pointerup", Some((down, from_x, from_y))) if down == id => {
            event.prevent_default();
            pen.begin_path();
            pen.move_to(from_x, from_y);
            pen.line_to(x, y);
            pen.stroke();
            state.drawn.set(state.drawn.get() + (x - from_x).hypot(y - from_y));
            state.down.set((kind == "pointermove").then_some((id, x, y)));
        }
        ("pointercancel", Some((down, ..))) if down == id => state.down.set(None),
        _ => {}
    }
}
