//! Links between two parties that an officer enters, with where he knows it from.
//!
//! Must not know: links that are found from numbers and addresses; those are [`super::matching::Reason::links`].

use serde::{Deserialize, Serialize};

/// What one party is of another, read from the first to the second.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkKind {
    Owner,
    Representative,
    Manager,
    Worker,
    Family,
    Supplier,
}

impl LinkKind {
    pub const ALL: [LinkKind; 6] =
        [Self::Owner, Self::Representative, Self::Manager, Self::Worker, Self::Family, Self::Supplier];

    /// Stable key, as stored and posted.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Owner => "owner",
            Self::Representative => "representative",
            Self::Manager => "manager",
            Self::Worker => "worker",
            Self::Family => "family",
            Self::Supplier => "supplier",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// From the first to the second: `là chủ của`.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Owner => "là chủ của",
            Self::Representative => "là người đại diện của",
            Self::Manager => "là người quản lý của",
            Self::Worker => "là người làm của",
            Self::Family => "là người nhà của",
            Self::Supplier => "cung cấp hàng cho",
        }
    }

    /// From the second to the first: `có chủ là`.
    pub const fn reverse(self) -> &'static str {
        match self {
            Self::Owner => "có chủ là",
            Self::Representative => "có người đại diện là",
            Self::Manager => "có người quản lý là",
            Self::Worker => "có người làm là",
            Self::Family => "có người nhà là",
            Self::Supplier => "lấy hàng của",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_read_from_both_ends() {
        for kind in LinkKind::ALL {
            assert_eq!(LinkKind::from_key(kind.key()), Some(kind));
            assert_eq!(serde_json::to_string(&kind).unwrap(), format!("\"{}\"", kind.key()));
            assert_ne!(kind.label(), kind.reverse());
        }
        assert_eq!(LinkKind::from_key("friend"), None);
    }
}
