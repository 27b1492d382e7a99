//! Statutory numbers outside the catalogue: ceilings by position and date, circumstances, thresholds, each with its
//! citation, the dates it is in force and its mark. With the catalogue, the only place that holds them.
//!
//! Must not know: a case, an offender, an amount.

use crate::catalogue::{Field, Mark};
use crate::law::competence::Position;
use jiff::civil::{Date, date};
use serde::{Deserialize, Serialize};

/// A place in the law, with how sure the project is of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Citation {
    /// E.g. `khoản 1 Điều 66 Luật Xử lý vi phạm hành chính`.
    pub place: String,
    pub mark: Mark,
}

impl Citation {
    pub fn new(place: impl Into<String>, mark: Mark) -> Self {
        Self { place: place.into(), mark }
    }
}

impl std::fmt::Display for Citation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.place)
    }
}

/// Luật 67/2020/QH14: working days, longer periods, new competence.
pub const REFORM_2020: Date = date(2022, 1, 1);
/// Luật 88/2025/QH15 and NĐ 189/2025/NĐ-CP: competence moves to a decree; percent of the field's maximum.
pub const REFORM_2025: Date = date(2025, 7, 1);
/// NĐ 68/2025/NĐ-CP: the fine with circumstances (day of entry into force [U]).
pub const CIRCUMSTANCES_2025: Date = date(2025, 5, 2);

/// When the file may close (Luật XLVPHC Điều 73–75).
pub const CLOSING_CITATION: &str = "Điều 73, Điều 74, Điều 75 Luật Xử lý vi phạm hành chính";

/// Groups of fields with one statutory maximum (Luật XLVPHC Điều 24).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldGroup {
    /// Thương mại.
    Commerce,
    /// Hàng cấm, hàng giả, bảo vệ quyền lợi người tiêu dùng.
    CounterfeitBannedConsumer,
    /// An toàn thực phẩm.
    FoodSafety,
    /// Giá.
    Price,
}

impl FieldGroup {
    /// The group a field of management is judged in.
    pub const fn of(field: Field) -> Self {
        match field {
            Field::HangCam | Field::HangGiaShtt | Field::BaoVeNguoiTieuDung => Self::CounterfeitBannedConsumer,
            Field::Attp => Self::FoodSafety,
            Field::Gia => Self::Price,
            Field::HangNhapLau
            | Field::GianLanThuongMai
            | Field::KhongRoNguonGoc
            | Field::NhanHangHoa
            | Field::ThuongMaiDienTu
            | Field::XangDau
            | Field::ThuocLa
            | Field::Ruou
            | Field::DoLuongChatLuong
            | Field::DangKyKinhDoanh
            | Field::Khac => Self::Commerce,
        }
    }

    /// Greatest fine for an individual in đồng, with its mark.
    pub const fn maximum(self) -> (i64, Mark) {
        match self {
            Self::Commerce => (100_000_000, Mark::Recalled),
            Self::CounterfeitBannedConsumer => (200_000_000, Mark::Seen),
            Self::FoodSafety => (100_000_000, Mark::Unsure),
            Self::Price => (150_000_000, Mark::Unsure),
        }
    }
}

/// What a position may do, for individuals; organisations double (Luật XLVPHC Điều 52).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Power {
    /// Greatest maximum of a frame in đồng.
    pub fine: i64,
    /// Greatest value of exhibits that may be confiscated in đồng; `None` = no limit, `Some(0)` = none.
    pub confiscation: Option<i64>,
    pub suspension: bool,
    pub remedies: bool,
    pub citation: Citation,
}

/// The power of a position in a field on a day.
pub fn power(position: Position, field: Field, on: Date) -> Option<Power> {
    if on >= REFORM_2025 { Some(power_2025(position, field)) } else { power_2020(position, on) }
}

/// NĐ 189/2025/NĐ-CP: percent of the field's maximum.
fn power_2025(position: Position, field: Field) -> Power {
    let (maximum, mark) = FieldGroup::of(field).maximum();
    let (percent, limited, suspension, remedies, article) = match position {
        Position::Controller => (10, true, false, false, "khoản 1 Điều 12"),
        Position::TeamLeader => (30, true, false, true, "khoản 2 Điều 12"),
        Position::ProvincialHead | Position::ProfessionalDivisionHead => (50, false, true, true, "Điều 12"),
        Position::CommuneChair => (50, false, true, true, "quy định về Chủ tịch Ủy ban nhân dân cấp xã của"),
        Position::DepartmentDirector => (80, false, true, true, "quy định về Giám đốc Sở của"),
        Position::NationalDirector => (100, false, true, true, "Điều 12"),
        Position::ProvinceChair => (100, false, true, true, "quy định về Chủ tịch Ủy ban nhân dân cấp tỉnh của"),
    };
    let fine = maximum / 100 * percent;
    Power {
        fine,
        confiscation: limited.then_some(fine * 2),
        suspension,
        remedies,
        citation: Citation::new(format!("{article} Nghị định 189/2025/NĐ-CP"), mark.max(Mark::Seen)),
    }
}

/// Luật XLVPHC Điều 45 as amended by Luật 67/2020/QH14, and before: fixed amounts.
fn power_2020(position: Position, on: Date) -> Option<Power> {
    let (fine, suspension, remedies, field_maximum) = match position {
        Position::Controller => (500_000, false, false, false),
        Position::TeamLeader => (25_000_000, false, true, false),
        Position::ProvincialHead | Position::ProfessionalDivisionHead => (50_000_000, true, true, false),
        Position::NationalDirector | Position::ProvinceChair => (200_000_000, true, true, true),
        Position::CommuneChair => (5_000_000, false, true, false),
        Position::DepartmentDirector => return None,
    };
    let confiscation = match position {
        Position::Controller => Some(0),
        Position::TeamLeader if on >= REFORM_2020 => Some(fine * 2),
        Position::TeamLeader => Some(fine),
        Position::CommuneChair => Some(fine * 2),
        Position::ProvincialHead
        | Position::ProfessionalDivisionHead
        | Position::NationalDirector
        | Position::ProvinceChair
        | Position::DepartmentDirector => None,
    };
    let mark = if field_maximum || position == Position::CommuneChair { Mark::Unsure } else { Mark::Seen };
    let article = if matches!(position, Position::CommuneChair | Position::ProvinceChair) { "Điều 38" } else { "Điều 45" };
    Some(Power {
        fine,
        confiscation,
        suspension,
        remedies,
        citation: Citation::new(format!("{article} Luật Xử lý vi phạm hành chính"), mark),
    })
}

macro_rules! circumstances {
    ($(#[$doc:meta])* $name:ident, $article:literal, { $($variant:ident = $key:literal : $label:literal),* $(,)? }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        pub enum $name { $($variant),* }

        impl $name {
            /// The closed list.
            pub const ALL: &[$name] = &[$($name::$variant),*];

            /// Stable key, as posted.
            pub const fn key(self) -> &'static str { match self { $(Self::$variant => $key),* } }

            /// Words of the law, shortened.
            pub const fn label(self) -> &'static str { match self { $(Self::$variant => $label),* } }

            /// The article the list stands in.
            pub const fn article() -> &'static str { $article }

            pub fn from_key(key: &str) -> Option<Self> { Self::ALL.iter().copied().find(|item| item.key() == key) }
        }
    };
}

circumstances!(
    /// Mitigating circumstances (tình tiết giảm nhẹ), Luật XLVPHC Điều 9.
    Mitigating, "Điều 9 Luật Xử lý vi phạm hành chính", {
        M1 = "M1": "Đã ngăn chặn, làm giảm bớt hậu quả hoặc tự nguyện khắc phục, bồi thường",
        M2 = "M2": "Tự nguyện khai báo, thành thật hối lỗi; tích cực giúp đỡ cơ quan chức năng",
        M3 = "M3": "Bị kích động mạnh do hành vi trái pháp luật của người khác; vượt quá phòng vệ chính đáng, tình thế cấp thiết",
        M4 = "M4": "Bị ép buộc hoặc lệ thuộc về vật chất, tinh thần",
        M5 = "M5": "Phụ nữ mang thai, người già yếu, người có bệnh hoặc khuyết tật hạn chế nhận thức, điều khiển hành vi",
        M6 = "M6": "Hoàn cảnh đặc biệt khó khăn không do mình gây ra",
        M7 = "M7": "Do trình độ lạc hậu",
        M8 = "M8": "Tình tiết giảm nhẹ khác do Chính phủ quy định",
    }
);

circumstances!(
    /// Aggravating circumstances (tình tiết tăng nặng), Luật XLVPHC Điều 10 khoản 1.
    Aggravating, "khoản 1 Điều 10 Luật Xử lý vi phạm hành chính", {
        A1 = "A1": "Có tổ chức",
        A2 = "A2": "Vi phạm nhiều lần; tái phạm",
        A3 = "A3": "Xúi giục, lôi kéo, sử dụng người chưa thành niên; ép buộc người lệ thuộc",
        A4 = "A4": "Sử dụng người biết rõ là mất khả năng nhận thức, điều khiển hành vi",
        A5 = "A5": "Lăng mạ, phỉ báng người thi hành công vụ; có tính chất côn đồ",
        A6 = "A6": "Lợi dụng chức vụ, quyền hạn",
        A7 = "A7": "Lợi dụng chiến tranh, thiên tai, dịch bệnh, khó khăn đặc biệt của xã hội",
        A8 = "A8": "Đang chấp hành hình phạt hoặc biện pháp xử lý hành chính",
        A9 = "A9": "Tiếp tục vi phạm dù đã bị yêu cầu chấm dứt",
        A10 = "A10": "Sau khi vi phạm đã trốn tránh, che giấu vi phạm",
        A11 = "A11": "Quy mô lớn, số lượng hoặc trị giá hàng hóa lớn",
        A12 = "A12": "Đối với nhiều người, trẻ em, người già, người khuyết tật, phụ nữ mang thai",
    }
);

/// Least maximum of a frame that opens the right to explain, for an individual (Luật XLVPHC Điều 61).
pub const EXPLANATION_INDIVIDUAL: i64 = 15_000_000;
/// The same for an organisation (Luật XLVPHC Điều 61).
pub const EXPLANATION_ORGANISATION: i64 = 30_000_000;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powers_by_date() {
        let trade = Field::HangNhapLau;
        let counterfeit = Field::HangGiaShtt;
        for (position, field, on, fine, confiscation) in [
            (Position::Controller, trade, date(2024, 6, 1), 500_000, Some(0)),
            (Position::TeamLeader, trade, date(2021, 6, 1), 25_000_000, Some(25_000_000)),
            (Position::TeamLeader, trade, date(2025, 6, 30), 25_000_000, Some(50_000_000)),
            (Position::TeamLeader, trade, date(2025, 7, 1), 30_000_000, Some(60_000_000)),
            (Position::TeamLeader, counterfeit, date(2025, 7, 1), 60_000_000, Some(120_000_000)),
            (Position::ProvincialHead, trade, date(2025, 6, 30), 50_000_000, None),
            (Position::ProvincialHead, counterfeit, date(2026, 1, 1), 100_000_000, None),
            (Position::DepartmentDirector, trade, date(2026, 1, 1), 80_000_000, None),
            (Position::NationalDirector, counterfeit, date(2026, 1, 1), 200_000_000, None),
        ] {
            let power = power(position, field, on).unwrap();
            assert_eq!((power.fine, power.confiscation), (fine, confiscation), "{position:?} {field:?} {on}");
        }
        assert_eq!(power(Position::DepartmentDirector, trade, date(2025, 6, 30)), None);
    }
}
