//! The way of one request: where it comes from, session, route, and the headers every answer carries.

use crate::{attachments, papers, places, upload};
use bytes::Bytes;
use domain::authority::Actor;
use domain::case::CaseId;
use domain::party::EstablishmentId;
use http::header::{
    ACCEPT, ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, CONTENT_TYPE, COOKIE, HOST, HeaderName,
    LOCATION, ORIGIN, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body::Body;
use std::error::Error;
use store::accounts::{Sender, Session};
use store::spin::{SpinBlobs, SpinDatabase};
use store::{Blobs, Database, Env, StoreError};

/// Attached files: `/dinh-kem/{case}`, `/dinh-kem/{case}/{number}`, `/dinh-kem/{case}/{number}/thu-nho`.
const ATTACHMENTS: &str = "dinh-kem";

/// Photos of an establishment: `/dinh-kem/co-so/{place}`, with the number and the small picture as above.
const PLACE: &str = "co-so";

/// Papers as files: `/van-ban/{case}/{paper}.docx`.
const PAPERS: &str = "van-ban";

/// Last part of the address of a small picture.
const THUMBNAIL: &str = "thu-nho";

/// Why there is no answer.
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
    /// More was sent at once than is read at all.
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

/// What every route family works with.
pub struct Desk<'a> {
    pub database: &'a dyn Database,
    pub blobs: &'a dyn Blobs,
    pub env: &'a Env,
    pub actor: &'a Actor,
}

/// Answers one request.
pub async fn answer<B>(request: Request<B>) -> Response<Bytes>
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

async fn pass<B>(head: &Parts, body: &mut Option<B>) -> Result<Response<Bytes>, Failure>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let path: Vec<&str> = head.uri.path().trim_start_matches('/').split('/').collect();
    let reads = matches!(head.method, Method::GET | Method::HEAD);
    let allowed = match path.as_slice() {
        [ATTACHMENTS, PLACE, _] => "POST",
        [ATTACHMENTS, case] if *case != PLACE => "POST",
        _ => "GET, HEAD",
    };
    if (allowed == "POST") != (head.method == Method::POST) || (allowed != "POST" && !reads) {
        return Err(Failure::Method(allowed));
    }
    if !reads && !sender(head).is_same_origin() {
        return Err(Failure::Foreign);
    }
    let (database, blobs) = (SpinDatabase("default"), SpinBlobs("default"));
    let env = Env { now: jiff::Timestamp::now(), random: fill };
    let session = session(head, &database, &env).await?.ok_or(Failure::SignInFirst)?;
    let desk = Desk { database: &database, blobs: &blobs, env: &env, actor: &session.actor };
    match path.as_slice() {
        [ATTACHMENTS, PLACE, place] => places::receive(&desk, place_id(place)?, head, body).await,
        [ATTACHMENTS, PLACE, place, number] => places::original(&desk, place_id(place)?, position(number)?).await,
        [ATTACHMENTS, PLACE, place, number, THUMBNAIL] => {
            places::thumbnail(&desk, place_id(place)?, position(number)?).await
        }
        [ATTACHMENTS, case] => attachments::receive(&desk, case_id(case)?, head, body).await,
        [ATTACHMENTS, case, number] => attachments::original(&desk, case_id(case)?, position(number)?).await,
        [ATTACHMENTS, case, number, THUMBNAIL] => {
            attachments::thumbnail(&desk, case_id(case)?, position(number)?).await
        }
        [PAPERS, case, name] => match name.strip_suffix(".docx") {
            Some(address) => papers::answer(&desk, case_id(case)?, address).await,
            None => Err(Failure::NotFound),
        },
        _ => Err(Failure::NotFound),
    }
}

fn case_id(text: &str) -> Result<CaseId, Failure> {
    text.parse().map(CaseId).map_err(|_| Failure::NotFound)
}

fn place_id(text: &str) -> Result<EstablishmentId, Failure> {
    text.parse().map(EstablishmentId).map_err(|_| Failure::NotFound)
}

fn position(text: &str) -> Result<u32, Failure> {
    text.parse().map_err(|_| Failure::NotFound)
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

fn refuse(failure: Failure, head: &Parts) -> Response<Bytes> {
    match failure {
        Failure::SignInFirst if wants_page(head) => sign_in(head),
        Failure::SignInFirst => text(StatusCode::UNAUTHORIZED, "Phiên làm việc đã hết hạn. Đăng nhập lại rồi thử lại."),
        Failure::NotFound => text(StatusCode::NOT_FOUND, "Không tìm thấy tệp này trong phạm vi đơn vị của đồng chí."),
        Failure::Forbidden(message) => text(StatusCode::FORBIDDEN, &message),
        Failure::Foreign => {
            text(StatusCode::FORBIDDEN, "Yêu cầu không được gửi từ trang của hệ thống. Mở lại hồ sơ rồi thực hiện lại.")
        }
        Failure::Invalid(message) => text(StatusCode::BAD_REQUEST, message),
        Failure::TooLarge => text(
            StatusCode::PAYLOAD_TOO_LARGE,
            "Các tệp gửi một lần lớn quá mức nhận được. Quay lại hồ sơ, chia thành nhiều lần gửi.",
        ),
        Failure::Method(allowed) => {
            let mut response = text(
                StatusCode::METHOD_NOT_ALLOWED,
                "Địa chỉ này không nhận cách gửi vừa dùng. Quay lại hồ sơ rồi thực hiện lại.",
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

/// To the sign-in page, and from there to the case or the place: a file would leave the sign-in page standing.
fn sign_in(head: &Parts) -> Response<Bytes> {
    let path: Vec<&str> = head.uri.path().trim_start_matches('/').split('/').collect();
    let next = match path.as_slice() {
        [ATTACHMENTS, PLACE, place, ..] => place_id(place).ok().map(place_page),
        [_, case, ..] => case_id(case).ok().map(case_page),
        _ => None,
    };
    let next = next.unwrap_or_else(|| "/".to_owned());
    see_other(&format!("/dang-nhap?tiep={next}"), "Phiên làm việc đã hết hạn. Đăng nhập lại rồi gửi lại.")
}

/// The page of a case.
pub fn case_page(case: CaseId) -> String {
    format!("/ho-so/{case}")
}

/// The page of an establishment.
pub fn place_page(place: EstablishmentId) -> String {
    format!("/co-so/{}", place.0)
}

/// On to another page (post/redirect/get).
pub fn see_other(path: &str, words: &str) -> Response<Bytes> {
    let mut response = text(StatusCode::SEE_OTHER, words);
    if let Ok(location) = HeaderValue::from_str(path) {
        response.headers_mut().insert(LOCATION, location);
    }
    response
}

fn text(status: StatusCode, message: &str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(format!("{message}\n")));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

/// A file of somebody else's making is shown in a room of its own: no script, no style, no frame, no guessing of its type.
fn finish(mut response: Response<Bytes>, head_only: bool) -> Response<Bytes> {
    let length = response.body().len();
    let headers = response.headers_mut();
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
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
        *response.body_mut() = Bytes::new();
    }
    response
}
