//! Competence (thẩm quyền): who may sign which sanction, and to whom the file goes otherwise.
//!
//! The ceiling is compared with the maximum of each act's frame, never with the fine chosen (Luật XLVPHC Điều 52).

mod sanction;
#[cfg(test)]
mod tests;

pub use sanction::{Competent, Needs, may_seize, may_sign_sanction, who_may_sign};

use super::LawRefusal;
use crate::catalogue::Mark;
use crate::statute::{Citation, INSPECTION_2025, ORGANISATION_2025};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Positions with competence to sanction, in ascending order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Position {
    /// Kiểm soát viên thị trường đang thi hành công vụ.
    Controller,
    /// Đội trưởng Đội QLTT.
    TeamLeader,
    /// Chi cục trưởng Chi cục QLTT.
    ProvincialHead,
    /// Trưởng phòng Nghiệp vụ QLTT of the national body.
    ProfessionalDivisionHead,
    /// Giám đốc Sở Công Thương.
    DepartmentDirector,
    /// Cục trưởng Cục Quản lý và Phát triển thị trường trong nước.
    NationalDirector,
    /// Chủ tịch Ủy ban nhân dân cấp xã.
    CommuneChair,
    /// Chủ tịch Ủy ban nhân dân cấp tỉnh.
    ProvinceChair,
}

impl Position {
    /// The line of a case inside and above the force, the lowest first; the chairs of the People's Committees last.
    pub const LINE: [Position; 8] = [
        Self::Controller,
        Self::TeamLeader,
        Self::ProvincialHead,
        Self::ProfessionalDivisionHead,
        Self::DepartmentDirector,
        Self::NationalDirector,
        Self::CommuneChair,
        Self::ProvinceChair,
    ];

    /// Vietnamese title.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Controller => "Kiểm soát viên thị trường",
            Self::TeamLeader => "Đội trưởng Đội Quản lý thị trường",
            Self::ProvincialHead => "Chi cục trưởng Chi cục Quản lý thị trường",
            Self::ProfessionalDivisionHead => "Trưởng phòng Nghiệp vụ Quản lý thị trường",
            Self::DepartmentDirector => "Giám đốc Sở Công Thương",
            Self::NationalDirector => "Cục trưởng Cục Quản lý và Phát triển thị trường trong nước",
            Self::CommuneChair => "Chủ tịch Ủy ban nhân dân cấp xã",
            Self::ProvinceChair => "Chủ tịch Ủy ban nhân dân cấp tỉnh",
        }
    }

    /// Vietnamese title as it was on a day: papers keep the title of their day.
    pub fn title_on(self, on: Date) -> &'static str {
        if on >= ORGANISATION_2025 {
            return self.title();
        }
        match self {
            Self::ProvincialHead => "Cục trưởng Cục Quản lý thị trường cấp tỉnh",
            Self::ProfessionalDivisionHead => "Cục trưởng Cục Nghiệp vụ Quản lý thị trường",
            Self::NationalDirector => "Tổng cục trưởng Tổng cục Quản lý thị trường",
            Self::Controller
            | Self::TeamLeader
            | Self::DepartmentDirector
            | Self::CommuneChair
            | Self::ProvinceChair => self.title(),
        }
    }

    /// Whether it is a chair of a People's Committee, outside the force.
    pub const fn is_chair(self) -> bool {
        matches!(self, Self::CommuneChair | Self::ProvinceChair)
    }
}

/// Whether a position may issue an inspection decision (PL 11/2016/UBTVQH13; NĐ 33/2022/NĐ-CP as amended by NĐ
/// 241/2025/NĐ-CP).
///
/// # Errors
/// A [`LawRefusal`] that names who may.
pub fn may_sign_inspection(position: Option<Position>, on: Date) -> Result<(), LawRefusal> {
    const ISSUERS: [Position; 4] = [
        Position::TeamLeader,
        Position::ProvincialHead,
        Position::ProfessionalDivisionHead,
        Position::NationalDirector,
    ];
    if position.is_some_and(|position| ISSUERS.contains(&position)) {
        return Ok(());
    }
    let place = if on >= INSPECTION_2025 {
        "Điều 4 Nghị định 33/2022/NĐ-CP (sửa đổi bởi Nghị định 241/2025/NĐ-CP); Điều 9, Điều 13 Thông tư 27/2020/TT-BCT"
    } else {
        "khoản 1 Điều 21 Pháp lệnh Quản lý thị trường; Điều 9, Điều 13 Thông tư 27/2020/TT-BCT"
    };
    let issuers: Vec<&str> = ISSUERS.iter().map(|position| position.title_on(on)).collect();
    Err(LawRefusal::new(
        "no-inspection-competence",
        format!(
            "Quyết định kiểm tra do một trong các chức danh sau ký: {}. Cấp phó chỉ ký khi được giao quyền bằng văn bản.",
            issuers.join("; ")
        ),
        Citation::new(place, Mark::Seen),
    ))
}
