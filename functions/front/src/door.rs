//! The way of one request through a function: in, to who answers it, and out with the headers every answer carries.

use crate::answer::{Answer, see_other, text, whole};
use crate::request::{Who, sender, wants_page};
use crate::{Failure, form, headers, log, packed};
use bytes::Bytes;
use http::header::HeaderName;
use http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, RETRY_AFTER};
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, StatusCode};
use http_body::Body;

/// When a sender that was told to come back may do so.
const RETRY_SECONDS: &str = "5";

/// How one function lets requests in and answers out.
pub struct Door {
    pub words: Words,
    /// The family of an address, without what stands for somebody or something in it: for the log, and for counting.
    pub family: fn(&str) -> &'static str,
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
    fn put(self, map: &mut HeaderMap, loopback: bool) {
        let (cache, policy) = match self {
            Self::Own => ("no-store", headers::NOTHING),
            Self::Sealed => ("private, no-store", headers::SEALED),
        };
        // What changes seldom says so itself.
        map.entry(CACHE_CONTROL).or_insert(HeaderValue::from_static(cache));
        headers::guard(map, policy, loopback);
    }
}

/// Answers that tell of somebody who asked for what is not his, or sent what he should not: each leaves a line with who it was.
const REFUSALS: [StatusCode; 7] = [
    StatusCode::BAD_REQUEST,
    StatusCode::UNAUTHORIZED,
    StatusCode::FORBIDDEN,
    StatusCode::NOT_FOUND,
    StatusCode::PAYLOAD_TOO_LARGE,
    StatusCode::UNSUPPORTED_MEDIA_TYPE,
    StatusCode::TOO_MANY_REQUESTS,
];

/// Name of the header that tells the platform's log which family of addresses was asked; it holds nothing of the address itself.
pub const FAMILY: HeaderName = HeaderName::from_static("x-route");

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
        let (mut head, body) = request.into_parts();
        log::begin(&head);
        head.extensions.insert(Who::default());
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
        if REFUSALS.contains(&answer.status()) {
            log::refused_to((self.family)(head.uri.path()), answer.status(), &head);
        }
        let answer = packed::pack_whole(packed::is_taken(&head.headers), answer).await;
        self.finish(answer, &head)
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
            Failure::TooMany(seconds) => {
                let mut answer = text(StatusCode::TOO_MANY_REQUESTS, &too_many(seconds));
                answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
                answer
            }
            Failure::Unready(words) => text(StatusCode::SERVICE_UNAVAILABLE, words),
            Failure::Method(allowed) => {
                let mut answer = text(StatusCode::METHOD_NOT_ALLOWED, words.method);
                answer.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
                answer
            }
            Failure::Unavailable(message) => {
                let mut answer = text(StatusCode::SERVICE_UNAVAILABLE, message);
                answer.headers_mut().insert(RETRY_AFTER, HeaderValue::from_static(RETRY_SECONDS));
                answer
            }
            Failure::Broken(detail) => {
                log::error((self.family)(head.uri.path()), &detail);
                text(StatusCode::INTERNAL_SERVER_ERROR, words.broken)
            }
        }
    }

    fn finish(&self, mut answer: Answer, head: &Parts) -> Answer {
        let length = answer.body().size_hint().exact();
        // Unchanged: the length would be that of what is not sent.
        let unchanged = answer.status() == StatusCode::NOT_MODIFIED;
        if let Some(length) = length.filter(|_| !unchanged) {
            answer.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
        }
        self.headers.put(answer.headers_mut(), sender(head).is_loopback());
        answer.headers_mut().insert(FAMILY, HeaderValue::from_static((self.family)(head.uri.path())));
        if head.method == Method::HEAD {
            *answer.body_mut() = whole(Bytes::new());
        }
        answer
    }
}

/// What somebody is told who asks too often.
pub fn too_many(seconds: u32) -> String {
    let (count, unit) = if seconds < 100 { (seconds, "giây") } else { (seconds.div_ceil(60), "phút") };
    format!(
        "Đã thực hiện quá nhiều lần trong thời gian ngắn. Chờ {count} {unit} rồi thử lại; không có nội dung nào bị mất."
    )
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
        family: |_| "/a",
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
            (Failure::Unready("Đang nâng cấp."), 503, "Đang nâng cấp."),
            (Failure::Unavailable("Chờ."), 503, "Chờ."),
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
            (
                "content-security-policy",
                "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
            ),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cross-origin-opener-policy", "same-origin"),
            ("strict-transport-security", headers::TRANSPORT),
            ("permissions-policy", headers::PERMISSIONS),
            ("x-route", "/a"),
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
        let told = answer.headers();
        assert_eq!(
            (&told[CACHE_CONTROL], &told["x-content-type-options"]),
            (&"no-store".parse().unwrap(), &"nosniff".parse().unwrap())
        );
        assert_eq!(told["content-security-policy"], headers::NOTHING);
    }

    #[test]
    fn who_asks_too_often_is_told_when_to_come_back() {
        let answer = ask(&DOOR, "GET", "*/*", Err(Failure::TooMany(90)));
        assert_eq!((answer.status().as_u16(), &answer.headers()[RETRY_AFTER]), (429, &"90".parse().unwrap()));
        let words = String::from_utf8(content(answer)).unwrap();
        assert!(words.contains("Chờ 90 giây"), "{words}");
        assert!(too_many(600).contains("Chờ 10 phút"));
    }

    #[test]
    fn head_tells_the_length_and_sends_nothing() {
        let answer = ask(&DOOR, "HEAD", "*/*", Ok(file(whole("abc"), "text/csv", "a.csv")));
        assert_eq!(answer.headers()[CONTENT_LENGTH], "3");
        assert!(content(answer).is_empty());
    }
}
