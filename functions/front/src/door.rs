//! The way of one request through a function: in, to who answers it, and out with the headers every answer carries.

use crate::answer::{Answer, see_other, text, whole};
use crate::request::wants_page;
use crate::{Failure, form};
use bytes::Bytes;
use http::header::{
    ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_SECURITY_POLICY, HeaderName, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use http_body::Body;

/// How one function lets requests in and answers out.
pub struct Door {
    pub words: Words,
    /// Where a person who signs in first goes on to, by the path that was asked for: a file would leave the sign-in page
    /// standing.
    pub next: fn(&str) -> String,
    pub headers: Headers,
    /// Bytes of a refused request that are still read: a browser that is still sending hears no answer.
    pub drained: u64,
}

/// What a function says when there is no answer, with what to do.
pub struct Words {
    /// To a person on the way to the sign-in page.
    pub sign_in: &'static str,
    /// To a program whose session is over.
    pub session_over: &'static str,
    pub not_found: &'static str,
    pub foreign: &'static str,
    pub too_large: &'static str,
    pub method: &'static str,
    pub broken: &'static str,
}

/// What every answer carries beside its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Headers {
    /// Written here from what is known.
    Own,
    /// Of somebody else's making: shown, if at all, in a room of its own, without script, style, frame, or guessing of its type.
    Sealed,
}

impl Headers {
    fn put(self, headers: &mut HeaderMap) {
        let cache = match self {
            Self::Own => "no-store",
            Self::Sealed => "private, no-store",
        };
        // What changes seldom says so itself.
        headers.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(cache));
        headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if self == Self::Sealed {
            for (name, value) in [
                (CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'; sandbox"),
                (X_FRAME_OPTIONS, "DENY"),
                (REFERRER_POLICY, "same-origin"),
                (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
            ] {
                headers.entry(name).or_insert(HeaderValue::from_static(value));
            }
        }
    }
}

impl Door {
    /// Answers one request by `pass`, which takes the body when it wants to read it.
    pub async fn answer<B>(
        &self,
        request: Request<B>,
        pass: impl AsyncFnOnce(&Parts, &mut Option<B>) -> Result<Answer, Failure>,
    ) -> Answer
    where
        B: Body<Data = Bytes> + Send + 'static,
    {
        let (head, body) = request.into_parts();
        let mut body = Some(body);
        let answer = match pass(&head, &mut body).await {
            Ok(answer) => answer,
            Err(failure) => {
                if let Some(body) = body {
                    form::drain(body, self.drained).await;
                }
                self.refuse(failure, &head)
            }
        };
        self.finish(answer, head.method == Method::HEAD)
    }

    fn refuse(&self, failure: Failure, head: &Parts) -> Answer {
        let words = &self.words;
        match failure {
            Failure::SignInFirst if wants_page(&head.headers) => {
                see_other(&format!("/dang-nhap?tiep={}", (self.next)(head.uri.path())), words.sign_in)
            }
            Failure::SignInFirst => text(StatusCode::UNAUTHORIZED, words.session_over),
            Failure::NotFound => text(StatusCode::NOT_FOUND, words.not_found),
            Failure::Forbidden(message) => text(StatusCode::FORBIDDEN, &message),
            Failure::Foreign => text(StatusCode::FORBIDDEN, words.foreign),
            Failure::Invalid(message) => text(StatusCode::BAD_REQUEST, message),
            Failure::TooLarge => text(StatusCode::PAYLOAD_TOO_LARGE, words.too_large),
            Failure::Method(allowed) => {
                let mut answer = text(StatusCode::METHOD_NOT_ALLOWED, words.method);
                answer.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
                answer
            }
            Failure::Broken(detail) => {
                eprintln!("{}", serde_json::json!({ "level": "error", "path": head.uri.path(), "detail": detail }));
                text(StatusCode::INTERNAL_SERVER_ERROR, words.broken)
            }
        }
    }

    fn finish(&self, mut answer: Answer, head_only: bool) -> Answer {
        let length = answer.body().size_hint().exact();
        // Unchanged: the length would be that of what is not sent.
        let unchanged = answer.status() == StatusCode::NOT_MODIFIED;
        if let Some(length) = length.filter(|_| !unchanged) {
            answer.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        self.headers.put(answer.headers_mut());
        if head_only {
            *answer.body_mut() = whole(Bytes::new());
        }
        answer
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::file;
    use crate::fixture::{block_on, content};
    use http::header::{ACCEPT, LOCATION};
    use http_body_util::Full;

    const DOOR: Door = Door {
        words: Words {
            sign_in: "Đăng nhập.",
            session_over: "Hết phiên.",
            not_found: "Không có.",
            foreign: "Từ nơi khác.",
            too_large: "Quá lớn.",
            method: "Sai cách.",
            broken: "Hỏng.",
        },
        next: |path| format!("/tiep{path}"),
        headers: Headers::Sealed,
        drained: 1 << 20,
    };

    fn ask(door: &Door, method: &str, accept: &str, answered: Result<Answer, Failure>) -> Answer {
        let request = Request::builder().method(method).uri("/a?b=c").header(ACCEPT, accept);
        block_on(door.answer(request.body(Full::new(Bytes::from("x"))).unwrap(), async |_, _| answered))
    }

    #[test]
    fn every_failure_has_its_status_and_the_words_of_its_function() {
        for (failure, status, words) in [
            (Failure::SignInFirst, 401, "Hết phiên."),
            (Failure::NotFound, 404, "Không có."),
            (Failure::Forbidden("Không được.".to_owned()), 403, "Không được."),
            (Failure::Foreign, 403, "Từ nơi khác."),
            (Failure::Invalid("Không đọc được."), 400, "Không đọc được."),
            (Failure::TooLarge, 413, "Quá lớn."),
            (Failure::Method("POST"), 405, "Sai cách."),
            (Failure::Broken("chi tiết".to_owned()), 500, "Hỏng."),
        ] {
            let allow = matches!(failure, Failure::Method(_)).then_some("POST");
            let answer = ask(&DOOR, "GET", "*/*", Err(failure));
            assert_eq!(answer.status().as_u16(), status, "{words}");
            assert_eq!(answer.headers().get(ALLOW).map(|value| value.to_str().unwrap()), allow, "{words}");
            assert_eq!(answer.headers()[http::header::CONTENT_TYPE], "text/plain; charset=utf-8");
            assert_eq!(answer.headers()[CONTENT_LENGTH], (words.len() + 1).to_string());
            assert_eq!(String::from_utf8(content(answer)).unwrap(), format!("{words}\n"));
        }
    }

    #[test]
    fn a_person_is_led_to_the_sign_in_page() {
        let answer = ask(&DOOR, "GET", "text/html,*/*", Err(Failure::SignInFirst));
        assert_eq!(answer.status(), StatusCode::SEE_OTHER);
        assert_eq!(answer.headers()[LOCATION], "/dang-nhap?tiep=/tiep/a");
        assert_eq!(content(answer), "Đăng nhập.\n".as_bytes());
    }

    #[test]
    fn every_answer_carries_the_headers_of_its_door() {
        let sealed = [
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "private, no-store"),
        ];
        for answered in [Ok(file(whole("a"), "text/csv", "a.csv")), Err(Failure::NotFound)] {
            let answer = ask(&DOOR, "GET", "*/*", answered);
            for (name, value) in sealed {
                assert_eq!(answer.headers()[name], value);
            }
        }
        let own = Door { headers: Headers::Own, ..DOOR };
        let answer = ask(&own, "GET", "*/*", Ok(file(whole("a"), "text/csv", "a.csv")));
        let headers = answer.headers();
        assert_eq!(
            (&headers[CACHE_CONTROL], &headers[X_CONTENT_TYPE_OPTIONS]),
            (&"no-store".parse().unwrap(), &"nosniff".parse().unwrap())
        );
        assert!(headers.get(CONTENT_SECURITY_POLICY).is_none());
    }

    #[test]
    fn head_tells_the_length_and_sends_nothing() {
        let answer = ask(&DOOR, "HEAD", "*/*", Ok(file(whole("abc"), "text/csv", "a.csv")));
        assert_eq!(answer.headers()[CONTENT_LENGTH], "3");
        assert!(content(answer).is_empty());
    }
}
