//! The database of organisations and individuals: who may be the same, and what merging two records means.
//!
//! Must not know: how parties are stored, or who may merge them.

pub mod event;
pub mod link;
pub mod matching;
pub mod merge;
mod spelling;

pub use spelling::Name;
