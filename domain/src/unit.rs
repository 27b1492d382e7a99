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

    /// Whether the unit is one of practice ([`crate::practice`]): nothing of it has any value.
    pub fn is_practice(&self) -> bool {
        self.0.split('/').next() == Some(crate::practice::ROOT)
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

/// Statistical code, name, and whether it is a city under central rule: the 34 provinces from 01/07/2025
/// (QĐ 19/2025/QĐ-TTg) [V].
pub const PROVINCES: [(&str, &str, bool); 34] = [
    ("01", "Hà Nội", true),
    ("04", "Cao Bằng", false),
    ("08", "Tuyên Quang", false),
    ("11", "Điện Biên", false),
    ("12", "Lai Châu", false),
    ("14", "Sơn La", false),
    ("15", "Lào Cai", false),
    ("19", "Thái Nguyên", false),
    ("20", "Lạng Sơn", false),
    ("22", "Quảng Ninh", false),
    ("24", "Bắc Ninh", false),
    ("25", "Phú Thọ", false),
    ("31", "Hải Phòng", true),
    ("33", "Hưng Yên", false),
    ("37", "Ninh Bình", false),
    ("38", "Thanh Hóa", false),
    ("40", "Nghệ An", false),
    ("42", "Hà Tĩnh", false),
    ("44", "Quảng Trị", false),
    ("46", "Huế", true),
    ("48", "Đà Nẵng", true),
    ("51", "Quảng Ngãi", false),
    ("52", "Gia Lai", false),
    ("56", "Khánh Hòa", false),
    ("66", "Đắk Lắk", false),
    ("68", "Lâm Đồng", false),
    ("75", "Đồng Nai", false),
    ("79", "Hồ Chí Minh", true),
    ("80", "Tây Ninh", false),
    ("82", "Đồng Tháp", false),
    ("86", "Vĩnh Long", false),
    ("91", "An Giang", false),
    ("92", "Cần Thơ", true),
    ("96", "Cà Mau", false),
];

/// The units every installation begins with: the national body and the 34 provincial offices; teams are added by an
/// administrator.
pub fn initial_tree() -> Vec<Unit> {
    let reform = jiff::civil::date(2025, 7, 1);
    let unit = |id: &str, parent: Option<&str>, kind, name: String, short_name: String, place: &str| Unit {
        id: UnitId(id.to_owned()),
        parent: parent.map(|parent| UnitId(parent.to_owned())),
        path: UnitPath(parent.map_or_else(|| id.to_owned(), |parent| format!("{parent}/{id}"))),
        kind,
        name,
        short_name,
        province: parent.map(|_| UnitId(id.to_owned())),
        agency_code: if parent.is_some() { id.to_owned() } else { "00".to_owned() },
        unit_code: "00".to_owned(),
        place: place.to_owned(),
        treasury: format!("Kho bạc Nhà nước {place}"),
        address: place.to_owned(),
        in_force_from: reform,
        in_force_to: None,
    };
    let mut units = vec![unit(
        "TW",
        None,
        UnitKind::National,
        "Cục Quản lý và Phát triển thị trường trong nước".to_owned(),
        "Cục QL&PTTTTN".to_owned(),
        "Hà Nội",
    )];
    units.extend(PROVINCES.map(|(code, name, city)| {
        let kind = if city { "thành phố" } else { "tỉnh" };
        unit(
            code,
            Some("TW"),
            UnitKind::Province,
            format!("Chi cục Quản lý thị trường {kind} {name}"),
            format!("Chi cục QLTT {name}"),
            name,
        )
    }));
    units
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
        for (of, practice) in
            [("TH", true), ("TH/33/33-03", true), ("TW", false), ("TW/33/33-TH", false), ("THX", false)]
        {
            assert_eq!(path(of).is_practice(), practice, "{of}");
        }
    }

    #[test]
    fn the_tree_begins_with_all_provinces() {
        let units = initial_tree();
        assert_eq!(units.len(), 35);
        assert!(units.iter().skip(1).all(|unit| units[0].path.covers(&unit.path)));
    }
}
