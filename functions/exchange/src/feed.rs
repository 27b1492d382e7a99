//! `/lich/{token}.ics`: the personal calendar feed of whoever the token belongs to, without a session.
//!
//! Must not know what is due, or how an entry is written: the store and [`domain::direction::feed`] answer that.

use bytes::Bytes;
use domain::direction::feed::feed;
use front::answer::{shown, whole};
use front::request::sender;
use front::{Answer, Failure};
use http::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use http::request::Parts;
use http::{HeaderValue, StatusCode};
use store::accounts::is_loopback_host;
use store::{Database, Env};

/// Characters of a token: 256 bits in hexadecimal digits.
const TOKEN: usize = 64;

/// Answers a feed; 304 where the reader has it as it is.
///
/// # Errors
/// `NotFound` for a token that opens nothing: unknown, replaced, revoked, of a closed account.
pub async fn answer(database: &dyn Database, env: &Env, head: &Parts, name: &str) -> Result<Answer, Failure> {
    let token = name.strip_suffix(".ics").ok_or(Failure::NotFound)?;
    if token.len() != TOKEN || !token.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Err(Failure::NotFound);
    }
    let actor = store::direction::officer_of(database, token).await?.ok_or(Failure::NotFound)?;
    let mut entries = store::direction::entries(
        database,
        &actor,
        env.now,
        |case| format!("/ho-so/{case}"),
        |task| format!("/chi-dao/{task}"),
    )
    .await?;
    if actor.path.is_practice() {
        entries.iter_mut().for_each(|entry| entry.summary = format!("[Tập huấn] {}", entry.summary));
    }
    let authority = sender(head).host.unwrap_or("localhost");
    let scheme = if is_loopback_host(authority) { "http" } else { "https" };
    let host = authority.rsplit_once(':').map_or(authority, |(host, _)| host);
    let text = feed(&format!("{scheme}://{authority}"), host, &entries);
    let tag = format!("\"{}\"", store::direction::digest(&text));
    let mut answer = if has(head, &tag) {
        let mut answer = shown(whole(Bytes::new()), "text/calendar; charset=utf-8");
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        answer
    } else {
        shown(whole(text), "text/calendar; charset=utf-8")
    };
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.headers_mut().insert(ETAG, tag);
    }
    answer.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    Ok(answer)
}

/// Whether the reader says that he has the text with this tag.
fn has(head: &Parts, tag: &str) -> bool {
    let known = head.headers.get_all(IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
    known.flat_map(|value| value.split(',')).map(str::trim).any(|one| one == "*" || one.trim_start_matches("W/") == tag)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Place, block_on, content};
    use http::header::{CONTENT_TYPE, HOST};
    use store::direction::{renew_feed, revoke_feed};

    fn head(tag: Option<&str>) -> Parts {
        let request = http::Request::get("/lich/x.ics").header(HOST, "ins.example.vn:8443");
        let request = match tag {
            Some(tag) => request.header(IF_NONE_MATCH, tag),
            None => request,
        };
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn a_feed_is_read_by_its_token_alone() {
        let place = Place::new();
        let actor = place.desk("ksv1").actor;
        let get = |name: &str, tag: Option<&str>| block_on(answer(&place.db, &place.env, &head(tag), name));
        let token = block_on(renew_feed(&place.db, &place.env, &actor)).unwrap();
        let name = format!("{token}.ics");
        let first = get(&name, None).unwrap();
        assert_eq!(first.headers()[CONTENT_TYPE], "text/calendar; charset=utf-8");
        let tag = first.headers()[ETAG].to_str().unwrap().to_owned();
        let text = String::from_utf8(content(first)).unwrap();
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"), "{text}");
        for known in [tag.clone(), format!("W/{tag}"), format!("\"a\", {tag}"), "*".to_owned()] {
            let again = get(&name, Some(&known)).unwrap();
            assert_eq!((again.status(), &again.headers()[ETAG]), (StatusCode::NOT_MODIFIED, &tag.parse().unwrap()));
            assert!(content(again).is_empty());
        }
        assert_eq!(get(&name, Some("\"a\"")).unwrap().status(), StatusCode::OK);
        for wrong in ["x.ics", &token, &format!("{}.ics", "0".repeat(64)), &format!("{token}0.ics"), ".ics"] {
            assert!(matches!(get(wrong, None), Err(Failure::NotFound)), "{wrong}");
        }
        let other = format!("{}.ics", block_on(renew_feed(&place.db, &place.env, &actor)).unwrap());
        assert!(matches!(get(&name, None), Err(Failure::NotFound)), "the old address stops working");
        assert!(get(&other, None).is_ok());
        block_on(revoke_feed(&place.db, &place.env, &actor)).unwrap();
        assert!(matches!(get(&other, None), Err(Failure::NotFound)));
    }
}
