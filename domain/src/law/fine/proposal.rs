//! From frame and circumstances to a proposal, and whether a chosen fine is inside what the law allows.

use super::later::citation as later_law;
use super::{ActAssessment, ActInput, Frame, Proposal, Step};
use crate::calendar::format_date;
use crate::catalogue::Mark;
use crate::law::LawRefusal;
use crate::money::Dong;
use crate::statute::{CIRCUMSTANCES_2025, Citation, REFORM_2020};
use jiff::civil::Date;

/// Number of different circumstances.
fn distinct<T: PartialEq>(items: &[T]) -> i32 {
    let count = items.iter().enumerate().filter(|(index, item)| !items.iter().take(*index).any(|other| other == *item));
    i32::try_from(count.count()).unwrap_or(i32::MAX)
}

/// Aggravating less mitigating circumstances, each counted once.
pub(super) fn net(input: &ActInput) -> i32 {
    distinct(&input.aggravating) - distinct(&input.mitigating)
}

/// Where the rule stands that was law on a day, and how sure that is.
fn rule(on: Date) -> Citation {
    if on >= CIRCUMSTANCES_2025 {
        Citation::new("Điều 9 Nghị định 118/2021/NĐ-CP (sửa đổi bởi Nghị định 68/2025/NĐ-CP)", Mark::Seen)
    } else if on >= REFORM_2020 {
        Citation::new("Điều 9 Nghị định 118/2021/NĐ-CP", Mark::Recalled)
    } else {
        Citation::law("khoản 4 Điều 23", Mark::Recalled)
    }
}

/// The day whose rule of circumstances judges an act: the day of the act, or that of the decision where the rule has become
/// lighter since (Luật Ban hành văn bản quy phạm pháp luật Điều 156). Of the change of 02/05/2025 one part is lighter: two or
/// more mitigating circumstances give the minimum, where they gave a sum from the minimum to the mean before.
fn rule_day(input: &ActInput, decided_on: Date) -> Date {
    let crossed = input.committed_on < CIRCUMSTANCES_2025 && decided_on >= CIRCUMSTANCES_2025;
    if crossed && net(input) <= -2 { decided_on } else { input.committed_on }
}

/// Applies the circumstances to a frame (NĐ 118/2021/NĐ-CP Điều 9; the wording of NĐ 68/2025/NĐ-CP for acts from
/// 02/05/2025 on, and for earlier ones where it is lighter).
pub(super) fn propose(frame: Frame, input: &ActInput, decided_on: Date, steps: &mut Vec<Step>) -> Proposal {
    let Frame { min, max } = frame;
    let on = rule_day(input, decided_on);
    let mean = frame.mean();
    steps.push(Step {
        text: format!("Mức trung bình: ({} + {}) : 2 = {mean}", min.digits(), max.digits()),
        citation: Citation::law("khoản 4 Điều 23", Mark::Recalled),
    });
    let reformed = on >= CIRCUMSTANCES_2025;
    if input.committed_on < CIRCUMSTANCES_2025 && decided_on >= CIRCUMSTANCES_2025 && net(input) != 0 {
        let day = format_date(CIRCUMSTANCES_2025);
        steps.push(Step {
            text: if reformed {
                format!("Hành vi trước ngày {day}, xử lý sau ngày đó: áp dụng cách tính mới vì nhẹ hơn")
            } else {
                format!(
                    "Hành vi trước ngày {day}: áp dụng cách tính có hiệu lực ngày vi phạm; cách tính mới không nhẹ hơn"
                )
            },
            citation: later_law(),
        });
    }
    let mut step = |text: String| steps.push(Step { text, citation: rule(on) });
    let (worse, better) = (distinct(&input.aggravating), distinct(&input.mitigating));
    if worse > 0 && better > 0 {
        step(format!("{worse} tình tiết tăng nặng, {better} tình tiết giảm nhẹ: bù trừ từng tình tiết một"));
    }
    let exact = |amount: Dong| Proposal { amount, low: amount, high: amount, low_open: false, high_open: false };
    let between = |low: Dong, high: Dong, low_open, high_open| Proposal {
        amount: Frame { min: low, max: high }.mean(),
        low,
        high,
        low_open,
        high_open,
    };
    let middle = |low: Dong, high: Dong| {
        format!("({} + {}) : 2 = {}", low.digits(), high.digits(), Frame { min: low, max: high }.mean())
    };
    match (net(input), reformed) {
        (0, _) => exact(mean),
        // A frame too narrow to lie strictly inside: nothing but the mean is left.
        (_, _) if min == max => exact(mean),
        (-1, true) => {
            step(format!("Một tình tiết giảm nhẹ: trên {min} và dưới {mean}; đề xuất mức giữa: {}", middle(min, mean)));
            between(min, mean, true, true)
        }
        (1, true) => {
            step(format!(
                "Một tình tiết tăng nặng: trên {mean} và dưới {max}; đề xuất mức giữa: {}",
                middle(mean, max)
            ));
            between(mean, max, true, true)
        }
        (..=-2, true) => {
            step(format!("Từ hai tình tiết giảm nhẹ: mức tối thiểu của khung = {min}"));
            exact(min)
        }
        (2.., true) => {
            step(format!("Từ hai tình tiết tăng nặng: mức tối đa của khung = {max}"));
            exact(max)
        }
        // The earlier rule: lower, but not below the minimum; higher, but not above the maximum.
        (..0, false) => {
            step(format!("Giảm nhẹ: giảm dưới {mean} nhưng không dưới {min}; đề xuất mức giữa: {}", middle(min, mean)));
            between(min, mean, false, true)
        }
        (1.., false) => {
            step(format!("Tăng nặng: tăng trên {mean} nhưng không quá {max}; đề xuất mức giữa: {}", middle(mean, max)));
            between(mean, max, true, false)
        }
    }
}

impl Proposal {
    /// Whether a fine lies in the interval.
    pub fn allows(&self, chosen: Dong) -> bool {
        let above = if self.low_open { self.low < chosen } else { self.low <= chosen };
        let below = if self.high_open { chosen < self.high } else { chosen <= self.high };
        above && below
    }

    /// The interval in words: `trên 10.000.000 đ và dưới 15.000.000 đ`.
    pub fn range(&self) -> String {
        if self.low == self.high {
            return format!("đúng {}", self.low);
        }
        let low = if self.low_open { format!("trên {}", self.low) } else { format!("từ {}", self.low) };
        let high = if self.high_open { format!("dưới {}", self.high) } else { format!("đến {}", self.high) };
        if self.low_open || self.high_open { format!("{low} và {high}") } else { format!("{low} {high}") }
    }
}

/// Whether a chosen fine lies where the law lets the person decide; 0 stands for a warning where one is possible.
///
/// # Errors
/// A [`LawRefusal`] with the interval.
pub fn accepts(act: &ActAssessment, chosen: Dong) -> Result<(), LawRefusal> {
    if act.proposed.allows(chosen) || (act.warning_possible && chosen == Dong(0)) {
        return Ok(());
    }
    if act.warning_only {
        return Err(LawRefusal::new(
            "warning-only",
            format!(
                "Người từ đủ 14 đến dưới 16 tuổi chỉ bị phạt cảnh cáo. Bỏ mức phạt {chosen} cho hành vi “{}”, ghi 0.",
                act.title
            ),
            Citation::law("khoản 3 Điều 134", Mark::Recalled),
        ));
    }
    let warning = if act.warning_possible { ", hoặc 0 nếu phạt cảnh cáo" } else { "" };
    let citation = act
        .steps
        .iter()
        .rev()
        .map(|step| &step.citation)
        .find(|citation| citation.place.contains("Điều 9 ") || citation.place.contains("Điều 23 "))
        .unwrap_or(&act.citation);
    Err(LawRefusal::new(
        "outside-frame",
        format!(
            "Mức phạt {chosen} cho hành vi “{}” phải {}{warning} theo các tình tiết đã ghi. Sửa mức phạt hoặc các tình tiết.",
            act.title,
            act.proposed.range()
        ),
        citation.clone(),
    ))
}
