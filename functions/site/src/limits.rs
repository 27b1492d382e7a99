//! Which addresses of this function are limited, and by what: what fails for whoever guesses, and what costs much for whoever asks.

use app::server::Context;
use bytes::Bytes;
use front::Failure;
use front::limits::{self, Limiter};
use http::header::{LOCATION, SET_COOKIE};
use http::request::Parts;
use http::{Method, Response};
use store::limits::Rule;

/// What counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Counts {
    /// Each request.
    All,
    /// A form that did not do what it is for.
    Failures,
}

/// Who is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    Address,
    Account,
}

/// A request that is limited.
#[derive(Debug, Clone, Copy)]
pub struct Watched {
    rule: &'static Rule,
    counts: Counts,
    by: By,
}

/// Whether a request is limited, by its method and path.
pub fn watched(head: &Parts) -> Option<Watched> {
    let path = head.uri.path();
    let failures = |rule| Some(Watched { rule, counts: Counts::Failures, by: By::Address });
    let heavy = |rule| Some(Watched { rule, counts: Counts::All, by: By::Account });
    match (&head.method, path) {
        (&Method::POST, "/api/dang-nhap") => failures(&limits::SIGN_IN),
        (&Method::POST, "/api/dat-mat-khau" | "/api/vao-tap-huan") => failures(&limits::LINK),
        (&Method::POST, "/api/xac-nhan-ma" | "/api/cai-ma-xac-thuc" | "/api/doi-mat-khau") => {
            failures(&limits::SECOND_FACTOR)
        }
        (&Method::GET, "/dang-nhap/co-quan/ve") => failures(&limits::SECOND_FACTOR),
        // Each one writes a row and asks the provider.
        (&Method::GET, "/dang-nhap/co-quan") => {
            Some(Watched { rule: &limits::SECOND_FACTOR, counts: Counts::All, by: By::Address })
        }
        (&Method::GET, path) if path.starts_with("/kiem-tra-van-ban/") => {
            Some(Watched { rule: &limits::PAPER_CHECK, counts: Counts::All, by: By::Address })
        }
        (&Method::GET, "/tim-kiem" | "/tra-cuu" | "/api/tim-kiem" | "/api/tra-cuu") => heavy(&limits::SEARCH),
        _ => None,
    }
}

/// Lets a watched request through, or not, and answers who it counts for.
///
/// # Errors
/// `TooMany`
pub async fn admit(
    watched: Watched,
    limiter: &Limiter,
    context: &Context,
    head: &Parts,
) -> Result<Option<String>, Failure> {
    let (database, env) = (&*context.database, context.env());
    let who = match watched.by {
        By::Address => Some(limiter.address(head)),
        By::Account => match front::request::session(head, database, &env).await {
            Ok(session) => Some(session.actor.id().0.clone()),
            // Nobody searches without a session: the page says so.
            Err(_) => None,
        },
    };
    if let Some(who) = &who {
        limiter.admit(database, &env, watched.rule, who).await?;
    }
    Ok(who)
}

/// Counts a watched request that was answered.
pub async fn count(watched: Watched, limiter: &Limiter, context: &Context, who: &str, answer: &Response<Bytes>) {
    if watched.counts == Counts::Failures && succeeded(answer) {
        return;
    }
    limiter.count(&*context.database, &context.env(), watched.rule, who).await;
}

/// A form that did what it is for gives a cookie, or leads on to a page that says so.
fn succeeded(answer: &Response<Bytes>) -> bool {
    let location = answer.headers().get(LOCATION).and_then(|location| location.to_str().ok()).unwrap_or_default();
    let cookies = answer.headers().get_all(SET_COOKIE).into_iter().filter_map(|cookie| cookie.to_str().ok());
    // A cookie that is taken away opens nothing.
    let mut given = cookies.filter_map(|cookie| cookie.split(';').next()?.split_once('='));
    given.any(|(_, value)| !value.is_empty()) || location.contains("xong=")
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderValue, Request};

    #[test]
    fn what_is_worth_guessing_is_watched_and_reading_is_not() {
        let rule = |method: &str, path: &str| {
            let head = Request::builder().method(method).uri(path).body(()).unwrap().into_parts().0;
            watched(&head).map(|watched| (watched.rule.name, watched.counts))
        };
        for (method, path, expected) in [
            ("POST", "/api/dang-nhap", Some(("dang-nhap", Counts::Failures))),
            ("POST", "/api/dat-mat-khau", Some(("lien-ket", Counts::Failures))),
            ("POST", "/api/xac-nhan-ma", Some(("yeu-to-hai", Counts::Failures))),
            ("GET", "/dang-nhap/co-quan/ve?code=a", Some(("yeu-to-hai", Counts::Failures))),
            ("GET", "/dang-nhap/co-quan?tiep=/", Some(("yeu-to-hai", Counts::All))),
            ("GET", "/kiem-tra-van-ban/ABCD", Some(("kiem-tra-van-ban", Counts::All))),
            ("GET", "/tim-kiem?q=a", Some(("tim-kiem", Counts::All))),
            ("GET", "/dang-nhap", None),
            ("GET", "/ho-so", None),
            ("POST", "/api/buoc", None),
        ] {
            assert_eq!(rule(method, path), expected, "{method} {path}");
        }
    }

    #[test]
    fn a_form_that_leads_back_to_itself_has_failed() {
        let answer = |name: http::HeaderName, value: &'static str| {
            let mut answer = Response::new(Bytes::new());
            answer.headers_mut().insert(name, HeaderValue::from_static(value));
            answer
        };
        assert!(succeeded(&answer(SET_COOKIE, "ins=a")));
        assert!(succeeded(&answer(LOCATION, "/dang-nhap?xong=khoi-tao")));
        assert!(!succeeded(&answer(SET_COOKIE, "ins-co-quan=; Path=/; Max-Age=0")), "a cookie that goes is no success");
        assert!(!succeeded(&answer(LOCATION, "/dang-nhap?nhap=1")));
        assert!(!succeeded(&Response::new(Bytes::new())));
    }
}
