//! Versions of the catalogue of violations: shipped or imported, compared with the one in use, put into use from a day.
//!
//! A version is kept as it was imported and is put into use once; to use an earlier one again it is imported again, so
//! that the days of use of every version stay on record. Each change writes a row of `law_change` in its transaction: an
//! append-only list like `party_change`, and not the chain of case events, whose entries belong to a case, feed its replay
//! and would slow every proof down by documents of 100 KB; what a version says is proven by its digest.
//!
//! Must not know: how a catalogue is written or judged ([`domain::catalogue`]), or pages.

mod change;
mod read;

pub use change::{NewVersion, activate, import};
pub(crate) use change::{log, seed};
pub use read::{Change, ChangeKind, InUse, State, Version, active_on, changes, diff_to_active, find, versions};
