//! JSON over a network that may not be there: with a limit of time, and failures that say what failed.
//!
//! Must not know what is sent.

use super::js;
use gloo::events::EventListener;
use gloo::timers::callback::Timeout;
use js_sys::Uint8Array;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortController, Headers, RequestInit, RequestRedirect, Response, ResponseType, window};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NetError {
    /// No network, or the system is not reached; whether the request arrived is not known.
    Offline,
    /// No whole answer in time; whether the request arrived is not known.
    TimedOut,
    /// An answer that is no success, with its body. A redirect, for example to sign in, is 303 here.
    Status(u16, String),
    /// A success that cannot be read: something between this device and the system answered in its place, or a newer version.
    Unreadable,
}

impl NetError {
    /// What happened, and what to do.
    pub fn message(&self) -> String {
        match self {
            Self::Offline => "Không có mạng hoặc không tới được hệ thống. Dữ liệu vẫn ở trên thiết bị; sẽ gửi lại khi có mạng.".to_owned(),
            Self::TimedOut => "Mạng quá chậm nên chưa nhận được trả lời. Dữ liệu vẫn ở trên thiết bị; gửi lại không tạo bản trùng.".to_owned(),
            Self::Status(401 | 303, _) => "Phiên đăng nhập đã hết. Đăng nhập lại rồi gửi; dữ liệu vẫn ở trên thiết bị.".to_owned(),
            Self::Status(status, _) => format!("Hệ thống chưa nhận (mã {status}). Dữ liệu vẫn ở trên thiết bị; thử lại sau ít phút."),
            Self::Unreadable => {
                "Trả lời nhận được không đọc được: mạng đang dùng có thể bắt đăng nhập, hoặc hệ thống có phiên bản mới. Tải lại trang rồi thử lại.".to_owned()
            }
        }
    }
}

/// Posts a value as JSON and reads the answer as JSON, in at most so many milliseconds.
///
/// # Errors
/// What failed; see [`NetError`].
pub async fn post<T: Serialize, A: DeserializeOwned>(address: &str, value: &T, limit: u32) -> Result<A, NetError> {
    let body = serde_json::to_string(value).map_err(|_| NetError::Unreadable)?;
    read(&ask("POST", address, Some((body.into(), "application/json")), limit).await?)
}

/// Posts bytes as they are and reads the answer as JSON.
///
/// # Errors
/// As [`post`].
pub async fn post_bytes<A: DeserializeOwned>(address: &str, bytes: &[u8], limit: u32) -> Result<A, NetError> {
    let body = Uint8Array::from(bytes).into();
    read(&ask("POST", address, Some((body, "application/octet-stream")), limit).await?)
}

/// Reads JSON.
///
/// # Errors
/// As [`post`].
pub async fn get<A: DeserializeOwned>(address: &str, limit: u32) -> Result<A, NetError> {
    read(&ask("GET", address, None, limit).await?)
}

fn read<A: DeserializeOwned>(body: &str) -> Result<A, NetError> {
    // One reader of JSON in the whole module: each costs the derived code of every type once more.
    serde_json::from_slice(body.as_bytes()).map_err(|_| NetError::Unreadable)
}

async fn ask(method: &str, address: &str, body: Option<(JsValue, &str)>, limit: u32) -> Result<String, NetError> {
    let controller = AbortController::new().map_err(|_| NetError::Offline)?;
    let late = Rc::new(Cell::new(false));
    let (mark, stop) = (Rc::clone(&late), controller.clone());
    let _limit = Timeout::new(limit, move || {
        mark.set(true);
        stop.abort();
    });
    let failed = |_: JsValue| if late.get() { NetError::TimedOut } else { NetError::Offline };
    let headers = Headers::new().map_err(failed)?;
    headers.set("Accept", "application/json").map_err(failed)?;
    let init = RequestInit::new();
    init.set_method(method);
    init.set_redirect(RequestRedirect::Manual);
    init.set_signal(Some(&controller.signal()));
    if let Some((body, mime)) = body {
        headers.set("Content-Type", mime).map_err(failed)?;
        init.set_body(&body);
    }
    init.set_headers(&headers);
    let window = window().ok_or(NetError::Offline)?;
    let response: Response =
        JsFuture::from(window.fetch_with_str_and_init(address, &init)).await.map_err(failed)?.unchecked_into();
    if response.type_() == ResponseType::Opaqueredirect {
        return Err(NetError::Status(303, String::new()));
    }
    // A body that breaks off in the middle fails here.
    let body = js::later(response.text()).await.map_err(failed)?.as_string().unwrap_or_default();
    if response.ok() { Ok(body) } else { Err(NetError::Status(response.status(), body)) }
}

/// Whether the device believes that it has a network; the system may still not be reached.
pub fn is_online() -> bool {
    window().is_none_or(|window| window.navigator().on_line())
}

/// Tells when the network comes and goes, for as long as the answer is kept.
pub fn on_network(tell: impl Fn(bool) + 'static) -> Vec<EventListener> {
    let Some(window) = window() else { return Vec::new() };
    let tell = Rc::new(tell);
    [("online", true), ("offline", false)]
        .into_iter()
        .map(|(kind, there)| {
            let tell = Rc::clone(&tell);
            EventListener::new(&window, kind, move |_| tell(there))
        })
        .collect()
}
