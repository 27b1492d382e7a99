//! What leaders follow, on the demo province: every figure is the number of cases that its question finds, and every question finds
//! what reading all cases one by one would.

use super::*;
use crate::oversight::{self, Area, Found, Order};
use crate::{reports, verify};
use domain::calendar::{Period, WorkCalendar, shift, year_start};
use domain::case::Stage;
use domain::catalogue::Field;
use domain::oversight::{CaseFacts, CaseQuery, Due, HELD_SOON, Held, SOON};
use domain::report::{Figure, Measure};
use domain::unit::UnitId;
use jiff::civil::Date;

/// The day of the demo.
const TODAY: Date = date(2026, 11, 23);

const LEADERS: [&str; 6] = ["trunguong", "chicuctruong", "phapche", "tonghop", "doitruong1", "doitruong4"];

/// The demo province, written once for the tests of this file.
fn demo() -> (Db, tempfile::TempDir) {
    let directory = tempfile::tempdir().unwrap();
    let db = Db::new(directory.path(), Filled::Migrated);
    block_on(async {
        province::load(&db, TODAY).await.unwrap();
    });
    (db, directory)
}

fn actor(db: &Db, account: &str) -> Actor {
    block_on(province::actor(db, account)).unwrap()
}

fn area(db: &Db, account: &str, unit: Option<&str>) -> Result<Area, StoreError> {
    let unit = unit.map(|unit| UnitId(unit.to_owned()));
    block_on(oversight::area(db, &actor(db, account), unit.as_ref(), TODAY))
}

fn find(db: &Db, actor: &Actor, query: &CaseQuery, after: Option<&str>, limit: usize) -> Found {
    block_on(oversight::find(db, actor, query, TODAY, after, limit)).unwrap()
}

fn count(db: &Db, actor: &Actor, query: CaseQuery) -> i64 {
    // Too small a page, so that the count is the statement's own.
    let found = find(db, actor, &query, None, 1);
    assert!(!found.capped && !found.cut, "{query:?}");
    let all = find(db, actor, &query, None, 1000);
    assert_eq!(usize::try_from(found.count), Ok(all.rows.len()), "{query:?}");
    i64::from(found.count)
}

/// Every case with its facts, read from its document.
fn facts(db: &Db) -> Vec<(i64, CaseFacts)> {
    let rows = block_on(async {
        db.open().await.unwrap().query("SELECT num, document FROM case_file ORDER BY num", &[]).await.unwrap()
    });
    let calendar = WorkCalendar::embedded();
    let all = rows.iter().map(|row| (row.int(0).unwrap(), row.json::<CaseFile>(1).unwrap().facts(calendar)));
    all.collect()
}

#[test]
fn every_figure_is_the_number_of_cases_behind_it() {
    let (db, _kept) = demo();
    let month = Period::month_of(TODAY);
    let mut seen = [false; 6];
    for account in LEADERS {
        let leader = actor(&db, account);
        let area = area(&db, account, None).unwrap();
        assert_eq!(area.unit.path, leader.scope(), "{account}");
        let unit = || CaseQuery { unit: Some(area.unit.id.clone()), ..CaseQuery::default() };
        for line in area.parts.iter().chain([&area.whole]) {
            let of = |due| CaseQuery { unit: Some(line.unit.id.clone()), due: Some(due), ..CaseQuery::default() };
            assert_eq!(count(&db, &leader, of(Due::Late)), line.late, "{account}: late at {}", line.unit.id);
            assert_eq!(count(&db, &leader, of(Due::Soon)), line.soon, "{account}: soon at {}", line.unit.id);
            seen[0] |= line.late > 0 && line.soon > 0;
        }
        let standing = area.standing;
        assert_eq!(count(&db, &leader, CaseQuery { unpaid: true, ..unit() }), standing.unpaid.cases, "{account}");
        let unpaid = find(&db, &leader, &CaseQuery { unpaid: true, ..unit() }, None, 1000);
        let owed: i64 = unpaid.rows.iter().map(|row| row.index.owed.0).sum();
        assert_eq!((owed, unpaid.order), (standing.unpaid.amount, Order::DecidedLongAgo), "{account}");
        seen[1] |= owed > 0 && standing.oldest.is_some_and(|day| day < TODAY);
        let held = |held| CaseQuery { held: Some(held), ..unit() };
        assert_eq!(count(&db, &leader, held(Held::Any)), standing.held.cases, "{account}");
        assert_eq!(count(&db, &leader, held(Held::Ending)), standing.ending, "{account}");
        seen[2] |= standing.held.amount > 0;
        let repeat = CaseQuery { repeat: Some(2026), ..unit() };
        assert_eq!(count(&db, &leader, repeat), standing.repeated_cases, "{account}");
        for repeated in &area.repeated {
            let year = Period::year(2026).unwrap();
            let (decided_from, decided_to) = (Some(year.from), Some(year.to));
            let question = CaseQuery { party: Some(repeated.party), decided_from, decided_to, ..unit() };
            assert_eq!(count(&db, &leader, question), repeated.decisions.cases, "{account}: {}", repeated.name);
            assert!(repeated.decisions.cases > 1);
            seen[3] = true;
        }
        for act in area.acts.iter().chain(&area.acts_by_fines) {
            let (decided_from, decided_to) = (Some(month.from), Some(month.to));
            let question = CaseQuery { behaviour: Some(act.behaviour.clone()), decided_from, decided_to, ..unit() };
            assert_eq!(count(&db, &leader, question), act.decisions.cases, "{account}: {}", act.behaviour);
            seen[4] = true;
        }
        for ongoing in &area.ongoing {
            for measure in
                [Measure::Inspections, Measure::Violations, Measure::Handled, Measure::Fines, Measure::FinesPaid]
            {
                let figure = Figure::Measure(measure);
                let rows = reports::drill(&db, &leader, &area.unit.id, &ongoing.period, None, figure);
                let sum: i64 = block_on(rows).unwrap().iter().map(|(_, value)| value).sum();
                assert_eq!(sum, ongoing.now.get(measure), "{account}: {measure:?} {}", ongoing.period.label());
                seen[5] |= sum > 0;
            }
        }
        let total: i64 = area.fields.iter().map(|(_, sum)| sum.get(Measure::Violations)).sum();
        assert_eq!(total, area.ongoing[2].now.get(Measure::Violations), "{account}: fields");
        assert_eq!(area.trend.len(), 12);
        assert_eq!(
            area.trend.last().map(|month| month.now.get(Measure::Fines)),
            Some(area.ongoing[2].now.get(Measure::Fines))
        );
    }
    assert_eq!(seen, [true; 6], "the demo has something of everything");
}

/// A running period is compared with as many days, by adding up days.
#[test]
fn running_periods_are_compared_with_as_many_days() {
    let (db, _kept) = demo();
    let head = actor(&db, "chicuctruong");
    let area = area(&db, "chicuctruong", None).unwrap();
    let table = |period: &Period| block_on(reports::table(&db, &head, &area.unit.id, period)).unwrap().total;
    for ongoing in area.ongoing {
        let span = |period: Period| table(&period.as_far_as(&ongoing.period, TODAY));
        for measure in [Measure::Violations, Measure::Fines, Measure::FinesPaid] {
            let before = span(ongoing.period.previous()).get(measure);
            assert_eq!(ongoing.before.get(measure), before, "{} {measure:?}", ongoing.period.label());
            let last_year = span(ongoing.period.same_last_year()).get(measure);
            assert_eq!(ongoing.last_year.get(measure), last_year, "{} {measure:?}", ongoing.period.label());
        }
    }
    for month in &area.trend {
        assert_eq!(month.now.get(Measure::Fines), table(&month.period).get(Measure::Fines), "{}", month.period.label());
    }
}

#[test]
fn an_area_is_seen_from_above_and_from_nowhere_beside() {
    let (db, _kept) = demo();
    for (account, unit, seen) in [
        ("chicuctruong", "33", true),
        ("chicuctruong", "33-04", true),
        ("phapche", "33-04", true),
        ("doitruong4", "33-04", true),
        ("trunguong", "TW", true),
        ("trunguong", "31", true),
        ("doitruong4", "33", false),
        ("doitruong4", "33-01", false),
        ("chicuctruong", "31", false),
        ("chicuctruong", "TW", false),
        ("chicuctruong", "khong-co", false),
    ] {
        let found = area(&db, account, Some(unit));
        assert_eq!(found.is_ok(), seen, "{account} at {unit}");
        assert!(seen || matches!(found, Err(StoreError::NotFound)), "{account} at {unit}: {found:?}");
        let question = CaseQuery { unit: Some(UnitId(unit.into())), ..CaseQuery::default() };
        let answer = block_on(oversight::find(&db, &actor(&db, account), &question, TODAY, None, 10));
        assert_eq!(answer.is_ok(), seen, "{account} asks at {unit}");
    }
    assert!(matches!(area(&db, "ksv1", None), Err(StoreError::Refused(_))), "an officer follows no area");
    assert!(block_on(oversight::find(&db, &actor(&db, "ksv1"), &CaseQuery::default(), TODAY, None, 5)).is_ok());
    assert!(block_on(oversight::find(&db, &actor(&db, "quantri"), &CaseQuery::default(), TODAY, None, 5)).is_err());
}

/// The facts of a case answer a question.
fn answers(facts: &CaseFacts, query: &CaseQuery, all: &[(i64, CaseFacts)], unit: &str) -> bool {
    let within = |value: Option<Date>, (from, to): (Option<Date>, Option<Date>)| match value {
        Some(day) => from.is_none_or(|from| from <= day) && to.is_none_or(|to| day <= to),
        None => from.is_none() && to.is_none(),
    };
    let sum = |value: Option<i64>, from: Option<i64>, to: Option<i64>| match value {
        Some(sum) => from.is_none_or(|from| from <= sum) && to.is_none_or(|to| sum <= to),
        None => from.is_none() && to.is_none(),
    };
    let due = match query.due {
        None => true,
        Some(Due::Late) => facts.due.is_some_and(|due| due < TODAY),
        Some(Due::Soon) => facts.due.is_some_and(|due| TODAY <= due && due <= shift(TODAY, SOON)),
    };
    let held = match query.held {
        None => true,
        Some(Held::Any) => facts.held_until.is_some(),
        Some(Held::Ending) => facts.held_until.is_some_and(|day| day <= shift(TODAY, HELD_SOON)),
    };
    let repeat = query.repeat.is_none_or(|year| {
        let start = Period::year(year).unwrap().from;
        let same = |other: &CaseFacts| {
            other.party == facts.party
                && other.path.0.split('/').any(|part| part == unit)
                && other.decided_on.is_some_and(|day| year_start(day) == start)
        };
        all.iter().filter(|(_, other)| same(other)).count() > 1
    });
    facts.path.0.split('/').any(|part| part == unit)
        && query.field.is_none_or(|field| facts.field == Some(field))
        && query.behaviour.as_ref().is_none_or(|act| facts.behaviours.contains(act))
        && query.stage.is_none_or(|stage| facts.stage == stage)
        && query.open.is_none_or(|open| facts.open == open)
        && within(Some(facts.opened_on), (query.opened_from, query.opened_to))
        && within(facts.decided_on, query.decided())
        && sum(Some(facts.goods.0), query.goods_from, query.goods_to)
        && sum(facts.fine.map(|fine| fine.0), query.fine_from, query.fine_to)
        && due
        && (!query.unpaid || facts.owed.0 > 0)
        && held
        && repeat
        && query.officer.as_ref().is_none_or(|officer| facts.responsible == *officer)
        && query.party.is_none_or(|party| facts.party == party)
        && query.party_kind.is_none_or(|kind| facts.party_kind == kind)
}

/// Questions of one, two and three filters.
pub(super) fn questions(some: &CaseFacts) -> Vec<CaseQuery> {
    let none = CaseQuery::default;
    let single = vec![
        CaseQuery { field: some.field.or(Some(Field::HangCam)), ..none() },
        CaseQuery { behaviour: some.behaviours.first().cloned().or(Some("x".into())), ..none() },
        CaseQuery { stage: Some(Stage::SanctionProposed), ..none() },
        CaseQuery { stage: Some(Stage::Closed), ..none() },
        CaseQuery { open: Some(true), ..none() },
        CaseQuery { open: Some(false), ..none() },
        CaseQuery { opened_from: Some(date(2026, 9, 1)), opened_to: Some(date(2026, 10, 31)), ..none() },
        CaseQuery { decided_from: Some(date(2026, 9, 15)), ..none() },
        CaseQuery { decided_to: Some(date(2026, 10, 14)), ..none() },
        CaseQuery { goods_from: Some(5_000_000), ..none() },
        CaseQuery { goods_to: Some(20_000_000), ..none() },
        CaseQuery { fine_from: Some(1_000_000), fine_to: Some(40_000_000), ..none() },
        CaseQuery { due: Some(Due::Late), ..none() },
        CaseQuery { due: Some(Due::Soon), ..none() },
        CaseQuery { unpaid: true, ..none() },
        CaseQuery { held: Some(Held::Any), ..none() },
        CaseQuery { held: Some(Held::Ending), ..none() },
        CaseQuery { repeat: Some(2026), ..none() },
        CaseQuery { officer: Some(some.responsible.clone()), ..none() },
        CaseQuery { party: Some(some.party), ..none() },
        CaseQuery { party_kind: Some(some.party_kind), ..none() },
    ];
    let mut all = vec![none()];
    for (place, one) in single.iter().enumerate() {
        all.push(one.clone());
        for other in single.iter().skip(place + 1) {
            all.push(both(one, other));
        }
    }
    let three = |place: usize| Some(both(&both(single.get(place)?, single.get(place + 4)?), single.get(place + 9)?));
    all.extend((0..single.len()).filter_map(three));
    all
}

/// What both ask.
fn both(one: &CaseQuery, other: &CaseQuery) -> CaseQuery {
    let (one, other) = (one.clone(), other.clone());
    CaseQuery {
        unit: one.unit.or(other.unit),
        field: one.field.or(other.field),
        behaviour: one.behaviour.or(other.behaviour),
        stage: one.stage.or(other.stage),
        open: one.open.or(other.open),
        opened_from: one.opened_from.or(other.opened_from),
        opened_to: one.opened_to.or(other.opened_to),
        decided_from: one.decided_from.or(other.decided_from),
        decided_to: one.decided_to.or(other.decided_to),
        goods_from: one.goods_from.or(other.goods_from),
        goods_to: one.goods_to.or(other.goods_to),
        fine_from: one.fine_from.or(other.fine_from),
        fine_to: one.fine_to.or(other.fine_to),
        due: one.due.or(other.due),
        unpaid: one.unpaid || other.unpaid,
        held: one.held.or(other.held),
        repeat: one.repeat.or(other.repeat),
        officer: one.officer.or(other.officer),
        party: one.party.or(other.party),
        party_kind: one.party_kind.or(other.party_kind),
    }
}

#[test]
fn a_question_finds_what_reading_all_cases_finds() {
    let (db, _kept) = demo();
    let all = facts(&db);
    assert!(all.len() > 100);
    let decided = all.iter().find(|(_, facts)| facts.decided_on.is_some() && !facts.behaviours.is_empty()).unwrap();
    let mut found_some = 0;
    for (account, unit) in [("trunguong", "TW"), ("chicuctruong", "33"), ("doitruong1", "33-01")] {
        let actor = actor(&db, account);
        for query in questions(&decided.1) {
            let mut expected: Vec<i64> =
                all.iter().filter(|(_, facts)| answers(facts, &query, &all, unit)).map(|(num, _)| *num).collect();
            let found = find(&db, &actor, &query, None, 1000);
            let mut nums: Vec<i64> = found.rows.iter().map(|row| row.num).collect();
            nums.sort_unstable();
            expected.sort_unstable();
            assert_eq!(nums, expected, "{account}: {query:?}");
            found_some += usize::from(!nums.is_empty());
        }
    }
    assert!(found_some > 100, "{found_some} questions have an answer");
}

#[test]
fn pages_follow_each_other_without_gap_or_overlap() {
    let (db, _kept) = demo();
    let actor = actor(&db, "chicuctruong");
    for query in [
        CaseQuery::default(),
        CaseQuery { unpaid: true, ..CaseQuery::default() },
        CaseQuery { fine_from: Some(1), ..CaseQuery::default() },
        CaseQuery { decided_from: Some(date(2025, 1, 1)), open: Some(false), ..CaseQuery::default() },
    ] {
        let whole: Vec<i64> = find(&db, &actor, &query, None, 1000).rows.iter().map(|row| row.num).collect();
        let (mut paged, mut after) = (Vec::new(), None);
        loop {
            let page = find(&db, &actor, &query, after.as_deref(), 7);
            assert_eq!(usize::try_from(page.count), Ok(whole.len()), "{query:?}");
            paged.extend(page.rows.iter().map(|row| row.num));
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert!(whole.len() > 7, "{query:?} has pages");
        assert_eq!(paged, whole, "{query:?}");
        let (mut sent, mut after) = (Vec::new(), None);
        loop {
            let page = oversight::export(&db, &actor, &query, TODAY, after.as_deref(), 9);
            let (rows, next) = block_on(page).unwrap();
            sent.extend(rows.iter().map(|row| row.num));
            after = next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(sent, whole, "{query:?} as a file");
    }
    for cursor in ["x", "2026-01-01", "2026-13-01.4", ".", "5.4"] {
        let found = block_on(oversight::find(&db, &actor, &CaseQuery::default(), TODAY, Some(cursor), 5));
        assert!(matches!(found, Err(StoreError::NotFound)), "{cursor}");
    }
}

#[test]
fn an_older_database_gets_the_facts_of_its_cases() {
    let (db, _kept) = demo();
    let before = facts(&db);
    block_on(async {
        let mut connection = db.open().await.unwrap();
        for table in ["case_behaviour", "case_facts", "case_cell", "saved_view"] {
            connection.execute(&format!("DROP TABLE {table}"), &[]).await.unwrap();
        }
        connection.execute("DELETE FROM schema_version WHERE version = 24", &[]).await.unwrap();
        drop(connection);
        assert_eq!(migrate::migrate(&db).await, Ok(1));
        assert_eq!(verify::run(&db).await.unwrap().problems, Vec::<String>::new());
    });
    let head = actor(&db, "trunguong");
    assert_eq!(count(&db, &head, CaseQuery::default()), i64::try_from(before.len()).unwrap());
}

#[test]
fn counts_follow_a_case_from_step_to_step() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let cells =
        |kind: &str| world.number(&format!("SELECT coalesce(sum(cases), 0) FROM case_cell WHERE kind = '{kind}'"));
    let case = world.violation(&officer, &leader, MORNING, 1_000_000);
    assert_eq!((cells("han"), cells("no"), cells("hv")), (3, 0, 0), "a team, its province, the nation");
    assert_eq!(world.number("SELECT count(*) FROM case_behaviour"), 1);
    drop(case);
    let case = world.decision(&officer, &leader, MORNING, 1_000_000);
    assert_eq!((cells("han"), cells("no"), cells("hv"), cells("dt")), (6, 3, 3, 3));
    let owed = world.number("SELECT amount FROM case_cell WHERE kind = 'no' AND scope = 'TW'");
    assert_eq!(owed, case.owed().0);
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
}

#[test]
fn a_question_is_kept_shared_and_deleted() {
    let world = World::new();
    let at = env(MORNING);
    let query = CaseQuery { unpaid: true, ..CaseQuery::default() };
    let keep = |account: &str, name: &str, query: &CaseQuery, shared: bool| {
        block_on(oversight::keep(&world.db, &at, &world.actor(account), name, query, shared))
    };
    let names = |account: &str| -> Vec<(String, bool)> {
        let all = block_on(oversight::views(&world.db, &world.actor(account))).unwrap();
        all.into_iter().map(|view| (view.name, view.own)).collect()
    };
    let own = keep("ksv1", "  Chưa   nộp ", &query, false).unwrap();
    keep("doitruong1", "Của Đội", &query, true).unwrap();
    keep("chicuctruong", "Của Chi cục", &query, true).unwrap();
    keep("chicuctruong", "Riêng của Chi cục trưởng", &query, false).unwrap();
    let shared = |name: &str| (name.to_owned(), false);
    assert_eq!(names("ksv1"), [("Chưa nộp".to_owned(), true), shared("Của Chi cục"), shared("Của Đội")]);
    assert_eq!(names("ksv10"), [shared("Của Chi cục")], "another team sees its province's, not its neighbour's");
    assert_eq!(names("haiphong.ksv1"), []);
    let refused = |found: Result<i64, StoreError>, field: &str| match found {
        Err(StoreError::Refused(domain::case::Refusal::Fields { errors })) => {
            assert_eq!(errors[0].field, field, "{errors:?}");
        }
        other => panic!("{other:?}"),
    };
    refused(keep("ksv1", "Chưa nộp", &query, false), "name");
    refused(keep("ksv1", " ", &query, false), "name");
    refused(keep("ksv1", &"a".repeat(81), &query, false), "name");
    refused(keep("ksv1", "Trống", &CaseQuery::default(), false), "name");
    refused(keep("ksv1", "Chia sẻ", &query, true), "shared");
    for number in 1..20 {
        keep("ksv1", &format!("Bộ lọc {number}"), &query, false).unwrap();
    }
    refused(keep("ksv1", "Quá nhiều", &query, false), "name");
    let remove = |account: &str, id: i64| block_on(oversight::remove(&world.db, &world.actor(account), id));
    assert!(matches!(remove("doitruong1", own), Err(StoreError::NotFound)), "nobody deletes another's");
    remove("ksv1", own).unwrap();
    assert!(matches!(remove("ksv1", own), Err(StoreError::NotFound)));
    assert!(keep("quantri", "x", &query, false).is_err(), "an administrator reads no cases");
}
