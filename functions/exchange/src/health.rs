//! `/suc-khoe/…`: whether database and store of files are reached, and figures for a collector of measurements.
//!
//! Readiness says yes or no and nothing else. The figures are for whoever has the secret `metrics_key`, and name nobody. Must not know: what
//! is counted ([`store::self_check`]).

use crate::routes::variable;
use front::answer::{shown, text, whole};
use front::request::{Takes, admit};
use front::{Answer, Failure, limits, log};
use http::StatusCode;
use http::header::{AUTHORIZATION, HeaderValue, WWW_AUTHENTICATE};
use http::request::Parts;
use sha2::{Digest, Sha256};
use std::fmt::Write;
use store::self_check::{Figure, figures, ready};
use store::{Blobs, Database, Env};

/// Readiness with the store of files.
const READY: &str = "/suc-khoe/kho-tep";
/// The figures.
const FIGURES: &str = "/suc-khoe/do-luong";
/// Fewest characters of the secret.
const MIN_KEY: usize = 32;
/// What figures are called after.
const PREFIX: &str = "ins";
/// The form of the figures.
const OPEN_METRICS: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";
/// A key that is asked after: it need not be there.
const ASKED: &str = "suc-khoe";

/// Whether an address is one of these.
pub fn is_own(path: &str) -> bool {
    path == READY || path == FIGURES
}

/// Answers one request.
///
/// # Errors
/// Another method; too many wrong secrets; the database failed.
pub async fn answer(db: &dyn Database, blobs: &dyn Blobs, env: &Env, head: &Parts) -> Result<Answer, Failure> {
    admit(head, Takes::Reading)?;
    if head.uri.path() == READY {
        return Ok(readiness(db, blobs, env).await);
    }
    let limiter = limits::here(variable).await;
    let address = limiter.address(head);
    limiter.admit(db, env, &limits::KEY, &address).await?;
    let secret = variable("metrics_key").await.unwrap_or_default();
    match allowed(head, &secret) {
        Allowed::Yes => Ok(shown(whole(written(&figures(db, env).await?)), OPEN_METRICS)),
        Allowed::Closed => Err(Failure::NotFound),
        Allowed::No => {
            limiter.count(db, env, &limits::KEY, &address).await;
            let mut answer =
                text(StatusCode::UNAUTHORIZED, "Gửi khóa đo lường trong trường đầu Authorization: Bearer.");
            answer.headers_mut().insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer realm=\"ins\""));
            Ok(answer)
        }
    }
}

async fn readiness(db: &dyn Database, blobs: &dyn Blobs, env: &Env) -> Answer {
    let asked = match ready(db, env).await {
        Ok(()) => blobs.exists(ASKED).await.map(drop).map_err(|error| error.to_string()),
        Err(detail) => Err(detail),
    };
    let (status, body) = match asked {
        Ok(()) => (StatusCode::OK, r#"{"status":"ok"}"#),
        Err(detail) => {
            log::error("readiness", &detail);
            (StatusCode::SERVICE_UNAVAILABLE, r#"{"status":"unavailable"}"#)
        }
    };
    let mut answer = shown(whole(body), "application/json");
    *answer.status_mut() = status;
    answer
}

/// Whether a request has the secret of those who look after the machine.
#[derive(Debug, PartialEq, Eq)]
pub enum Allowed {
    Yes,
    No,
    /// No secret is set, or one that keeps nobody out.
    Closed,
}

/// Compares what was sent with the secret.
pub fn allowed(head: &Parts, secret: &str) -> Allowed {
    if secret.len() < MIN_KEY {
        return Allowed::Closed;
    }
    let sent = head.headers.get(AUTHORIZATION).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let (scheme, token) = sent.split_once(' ').unwrap_or_default();
    // Hashes are compared: how long that takes tells nothing of the secret.
    let same = Sha256::digest(token.trim()) == Sha256::digest(secret);
    if same && scheme.eq_ignore_ascii_case("bearer") { Allowed::Yes } else { Allowed::No }
}

/// The figures in the text form of OpenMetrics 1.0: for each one its type, its meaning and its value, and the mark of the end.
fn written(figures: &[Figure]) -> String {
    let mut out = String::new();
    for Figure { name, help, counter, value } in figures {
        let (kind, suffix) = if *counter { ("counter", "_total") } else { ("gauge", "") };
        // Writing to a text does not fail.
        let _ = writeln!(
            out,
            "# TYPE {PREFIX}_{name} {kind}\n# HELP {PREFIX}_{name} {help}.\n{PREFIX}_{name}{suffix} {value}"
        );
    }
    out.push_str("# EOF\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Place, block_on, content};
    use http::Request;

    fn head(path: &str, sent: Option<&str>) -> Parts {
        let request = Request::get(path);
        let request = match sent {
            Some(sent) => request.header(AUTHORIZATION, sent),
            None => request,
        };
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn only_the_whole_secret_opens_the_figures() {
        let secret = "k".repeat(MIN_KEY);
        for (sent, expected) in [
            (Some(format!("Bearer {secret}")), Allowed::Yes),
            (Some(format!("bearer  {secret}")), Allowed::Yes),
            (Some(format!("Basic {secret}")), Allowed::No),
            (Some(format!("Bearer {secret}k")), Allowed::No),
            (Some("Bearer ".to_owned()), Allowed::No),
            (None, Allowed::No),
        ] {
            assert_eq!(allowed(&head(FIGURES, sent.as_deref()), &secret), expected, "{sent:?}");
        }
        assert_eq!(allowed(&head(FIGURES, Some("Bearer short")), "short"), Allowed::Closed);
        assert_eq!(allowed(&head(FIGURES, Some("Bearer ")), ""), Allowed::Closed);
    }

    #[test]
    fn a_place_that_is_set_up_is_ready_and_says_no_more() {
        let place = Place::new();
        let answer = block_on(readiness(&place.db, &place.blobs, &place.env));
        assert_eq!((answer.status(), content(answer)), (StatusCode::OK, br#"{"status":"ok"}"#.to_vec()));
        let empty = tempfile::tempdir().unwrap();
        let nothing = store::native::NativeDatabase::in_directory(empty.path()).unwrap();
        let answer = block_on(readiness(&nothing, &place.blobs, &place.env));
        assert_eq!(answer.status(), StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(content(answer), br#"{"status":"unavailable"}"#);
    }

    #[test]
    fn a_parser_of_the_form_reads_every_figure() {
        let place = Place::new();
        let figures = block_on(figures(&place.db, &place.env)).unwrap();
        let text = written(&figures);
        assert!(text.ends_with("\n# EOF\n"), "{text}");
        let lines = text.lines().filter(|line| *line != "# EOF").map(|line| Ok(line.to_owned()));
        let read = prometheus_parse::Scrape::parse(lines).unwrap();
        assert_eq!(read.samples.len(), figures.len());
        let value = |name: &str| {
            let sample = read.samples.iter().find(|sample| sample.metric == name);
            match sample.map(|sample| &sample.value) {
                Some(
                    prometheus_parse::Value::Gauge(value)
                    | prometheus_parse::Value::Counter(value)
                    | prometheus_parse::Value::Untyped(value),
                ) => *value,
                other => panic!("{name}: {other:?}\n{text}"),
            }
        };
        assert!(value("ins_database_bytes") > 4096.0 && value("ins_schema_version") > 40.0, "{text}");
        assert!((value("ins_backup_age_seconds") + 1.0).abs() < f64::EPSILON, "never copied: {text}");
        assert!((value("ins_chain_head_position_total")).abs() < f64::EPSILON, "{text}");
    }
}
