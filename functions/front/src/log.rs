//! Lines of the log: one JSON object each, with the request they belong to, and nothing that anybody typed.
//!
//! The request's number comes with it from the platform, or from a proxy before it. An instance that answers several at once names the last
//! one that began.

use crate::request::Who;
use http::StatusCode;
use http::request::Parts;
use std::sync::{Mutex, PoisonError};

/// Longest number that is taken over.
const LONGEST: usize = 64;

static REQUEST: Mutex<String> = Mutex::new(String::new());

/// Remembers the request that lines belong to from now on: `x-request-id`, or the trace of `traceparent`.
pub fn begin(head: &Parts) {
    let text = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    let trace = || text("traceparent").and_then(|value| value.split('-').nth(1));
    let plain = |id: &&str| id.len() <= LONGEST && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let id = text("x-request-id").filter(plain).or_else(|| trace().filter(plain)).unwrap_or_default();
    let mut kept = REQUEST.lock().unwrap_or_else(PoisonError::into_inner);
    kept.clear();
    kept.push_str(id);
}

/// The request that lines belong to; empty where none is known.
pub fn request() -> String {
    REQUEST.lock().unwrap_or_else(PoisonError::into_inner).clone()
}

/// A line about something that should not be: where it happened, and what it was in words that name nobody.
pub fn error(place: &str, detail: &str) {
    eprintln!("{}", serde_json::json!({ "level": "error", "request": request(), "place": place, "detail": detail }));
}

/// A line about something that was not let through: which family of addresses, and why.
pub fn refused(place: &str, why: &str) {
    eprintln!("{}", serde_json::json!({ "level": "warn", "request": request(), "place": place, "refused": why }));
}

/// The line of an answer that refuses: which family of addresses, by which status, and the id of the officer who asked, where one is signed in.
pub fn refused_to(place: &str, status: StatusCode, head: &Parts) {
    eprintln!("{}", refusal(place, status, head));
}

fn refusal(place: &str, status: StatusCode, head: &Parts) -> serde_json::Value {
    let officer = head.extensions.get::<Who>().and_then(Who::id);
    serde_json::json!({
        "level": "warn", "request": request(), "place": place, "refused": status.as_u16(), "officer": officer
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::Request;

    #[test]
    fn a_refusal_names_the_officer_by_his_id_and_nobody_else() {
        let mut head = Request::get("/dinh-kem/Nguyen-Van-A?q=033085001234").body(()).unwrap().into_parts().0;
        let who = Who::default();
        head.extensions.insert(who.clone());
        let line = |head: &Parts| refusal("/dinh-kem", StatusCode::NOT_FOUND, head).to_string();
        assert!(
            line(&head).contains(r#""officer":null"#) && line(&head).contains(r#""refused":404"#),
            "{}",
            line(&head)
        );
        who.is("ksv1");
        assert!(line(&head).contains(r#""officer":"ksv1""#) && !line(&head).contains("Nguyen"), "{}", line(&head));
    }

    #[test]
    fn a_request_is_known_by_its_number_or_its_trace() {
        let told = |name: &str, value: &str| {
            begin(&Request::get("/x").header(name, value).body(()).unwrap().into_parts().0);
            request()
        };
        assert_eq!(told("x-request-id", "a1b2-7"), "a1b2-7");
        assert_eq!(
            told("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
            "0af7651916cd43dd8448eb211c80319c"
        );
        for forged in ["a b", "\"},{\"level\":\"info", &"a".repeat(65)] {
            assert_eq!(told("x-request-id", forged), "", "{forged}");
        }
    }
}
