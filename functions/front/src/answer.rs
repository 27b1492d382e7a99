//! Answers, and what they are made of. The headers that every answer of a function carries are put on by its [`crate::Door`].

use bytes::Bytes;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE, LOCATION};
use http::{HeaderValue, Response, StatusCode};
use http_body_util::combinators::UnsyncBoxBody;
use http_body_util::{BodyExt, Full};
use std::io::Error;

/// A body that is there, or one that leaves while it is read.
pub type Body = UnsyncBoxBody<Bytes, Error>;

/// What a function answers.
pub type Answer = Response<Body>;

/// A body that is there; its length is known.
pub fn whole(content: impl Into<Bytes>) -> Body {
    Full::new(content.into()).map_err(|never| match never {}).boxed_unsync()
}

/// A document or a picture.
pub fn shown(body: Body, mime: &'static str) -> Answer {
    let mut answer = Response::new(body);
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(mime));
    answer
}

/// A file to be saved under a name; what a name may not hold becomes a hyphen.
pub fn file(body: Body, mime: &'static str, name: &str) -> Answer {
    let mut answer = shown(body, mime);
    let name: String = name.chars().map(|c| if c == '.' { c } else { safe(c) }).collect();
    if let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{name}\"")) {
        answer.headers_mut().insert(CONTENT_DISPOSITION, value);
    }
    answer
}

/// A part of a file's name, without anything that ends it.
pub fn plain(part: &str) -> String {
    part.chars().map(safe).collect()
}

const fn safe(character: char) -> char {
    if character.is_ascii_alphanumeric() { character } else { '-' }
}

/// A sentence.
pub fn text(status: StatusCode, message: &str) -> Answer {
    let mut answer = shown(whole(format!("{message}\n")), "text/plain; charset=utf-8");
    *answer.status_mut() = status;
    answer
}

/// On to another page (post/redirect/get).
pub fn see_other(path: &str, words: &str) -> Answer {
    let mut answer = text(StatusCode::SEE_OTHER, words);
    if let Ok(location) = HeaderValue::from_str(path) {
        answer.headers_mut().insert(LOCATION, location);
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::content;
    use http_body::Body as _;

    #[test]
    fn a_file_is_saved_under_a_safe_name() {
        let answer = file(whole("a"), "text/csv", "sổ \"địa\r\nbàn\"-1.csv");
        assert_eq!(answer.headers()[CONTENT_TYPE], "text/csv");
        assert_eq!(answer.headers()[CONTENT_DISPOSITION], "attachment; filename=\"s-----a--b-n--1.csv\"");
        assert_eq!(answer.body().size_hint().exact(), Some(1));
        assert_eq!(content(answer), b"a");
        assert_eq!(plain("33-01/2026.0001"), "33-01-2026-0001");
    }

    #[test]
    fn a_redirect_goes_where_it_says_and_nowhere_else() {
        let answer = see_other("/ho-so?xong=dinh-kem", "Đã đính kèm.");
        assert_eq!(
            (answer.status(), &answer.headers()[LOCATION]),
            (StatusCode::SEE_OTHER, &"/ho-so?xong=dinh-kem".parse().unwrap())
        );
        assert_eq!(content(answer), "Đã đính kèm.\n".as_bytes());
        assert!(see_other("/x\r\nset-cookie: a=b", "").headers().get(LOCATION).is_none());
    }
}
