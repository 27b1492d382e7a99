//! The way of one request: guards, assets, readiness, application, and the headers every answer carries.

use crate::families::Families;
use crate::{accounts, assets, errors, executor, guard, health, install, limits};
use app::app::App;
use app::server::{Accounts, Around, Assets, Context, Practice, PracticeHere};
use axum::Router;
use axum::body::Body;
use bytes::Bytes;
use front::limits::Limiter;
use front::{Failure, headers, log, packed, schema, too_many};
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, REFERER, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt, Limited};
use leptos::config::LeptosOptions;
use leptos_axum::{LeptosRoutes, generate_route_list};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use store::federation::Link;
use store::self_check::Outside;
use store::spin::SpinDatabase;
use tower::ServiceExt;

/// What an instance builds once.
struct Site {
    router: Router,
    assets: Assets,
    context: Context,
    families: Families,
    outside: Outside,
    limiter: &'static Limiter,
}

static SITE: OnceLock<Site> = OnceLock::new();

/// How long an officer's page waits for the nation to answer about a violator; then it is shown with what is known.
const NATION_PATIENCE: Duration = Duration::from_secs(2);

/// Answers one request.
pub async fn answer<B>(request: Request<B>) -> Response<Bytes>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let site = site().await;
    let (mut parts, body) = request.into_parts();
    log::begin(&parts);
    guard::restore_host(&mut parts);
    let page = front::request::wants_page(&parts.headers);
    let loopback = front::request::sender(&parts).is_loopback();
    let packs = packed::is_taken(&parts.headers) && !may_show_a_key(parts.uri.path());
    let family = HeaderValue::from_str(site.families.of(parts.uri.path()));
    let response = watch(site, Request::from_parts(parts, body), page).await;
    let mut response = finish(errors::readable(response, page, &site.assets), loopback, packs);
    if let Ok(family) = family {
        response.headers_mut().insert(front::FAMILY, family);
    }
    response
}

/// Lets through whoever has not failed, or asked for what costs much, too often.
async fn watch<B>(site: &Site, request: Request<B>, page: bool) -> Response<Bytes>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let (parts, body) = request.into_parts();
    let Some(watched) = limits::watched(&parts) else {
        return pass(site, parts, body, page).await;
    };
    match limits::admit(watched, site.limiter, &site.context, &parts).await {
        Ok(who) => {
            let response = pass(site, parts, body, page).await;
            if let Some(who) = who {
                limits::count(watched, site.limiter, &site.context, &who, &response).await;
            }
            response
        }
        Err(Failure::TooMany(seconds)) => {
            let status = StatusCode::TOO_MANY_REQUESTS;
            let mut response = errors::say(status, &too_many(seconds), page, &site.assets);
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            response
        }
        Err(_) => errors::refuse(StatusCode::SERVICE_UNAVAILABLE, page, &site.assets),
    }
}

async fn site() -> &'static Site {
    if let Some(site) = SITE.get() {
        return site;
    }
    let variable = async |name: &str| spin_sdk::variables::get(name).await;
    let installation_name = variable("installation_name").await.unwrap_or_else(|_| "INS".to_owned());
    let key = variable("practice_key").await.unwrap_or_default();
    let address = variable("practice_url").await.unwrap_or_default();
    let practice = Practice::from_variables(&key, &address);
    if practice.is_none() && !(key.is_empty() && address.is_empty()) {
        let wanted = format!(
            "practice is off: practice_key needs {} characters or more, practice_url is https://host or empty",
            store::practice::MIN_KEY
        );
        log::error("variables", &wanted);
    }
    let accounts = accounts::read().await;
    let nation = store::spin::link(NATION_PATIENCE).await;
    let limiter = front::limits::here(async |name| variable(name).await.ok()).await;
    let outside = Outside {
        second_factor: accounts.policy.required && accounts.policy.key.is_some(),
        limits: limiter.limits(),
        metrics: variable("metrics_key").await.unwrap_or_default().len() >= store::practice::MIN_KEY,
        practice_half: practice.is_none() && !(key.is_empty() && address.is_empty()),
        federation: matches!(nation, Ok(Some(_))),
        federation_wrong: nation.is_err(),
    };
    let nation = nation.unwrap_or_else(|problem| {
        log::error("variables", &format!("the line to the nation is off: {problem}"));
        None
    });
    SITE.get_or_init(|| build(installation_name, (practice, accounts, nation), (outside, limiter)))
}

/// Whether this installation is one of practice, asked once an instance: what it is never changes.
async fn practice_here(site: &Site) -> PracticeHere {
    static HERE: OnceLock<bool> = OnceLock::new();
    if let Some(here) = HERE.get() {
        return PracticeHere(*here);
    }
    // A database that fails is not remembered; the page itself says what is wrong.
    let asked = store::practice::is_practice(&*site.context.database).await;
    PracticeHere(asked.is_ok_and(|here| *HERE.get_or_init(|| here)))
}

fn build(
    installation_name: String,
    (practice, accounts, nation): (Option<Practice>, Accounts, Option<Link>),
    (outside, limiter): (Outside, &'static Limiter),
) -> Site {
    executor::install();
    let assets = assets::manifest().unwrap_or_else(|error| {
        log::error("assets", &error);
        Assets::default()
    });
    let context = Context {
        database: Arc::new(SpinDatabase("default")),
        clock: Arc::new(jiff::Timestamp::now),
        random: front::request::fill,
        installation_name: installation_name.into(),
        accounts,
        practice,
        nation,
    };
    let options = LeptosOptions::builder().output_name("app").build();
    let provided = (context.clone(), assets.clone());
    let routes = generate_route_list(App);
    let functions = leptos::server_fn::axum::server_fn_paths().map(|(path, _)| path.to_owned());
    let families = Families::new(routes.iter().map(|route| route.path().to_owned()).chain(functions));
    let router = Router::new()
        .leptos_routes_with_context(
            &options,
            routes,
            move || app::server::provide(&provided.0, &provided.1),
            app::shell::shell,
        )
        .with_state(options);
    Site { router, assets, context, families, outside, limiter }
}

async fn pass<B>(site: &Site, mut parts: Parts, body: B, page: bool) -> Response<Bytes>
where
    B: http_body::Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if !guard::is_same_origin(&parts) {
        log::refused("form", "foreign");
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
    if let Some(response) = install::serve(parts.uri.path(), &site.assets) {
        return if reads { response } else { not_allowed(page, &site.assets) };
    }
    if parts.uri.path() == app::routes::READINESS {
        return if reads { health::ready(&site.context, &site.assets).await } else { not_allowed(page, &site.assets) };
    }
    if parts.uri.path() == app::routes::LIVENESS {
        return if reads { health::alive() } else { not_allowed(page, &site.assets) };
    }
    // A database that cannot be asked at all is told by the page itself.
    if let Err(Failure::Unready(words)) = schema::admit(&*site.context.database).await {
        return errors::say(StatusCode::SERVICE_UNAVAILABLE, words, page, &site.assets);
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
    parts.extensions.insert(site.outside);
    if reads && page {
        parts.extensions.insert(practice_here(site).await);
    }
    if reads
        && page
        && let Some(Around { session, me, law }) = app::server::around(&site.context, &parts).await
    {
        parts.extensions.insert(session);
        parts.extensions.insert(me);
        parts.extensions.insert(law);
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
            log::error("body", &error.to_string());
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

/// Whether a page may show what lets somebody in (a link, codes, a key, a pass): it goes as it is, so that its length tells nothing of that.
fn may_show_a_key(path: &str) -> bool {
    use app::routes::{ADMINISTRATION, FIRST_ADMINISTRATOR, OWN_ACCOUNT, PRACTICE};
    let below = |root: &str| path.strip_prefix(root).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
    [ADMINISTRATION, FIRST_ADMINISTRATOR, OWN_ACCOUNT, PRACTICE].into_iter().any(below)
}

/// The headers of every answer. Pages set their own content security policy, with the nonce of their script.
fn finish(mut response: Response<Bytes>, loopback: bool, packs: bool) -> Response<Bytes> {
    let content = std::mem::take(response.body_mut());
    *response.body_mut() = packed::pack(packs, response.headers_mut(), content);
    let length = response.body().len();
    let map = response.headers_mut();
    let is_document = map.get(CONTENT_TYPE).is_some_and(|mime| mime.as_bytes().starts_with(b"text/html"));
    headers::guard(map, if is_document { headers::DOCUMENT } else { headers::NOTHING }, loopback);
    map.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    map.insert(CONTENT_LENGTH, HeaderValue::from(length));
    response
}

#[cfg(test)]
mod tests {
    use super::may_show_a_key;

    #[test]
    fn pages_with_keys_go_unpacked() {
        for path in ["/tai-khoan", "/tai-khoan/ma-khoi-phuc", "/quan-tri/khoa-api", "/khoi-tao", "/tap-huan"] {
            assert!(may_show_a_key(path), "{path}");
        }
        for path in ["/", "/ho-so", "/tai-khoan-khac", "/bao-cao", "/tim-kiem"] {
            assert!(!may_show_a_key(path), "{path}");
        }
    }
}
