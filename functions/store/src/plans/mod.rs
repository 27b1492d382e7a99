//! Use cases of inspection plans. Each write is one unit of work: authority, change, event with its chain link, number.
//!
//! How far a plan has come is counted over the cases that carry out its items, never kept. Must not know: forms, pages, or
//! any rule of law; [`domain::plan::decide`] answers those.

mod draft;
mod execute;
mod link;
mod progress;
mod prove;
mod read;
mod write;

pub use draft::{PlanHead, draft};
pub use execute::execute;
pub use progress::Progress;
pub use read::{ItemCase, PartyItem, PlanFile, PlanList, PlanRow, Waiting, list, load, of_party, waiting};

pub(crate) use link::{claim, link};
pub(crate) use progress::tally;
pub(crate) use prove::{prove, prove_link};
