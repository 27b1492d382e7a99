//! Durations follow the events, add up at every level, open their slowest cases; names are their head's alone.

use super::*;
use crate::pace::{PaceTable, Wanted, loads, officers, slowest, table};
use crate::{adoption, verify};
use domain::calendar::Period;
use domain::pace::{Step, Sums};
use domain::unit::UnitId;
use jiff::Span;
use jiff::civil::Date;

fn unit(id: &str) -> UnitId {
    UnitId(id.into())
}

fn read(world: &World, account: &str, id: &str, period: &Period, step: Step) -> Result<PaceTable, StoreError> {
    let unit = unit(id);
    let wanted = Wanted { unit: &unit, period, on: MORNING.date() };
    block_on(table(&world.db, &world.actor(account), &wanted, step))
}

fn of(table: &PaceTable, step: Step) -> Sums {
    table.steps.iter().find(|(found, _)| *found == step).map(|(_, sums)| sums.clone()).unwrap_or_default()
}

fn month() -> Period {
    Period::month_of(MORNING.date())
}

#[test]
fn durations_move_with_each_step_and_open_their_cases() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    world.decision(&officer, &leader, MORNING, 100_000);
    let case = world.violation(&officer, &leader, MORNING, 100_000);
    let later = MORNING.checked_add(Span::new().days(2)).unwrap();
    let case = world
        .execute(
            &officer,
            later,
            &case,
            Command::RecordExplanation(Explanation {
                kind: ExplanationKind::Waived,
                received_on: later.date(),
                content: "Không giải trình.".into(),
            }),
        )
        .unwrap();
    let case = world.execute(&officer, later, &case, Command::ProposeSanction(sanction(&case))).unwrap();
    let back = later.checked_add(Span::new().hours(5)).unwrap();
    world.execute(&leader, back, &case, Command::ReturnProposal { reason: "Thiếu bản ảnh tang vật".into() }).unwrap();
    for (account, id) in [("doitruong1", "33-01"), ("chicuctruong", "33"), ("trunguong", "TW")] {
        let found = read(&world, account, id, &month(), Step::Decision).unwrap();
        assert_eq!((of(&found, Step::Violation).count(), of(&found, Step::Violation).within), (2, 2), "{id}");
        assert_eq!((of(&found, Step::Decision).count(), of(&found, Step::Decision).late), (1, 0), "{id}");
        assert_eq!(of(&found, Step::Returned).minutes, 5 * 60, "{id}");
        let below: i64 = found.by_unit.iter().map(|(_, sums)| sums.count()).sum();
        assert_eq!(below, i64::from(id != "33-01"), "{id}: the parts add up");
    }
    let (team, period) = (unit("33-01"), month());
    let wanted = Wanted { unit: &team, period: &period, on: MORNING.date() };
    let (_, slow) = block_on(slowest(&world.db, &leader, &wanted, Step::Returned, false)).unwrap();
    assert_eq!(slow.len(), 1);
    assert_eq!((slow[0].row.id, slow[0].minutes), (case.id, 300));
    assert_eq!(slow[0].reason.as_deref(), Some("Thiếu bản ảnh tang vật"));
    let (_, slow) = block_on(slowest(&world.db, &leader, &wanted, Step::Violation, false)).unwrap();
    assert_eq!(slow.len(), 2);
    let (_, slow) = block_on(slowest(&world.db, &leader, &wanted, Step::Violation, true)).unwrap();
    assert_eq!(slow, [], "none was late");
    let verified = block_on(verify::run(&world.db)).unwrap();
    assert_eq!(verified.problems, Vec::<String>::new());
    assert!(verified.durations > 8, "{verified:?}");
}

/// For every figure of a year and each of its units, the cases behind it are as many.
#[test]
fn as_many_cases_as_the_figure_says_in_every_period_and_unit() {
    let world = World::new();
    let teams = [("ksv1", "doitruong1"), ("ksv4", "doitruong2"), ("haiphong.ksv1", "haiphong.doitruong1")];
    for round in 0_i64..14 {
        let (officer, leader) = teams[usize::try_from(round % 3).unwrap()];
        let day = date(2025, 12, 8).at(8, 0, 0, 0).checked_add(Span::new().days(round * 5)).unwrap();
        world.violation(&world.actor(officer), &world.actor(leader), day, 100_000);
    }
    let year = Period::year(2026).unwrap();
    let head = world.actor("trunguong");
    let mut months = Sums::default();
    for month in 1..=12 {
        let period = Period::month(2026, month).unwrap();
        months.add(&of(&read(&world, "trunguong", "TW", &period, Step::Decision).unwrap(), Step::Violation));
    }
    assert_eq!(months, of(&read(&world, "trunguong", "TW", &year, Step::Decision).unwrap(), Step::Violation));
    assert!(months.count() > 8);
    for id in ["TW", "33", "31", "33-01", "33-02"] {
        for period in [year, Period::half(2026, 1).unwrap(), Period::month(2026, 1).unwrap()] {
            let found = read(&world, "trunguong", id, &period, Step::Decision).unwrap();
            let unit = unit(id);
            let wanted = Wanted { unit: &unit, period: &period, on: MORNING.date() };
            for (step, sums) in &found.steps {
                for (late, expected) in [(false, sums.count()), (true, sums.late)] {
                    let (_, slow) = block_on(slowest(&world.db, &head, &wanted, *step, late)).unwrap();
                    assert_eq!(i64::try_from(slow.len()).unwrap(), expected, "{id} {} {}", step.key(), period.label());
                    assert!(slow.windows(2).all(|pair| pair[0].minutes >= pair[1].minutes));
                }
            }
        }
    }
}

#[test]
fn durations_are_seen_from_above_and_names_by_their_head_alone() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    world.violation(&officer, &leader, MORNING, 100_000);
    let (team, period) = (unit("33-01"), month());
    let wanted = Wanted { unit: &team, period: &period, on: MORNING.date() };
    for (account, figures, names) in [
        ("doitruong1", true, true),
        ("phodoi1", true, true),
        ("ksv1", true, false),
        ("chicuctruong", true, false),
        ("trunguong", true, false),
        ("doitruong2", false, false),
        ("haiphong.chicuctruong", false, false),
        ("quantri", false, false),
    ] {
        let actor = world.actor(account);
        assert_eq!(block_on(table(&world.db, &actor, &wanted, Step::Decision)).is_ok(), figures, "{account}");
        assert_eq!(block_on(slowest(&world.db, &actor, &wanted, Step::Violation, false)).is_ok(), figures, "{account}");
        assert_eq!(block_on(loads(&world.db, &actor, &wanted, env(MORNING).now)).is_ok(), figures, "{account}");
        assert_eq!(
            block_on(adoption::active(&world.db, &actor, &team, MORNING.date(), &period)).is_ok(),
            figures,
            "{account}"
        );
        assert_eq!(block_on(adoption::refusals(&world.db, &actor, &team, &period)).is_ok(), figures, "{account}");
        let named = block_on(officers(&world.db, &actor, &wanted, env(MORNING).now));
        assert_eq!(named.is_ok(), names, "{account}: {named:?}");
    }
    let (_, total) = block_on(loads(&world.db, &leader, &wanted, env(MORNING).now)).unwrap();
    assert_eq!((total.open, total.overdue, total.active, total.work.opened), (1, 0, 2, 1));
    let own = block_on(officers(&world.db, &leader, &wanted, env(MORNING).now)).unwrap();
    let writer = own.iter().find(|load| load.name == officer.officer.full_name).unwrap();
    assert_eq!((writer.work.steps, writer.work.opened, writer.work.papers, writer.open), (3, 1, 2, 1));
    let signer = own.iter().find(|load| load.name == leader.officer.full_name).unwrap();
    assert_eq!((signer.work.steps, signer.work.papers, signer.open), (1, 1, 0));
    let unknown = read(&world, "doitruong1", "khong-co", &month(), Step::Decision);
    assert!(matches!(unknown, Err(StoreError::NotFound)), "{unknown:?}");
    let week = Period::week_of(MORNING.date());
    assert!(matches!(read(&world, "doitruong1", "33-01", &week, Step::Decision), Err(StoreError::Refused(_))));
}

#[test]
fn who_writes_is_active_and_what_is_refused_is_counted() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let head = world.actor("trunguong");
    world.violation(&officer, &leader, MORNING, 100_000);
    let active = |id: &str, day: Date| {
        block_on(adoption::active(&world.db, &head, &unit(id), day, &Period::month_of(day))).unwrap()
    };
    let now = active("33-01", MORNING.date());
    assert_eq!((now.week.active, now.month.active), (2, 2));
    let accounts =
        world.number("SELECT count(*) FROM officer WHERE unit = '33-01' AND active = 1 AND role <> 'administrator'");
    assert_eq!(now.month.officers, accounts);
    let province = active("33", MORNING.date());
    assert_eq!((province.week.active, province.by_unit.len()), (2, 5));
    assert_eq!(active("33-01", domain::calendar::shift(MORNING.date(), 40)).month.active, 0);
    for (form, reason, times) in [("bien-ban-vi-pham", "o-nhap", 3), ("bien-ban-vi-pham", "luat:Điều 58", 1)] {
        for _ in 0..times {
            block_on(adoption::count_refusal(&world.db, &env(MORNING), &officer, form, reason)).unwrap();
        }
    }
    for id in ["33-01", "33", "TW"] {
        let told = block_on(adoption::refusals(&world.db, &head, &unit(id), &month())).unwrap();
        let told: Vec<(&str, i64)> = told.iter().map(|(_, reason, times)| (reason.as_str(), *times)).collect();
        assert_eq!(told, [("o-nhap", 3), ("luat:Điều 58", 1)], "{id}");
    }
    assert_eq!(block_on(adoption::refusals(&world.db, &head, &unit("33-02"), &month())).unwrap(), []);
}

#[test]
fn the_first_steps_are_put_away_and_come_back() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let steps = || block_on(adoption::first_steps(&world.db, &officer)).unwrap();
    assert_eq!((steps().0.steps, steps().1), (0, false));
    world.open(&officer, MORNING);
    assert_eq!((steps().0.opened, steps().0.papers), (1, 0));
    for hide in [true, true, false] {
        block_on(adoption::hide_guide(&world.db, &env(MORNING), &officer, hide)).unwrap();
        assert_eq!(steps().1, hide);
    }
}

/// A database from before counts everything anew, to the same sums.
#[test]
fn a_database_of_before_is_filled_by_a_replay() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    world.decision(&officer, &leader, MORNING, 100_000);
    world.violation(&officer, &leader, MORNING, 50_000);
    for table in ["pace_fact", "pace_cell", "officer_work", "refusal_count", "guide_hidden"] {
        world.tamper(&format!("DROP TABLE {table}"));
    }
    world.tamper("DELETE FROM schema_version WHERE version IN (28, 29)");
    assert_eq!(block_on(migrate::migrate(&world.db)), Ok(2));
    let verified = block_on(verify::run(&world.db)).unwrap();
    assert_eq!(verified.problems, Vec::<String>::new());
    assert!(verified.durations > 8, "{verified:?}");
}

/// A step is judged by the calendar of its moment, also when everything is counted anew later.
#[test]
fn a_changed_calendar_judges_nothing_anew() {
    let world = World::new();
    let (officer, leader, admin) = (world.actor("ksv1"), world.actor("doitruong1"), world.actor("quantri"));
    world.decision(&officer, &leader, MORNING, 100_000);
    let mut lines = domain::calendar::WorkCalendar::embedded().year(2026).unwrap().to_text();
    lines.push_str("nghỉ; 21/10/2026; Nghỉ bão; V\n");
    let year =
        crate::calendar::NewYear { year: 2026, text: lines, source: "Thông báo số 9".into(), confirmed: false };
    let after = MORNING.checked_add(Span::new().days(20)).unwrap();
    let changed = block_on(crate::calendar::change_year(&world.db, &env(after), &admin, &year, 0));
    assert!(changed.is_ok(), "{changed:?}");
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
    let kept = world.number("SELECT sum(judged) FROM pace_fact");
    world.tamper("DROP TABLE pace_fact");
    world.tamper("DROP TABLE pace_cell");
    world.tamper("DROP TABLE officer_work");
    world.tamper("DELETE FROM schema_version WHERE version = 28");
    assert_eq!(block_on(migrate::migrate(&world.db)), Ok(1));
    assert_eq!(world.number("SELECT sum(judged) FROM pace_fact"), kept);
}
