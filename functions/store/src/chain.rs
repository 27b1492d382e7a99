//! The chain over all events: each hash covers the event, its place and the hash before it.
//!
//! Must not know: what an event says.

use sha2::{Digest, Sha256};

/// Where the chain ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Head {
    pub position: i64,
    pub hash: [u8; 32],
}

impl Head {
    /// The chain before its first event.
    pub const START: Head = Head { position: 0, hash: [0; 32] };

    /// The head after one more event, as its exact stored text.
    pub fn append(&self, case_num: i64, event: &str) -> Head {
        let position = self.position + 1;
        let mut hasher = Sha256::new();
        hasher.update(self.hash);
        hasher.update(position.to_be_bytes());
        hasher.update(case_num.to_be_bytes());
        hasher.update(event.as_bytes());
        Head { position, hash: hasher.finalize().into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_changes_the_hash() {
        let first = Head::START.append(1, "a");
        assert_eq!(first.position, 1);
        for other in [Head::START.append(2, "a"), Head::START.append(1, "b"), first.append(1, "a")] {
            assert_ne!(other.hash, first.hash);
        }
        assert_eq!(Head::START.append(1, "a"), first);
    }
}
