//! Reports move with each step, add up at every level, and open the cases behind their figures.

use super::*;
use crate::reports::{drill, drill_page, table};
use crate::verify;
use domain::calendar::Period;
use domain::catalogue::Field;
use domain::report::Measure;
use domain::unit::UnitId;

fn unit(id: &str) -> UnitId {
    UnitId(id.into())
}

#[test]
fn the_report_moves_with_each_step_and_opens_its_cases() {
    let world = World::new();
    let (officer, leader, head) = (world.actor("ksv1"), world.actor("doitruong1"), world.actor("chicuctruong"));
    let case = world.decision(&officer, &leader, MORNING, 100_000);
    world.open(&officer, MORNING);
    let fine = case.decision.as_ref().unwrap().total_fine.0;
    let month = Period::month(2026, 11).unwrap();
    let report = block_on(table(&world.db, &head, &unit("33"), &month)).unwrap();
    assert_eq!(report.by_unit.len(), 5, "all teams, also those without a figure");
    assert_eq!(report.by_field.iter().map(|(field, _)| *field).collect::<Vec<_>>(), [Field::HangNhapLau]);
    for (measure, expected) in [
        (Measure::Inspections, 1),
        (Measure::Violations, 1),
        (Measure::Handled, 1),
        (Measure::Acts, 1),
        (Measure::Individuals, 1),
        (Measure::Organisations, 0),
        (Measure::Fines, fine),
        (Measure::FinesPaid, 0),
        (Measure::ExhibitsValue, 1_000_000),
        (Measure::ConfiscatedValue, 1_000_000),
    ] {
        assert_eq!(report.total.get(measure), expected, "{}", measure.key());
        let behind = block_on(drill(&world.db, &head, &unit("33"), &month, None, measure)).unwrap();
        assert_eq!(behind.iter().map(|(_, value)| value).sum::<i64>(), expected, "{}", measure.key());
    }
    let moved =
        block_on(drill(&world.db, &head, &unit("33-01"), &month, Some(Field::Khac), Measure::Inspections)).unwrap();
    assert_eq!(moved, [], "an inspection moved to its field is no longer under khác");

    for (account, id, figures) in [
        ("trunguong", "TW", true),
        ("doitruong1", "33-01", true),
        ("tonghop", "33", true),
        ("haiphong.chicuctruong", "31", false),
    ] {
        let report = block_on(table(&world.db, &world.actor(account), &unit(id), &month)).unwrap();
        assert_eq!(!report.total.is_zero(), figures, "{account} reads {id}");
    }
    for (account, id) in
        [("doitruong2", "33-01"), ("haiphong.chicuctruong", "33"), ("doitruong1", "33"), ("quantri", "33")]
    {
        let actor = world.actor(account);
        assert!(block_on(table(&world.db, &actor, &unit(id), &month)).is_err(), "{account} reads {id}");
        let behind = block_on(drill(&world.db, &actor, &unit(id), &month, None, Measure::Fines));
        assert!(behind.is_err(), "{account} drills {id}");
    }
}

#[test]
fn drill_down_pages_by_key() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    for _ in 0..5 {
        world.violation(&officer, &leader, MORNING, 100_000);
    }
    let month = Period::month(2026, 11).unwrap();
    let figure = (None, Measure::Violations);
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = block_on(drill_page(&world.db, &leader, &unit("33-01"), &month, figure, after, 2)).unwrap();
        seen.extend(page.0.iter().map(|(row, _)| row.num));
        after = page.1;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, [5, 4, 3, 2, 1]);
}

/// Steps of a generator that needs no crate.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    *state >> 33
}

#[test]
fn cells_are_what_the_events_say_whatever_the_order_of_work() {
    let world = World::new();
    let mut state = 1872;
    let teams = [("ksv1", "doitruong1"), ("ksv4", "doitruong2"), ("haiphong.ksv1", "haiphong.doitruong1")];
    for round in 0..24 {
        let (officer, leader) = teams[(next(&mut state) % 3) as usize];
        let (officer, leader) = (world.actor(officer), world.actor(leader));
        // Over the ends of half-months and of the year.
        let day = date(2025, 12, 8).at(8, 0, 0, 0).checked_add(jiff::Span::new().days(round * 2)).unwrap();
        let price = 10_000 + i64::try_from(next(&mut state) % 400_000).unwrap();
        match next(&mut state) % 3 {
            0 => drop(world.open(&officer, day)),
            1 => drop(world.violation(&officer, &leader, day, price)),
            _ => {
                let case = world.violation(&officer, &leader, day, price);
                let _ = world.execute(&leader, day, &case, Command::SignSanction);
            }
        }
    }
    let verified = block_on(verify::run(&world.db)).unwrap();
    assert_eq!(verified.problems, Vec::<String>::new());
    assert!(verified.entries > 10 && verified.cells > 40, "{verified:?}");

    // A year is the sum of its months, a month the sum of its days, the nation the sum of its provinces.
    let all = world.actor("trunguong");
    let total = |id: &str, period: &Period| block_on(table(&world.db, &all, &unit(id), period)).unwrap().total;
    let year = Period::year(2026).unwrap();
    let mut months = domain::report::Measures::default();
    for month in 1..=12 {
        months.add(&total("TW", &Period::month(2026, month).unwrap()));
    }
    assert_eq!(months, total("TW", &year));
    let mut provinces = total("33", &year);
    provinces.add(&total("31", &year));
    assert_eq!(provinces, total("TW", &year));
    let month = Period::month(2026, 1).unwrap();
    let mut days = domain::report::Measures::default();
    let mut day = month.from;
    while day <= month.to {
        days.add(&total("TW", &Period { from: day, to: day, ..month }));
        day = domain::calendar::shift(day, 1);
    }
    assert_eq!(days, total("TW", &month));
    assert!(!days.is_zero());
}
