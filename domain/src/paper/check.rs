//! The public check of a paper: the code on it, and what is told of it: that it exists, and nothing of its content.

use crate::case::{CaseFile, CaseId, Signed};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Letters of the check code: base 32 without those that look alike.
const LETTERS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZ23456789";

/// Length of the check code: 100 bits, so that guessing finds nothing.
pub const CODE_LENGTH: usize = 20;

/// The code by which anybody checks a paper. The case's random id goes into it: who has not seen the paper cannot make it.
pub fn check_code(case: CaseId, frame: &Signed) -> String {
    let digest = Sha256::digest(format!("ins paper|{case}|{}|{}", frame.number.text, frame.at));
    let (mut bits, mut held) = (0_u32, 0_u32);
    let mut code = String::with_capacity(CODE_LENGTH);
    // 104 bits are enough for twenty letters of five.
    for byte in digest.into_iter().take(13) {
        held = (held << 8) | u32::from(byte);
        bits += 8;
        while bits >= 5 && code.len() < CODE_LENGTH {
            bits -= 5;
            let index = usize::try_from((held >> bits) & 31).unwrap_or(0);
            code.push(char::from(*LETTERS.get(index).unwrap_or(&b'A')));
        }
        held &= (1 << bits) - 1;
    }
    code
}

/// The check code of a paper of a case. A common paper has one code, in whichever file it is printed: that of its first violator.
pub fn code_of(case: &CaseFile, frame: &Signed) -> String {
    check_code(case.common(frame).map_or(case.id, |common| common.first), frame)
}

/// Letters of a hash that an anchor shows: 64 bits.
const ANCHOR_LETTERS: usize = 16;

/// Where a paper stands in the chain of events: the position of the event that made it, and the beginning of that event's hash, which
/// covers every event before it. On the paper it is out of the system's reach: events that are changed afterwards no longer lead to it.
pub fn anchor(position: i64, hash: &[u8; 32]) -> String {
    let hash: String = hash.iter().map(|byte| format!("{byte:02x}")).collect();
    format!("{position}.{}", hash.get(..ANCHOR_LETTERS).unwrap_or_default())
}

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

    /// How a common paper stands when its parts stand so: it holds as long as it holds of one violator (each part is corrected
    /// and cancelled in its own file; NĐ 118/2021/NĐ-CP Điều 13–16).
    pub fn of_parts(parts: impl IntoIterator<Item = Self>) -> Self {
        parts
            .into_iter()
            .min_by_key(|part| match part {
                Self::InForce => 0,
                Self::Amended => 1,
                Self::Cancelled => 2,
            })
            .unwrap_or(Self::InForce)
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
    /// [`anchor`]; empty for papers outside of the chain of cases.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub anchor: String,
}
