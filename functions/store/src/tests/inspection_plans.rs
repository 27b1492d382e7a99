//! Inspection plans: drafted by a unit, approved above it, carried out by cases; and what is tampered with is told.

use super::*;
use crate::plans::{PlanHead, draft, execute, list, load, waiting};
use crate::verify::run;
use domain::authority::PlanSight;
use domain::case::{Refusal, Stage};
use domain::plan::{
    APPROVAL_SYMBOL, InspectionPlan, Orientation, PlanCommand, PlanItem, PlanItemRef, PlanState, PlannedParty,
    PlannedTime,
};
use domain::unit::{UnitId, UnitPath};
use uuid::Uuid;

fn head(year: i16) -> PlanHead {
    PlanHead {
        kind: InspectionKind::Periodic,
        year,
        title: format!(" Kế hoạch kiểm tra định kỳ năm {year} "),
        orientation: Orientation { number: "3012/QĐ-BCT".into(), signed_on: date(2025, 11, 10) },
    }
}

fn item(party: &Party, team: &str, content: &str) -> PlanItem {
    PlanItem {
        id: env(MORNING).uuid(),
        party: PlannedParty::of(party),
        place: None,
        contents: vec![content.into()],
        when: PlannedTime::Quarter { quarter: 4 },
        unit: UnitId(team.into()),
        path: UnitPath(format!("TW/33/{team}")),
        unit_name: "Đội".into(),
        note: String::new(),
    }
}

fn add(item: &PlanItem) -> PlanCommand {
    PlanCommand::AddItem { item: Box::new(item.clone()) }
}

fn code<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> String {
    match answer {
        Err(StoreError::Refused(Refusal::Law { refusal })) => refusal.code,
        Err(StoreError::Refused(Refusal::Fields { errors })) => errors[0].field.clone(),
        Err(StoreError::Refused(Refusal::Role { .. })) => "role".into(),
        Err(StoreError::NotFound) => "not-found".into(),
        Err(StoreError::Stale { .. }) => "stale".into(),
        other => panic!("{other:?}"),
    }
}

impl World {
    fn begin(&self, actor: &Actor, year: i16) -> InspectionPlan {
        let id = env(MORNING).uuid();
        block_on(draft(&self.db, &env(MORNING), actor, id, head(year))).unwrap();
        self.read(actor, id)
    }

    fn read(&self, actor: &Actor, id: Uuid) -> InspectionPlan {
        block_on(load(&self.db, actor, id, MORNING.date())).unwrap().plan
    }

    fn ask(&self, actor: &Actor, plan: &InspectionPlan, command: PlanCommand) -> Result<InspectionPlan, StoreError> {
        block_on(execute(&self.db, &env(MORNING), actor, plan.id, plan.version, command))
    }

    /// A plan with these items, approved by the head above.
    fn approved(&self, drafter: &str, head: &str, items: &[PlanItem]) -> InspectionPlan {
        let (drafter, head) = (self.actor(drafter), self.actor(head));
        let mut plan = self.begin(&drafter, 2026);
        for item in items {
            plan = self.ask(&drafter, &plan, add(item)).unwrap();
        }
        plan = self.ask(&drafter, &plan, PlanCommand::Submit).unwrap();
        self.ask(&head, &plan, PlanCommand::Approve).unwrap()
    }

    fn planned(
        &self,
        actor: &Actor,
        plan: &InspectionPlan,
        item: &PlanItem,
        party: &Party,
    ) -> Result<CaseId, StoreError> {
        let mut draft = inspection(actor, MORNING);
        draft.kind = InspectionKind::Periodic;
        draft.party = party.clone();
        draft.plan_item = Some(PlanItemRef { plan: plan.id, item: item.id, code: String::new() });
        block_on(store::create(&self.db, &env(MORNING), actor, CaseId(env(MORNING).uuid()), draft))
    }
}

#[test]
fn a_plan_goes_up_and_is_numbered() {
    let world = World::new();
    let (leader, boss) = (world.actor("doitruong1"), world.actor("chicuctruong"));
    let plan = world.begin(&leader, 2026);
    assert_eq!((plan.code.as_str(), plan.title.as_str()), ("KH-33-01/2026/001", "Kế hoạch kiểm tra định kỳ năm 2026"));
    block_on(draft(&world.db, &env(MORNING), &leader, plan.id, head(2026))).unwrap();
    assert_eq!(world.number("SELECT count(*) FROM plan"), 1, "posted twice");
    let other = world.actor("ksv2");
    assert_eq!(code(block_on(draft(&world.db, &env(MORNING), &other, plan.id, head(2026)))), "not-found");
    let shop = party("Cửa hàng Bình Minh");
    let line = item(&shop, "33-01", "Nhãn hàng hóa");
    let changed = world.ask(&leader, &plan, add(&line)).unwrap();
    assert_eq!(code(world.ask(&leader, &plan, PlanCommand::Submit)), "stale");
    assert_eq!(code(world.ask(&leader, &changed, add(&item(&shop, "33-01", "nhãn hàng hóa.")))), "planned-twice");
    assert_eq!(
        code(world.ask(&leader, &changed, add(&item(&shop, "33-PC", "Giá")))),
        "unit",
        "a section inspects nobody"
    );
    for (account, expected) in [
        ("doitruong2", "not-found"),
        ("haiphong.chicuctruong", "not-found"),
        ("phapche", "role"),
        ("trunguong", "role"),
    ] {
        assert_eq!(code(world.ask(&world.actor(account), &changed, PlanCommand::Submit)), expected, "{account}");
    }
    let plan = world.ask(&leader, &changed, PlanCommand::Submit).unwrap();
    let waits = |account: &str| -> Vec<PlanState> {
        block_on(waiting(&world.db, &world.actor(account))).unwrap().iter().map(|found| found.state).collect()
    };
    assert_eq!(
        (waits("chicuctruong"), waits("trunguong"), waits("doitruong1")),
        (vec![PlanState::Submitted], vec![], vec![])
    );
    let plan = world.ask(&boss, &plan, PlanCommand::Return { reason: "Sửa".into() }).unwrap();
    assert_eq!((waits("chicuctruong"), waits("ksv1"), waits("ksv4")), (vec![], vec![PlanState::Returned], vec![]));
    let plan = world.ask(&leader, &plan, PlanCommand::Submit).unwrap();
    for (account, expected) in [("ksv1", "role"), ("doitruong1", "role"), ("trunguong", "plan-not-superior")] {
        assert_eq!(code(world.ask(&world.actor(account), &plan, PlanCommand::Approve)), expected, "{account}");
    }
    let plan = world.ask(&boss, &plan, PlanCommand::Approve).unwrap();
    assert_eq!(plan.in_force().unwrap().frame.number.text, "33000001/QĐ-PDKH", "a refused approval used no number");
    let second = world.approved("doitruong2", "chicuctruong", &[item(&shop, "33-02", "Giá")]);
    assert_eq!(second.in_force().unwrap().frame.number.text, "33000002/QĐ-PDKH");
    let third = world.begin(&world.actor("doitruong3"), 2026);
    let again = item(&shop, "33-03", "Nhãn hàng hóa");
    assert_eq!(code(world.ask(&world.actor("doitruong3"), &third, add(&again))), "planned-twice", "of another plan");
    let register =
        block_on(crate::papers::register(&world.db, &boss, &boss.unit, 2026, Some(APPROVAL_SYMBOL))).unwrap();
    assert_eq!(
        register.iter().map(|line| line.number.as_str()).collect::<Vec<_>>(),
        ["33000001/QĐ-PDKH", "33000002/QĐ-PDKH"]
    );
    let verified = block_on(run(&world.db)).unwrap();
    assert_eq!((verified.problems, verified.plans, verified.papers), (Vec::<String>::new(), 3, 2));
}

#[test]
fn who_sees_which_plan() {
    let world = World::new();
    let (one, two) = (party("Một"), party("Hai"));
    let items = [item(&one, "33-01", "Giá"), item(&two, "33-02", "Giá")];
    let whole = world.approved("chicuctruong", "trunguong", &items);
    let own = world.begin(&world.actor("doitruong1"), 2026);
    let today = MORNING.date();
    for (account, expected) in [
        ("ksv1", vec![(own.id, 0), (whole.id, 1)]),
        ("doitruong2", vec![(whole.id, 1)]),
        ("doitruong3", vec![]),
        ("phochicuctruong", vec![(own.id, 0), (whole.id, 2)]),
        ("tonghop", vec![(own.id, 0), (whole.id, 2)]),
        ("trunguong", vec![(own.id, 0), (whole.id, 2)]),
        ("haiphong.chicuctruong", vec![]),
    ] {
        let found = block_on(list(&world.db, &world.actor(account), 2026, None, today)).unwrap();
        let rows: Vec<_> = found.rows.iter().map(|row| (row.id, row.progress.planned)).collect();
        assert_eq!(rows, expected, "{account}");
    }
    let team = UnitId("33-02".into());
    let found = block_on(list(&world.db, &world.actor("chicuctruong"), 2026, Some(&team), today)).unwrap();
    assert_eq!(found.rows.iter().map(|row| row.id).collect::<Vec<_>>(), [whole.id]);
    assert_eq!(code(block_on(list(&world.db, &world.actor("doitruong1"), 2026, Some(&team), today))), "not-found");
    assert!(block_on(list(&world.db, &world.actor("quantri"), 2026, None, today)).is_err());
    let file = block_on(load(&world.db, &world.actor("ksv1"), whole.id, today)).unwrap();
    assert_eq!((file.sight, file.plan.items.len(), file.events.len()), (PlanSight::OwnItems, 1, 0));
    for account in ["doitruong3", "haiphong.ksv1", "quantri"] {
        assert_eq!(code(block_on(load(&world.db, &world.actor(account), whole.id, today))), "not-found", "{account}");
    }
    assert_eq!(code(block_on(load(&world.db, &world.actor("doitruong2"), own.id, today))), "not-found");
}

#[test]
fn cases_carry_a_plan_out() {
    let world = World::new();
    let (officer, leader, boss) = (world.actor("ksv1"), world.actor("doitruong1"), world.actor("chicuctruong"));
    let (one, two, three) = (party("Một"), party("Hai"), party("Ba"));
    let items = [item(&one, "33-01", "Giá"), item(&two, "33-02", "Giá"), item(&three, "33-01", "Giá")];
    let plan = world.approved("chicuctruong", "trunguong", &items);
    assert_eq!(code(world.planned(&officer, &plan, &items[1], &two)), "plan-other-team");
    assert_eq!(code(world.planned(&officer, &plan, &items[0], &two)), "party");
    assert_eq!(code(world.planned(&world.actor("haiphong.ksv1"), &plan, &items[0], &one)), "not-found");
    assert_eq!(code(world.planned(&officer, &plan, &item(&one, "33-01", "Giá"), &one)), "not-found", "no such item");
    let id = world.planned(&officer, &plan, &items[0], &one).unwrap();
    assert_eq!(code(world.planned(&officer, &plan, &items[0], &one)), "inspected-twice");
    let case = block_on(store::load(&world.db, &officer, id)).unwrap().0;
    assert_eq!(case.inspection.plan_item.as_ref().unwrap().code, plan.code);
    let progress = |today| {
        let file = block_on(load(&world.db, &boss, plan.id, today)).unwrap();
        let teams: Vec<_> = file
            .teams
            .iter()
            .map(|(unit, count)| {
                (unit.0.clone(), [count.planned, count.opened, count.inspected, count.concluded, count.overdue])
            })
            .collect();
        (teams, file.cases.first().map(|case| case.stage))
    };
    let of = |one: [u32; 5], two: [u32; 5]| vec![("33-01".to_owned(), one), ("33-02".to_owned(), two)];
    assert_eq!(progress(MORNING.date()), (of([2, 1, 0, 0, 0], [1, 0, 0, 0, 0]), Some(Stage::InspectionProposed)));
    let case = world.execute(&leader, MORNING.date().at(9, 0, 0, 0), &case, Command::SignInspectionDecision).unwrap();
    let record = Command::RecordInspection(record(MORNING, false));
    let case = world.execute(&officer, MORNING.date().at(12, 0, 0, 0), &case, record).unwrap();
    assert_eq!(progress(date(2027, 1, 4)).0, of([2, 1, 1, 0, 1], [1, 0, 0, 0, 1]), "the fourth quarter is over");
    let conclude = Command::ConcludeInspection { note: "Chấp hành tốt".into() };
    world.execute(&leader, MORNING.date().at(13, 0, 0, 0), &case, conclude).unwrap();
    assert_eq!(progress(MORNING.date()).0, of([2, 1, 1, 1, 0], [1, 0, 0, 0, 0]));
    let cancel = |item: &PlanItem| PlanCommand::CancelItem { item: item.id, reason: "Đã giải thể".into() };
    let nation = world.actor("trunguong");
    assert_eq!(code(world.ask(&nation, &plan, cancel(&items[0]))), "plan-item-opened");
    let plan = world.ask(&nation, &plan, cancel(&items[2])).unwrap();
    assert_eq!(code(world.planned(&officer, &plan, &items[2], &three)), "plan-item-cancelled");
    assert_eq!(progress(MORNING.date()).0, of([1, 1, 1, 1, 0], [1, 0, 0, 0, 0]));
    assert_eq!(block_on(run(&world.db)).unwrap().problems, Vec::<String>::new());
}

#[test]
fn an_amendment_replaces_what_is_in_force_once_it_is_approved() {
    let world = World::new();
    let (leader, boss) = (world.actor("doitruong1"), world.actor("chicuctruong"));
    let (one, two) = (party("Một"), party("Hai"));
    let items = [item(&one, "33-01", "Giá"), item(&two, "33-01", "Giá")];
    let plan = world.approved("doitruong1", "chicuctruong", &items[..1]);
    let plan = world.ask(&leader, &plan, PlanCommand::Amend { reason: "Bổ sung".into() }).unwrap();
    let plan = world.ask(&leader, &plan, add(&items[1])).unwrap();
    let plan = world.ask(&leader, &plan, PlanCommand::RemoveItem { item: items[0].id }).unwrap();
    assert_eq!(code(world.planned(&leader, &plan, &items[0], &one)), "plan-item-leaving");
    assert_eq!(code(world.planned(&leader, &plan, &items[1], &two)), "not-found", "not approved yet");
    let plan = world.ask(&leader, &plan, PlanCommand::Submit).unwrap();
    let plan = world.ask(&boss, &plan, PlanCommand::Approve).unwrap();
    assert_eq!((plan.state, plan.revisions.len()), (PlanState::Amended, 2));
    world.planned(&leader, &plan, &items[1], &two).unwrap();
    assert_eq!(block_on(run(&world.db)).unwrap().problems, Vec::<String>::new());
}

/// One tampering, and a word of the problem it must cause.
const TAMPERINGS: [(&str, &str); 9] = [
    ("UPDATE plan_event SET event = replace(event, 'định kỳ', 'chuyên đề') WHERE seq = 1", "hash of event 1"),
    ("UPDATE plan_event SET officer = 'ksv3' WHERE seq = 1", "columns of event"),
    ("DELETE FROM plan_event WHERE seq = 2", "missing"),
    ("UPDATE plan_chain_head SET position = 9", "its head"),
    ("UPDATE plan SET document = replace(document, 'định kỳ', 'chuyên đề')", "document differs"),
    ("UPDATE plan SET state = 'du-thao'", "column state"),
    ("UPDATE plan_item SET cancelled = 1", "items in force"),
    ("DELETE FROM plan_case", "linked"),
    ("UPDATE number_series SET last = 7 WHERE kind = 'QĐ-PDKH'", "gaps"),
];

#[test]
fn every_tampering_is_told() {
    for (sql, problem) in TAMPERINGS {
        let world = World::new();
        let shop = party("Một");
        let items = [item(&shop, "33-01", "Giá")];
        let plan = world.approved("doitruong1", "chicuctruong", &items);
        world.planned(&world.actor("ksv1"), &plan, &items[0], &shop).unwrap();
        assert_eq!(block_on(run(&world.db)).unwrap().problems, Vec::<String>::new());
        for trigger in ["plan_event_is_append_only_update", "plan_event_is_append_only_delete"] {
            world.tamper(&format!("DROP TRIGGER {trigger}"));
        }
        world.tamper(sql);
        let problems = block_on(run(&world.db)).unwrap().problems;
        assert!(problems.iter().any(|told| told.contains(problem)), "{sql}: {problems:?}");
    }
}
