//! `host`: runs `spin.toml` on this machine.

use anyhow::{Context, Result, bail};
use host::engine::{Limits, Network, Options, compile, serve};
use ipnet::IpNet;
use lexopt::prelude::*;
use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;
use tracing_subscriber::EnvFilter;

const HELP: &str = "\
host: runs the application of a spin.toml on this machine

  --from, -f FILE                            manifest (default: spin.toml)
  --listen ADDRESS                           default: 127.0.0.1:3000
  --state-dir DIR                            databases and stores (default: .spin)
  --cache-dir DIR                            compiled components (default: STATE_DIR/cache)
  --runtime-config-file FILE                 where databases and stores are kept
  --max-instance-reuse-count N               requests before an instance is replaced (default: 10000)
  --max-instance-concurrent-reuse-count N    requests at once in one instance (default: 1)
  --idle-instance-timeout SECONDS            default: 30
  --max-instance-memory BYTES                default: 268435456
  --max-instances N                          requests in work at once (default: 8)
  --request-timeout SECONDS                  default: 30
  --max-body-size [COMPONENT=]BYTES          of one request, for all or for one component (default: 52428800)
  --max-buffered BYTES                       request bodies held at once (default: 268435456)
  --max-connections N                        default: 4096, within the limit of open files
  --max-connections-per-address N            default: 512
  --trusted-proxies LIST                     addresses or networks without a bound of their own
  --header-timeout SECONDS                   until the next request is there, also while idle (default: 20)
  --max-header-size BYTES                    default: 32768
  --body-timeout SECONDS                     before a body must have moved at the least rate (default: 20)
  --write-timeout SECONDS                    in which an answer must be taken at the least rate (default: 30)
  --min-rate BYTES                           least bytes a second, both ways (default: 512)
  --metrics-listen ADDRESS                   figures for Prometheus and OpenTelemetry, at an address that is not public
  --log-format text|json                     default: text
  --days-ahead N                             rehearsal: the functions' clock runs N days ahead (default: 0)
  --written-file FILE                        tells which tables each request wrote; for tests
  --compile-only                             compile the components into the cache, then end
  --quiet                                    print nothing but the log";

struct Arguments {
    options: Options,
    json: bool,
    compile_only: bool,
}

fn arguments() -> Result<Option<Arguments>> {
    let mut manifest = PathBuf::from("spin.toml");
    let mut listen = "127.0.0.1:3000".parse()?;
    let mut state_dir = PathBuf::from(".spin");
    let mut cache_dir = None;
    let mut runtime_config = None;
    let mut limits = Limits {
        reuse_count: 10_000,
        concurrent_reuse_count: 1,
        idle: Duration::from_secs(30),
        memory: 256 << 20,
        request: Duration::from_secs(30),
    };
    let mut max_body = 50 << 20;
    let mut max_body_of = BTreeMap::new();
    let mut max_buffered = 256 << 20;
    let mut network = Network::default();
    let mut metrics = None;
    let mut max_instances = 8;
    let mut days_ahead = 0;
    let mut written = None;
    let (mut quiet, mut json, mut compile_only) = (false, false, false);
    let mut parser = lexopt::Parser::from_env();
    while let Some(argument) = parser.next()? {
        match argument {
            Short('f') | Long("from") => manifest = parser.value()?.into(),
            Long("listen") => listen = parser.value()?.parse()?,
            Long("state-dir") => state_dir = parser.value()?.into(),
            Long("cache-dir") => cache_dir = Some(parser.value()?.into()),
            Long("runtime-config-file") => runtime_config = Some(parser.value()?.into()),
            Long("max-instance-reuse-count") => limits.reuse_count = parser.value()?.parse()?,
            Long("max-instance-concurrent-reuse-count") => limits.concurrent_reuse_count = parser.value()?.parse()?,
            Long("idle-instance-timeout") => limits.idle = Duration::from_secs(parser.value()?.parse()?),
            Long("max-instance-memory") => limits.memory = parser.value()?.parse()?,
            Long("max-instances") => max_instances = parser.value()?.parse::<std::num::NonZeroUsize>()?.get(),
            Long("request-timeout") => limits.request = Duration::from_secs(parser.value()?.parse()?),
            Long("max-body-size") => {
                let text = parser.value()?.string()?;
                match text.split_once('=') {
                    Some((component, bytes)) => {
                        max_body_of.insert(component.to_owned(), bytes.parse()?);
                    }
                    None => max_body = text.parse()?,
                }
            }
            Long("max-buffered") => max_buffered = parser.value()?.parse()?,
            Long("max-connections") => network.connections = parser.value()?.parse()?,
            Long("max-connections-per-address") => network.per_address = parser.value()?.parse()?,
            Long("trusted-proxies") => network.proxies = networks(&parser.value()?.string()?)?,
            Long("header-timeout") => network.head = Duration::from_secs(parser.value()?.parse()?),
            Long("max-header-size") => network.head_bytes = parser.value()?.parse()?,
            Long("body-timeout") => network.body = Duration::from_secs(parser.value()?.parse()?),
            Long("write-timeout") => network.write = Duration::from_secs(parser.value()?.parse()?),
            Long("min-rate") => network.rate = parser.value()?.parse()?,
            Long("metrics-listen") => metrics = Some(parser.value()?.parse()?),
            Long("days-ahead") => days_ahead = parser.value()?.parse()?,
            Long("written-file") => written = Some(parser.value()?.into()),
            Long("compile-only") => compile_only = true,
            Long("quiet") => quiet = true,
            Long("log-format") => {
                json = match parser.value()?.string()?.as_str() {
                    "json" => true,
                    "text" => false,
                    other => bail!("--log-format is text or json, not {other}"),
                };
            }
            Short('h') | Long("help") => {
                println!("{HELP}");
                return Ok(None);
            }
            _ => return Err(argument.unexpected().into()),
        }
    }
    let cache_dir = cache_dir.unwrap_or_else(|| state_dir.join("cache"));
    let options = Options {
        manifest,
        listen,
        state_dir,
        cache_dir,
        runtime_config,
        limits,
        max_instances,
        max_body,
        max_body_of,
        max_buffered,
        network,
        metrics,
        days_ahead,
        written,
        quiet,
    };
    Ok(Some(Arguments { options, json, compile_only }))
}

/// Addresses or networks, with commas between them.
fn networks(text: &str) -> Result<Vec<IpNet>> {
    let parts = text.split(',').map(str::trim).filter(|part| !part.is_empty());
    parts
        .map(|part| {
            let net = part.parse::<IpNet>().ok().or_else(|| part.parse::<IpAddr>().ok().map(IpNet::from));
            net.with_context(|| format!("--trusted-proxies: “{part}” is no address and no network such as 10.0.0.0/8"))
        })
        .collect()
}

fn main() -> Result<()> {
    let Some(Arguments { options, json, compile_only }) = arguments()? else { return Ok(()) };
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let log = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).with_target(false);
    let log = log.with_ansi(std::io::stderr().is_terminal());
    if json {
        log.json().flatten_event(true).with_current_span(false).with_span_list(false).init();
    } else {
        log.init();
    }
    if options.days_ahead > 0 {
        tracing::warn!(days = options.days_ahead, "rehearsal: the clock runs ahead; not for real data");
    }
    if compile_only {
        return compile(&options);
    }
    tokio::runtime::Builder::new_multi_thread()
        // SQLite runs on these threads: more of them than instances, so that statements which take long stop nobody else.
        .worker_threads(options.max_instances + std::thread::available_parallelism().map_or(2, std::num::NonZero::get))
        .enable_all()
        .build()?
        .block_on(serve(options))
}
