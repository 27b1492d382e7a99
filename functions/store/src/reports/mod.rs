//! Reports read from cells, and the cases behind every figure.
//!
//! Must not know: what a measure means, or how a report is shown.

mod drill;
mod periodic;
mod sums;
mod table;

pub use drill::{Behind, Cases, DRILL_LIMIT, Narrowed, drill, drill_narrowed, drill_page};
pub(crate) use drill::{changed_statement, largest_on};
pub(crate) use periodic::{Asked, periodic_on};
pub use periodic::{Periodic, periodic};
pub use table::{ReportTable, Wanted, summary_of, table, table_of};
pub(crate) use table::{summary_on, table_on};

#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) use {
    drill::drill_statement,
    sums::{By, cells_statement},
};
