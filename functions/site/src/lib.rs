//! The `site` function: pages, server functions and assets, behind one set of guards.
//!
//! It binds the application to Spin: the executor, the database, the clock, the variables. Must not know what a page
//! shows or what a server function does.

mod accounts;
mod assets;
mod errors;
mod executor;
mod families;
mod guard;
mod health;
mod install;
mod limits;
mod routes;

use bytes::Bytes;
use http::Response;
use http_body_util::Full;
use spin_sdk::http::Request;
use spin_sdk::http_service;

/// Answers one request with one body of known length.
#[http_service]
async fn handle(request: Request) -> Response<Full<Bytes>> {
    executor::with_tasks(routes::answer(request)).await.map(Full::new)
}
