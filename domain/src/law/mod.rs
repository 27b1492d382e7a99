//! The law engine: what the law says about an act, on its date, with reasons. Pure; the same in browser and server.
//!
//! Must not know: a case's stage, storage, forms. Numbers come from [`crate::catalogue`] and [`crate::statute`].

pub mod competence;
pub mod deadline;
pub mod delegation;
pub mod fine;
pub mod relief;
pub mod repeat;

use crate::statute::Citation;
use serde::{Deserialize, Serialize};

/// Why the law forbids something: a type with its article, never a bare string.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LawRefusal {
    /// Stable code, e.g. `beyond-competence`.
    pub code: String,
    /// Vietnamese: what is wrong and what to do.
    pub message: String,
    pub citation: Citation,
}

impl LawRefusal {
    pub fn new(code: &str, message: impl Into<String>, citation: Citation) -> Self {
        Self { code: code.to_owned(), message: message.into(), citation }
    }
}
