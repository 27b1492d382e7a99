//! What an installation asks of those who sign in: who must have a second factor, and the key that seals it.
//!
//! Must not know: variables, or how somebody signs in.

use super::key::AccountKey;
use domain::officer::Role;

/// What an installation asks.
#[derive(Clone, Default)]
pub struct Policy {
    /// Seals the second factors; without one nobody can enrol.
    pub key: Option<AccountKey>,
    /// Signers and administrators must have a second factor; otherwise it is offered to everybody.
    pub required: bool,
    /// Everybody must have one.
    pub everybody: bool,
}

impl Policy {
    /// Whether an officer must have a second factor: who signs by his own position or by what was delegated to him, and administrators; or
    /// everybody, where the installation asks that.
    ///
    /// Nobody must where there is no key: nobody could. The installation says so loudly (see [`super::Sealing::warning`]).
    pub fn demands(&self, role: Role, holds_delegation: bool) -> bool {
        let signs =
            || role.position().is_some() || role == Role::Administrator || (role.is_deputy() && holds_delegation);
        self.key.is_some() && (self.everybody || (self.required && signs()))
    }
}

/// How a session was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// By a password alone.
    Password,
    /// By a password, or the identity provider, and a code of the second factor.
    Code,
    /// By a recovery code in its place.
    Recovery,
    /// By the agency's identity provider alone.
    Provider,
    /// By the identity provider, which says that it asked for a second factor and is trusted with that.
    ProviderWithFactor,
    /// By a pass of the installation where he works.
    Pass,
}

impl Proof {
    const ALL: [Self; 6] =
        [Self::Password, Self::Code, Self::Recovery, Self::Provider, Self::ProviderWithFactor, Self::Pass];

    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Code => "code",
            Self::Recovery => "recovery",
            Self::Provider => "provider",
            Self::ProviderWithFactor => "provider-factor",
            Self::Pass => "pass",
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|proof| proof.key() == key)
    }

    /// Whether two factors were given, here or where he came from.
    pub const fn has_two_factors(self) -> bool {
        match self {
            Self::Code | Self::Recovery | Self::ProviderWithFactor | Self::Pass => true,
            Self::Password | Self::Provider => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signers_and_administrators_must_where_it_is_required_and_possible() {
        let key = AccountKey::new(&"k".repeat(32));
        let required = Policy { key: key.clone(), required: true, everybody: false };
        let everybody = Policy { everybody: true, ..required.clone() };
        for (role, alone, delegated) in [
            (Role::Controller, true, true),
            (Role::TeamLeader, true, true),
            (Role::TeamDeputy, false, true),
            (Role::ProvincialHead, true, true),
            (Role::ProvincialDeputy, false, true),
            (Role::LegalSection, false, false),
            (Role::ReportingSection, false, false),
            (Role::National, true, true),
            (Role::Administrator, true, true),
        ] {
            assert_eq!(required.demands(role, false), alone, "{}", role.key());
            assert_eq!(required.demands(role, true), delegated, "{}", role.key());
            assert!(everybody.demands(role, false), "{}", role.key());
            assert!(!Policy { required: false, ..required.clone() }.demands(role, true), "offered");
            assert!(!Policy { key: None, ..everybody.clone() }.demands(role, true), "without a key nobody could");
        }
        for proof in Proof::ALL {
            assert_eq!(Proof::from_key(proof.key()), Some(proof));
        }
    }
}
