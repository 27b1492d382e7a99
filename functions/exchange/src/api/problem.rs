//! Why there is no answer, as `application/problem+json` (RFC 9457): a title, and a sentence that says how to fix it.

use domain::described;
use front::Answer;
use front::answer::{shown, whole};
use http::header::{ALLOW, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderValue, StatusCode};
use store::{DbError, StoreError};

/// Media type of problems.
pub const MIME: &str = "application/problem+json";

described! {
    /// A problem as it is sent.
    Problem {
        title: String = "Tên lỗi",
        status: u32 = "Mã trạng thái HTTP",
        detail: String = "Sai ở đâu và cách khắc phục",
        parameter: Option<String> = "Tham số hoặc trường sai, nếu lỗi nằm ở một chỗ",
    }
}

/// Why there is no answer.
#[derive(Debug)]
pub enum Refused {
    /// Nobody is known by what was sent: no session, or a key that is unknown, revoked or over.
    Unknown(&'static str),
    NotFound(&'static str),
    Forbidden(String),
    /// A parameter, or a field of what was posted.
    Invalid(String, String),
    Method(&'static str),
    NotAcceptable(String),
    TooLarge(String),
    Unsupported(&'static str),
    /// Too often; seconds until the next time.
    TooMany(u32),
    /// The database is being upgraded, or is none to work with.
    Unready(&'static str),
    Unavailable(&'static str),
    Broken(String),
}

impl From<front::Failure> for Refused {
    fn from(failure: front::Failure) -> Self {
        match failure {
            front::Failure::TooMany(seconds) => Self::TooMany(seconds),
            front::Failure::Unready(words) => Self::Unready(words),
            other => Self::Broken(format!("{other:?}")),
        }
    }
}

impl From<DbError> for Refused {
    fn from(error: DbError) -> Self {
        error.passing().map_or_else(|| Self::Broken(error.to_string()), Self::Unavailable)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound(BESIDE),
            StoreError::Refused(domain::case::Refusal::Fields { errors }) => {
                let first = errors.first().map(|error| error.field.clone()).unwrap_or_default();
                let words: Vec<String> = errors.into_iter().map(|error| error.message).collect();
                Self::Invalid(first, words.join(" "))
            }
            StoreError::Refused(refusal) => Self::Forbidden(refusal.message()),
            StoreError::Db(error) => error.into(),
            StoreError::Stale { .. } | StoreError::StaleFile { .. } => Self::Broken(error.to_string()),
        }
    }
}

/// What a caller may not know of is told like what there is not.
pub const BESIDE: &str = "Không có trong phạm vi được cấp. Xem các đơn vị được phép tại /api/v1/don-vi.";

impl Refused {
    fn told(&self) -> (StatusCode, &'static str, String, Option<String>) {
        match self {
            Self::Unknown(words) => (StatusCode::UNAUTHORIZED, "Chưa xác thực", (*words).to_owned(), None),
            Self::NotFound(words) => (StatusCode::NOT_FOUND, "Không tìm thấy", (*words).to_owned(), None),
            Self::Forbidden(words) => (StatusCode::FORBIDDEN, "Không được phép", words.clone(), None),
            Self::Invalid(place, words) => {
                (StatusCode::BAD_REQUEST, "Yêu cầu chưa đúng", words.clone(), Some(place.clone()))
            }
            Self::Method(allowed) => {
                let words = format!("Địa chỉ này chỉ nhận {allowed}. Gọi lại bằng phương thức đó.");
                (StatusCode::METHOD_NOT_ALLOWED, "Sai phương thức", words, None)
            }
            Self::NotAcceptable(words) => (StatusCode::NOT_ACCEPTABLE, "Không có định dạng này", words.clone(), None),
            Self::TooLarge(words) => (StatusCode::PAYLOAD_TOO_LARGE, "Quá lớn", words.clone(), None),
            Self::Unsupported(words) => {
                (StatusCode::UNSUPPORTED_MEDIA_TYPE, "Không đọc được định dạng này", (*words).to_owned(), None)
            }
            Self::TooMany(seconds) => {
                (StatusCode::TOO_MANY_REQUESTS, "Gọi quá nhiều lần", front::too_many(*seconds), None)
            }
            Self::Unready(words) => (StatusCode::SERVICE_UNAVAILABLE, "Chưa sẵn sàng", (*words).to_owned(), None),
            Self::Unavailable(words) => {
                (StatusCode::SERVICE_UNAVAILABLE, "Hệ thống đang bận", (*words).to_owned(), None)
            }
            Self::Broken(_) => {
                let words = "Hệ thống gặp lỗi khi trả lời. Gọi lại sau ít phút; nếu vẫn lỗi, báo quản trị hệ thống.";
                (StatusCode::INTERNAL_SERVER_ERROR, "Lỗi hệ thống", words.to_owned(), None)
            }
        }
    }

    /// The answer; what broke goes to the log.
    pub fn answer(&self, family: &str) -> Answer {
        if let Self::Broken(detail) = self {
            front::log::error(family, detail);
        }
        let (status, title, detail, parameter) = self.told();
        let problem = Problem { title: title.to_owned(), status: status.as_u16().into(), detail, parameter };
        let body = serde_json::to_vec(&problem).unwrap_or_default();
        let mut answer = shown(whole(body), MIME);
        *answer.status_mut() = status;
        if let Self::TooMany(seconds) = self {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        let header = match self {
            Self::Unknown(_) => Some((WWW_AUTHENTICATE, "Bearer realm=\"ins\"")),
            Self::Method(allowed) => Some((ALLOW, *allowed)),
            Self::Unavailable(_) => Some((RETRY_AFTER, "5")),
            _ => None,
        };
        if let Some((name, value)) = header {
            answer.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        answer
    }
}
