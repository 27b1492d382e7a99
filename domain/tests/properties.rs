//! What holds for every input: a fine lies in its frame, an organisation pays twice, a dearer offence is never cheaper, and
//! what is shown can be read back.
#![expect(clippy::unwrap_used, reason = "a test that has nothing to go on with ends")]

use domain::calendar::{format_date, parse_date};
use domain::catalogue::{Base, Behaviour, Catalogue, StatedFor};
use domain::identity::{CitizenId, Phone, TaxCode};
use domain::law::fine::{ActAssessment, ActInput, Offender, OffenderKind, accepts, assess_act};
use domain::money::{Dong, group, parse, parse_quantity, thousandths};
use domain::statute::{Aggravating, CIRCUMSTANCES_2025, FieldGroup, Mitigating};
use jiff::civil::{Date, date};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

fn rows() -> impl Strategy<Value = &'static Behaviour> {
    select(Catalogue::embedded().behaviour.iter().collect::<Vec<_>>())
}

fn kinds() -> impl Strategy<Value = OffenderKind> {
    select(vec![OffenderKind::Individual, OffenderKind::HouseholdBusiness, OffenderKind::Organisation])
}

/// Any circumstances, in any order, also said twice.
fn circumstances() -> impl Strategy<Value = (Vec<Mitigating>, Vec<Aggravating>)> {
    let mitigating = subsequence(Mitigating::ALL.to_vec(), 0..=Mitigating::ALL.len());
    let aggravating = subsequence(Aggravating::ALL.to_vec(), 0..=Aggravating::ALL.len());
    (mitigating, aggravating, any::<bool>()).prop_map(|(mut mitigating, mut aggravating, twice)| {
        if twice {
            mitigating.extend(mitigating.clone());
            aggravating.reverse();
        }
        (mitigating, aggravating)
    })
}

/// A value or quantity near an edge of the row, or anywhere.
fn amount(row: &Behaviour, choice: u64) -> Option<i64> {
    if row.base == Base::Fixed {
        return None;
    }
    let edges: Vec<i64> = row.bands.iter().filter_map(|band| band.from).collect();
    let first = edges.first().copied().unwrap_or(0);
    let edge = edges[usize::try_from(choice).unwrap() % edges.len()];
    let near = i64::try_from(choice / 64 % 7).unwrap() - 3;
    let far = i64::try_from(choice % 3_000_000_007).unwrap();
    Some(if choice.is_multiple_of(3) { first + far } else { (edge + near).max(first) })
}

fn on(row: &Behaviour) -> Date {
    row.in_force_to.unwrap_or(date(2026, 1, 5)).max(row.in_force_from)
}

fn ask(row: &Behaviour, input: &ActInput, kind: OffenderKind, born: Option<Date>, decided_on: Date) -> ActAssessment {
    assess_act(Catalogue::embedded(), input, &Offender { kind, birth_date: born }, decided_on)
        .unwrap_or_else(|refusal| panic!("{}: {}", row.id, refusal.message))
}

fn plain(row: &Behaviour, amount: Option<i64>, doubled: bool) -> ActInput {
    ActInput {
        behaviour_id: row.id.clone(),
        committed_on: on(row),
        amount,
        doubled,
        mitigating: Vec::new(),
        aggravating: Vec::new(),
    }
}

proptest! {
    /// NĐ 118/2021/NĐ-CP Điều 9, before and after NĐ 68/2025/NĐ-CP; Luật XLVPHC Điều 23, 24, 134.
    #[test]
    fn a_fine_lies_in_its_frame(
        row in rows(), kind in kinds(), choice: u64, doubled: bool, found in circumstances(), age in 14_i16..60, known: bool,
    ) {
        let (mitigating, aggravating) = found;
        let input = ActInput { mitigating, aggravating, ..plain(row, amount(row, choice), doubled) };
        let day = input.committed_on;
        let born = known.then(|| date(day.year() - age, 1, 1));
        let answer = ask(row, &input, kind, born, day);
        let (frame, proposed) = (answer.frame, answer.proposed);
        prop_assert!(frame.min <= frame.max && frame.max.0 <= answer.group.maximum().0 * kind.factor());
        prop_assert!(frame.min <= proposed.low && proposed.low <= proposed.amount);
        prop_assert!(proposed.amount <= proposed.high && proposed.high <= frame.max);
        prop_assert!(accepts(&answer, proposed.amount).is_ok(), "{}", proposed.range());
        for outside in [Dong(frame.min.0 - 1), Dong(frame.max.0 + 1)] {
            let warning = answer.warning_possible && outside == Dong(0);
            prop_assert!(warning || accepts(&answer, outside).is_err(), "{outside} of {frame}");
        }
        let minor = born.is_some() && kind != OffenderKind::Organisation && age < 18;
        prop_assert_eq!(answer.warning_only, minor && age < 16);
        if minor && !answer.warning_only {
            let adult = ask(row, &input, kind, None, day);
            prop_assert!(proposed.amount.0 * 2 <= adult.frame.max.0);
            prop_assert_eq!(frame.max.0, adult.frame.max.0 / 2);
        }
        prop_assert!(answer.steps.iter().all(|step| !step.text.is_empty() && !step.citation.place.is_empty()));
    }

    /// One circumstance more against the offender never makes it cheaper, one more for him never dearer.
    #[test]
    fn circumstances_move_one_way(row in rows(), kind in kinds(), choice: u64, found in circumstances(), early: bool) {
        let (mitigating, aggravating) = found;
        let decided_on = if early { CIRCUMSTANCES_2025.yesterday().unwrap() } else { date(2026, 6, 8) };
        let committed_on = on(row).min(decided_on);
        prop_assume!(row.in_force(committed_on));
        let base = ActInput { committed_on, mitigating, aggravating, ..plain(row, amount(row, choice), false) };
        let of = |input: &ActInput| ask(row, input, kind, None, decided_on).proposed.amount;
        let fine = of(&base);
        for item in Aggravating::ALL {
            let mut worse = base.clone();
            worse.aggravating.push(*item);
            prop_assert!(of(&worse) >= fine, "{item:?}");
        }
        for item in Mitigating::ALL {
            let mut better = base.clone();
            better.mitigating.push(*item);
            prop_assert!(of(&better) <= fine, "{item:?}");
        }
    }

    /// An organisation pays exactly twice, a household business as a person (NĐ 98/2020/NĐ-CP Điều 4; Luật XLVPHC Điều 52).
    #[test]
    fn an_organisation_pays_twice(row in rows(), choice: u64, doubled: bool, found in circumstances()) {
        let (mitigating, aggravating) = found;
        let input = ActInput { mitigating, aggravating, ..plain(row, amount(row, choice), doubled) };
        let of = |kind| ask(row, &input, kind, None, input.committed_on);
        let (person, household, firm) =
            (of(OffenderKind::Individual), of(OffenderKind::HouseholdBusiness), of(OffenderKind::Organisation));
        prop_assert_eq!((household.frame, household.proposed), (person.frame, person.proposed));
        let once = row.fine_stated_for == StatedFor::Individual && row.organisation_factor == 1;
        let limit = FieldGroup::of_behaviour(row).maximum().0;
        if !once && firm.frame.max.0 < limit * 2 {
            prop_assert_eq!((firm.frame.min.0, firm.frame.max.0), (person.frame.min.0 * 2, person.frame.max.0 * 2));
            // Halves of an odd mean are lost in đồng, at most one at each of two divisions.
            prop_assert!((firm.proposed.amount.0 - person.proposed.amount.0 * 2).abs() <= 2);
        }
    }

    /// A greater value or quantity is never fined less.
    #[test]
    fn dearer_goods_are_never_cheaper(row in rows(), kind in kinds(), one: u64, two: u64, doubled: bool) {
        let (Some(one), Some(two)) = (amount(row, one), amount(row, two)) else { return Ok(()) };
        let of = |value| ask(row, &plain(row, Some(value), doubled), kind, None, on(row)).frame;
        let (small, large) = (of(one.min(two)), of(one.max(two)));
        prop_assert!(small.min <= large.min && small.max <= large.max, "{}: {small} and {large}", row.id);
    }

    #[test]
    fn a_date_shown_is_read_back(days in 0_i64..73_000) {
        let day = date(1900, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        prop_assert_eq!(parse_date(&format_date(day)), Ok(day));
        prop_assert_eq!(parse_date(&day.to_string()), Ok(day));
    }

    #[test]
    fn sums_and_quantities_shown_are_read_back(value in 0_i64..1_000_000_000_000) {
        prop_assert_eq!(parse(&group(value)), Ok(Dong(value)));
        prop_assert_eq!(parse(&format!("{} đồng", group(value))), Ok(Dong(value)));
        prop_assert_eq!(parse_quantity(&thousandths(value)), Ok(value));
    }

    /// Tax codes: the tenth digit by the weights 31, 29 … 3; any other tenth digit is refused.
    #[test]
    fn a_tax_code_shown_is_read_back(nine in 0_u32..1_000_000_000, branch in 0_u16..1000) {
        let nine = format!("{nine:09}");
        let sum: u32 =
            nine.chars().filter_map(|c| c.to_digit(10)).zip([31, 29, 23, 19, 17, 13, 7, 5, 3]).map(|(d, w)| d * w).sum();
        let expected = 10 - sum % 11;
        for tenth in 0..10 {
            let text = format!("{nine}{tenth}");
            let found = TaxCode::parse(&text);
            prop_assert_eq!(found.is_ok(), tenth == expected, "{}", text);
            if let Ok(code) = found {
                prop_assert_eq!(TaxCode::parse(code.as_str()), Ok(code));
                let with_branch = TaxCode::parse(&format!("{text}-{branch:03}"));
                prop_assert_eq!(with_branch.is_ok(), branch != 0);
                if let Ok(whole) = with_branch {
                    prop_assert_eq!(whole.to_string(), format!("{text}-{branch:03}"));
                    prop_assert_eq!(TaxCode::parse(&whole.to_string()), Ok(whole));
                }
            }
        }
    }

    /// Citizen numbers keep their zeros, and agree with the birth date and sex they carry.
    #[test]
    fn a_citizen_number_shown_is_read_back(
        province in 1_u16..=96, serial in 0_u32..1_000_000, year in 1900_i16..2100, male: bool,
    ) {
        let century = (year - 1900) / 100 * 2 + i16::from(!male);
        let text = format!("{province:03}{century}{:02}{serial:06}", year % 100);
        let id = CitizenId::parse(&text).unwrap();
        prop_assert_eq!(id.as_str(), text.as_str());
        prop_assert_eq!(CitizenId::parse(&id.to_string()), Ok(id.clone()));
        prop_assert_eq!(id.disagreement(Some(date(year, 6, 1)), Some(male)), None);
        prop_assert!(id.disagreement(Some(date(year + 1, 6, 1)), Some(male)).is_some());
        prop_assert!(id.disagreement(Some(date(year, 6, 1)), Some(!male)).is_some());
    }

    #[test]
    fn a_telephone_number_shown_is_read_back(start in select(vec!["03", "05", "07", "08", "09", "02"]), rest in 0_u32..100_000_000) {
        let text = format!("{start}{rest:08}");
        let phone = Phone::parse(&text).unwrap();
        prop_assert_eq!(phone.to_string(), text.clone());
        prop_assert_eq!(Phone::parse(&format!("+84{}", &text[1..])), Ok(phone.clone()));
        prop_assert_eq!(Phone::parse(phone.as_str()), Ok(phone));
    }
}
