//! How complete and how fresh a file is.

use super::{EstablishmentFile, Status};
use crate::party::{Party, PartyKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A file is gone through at least once a year (`shared` area sheet: updated at least yearly) [U].
pub const FRESH_MONTHS: u32 = 12;

/// What a file lacks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completeness {
    /// Of a hundred: how many of the answers that this kind of file should have are there.
    pub percent: u32,
    /// The names of those that are not.
    pub missing: Vec<String>,
}

/// Looks through a file and the party it belongs to.
pub fn completeness(file: &EstablishmentFile, party: &Party) -> Completeness {
    let registered = party.kind != PartyKind::Individual;
    let asked = [
        ("tên cơ sở", true, !file.place.name.is_empty()),
        ("địa chỉ", file.kind.has_place(), !file.place.address.is_empty()),
        ("xã, phường", file.kind.has_place(), file.commune.is_some()),
        ("tọa độ", file.kind.has_place(), file.position.is_some()),
        ("đường dẫn, tài khoản hoặc biển số", !file.kind.has_place(), !file.channels.is_empty()),
        ("điện thoại", true, file.phone.is_some() || party.phone.is_some()),
        ("mặt hàng kinh doanh", true, !file.place.business.is_empty()),
        ("mã ngành", registered, !file.industries.is_empty()),
        ("mã số thuế", registered, party.tax_code.is_some()),
        ("giấy đăng ký", registered, !party.registration.is_empty()),
        ("người đại diện hoặc chủ hộ", registered, !party.representative.is_empty()),
        ("số định danh", party.kind != PartyKind::Organisation && !party.is_foreign(), party.citizen_id.is_some()),
        ("số hộ chiếu", party.is_foreign(), !party.passport.is_empty()),
        ("ngày rà soát", true, file.reviewed_on.is_some()),
    ];
    let asked: Vec<_> = asked.into_iter().filter(|(_, applies, _)| *applies).collect();
    let missing: Vec<String> =
        asked.iter().filter(|(_, _, there)| !there).map(|(name, ..)| (*name).to_owned()).collect();
    let (all, there) = (asked.len(), asked.len() - missing.len());
    Completeness { percent: u32::try_from(there * 100 / all.max(1)).unwrap_or(0), missing }
}

/// How long ago a file was gone through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Freshness {
    Never,
    /// Whole months ago, within [`FRESH_MONTHS`].
    Fresh(u32),
    /// Whole months ago, more than [`FRESH_MONTHS`].
    Stale(u32),
    /// It trades no more: nobody goes through it.
    NotNeeded,
}

impl Freshness {
    /// “chưa rà soát 14 tháng”.
    pub fn label(self) -> String {
        match self {
            Self::Never => "chưa rà soát lần nào".to_owned(),
            Self::Fresh(0) => "mới rà soát trong tháng".to_owned(),
            Self::Fresh(months) => format!("rà soát {months} tháng trước"),
            Self::Stale(months) => format!("chưa rà soát {months} tháng"),
            Self::NotNeeded => "không còn hoạt động".to_owned(),
        }
    }

    /// Whether somebody should go there.
    pub const fn is_due(self) -> bool {
        matches!(self, Self::Never | Self::Stale(_))
    }
}

/// How fresh a file is on a day.
pub fn freshness(status: Status, reviewed_on: Option<Date>, on: Date) -> Freshness {
    if status == Status::Closed {
        return Freshness::NotNeeded;
    }
    let Some(reviewed) = reviewed_on else { return Freshness::Never };
    let months = months_between(reviewed, on);
    if months > FRESH_MONTHS || (months == FRESH_MONTHS && reviewed.day() < on.day()) {
        Freshness::Stale(months)
    } else {
        Freshness::Fresh(months)
    }
}

/// Whole months from one day to a later one; none for an earlier one.
pub(super) fn months_between(from: Date, to: Date) -> u32 {
    let months = (i32::from(to.year()) - i32::from(from.year())) * 12 + i32::from(to.month()) - i32::from(from.month());
    let whole = if to.day() < from.day() { months - 1 } else { months };
    u32::try_from(whole).unwrap_or(0)
}
