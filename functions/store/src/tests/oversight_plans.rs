//! The planner's answers to questions over the cases: each by the index meant for it, in its order, bounded.

use super::engine::Plan;
use super::oversight::questions;
use super::*;
use crate::database::Value;
use crate::oversight::plans::{HELD_FROM, Place, count_statement, drive, page_statement, statements};
use domain::case::Stage;
use domain::catalogue::Field;
use domain::officer::OfficerId;
use domain::oversight::{CaseQuery, Due, Held};
use domain::unit::UnitPath;
use jiff::civil::Date;

const TODAY: Date = date(2026, 11, 23);

fn plan(world: &World, sql: &str, params: &[Value]) -> Plan {
    world.db.plan(sql, params)
}

/// Fails on a sort, and on a table that is read without a key; an index read in its order ends at the limit.
fn bounded(plan: &Plan) {
    for line in plan.lines() {
        let scan = line.starts_with("SCAN ")
            && !["SCAN n", "SCAN d", "SCAN f", "SCAN (", "SCAN CONSTANT"].iter().any(|own| line.starts_with(own));
        assert!(!scan || line.contains("INDEX facts_by_"), "scan: {plan}");
        assert!(!line.contains("TEMP B-TREE"), "sort: {plan}");
        assert!(!line.contains("AUTOMATIC"), "an index made for the occasion: {plan}");
    }
}

#[test]
fn a_question_is_read_by_its_narrowest_filter() {
    let world = World::new();
    let none = CaseQuery::default;
    let places = ["TW", "TW/33", "TW/33/33-01"].map(|path| Place::of(&UnitPath(path.into())));
    for (query, indexes) in [
        (none(), ["facts_by_opened", "facts_by_province", "facts_by_unit"]),
        (CaseQuery { field: Some(Field::HangCam), ..none() }, ["facts_by_field", "facts_by_province", "facts_by_unit"]),
        (
            CaseQuery { field: Some(Field::HangCam), due: Some(Due::Late), ..none() },
            ["facts_by_due", "facts_by_province_due", "facts_by_province_due"],
        ),
        (
            CaseQuery { unpaid: true, decided_to: Some(TODAY), ..none() },
            ["facts_by_unpaid", "facts_by_province_unpaid", "facts_by_province_unpaid"],
        ),
        (
            CaseQuery { held: Some(Held::Ending), ..none() },
            ["facts_by_held", "facts_by_province_held", "facts_by_province_held"],
        ),
        (
            CaseQuery { repeat: Some(2026), ..none() },
            ["facts_by_decided", "facts_by_province_decided", "facts_by_unit_decided"],
        ),
        (
            CaseQuery { stage: Some(Stage::Served), open: Some(true), ..none() },
            ["facts_by_stage", "facts_by_province_stage", "facts_by_province_stage"],
        ),
        (
            CaseQuery { fine_from: Some(1), stage: Some(Stage::Served), ..none() },
            ["facts_by_fine", "facts_by_province_fine", "facts_by_province_fine"],
        ),
        (
            CaseQuery { goods_from: Some(1), ..none() },
            ["facts_by_goods", "facts_by_province_goods", "facts_by_province_goods"],
        ),
        (
            CaseQuery { officer: Some(OfficerId("ksv1".into())), due: Some(Due::Late), ..none() },
            ["facts_by_responsible"; 3],
        ),
        (CaseQuery { behaviour: Some("x".into()), ..none() }, ["case_behaviour USING PRIMARY KEY (behaviour=?"; 3]),
    ] {
        for (place, index) in places.iter().zip(indexes) {
            let drive = drive(place, &query, TODAY);
            let cursor = match drive.key {
                "fine" | "goods" => "5.9",
                _ => "2026-10-01.9",
            };
            for after in [None, Some(cursor)] {
                let page = page_statement(&drive, after, 31);
                let plan = plan(&world, &page.sql, &page.params);
                bounded(&plan);
                assert!(plan.has(index), "not by {index}: {plan}");
            }
            let count = count_statement(&drive);
            bounded(&plan(&world, &count.sql, &count.params));
        }
    }
}

/// No combination sorts, or reads a table from end to end.
#[test]
fn every_combination_is_bounded() {
    let world = World::new();
    let case = world.decision(&world.actor("ksv1"), &world.actor("doitruong1"), MORNING, 1_000_000);
    let facts = case.facts(domain::calendar::WorkCalendar::embedded());
    for path in ["TW", "TW/33", "TW/33/33-01"] {
        let place = Place::of(&UnitPath(path.into()));
        for query in questions(&facts) {
            let drive = drive(&place, &query, TODAY);
            for statement in [page_statement(&drive, None, 31), count_statement(&drive)] {
                bounded(&plan(&world, &statement.sql, &statement.params));
            }
        }
    }
}

#[test]
fn figures_of_an_area_are_read_by_key() {
    let world = World::new();
    let [due, standing, acts, parties] = statements(&["TW", "33", "31"], "TW", TODAY);
    for (statement, key) in [
        (&due, "SEARCH case_cell USING PRIMARY KEY (scope=? AND kind=? AND day<?)"),
        (&standing, "SEARCH case_cell USING PRIMARY KEY (scope=? AND kind=?)"),
        (&standing, "COVERING INDEX case_cell_repeated (scope=? AND day=? AND cases>?)"),
        (&acts, "SEARCH case_cell USING PRIMARY KEY (scope=? AND kind=? AND day>? AND day<?)"),
        (&parties, "COVERING INDEX case_cell_repeated (scope=? AND day=? AND cases>?)"),
    ] {
        let plan = plan(&world, &statement.sql, &statement.params);
        assert!(plan.has(key), "not by {key}: {plan}");
        assert!(plan.lacks("SCAN case_cell") && plan.lacks("SCAN p"), "{plan}");
    }
    let plan = plan(&world, HELD_FROM, &[Value::from(TODAY)]);
    assert!(plan.has("facts_by_held (held_until>? AND held_until<?)"), "{plan}");
}
