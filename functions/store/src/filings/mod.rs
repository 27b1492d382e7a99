//! Reports as offices make them: drafted, signed with frozen figures, sent up.
//!
//! Must not know: how figures are summed ([`crate::reports`] does), how a report is laid out, or who may do what.

mod draft;
mod execute;
mod figures;
mod prove;
mod read;
mod write;

pub use draft::{FilingHead, draft};
pub use execute::{execute, redraft};
pub(crate) use prove::prove;
pub use read::{Changed, FilingFile, FilingRow, Now, UnitFiling, below, load, own, sent_up};

#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) use read::{BELOW, OWN, SENT_UP};
