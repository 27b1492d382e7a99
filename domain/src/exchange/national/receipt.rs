//! What the receiver says of the records it was given: taken, or sent back with a reason.

use crate::case::CaseId;
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

/// Receipts of one message at most.
pub const MAX_RECEIPTS: usize = 500;
/// Characters of a reason at most.
pub const MAX_REASON: usize = 1_000;

crate::described_keys! {
    /// What became of a record at its receiver.
    Verdict {
        Accepted = "da-nhan": "Đã nhận",
        Rejected = "tu-choi": "Từ chối",
    }
}

/// Which decision of which case a record is of; the same in all its versions.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RecordKey {
    pub case: CaseId,
    /// `xp1` for the first sanction decision, `q12` for a decision by the twelfth event of the case.
    pub place: String,
}

impl fmt::Display for RecordKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.case, self.place)
    }
}

impl FromStr for RecordKey {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let (case, place) = text.split_once('.').ok_or(())?;
        let digits = place.strip_prefix("xp").or(place.strip_prefix('q')).ok_or(())?;
        let number = digits.parse::<u32>().map_err(|_| ())?;
        let key = Self { case: CaseId(Uuid::parse_str(case).map_err(|_| ())?), place: place.to_owned() };
        // As it is written and no other way: one record, one key.
        if number > 0 && key.to_string() == text && number.to_string() == digits { Ok(key) } else { Err(()) }
    }
}

/// One receipt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    pub record: RecordKey,
    pub version: u32,
    pub verdict: Verdict,
    /// Why it was sent back, in the words of the receiver.
    pub reason: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_has_one_key() {
        let case = "01990000-0000-7000-8000-000000000000";
        for place in ["xp1", "xp12", "q7"] {
            let text = format!("{case}.{place}");
            assert_eq!(text.parse::<RecordKey>().unwrap().to_string(), text);
        }
        for wrong in ["", "xp1", "x.xp1", "-.xp1"] {
            assert!(wrong.parse::<RecordKey>().is_err(), "{wrong}");
        }
        for place in ["", "xp", "xp0", "xp01", "q-1", "q+1", "xp1 ", "XP1", "q99999999999"] {
            assert!(format!("{case}.{place}").parse::<RecordKey>().is_err(), "{place}");
        }
        assert!(format!("{}.xp1", case.replace('-', "")).parse::<RecordKey>().is_err());
        assert!(format!("{}.xp1", "01990000-0000-7000-8000-00000000000A").parse::<RecordKey>().is_err());
    }
}
