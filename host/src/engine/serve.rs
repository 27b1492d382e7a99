//! The listener: accepts connections, finds the component of a path, hands the request on, logs one line each.

use super::cache;
use super::instance::{Limits, State, Template, linker};
use super::key_value::{self, KeyValue};
use super::sqlite::{self, Database};
use crate::manifest::{self, Manifest};
use crate::routes::Routes;
use crate::runtime_config::RuntimeConfig;
use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::{HeaderValue, Request, Response, StatusCode};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use std::collections::BTreeMap;
use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::{Semaphore, watch};
use wasmtime::component::{Component, InstancePre};
use wasmtime::{Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};
use wasmtime_wasi_http::WasiBody;
use wasmtime_wasi_http::handler::{ExpirationError, ProxyHandler, ProxyPre};

/// How often a busy guest yields.
const TICK: Duration = Duration::from_millis(20);
/// How long requests in flight may take to finish at the end.
const GRACE: Duration = Duration::from_secs(10);
/// Requests in work or waiting at once; more are told to come back.
const MAX_IN_FLIGHT: usize = 512;

/// What the command line asks for.
#[derive(Debug, Clone)]
pub struct Options {
    pub manifest: PathBuf,
    pub listen: SocketAddr,
    pub state_dir: PathBuf,
    pub cache_dir: PathBuf,
    pub runtime_config: Option<PathBuf>,
    pub limits: Limits,
    /// Requests in work at once, over all components; more wait in order. It bounds the instances and so the memory.
    pub max_instances: usize,
    /// Bytes a request body may have.
    pub max_body: usize,
    /// Days the functions' clock runs ahead, to rehearse deadlines; 0 on real data.
    pub days_ahead: u16,
    pub quiet: bool,
}

struct Served {
    routes: Routes,
    handlers: BTreeMap<String, ProxyHandler<Template>>,
    max_body: usize,
    request_limit: Duration,
    instances: Semaphore,
    in_flight: AtomicUsize,
    /// Tells the incidents of one start from those of another.
    run: String,
    request_ids: AtomicU64,
}

/// Serves until SIGINT or SIGTERM; requests in flight finish first.
///
/// # Errors
/// What keeps the application from starting, with how to fix it.
pub async fn serve(options: Options) -> Result<()> {
    let started = Instant::now();
    let manifest = manifest::load(&options.manifest)?;
    std::fs::create_dir_all(&options.state_dir)
        .with_context(|| format!("cannot create the state directory {}", options.state_dir.display()))?;
    let engine = engine(&options.limits)?;
    let databases = databases(&manifest, &options)?;
    let stopping = Arc::new(AtomicBool::new(false));
    let handlers = handlers(&manifest, &options, &engine, &databases, &stopping)?;
    let routes = Routes::new(&manifest.trigger.http);
    let listener = tokio::net::TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("cannot listen on {}: is another server running there?", options.listen))?;
    let address = listener.local_addr()?;
    if !options.quiet {
        println!("Serving http://{address}");
        for (pattern, component) in routes.iter() {
            println!("  {pattern} ({component})");
        }
    }
    tracing::info!(%address, ready_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX), "ready");

    let ended = tick(&engine)?;
    let served = Arc::new(Served {
        routes,
        handlers,
        max_body: options.max_body,
        request_limit: options.limits.request,
        instances: Semaphore::new(options.max_instances),
        in_flight: AtomicUsize::new(0),
        run: uuid::Uuid::new_v4().simple().to_string().split_off(26),
        request_ids: AtomicU64::new(0),
    });
    let (stop, stopped) = watch::channel(false);
    let accepting = tokio::spawn(accept(listener, served.clone(), stopped));
    wait_for_signal().await?;
    tracing::info!("stopping");
    stopping.store(true, Ordering::Relaxed);
    stop.send_replace(true);
    accepting.await?;
    let end = Instant::now() + GRACE;
    while served.in_flight.load(Ordering::Acquire) > 0 && Instant::now() < end {
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    ended.store(true, Ordering::Relaxed);
    for database in databases.values() {
        database.checkpoint();
    }
    Ok(())
}

/// Advances the engine's clock from a thread of its own: guests that loop may hold every thread of the runtime, and it is
/// this clock that makes them let go. The answer ends it.
fn tick(engine: &Engine) -> Result<Arc<AtomicBool>> {
    let engine = engine.clone();
    let ended = Arc::new(AtomicBool::new(false));
    let end = ended.clone();
    std::thread::Builder::new().name("epoch".to_owned()).spawn(move || {
        while !end.load(Ordering::Relaxed) {
            std::thread::sleep(TICK);
            engine.increment_epoch();
        }
    })?;
    Ok(ended)
}

/// Compiles what the cache lacks.
///
/// # Errors
/// As for [`serve`].
pub fn compile(options: &Options) -> Result<()> {
    let root = options.manifest.parent().unwrap_or(Path::new("."));
    let engine = engine(&options.limits)?;
    for (name, component) in manifest::load(&options.manifest)?.component {
        let source = root.join(component.source);
        if cache::open(&engine, &source, &options.cache_dir)?.is_none() {
            cache::compile(&engine, &source, &options.cache_dir).with_context(|| format!("component `{name}`"))?;
        }
    }
    Ok(())
}

/// Runs [`compile`] in a process of its own: the compiler takes hundreds of megabytes that a process never gives back.
fn compile_apart() -> Result<()> {
    let program = std::env::current_exe().context("cannot find this program's own file")?;
    let status = Command::new(program).args(std::env::args_os().skip(1)).arg("--compile-only").status()?;
    if !status.success() {
        bail!("the components could not be compiled");
    }
    Ok(())
}

fn component(engine: &Engine, source: &Path, options: &Options) -> Result<Component> {
    if let Some(component) = cache::open(engine, source, &options.cache_dir)? {
        return Ok(component);
    }
    compile_apart()?;
    cache::open(engine, source, &options.cache_dir)?.context("it was compiled, but the result cannot be read")
}

async fn wait_for_signal() -> Result<()> {
    let mut terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    tokio::select! {
        result = tokio::signal::ctrl_c() => result?,
        _ = terminate.recv() => {}
    }
    Ok(())
}

fn engine(limits: &Limits) -> Result<Engine> {
    let mut pooling = PoolingAllocationConfig::new();
    pooling
        .total_component_instances(1024)
        .total_core_instances(1024 * 8)
        .total_memories(1024)
        .total_tables(1024 * 4)
        .total_stacks(1024)
        .max_memory_size(limits.memory)
        .max_unused_warm_slots(32)
        .linear_memory_keep_resident(1 << 20)
        .table_keep_resident(1 << 16);
    let mut config = Config::new();
    config
        .wasm_component_model_async(true)
        .epoch_interruption(true)
        .allocation_strategy(InstanceAllocationStrategy::Pooling(pooling));
    Engine::new(&config).map_err(|error| anyhow::anyhow!("cannot start the engine: {error:?}"))
}

fn databases(manifest: &Manifest, options: &Options) -> Result<Arc<BTreeMap<String, Arc<Database>>>> {
    let config = RuntimeConfig::load(options.runtime_config.as_deref())?;
    let mut databases = BTreeMap::new();
    for (component, definition) in &manifest.component {
        for name in &definition.sqlite_databases {
            match config.database(name, &options.state_dir) {
                Some(path) => {
                    databases.entry(name.clone()).or_insert_with(|| Database::new(path));
                }
                None => bail!(
                    "component `{component}` asks for the database `{name}`, which is not configured: add [sqlite_database.{name}] to the runtime configuration"
                ),
            }
        }
    }
    Ok(Arc::new(databases))
}

fn stores(manifest: &Manifest, options: &Options) -> Result<Arc<BTreeMap<String, Arc<KeyValue>>>> {
    let config = RuntimeConfig::load(options.runtime_config.as_deref())?;
    let mut stores = BTreeMap::new();
    for (component, definition) in &manifest.component {
        for name in &definition.key_value_stores {
            let path = config.store(name, &options.state_dir).with_context(|| {
                format!("component `{component}` asks for the key-value store `{name}`, which is not configured")
            })?;
            stores.insert(name.clone(), KeyValue::open(&path, name)?);
        }
    }
    Ok(Arc::new(stores))
}

fn handlers(
    manifest: &Manifest,
    options: &Options,
    engine: &Engine,
    databases: &Arc<BTreeMap<String, Arc<Database>>>,
    stopping: &Arc<AtomicBool>,
) -> Result<BTreeMap<String, ProxyHandler<Template>>> {
    let root = options.manifest.parent().unwrap_or(Path::new("."));
    let linker = linker(engine).map_err(anyhow::Error::from)?;
    let stores = stores(manifest, options)?;
    let mut handlers = BTreeMap::new();
    for (name, definition) in &manifest.component {
        let component = component(engine, &root.join(&definition.source), options)
            .with_context(|| format!("component `{name}`"))?;
        let pre = linker
            .instantiate_pre(&component)
            .map_err(|error| anyhow::anyhow!("component `{name}` imports what this host does not have: {error:?}"))?;
        let mut mounts = Vec::new();
        for mount in &definition.files {
            let source = root.join(&mount.source);
            if !source.is_dir() {
                bail!(
                    "component `{name}`: the directory {} does not exist: build it first (`cargo xtask build`)",
                    source.display()
                );
            }
            mounts.push((source, mount.destination.clone()));
        }
        let template = Template {
            name: name.clone(),
            engine: engine.clone(),
            pre: proxy(pre).with_context(|| format!("component `{name}`"))?,
            mounts,
            environment: definition.environment.clone(),
            sqlite: sqlite::Grants { allowed: definition.sqlite_databases.clone(), databases: databases.clone() },
            key_value: key_value::Grants { allowed: definition.key_value_stores.clone(), stores: stores.clone() },
            variables: Arc::new(manifest.component_variables(definition, |name| std::env::var(name).ok())?),
            limits: options.limits,
            days_ahead: options.days_ahead,
            stopping: stopping.clone(),
        };
        handlers.insert(name.clone(), ProxyHandler::new(template));
    }
    Ok(handlers)
}

/// A WASI 0.3 handler, or a WASI 0.2 one.
fn proxy(pre: InstancePre<State>) -> Result<ProxyPre<State>> {
    match wasmtime_wasi_http::p3::bindings::ServicePre::new(pre.clone()) {
        Ok(service) => Ok(ProxyPre::P3(service)),
        Err(newer) => match wasmtime_wasi_http::p2::bindings::ProxyPre::new(pre) {
            Ok(proxy) => Ok(ProxyPre::P2(proxy)),
            Err(older) => bail!("it is no HTTP component: neither wasi:http 0.3 ({newer}) nor 0.2 ({older})"),
        },
    }
}

async fn accept(listener: tokio::net::TcpListener, served: Arc<Served>, mut stopped: watch::Receiver<bool>) {
    loop {
        let stream = tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => stream,
                Err(error) => {
                    // Out of file handles, most likely: wait for some to close.
                    tracing::warn!(%error, "accept");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                    continue;
                }
            },
            _ = stopped.changed() => return,
        };
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "nodelay");
        }
        let served = served.clone();
        let mut stopped = stopped.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| {
                let served = served.clone();
                async move { Ok::<_, Infallible>(answer(&served, request).await) }
            });
            let connection = hyper::server::conn::http1::Builder::new()
                .timer(hyper_util::rt::TokioTimer::new())
                .header_read_timeout(Duration::from_secs(30))
                .serve_connection(TokioIo::new(stream), service);
            let mut connection = std::pin::pin!(connection);
            let result = tokio::select! {
                result = connection.as_mut() => result,
                _ = stopped.changed() => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = result {
                tracing::debug!(%error, "connection");
            }
        });
    }
}

/// Counts a request out again, whatever becomes of it.
struct InFlight<'a>(&'a AtomicUsize);

impl Drop for InFlight<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::AcqRel);
    }
}

async fn answer(served: &Served, request: Request<Incoming>) -> Response<WasiBody> {
    let started = Instant::now();
    let id = format!("{}-{}", served.run, served.request_ids.fetch_add(1, Ordering::Relaxed));
    let waiting = served.in_flight.fetch_add(1, Ordering::AcqRel);
    let _counted = InFlight(&served.in_flight);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let (component, response) = if waiting >= MAX_IN_FLIGHT {
        (
            "-",
            page(
                StatusCode::SERVICE_UNAVAILABLE,
                "Hệ thống đang quá tải",
                "Thử lại sau ít phút. Nội dung đã nhập trên trang vẫn còn.",
            ),
        )
    } else {
        match served.routes.find(&path) {
            Some((component, _)) => (component, dispatch(served, component, request, &id).await),
            None => ("-", page(StatusCode::NOT_FOUND, "Không tìm thấy trang", "Kiểm tra lại địa chỉ.")),
        }
    };
    tracing::info!(
        request = id,
        %method,
        path,
        status = response.status().as_u16(),
        component,
        us = u64::try_from(started.elapsed().as_micros()).unwrap_or(u64::MAX),
        "request"
    );
    response
}

async fn dispatch(served: &Served, component: &str, request: Request<Incoming>, id: &str) -> Response<WasiBody> {
    let Some(handler) = served.handlers.get(component) else {
        return page(StatusCode::NOT_FOUND, "Không tìm thấy trang", "Kiểm tra lại địa chỉ.");
    };
    let declared = request
        .headers()
        .get(http::header::CONTENT_LENGTH)
        .and_then(|length| length.to_str().ok()?.parse::<usize>().ok());
    let too_large = || {
        page(
            StatusCode::PAYLOAD_TOO_LARGE,
            "Dữ liệu gửi lên quá lớn",
            &format!(
                "Mỗi lần gửi tối đa {} KB. Quay lại trang trước, rút gọn nội dung rồi gửi lại.",
                served.max_body / 1024
            ),
        )
    };
    if declared.is_some_and(|length| length > served.max_body) {
        return too_large();
    }
    let (parts, body) = request.into_parts();
    // Bodies are forms and small JSON: read whole, so that a slow or endless sender never holds an instance.
    let body = match tokio::time::timeout(served.request_limit, Limited::new(body, served.max_body).collect()).await {
        Ok(Ok(body)) => body.to_bytes(),
        Ok(Err(error)) if error.is::<http_body_util::LengthLimitError>() => return too_large(),
        Ok(Err(_)) => {
            return page(StatusCode::BAD_REQUEST, "Không nhận được đủ dữ liệu", "Kiểm tra mạng rồi gửi lại.");
        }
        Err(_) => return page(StatusCode::REQUEST_TIMEOUT, "Dữ liệu gửi lên quá chậm", "Kiểm tra mạng rồi gửi lại."),
    };
    // Queued in order; `MAX_IN_FLIGHT` bounds the queue.
    let Ok(_instance) = served.instances.acquire().await else {
        return page(StatusCode::SERVICE_UNAVAILABLE, "Hệ thống đang dừng", "Thử lại sau ít phút.");
    };
    let reads = parts.method.is_safe();
    let without_body = parts.method == http::Method::HEAD;
    let mut request = Request::from_parts(parts, boxed(body));
    absolute(&mut request);
    // The answer is taken whole as well: a slow reader holds no instance, and a trap half-way is still a 500.
    let result = async {
        let (parts, body) = handler.handle((), request).await?.into_parts();
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

/// What is said of a request that broke off. It may have been written before it did: whoever sent a form looks first.
fn failed(late: bool, reads: bool, id: &str) -> Response<WasiBody> {
    let (status, title) = if late {
        (StatusCode::GATEWAY_TIMEOUT, "Xử lý quá lâu")
    } else {
        (StatusCode::INTERNAL_SERVER_ERROR, "Hệ thống gặp lỗi")
    };
    let next = if reads {
        "Tải lại trang này."
    } else {
        "Chưa chắc nội dung vừa gửi đã được ghi hay chưa: mở lại hồ sơ để xem trước khi gửi lại."
    };
    page(status, title, &format!("{next} Nếu vẫn lỗi, báo quản trị hệ thống mã sự cố {id}."))
}

fn boxed(bytes: Bytes) -> WasiBody {
    Full::new(bytes).map_err(|never: Infallible| match never {}).boxed_unsync()
}

/// WASI wants scheme and authority in the request's address.
fn absolute<B>(request: &mut Request<B>) {
    let authority = request
        .headers()
        .get(http::header::HOST)
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

/// A small page of the host itself, for what no component answers.
fn page(status: StatusCode, title: &str, text: &str) -> Response<WasiBody> {
    let html = format!(
        "<!DOCTYPE html><html lang=\"vi\"><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width\">\
         <title>{title}</title><main><h1>{title}</h1><p>{text}</p><p><a href=\"/\">Về trang đầu</a></p></main></html>"
    );
    let mut response = Response::new(boxed(Bytes::from(html)));
    *response.status_mut() = status;
    response.headers_mut().insert(http::header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    async fn text(response: Response<WasiBody>) -> String {
        let body = response.into_body().collect().await.expect("a body").to_bytes();
        String::from_utf8(body.to_vec()).expect("UTF-8")
    }

    #[tokio::test]
    async fn a_form_that_broke_off_is_not_said_to_be_lost() {
        let read = failed(false, true, "a-1");
        assert_eq!(read.status(), StatusCode::INTERNAL_SERVER_ERROR);
        assert!(text(read).await.contains("Tải lại trang này. Nếu vẫn lỗi, báo quản trị hệ thống mã sự cố a-1."));
        let sent = failed(true, false, "a-2");
        assert_eq!(sent.status(), StatusCode::GATEWAY_TIMEOUT);
        assert!(text(sent).await.contains("xem trước khi gửi lại"));
    }

    #[test]
    fn the_clock_goes_on_while_every_thread_of_the_runtime_is_busy() {
        let mut config = Config::new();
        config.epoch_interruption(true);
        let engine = Engine::new(&config).expect("engine");
        // (module (func (export "run") (loop (br 0))))
        let endless = b"\0asm\x01\0\0\0\x01\x04\x01\x60\0\0\x03\x02\x01\0\x07\x07\x01\x03run\0\0\x0a\x09\x01\x07\0\x03\x40\x0c\0\x0b\x0b";
        let module = wasmtime::Module::new(&engine, endless).expect("module");
        let mut store = wasmtime::Store::new(&engine, ());
        store.set_epoch_deadline(2);
        let instance = wasmtime::Instance::new(&mut store, &module, &[]).expect("instance");
        let run = instance.get_typed_func::<(), ()>(&mut store, "run").expect("function");
        let ended = tick(&engine).expect("clock");
        // Nothing but the clock's own thread runs besides this one.
        assert!(run.call(&mut store, ()).is_err(), "an endless loop is interrupted");
        ended.store(true, Ordering::Relaxed);
    }
}
