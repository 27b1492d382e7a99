//! Use cases of case files: the path, isolation, stale forms, idempotence, lists, numbers under concurrency.

use super::*;
use crate::cases::{CaseRow, ListFilter, create, execute, list, load, my_work, stage_counts, unit_loads};
use crate::verify;
use domain::case::{Payment, Refusal, Stage};
use domain::unit::UnitId;

/// The work of an officer, which the frame of his pages counts as it is listed: a case in two of his queues once.
fn waiting_for(world: &World, actor: &Actor, now: DateTime) -> Vec<CaseRow> {
    let listed = block_on(my_work(&world.db, actor, now)).unwrap();
    let frame = block_on(crate::frame::frame(&world.db, actor, now)).unwrap();
    assert_eq!(frame.cases as usize, listed.len());
    assert_eq!(frame.unit, block_on(crate::units::find(&world.db, &actor.unit)).unwrap().unwrap().short_name);
    listed
}

#[test]
fn the_main_path_numbers_its_papers_and_moves_the_queues() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.decision(&officer, &leader, MORNING, 100_000);
    assert_eq!((case.version, case.stage), (7, Stage::SanctionDecided));
    assert_eq!(case.code, "33-01/2026/0001");
    assert_eq!(case.decision.as_ref().unwrap().frame.number.text, "33010001/QĐ-XPHC");
    assert_eq!(case.decision.as_ref().unwrap().frame.issuer.superior, "CHI CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH HƯNG YÊN");
    let (loaded, events) = block_on(load(&world.db, &leader, case.id)).unwrap();
    assert_eq!(loaded, case);
    assert_eq!(events.iter().map(|event| event.seq).collect::<Vec<_>>(), [1, 2, 3, 4, 5, 6, 7]);

    let later = MORNING.date().at(18, 0, 0, 0);
    let mine = waiting_for(&world, &officer, later);
    assert_eq!(mine.len(), 1, "the decision waits to be served by the officer");
    assert_eq!(mine[0].index, case.index(domain::calendar::WorkCalendar::embedded()), "columns give the index back");
    assert_eq!(waiting_for(&world, &leader, later), []);
    assert_eq!(block_on(stage_counts(&world.db, &leader)).unwrap(), [(Stage::SanctionDecided, 1)]);
    let loads =
        block_on(unit_loads(&world.db, &world.actor("chicuctruong"), date(2026, 12, 31).at(0, 0, 0, 0))).unwrap();
    assert_eq!((loads.len(), loads[0].open, loads[0].overdue), (1, 1, 1));
    assert_eq!(block_on(verify::run(&world.db)).unwrap().problems, Vec::<String>::new());
}

#[test]
fn what_waits_for_a_signature_is_the_leaders_work() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.open(&officer, MORNING);
    for (account, expected) in
        [("doitruong1", 1), ("phodoi1", 1), ("ksv1", 0), ("doitruong2", 0), ("chicuctruong", 0), ("quantri", 0)]
    {
        let work = waiting_for(&world, &world.actor(account), MORNING);
        assert_eq!(work.len(), expected, "{account}");
    }
    world.execute(&leader, MORNING.date().at(9, 0, 0, 0), &case, Command::SignInspectionDecision).unwrap();
    assert_eq!(block_on(my_work(&world.db, &leader, MORNING)).unwrap(), []);
    assert_eq!(block_on(my_work(&world.db, &officer, MORNING)).unwrap().len(), 1);
}

#[test]
fn a_form_posted_twice_opens_one_case() {
    let world = World::new();
    let (officer, other) = (world.actor("ksv1"), world.actor("ksv2"));
    let env = env(MORNING);
    let id = CaseId(env.uuid());
    for _ in 0..2 {
        assert_eq!(block_on(create(&world.db, &env, &officer, id, inspection(&officer, MORNING))).unwrap(), id);
    }
    assert_eq!(world.number("SELECT count(*) FROM case_file"), 1);
    assert_eq!(world.number("SELECT last FROM number_series"), 1);
    let stolen = block_on(create(&world.db, &env, &other, id, inspection(&other, MORNING)));
    assert!(matches!(stolen, Err(StoreError::NotFound)), "{stolen:?}");
}

#[test]
fn a_stale_form_hears_what_happened_since() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.open(&officer, MORNING);
    world.execute(&leader, MORNING.date().at(9, 0, 0, 0), &case, Command::SignInspectionDecision).unwrap();
    let late = world.execute(&leader, MORNING.date().at(9, 1, 0, 0), &case, Command::SignInspectionDecision);
    let Err(StoreError::Stale { current, since }) = late else { panic!("{late:?}") };
    assert_eq!((current, since.len()), (2, 1));
    assert_eq!((since[0].by.full_name.as_str(), since[0].body.key()), ("Đỗ Văn Khánh", "inspection-decision-signed"));
}

#[test]
fn nothing_beside_the_own_unit_exists() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let case = world.open(&officer, MORNING);
    let env = env(MORNING);
    for (account, sees) in [
        ("ksv2", true),
        ("doitruong1", true),
        ("chicuctruong", true),
        ("phapche", true),
        ("tonghop", true),
        ("trunguong", true),
        ("ksv4", false),
        ("doitruong2", false),
        ("haiphong.ksv1", false),
        ("haiphong.chicuctruong", false),
        ("quantri", false),
    ] {
        let actor = world.actor(account);
        let loaded = block_on(load(&world.db, &actor, case.id));
        assert_eq!(loaded.is_ok(), sees, "{account} loads");
        if !sees {
            assert!(matches!(loaded, Err(StoreError::NotFound)), "{account}");
            let done = block_on(execute(&world.db, &env, &actor, case.id, 1, Command::SignSanction));
            assert!(matches!(done, Err(StoreError::NotFound)), "{account}: {done:?}");
            let done = block_on(execute(&world.db, &env, &actor, case.id, 9, Command::SignSanction));
            assert!(matches!(done, Err(StoreError::NotFound)), "{account}, stale: {done:?}");
        }
        let listed = block_on(list(&world.db, &actor, &ListFilter::default(), None, 20)).map(|page| page.rows.len());
        assert_eq!(listed.unwrap_or(0), usize::from(sees), "{account} lists");
        let filter = ListFilter { text: "hồng nhung".into(), ..ListFilter::default() };
        let found = block_on(list(&world.db, &actor, &filter, None, 20)).map(|page| page.rows.len());
        assert_eq!(found.unwrap_or(0), usize::from(sees), "{account} searches");
        let filter = ListFilter { unit: Some(UnitId("33-01".into())), ..ListFilter::default() };
        assert_eq!(block_on(list(&world.db, &actor, &filter, None, 20)).is_ok(), sees, "{account} names the unit");
    }
    let filter = ListFilter { unit: Some(UnitId("99-99".into())), ..ListFilter::default() };
    let unknown = block_on(list(&world.db, &officer, &filter, None, 20));
    assert!(matches!(unknown, Err(StoreError::NotFound)));
}

#[test]
fn a_refusal_keeps_nothing_and_uses_no_number() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.open(&officer, MORNING);
    let refused = world.execute(&leader, MORNING, &case, Command::SignSanction);
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::WrongStage { .. }))), "{refused:?}");
    let refused = world.execute(&officer, MORNING, &case, Command::SignInspectionDecision);
    assert!(matches!(refused, Err(StoreError::Refused(Refusal::Role { .. }))), "{refused:?}");
    assert_eq!(world.number("SELECT count(*) FROM number_series WHERE kind <> 'ho-so'"), 0);
    assert_eq!(world.number("SELECT count(*) FROM case_event"), 1);
}

#[test]
fn lists_page_by_key_filter_and_count() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    for day in 0..7 {
        let at = MORNING.checked_add(jiff::Span::new().days(day)).unwrap();
        world.open(&officer, at);
    }
    let decided = world.decision(&officer, &leader, MORNING, 100_000);
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let page = block_on(list(&world.db, &leader, &ListFilter::default(), after, 3)).unwrap();
        assert_eq!((page.count, page.capped), (8, false));
        seen.extend(page.rows.iter().map(|row| row.num));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, [8, 7, 6, 5, 4, 3, 2, 1], "newest first, nothing twice, nothing left out");

    let count = |account: &str, filter: ListFilter| {
        let page = block_on(list(&world.db, &world.actor(account), &filter, None, 50)).unwrap();
        assert_eq!(page.rows.len(), page.count as usize);
        page.rows.len()
    };
    let filter = ListFilter::default;
    for account in ["ksv2", "chicuctruong", "trunguong"] {
        for (filter, expected) in [
            (ListFilter { stage: Some(Stage::InspectionProposed), ..filter() }, 7),
            (ListFilter { stage: Some(Stage::SanctionDecided), ..filter() }, 1),
            (ListFilter { stage: Some(Stage::Closed), ..filter() }, 0),
            (ListFilter { field: Some(domain::catalogue::Field::HangNhapLau), ..filter() }, 1),
            (ListFilter { from: Some(date(2026, 10, 24)), ..filter() }, 2),
            (ListFilter { to: Some(date(2026, 10, 19)), ..filter() }, 2),
            (ListFilter { party: Some(decided.inspection.party.id), ..filter() }, 1),
            (ListFilter { text: "nhung".into(), ..filter() }, 8),
            (ListFilter { text: "33010001".into(), ..filter() }, 1),
            (ListFilter { text: "nhung".into(), stage: Some(Stage::SanctionDecided), ..filter() }, 1),
            (ListFilter { text: " -- ".into(), stage: Some(Stage::SanctionDecided), ..filter() }, 1),
            (ListFilter { text: "không có ai".into(), ..filter() }, 0),
            (ListFilter { text: "\" OR 1=1 --".into(), ..filter() }, 0),
        ] {
            assert_eq!(count(account, filter.clone()), expected, "{account}: {filter:?}");
        }
    }
}

#[test]
fn eight_writers_draw_numbers_without_gaps() {
    let world = World::new();
    let leader = world.actor("doitruong1");
    std::thread::scope(|scope| {
        for account in ["ksv1", "ksv2", "ksv3", "ksv1", "ksv2", "ksv3", "ksv1", "ksv2"] {
            let (world, leader) = (&world, &leader);
            scope.spawn(move || {
                let officer = world.actor(account);
                for _ in 0..6 {
                    let case = world.open(&officer, MORNING);
                    world
                        .execute(leader, MORNING.date().at(9, 0, 0, 0), &case, Command::SignInspectionDecision)
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(world.number("SELECT last FROM number_series WHERE kind = 'quyet-dinh-kiem-tra'"), 48);
    assert_eq!(world.number("SELECT count(DISTINCT code) FROM case_file"), 48);
    let verified = block_on(verify::run(&world.db)).unwrap();
    assert_eq!((verified.papers, verified.problems), (48, Vec::new()));
}

#[test]
fn money_paid_twice_with_one_receipt_is_refused() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let case = world.decision(&officer, &leader, MORNING, 100_000);
    let paid = |case: &CaseFile, amount| {
        let payment = Payment { paid_on: date(2026, 10, 22), amount: Dong(amount), receipt: "KB-1".into() };
        world.execute(&officer, date(2026, 10, 22).at(9, 0, 0, 0), case, Command::RecordPayment(payment))
    };
    let case = paid(&case, 100_000).unwrap();
    assert!(matches!(paid(&case, 100_000), Err(StoreError::Refused(Refusal::Fields { .. }))));
    assert_eq!(case.paid(), Dong(100_000));
}
