//! Ceilings by date, and what a refusal says.

use super::*;
use crate::catalogue::Catalogue;
use crate::law::fine::{ActInput, Offender, assess};
use crate::law::fine::{Assessment, OffenderKind};
use crate::money::Dong;
use crate::statute::FieldGroup;
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
        let answer =
            may_sign_sanction(Some(position), on, &thirty, individual, confiscation.map(Dong), Needs::default());
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

/// Confiscation up to twice the ceiling, and the figures of the refusal.
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
    assert!(message.contains("10.000.000 đ") && message.contains("30.000.000 đ"), "{message}");
    let suspension = Needs { suspension: true, remedies: false };
    assert!(sign(Position::TeamLeader, None, suspension).unwrap_err().0.contains("đình chỉ"));
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
    let offender = Offender { kind: OffenderKind::Individual, birth_date: None };
    let answer = assess(Catalogue::embedded(), &offender, &[input], date(2026, 1, 5)).unwrap();
    assert_eq!(answer.acts[0].frame.max, Dong(5_000_000));
    let who = who_may_sign(date(2026, 1, 5), &answer, offender.kind, None, Needs { remedies: true, suspension: false });
    assert_eq!(who.first(), Some(&Position::TeamLeader));
    assert_eq!(
        may_seize(Some(Position::TeamLeader), date(2026, 1, 5), answer.acts[0].group, offender.kind, Dong(120_000_000)),
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
    assert!(refusal.message.contains("50.000.000 đ") && refusal.message.contains("24 giờ"), "{}", refusal.message);
    assert!(may_seize(None, date(2026, 1, 5), FieldGroup::Commerce, offender.kind, Dong(1)).is_err());
}

#[test]
fn titles_are_those_of_the_day() {
    assert_eq!(Position::ProvincialHead.title_on(date(2024, 5, 1)), "Cục trưởng Cục Quản lý thị trường cấp tỉnh");
    assert_eq!(Position::ProvincialHead.title_on(date(2025, 3, 1)), "Chi cục trưởng Chi cục Quản lý thị trường");
    let empty = Assessment { acts: vec![], total_proposed: Dong(0), explanation_right: None, warnings: vec![] };
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
    let refusal =
        may_sign_sanction(None, date(2026, 1, 5), &case, OffenderKind::Individual, None, Needs::default()).unwrap_err();
    assert!(refusal.citation.place.contains("Điều 54"));
    assert!(may_sign_inspection(None, date(2026, 1, 5)).is_err());
    assert!(may_sign_inspection(Some(Position::TeamLeader), date(2026, 1, 5)).is_ok());
    assert!(may_sign_inspection(Some(Position::Controller), date(2026, 1, 5)).is_err());
}

/// Whoever the offender and however doubled, somebody may sign; and whoever may sign, his superiors may.
#[test]
fn every_frame_has_a_signer_and_superiors_may_what_inferiors_may() {
    let catalogue = Catalogue::embedded();
    let line = [
        Position::Controller,
        Position::TeamLeader,
        Position::ProvincialHead,
        Position::DepartmentDirector,
        Position::NationalDirector,
    ];
    for row in &catalogue.behaviour {
        for (kind, doubled) in [(OffenderKind::Individual, false), (OffenderKind::Organisation, true)] {
            for band in &row.bands {
                let input = ActInput {
                    behaviour_id: row.id.clone(),
                    committed_on: row.in_force_from,
                    amount: band.from,
                    doubled,
                    mitigating: vec![],
                    aggravating: vec![],
                };
                let on = date(2026, 1, 5);
                let answer = assess(catalogue, &Offender { kind, birth_date: None }, &[input], on).unwrap();
                let needs = Needs { suspension: true, remedies: true };
                let able = who_may_sign(on, &answer, kind, Some(Dong(1_000_000)), needs);
                assert!(able.contains(&Position::NationalDirector), "{} {kind:?}: {:?}", row.id, answer.acts[0].frame);
                for pair in line.windows(2) {
                    assert!(!able.contains(&pair[0]) || able.contains(&pair[1]), "{}: {pair:?}", row.id);
                }
            }
        }
    }
}
