//! What the addresses of field work answer where there is no answer: JSON that the application on a device can tell apart.
//!
//! Must not know: what is sent to such an address, or which function it belongs to.

use crate::answer::{shown, whole};
use crate::{Answer, Failure, log};
use bytes::Bytes;
use domain::case::Refusal;
use domain::fieldwork::Denial;
use http::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use http_body::Body;
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::Serialize;
use std::error::Error;
use store::fieldwork::FieldError;
use store::{DbError, StoreError};

/// Why there is no answer.
#[derive(Debug, PartialEq, Eq)]
pub enum Refused {
    Denied(Denial),
    Invalid(String),
    NotFound,
    Forbidden(String),
    Foreign,
    TooLarge,
    Method,
    /// Another writer holds the database, or it is being upgraded: the same request may succeed later.
    Busy,
    /// Too often; seconds until the next time.
    TooMany(u32),
    Broken(String),
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        match failure {
            Failure::SignInFirst => Self::Denied(Denial::SignIn),
            Failure::NotFound => Self::NotFound,
            Failure::Forbidden(message) => Self::Forbidden(message),
            Failure::Foreign => Self::Foreign,
            Failure::Invalid(message) => Self::Invalid(message.to_owned()),
            Failure::TooLarge => Self::TooLarge,
            Failure::Method(_) => Self::Method,
            Failure::TooMany(seconds) => Self::TooMany(seconds),
            Failure::Unready(_) | Failure::Unavailable(_) => Self::Busy,
            Failure::Broken(detail) => Self::Broken(detail),
        }
    }
}

impl From<FieldError> for Refused {
    fn from(error: FieldError) -> Self {
        match error {
            FieldError::Denied(denial) => Self::Denied(denial),
            FieldError::Store(error) => error.into(),
        }
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::NotFound,
            StoreError::Refused(refusal @ Refusal::Fields { .. }) => Self::Invalid(refusal.message()),
            StoreError::Refused(refusal) => Self::Forbidden(refusal.message()),
            StoreError::Db(DbError::Busy | DbError::Full) => Self::Busy,
            StoreError::Stale { .. } | StoreError::StaleFile { .. } | StoreError::Db(_) => {
                Self::Broken(error.to_string())
            }
        }
    }
}

/// Why there is no answer, as it is sent.
#[derive(Serialize)]
struct Problem<'a> {
    error: Words<'a>,
}

#[derive(Serialize)]
struct Words<'a> {
    code: &'a str,
    message: &'a str,
}

impl Refused {
    /// The answer, in JSON; an address says itself what is too large for it. What broke is written to the log, not sent.
    pub fn answer(&self, family: &str, too_large: &str) -> Answer {
        let (status, code, message) = match self {
            Self::Denied(denial) => {
                let (status, code) = match denial {
                    Denial::SignIn => (StatusCode::UNAUTHORIZED, "sign-in"),
                    Denial::Revoked => (StatusCode::FORBIDDEN, "revoked"),
                    Denial::NotYours => (StatusCode::FORBIDDEN, "not-yours"),
                    Denial::Unknown => (StatusCode::CONFLICT, "unknown"),
                };
                (status, code, denial.message())
            }
            Self::Invalid(message) => (StatusCode::BAD_REQUEST, "invalid", message.as_str()),
            Self::NotFound => (StatusCode::NOT_FOUND, "not-found", "Không tìm thấy trong phạm vi đơn vị của đồng chí."),
            Self::Forbidden(message) => (StatusCode::FORBIDDEN, "forbidden", message.as_str()),
            Self::Foreign => (
                StatusCode::FORBIDDEN,
                "foreign",
                "Yêu cầu không được gửi từ trang của hệ thống. Mở lại trang Công tác hiện trường rồi gửi lại.",
            ),
            Self::TooLarge => (StatusCode::PAYLOAD_TOO_LARGE, "too-large", too_large),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "method", "Địa chỉ này chỉ nhận dữ liệu gửi lên (POST)."),
            Self::Busy => {
                (StatusCode::SERVICE_UNAVAILABLE, "busy", "Hệ thống đang bận. Máy sẽ tự gửi lại sau ít giây.")
            }
            Self::TooMany(_) => {
                (StatusCode::TOO_MANY_REQUESTS, "busy", "Đã gửi quá nhiều lần. Máy sẽ tự gửi lại sau ít phút.")
            }
            Self::Broken(detail) => {
                log::error(family, detail);
                let words = "Hệ thống gặp lỗi. Nội dung chưa gửi vẫn còn trên máy; gửi lại sau ít phút.";
                (StatusCode::INTERNAL_SERVER_ERROR, "broken", words)
            }
        };
        let mut answer = json(status, &Problem { error: Words { code, message } });
        if let Self::TooMany(seconds) = self {
            answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(*seconds));
        }
        if matches!(self, Self::Method) {
            answer.headers_mut().insert(ALLOW, HeaderValue::from_static("POST"));
        }
        answer
    }
}

/// A value as it travels.
pub fn json<T: Serialize>(status: StatusCode, value: &T) -> Answer {
    // A value of our own types with text keys always has a JSON form.
    let text = serde_json::to_vec(value).unwrap_or_default();
    let mut answer = shown(whole(text), "application/json");
    *answer.status_mut() = status;
    answer
}

/// What an address takes.
pub struct Posted {
    /// Media type.
    pub kind: &'static str,
    /// The same as a refusal calls it.
    pub name: &'static str,
    /// Bytes at most.
    pub most: usize,
    /// What is said of one that breaks off.
    pub cut: &'static str,
}

impl Posted {
    /// Reads what was posted, whole.
    ///
    /// # Errors
    /// `Invalid` for another media type, or where it breaks off; `TooLarge`.
    pub async fn read<B>(&self, head: &Parts, body: &mut Option<B>) -> Result<Bytes, Refused>
    where
        B: Body<Data = Bytes> + Send + 'static,
        B::Error: Into<Box<dyn Error + Send + Sync>>,
    {
        let sent = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
        if !sent.split(';').next().is_some_and(|sent| sent.trim().eq_ignore_ascii_case(self.kind)) {
            return Err(Refused::Invalid(format!("Địa chỉ này nhận dữ liệu {}.", self.name)));
        }
        let cut = || Refused::Invalid(self.cut.to_owned());
        let body = body.take().ok_or_else(cut)?;
        let whole = Limited::new(Box::pin(body), self.most).collect().await;
        let whole = whole.map_err(|error| if error.is::<LengthLimitError>() { Refused::TooLarge } else { cut() })?;
        Ok(whole.to_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::content;
    use http::header::CONTENT_TYPE;

    #[test]
    fn a_device_tells_refusals_apart_by_status_and_code() {
        for (refused, status, code) in [
            (Refused::from(Failure::SignInFirst), 401, "sign-in"),
            (FieldError::Denied(Denial::Revoked).into(), 403, "revoked"),
            (FieldError::Denied(Denial::NotYours).into(), 403, "not-yours"),
            (FieldError::Denied(Denial::Unknown).into(), 409, "unknown"),
            (Failure::Foreign.into(), 403, "foreign"),
            (Failure::Forbidden("Không".to_owned()).into(), 403, "forbidden"),
            (Failure::Invalid("Sai").into(), 400, "invalid"),
            (
                StoreError::Refused(Refusal::Fields {
                    errors: vec![domain::case::FieldError::new("reason", "Ghi lý do.")],
                })
                .into(),
                400,
                "invalid",
            ),
            (StoreError::NotFound.into(), 404, "not-found"),
            (Failure::TooLarge.into(), 413, "too-large"),
            (Failure::Method("POST").into(), 405, "method"),
            (StoreError::Db(DbError::Busy).into(), 503, "busy"),
            (Failure::TooMany(9).into(), 429, "busy"),
            (Failure::Unready("x").into(), 503, "busy"),
            (Failure::Broken("secret".to_owned()).into(), 500, "broken"),
        ] {
            let answer = refused.answer("/x", "Quá lớn.");
            assert_eq!(
                (answer.status().as_u16(), &answer.headers()[CONTENT_TYPE]),
                (status, &HeaderValue::from_static("application/json"))
            );
            let told: serde_json::Value = serde_json::from_slice(&content(answer)).unwrap();
            assert_eq!(told["error"]["code"], code);
            let message = told["error"]["message"].as_str().unwrap();
            assert!(!message.is_empty() && !message.contains("secret"), "{code}");
        }
    }
}
