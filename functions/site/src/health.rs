//! Readiness: can this instance reach its database, and is the schema the one it knows?

use bytes::Bytes;
use http::header::{CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, Response, StatusCode};
use store::Database;

/// `{"status":"ok"}` with 200, or `{"status":"unavailable"}` with 503; the reason goes to the log.
pub async fn answer(database: &dyn Database) -> Response<Bytes> {
    let (status, body) = match store::migrate::check(database).await {
        Ok(()) => (StatusCode::OK, r#"{"status":"ok"}"#),
        Err(error) => {
            eprintln!(
                "{}",
                serde_json::json!({ "level": "error", "readiness": error.to_string() })
            );
            (StatusCode::SERVICE_UNAVAILABLE, r#"{"status":"unavailable"}"#)
        }
    };
    let mut response = Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
        .headers_mut()
        .insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
