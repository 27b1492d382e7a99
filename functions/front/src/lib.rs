//! What every function does with a request before and after its own work: who sent it and whose session it is, a posted form
//! field by field, why there is no answer, and the headers an answer carries.
//!
//! A library beside `store`, for the functions alone. Must not know: which platform runs it, which addresses a function has,
//! or what is asked; each function brings its own words.

pub mod answer;
mod door;
mod failure;
pub mod field;
#[cfg(any(test, feature = "fixture"))]
pub mod fixture;
pub mod form;
#[cfg(test)]
mod fuzz;
pub mod headers;
pub mod limits;
pub mod log;
pub mod packed;
pub mod request;
pub mod schema;

pub use answer::Answer;
pub use door::{Door, FAMILY, Headers, Words, too_many};
pub use failure::Failure;
