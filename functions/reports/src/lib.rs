//! The `reports` function: files of the periodic reports.
//!
//! It binds the store's reports to Spin: the database, the clock, the session cookie. Must not know what a measure
//! means, or who may read what.

mod csv;
mod filing;
mod filing_csv;
mod filing_json;
#[cfg(test)]
mod filing_tests;
mod filing_xlsx;
mod json;
mod month;
mod routes;
mod sheet;
mod xlsx;

use front::Answer;
use spin_sdk::http::Request;
use spin_sdk::http_service;

/// Answers one request with one body of known length.
#[http_service]
async fn handle(request: Request) -> Answer {
    routes::answer(request).await
}
