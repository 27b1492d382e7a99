//! Errors as a page for a person and as data for the page's code.
//!
//! Must not know why something failed beyond its status and its `AppError`.

use app::error::AppError;
use app::server::Assets;
use bytes::Bytes;
use http::header::{CONTENT_TYPE, LOCATION};
use http::{HeaderValue, Response, StatusCode};
use leptos::server_fn::error::{FromServerFnError, SERVER_FN_ERROR_HEADER};

/// A refusal made before the application saw the request.
pub fn refuse(status: StatusCode, page: bool, assets: &Assets) -> Response<Bytes> {
    let message = words(status).1;
    if page {
        return document(status, message, assets);
    }
    let error = match status {
        StatusCode::NOT_FOUND => AppError::NotFound,
        StatusCode::FORBIDDEN => AppError::Forbidden { message: message.to_owned(), citation: None },
        _ => AppError::Invalid { message: message.to_owned() },
    };
    with(status, "application/json", error.ser())
}

/// A refusal in words of its own.
pub fn say(status: StatusCode, message: &str, page: bool, assets: &Assets) -> Response<Bytes> {
    if page {
        document(status, message, assets)
    } else {
        with(status, "application/json", AppError::Invalid { message: message.to_owned() }.ser())
    }
}

/// Makes an error that is not a document yet into one, for a sender that reads documents.
pub fn readable(mut response: Response<Bytes>, page: bool, assets: &Assets) -> Response<Bytes> {
    // A server function that could not read its call answers 500, or sends a form back to where it came from: the error
    // itself knows its status.
    if response.headers().contains_key(SERVER_FN_ERROR_HEADER)
        && let Ok(error) = serde_json::from_slice::<AppError>(response.body())
        && let Ok(status) = StatusCode::from_u16(error.status())
        && (response.status() == StatusCode::FOUND || response.status() == StatusCode::INTERNAL_SERVER_ERROR)
    {
        *response.status_mut() = status;
        response.headers_mut().remove(LOCATION);
    }
    let status = response.status();
    let is_document =
        response.headers().get(CONTENT_TYPE).is_some_and(|mime| mime.as_bytes().starts_with(b"text/html"));
    if !(status.is_client_error() || status.is_server_error()) || is_document {
        return response;
    }
    if !page {
        return if response.body().is_empty() { refuse(status, false, assets) } else { response };
    }
    let message = serde_json::from_slice::<AppError>(response.body()).ok().map(|error| error.to_string());
    let mut made = document(status, message.as_deref().unwrap_or(words(status).1), assets);
    for (name, value) in response.headers() {
        if name != CONTENT_TYPE && name != LOCATION && name != http::header::CONTENT_LENGTH {
            made.headers_mut().append(name, value.clone());
        }
    }
    made
}

fn words(status: StatusCode) -> (&'static str, &'static str) {
    match status {
        StatusCode::NOT_FOUND => ("Không tìm thấy trang", "Địa chỉ này không có, hoặc nội dung đã được chuyển đi."),
        StatusCode::FORBIDDEN => {
            ("Yêu cầu bị từ chối", "Yêu cầu không được gửi từ trang của hệ thống. Mở lại trang rồi thực hiện lại.")
        }
        StatusCode::METHOD_NOT_ALLOWED => {
            ("Cách gọi không đúng", "Địa chỉ này không nhận cách gửi vừa dùng. Quay lại trang trước rồi thực hiện lại.")
        }
        StatusCode::PAYLOAD_TOO_LARGE => {
            ("Nội dung gửi quá lớn", "Nội dung gửi vượt quá 1 MB. Rút gọn nội dung hoặc bỏ bớt tệp rồi gửi lại.")
        }
        StatusCode::TOO_MANY_REQUESTS => ("Thử quá nhiều lần", "Chờ ít phút rồi thử lại."),
        StatusCode::SERVICE_UNAVAILABLE => ("Hệ thống chưa sẵn sàng", "Thử lại sau ít phút."),
        status if status.is_client_error() => {
            ("Không đọc được yêu cầu", "Yêu cầu gửi đến không đọc được. Quay lại trang trước, tải lại rồi thử lại.")
        }
        _ => ("Hệ thống gặp lỗi", "Thử lại; nếu vẫn lỗi, báo quản trị hệ thống."),
    }
}

fn document(status: StatusCode, message: &str, assets: &Assets) -> Response<Bytes> {
    let (title, _) = words(status);
    let message = message.replace('&', "&amp;").replace('<', "&lt;");
    let below = format!("<p>{message}</p><p><a href=\"/\">Về trang việc của tôi</a></p>");
    let html = lone(assets, &Lone { title, below: &below, ..Lone::default() });
    with(status, "text/html; charset=utf-8", Bytes::from(html))
}

/// A document that the pages' application has no part in; the pieces are HTML.
pub struct Lone<'a> {
    /// Its heading, and its title.
    pub title: &'a str,
    /// Id of `<main>`.
    pub main: &'a str,
    /// Further attributes of `<html>`, with a space before each.
    pub root: &'a str,
    /// What else stands in the head.
    pub head: &'a str,
    /// What stands below the heading.
    pub below: &'a str,
}

impl Default for Lone<'_> {
    fn default() -> Self {
        Self { title: "", main: "noi-dung", root: "", head: "", below: "" }
    }
}

/// The document, with the header of every page.
pub fn lone(assets: &Assets, lone: &Lone) -> String {
    let (css, icon) = (&assets.css, &assets.icon);
    let Lone { title, main, root, head, below } = lone;
    format!(
        "<!DOCTYPE html><html lang=\"vi\"{root}><head><meta charset=\"utf-8\">\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\
         <title>{title} – INS</title><link rel=\"icon\" href=\"{icon}\" type=\"image/svg+xml\">\
         <link rel=\"stylesheet\" href=\"{css}\">{head}</head><body>\
         <header class=\"header\"><div class=\"container header__inner\"><a class=\"brand\" href=\"/\">\
         <span class=\"brand__name\">INS</span>\
         <span class=\"brand__full\">Hệ thống xử lý vi phạm hành chính</span></a></div></header>\
         <main id=\"{main}\" class=\"container main main--narrow\"><h1>{title}</h1>{below}</main></body></html>"
    )
}

fn with(status: StatusCode, mime: &'static str, body: Bytes) -> Response<Bytes> {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(mime));
    response
}
