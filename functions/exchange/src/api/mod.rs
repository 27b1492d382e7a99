//! `/api/v1/…`: figures for other systems and officers, the hand-over to the national database, and the
//! line to provinces that keep their own data.
//!
//! One request goes through the table of addresses: method, caller, form of the answer, parameters; whatever is refused is a problem
//! that says how to fix it. Every request by a key is written down before its answer leaves. Must not know: who may read what
//! (`domain::authority` does), or SQL.

mod aggregates;
mod answers;
mod federation;
#[cfg(test)]
mod federation_tests;
mod national;
mod openapi;
mod operations;
mod page;
mod parameters;
mod posted;
mod problem;
#[cfg(test)]
mod tests;

use bytes::Bytes;
use domain::authority::{Actor, KeyScope, Reader};
use front::Answer;
use front::answer::{shown, whole};
use front::limits::{self, Limiter};
use front::{Failure, form};
use http::header::{ACCEPT, ALLOW, AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, ETAG, IF_NONE_MATCH};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode};
use http_body::Body;
use operations::{BASE, Does, Format, OPERATIONS, Operation, Who};
use parameters::Asked;
use problem::Refused;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::error::Error;
use std::sync::Arc;
use store::keys::{Key, Use, find, note};
use store::{Database, Env};

const UNKNOWN: &str =
    "Đăng nhập, hoặc gửi khóa còn hiệu lực trong trường đầu Authorization: Bearer. Xin khóa ở quản trị hệ thống.";
const NO_SUCH_KEY: &str = "Khóa không đúng, đã hết hạn hoặc đã thu hồi. Xin khóa mới ở quản trị hệ thống.";
const NO_SUCH_ADDRESS: &str = "Không có địa chỉ này. Xem các địa chỉ tại /api/v1/openapi.json.";
const READS: &str = "GET, HEAD, OPTIONS";
const TAKES: &str = "POST, OPTIONS";
/// Bytes of a refused body that are still read.
const DRAINED: u64 = 2 << 20;

/// Who calls.
enum Caller {
    Officer(Box<Actor>),
    Key(Key),
    Nobody,
}

/// One call with what it works on.
struct Call {
    database: Arc<dyn Database>,
    env: Env,
    caller: Caller,
}

impl Call {
    /// Who reads, where somebody does.
    fn reader(&self) -> Option<Reader<'_>> {
        match &self.caller {
            Caller::Officer(actor) => Some(Reader::Officer(actor)),
            Caller::Key(key) => Some(Reader::Key(&key.grant)),
            Caller::Nobody => None,
        }
    }

    /// Whether the address is for this caller.
    fn may(&self, who: Who) -> Result<(), Refused> {
        match (who, &self.caller) {
            (Who::Anybody, _)
            | (Who::Known, Caller::Officer(_) | Caller::Key(_))
            | (Who::Figures, Caller::Officer(_)) => Ok(()),
            (Who::Figures, Caller::Key(key)) if key.grant.scope == KeyScope::Figures => Ok(()),
            (Who::National, Caller::Key(key)) if key.grant.scope == KeyScope::National => Ok(()),
            (Who::Province, Caller::Key(key)) if key.grant.scope == KeyScope::Province => Ok(()),
            (_, Caller::Nobody) => Err(Refused::Unknown(UNKNOWN)),
            (Who::Figures, _) => Err(Refused::Forbidden(
                "Khóa này không cấp để đọc số liệu. Xin khóa số liệu ở quản trị hệ thống.".to_owned(),
            )),
            (Who::Province, _) => Err(Refused::Forbidden(
                "Chỉ khóa liên thông của một tỉnh dùng được địa chỉ này. Xin khóa ở quản trị hệ thống trung ương."
                    .to_owned(),
            )),
            (_, _) => Err(Refused::Forbidden(
                "Chỉ khóa cung cấp dữ liệu quốc gia dùng được địa chỉ này. Xin khóa ở quản trị hệ thống.".to_owned(),
            )),
        }
    }
}

/// Whether the function answers an address as this interface.
pub fn is_own(path: &str) -> bool {
    path == BASE || path.strip_prefix(BASE).is_some_and(|rest| rest.starts_with('/'))
}

/// Answers one request.
pub async fn answer<B>(
    database: Arc<dyn Database>,
    env: Env,
    limiter: &Limiter,
    head: &Parts,
    body: &mut Option<B>,
) -> Answer
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let answer = pass(database, env, limiter, head, body).await;
    let answer = answer.unwrap_or_else(|refused| refused.answer(family(head.uri.path())));
    if let Some(body) = body.take() {
        form::drain(body, DRAINED).await;
    }
    answer
}

/// The address of the operation of a path as it is described.
pub fn family(path: &str) -> &'static str {
    find_operation(path).map_or(BASE, |(operation, _)| operation.path)
}

/// The operation of a path, with the key of a report where it has one.
fn find_operation(path: &str) -> Option<(&'static Operation, &str)> {
    let rest = path.strip_prefix(BASE)?;
    if let Some(found) = OPERATIONS.iter().find(|operation| operation.path == rest) {
        return Some((found, ""));
    }
    let (start, key) = rest.rsplit_once('/')?;
    let found = OPERATIONS.iter().find(|operation| operation.path.strip_suffix("/{ma}") == Some(start))?;
    (!key.is_empty()).then_some((found, key))
}

async fn pass<B>(
    database: Arc<dyn Database>,
    env: Env,
    limiter: &Limiter,
    head: &Parts,
    body: &mut Option<B>,
) -> Result<Answer, Refused>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    let (operation, key) = find_operation(head.uri.path()).ok_or(Refused::NotFound(NO_SUCH_ADDRESS))?;
    let allowed = if operation.posted { TAKES } else { READS };
    match head.method {
        Method::OPTIONS => {
            let mut answer = shown(whole(Bytes::new()), Format::Json.content_type());
            *answer.status_mut() = StatusCode::NO_CONTENT;
            answer.headers_mut().insert(ALLOW, HeaderValue::from_static(allowed));
            return Ok(answer);
        }
        Method::GET | Method::HEAD if !operation.posted => {}
        Method::POST if operation.posted => {}
        _ => return Err(Refused::Method(allowed)),
    }
    let caller =
        if operation.who == Who::Anybody { Caller::Nobody } else { limited(head, &*database, &env, limiter).await? };
    let call = Call { database, env, caller };
    let done = ask(&call, operation, key, head, body).await;
    let (answer, (records, handed)) = match done {
        Ok(done) => done,
        Err(refused) => (refused.answer(operation.path), (0, None)),
    };
    if let Caller::Key(key) = &call.caller {
        let path = format!("{BASE}{}", operation.path);
        let done = Use { path: &path, status: answer.status().as_u16(), records, handed };
        note(&*call.database, &call.env, key.num, &done).await?;
    }
    Ok(answer)
}

/// Who calls, unless too many keys were tried from his address, or he asks too often.
async fn limited(head: &Parts, database: &dyn Database, env: &Env, limiter: &Limiter) -> Result<Caller, Refused> {
    let address = limiter.address(head);
    if head.headers.contains_key(AUTHORIZATION) {
        limiter.admit(database, env, &limits::KEY, &address).await?;
    }
    let caller = caller(head, database, env).await;
    match &caller {
        Ok(Caller::Key(key)) => limiter.pass(database, env, &limits::KEY_CALLS, &key.num.to_string()).await?,
        Ok(Caller::Officer(actor)) => limiter.pass(database, env, &limits::SEARCH, &actor.id().0).await?,
        Err(Refused::Unknown(_)) => limiter.count(database, env, &limits::KEY, &address).await,
        Ok(Caller::Nobody) | Err(_) => {}
    }
    caller
}

/// Who calls: a key where one is sent, and nobody else then.
async fn caller(head: &Parts, database: &dyn Database, env: &Env) -> Result<Caller, Refused> {
    if let Some(sent) = head.headers.get(AUTHORIZATION) {
        let token = sent.to_str().ok().and_then(|sent| {
            let (scheme, token) = sent.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
        });
        let Some(token) = token else { return Err(Refused::Unknown(NO_SUCH_KEY)) };
        return Ok(Caller::Key(find(database, env, token).await?.ok_or(Refused::Unknown(NO_SUCH_KEY))?));
    }
    match front::request::session(head, database, env).await {
        Ok(session) => Ok(Caller::Officer(Box::new(session.actor))),
        Err(Failure::Unavailable(words)) => Err(Refused::Unavailable(words)),
        Err(Failure::Broken(detail)) => Err(Refused::Broken(detail)),
        Err(_) => Ok(Caller::Nobody),
    }
}

async fn ask<B>(
    call: &Call,
    operation: &Operation,
    key: &str,
    head: &Parts,
    body: &mut Option<B>,
) -> Result<(Answer, national::Handed), Refused>
where
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn Error + Send + Sync>>,
{
    call.may(operation.who)?;
    let format = wanted(head, operation.formats)?;
    let asked = Asked::read(head, operation.parameters)?;
    let nothing = (0, None);
    let answer = match operation.does {
        Does::Units => json(head, &aggregates::units(call, &asked).await?)?,
        Does::Fields => json(head, &aggregates::fields())?,
        Does::Measures => json(head, &aggregates::measures())?,
        Does::Periods => json(head, &aggregates::periods(call, &asked)?)?,
        Does::Figures => json(head, &aggregates::figures(call, &asked).await?)?,
        Does::Definitions => json(head, &aggregates::definitions())?,
        Does::Report => json(head, &aggregates::report(call, &asked, key).await?)?,
        Does::Changes => return national::changes(call, &asked, format).await,
        Does::Receipts => {
            let (received, handed) = national::receipts(call, head, body).await?;
            let body = serde_json::to_vec(&received).map_err(|error| Refused::Broken(error.to_string()))?;
            return Ok((shown(whole(body), format.content_type()), handed));
        }
        Does::Standing => json(head, &federation::standing(call).await?)?,
        Does::Shipment => return federation::shipment(call, head, body).await,
        Does::Question => return federation::question(call, head, body).await,
        Does::Document => json(head, &openapi::document())?,
        Does::Page => {
            let mut answer = kept(head, page::page().into_bytes(), format);
            let policy = HeaderValue::from_static(
                "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
            );
            answer.headers_mut().insert(CONTENT_SECURITY_POLICY, policy);
            answer
        }
        Does::Sheet => kept(head, page::SHEET.as_bytes().to_vec(), format),
    };
    Ok((answer, nothing))
}

fn json(head: &Parts, answer: &impl Serialize) -> Result<Answer, Refused> {
    let body = serde_json::to_vec(answer).map_err(|error| Refused::Broken(error.to_string()))?;
    Ok(kept(head, body, Format::Json))
}

/// An answer that its reader may keep and ask after: whether it is still so costs no body.
fn kept(head: &Parts, body: Vec<u8>, format: Format) -> Answer {
    let digest: String = Sha256::digest(&body).iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    let tag = format!("\"{digest}\"");
    let asked = head.headers.get(IF_NONE_MATCH).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let same = asked.split(',').any(|one| one.trim().trim_start_matches("W/") == tag);
    let mut answer = if same {
        let mut answer = Answer::new(whole(Bytes::new()));
        *answer.status_mut() = StatusCode::NOT_MODIFIED;
        answer
    } else {
        shown(whole(body), format.content_type())
    };
    let headers = answer.headers_mut();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(ETAG, tag);
    }
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("private, no-cache"));
    answer
}

/// The form of the answer that is accepted most; the first where nothing is said.
fn wanted(head: &Parts, formats: &'static [Format]) -> Result<Format, Refused> {
    let sent: Vec<&str> = head.headers.get_all(ACCEPT).into_iter().filter_map(|sent| sent.to_str().ok()).collect();
    let sent = sent.join(",");
    let first = formats.first().copied().unwrap_or(Format::Json);
    if sent.trim().is_empty() {
        return Ok(first);
    }
    let mut best: Option<(u32, Format)> = None;
    for range in sent.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let kind = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0_f32), |weight| weight.parse().ok());
        // Thousandths, so that weights compare as whole numbers.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 0 and 1000")]
        let weight = (weight.unwrap_or(0.0).clamp(0.0, 1.0) * 1000.0) as u32;
        let found = formats.iter().copied().find(|format| {
            let mime = format.mime();
            kind == "*/*"
                || kind == mime
                || kind
                    .strip_suffix('*')
                    .is_some_and(|start| start.len() > 1 && start.ends_with('/') && mime.starts_with(start))
        });
        if let Some(found) = found
            && weight > 0
            && best.is_none_or(|(most, _)| weight > most)
        {
            best = Some((weight, found));
        }
    }
    match best {
        Some((_, format)) => Ok(format),
        None => {
            let names: Vec<&str> = formats.iter().map(|format| format.mime()).collect();
            Err(Refused::NotAcceptable(format!("Gửi Accept là một trong: {}, hoặc bỏ Accept.", names.join(", "))))
        }
    }
}

/// For the fuzzing test: one query read by the table of every address.
#[cfg(test)]
pub fn fuzz_asked(query: &str) {
    let Ok(request) = http::Request::get(format!("{BASE}/x?{query}")).body(()) else { return };
    let head = request.into_parts().0;
    for operation in OPERATIONS {
        if let Ok(asked) = Asked::read(&head, operation.parameters) {
            for parameter in operation.parameters {
                let name = parameter.name;
                let _read =
                    (asked.day(name), asked.number(name), asked.period(name), asked.figures(name), asked.cursor(name));
            }
        }
    }
    find_operation(&format!("{BASE}/{query}"));
}
