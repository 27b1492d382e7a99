//! Connections to PostgreSQL that are kept for the next request, by the address they lead to.
#![expect(clippy::result_large_err, reason = "the error is that of Spin's interface, which says how large it is")]

use super::bindings::spin::postgres::postgres::Error;
use super::metrics;
use super::outbound::Outbound;
use super::postgres::{Given, failed};
use super::postgres_waiting::{WITH_NEXT, Waiting};
use anyhow::Context;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio_postgres::config::{Host, SslMode};
use tokio_postgres::{Client, Config, NoTls, Statement};
use tokio_postgres_rustls::MakeRustlsConnect;

/// Connections kept open per address while nobody uses them.
const IDLE: usize = 8;
/// Connections per address at once; who comes later waits. A server takes a hundred from all hosts together, unless it is told otherwise.
const MOST: usize = 32;
/// How long connecting may take, with TLS.
const CONNECT: Duration = Duration::from_secs(5);
/// How long it may take to undo what was left open.
const ROLLBACK: Duration = Duration::from_secs(5);
/// Statements that a connection keeps prepared.
const PREPARED: usize = 512;
/// What begins a statement that is not kept: it is planned for its values, which are others each time.
const EACH_TIME: &str = "/*planned each time*/";
/// How long a connection is kept: what it has planned follows what the tables have become.
const KEPT: Duration = Duration::from_secs(600);

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    // A panic while holding one of these locks leaves plain data behind: it stays usable.
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Where a guest wants to connect to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Asked {
    pub address: String,
    /// Certificates, as PEM, of who vouches for the server beside those everybody knows.
    pub authority: Option<String>,
}

impl Asked {
    pub fn at(address: String) -> Self {
        Self { address, authority: None }
    }
}

/// The pools of all addresses.
#[derive(Default)]
pub struct Pools(Mutex<HashMap<Asked, Arc<Pool>>>);

/// One address with its idle connections.
struct Pool {
    config: Config,
    tls: Option<MakeRustlsConnect>,
    idle: Mutex<Vec<Pooled>>,
    turns: Arc<Semaphore>,
}

struct Pooled {
    client: Client,
    since: Instant,
    prepared: HashMap<String, Statement>,
}

impl Pools {
    /// A connection of its own to an address, where the manifest allows every host of it.
    pub async fn connect(&self, asked: &Asked, outbound: &Outbound, deadline: Instant) -> Result<Checkout, Error> {
        let pool = self.pool(asked, outbound)?;
        let turn = tokio::time::timeout_at(deadline.into(), pool.turns.clone().acquire_owned()).await;
        let permit = turn.map_err(|_| refused("too many connections to the database"))?;
        let permit = permit.map_err(|_| refused("the host is closing"))?;
        let pooled = loop {
            let kept = lock(&pool.idle).pop();
            match kept {
                Some(pooled) if pooled.client.is_closed() || pooled.since.elapsed() > KEPT => {}
                Some(pooled) => break pooled,
                None => break pool.open().await?,
            }
        };
        let slot = Slot { pooled, ended: true, clean: true, in_transaction: false, waiting: Waiting::default() };
        Ok(Checkout { pool, slot: Arc::new(tokio::sync::Mutex::new(Some(slot))), permit: Some(permit) })
    }

    fn pool(&self, asked: &Asked, outbound: &Outbound) -> Result<Arc<Pool>, Error> {
        // Allowed or not is asked each time: components share the pools, and not what they may.
        let (config, tls) = read(asked, outbound).map_err(|error| refused(&format!("{error:#}")))?;
        let mut pools = lock(&self.0);
        let made = || Arc::new(Pool { config, tls, idle: Mutex::default(), turns: Arc::new(Semaphore::new(MOST)) });
        Ok(pools.entry(asked.clone()).or_insert_with(made).clone())
    }
}

fn refused(message: &str) -> Error {
    Error::ConnectionFailed(message.to_owned())
}

/// Whether a host is this machine, where nobody listens in on the line.
fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// What an address says, where it may be connected to. To another machine the line is encrypted, unless the address says
/// `sslmode=disable`.
fn read(asked: &Asked, outbound: &Outbound) -> anyhow::Result<(Config, Option<MakeRustlsConnect>)> {
    // The address holds a password: what is wrong with it is told without it.
    let mut config: Config = asked.address.parse().map_err(|_| anyhow::anyhow!("invalid address of a database"))?;
    anyhow::ensure!(
        config.get_hostaddrs().is_empty(),
        "invalid address of a database: hostaddr is not taken, name the host"
    );
    anyhow::ensure!(!config.get_hosts().is_empty(), "invalid address of a database: it names no host");
    let mut near = true;
    for (place, host) in config.get_hosts().iter().enumerate() {
        let ports = config.get_ports();
        let port = ports.get(place).or(ports.first()).copied().unwrap_or(5432);
        let Host::Tcp(name) = host else { anyhow::bail!("a database is reached by TCP only") };
        let authority = if name.contains(':') { format!("[{name}]:{port}") } else { format!("{name}:{port}") };
        if !outbound.covers("postgres", &authority) {
            tracing::warn!(host = authority, "a connection to a database was denied");
            anyhow::bail!("postgres://{authority} is not allowed by allowed_outbound_hosts of the component");
        }
        near &= is_this_machine(name);
    }
    config.connect_timeout(CONNECT).application_name("ins");
    let secure = match config.get_ssl_mode() {
        SslMode::Disable => false,
        SslMode::Prefer => !near,
        _ => true,
    };
    if !secure {
        config.ssl_mode(SslMode::Disable);
        return Ok((config, None));
    }
    config.ssl_mode(SslMode::Require);
    let mut roots = rustls::RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
    for certificate in CertificateDer::pem_slice_iter(asked.authority.as_deref().unwrap_or_default().as_bytes()) {
        let certificate =
            certificate.map_err(|_| anyhow::anyhow!("invalid certificate of an authority: it is no PEM"))?;
        roots.add(certificate).context("invalid certificate of an authority")?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let tls = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    let tls = tls.with_root_certificates(roots).with_no_client_auth();
    Ok((config, Some(MakeRustlsConnect::new(tls))))
}

impl Pool {
    async fn open(&self) -> Result<Pooled, Error> {
        let connect = async {
            match &self.tls {
                Some(tls) => {
                    let (client, connection) = self.config.connect(tls.clone()).await?;
                    tokio::spawn(connection);
                    Ok::<_, tokio_postgres::Error>(client)
                }
                None => {
                    let (client, connection) = self.config.connect(NoTls).await?;
                    tokio::spawn(connection);
                    Ok(client)
                }
            }
        };
        let client = tokio::time::timeout(CONNECT, connect).await;
        let client = client.map_err(|_| refused("the database does not answer"))?.map_err(|error| {
            let cause = std::error::Error::source(&error).map_or(String::new(), |cause| format!(": {cause}"));
            refused(&format!("{error}{cause}"))
        })?;
        Ok(Pooled { client, since: Instant::now(), prepared: HashMap::new() })
    }

    fn keep(&self, pooled: Pooled) {
        let mut idle = lock(&self.idle);
        if idle.len() < IDLE && !pooled.client.is_closed() {
            idle.push(pooled);
        }
    }

    async fn cancel(&self, client: &Client) {
        let token = client.cancel_token();
        let cancelled = async {
            match &self.tls {
                Some(tls) => token.cancel_query(tls.clone()).await,
                None => token.cancel_query(NoTls).await,
            }
        };
        if !matches!(tokio::time::timeout(CONNECT, cancelled).await, Ok(Ok(()))) {
            tracing::warn!("a statement that took too long could not be cancelled");
        }
    }
}

/// A connection in use, and how it stands.
struct Slot {
    pooled: Pooled,
    /// The statement before this one ended.
    ended: bool,
    /// No statement changed the connection itself: it may serve another request.
    clean: bool,
    in_transaction: bool,
    waiting: Waiting,
}

impl Slot {
    /// Notes what a statement does beside changing rows.
    fn note(&mut self, statement: &str) {
        let mut words = statement.strip_prefix(WITH_NEXT).unwrap_or(statement).split_whitespace();
        let first = words.next().unwrap_or_default().to_ascii_uppercase();
        match first.trim_end_matches(';') {
            "BEGIN" | "START" => self.in_transaction = true,
            // What is set for a transaction ends with it.
            "SET" if words.next().is_some_and(|word| word.eq_ignore_ascii_case("LOCAL")) => {}
            "SET" | "RESET" | "LISTEN" | "PREPARE" | "DECLARE" | "LOAD" | "DISCARD" => self.clean = false,
            "CREATE" if words.next().is_some_and(|word| word.to_ascii_uppercase().starts_with("TEMP")) => {
                self.clean = false
            }
            _ => {}
        }
    }

    /// The same for one that ended.
    fn done(&mut self, statement: &str) {
        let ends = ["COMMIT", "ROLLBACK", "END", "ABORT"];
        let statement = statement.trim().to_ascii_uppercase();
        if ends.contains(&statement.trim_end_matches(';')) {
            self.in_transaction = false;
        }
    }
}

/// What a guest holds. Statements of one connection run one after the other.
pub struct Checkout {
    pool: Arc<Pool>,
    slot: Arc<tokio::sync::Mutex<Option<Slot>>>,
    permit: Option<OwnedSemaphorePermit>,
}

impl Checkout {
    /// Takes a statement that may wait for the next one, with what it is given; false for every other.
    pub async fn put_off(&self, statement: &str, given: &mut Vec<Given>) -> Result<bool, Error> {
        let mut guard = self.slot.lock().await;
        let slot = guard.as_mut().ok_or_else(|| refused("the connection is closed"))?;
        let taken = slot.waiting.take(statement, given, slot.in_transaction, &slot.pooled.prepared);
        if taken {
            metrics::statement(Duration::ZERO);
        }
        Ok(taken)
    }

    /// Prepares a statement, where it is not, and does something with it; both within the time of the request.
    pub async fn run<T>(
        &self,
        statement: &str,
        deadline: Instant,
        work: impl AsyncFnOnce(&Client, &Statement) -> Result<T, tokio_postgres::Error>,
    ) -> Result<(Statement, T), Error> {
        let begun = Instant::now();
        let answer = self.run_in_turn(statement, deadline, work).await;
        metrics::statement(begun.elapsed());
        answer
    }

    async fn run_in_turn<T>(
        &self,
        statement: &str,
        deadline: Instant,
        work: impl AsyncFnOnce(&Client, &Statement) -> Result<T, tokio_postgres::Error>,
    ) -> Result<(Statement, T), Error> {
        let mut guard = self.slot.lock().await;
        let slot = guard.as_mut().ok_or_else(|| refused("the connection is closed"))?;
        let before = std::mem::take(&mut slot.waiting);
        slot.in_transaction |= before.begins();
        slot.note(statement);
        slot.ended = false;
        let Pooled { client, prepared, .. } = &mut slot.pooled;
        let whole = async {
            let known = match prepared.get(statement) {
                Some(known) => known.clone(),
                None if statement.starts_with(EACH_TIME) => client.prepare(statement).await?,
                None => {
                    let made = client.prepare(statement).await?;
                    if prepared.len() >= PREPARED {
                        prepared.clear();
                    }
                    prepared.insert(statement.to_owned(), made.clone());
                    made
                }
            };
            let (begun, answer) = futures::future::join(before.send(client), work(client, &known)).await;
            begun?;
            Ok((known, answer?))
        };
        match tokio::time::timeout_at(deadline.into(), whole).await {
            Ok(answer) => {
                slot.ended = true;
                if answer.is_ok() {
                    slot.done(statement);
                }
                answer.map_err(|error| failed(&error))
            }
            Err(_) => {
                self.pool.cancel(&slot.pooled.client).await;
                // Closed with all that was open on it.
                *guard = None;
                Err(refused("the statement took longer than its request may"))
            }
        }
    }
}

impl Drop for Checkout {
    fn drop(&mut self) {
        // Whoever ran a statement held the slot only as long as this is held too.
        let Some(Slot { pooled, ended, clean, in_transaction, .. }) =
            self.slot.try_lock().ok().and_then(|mut slot| slot.take())
        else {
            return;
        };
        if !clean {
            return;
        }
        if ended && !in_transaction {
            self.pool.keep(pooled);
            return;
        }
        let (pool, permit) = (self.pool.clone(), self.permit.take());
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(async move {
                let undone = tokio::time::timeout(ROLLBACK, pooled.client.batch_execute("ROLLBACK")).await;
                if matches!(undone, Ok(Ok(()))) {
                    pool.keep(pooled);
                }
                drop(permit);
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::bindings::spin::postgres::postgres::QueryError;
    use super::*;
    use crate::outbound::Allowed;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    fn to(entry: &str) -> Outbound {
        Outbound([Allowed::parse(entry).expect("an entry")].into())
    }

    #[test]
    fn only_what_the_manifest_names_is_connected_to() {
        let outbound = to("postgres://db.example.vn:5432");
        for (address, allowed) in [
            ("postgres://ins:secret@db.example.vn/ins", true),
            ("postgres://ins:secret@DB.example.vn:5432/ins", true),
            ("host=db.example.vn user=ins dbname=ins", true),
            ("postgres://ins:secret@db.example.vn:5433/ins", false),
            ("postgres://ins:secret@other.example.vn/ins", false),
            ("postgres://ins:secret@db.example.vn,other.example.vn/ins", false),
            ("host=db.example.vn hostaddr=10.0.0.1 user=ins", false),
            ("host=/var/run/postgresql user=ins", false),
            ("user=ins", false),
            ("no address", false),
        ] {
            let read = read(&Asked::at(address.to_owned()), &outbound);
            assert_eq!(read.is_ok(), allowed, "{address}");
            assert!(read.err().is_none_or(|error| !format!("{error:#}").contains("secret")), "{address}");
            assert!(super::read(&Asked::at(address.to_owned()), &Outbound::default()).is_err(), "{address}");
        }
    }

    /// Needs a server: `cargo xtask test` names one in `INS_POSTGRES`.
    #[tokio::test]
    async fn what_is_left_open_is_undone_and_no_statement_outlives_its_request() {
        let Ok(address) = std::env::var("INS_POSTGRES") else {
            eprintln!("no server is named in INS_POSTGRES");
            return;
        };
        let authority = address.rsplit('@').next().and_then(|rest| rest.split('/').next()).expect("an authority");
        let (outbound, asked) = (to(&format!("postgres://{authority}")), Asked::at(address.clone()));
        let pools = Pools::default();
        let soon = |millis| Instant::now() + Duration::from_millis(millis);
        let connect = || pools.connect(&asked, &outbound, soon(5_000));
        let table = format!("left_open_{}", std::process::id());
        let execute = async |checkout: &Checkout, statement: String, millis| {
            let work = async |client: &Client, known: &Statement| client.execute(known, &[]).await;
            checkout.run(&statement, soon(millis), work).await.map(|(_, changed)| changed)
        };

        let first = connect().await.expect("a connection");
        for statement in ["BEGIN".to_owned(), format!("CREATE TABLE {table} (a BIGINT)")] {
            execute(&first, statement, 5_000).await.expect("done");
        }
        drop(first);
        let second = connect().await.expect("a connection");
        let gone = execute(&second, format!("SELECT * FROM {table}"), 5_000).await;
        assert!(matches!(gone, Err(Error::QueryFailed(QueryError::DbError(told))) if told.code == "42P01"));

        let begun = Instant::now();
        let late = execute(&second, "SELECT pg_sleep(30)".to_owned(), 300).await;
        assert!(matches!(late, Err(Error::ConnectionFailed(_))), "{late:?}");
        assert!(begun.elapsed() < Duration::from_secs(6));
        assert!(execute(&second, "SELECT 1".to_owned(), 5_000).await.is_err(), "closed with what was open on it");
        drop(second);

        // What is set on a connection is not set for the next one.
        let third = connect().await.expect("a connection");
        execute(&third, "SET statement_timeout = 1".to_owned(), 5_000).await.expect("done");
        drop(third);
        let fourth = connect().await.expect("a connection");
        assert_eq!(execute(&fourth, "SELECT pg_sleep(0.05)".to_owned(), 5_000).await.ok(), Some(1));
    }

    /// A line of its own in front of a server: it offers TLS with a certificate for `localhost`, or says that there is none.
    async fn in_front_of(server: String, certificate: Option<&rcgen::CertifiedKey<rcgen::KeyPair>>) -> u16 {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let acceptor = certificate.map(|certified| {
            let key = rustls::pki_types::PrivateKeyDer::try_from(certified.signing_key.serialize_der()).expect("a key");
            let config = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
            let config = config.expect("versions").with_no_client_auth();
            let config = config.with_single_cert(vec![certified.cert.der().clone()], key).expect("a certificate");
            tokio_rustls::TlsAcceptor::from(Arc::new(config))
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move {
            while let Ok((mut client, _)) = listener.accept().await {
                let (server, acceptor) = (server.clone(), acceptor.clone());
                tokio::spawn(async move {
                    // SSLRequest: length 8, code 80877103.
                    let mut asked = [0; 8];
                    client.read_exact(&mut asked).await?;
                    assert_eq!(asked, [0, 0, 0, 8, 4, 210, 22, 47]);
                    client.write_all(if acceptor.is_some() { b"S" } else { b"N" }).await?;
                    let Some(acceptor) = acceptor else { return Ok(()) };
                    let mut encrypted = acceptor.accept(client).await?;
                    let mut server = tokio::net::TcpStream::connect(&server).await?;
                    tokio::io::copy_bidirectional(&mut encrypted, &mut server).await.map(drop)
                });
            }
        });
        port
    }

    /// Needs a server: `cargo xtask test` names one in `INS_POSTGRES`.
    #[tokio::test]
    async fn an_encrypted_line_leads_to_the_server_that_is_vouched_for_and_to_no_other() {
        let Ok(address) = std::env::var("INS_POSTGRES") else {
            eprintln!("no server is named in INS_POSTGRES");
            return;
        };
        let (account, rest) = address.split_once("://").and_then(|(_, rest)| rest.split_once('@')).expect("an account");
        let (server, database) = rest.split_once('/').expect("a database");
        let made = || rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).expect("a certificate");
        let (own, other) = (made(), made());
        let (encrypted, plain) =
            (in_front_of(server.to_owned(), Some(&own)).await, in_front_of(server.to_owned(), None).await);
        let pools = Pools::default();
        let connect = async |name: &str, port: u16, authority: Option<String>| {
            let asked =
                Asked { address: format!("postgres://{account}@{name}:{port}/{database}?sslmode=require"), authority };
            let outbound = to(&format!("postgres://{name}:{port}"));
            let soon = Instant::now() + Duration::from_secs(10);
            let checkout = pools.connect(&asked, &outbound, soon).await.map_err(|error| format!("{error:?}"))?;
            let work =
                async |client: &Client, known: &Statement| client.query_one(known, &[]).await?.try_get::<_, i64>(0);
            checkout
                .run("SELECT 7::bigint", soon, work)
                .await
                .map(|(_, seven)| seven)
                .map_err(|error| format!("{error:?}"))
        };
        assert_eq!(connect("localhost", encrypted, Some(own.cert.pem())).await, Ok(7));
        for (name, port, authority, told) in [
            ("localhost", encrypted, Some(other.cert.pem()), "invalid peer certificate"),
            ("localhost", encrypted, None, "invalid peer certificate"),
            ("127.0.0.1", encrypted, Some(own.cert.pem()), "not valid for name"),
            ("localhost", plain, Some(own.cert.pem()), "TLS"),
            (
                "localhost",
                encrypted,
                Some("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".to_owned()),
                "certificate of an authority",
            ),
        ] {
            let refused = connect(name, port, authority).await.expect_err("not vouched for");
            assert!(refused.contains(told), "{name}:{port}: {refused}");
        }
    }

    #[test]
    fn the_line_to_another_machine_is_encrypted_unless_the_address_says_otherwise() {
        for (allowed, address, secure) in [
            ("postgres://db.example.vn", "postgres://ins@db.example.vn/ins", true),
            ("postgres://db.example.vn", "postgres://ins@db.example.vn/ins?sslmode=require", true),
            ("postgres://db.example.vn", "postgres://ins@db.example.vn/ins?sslmode=disable", false),
            ("postgres://127.0.0.1", "postgres://ins@127.0.0.1/ins", false),
            ("postgres://127.0.0.1", "postgres://ins@127.0.0.1/ins?sslmode=require", true),
        ] {
            let (_, tls) = read(&Asked::at(address.to_owned()), &to(allowed)).expect("an address");
            assert_eq!(tls.is_some(), secure, "{address}");
        }
    }
}
