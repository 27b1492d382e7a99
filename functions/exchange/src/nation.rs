//! `POST /lien-thong/gui`: sends the nation what it has not, where this is a province that keeps its own data.
//!
//! A timer on the machine calls it each few minutes with the secret `metrics_key`; what it sends nobody can choose. `?lam-lai=1` begins
//! again from the first event. Must not know: what is sent ([`store::federation`]).

use crate::health::{self, Allowed};
use crate::routes::variable;
use front::answer::{shown, text, whole};
use front::{Answer, Failure, limits, log};
use http::header::{HeaderValue, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{Method, StatusCode};
use serde_json::json;
use std::time::Duration;
use store::federation::{Link, Pushed, push};
use store::spin::link;
use store::{Database, Env};

/// Where it is.
const PUSH: &str = "/lien-thong/gui";

/// How long the nation may take for one shipment.
const PATIENCE: Duration = Duration::from_secs(8);

/// Seconds after which no more is begun: a request may take half a minute, and the next one goes on.
const BUSY: i64 = 10;

/// Whether an address is this one.
pub fn is_own(path: &str) -> bool {
    path == PUSH
}

/// Answers one request.
///
/// # Errors
/// Another method; no line to the nation; too many wrong secrets; the database failed.
pub async fn answer(db: &dyn Database, env: &Env, head: &Parts) -> Result<Answer, Failure> {
    if head.method != Method::POST {
        return Err(Failure::Method("POST"));
    }
    let limiter = limits::here(variable).await;
    let address = limiter.address(head);
    limiter.admit(db, env, &limits::KEY, &address).await?;
    let secret = variable("metrics_key").await.unwrap_or_default();
    match health::allowed(head, &secret) {
        Allowed::Yes => {}
        Allowed::Closed => return Err(Failure::NotFound),
        Allowed::No => {
            limiter.count(db, env, &limits::KEY, &address).await;
            let words = "Gửi khóa đo lường trong trường đầu Authorization: Bearer.";
            let mut answer = text(StatusCode::UNAUTHORIZED, words);
            answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"ins\""));
            return Ok(answer);
        }
    }
    match link(PATIENCE).await {
        Ok(Some(link)) => Ok(sent(db, env, &link, head.uri.query() == Some("lam-lai=1")).await),
        Ok(None) => Err(Failure::NotFound),
        Err(problem) => {
            log::error("variables", &format!("the line to the nation is off: {problem}"));
            Ok(told(
                StatusCode::SERVICE_UNAVAILABLE,
                &json!({ "loi": "Các biến federation_… chưa đúng; xem nhật ký." }),
            ))
        }
    }
}

async fn sent(db: &dyn Database, env: &Env, link: &Link, anew: bool) -> Answer {
    let mut all = push(db, env, link, anew).await;
    while let Ok(before) = &all
        && !before.end
        && jiff::Timestamp::now().as_second() - env.now.as_second() < BUSY
    {
        let (lines, matters) = (before.lines, before.matters);
        let next = push(db, env, link, false).await;
        all = next.map(|next| Pushed { lines: next.lines + lines, matters: next.matters + matters, ..next });
    }
    match all {
        Ok(sent) => {
            let said = json!({ "vi_tri": sent.position, "dong": sent.lines, "vu": sent.matters, "het": sent.end });
            told(StatusCode::OK, &said)
        }
        Err(problem) => {
            log::error("federation", &problem);
            told(StatusCode::BAD_GATEWAY, &json!({ "loi": problem }))
        }
    }
}

fn told(status: StatusCode, said: &serde_json::Value) -> Answer {
    let mut answer = shown(whole(said.to_string()), "application/json; charset=utf-8");
    *answer.status_mut() = status;
    answer
}
