//! What a request says of itself: its sender, its session, the parameters of its address.

use crate::Failure;
use domain::journal::Client;
use http::header::{ACCEPT, COOKIE, HOST, ORIGIN, USER_AGENT};
use http::request::Parts;
use http::{HeaderMap, Method};
use std::sync::{Arc, OnceLock};
use store::accounts::{Sender, Session};
use store::{Database, Env};

/// How an address may be asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// It is read.
    Reading,
    /// A form is posted to it, by a page of this site.
    Posting,
}

/// Lets a request through to an address.
///
/// # Errors
/// `Method` for a method the address does not take; `Foreign` for a form that no page of this site sent.
pub fn admit(head: &Parts, takes: Takes) -> Result<(), Failure> {
    match (takes, &head.method) {
        (Takes::Reading, &Method::GET | &Method::HEAD) => Ok(()),
        (Takes::Reading, _) => Err(Failure::Method("GET, HEAD")),
        (Takes::Posting, &Method::POST) if sender(head).is_same_origin() => Ok(()),
        (Takes::Posting, &Method::POST) => Err(Failure::Foreign),
        (Takes::Posting, _) => Err(Failure::Method("POST")),
    }
}

/// Who sent a request, in the words of its headers.
pub fn sender(head: &Parts) -> Sender<'_> {
    let text = |name: &str| head.headers.get(name).and_then(|value| value.to_str().ok());
    Sender {
        host: text(HOST.as_str()).or(head.uri.authority().map(|host| host.as_str())),
        origin: text(ORIGIN.as_str()),
        fetch_site: text("sec-fetch-site"),
    }
}

/// The session of the site's cookie.
///
/// # Errors
/// `SignInFirst` without one that is in use; `Broken` when the database failed.
pub async fn session(head: &Parts, database: &dyn Database, env: &Env) -> Result<Session, Failure> {
    let cookies = head.headers.get_all(COOKIE).into_iter().filter_map(|header| header.to_str().ok());
    let Some(token) = sender(head).token(cookies) else { return Err(Failure::SignInFirst) };
    let found = store::accounts::session(database, env, token).await?;
    let Some(session) = found else {
        crate::log::refused("session", "a session that is over or was never");
        return Err(Failure::SignInFirst);
    };
    if let Some(who) = head.extensions.get::<Who>() {
        who.is(&session.actor.id().0);
    }
    Ok(session)
}

/// Who turned out to ask, for the log: the officer's id, which names nobody.
#[derive(Clone, Default)]
pub struct Who(Arc<OnceLock<String>>);

impl Who {
    /// It is this officer.
    pub fn is(&self, officer: &str) {
        self.0.get_or_init(|| officer.to_owned());
    }

    /// His id, where he is signed in.
    pub fn id(&self) -> Option<&str> {
        self.0.get().map(String::as_str)
    }
}

/// Whether a person asks, in a browser, rather than a program.
pub fn wants_page(headers: &HeaderMap) -> bool {
    headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"))
}

/// The moment, the platform's randomness, and the kind of browser that asks.
pub fn env(head: &Parts) -> Env {
    let says = head.headers.get(USER_AGENT).and_then(|value| value.to_str().ok());
    Env { client: says.map_or_else(Client::default, Client::of), ..Env::new(jiff::Timestamp::now(), fill) }
}

/// Fills a buffer with unpredictable bytes. The platform's source of them does not fail; if it ever did, a predictable token
/// must not go out.
pub fn fill(buffer: &mut [u8]) {
    if getrandom::fill(buffer).is_err() {
        std::process::abort();
    }
}

/// A value of the query as it stands in the address, for ids and keys that need no escapes; empty is left out.
pub fn parameter<'a>(head: &'a Parts, name: &str) -> Option<&'a str> {
    let query = head.uri.query()?;
    let (_, value) = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?;
    (!value.is_empty()).then_some(value)
}

/// A value of the query with its escapes read; empty, or no text, is left out.
pub fn words(head: &Parts, name: &str) -> Option<String> {
    let value = parameter(head, name)?;
    let mut bytes = Vec::with_capacity(value.len());
    let mut rest = value.bytes();
    while let Some(byte) = rest.next() {
        match byte {
            b'+' => bytes.push(b' '),
            b'%' => {
                let digits = [rest.next()?, rest.next()?];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
            }
            other => bytes.push(other),
        }
    }
    String::from_utf8(bytes).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fixture::{Ground, block_on, env};
    use domain::officer::OfficerId;
    use http::Request;
    use http::request::Builder;
    use jiff::civil::date;

    fn head(request: Builder) -> Parts {
        request.body(()).unwrap().into_parts().0
    }

    #[test]
    fn parameters_are_read_by_name_and_with_their_escapes() {
        let parts = head(Request::get("/trao-doi/xuat/vu-viec.csv?don-vi=33-01&tu-khoa=B%C3%ACnh+Minh&x&y=%&z="));
        assert_eq!(parameter(&parts, "don-vi"), Some("33-01"));
        assert_eq!(words(&parts, "don-vi").as_deref(), Some("33-01"));
        assert_eq!(parameter(&parts, "tu-khoa"), Some("B%C3%ACnh+Minh"));
        assert_eq!(words(&parts, "tu-khoa").as_deref(), Some("Bình Minh"));
        assert_eq!(parameter(&parts, "y"), Some("%"));
        for missing in ["x", "y", "z", "w"] {
            assert_eq!(words(&parts, missing), None, "{missing}");
        }
        for missing in ["x", "z", "w"] {
            assert_eq!(parameter(&parts, missing), None, "{missing}");
        }
        assert_eq!(words(&head(Request::get("/trao-doi/xuat/vu-viec.csv")), "x"), None);
    }

    #[test]
    fn an_address_takes_what_it_takes_from_whom_it_takes_it() {
        let from = |method: &str, origin: &str| {
            head(Request::builder().method(method).uri("/x").header(HOST, "ins.vn").header(ORIGIN, origin))
        };
        for method in ["GET", "HEAD"] {
            assert!(admit(&from(method, "https://elsewhere.vn"), Takes::Reading).is_ok(), "{method}");
            let refused = admit(&from(method, "https://ins.vn"), Takes::Posting);
            assert!(matches!(refused, Err(Failure::Method("POST"))), "{method}");
        }
        for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
            let refused = admit(&from(method, "https://ins.vn"), Takes::Reading);
            assert!(matches!(refused, Err(Failure::Method("GET, HEAD"))), "{method}");
        }
        assert!(admit(&from("POST", "https://ins.vn"), Takes::Posting).is_ok());
        for origin in ["https://elsewhere.vn", "null", "ins.vn"] {
            assert!(matches!(admit(&from("POST", origin), Takes::Posting), Err(Failure::Foreign)), "{origin}");
        }
        assert!(matches!(admit(&from("PUT", "https://ins.vn"), Takes::Posting), Err(Failure::Method("POST"))));
    }

    /// The platform may take the authority out of the headers.
    #[test]
    fn the_authority_stands_in_for_the_host() {
        let parts = head(Request::post("https://ins.vn/x").header(ORIGIN, "https://ins.vn"));
        assert_eq!(sender(&parts).host, Some("ins.vn"));
        assert!(admit(&parts, Takes::Posting).is_ok());
        let named = head(Request::post("https://other.vn/x").header(HOST, "ins.vn").header("sec-fetch-site", "none"));
        assert_eq!((sender(&named).host, sender(&named).fetch_site), (Some("ins.vn"), Some("none")));
    }

    #[test]
    fn only_a_browser_wants_a_page() {
        let accepts = |accept: &str| wants_page(&head(Request::get("/x").header(ACCEPT, accept)).headers);
        assert!(accepts("text/html,application/xhtml+xml,*/*;q=0.8"));
        assert!(!accepts("application/json") && !accepts("*/*"));
        assert!(!wants_page(&HeaderMap::new()));
    }

    #[test]
    fn a_session_is_that_of_the_sites_cookie() {
        let morning = date(2026, 10, 19).at(8, 0, 0, 0);
        let (ground, env) = (Ground::new(env(morning)), env(morning));
        let administrator = ground.actor("quantri");
        let password = "quầy hàng số 12 chợ Gạo";
        let token = block_on(async {
            let officer = OfficerId("ksv1".to_owned());
            let link = store::accounts::create_link(&ground.db, &env, &administrator, &officer).await.unwrap();
            store::accounts::redeem_link(&ground.db, &env, &link, password).await.unwrap().unwrap();
            store::accounts::sign_in_plainly(&ground.db, &env, "ksv1", password).await.unwrap().token
        });
        let of = |host: &str, cookie: &str| {
            block_on(session(&head(Request::get("/x").header(HOST, host).header(COOKIE, cookie)), &ground.db, &env))
        };
        let signed_in = of("ins.vn", &format!("a=b; __Host-ins={token}")).unwrap();
        assert_eq!(signed_in.actor.officer.id.0, "ksv1");
        assert!(of("127.0.0.1:3000", &format!("ins={token}")).is_ok());
        for (host, cookie) in [
            ("ins.vn", format!("ins={token}")),
            ("ins.vn", "__Host-ins=".to_owned()),
            ("ins.vn", format!("__Host-ins={token}x")),
            ("ins.vn", "a=b".to_owned()),
        ] {
            assert!(matches!(of(host, &cookie), Err(Failure::SignInFirst)), "{host} {cookie}");
        }
        let nobody = block_on(session(&head(Request::get("/x")), &ground.db, &env));
        assert!(matches!(nobody, Err(Failure::SignInFirst)));
    }
}
