//! The area book: files of establishments with their versions, notes and photos, areas and who answers for them, risk.
//!
//! Must not know: forms, pages, what weighs in a risk ([`domain::establishment`] does).

mod areas;
mod list;
mod photos;
mod risk;
mod write;

pub use areas::{AreaChange, AreaRecord, areas, save_area};
pub use list::{BookFilter, BookPage, BookRow, Tally, list, tallies};
pub use photos::{add_photo, keeps, photo, photos, withdraw_photo};
pub use risk::{Weighed, set_weights, weigh, weights};
pub use write::{Change, FileRecord, add_note, changes, file, notes, save};

pub(crate) use photos::prove;
#[cfg(feature = "native")]
pub(crate) use write::write_first;
pub(crate) use write::{list_words, read, write_new, write_place};
