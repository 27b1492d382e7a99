//! The way out of a function, as far as the manifest lets any request out.
//!
//! Must not know: whom is asked, or for what.

use crate::accounts::is_loopback_host;
use async_trait::async_trait;
use http::Request;

/// Longest answer of another server that is read, in bytes.
pub const MAX_REPLY: usize = 256 * 1024;

/// What another server answered.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    pub body: Vec<u8>,
}

/// Sends requests out; the function that runs us does it.
#[async_trait]
pub trait Outbound: Send + Sync {
    /// The answer, of [`MAX_REPLY`] bytes at most.
    ///
    /// # Errors
    /// Why there is none.
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Reply, String>;
}

/// Whether an address may be asked: by TLS, or on this machine itself, and without a name and password in it.
pub fn opens(address: &str) -> bool {
    let Ok(uri) = address.parse::<http::Uri>() else { return false };
    let Some(authority) = uri.authority() else { return false };
    if authority.as_str().contains('@') {
        return false;
    }
    match uri.scheme_str() {
        Some("https") => true,
        Some("http") => is_loopback_host(authority.as_str()),
        _ => false,
    }
}
