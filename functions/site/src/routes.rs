//! The way of one request: guards, assets, readiness, application, and the headers every answer carries.

use crate::{assets, errors, executor, guard, health};
use app::app::App;
use app::server::{Assets, Context};
use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, HeaderName, REFERER, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use leptos::config::LeptosOptions;
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::sync::{Arc, OnceLock};
use store::spin::SpinDatabase;
use tower::ServiceExt;

/// What an instance builds once.
struct Site {
    router: Router,
    assets: Assets,
    context: Context,
}

static SITE: OnceLock<Site> = OnceLock::new();

/// Answers one request.
pub async fn answer<B>(request: Request<B>) -> Response<Bytes>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let site = site().await;
    let page = front::request::wants_page(request.headers());
    let response = pass(site, request, page).await;
    finish(errors::readable(response, page, &site.assets))
}

async fn site() -> &'static Site {
    if let Some(site) = SITE.get() {
        return site;
    }
    let installation_name = spin_sdk::variables::get("installation_name").await.unwrap_or_else(|_| "INS".to_owned());
    SITE.get_or_init(|| build(installation_name))
}

fn build(installation_name: String) -> Site {
    executor::install();
    let assets = assets::manifest().unwrap_or_else(|error| {
        eprintln!("{}", serde_json::json!({ "level": "error", "assets": error }));
        Assets::default()
    });
    let context = Context {
        database: Arc::new(SpinDatabase("default")),
        clock: Arc::new(jiff::Timestamp::now),
        random: front::request::fill,
        installation_name: installation_name.into(),
    };
    let options = LeptosOptions::builder().output_name("app").build();
    let provided = (context.clone(), assets.clone());
    let router = Router::new()
        .leptos_routes_with_context(
            &options,
            generate_route_list(App),
            move || app::server::provide(&provided.0, &provided.1),
            app::shell::shell,
        )
        .with_state(options);
    Site { router, assets, context }
}

async fn pass<B>(site: &Site, request: Request<B>, page: bool) -> Response<Bytes>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let (mut parts, body) = request.into_parts();
    guard::restore_host(&mut parts);
    if !guard::is_same_origin(&parts) {
        return errors::refuse(StatusCode::FORBIDDEN, page, &site.assets);
    }
    let reads = matches!(parts.method, Method::GET | Method::HEAD);
    if let Some(name) = parts.uri.path().strip_prefix(assets::PREFIX) {
        return match assets::serve(name, &parts.headers) {
            Some(response) if reads => response,
            Some(_) => not_allowed(page, &site.assets),
            None => errors::refuse(StatusCode::NOT_FOUND, page, &site.assets),
        };
    }
    if parts.uri.path() == app::routes::READINESS {
        return if reads { health::answer(&site.context).await } else { not_allowed(page, &site.assets) };
    }
    let body = match Limited::new(body, guard::MAX_BODY).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<http_body_util::LengthLimitError>() => {
            return errors::refuse(StatusCode::PAYLOAD_TOO_LARGE, page, &site.assets);
        }
        Err(_) => return errors::refuse(StatusCode::BAD_REQUEST, page, &site.assets),
    };
    if !reads && page {
        // A posted form that fails is answered here; without this Leptos would send the browser back where it came from.
        parts.headers.remove(REFERER);
    }
    if reads
        && page
        && let Some(me) = app::server::who(&site.context, &parts).await
    {
        parts.extensions.insert(me);
        parts.extensions.insert(app::server::law_in_use(&site.context).await);
    }
    render(site, Request::from_parts(parts, Body::from(body))).await
}

/// Runs the application and collects its answer: one frame with a known length is what the platform sends fastest.
async fn render(site: &Site, request: Request<Body>) -> Response<Bytes> {
    let response = match site.router.clone().oneshot(request).await {
        Ok(response) => response,
        Err(never) => match never {},
    };
    let (parts, body) = response.into_parts();
    match body.collect().await {
        Ok(body) => Response::from_parts(parts, body.to_bytes()),
        Err(error) => {
            eprintln!("{}", serde_json::json!({ "level": "error", "body": error.to_string() }));
            let mut response = Response::new(Bytes::new());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        }
    }
}

fn not_allowed(page: bool, assets: &Assets) -> Response<Bytes> {
    let mut response = errors::refuse(StatusCode::METHOD_NOT_ALLOWED, page, assets);
    response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
    response
}

/// The headers of every answer. Pages set their own content security policy, with the nonce of their script.
fn finish(mut response: Response<Bytes>) -> Response<Bytes> {
    let length = response.body().len();
    let headers = response.headers_mut();
    for (name, value) in [
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (REFERRER_POLICY, "same-origin"),
        (X_FRAME_OPTIONS, "DENY"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("permissions-policy"), "camera=(), microphone=(), geolocation=(self)"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(http::header::CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(
        "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
    ));
    headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    headers.insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}
