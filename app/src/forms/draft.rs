//! A form that was not accepted: what was typed and why it did not pass, kept so that nothing is typed twice.
//!
//! Must not know where it is kept.

use super::Fields;
use domain::case::FieldError;
use serde::{Deserialize, Serialize};

/// What was typed, with everything that is wrong with it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    pub fields: Fields,
    /// Answers to put right, each at its field.
    pub errors: Vec<FieldError>,
    /// A refusal of the whole form, with the article it rests on where it is one of law.
    pub refusal: Option<(String, Option<String>)>,
    /// Someone else changed the record in between.
    pub stale: Option<Stale>,
}

/// Who changed the record while the form was open, and what differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stale {
    pub who: String,
    /// When, in words.
    pub when: String,
    /// Field in words, what was typed, what is stored.
    pub changes: Vec<(String, String, String)>,
    /// The version that is stored now.
    pub version: u32,
}

impl Draft {
    /// A form as it is first shown, with known answers filled in.
    pub fn fresh(fields: Fields) -> Self {
        Self { fields, ..Self::default() }
    }

    /// The message at a field, if it has one.
    pub fn error(&self, name: &str) -> Option<String> {
        self.errors.iter().find(|error| error.field == name).map(|error| error.message.clone())
    }

    /// Whether anything stops the form.
    pub fn has_errors(&self) -> bool {
        !self.errors.is_empty() || self.refusal.is_some() || self.stale.is_some()
    }
}
