//! Every behaviour of the catalogue at every edge of its bands, for every kind of offender. What is expected is read from
//! the catalogue as people wrote it (TOML), by the plain rule, not through the engine's own reading of it.
#![expect(clippy::expect_used, clippy::unwrap_used, reason = "a test that has nothing to go on with ends")]

use domain::catalogue::Catalogue;
use domain::law::fine::{ActInput, Offender, OffenderKind, assess_act};
use domain::statute::FieldGroup;
use jiff::civil::{Date, date};

const KINDS: [OffenderKind; 3] =
    [OffenderKind::Individual, OffenderKind::HouseholdBusiness, OffenderKind::Organisation];

fn rows() -> Vec<toml::Table> {
    let text = include_str!("../data/catalogue.toml");
    let table: toml::Table = text.parse().expect("the catalogue is TOML");
    table["behaviour"].as_array().expect("rows").iter().map(|row| row.as_table().expect("a row").clone()).collect()
}

/// A limit of a band as the engine is asked: đồng, or thousandths of the unit.
fn limit(row: &toml::Table, band: &toml::Table, name: &str) -> Option<i64> {
    let value = band.get(name)?;
    let number = value.as_integer().map(|whole| whole as f64).or(value.as_float()).expect("a number");
    let factor = if row["base"].as_str() == Some("quantity") { 1000.0 } else { 1.0 };
    Some((number * factor).round() as i64)
}

fn day(row: &toml::Table, name: &str) -> Option<Date> {
    row.get(name).map(|value| value.to_string().parse().expect("a date"))
}

/// A day on which the row is law.
fn law_on(row: &toml::Table) -> Date {
    let from = day(row, "in_force_from").expect("a first day");
    day(row, "in_force_to").unwrap_or(date(2026, 1, 5)).max(from)
}

/// The plain rule: doubled where the decree says so, then for the organisation, then the field's ceiling.
fn expected(row: &toml::Table, band: &toml::Table, kind: OffenderKind, doubled: bool) -> (i64, i64) {
    let amount = |name: &str| band[name].as_integer().expect("đồng");
    let times = match doubled && !row["doubled_if"].as_str().unwrap_or_default().is_empty() {
        true => row.get("doubled_factor").and_then(toml::Value::as_integer).unwrap_or(2),
        false => 1,
    };
    let for_organisations = row["fine_stated_for"].as_str() == Some("organisation");
    let (up, down) = match (kind == OffenderKind::Organisation, for_organisations) {
        (true, false) => (row["organisation_factor"].as_integer().expect("a factor"), 1),
        (false, true) => (1, 2),
        (true, true) | (false, false) => (1, 1),
    };
    let group = FieldGroup::of_behaviour(Catalogue::embedded().behaviour(row["id"].as_str().unwrap()).unwrap());
    let ceiling = group.maximum().0 * kind.factor();
    let of = |name: &str| (amount(name) * times * up / down).min(ceiling);
    (of("min"), of("max"))
}

/// What is compared: frame of the offender, frame of a person, place, whether the doubling clause is cited, limitation.
type Answer = ((i64, i64), (i64, i64), String, Option<String>, i32);

fn ask(row: &toml::Table, amount: Option<i64>, kind: OffenderKind, doubled: bool) -> Result<Answer, String> {
    let on = law_on(row);
    let input = ActInput {
        behaviour_id: row["id"].as_str().unwrap().to_owned(),
        committed_on: on,
        amount,
        doubled,
        mitigating: Vec::new(),
        aggravating: Vec::new(),
    };
    let offender = Offender { kind, birth_date: None };
    assess_act(Catalogue::embedded(), &input, &offender, on)
        .map(|act| {
            let person = (act.individual_frame.min.0, act.individual_frame.max.0);
            let clause = act.steps.iter().find(|step| step.text.starts_with("Phạt gấp"));
            let clause = clause.map(|step| step.citation.place.clone());
            assert_eq!(act.proposed.amount.0, (act.frame.min.0 + act.frame.max.0) / 2, "{}: the mean", act.citation);
            ((act.frame.min.0, act.frame.max.0), person, act.citation.place, clause, act.limitation.years)
        })
        .map_err(|refusal| refusal.code)
}

/// The place of a band in the words of the law; the decree alone while the article is not known.
fn expected_place(row: &toml::Table, band: &toml::Table) -> String {
    let decree = row["instrument"].as_str().unwrap().replace("NĐ ", "Nghị định ");
    let article = row["article"].as_str().unwrap();
    if article.contains("chưa xác định") {
        return format!("{decree} (chưa xác định điều, khoản)");
    }
    let number = article.split(' ').nth(1).unwrap();
    let point = band.get("point").map_or(String::new(), |point| format!("điểm {} ", point.as_str().unwrap()));
    format!("{point}khoản {} Điều {number} {decree}", band["clause"].as_str().unwrap())
}

/// The place of the doubling clause, as the row names it: “(khoản 2)”, else the article.
fn expected_clause(row: &toml::Table, doubled: bool) -> Option<String> {
    let words = row["doubled_if"].as_str().unwrap_or_default();
    if !doubled || words.is_empty() {
        return None;
    }
    let decree = row["instrument"].as_str().unwrap().replace("NĐ ", "Nghị định ");
    let article = row["article"].as_str().unwrap();
    if article.contains("chưa xác định") {
        return Some(format!("{decree} (chưa xác định điều, khoản)"));
    }
    let number = article.split(' ').nth(1).unwrap();
    let clause: String = match words.split("(khoản ").last().filter(|_| words.contains("(khoản ")) {
        Some(rest) => rest.chars().take_while(|c| c.is_ascii_digit()).collect(),
        None => String::new(),
    };
    let part = if clause.is_empty() { clause } else { format!("khoản {clause} ") };
    Some(format!("{part}Điều {number} {decree}"))
}

#[test]
fn each_band_at_its_edges() {
    let (mut rows_seen, mut points) = (0, 0);
    for row in rows() {
        rows_seen += 1;
        let id = row["id"].as_str().unwrap();
        let article = row["article"].as_str().unwrap();
        let bands: Vec<_> = row["bands"].as_array().unwrap().iter().map(|band| band.as_table().unwrap()).collect();
        for (index, band) in bands.iter().enumerate() {
            let (from, to) = (limit(&row, band, "from"), limit(&row, band, "to"));
            let inside: Vec<Option<i64>> = match row["base"].as_str() {
                Some("fixed") => vec![None],
                _ => {
                    [from, from.map(|from| from + 1), to.map(|to| to - 1)].into_iter().filter(Option::is_some).collect()
                }
            };
            for amount in inside {
                for kind in KINDS {
                    for doubled in [false, true] {
                        let answer = ask(&row, amount, kind, doubled);
                        let what = format!("{id} ({article}), {amount:?}, {kind:?}, gấp: {doubled}");
                        let (frame, person, place, clause, years) =
                            answer.unwrap_or_else(|code| panic!("{what}: {code}"));
                        assert_eq!(frame, expected(&row, band, kind, doubled), "{what}");
                        assert_eq!(person, expected(&row, band, OffenderKind::Individual, doubled), "{what}: person");
                        assert_eq!(place, expected_place(&row, band), "{what}");
                        assert_eq!(clause, expected_clause(&row, doubled), "{what}: doubling");
                        assert_eq!(Some(i64::from(years)), row["limitation_years"].as_integer(), "{what}: Điều 6");
                        points += 1;
                    }
                }
            }
            // One đồng, or one thousandth of the unit, before the first band and behind the last there is nothing.
            if let Some(from) = from.filter(|_| index == 0) {
                let code = if from == 0 { "amount-absurd" } else { "amount-needed" };
                assert_eq!(ask(&row, Some(from - 1), KINDS[0], false), Err(code.to_owned()), "{id}");
            }
            if let Some(to) = to {
                let next = bands.get(index + 1).unwrap_or_else(|| panic!("{id}: the last band is not open"));
                assert_eq!(limit(&row, next, "from"), Some(to), "{id}: a gap at {to}");
            }
        }
        if row["base"].as_str() != Some("fixed") {
            assert!(ask(&row, None, KINDS[0], false).is_err(), "{id} needs an amount");
        }
    }
    assert_eq!(rows_seen, 87, "rows of the catalogue");
    assert!(points > 1500, "{points}");
}

#[test]
fn an_organisation_pays_exactly_twice_below_the_ceiling() {
    for row in rows().iter().filter(|row| row["organisation_factor"].as_integer() == Some(2)) {
        let band = row["bands"].as_array().unwrap()[0].as_table().unwrap();
        let amount = limit(row, band, "from");
        let person = ask(row, amount, OffenderKind::Individual, false).unwrap();
        let firm = ask(row, amount, OffenderKind::Organisation, false).unwrap();
        let household = ask(row, amount, OffenderKind::HouseholdBusiness, false).unwrap();
        assert_eq!(firm.0, (person.0.0 * 2, person.0.1 * 2), "{}", row["id"]);
        assert_eq!((household.0, household.1), (person.0, person.1), "{}", row["id"]);
    }
}
