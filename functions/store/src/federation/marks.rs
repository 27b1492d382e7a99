//! Marks: what an identity number becomes before it leaves a province.

use domain::case::CaseId;
use domain::exchange::federation::identities;
use domain::party::Party;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use std::collections::BTreeSet;

/// The key that all installations of the force have, and the national database has not: HMAC-SHA-256, so that a table of all numbers there
/// are helps only who has it.
#[derive(Clone)]
pub struct MarkKey(Hmac<Sha256>);

impl MarkKey {
    /// The key of a secret; nothing where it is too short to keep anybody out.
    pub fn new(secret: &str) -> Option<Self> {
        if secret.len() < super::MIN_KEY {
            return None;
        }
        Hmac::new_from_slice(secret.as_bytes()).ok().map(Self)
    }

    fn mark(&self, of: &str) -> String {
        hex::encode(self.0.clone().chain_update(of.as_bytes()).finalize().into_bytes())
    }

    /// The marks of a party; none where it has no identity paper.
    pub fn of(&self, party: &Party) -> BTreeSet<String> {
        identities(party).iter().map(|identity| self.mark(identity)).collect()
    }

    /// What stands for a case.
    pub(super) fn record(&self, case: &CaseId) -> String {
        self.mark(&format!("vu:{case}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::identity::CitizenId;
    use domain::unit::UnitId;

    #[test]
    fn a_mark_tells_nothing_and_is_the_same_wherever_the_key_is() {
        let key = |secret: &str| MarkKey::new(secret).expect("a key");
        let (one, same, other) = (key(&"a".repeat(32)), key(&"a".repeat(32)), key(&"b".repeat(32)));
        let party = Party {
            id: domain::party::PartyId(uuid::Uuid::from_u128(1)),
            citizen_id: CitizenId::parse("033090000123").ok(),
            ..Party::unknown(UnitId("33-01".into()))
        };
        assert_eq!(one.of(&party), same.of(&party));
        assert_ne!(one.of(&party), other.of(&party));
        assert!(
            one.of(&party)
                .iter()
                .all(|mark| domain::exchange::federation::is_hex(mark) && !mark.contains("33090000123"))
        );
        assert!(MarkKey::new(&"a".repeat(31)).is_none());
    }
}
