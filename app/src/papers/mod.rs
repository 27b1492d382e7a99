//! Official papers of a case, laid out for print from the snapshots in the case.
//!
//! Must not know current tables: a paper shows what was true on its day.

mod inspection_decision;
mod inspection_record;
mod page;
mod parts;
mod sanction_decision;
mod violation_record;

pub use page::PaperPage;
