//! The later law where it is lighter: an act is judged by the law of its day, but a newer text that is milder on it
//! applies to what was done before (Luật Ban hành văn bản quy phạm pháp luật Điều 156 khoản 3).
//!
//! Must not know how a row is judged.

use super::{ActAssessment, ActInput, Frame, Step};
use crate::calendar::format_date;
use crate::catalogue::{Behaviour, Catalogue, Mark};
use crate::law::LawRefusal;
use crate::statute::Citation;
use jiff::civil::Date;

/// Whether one frame is milder: a lower maximum, or the same with a lower minimum.
fn is_milder(newer: Frame, older: Frame) -> bool {
    (newer.max, newer.min) < (older.max, older.min)
}

/// Where the principle stands.
pub(super) fn citation() -> Citation {
    Citation::new("khoản 3 Điều 156 Luật Ban hành văn bản quy phạm pháp luật", Mark::Recalled)
}

/// The answer of the row that was law on the day of the act, or of the mildest row that has replaced it since.
///
/// `judge` answers for another row. A newer row that cannot be applied to the same facts (another base of its bands) leaves
/// the older answer, with a warning.
pub(super) fn lighter(
    catalogue: &Catalogue,
    behaviour: &Behaviour,
    judged: ActAssessment,
    input: &ActInput,
    decided_on: Date,
    judge: impl Fn(&Behaviour) -> Result<ActAssessment, LawRefusal>,
) -> ActAssessment {
    let mut chosen = judged;
    for newer in catalogue.behaviour.iter().filter(|row| {
        row.replaces.contains(&behaviour.id) && row.in_force_from > input.committed_on && row.in_force(decided_on)
    }) {
        match judge(newer) {
            Ok(mut answer) if is_milder(answer.frame, chosen.frame) => {
                answer.steps.insert(
                    0,
                    Step {
                        text: format!(
                            "Áp dụng quy định mới có hiệu lực từ {} vì nhẹ hơn: khung {} thay cho khung {} ({})",
                            format_date(newer.in_force_from),
                            answer.frame,
                            chosen.frame,
                            chosen.citation
                        ),
                        citation: citation(),
                    },
                );
                chosen = answer;
            }
            Ok(_) => chosen.steps.push(Step {
                text: format!(
                    "Quy định mới từ {} không nhẹ hơn: áp dụng quy định có hiệu lực ngày vi phạm {}",
                    format_date(newer.in_force_from),
                    format_date(input.committed_on)
                ),
                citation: citation(),
            }),
            Err(_) => chosen.warnings.push(format!(
                "{} đã thay thế quy định này từ {}: so sánh mức phạt, nếu nhẹ hơn thì áp dụng quy định mới.",
                newer.decree(),
                format_date(newer.in_force_from)
            )),
        }
    }
    chosen
}

#[cfg(test)]
mod tests {
    use super::super::{Offender, OffenderKind, assess_act};
    use super::*;
    use jiff::civil::date;

    /// Unknown origin (NĐ 98/2020/NĐ-CP Điều 17) up to 2026, and an invented successor from 2027 on.
    fn catalogue(factor: i64) -> Catalogue {
        let mut old = Catalogue::embedded().behaviour("nd98-d15-k1").cloned().unwrap();
        old.in_force_to = Some(date(2026, 12, 31));
        let mut new = old.clone();
        new.id = "moi-d15-k1".to_owned();
        new.replaces = vec![old.id.clone()];
        (new.in_force_from, new.in_force_to) = (date(2027, 1, 1), None);
        for band in &mut new.bands {
            (band.min, band.max) = (band.min * factor / 10, band.max * factor / 10);
        }
        Catalogue { behaviour: vec![old, new] }
    }

    fn ask(factor: i64, decided_on: Date) -> ActAssessment {
        let input = ActInput {
            behaviour_id: "nd98-d15-k1".to_owned(),
            committed_on: date(2026, 12, 20),
            amount: Some(25_000_000),
            doubled: false,
            mitigating: Vec::new(),
            aggravating: Vec::new(),
        };
        let offender = Offender { kind: OffenderKind::Individual, birth_date: None };
        assess_act(&catalogue(factor), &input, &offender, decided_on).unwrap()
    }

    /// A successor whose bands follow something else cannot be compared: the older answer stands, and says so.
    #[test]
    fn a_later_law_of_another_base_is_named() {
        let mut both = catalogue(5);
        both.behaviour[1].base = crate::catalogue::Base::Quantity;
        for band in &mut both.behaviour[1].bands {
            (band.from, band.to) = (band.from.map(|from| from + 1_000_000_000), band.to.map(|to| to + 1_000_000_000));
        }
        let input = ActInput {
            behaviour_id: "nd98-d15-k1".to_owned(),
            committed_on: date(2026, 12, 20),
            amount: Some(25_000_000),
            doubled: false,
            mitigating: Vec::new(),
            aggravating: Vec::new(),
        };
        let offender = Offender { kind: OffenderKind::Individual, birth_date: None };
        let answer = assess_act(&both, &input, &offender, date(2027, 1, 5)).unwrap();
        assert_eq!((answer.behaviour_id.as_str(), answer.frame), ("nd98-d15-k1", ask(10, date(2026, 12, 25)).frame));
        assert!(
            answer.warnings.iter().any(|text| text
                .starts_with("Nghị định 98/2020/NĐ-CP đã thay thế quy định này từ 01/01/2027: so sánh mức phạt")),
            "{:?}",
            answer.warnings
        );
    }

    #[test]
    fn a_milder_later_law_applies_and_a_harder_one_does_not() {
        let own = ask(10, date(2026, 12, 25));
        assert!(!own.steps.iter().any(|step| step.citation.place.contains("Điều 156")), "not law yet");
        let milder = ask(5, date(2027, 1, 5));
        assert_eq!(milder.behaviour_id, "moi-d15-k1");
        assert_eq!(milder.frame.max.0 * 2, own.frame.max.0);
        assert!(milder.steps[0].text.contains("nhẹ hơn") && milder.steps[0].citation.place.contains("Điều 156"));
        for factor in [10, 20] {
            let same = ask(factor, date(2027, 1, 5));
            assert_eq!((same.behaviour_id.as_str(), same.frame), ("nd98-d15-k1", own.frame), "factor {factor}");
            assert!(same.steps.iter().any(|step| step.text.contains("không nhẹ hơn")));
        }
    }
}
