//! What a plan says: its ground, its items, its revisions; each a snapshot of what it names.

use crate::case::Signed;
use crate::officer::OfficerSnapshot;
use crate::party::{Establishment, EstablishmentId, Party, PartyId};
use crate::text::{clean, fold};
use crate::unit::{UnitId, UnitPath};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The approved orientation of the year (Định hướng chương trình kiểm tra, TT 27/2020/TT-BCT Điều 4) a plan follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Orientation {
    /// Number of the decision, as it is written on it.
    pub number: String,
    pub signed_on: Date,
}

/// When in the year an item is planned: a month or a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PlannedTime {
    /// 1 to 12.
    Month { month: i8 },
    /// 1 to 4.
    Quarter { quarter: i8 },
}

impl PlannedTime {
    /// Every month, then every quarter.
    pub fn all() -> impl Iterator<Item = PlannedTime> {
        (1..=12).map(|month| Self::Month { month }).chain((1..=4).map(|quarter| Self::Quarter { quarter }))
    }

    /// Whether there is such a month or quarter.
    pub const fn is_valid(self) -> bool {
        match self {
            Self::Month { month } => 1 <= month && month <= 12,
            Self::Quarter { quarter } => 1 <= quarter && quarter <= 4,
        }
    }

    /// Stable key, as posted: `thang-3`, `quy-2`.
    pub fn key(self) -> String {
        match self {
            Self::Month { month } => format!("thang-{month}"),
            Self::Quarter { quarter } => format!("quy-{quarter}"),
        }
    }

    /// Reads a key back.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::all().find(|time| time.key() == key)
    }

    /// In words: “Tháng 3”, “Quý II”.
    pub fn label(self) -> String {
        match self {
            Self::Month { month } => format!("Tháng {month}"),
            Self::Quarter { quarter } => {
                let numeral = match quarter {
                    1 => "I",
                    2 => "II",
                    3 => "III",
                    _ => "IV",
                };
                format!("Quý {numeral}")
            }
        }
    }

    /// The last month of it, 1 to 12.
    pub const fn last_month(self) -> i8 {
        match self {
            Self::Month { month } => month,
            Self::Quarter { quarter } => quarter.saturating_mul(3),
        }
    }

    /// The last day of it in a year; `None` where there is no such month.
    pub fn last_day(self, year: i16) -> Option<Date> {
        Date::new(year, self.last_month(), 1).ok().map(Date::last_of_month)
    }
}

/// Whom an item concerns, as on the day it was planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedParty {
    pub id: PartyId,
    pub name: String,
    pub address: String,
}

impl PlannedParty {
    /// Freezes what a plan prints of a party.
    pub fn of(party: &Party) -> Self {
        Self { id: party.id, name: party.name.clone(), address: party.address.clone() }
    }
}

/// The place of business an item names, as on the day it was planned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlannedPlace {
    pub id: EstablishmentId,
    pub name: String,
    pub address: String,
}

impl PlannedPlace {
    /// Freezes what a plan prints of an establishment.
    pub fn of(place: &Establishment) -> Self {
        Self { id: place.id, name: place.name.clone(), address: place.address.clone() }
    }
}

/// One line of a plan: who is inspected on what, when, by which team.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanItem {
    pub id: Uuid,
    pub party: PlannedParty,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlannedPlace>,
    /// What is inspected, one content a line.
    pub contents: Vec<String>,
    pub when: PlannedTime,
    /// The team that inspects.
    pub unit: UnitId,
    pub path: UnitPath,
    /// Its short name on the day it was planned.
    pub unit_name: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

/// A content as it is compared: two contents that read the same are the same.
pub fn content_key(content: &str) -> String {
    fold(clean(content).trim_end_matches(['.', ';', ',']))
}

impl PlanItem {
    /// The contents as they are compared.
    pub fn content_keys(&self) -> Vec<String> {
        self.contents.iter().map(|content| content_key(content)).filter(|key| !key.is_empty()).collect()
    }

    /// The first content that is also in a list of compared contents.
    pub fn shared_content(&self, keys: &[String]) -> Option<&str> {
        self.contents.iter().find(|content| keys.contains(&content_key(content))).map(String::as_str)
    }
}

/// An item of another plan in force, as far as it can clash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedElsewhere {
    pub party: PartyId,
    /// As [`content_key`] gives them.
    pub contents: Vec<String>,
    /// Reference of that plan.
    pub code: String,
}

/// When and by whom a plan was put before the head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Submitted {
    pub by: OfficerSnapshot,
    pub at: DateTime,
}

/// A plan as it was approved once: never changed afterwards.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Revision {
    /// 0 for the plan as first approved, then counted.
    pub number: u32,
    /// Why it was amended; empty for the first.
    pub reason: String,
    /// The decision that approves it.
    pub frame: Signed,
    pub items: Vec<PlanItem>,
}

/// An approved item that will not be inspected.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cancelled {
    pub item: Uuid,
    pub reason: String,
    pub by: OfficerSnapshot,
    pub at: DateTime,
}

/// The item of a plan that an inspection carries out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanItemRef {
    pub plan: Uuid,
    pub item: Uuid,
    /// Reference of the plan.
    pub code: String,
}
