//! Official papers, laid out for print: every paper is built by the domain as data and shown through one sheet.
//!
//! Must not know: what any form says, or current tables.

mod document;
#[cfg(feature = "ssr")]
mod filing;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod forms;
#[cfg(test)]
mod golden;
#[cfg(feature = "ssr")]
mod page;
pub(crate) mod qr;

pub use document::DocumentSheet;
#[cfg(feature = "ssr")]
pub use filing::{Figures, FilingPaper, figures};
#[cfg(feature = "ssr")]
pub use page::{PaperPage, PlanPaper};
