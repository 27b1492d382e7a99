//! Why a use case did not happen.

use crate::DbError;
use domain::case::{Event, FieldError, Refusal};

/// Why a use case did not happen. Everything but `Db` is the user's to mend.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// It does not exist, or not for this officer.
    #[error("not found")]
    NotFound,
    /// Somebody else changed the case after the form was shown.
    #[error("stale: the case is at version {current}")]
    Stale {
        current: u32,
        /// What happened since, for the officer to see.
        since: Vec<Event>,
    },
    /// One paper was to be made over several files, and somebody else changed one of the others.
    #[error("stale: the file {code} has changed")]
    StaleFile { code: String, since: Vec<Event> },
    /// The domain refused, with its reasons.
    #[error("refused: {}", .0.message())]
    Refused(Refusal),
    #[error(transparent)]
    Db(#[from] DbError),
}

impl StoreError {
    /// Refused for what stands in one field of the form, with how to mend it.
    pub(crate) fn at(field: &str, message: impl Into<String>) -> Self {
        Self::fields(vec![FieldError::new(field, message)])
    }

    /// Refused for what stands in several fields of the form.
    pub(crate) const fn fields(errors: Vec<FieldError>) -> Self {
        Self::Refused(Refusal::Fields { errors })
    }
}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Hidden => Self::NotFound,
            other => Self::Refused(other),
        }
    }
}

impl From<domain::authority::Denial> for StoreError {
    fn from(denial: domain::authority::Denial) -> Self {
        Refusal::from(denial).into()
    }
}
