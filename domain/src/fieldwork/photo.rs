//! Photos come back in pieces: each request says where it goes on, so that nothing is sent twice.

use super::CommandKey;
use crate::case::{AttachmentKind, CaseId};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Bytes of one piece: small enough to get through a bad network in one go.
pub const CHUNK: usize = 128 << 10;

/// A photo has the key its attaching is known by.
pub type PhotoKey = CommandKey;

/// `POST /dinh-kem/gui-dan/{key}`: announces a photo, or asks how far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhotoAsked {
    pub device: super::DeviceId,
    pub case: CaseId,
    pub kind: AttachmentKind,
    /// SHA-256 of the whole file, 64 lower-case hex digits.
    pub sha256: String,
    /// Bytes of the whole file.
    pub size: u64,
    pub name: String,
    pub caption: String,
    pub taken_on: Option<Date>,
}

/// How a photo stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PhotoState {
    /// So many bytes have arrived; the next piece begins there.
    Partial { received: u64 },
    /// It is in the case, as the file of this position.
    Attached { seq: u32 },
    /// It cannot be attached: why, and what to do.
    Refused { message: String },
}

/// SHA-256 of a whole file, 64 lower-case hex digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
