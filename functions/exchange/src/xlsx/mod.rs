//! Workbooks (Office Open XML): read cell by cell within limits, and written row by row in constant memory.
//!
//! Our own reader and not a library's: a library inflates what a file says before anybody can stop it, fills the rectangle
//! between the first and the last cell, and answers the value a formula was last seen with. Must not know: what a column means.

mod read;
mod styles;
mod write;

pub use read::{Fault, read};
pub use write::SheetWriter;
