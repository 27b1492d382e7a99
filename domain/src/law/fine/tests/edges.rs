//! Ceilings, warnings, intervals and thresholds at their edges, and the words they are told in.

use super::*;
use crate::money::MAX_DONG;

/// The maximum of the field (Luật XLVPHC Điều 24) is a step where it lowers the frame, and only there.
#[test]
fn the_ceiling_of_a_field_is_a_step_where_it_bites() {
    let capped = |answer: &ActAssessment| answer.steps.iter().any(|step| step.text.starts_with("Không vượt"));
    let unsure = |answer: &ActAssessment| answer.warnings.iter().any(|text| text.starts_with("Mức tối đa"));
    let organisation = offender(OffenderKind::Organisation);
    // 80–100 million, doubled for the organisation: exactly 200 million.
    let exact = judge(&act("nd115-d22-k8", None, 0, 0), &organisation);
    assert_eq!((exact.frame.max, capped(&exact), unsure(&exact)), (Dong(200_000_000), false, false));
    let mut input = act("nd119-d31-k4", Some(200_000_000), 0, 0);
    input.doubled = true;
    let above = judge(&input, &organisation);
    assert!(capped(&above) && unsure(&above), "the ceiling of labels is marked U");
    // 50–70 million of counterfeits, doubled, for an organisation 200–280: below 400.
    let mut input = act("nd98-d9-k1", Some(40_000_000), 0, 0);
    input.doubled = true;
    let below = judge(&input, &organisation);
    assert_eq!((below.frame.max, capped(&below)), (Dong(280_000_000), false));
}

/// A surely known ceiling lowers the frame without a warning (consumer protection, NĐ 98/2020/NĐ-CP).
#[test]
fn a_sure_ceiling_needs_no_warning() {
    let row = Catalogue::embedded().behaviour("nd98-d15-k1").unwrap().clone();
    let mut dear = row.clone();
    for band in &mut dear.bands {
        (band.min, band.max) = (90_000_000, 110_000_000);
    }
    let catalogue = Catalogue { behaviour: vec![dear] };
    let input = act("nd98-d15-k1", Some(1), 0, 0);
    let answer = assess_act(&catalogue, &input, &offender(OffenderKind::Individual), ON).unwrap();
    assert_eq!((answer.frame.min, answer.frame.max), (Dong(90_000_000), Dong(100_000_000)));
    assert!(answer.steps.iter().any(|step| step.text.contains("hoạt động thương mại: 90.000.000 đ – 100.000.000 đ")));
    assert!(!answer.warnings.iter().any(|text| text.starts_with("Mức tối đa")) && !answer.needs_confirmation);
}

#[test]
fn warnings_say_what_must_be_looked_at() {
    let has = |input: &ActInput, on, part: &str| {
        let answer = assess_act(Catalogue::embedded(), input, &offender(OffenderKind::Individual), on).unwrap();
        answer.warnings.iter().any(|text| text.contains(part))
    };
    let goods = || act("nd98-d15-k1", Some(1), 0, 0);
    let doubled = ActInput { doubled: true, ..goods() };
    assert!(has(&goods(), ON, "Phạt gấp hai lần nếu: ") && !has(&doubled, ON, "Phạt gấp hai lần nếu: "));
    assert!(!has(&act("nd87-d13-k1a", None, 0, 0), ON, "Phạt gấp"), "no clause, no warning");
    let m8 = ActInput { mitigating: vec![Mitigating::M8], ..goods() };
    assert!(has(&m8, ON, "Tình tiết giảm nhẹ khác") && !has(&goods(), ON, "Tình tiết giảm nhẹ khác"));
    assert!(has(&goods(), ON, "Lưu ý: Từ 100 triệu hoặc tái phạm"));
    assert!(!has(&act("nd87-d13-k1a", None, 0, 0), ON, "Lưu ý: "), "no note, no warning");
    // Amount and place both unsure: one warning, of the amount.
    let place = "Số điều, khoản, điểm chưa được đối chiếu";
    let amount = "Khung phạt này chưa được đối chiếu";
    let unsure = act("nd98-d17-c", Some(40_000_000), 0, 0);
    assert!(has(&unsure, ON, amount) && !has(&unsure, ON, place));
    let misplaced = act("nd87-d13-ban", None, 0, 0);
    assert!(has(&misplaced, ON, place) && !has(&misplaced, ON, amount));
    assert!(!has(&goods(), ON, place) && !has(&goods(), ON, amount));
}

/// A row that has ended is named after its last day, not on it.
#[test]
fn a_row_that_has_ended_is_warned_about() {
    let mut row = Catalogue::embedded().behaviour("nd98-d15-k1").unwrap().clone();
    row.in_force_to = Some(date(2026, 11, 19));
    let catalogue = Catalogue { behaviour: vec![row] };
    for (decided_on, over) in [(date(2026, 11, 19), false), (date(2026, 11, 20), true)] {
        let input = act("nd98-d15-k1", Some(1), 0, 0);
        let answer = assess_act(&catalogue, &input, &offender(OffenderKind::Individual), decided_on).unwrap();
        assert_eq!(answer.warnings.iter().any(|text| text.contains("đã hết hiệu lực")), over, "{decided_on}");
    }
    let late = ActInput { committed_on: ON, ..act("nd98-d15-k1", Some(1), 0, 0) };
    let refusal = assess_act(&catalogue, &late, &offender(OffenderKind::Individual), ON).unwrap_err();
    assert!(refusal.message.contains("từ 15/10/2020 đến 19/11/2026"), "{}", refusal.message);
}

/// The words of the first steps, by what the frame depends on.
#[test]
fn frames_are_told_by_what_they_depend_on() {
    let first =
        |id: &str, amount| judge(&act(id, amount, 0, 0), &offender(OffenderKind::Individual)).steps[0].text.clone();
    assert_eq!(first("nd98-d6-k3a", None), "Khung phạt: 10.000.000 đ – 15.000.000 đ");
    assert_eq!(first("nd98-d6-k3a", Some(5)), "Khung phạt: 10.000.000 đ – 15.000.000 đ", "an amount changes nothing");
    assert_eq!(first("nd98-d15-k1", Some(1)), "Trị giá tang vật 1 đ: khung phạt 500.000 đ – 1.000.000 đ");
    assert_eq!(first("nd98-d8-phao", Some(500)), "Số lượng 0,5 kg: khung phạt 3.000.000 đ – 5.000.000 đ");
    for (id, part) in [("nd98-d8-phao", "theo số lượng. Nhập số lượng (kg)"), ("nd98-d15-k1", "theo trị giá tang vật")]
    {
        let refusal = assess_act(Catalogue::embedded(), &act(id, None, 0, 0), &offender(OffenderKind::Individual), ON)
            .unwrap_err();
        assert!(refusal.message.contains(part), "{}", refusal.message);
    }
    // Hoarding below 50 million has no frame (Điều 31).
    let below = act("nd98-d31", Some(49_999_999), 0, 0);
    let refusal = assess_act(Catalogue::embedded(), &below, &offender(OffenderKind::Individual), ON).unwrap_err();
    assert!(refusal.message.contains("không thuộc khung phạt nào"), "{}", refusal.message);
}

/// Open and closed ends of the interval, in words and ± 1 đồng.
#[test]
fn the_interval_at_its_ends() {
    let interval = |low, high, low_open, high_open| Proposal {
        amount: Dong((low + high) / 2),
        low: Dong(low),
        high: Dong(high),
        low_open,
        high_open,
    };
    for (low_open, high_open, words, allowed) in [
        (false, false, "từ 10 đ đến 20 đ", [false, true, true, true, true, false]),
        (true, false, "trên 10 đ và đến 20 đ", [false, false, true, true, true, false]),
        (false, true, "từ 10 đ và dưới 20 đ", [false, true, true, true, false, false]),
        (true, true, "trên 10 đ và dưới 20 đ", [false, false, true, true, false, false]),
    ] {
        let found = interval(10, 20, low_open, high_open);
        assert_eq!(found.range(), words);
        assert_eq!([9, 10, 11, 19, 20, 21].map(|amount| found.allows(Dong(amount))), allowed, "{words}");
    }
    assert_eq!(interval(10, 10, false, false).range(), "đúng 10 đ");
}

/// A frame of one amount leaves nothing to choose, whatever the circumstances.
#[test]
fn a_frame_of_one_amount() {
    let mut row = Catalogue::embedded().behaviour("nd98-d6-k1").unwrap().clone();
    row.bands[0].min = row.bands[0].max;
    let catalogue = Catalogue { behaviour: vec![row] };
    for (mitigating, aggravating) in [(0, 0), (1, 0), (0, 1), (3, 0), (0, 3)] {
        let input = act("nd98-d6-k1", None, mitigating, aggravating);
        let answer = assess_act(&catalogue, &input, &offender(OffenderKind::Individual), ON).unwrap();
        assert_eq!(answer.proposed.range(), "đúng 5.000.000 đ");
    }
}

/// A refusal cites the rule that made the interval, else the mean.
#[test]
fn a_fine_outside_cites_its_rule() {
    let cite = |mitigating| {
        let answer = judge(&act("nd98-d15-k1", Some(40_000_000), mitigating, 0), &offender(OffenderKind::Individual));
        accepts(&answer, Dong(1)).unwrap_err()
    };
    assert!(cite(0).citation.place.starts_with("khoản 4 Điều 23"));
    assert!(cite(1).citation.place.starts_with("Điều 9 Nghị định 118/2021/NĐ-CP"));
    assert!(!cite(1).message.contains("hoặc 0"));
    let goods = judge(&act("nd98-d17-a", Some(900_000), 1, 0), &offender(OffenderKind::Individual));
    assert!(accepts(&goods, Dong(1)).unwrap_err().message.contains("hoặc 0 nếu phạt cảnh cáo"));
}

/// Fields are named together only where there are several (Luật XLVPHC Điều 52).
#[test]
fn acts_of_several_fields_are_named() {
    let warned = |ids: &[(&str, Option<i64>)]| {
        let acts: Vec<ActInput> = ids.iter().map(|(id, amount)| act(id, *amount, 0, 0)).collect();
        let answer = assess(Catalogue::embedded(), &offender(OffenderKind::Individual), &acts, ON).unwrap();
        answer.warnings.iter().any(|text| text.contains("nhiều lĩnh vực"))
    };
    assert!(!warned(&[("nd98-d15-k1", Some(1)), ("nd98-d31", Some(60_000_000))]));
    assert!(warned(&[("nd98-d15-k1", Some(1)), ("nd87-d13-k1a", None)]));
    assert!(!warned(&[]));
}

/// 15 and 30 million ± 1 đồng of the frame's end (Luật XLVPHC Điều 61 khoản 1).
#[test]
fn the_right_to_explain_at_its_threshold() {
    for (kind, threshold) in [
        (OffenderKind::Individual, 15_000_000),
        (OffenderKind::HouseholdBusiness, 15_000_000),
        (OffenderKind::Organisation, 30_000_000),
    ] {
        for (max, right) in [(threshold - 1, false), (threshold, true), (threshold + 1, true)] {
            let mut row = Catalogue::embedded().behaviour("nd98-d6-k1").unwrap().clone();
            row.organisation_factor = 1;
            (row.bands[0].min, row.bands[0].max) = (1_000_000, max);
            let catalogue = Catalogue { behaviour: vec![row] };
            let answer = assess(&catalogue, &offender(kind), &[act("nd98-d6-k1", None, 0, 0)], ON).unwrap();
            assert_eq!(answer.explanation_right.is_some(), right, "{kind:?} {max}");
        }
    }
}

/// Suspension always opens the right, surely; in some cases only, unsurely (Luật XLVPHC Điều 61 khoản 1).
#[test]
fn how_sure_the_right_to_explain_is() {
    let right = |line: &str, aggravating: &[Aggravating]| {
        let mut row = Catalogue::embedded().behaviour("nd98-d6-k1").unwrap().clone();
        row.supplementary = vec!["tịch thu tang vật".to_owned(), line.to_owned()];
        let catalogue = Catalogue { behaviour: vec![row] };
        let input = ActInput { aggravating: aggravating.to_vec(), ..act("nd98-d6-k1", None, 0, 0) };
        let answer = assess(&catalogue, &offender(OffenderKind::Individual), &[input], ON).unwrap();
        answer.explanation_right.map(|right| right.citation.mark)
    };
    let repeated = "đình chỉ hoạt động khi tái phạm";
    assert_eq!(right("đình chỉ hoạt động 01–03 tháng", &[]), Some(Mark::Seen));
    assert_eq!(right(repeated, &[Aggravating::A1]), None);
    assert_eq!(right(repeated, &[Aggravating::A2]), Some(Mark::Seen));
    assert_eq!(right("đình chỉ hoạt động có thời hạn (tùy khoản)", &[]), Some(Mark::Unsure));
    assert_eq!(right("tịch thu phương tiện", &[]), None, "no suspension");
}

/// A milder row is later law from the day after the act on, not on the day of the act itself, where the officer's choice of
/// the row stands (Luật Ban hành văn bản quy phạm pháp luật Điều 156 khoản 3).
#[test]
fn a_row_of_the_same_day_is_not_later() {
    let old = Catalogue::embedded().behaviour("nd98-d15-k1").unwrap().clone();
    for (begins, milder) in [(date(2026, 11, 18), false), (date(2026, 11, 19), true), (date(2026, 11, 21), false)] {
        let mut new = old.clone();
        (new.id, new.replaces, new.in_force_from) = ("moi-d15-k1".to_owned(), vec![old.id.clone()], begins);
        for band in &mut new.bands {
            (band.min, band.max) = (band.min / 2, band.max / 2);
        }
        let catalogue = Catalogue { behaviour: vec![old.clone(), new] };
        let input = act("nd98-d15-k1", Some(40_000_000), 0, 0);
        let answer = assess_act(&catalogue, &input, &offender(OffenderKind::Individual), ON).unwrap();
        assert_eq!(answer.frame.max.0, if milder { 10_000_000 } else { 20_000_000 }, "from {begins}");
    }
}

/// Where the decree fines persons and organisations alike there is no step of “gấp 1 lần” (NĐ 122/2021/NĐ-CP Điều 62).
#[test]
fn one_time_is_no_step() {
    let says = |id: &str| {
        let answer = judge(&act(id, None, 0, 0), &offender(OffenderKind::Organisation));
        answer.steps.iter().any(|step| step.text.starts_with("Tổ chức: gấp"))
    };
    assert!(!says("nd122-d62") && says("nd98-d6-k1"));
}

/// A value or a quantity that cannot be meant is refused before a frame is looked for; a fixed frame asks for none.
#[test]
fn absurd_amounts_are_refused() {
    let ask = |id: &str, amount| {
        let input = act(id, Some(amount), 0, 0);
        assess_act(Catalogue::embedded(), &input, &offender(OffenderKind::Individual), ON)
            .map(|answer| answer.frame.max.0)
            .map_err(|refusal| (refusal.code, refusal.message, refusal.citation.place))
    };
    for (id, place) in
        [("nd98-d15-k1", "Điều 15 Nghị định 98/2020/NĐ-CP"), ("nd98-d8-phao", "Điều 8 Nghị định 98/2020/NĐ-CP")]
    {
        for (amount, words) in [(-1, "không thể âm"), (i64::MIN, "không thể âm"), (MAX_DONG + 1, "không hợp lý")]
        {
            let (code, message, found) = ask(id, amount).unwrap_err();
            assert_eq!((code.as_str(), found.as_str()), ("amount-absurd", place), "{id} {amount}");
            assert!(message.contains(words), "{message}");
        }
    }
    assert_eq!(ask("nd98-d15-k1", 0), Ok(1_000_000));
    assert_eq!(ask("nd98-d15-k1", MAX_DONG), Ok(50_000_000), "the last band is open");
    assert_eq!(ask("nd98-d6-k3a", -1), Ok(15_000_000), "one frame, whatever the value");
}

/// Sanctioned each time, an act is not aggravated by the number of times (Luật XLVPHC Điều 10 khoản 1 điểm b).
#[test]
fn repeated_acts_are_fined_each_time() {
    let sum = |ids: [(&str, Date); 2], aggravating: &[Aggravating]| {
        let acts = ids.map(|(id, committed_on)| ActInput {
            committed_on,
            aggravating: aggravating.to_vec(),
            ..act(id, Some(40_000_000), 0, 0)
        });
        let answer = assess(Catalogue::embedded(), &offender(OffenderKind::Individual), &acts, ON).unwrap();
        let warned = answer.warnings.iter().any(|text| text.contains("xử phạt về từng lần"));
        (answer.total_proposed.0, warned)
    };
    let (monday, wednesday) = (date(2026, 11, 16), date(2026, 11, 18));
    let again = [("nd98-d15-k1", monday), ("nd98-d15-k1", wednesday)];
    assert_eq!(sum(again, &[]), (30_000_000, false));
    assert_eq!(sum(again, &[Aggravating::A2]), (35_000_000, true));
    assert_eq!(sum(again, &[Aggravating::A1]), (35_000_000, false));
    assert!(!sum([("nd98-d15-k1", monday), ("nd98-d15-k3", monday)], &[Aggravating::A2]).1, "two behaviours");
}

/// Whatever a decree may multiply by has its words.
#[test]
fn multiples_are_told_in_words() {
    let told = |factor| {
        let mut row = Catalogue::embedded().behaviour("nd98-d15-k1").unwrap().clone();
        row.doubled_factor = factor;
        let catalogue = Catalogue { behaviour: vec![row] };
        let input = ActInput { doubled: true, ..act("nd98-d15-k1", Some(1), 0, 0) };
        let answer = assess_act(&catalogue, &input, &offender(OffenderKind::Individual), ON).unwrap();
        (answer.steps[1].text.clone(), answer.frame.max.0)
    };
    for (factor, words) in [(2, "Phạt gấp hai lần ("), (3, "Phạt gấp 3 lần ("), (4, "Phạt gấp bốn lần (")]
    {
        let (text, max) = told(factor);
        assert!(text.starts_with(words), "{text}");
        assert_eq!(max, 1_000_000 * factor);
    }
}

/// On its first day the new rule judges alone, and says nothing of an older one; and an act of 2021 decided in 2022 is told by
/// the rule of its own day (NĐ 118/2021/NĐ-CP is of 01/01/2022).
#[test]
fn a_rule_begins_on_its_day() {
    let steps = |committed_on, decided_on, mitigating| {
        let input = ActInput { committed_on, ..act("nd98-d15-k1", Some(40_000_000), mitigating, 0) };
        assess_act(Catalogue::embedded(), &input, &offender(OffenderKind::Individual), decided_on).unwrap().steps
    };
    let first = date(2025, 5, 2);
    for mitigating in [1, 2] {
        let told = steps(first, first, mitigating);
        assert!(told.iter().all(|step| !step.text.contains("trước ngày")), "{told:?}");
        assert!(told.last().unwrap().citation.place.contains("68/2025"));
        let old = steps(date(2021, 12, 31), date(2022, 1, 10), mitigating);
        assert_eq!(old.last().unwrap().citation.place, "khoản 4 Điều 23 Luật Xử lý vi phạm hành chính");
    }
}
