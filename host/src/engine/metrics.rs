//! What the host counts, in the text form that Prometheus and OpenTelemetry collectors read, at an address of its own.
//!
//! Labels are routes of the manifest, families of addresses as components name them, classes of statuses and names of components: never an
//! address that somebody typed.

use super::listener::{Network, serve_plainly};
use anyhow::{Context, Result};
use bytes::Bytes;
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::Full;
use hyper::body::Incoming;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use std::collections::HashSet;
use std::net::SocketAddr;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Duration;
use tokio::sync::watch;

/// Upper bounds in seconds: a page is answered in milliseconds, a big file in seconds, and what takes longer is broken off.
const BOUNDS: [f64; 14] = [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0];

/// Most families of addresses that are told apart: a component names few, and a defect must not fill the memory.
const FAMILIES: usize = 512;

type Labels = Vec<(&'static str, String)>;

/// Statements of components that were answered, and how long they waited for that, their turn to write included.
static STATEMENTS: LazyLock<(Counter, Counter<f64, AtomicU64>)> = LazyLock::new(Default::default);

/// A statement of a component was answered.
pub fn statement(took: Duration) {
    let (count, seconds) = &*STATEMENTS;
    count.inc();
    seconds.inc_by(took.as_secs_f64());
}

fn histogram() -> Histogram {
    Histogram::new(BOUNDS)
}

/// Everything that is counted.
pub struct Metrics {
    registry: Registry,
    requests: Family<Labels, Counter>,
    /// Labels of `requests` that are told apart.
    known: Mutex<HashSet<Labels>>,
    seconds: Family<Labels, Histogram, fn() -> Histogram>,
    pub in_flight: Gauge,
    rejected: Family<Labels, Counter>,
    pub connections: Gauge,
    instances: Family<Labels, Gauge>,
    started: Family<Labels, Counter>,
    failed: Family<Labels, Counter>,
    pub buffered: Gauge,
    resident: Gauge,
}

impl Metrics {
    /// Nothing counted yet.
    pub fn new() -> Arc<Self> {
        let mut registry = Registry::with_prefix("host");
        let requests = Family::<Labels, Counter>::default();
        let seconds = Family::<Labels, Histogram, fn() -> Histogram>::new_with_constructor(histogram);
        let (in_flight, connections, buffered, resident) =
            (Gauge::default(), Gauge::default(), Gauge::default(), Gauge::default());
        let rejected = Family::<Labels, Counter>::default();
        let instances = Family::<Labels, Gauge>::default();
        let started = Family::<Labels, Counter>::default();
        let failed = Family::<Labels, Counter>::default();
        registry.register("requests", "Answered requests by family of addresses and class of status", requests.clone());
        let help = "Time from the whole request to the whole answer, by route of the manifest";
        registry.register_with_unit("request_duration", help, Unit::Seconds, seconds.clone());
        registry.register("requests_in_flight", "Requests in work or waiting", in_flight.clone());
        registry.register("rejected", "Connections and requests that were turned away, by reason", rejected.clone());
        registry.register("connections", "Open connections", connections.clone());
        registry.register("instances", "Instances that are alive, by component", instances.clone());
        registry.register("instances_started", "Instances that were made, by component", started.clone());
        registry.register("instances_failed", "Instances that ended in a trap, by component", failed.clone());
        let (statements, waited) = &*STATEMENTS;
        registry.register("statements", "Statements that databases answered", statements.clone());
        let help = "Time components waited for the answers to their statements, their turn to write included";
        registry.register_with_unit("statements_waited", help, Unit::Seconds, waited.clone());
        registry.register_with_unit("buffered", "Request bodies that are held", Unit::Bytes, buffered.clone());
        registry.register_with_unit("resident_memory", "Memory of this process", Unit::Bytes, resident.clone());
        Arc::new(Self {
            registry,
            requests,
            known: Mutex::default(),
            seconds,
            in_flight,
            rejected,
            connections,
            instances,
            started,
            failed,
            buffered,
            resident,
        })
    }

    /// One request was answered.
    pub fn answered(&self, route: &str, family: &str, status: StatusCode, took: Duration) {
        let class = format!("{}xx", status.as_u16() / 100);
        let mut labels = vec![("route", family.to_owned()), ("status", class)];
        if !self.is_told_apart(&labels) {
            labels = vec![("route", "other".to_owned()), ("status", "all".to_owned())];
        }
        self.requests.get_or_create(&labels).inc();
        self.seconds.get_or_create(&vec![("route", route.to_owned())]).observe(took.as_secs_f64());
    }

    /// Whether labels are among those that are told apart, or become so: there is room for [`FAMILIES`].
    fn is_told_apart(&self, labels: &Labels) -> bool {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        known.contains(labels) || (known.len() < FAMILIES && known.insert(labels.clone()))
    }

    /// A connection or a request was turned away.
    pub fn reject(&self, reason: &str) {
        self.rejected.get_or_create(&vec![("reason", reason.to_owned())]).inc();
    }

    /// An instance of a component was made.
    pub fn begin(&self, component: &str) {
        let labels = vec![("component", component.to_owned())];
        self.instances.get_or_create(&labels).inc();
        self.started.get_or_create(&labels).inc();
    }

    /// An instance of a component is gone.
    pub fn end(&self, component: &str, failed: bool) {
        let labels = vec![("component", component.to_owned())];
        self.instances.get_or_create(&labels).dec();
        if failed {
            self.failed.get_or_create(&labels).inc();
        }
    }

    /// Everything, as a collector reads it.
    pub fn text(&self) -> String {
        self.resident.set(resident().unwrap_or(0));
        let mut text = String::new();
        // Writing to a text does not fail.
        let _ = encode(&mut text, &self.registry);
        text
    }
}

/// Bytes of memory that this process holds.
fn resident() -> Option<i64> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: i64 = line.split_whitespace().next()?.parse().ok()?;
    Some(kilobytes * 1024)
}

/// Serves the figures until the host ends, at an address that is not the public one.
///
/// # Errors
/// The address is taken.
pub async fn serve(metrics: Arc<Metrics>, address: SocketAddr, stopped: watch::Receiver<bool>) -> Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind(address).await.with_context(|| {
        format!("cannot listen on {address} for --metrics-listen: is another server running there?")
    })?;
    let address = listener.local_addr()?;
    if !address.ip().is_loopback() {
        tracing::warn!(%address, "figures are served beyond this machine: let only the collector reach that address");
    }
    let network = Network::default();
    tokio::spawn(serve_plainly(listener, network, stopped, move |request| {
        let answer = answer(&metrics, &request);
        async move { answer }
    }));
    Ok(address)
}

fn answer(metrics: &Metrics, request: &Request<Incoming>) -> Response<Full<Bytes>> {
    let found = request.uri().path() == "/metrics" && request.method() == Method::GET;
    let (status, body) =
        if found { (StatusCode::OK, metrics.text()) } else { (StatusCode::NOT_FOUND, "GET /metrics\n".to_owned()) };
    let mut response = Response::new(Full::new(Bytes::from(body)));
    *response.status_mut() = status;
    let kind =
        if found { "application/openmetrics-text; version=1.0.0; charset=utf-8" } else { "text/plain; charset=utf-8" };
    response.headers_mut().insert(http::header::CONTENT_TYPE, HeaderValue::from_static(kind));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_counted_is_written() {
        let metrics = Metrics::new();
        metrics.answered("/...", "/ho-so/:id", StatusCode::OK, Duration::from_millis(3));
        metrics.answered("/...", "/ho-so/:id", StatusCode::NOT_FOUND, Duration::from_millis(3));
        metrics.reject("address");
        metrics.begin("site");
        metrics.begin("site");
        metrics.end("site", true);
        statement(Duration::from_millis(250));
        let text = metrics.text();
        let waited = text.lines().find_map(|line| line.strip_prefix("host_statements_waited_seconds_total "));
        assert!(waited.is_some_and(|seconds| seconds.parse::<f64>().is_ok_and(|seconds| seconds >= 0.25)), "{text}");
        assert!(text.contains("\nhost_statements_total "), "{text}");
        for line in [
            "host_requests_total{route=\"/ho-so/:id\",status=\"2xx\"} 1",
            "host_requests_total{route=\"/ho-so/:id\",status=\"4xx\"} 1",
            "host_request_duration_seconds_count{route=\"/...\"} 2",
            "host_request_duration_seconds_bucket{le=\"0.005\",route=\"/...\"} 2",
            "host_rejected_total{reason=\"address\"} 1",
            "host_instances{component=\"site\"} 1",
            "host_instances_started_total{component=\"site\"} 2",
            "host_instances_failed_total{component=\"site\"} 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} in\n{text}");
        }
        assert!(text.ends_with("# EOF\n"), "{text}");
        assert!(resident().unwrap_or(0) > 1 << 20);
    }

    #[test]
    fn families_without_end_fill_no_memory() {
        let metrics = Metrics::new();
        for n in 0..FAMILIES + 100 {
            metrics.answered("/...", &format!("/{n}"), StatusCode::OK, Duration::ZERO);
        }
        let lines = metrics.text();
        let told = lines.lines().filter(|line| line.starts_with("host_requests_total")).count();
        assert_eq!(told, FAMILIES + 1);
    }
}
