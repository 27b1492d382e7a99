//! Who may sign a sanction, and who may hold exhibits.

use super::Position;
use crate::calendar::format_date;
use crate::catalogue::Mark;
use crate::law::LawRefusal;
use crate::law::fine::{ActAssessment, Assessment, OffenderKind};
use crate::money::Dong;
use crate::statute::{Citation, FieldGroup, Power, power};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

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
            return Some(format!("{title} được tịch thu tang vật trị giá đến {limit}, mà tang vật trị giá {value}."));
        }
    }
    if needs.suspension && !power.suspension {
        return Some(format!("{title} không được áp dụng hình thức tước giấy phép, đình chỉ hoạt động."));
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
                format!("{} không có thẩm quyền xử phạt vào ngày {}.", position.title_on(on), format_date(on)),
                Citation::law("Điều 52", Mark::Recalled),
            ));
        };
        if let Some(problem) = obstacle(position, on, &power, act, kind, confiscation, needs) {
            let advice = where_to(position, on, assessment, kind, confiscation, needs);
            return Err(LawRefusal::new("beyond-competence", format!("{problem} {advice}"), power.citation));
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
            reasons.push(format!("Tang vật trị giá {value} không vượt {limit} ({}{doubled})", power.citation));
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
            format!("Chuyển hồ sơ đến {} trong 24 giờ (Điều 25 Thông tư 27/2020/TT-BCT).", next.title_on(on))
        }
        Some(next) => format!("Chuyển hồ sơ đến {} trong 24 giờ (Điều 24 Thông tư 27/2020/TT-BCT).", next.title_on(on)),
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
        Some(power) => power.confiscation.map(|limit| Dong(limit.saturating_mul(kind.factor()))),
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
