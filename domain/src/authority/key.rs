//! What another system may do: it calls with a key that an administrator made for it, and has no role.
//!
//! A key reads the figures of one part of the tree, or hands over to the national database, or is that of a province which keeps its
//! own data; never two of these, and never anything else.

use super::{Action, Actor, Denial, authorise};
use crate::unit::{UnitId, UnitPath};
use jiff::civil::Date;

crate::described_keys! {
    /// What a key is for.
    KeyScope {
        Figures = "so-lieu": "Số liệu tổng hợp của một đơn vị và cấp dưới",
        National = "quoc-gia": "Cung cấp dữ liệu cho cơ sở dữ liệu quốc gia về xử lý vi phạm hành chính",
        Province = "lien-thong": "Liên thông: một tỉnh tự giữ dữ liệu gửi số liệu và hỏi tiền sự ở trung ương",
    }
}

/// What a key allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyGrant {
    pub scope: KeyScope,
    /// The part of the tree.
    pub unit: UnitPath,
    /// The last day it is used.
    pub ends_on: Date,
    pub revoked: bool,
}

impl KeyGrant {
    /// Whether it is in use on a day.
    pub fn runs_on(&self, day: Date) -> bool {
        !self.revoked && day <= self.ends_on
    }
}

/// Who reads figures: an officer, or another system by its key.
#[derive(Debug, Clone, Copy)]
pub enum Reader<'a> {
    Officer(&'a Actor),
    Key(&'a KeyGrant),
}

impl<'a> From<&'a Actor> for Reader<'a> {
    fn from(actor: &'a Actor) -> Self {
        Self::Officer(actor)
    }
}

impl<'a> From<&'a KeyGrant> for Reader<'a> {
    fn from(grant: &'a KeyGrant) -> Self {
        Self::Key(grant)
    }
}

impl Reader<'_> {
    /// The part of the tree he sees; a key that only hands over sees the names of all units, as its records do.
    pub fn scope(self) -> UnitPath {
        match self {
            Self::Officer(actor) => actor.scope(),
            Self::Key(grant) => grant.unit.clone(),
        }
    }
}

/// Decides whether figures of the unit at `owner` may be read.
///
/// # Errors
/// [`Denial::Hidden`] beside the reader's part of the tree, and for a key that is not made for figures; [`Denial::Role`] for an
/// officer who reads no reports.
pub fn authorise_figures(reader: Reader<'_>, owner: &UnitPath) -> Result<(), Denial> {
    match reader {
        Reader::Officer(actor) => authorise(actor, Action::ReadReport, owner),
        Reader::Key(grant) if grant.scope == KeyScope::Figures && grant.unit.covers(owner) => Ok(()),
        Reader::Key(_) => Err(Denial::Hidden),
    }
}

/// Decides whether records may be handed over to the holder of a key, and their receipts taken.
///
/// # Errors
/// [`Denial::Hidden`] for every key that was not made for it.
pub fn authorise_hand_over(grant: &KeyGrant) -> Result<(), Denial> {
    if grant.scope == KeyScope::National && grant.unit.parent().is_none() { Ok(()) } else { Err(Denial::Hidden) }
}

/// The province that sends by a key, and asks.
///
/// # Errors
/// [`Denial::Hidden`] for every key that was not made for a province.
pub fn authorise_federation(grant: &KeyGrant) -> Result<UnitId, Denial> {
    let province = is_province(&grant.unit) && grant.scope == KeyScope::Province;
    if province { Ok(grant.unit.leaf()) } else { Err(Denial::Hidden) }
}

/// Whether a path is one of a province: right below the nation.
fn is_province(path: &UnitPath) -> bool {
    path.parent().is_some_and(|nation| nation.parent().is_none())
}

/// Decides whether `actor` may make or revoke a key of a scope for the unit at `owner`. What goes to the national database is handed
/// over for the whole force, by its own administrator.
///
/// # Errors
/// [`Denial::Hidden`] beside his part of the tree; [`Denial::Role`] to whom makes no keys.
pub fn authorise_key(actor: &Actor, scope: KeyScope, owner: &UnitPath) -> Result<(), Denial> {
    authorise(actor, Action::ManageKeys, owner)?;
    match scope {
        KeyScope::Figures => Ok(()),
        KeyScope::National if owner.parent().is_none() => Ok(()),
        KeyScope::National => Err(Denial::Hidden),
        // The nation lets a province in; a province does not let itself in.
        KeyScope::Province if is_province(owner) && actor.scope().parent().is_none() => Ok(()),
        KeyScope::Province => Err(Denial::Hidden),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::officer::{OfficerId, OfficerSnapshot, Role};
    use jiff::civil::date;

    fn path(text: &str) -> UnitPath {
        UnitPath(text.to_owned())
    }

    fn grant(scope: KeyScope, unit: &str) -> KeyGrant {
        KeyGrant { scope, unit: path(unit), ends_on: date(2026, 12, 31), revoked: false }
    }

    fn actor(role: Role, unit: &str) -> Actor {
        let officer = OfficerSnapshot {
            id: OfficerId("o".into()),
            full_name: "A".into(),
            title: String::new(),
            badge: String::new(),
            card: None,
        };
        Actor { officer, role, unit: path(unit).leaf(), path: path(unit), delegations: Vec::new() }
    }

    #[test]
    fn a_key_reads_its_part_and_hands_over_for_the_whole_force_only() {
        use KeyScope::{Figures, National};
        for (scope, unit, owner, figures, hands_over) in [
            (Figures, "TW", "TW", true, false),
            (Figures, "TW", "TW/33/33-01", true, false),
            (Figures, "TW/33", "TW/33/33-01", true, false),
            (Figures, "TW/33", "TW", false, false),
            (Figures, "TW/33", "TW/31", false, false),
            (Figures, "TW/33", "TW/333", false, false),
            (National, "TW", "TW", false, true),
            (National, "TW", "TW/33", false, true),
            (National, "TW/33", "TW/33", false, false),
        ] {
            let grant = grant(scope, unit);
            assert_eq!(
                authorise_figures(Reader::from(&grant), &path(owner)).is_ok(),
                figures,
                "{scope:?} {unit} {owner}"
            );
            assert_eq!(authorise_hand_over(&grant).is_ok(), hands_over, "{scope:?} {unit}");
        }
    }

    #[test]
    fn a_key_of_a_province_is_that_of_one_province() {
        use KeyScope::{Figures, National, Province};
        for (scope, unit, found) in [
            (Province, "TW/33", Some("33")),
            (Province, "TW", None),
            (Province, "TW/33/33-01", None),
            (Figures, "TW/33", None),
            (National, "TW", None),
        ] {
            let province = authorise_federation(&grant(scope, unit)).ok();
            assert_eq!(province, found.map(|id| UnitId(id.to_owned())), "{scope:?} {unit}");
        }
        let sends = grant(Province, "TW/33");
        assert!(authorise_figures(Reader::from(&sends), &path("TW/33")).is_err());
        assert!(authorise_hand_over(&sends).is_err());
    }

    #[test]
    fn a_key_ends() {
        let running = grant(KeyScope::Figures, "TW");
        assert!(running.runs_on(date(2026, 12, 31)) && !running.runs_on(date(2027, 1, 1)));
        assert!(!KeyGrant { revoked: true, ..running }.runs_on(date(2026, 1, 1)));
    }

    #[test]
    fn keys_are_made_by_administrators_of_their_part() {
        use KeyScope::{Figures, National};
        for (role, at, scope, owner, expected) in [
            (Role::Administrator, "TW", National, "TW", true),
            (Role::Administrator, "TW", National, "TW/33", false),
            (Role::Administrator, "TW", Figures, "TW/33/33-01", true),
            (Role::Administrator, "TW/33", Figures, "TW/33", true),
            (Role::Administrator, "TW/33", Figures, "TW/31", false),
            (Role::Administrator, "TW/33", National, "TW", false),
            (Role::Administrator, "TW/33", National, "TW/33", false),
            (Role::National, "TW", Figures, "TW", false),
            (Role::ProvincialHead, "TW/33", Figures, "TW/33", false),
            (Role::ReportingSection, "TW/33/33-TH", Figures, "TW/33", false),
        ] {
            let actor = actor(role, at);
            assert_eq!(authorise_key(&actor, scope, &path(owner)).is_ok(), expected, "{role:?} {at} {scope:?} {owner}");
        }
    }
}
