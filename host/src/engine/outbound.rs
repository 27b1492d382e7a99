//! Requests that components send out: to the hosts their manifest names, and nowhere else; within a time and a size.

use crate::outbound::Allowed;
use http_body_util::{BodyExt, Limited};
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;
use wasmtime_wasi_http::{Error, RequestOptions, Result, WasiBody, WasiHttpHooks, default_send_request};

/// How long a connection may take, with TLS; and the first byte of an answer.
const CONNECT: Duration = Duration::from_secs(5);
const FIRST_BYTE: Duration = Duration::from_secs(10);
/// How long an answer may pause.
const BETWEEN_BYTES: Duration = Duration::from_secs(5);
/// How long it may take until an answer begins, all in all.
const WHOLE: Duration = Duration::from_secs(15);
/// Most bytes of an answer.
const MAX_ANSWER: usize = 1 << 20;

/// Lets requests out to the hosts of one component.
#[derive(Clone, Default)]
pub struct Outbound(pub Arc<[Allowed]>);

type Finished = Box<dyn Future<Output = Result<(), Error>> + Send>;
type Sent = Box<dyn Future<Output = Result<(http::Response<WasiBody>, Finished)>> + Send>;

impl Outbound {
    /// Whether a component may reach a host by a scheme.
    pub fn covers(&self, scheme: &str, authority: &str) -> bool {
        self.0.iter().any(|allowed| allowed.covers(scheme, authority))
    }

    fn lets(&self, uri: &http::Uri) -> bool {
        let (Some(scheme), Some(authority)) = (uri.scheme_str(), uri.authority()) else { return false };
        matches!(scheme, "http" | "https") && self.covers(scheme, authority.as_str())
    }
}

impl WasiHttpHooks for Outbound {
    fn send_request(
        &mut self,
        request: http::Request<WasiBody>,
        options: Option<RequestOptions>,
        _finished: Finished,
    ) -> Sent {
        if !self.lets(request.uri()) {
            tracing::warn!(
                host = request.uri().authority().map(http::uri::Authority::as_str),
                "a request out was denied"
            );
            return Box::new(async { Err(Error::HttpRequestDenied) });
        }
        let asked = options.unwrap_or_default();
        let shorter = |asked: Option<Duration>, most: Duration| Some(asked.map_or(most, |asked| asked.min(most)));
        let options = RequestOptions {
            connect_timeout: shorter(asked.connect_timeout, CONNECT),
            first_byte_timeout: shorter(asked.first_byte_timeout, FIRST_BYTE),
            between_bytes_timeout: shorter(asked.between_bytes_timeout, BETWEEN_BYTES),
        };
        Box::new(async move {
            let sent = tokio::time::timeout(WHOLE, default_send_request(request, Some(options))).await;
            let (response, connection) = sent.map_err(|_| Error::ConnectionTimeout)??;
            let response = response.map(|body| {
                Limited::new(body, MAX_ANSWER)
                    .map_err(|error| match error.downcast::<Error>() {
                        Ok(error) => *error,
                        Err(_) => Error::HttpResponseBodySize(u64::try_from(MAX_ANSWER).ok()),
                    })
                    .boxed_unsync()
            });
            Ok((response, Box::new(connection) as Finished))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_the_manifest_names_goes_out() {
        let outbound = Outbound([Allowed::parse("http://127.0.0.1:4000").unwrap()].into());
        for (uri, lets) in [
            ("http://127.0.0.1:4000/token", true),
            ("http://127.0.0.1:4001/token", false),
            ("https://127.0.0.1:4000/token", false),
            ("http://169.254.169.254/latest/meta-data", false),
            ("/token", false),
        ] {
            assert_eq!(outbound.lets(&uri.parse().unwrap()), lets, "{uri}");
            assert!(!Outbound::default().lets(&uri.parse().unwrap()), "{uri}");
        }
    }
}
