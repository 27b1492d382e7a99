//! The way of one request: method, session, route, and the headers every answer carries.

use crate::month;
use bytes::Bytes;
use http::header::{
    ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, COOKIE, HOST, LOCATION, X_CONTENT_TYPE_OPTIONS,
};
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode};
use store::accounts::{Sender, Session};
use store::spin::SpinDatabase;
use store::{Env, StoreError};

/// Where this function is mounted.
const PREFIX: &str = "/bao-cao/tep/";

/// Why there is no file.
pub enum Failure {
    /// Nobody is signed in.
    SignInFirst,
    NotFound,
    /// The officer's role does not read reports.
    Forbidden(String),
    /// The query cannot be read.
    Invalid(&'static str),
    /// A defect; the detail goes to the log.
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

/// Answers one request.
pub async fn answer(request: &Parts) -> Response<Bytes> {
    let response = if matches!(request.method, Method::GET | Method::HEAD) {
        pass(request).await.unwrap_or_else(|failure| refuse(failure, request))
    } else {
        let mut response = text(StatusCode::METHOD_NOT_ALLOWED, "Chỉ tải tệp báo cáo bằng GET.");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        response
    };
    finish(response, request.method == Method::HEAD)
}

async fn pass(request: &Parts) -> Result<Response<Bytes>, Failure> {
    let name = request.uri.path().strip_prefix(PREFIX).ok_or(Failure::NotFound)?;
    let database = SpinDatabase("default");
    let env = Env { now: jiff::Timestamp::now(), random: fill };
    let session = session(request, &database, &env).await?.ok_or(Failure::SignInFirst)?;
    match name.split_once('.') {
        Some(("thang", kind)) => month::answer(&database, &env, &session.actor, request, kind).await,
        Some(_) | None => Err(Failure::NotFound),
    }
}

/// The session of the site's cookie.
async fn session(request: &Parts, database: &SpinDatabase, env: &Env) -> Result<Option<Session>, Failure> {
    let host = request.headers.get(HOST).and_then(|host| host.to_str().ok());
    let sender = Sender { host: host.or(request.uri.authority().map(|host| host.as_str())), ..Sender::default() };
    let cookies = request.headers.get_all(COOKIE).into_iter().filter_map(|header| header.to_str().ok());
    match sender.token(cookies) {
        Some(token) => Ok(store::accounts::session(database, env, token).await?),
        None => Ok(None),
    }
}

/// Reading needs no randomness; should a later use case want some, it comes from the platform or not at all.
fn fill(buffer: &mut [u8]) {
    if getrandom::fill(buffer).is_err() {
        std::process::abort();
    }
}

fn refuse(failure: Failure, request: &Parts) -> Response<Bytes> {
    match failure {
        Failure::SignInFirst if wants_page(request) => sign_in(),
        Failure::SignInFirst => text(StatusCode::UNAUTHORIZED, "Phiên làm việc đã hết hạn. Đăng nhập lại rồi tải tệp."),
        Failure::NotFound => {
            text(StatusCode::NOT_FOUND, "Không tìm thấy báo cáo này trong phạm vi đơn vị của đồng chí.")
        }
        Failure::Forbidden(message) => text(StatusCode::FORBIDDEN, &message),
        Failure::Invalid(message) => text(StatusCode::BAD_REQUEST, message),
        Failure::Broken(detail) => {
            eprintln!("{}", serde_json::json!({ "level": "error", "path": request.uri.path(), "detail": detail }));
            text(StatusCode::INTERNAL_SERVER_ERROR, "Chưa lập được tệp báo cáo. Thử lại sau ít phút.")
        }
    }
}

/// Whether a person asks, in a browser, rather than a program.
fn wants_page(request: &Parts) -> bool {
    request
        .headers
        .get(ACCEPT)
        .and_then(|accept| accept.to_str().ok())
        .is_some_and(|accept| accept.contains("text/html"))
}

/// To the sign-in page, and from there to the reports: a file would leave the sign-in page standing.
fn sign_in() -> Response<Bytes> {
    let mut response = text(StatusCode::SEE_OTHER, "Phiên làm việc đã hết hạn. Đăng nhập lại rồi tải tệp.");
    response.headers_mut().insert(LOCATION, HeaderValue::from_static("/dang-nhap?tiep=/bao-cao"));
    response
}

fn text(status: StatusCode, message: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(format!("{message}\n")));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

fn finish(mut response: Response<Bytes>, head_only: bool) -> Response<Bytes> {
    let length = response.body().len();
    let headers = response.headers_mut();
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if head_only {
        *response.body_mut() = Bytes::new();
    }
    response
}
