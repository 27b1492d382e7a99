//! What must hold in every state, and what must be seen at least once.

use crate::desk::{DEVICES, Desk, block};
use crate::device::Device;
use crate::world::Scene;
use domain::fieldwork::{CommandKey, Entry, Outcome, Standing};
use std::collections::BTreeSet;

pub const KEPT: &str = "no acknowledged command is lost";
pub const ONCE: &str = "nothing is put into the case twice";
pub const NUMBERS: &str = "no number twice, none outside of its block, none that came back";
pub const VISIBLE: &str = "every conflict and refusal is written down on both sides";
pub const HELD: &str = "an entry leaves only when it is done or a person decided";
pub const REVOKED: &str = "a revoked device changes nothing";
pub const SETTLES: &str = "on a good network everything is settled but what a person decides";
pub const NEVER_LOST: &str = "nothing follows what the server has never seen";

/// A state: what the devices hold and show, and the server.
pub struct Seen<'a> {
    pub devices: [&'a Device; DEVICES],
    pub desk: &'a Desk,
}

impl Seen<'_> {
    pub const RULES: [&'static str; 8] = [KEPT, ONCE, NUMBERS, VISIBLE, HELD, REVOKED, SETTLES, NEVER_LOST];

    fn entries(&self) -> impl Iterator<Item = &Entry> {
        self.devices.iter().flat_map(|device| &device.outbox.entries)
    }

    /// What a device shows as done is in the case, once; what it shows as taken back is not.
    pub fn kept(&self) -> bool {
        self.entries().all(|entry| match &entry.outcome {
            Some(Outcome::Accepted { .. }) => {
                self.desk.case.iter().filter(|put| put.key == entry.queued.key).count() == 1
            }
            Some(Outcome::Already { done }) => {
                let index = usize::try_from(done.version).unwrap_or_default().wrapping_sub(2);
                let there = self.desk.case.get(index);
                there.is_some_and(|put| put.words == crate::desk::words(&entry.queued) && put.step == entry.queued.step)
            }
            Some(Outcome::Withdrawn { .. }) => !self.desk.case.iter().any(|put| put.key == entry.queued.key),
            _ => true,
        })
    }

    pub fn once(&self) -> bool {
        let keys: BTreeSet<CommandKey> = self.desk.case.iter().map(|put| put.key).collect();
        // What was filed once and again is one act, whoever filed it again.
        let replaced = |entry: &Entry| entry.queued.replaces.map(|old| (old, entry.queued.key));
        let replaced: BTreeSet<(CommandKey, CommandKey)> = self.entries().filter_map(replaced).collect();
        let act = |key: &CommandKey| replaced.iter().find(|(_, by)| by == key).map_or(*key, |(old, _)| *old);
        let acts: BTreeSet<CommandKey> = keys.iter().map(act).collect();
        acts.len() == self.desk.case.len()
    }

    pub fn numbers(&self) -> bool {
        let case = &self.desk.case;
        let numbers: BTreeSet<u32> = case.iter().map(|put| put.number).collect();
        let at_home = case.iter().all(|put| {
            let of = (0..DEVICES).find(|device| block(*device).contains(&put.number));
            of.is_none_or(|of| of == put.device || self.desk.one_officer)
        });
        numbers.len() == case.len() && at_home && numbers.is_disjoint(&self.desk.returned)
    }

    pub fn visible(&self) -> bool {
        let on_device = self.entries().all(|entry| {
            entry.standing() != Standing::Open
                || self.desk.ledger.get(&entry.queued.key).is_some_and(|kept| kept.outcome.done().is_none())
        });
        let at_desk = self.desk.ledger.iter().filter(|(_, kept)| kept.outcome.is_open()).all(|(key, _)| {
            self.devices.iter().any(|device| {
                device.outbox.get(*key).is_some_and(|entry| {
                    entry.is_live() || (entry.standing() == Standing::Over && device.decided.contains(key))
                })
            })
        });
        on_device && at_desk
    }

    pub fn held(&self) -> bool {
        self.devices.iter().all(|device| {
            device.filed.iter().all(|key| {
                device.outbox.get(*key).is_some_and(|entry| match entry.standing() {
                    Standing::Over => device.decided.contains(key) || self.is_over(*key),
                    _ => true,
                })
            })
        })
    }

    /// Whether the server was told that a person decided, perhaps on another device.
    fn is_over(&self, key: CommandKey) -> bool {
        let kept = self.desk.ledger.get(&key).map(|kept| &kept.outcome);
        matches!(kept, Some(Outcome::Withdrawn { .. } | Outcome::Replaced { .. }))
    }

    pub fn revoked(&self) -> bool {
        (0..DEVICES).all(|device| self.desk.revoked[device].is_none_or(|then| then == self.desk.put_by(device)))
    }

    /// What is left when everything gets through from here: nothing that could be sent.
    pub fn settles(&self, scene: &Scene) -> bool {
        let mut desk = self.desk.clone();
        desk.sessions = [0; DEVICES];
        let mut devices: Vec<Device> = self.devices.iter().map(|device| (*device).clone()).collect();
        let is_left = |devices: &[Device]| devices.iter().any(|device| !device.outbox.batch().is_empty());
        for _ in 0..4 {
            if !is_left(&devices) {
                break;
            }
            for (index, device) in devices.iter_mut().enumerate() {
                if let Ok(outcomes) = desk.take(index, &device.outbox.batch(), scene.fault) {
                    device.learn(outcomes);
                }
            }
        }
        let quiet =
            |(index, device): (usize, &Device)| desk.revoked[index].is_some() || device.outbox.batch().is_empty();
        devices.iter().enumerate().all(quiet)
    }

    fn has(&self, kind: &str) -> bool {
        self.entries().any(|entry| entry.outcome.as_ref().is_some_and(|outcome| outcome.key() == kind))
    }

    /// Whether something happened that must happen somewhere, or the model proves nothing.
    pub fn happened(&self, what: &str) -> bool {
        match what {
            "again" => self.desk.again,
            "returned" => !self.desk.returned.is_empty(),
            "revoked with work left" => {
                (0..DEVICES).any(|index| self.devices[index].revoked && self.devices[index].outbox.unsent() > 0)
            }
            "sent after signing in again" => (0..DEVICES).any(|index| {
                self.desk.sessions[index] == 2 && self.devices[index].outbox.entries.iter().any(Entry::is_done)
            }),
            "all done" => self.devices.iter().all(|device| device.outbox.unsent() == 0 && !device.filed.is_empty()),
            kind => self.has(kind),
        }
    }
}

/// Whether an entry is in the case.
trait IsDone {
    fn is_done(&self) -> bool;
}

impl IsDone for Entry {
    fn is_done(&self) -> bool {
        self.standing() == Standing::Done
    }
}
