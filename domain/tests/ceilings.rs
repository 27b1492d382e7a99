//! Every ceiling of competence ± 1 đồng: fine, value of confiscated exhibits, suspension, remedies; by position, field and
//! date. The figures are written out from Luật XLVPHC Điều 45 (to 30/06/2025) and NĐ 189/2025/NĐ-CP Điều 12 (from
//! 01/07/2025), not computed.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use domain::catalogue::Catalogue;
use domain::law::competence::{Needs, Position, may_sign_sanction, who_may_sign};
use domain::law::fine::{ActInput, Assessment, Frame, Offender, OffenderKind, assess};
use domain::money::Dong;
use jiff::civil::{Date, date};

const MILLION: i64 = 1_000_000;
const BEFORE_2022: Date = date(2021, 12, 31);
const BEFORE_REFORM: Date = date(2025, 6, 30);
const AFTER_REFORM: Date = date(2025, 7, 1);

/// One act of a field whose frame ends at `max` for an individual.
fn act(behaviour: &str, kind: OffenderKind, max: i64) -> Assessment {
    let row = Catalogue::embedded().behaviour(behaviour).expect("a row");
    let on = row.in_force_from.max(date(2021, 1, 4));
    let input = ActInput {
        behaviour_id: behaviour.to_owned(),
        committed_on: on,
        amount: Some(row.bands[0].from.unwrap_or(0)),
        doubled: false,
        mitigating: Vec::new(),
        aggravating: Vec::new(),
    };
    let mut all = assess(Catalogue::embedded(), &Offender { kind, birth_date: None }, &[input], on).expect("judged");
    all.acts[0].individual_frame = Frame { min: Dong(0), max: Dong(max) };
    all.acts[0].frame = Frame { min: Dong(0), max: Dong(max * kind.factor()) };
    all
}

/// Smuggled goods (commerce), counterfeits, price.
const COMMERCE: &str = "nd98-d15-k1";
const COUNTERFEIT: &str = "nd98-d11-k1";
const PRICE: &str = "nd87-d13-k1a";

/// Position, behaviour of the field, day, ceiling of the fine for an individual, ceiling of confiscation.
type Line = (Position, &'static str, Date, i64, Option<i64>);

fn table() -> Vec<Line> {
    use Position as P;
    vec![
        // Luật XLVPHC Điều 45; confiscation up to the fine's ceiling before 2022, to twice it since (Luật 67/2020/QH14).
        (P::Controller, COMMERCE, BEFORE_REFORM, 500_000, Some(0)),
        (P::TeamLeader, COMMERCE, BEFORE_2022, 25 * MILLION, Some(25 * MILLION)),
        (P::TeamLeader, COMMERCE, date(2022, 1, 1), 25 * MILLION, Some(50 * MILLION)),
        (P::TeamLeader, COUNTERFEIT, BEFORE_REFORM, 25 * MILLION, Some(50 * MILLION)),
        (P::ProvincialHead, COMMERCE, BEFORE_REFORM, 50 * MILLION, None),
        (P::ProfessionalDivisionHead, COMMERCE, BEFORE_REFORM, 50 * MILLION, None),
        (P::NationalDirector, COMMERCE, BEFORE_REFORM, 100 * MILLION, None),
        (P::NationalDirector, COUNTERFEIT, BEFORE_REFORM, 200 * MILLION, None),
        (P::ProvinceChair, COUNTERFEIT, BEFORE_REFORM, 200 * MILLION, None),
        // NĐ 189/2025/NĐ-CP Điều 12: 10, 30, 50, 80, 100 % of the field's maximum; twice that for confiscation below 50 %.
        (P::Controller, COMMERCE, AFTER_REFORM, 10 * MILLION, Some(20 * MILLION)),
        (P::Controller, COUNTERFEIT, AFTER_REFORM, 20 * MILLION, Some(40 * MILLION)),
        (P::Controller, PRICE, AFTER_REFORM, 15 * MILLION, Some(30 * MILLION)),
        (P::TeamLeader, COMMERCE, AFTER_REFORM, 30 * MILLION, Some(60 * MILLION)),
        (P::TeamLeader, COUNTERFEIT, AFTER_REFORM, 60 * MILLION, Some(120 * MILLION)),
        (P::TeamLeader, PRICE, AFTER_REFORM, 45 * MILLION, Some(90 * MILLION)),
        (P::ProvincialHead, COMMERCE, AFTER_REFORM, 50 * MILLION, None),
        (P::ProvincialHead, COUNTERFEIT, AFTER_REFORM, 100 * MILLION, None),
        (P::ProfessionalDivisionHead, PRICE, AFTER_REFORM, 75 * MILLION, None),
        (P::CommuneChair, COMMERCE, AFTER_REFORM, 50 * MILLION, None),
        (P::DepartmentDirector, COMMERCE, AFTER_REFORM, 80 * MILLION, None),
        (P::DepartmentDirector, COUNTERFEIT, AFTER_REFORM, 160 * MILLION, None),
        (P::NationalDirector, COMMERCE, AFTER_REFORM, 100 * MILLION, None),
        (P::NationalDirector, PRICE, AFTER_REFORM, 150 * MILLION, None),
        (P::ProvinceChair, COUNTERFEIT, AFTER_REFORM, 200 * MILLION, None),
    ]
}

#[test]
fn fines_at_their_ceiling_and_one_dong_above() {
    for (position, behaviour, on, ceiling, _) in table() {
        for kind in [OffenderKind::Individual, OffenderKind::HouseholdBusiness, OffenderKind::Organisation] {
            let may =
                |max| may_sign_sanction(Some(position), on, &act(behaviour, kind, max), kind, None, Needs::default());
            assert!(may(ceiling).is_ok(), "{position:?} {behaviour} {on} {kind:?} at {ceiling}");
            let refusal = may(ceiling + 1).expect_err("one đồng above");
            assert_eq!(refusal.code, "beyond-competence", "{position:?} {behaviour} {on} {kind:?}");
            let article = if on < AFTER_REFORM { "Luật Xử lý vi phạm hành chính" } else { "189/2025/NĐ-CP" };
            assert!(refusal.citation.place.contains(article), "{}", refusal.citation.place);
        }
    }
}

#[test]
fn confiscation_at_its_limit_and_one_dong_above() {
    for (position, behaviour, on, ceiling, limit) in table() {
        let kind = OffenderKind::Individual;
        let all = act(behaviour, kind, ceiling);
        let may = |value| may_sign_sanction(Some(position), on, &all, kind, Some(Dong(value)), Needs::default());
        match limit {
            Some(0) => assert!(may(1).is_err(), "{position:?} confiscates nothing"),
            Some(limit) => {
                assert!(may(limit).is_ok(), "{position:?} {behaviour} {on}");
                assert!(may(limit + 1).is_err(), "{position:?} {behaviour} {on}: one đồng above {limit}");
            }
            None => assert!(may(999_999 * MILLION).is_ok(), "{position:?} {behaviour} {on}: no limit"),
        }
    }
}

#[test]
fn suspension_and_remedies_by_position() {
    use Position as P;
    // Position, day, may suspend a licence, may order remedies.
    for (position, on, suspension, remedies) in [
        (P::Controller, BEFORE_REFORM, false, false),
        (P::TeamLeader, BEFORE_REFORM, false, true),
        (P::ProvincialHead, BEFORE_REFORM, true, true),
        (P::NationalDirector, BEFORE_REFORM, true, true),
        (P::Controller, AFTER_REFORM, false, false),
        (P::TeamLeader, AFTER_REFORM, false, true),
        (P::ProvincialHead, AFTER_REFORM, true, true),
        (P::DepartmentDirector, AFTER_REFORM, true, true),
        (P::ProvinceChair, AFTER_REFORM, true, true),
    ] {
        let all = act(COMMERCE, OffenderKind::Individual, 100_000);
        let may = |needs| may_sign_sanction(Some(position), on, &all, OffenderKind::Individual, None, needs).is_ok();
        assert_eq!(may(Needs { suspension: true, remedies: false }), suspension, "{position:?} {on}: suspension");
        assert_eq!(may(Needs { suspension: false, remedies: true }), remedies, "{position:?} {on}: remedies");
    }
}

/// NĐ 189/2025/NĐ-CP knows the director of the department; the law before it does not (Luật XLVPHC Điều 45).
#[test]
fn the_department_director_begins_with_the_reform() {
    let all = act(COMMERCE, OffenderKind::Individual, 1);
    let able = |on| who_may_sign(on, &all, OffenderKind::Individual, None, Needs::default());
    assert!(!able(BEFORE_REFORM).contains(&Position::DepartmentDirector));
    assert!(able(AFTER_REFORM).contains(&Position::DepartmentDirector));
}

/// The first who may sign above the ceiling of each, up the line of the force (NĐ 189/2025/NĐ-CP Điều 12).
#[test]
fn the_file_goes_to_the_first_who_may() {
    for (max, first) in [
        (10 * MILLION, Position::Controller),
        (10 * MILLION + 1, Position::TeamLeader),
        (30 * MILLION + 1, Position::ProvincialHead),
        (50 * MILLION + 1, Position::DepartmentDirector),
        (80 * MILLION + 1, Position::NationalDirector),
    ] {
        let all = act(COMMERCE, OffenderKind::Individual, max);
        let able = who_may_sign(AFTER_REFORM, &all, OffenderKind::Individual, None, Needs::default());
        assert_eq!(able.first(), Some(&first), "{max}");
    }
}
