//! The `documents` function: attached files of a case, photos of an establishment, and official papers as DOCX files.
//!
//! It binds the store to Spin: the database, the key-value store, the clock, the session cookie. Must not know what a paper
//! says, when a file may be attached, or who may see what.

mod attachments;
mod docx;
#[cfg(test)]
mod fixture;
#[cfg(test)]
mod fuzz;
mod papers;
mod photos;
mod picture;
mod places;
mod received;
mod routes;
mod upload;

use front::Answer;
use spin_sdk::http::Request;
use spin_sdk::http_service;

/// Answers one request with one body of known length.
#[http_service]
async fn handle(request: Request) -> Answer {
    routes::answer(request).await
}
