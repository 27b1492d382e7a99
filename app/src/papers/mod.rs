//! Official papers, laid out for print: every paper is built by the domain as data and shown through one sheet.
//!
//! Must not know: what any form says, or current tables.

mod document;
mod filing;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod golden;
mod page;
mod qr;

pub use document::DocumentSheet;
pub use filing::{Figures, FilingPaper, figures};
pub use page::{PaperPage, PlanPaper};
