//! Report measures (chỉ tiêu báo cáo): what each event adds to which day and field.
//!
//! Every figure is derived from dated events, never typed; a report is a sum of entries. The store keeps the sums
//! as cells in the same transaction as the event, and can rebuild them from the events bit for bit.
//!
//! The rules, each of which could have gone the other way (decision 0020):
//! - A case counts once, under the field of its first act; its acts, fines and goods count under their own field.
//! - A paper over several violators counts once for each: each has a file of his own.
//! - What is taken back (a cancelled record or decision) is a negative entry on the day of the paper that takes it back: the
//!   period of the first paper stays as it was reported.
//! - The field of an inspection is that of its violation, which is found later: it is moved on the day of the inspection, and
//!   the number of inspections of that day stays.
//! - A stock (what is not executed, not sold, still held) is the sum of its entries from the beginning to the closing day.
//!
//! Must not know: how cells are stored or summed.

mod adds;
pub mod definition;
mod entries;
mod figure;
pub mod filing;
mod meaning;
mod measure;
pub mod narrative;
mod standing;
#[cfg(test)]
mod tests;

pub use adds::{Adds, What};
pub use entries::{Entry, entries};
pub use figure::{DERIVED, Derived, Figure};
pub use meaning::{Meaning, SOURCE, meaning};
pub use measure::{Counted, Measure, Measures};
