//! Reports read from cells, and the cases behind every figure.
//!
//! Must not know: what a measure means, or how a report is shown.

mod drill;
mod periodic;
mod sums;
mod table;

pub use drill::{Behind, DRILL_LIMIT, drill, drill_page};
pub use periodic::{Periodic, periodic};
pub(crate) use table::summary_on;
pub use table::{ReportTable, Wanted, summary_of, table, table_of};

#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) use {
    drill::drill_statement,
    sums::{By, cells_statement},
};
