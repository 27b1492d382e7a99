//! Server functions: reads (`input = GetUrl`) and submissions (`input = PostUrl`, flattened `Fields`).
//!
//! Must not decide a permission or a rule: they take the actor from the session and call one use case of the store.

pub mod administration;
pub mod book;
pub mod case;
pub mod delegation;
pub mod dossier;
pub mod import;
pub mod law;
pub mod law_data;
pub mod party;
pub mod place;
pub mod plan;
pub mod register;
pub mod registry;
pub mod report;
pub mod search;
pub mod session;
pub mod work;
