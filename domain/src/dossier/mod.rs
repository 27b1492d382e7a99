//! Leads (nguồn thông tin) and professional measures (biện pháp nghiệp vụ): what the force learns, what it does to verify it, and
//! how an unplanned inspection follows (TT 27/2020/TT-BCT Điều 8–14, Điều 34–37).
//!
//! A lead and a measure are the same kind of file, a *dossier*: a state, the officers named on it, and steps taken one after
//! another. Which steps there are, when they may be taken, by whom, what is asked and which paper is made are rows of
//! [`steps`]; [`open`] and [`proceed`] decide them, [`Dossier::apply`] folds their events, [`document`] prints them. What a
//! measure does to its lead, and a case to its proposal, are events of the lead ([`link`]).
//!
//! Who gave the information is secret and known to one officer (Điều 37): a dossier holds a code and nothing else; the
//! identity is an [`Informant`] in a vault of its own. Must not know: storage, pages, and any identity.

mod apply;
mod decide;
mod event;
mod informant;
pub mod link;
mod print;
mod records;
mod state;
mod table;

#[cfg(test)]
mod tests;

pub use decide::{DossierContext, open, proceed, required_series, why_not};
pub use event::{DossierEvent, DossierEventBody};
pub use informant::{Informant, VaultAct, hand_over};
pub use print::document;
pub use records::*;
pub use state::{Sort, State, Turn};
pub use table::{Ask, Paper, Step, Who, find, opening, openings, steps};

use crate::case::Refusal;
use crate::catalogue::Mark;
use crate::law::LawRefusal;
use crate::statute::Citation;

/// A refusal of the law, with where it stands.
fn refused(code: &str, message: impl Into<String>, place: &str, mark: Mark) -> Refusal {
    Refusal::Law { refusal: LawRefusal::new(code, message, Citation::new(place, mark)) }
}
