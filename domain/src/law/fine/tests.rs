//! Worked examples as tables, and properties over the whole catalogue.

mod edges;

use super::*;
use crate::catalogue::Catalogue;
use crate::law::competence::{Needs, Position, may_sign_sanction};
use crate::statute::REFORM_2025;
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

/// Every rule of circumstances on the smuggled-goods frames of Điều 15.
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
        let Proposal { amount, low: from, high: to, low_open, high_open } = answer.proposed;
        assert_eq!(
            (amount.0, from.0, to.0, low_open, high_open),
            (proposed, low, high, open, open),
            "{kind:?} {value} {mitigating}-{aggravating}"
        );
    }
}

#[test]
fn doubling_comes_before_the_organisation_factor() {
    let mut input = act("nd98-d15-k1", Some(40_000_000), 0, 0);
    input.doubled = true;
    let answer = judge(&input, &offender(OffenderKind::Individual));
    assert_eq!(answer.proposed.amount, Dong(30_000_000));
    assert!(!answer.needs_confirmation && answer.steps[1].citation.place.starts_with("khoản 2 Điều 15"));
    assert_eq!(judge(&input, &offender(OffenderKind::Organisation)).proposed.amount, Dong(60_000_000));
}

#[test]
fn birthdays_and_last_days_count() {
    let born = date(2008, 11, 18);
    let leap = date(2008, 2, 29);
    for (on, years) in [(date(2026, 2, 28), 17), (date(2026, 3, 1), 18), (date(2028, 2, 29), 20)] {
        assert_eq!(age(leap, on), years, "{on}");
    }
    for (on, years) in [(date(2026, 11, 17), 17), (date(2026, 11, 18), 18), (date(2026, 12, 1), 18)] {
        assert_eq!(age(born, on), years, "{on}");
    }
    // Committed 18/11/2026, two years: the last day is 18/11/2028.
    let input = act("nd98-d15-k1", Some(1), 0, 0);
    for (on, barred) in [(date(2028, 11, 18), false), (date(2028, 11, 19), true)] {
        let answer =
            assess(Catalogue::embedded(), &offender(OffenderKind::Individual), std::slice::from_ref(&input), on)
                .unwrap();
        assert_eq!((answer.acts[0].limitation.time_barred, !answer.warnings.is_empty()), (barred, barred), "{on}");
    }
}

#[test]
fn large_platforms_are_fined_fourfold() {
    let row = Catalogue::embedded().behaviour.iter().find(|row| row.doubled_factor == 4).unwrap();
    let mut input = act(&row.id, None, 0, 0);
    let once = judge(&input, &offender(OffenderKind::Individual)).frame.max.0;
    input.doubled = true;
    let answer = judge(&input, &offender(OffenderKind::Individual));
    assert_eq!(answer.frame.max.0, (once * 4).min(answer.group.maximum().0));
    assert!(answer.needs_confirmation && answer.steps[1].text.starts_with("Phạt gấp bốn lần"));
}

#[test]
fn minors() {
    let born = |year| Offender { kind: OffenderKind::Individual, birth_date: Some(date(year, 1, 1)) };
    let input = act("nd98-d15-k1", Some(40_000_000), 0, 0);
    assert_eq!(judge(&input, &born(2009)).proposed.amount, Dong(7_500_000), "aged 17");
    let fifteen = judge(&input, &born(2011));
    assert!(fifteen.warning_only && fifteen.proposed.amount == Dong(0));
    assert_eq!(accepts(&fifteen, Dong(100_000)).unwrap_err().code, "warning-only");
    let refusal = assess_act(Catalogue::embedded(), &input, &born(2015), ON).unwrap_err();
    assert_eq!(refusal.code, "under-fourteen");
}

/// A licence is not taken from a minor, so that nothing of it opens the right to explain (Luật XLVPHC Điều 135).
#[test]
fn a_minor_loses_no_licence() {
    let ask = |birth_date| {
        let input = ActInput { aggravating: vec![Aggravating::A2], ..act("nd98-d15-k1", Some(1_000_000), 0, 0) };
        let offender = Offender { kind: OffenderKind::Individual, birth_date };
        assess(Catalogue::embedded(), &offender, &[input], ON).unwrap()
    };
    let lines = |answer: &Assessment| answer.acts[0].supplementary.iter().any(|text| text.starts_with("tước quyền"));
    for (born, minor) in
        [(date(2012, 11, 18), true), (date(2008, 11, 19), true), (date(2008, 11, 18), false), (date(1980, 1, 1), false)]
    {
        let answer = ask(Some(born));
        let warned = answer.acts[0].warnings.iter().any(|text| text.contains("Điều 135"));
        assert_eq!((lines(&answer), answer.explanation_right.is_some(), warned), (!minor, !minor, minor), "{born}");
        assert!(answer.acts[0].supplementary.iter().any(|text| text.starts_with("tịch thu tang vật")), "{born}");
    }
    assert!(lines(&ask(None)), "unknown counts as of age");
}

/// The day of the act chooses the rule, or that of the decision where the new rule is lighter (Luật Ban hành văn bản quy
/// phạm pháp luật Điều 156): two mitigating circumstances. Frame 10–20 million, mean 15.
#[test]
fn the_rule_of_circumstances_is_that_of_the_acts_day() {
    let ask = |committed_on, decided_on, mitigating, aggravating| {
        let input = ActInput { committed_on, ..act("nd98-d15-k1", Some(40_000_000), mitigating, aggravating) };
        assess_act(Catalogue::embedded(), &input, &offender(OffenderKind::Individual), decided_on).unwrap()
    };
    let (last, first) = (date(2025, 5, 1), date(2025, 5, 2));
    let range = |mitigating, aggravating| ask(last, first, mitigating, aggravating).proposed.range();
    assert_eq!(range(1, 0), "từ 10.000.000 đ và dưới 15.000.000 đ", "the earlier rule");
    assert_eq!(range(2, 0), "đúng 10.000.000 đ", "the new rule is lighter");
    assert_eq!(range(0, 1), "trên 15.000.000 đ và đến 20.000.000 đ");
    assert_eq!(range(0, 2), "trên 15.000.000 đ và đến 20.000.000 đ", "the new rule is harder");
    assert_eq!(range(1, 1), "đúng 15.000.000 đ");
    for (mitigating, aggravating) in [(1, 0), (2, 0), (0, 1), (0, 2)] {
        let answer = ask(last, first, mitigating, aggravating);
        assert!(answer.steps.iter().any(|step| step.citation.place.contains("Điều 156")), "{mitigating} {aggravating}");
        let own = ask(last, last, mitigating, aggravating);
        assert!(!own.steps.iter().any(|step| step.citation.place.contains("Điều 156")), "one rule alone");
        assert!(answer.proposed.amount <= own.proposed.amount, "never harder than on the day of the act");
    }
}

/// The transition clause of NĐ 68/2025/NĐ-CP has not been read [U].
#[test]
fn an_act_before_the_new_rule_is_warned_about() {
    let warned = |committed_on, decided_on, mitigating, aggravating| {
        let input = ActInput { committed_on, ..act("nd98-d15-k1", Some(40_000_000), mitigating, aggravating) };
        let answer =
            assess_act(Catalogue::embedded(), &input, &offender(OffenderKind::Individual), decided_on).unwrap();
        answer.warnings.iter().any(|text| text.contains("điều khoản chuyển tiếp"))
    };
    let (last, first) = (date(2025, 5, 1), date(2025, 5, 2));
    assert!(warned(last, first, 2, 0) && warned(last, first, 0, 1));
    assert!(!warned(last, first, 1, 1), "nothing is left after the offset");
    assert!(!warned(last, last, 2, 0) && !warned(first, first, 2, 0), "one rule alone");
}

/// NĐ 118/2021/NĐ-CP is law from 01/01/2022, its wording of NĐ 68/2025/NĐ-CP from 02/05/2025; before, the Law alone.
#[test]
fn the_rule_cited_is_that_of_the_day() {
    for (on, place) in [
        (date(2021, 12, 31), "khoản 4 Điều 23 Luật Xử lý vi phạm hành chính"),
        (date(2022, 1, 1), "Điều 9 Nghị định 118/2021/NĐ-CP"),
        (date(2025, 5, 1), "Điều 9 Nghị định 118/2021/NĐ-CP"),
        (date(2025, 5, 2), "Điều 9 Nghị định 118/2021/NĐ-CP (sửa đổi bởi Nghị định 68/2025/NĐ-CP)"),
    ] {
        let input = ActInput { committed_on: on, ..act("nd98-d15-k1", Some(40_000_000), 1, 0) };
        let answer = assess_act(Catalogue::embedded(), &input, &offender(OffenderKind::Individual), on).unwrap();
        let last = answer.steps.last().unwrap();
        assert!(last.text.contains("iảm nhẹ"), "{}", last.text);
        assert_eq!(last.citation.place, place, "{on}");
    }
}

#[test]
fn the_earlier_rule_has_no_fixed_points() {
    let input = ActInput { committed_on: date(2025, 1, 10), ..act("nd98-d15-k1", Some(40_000_000), 2, 0) };
    let answer =
        assess_act(Catalogue::embedded(), &input, &offender(OffenderKind::Individual), date(2025, 1, 20)).unwrap();
    let Proposal { low, high, low_open, high_open, .. } = answer.proposed;
    assert_eq!((low, high, low_open, high_open), (Dong(10_000_000), Dong(15_000_000), false, true));
    assert!(accepts(&answer, Dong(10_000_000)).is_ok() && accepts(&answer, Dong(15_000_000)).is_err());
    assert!(answer.steps.iter().all(|step| !step.citation.place.contains("68/2025")), "not law yet");
}

/// 40–50 million stated for individuals.
#[test]
fn steps_show_the_arithmetic() {
    let answer = judge(&act("nd98-d15-k1", Some(120_000_000), 1, 0), &offender(OffenderKind::Organisation));
    let texts: Vec<&str> = answer.steps.iter().map(|step| step.text.as_str()).collect();
    assert_eq!(
        texts,
        [
            "Trị giá tang vật 120.000.000 đ: khung phạt 40.000.000 đ – 50.000.000 đ",
            "Tổ chức: gấp 2 lần mức của cá nhân: 80.000.000 đ – 100.000.000 đ",
            "Mức trung bình: (80.000.000 + 100.000.000) : 2 = 90.000.000 đ",
            "Một tình tiết giảm nhẹ: trên 80.000.000 đ và dưới 90.000.000 đ; đề xuất mức giữa: (80.000.000 + 90.000.000) : 2 = 85.000.000 đ",
        ]
    );
    assert_eq!(answer.citation.place, "điểm i khoản 1 Điều 15 Nghị định 98/2020/NĐ-CP");
    assert_eq!(answer.proposed.range(), "trên 80.000.000 đ và dưới 90.000.000 đ");
}

/// An act past its limitation is not fined (Luật XLVPHC Điều 65): it adds nothing to the sum.
#[test]
fn a_time_barred_act_adds_no_fine() {
    let old = ActInput { committed_on: date(2024, 1, 2), ..act("nd98-d15-k1", Some(40_000_000), 0, 0) };
    let new = ActInput { committed_on: date(2026, 9, 1), ..old.clone() };
    let all = |acts: &[ActInput]| {
        assess(Catalogue::embedded(), &offender(OffenderKind::Individual), acts, date(2026, 10, 1)).unwrap()
    };
    assert_eq!(all(&[old.clone(), new]).total_proposed, Dong(15_000_000));
    let alone = all(&[old]);
    assert_eq!((alone.total_proposed, alone.warnings.len()), (Dong(0), 1));
}

/// Luật XLVPHC Điều 135: of the remedies four.
#[test]
fn a_minor_is_ordered_only_the_remedies_of_article_135() {
    let lines = |born| {
        let input = ActInput { committed_on: date(2026, 10, 1), ..act("nd98-d9-k1", Some(2_000_000), 0, 0) };
        let person = Offender { kind: OffenderKind::Individual, birth_date: Some(born) };
        assess_act(Catalogue::embedded(), &input, &person, date(2026, 10, 2)).unwrap().remedies
    };
    let (all, minors) = (lines(date(1990, 1, 1)), lines(date(2009, 1, 1)));
    assert!(all.iter().any(|text| text.starts_with("buộc thu hồi")), "{all:?}");
    assert_eq!(minors, ["buộc tiêu hủy hàng giả", "buộc nộp lại số lợi bất hợp pháp"]);
}

/// Two acts, each tested on its own maximum; a team leader may from 01/07/2025, not before.
#[test]
fn several_acts_are_summed_and_tested_one_by_one() {
    let committed_on = date(2025, 3, 1);
    let a = ActInput { committed_on, ..act("nd98-d15-k1", Some(15_000_000), 0, 0) };
    let b = ActInput { committed_on, ..act("nd98-d15-k3", Some(60_000_000), 0, 1) };
    let individual = offender(OffenderKind::Individual);
    let both = assess(Catalogue::embedded(), &individual, &[a, b], date(2025, 7, 2)).unwrap();
    assert_eq!(both.acts.iter().map(|act| act.frame.max.0).collect::<Vec<_>>(), [6_000_000, 30_000_000]);
    assert_eq!(both.total_proposed, Dong(32_500_000));
    let sign = |on| may_sign_sanction(Some(Position::TeamLeader), on, &both, individual.kind, None, Needs::default());
    assert!(sign(REFORM_2025).is_ok());
    assert_eq!(sign(REFORM_2025.yesterday().unwrap()).unwrap_err().code, "beyond-competence");
}

/// Frame 10–15 million, one circumstance mitigates: proposal 11.25 million, still the right to explain.
#[test]
fn the_frame_opens_the_right_to_explain() {
    let individual = offender(OffenderKind::Individual);
    let right = |mitigating| {
        let input = act("nd98-d6-k3a", None, mitigating, 0);
        let answer = assess(Catalogue::embedded(), &individual, &[input], ON).unwrap();
        (answer.total_proposed.0, answer.explanation_right.map(|right| right.reason))
    };
    let reason = Some("mức tối đa của khung 15.000.000 đ từ 15.000.000 đ trở lên".to_owned());
    assert_eq!(right(0), (12_500_000, reason.clone()));
    assert_eq!(right(1), (11_250_000, reason));
}

#[test]
fn a_suspension_opens_the_right_to_explain() {
    let right = |id: &str, aggravating: &[Aggravating]| {
        let input = ActInput { aggravating: aggravating.to_vec(), ..act(id, Some(1), 0, 0) };
        assess(Catalogue::embedded(), &offender(OffenderKind::Individual), &[input], ON).unwrap().explanation_right
    };
    // Counterfeits below 3 million: suspension only for repeat offenders.
    assert!(right("nd98-d11-k1", &[]).is_none());
    assert!(right("nd98-d11-k1", &[Aggravating::A2]).is_some_and(|right| right.reason.contains("đình chỉ")));
    assert!(right("nd87-d13-k1a", &[Aggravating::A2]).is_none());
}

#[test]
fn a_circumstance_counts_once() {
    let mut input = act("nd98-d15-k1", Some(40_000_000), 1, 0);
    input.mitigating.push(Mitigating::M1);
    let answer = judge(&input, &offender(OffenderKind::Individual));
    assert_eq!(answer.proposed.amount, Dong(12_500_000));
}

/// The value of the goods has chosen the frame; it does not aggravate a second time (Luật XLVPHC Điều 10 khoản 2).
#[test]
fn what_chose_the_frame_does_not_aggravate() {
    let ask = |id: &str, amount, aggravating: &[Aggravating]| {
        let input = ActInput { aggravating: aggravating.to_vec(), ..act(id, amount, 0, 0) };
        judge(&input, &offender(OffenderKind::Individual))
    };
    let large = ask("nd98-d15-k1", Some(40_000_000), &[Aggravating::A11]);
    assert_eq!(large.proposed.range(), "đúng 15.000.000 đ");
    assert!(large.warnings.iter().any(|text| text.contains("khoản 2 Điều 10")));
    assert!(large.steps.iter().any(|step| step.citation.place.starts_with("khoản 2 Điều 10")));
    let also = ask("nd98-d15-k1", Some(40_000_000), &[Aggravating::A9, Aggravating::A11]);
    assert_eq!(also.proposed.amount, Dong(17_500_000), "the other one counts");
    let packs = ask("nd98-d8-tl", Some(120_000), &[Aggravating::A11]);
    assert_eq!(packs.proposed.amount, Dong(7_500_000), "a quantity, too");
    // One frame whatever the value (Điều 6): a large scale aggravates.
    let fixed = ask("nd98-d6-k3a", None, &[Aggravating::A11]);
    assert_eq!(fixed.proposed.amount, Dong(13_750_000));
    assert!(fixed.warnings.iter().all(|text| !text.contains("khoản 2 Điều 10")));
}

#[test]
fn a_warning_may_stand_for_the_fine() {
    let goods =
        |mitigating| judge(&act("nd98-d17-a", Some(900_000), mitigating, 0), &offender(OffenderKind::Individual));
    assert!(goods(1).warning_possible && accepts(&goods(1), Dong(0)).is_ok());
    assert!(!goods(0).warning_possible);
    assert!(accepts(&goods(0), Dong(0)).unwrap_err().message.contains("đúng 400.000 đ"));
    let dearer = judge(&act("nd98-d17-a", Some(2_000_000), 1, 0), &offender(OffenderKind::Individual));
    assert!(!dearer.warning_possible, "only the first clause lets a warning stand");
}

/// 50–60 million doubled is above the 100 million of its field.
#[test]
fn no_frame_rises_above_its_field() {
    let mut input = act("nd119-d31-k4", Some(200_000_000), 0, 0);
    input.doubled = true;
    let answer = judge(&input, &offender(OffenderKind::Organisation));
    assert_eq!((answer.frame.min, answer.frame.max), (Dong(200_000_000), Dong(200_000_000)));
    assert_eq!(answer.individual_frame.max, Dong(100_000_000));
    assert!(answer.needs_confirmation && answer.proposed.allows(Dong(200_000_000)));
}

#[test]
fn frames_stated_for_organisations_are_halved_for_others() {
    use OffenderKind::{HouseholdBusiness, Individual, Organisation};
    for (kind, max) in [(Organisation, 30_000_000), (Individual, 15_000_000), (HouseholdBusiness, 15_000_000)] {
        let answer = judge(&act("nd98-d33-k3", None, 0, 0), &offender(kind));
        assert_eq!((answer.frame.max.0, answer.statutory_maximum().0), (max, max), "{kind:?}");
        assert_eq!(answer.individual_frame.max, Dong(15_000_000));
    }
}

#[test]
fn a_minor_is_measured_by_the_full_frame() {
    let seventeen = Offender { kind: OffenderKind::Individual, birth_date: Some(date(2009, 1, 1)) };
    let answer = assess(Catalogue::embedded(), &seventeen, &[act("nd98-d15-k1", Some(40_000_000), 0, 0)], ON).unwrap();
    assert_eq!((answer.acts[0].frame.max, answer.acts[0].statutory_maximum()), (Dong(10_000_000), Dong(20_000_000)));
    assert!(answer.explanation_right.is_some());
}

#[test]
fn explanation_depends_on_the_frame_not_the_proposal() {
    let right = |kind, value: i64| {
        assess(Catalogue::embedded(), &offender(kind), &[act("nd98-d15-k1", Some(value), 2, 0)], ON)
            .unwrap()
            .explanation_right
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
        (ActInput { committed_on: date(2026, 11, 21), ..act("nd98-d15-k1", Some(1), 0, 0) }, "decision-before-act"),
        (ActInput { committed_on: date(2025, 3, 1), ..act("nd98-d46-2020", None, 0, 0) }, "not-in-force"),
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
    // The amount was read, the clause was not: the place must be checked.
    let answer = judge(&act("nd87-d13-ban", None, 0, 0), &offender(OffenderKind::Individual));
    assert!(answer.needs_confirmation && answer.warnings.iter().any(|text| text.contains("Số điều, khoản")));
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
        amount in 0_i64..300_000_000,
        doubled: bool,
        mitigating in 0_usize..4,
        aggravating in 0_usize..4,
        organisation: bool,
    ) {
        let behaviour = &Catalogue::embedded().behaviour[row];
        let kind = if organisation { OffenderKind::Organisation } else { OffenderKind::Individual };
        let input = ActInput { doubled, committed_on: behaviour.in_force_from, ..act(&behaviour.id, Some(amount), mitigating, aggravating) };
        let covered = behaviour.band(Some(amount)).is_some();
        let Ok(answer) = assess_act(Catalogue::embedded(), &input, &offender(kind), ON) else {
            prop_assert!(!covered);
            return Ok(());
        };
        prop_assert!(answer.needs_confirmation || answer.mark() != Mark::Unsure);
        prop_assert!(answer.frame.max.0 <= answer.group.maximum().0 * kind.factor());
        prop_assert!(answer.frame.max >= answer.individual_frame.max);
        prop_assert!(answer.frame.min <= answer.proposed.amount && answer.proposed.amount <= answer.frame.max);
        prop_assert!(accepts(&answer, answer.proposed.amount).is_ok());
    }
}
