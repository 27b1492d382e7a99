//! What the public check of a paper tells: that it exists, and nothing of its content.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whether an issued paper still holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PaperState {
    InForce,
    /// A later paper of the file corrects or amends it.
    Amended,
    /// A later paper of the file cancels it, or its number was voided.
    Cancelled,
}

impl PaperState {
    pub const ALL: [PaperState; 3] = [Self::InForce, Self::Amended, Self::Cancelled];

    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::InForce => "hieu-luc",
            Self::Amended => "da-sua-doi",
            Self::Cancelled => "da-huy",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }

    /// Status in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::InForce => "Có hiệu lực",
            Self::Amended => "Đã được sửa đổi, đính chính bằng văn bản khác",
            Self::Cancelled => "Đã hủy",
        }
    }
}

/// The answer of the public check: number, date, unit and status.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaperStatus {
    /// E.g. `33030042/QĐ-XPHC`.
    pub number: String,
    pub signed_on: Date,
    /// Name of the issuing unit as on the paper.
    pub unit: String,
    pub state: PaperState,
}
