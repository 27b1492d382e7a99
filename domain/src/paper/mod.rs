//! Official papers as data: what a paper says, in order, whatever it is shown with (a page, a printed sheet, a DOCX file).
//!
//! A builder takes the case and answers a [`Document`]; nothing is looked up, so a paper says what it said on its day.
//! Must not know: HTML, files, the store.

mod check;
pub(crate) mod grounds;
mod model;
pub mod parts;
#[cfg(test)]
mod tests;
pub mod words;

pub use check::{CODE_LENGTH, PaperState, PaperStatus, anchor, check_code, code_of};
pub use model::{Block, Document, Head, Line, Mark, Run, Signatory, Table};
