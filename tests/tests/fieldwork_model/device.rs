//! A device: the real outbox, the numbers it holds, and the officer who files, sends, decides.

use crate::desk::{BLOCK, Fault, block, rank, withdrawn, words};
use domain::case::{CaseId, Command, SeriesKey};
use domain::fieldwork::{Block, BlockId, CommandKey, Entry, Outbox, Outcome, Queued, Reply, TakenNumber};
use domain::unit::UnitId;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::fmt;
use std::hash::{Hash, Hasher};
use uuid::Uuid;

/// What an officer means to file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Act {
    pub key: u128,
    pub step: &'static str,
    pub words: &'static str,
    /// With a number from the block.
    pub numbered: bool,
}

/// A key that is filed again has this much more.
pub const AGAIN: u128 = 100;

pub fn key(n: u128) -> CommandKey {
    CommandKey(Uuid::from_u128(n))
}

#[derive(Debug, Clone, PartialEq)]
pub struct Device {
    pub outbox: Outbox,
    /// Version of the case as this device knows it.
    pub known: u32,
    /// Every key that was ever filed here: what the outbox may not forget.
    pub filed: BTreeSet<CommandKey>,
    /// What a person took back or filed again.
    pub decided: BTreeSet<CommandKey>,
    /// Serials it gave back.
    pub gone: BTreeSet<u32>,
    pub revoked: bool,
}

impl Hash for Device {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (self.known, &self.filed, &self.decided, &self.gone, self.revoked).hash(state);
        for Entry { queued, outcome } in &self.outbox.entries {
            (Sent::mark(queued), outcome.as_ref().map(rank)).hash(state);
        }
    }
}

/// A command on its way; told apart by what may differ under one key.
#[derive(Clone)]
pub struct Sent(pub Queued);

impl fmt::Debug for Sent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let n = |key: CommandKey| key.0.as_u128();
        let Queued { key, seen, after, replaces, number, .. } = &self.0;
        write!(f, "{}@{seen}", n(*key))?;
        after.map_or(Ok(()), |after| write!(f, " after {}", n(after)))?;
        replaces.map_or(Ok(()), |old| write!(f, " for {}", n(old)))?;
        number.map_or(Ok(()), |number| write!(f, " no. {}", number.serial))
    }
}

impl Sent {
    fn mark(queued: &Queued) -> (CommandKey, u32, Option<CommandKey>, Option<CommandKey>, Option<TakenNumber>) {
        (queued.key, queued.seen, queued.after, queued.replaces, queued.number)
    }
}

impl PartialEq for Sent {
    fn eq(&self, other: &Self) -> bool {
        Self::mark(&self.0) == Self::mark(&other.0)
    }
}

impl Eq for Sent {}

impl PartialOrd for Sent {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Sent {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        Self::mark(&self.0).cmp(&Self::mark(&other.0))
    }
}

impl Hash for Sent {
    fn hash<H: Hasher>(&self, state: &mut H) {
        Self::mark(&self.0).hash(state);
    }
}

impl Device {
    pub fn new() -> Self {
        Self {
            outbox: Outbox::default(),
            known: 1,
            filed: BTreeSet::new(),
            decided: BTreeSet::new(),
            gone: BTreeSet::new(),
            revoked: false,
        }
    }

    /// The lowest number that is free.
    fn number(&self, device: usize, fault: Fault) -> Option<TakenNumber> {
        let id = BlockId(i64::try_from(device).unwrap_or_default());
        let unit = UnitId("33-01".to_owned());
        let held = Block {
            id,
            series: SeriesKey { unit, officer: None, symbol: "BB-KT".to_owned(), year: 2026 },
            agency_code: "33".to_owned(),
            unit_code: "01".to_owned(),
            first: *block(device).start(),
            last: *block(device).end(),
            reserved_at: Timestamp::UNIX_EPOCH,
            gone: self.gone.clone(),
        };
        let forgets = matches!(fault, Fault::NumbersUnchecked | Fault::TakesNumbersAgain);
        let taken = if forgets { BTreeSet::new() } else { self.outbox.taken() };
        held.free(&taken).next().map(|serial| TakenNumber { block: id, serial })
    }

    /// Files an act.
    pub fn file(&mut self, device: usize, act: &Act, fault: Fault) {
        let case = CaseId(Uuid::from_u128(77));
        let ahead = self.outbox.entries.iter().filter(|entry| entry.is_live()).count();
        let queued = Queued {
            key: key(act.key),
            case,
            seen: self.known + u32::try_from(ahead).unwrap_or_default(),
            after: self.outbox.last_of(case).map(|entry| entry.queued.key),
            replaces: None,
            filed_at: Timestamp::UNIX_EPOCH,
            number: if act.numbered { self.number(device, fault) } else { None },
            step: act.step.to_owned(),
            typed: vec![("words".to_owned(), act.words.to_owned())],
            command: Command::ConcludeInspection { note: act.words.to_owned() },
        };
        self.filed.insert(queued.key);
        self.outbox.file(queued);
    }

    /// Files an entry again with other words, against the case as it is known now.
    pub fn file_again(&mut self, device: usize, old: CommandKey, fault: Fault) {
        let Some(entry) = self.outbox.get(old).cloned() else { return };
        let by = key(old.0.as_u128() + AGAIN * (1 + u128::try_from(device).unwrap_or_default()));
        if self.filed.contains(&by) {
            return;
        }
        self.outbox.decide(old, Outcome::Replaced { by });
        self.decided.insert(old);
        let words = format!("{}, lập lại", words(&entry.queued));
        let number = entry.queued.number.and_then(|_| self.number(device, fault));
        let queued = Queued {
            key: by,
            seen: self.known,
            after: None,
            replaces: Some(old),
            number,
            typed: vec![("words".to_owned(), words.clone())],
            command: Command::ConcludeInspection { note: words },
            ..entry.queued
        };
        self.filed.insert(by);
        self.outbox.file(queued);
    }

    /// Takes an entry back without asking.
    pub fn take_back(&mut self, key: CommandKey) {
        if let Some(entry) = self.outbox.entries.iter_mut().find(|entry| entry.queued.key == key) {
            entry.outcome = Some(withdrawn());
        }
        self.decided.insert(key);
    }

    /// Learns what the server said.
    pub fn learn(&mut self, outcomes: Vec<(CommandKey, Outcome)>) {
        for (_, outcome) in &outcomes {
            let seen = match outcome {
                Outcome::Accepted { done } | Outcome::Already { done } => done.version,
                Outcome::Conflict { current, .. } => *current,
                _ => 0,
            };
            self.known = self.known.max(seen);
        }
        self.outbox.learn(&Reply { now: Timestamp::UNIX_EPOCH, outcomes });
    }

    /// Numbers it does not need any more; it lets go of them before it says so.
    pub fn give_back(&mut self, device: usize) -> Vec<u32> {
        let held: BTreeSet<u32> = self.outbox.taken().iter().map(|taken| taken.serial).collect();
        let free = block(device).filter(|serial| !held.contains(serial));
        self.gone.extend(free);
        debug_assert!(self.gone.len() <= usize::try_from(BLOCK).unwrap_or_default());
        self.gone.iter().copied().collect()
    }
}
