//! The server: one case as a version and what was put into it, the ledger, the numbers, who may send.

use domain::fieldwork::{
    CommandKey, Denial, Done, Kept, Outcome, Queued, Since, TakenNumber, Verdict, filed_again, judge, may_be_withdrawn,
};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};

/// Numbers reserved for a device; the series goes on behind both blocks.
pub const BLOCK: u32 = 2;
pub const DEVICES: usize = 2;

/// A record that stands once in a case.
pub const RECORD: &str = "bien-ban-kiem-tra";
/// One that needs the record before it, and stands once.
pub const SECOND: &str = "bien-ban-vi-pham";
/// One that comes beside every other.
pub const FILE: &str = "dinh-kem";

/// One deliberate mistake, in the server or in the devices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Fault {
    None,
    /// The server decides every command it is sent.
    NoLedger,
    /// The server answers a conflict without writing it down.
    ForgetsConflicts,
    /// The server answers before it has written, and what follows is lost.
    SaysDoneFirst,
    /// The server does not look for what a command was filed again as.
    ForgetsWhatReplaced,
    /// The server takes what was filed again as a new act each time.
    TakesEachReplacement,
    HearsTheRevoked,
    /// A device takes a number again, and the server does not look.
    NumbersUnchecked,
    /// A device takes a number again; the server looks.
    TakesNumbersAgain,
    /// A device lets go of what it has sent.
    DropsWhenSent,
    /// An officer takes back what may be in the case already.
    DecidesBeforeAsking,
}

/// What was put into the case.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Put {
    pub key: CommandKey,
    pub device: usize,
    pub step: String,
    pub words: String,
    pub number: u32,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Desk {
    pub case: Vec<Put>,
    pub ledger: BTreeMap<CommandKey, Kept>,
    /// Numbers that came back.
    pub returned: BTreeSet<u32>,
    /// How much a device had put into the case when it was revoked.
    pub revoked: [Option<usize>; DEVICES],
    /// Signed in; signed out once; signed in again.
    pub sessions: [u8; DEVICES],
    /// Some command was answered from the ledger.
    pub again: bool,
    /// Some command followed one that was never seen.
    pub lost: bool,
    /// Both devices are of one officer: the numbers of each are his.
    pub one_officer: bool,
}

impl Hash for Desk {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (&self.case, &self.returned, self.revoked, self.sessions, self.again, self.lost).hash(state);
        for (key, kept) in &self.ledger {
            (key, rank(&kept.outcome)).hash(state);
        }
    }
}

/// What tells outcomes apart in a model: their kind, and what they point to.
pub fn rank(outcome: &Outcome) -> (&'static str, u128) {
    let rest = match outcome {
        Outcome::Accepted { done } | Outcome::Already { done } => u128::from(done.version),
        Outcome::Conflict { current, .. } => u128::from(*current),
        Outcome::Waits { on } => on.0.as_u128(),
        Outcome::Replaced { by } => by.0.as_u128(),
        Outcome::Refused { .. } | Outcome::Withdrawn { .. } => 0,
    };
    (outcome.key(), rest)
}

pub fn refused(message: &str) -> Outcome {
    Outcome::Refused { message: message.to_owned(), citation: None, errors: Vec::new() }
}

pub fn withdrawn() -> Outcome {
    Outcome::Withdrawn { reason: "Ghi nhầm".to_owned() }
}

/// The serials of a device's block.
pub fn block(device: usize) -> std::ops::RangeInclusive<u32> {
    let first = u32::try_from(device).unwrap_or_default() * BLOCK + 1;
    first..=first + BLOCK - 1
}

impl Desk {
    pub fn new(one_officer: bool) -> Self {
        Self {
            case: Vec::new(),
            ledger: BTreeMap::new(),
            returned: BTreeSet::new(),
            revoked: [None; DEVICES],
            sessions: [0; DEVICES],
            again: false,
            lost: false,
            one_officer,
        }
    }

    /// The version of the case; it was opened as the first.
    pub fn version(&self) -> u32 {
        u32::try_from(self.case.len()).unwrap_or_default() + 1
    }

    /// Somebody at a desk writes into the case.
    pub fn write(&mut self, key: CommandKey, step: &str) {
        let number = self.next_number();
        self.case.push(Put { key, device: DEVICES, step: step.to_owned(), words: "bàn giấy".to_owned(), number });
    }

    pub fn revoke(&mut self, device: usize) {
        self.revoked[device] = Some(self.put_by(device));
    }

    pub fn put_by(&self, device: usize) -> usize {
        self.case.iter().filter(|put| put.device == device).count()
    }

    fn admit(&self, device: usize, fault: Fault) -> Result<(), Denial> {
        if self.revoked[device].is_some() && fault != Fault::HearsTheRevoked {
            return Err(Denial::Revoked);
        }
        if self.sessions[device] == 1 { Err(Denial::SignIn) } else { Ok(()) }
    }

    /// Takes a batch.
    pub fn take(
        &mut self,
        device: usize,
        batch: &[Queued],
        fault: Fault,
    ) -> Result<Vec<(CommandKey, Outcome)>, Denial> {
        self.admit(device, fault)?;
        Ok(batch.iter().map(|queued| (queued.key, self.decide(device, queued, fault))).collect())
    }

    /// Takes a command back.
    pub fn withdraw(
        &mut self,
        device: usize,
        key: CommandKey,
        fault: Fault,
    ) -> Result<Vec<(CommandKey, Outcome)>, Denial> {
        self.admit(device, fault)?;
        if may_be_withdrawn(self.ledger.get(&key)) {
            let kept = self.ledger.entry(key).or_insert_with(|| Kept { digest: String::new(), outcome: withdrawn() });
            kept.outcome = withdrawn();
        }
        let kept = self.ledger.get(&key).into_iter();
        Ok(kept.map(|kept| (key, kept.outcome.clone())).collect())
    }

    /// Takes numbers back that were not used.
    pub fn give_back(&mut self, device: usize, serials: &[u32], fault: Fault) -> Result<(), Denial> {
        self.admit(device, fault)?;
        let used: Vec<u32> = self.case.iter().map(|put| put.number).collect();
        self.returned.extend(serials.iter().filter(|serial| block(device).contains(serial) && !used.contains(serial)));
        Ok(())
    }

    /// Judges a command by the ledger, and says behind which version it was filed.
    fn judge(&self, queued: &Queued, fault: Fault) -> (Verdict, u32) {
        let kept = self.ledger.get(&queued.key).filter(|_| fault != Fault::NoLedger);
        let mut before = queued.after.and_then(|after| self.ledger.get(&after));
        loop {
            let from = before.and_then(|kept| kept.outcome.done()).map_or(queued.seen, |done| done.version);
            match judge(queued, kept, before) {
                Verdict::Follows(by) if fault == Fault::ForgetsWhatReplaced => return (Verdict::Waits(by), from),
                Verdict::Follows(by) => before = self.ledger.get(&by),
                verdict => return (verdict, from),
            }
        }
    }

    fn decide(&mut self, device: usize, queued: &Queued, fault: Fault) -> Outcome {
        let (verdict, from) = self.judge(queued, fault);
        let old = queued.replaces.filter(|_| fault != Fault::TakesEachReplacement);
        let outcome = match verdict {
            Verdict::Decide => match old.and_then(|old| filed_again(queued, self.ledger.get(&old))) {
                Some(outcome) => outcome,
                None => self.put(device, queued, from, fault),
            },
            Verdict::Again(outcome) => {
                self.again = true;
                return outcome;
            }
            Verdict::Forged => return refused("Khóa đã dùng"),
            Verdict::Waits(on) => Outcome::Waits { on },
            Verdict::Lost(on) | Verdict::Follows(on) => {
                self.lost = true;
                return Outcome::Waits { on };
            }
        };
        if fault == Fault::ForgetsConflicts && matches!(outcome, Outcome::Conflict { .. }) {
            return outcome;
        }
        if let Some(old) = queued.replaces {
            let replaced = Kept { digest: String::new(), outcome: Outcome::Replaced { by: queued.key } };
            let kept = self.ledger.entry(old).or_insert_with(|| replaced.clone());
            if kept.outcome.done().is_none() && !matches!(kept.outcome, Outcome::Replaced { .. }) {
                kept.outcome = replaced.outcome;
            }
        }
        self.ledger.insert(queued.key, Kept { digest: queued.digest(), outcome: outcome.clone() });
        outcome
    }

    fn put(&mut self, device: usize, queued: &Queued, from: u32, fault: Fault) -> Outcome {
        let words = words(queued);
        let since = self.case.iter().enumerate().skip(usize::try_from(from).unwrap_or_default().saturating_sub(1));
        let mut same = since.filter(|(_, put)| put.step == queued.step && put.step != FILE);
        if let Some((index, put)) = same.next() {
            let version = u32::try_from(index).unwrap_or_default() + 2;
            if put.words == words {
                return Outcome::Already { done: Done { version, title: put.step.clone(), number: None } };
            }
            let title = put.step.clone();
            let since = vec![Since { seq: version, title, by: String::new(), at: Timestamp::UNIX_EPOCH }];
            return Outcome::Conflict { current: self.version(), since, mine: Vec::new(), theirs: Vec::new() };
        }
        let stands = |step: &str| self.case.iter().any(|put| put.step == step);
        if (queued.step == SECOND && !stands(RECORD))
            || ([RECORD, SECOND].contains(&&*queued.step) && stands(&queued.step))
        {
            return refused("Chưa đến bước này");
        }
        let number = match queued.number {
            Some(taken) => match self.number(device, taken, fault) {
                Ok(serial) => serial,
                Err(message) => return refused(message),
            },
            None => self.next_number(),
        };
        let put = Put { key: queued.key, device, step: queued.step.clone(), words, number };
        if fault != Fault::SaysDoneFirst {
            self.case.push(put);
        }
        Outcome::Accepted { done: Done { version: self.version(), title: queued.step.clone(), number: None } }
    }

    fn number(&self, device: usize, taken: TakenNumber, fault: Fault) -> Result<u32, &'static str> {
        let of = usize::try_from(taken.block.0).unwrap_or(DEVICES);
        let is_his = of == device || (self.one_officer && of < DEVICES);
        let used = self.case.iter().any(|put| put.number == taken.serial);
        match taken.serial {
            serial if fault == Fault::NumbersUnchecked => Ok(serial),
            serial if !is_his || !block(of).contains(&serial) => Err("Số không thuộc thiết bị"),
            serial if used || self.returned.contains(&serial) => Err("Số đã dùng"),
            serial => Ok(serial),
        }
    }

    fn next_number(&self) -> u32 {
        let first = block(DEVICES).start().to_owned();
        self.case.iter().map(|put| put.number + 1).max().unwrap_or(first).max(first)
    }
}

/// What a command says.
pub fn words(queued: &Queued) -> String {
    queued.typed.first().map(|(_, words)| words.clone()).unwrap_or_default()
}
