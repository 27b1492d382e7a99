//! Field work on the server's side: devices, what they take out, and what comes back from them.
//!
//! Each command is decided once, in the transaction that writes down what became of it, by the same use case as a form of the case
//! page. Must not know: how a device keeps or sends anything.

mod devices;
mod drafts;
mod kit;
mod numbers;
mod open;
pub mod photos;
mod prove;
mod push;

pub use devices::{Device, end, list};
pub use drafts::keep as keep_draft;
pub use kit::kit;
pub use numbers::{give_back, reserved};
pub use open::{OpenCommand, open_commands};
pub use push::{push, withdraw};

pub(crate) use prove::prove;

/// Statements whose plans are tested.
#[cfg(test)]
#[cfg(feature = "native")]
pub(crate) mod plans {
    pub(crate) use super::kit::{CARRIED, INSPECTIONS, PLACES};
    pub(crate) use super::numbers::device_blocks;
}

use crate::StoreError;
use domain::fieldwork::Denial;

/// Why nothing is taken from a device, or why it got no further.
#[derive(Debug, thiserror::Error)]
pub enum FieldError {
    #[error("denied: {0:?}")]
    Denied(Denial),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<crate::DbError> for FieldError {
    fn from(error: crate::DbError) -> Self {
        Self::Store(error.into())
    }
}

impl From<domain::authority::Denial> for FieldError {
    fn from(denial: domain::authority::Denial) -> Self {
        Self::Store(denial.into())
    }
}

pub(crate) use devices::check;
