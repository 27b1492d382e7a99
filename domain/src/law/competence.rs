//! Competence (thẩm quyền): who may sign which sanction, and to whom the file goes otherwise.
//!
//! The ceiling is compared with the maximum of each act's frame, never with the fine chosen (Luật XLVPHC Điều 52).

use super::LawRefusal;
use super::fine::{ActAssessment, Assessment, OffenderKind};
use crate::calendar::format_date;
use crate::catalogue::Mark;
use crate::money::Dong;
use crate::statute::{Citation, FieldGroup, INSPECTION_2025, ORGANISATION_2025, Power, power};
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

/// What stands in the way of one position, in words.
fn obstacle(
    position: Position,
    on: Date,
    power: &Power,
    act: &ActAssessment,
    kind: OffenderKind,
    confiscation: Option<Dong>,
    needs: Needs,
) -> Option<String> {
    let title = position.title_on(on);
    let ceiling = Dong(power.fine.saturating_mul(kind.factor()));
    let maximum = act.statutory_maximum();
    if maximum > ceiling {
        return Some(format!(
            "{title} được phạt đến {ceiling}, mà mức tối đa của khung cho hành vi “{}” là {maximum}.",
            act.title
        ));
    }
    if let (Some(value), Some(limit)) = (confiscation, power.confiscation) {
        // Whether the limit doubles for organisations is not certain; the reasons say so.
        let limit = Dong(limit.saturating_mul(kind.factor()));
        if limit == Dong(0) {
            return Some(format!("{title} không có thẩm quyền tịch thu tang vật, phương tiện."));
        }
        if value > limit {
            return Some(format!(
                "{title} được tịch thu tang vật trị giá đến {limit}, mà tang vật trị giá {value}."
            ));
        }
    }
    if needs.suspension && !power.suspension {
        return Some(format!(
            "{title} không được áp dụng hình thức tước giấy phép, đình chỉ hoạt động."
        ));
    }
    if needs.remedies && !power.remedies {
        return Some(format!("{title} không được áp dụng biện pháp khắc phục hậu quả."));
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
            Citation::law("Điều 54", Mark::Recalled),
        ));
    };
    if assessment.acts.is_empty() {
        return Err(LawRefusal::new(
            "no-acts",
            "Chưa có hành vi vi phạm nào để xử phạt. Ghi hành vi vào biên bản trước.",
            Citation::law("khoản 1 Điều 2", Mark::Recalled),
        ));
    }
    let mut reasons = Vec::new();
    for act in &assessment.acts {
        let Some(power) = power(position, act.group, on) else {
            return Err(LawRefusal::new(
                "no-competence",
                format!(
                    "{} không có thẩm quyền xử phạt vào ngày {}.",
                    position.title_on(on),
                    format_date(on)
                ),
                Citation::law("Điều 52", Mark::Recalled),
            ));
        };
        if let Some(problem) = obstacle(position, on, &power, act, kind, confiscation, needs) {
            let advice = where_to(position, on, assessment, kind, confiscation, needs);
            return Err(LawRefusal::new(
                "beyond-competence",
                format!("{problem} {advice}"),
                power.citation,
            ));
        }
        reasons.push(format!(
            "{}: mức tối đa của khung {} không vượt {} ({})",
            position.title_on(on),
            act.statutory_maximum(),
            Dong(power.fine.saturating_mul(kind.factor())),
            power.citation
        ));
        if let (Some(value), Some(limit)) = (confiscation, power.confiscation) {
            let limit = Dong(limit.saturating_mul(kind.factor()));
            let doubled = if kind.is_organisation() {
                "; mức gấp đôi cho tổ chức chưa đối chiếu văn bản"
            } else {
                ""
            };
            reasons.push(format!(
                "Tang vật trị giá {value} không vượt {limit} ({}{doubled})",
                power.citation
            ));
        }
    }
    Ok(Competent { reasons })
}

/// To whom the file goes from a position that may not sign.
fn where_to(
    position: Position,
    on: Date,
    assessment: &Assessment,
    kind: OffenderKind,
    confiscation: Option<Dong>,
    needs: Needs,
) -> String {
    let able = who_may_sign(on, assessment, kind, confiscation, needs);
    let next = able.iter().find(|other| **other > position && !other.is_chair());
    match next.or_else(|| able.iter().find(|other| other.is_chair())) {
        Some(next) if next.is_chair() => {
            format!(
                "Chuyển hồ sơ đến {} trong 24 giờ (Điều 25 Thông tư 27/2020/TT-BCT).",
                next.title_on(on)
            )
        }
        Some(next) => format!(
            "Chuyển hồ sơ đến {} trong 24 giờ (Điều 24 Thông tư 27/2020/TT-BCT).",
            next.title_on(on)
        ),
        None => {
            "Không chức danh nào có đủ thẩm quyền: kiểm tra lại khung phạt và lĩnh vực, báo cáo cấp trên.".to_owned()
        }
    }
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
                power(*position, act.group, on)
                    .is_some_and(|power| obstacle(*position, on, &power, act, kind, confiscation, needs).is_none())
            })
        })
        .collect()
}

/// Whether a position may hold exhibits of a value: who may confiscate them may hold them (Luật XLVPHC Điều 125 khoản
/// 2). In urgent cases an officer on duty holds them and reports within 24 hours (khoản 3).
///
/// # Errors
/// A [`LawRefusal`] with both figures and the urgent way.
pub fn may_seize(
    position: Option<Position>,
    on: Date,
    group: FieldGroup,
    kind: OffenderKind,
    value: Dong,
) -> Result<(), LawRefusal> {
    let found = position.and_then(|position| power(position, group, on));
    let limit = match &found {
        Some(power) => power
            .confiscation
            .map(|limit| Dong(limit.saturating_mul(kind.factor()))),
        None => Some(Dong(0)),
    };
    match limit {
        None => Ok(()),
        Some(limit) if limit > Dong(0) && value <= limit => Ok(()),
        Some(limit) => Err(LawRefusal::new(
            "beyond-seizure",
            format!(
                "{} được tạm giữ tang vật trị giá đến {limit}, mà tang vật trị giá {value}. Trình người có thẩm quyền ra quyết định; trường hợp khẩn cấp thì tạm giữ và báo cáo trong 24 giờ.",
                position.map_or("Chức danh này", |position| position.title_on(on))
            ),
            Citation::law("khoản 2, khoản 3 Điều 125", Mark::Recalled),
        )),
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
        assess(
            Catalogue::embedded(),
            &Offender { kind, birth_date: None },
            &acts,
            date(2025, 7, 2),
        )
        .unwrap()
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
            let answer = may_sign_sanction(
                Some(position),
                on,
                &thirty,
                individual,
                confiscation.map(Dong),
                Needs::default(),
            );
            match (answer, expected) {
                (Ok(competent), Ok(())) => assert!(!competent.reasons.is_empty()),
                (Err(refusal), Err(part)) => {
                    assert!(
                        refusal.citation.place.contains(part) || refusal.message.contains(part),
                        "{refusal:?}"
                    );
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
        let line = who_may_sign(
            on,
            &both,
            individual,
            None,
            Needs {
                remedies: true,
                suspension: false,
            },
        );
        assert!(!line.contains(&Position::TeamLeader));
        assert_eq!(line.first(), Some(&Position::ProvincialHead));
        let organisation = case(OffenderKind::Organisation, &[60_000_000]);
        assert!(
            may_sign_sanction(
                Some(Position::TeamLeader),
                on,
                &organisation,
                OffenderKind::Organisation,
                None,
                Needs::default()
            )
            .is_ok()
        );
    }

    /// Example 11 of law.md section 6, and the figures of the refusal.
    #[test]
    fn the_refusal_names_figures_article_and_the_way_out() {
        let on = date(2026, 1, 5);
        let individual = OffenderKind::Individual;
        let goods = case(individual, &[60_000_000]);
        let sign = |position, value: Option<i64>, needs| {
            may_sign_sanction(Some(position), on, &goods, individual, value.map(Dong), needs)
                .map_err(|refusal| (refusal.message, refusal.citation.place))
        };
        assert!(sign(Position::TeamLeader, Some(55_000_000), Needs::default()).is_ok());
        let (message, place) = sign(Position::TeamLeader, Some(65_000_000), Needs::default()).unwrap_err();
        assert_eq!(
            message,
            "Đội trưởng Đội Quản lý thị trường được tịch thu tang vật trị giá đến 60.000.000 đ, mà tang vật trị giá 65.000.000 đ. Chuyển hồ sơ đến Chi cục trưởng Chi cục Quản lý thị trường trong 24 giờ (Điều 24 Thông tư 27/2020/TT-BCT)."
        );
        assert_eq!(place, "khoản 2 Điều 12 Nghị định 189/2025/NĐ-CP");
        let (message, _) = sign(Position::Controller, None, Needs::default()).unwrap_err();
        assert!(
            message.contains("10.000.000 đ") && message.contains("30.000.000 đ"),
            "{message}"
        );
        let suspension = Needs {
            suspension: true,
            remedies: false,
        };
        assert!(
            sign(Position::TeamLeader, None, suspension)
                .unwrap_err()
                .0
                .contains("đình chỉ")
        );
        assert!(sign(Position::ProvincialHead, None, suspension).is_ok());
    }

    /// Banned cigarettes are counted under tobacco, and judged as banned goods: 200 million, not 100.
    #[test]
    fn the_ceiling_follows_the_decree_not_the_report_row() {
        let input = ActInput {
            behaviour_id: "nd98-d8-tl".into(),
            committed_on: date(2026, 1, 2),
            amount: Some(80_000),
            doubled: false,
            mitigating: vec![],
            aggravating: vec![],
        };
        let offender = Offender {
            kind: OffenderKind::Individual,
            birth_date: None,
        };
        let answer = assess(Catalogue::embedded(), &offender, &[input], date(2026, 1, 5)).unwrap();
        assert_eq!(answer.acts[0].frame.max, Dong(5_000_000));
        let who = who_may_sign(
            date(2026, 1, 5),
            &answer,
            offender.kind,
            None,
            Needs {
                remedies: true,
                suspension: false,
            },
        );
        assert_eq!(who.first(), Some(&Position::TeamLeader));
        assert_eq!(
            may_seize(
                Some(Position::TeamLeader),
                date(2026, 1, 5),
                answer.acts[0].group,
                offender.kind,
                Dong(120_000_000)
            ),
            Ok(())
        );
        let refusal = may_seize(
            Some(Position::TeamLeader),
            date(2025, 6, 30),
            answer.acts[0].group,
            offender.kind,
            Dong(120_000_000),
        )
        .unwrap_err();
        assert!(
            refusal.message.contains("50.000.000 đ") && refusal.message.contains("24 giờ"),
            "{}",
            refusal.message
        );
        assert!(may_seize(None, date(2026, 1, 5), FieldGroup::Commerce, offender.kind, Dong(1)).is_err());
    }

    #[test]
    fn titles_are_those_of_the_day() {
        assert_eq!(
            Position::ProvincialHead.title_on(date(2024, 5, 1)),
            "Cục trưởng Cục Quản lý thị trường cấp tỉnh"
        );
        assert_eq!(
            Position::ProvincialHead.title_on(date(2025, 3, 1)),
            "Chi cục trưởng Chi cục Quản lý thị trường"
        );
        let empty = Assessment {
            acts: vec![],
            total_proposed: Dong(0),
            explanation_right: None,
            warnings: vec![],
        };
        let refusal = may_sign_sanction(
            Some(Position::TeamLeader),
            date(2026, 1, 5),
            &empty,
            OffenderKind::Individual,
            None,
            Needs::default(),
        );
        assert_eq!(refusal.unwrap_err().code, "no-acts");
    }

    #[test]
    fn deputies_need_a_delegation() {
        let case = case(OffenderKind::Individual, &[1_000_000]);
        let refusal = may_sign_sanction(
            None,
            date(2026, 1, 5),
            &case,
            OffenderKind::Individual,
            None,
            Needs::default(),
        )
        .unwrap_err();
        assert!(refusal.citation.place.contains("Điều 54"));
        assert!(may_sign_inspection(None, date(2026, 1, 5)).is_err());
        assert!(may_sign_inspection(Some(Position::TeamLeader), date(2026, 1, 5)).is_ok());
        assert!(may_sign_inspection(Some(Position::Controller), date(2026, 1, 5)).is_err());
    }
}
