//! Reports move with each step, add up at every level, and open the cases behind their figures.

use super::*;
use crate::reports::{drill, drill_page, table};
use crate::verify;
use domain::calendar::Period;
use domain::case::procedure::{Answer, Answers, PickedExhibit};
use domain::catalogue::Field;
use domain::report::{Figure, Measure, Measures};
use domain::unit::UnitId;
use domain::unit::UnitPath;

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
        let behind = block_on(drill(&world.db, &head, &unit("33"), &month, None, Figure::Measure(measure))).unwrap();
        assert_eq!(behind.iter().map(|(_, value)| value).sum::<i64>(), expected, "{}", measure.key());
    }
    let moved = block_on(drill(
        &world.db,
        &head,
        &unit("33-01"),
        &month,
        Some(Field::Khac),
        Figure::Measure(Measure::Inspections),
    ))
    .unwrap();
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
        let behind = block_on(drill(&world.db, &actor, &unit(id), &month, None, Figure::Measure(Measure::Fines)));
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
    let (team, figure) = (unit("33-01"), Figure::Measure(Measure::Violations));
    let basis = domain::organisation::Basis::AsItWas;
    let behind = crate::reports::Behind { unit: &team, period: &month, basis, fields: &[], figure };
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = block_on(drill_page(&world.db, &leader, &behind, after, 2)).unwrap();
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
    let happened = |sums: Measures| Measure::flows().map(|measure| sums.get(measure)).collect::<Vec<_>>();
    let year = Period::year(2026).unwrap();
    let mut months = Measures::default();
    for month in 1..=12 {
        months.add(&total("TW", &Period::month(2026, month).unwrap()));
    }
    assert_eq!(happened(months), happened(total("TW", &year)));
    let mut provinces = total("33", &year);
    provinces.add(&total("31", &year));
    assert_eq!(provinces, total("TW", &year));
    let month = Period::month(2026, 1).unwrap();
    let mut days = Measures::default();
    let mut day = month.from;
    while day <= month.to {
        days.add(&total("TW", &Period { from: day, to: day, ..month }));
        day = domain::calendar::shift(day, 1);
    }
    assert_eq!(happened(days), happened(total("TW", &month)));
    assert!(!days.is_zero());
    // What stands at the end of a period is everything up to it, whatever the period began with.
    for measure in Measure::stocks() {
        let sql = format!("SELECT coalesce(sum({}), 0) FROM report_entry WHERE day <= '2026-01-14'", measure.key());
        assert_eq!(total("TW", &month).get(measure), world.number(&sql), "{}", measure.key());
    }
    assert!(total("TW", &month).get(Measure::Pending) > 0);
}

/// What is known of a unit itself and of none of its parts is a line of its own.
#[test]
fn a_report_adds_up_to_its_total() {
    let world = World::new();
    world.violation(&world.actor("ksv1"), &world.actor("doitruong1"), MORNING, 100_000);
    let month = Period::month(2026, 11).unwrap();
    let head = world.actor("chicuctruong");
    let read = || block_on(table(&world.db, &head, &unit("33"), &month)).unwrap();
    let plain = read();
    assert!(plain.by_unit.iter().all(|(part, _)| part.id != unit("33")));
    world.tamper("UPDATE report_cell SET vi_pham = vi_pham + 2 WHERE scope = '33' AND field = 'hang-nhap-lau'");
    let report = read();
    let (last, own) = report.by_unit.last().unwrap();
    assert_eq!((last.id.0.as_str(), own.get(Measure::Violations)), ("33", 2));
    let sum: i64 = report.by_unit.iter().map(|(_, sums)| sums.get(Measure::Violations)).sum();
    assert_eq!(sum, report.total.get(Measure::Violations));
}

/// A database of before the later measures is brought to them from its events alone.
#[test]
fn migrating_makes_the_cells_anew() {
    let world = World::new();
    world.decision(&world.actor("ksv1"), &world.actor("doitruong1"), MORNING, 100_000);
    world.tamper("DELETE FROM schema_version WHERE version = 20");
    world.tamper("UPDATE report_cell SET vi_pham = 100");
    world.tamper("DELETE FROM report_entry");
    assert_eq!(block_on(migrate::migrate(&world.db)), Ok(1));
    let verified = block_on(verify::run(&world.db)).unwrap();
    assert_eq!(verified.problems, Vec::<String>::new());
    assert!(verified.entries > 2 && verified.cells > 18, "{verified:?}");
}

/// The cells of all fields come from those of each, for a database of before, and are what a table without fields reads.
#[test]
fn migrating_adds_the_cells_of_all_fields() {
    use crate::reports::{Wanted, summary_of};
    use domain::organisation::Basis;
    let world = World::new();
    world.violation(&world.actor("ksv1"), &world.actor("doitruong1"), MORNING, 100_000);
    world.tamper("DELETE FROM schema_version WHERE version = 32");
    world.tamper("DELETE FROM report_cell WHERE field = ''");
    assert_eq!(block_on(migrate::migrate(&world.db)), Ok(1));
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
    let (head, month) = (world.actor("chicuctruong"), Period::month(2026, 11).unwrap());
    let (id, basis) = (unit("33"), Basis::AsOn(month.to));
    let wanted = Wanted { unit: &id, period: &month, basis, measures: &Measure::ALL };
    let of_teams = || -> i64 {
        let summary = block_on(summary_of(&world.db, &head, &wanted)).unwrap();
        summary.by_unit.iter().filter(|(part, _)| part.id != id).map(|(_, sums)| sums.get(Measure::Violations)).sum()
    };
    let before = of_teams();
    assert!(before > 0);
    world.tamper("UPDATE report_cell SET vi_pham = vi_pham + 2 WHERE scope = '33-01' AND grain = 's' AND field = ''");
    assert_eq!(of_teams(), before + 2, "half-months without fields are read from their own cells");
    let found = block_on(verify::run(&world.db)).unwrap().problems;
    assert_eq!(found, ["report cell 33-01/s/2026-10-15/ differs from the events"]);
}

#[test]
fn every_unit_on_the_path_has_its_cells() {
    let entry = domain::report::Entry {
        day: date(2026, 12, 20),
        field: Field::Gia,
        measures: Measures::default().with(Measure::Fines, 5),
    };
    let mut cells = crate::cells::Cells::new();
    crate::cells::add(&mut cells, &UnitPath("TW/33/33-01".into()), &entry);
    let places: Vec<String> =
        cells.keys().map(|key| format!("{}/{}/{}/{}", key.scope, key.grain.key(), key.start, key.field)).collect();
    let of = |scope: &str| {
        ["d/2026-12-20/gia", "s/2026-12-15/", "s/2026-12-15/gia", "y/2026-12-15/", "y/2026-12-15/gia"]
            .map(|place| format!("{scope}/{place}"))
    };
    assert_eq!(places, [of("33"), of("33-01"), of("TW")].concat());
}

/// Team 1 of Hải Phòng is merged into team 1 of Hưng Yên in the middle of a month: as it was, each has its own until the day, as it is, the
/// one has all; nothing is lost, and every figure opens its cases.
#[test]
fn reports_are_told_by_either_organisation() {
    use crate::reports::{Behind, Wanted, summary_of, table_of};
    use domain::organisation::Basis;
    let world = World::new();
    let (one, other) = (
        (world.actor("ksv1"), world.actor("doitruong1")),
        (world.actor("haiphong.ksv1"), world.actor("haiphong.doitruong1")),
    );
    world.violation(&one.0, &one.1, MORNING, 100_000);
    world.violation(&other.0, &other.1, MORNING, 100_000);
    let late = date(2026, 11, 3).at(8, 0, 0, 0);
    world.violation(&other.0, &other.1, late, 100_000);
    let follow = |unit_id: &str, heir: &str, day| block_on(units::follow(&world.db, &unit(unit_id), &unit(heir), day));
    let last = date(2026, 10, 31);
    follow("31-01", "33-01", last).unwrap();
    for (of, heir) in [("31-01", "33-01"), ("33-01", "31-01"), ("33-01", "33"), ("33-01", "khong-co")] {
        assert!(follow(of, heir, last).is_err(), "{of} {heir}");
    }
    let all = world.actor("trunguong");
    let month = Period::month(2026, 11).unwrap();
    let today = date(2026, 11, 23);
    let measures = [Measure::Violations, Measure::Pending];
    let ask = |id: &str, basis| {
        let team = unit(id);
        let wanted = Wanted { unit: &team, period: &month, basis, measures: &measures };
        let table = block_on(table_of(&world.db, &all, &wanted));
        // What has no unit × field says the same.
        if let (Ok(table), Ok(summary)) = (&table, block_on(summary_of(&world.db, &all, &wanted))) {
            assert_eq!((&summary.by_unit, &summary.by_field), (&table.by_unit, &table.by_field), "{id} {basis:?}");
            assert_eq!((summary.total, summary.rows.len()), (table.total, 0));
        }
        table
    };
    for (id, basis, expected) in [
        ("TW", Basis::AsItWas, 3),
        ("TW", Basis::AsOn(today), 3),
        // What fell on the old team after its last day is its heir's.
        ("33-01", Basis::AsItWas, 2),
        ("31-01", Basis::AsItWas, 1),
        ("33", Basis::AsItWas, 2),
        ("31", Basis::AsItWas, 1),
        ("33-01", Basis::AsOn(today), 3),
        ("33", Basis::AsOn(today), 3),
        ("31", Basis::AsOn(today), 0),
        ("31-01", Basis::AsOn(date(2026, 10, 20)), 2),
    ] {
        let report = ask(id, basis).unwrap();
        for measure in measures {
            assert_eq!(report.total.get(measure), expected, "{id} {basis:?} {}", measure.key());
            let sum: i64 = report.by_unit.iter().map(|(_, sums)| sums.get(measure)).sum();
            assert_eq!(sum, expected, "{id} {basis:?} {} by unit", measure.key());
            let (team, figure) = (unit(id), Figure::Measure(measure));
            let behind = Behind { unit: &team, period: &month, basis, fields: &[], figure };
            let cases = block_on(drill_page(&world.db, &all, &behind, None, 10)).unwrap().0;
            assert_eq!(cases.len() as i64, expected, "{id} {basis:?} {} opens its cases", measure.key());
        }
    }
    let ended = ask("31-01", Basis::AsOn(today)).unwrap_err().to_string();
    assert!(ended.contains("kết thúc hoạt động ngày 31/10/2026, Đội QLTT số 1 tiếp nhận"), "{ended}");
    let rows = |basis| ask("31", basis).unwrap().by_unit.into_iter().map(|(unit, _)| unit.id.0).collect::<Vec<_>>();
    assert!(
        rows(Basis::AsItWas).contains(&"31-01".to_owned()) && !rows(Basis::AsOn(today)).contains(&"31-01".to_owned())
    );
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
}

/// A procedure with its answers: key and value of each question.
fn proceed(key: &str, answers: &[(&str, Answer)]) -> Command {
    let answers = answers.iter().map(|(key, answer)| ((*key).to_owned(), answer.clone())).collect();
    Command::Proceed { key: key.to_owned(), answers: Answers(answers) }
}

/// Random histories with seizures, payments, corrections and cancellations, over the ends of periods: the cells are what the events say, and
/// what the documents of the cases say when they are counted by themselves.
#[test]
fn cells_are_what_the_documents_say_after_corrections() {
    let world = World::new();
    let text = |words: &str| Answer::Text { text: words.to_owned() };
    let choice = |key: &str| Answer::Choice { key: key.to_owned(), label: key.to_owned() };
    let exhibits = || Answer::Exhibits { list: vec![PickedExhibit { index: 0, quantity: 10, unit_price: None }] };
    let mut state = 54;
    let teams = [("ksv1", "doitruong1"), ("ksv4", "doitruong2"), ("haiphong.ksv1", "haiphong.doitruong1")];
    let (mut cancelled, mut annulled, mut paid_in) = (0, 0, 0);
    for round in 0..30 {
        let (officer, leader) = teams[(next(&mut state) % 3) as usize];
        let (officer, leader) = (world.actor(officer), world.actor(leader));
        let day = |days: i64| domain::calendar::shift(date(2026, 10, 1), round + days).at(15, 0, 0, 0);
        let price = 10_000 + i64::try_from(next(&mut state) % 400_000).unwrap();
        match next(&mut state) % 4 {
            0 => {
                let case = world.violation(&officer, &leader, day(0), price);
                let cancel = proceed("huy-bien-ban", &[("reason", text("Sai đối tượng"))]);
                world.execute(&leader, day(20), &case, cancel).unwrap();
                cancelled += 1;
            }
            1 => {
                let case = world.violation(&officer, &leader, day(0), price);
                let seize = proceed(
                    "tam-giu",
                    &[
                        ("why", choice("xac-minh")),
                        ("reason", text("Xác minh")),
                        ("exhibits", exhibits()),
                        ("sealing", choice("khong")),
                        ("keeper", text("Đội")),
                        ("stored_at", text("Kho")),
                    ],
                );
                world.execute(&leader, day(0), &case, seize).unwrap();
            }
            kind => {
                let case = world.decision(&officer, &leader, day(0), price);
                let owed = case.owed().0;
                let received = domain::calendar::shift(day(0).date(), 3);
                let service = domain::case::Service {
                    method: domain::case::ServiceMethod::Direct,
                    received_on: received,
                    receiver: "B".into(),
                };
                let case = world.execute(&officer, day(3), &case, Command::RecordService(service)).unwrap();
                let amount = owed - i64::from(kind == 3);
                let payment =
                    domain::case::Payment { paid_on: day(4).date(), amount: Dong(amount), receipt: format!("{round}") };
                let case = world.execute(&officer, day(4), &case, Command::RecordPayment(payment)).unwrap();
                paid_in += amount;
                if kind == 3 {
                    let number = case.decision.as_ref().unwrap().frame.number.text.clone();
                    let paper = Answer::Paper { number, name: "Quyết định xử phạt".into() };
                    let cancel = proceed("huy-bo-quyet-dinh", &[("paper", paper), ("why", choice("tham-quyen"))]);
                    world.execute(&leader, day(15), &case, cancel).unwrap();
                    annulled += 1;
                }
            }
        }
    }
    assert!(cancelled > 2 && annulled > 2 && paid_in > 0, "{cancelled} {annulled}");
    let verified = block_on(verify::run(&world.db)).unwrap();
    assert_eq!(verified.problems, Vec::<String>::new());
    let all = world.actor("trunguong");
    let ever = Period { from: date(2026, 1, 1), to: date(2027, 3, 3), ..Period::year(2026).unwrap() };
    let total = block_on(table(&world.db, &all, &unit("TW"), &ever)).unwrap().total;
    let counted = |sql: &str| world.number(sql);
    let fines = counted(
        "SELECT coalesce(sum(CAST(json_extract(document, '$.decision.total_fine') AS INTEGER)), 0) FROM case_file",
    );
    for (measure, expected) in [
        (
            Measure::Inspections,
            counted("SELECT count(*) FROM case_file WHERE json_extract(document, '$.inspection_record') IS NOT NULL"),
        ),
        (
            Measure::Violations,
            counted("SELECT count(*) FROM case_file WHERE json_extract(document, '$.violation') IS NOT NULL"),
        ),
        (
            Measure::Decisions,
            counted("SELECT count(*) FROM case_file WHERE json_extract(document, '$.decision') IS NOT NULL"),
        ),
        (Measure::Fines, fines),
        (Measure::FinesPaid, paid_in),
        (Measure::Owed, counted("SELECT sum(owed) FROM case_file")),
        (Measure::Pending, counted("SELECT count(*) FROM case_file WHERE stage IN ('dang-xu-ly', 'cho-ky-xu-phat')")),
        (Measure::Seizures, total.get(Measure::Held)),
    ] {
        assert_eq!(total.get(measure), expected, "{}", measure.key());
        let behind = block_on(drill(&world.db, &all, &unit("TW"), &ever, None, Figure::Measure(measure))).unwrap();
        assert_eq!(behind.iter().map(|(_, value)| value).sum::<i64>(), expected, "{} opens its cases", measure.key());
    }
}

/// Every number of every definition opens cases that sum up to it, whatever the row and the span.
#[test]
fn every_cell_of_a_periodic_report_opens_its_cases() {
    use crate::reports::{Behind, periodic};
    use domain::organisation::Basis;
    use domain::report::definition::{DEFINITIONS, Over, RowKey, Rows, Value};
    let world = World::new();
    let head = world.actor("chicuctruong");
    for (officer, leader, day) in [
        ("ksv1", "doitruong1", date(2025, 12, 2)),
        ("ksv1", "doitruong1", date(2026, 6, 2)),
        ("ksv4", "doitruong2", date(2026, 10, 19)),
        ("ksv1", "doitruong1", date(2026, 12, 1)),
    ] {
        world.decision(&world.actor(officer), &world.actor(leader), day.at(8, 0, 0, 0), 300_000);
    }
    let basis = Basis::AsOn(date(2026, 12, 20));
    let mut opened = 0;
    for definition in &DEFINITIONS {
        for period in ["2026", "2026-h2", "2026-12", "tuan-2026-10-20"] {
            let period = Period::from_key(period).unwrap();
            let read = block_on(periodic(&world.db, &head, definition, &unit("33"), &period, basis));
            if !definition.is_for(&period) {
                assert!(
                    read.unwrap_err().to_string().contains("không lập cho kỳ"),
                    "{} {}",
                    definition.key,
                    period.key()
                );
                continue;
            }
            let report = read.unwrap();
            for line in &report.table.lines {
                let (of, fields) = match &line.key {
                    RowKey::Field { field } => (unit("33"), vec![*field]),
                    RowKey::Unit { unit } => (unit.clone(), Vec::new()),
                    RowKey::Group { key } => {
                        let Rows::Groups(groups) = definition.rows else { panic!("a group without groups") };
                        (unit("33"), groups.iter().find(|group| group.key == key).unwrap().fields.to_vec())
                    }
                    RowKey::Total => (unit("33"), Vec::new()),
                };
                for cell in &line.cells {
                    let Value::Number { value } = cell.value else { continue };
                    let over = Over::ALL.into_iter().find(|over| over.key() == cell.over).unwrap();
                    let (span, figure) = (over.of(&period), Figure::from_key(&cell.figure).unwrap());
                    let behind = Behind { unit: &of, period: &span, basis, fields: &fields, figure };
                    let cases = block_on(drill_page(&world.db, &head, &behind, None, 100)).unwrap().0;
                    let sum: i64 = cases.iter().map(|(_, value)| value).sum();
                    assert_eq!(sum, value, "{} {} {} {}", definition.key, line.label, cell.figure, cell.over);
                    opened += i64::from(value != 0);
                }
            }
        }
    }
    assert!(opened > 100, "{opened}");
    let stranger = world.actor("haiphong.doitruong1");
    let month = Period::month(2026, 11).unwrap();
    let hidden = block_on(periodic(&world.db, &stranger, &DEFINITIONS[0], &unit("33"), &month, basis));
    assert!(matches!(hidden, Err(StoreError::NotFound)));
}
