//! The fine: frame, proposal and its arithmetic step by step (Luật XLVPHC Điều 23; NĐ 118/2021/NĐ-CP Điều 9 as amended
//! by NĐ 68/2025/NĐ-CP).

use super::LawRefusal;
use crate::calendar::{add_months, format_date};
use crate::catalogue::{Base, Behaviour, Catalogue, Field, Mark, StatedFor};
use crate::money::Dong;
use crate::statute::{
    Aggravating, CIRCUMSTANCES_2025, Citation, EXPLANATION_INDIVIDUAL, EXPLANATION_ORGANISATION, Mitigating,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Whom the fine is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OffenderKind {
    Individual,
    /// Fined as an individual (NĐ 98/2020/NĐ-CP Điều 4).
    HouseholdBusiness,
    Organisation,
}

/// The person or organisation to be sanctioned.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Offender {
    pub kind: OffenderKind,
    /// Needed to see a minor; unknown counts as of age.
    pub birth_date: Option<Date>,
}

/// One act as the engine needs it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActInput {
    pub behaviour_id: String,
    pub committed_on: Date,
    /// Exhibits' value in đồng, or the quantity in thousandths of the behaviour's unit.
    pub amount: Option<i64>,
    /// Whether the decree's doubling clause applies.
    pub doubled: bool,
    pub mitigating: Vec<Mitigating>,
    pub aggravating: Vec<Aggravating>,
}

/// Least and greatest fine in đồng.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frame {
    pub min: Dong,
    pub max: Dong,
}

impl Frame {
    fn times(self, factor: i64) -> Frame {
        Frame { min: Dong(self.min.0.saturating_mul(factor)), max: Dong(self.max.0.saturating_mul(factor)) }
    }

    fn halved(self) -> Frame {
        Frame { min: Dong(self.min.0 / 2), max: Dong(self.max.0 / 2) }
    }

    /// Mean of the frame.
    pub const fn mean(self) -> Dong {
        Dong((self.min.0 + self.max.0) / 2)
    }
}

/// The fine the engine proposes, and the interval in which the person who decides may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    pub amount: Dong,
    pub low: Dong,
    pub high: Dong,
    /// Whether `low` and `high` themselves are excluded.
    pub open: bool,
}

/// One line of the arithmetic, with its article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Step {
    pub text: String,
    pub citation: Citation,
}

/// Limitation period of an act (Luật XLVPHC Điều 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Limitation {
    pub years: i32,
    /// Last day on which a sanction may be decided.
    pub until: Date,
    pub time_barred: bool,
    pub citation: Citation,
}

/// The law's answer for one act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActAssessment {
    pub behaviour_id: String,
    pub title: String,
    /// Exact point, clause and article of the frame.
    pub citation: Citation,
    pub field: Field,
    /// Frame for this offender.
    pub frame: Frame,
    /// Frame for an individual of age.
    pub individual_frame: Frame,
    pub mean: Dong,
    pub proposed: Proposal,
    pub steps: Vec<Step>,
    pub supplementary: Vec<String>,
    pub remedies: Vec<String>,
    pub limitation: Limitation,
    /// Whether only a warning is possible (aged 14 to under 16).
    pub warning_only: bool,
    /// Whether the frame is a suggestion that must be checked against the gazette before a fine rests on it.
    pub needs_confirmation: bool,
    pub warnings: Vec<String>,
}

/// Why the offender may explain before a decision (Luật XLVPHC Điều 61).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExplanationRight {
    pub reason: String,
    pub citation: Citation,
}

/// The law's answer for all acts of one offender.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Assessment {
    pub acts: Vec<ActAssessment>,
    /// Sum of the proposed fines (Luật XLVPHC Điều 3, 67).
    pub total_proposed: Dong,
    pub explanation_right: Option<ExplanationRight>,
}

const LAW: &str = "Luật Xử lý vi phạm hành chính";

fn law(place: &str, mark: Mark) -> Citation {
    Citation::new(format!("{place} {LAW}"), mark)
}

/// Age in whole years on a day.
pub fn age(born: Date, on: Date) -> i16 {
    let had_birthday = (on.month(), on.day()) >= (born.month(), born.day());
    on.year() - born.year() - i16::from(!had_birthday)
}

/// Judges one act: by the law of the day it was committed, as of the day of the decision.
///
/// # Errors
/// A [`LawRefusal`] when the behaviour is unknown or was not law on the day, when its value or quantity is missing or
/// outside every band, or when the person was under 14.
pub fn assess_act(
    catalogue: &Catalogue,
    input: &ActInput,
    offender: &Offender,
    decided_on: Date,
) -> Result<ActAssessment, LawRefusal> {
    let behaviour = catalogue.behaviour(&input.behaviour_id).ok_or_else(|| {
        LawRefusal::new(
            "unknown-behaviour",
            "Hành vi không có trong danh mục. Chọn lại hành vi từ danh sách.",
            law("khoản 1 Điều 2", Mark::Recalled),
        )
    })?;
    if !behaviour.in_force(input.committed_on) {
        return Err(LawRefusal::new(
            "not-in-force",
            format!(
                "{} có hiệu lực từ {}; hành vi ngày {} phải áp dụng văn bản có hiệu lực ngày đó.",
                behaviour.instrument,
                format_date(behaviour.in_force_from),
                format_date(input.committed_on)
            ),
            Citation::new("Điều 156 Luật Ban hành văn bản quy phạm pháp luật", Mark::Recalled),
        ));
    }
    let band = behaviour.band(input.amount).ok_or_else(|| missing_amount(behaviour, input.amount))?;
    let citation = Citation::new(behaviour.place(band), behaviour.mark(band));
    let stated = Frame { min: Dong(band.min), max: Dong(band.max) };
    let mut steps = vec![Step {
        text: match (behaviour.base, input.amount) {
            (Base::Fixed, _) | (_, None) => format!("Khung phạt: {} – {}", stated.min, stated.max),
            (Base::ExhibitValue, Some(value)) => {
                format!("Trị giá tang vật {}: khung phạt {} – {}", Dong(value), stated.min, stated.max)
            }
            (Base::Quantity, Some(quantity)) => format!(
                "Số lượng {} {}: khung phạt {} – {}",
                crate::money::thousandths(quantity),
                behaviour.unit.as_deref().unwrap_or_default(),
                stated.min,
                stated.max
            ),
        },
        citation: citation.clone(),
    }];

    // The doubling clause works on the frame before the organisation factor.
    let mut frame = stated;
    if input.doubled && !behaviour.doubled_if.is_empty() {
        frame = frame.times(2);
        steps.push(Step {
            text: format!("Phạt gấp hai lần ({}): {} – {}", behaviour.doubled_if, frame.min, frame.max),
            citation: Citation::new(format!("{} {}", behaviour.article, behaviour.instrument), citation.mark),
        });
    }
    let individual_frame = match behaviour.fine_stated_for {
        StatedFor::Individual => frame,
        StatedFor::Organisation => frame.halved(),
    };
    let factor_place = || Citation::new(format!("quy định về mức phạt của tổ chức, {}", behaviour.instrument), Mark::Recalled);
    let mut frame = match (offender.kind, behaviour.fine_stated_for) {
        (OffenderKind::Organisation, StatedFor::Individual) => {
            let doubled = frame.times(behaviour.organisation_factor);
            steps.push(Step {
                text: format!("Tổ chức: gấp {} lần mức của cá nhân: {} – {}", behaviour.organisation_factor, doubled.min, doubled.max),
                citation: factor_place(),
            });
            doubled
        }
        (OffenderKind::Organisation, StatedFor::Organisation) => frame,
        (OffenderKind::Individual | OffenderKind::HouseholdBusiness, StatedFor::Individual) => frame,
        (OffenderKind::Individual | OffenderKind::HouseholdBusiness, StatedFor::Organisation) => {
            let halved = frame.halved();
            steps.push(Step {
                text: format!("Cá nhân: bằng một nửa mức của tổ chức: {} – {}", halved.min, halved.max),
                citation: factor_place(),
            });
            halved
        }
    };

    let mut warnings = Vec::new();
    let mut warning_only = false;
    if offender.kind != OffenderKind::Organisation
        && let Some(born) = offender.birth_date
    {
        match age(born, input.committed_on) {
            ..=13 => {
                return Err(LawRefusal::new(
                    "under-fourteen",
                    "Người dưới 14 tuổi không bị xử phạt vi phạm hành chính. Kiểm tra lại ngày sinh; nếu đúng, không lập biên bản xử phạt.",
                    law("điểm a khoản 1 Điều 5", Mark::Recalled),
                ));
            }
            14 | 15 => {
                warning_only = true;
                frame = Frame { min: Dong(0), max: Dong(0) };
                steps.push(Step {
                    text: "Từ đủ 14 đến dưới 16 tuổi: chỉ phạt cảnh cáo, không phạt tiền".to_owned(),
                    citation: law("khoản 3 Điều 134", Mark::Recalled),
                });
            }
            16 | 17 => {
                frame = frame.halved();
                steps.push(Step {
                    text: format!("Từ đủ 16 đến dưới 18 tuổi: không quá một nửa mức của người thành niên: {} – {}", frame.min, frame.max),
                    citation: law("khoản 3 Điều 134", Mark::Recalled),
                });
            }
            18.. => {}
        }
    }
    let proposed = propose(frame, input, decided_on, &mut steps);
    if citation.mark == Mark::Unsure {
        warnings.push("Khung phạt này chưa được đối chiếu văn bản: chỉ là gợi ý, phải đối chiếu Công báo trước khi áp dụng.".to_owned());
    }
    if !behaviour.doubled_if.is_empty() && !input.doubled {
        warnings.push(format!("Phạt gấp hai lần nếu: {}.", behaviour.doubled_if));
    }
    if !behaviour.note.is_empty() {
        warnings.push(format!("Lưu ý: {}.", behaviour.note.trim_end_matches('.')));
    }
    let until = add_months(input.committed_on, behaviour.limitation_years * 12);
    Ok(ActAssessment {
        behaviour_id: behaviour.id.clone(),
        title: behaviour.title.clone(),
        field: behaviour.field,
        frame,
        individual_frame,
        mean: frame.mean(),
        proposed,
        steps,
        supplementary: behaviour.supplementary.clone(),
        remedies: behaviour.remedies.clone(),
        limitation: Limitation {
            years: behaviour.limitation_years,
            until,
            time_barred: decided_on > until,
            citation: law("khoản 1 Điều 6", Mark::Recalled),
        },
        warning_only,
        needs_confirmation: citation.mark == Mark::Unsure,
        warnings,
        citation,
    })
}

fn missing_amount(behaviour: &Behaviour, amount: Option<i64>) -> LawRefusal {
    let message = match (behaviour.base, amount) {
        (Base::Quantity, None) => format!(
            "Khung phạt của hành vi này theo số lượng. Nhập số lượng ({}).",
            behaviour.unit.as_deref().unwrap_or("đơn vị tính")
        ),
        (Base::ExhibitValue | Base::Fixed, None) => {
            "Khung phạt của hành vi này theo trị giá tang vật. Ghi tang vật kèm đơn giá, hoặc nhập trị giá.".to_owned()
        }
        (_, Some(_)) => "Trị giá hoặc số lượng này không thuộc khung phạt nào của hành vi. Kiểm tra lại số đã nhập.".to_owned(),
    };
    LawRefusal::new(
        "amount-needed",
        message,
        Citation::new(format!("{} {}", behaviour.article, behaviour.instrument), behaviour.confidence),
    )
}

/// Applies the circumstances to a frame (NĐ 118/2021/NĐ-CP Điều 9; the wording of NĐ 68/2025/NĐ-CP from 02/05/2025).
fn propose(frame: Frame, input: &ActInput, decided_on: Date, steps: &mut Vec<Step>) -> Proposal {
    let mean = frame.mean();
    let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
    let net = count(input.aggravating.len()) - count(input.mitigating.len());
    let rule = |mark| Citation::new("Điều 9 Nghị định 118/2021/NĐ-CP (sửa đổi bởi Nghị định 68/2025/NĐ-CP)", mark);
    steps.push(Step {
        text: format!("Mức trung bình: ({} + {}) : 2 = {mean}", frame.min.digits(), frame.max.digits()),
        citation: law("khoản 4 Điều 23", Mark::Recalled),
    });
    if !input.aggravating.is_empty() && !input.mitigating.is_empty() {
        steps.push(Step {
            text: format!(
                "{} tình tiết tăng nặng, {} giảm nhẹ: bù trừ từng tình tiết một",
                input.aggravating.len(),
                input.mitigating.len()
            ),
            citation: rule(Mark::Seen),
        });
    }
    let exact = |amount: Dong| Proposal { amount, low: amount, high: amount, open: false };
    let between = |low: Dong, high: Dong| Proposal { amount: Dong((low.0 + high.0) / 2), low, high, open: true };
    if decided_on < CIRCUMSTANCES_2025 {
        // Earlier rule: may fall to the minimum or rise to the maximum, no fixed points.
        return match net {
            0 => exact(mean),
            ..0 => Proposal { open: false, ..between(frame.min, mean) },
            1.. => Proposal { open: false, ..between(mean, frame.max) },
        };
    }
    let (proposal, text) = match net {
        0 => (exact(mean), None),
        -1 => (
            between(frame.min, mean),
            Some(format!("Một tình tiết giảm nhẹ: trên {} và dưới {mean}; đề xuất mức giữa", frame.min)),
        ),
        1 => (
            between(mean, frame.max),
            Some(format!("Một tình tiết tăng nặng: trên {mean} và dưới {}; đề xuất mức giữa", frame.max)),
        ),
        ..=-2 => (exact(frame.min), Some(format!("Từ hai tình tiết giảm nhẹ: mức tối thiểu {}", frame.min))),
        2.. => (exact(frame.max), Some(format!("Từ hai tình tiết tăng nặng: mức tối đa {}", frame.max))),
    };
    if let Some(text) = text {
        steps.push(Step { text: format!("{text} = {}", proposal.amount), citation: rule(Mark::Seen) });
    }
    proposal
}

/// Judges all acts of one offender.
///
/// # Errors
/// The first act's [`LawRefusal`].
pub fn assess(
    catalogue: &Catalogue,
    offender: &Offender,
    inputs: &[ActInput],
    decided_on: Date,
) -> Result<Assessment, LawRefusal> {
    let acts = inputs
        .iter()
        .map(|input| assess_act(catalogue, input, offender, decided_on))
        .collect::<Result<Vec<_>, _>>()?;
    let total = acts.iter().fold(Dong(0), |sum, act| sum.plus(act.proposed.amount));
    let threshold = match offender.kind {
        OffenderKind::Organisation => EXPLANATION_ORGANISATION,
        OffenderKind::Individual | OffenderKind::HouseholdBusiness => EXPLANATION_INDIVIDUAL,
    };
    let suspends = |act: &ActAssessment| act.supplementary.iter().any(|text| text.contains("tước") && !text.contains(" khi "));
    let explanation_right = acts
        .iter()
        .find_map(|act| {
            if act.frame.max.0 >= threshold {
                Some(format!("mức tối đa của khung {} từ {} trở lên", act.frame.max, Dong(threshold)))
            } else {
                suspends(act).then(|| "có hình thức tước quyền sử dụng giấy phép hoặc đình chỉ hoạt động".to_owned())
            }
        })
        .map(|reason| ExplanationRight { reason, citation: law("khoản 1 Điều 61", Mark::Recalled) });
    Ok(Assessment { acts, total_proposed: total, explanation_right })
}

/// Whether a chosen fine lies where the law lets the person decide.
///
/// # Errors
/// A [`LawRefusal`] with the interval.
pub fn accepts(act: &ActAssessment, chosen: Dong) -> Result<(), LawRefusal> {
    let Proposal { low, high, open, .. } = act.proposed;
    let inside = if open { low < chosen && chosen < high } else { low <= chosen && chosen <= high };
    if inside {
        return Ok(());
    }
    let allowed = match (open, low == high) {
        (_, true) => format!("phải là {low}"),
        (true, false) => format!("phải trên {low} và dưới {high}"),
        (false, false) => format!("phải từ {low} đến {high}"),
    };
    Err(LawRefusal::new(
        "outside-frame",
        format!("Mức phạt {chosen} cho hành vi “{}” {allowed} theo các tình tiết đã ghi.", act.title),
        Citation::new("Điều 9 Nghị định 118/2021/NĐ-CP (sửa đổi bởi Nghị định 68/2025/NĐ-CP)", Mark::Seen),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use proptest::prelude::*;

    const ON: Date = date(2026, 11, 20);

    fn offender(kind: OffenderKind) -> Offender {
        Offender { kind, birth_date: None }
    }

    fn act(id: &str, amount: Option<i64>, mitigating: usize, aggravating: usize) -> ActInput {
        ActInput {
            behaviour_id: id.into(),
            committed_on: date(2026, 11, 18),
            amount,
            doubled: false,
            mitigating: Mitigating::ALL.iter().copied().take(mitigating).collect(),
            aggravating: Aggravating::ALL.iter().copied().take(aggravating).collect(),
        }
    }

    fn judge(input: &ActInput, offender: &Offender) -> ActAssessment {
        assess_act(Catalogue::embedded(), input, offender, ON).unwrap()
    }

    /// The numbered examples of law.md section 6, on the smuggled-goods frames of Điều 15.
    #[test]
    fn circumstances() {
        use OffenderKind::{HouseholdBusiness, Individual, Organisation};
        // 30–50 million: frame 10–20 million. From 100 million: frame 40–50 million.
        for (kind, value, mitigating, aggravating, proposed, low, high, open) in [
            (Individual, 40, 0, 0, 15_000_000, 15_000_000, 15_000_000, false),
            (Individual, 40, 1, 0, 12_500_000, 10_000_000, 15_000_000, true),
            (Individual, 40, 2, 0, 10_000_000, 10_000_000, 10_000_000, false),
            (Individual, 40, 0, 1, 17_500_000, 15_000_000, 20_000_000, true),
            (Individual, 40, 0, 2, 20_000_000, 20_000_000, 20_000_000, false),
            (Individual, 40, 2, 1, 12_500_000, 10_000_000, 15_000_000, true),
            (Individual, 40, 3, 3, 15_000_000, 15_000_000, 15_000_000, false),
            (HouseholdBusiness, 40, 0, 0, 15_000_000, 15_000_000, 15_000_000, false),
            (Organisation, 120, 0, 0, 90_000_000, 90_000_000, 90_000_000, false),
            (Organisation, 120, 1, 0, 85_000_000, 80_000_000, 90_000_000, true),
        ] {
            let answer = judge(&act("nd98-d15-k1", Some(value * 1_000_000), mitigating, aggravating), &offender(kind));
            let Proposal { amount, low: from, high: to, open: excluded } = answer.proposed;
            assert_eq!(
                (amount.0, from.0, to.0, excluded),
                (proposed, low, high, open),
                "{kind:?} {value} {mitigating}-{aggravating}"
            );
        }
    }

    #[test]
    fn doubling_comes_before_the_organisation_factor() {
        let mut input = act("nd98-d15-k1", Some(40_000_000), 0, 0);
        input.doubled = true;
        assert_eq!(judge(&input, &offender(OffenderKind::Individual)).proposed.amount, Dong(30_000_000));
        assert_eq!(judge(&input, &offender(OffenderKind::Organisation)).proposed.amount, Dong(60_000_000));
    }

    #[test]
    fn minors() {
        let born = |year| Offender { kind: OffenderKind::Individual, birth_date: Some(date(year, 1, 1)) };
        let input = act("nd98-d15-k1", Some(40_000_000), 0, 0);
        assert_eq!(judge(&input, &born(2009)).proposed.amount, Dong(7_500_000), "aged 17");
        let fifteen = judge(&input, &born(2011));
        assert!(fifteen.warning_only && fifteen.proposed.amount == Dong(0));
        let refusal = assess_act(Catalogue::embedded(), &input, &born(2015), ON).unwrap_err();
        assert_eq!(refusal.code, "under-fourteen");
    }

    #[test]
    fn the_earlier_rule_has_no_fixed_points() {
        let input = ActInput { committed_on: date(2025, 1, 10), ..act("nd98-d15-k1", Some(40_000_000), 2, 0) };
        let answer = assess_act(Catalogue::embedded(), &input, &offender(OffenderKind::Individual), date(2025, 1, 20)).unwrap();
        assert_eq!((answer.proposed.low, answer.proposed.high), (Dong(10_000_000), Dong(15_000_000)));
    }

    #[test]
    fn explanation_depends_on_the_frame_not_the_proposal() {
        let right = |kind, value: i64| {
            assess(Catalogue::embedded(), &offender(kind), &[act("nd98-d15-k1", Some(value), 2, 0)], ON).unwrap().explanation_right
        };
        assert!(right(OffenderKind::Individual, 40_000_000).is_some(), "frame to 20 million, proposal 10");
        assert!(right(OffenderKind::Individual, 25_000_000).is_none(), "frame to 10 million");
        assert!(right(OffenderKind::Organisation, 25_000_000).is_none(), "frame to 20 million, organisation from 30");
        assert!(right(OffenderKind::Organisation, 40_000_000).is_some());
    }

    #[test]
    fn refusals_name_the_way_out() {
        for (input, code) in [
            (act("khong-co", None, 0, 0), "unknown-behaviour"),
            (act("nd98-d15-k1", None, 0, 0), "amount-needed"),
            (ActInput { committed_on: date(2019, 1, 1), ..act("nd98-d15-k1", Some(1), 0, 0) }, "not-in-force"),
        ] {
            let refusal = assess_act(Catalogue::embedded(), &input, &offender(OffenderKind::Individual), ON).unwrap_err();
            assert_eq!(refusal.code, code);
        }
        let answer = judge(&act("nd98-d15-k1", Some(40_000_000), 1, 0), &offender(OffenderKind::Individual));
        assert!(accepts(&answer, Dong(11_000_000)).is_ok());
        assert!(accepts(&answer, Dong(10_000_000)).unwrap_err().message.contains("phải trên 10.000.000 đ"));
        assert!(accepts(&answer, Dong(15_000_000)).is_err());
    }

    #[test]
    fn unsure_frames_ask_for_confirmation() {
        let answer = judge(&act("nd98-d17-c", Some(40_000_000), 0, 0), &offender(OffenderKind::Individual));
        assert!(answer.needs_confirmation && !answer.warnings.is_empty());
    }

    #[test]
    fn limitation() {
        let answer = judge(&act("nd98-d15-k1", Some(1), 0, 0), &offender(OffenderKind::Individual));
        assert_eq!((answer.limitation.years, answer.limitation.until), (2, date(2028, 11, 18)));
        assert!(!answer.limitation.time_barred);
    }

    proptest! {
        #[test]
        fn the_proposal_lies_in_the_frame(
            row in 0..Catalogue::embedded().behaviour.len(),
            amount in 0_i64..3_000_000_000,
            doubled: bool,
            mitigating in 0_usize..4,
            aggravating in 0_usize..4,
            organisation: bool,
        ) {
            let behaviour = &Catalogue::embedded().behaviour[row];
            let kind = if organisation { OffenderKind::Organisation } else { OffenderKind::Individual };
            let input = ActInput { doubled, committed_on: behaviour.in_force_from, ..act(&behaviour.id, Some(amount), mitigating, aggravating) };
            let answer = assess_act(Catalogue::embedded(), &input, &offender(kind), ON).unwrap();
            prop_assert!(answer.frame.min <= answer.proposed.amount && answer.proposed.amount <= answer.frame.max);
            prop_assert!(accepts(&answer, answer.proposed.amount).is_ok());
        }
    }
}
