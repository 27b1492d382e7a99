//! The file of an establishment (hồ sơ cơ sở trong sổ địa bàn): what a team keeps of each place of business in its area, so that
//! an inspection is planned from knowledge (TT 27/2020/TT-BCT, quản lý theo địa bàn).
//!
//! Must not know: storage, what a case holds.

mod area;
mod completeness;
mod industry;
mod licence;
mod photo;
mod risk;

pub use area::{Area, AreaId};
pub use completeness::{Completeness, FRESH_MONTHS, Freshness, completeness, freshness};
pub use industry::{INDUSTRIES, Industry, industry};
pub use licence::{Licence, LicenceKind, LicenceState, REMINDER_DAYS as LICENCE_REMINDER_DAYS};
pub use photo::{MAX_PHOTOS, Photo, PhotoEvent, PhotoEventBody, add_photo, withdraw_photo};
pub use risk::{Factor, History, Level, MONTHS as RISK_MONTHS, Reason, Risk, Weights, assess};

use crate::identity::Phone;
use crate::money::Dong;
use crate::party::Establishment;
use crate::place::{CommuneCode, Point};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What kind of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    Shop,
    Workshop,
    Warehouse,
    Market,
    Stall,
    Mall,
    Office,
    Vehicle,
    Website,
    SocialShop,
}

impl Kind {
    pub const ALL: [Self; 10] = [
        Self::Shop,
        Self::Workshop,
        Self::Warehouse,
        Self::Market,
        Self::Stall,
        Self::Mall,
        Self::Office,
        Self::Vehicle,
        Self::Website,
        Self::SocialShop,
    ];

    /// Stable key, as stored and posted.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Shop => "shop",
            Self::Workshop => "workshop",
            Self::Warehouse => "warehouse",
            Self::Market => "market",
            Self::Stall => "stall",
            Self::Mall => "mall",
            Self::Office => "office",
            Self::Vehicle => "vehicle",
            Self::Website => "website",
            Self::SocialShop => "social-shop",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Vietnamese label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Shop => "Cửa hàng",
            Self::Workshop => "Cơ sở sản xuất",
            Self::Warehouse => "Kho hàng",
            Self::Market => "Chợ",
            Self::Stall => "Sạp, quầy trong chợ",
            Self::Mall => "Siêu thị, trung tâm thương mại",
            Self::Office => "Trụ sở, văn phòng",
            Self::Vehicle => "Phương tiện vận tải, bán hàng lưu động",
            Self::Website => "Website, ứng dụng bán hàng",
            Self::SocialShop => "Gian hàng trên sàn, mạng xã hội",
        }
    }

    /// Whether it stands somewhere: it has a commune and a point on the map.
    pub const fn has_place(self) -> bool {
        !matches!(self, Self::Vehicle | Self::Website | Self::SocialShop)
    }

    /// Whether it is found by an address on the network.
    pub const fn is_online(self) -> bool {
        matches!(self, Self::Website | Self::SocialShop)
    }
}

/// Whether it trades.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    #[default]
    Active,
    Suspended,
    Closed,
    NotFound,
}

impl Status {
    pub const ALL: [Self; 4] = [Self::Active, Self::Suspended, Self::Closed, Self::NotFound];

    /// Stable key, as stored and posted.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Suspended => "suspended",
            Self::Closed => "closed",
            Self::NotFound => "not-found",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }

    /// Vietnamese label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Active => "Đang hoạt động",
            Self::Suspended => "Tạm ngừng",
            Self::Closed => "Chấm dứt",
            Self::NotFound => "Không tìm thấy",
        }
    }
}

/// How large it is; nothing where it is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Scale {
    /// Floor area in square metres.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub square_metres: Option<u32>,
    /// Persons working there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workers: Option<u32>,
    /// Estimated turnover of a year, in đồng.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub turnover: Option<Dong>,
}

/// The file of an establishment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EstablishmentFile {
    /// What cases and papers carry of it.
    pub place: Establishment,
    pub kind: Kind,
    #[serde(default)]
    pub status: Status,
    /// The market or centre a stall stands in.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub within: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commune: Option<CommuneCode>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub position: Option<Point>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<Phone>,
    /// Codes of the system of industries (VSIC), four digits each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub industries: Vec<String>,
    #[serde(default)]
    pub scale: Scale,
    /// Website, marketplace and social-network accounts, one a line; number plates of a vehicle.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub channels: Vec<String>,
    /// Main suppliers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub suppliers: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub licences: Vec<Licence>,
    /// The day an officer last went through this file on the spot or against papers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reviewed_on: Option<Date>,
}

impl EstablishmentFile {
    /// A file that holds no more than the place itself.
    pub fn of(place: Establishment) -> Self {
        Self {
            place,
            kind: Kind::Shop,
            status: Status::Active,
            within: String::new(),
            commune: None,
            position: None,
            phone: None,
            industries: Vec::new(),
            scale: Scale::default(),
            channels: Vec::new(),
            suppliers: String::new(),
            licences: Vec::new(),
            reviewed_on: None,
        }
    }

    /// The first day a licence of it runs out.
    pub fn first_expiry(&self) -> Option<Date> {
        self.licences.iter().filter_map(|licence| licence.expires_on).min()
    }
}

/// An entry of what an officer saw or heard in his area (ghi nhận khi nắm địa bàn).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub on: Date,
    pub officer: String,
    pub text: String,
}

#[cfg(test)]
mod tests;
