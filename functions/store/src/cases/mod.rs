//! Use cases of case files. Each write is one unit of work: authority, change, event, chain, number, report cells.
//!
//! Must not know: forms, pages, or any rule of law; [`domain::case::decide`] answers those.

mod create;
mod evidence;
mod execute;
mod list;
mod read;
mod relist;
mod row;
mod together;
mod work;
mod write;

pub use create::create;
pub use evidence::{Evidence, evidence};
pub use execute::execute;
pub use list::{COUNT_CAP, ListFilter, Page, export, list};
pub use read::{load, matter, related};
pub use row::CaseRow;
pub use together::execute_together;
pub use work::{UnitLoad, WORK_LIMIT, my_work, stage_counts, unit_loads};

pub(crate) use execute::{Executed, Reserved, execute_in};
pub(crate) use list::{beside_words, facets, hits, own_words, rows_of, within};
pub(crate) use relist::list_anew;
pub(crate) use work::{loads_of, waiting_count};
#[cfg(feature = "native")]
pub(crate) use write::{Adds, Sums, append_into, insert_case};
pub(crate) use write::{IndexColumns, issuer_columns, read_issuer};

pub(crate) use row::{COLUMNS as ROW_COLUMNS, WIDTH as ROW_WIDTH, read as read_row};

/// Statements whose plans are tested.
#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) mod plans {
    pub(crate) use super::list::{count_statement, page_statement};
    pub(crate) use super::relist::DUE_FROM;
    pub(crate) use super::work::{CARRIED, QUEUE, stage_count_statement};
}
