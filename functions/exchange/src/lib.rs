//! The `exchange` function: import of spreadsheets, export of lists, calendar feeds, field work, figures and records for other systems.
//!
//! It binds the store to Spin: the database, the key-value store, the clock, the session cookie. Must not know what a row says,
//! when it may be written, or who may see what.

mod api;
mod evidence;
mod feed;
mod field;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod fuzz;
mod health;
mod imports;
mod lists;
mod nation;
mod routes;
mod sheet;
mod stream;
mod upload;
mod xlsx;

use front::Answer;
use spin_sdk::http::Request;
use spin_sdk::http_service;

/// Answers one request; a list leaves while it is read.
#[http_service]
async fn handle(request: Request) -> Answer {
    routes::answer(request).await
}
