//! The device's side: commands that wait, are sent, and are settled. An entry leaves only when the server said that its command
//! is in the case, or a person has decided otherwise.

use super::{CommandKey, MAX_BATCH, Outcome, Queued, Reply, TakenNumber};
use crate::case::CaseId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// One command on the device.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Entry {
    pub queued: Queued,
    /// `None` while the server's answer is not known, whether or not it was sent.
    #[serde(default)]
    pub outcome: Option<Outcome>,
}

/// How an entry stands for the officer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Not acknowledged yet.
    Unsent,
    /// In the case.
    Done,
    /// A person decides.
    Open,
    /// Waits for another entry.
    Waits,
    /// Taken back, or filed again under another key.
    Over,
}

impl Entry {
    pub const fn standing(&self) -> Standing {
        match &self.outcome {
            None => Standing::Unsent,
            Some(Outcome::Accepted { .. } | Outcome::Already { .. }) => Standing::Done,
            Some(Outcome::Conflict { .. } | Outcome::Refused { .. }) => Standing::Open,
            Some(Outcome::Waits { .. }) => Standing::Waits,
            Some(Outcome::Withdrawn { .. } | Outcome::Replaced { .. }) => Standing::Over,
        }
    }

    /// Whether it still has to reach the case, so that it must not be lost.
    pub const fn is_live(&self) -> bool {
        matches!(self.standing(), Standing::Unsent | Standing::Open | Standing::Waits)
    }
}

/// The commands of a device, in the order they were filed.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Outbox {
    pub entries: Vec<Entry>,
}

impl Outbox {
    pub fn get(&self, key: CommandKey) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.queued.key == key)
    }

    /// Adds a command; one whose key is there already changes nothing.
    pub fn file(&mut self, queued: Queued) {
        if self.get(queued.key).is_none() {
            self.entries.push(Entry { queued, outcome: None });
        }
    }

    /// What an entry follows now: the command it was filed after, or what that one was filed again as. `None` when it follows nothing,
    /// or what it followed was let go of since it is in the case.
    fn followed(&self, entry: &Entry) -> Option<&Entry> {
        let mut found = self.get(entry.queued.after?)?;
        // No longer than there are entries: a chain that bites its tail is nobody's work.
        for _ in &self.entries {
            let Some(Outcome::Replaced { by }) = &found.outcome else { break };
            found = self.get(*by)?;
        }
        Some(found)
    }

    /// What is sent next: those without an answer and those that wait, in their order, but each behind what it follows. What follows
    /// an open entry, or one that was taken back, is not sent before a person has decided; what follows one that was filed again goes
    /// behind the new one.
    pub fn batch(&self) -> Vec<Queued> {
        let mut sent: BTreeSet<CommandKey> = BTreeSet::new();
        let mut batch = Vec::new();
        loop {
            let before = batch.len();
            for entry in &self.entries {
                let is_next = matches!(entry.standing(), Standing::Unsent | Standing::Waits)
                    && !sent.contains(&entry.queued.key)
                    && self.followed(entry).is_none_or(|followed| {
                        followed.standing() == Standing::Done || sent.contains(&followed.queued.key)
                    });
                if is_next {
                    sent.insert(entry.queued.key);
                    batch.push(entry.queued.clone());
                }
            }
            if batch.len() == before || batch.len() >= MAX_BATCH {
                batch.truncate(MAX_BATCH);
                return batch;
            }
        }
    }

    /// Takes an answer in. Outcomes of unknown keys change nothing; an entry that is settled keeps its outcome, whatever comes late, and
    /// an open one takes only the word that a person has decided, here or on another device.
    pub fn learn(&mut self, reply: &Reply) {
        for (key, outcome) in &reply.outcomes {
            let Some(entry) = self.entries.iter_mut().find(|entry| entry.queued.key == *key) else { continue };
            let is_news = match entry.standing() {
                Standing::Unsent | Standing::Waits => true,
                Standing::Open => matches!(outcome, Outcome::Withdrawn { .. } | Outcome::Replaced { .. }),
                Standing::Done | Standing::Over => false,
            };
            if is_news {
                entry.outcome = Some(outcome.clone());
            }
        }
    }

    /// Whether a person may file an entry again without asking the server: it has left it open, or what it follows was taken back, so
    /// that nothing puts it into the case. Another one whose answer is not known may be in the case already. Taking one back is always
    /// asked of the server, which answers what has become of it.
    pub fn is_decidable(&self, key: CommandKey) -> bool {
        let Some(entry) = self.get(key) else { return false };
        match entry.standing() {
            Standing::Open => true,
            Standing::Unsent | Standing::Waits => {
                let followed = self.followed(entry);
                followed.is_some_and(|followed| matches!(followed.outcome, Some(Outcome::Withdrawn { .. })))
            }
            Standing::Done | Standing::Over => false,
        }
    }

    /// Writes down what a person decided of an entry. Of one that is in the case, or may still get there, it changes nothing.
    pub fn decide(&mut self, key: CommandKey, outcome: Outcome) {
        let is_over = self.get(key).is_some_and(|entry| entry.standing() == Standing::Over);
        if (is_over || self.is_decidable(key))
            && let Some(entry) = self.entries.iter_mut().find(|entry| entry.queued.key == key)
        {
            entry.outcome = Some(outcome);
        }
    }

    /// The newest live command on a case, which the next one follows.
    pub fn last_of(&self, case: CaseId) -> Option<&Entry> {
        self.entries.iter().rev().find(|entry| entry.queued.case == case && entry.is_live())
    }

    /// How many are not in a case yet.
    pub fn unsent(&self) -> usize {
        self.entries.iter().filter(|entry| entry.is_live()).count()
    }

    /// Numbers that entries of this device hold.
    pub fn taken(&self) -> BTreeSet<TakenNumber> {
        let held = self.entries.iter().filter(|entry| entry.standing() != Standing::Over);
        held.filter_map(|entry| entry.queued.number).collect()
    }

    /// Lets go of what is settled since before a moment: it is read from the server now. What stands on a case with a live entry stays,
    /// since that may follow it.
    pub fn tidy(&mut self, before: Timestamp) {
        let live: BTreeSet<CaseId> =
            self.entries.iter().filter(|entry| entry.is_live()).map(|entry| entry.queued.case).collect();
        self.entries.retain(|entry| live.contains(&entry.queued.case) || entry.queued.filed_at >= before);
    }
}

/// Seconds to wait before trying again after so many failures in a row, without the random part the caller adds: 2, 4, 8 … at most
/// five minutes.
pub const fn back_off(failures: u32) -> u32 {
    if failures >= 8 { 300 } else { 1 << (failures + 1) }
}
