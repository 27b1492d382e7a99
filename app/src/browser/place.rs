//! Where the device is, asked once and only when somebody wants it.

use super::js;
use gloo::timers::callback::Timeout;
use js_sys::{Function, Promise, Reflect};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long the device may look for its place, in milliseconds; whoever is asked for leave has as long.
const PATIENCE: u32 = 8_000;

/// A place by the device.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Position {
    /// Degrees, WGS 84.
    pub latitude: f64,
    pub longitude: f64,
    /// Metres around it.
    pub accuracy: f64,
}

impl Position {
    /// `20,98213° B, 106,06012° Đ (sai số 12 m)`.
    pub fn words(&self) -> String {
        let degrees = |number: f64| format!("{:.5}", number.abs()).replace('.', ",");
        let north = if self.latitude < 0.0 { "N" } else { "B" };
        let east = if self.longitude < 0.0 { "T" } else { "Đ" };
        format!(
            "{}° {north}, {}° {east} (sai số {:.0} m)",
            degrees(self.latitude),
            degrees(self.longitude),
            self.accuracy
        )
    }
}

/// Why there is no place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlaceError {
    /// Not allowed, by the officer or by the device.
    Refused,
    /// Not found, or not in time.
    NotFound,
}

impl PlaceError {
    /// What to do instead.
    pub const fn message(self) -> &'static str {
        match self {
            Self::Refused => {
                "Trình duyệt không được phép xem vị trí. Cho phép vị trí trong cài đặt của trang, hoặc nhập nơi chụp bằng chữ."
            }
            Self::NotFound => {
                "Thiết bị chưa xác định được vị trí. Ra chỗ thoáng rồi thử lại, hoặc nhập nơi chụp bằng chữ."
            }
        }
    }
}

/// Asks the device once.
///
/// # Errors
/// After 8 seconds at the latest.
pub async fn here() -> Result<Position, PlaceError> {
    let locator =
        js::of_window::<JsValue>("navigator").and_then(|navigator| js::property_of(&navigator, "geolocation"));
    let locator = locator.ok_or(PlaceError::Refused)?;
    let ask: Function = Reflect::get(&locator, &"getCurrentPosition".into())
        .ok()
        .and_then(|ask| ask.dyn_into().ok())
        .ok_or(PlaceError::Refused)?;
    let options = js::object(&[
        ("enableHighAccuracy", &true.into()),
        ("timeout", &PATIENCE.into()),
        ("maximumAge", &60_000.into()),
    ]);
    let late = Rc::new(RefCell::new(None));
    let found = Promise::new(&mut |resolve, reject| {
        if ask.call3(&locator, &resolve, &reject, &options).is_err() {
            let _ = reject.call0(&JsValue::NULL);
        }
        // The device's own limit begins only once it was allowed.
        late.replace(Some(Timeout::new(PATIENCE, move || drop(reject.call0(&JsValue::NULL)))));
    });
    let found = JsFuture::from(found).await;
    late.replace(None);
    match found {
        Ok(found) => read(&found).ok_or(PlaceError::NotFound),
        // 1: PERMISSION_DENIED.
        Err(error) if js::property_of(&error, "code").and_then(|code| code.as_f64()) == Some(1.0) => {
            Err(PlaceError::Refused)
        }
        Err(_) => Err(PlaceError::NotFound),
    }
}

fn read(found: &JsValue) -> Option<Position> {
    let place = js::property_of(found, "coords")?;
    let number = |name| js::property_of(&place, name).and_then(|number| number.as_f64());
    Some(Position { latitude: number("latitude")?, longitude: number("longitude")?, accuracy: number("accuracy")? })
}
