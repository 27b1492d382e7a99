//! Who may sanction how much: the greatest fine of each field, and each position's part of it, by date.

use super::{Citation, REFORM_2020, REFORM_2025};
use crate::catalogue::{Behaviour, Field, Mark};
use crate::law::competence::Position;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Groups of acts with one statutory maximum (Luật XLVPHC Điều 24 and the sector decrees).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FieldGroup {
    /// Hoạt động thương mại.
    Commerce,
    /// Hàng cấm, hàng giả, bảo vệ quyền lợi người tiêu dùng.
    CounterfeitBannedConsumer,
    /// An toàn thực phẩm.
    FoodSafety,
    /// Giá.
    Price,
    /// Tiêu chuẩn, đo lường, chất lượng, nhãn hàng hóa.
    MeasurementQuality,
    /// Xăng dầu, khí.
    Petrol,
    /// Sở hữu công nghiệp.
    IndustrialProperty,
    /// Đăng ký doanh nghiệp, hộ kinh doanh.
    BusinessRegistration,
    /// Y tế.
    Health,
}

impl FieldGroup {
    /// The group of a field of management, where the decree is not known.
    pub const fn of(field: Field) -> Self {
        match field {
            Field::HangCam | Field::HangGiaShtt | Field::BaoVeNguoiTieuDung => Self::CounterfeitBannedConsumer,
            Field::Attp => Self::FoodSafety,
            Field::Gia => Self::Price,
            Field::DoLuongChatLuong | Field::NhanHangHoa => Self::MeasurementQuality,
            Field::XangDau => Self::Petrol,
            Field::HangNhapLau
            | Field::GianLanThuongMai
            | Field::KhongRoNguonGoc
            | Field::ThuongMaiDienTu
            | Field::ThuocLa
            | Field::Ruou
            | Field::DangKyKinhDoanh
            | Field::Khac => Self::Commerce,
        }
    }

    /// The group a behaviour is judged in. It follows the decree and article, not the row of the reports: banned
    /// cigarettes are counted under tobacco and judged as banned goods.
    pub fn of_behaviour(behaviour: &Behaviour) -> Self {
        let article: u16 = behaviour
            .article_number()
            .map(|number| number.trim_end_matches(char::is_alphabetic))
            .and_then(|number| number.parse().ok())
            .unwrap_or(0);
        let decree = behaviour.instrument.split_whitespace().nth(1).unwrap_or_default();
        match (decree, article) {
            // Chapter of banned and counterfeit goods; chapter of consumer protection (NĐ 98/2020/NĐ-CP).
            ("98/2020/NĐ-CP", 8..=14 | 46..=61) => Self::CounterfeitBannedConsumer,
            ("98/2020/NĐ-CP", _) => Self::Commerce,
            ("87/2024/NĐ-CP", _) => Self::Price,
            ("115/2018/NĐ-CP", _) => Self::FoodSafety,
            ("119/2017/NĐ-CP", _) => Self::MeasurementQuality,
            ("99/2020/NĐ-CP", _) => Self::Petrol,
            ("99/2013/NĐ-CP", _) => Self::IndustrialProperty,
            ("122/2021/NĐ-CP", _) => Self::BusinessRegistration,
            ("117/2020/NĐ-CP", _) => Self::Health,
            (_, _) => Self::of(behaviour.field),
        }
    }

    /// Greatest fine for an individual in đồng, with its mark; organisations double.
    pub const fn maximum(self) -> (i64, Mark) {
        match self {
            Self::Commerce => (100_000_000, Mark::Recalled),
            Self::CounterfeitBannedConsumer => (200_000_000, Mark::Seen),
            Self::Price => (150_000_000, Mark::Seen),
            Self::IndustrialProperty => (250_000_000, Mark::Recalled),
            Self::FoodSafety | Self::MeasurementQuality | Self::Petrol => (100_000_000, Mark::Unsure),
            Self::BusinessRegistration | Self::Health => (50_000_000, Mark::Unsure),
        }
    }

    /// Vietnamese name in a sentence.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Commerce => "hoạt động thương mại",
            Self::CounterfeitBannedConsumer => "hàng giả, hàng cấm, bảo vệ quyền lợi người tiêu dùng",
            Self::FoodSafety => "an toàn thực phẩm",
            Self::Price => "quản lý giá",
            Self::MeasurementQuality => "tiêu chuẩn, đo lường, chất lượng, nhãn hàng hóa",
            Self::Petrol => "xăng dầu, khí",
            Self::IndustrialProperty => "sở hữu công nghiệp",
            Self::BusinessRegistration => "đăng ký kinh doanh",
            Self::Health => "y tế",
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

/// The power of a position in a group of acts on a day; `None` when it had none.
pub fn power(position: Position, group: FieldGroup, on: Date) -> Option<Power> {
    if on >= REFORM_2025 { Some(power_2025(position, group)) } else { power_2012(position, group, on) }
}

/// NĐ 189/2025/NĐ-CP: percent of the field's maximum.
fn power_2025(position: Position, group: FieldGroup) -> Power {
    let (maximum, mark) = group.maximum();
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

/// Luật XLVPHC Điều 45 as amended by Luật 67/2020/QH14, and before: fixed amounts, at most the field's maximum.
fn power_2012(position: Position, group: FieldGroup, on: Date) -> Option<Power> {
    let (maximum, _) = group.maximum();
    let (fine, suspension, remedies) = match position {
        Position::Controller => (500_000, false, false),
        Position::TeamLeader => (25_000_000, false, true),
        Position::ProvincialHead | Position::ProfessionalDivisionHead => (50_000_000, true, true),
        Position::NationalDirector | Position::ProvinceChair => (maximum, true, true),
        Position::CommuneChair => (5_000_000, false, true),
        Position::DepartmentDirector => return None,
    };
    let confiscation = match position {
        Position::Controller => Some(0),
        Position::TeamLeader | Position::CommuneChair if on >= REFORM_2020 => Some(fine * 2),
        Position::TeamLeader | Position::CommuneChair => Some(fine),
        Position::ProvincialHead
        | Position::ProfessionalDivisionHead
        | Position::NationalDirector
        | Position::ProvinceChair
        | Position::DepartmentDirector => None,
    };
    let (article, mark) = match position {
        Position::CommuneChair | Position::ProvinceChair => ("Điều 38", Mark::Unsure),
        Position::NationalDirector => ("Điều 45", Mark::Unsure),
        Position::Controller
        | Position::TeamLeader
        | Position::ProvincialHead
        | Position::ProfessionalDivisionHead
        | Position::DepartmentDirector => ("Điều 45", Mark::Seen),
    };
    Some(Power { fine: fine.min(maximum), confiscation, suspension, remedies, citation: Citation::law(article, mark) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use jiff::civil::date;

    #[test]
    fn powers_by_date() {
        use FieldGroup::{Commerce, CounterfeitBannedConsumer as Counterfeit, Price};
        for (position, group, on, fine, confiscation) in [
            (Position::Controller, Commerce, date(2024, 6, 1), 500_000, Some(0)),
            (Position::TeamLeader, Commerce, date(2021, 6, 1), 25_000_000, Some(25_000_000)),
            (Position::TeamLeader, Commerce, date(2025, 6, 30), 25_000_000, Some(50_000_000)),
            (Position::Controller, Commerce, date(2025, 7, 1), 10_000_000, Some(20_000_000)),
            (Position::TeamLeader, Commerce, date(2025, 7, 1), 30_000_000, Some(60_000_000)),
            (Position::TeamLeader, Counterfeit, date(2025, 7, 1), 60_000_000, Some(120_000_000)),
            (Position::TeamLeader, Price, date(2025, 7, 1), 45_000_000, Some(90_000_000)),
            (Position::ProvincialHead, Commerce, date(2025, 6, 30), 50_000_000, None),
            (Position::ProvincialHead, Counterfeit, date(2026, 1, 1), 100_000_000, None),
            (Position::DepartmentDirector, Commerce, date(2026, 1, 1), 80_000_000, None),
            (Position::NationalDirector, Commerce, date(2025, 6, 30), 100_000_000, None),
            (Position::NationalDirector, Counterfeit, date(2026, 1, 1), 200_000_000, None),
        ] {
            let power = power(position, group, on).unwrap();
            assert_eq!((power.fine, power.confiscation), (fine, confiscation), "{position:?} {group:?} {on}");
        }
        assert_eq!(power(Position::DepartmentDirector, Commerce, date(2025, 6, 30)), None);
    }

    #[test]
    fn the_decree_decides_the_group() {
        let group = |id: &str| FieldGroup::of_behaviour(Catalogue::embedded().behaviour(id).unwrap());
        for (id, expected) in [
            ("nd98-d8-tl", FieldGroup::CounterfeitBannedConsumer),
            ("nd98-d15-k1", FieldGroup::Commerce),
            ("nd98-d53a-xacthuc", FieldGroup::CounterfeitBannedConsumer),
            ("nd98-d31", FieldGroup::Commerce),
            ("nd87-d13-k1a", FieldGroup::Price),
            ("nd99-2013-d12-k1", FieldGroup::IndustrialProperty),
            ("nd117-tl-18", FieldGroup::Health),
        ] {
            assert_eq!(group(id), expected, "{id}");
        }
    }

    /// A decree the table does not know is judged by its field, and every group has its words.
    #[test]
    fn an_unknown_decree_follows_its_field() {
        let mut row = Catalogue::embedded().behaviour("nd87-d13-k1a").unwrap().clone();
        row.instrument = "NĐ 1/2030/NĐ-CP".to_owned();
        assert_eq!(FieldGroup::of_behaviour(&row), FieldGroup::of(row.field));
        for (group, words, maximum) in [
            (FieldGroup::Price, "quản lý giá", 150_000_000),
            (FieldGroup::IndustrialProperty, "sở hữu công nghiệp", 250_000_000),
            (FieldGroup::BusinessRegistration, "đăng ký kinh doanh", 50_000_000),
            (FieldGroup::Health, "y tế", 50_000_000),
        ] {
            assert_eq!((group.label(), group.maximum().0), (words, maximum));
        }
    }

    /// No frame of the catalogue lies above the maximum of its field, so that somebody may always sign.
    #[test]
    fn frames_stay_below_the_maximum_of_their_field() {
        for row in &Catalogue::embedded().behaviour {
            let group = FieldGroup::of_behaviour(row);
            let factor = if row.fine_stated_for == crate::catalogue::StatedFor::Organisation { 2 } else { 1 };
            for band in &row.bands {
                assert!(band.max <= group.maximum().0 * factor, "{}: {} > {group:?}", row.id, band.max);
            }
        }
    }
}
