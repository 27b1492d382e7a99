//! Competence (thẩm quyền): who may sign which sanction, and to whom the file goes otherwise.
//!
//! The ceiling is compared with the maximum of each act's frame, never with the fine chosen (Luật XLVPHC Điều 52).

use super::LawRefusal;
use super::fine::{ActAssessment, Assessment, OffenderKind};
use crate::catalogue::Mark;
use crate::money::Dong;
use crate::statute::{Citation, Power, power};
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
}

/// What a decision asks of the signer besides the fine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Needs {
    pub suspension: bool,
    pub remedies: bool,
}

/// A signer is competent, for these reasons.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Competent {
    /// One sentence an act, with figures and article.
    pub reasons: Vec<String>,
}

/// What stands in the way of one position, with the article.
fn obstacle(
    position: Position,
    power: &Power,
    act: &ActAssessment,
    kind: OffenderKind,
    confiscation: Option<Dong>,
    needs: Needs,
) -> Option<String> {
    let factor = if kind == OffenderKind::Organisation { 2 } else { 1 };
    let ceiling = Dong(power.fine * factor);
    if act.frame.max > ceiling {
        return Some(format!(
            "{} được phạt đến {ceiling}, mà mức tối đa của khung cho hành vi “{}” là {}.",
            position.title(),
            act.title,
            act.frame.max
        ));
    }
    if let (Some(value), Some(limit)) = (confiscation, power.confiscation) {
        let limit = Dong(limit * factor);
        if value > limit {
            return Some(format!(
                "{} được tịch thu tang vật trị giá đến {limit}, mà tang vật trị giá {value}.",
                position.title()
            ));
        }
    }
    if needs.suspension && !power.suspension {
        return Some(format!("{} không được áp dụng hình thức tước giấy phép, đình chỉ hoạt động.", position.title()));
    }
    if needs.remedies && !power.remedies {
        return Some(format!("{} không được áp dụng biện pháp khắc phục hậu quả.", position.title()));
    }
    None
}

/// Whether a position may sign the sanction as it stands.
///
/// # Errors
/// A [`LawRefusal`] that names both figures, the article, and to whom the file goes.
pub fn may_sign_sanction(
    position: Option<Position>,
    on: Date,
    assessment: &Assessment,
    kind: OffenderKind,
    confiscation: Option<Dong>,
    needs: Needs,
) -> Result<Competent, LawRefusal> {
    let Some(position) = position else {
        return Err(LawRefusal::new(
            "no-competence",
            "Chức danh này không tự mình có thẩm quyền xử phạt; cấp phó chỉ ký khi có quyết định giao quyền bằng văn bản.",
            Citation::new("Điều 54 Luật Xử lý vi phạm hành chính", Mark::Recalled),
        ));
    };
    let mut reasons = Vec::new();
    for act in &assessment.acts {
        let Some(power) = power(position, act.field, on) else {
            return Err(LawRefusal::new(
                "no-competence",
                format!("{} không có thẩm quyền xử phạt vào ngày {}.", position.title(), crate::calendar::format_date(on)),
                Citation::new("Điều 52 Luật Xử lý vi phạm hành chính", Mark::Recalled),
            ));
        };
        if let Some(problem) = obstacle(position, &power, act, kind, confiscation, needs) {
            let next = who_may_sign(on, assessment, kind, confiscation, needs).into_iter().find(|other| *other > position);
            let advice = match next {
                Some(next) => format!(" Chuyển hồ sơ đến {} trong 24 giờ (Điều 24 Thông tư 27/2020/TT-BCT).", next.title()),
                None => " Chuyển hồ sơ lên người có thẩm quyền cao hơn.".to_owned(),
            };
            return Err(LawRefusal::new("beyond-competence", problem + &advice, power.citation));
        }
        let factor = if kind == OffenderKind::Organisation { 2 } else { 1 };
        reasons.push(format!(
            "{}: mức tối đa của khung {} không vượt {} ({})",
            position.title(),
            act.frame.max,
            Dong(power.fine * factor),
            power.citation
        ));
    }
    Ok(Competent { reasons })
}

/// Every position that may sign, the lowest first.
pub fn who_may_sign(
    on: Date,
    assessment: &Assessment,
    kind: OffenderKind,
    confiscation: Option<Dong>,
    needs: Needs,
) -> Vec<Position> {
    Position::LINE
        .into_iter()
        .filter(|position| {
            assessment.acts.iter().all(|act| {
                power(*position, act.field, on)
                    .is_some_and(|power| obstacle(*position, &power, act, kind, confiscation, needs).is_none())
            })
        })
        .collect()
}

/// Whether a position may issue an inspection decision (PL 11/2016/UBTVQH13; NĐ 33/2022/NĐ-CP as amended by NĐ
/// 241/2025/NĐ-CP).
///
/// # Errors
/// A [`LawRefusal`] that names who may.
pub fn may_sign_inspection(position: Option<Position>, _on: Date) -> Result<(), LawRefusal> {
    match position {
        Some(
            Position::TeamLeader
            | Position::ProvincialHead
            | Position::ProfessionalDivisionHead
            | Position::NationalDirector,
        ) => Ok(()),
        Some(
            Position::Controller | Position::DepartmentDirector | Position::CommuneChair | Position::ProvinceChair,
        )
        | None => Err(LawRefusal::new(
            "no-inspection-competence",
            "Quyết định kiểm tra do Đội trưởng, Chi cục trưởng, Trưởng phòng Nghiệp vụ hoặc Cục trưởng ký; cấp phó chỉ ký khi được giao quyền bằng văn bản.",
            Citation::new("Nghị định 33/2022/NĐ-CP (sửa đổi bởi Nghị định 241/2025/NĐ-CP); Điều 9, Điều 13 Thông tư 27/2020/TT-BCT", Mark::Seen),
        )),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::law::fine::{ActInput, Offender, assess};
    use jiff::civil::date;

    fn case(kind: OffenderKind, values: &[i64]) -> Assessment {
        let acts: Vec<_> = ["nd98-d15-k1", "nd98-d17-a"]
            .iter()
            .zip(values)
            .map(|(id, value)| ActInput {
                behaviour_id: (*id).into(),
                committed_on: date(2025, 3, 1),
                amount: Some(*value),
                doubled: false,
                mitigating: vec![],
                aggravating: vec![],
            })
            .collect();
        assess(Catalogue::embedded(), &Offender { kind, birth_date: None }, &acts, date(2025, 7, 2)).unwrap()
    }

    #[test]
    fn the_ceiling_is_compared_with_the_frame() {
        let before = date(2025, 6, 30);
        let after = date(2025, 7, 1);
        let individual = OffenderKind::Individual;
        // 50–70 million of smuggled goods: frame 20–30 million.
        let thirty = case(individual, &[60_000_000]);
        for (position, on, confiscation, expected) in [
            (Position::Controller, after, None, Err("Điều 12")),
            (Position::TeamLeader, before, None, Err("Điều 45")),
            (Position::TeamLeader, after, None, Ok(())),
            (Position::TeamLeader, after, Some(60_000_000), Ok(())),
            (Position::TeamLeader, after, Some(65_000_000), Err("tịch thu")),
            (Position::ProvincialHead, after, Some(65_000_000), Ok(())),
        ] {
            let answer = may_sign_sanction(Some(position), on, &thirty, individual, confiscation.map(Dong), Needs::default());
            match (answer, expected) {
                (Ok(competent), Ok(())) => assert!(!competent.reasons.is_empty()),
                (Err(refusal), Err(part)) => {
                    assert!(refusal.citation.place.contains(part) || refusal.message.contains(part), "{refusal:?}");
                    assert!(refusal.message.contains("Chuyển hồ sơ đến"), "{}", refusal.message);
                }
                (answer, expected) => panic!("{position:?} on {on}: {answer:?}, expected {expected:?}"),
            }
        }
    }

    #[test]
    fn one_act_too_high_sends_the_whole_file_up() {
        let on = date(2026, 1, 5);
        let individual = OffenderKind::Individual;
        let both = case(individual, &[15_000_000, 120_000_000]);
        let line = who_may_sign(on, &both, individual, None, Needs { remedies: true, suspension: false });
        assert!(!line.contains(&Position::TeamLeader));
        assert_eq!(line.first(), Some(&Position::ProvincialHead));
        let organisation = case(OffenderKind::Organisation, &[60_000_000]);
        assert!(may_sign_sanction(Some(Position::TeamLeader), on, &organisation, OffenderKind::Organisation, None, Needs::default()).is_ok());
    }

    #[test]
    fn deputies_need_a_delegation() {
        let case = case(OffenderKind::Individual, &[1_000_000]);
        let refusal = may_sign_sanction(None, date(2026, 1, 5), &case, OffenderKind::Individual, None, Needs::default()).unwrap_err();
        assert!(refusal.citation.place.contains("Điều 54"));
        assert!(may_sign_inspection(None, date(2026, 1, 5)).is_err());
        assert!(may_sign_inspection(Some(Position::TeamLeader), date(2026, 1, 5)).is_ok());
        assert!(may_sign_inspection(Some(Position::Controller), date(2026, 1, 5)).is_err());
    }
}
