//! Connections: how many there may be, from whom, and how slow they may be.
//!
//! A connection costs memory and a file handle for as long as the other end likes: so each address has only so many, a head must have come
//! within its time (also while nothing is asked), a body and an answer must move at a least rate. Must not know: what is asked.

use super::metrics::Metrics;
use bytes::Bytes;
use http::{Request, Response};
use http_body::Body;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use ipnet::IpNet;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use std::collections::HashMap;
use std::convert::Infallible;
use std::future::Future;
use std::io;
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::time::{Instant, Sleep};

/// Longest a request's body may take, however fast it moves.
const LONGEST_BODY: Duration = Duration::from_secs(900);
/// File handles that stay for databases, components and logs.
const OTHER_FILES: u64 = 256;

/// How connections are bounded.
#[derive(Debug, Clone)]
pub struct Network {
    /// Open connections.
    pub connections: usize,
    /// Open connections of one address; a proxy that is trusted has no such bound.
    pub per_address: usize,
    pub proxies: Vec<IpNet>,
    /// In which the head of the next request must have come, counted from the answer before it.
    pub head: Duration,
    /// Bytes of a head.
    pub head_bytes: usize,
    /// What a body has before it must have moved at [`Self::rate`].
    pub body: Duration,
    /// In which so much of an answer must have been taken as [`Self::rate`] asks.
    pub write: Duration,
    /// Least bytes a second, for bodies and answers.
    pub rate: u64,
}

impl Default for Network {
    fn default() -> Self {
        Self {
            connections: 4096,
            per_address: 512,
            proxies: Vec::new(),
            head: Duration::from_secs(20),
            head_bytes: 32 << 10,
            body: Duration::from_secs(20),
            write: Duration::from_secs(30),
            rate: 512,
        }
    }
}

impl Network {
    /// No more connections than this process may have file handles for; asks the system for as many as it gives.
    #[must_use]
    pub fn within_system(mut self) -> Self {
        let asked = u64::try_from(self.connections).unwrap_or(u64::MAX).saturating_add(OTHER_FILES);
        let now = getrlimit(Resource::Nofile);
        // Without a limit the system says none.
        let (current, most) = (now.current.unwrap_or(u64::MAX), now.maximum.unwrap_or(u64::MAX));
        let wanted = asked.min(most).max(current);
        let raised = setrlimit(Resource::Nofile, Rlimit { current: Some(wanted), maximum: now.maximum });
        let files = if raised.is_ok() { wanted } else { current };
        let possible = usize::try_from(files.saturating_sub(OTHER_FILES).max(16)).unwrap_or(usize::MAX);
        if possible < self.connections {
            tracing::warn!(
                connections = possible,
                "fewer connections than asked: raise the limit of open files (ulimit -n)"
            );
            self.connections = possible;
        }
        self
    }

    fn is_proxy(&self, address: IpAddr) -> bool {
        self.proxies.iter().any(|net| net.contains(&address))
    }
}

/// Who holds how many connections.
#[derive(Default)]
struct Places {
    all: usize,
    of: HashMap<IpAddr, usize>,
}

/// One connection, counted while it lives.
struct Place {
    places: Arc<Mutex<Places>>,
    address: IpAddr,
    metrics: Arc<Metrics>,
}

impl Place {
    fn take(
        places: &Arc<Mutex<Places>>,
        network: &Network,
        peer: IpAddr,
        metrics: &Arc<Metrics>,
    ) -> Result<Self, &'static str> {
        let address = group(peer);
        let mut kept = places.lock().unwrap_or_else(PoisonError::into_inner);
        if kept.all >= network.connections {
            return Err("connections");
        }
        let own = kept.of.get(&address).copied().unwrap_or(0);
        if own >= network.per_address && !network.is_proxy(peer) {
            return Err("address");
        }
        kept.all += 1;
        kept.of.insert(address, own + 1);
        metrics.connections.inc();
        Ok(Self { places: places.clone(), address, metrics: metrics.clone() })
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut kept = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        kept.all = kept.all.saturating_sub(1);
        if let Some(own) = kept.of.get_mut(&self.address) {
            *own = own.saturating_sub(1);
            if *own == 0 {
                kept.of.remove(&self.address);
            }
        }
        self.metrics.connections.dec();
    }
}

/// Of IPv6 the network that one customer has (/64).
fn group(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::from((u128::from(v6) & !u128::from(u64::MAX)).to_be_bytes()),
        v4 @ IpAddr::V4(_) => v4,
    }
}

/// Takes connections until told to stop, and hands each request on with the address it came from.
pub async fn accept<F, A, B>(
    listener: TcpListener,
    network: Network,
    metrics: Arc<Metrics>,
    mut stopped: watch::Receiver<bool>,
    answer: F,
) where
    F: Fn(SocketAddr, Request<Incoming>) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Response<B>> + Send + 'static,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    let places = Arc::new(Mutex::new(Places::default()));
    loop {
        let Some((stream, peer)) = next(&listener, &mut stopped).await else { return };
        let place = match Place::take(&places, &network, peer.ip(), &metrics) {
            Ok(place) => place,
            Err(reason) => {
                // Closed without a word: to answer would cost what is to be saved.
                metrics.reject(reason);
                continue;
            }
        };
        let (answer, network, metrics, stopped) = (answer.clone(), network.clone(), metrics.clone(), stopped.clone());
        tokio::spawn(async move {
            let service = move |request| answer(peer, request);
            if connection(stream, &network, stopped, service).await == Some(io::ErrorKind::TimedOut) {
                metrics.reject("slow-reader");
            }
            drop(place);
        });
    }
}

/// The same for an address that only machines of ours reach.
pub async fn serve_plainly<F, A>(listener: TcpListener, network: Network, mut stopped: watch::Receiver<bool>, answer: F)
where
    F: Fn(Request<Incoming>) -> A + Clone + Send + Sync + 'static,
    A: Future<Output = Response<http_body_util::Full<Bytes>>> + Send + 'static,
{
    while let Some((stream, _)) = next(&listener, &mut stopped).await {
        let (answer, network, stopped) = (answer.clone(), network.clone(), stopped.clone());
        tokio::spawn(async move { connection(stream, &network, stopped, answer).await });
    }
}

async fn next(listener: &TcpListener, stopped: &mut watch::Receiver<bool>) -> Option<(TcpStream, SocketAddr)> {
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok(taken) => return Some(taken),
                Err(error) => {
                    // Out of file handles, most likely: wait for some to close.
                    tracing::warn!(%error, "accept");
                    tokio::time::sleep(Duration::from_millis(50)).await;
                }
            },
            _ = stopped.changed() => return None,
        }
    }
}

/// Serves one connection to its end; answers why the system ended it, where it did.
async fn connection<S, A, B>(
    stream: TcpStream,
    network: &Network,
    mut stopped: watch::Receiver<bool>,
    answer: S,
) -> Option<io::ErrorKind>
where
    S: Fn(Request<Incoming>) -> A,
    A: Future<Output = Response<B>>,
    B: Body<Data = Bytes> + Send + 'static,
    B::Error: Into<Box<dyn std::error::Error + Send + Sync>>,
{
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "nodelay");
    }
    let service = service_fn(|request| {
        let answered = answer(request);
        async move { Ok::<_, Infallible>(answered.await) }
    });
    let connection = hyper::server::conn::http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(network.head)
        .max_header_size(network.head_bytes)
        .serve_connection(TokioIo::new(Paced::new(stream, network)), service);
    let mut connection = std::pin::pin!(connection);
    let result = tokio::select! {
        result = connection.as_mut() => result,
        _ = stopped.changed() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    let error = result.err()?;
    tracing::debug!(%error, "connection");
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(&error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<io::Error>() {
            return Some(error.kind());
        }
        cause = error.source();
    }
    None
}

/// A stream whose other end must take what is written at a least rate.
struct Paced<S> {
    stream: S,
    window: Duration,
    /// Bytes that must be taken in a window.
    least: u64,
    /// Runs while something waits to be taken.
    clock: Option<Pin<Box<Sleep>>>,
    taken: u64,
}

impl<S> Paced<S> {
    fn new(stream: S, network: &Network) -> Self {
        let least = network.rate.saturating_mul(network.write.as_secs()).max(1);
        Self { stream, window: network.write, least, clock: None, taken: 0 }
    }

    /// Whether the other end has had its time; wakes the task when that is over.
    fn is_over(&mut self, cx: &mut Context<'_>) -> bool {
        loop {
            let window = self.window;
            let clock = self.clock.get_or_insert_with(|| Box::pin(tokio::time::sleep(window)));
            if clock.as_mut().poll(cx).is_pending() {
                return false;
            }
            if self.taken < self.least {
                return true;
            }
            self.taken = 0;
            clock.as_mut().reset(Instant::now() + window);
        }
    }

    fn wrote(&mut self, result: Poll<io::Result<usize>>, cx: &mut Context<'_>) -> Poll<io::Result<usize>> {
        match result {
            Poll::Ready(Ok(count)) => {
                self.taken = self.taken.saturating_add(u64::try_from(count).unwrap_or(u64::MAX));
                Poll::Ready(Ok(count))
            }
            Poll::Pending if self.is_over(cx) => Poll::Ready(Err(io::ErrorKind::TimedOut.into())),
            other => other,
        }
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Paced<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, buf)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Paced<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write(cx, buf);
        self.wrote(result, cx)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bufs: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let result = Pin::new(&mut self.stream).poll_write_vectored(cx, bufs);
        self.wrote(result, cx)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        ready!(Pin::new(&mut self.stream).poll_flush(cx))?;
        // Everything was taken: the next answer has its own time.
        (self.clock, self.taken) = (None, 0);
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

/// Why a body was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread {
    /// More than this component takes.
    TooLarge,
    /// It moved too slowly.
    Slow,
    /// It broke off.
    Cut,
    /// The host holds as much as it may.
    Full,
}

/// Reads a body whole, which moves at the least rate, and asks before each piece whether there is room for it.
///
/// # Errors
/// [`Unread`]
pub async fn collect(
    body: Incoming,
    network: &Network,
    most: usize,
    mut room: impl FnMut(usize) -> bool,
) -> Result<Bytes, Unread> {
    let mut body = std::pin::pin!(body);
    let begun = Instant::now();
    let mut whole = Vec::new();
    loop {
        let earned = Duration::from_secs(u64::try_from(whole.len()).unwrap_or(u64::MAX) / network.rate.max(1));
        let end = begun + network.body.saturating_add(earned).min(LONGEST_BODY);
        let frame = match tokio::time::timeout_at(end, body.frame()).await {
            Err(_) => return Err(Unread::Slow),
            Ok(None) => return Ok(Bytes::from(whole)),
            Ok(Some(Err(_))) => return Err(Unread::Cut),
            Ok(Some(Ok(frame))) => frame,
        };
        let Ok(data) = frame.into_data() else { continue };
        if whole.len().saturating_add(data.len()) > most {
            return Err(Unread::TooLarge);
        }
        if !room(data.len()) {
            return Err(Unread::Full);
        }
        whole.extend_from_slice(&data);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::AsyncWriteExt;

    #[test]
    fn each_address_has_its_places_and_gives_them_back() {
        let network = Network {
            connections: 4,
            per_address: 2,
            proxies: vec!["10.0.0.0/8".parse().unwrap()],
            ..Network::default()
        };
        let (places, metrics) = (Arc::new(Mutex::new(Places::default())), Metrics::new());
        let take = |address: &str| Place::take(&places, &network, address.parse().unwrap(), &metrics);
        let one = take("203.0.113.9").ok();
        let two = take("203.0.113.9").ok();
        assert!(one.is_some() && two.is_some());
        assert_eq!(take("203.0.113.9").err(), Some("address"));
        assert_eq!(take("::ffff:203.0.113.9").err(), Some("address"), "the same written otherwise");
        let three = take("2001:db8::1").ok();
        drop(two);
        let four = take("203.0.113.9").ok();
        let five = take("2001:db8::2").ok();
        assert!(four.is_some() && five.is_some());
        assert_eq!(take("198.51.100.1").err(), Some("connections"));
        drop((one, three, four, five));
        let proxies: Vec<_> = (0..4).map(|_| take("10.1.1.1")).collect();
        assert!(proxies.iter().all(Result::is_ok), "a proxy has no bound of its own");
        assert_eq!(metrics.connections.get(), 4);
        drop(proxies);
        assert_eq!(metrics.connections.get(), 0);
        assert!(places.lock().unwrap().of.is_empty());
    }

    #[tokio::test(start_paused = true)]
    async fn who_takes_nothing_is_let_go_and_who_takes_slowly_is_not() {
        let network = Network { write: Duration::from_secs(10), rate: 10, ..Network::default() };
        let (near, far) = tokio::io::duplex(64);
        let mut stream = Paced::new(near, &network);
        let begun = Instant::now();
        let error = stream.write_all(&[0; 1000]).await.unwrap_err();
        assert_eq!((error.kind(), begun.elapsed().as_secs()), (io::ErrorKind::TimedOut, 10));
        drop(far);

        let (near, mut far) = tokio::io::duplex(64);
        let mut stream = Paced::new(near, &network);
        let reader = tokio::spawn(async move {
            let mut taken = 0;
            let mut buffer = [0; 32];
            while taken < 1000 {
                tokio::time::sleep(Duration::from_secs(1)).await;
                taken += tokio::io::AsyncReadExt::read(&mut far, &mut buffer).await.unwrap();
            }
        });
        stream.write_all(&[0; 1000]).await.unwrap();
        stream.flush().await.unwrap();
        assert!(stream.clock.is_none());
        reader.await.unwrap();
    }
}
