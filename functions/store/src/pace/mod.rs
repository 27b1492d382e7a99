//! How long the steps of cases take, and how much each officer does: kept in the transaction of each event, read as sums.
//!
//! Must not know: which step an event ends ([`domain::pace`] says so), or how figures are shown.

mod calendars;
mod keep;
mod officers;
mod read;

pub(crate) use calendars::Calendars;
pub(crate) use keep::{
    Grain, Kept, Moved, PaceKey, enter, flush, gather, gather_beside, gather_work, judged, note, read_sums, rebuild,
    sum_columns,
};
pub use officers::{Load, OfficerLoad, loads, officers};
pub(crate) use officers::{by_parts, loads_on};
pub use read::{PaceTable, SLOWEST, Slow, Wanted, slowest, table};

#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) use {officers::OFFICERS, read::cells_statement, read::slowest_statement};
