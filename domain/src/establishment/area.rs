//! Areas (địa bàn): the part of a team's territory that was given in writing to one officer (TT 27/2020/TT-BCT, quản lý theo địa
//! bàn: đội phân công địa bàn bằng văn bản cho công chức) [V].

use crate::officer::OfficerId;
use crate::place::CommuneCode;
use crate::unit::UnitId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Stable identifier of an area.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AreaId(pub Uuid);

/// An area and the officer who answers for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    pub id: AreaId,
    pub unit: UnitId,
    /// “Địa bàn 1: phường Phố Hiến, phường Sơn Nam”.
    pub name: String,
    /// A commune belongs to one area of a team.
    pub communes: Vec<CommuneCode>,
    /// The officer it was given to; nobody between two of them.
    pub officer: Option<OfficerId>,
    /// Number of the paper that gave it to him.
    pub assigned_by: String,
    pub assigned_on: Option<Date>,
    /// Hot spots: streets, markets, storage yards to watch.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub hot_spots: String,
    /// Who is worked with there.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub partners: String,
}

impl Area {
    /// What stands against this area beside the others of its team: all errors at once, by field.
    pub fn conflicts(&self, others: &[Area]) -> Vec<(&'static str, String)> {
        let mut errors = Vec::new();
        let others = || others.iter().filter(|other| other.id != self.id && other.unit == self.unit);
        if others().any(|other| crate::text::fold(&other.name) == crate::text::fold(&self.name)) {
            errors.push(("name", format!("Đội đã có địa bàn “{}”. Đặt tên khác, hoặc sửa địa bàn đã có.", self.name)));
        }
        for code in &self.communes {
            let name = crate::place::commune(&code.0).map_or(code.0.as_str(), |commune| commune.name);
            if let Some(other) = others().find(|other| other.communes.contains(code)) {
                errors.push((
                    "communes",
                    format!("{name} đã thuộc địa bàn “{}”. Bỏ ra khỏi một trong hai địa bàn.", other.name),
                ));
            }
        }
        errors
    }
}
