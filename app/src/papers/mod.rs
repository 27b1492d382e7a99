//! Official papers of a case and of an inspection plan, laid out for print from the snapshots in the case.
//!
//! Must not know current tables: a paper shows what was true on its day. What was not asked is left out, never dotted.

mod document;
#[cfg(test)]
pub(crate) mod fixture;
#[cfg(test)]
mod golden;
mod grounds;
mod inspection_decision;
mod inspection_record;
mod legal_basis;
mod page;
mod parts;
mod plan;
mod qr;
mod sanction_decision;
mod violation_record;
mod words;

pub use document::DocumentSheet;
pub use inspection_decision::InspectionDecisionPaper;
pub use inspection_record::InspectionRecordPaper;
pub use legal_basis::{LegalBasisSheet, has_legal_basis};
pub use page::PaperPage;
pub use plan::PlanPaper;
pub use sanction_decision::SanctionDecisionPaper;
pub use violation_record::ViolationRecordPaper;
