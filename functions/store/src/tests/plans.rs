//! The planner's answers: each list and report is read from the index meant for it, without sorting or scanning.

use super::engine::Plan;
use super::*;
use crate::cases::ListFilter;
use crate::cases::plans::{CARRIED, DUE_FROM, QUEUE, count_statement, page_statement, stage_count_statement};
use crate::database::Value;
use crate::reports::{By, cells_statement, drill_statement};
use crate::units::Scope;
use domain::calendar::Period;
use domain::case::Stage;
use domain::catalogue::Field;
use domain::report::{Figure, Measure};
use domain::unit::UnitId;

fn plan(world: &World, sql: &str, params: &[Value]) -> Plan {
    world.db.plan(sql, params)
}

/// Fails on a scan of a big table, on a sort, and when the index is not the one meant.
fn check(plan: &Plan, index: &str) {
    for line in plan.lines() {
        let scan = line.starts_with("SCAN ")
            && !line.contains("VIRTUAL TABLE")
            && !line.starts_with("SCAN n")
            && !line.starts_with("SCAN (subquery");
        // A covering index read in its own order is a page, not a scan: it ends at the limit.
        let ordered =
            line.contains("USING COVERING INDEX case_by_num") || line.contains("USING COVERING INDEX case_open_by");
        assert!(!scan || ordered, "scan: {plan}");
        assert!(!line.contains("TEMP B-TREE"), "sort: {plan}");
    }
    assert!(plan.has(index), "not by {index}: {plan}");
}

#[test]
fn lists_read_a_covering_index_in_its_order() {
    let world = World::new();
    let scopes = [Scope::Nation, Scope::Province(UnitId("33".into())), Scope::Unit(UnitId("33-01".into()))];
    let filter = ListFilter::default;
    for (filter, indexes) in [
        (filter(), ["case_by_num", "case_by_province", "case_by_unit"]),
        (ListFilter { stage: Some(Stage::Closed), ..filter() }, ["case_by_num", "case_by_province", "case_by_unit"]),
        (
            ListFilter { stage: Some(Stage::SanctionProposed), ..filter() },
            ["case_open_by_stage", "case_open_by_province", "case_open_by_unit"],
        ),
        (
            ListFilter { field: Some(Field::HangCam), from: Some(date(2026, 1, 1)), ..filter() },
            ["case_by_field", "case_by_province", "case_by_unit"],
        ),
        (ListFilter { text: "hong nhung".into(), ..filter() }, ["VIRTUAL TABLE"; 3]),
    ] {
        for (scope, index) in scopes.iter().zip(indexes) {
            for after in [None, Some(1000)] {
                let statement = page_statement(scope, &filter, after, 21, None);
                let plan = plan(&world, &statement.sql, &statement.params);
                check(&plan, index);
                assert!(
                    if filter.text.is_empty() { plan.has("COVERING INDEX") } else { plan.lacks("COVERING INDEX") },
                    "{plan}"
                );
            }
            let statement = count_statement(scope, &filter, None);
            check(&plan(&world, &statement.sql, &statement.params), index);
        }
    }
}

#[test]
fn a_kit_is_read_from_the_officers_own_rows() {
    use crate::fieldwork::plans as kit;
    let world = World::new();
    let text = || Value::from("33-01");
    let most = || Value::from(100_i64);
    check(&plan(&world, kit::INSPECTIONS, &[text(), text(), most()]), "COVERING INDEX case_open_by_unit (unit=?");
    check(&plan(&world, kit::CARRIED, &[text(), most()]), "COVERING INDEX case_by_responsible (responsible=?");
    check(&plan(&world, kit::PLACES, &[text(), text(), most()]), "INDEX establishment_by_unit (unit=?");
    check(&plan(&world, &kit::device_blocks(), &[text()]), "INDEX number_block_by_device (device=?");
}

#[test]
fn queues_are_read_in_the_order_of_deadlines() {
    let world = World::new();
    let text = || Value::from("officer:ksv1");
    let plan_of = |sql: &str, params: &[Value]| plan(&world, sql, params);
    check(&plan_of(QUEUE, &[text(), Value::from(100_i64)]), "COVERING INDEX case_by_awaiting (awaiting=?");
    check(
        &plan_of(CARRIED, &[text(), text(), Value::from(100_i64)]),
        "COVERING INDEX case_by_responsible (responsible=?",
    );
    for (scope, index) in [
        (Scope::Province(UnitId("33".into())), "COVERING INDEX case_open_by_province (province=?"),
        (Scope::Unit(UnitId("33-01".into())), "COVERING INDEX case_open_by_unit (unit=?"),
    ] {
        let (sql, params) = stage_count_statement(&scope);
        check(&plan_of(&sql, &params), index);
    }
}

#[test]
fn reports_and_their_cases_are_read_by_key() {
    let world = World::new();
    let month = Period::month(2026, 11).unwrap();
    for by in [By::ScopeAndField, By::Scope] {
        let (sql, params) = cells_statement(&["33-01", "33-02"], &month, &Measure::ALL, by);
        check(
            &plan(&world, &sql, &params),
            "SEARCH report_cell USING PRIMARY KEY (scope=? AND grain=? AND field=? AND start>? AND start<?)",
        );
    }
    for (scope, index) in [
        (Scope::Nation, "report_entry_by_province (province=? AND field=? AND day>? AND day<?)"),
        (Scope::Province(UnitId("33".into())), "report_entry_by_province (province=? AND field=? AND day>? AND day<?)"),
        (Scope::Unit(UnitId("33-01".into())), "report_entry_by_unit (unit=? AND field=? AND day>? AND day<?)"),
    ] {
        let (sql, params) = drill_statement(
            &[(scope, month.from, month.to)],
            &[Field::Attp],
            Figure::Measure(Measure::Fines),
            None,
            21,
        );
        let plan = plan(&world, &sql, &params);
        assert!(plan.has(index) && plan.lacks("SCAN case_file") && plan.lacks("SCAN report_entry"), "{plan}");
    }
}

/// Lists of reports are read by their unit, or by the unit above.
#[test]
fn reports_of_offices_are_read_by_key() {
    use crate::filings::{BELOW, OWN, SENT_UP};
    let world = World::new();
    for (sql, index) in [
        (OWN, "SEARCH filing USING INDEX filing_by_unit (unit=?)"),
        (SENT_UP, "SEARCH filing USING INDEX filing_sent_up (parent=?)"),
        (BELOW, "SEARCH filing USING INDEX filing_by_parent (parent=? AND definition=? AND period=?)"),
    ] {
        let params = ["33", "ket-qua", "2026-11"].map(Value::from);
        let count = (1..=3).filter(|place| sql.contains(&format!("?{place}"))).count();
        let plan = plan(&world, sql, params.get(..count).unwrap());
        assert!(plan.has(index) && plan.lacks("TEMP B-TREE"), "{plan}");
    }
    let tree = block_on(crate::units::tree(&world.db)).unwrap();
    let month = Period::month(2026, 11).unwrap();
    for (unit, index) in
        [("TW", "report_entry_by_province"), ("33", "report_entry_by_province"), ("33-01", "report_entry_by_unit")]
    {
        let unit = tree.get(&UnitId(unit.into())).unwrap();
        let basis = domain::organisation::Basis::AsItWas;
        let (sql, params) = crate::reports::changed_statement(&tree, unit, basis, &[month], &[], 7, 20).unwrap();
        let plan = plan(&world, &sql, &params);
        assert!(plan.has(&format!("COVERING INDEX {index}")) && plan.lacks("SCAN report_entry"), "{plan}");
    }
}

#[test]
fn durations_and_officers_are_read_by_key() {
    use crate::pace::{OFFICERS, cells_statement, slowest_statement};
    use domain::pace::Step;
    let world = World::new();
    let month = Period::month(2026, 11).unwrap();
    let (sql, params) = cells_statement(&["33-01", "33-02"], &month, &Step::ALL);
    check(
        &plan(&world, &sql, &params),
        "SEARCH pace_cell USING PRIMARY KEY (scope=? AND grain=? AND step=? AND start>? AND start<?)",
    );
    for (scope, index) in [
        (Scope::Nation, "COVERING INDEX pace_fact_by_step (step=? AND half=? AND judged=?)"),
        (Scope::Province(UnitId("33".into())), "pace_fact_by_province (province=? AND step=? AND half=? AND judged=?)"),
        (Scope::Unit(UnitId("33-01".into())), "pace_fact_by_unit (unit=? AND step=? AND half=? AND judged=?)"),
    ] {
        let parts = [(&scope, date(2026, 11, 1), 0), (&scope, date(2026, 11, 15), 0)];
        let (sql, params) = slowest_statement(&parts, Step::Decision, 100);
        let plan = plan(&world, &sql, &params);
        let whole = index.trim_start_matches("COVERING INDEX ");
        assert!(plan.has(whole) && plan.lacks("SCAN pace_fact") && plan.lacks("SCAN c"), "{plan}");
    }
    let text = Value::from("33-01");
    let officers = plan(&world, OFFICERS, &[text.clone(), text.clone(), text.clone(), text.clone()]);
    for index in [
        "officer_by_unit (unit=?)",
        "case_by_responsible (responsible=?",
        "SEARCH w USING PRIMARY KEY (officer=? AND grain=? AND start>? AND start<?)",
    ] {
        assert!(officers.has(index) && officers.lacks("SCAN c"), "{officers}");
    }
    let refused =
        plan(&world, crate::adoption::REFUSALS, &[text.clone(), text.clone(), text.clone(), Value::from(30_i64)]);
    assert!(refused.has("PRIMARY KEY (scope=? AND half>? AND half<?)"), "{refused}");
}

/// Hits are read by number from the word index, and counted from covering indexes alone.
#[test]
fn hits_are_read_from_the_word_indexes() {
    use crate::search::{Narrowing, Query, any, plans};
    let world = World::new();
    for typed in ["hồng nhung", "hong nhung"] {
        let query = Query::read(typed, &["pp33".to_owned()]).unwrap();
        for (statement, index) in [
            (any("party_search", &query, Narrowing::default(), 20, None), "SCAN party_search VIRTUAL TABLE"),
            (plans::marked_of("case_search", &query, &[1]), "SEARCH c USING INTEGER PRIMARY KEY (rowid=?)"),
            (plans::party_rows(&[1]), "INTEGER PRIMARY KEY (rowid=?)"),
            (plans::place_rows(&[1]), "SEARCH e USING PRIMARY KEY (id=?)"),
            (plans::party_facets(&[1]), "COVERING INDEX party_by_num (num=?)"),
            (plans::place_facets(&[1]), "COVERING INDEX establishment_words_by_num (num=?)"),
            (crate::cases::facets(&[1]), "COVERING INDEX case_by_num (num=?)"),
            (
                crate::cases::within(&[1], &Scope::Province(UnitId("33".into())), &ListFilter::default()),
                "COVERING INDEX case_by_num (num=?)",
            ),
            (crate::cases::rows_of(&[1]), "SEARCH c USING INTEGER PRIMARY KEY (rowid=?)"),
        ] {
            let plan = plan(&world, &statement.sql, &statement.params);
            assert!(plan.has("VIRTUAL TABLE") && plan.has(index), "{plan}");
            let scans = plan.lines().filter(|line| line.trim_start().starts_with("SCAN "));
            let by_words =
                |line: &str| line.contains("VIRTUAL TABLE") || line.contains("SCAN n") || line.contains("subquery");
            assert!(scans.into_iter().all(by_words), "{plan}");
        }
    }
    let unit = Scope::Unit(UnitId("33-01".into()));
    let newest = Some(plans::Newest { records: 10, scope: unit });
    let newest = Query { newest, ..Query::read("kinh doanh", &[]).unwrap() };
    for (table, index) in [
        ("case_search", "SEARCH case_file USING COVERING INDEX case_by_unit (unit=?)"),
        ("party_search", "SCAN party"),
        ("establishment_search", "SCAN establishment_words"),
    ] {
        let newest = any(table, &newest, Narrowing::default(), 20, None);
        let plan = plan(&world, &newest.sql, &newest.params);
        assert!(plan.has(index) && plan.has("SEARCH c USING INTEGER PRIMARY KEY (rowid=?)"), "{plan}");
        assert!(plan.lacks("TEMP B-TREE"), "{plan}");
    }
    let by_case = plan(&world, plans::PAPER_OF_CASE, &[Value::from(1_i64), Value::from("33010001/QĐ-KT")]);
    assert!(by_case.has("paper_by_case (case_num=?)"), "{by_case}");
    let spoilt = plan(&world, plans::PAPERS_WITHOUT_CASE, &[Value::from("33010001/"), Value::from("330100010")]);
    assert!(spoilt.has("paper_without_case (number>? AND number<?)"), "{spoilt}");
}

#[test]
fn single_rows_are_found_by_key() {
    let world = World::new();
    for (sql, index) in [
        ("SELECT party FROM party_key WHERE key = ?1 LIMIT 33", "SEARCH party_key USING PRIMARY KEY (key=?)"),
        ("SELECT document FROM case_file WHERE id = ?1", "(id=?)"),
        ("SELECT event FROM case_event WHERE case_num = ?1 AND seq > ?2 ORDER BY seq", "(case_num=? AND seq>?)"),
        ("SELECT 1 FROM officer WHERE account_key = ?1", "(account_key=?)"),
    ] {
        let count = sql.matches('?').count();
        let params = vec![Value::from("x"); count.min(3)];
        let distinct = (1..=3).filter(|place| sql.contains(&format!("?{place}"))).count();
        check(&plan(&world, sql, &params[..distinct]), index);
    }
}

/// The law in use is read with every case: from indexes alone, never past a document.
#[test]
fn the_law_in_use_is_read_from_covering_indexes() {
    let world = World::new();
    let day = [Value::from(date(2026, 10, 19))];
    let in_use = plan(&world, &crate::law::in_use("digest", "?1"), &day);
    check(&in_use, "SEARCH catalogue_version USING COVERING INDEX catalogue_version_in_use (active_from<?)");
    let calendar = plan(&world, crate::law::CALENDAR_KEY, &[]);
    assert!(calendar.has("calendar_year USING COVERING INDEX calendar_year_in_use"), "{calendar}");
    assert!(calendar.lacks("TEMP B-TREE"), "{calendar}");
    let due = plan(&world, DUE_FROM, &[Value::from("2027-01-01T00:00:00"), Value::from("9999-12-31T00:00:00")]);
    assert!(due.has("USING COVERING INDEX case_by_awaiting"), "{due}");
}

#[test]
fn report_columns_are_the_measures() {
    let world = World::new();
    for table in ["report_cell", "report_entry"] {
        let names = block_on(async {
            let mut connection = world.db.open().await.unwrap();
            crate::engines::columns(connection.as_mut(), table).await.unwrap()
        });
        let measures: Vec<&str> = Measure::ALL.iter().map(|measure| measure.key()).collect();
        assert!(
            names.ends_with(&measures.iter().map(|key| (*key).to_owned()).collect::<Vec<_>>()),
            "{table}: {names:?}"
        );
    }
}

/// The same for the statements of another test.
pub(super) fn check_plan(world: &World, sql: &str, params: &[Value], index: &str) {
    check(&plan(world, sql, params), index);
}
