//! Instances of one component: their state, limits, and how long they live.

use super::clock::DaysAhead;
use super::key_value::{self, Stores};
use super::metrics::Metrics;
use super::outbound::Outbound;
use super::output::Lines;
use super::postgres::{self, Postgres};
use super::postgres_pool::Pools;
use super::sqlite::{self, Sqlite};
use super::variables::{self, Values, Variables};
use super::written::Written;
use std::collections::BTreeMap;
use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};
use tokio::time::Sleep;
use wasmtime::component::{GuestTaskId, Linker, ResourceTable};
use wasmtime::{Engine, ResourceLimiter, Store, StoreContextMut, UpdateDeadline};
use wasmtime_wasi::{FsPerms, WasiCtx, WasiCtxBuilder, WasiCtxView, WasiView};
use wasmtime_wasi_http::handler::{
    HandlerState, Instance, ProxyPre, ShouldAccept, WorkerExpiration, WorkerState, WorkerStatus,
};
use wasmtime_wasi_http::{WasiHttpCtx, WasiHttpCtxView, WasiHttpView};

/// How much one instance may take, and how long it lives. Names as Spin's options.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Requests an instance answers before it is replaced.
    pub reuse_count: usize,
    /// Requests at once in one instance; a trap ends all of them.
    pub concurrent_reuse_count: usize,
    /// How long an instance waits for the next request.
    pub idle: Duration,
    /// Bytes of linear memory.
    pub memory: usize,
    /// How long a request may take.
    pub request: Duration,
}

/// Linear memory from which an instance is not used again. Memory never shrinks: one sign-in hashes a password with 19 MiB,
/// and an instance that did would hold them for as long as it lives.
const RETIRE_ABOVE: usize = 16 << 20;

/// Bounds each memory of an instance and lets its worker see how much they are together.
struct Memory {
    limit: usize,
    used: Arc<AtomicUsize>,
}

impl ResourceLimiter for Memory {
    fn memory_growing(&mut self, current: usize, desired: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        let allowed = desired <= self.limit;
        if allowed {
            self.used.fetch_add(desired.saturating_sub(current), Ordering::Relaxed);
        }
        Ok(allowed)
    }

    fn table_growing(&mut self, _: usize, _: usize, _: Option<usize>) -> wasmtime::Result<bool> {
        Ok(true)
    }
}

/// State of one instance.
pub struct State {
    table: ResourceTable,
    wasi: WasiCtx,
    http: WasiHttpCtx,
    hooks: Outbound,
    memory: Memory,
    sqlite: sqlite::Grants,
    connections: usize,
    postgres: Arc<Pools>,
    servers: usize,
    key_value: key_value::Grants,
    variables: Values,
    /// When the running request has to be over.
    deadline: Instant,
    /// What the running request writes.
    written: Written,
}

impl WasiView for State {
    fn ctx(&mut self) -> WasiCtxView<'_> {
        WasiCtxView { ctx: &mut self.wasi, table: &mut self.table }
    }
}

impl WasiHttpView for State {
    fn http(&mut self) -> WasiHttpCtxView<'_> {
        WasiHttpCtxView { ctx: &mut self.http, table: &mut self.table, hooks: &mut self.hooks }
    }
}

/// Everything a component may import.
pub fn linker(engine: &Engine) -> wasmtime::Result<Linker<State>> {
    let mut linker = Linker::new(engine);
    wasmtime_wasi::p2::add_to_linker_async(&mut linker)?;
    wasmtime_wasi::p3::add_to_linker(&mut linker)?;
    wasmtime_wasi_http::p2::add_only_http_to_linker_async(&mut linker)?;
    wasmtime_wasi_http::p3::add_to_linker(&mut linker)?;
    super::bindings::spin::sqlite::sqlite::add_to_linker::<State, Sqlite>(&mut linker, |state| sqlite::View {
        table: &mut state.table,
        grants: &state.sqlite,
        open: &mut state.connections,
        deadline: state.deadline,
        written: &state.written,
    })?;
    super::bindings::spin::postgres::postgres::add_to_linker::<State, Postgres>(&mut linker, |state| postgres::View {
        table: &mut state.table,
        pools: &state.postgres,
        outbound: &state.hooks,
        open: &mut state.servers,
        deadline: state.deadline,
    })?;
    super::bindings::spin::key_value::key_value::add_to_linker::<State, Stores>(&mut linker, |state| {
        key_value::View { table: &mut state.table, grants: &state.key_value }
    })?;
    super::bindings::spin::variables::variables::add_to_linker::<State, Variables>(&mut linker, |state| {
        variables::View(&state.variables)
    })?;
    Ok(linker)
}

/// What every instance of a component is made from.
pub struct Template {
    pub name: String,
    pub engine: Engine,
    pub pre: ProxyPre<State>,
    pub mounts: Vec<(PathBuf, String)>,
    pub environment: BTreeMap<String, String>,
    pub sqlite: sqlite::Grants,
    pub postgres: Arc<Pools>,
    pub key_value: key_value::Grants,
    pub variables: Values,
    pub outbound: Outbound,
    pub limits: Limits,
    /// Days the functions' clock runs ahead of the machine's.
    pub days_ahead: u16,
    /// The host is ending: instances that go now go in order.
    pub stopping: Arc<AtomicBool>,
    pub metrics: Arc<Metrics>,
}

impl Template {
    fn store(&self, request: &Arc<Mutex<String>>) -> wasmtime::Result<Store<State>> {
        let mut wasi = WasiCtxBuilder::new();
        wasi.stdout(Lines::new(&self.name, request.clone())).stderr(Lines::new(&self.name, request.clone()));
        if self.days_ahead > 0 {
            wasi.wall_clock(DaysAhead(self.days_ahead));
        }
        for (name, value) in &self.environment {
            wasi.env(name, value);
        }
        for (source, destination) in &self.mounts {
            wasi.preopened_dir(source, destination, FsPerms::ReadOnly)?;
        }
        let used = Arc::new(AtomicUsize::new(0));
        let state = State {
            table: ResourceTable::new(),
            wasi: wasi.build(),
            http: WasiHttpCtx::new(),
            hooks: self.outbound.clone(),
            memory: Memory { limit: self.limits.memory, used },
            sqlite: self.sqlite.clone(),
            connections: 0,
            postgres: self.postgres.clone(),
            servers: 0,
            key_value: self.key_value.clone(),
            variables: self.variables.clone(),
            deadline: Instant::now() + self.limits.request,
            written: Written::default(),
        };
        let mut store = Store::new(&self.engine, state);
        store.limiter(|state| &mut state.memory);
        // Every tick of the epoch the guest yields, so that a busy loop blocks no thread; past its deadline it traps.
        store.set_epoch_deadline(1);
        store.epoch_deadline_callback(|store| {
            if Instant::now() > store.data().deadline {
                Err(wasmtime::format_err!("the request took too long"))
            } else {
                Ok(UpdateDeadline::Yield(1))
            }
        });
        Ok(store)
    }
}

impl HandlerState for Template {
    type StoreData = State;
    type WorkerExpiration = Expiration;
    type WorkerState = Worker;

    async fn instantiate(&self) -> wasmtime::Result<Instance<State, Expiration, Worker>> {
        let request = Arc::<Mutex<String>>::default();
        let mut store = self.store(&request)?;
        let proxy = self.pre.instantiate_async(&mut store).await?;
        let used = store.data().memory.used.clone();
        Ok(Instance {
            store,
            proxy,
            view: |state| state.http(),
            expiration: Expiration { limits: self.limits, sleep: None, armed: None },
            state: Worker::begin(self, used, request),
        })
    }
}

/// Ends an instance that is idle for too long, or whose request is over its time and does not yield.
pub struct Expiration {
    limits: Limits,
    sleep: Option<Pin<Box<Sleep>>>,
    armed: Option<Instant>,
}

impl WorkerExpiration for Expiration {
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>, state: WorkerStatus, start: Instant) -> Poll<()> {
        let this = self.get_mut();
        let allowed = match state {
            WorkerStatus::Idle => this.limits.idle,
            // One second more than the request itself has, so that its own end comes first.
            WorkerStatus::Requests | WorkerStatus::PostReturn => this.limits.request + Duration::from_secs(1),
        };
        let end = start + allowed;
        if this.armed != Some(end) {
            this.armed = Some(end);
            match &mut this.sleep {
                Some(sleep) => sleep.as_mut().reset(end.into()),
                None => this.sleep = Some(Box::pin(tokio::time::sleep_until(end.into()))),
            }
        }
        match &mut this.sleep {
            Some(sleep) => sleep.as_mut().poll(cx),
            None => Poll::Pending,
        }
    }
}

/// What an instance is told of a request beside the request itself.
pub struct Asked {
    /// Its number in this run.
    pub id: String,
    /// Collects what it writes.
    pub written: Written,
}

/// One instance at work.
pub struct Worker {
    name: String,
    limits: Limits,
    /// Bytes of linear memory.
    used: Arc<AtomicUsize>,
    stopping: Arc<AtomicBool>,
    metrics: Arc<Metrics>,
    /// Number of the request it works on, for the lines it prints.
    request: Arc<Mutex<String>>,
}

impl Worker {
    fn begin(template: &Template, used: Arc<AtomicUsize>, request: Arc<Mutex<String>>) -> Self {
        template.metrics.begin(&template.name);
        Self {
            name: template.name.clone(),
            limits: template.limits,
            used,
            stopping: template.stopping.clone(),
            metrics: template.metrics.clone(),
            request,
        }
    }
}

impl WorkerState for Worker {
    type StoreData = State;
    type RequestData = Asked;

    fn should_accept_request(&self, concurrent_count: usize, total_count: usize) -> ShouldAccept {
        if total_count >= self.limits.reuse_count || self.used.load(Ordering::Relaxed) > RETIRE_ABOVE {
            ShouldAccept::Never
        } else if concurrent_count >= self.limits.concurrent_reuse_count {
            ShouldAccept::No
        } else {
            ShouldAccept::Yes
        }
    }

    fn on_request_start(
        &self,
        mut store: StoreContextMut<'_, State>,
        asked: Asked,
        _task: GuestTaskId,
    ) -> Pin<Box<dyn Future<Output = ()> + 'static + Send + Sync>> {
        store.data_mut().deadline = Instant::now() + self.limits.request;
        store.data_mut().written = asked.written;
        *self.request.lock().unwrap_or_else(PoisonError::into_inner) = asked.id;
        let limit = self.limits.request;
        Box::pin(async move { tokio::time::sleep(limit).await })
    }

    fn drop(&self, store: Store<State>, result: wasmtime::Result<()>) {
        self.metrics.end(&self.name, result.is_err() && !self.stopping.load(Ordering::Relaxed));
        if let Err(error) = result
            && !self.stopping.load(Ordering::Relaxed)
        {
            tracing::error!(component = self.name, error = format!("{error:?}"), "instance ended");
        }
        tracing::debug!(component = self.name, bytes = self.used.load(Ordering::Relaxed), "instance dropped");
        drop(store);
    }
}
