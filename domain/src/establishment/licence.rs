//! Licences and certificates of conditional trades, and when they run out.

use crate::calendar::shift;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Days before the end of a licence in which it is told of (`shared` establishment file: reminder 30 days before) [V].
pub const REMINDER_DAYS: i64 = 30;

/// What a licence allows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LicenceKind {
    Alcohol,
    Tobacco,
    Lpg,
    Petrol,
    FoodSafety,
    Medicine,
    Fertiliser,
    Pesticide,
    Gold,
    Ecommerce,
    Other,
}

impl LicenceKind {
    pub const ALL: [Self; 11] = [
        Self::Alcohol,
        Self::Tobacco,
        Self::Lpg,
        Self::Petrol,
        Self::FoodSafety,
        Self::Medicine,
        Self::Fertiliser,
        Self::Pesticide,
        Self::Gold,
        Self::Ecommerce,
        Self::Other,
    ];

    /// Stable key, as stored and posted.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Alcohol => "alcohol",
            Self::Tobacco => "tobacco",
            Self::Lpg => "lpg",
            Self::Petrol => "petrol",
            Self::FoodSafety => "food-safety",
            Self::Medicine => "medicine",
            Self::Fertiliser => "fertiliser",
            Self::Pesticide => "pesticide",
            Self::Gold => "gold",
            Self::Ecommerce => "ecommerce",
            Self::Other => "other",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.key() == key)
    }

    /// Vietnamese label.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Alcohol => "Rượu",
            Self::Tobacco => "Thuốc lá",
            Self::Lpg => "Khí dầu mỏ hóa lỏng (LPG)",
            Self::Petrol => "Xăng dầu",
            Self::FoodSafety => "An toàn thực phẩm",
            Self::Medicine => "Dược, mỹ phẩm, thiết bị y tế",
            Self::Fertiliser => "Phân bón",
            Self::Pesticide => "Thuốc bảo vệ thực vật, thuốc thú y",
            Self::Gold => "Vàng",
            Self::Ecommerce => "Thông báo, đăng ký thương mại điện tử",
            Self::Other => "Khác",
        }
    }
}

/// A licence or certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Licence {
    pub kind: LicenceKind,
    pub number: String,
    pub issued_on: Option<Date>,
    pub issued_by: String,
    /// The last day it holds; nothing for one without an end.
    pub expires_on: Option<Date>,
}

/// How a licence stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LicenceState {
    Valid,
    /// It ends within [`REMINDER_DAYS`].
    EndsSoon,
    Expired,
}

impl Licence {
    /// How it stands on a day; on its last day it still holds.
    pub fn state(&self, on: Date) -> LicenceState {
        match self.expires_on {
            Some(last) if last < on => LicenceState::Expired,
            Some(last) if last <= shift(on, REMINDER_DAYS) => LicenceState::EndsSoon,
            _ => LicenceState::Valid,
        }
    }
}
