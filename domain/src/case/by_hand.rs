//! Papers that were written and signed by hand before they were entered: their originals are scanned into the system within
//! 48 hours of the signature (TT 22/2021/TT-BCT Điều 7).
//!
//! A paper written here and signed at once is in the system already. Must not know: how a scan is kept.

use super::{CaseFile, Event};
use crate::calendar::{format_at, to_local};
use crate::law::deadline::{Deadline, digitise};
use crate::paper::PaperState;
use jiff::civil::DateTime;
use serde::{Deserialize, Serialize};

/// Time between the signature and the entry up to which a paper counts as written in the system: it is filled in on the
/// spot while it is read out and signed.
const ON_THE_SPOT: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

/// A paper whose original was made by hand.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByHand {
    /// Its number, drawn when it was entered: after the signatures.
    pub number: String,
    pub signed_at: DateTime,
    pub entered_at: DateTime,
}

impl ByHand {
    /// The paper an event entered, where it was signed well before.
    pub(super) fn of(event: &Event) -> Option<Self> {
        let frame = event.body.frame()?;
        let entered_at = to_local(event.at);
        let number = frame.number.text.clone();
        (entered_at.duration_since(frame.at) > ON_THE_SPOT).then_some(Self { number, signed_at: frame.at, entered_at })
    }

    /// Until when its scan is due.
    pub fn deadline(&self) -> Deadline {
        let deadline = digitise(self.signed_at);
        Deadline { name: format!("{}: đính bản chụp văn bản số {}", deadline.name, self.number), ..deadline }
    }

    /// Whether it was entered later than the law allows.
    pub fn entered_late(&self) -> bool {
        self.deadline().lapsed(self.entered_at)
    }

    /// E.g. `số 33010004/BB-KT, ký 10 giờ 30 phút, ngày 20/11/2026, nhập …`.
    pub fn words(&self) -> String {
        format!("số {}, ký {}, nhập {}", self.number, format_at(self.signed_at), format_at(self.entered_at))
    }
}

impl CaseFile {
    /// Papers made by hand that still count and whose signed original was not attached yet.
    pub fn unscanned(&self) -> impl Iterator<Item = &ByHand> {
        let holds = |paper: &&ByHand| self.paper_state(&paper.number) != PaperState::Cancelled;
        self.by_hand.iter().filter(holds).filter(|paper| self.signed_copy(&paper.number).is_none())
    }
}
