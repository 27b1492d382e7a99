//! Simpler and milder ways: sanction without a record (Điều 56), deferral (Điều 76), payment in instalments (Điều 79).
//!
//! Must not know: the proof of hardship; that is the officer's to check.

use super::LawRefusal;
use super::fine::{ActAssessment, OffenderKind};
use crate::calendar::add_months;
use crate::catalogue::Mark;
use crate::money::Dong;
use crate::statute::{
    Citation, DEFERRAL_MONTHS, INSTALMENT_FIRST_PERCENT, INSTALMENT_MONTHS, INSTALMENT_PAYMENTS, Threshold, deferral,
    instalment, without_record,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

fn unknown_on() -> LawRefusal {
    LawRefusal::new(
        "not-in-force",
        "Luật Xử lý vi phạm hành chính có hiệu lực từ 01/07/2013. Kiểm tra lại ngày.",
        Citation::law("Điều 141", Mark::Recalled),
    )
}

/// Whether an act may be sanctioned on the spot without a record: a warning, or a frame up to the threshold; never when
/// technical means found it.
///
/// # Errors
/// A [`LawRefusal`] with both figures.
pub fn may_skip_record(
    act: &ActAssessment,
    kind: OffenderKind,
    by_technical_means: bool,
    on: Date,
) -> Result<Citation, LawRefusal> {
    let row = without_record(on).ok_or_else(unknown_on)?;
    let limit = row.amount(kind.is_organisation());
    if by_technical_means {
        return Err(LawRefusal::new(
            "technical-means",
            "Vi phạm phát hiện nhờ phương tiện kỹ thuật phải lập biên bản.",
            row.citation(),
        ));
    }
    if act.warning_only || act.statutory_maximum() <= limit {
        return Ok(row.citation());
    }
    Err(LawRefusal::new(
        "record-needed",
        format!(
            "Xử phạt không lập biên bản chỉ đến {limit}, mà mức tối đa của khung là {}. Lập biên bản vi phạm hành chính.",
            act.statutory_maximum()
        ),
        row.citation(),
    ))
}

fn at_least(
    row: Option<&'static Threshold>,
    fine: Dong,
    kind: OffenderKind,
    code: &str,
    what: &str,
) -> Result<&'static Threshold, LawRefusal> {
    let row = row.ok_or_else(unknown_on)?;
    let least = row.amount(kind.is_organisation());
    if fine >= least {
        return Ok(row);
    }
    let message = if least == Dong(i64::MAX) {
        format!("{what} đối với cá nhân, không áp dụng cho tổ chức.")
    } else {
        format!("{what} khi bị phạt từ {least} trở lên; mức phạt ở đây là {fine}.")
    };
    Err(LawRefusal::new(code, message, row.citation()))
}

/// Last day of a deferral decided on a day (Điều 76).
///
/// # Errors
/// A [`LawRefusal`] when the fine is below the threshold.
pub fn may_defer(fine: Dong, kind: OffenderKind, decided_on: Date) -> Result<Date, LawRefusal> {
    at_least(deferral(decided_on), fine, kind, "too-small-to-defer", "Chỉ được hoãn thi hành tiền phạt")?;
    Ok(add_months(decided_on, DEFERRAL_MONTHS))
}

/// How a fine may be paid in instalments (Điều 79).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Instalments {
    /// Least first payment.
    pub first: Dong,
    /// What is left after the least first payment.
    pub rest: Dong,
    /// Payments at most, the first included.
    pub payments: u8,
    /// Last day of the last payment.
    pub until: Date,
    pub citation: Citation,
}

/// The frame of a plan of instalments, from the day the decision takes effect.
///
/// # Errors
/// A [`LawRefusal`] when the fine is below the threshold.
pub fn instalments(fine: Dong, kind: OffenderKind, effective_on: Date) -> Result<Instalments, LawRefusal> {
    let row =
        at_least(instalment(effective_on), fine, kind, "too-small-for-instalments", "Chỉ được nộp phạt nhiều lần")?;
    // Rounded up to whole đồng: at least forty percent.
    let first = fine.0.saturating_mul(INSTALMENT_FIRST_PERCENT).saturating_add(99) / 100;
    Ok(Instalments {
        first: Dong(first),
        rest: Dong(fine.0 - first),
        payments: INSTALMENT_PAYMENTS,
        until: add_months(effective_on, INSTALMENT_MONTHS),
        citation: row.citation(),
    })
}

/// Whether payments on their days keep to a plan.
///
/// # Errors
/// A [`LawRefusal`] naming the first payment that is too small, too late or one too many.
pub fn keeps_to(plan: &Instalments, fine: Dong, payments: &[(Date, Dong)]) -> Result<(), LawRefusal> {
    let refuse = |code: &str, message: String| Err(LawRefusal::new(code, message, plan.citation.clone()));
    if payments.len() > usize::from(plan.payments) {
        return refuse("too-many-instalments", format!("Chỉ được nộp tối đa {} lần.", plan.payments));
    }
    if let Some((_, first)) = payments.first().filter(|(_, first)| *first < plan.first) {
        return refuse(
            "first-instalment-too-small",
            format!("Lần đầu phải nộp ít nhất {}, mà chỉ {first}.", plan.first),
        );
    }
    if let Some((on, _)) = payments.iter().find(|(on, _)| *on > plan.until) {
        let (on, until) = (crate::calendar::format_date(*on), crate::calendar::format_date(plan.until));
        return refuse("instalment-too-late", format!("Lần nộp ngày {on} quá thời hạn {until}."));
    }
    let sum = payments.iter().fold(Dong(0), |sum, (_, paid)| sum.plus(*paid));
    if sum < fine {
        return refuse("instalments-incomplete", format!("Các lần nộp cộng lại {sum}, chưa đủ {fine}."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::law::fine::{ActInput, Offender, assess_act};
    use jiff::civil::date;

    /// 240 million in three payments, the first of 40 percent.
    #[test]
    fn an_organisation_pays_in_instalments() {
        let fine = Dong(240_000_000);
        let plan = instalments(fine, OffenderKind::Organisation, date(2026, 6, 1)).unwrap();
        assert_eq!((plan.first, plan.rest, plan.payments), (Dong(96_000_000), Dong(144_000_000), 3));
        assert_eq!(plan.until, date(2026, 12, 1));
        let pay = |month, amount| (date(2026, month, 1), Dong(amount));
        for (payments, expected) in [
            (vec![pay(6, 96_000_000), pay(9, 72_000_000), pay(12, 72_000_000)], Ok(())),
            (vec![pay(6, 90_000_000), pay(9, 150_000_000)], Err("first-instalment-too-small")),
            (
                vec![pay(6, 96_000_000), pay(7, 48_000_000), pay(8, 48_000_000), pay(9, 48_000_000)],
                Err("too-many-instalments"),
            ),
            (vec![pay(6, 96_000_000), (date(2026, 12, 2), Dong(144_000_000))], Err("instalment-too-late")),
            (vec![pay(6, 96_000_000)], Err("instalments-incomplete")),
        ] {
            assert_eq!(
                keeps_to(&plan, fine, &payments).map_err(|refusal| refusal.code),
                expected.map_err(str::to_owned)
            );
        }
    }

    #[test]
    fn thresholds_by_date_and_kind() {
        use OffenderKind::{HouseholdBusiness, Individual, Organisation};
        for (fine, kind, on, allowed) in [
            (15_000_000, Individual, date(2026, 6, 1), true),
            (14_999_999, HouseholdBusiness, date(2026, 6, 1), false),
            (149_000_000, Organisation, date(2026, 6, 1), false),
            (15_000_000, Individual, date(2021, 6, 1), false),
            (20_000_000, Individual, date(2021, 6, 1), true),
        ] {
            assert_eq!(instalments(Dong(fine), kind, on).is_ok(), allowed, "{fine} {kind:?} {on}");
        }
        assert_eq!(may_defer(Dong(2_000_000), Individual, date(2026, 6, 1)), Ok(date(2026, 9, 1)));
        assert_eq!(may_defer(Dong(99_000_000), Organisation, date(2026, 6, 1)).unwrap_err().code, "too-small-to-defer");
    }

    /// Before 2022 only a person's fine was deferred (Luật XLVPHC Điều 76 of 2012); before 01/07/2013 there was no such law.
    #[test]
    fn what_the_law_did_not_know_is_refused() {
        let old = date(2021, 6, 1);
        let refusal = may_defer(Dong(500_000_000), OffenderKind::Organisation, old).unwrap_err();
        assert_eq!(refusal.message, "Chỉ được hoãn thi hành tiền phạt đối với cá nhân, không áp dụng cho tổ chức.");
        assert_eq!(refusal.citation.place, "khoản 1 Điều 76 Luật Xử lý vi phạm hành chính");
        assert_eq!(may_defer(Dong(3_000_000), OffenderKind::Individual, old), Ok(date(2021, 9, 1)));
        let small = may_defer(Dong(2_999_999), OffenderKind::Individual, old).unwrap_err();
        assert!(small.message.contains("từ 3.000.000 đ trở lên; mức phạt ở đây là 2.999.999 đ"), "{}", small.message);
        let before = instalments(Dong(500_000_000), OffenderKind::Organisation, date(2013, 6, 30)).unwrap_err();
        assert_eq!((before.code.as_str(), before.citation.place.starts_with("Điều 141")), ("not-in-force", true));
        let plan = instalments(Dong(15_000_001), OffenderKind::Individual, date(2026, 6, 1)).unwrap();
        assert_eq!((plan.first, plan.rest), (Dong(6_000_001), Dong(9_000_000)), "at least forty percent");
    }

    #[test]
    fn small_frames_need_no_record() {
        // Not labelling prices: 500,000 – 1,000,000; goods past their date below 1,000,000: 300,000 – 500,000.
        let judge = |id: &str, kind, on| {
            let input = ActInput {
                behaviour_id: id.into(),
                committed_on: on,
                amount: Some(900_000),
                doubled: false,
                mitigating: vec![],
                aggravating: vec![],
            };
            let act = assess_act(Catalogue::embedded(), &input, &Offender { kind, birth_date: None }, on).unwrap();
            may_skip_record(&act, kind, false, on).map_err(|refusal| refusal.code).map(|citation| citation.place)
        };
        let place = Ok("khoản 1 Điều 56 Luật Xử lý vi phạm hành chính".to_owned());
        let refused = Err("record-needed".to_owned());
        let (before, after) = (date(2025, 6, 30), date(2025, 7, 1));
        assert_eq!(judge("nd98-d17-a", OffenderKind::Individual, before), refused);
        assert_eq!(judge("nd98-d17-a", OffenderKind::Individual, after), place);
        assert_eq!(judge("nd98-d17-a", OffenderKind::Organisation, after), place);
        assert_eq!(judge("nd87-d13-k1a", OffenderKind::Individual, after), refused);
    }
}
