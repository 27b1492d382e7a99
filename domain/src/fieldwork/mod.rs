//! Field work (đi hiện trường): what a device takes out, what is done on it without a network, and how it comes back.
//!
//! The protocol as values and pure decisions, the same on the device and on the server: commands wait in an [`Outbox`], each
//! with a key of its own and the version of the case it was given against; the server decides each by the law of the case and
//! answers an [`Outcome`] that it keeps under the key, so that a batch may be sent any number of times. Decision 0034. Must not
//! know: how anything is stored, encrypted or sent.

mod kit;
mod ledger;
mod lines;
mod merge;
mod numbers;
mod outbox;
mod photo;
mod steps;
mod wire;

pub use kit::{KIT_HOURS, Kit, KitAsked, KitCase, KitPlace, MAX_CASES, PAGE, Reason};
pub use ledger::{Kept, Verdict, filed_again, judge, may_be_withdrawn};
pub use lines::{Line, lines, theirs};
pub use merge::{FieldConflict, Merged, merge};
pub use numbers::{Block, BlockId, MAX_BLOCK, Returned, TakenNumber, Wish, draft_number};
pub use outbox::{Entry, Outbox, Standing, back_off};
pub use photo::{CHUNK, PhotoAsked, PhotoKey, PhotoState, sha256};
pub use steps::{Offer, allowed, carry_out, offers, title};
pub use wire::{
    Batch, CommandKey, Denial, DeviceId, Done, DraftAnswer, DraftPush, MAX_BATCH, Outcome, Queued, Reply, Since,
};

#[cfg(test)]
mod tests;
