//! Years of the calendar: entered whole or not at all, and followed by the deadlines that run.

use super::*;
use crate::calendar::{NewYear, YearRecord, change_year, current, years};
use crate::catalogue::{ChangeKind, changes};
use domain::calendar::WorkCalendar;
use std::sync::Arc;

const SOURCE: &str = "Văn bản 12729/VPCP-KGVX ngày 25/12/2025";

/// The lines of a shipped year with one more.
fn year(year: i16, more: &str) -> NewYear {
    let text = WorkCalendar::embedded().year(year).unwrap().to_text();
    NewYear { year, text: format!("{text}{more}"), source: SOURCE.into(), confirmed: false }
}

fn enter(world: &World, account: &str, new: &NewYear, expected: u32) -> Result<u32, StoreError> {
    block_on(change_year(&world.db, &env(MORNING), &world.actor(account), new, expected))
}

fn stored(world: &World) -> (i64, i64) {
    (world.number("SELECT count(*) FROM calendar_year"), world.number("SELECT count(*) FROM law_change"))
}

#[test]
fn a_new_database_counts_by_the_shipped_years() {
    let world = World::new();
    assert_eq!(*block_on(current(&world.db)).unwrap(), *WorkCalendar::embedded());
    let list = block_on(years(&world.db, &world.actor("phapche"))).unwrap();
    assert_eq!(
        list.iter().map(|year| (year.days.year, year.version)).collect::<Vec<_>>(),
        [(2024, 0), (2025, 0), (2026, 0), (2027, 0)]
    );
}

#[test]
fn an_entered_year_takes_the_place_of_the_shipped_one() {
    let world = World::new();
    let new = year(2026, "nghỉ; 23/10/2026; Nghỉ bão; V\n");
    assert_eq!(enter(&world, "quantri", &new, 0).unwrap(), 1);
    let calendar = block_on(current(&world.db)).unwrap();
    assert!(
        !calendar.is_working_day(date(2026, 10, 23)) && WorkCalendar::embedded().is_working_day(date(2026, 10, 23))
    );
    assert_eq!(calendar.year(2025), WorkCalendar::embedded().year(2025));
    assert!(Arc::ptr_eq(&calendar, &block_on(current(&world.db)).unwrap()), "put together once");
    let list = block_on(years(&world.db, &world.actor("quantri"))).unwrap();
    let YearRecord { version, source, changed_by, changed_at, .. } = &list[2];
    assert_eq!((*version, source.as_str(), changed_by.as_deref()), (1, SOURCE, Some("Vũ Quốc Việt")));
    assert_eq!(*changed_at, Some(from_local(MORNING)));

    assert_eq!(enter(&world, "quantri", &new, 1).unwrap(), 1, "the same again writes nothing");
    assert_eq!(stored(&world), (1, 1));
    let stale = enter(&world, "quantri", &year(2026, ""), 0);
    assert!(matches!(stale, Err(StoreError::Stale { current: 1, .. })), "{stale:?}");
    assert_eq!(enter(&world, "quantri", &year(2026, ""), 1).unwrap(), 2);
    assert_eq!(*block_on(current(&world.db)).unwrap(), {
        let shipped = WorkCalendar::embedded();
        shipped.clone().with_year(shipped.year(2026).unwrap())
    });
    let log = block_on(changes(&world.db, &world.actor("quantri"))).unwrap();
    let log: Vec<_> = log.iter().map(|change| (change.kind, change.subject, change.detail.as_str())).collect();
    assert_eq!(log, [(ChangeKind::CalendarChanged, 2026, SOURCE); 2]);
    assert_eq!(
        world.number("SELECT count(*) FROM law_change WHERE document LIKE '%Nghỉ bão%'"),
        1,
        "each version is kept"
    );
}

#[test]
fn a_year_that_was_missing_is_covered_once_it_is_entered() {
    let world = World::new();
    let (from, to) = (date(2027, 12, 20), date(2028, 1, 20));
    assert_eq!(block_on(current(&world.db)).unwrap().covers(from, to).map_err(|missing| missing.year), Err(2028));
    let text = "nghỉ; 03/01/2028; Nghỉ bù Tết Dương lịch; V\nnghỉ; 25/01/2028 - 31/01/2028; Tết Nguyên đán; V\n\
                nghỉ; 04/04/2028; Giỗ Tổ; V\nnghỉ; 01/05/2028 - 02/05/2028; 30/4 và 1/5; V\n\
                nghỉ; 01/09/2028 - 04/09/2028; Quốc khánh; V\n";
    let new = NewYear { year: 2028, text: text.into(), source: SOURCE.into(), confirmed: false };
    enter(&world, "quantri", &new, 0).unwrap();
    let calendar = block_on(current(&world.db)).unwrap();
    assert_eq!(calendar.covers(from, to), Ok(()));
    assert_eq!(calendar.years, [2024, 2025, 2026, 2027, 2028]);
}

#[test]
fn lines_with_errors_are_told_and_nothing_is_stored() {
    let world = World::new();
    let told = |new: NewYear| match enter(&world, "quantri", &new, 0) {
        Err(StoreError::Refused(domain::case::Refusal::Fields { errors })) => {
            errors.into_iter().map(|error| format!("{}: {}", error.field, error.message)).collect::<Vec<_>>()
        }
        other => panic!("{other:?}"),
    };
    let lines = WorkCalendar::embedded().year(2026).unwrap().to_text().lines().count();
    let found = told(year(2026, "làm bù; 20/10/2026; Làm bù; V\nnghỉ; 20/10/2027; Nghỉ; V\n"));
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].starts_with(&format!("days: Dòng {}: Ngày 20/10/2026 là thứ Ba", lines + 1)), "{found:?}");
    let found = told(NewYear { source: " ".into(), ..year(2026, "?") });
    assert!(found.len() == 2 && found[0].starts_with("source: "), "{found:?}");
    assert_eq!(told(NewYear { source: String::new(), ..year(2026, "") }).len(), 1);
    let empty = NewYear { text: String::new(), ..year(2026, "") };
    assert!(told(empty.clone()).iter().any(|line| line.contains("Tết Nguyên đán")));
    assert_eq!(stored(&world), (0, 0));
    assert_eq!(enter(&world, "quantri", &NewYear { confirmed: true, ..empty }, 0).unwrap(), 1, "confirmed");
}

#[test]
fn only_the_national_body_enters_a_year() {
    let world = World::new();
    for account in ["ksv1", "chicuctruong", "phapche", "trunguong"] {
        let denied = enter(&world, account, &year(2026, ""), 0);
        assert!(matches!(denied, Err(StoreError::NotFound | StoreError::Refused(_))), "{account}: {denied:?}");
    }
    assert!(block_on(years(&world.db, &world.actor("ksv1"))).is_err());
    assert_eq!(stored(&world), (0, 0));
}

#[test]
fn running_deadlines_follow_and_the_database_still_proves() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let open = world.violation(&officer, &leader, MORNING, 2_500_000);
    let before = open.index(WorkCalendar::embedded()).next_due.unwrap();
    let closed = world.open(&officer, MORNING);
    // Two days off inside the period of the open case.
    let new = year(2026, "nghỉ; 22/10/2026 - 23/10/2026; Nghỉ bão; V\n");
    enter(&world, "quantri", &new, 0).unwrap();
    let calendar = block_on(current(&world.db)).unwrap();
    let after = open.index(&calendar).next_due.unwrap();
    assert!(after > before, "{before} {after}");
    let row = |id: CaseId| {
        let sql = format!("SELECT next_due FROM case_file WHERE id = '{id}'");
        let rows = block_on(async { world.db.open().await.unwrap().query(&sql, &[]).await }).unwrap();
        rows[0].string(0).unwrap()
    };
    assert_eq!(row(open.id), after.to_string());
    assert_eq!(row(closed.id), "9999-12-31T00:00:00", "nothing runs there");
    assert_eq!(block_on(crate::verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
    // The next step is decided and listed by the same calendar.
    let later = world.violation(&officer, &leader, date(2026, 10, 20).at(8, 0, 0, 0), 2_500_000);
    assert_eq!(row(later.id), later.index(&calendar).next_due.unwrap().to_string());
    enter(&world, "quantri", &year(2026, ""), 1).unwrap();
    assert_eq!(row(open.id), before.to_string(), "and back");
    assert_eq!(block_on(crate::verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
    world.tamper("UPDATE calendar_year SET document = replace(document, 'Quốc khánh', 'Quốc Khánh')");
    let problems = block_on(crate::verify::run(&world.db)).unwrap().problems;
    assert!(problems.len() == 1 && problems[0].starts_with("calendar of 2026"), "{problems:?}");
}
