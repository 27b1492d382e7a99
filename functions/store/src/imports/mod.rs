//! Imports of spreadsheets into the area books: received, read, looked through, applied in chunks, undone.
//!
//! Each step goes on where the last one stopped: a row's state says what is still to be done with it, and changes in the
//! transaction that does it. So a request that is cut off, or sent twice, writes nothing twice. Must not know: file formats,
//! forms, what a row says ([`domain::exchange`] does).

mod apply;
mod check;
mod event;
mod prove;
mod read;
mod receive;
mod undo;

pub use apply::{apply, choose};
pub use check::{check, reread, settle};
pub use read::{Batch, Counts, Line, Told, batch, batches, events, lines, preview};
pub use receive::{NewBatch, receive};
pub use undo::{begin_undo, undo};

pub(crate) use prove::prove;

/// Rows that are read and checked in one transaction.
pub const CHECK_CHUNK: i64 = 2_000;

/// Rows that are written, or taken back, in one transaction.
pub const CHUNK: i64 = 500;

/// How far a step has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// Rows this call worked on.
    pub worked: u32,
    /// Whether nothing is left of this step.
    pub finished: bool,
}
