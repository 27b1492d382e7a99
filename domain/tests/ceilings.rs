//! Every ceiling of competence ± 1 đồng: fine, value of confiscated exhibits, suspension, remedies; by position, field and
//! date. The figures are written out from Luật XLVPHC Điều 45 (to 30/06/2025) and NĐ 189/2025/NĐ-CP Điều 12 (from
//! 01/07/2025), not computed.
#![expect(clippy::expect_used, reason = "a test that has nothing to go on with ends")]

use domain::catalogue::Catalogue;
use domain::law::competence::{Needs, Position, may_seize, may_sign_inspection, may_sign_sanction, who_may_sign};
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

/// One behaviour of every field group, and the group's greatest fine for an individual in million đồng (Luật XLVPHC Điều
/// 24; food, labels, petrol, registration and health are marked U in the data).
const GROUPS: [(&str, i64); 9] = [
    (COMMERCE, 100),
    (COUNTERFEIT, 200),
    (PRICE, 150),
    ("nd99-2013-d12-k1", 250),
    ("nd115-d5-k1", 100),
    ("nd119-d31-k4", 100),
    ("nd99-niem-yet", 100),
    ("nd122-d62", 50),
    ("nd117-tl-18", 50),
];

/// What a position may do in a field whose greatest fine is known: fine, value of confiscated exhibits (`None`: no limit),
/// suspension, remedies; by the plain words of Luật XLVPHC Điều 38, Điều 45 and NĐ 189/2025/NĐ-CP Điều 12.
fn plain_rule(position: Position, greatest: i64, on: Date) -> Option<(i64, Option<i64>, bool, bool)> {
    use Position as P;
    let old = on < AFTER_REFORM;
    let times = if on < date(2022, 1, 1) { 1 } else { 2 };
    let at_most = |fine: i64| fine.min(greatest);
    let percent = |part: i64| greatest * part / 100;
    Some(match (position, old) {
        (P::Controller, true) => (500_000, Some(0), false, false),
        (P::TeamLeader, true) => (at_most(25 * MILLION), Some(25 * MILLION * times), false, true),
        (P::ProvincialHead | P::ProfessionalDivisionHead, true) => (at_most(50 * MILLION), None, true, true),
        (P::NationalDirector | P::ProvinceChair, true) => (greatest, None, true, true),
        // [U]: Điều 38.
        (P::CommuneChair, true) => (5 * MILLION, Some(5 * MILLION * times), false, true),
        (P::DepartmentDirector, true) => return None,
        (P::Controller, false) => (percent(10), Some(percent(20)), false, false),
        (P::TeamLeader, false) => (percent(30), Some(percent(60)), false, true),
        (P::ProvincialHead | P::ProfessionalDivisionHead | P::CommuneChair, false) => (percent(50), None, true, true),
        (P::DepartmentDirector, false) => (percent(80), None, true, true),
        (P::NationalDirector | P::ProvinceChair, false) => (greatest, None, true, true),
    })
}

/// Every position in every field on the last and first days of the three laws, for an individual and an organisation.
#[test]
fn every_position_in_every_field_under_every_law() {
    let none = Needs::default();
    let mut lines = 0;
    for position in Position::LINE {
        for (behaviour, greatest) in GROUPS {
            for on in [BEFORE_2022, date(2022, 1, 1), BEFORE_REFORM, AFTER_REFORM, date(2026, 6, 8)] {
                for kind in [OffenderKind::Individual, OffenderKind::Organisation] {
                    let what = format!("{position:?} {behaviour} {on} {kind:?}");
                    let may = |max: i64, value: Option<i64>, needs| {
                        let all = act(behaviour, kind, max);
                        may_sign_sanction(Some(position), on, &all, kind, value.map(Dong), needs).is_ok()
                    };
                    let group = act(behaviour, kind, 1).acts[0].group;
                    let seize = |value| may_seize(Some(position), on, group, kind, Dong(value)).is_ok();
                    lines += 1;
                    let Some((fine, limit, suspension, remedies)) = plain_rule(position, greatest * MILLION, on) else {
                        assert!(!may(0, None, none) && !seize(1), "{what}: no power at all");
                        continue;
                    };
                    assert!(may(fine, None, none) && !may(fine + 1, None, none), "{what}: fine {fine}");
                    assert_eq!(may(fine, None, Needs { suspension: true, remedies: false }), suspension, "{what}");
                    assert_eq!(may(fine, None, Needs { suspension: false, remedies: true }), remedies, "{what}");
                    // That the limit doubles for organisations is marked U in the data.
                    match limit.map(|limit| limit * kind.factor()) {
                        Some(0) => {
                            assert!(!may(fine, Some(1), none), "{what}: confiscates nothing");
                            assert!(!seize(1) && !seize(0), "{what}: holds nothing, not even what is worth nothing");
                        }
                        Some(limit) => {
                            assert!(may(fine, Some(limit), none) && seize(limit), "{what}: exhibits of {limit}");
                            assert!(!may(fine, Some(limit + 1), none) && !seize(limit + 1), "{what}: above {limit}");
                        }
                        None => assert!(may(fine, Some(999_999 * MILLION), none) && seize(999_999 * MILLION), "{what}"),
                    }
                }
            }
        }
    }
    assert_eq!(lines, 8 * 9 * 5 * 2);
}

/// Who may not sign learns to whom the file goes: up the line of the force, else to a chair (TT 27/2020/TT-BCT Điều 24, 25).
#[test]
fn a_refusal_names_the_next_signer() {
    let ask = |position, on, max, needs| {
        let all = act(COMMERCE, OffenderKind::Individual, max);
        may_sign_sanction(Some(position), on, &all, OffenderKind::Individual, None, needs)
            .expect_err("beyond")
            .message
            .split("Chuyển hồ sơ đến ")
            .nth(1)
            .map(str::to_owned)
    };
    let suspension = Needs { suspension: true, remedies: false };
    for (position, on, max, needs, next) in [
        (
            Position::Controller,
            AFTER_REFORM,
            10 * MILLION + 1,
            Needs::default(),
            "Đội trưởng Đội Quản lý thị trường trong 24 giờ (Điều 24",
        ),
        (
            Position::TeamLeader,
            AFTER_REFORM,
            MILLION,
            suspension,
            "Chi cục trưởng Chi cục Quản lý thị trường trong 24 giờ (Điều 24",
        ),
        (
            Position::ProvincialHead,
            AFTER_REFORM,
            50 * MILLION + 1,
            Needs::default(),
            "Giám đốc Sở Công Thương trong 24 giờ (Điều 24",
        ),
        (
            Position::DepartmentDirector,
            AFTER_REFORM,
            80 * MILLION + 1,
            Needs::default(),
            "Cục trưởng Cục Quản lý và Phát triển thị trường trong nước trong 24 giờ (Điều 24",
        ),
        (
            Position::CommuneChair,
            AFTER_REFORM,
            50 * MILLION + 1,
            Needs::default(),
            "Chủ tịch Ủy ban nhân dân cấp tỉnh trong 24 giờ (Điều 25",
        ),
        (
            Position::TeamLeader,
            date(2025, 2, 28),
            50 * MILLION + 1,
            Needs::default(),
            "Tổng cục trưởng Tổng cục Quản lý thị trường trong 24 giờ (Điều 24",
        ),
    ] {
        let found = ask(position, on, max, needs).unwrap_or_default();
        assert!(found.starts_with(next), "{position:?}: {found}");
    }
    let all = act(COMMERCE, OffenderKind::Individual, 100 * MILLION + 1);
    let nobody = may_sign_sanction(
        Some(Position::NationalDirector),
        AFTER_REFORM,
        &all,
        OffenderKind::Individual,
        None,
        Needs::default(),
    );
    assert!(nobody.expect_err("beyond").message.contains("Không chức danh nào"));
}

/// Who issues an inspection decision (PL QLTT Điều 21; NĐ 33/2022/NĐ-CP Điều 4 as amended by NĐ 241/2025/NĐ-CP, 10/09/2025).
#[test]
fn who_issues_an_inspection_decision() {
    use Position as P;
    let issuers = [P::TeamLeader, P::ProvincialHead, P::ProfessionalDivisionHead, P::NationalDirector];
    for (on, place) in [
        (date(2025, 9, 9), "khoản 1 Điều 21 Pháp lệnh Quản lý thị trường"),
        (date(2025, 9, 10), "Điều 4 Nghị định 33/2022/NĐ-CP (sửa đổi bởi Nghị định 241/2025/NĐ-CP)"),
    ] {
        for position in P::LINE {
            assert_eq!(
                may_sign_inspection(Some(position), on).is_ok(),
                issuers.contains(&position),
                "{position:?} {on}"
            );
        }
        let refusal = may_sign_inspection(Some(P::Controller), on).expect_err("no issuer");
        assert!(refusal.citation.place.starts_with(place), "{on}: {}", refusal.citation);
        assert!(refusal.message.contains("Đội trưởng Đội Quản lý thị trường; Chi cục trưởng"), "{}", refusal.message);
    }
}
