//! Reports read from cells, and the cases behind every figure.
//!
//! Must not know: what a measure means, or how a report is shown.

mod drill;
mod table;

pub use drill::{DRILL_LIMIT, drill, drill_page};
pub use table::{ReportTable, table};

#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) use {drill::drill_statement, table::cells_statement};
