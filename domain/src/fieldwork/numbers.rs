//! Numbers of papers for the field: a block of a unit's series, reserved for one device before it leaves (TT 22/2021/TT-BCT Điều 6: one
//! series for each form, unit and year). What is not used comes back and stays in the register as not used, with the reason.

use crate::case::{PaperNumber, SeriesKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Numbers of one series that one device may hold at most.
pub const MAX_BLOCK: u32 = 10;

/// Identifier of a block, counted by the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct BlockId(pub i64);

/// Consecutive numbers of one series, reserved for one device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    pub id: BlockId,
    pub series: SeriesKey,
    /// What stands before the serial: two digits of the agency, two of the unit.
    pub agency_code: String,
    pub unit_code: String,
    pub first: u32,
    pub last: u32,
    pub reserved_at: Timestamp,
    /// Serials that were used or came back, as the server knows.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub gone: BTreeSet<u32>,
}

/// A number taken from a block on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TakenNumber {
    pub block: BlockId,
    pub serial: u32,
}

/// How many numbers of a series a device wants to hold when it leaves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wish {
    /// Abbreviated type, e.g. `BB-VPHC`.
    pub symbol: String,
    /// At most [`MAX_BLOCK`]; the server fills up to it.
    pub count: u32,
}

/// `POST /dong-bo/tra-so`: numbers that were not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    pub device: super::DeviceId,
    pub numbers: Vec<TakenNumber>,
    /// Why, as the register tells it.
    pub reason: String,
}

impl Block {
    /// The number as printed.
    pub fn number(&self, serial: u32) -> PaperNumber {
        PaperNumber::of_unit(&self.agency_code, &self.unit_code, serial, &self.series.symbol)
    }

    /// The serials that are free, the lowest first; `used` are those this device took and has not sent.
    pub fn free<'a>(&'a self, used: &'a BTreeSet<TakenNumber>) -> impl Iterator<Item = u32> + 'a {
        (self.first..=self.last).filter(move |serial| {
            !self.gone.contains(serial) && !used.contains(&TakenNumber { block: self.id, serial: *serial })
        })
    }
}

/// What stands in the place of a number while there is none: the server draws one when the record arrives.
pub fn draft_number(count: u32, symbol: &str) -> PaperNumber {
    PaperNumber { serial: 0, text: format!("nháp {count}/{symbol}") }
}
