//! What leaders follow: the facts of a case that questions are asked over, the marks that are counted of it, and the questions
//! themselves.
//!
//! A fact is what *stands* in a case now; what happened in a period is told by [`crate::report`]. Must not know: how facts are
//! kept or counted, or how they are shown.

mod change;
mod facts;
mod query;

pub use change::Change;
pub use facts::{CaseFacts, FAR, Mark, MarkKind};
pub use query::{CaseQuery, Due, HELD_SOON, Held, KEYS, SOON};
