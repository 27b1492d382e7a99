//! From raw strings to commands: one module per form, each giving a domain command or *all* field errors.
//!
//! Must not know the server, the store or the browser.

#[cfg(feature = "ssr")]
pub mod administration;
#[cfg(feature = "ssr")]
pub mod book;
#[cfg(feature = "ssr")]
pub mod delegation;
#[cfg(feature = "ssr")]
pub mod dossier;
mod draft;
mod fields;
#[cfg(feature = "ssr")]
pub mod filing;
#[cfg(all(test, feature = "ssr"))]
mod fuzz;
pub mod import;
pub mod inspection_record;
pub mod key;
pub mod open_case;
pub mod party;
#[cfg(feature = "ssr")]
pub mod plan;
mod reader;
#[cfg(feature = "ssr")]
pub mod registry;
pub mod sanction;
pub mod steps;
#[cfg(feature = "ssr")]
pub mod task;
pub mod together;
pub mod violation;

pub use draft::{Draft, INFORMANT, Stale};
pub use fields::Fields;
pub use reader::Reader;
