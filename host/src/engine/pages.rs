//! What the host itself says, where no component answers: small pages, with the guards that every answer carries.
//!
//! Must not know: what the application is about.

use bytes::Bytes;
use http::header::{
    CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderName, RETRY_AFTER, STRICT_TRANSPORT_SECURITY,
};
use http::{HeaderMap, HeaderValue, Response, StatusCode};
use http_body_util::{BodyExt, Full};
use std::convert::Infallible;
use std::net::Ipv4Addr;
use wasmtime_wasi_http::WasiBody;

/// The guards: nothing of these pages is run, framed, kept or sent on.
const GUARDS: [(HeaderName, &str); 8] = [
    (CONTENT_SECURITY_POLICY, "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"),
    (CACHE_CONTROL, "no-store"),
    (http::header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (http::header::X_FRAME_OPTIONS, "DENY"),
    (http::header::REFERRER_POLICY, "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=()"),
];

/// Two years, as components say it.
const TRANSPORT: &str = "max-age=63072000; includeSubDomains";

/// Seconds after which whoever was turned away may come back.
const BACK: &str = "10";

/// A body that is there.
pub fn boxed(bytes: Bytes) -> WasiBody {
    Full::new(bytes).map_err(|never: Infallible| match never {}).boxed_unsync()
}

/// A small page of the host itself, for what no component answers.
pub fn page(status: StatusCode, title: &str, text: &str) -> Response<WasiBody> {
    let html = format!(
        "<!DOCTYPE html><html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><main><h1>{title}</h1><p>{text}</p><p><a href=\"/\">Về trang đầu</a></p></main></html>"
    );
    let mut response = Response::new(boxed(Bytes::from(html)));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    for (name, value) in GUARDS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if status == StatusCode::SERVICE_UNAVAILABLE {
        headers.insert(RETRY_AFTER, HeaderValue::from_static(BACK));
    }
    response
}

/// Binds browsers to TLS, where the host itself said what was said and it was not said to the machine itself.
pub fn bind_to_tls(headers: &mut HeaderMap, host: Option<&str>) {
    if !host.is_some_and(is_loopback) {
        headers.entry(STRICT_TRANSPORT_SECURITY).or_insert(HeaderValue::from_static(TRANSPORT));
    }
}

fn is_loopback(host: &str) -> bool {
    let name = match host.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    name == "localhost" || name == "::1" || name.parse::<Ipv4Addr>().is_ok_and(|ip| ip.is_loopback())
}

/// What is said of a request that broke off. It may have been written before it did: whoever sent a form looks first.
pub fn failed(late: bool, reads: bool, id: &str) -> Response<WasiBody> {
    let (status, title) = if late {
        (StatusCode::GATEWAY_TIMEOUT, "Xử lý quá lâu")
    } else {
        (StatusCode::INTERNAL_SERVER_ERROR, "Hệ thống gặp lỗi")
    };
    let next = if reads {
        "Tải lại trang này."
    } else {
        "Chưa chắc nội dung vừa gửi đã được ghi hay chưa: mở lại hồ sơ để xem trước khi gửi lại."
    };
    page(status, title, &format!("{next} Nếu vẫn lỗi, báo quản trị hệ thống mã sự cố {id}."))
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn text(response: Response<WasiBody>) -> String {
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        String::from_utf8(body.to_vec()).expect("UTF-8")
    }

    #[tokio::test]
    async fn a_form_that_broke_off_is_not_said_to_be_lost() {
        let read = failed(false, true, "a-1");
        assert_eq!(read.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(text(read).await.contains("Tải lại trang này. Nếu vẫn lỗi, báo quản trị hệ thống mã sự cố a-1."));
        let sent = failed(true, false, "a-2");
        assert_eq!(sent.status(), StatusCode::GATEWAY_TIMEOUT);
        assert!(text(sent).await.contains("xem trước khi gửi lại"));
    }

    #[test]
    fn every_page_carries_the_guards() {
        let mut response = page(StatusCode::SERVICE_UNAVAILABLE, "Quá tải", "Thử lại.");
        for (name, value) in GUARDS {
            assert_eq!(response.headers()[&name], value, "{name}");
        }
        assert_eq!(response.headers()[RETRY_AFTER], BACK);
        bind_to_tls(response.headers_mut(), Some("localhost:3000"));
        assert!(response.headers().get(STRICT_TRANSPORT_SECURITY).is_none());
        bind_to_tls(response.headers_mut(), Some("ins.example.vn"));
        assert_eq!(response.headers()[STRICT_TRANSPORT_SECURITY], TRANSPORT);
    }
}
