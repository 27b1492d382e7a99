//! One request: what it is called in the log, which component answers it, and what is said where none does.
//!
//! The log has one line for each request, with the family of its address and never the address itself: a name, a code or a secret that
//! somebody typed stands in no line.

use super::instance::{Asked, Template};
use super::listener::{self, Network, Unread};
use super::metrics::Metrics;
use super::pages::{bind_to_tls, boxed, failed, page};
use super::written::{Record, Written};
use crate::routes::Routes;
use bytes::Bytes;
use http::header::{CONTENT_LENGTH, HOST, HeaderName};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode};
use http_body::Body;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Instant;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use wasmtime_wasi_http::WasiBody;
use wasmtime_wasi_http::handler::{ExpirationError, ProxyHandler};

/// Requests in work or waiting at once; more are told to come back.
const MAX_IN_FLIGHT: usize = 512;
/// Bytes of a body by which the host counts what it holds.
const GRAIN: usize = 1 << 10;

/// The other end of the connection, as Spin names it; what the sender wrote under that name is replaced.
const CLIENT: HeaderName = HeaderName::from_static("spin-client-addr");
/// Number of a request, for the component and for whoever reports an incident.
const REQUEST: HeaderName = HeaderName::from_static("x-request-id");
/// Trace of a request over several systems (W3C Trace Context).
const TRACE: HeaderName = HeaderName::from_static("traceparent");
/// Family of an address, as a component names it; it goes no further than the log.
const FAMILY: HeaderName = HeaderName::from_static("x-route");

/// How much of bodies is taken.
pub struct Bodies {
    /// Bytes of one body.
    pub most: usize,
    /// The same for single components.
    pub of: BTreeMap<String, usize>,
    /// Bytes of all bodies that are held at once.
    pub held: usize,
}

/// Everything that answers.
pub struct Served {
    routes: Routes,
    handlers: BTreeMap<String, ProxyHandler<Template>>,
    bodies: Bodies,
    room: Arc<Semaphore>,
    network: Network,
    instances: Semaphore,
    in_flight: AtomicUsize,
    metrics: Arc<Metrics>,
    /// Tells the incidents of one start from those of another.
    run: String,
    request_ids: AtomicU64,
    record: Option<Record>,
}

/// Counts a request out again, whatever becomes of it.
struct InFlight<'a>(&'a Served);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.in_flight.fetch_sub(1, Ordering::AcqRel);
        self.0.metrics.in_flight.dec();
    }
}

/// What a request is called.
struct Names {
    /// Its number in this run.
    id: String,
    /// Its trace, over all systems it goes through.
    trace: String,
}

impl Served {
    /// What answers from now on.
    pub fn new(
        routes: Routes,
        handlers: BTreeMap<String, ProxyHandler<Template>>,
        (bodies, network): (Bodies, Network),
        instances: usize,
        metrics: Arc<Metrics>,
    ) -> Self {
        let room = Arc::new(Semaphore::new((bodies.held / GRAIN).clamp(1, Semaphore::MAX_PERMITS)));
        Self {
            routes,
            handlers,
            bodies,
            room,
            network,
            instances: Semaphore::new(instances),
            in_flight: AtomicUsize::new(0),
            metrics,
            run: uuid::Uuid::new_v4().simple().to_string().split_off(26),
            request_ids: AtomicU64::new(0),
            record: None,
        }
    }

    /// The same, telling in a file which tables each request wrote.
    #[must_use]
    pub fn recording(self, record: Option<Record>) -> Self {
        Self { record, ..self }
    }

    /// Requests in work or waiting.
    pub fn in_flight(&self) -> usize {
        self.in_flight.load(Ordering::Acquire)
    }

    /// Answers one request, and writes its line.
    pub async fn answer(&self, peer: SocketAddr, mut request: Request<Incoming>) -> Response<WasiBody> {
        let started = Instant::now();
        let id = format!("{}-{}", self.run, self.request_ids.fetch_add(1, Ordering::Relaxed));
        let names = Names { trace: trace(request.headers_mut()), id };
        stamp(request.headers_mut(), peer, &names.id);
        let waiting = self.in_flight.fetch_add(1, Ordering::AcqRel);
        self.metrics.in_flight.inc();
        let _counted = InFlight(self);
        let method = request.method().clone();
        let written = Written::default();
        let path = self.record.is_some().then(|| request.uri().path().to_owned());
        let host = request.headers().get(HOST).and_then(|host| host.to_str().ok()).map(str::to_owned);
        let (route, component, mut response) = match self.routes.find(request.uri().path()) {
            _ if waiting >= MAX_IN_FLIGHT => {
                self.metrics.reject("overload");
                let text = "Thử lại sau ít phút. Nội dung đã nhập trên trang vẫn còn.";
                ("-", "-", page(StatusCode::SERVICE_UNAVAILABLE, "Hệ thống đang quá tải", text))
            }
            Some((component, route)) => {
                (route, component, self.dispatch(component, request, &names.id, &written).await)
            }
            None => ("-", "-", page(StatusCode::NOT_FOUND, "Không tìm thấy trang", "Kiểm tra lại địa chỉ.")),
        };
        let headers = response.headers_mut();
        let family = headers.remove(FAMILY).and_then(|family| family.to_str().ok().map(str::to_owned));
        let family = family.as_deref().unwrap_or(route);
        bind_to_tls(headers, host.as_deref());
        if let Ok(id) = HeaderValue::from_str(&names.id) {
            headers.insert(REQUEST, id);
        }
        let took = started.elapsed();
        self.metrics.answered(route, family, response.status(), took);
        tracing::info!(
            request = names.id,
            trace = names.trace,
            method = known(&method),
            route = family,
            status = response.status().as_u16(),
            component,
            bytes = response.body().size_hint().exact().unwrap_or(0),
            us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX),
            "request"
        );
        if let Some((record, path)) = self.record.as_ref().zip(path) {
            record.line(method.as_str(), &path, response.status().as_u16(), &written);
        }
        response
    }

    async fn dispatch(
        &self,
        component: &str,
        request: Request<Incoming>,
        id: &str,
        written: &Written,
    ) -> Response<WasiBody> {
        let Some(handler) = self.handlers.get(component) else {
            return page(StatusCode::NOT_FOUND, "Không tìm thấy trang", "Kiểm tra lại địa chỉ.");
        };
        let (parts, body) = request.into_parts();
        let (body, _room) = match self.take(component, &parts.headers, body).await {
            Ok(taken) => taken,
            Err(unread) => return self.refuse(component, unread),
        };
        // Queued in order; `MAX_IN_FLIGHT` bounds the queue.
        let Ok(_instance) = self.instances.acquire().await else {
            return page(StatusCode::SERVICE_UNAVAILABLE, "Hệ thống đang dừng", "Thử lại sau ít phút.");
        };
        let reads = parts.method.is_safe();
        let without_body = parts.method == Method::HEAD;
        let mut request = Request::from_parts(parts, boxed(body));
        absolute(&mut request);
        // The answer is taken whole as well: a slow reader holds no instance, and a trap half-way is still a 500.
        let result = async {
            let (parts, body) =
                handler.handle(Asked { id: id.to_owned(), written: written.clone() }, request).await?.into_parts();
            // Such an answer names the length of a body that it does not have.
            if without_body || parts.status == StatusCode::NOT_MODIFIED {
                return Ok(Response::from_parts(parts, boxed(Bytes::new())));
            }
            let body = body.collect().await.map_err(|error| wasmtime::format_err!("the body broke off: {error:?}"))?;
            wasmtime::error::Ok(Response::from_parts(parts, boxed(body.to_bytes())))
        };
        match result.await {
            Ok(response) => response,
            Err(error) => {
                let late = error.is::<ExpirationError>();
                tracing::error!(request = id, component, error = format!("{error:?}"), "request failed");
                failed(late, reads, id)
            }
        }
    }

    fn most(&self, component: &str) -> usize {
        self.bodies.of.get(component).copied().unwrap_or(self.bodies.most)
    }

    /// Reads a body whole, so that a slow or endless sender never holds an instance; what it holds is counted until it was answered.
    async fn take(&self, component: &str, headers: &HeaderMap, body: Incoming) -> Result<(Bytes, Room), Unread> {
        let most = self.most(component);
        let declared = headers.get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
        if declared.is_some_and(|length| length > most) {
            return Err(Unread::TooLarge);
        }
        let mut room = Room { permit: None, grains: 0, bytes: 0, metrics: self.metrics.clone() };
        let body = listener::collect(body, &self.network, most, |more| room.more(&self.room, more)).await?;
        Ok((body, room))
    }

    fn refuse(&self, component: &str, unread: Unread) -> Response<WasiBody> {
        match unread {
            Unread::TooLarge => {
                let most = self.most(component) / 1024;
                let text = format!("Mỗi lần gửi tối đa {most} KB. Quay lại trang trước, rút gọn nội dung rồi gửi lại.");
                page(StatusCode::PAYLOAD_TOO_LARGE, "Dữ liệu gửi lên quá lớn", &text)
            }
            Unread::Slow => {
                self.metrics.reject("slow-body");
                page(StatusCode::REQUEST_TIMEOUT, "Dữ liệu gửi lên quá chậm", "Kiểm tra mạng rồi gửi lại.")
            }
            Unread::Cut => page(StatusCode::BAD_REQUEST, "Không nhận được đủ dữ liệu", "Kiểm tra mạng rồi gửi lại."),
            Unread::Full => {
                self.metrics.reject("memory");
                let text = "Nhiều tệp đang được gửi cùng lúc. Chưa ghi gì; thử lại sau ít phút.";
                page(StatusCode::SERVICE_UNAVAILABLE, "Hệ thống đang bận", text)
            }
        }
    }
}

/// What one request holds of the room for bodies.
struct Room {
    permit: Option<OwnedSemaphorePermit>,
    grains: usize,
    bytes: usize,
    metrics: Arc<Metrics>,
}

impl Room {
    fn more(&mut self, all: &Arc<Semaphore>, bytes: usize) -> bool {
        let wanted = (self.bytes + bytes).div_ceil(GRAIN);
        let more = u32::try_from(wanted.saturating_sub(self.grains)).unwrap_or(u32::MAX);
        let Ok(permit) = all.clone().try_acquire_many_owned(more) else { return false };
        match &mut self.permit {
            Some(kept) => kept.merge(permit),
            None => self.permit = Some(permit),
        }
        (self.grains, self.bytes) = (wanted, self.bytes + bytes);
        self.metrics.buffered.inc_by(i64::try_from(bytes).unwrap_or(0));
        true
    }
}

impl Drop for Room {
    fn drop(&mut self) {
        self.metrics.buffered.dec_by(i64::try_from(self.bytes).unwrap_or(0));
    }
}

/// A method as the log has it: anything may be sent as one.
fn known(method: &Method) -> &str {
    let common = [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];
    if common.contains(method) { method.as_str() } else { "other" }
}

/// The trace a request belongs to: the one it came with, or a new one, which goes on with it.
fn trace(headers: &mut HeaderMap) -> String {
    let sent = headers.get(TRACE).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let parts: Vec<&str> = sent.split('-').collect();
    let is_hex = |part: &str, length: usize| {
        part.len() == length
            && part.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'a'..=b'f'))
            && part.bytes().any(|byte| byte != b'0')
    };
    let trace = match parts.as_slice() {
        ["00", trace, parent, flags] if is_hex(trace, 32) && is_hex(parent, 16) && flags.len() == 2 => {
            (*trace).to_owned()
        }
        _ => uuid::Uuid::new_v4().simple().to_string(),
    };
    let span = uuid::Uuid::new_v4().simple().to_string();
    let span = span.get(..16).unwrap_or("0000000000000001");
    if let Ok(value) = HeaderValue::from_str(&format!("00-{trace}-{span}-01")) {
        headers.insert(TRACE, value);
    }
    trace
}

/// Says of a request what only the host knows; what the sender wrote under these names is gone.
fn stamp(headers: &mut HeaderMap, peer: SocketAddr, id: &str) {
    for (name, value) in [(CLIENT, peer.to_string()), (REQUEST, id.to_owned())] {
        match HeaderValue::from_str(&value) {
            Ok(value) => drop(headers.insert(name, value)),
            Err(_) => drop(headers.remove(name)),
        }
    }
}

/// WASI wants scheme and authority in the request's address.
fn absolute<B>(request: &mut Request<B>) {
    let authority = request
        .headers()
        .get(HOST)
        .and_then(|host| host.to_str().ok()?.parse::<http::uri::Authority>().ok())
        .unwrap_or_else(|| http::uri::Authority::from_static("localhost"));
    let mut parts = std::mem::take(request.uri_mut()).into_parts();
    parts.scheme = Some(http::uri::Scheme::HTTP);
    parts.authority = Some(authority);
    if parts.path_and_query.is_none() {
        parts.path_and_query = Some(http::uri::PathAndQuery::from_static("/"));
    }
    if let Ok(uri) = http::Uri::from_parts(parts) {
        *request.uri_mut() = uri;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_trace_goes_on_and_a_forged_one_does_not() {
        let told = |sent: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(TRACE, HeaderValue::from_str(sent).unwrap());
            let trace = trace(&mut headers);
            (trace, headers[TRACE].to_str().unwrap().to_owned())
        };
        let (kept, on) = told("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
        assert_eq!(kept, "0af7651916cd43dd8448eb211c80319c");
        assert!(on.starts_with("00-0af7651916cd43dd8448eb211c80319c-") && !on.contains("b7ad6b7169203331"), "{on}");
        for forged in [
            "",
            "x",
            "00-0-0-0",
            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
            "00-../../etc/passwd0000000000000000000000-b7ad6b7169203331-01",
        ] {
            let (made, on) = told(forged);
            assert!(made.len() == 32 && on.contains(&made), "{forged}: {on}");
        }
    }

    #[test]
    fn nobody_says_himself_where_he_is() {
        let mut headers = HeaderMap::new();
        headers.append(CLIENT, HeaderValue::from_static("1.1.1.1:1"));
        headers.append(CLIENT, HeaderValue::from_static("2.2.2.2:2"));
        headers.append(REQUEST, HeaderValue::from_static("forged"));
        stamp(&mut headers, "203.0.113.9:4711".parse().unwrap(), "a-1");
        let told: Vec<&HeaderValue> = headers.get_all(CLIENT).iter().collect();
        assert_eq!(told, ["203.0.113.9:4711"]);
        assert_eq!(headers[REQUEST], "a-1");
    }

    #[test]
    fn bodies_share_one_room_and_give_it_back() {
        let (all, metrics) = (Arc::new(Semaphore::new(4)), Metrics::new());
        let room = || Room { permit: None, grains: 0, bytes: 0, metrics: metrics.clone() };
        let (mut one, mut two) = (room(), room());
        assert!(one.more(&all, 1) && one.more(&all, 2 * GRAIN), "three grains");
        assert!(two.more(&all, GRAIN));
        assert!(!two.more(&all, 1) && !one.more(&all, GRAIN));
        assert_eq!(metrics.buffered.get(), i64::try_from(3 * GRAIN + 1).unwrap());
        drop(one);
        assert!(two.more(&all, 3 * GRAIN));
        drop(two);
        assert_eq!((metrics.buffered.get(), all.available_permits()), (0, 4));
    }

    #[test]
    fn no_method_of_somebodys_making_is_logged() {
        assert_eq!(known(&Method::GET), "GET");
        assert_eq!(known(&"NGUYENVANA".parse().unwrap()), "other");
    }
}
