//! Use cases of leads and professional measures, and of the vault of informants. Each write is one unit of work: authority,
//! change, event with its chain link, number; what a measure does to its lead is written with it.
//!
//! Must not know: forms, pages, or any rule of law; [`domain::dossier`] answers those. Only `vault` reads an identity.

mod create;
mod execute;
mod link;
mod prove;
mod read;
pub mod vault;
mod write;

pub use create::{NewFile, create};
pub use execute::{Form, execute};
pub use read::{DossierFile, DossierFilter, DossierPage, DossierRow, Waiting, list, load, of_party, waiting};

pub(crate) use link::{claim, opened};
pub(crate) use prove::{prove, prove_link};
