//! The way of one request: where it comes from, session, route, and the headers every answer carries.

use crate::stream::{Body as Answer, whole};
use crate::{imports, lists, upload};
use bytes::Bytes;
use domain::authority::Actor;
use domain::exchange::ImportId;
use http::header::{
    ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, HeaderName,
    LOCATION, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body::Body;
use std::error::Error;
use std::sync::Arc;
use store::accounts::{Sender, Session};
use store::spin::{SpinBlobs, SpinDatabase};
use store::{Blobs, Database, Env, StoreError};

/// Where this function is mounted.
const PREFIX: &str = "trao-doi";
/// Takes a file in: `POST /trao-doi/nhap`.
const TAKE: &str = "nhap";
/// What became of its rows: `/trao-doi/ket-qua/{id}.xlsx`.
const RESULT: &str = "ket-qua";
/// The file as it came: `/trao-doi/tep-goc/{id}`.
const ORIGINAL: &str = "tep-goc";
/// Lists: `/trao-doi/xuat/{list}.{xlsx|csv}`.
const EXPORT: &str = "xuat";

/// The page of imports, for whom something was refused.
pub const PAGE: &str = "/nhap-du-lieu";

/// Why there is no answer.
#[derive(Debug)]
pub enum Failure {
    /// Nobody is signed in.
    SignInFirst,
    NotFound,
    /// The officer's role does not do this.
    Forbidden(String),
    /// It was not sent by a page of this site.
    Foreign,
    /// What was sent cannot be read.
    Invalid(&'static str),
    /// More was sent than is read at all.
    TooLarge,
    /// The method the address takes.
    Method(&'static str),
    /// A defect, or a damaged file; the detail goes to the log.
    Broken(String),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Refused(refusal) => Self::Forbidden(refusal.message()),
            StoreError::Stale { .. } | StoreError::StaleFile { .. } | StoreError::Db(_) => {
                Self::Broken(error.to_string())
            }
        }
    }
}

impl From<store::DbError> for Failure {
    fn from(error: store::DbError) -> Self {
        Self::Broken(error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

/// What every route family works with; lists hold it while they leave.
#[derive(Clone)]
pub struct Desk {
    pub database: Arc<dyn Database>,
    pub blobs: Arc<dyn Blobs>,
    pub env: Env,
    pub actor: Actor,
}

/// Answers one request.
pub async fn answer<B>(request: Request<B>) -> Response<Answer>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let (head, body) = request.into_parts();
    let mut body = Some(body);
    let response = match pass(&head, &mut body).await {
        Ok(response) => response,
        Err(failure) => {
            // A browser that is still sending hears no answer: let it finish first.
            if let Some(body) = body {
                upload::drain(body).await;
            }
            refuse(failure, &head)
        }
    };
    finish(response, head.method == Method::HEAD)
}

async fn pass<B>(head: &Parts, body: &mut Option<B>) -> Result<Response<Answer>, Failure>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let path: Vec<&str> = head.uri.path().trim_start_matches('/').split('/').collect();
    let reads = matches!(head.method, Method::GET | Method::HEAD);
    let allowed = match path.as_slice() {
        [PREFIX, TAKE] => "POST",
        _ => "GET, HEAD",
    };
    if (allowed == "POST") != (head.method == Method::POST) || (allowed != "POST" && !reads) {
        return Err(Failure::Method(allowed));
    }
    if !reads && !sender(head).is_same_origin() {
        return Err(Failure::Foreign);
    }
    let env = Env { now: jiff::Timestamp::now(), random: fill };
    let (database, blobs) = (SpinDatabase("default"), SpinBlobs("default"));
    let session = session(head, &database, &env).await?.ok_or(Failure::SignInFirst)?;
    let desk = Desk { database: Arc::new(database), blobs: Arc::new(blobs), env, actor: session.actor };
    match path.as_slice() {
        [PREFIX, TAKE] => imports::take(&desk, head, body).await,
        [PREFIX, RESULT, name] => imports::result(&desk, import_id(name.strip_suffix(".xlsx"))?, head).await,
        [PREFIX, ORIGINAL, id] => imports::original(&desk, import_id(Some(id))?).await,
        [PREFIX, EXPORT, name] => lists::answer(&desk, name, head).await,
        _ => Err(Failure::NotFound),
    }
}

fn import_id(text: Option<&str>) -> Result<ImportId, Failure> {
    text.and_then(|text| text.parse().ok()).map(ImportId).ok_or(Failure::NotFound)
}

/// A value of the query, its escapes read; empty is left out.
pub fn parameter(head: &Parts, name: &str) -> Option<String> {
    let query = head.uri.query()?;
    let (_, value) = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?;
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
            }
            other => bytes.push(other),
        }
    }
    let text = String::from_utf8(bytes).ok()?;
    (!text.is_empty()).then_some(text)
}

/// Who sent a request, in the words of its headers.
fn sender(head: &Parts) -> Sender<'_> {
    let text = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    Sender {
        host: text(HOST.as_str()).or(head.uri.authority().map(|host| host.as_str())),
        origin: text(ORIGIN.as_str()),
        fetch_site: text("sec-fetch-site"),
    }
}

/// The session of the site's cookie.
async fn session(head: &Parts, database: &SpinDatabase, env: &Env) -> Result<Option<Session>, Failure> {
    let cookies = head.headers.get_all(COOKIE).into_iter().filter_map(|header| header.to_str().ok());
    match sender(head).token(cookies) {
        Some(token) => Ok(store::accounts::session(database, env, token).await?),
        None => Ok(None),
    }
}

/// Randomness comes from the platform or not at all.
fn fill(buffer: &mut [u8]) {
    if getrandom::fill(buffer).is_err() {
        std::process::abort();
    }
}

fn refuse(failure: Failure, head: &Parts) -> Response<Answer> {
    match failure {
        Failure::SignInFirst if wants_page(head) => {
            see_other(&format!("/dang-nhap?tiep={PAGE}"), "Phiên làm việc đã hết hạn. Đăng nhập lại rồi gửi lại tệp.")
        }
        Failure::SignInFirst => text(StatusCode::UNAUTHORIZED, "Phiên làm việc đã hết hạn. Đăng nhập lại rồi thử lại."),
        Failure::NotFound => text(StatusCode::NOT_FOUND, "Không tìm thấy tệp này trong phạm vi đơn vị của đồng chí."),
        Failure::Forbidden(message) => text(StatusCode::FORBIDDEN, &message),
        Failure::Foreign => text(
            StatusCode::FORBIDDEN,
            "Yêu cầu không được gửi từ trang của hệ thống. Mở lại trang nhập dữ liệu rồi thực hiện lại.",
        ),
        Failure::Invalid(message) => text(StatusCode::BAD_REQUEST, message),
        Failure::TooLarge => text(
            StatusCode::PAYLOAD_TOO_LARGE,
            "Tệp gửi lên lớn quá mức nhận được. Tách thành nhiều tệp nhỏ hơn rồi nhập lần lượt.",
        ),
        Failure::Method(allowed) => {
            let mut response = text(
                StatusCode::METHOD_NOT_ALLOWED,
                "Địa chỉ này không nhận cách gửi vừa dùng. Quay lại trang nhập dữ liệu rồi thực hiện lại.",
            );
            response.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
            response
        }
        Failure::Broken(detail) => {
            eprintln!("{}", serde_json::json!({ "level": "error", "path": head.uri.path(), "detail": detail }));
            text(
                StatusCode::INTERNAL_SERVER_ERROR,
                "Hệ thống gặp lỗi khi đọc hoặc ghi tệp. Thử lại sau ít phút; nếu vẫn lỗi, báo quản trị hệ thống.",
            )
        }
    }
}

/// Whether a person asks, in a browser, rather than a program.
fn wants_page(head: &Parts) -> bool {
    head.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

/// On to another page (post/redirect/get).
pub fn see_other(path: &str, words: &str) -> Response<Answer> {
    let mut response = text(StatusCode::SEE_OTHER, words);
    if let Ok(location) = HeaderValue::from_str(path) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

/// A file to be saved under a name.
pub fn file(body: Answer, mime: &str, name: &str) -> Response<Answer> {
    let mut response = Response::new(body);
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || matches!(c, '-' | '.') { c } else { '-' }).collect();
    let headers = response.headers_mut();
    if let Ok(value) = HeaderValue::from_str(mime) {
        headers.insert(CONTENT_TYPE, value);
    }
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{plain}\"")) {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    response
}

fn text(status: StatusCode, message: &str) -> Response<Answer> {
    let mut response = Response::new(whole(Bytes::from(format!("{message}\n"))));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// A file of somebody else's making is never shown: no script, no style, no frame, no guessing of its type.
fn finish(mut response: Response<Answer>, head_only: bool) -> Response<Answer> {
    let length = response.body().size_hint().exact();
    let headers = response.headers_mut();
    if let Some(length) = length {
        headers.insert(http::header::CONTENT_LENGTH, HeaderValue::from(length));
    }
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
        (CACHE_CONTROL, "private, no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if head_only {
        *response.body_mut() = whole(Bytes::new());
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_with_their_escapes() {
        let head = |uri: &str| http::Request::get(uri).body(()).unwrap().into_parts().0;
        let parts = head("/trao-doi/xuat/vu-viec.csv?don-vi=33-01&tu-khoa=B%C3%ACnh+Minh&x&y=%&z=");
        assert_eq!(parameter(&parts, "don-vi").as_deref(), Some("33-01"));
        assert_eq!(parameter(&parts, "tu-khoa").as_deref(), Some("Bình Minh"));
        for missing in ["x", "y", "z", "w"] {
            assert_eq!(parameter(&parts, missing), None, "{missing}");
        }
        assert_eq!(parameter(&head("/trao-doi/xuat/vu-viec.csv"), "x"), None);
    }
}
