//! Units of the force (đơn vị): the tree along which cases are seen, numbered and counted.
//!
//! Must not know: how the tree is stored, or who works in a unit.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Stable identifier of a unit, e.g. `33` (a province) or `33-03` (its third team).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitId(pub String);

impl std::fmt::Display for UnitId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a unit stands in the hierarchy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum UnitKind {
    /// Cục Quản lý và Phát triển thị trường trong nước (Bộ Công Thương).
    National,
    /// Chi cục Quản lý thị trường of one province.
    Province,
    /// A section (phòng) of the provincial office; it opens no cases of its own.
    Division,
    /// Đội Quản lý thị trường: the leaf that opens and carries cases.
    Team,
}

impl UnitKind {
    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::National => "national",
            Self::Province => "province",
            Self::Division => "division",
            Self::Team => "team",
        }
    }

    /// Reads a stored key back.
    pub fn from_key(key: &str) -> Option<Self> {
        [Self::National, Self::Province, Self::Division, Self::Team].into_iter().find(|kind| kind.key() == key)
    }
}

/// Position of a unit in the tree as a path of ids from the root, e.g. `TW/33/33-03`.
///
/// A path sees itself and everything below it, and nothing beside it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UnitPath(pub String);

impl UnitPath {
    /// Whether `other` is this unit or lies below it.
    pub fn covers(&self, other: &UnitPath) -> bool {
        other.0 == self.0 || other.0.strip_prefix(&self.0).is_some_and(|rest| rest.starts_with('/'))
    }

    /// The id of the unit the path ends in.
    pub fn leaf(&self) -> UnitId {
        UnitId(self.0.rsplit('/').next().unwrap_or_default().to_owned())
    }

    /// The path of the unit above, or `None` at the root.
    pub fn parent(&self) -> Option<UnitPath> {
        self.0.rsplit_once('/').map(|(above, _)| UnitPath(above.to_owned()))
    }
}

/// One unit with what its papers print.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    pub parent: Option<UnitId>,
    pub path: UnitPath,
    pub kind: UnitKind,
    /// Full name, e.g. “Đội Quản lý thị trường số 3”.
    pub name: String,
    /// Short name for lists, e.g. “Đội QLTT số 3”.
    pub short_name: String,
    /// The province (chi cục) the unit belongs to; `None` for the national body.
    pub province: Option<UnitId>,
    /// First two digits of a paper's number (agency), TT 22/2021/TT-BCT Điều 6.
    pub agency_code: String,
    /// Next two digits (unit; `00` is the agency itself), TT 22/2021/TT-BCT Điều 6.
    pub unit_code: String,
    /// Place name in the date line of papers, e.g. “Hưng Yên”.
    pub place: String,
    /// Where fines are paid: name and account of the State Treasury (Kho bạc Nhà nước).
    pub treasury: String,
    pub address: String,
    pub in_force_from: Date,
    pub in_force_to: Option<Date>,
}

/// Head of a paper as it stood on the day of the paper; never read again from current tables.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitSnapshot {
    pub id: UnitId,
    /// Superior agency, first line, e.g. “CHI CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH HƯNG YÊN”.
    pub superior: String,
    /// Issuing agency, second line.
    pub name: String,
    pub place: String,
    pub treasury: String,
    pub address: String,
}

impl Unit {
    /// Freezes what a paper prints of this unit; `superior` is the name of the unit above.
    pub fn snapshot(&self, superior: &str) -> UnitSnapshot {
        UnitSnapshot {
            id: self.id.clone(),
            superior: superior.to_owned(),
            name: self.name.clone(),
            place: self.place.clone(),
            treasury: self.treasury.clone(),
            address: self.address.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_covers_itself_and_below_only() {
        let path = |text: &str| UnitPath(text.into());
        for (above, below, covered) in [
            ("TW", "TW/33/33-03", true),
            ("TW/33", "TW/33", true),
            ("TW/33", "TW/33/33-03", true),
            ("TW/33/33-03", "TW/33", false),
            ("TW/33/33-03", "TW/33/33-04", false),
            ("TW/3", "TW/33", false),
        ] {
            assert_eq!(path(above).covers(&path(below)), covered, "{above} over {below}");
        }
        assert_eq!(path("TW/33/33-03").leaf(), UnitId("33-03".into()));
        assert_eq!(path("TW/33/33-03").parent(), Some(path("TW/33")));
        assert_eq!(path("TW").parent(), None);
    }
}
