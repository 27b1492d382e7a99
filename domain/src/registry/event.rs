//! What was decided about two records: merged, split again, told apart, linked. Kept as events that nobody changes.
//!
//! Must not know: how events are chained.

use super::link::LinkKind;
use super::merge::Trait;
use crate::officer::OfficerSnapshot;
use crate::party::PartyId;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// One decision about two records, with who made it, when and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryEvent {
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    pub reason: String,
    pub body: RegistryEventBody,
}

/// What was decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum RegistryEventBody {
    /// One record stands for the other.
    PartiesMerged {
        survivor: PartyId,
        absorbed: PartyId,
        /// Version of the survivor before and after; the same where nothing was taken over.
        before: u32,
        after: u32,
        /// Version of the absorbed record, which stays as it is.
        absorbed_version: u32,
        taken: Vec<Trait>,
    },
    /// The absorbed record stands for itself again.
    PartiesSplit {
        survivor: PartyId,
        absorbed: PartyId,
        before: u32,
        after: u32,
        /// What was taken over and stays, since the survivor was changed in between.
        staying: Vec<Trait>,
    },
    /// They are not the same.
    PartiesToldApart {
        one: PartyId,
        other: PartyId,
    },
    /// One is something of the other; the reason says where the officer knows it from.
    LinkEntered {
        from: PartyId,
        to: PartyId,
        link: LinkKind,
    },
    LinkEnded {
        from: PartyId,
        to: PartyId,
        link: LinkKind,
    },
}

impl RegistryEventBody {
    /// Stable key, as stored.
    pub const fn key(&self) -> &'static str {
        match self {
            Self::PartiesMerged { .. } => "parties-merged",
            Self::PartiesSplit { .. } => "parties-split",
            Self::PartiesToldApart { .. } => "parties-told-apart",
            Self::LinkEntered { .. } => "link-entered",
            Self::LinkEnded { .. } => "link-ended",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn an_event_is_read_back_as_it_was_written() {
        let (one, other) = (PartyId(Uuid::from_u128(1)), PartyId(Uuid::from_u128(2)));
        for body in [
            RegistryEventBody::PartiesMerged {
                survivor: one,
                absorbed: other,
                before: 1,
                after: 2,
                absorbed_version: 1,
                taken: vec![Trait::Name],
            },
            RegistryEventBody::PartiesSplit {
                survivor: one,
                absorbed: other,
                before: 2,
                after: 3,
                staying: Vec::new(),
            },
            RegistryEventBody::PartiesToldApart { one, other },
            RegistryEventBody::LinkEntered { from: one, to: other, link: LinkKind::Owner },
            RegistryEventBody::LinkEnded { from: one, to: other, link: LinkKind::Owner },
        ] {
            let text = serde_json::to_string(&body).unwrap();
            assert!(text.contains(&format!("\"kind\":\"{}\"", body.key())), "{text}");
            assert_eq!(serde_json::from_str::<RegistryEventBody>(&text).unwrap(), body);
        }
    }
}
