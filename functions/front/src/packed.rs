//! Answers packed for the way: documents and data as gzip, where the asker takes it. A list of thirty cases is a sixth of its size.
//!
//! Only what is whole and was written here as text; what is packed already, what leaves while it is read, and parts of something go as
//! they are. Nothing that is kept secret from whoever reads the page stands in it (SECURITY.md), so that its length tells nothing new.
//! Must not know: what an answer says.

use crate::answer::{Answer, whole};
use bytes::Bytes;
use flate2::Compression;
use flate2::write::GzEncoder;
use http::header::{ACCEPT_ENCODING, CONTENT_ENCODING, CONTENT_RANGE, CONTENT_TYPE, ETAG, VARY};
use http::{HeaderMap, HeaderValue};
use http_body::{Body as _, Frame};
use http_body_util::{BodyExt, StreamBody};
use std::io::Write as _;

/// Bytes below which a packet more or less does not matter.
const LEAST: u64 = 1_400;
/// Bytes above which an answer is no page and no page of data.
const MOST: u64 = 8 << 20;
/// How hard it is tried, of nine: more takes longer than it saves.
const LEVEL: Compression = Compression::new(4);
/// What is text, by the beginning of its type.
const TEXTS: [&str; 3] = ["text/", "application/json", "image/svg+xml"];

/// Whether an Accept-Encoding header takes an encoding (named, and not with a weight of zero).
pub fn accepts(header: &str, encoding: &str) -> bool {
    header.split(',').any(|item| {
        let mut parts = item.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case(encoding));
        named && !parts.any(|part| part.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0_f32)))
    })
}

/// Whether whoever asks takes gzip.
pub fn is_taken(asked: &HeaderMap) -> bool {
    asked.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).is_some_and(|value| accepts(value, "gzip"))
}

fn is_worth_it(answered: &HeaderMap, length: u64) -> bool {
    let mime = answered.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let goes_as_it_is = [CONTENT_ENCODING, CONTENT_RANGE, ETAG].iter().any(|name| answered.contains_key(name));
    (LEAST..=MOST).contains(&length) && !goes_as_it_is && TEXTS.iter().any(|text| mime.starts_with(text))
}

/// The content of an answer as it goes out; its headers say what it became.
pub fn pack(taken: bool, answered: &mut HeaderMap, content: Bytes) -> Bytes {
    if !taken || !is_worth_it(answered, content.len() as u64) {
        return content;
    }
    let mut packed = GzEncoder::new(Vec::with_capacity(content.len() / 4), LEVEL);
    // Into memory: it does not fail, and if it did the answer would go as it is.
    let Ok(packed) = packed.write_all(&content).and_then(|()| packed.finish()) else { return content };
    if packed.len() >= content.len() {
        return content;
    }
    answered.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    answered.append(VARY, HeaderValue::from_static("accept-encoding"));
    packed.into()
}

/// The same for an answer whose body may leave while it is read.
pub(crate) async fn pack_whole(taken: bool, mut answer: Answer) -> Answer {
    let length = answer.body().size_hint().exact();
    if !taken || !length.is_some_and(|length| is_worth_it(answer.headers(), length)) {
        return answer;
    }
    let body = std::mem::replace(answer.body_mut(), whole(Bytes::new()));
    match body.collect().await {
        Ok(body) => {
            let content = pack(taken, answer.headers_mut(), body.to_bytes());
            *answer.body_mut() = whole(content);
        }
        // It breaks off where it would have broken off.
        Err(error) => {
            let broken = futures_util::stream::iter([Err::<Frame<Bytes>, _>(error)]);
            *answer.body_mut() = StreamBody::new(broken).boxed_unsync();
        }
    }
    answer
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::answer::{file, shown};
    use crate::fixture::{block_on, content};
    use flate2::read::GzDecoder;
    use std::io::Read as _;

    fn asked(header: &'static str) -> HeaderMap {
        HeaderMap::from_iter([(ACCEPT_ENCODING, HeaderValue::from_static(header))])
    }

    #[test]
    fn gzip_is_taken_where_it_is_named_and_not_refused() {
        for (header, taken) in [
            ("gzip, deflate, br, zstd", true),
            ("br;q=1.0, GZIP;q=0.8, *;q=0.1", true),
            ("gzip;q=0", false),
            ("br", false),
            ("", false),
        ] {
            assert_eq!(is_taken(&asked(header)), taken, "{header}");
        }
        assert!(!is_taken(&HeaderMap::new()));
    }

    #[test]
    fn text_goes_packed_and_comes_out_as_it_was() {
        let list = "<tr><td>Hộ kinh doanh Nguyễn Văn An</td></tr>".repeat(400);
        let answer = block_on(pack_whole(true, shown(whole(list.clone()), "text/html; charset=utf-8")));
        assert_eq!(
            (&answer.headers()[CONTENT_ENCODING], &answer.headers()[VARY]),
            (&"gzip".parse().unwrap(), &"accept-encoding".parse().unwrap())
        );
        let packed = content(answer);
        assert!(packed.len() * 10 < list.len(), "{} of {}", packed.len(), list.len());
        let mut out = String::new();
        GzDecoder::new(packed.as_slice()).read_to_string(&mut out).unwrap();
        assert_eq!(out, list);
    }

    #[test]
    fn what_is_short_packed_or_kept_by_its_tag_goes_as_it_is() {
        let long = "a".repeat(2_000);
        let tagged = || {
            let mut answer = shown(whole(long.clone()), "application/json");
            answer.headers_mut().insert(ETAG, HeaderValue::from_static("\"1\""));
            answer
        };
        let leaving = || {
            let pieces = futures_util::stream::iter([Ok::<_, std::io::Error>(Frame::data(Bytes::from(long.clone())))]);
            shown(StreamBody::new(pieces).boxed_unsync(), "text/csv")
        };
        for (taken, answer) in [
            (true, shown(whole("a".repeat(1_399)), "text/plain")),
            (true, file(whole(long.clone()), "application/zip", "a.zip")),
            (true, tagged()),
            (true, leaving()),
            (false, shown(whole(long.clone()), "text/html")),
        ] {
            let answer = block_on(pack_whole(taken, answer));
            assert_eq!(answer.headers().get(CONTENT_ENCODING), None);
            assert!(content(answer).iter().all(|byte| *byte == b'a'));
        }
    }
}
