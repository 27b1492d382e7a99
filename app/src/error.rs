//! What a server function answers when it does not answer: one type, the same on both sides of the wire.
//!
//! A user's error (4xx) says what to do; a defect (5xx) carries only an incident number, details stay in the log.
//! Must not know how it is shown.

use leptos::server_fn::codec::JsonEncoding;
use leptos::server_fn::error::{FromServerFnError, ServerFnErrorErr};
use serde::{Deserialize, Serialize};

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum AppError {
    /// 404: it does not exist, or this officer may not know that it does.
    #[error("Không tìm thấy nội dung này trong phạm vi đơn vị của đồng chí.")]
    NotFound,
    /// 401: nobody is signed in, or the session is over.
    #[error("Phiên làm việc đã hết hạn. Đăng nhập lại để tiếp tục.")]
    Unauthenticated,
    /// 403: the officer may know of it, but not do this; with the article where one says so.
    #[error("{message}")]
    Forbidden { message: String, citation: Option<String> },
    /// 400: the request itself cannot be read (not a wrong answer in a form: that is a draft with errors).
    #[error("{message}")]
    Invalid { message: String },
    /// 500: a defect; the number leads to the line in the log.
    #[error("Hệ thống gặp lỗi. Thử lại; nếu vẫn lỗi, báo quản trị hệ thống mã sự cố {incident}.")]
    Internal { incident: String },
    /// 503: something that passes keeps the server from answering; nothing was written.
    #[error("{message}")]
    Unavailable { message: String },
    /// No connection to the server: only ever made in the browser.
    #[error("Không kết nối được máy chủ. Kiểm tra mạng rồi thử lại.")]
    Unreachable,
}

impl AppError {
    /// HTTP status of the answer.
    pub const fn status(&self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Unauthenticated => 401,
            Self::Forbidden { .. } => 403,
            Self::Invalid { .. } => 400,
            Self::Internal { .. } => 500,
            Self::Unavailable { .. } | Self::Unreachable => 503,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(value: ServerFnErrorErr) -> Self {
        match value {
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) | ServerFnErrorErr::Deserialization(_) => {
                Self::Invalid {
                    message: "Không đọc được yêu cầu. Tải lại trang rồi thử lại.".to_owned()
                }
            }
            ServerFnErrorErr::Request(_) => Self::Unreachable,
            other => Self::internal(&other.to_string()),
        }
    }
}

impl AppError {
    /// A defect: logs the detail under a fresh incident number and keeps it from the answer.
    #[cfg(feature = "ssr")]
    pub fn internal(detail: &str) -> Self {
        let incident = uuid::Uuid::new_v4().simple().to_string().chars().take(10).collect::<String>();
        eprintln!("{}", serde_json::json!({ "level": "error", "incident": incident, "detail": detail }));
        Self::Internal { incident }
    }

    /// A defect seen from the browser: the detail goes to its console.
    #[cfg(not(feature = "ssr"))]
    pub fn internal(detail: &str) -> Self {
        leptos::logging::error!("{detail}");
        Self::Internal { incident: "trình duyệt".to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn survives_the_wire() {
        let errors = [
            AppError::NotFound,
            AppError::Unauthenticated,
            AppError::Forbidden { message: "Không được ký".into(), citation: Some("Điều 52".into()) },
            AppError::Invalid { message: "Thiếu".into() },
            AppError::Internal { incident: "ab12".into() },
            AppError::Unavailable { message: "Đang bận".into() },
        ];
        for error in errors {
            assert_eq!(AppError::de(error.ser()), error);
        }
    }

    #[test]
    fn arguments_that_cannot_be_read_are_the_callers_fault() {
        let error = AppError::from_server_fn_error(ServerFnErrorErr::Args("x".into()));
        assert_eq!(error.status(), 400);
    }
}
