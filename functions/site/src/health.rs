//! Whether this instance answers, and whether it has what it needs: its database, tables it knows, a catalogue in use, its assets.
//!
//! Both say yes or no and nothing else; the reason goes to the log.

use app::server::{Assets, Context};
use bytes::Bytes;
use front::log;
use http::header::{CONTENT_TYPE, RETRY_AFTER};
use http::{HeaderValue, Response, StatusCode};

/// Seconds after which a probe asks again.
const AGAIN: HeaderValue = HeaderValue::from_static("5");

/// `{"status":"ok"}` with 200: the instance answers. Nothing else is asked, so that a database that is away restarts no instance.
pub fn alive() -> Response<Bytes> {
    said(StatusCode::OK, r#"{"status":"ok"}"#)
}

/// `{"status":"ok"}` with 200, or `{"status":"unavailable"}` with 503.
pub async fn ready(context: &Context, assets: &Assets) -> Response<Bytes> {
    let asked = match store::self_check::ready(&*context.database, &context.env()).await {
        Ok(()) if assets.css.is_empty() => Err("the assets are not built".to_owned()),
        other => other,
    };
    match asked {
        Ok(()) => said(StatusCode::OK, r#"{"status":"ok"}"#),
        Err(detail) => {
            log::error("readiness", &detail);
            let mut response = said(StatusCode::SERVICE_UNAVAILABLE, r#"{"status":"unavailable"}"#);
            response.headers_mut().insert(RETRY_AFTER, AGAIN);
            response
        }
    }
}

fn said(status: StatusCode, body: &'static str) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from_static(body.as_bytes()));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
