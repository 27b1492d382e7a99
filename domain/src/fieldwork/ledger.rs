//! The server's memory of commands: each key is decided once.

use super::{CommandKey, Outcome, Queued};

/// What the server kept of a command it has decided.
#[derive(Debug, Clone, PartialEq)]
pub struct Kept {
    pub digest: String,
    pub outcome: Outcome,
}

/// What a command is to the server that knows its key, or does not.
#[derive(Debug, Clone, PartialEq)]
pub enum Verdict {
    /// Not seen before, or seen and left waiting: decide it.
    Decide,
    /// Decided already: answer the same.
    Again(Outcome),
    /// The key was used for other words: nothing is done, and what was decided stays.
    Forged,
    /// It waits for another one.
    Waits(CommandKey),
    /// It follows one that the server has never seen.
    Lost(CommandKey),
    /// What it follows was filed again under this key: judge once more with what was kept of that one.
    Follows(CommandKey),
}

/// Judges a command by what was kept of its key and of the command it follows. Whoever files a command again means what follows it
/// to follow the new one; without that, it would wait for ever for one that is over.
pub fn judge(queued: &Queued, kept: Option<&Kept>, before: Option<&Kept>) -> Verdict {
    if let Some(kept) = kept {
        // A key that is over does nothing, whatever the words: it may have been filed again before it was ever seen.
        if matches!(kept.outcome, Outcome::Withdrawn { .. } | Outcome::Replaced { .. }) {
            return Verdict::Again(kept.outcome.clone());
        }
        if kept.digest != queued.digest() {
            return Verdict::Forged;
        }
        if !matches!(kept.outcome, Outcome::Waits { .. }) {
            return Verdict::Again(kept.outcome.clone());
        }
    }
    match (queued.after, before) {
        (None, _) => Verdict::Decide,
        (Some(key), None) => Verdict::Lost(key),
        (Some(key), Some(before)) => {
            if before.outcome.done().is_some() {
                Verdict::Decide
            } else if let Outcome::Replaced { by } = &before.outcome {
                Verdict::Follows(*by)
            } else {
                Verdict::Waits(key)
            }
        }
    }
}

/// Why a command that was filed again is refused before the case is asked, by what was kept of the one it replaces: its first form got
/// into the case, or it was filed again on another device too. `None` where the case decides. Whatever comes of it, the replaced key
/// is then kept as [`Outcome::Replaced`] unless it is done or replaced already: also when it was never seen, and when it was taken back
/// before, since what follows it follows the new one.
pub fn filed_again(queued: &Queued, replaced: Option<&Kept>) -> Option<Outcome> {
    let message = match &replaced?.outcome {
        Outcome::Accepted { .. } | Outcome::Already { .. } => {
            "Bản trước của nội dung này đã được ghi vào hồ sơ. Xem hồ sơ rồi rút lại bản này."
        }
        Outcome::Replaced { by } if *by != queued.key => {
            "Nội dung này đã được lập lại từ một thiết bị khác. Xem hồ sơ rồi rút lại bản này."
        }
        _ => return None,
    };
    Some(Outcome::Refused { message: message.to_owned(), citation: None, errors: Vec::new() })
}

/// Whether a command may still be taken back, by what was kept of it: as long as it is not in the case and was not filed again. One
/// that was never seen may be, and is kept as taken back, so that a copy that comes late does nothing.
pub fn may_be_withdrawn(kept: Option<&Kept>) -> bool {
    kept.is_none_or(|kept| kept.outcome.done().is_none() && !matches!(kept.outcome, Outcome::Replaced { .. }))
}
