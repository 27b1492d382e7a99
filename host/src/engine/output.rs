//! What a component prints: one log line for each of its lines, with the component's name and the number of the request.

use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use tokio::io::AsyncWrite;
use wasmtime_wasi::cli::{IsTerminal, StdoutStream};

/// Bytes a line may have before it is broken up.
const LONGEST: usize = 8 << 10;

/// Standard output or error of one instance.
#[derive(Clone)]
pub struct Lines {
    component: Arc<str>,
    /// The request the instance works on; the last that began, where it works on several.
    request: Arc<Mutex<String>>,
    /// The line that has not ended yet.
    begun: Arc<Mutex<Vec<u8>>>,
}

impl Lines {
    /// Output of the component of that name.
    pub fn new(component: &str, request: Arc<Mutex<String>>) -> Self {
        Self { component: component.into(), request, begun: Arc::default() }
    }

    /// Takes what was written; gives the lines that ended with it.
    fn take(&self, bytes: &[u8]) -> Vec<String> {
        let mut begun = self.begun.lock().unwrap_or_else(PoisonError::into_inner);
        let mut lines = Vec::new();
        for &byte in bytes {
            if byte != b'\n' {
                begun.push(byte);
            }
            if byte == b'\n' || begun.len() >= LONGEST {
                lines.push(String::from_utf8_lossy(&begun).into_owned());
                begun.clear();
            }
        }
        lines
    }
}

impl IsTerminal for Lines {
    fn is_terminal(&self) -> bool {
        false
    }
}

impl StdoutStream for Lines {
    fn async_stream(&self) -> Box<dyn AsyncWrite + Send + Sync> {
        Box::new(self.clone())
    }
}

impl AsyncWrite for Lines {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, bytes: &[u8]) -> Poll<std::io::Result<usize>> {
        for line in self.take(bytes) {
            let request = self.request.lock().unwrap_or_else(PoisonError::into_inner).clone();
            tracing::info!(component = &*self.component, request, line, "component");
        }
        Poll::Ready(Ok(bytes.len()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<std::io::Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_come_whole_and_long_ones_are_broken_up() {
        let lines = Lines::new("site", Arc::default());
        assert!(lines.take("xin ".as_bytes()).is_empty());
        assert_eq!(lines.take("chào\nhai\nb".as_bytes()), ["xin chào", "hai"]);
        assert_eq!(lines.take(b"a\n"), ["ba"]);
        assert_eq!(lines.take(&[b'x'; LONGEST + 1]), ["x".repeat(LONGEST)]);
    }
}
