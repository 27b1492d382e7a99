//! Requests that leave the site: to the identity provider, as far as the manifest lets any out.
//!
//! Must not know: whom they ask.

use app::server::{MAX_REPLY, Outbound, Reply};
use bytes::Bytes;
use http::Request;
use http_body_util::{BodyExt, Full, Limited};

/// The platform's way out.
pub struct Network;

#[async_trait::async_trait]
impl Outbound for Network {
    async fn send(&self, request: Request<Vec<u8>>) -> Result<Reply, String> {
        let request = request.map(|body| Full::new(Bytes::from(body)));
        let response = spin_sdk::http::send(request).await.map_err(|error| format!("{error:?}"))?;
        let (parts, body) = response.into_parts();
        let body = Limited::new(body, MAX_REPLY).collect().await.map_err(|error| error.to_string())?;
        Ok(Reply { status: parts.status.as_u16(), body: body.to_bytes().to_vec() })
    }
}
