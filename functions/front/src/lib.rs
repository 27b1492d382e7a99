//! What every function does with a request before and after its own work: who sent it and whose session it is, a posted form
//! field by field, why there is no answer, and the headers an answer carries.
//!
//! A library beside `store`, for the functions alone. Must not know: which platform runs it, which addresses a function has,
//! or what is asked; each function brings its own words.

pub mod answer;
mod door;
mod failure;
#[cfg(any(test, feature = "fixture"))]
pub mod fixture;
pub mod form;
pub mod request;

pub use answer::Answer;
pub use door::{Door, Headers, Words};
pub use failure::Failure;
