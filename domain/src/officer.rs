//! Officers (công chức) and their roles: who acts in the system.
//!
//! Must not know: accounts, passwords or sessions; what a role may do is decided in [`crate::authority`] alone.

use crate::law::competence::Position;
use crate::unit::{UnitId, UnitKind};
use serde::{Deserialize, Serialize};

/// Stable identifier of an officer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OfficerId(pub String);

impl std::fmt::Display for OfficerId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What an officer does in the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Kiểm soát viên thị trường: plans and carries out inspections, writes records.
    Controller,
    /// Đội trưởng.
    TeamLeader,
    /// Phó Đội trưởng: signs only by written delegation (Luật XLVPHC Điều 54).
    TeamDeputy,
    /// Chi cục trưởng.
    ProvincialHead,
    /// Phó Chi cục trưởng: signs only by written delegation (Luật XLVPHC Điều 54).
    ProvincialDeputy,
    /// Phòng Thanh tra – Pháp chế: checks the file before signature.
    LegalSection,
    /// Phòng Tổng hợp: closes and sends the periodic reports.
    ReportingSection,
    /// Cục trưởng and the national body: sees everything, directs.
    National,
    /// Administrator: units, accounts, roles, catalogues, number series; reads no case.
    Administrator,
}

impl Role {
    /// All roles, from the field upwards.
    pub const ALL: [Role; 9] = [
        Self::Controller,
        Self::TeamLeader,
        Self::TeamDeputy,
        Self::ProvincialHead,
        Self::ProvincialDeputy,
        Self::LegalSection,
        Self::ReportingSection,
        Self::National,
        Self::Administrator,
    ];

    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Controller => "controller",
            Self::TeamLeader => "team-leader",
            Self::TeamDeputy => "team-deputy",
            Self::ProvincialHead => "provincial-head",
            Self::ProvincialDeputy => "provincial-deputy",
            Self::LegalSection => "legal-section",
            Self::ReportingSection => "reporting-section",
            Self::National => "national",
            Self::Administrator => "administrator",
        }
    }

    /// The role of this head's deputies (cấp phó); only a head has them.
    pub const fn deputy(self) -> Option<Self> {
        match self {
            Self::TeamLeader => Some(Self::TeamDeputy),
            Self::ProvincialHead => Some(Self::ProvincialDeputy),
            Self::Controller
            | Self::TeamDeputy
            | Self::ProvincialDeputy
            | Self::LegalSection
            | Self::ReportingSection
            | Self::National
            | Self::Administrator => None,
        }
    }

    /// Whether the role signs only what was delegated to it (Luật XLVPHC Điều 54).
    pub const fn is_deputy(self) -> bool {
        matches!(self, Self::TeamDeputy | Self::ProvincialDeputy)
    }

    /// Whether an officer of this role belongs to a unit of that kind.
    pub const fn fits(self, kind: UnitKind) -> bool {
        match self {
            Self::Controller | Self::TeamLeader | Self::TeamDeputy => matches!(kind, UnitKind::Team),
            Self::ProvincialHead | Self::ProvincialDeputy => matches!(kind, UnitKind::Province),
            Self::LegalSection | Self::ReportingSection => matches!(kind, UnitKind::Division),
            Self::National => matches!(kind, UnitKind::National),
            Self::Administrator => matches!(kind, UnitKind::National | UnitKind::Province),
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.key() == key)
    }

    /// Vietnamese title as shown and as printed under a signature.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Controller => "Kiểm soát viên thị trường",
            Self::TeamLeader => "Đội trưởng",
            Self::TeamDeputy => "Phó Đội trưởng",
            Self::ProvincialHead => "Chi cục trưởng",
            Self::ProvincialDeputy => "Phó Chi cục trưởng",
            Self::LegalSection => "Công chức Phòng Thanh tra – Pháp chế",
            Self::ReportingSection => "Công chức Phòng Tổng hợp",
            Self::National => "Cục trưởng",
            Self::Administrator => "Quản trị hệ thống",
        }
    }

    /// The position that carries competence to sanction in its own right, if any.
    ///
    /// Deputies have none of their own: they sign by delegation (Luật XLVPHC Điều 54).
    pub const fn position(self) -> Option<Position> {
        match self {
            Self::Controller => Some(Position::Controller),
            Self::TeamLeader => Some(Position::TeamLeader),
            Self::ProvincialHead => Some(Position::ProvincialHead),
            Self::National => Some(Position::NationalDirector),
            Self::TeamDeputy
            | Self::ProvincialDeputy
            | Self::LegalSection
            | Self::ReportingSection
            | Self::Administrator => None,
        }
    }

    /// The role that holds a position, where the force itself has it.
    pub const fn of_position(position: Position) -> Option<Self> {
        match position {
            Position::Controller => Some(Self::Controller),
            Position::TeamLeader => Some(Self::TeamLeader),
            Position::ProvincialHead => Some(Self::ProvincialHead),
            Position::NationalDirector => Some(Self::National),
            Position::ProfessionalDivisionHead
            | Position::DepartmentDirector
            | Position::CommuneChair
            | Position::ProvinceChair => None,
        }
    }
}

/// One officer of a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Officer {
    pub id: OfficerId,
    /// Sign-in name, unique after folding.
    pub account: String,
    pub full_name: String,
    /// Số hiệu công chức, e.g. `QT33-015`.
    pub badge: String,
    /// Số thẻ kiểm tra thị trường; needed to lead an inspection (TT 27/2020/TT-BCT Điều 15).
    pub card: Option<String>,
    pub unit: UnitId,
    pub role: Role,
    pub active: bool,
}

/// An officer as a paper names him on its day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerSnapshot {
    pub id: OfficerId,
    pub full_name: String,
    pub title: String,
    pub badge: String,
    pub card: Option<String>,
}

impl Officer {
    /// Freezes what a paper prints of this officer.
    pub fn snapshot(&self) -> OfficerSnapshot {
        OfficerSnapshot {
            id: self.id.clone(),
            full_name: self.full_name.clone(),
            title: self.role.title().to_owned(),
            badge: self.badge.clone(),
            card: self.card.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whom a head may give his powers to (Luật XLVPHC Điều 54), and whose position an officer's role is.
    #[test]
    fn heads_have_deputies_and_positions() {
        for role in Role::ALL {
            let heads = Role::ALL.into_iter().filter(|head| head.deputy() == Some(role)).count();
            assert_eq!(heads, usize::from(role.is_deputy()), "{}", role.title());
            assert!(!role.is_deputy() || role.position().is_none(), "{} has no power of his own", role.title());
            if let Some(position) = role.position() {
                assert_eq!(Role::of_position(position), Some(role));
            }
        }
        assert_eq!(Role::TeamLeader.deputy(), Some(Role::TeamDeputy));
        assert_eq!(Role::ProvincialHead.deputy(), Some(Role::ProvincialDeputy));
        assert_eq!(Role::Controller.deputy(), None);
        assert_eq!(Role::of_position(Position::CommuneChair), None);
    }
}
