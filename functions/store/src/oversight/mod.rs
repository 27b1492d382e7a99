//! What leaders follow: facts of cases kept beside them, questions over these, the figures of an area, and saved questions.
//!
//! Must not know: what a fact or a question means, or how anything is shown.

mod area;
mod driver;
mod facts;
mod period;
mod prove;
mod query;
mod views;

pub use area::{ActFigure, Area, Counted, Line, Plans, Repeated, Standing, area};
pub use period::{Ongoing, Segment};
pub use query::{COUNT_CAP, Found, Order, export, find, labels};
pub use views::{MAX_VIEWS, SavedView, keep, remove, views};

#[cfg(feature = "native")]
pub(crate) use facts::COUNTED_FROM_FACTS;
pub(crate) use facts::{HELD_FROM, again, change, enter, enter_earlier, kept_columns};
pub(crate) use prove::prove;

/// Statements whose plans are tested.
#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) mod plans {
    pub(crate) use super::area::statements;
    pub(crate) use super::driver::{Place, drive};
    pub(crate) use super::facts::HELD_FROM;
    pub(crate) use super::query::{count_statement, page_statement};
}
