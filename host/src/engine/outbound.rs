//! Requests that components send out: none. The manifest check refuses components that declare any.

use std::future::Future;
use wasmtime_wasi_http::{Error, RequestOptions, Result, WasiBody, WasiHttpHooks};

/// Denies every outgoing request.
#[derive(Default)]
pub struct NothingGoesOut;

type Finished = Box<dyn Future<Output = Result<(), Error>> + Send>;
type Sent = Box<dyn Future<Output = Result<(http::Response<WasiBody>, Finished)>> + Send>;

impl WasiHttpHooks for NothingGoesOut {
    fn send_request(
        &mut self,
        _request: http::Request<WasiBody>,
        _options: Option<RequestOptions>,
        _finished: Finished,
    ) -> Sent {
        Box::new(async { Err(Error::HttpRequestDenied) })
    }
}
