//! Readiness: does this instance reach its database, and does that hold the tables it knows?

use app::server::Context;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderValue, Response, StatusCode};

/// `{"status":"ok"}` with 200, or `{"status":"unavailable"}` with 503; the reason goes to the log.
///
/// It asks for a session that cannot exist: a question of every page, which needs the file and the schema.
pub async fn answer(context: &Context) -> Response<Bytes> {
    let asked = store::accounts::session(&*context.database, &context.env(), "readiness").await;
    let (status, body) = match asked {
        Ok(_) => (StatusCode::OK, r#"{"status":"ok"}"#),
        Err(error) => {
            eprintln!("{}", serde_json::json!({ "level": "error", "readiness": error.to_string() }));
            (StatusCode::SERVICE_UNAVAILABLE, r#"{"status":"unavailable"}"#)
        }
    };
    let mut response = Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
