//! What is posted to the interface, as JSON of bounded length.

use super::problem::Refused;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http_body::Body;
use http_body_util::{BodyExt, Limited};
use serde::de::DeserializeOwned;
use std::error::Error;

/// Reads it.
///
/// # Errors
/// Of another kind, too long, or no JSON of this shape: where it is wrong is said by line and column.
pub async fn read<T, B>(head: &Parts, body: &mut Option<B>, most: usize) -> Result<T, Refused>
where
    T: DeserializeOwned,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let kind = head.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    if kind != "application/json" {
        return Err(Refused::Unsupported("Gửi nội dung dưới dạng application/json, mã UTF-8."));
    }
    let Some(body) = body.take() else { return Err(Refused::Broken("the body was taken before".to_owned())) };
    let sent = Limited::new(Box::pin(body), most).collect().await.map_err(|_| {
        Refused::TooLarge(format!("Chia nội dung thành nhiều lần gửi, mỗi lần không quá {} KiB.", most >> 10))
    })?;
    serde_json::from_slice(&sent.to_bytes()).map_err(|error| {
        let words = format!(
            "Không đọc được nội dung ở dòng {}, cột {}. Viết theo mẫu tại /api/v1/openapi.json.",
            error.line(),
            error.column()
        );
        Refused::Invalid(String::new(), words)
    })
}
