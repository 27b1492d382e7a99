//! How a server function answers beside its value: status, headers, redirects.

use super::request::page_path;
use crate::error::AppError;
use crate::routes;
use http::header::{ACCEPT, HeaderName, HeaderValue, LOCATION, RETRY_AFTER};
use http::request::Parts;
use http::{Method, StatusCode};
use leptos::prelude::use_context;
use leptos::server_fn::redirect::REDIRECT_HEADER;
use leptos_axum::ResponseOptions;

/// When who was told to come back may do so.
const RETRY_SECONDS: &str = "5";

/// Sets the status of the answer.
pub fn set_status(status: u16) {
    if let (Some(options), Ok(status)) = (use_context::<ResponseOptions>(), StatusCode::from_u16(status)) {
        options.set_status(status);
    }
}

/// Adds a header to the answer; a value that no header can carry is left out.
pub fn set_header(name: HeaderName, value: &str) {
    if let (Some(options), Ok(value)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(value)) {
        options.append_header(name, value);
    }
}

/// Sends the browser to another page of this site: 303 for a document or a form, and for a call of the page's code the
/// header that makes the router go there.
pub fn redirect(path: &str) {
    let Some(options) = use_context::<ResponseOptions>() else {
        return;
    };
    let path = if routes::is_local(path) { path } else { routes::HOME };
    let Ok(location) = HeaderValue::from_str(path) else {
        return;
    };
    options.insert_header(LOCATION, location);
    let wants_page = use_context::<Parts>().is_some_and(|parts| {
        let accept = parts.headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).unwrap_or_default();
        accept.contains("text/html") || !parts.uri.path().starts_with("/api/")
    });
    if wants_page {
        options.set_status(StatusCode::SEE_OTHER);
    } else {
        options.insert_header(HeaderName::from_static(REDIRECT_HEADER), HeaderValue::from_static(""));
    }
}

/// Sends the browser to a page of another site, which the installation names itself.
pub fn redirect_away(address: &str) {
    if let (Some(options), Ok(location)) = (use_context::<ResponseOptions>(), HeaderValue::from_str(address)) {
        options.insert_header(LOCATION, location);
        options.set_status(StatusCode::SEE_OTHER);
    }
}

/// Gives the answer the status of an error, and sends to the sign-in page where nobody is signed in.
pub fn fail(error: AppError) -> AppError {
    let page = page_path();
    let open_to_all = [routes::SIGN_IN, routes::SIGN_IN_CODE, routes::FIRST_ADMINISTRATOR]
        .contains(&page.split('?').next().unwrap_or_default());
    if error == AppError::Unauthenticated && open_to_all {
        return error;
    }
    set_status(error.status());
    if error.status() == 503 {
        set_header(RETRY_AFTER, RETRY_SECONDS);
    }
    if matches!(error, AppError::NotFound | AppError::Forbidden { .. }) {
        super::session::refused(error.status());
    }
    if error == AppError::Unauthenticated && !is_submission() {
        sign_in_first(&page);
    }
    error
}

/// What was found, or the 404 that says it was not.
///
/// # Errors
/// `NotFound` when there is nothing.
pub fn found<T>(value: Option<T>) -> Result<T, AppError> {
    value.ok_or_else(|| fail(AppError::NotFound))
}

/// Sends to the sign-in page, which goes on to `path` afterwards.
pub fn sign_in_first(path: &str) {
    let path = if path == routes::HOME {
        routes::SIGN_IN.to_owned()
    } else {
        routes::with_query(routes::SIGN_IN, routes::CONTINUE, path)
    };
    redirect(&path);
}

fn is_submission() -> bool {
    use_context::<Parts>().is_some_and(|parts| parts.method != Method::GET && parts.method != Method::HEAD)
}
