//! Cases as the national database on handling administrative violations takes them (NĐ 20/2016/NĐ-CP): one record for each decision,
//! with a version for each change of it.
//!
//! Which groups of fields there are is recalled [R]; how the database calls them, and its codes, have not been seen [U]: the keys here
//! are this system's own, and a mapping of keys is all that its true layout will ask for.
//!
//! Pure: a case as it stands after an event becomes records, and two of them become what changed. Must not know: who receives what,
//! or what was received.

mod cursor;
mod decisions;
mod flat;
mod map;
mod receipt;
mod record;

pub use cursor::{CURSOR_LENGTH, Cursor};
pub use flat::{headings, row};
pub use receipt::{MAX_REASON, MAX_RECEIPTS, Receipt, RecordKey, Verdict};
pub use record::*;

use crate::case::{CaseFile, Event, EventBody};
use crate::catalogue::Mark;

/// How sure the groups of fields are.
pub const FIELDS_MARK: Mark = Mark::Recalled;
/// How sure keys and codes are.
pub const KEYS_MARK: Mark = Mark::Unsure;

/// A decision as it stands in its case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Which decision of the case.
    pub place: String,
    pub cancelled: bool,
    pub content: Content,
}

/// Every decision of a case as it stands, in the order in which they were signed.
pub fn standing(case: &CaseFile) -> Vec<Standing> {
    decisions::of(case).iter().map(|decided| map::standing(case, decided)).collect()
}

/// Whether an event may have changed what is told of a decision; what it changed, [`changes`] says.
pub fn touches(after: &CaseFile, event: &Event) -> bool {
    let beside = matches!(
        event.body,
        EventBody::CaseOpened(_) | EventBody::AttachmentAdded { .. } | EventBody::AttachmentWithdrawn { .. }
    );
    !beside && decisions::any(after)
}

/// What an event changed: a record for every decision that is not told as before.
pub fn changes(before: &[Standing], after: &[Standing], case: &CaseFile, event: &Event) -> Vec<Record> {
    let changed = after.iter().filter_map(|now| {
        let was = before.iter().find(|was| was.place == now.place);
        let state = match was {
            None => State::New,
            Some(was) if was == now => return None,
            Some(was) if now.cancelled && !was.cancelled => State::Cancelled,
            Some(_) => State::Amended,
        };
        Some(Record {
            ma_ban_ghi: RecordKey { case: case.id, place: now.place.clone() }.to_string(),
            phien_ban: event.seq,
            trang_thai: state,
            cap_nhat: Updated {
                luc: event.at,
                ngay: crate::calendar::to_local(event.at).date(),
                nguoi: event.by.full_name.clone(),
                chuc_danh: event.by.title.clone(),
                don_vi: event.by_unit.0.clone(),
            },
            noi_dung: now.content.clone(),
        })
    });
    changed.collect()
}
