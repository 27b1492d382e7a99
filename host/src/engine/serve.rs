//! One start of the host: reads the manifest, compiles the components, opens databases and stores, listens, and ends in order.

use super::answer::{Bodies, Served};
use super::cache;
use super::instance::{Limits, State, Template, linker};
use super::key_value::{self, KeyValue};
use super::listener::{Network, accept};
use super::metrics::{self, Metrics};
use super::outbound::Outbound;
use super::postgres_pool::Pools;
use super::sqlite::{self, Database};
use super::written::Record;
use crate::manifest::{self, Manifest};
use crate::routes::Routes;
use crate::runtime_config::RuntimeConfig;
use anyhow::{Context, Result, bail};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::watch;
use wasmtime::component::{Component, InstancePre};
use wasmtime::{Config, Engine, InstanceAllocationStrategy, PoolingAllocationConfig};
use wasmtime_wasi_http::handler::{ProxyHandler, ProxyPre};

/// How often a busy guest yields.
const TICK: Duration = Duration::from_millis(20);
/// How long requests in flight may take to finish at the end.
const GRACE: Duration = Duration::from_secs(10);
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
    /// The same for single components.
    pub max_body_of: BTreeMap<String, usize>,
    /// Bytes of request bodies that are held at once.
    pub max_buffered: usize,
    /// How connections are bounded.
    pub network: Network,
    /// Where figures are served, beside the public address.
    pub metrics: Option<SocketAddr>,
    /// Days the functions' clock runs ahead, to rehearse deadlines; 0 on real data.
    pub days_ahead: u16,
    /// File that tells which tables each request wrote, for tests.
    pub written: Option<PathBuf>,
    pub quiet: bool,
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
    let metrics = Metrics::new();
    let handlers = handlers(&manifest, &options, &engine, &databases, (&stopping, &metrics))?;
    let routes = Routes::new(&manifest.trigger.http);
    let listener = tokio::net::TcpListener::bind(options.listen)
        .await
        .with_context(|| format!("cannot listen on {}: is another server running there?", options.listen))?;
    let address = listener.local_addr()?;
    if options.metrics == Some(address) {
        bail!("--metrics-listen is the public address {address}: name another one, which only the collector reaches");
    }
    if !options.quiet {
        println!("Serving http://{address}");
        for (pattern, component) in routes.iter() {
            println!("  {pattern} ({component})");
        }
    }
    tracing::info!(%address, ready_ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX), "ready");

    let ended = tick(&engine)?;
    let network = options.network.clone().within_system();
    let bodies = Bodies { most: options.max_body, of: options.max_body_of, held: options.max_buffered };
    let record = options.written.as_deref().map(Record::create).transpose()?;
    let served = Served::new(routes, handlers, (bodies, network.clone()), options.max_instances, metrics.clone());
    let served = Arc::new(served.recording(record));
    let (stop, stopped) = watch::channel(false);
    if let Some(at) = options.metrics {
        let at = metrics::serve(metrics.clone(), at, stopped.clone()).await?;
        tracing::info!(address = %at, "figures");
    }
    let answering = served.clone();
    let accepting = tokio::spawn(accept(listener, network, metrics, stopped, move |peer, request| {
        let served = answering.clone();
        async move { served.answer(peer, request).await }
    }));
    wait_for_signal().await?;
    tracing::info!("stopping");
    stopping.store(true, Ordering::Relaxed);
    stop.send_replace(true);
    accepting.await?;
    let end = Instant::now() + GRACE;
    while served.in_flight() > 0 && Instant::now() < end {
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
    // `perf record` then knows the components' functions by their names.
    #[cfg(feature = "profiling")]
    config.profiler(wasmtime::ProfilingStrategy::PerfMap);
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
    (stopping, metrics): (&Arc<AtomicBool>, &Arc<Metrics>),
) -> Result<BTreeMap<String, ProxyHandler<Template>>> {
    let root = options.manifest.parent().unwrap_or(Path::new("."));
    let linker = linker(engine).map_err(anyhow::Error::from)?;
    let stores = stores(manifest, options)?;
    let postgres = Arc::<Pools>::default();
    let secrets = manifest.files(|name| std::env::var(name).ok())?;
    let environment = |name: &str| secrets.get(name).cloned().or_else(|| std::env::var(name).ok());
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
            postgres: postgres.clone(),
            key_value: key_value::Grants { allowed: definition.key_value_stores.clone(), stores: stores.clone() },
            variables: Arc::new(manifest.component_variables(definition, environment)?),
            outbound: Outbound(manifest.outbound_hosts(name, environment)?.into()),
            limits: options.limits,
            days_ahead: options.days_ahead,
            stopping: stopping.clone(),
            metrics: metrics.clone(),
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

#[cfg(test)]
mod tests {
    use super::*;

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
