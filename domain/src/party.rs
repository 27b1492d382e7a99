//! Parties (tổ chức, cá nhân) and establishments (cơ sở): whom inspections and decisions concern.
//!
//! Must not know: how they are searched or stored.

use crate::identity::{CitizenId, Phone, TaxCode};
use crate::law::fine::{Offender, OffenderKind};
use crate::place::CommuneCode;
use crate::unit::UnitId;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Stable identifier of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PartyId(pub Uuid);

/// Stable identifier of an establishment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct EstablishmentId(pub Uuid);

/// What a party is in law. A household business (hộ kinh doanh) is fined as an individual (NĐ 98/2020/NĐ-CP Điều 4).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartyKind {
    Individual,
    HouseholdBusiness,
    Organisation,
}

impl PartyKind {
    pub const ALL: [PartyKind; 3] = [Self::Organisation, Self::HouseholdBusiness, Self::Individual];

    /// Stable key, as stored and posted.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Individual => "individual",
            Self::HouseholdBusiness => "household-business",
            Self::Organisation => "organisation",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Vietnamese label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Individual => "Cá nhân",
            Self::HouseholdBusiness => "Hộ kinh doanh",
            Self::Organisation => "Tổ chức",
        }
    }

    /// How the fine engine sees this kind.
    pub const fn offender(self) -> OffenderKind {
        match self {
            Self::Individual => OffenderKind::Individual,
            Self::HouseholdBusiness => OffenderKind::HouseholdBusiness,
            Self::Organisation => OffenderKind::Organisation,
        }
    }
}

/// Sex as papers print it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Sex {
    Male,
    Female,
}

impl Sex {
    /// Vietnamese label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Male => "Nam",
            Self::Female => "Nữ",
        }
    }
}

/// A party with everything that the party block of a paper prints (`shared` list P of the annex forms).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Party {
    pub id: PartyId,
    pub kind: PartyKind,
    /// Name of the person, or of the organisation or household business.
    pub name: String,
    pub sex: Option<Sex>,
    pub birth_date: Option<Date>,
    pub nationality: String,
    pub occupation: String,
    /// Current residence, or registered office.
    pub address: String,
    pub citizen_id: Option<CitizenId>,
    pub tax_code: Option<TaxCode>,
    /// Registration certificate or licence number, its date and place of issue.
    pub registration: String,
    pub registered_on: Option<Date>,
    pub registered_at: String,
    /// Legal representative of an organisation, or owner of a household business.
    pub representative: String,
    pub representative_title: String,
    pub phone: Option<Phone>,
    /// Number of a passport, or of another paper of a foreigner.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub passport: String,
    /// Other names it is known by: trade names, former names.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<String>,
    /// The commune of its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commune: Option<CommuneCode>,
    /// The unit that keeps this record.
    pub unit: UnitId,
}

impl Party {
    /// Stands for an offender or owner who is not known (Luật XLVPHC Điều 65 khoản 1, Điều 126 khoản 4).
    pub fn unknown(unit: UnitId) -> Self {
        Self {
            id: PartyId(Uuid::nil()),
            kind: PartyKind::Individual,
            name: "Chưa xác định được chủ sở hữu, người vi phạm".to_owned(),
            sex: None,
            birth_date: None,
            nationality: String::new(),
            occupation: String::new(),
            address: String::new(),
            citizen_id: None,
            tax_code: None,
            registration: String::new(),
            registered_on: None,
            registered_at: String::new(),
            representative: String::new(),
            representative_title: String::new(),
            phone: None,
            passport: String::new(),
            aliases: Vec::new(),
            commune: None,
            unit,
        }
    }

    /// Whether it stands for somebody not known.
    pub fn is_unknown(&self) -> bool {
        self.id.0.is_nil()
    }

    /// Whether it is a person of another nationality, known by a passport.
    pub fn is_foreign(&self) -> bool {
        let nationality = crate::text::fold(&self.nationality);
        self.kind == PartyKind::Individual && !nationality.is_empty() && nationality != "viet nam"
    }

    /// How the fine engine sees this party.
    pub fn offender(&self) -> Offender {
        Offender { kind: self.kind.offender(), birth_date: self.birth_date }
    }
}

/// A place of business (shop, warehouse, stall, vehicle, online shop).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Establishment {
    pub id: EstablishmentId,
    pub party: PartyId,
    pub name: String,
    pub address: String,
    /// Lines of business, in words.
    pub business: String,
    pub unit: UnitId,
}
