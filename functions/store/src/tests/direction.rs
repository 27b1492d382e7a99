//! Direction: given, passed on, reported and judged; comments beside a case; what waits; the feed; and what is tampered with is
//! told.

use super::plans::check_plan;
use super::*;
use crate::direction::{
    Chosen, Side, TaskFilter, TaskForm, ask, entries, execute, feed_state, figures, give, list, load, of_case,
    officer_of, renew_feed, reply, revoke_feed, targets, waiting, waiting_comments,
};
use crate::verify::run;
use domain::case::Refusal;
use domain::direction::comment::{Comment, CommentCommand, CommentState};
use domain::direction::{AboutKind, Campaign, PartState, Task, TaskCommand, TaskKind};
use domain::officer::OfficerId;
use domain::report::Measure;
use domain::unit::UnitId;
use uuid::Uuid;

fn unit(id: &str) -> Chosen {
    Chosen::Unit(UnitId(id.into()))
}

fn form(to: &[Chosen]) -> TaskForm {
    TaskForm {
        kind: TaskKind::Specific,
        title: "Rà soát kho hàng".into(),
        content: "Báo cáo số kho đã rà soát.".into(),
        field: None,
        about: None,
        campaign: None,
        due: date(2026, 10, 30),
        parent: None,
        to: to.to_vec(),
    }
}

fn code<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> String {
    match answer {
        Err(StoreError::Refused(Refusal::OutOfTurn { code, .. })) => code,
        Err(StoreError::Refused(Refusal::Fields { errors })) => errors[0].field.clone(),
        Err(StoreError::Refused(Refusal::Role { .. })) => "role".into(),
        Err(StoreError::NotFound) => "not-found".into(),
        Err(StoreError::Stale { .. }) => "stale".into(),
        other => panic!("{other:?}"),
    }
}

impl World {
    fn give(&self, who: &Actor, form: &TaskForm) -> Result<Uuid, StoreError> {
        let env = env(MORNING);
        block_on(give(&self.db, &env, who, env.uuid(), form))
    }

    fn task(&self, who: &Actor, id: Uuid) -> Task {
        block_on(load(&self.db, who, id)).unwrap().task
    }

    fn part_step(&self, who: &Actor, id: Uuid, part: u32, command: TaskCommand) -> Result<Task, StoreError> {
        let version = self.task(who, id).part(part).unwrap().version;
        block_on(execute(&self.db, &env(MORNING), who, id, Some(part), version, command))
    }

    /// References of the tasks of a list.
    fn listed(&self, who: &Actor, filter: TaskFilter) -> Vec<String> {
        let page = block_on(list(&self.db, who, &filter, None, MORNING.date())).unwrap();
        page.rows.into_iter().map(|row| row.task.code).collect()
    }

    fn waits(&self, who: &Actor) -> (usize, usize) {
        let (tasks, comments) =
            block_on(async { (waiting(&self.db, who).await.unwrap(), waiting_comments(&self.db, who).await.unwrap()) });
        let counted = block_on(crate::frame::frame(&self.db, who, MORNING)).unwrap().direction;
        assert_eq!((counted.tasks as usize, counted.comments as usize), (tasks.len(), comments.len()));
        (tasks.len(), comments.len())
    }

    fn told(&self) -> Vec<String> {
        block_on(run(&self.db)).unwrap().problems
    }
}

#[test]
fn a_task_is_given_passed_on_and_judged() {
    let world = World::new();
    let (head, leader, officer) = (world.actor("chicuctruong"), world.actor("doitruong1"), world.actor("ksv1"));
    let beside = world.actor("doitruong2");
    let names: Vec<String> =
        block_on(targets(&world.db, &head, MORNING.date())).unwrap().iter().map(|to| to.key()).collect();
    assert!(names.contains(&"unit:33-05".to_owned()) && names.contains(&"officer:phochicuctruong".to_owned()));
    assert!(!names.iter().any(|name| name.contains("chicuctruong") && !name.contains("pho")), "not himself: {names:?}");
    assert_eq!(code(block_on(targets(&world.db, &officer, MORNING.date()))), "role");
    assert_eq!(code(world.give(&head, &form(&[]))), "to");
    assert_eq!(code(world.give(&head, &form(&[unit("99-99")]))), "to");
    assert_eq!(code(world.give(&head, &form(&[unit("31-01")]))), "to");

    let id = world.give(&head, &form(&[unit("33-01"), unit("33-02")])).unwrap();
    let env = env(MORNING);
    assert_eq!(block_on(give(&world.db, &env, &head, id, &form(&[unit("33-03")]))).unwrap(), id, "posted twice");
    assert_eq!(code(block_on(give(&world.db, &env, &leader, id, &form(&[])))), "not-found");
    assert_eq!(world.task(&head, id).code, "CĐ-33/2026/001");
    assert_eq!((world.waits(&leader), world.waits(&beside), world.waits(&head)), ((1, 0), (1, 0), (0, 0)));

    // Each sees his part, and nobody beside sees anything.
    assert_eq!(world.task(&leader, id).parts.len(), 1);
    let file = block_on(load(&world.db, &leader, id)).unwrap();
    let told = serde_json::to_string(&file.events).unwrap();
    assert!(!told.contains("\"33-02\""), "to whom else it was given is not his to know: {told}");
    for stranger in ["doitruong3", "haiphong.chicuctruong", "quantri"] {
        let stranger = world.actor(stranger);
        assert_eq!(code(block_on(load(&world.db, &stranger, id))), "not-found");
        let accept = execute(&world.db, &env, &stranger, id, Some(1), 1, TaskCommand::Accept);
        assert_eq!(code(block_on(accept)), "not-found");
    }
    assert_eq!(code(world.part_step(&officer, id, 1, TaskCommand::Accept)), "task-not-addressee");

    // A part has a version of its own: what one team does makes the other's form no older.
    world.part_step(&leader, id, 1, TaskCommand::Accept).unwrap();
    let accept = || execute(&world.db, &env, &beside, id, Some(2), 1, TaskCommand::Accept);
    block_on(accept()).unwrap();
    assert_eq!(code(block_on(accept())), "stale");

    let child = TaskForm {
        parent: Some((id, 1)),
        due: date(2026, 10, 23),
        ..form(&[Chosen::Officer(OfficerId("ksv1".into()))])
    };
    assert_eq!(code(world.give(&beside, &child)), "not-found", "the part of another team");
    let below = world.give(&leader, &child).unwrap();
    assert_eq!(world.task(&leader, id).parts[0].children[0].id, below);
    assert_eq!(world.waits(&officer), (1, 0));
    assert!(block_on(load(&world.db, &officer, below)).unwrap().opens_parent, "his team has a part of it");
    assert_eq!(code(block_on(load(&world.db, &world.actor("ksv2"), below))), "not-found");
    world.part_step(&officer, below, 1, TaskCommand::Accept).unwrap();
    world.part_step(&officer, below, 1, TaskCommand::Report { result: "Xong".into() }).unwrap();
    assert_eq!((world.waits(&leader), world.waits(&officer)), ((2, 0), (0, 0)), "his own part, and a result to judge");
    let deputy = world.actor("phodoi1");
    assert_eq!(world.waits(&deputy), (1, 0), "another's result is not his to judge");
    world.part_step(&leader, below, 1, TaskCommand::AcceptResult { words: String::new() }).unwrap();
    world.part_step(&leader, id, 1, TaskCommand::Report { result: "Đã rà soát 14 kho".into() }).unwrap();
    let back = TaskCommand::ReturnResult { reason: "Thiếu kho ở chợ Gạo".into() };
    let returned = world.part_step(&head, id, 1, back).unwrap();
    assert_eq!(returned.parts[0].state, PartState::Returned);
    let withdraw = TaskCommand::Withdraw { reason: "Đã có kế hoạch khác".into() };
    let version = world.task(&head, id).version;
    assert_eq!(code(block_on(execute(&world.db, &env, &head, id, None, version - 1, withdraw.clone()))), "stale");
    block_on(execute(&world.db, &env, &head, id, None, version, withdraw)).unwrap();
    assert_eq!((world.waits(&leader), world.waits(&head)), ((0, 0), (0, 0)));
    let found = block_on(run(&world.db)).unwrap();
    assert_eq!((found.problems, found.tasks, found.task_events), (Vec::<String>::new(), 2, 11));
}

#[test]
fn lists_are_narrowed_and_paged() {
    let world = World::new();
    let (head, leader) = (world.actor("chicuctruong"), world.actor("doitruong1"));
    for number in 0..35 {
        let title = format!("Việc số {number}");
        let kind = if number % 5 == 0 { TaskKind::Directive } else { TaskKind::Specific };
        world.give(&head, &TaskForm { title, kind, ..form(&[unit("33-01"), unit("33-02")]) }).unwrap();
    }
    let own = Chosen::Officer(OfficerId("doitruong1".into()));
    let deputy = world.actor("phodoi1");
    world.give(&deputy, &form(&[own])).unwrap();
    let first = block_on(list(&world.db, &leader, &TaskFilter::default(), None, MORNING.date())).unwrap();
    assert_eq!((first.rows.len(), first.rows[0].task.code.as_str()), (30, "CĐ-33-01/2026/001"));
    assert!(first.rows.iter().all(|row| row.part.is_some() && row.task.parts.len() == 1));
    let rest = block_on(list(&world.db, &leader, &TaskFilter::default(), first.next, MORNING.date())).unwrap();
    assert_eq!((rest.rows.len(), rest.next), (6, None));
    let filter = |side| TaskFilter { side, ..TaskFilter::default() };
    assert_eq!(world.listed(&head, filter(Side::Given)).len(), 30);
    assert_eq!(world.listed(&leader, filter(Side::Given)), ["CĐ-33-01/2026/001"]);
    let kind = Some(TaskKind::Directive);
    assert_eq!(world.listed(&leader, TaskFilter { kind, ..filter(Side::Received) }).len(), 7);
    let text = "viec so 34".to_owned();
    assert_eq!(world.listed(&head, TaskFilter { text, ..filter(Side::Given) }), ["CĐ-33/2026/035"]);
    let state = Some(PartState::Accepted);
    assert!(world.listed(&leader, TaskFilter { state, ..filter(Side::Received) }).is_empty());
    let late = TaskFilter { late: true, ..filter(Side::Received) };
    let page = block_on(list(&world.db, &leader, &late, None, date(2026, 10, 31))).unwrap();
    assert_eq!(page.rows.len(), 30);
    assert_eq!(world.listed(&world.actor("trunguong"), filter(Side::Area)).len(), 30);
    assert!(world.listed(&world.actor("haiphong.chicuctruong"), filter(Side::Area)).is_empty());
    for (who, side) in [("ksv1", Side::Given), ("ksv1", Side::Area), ("quantri", Side::Received)] {
        let (who, filter) = (world.actor(who), filter(side));
        let answer = list(&world.db, &who, &filter, None, MORNING.date());
        assert_eq!(code(block_on(answer)), "not-found", "{:?}", who.role);
    }
    for (sql, count, index) in [
        (format!("{} ORDER BY 1 DESC LIMIT 31", crate::direction::plans::ADDRESSED), 2, "task_part_by_addressee"),
        (format!("{} ORDER BY 1 DESC LIMIT 31", crate::direction::plans::GIVEN), 2, "task_by_unit"),
        (format!("SELECT count(*) {}", crate::direction::plans::TO_DO), 1, "COVERING INDEX task_part_to_do"),
        (format!("SELECT count(*) {}", crate::direction::plans::TO_JUDGE), 2, "COVERING INDEX task_part_to_judge"),
        (format!("SELECT count(*) {}", crate::direction::plans::TO_ANSWER), 3, "case_comment_to_answer"),
        (format!("SELECT count(*) {}", crate::direction::plans::TO_READ), 1, "COVERING INDEX case_comment_to_read"),
    ] {
        check_plan(&world, &sql, &vec![crate::Value::from("x"); count], index);
    }
}

#[test]
fn a_comment_stands_beside_its_case() {
    let world = World::new();
    let (officer, leader, section) = (world.actor("ksv1"), world.actor("doitruong1"), world.actor("phapche"));
    let case = world.open(&officer, MORNING);
    let env = env(MORNING);
    let id = env.uuid();
    let due = Some(date(2026, 10, 22));
    let asked = |who: &Actor, id| block_on(ask(&world.db, &env, who, id, case.id, "Đã có hóa đơn chưa?", due));
    assert_eq!(code(asked(&officer, env.uuid())), "role");
    assert_eq!(code(asked(&world.actor("doitruong2"), env.uuid())), "not-found");
    assert_eq!(asked(&section, id).unwrap(), id);
    assert_eq!(asked(&section, id).unwrap(), id, "posted twice");
    assert_eq!(code(asked(&leader, id)), "not-found");
    assert_eq!((world.waits(&officer), world.waits(&leader), world.waits(&section)), ((0, 1), (0, 1), (0, 0)));
    assert_eq!(world.waits(&world.actor("ksv2")), (0, 0), "another officer of the team");
    let (found, may_ask) = block_on(of_case(&world.db, &officer, case.id)).unwrap();
    assert_eq!((found.len(), found[0].answers, found[0].judges, may_ask), (1, true, false, false));
    assert!(block_on(of_case(&world.db, &leader, case.id)).unwrap().1);
    assert_eq!(code(block_on(of_case(&world.db, &world.actor("ksv10"), case.id))), "not-found");
    // The case is as it was: no form of it is stale.
    world.execute(&leader, MORNING, &case, Command::SignInspectionDecision).unwrap();

    let say = |who: &Actor, version, command: CommentCommand| -> Result<Comment, StoreError> {
        block_on(reply(&world.db, &env, who, id, version, &command))
    };
    let answer = || CommentCommand::Answer { text: "Đã yêu cầu xuất trình".into() };
    assert_eq!(code(say(&world.actor("ksv10"), 1, answer())), "not-found");
    assert_eq!(code(say(&section, 1, answer())), "comment-not-answerer");
    say(&officer, 1, answer()).unwrap();
    assert_eq!(code(say(&officer, 1, answer())), "stale");
    assert_eq!((world.waits(&officer), world.waits(&section)), ((0, 0), (0, 1)), "an answer to read");
    say(&section, 2, CommentCommand::Reopen { text: "Bao giờ có?".into() }).unwrap();
    say(&leader, 3, answer()).unwrap();
    let closed = say(&section, 4, CommentCommand::Close).unwrap();
    assert_eq!((closed.state, closed.replies.len()), (CommentState::Closed, 3));
    assert_eq!(world.waits(&section), (0, 0));
    assert_eq!(world.told(), Vec::<String>::new());
    for (sql, words) in [
        ("UPDATE case_comment SET state = 'cho-tra-loi'", "comment"),
        ("UPDATE comment_chain_head SET position = 3", "chain of comments"),
    ] {
        world.tamper(sql);
        assert!(world.told().iter().any(|problem| problem.contains(words)), "{sql}: {:?}", world.told());
    }
}

#[test]
fn what_is_tampered_with_is_told() {
    let world = World::new();
    let head = world.actor("chicuctruong");
    world.give(&head, &form(&[unit("33-01")])).unwrap();
    let db = &world.db;
    let refused = |sql: &str| block_on(async { db.open().await.unwrap().execute(sql, &[]).await }).is_err();
    assert!(refused("UPDATE task_event SET officer = 'x'") && refused("DELETE FROM task_event"), "append-only");
    for (sql, undo, words) in [
        (
            "UPDATE task_part SET state = 'da-hoan-thanh'",
            "UPDATE task_part SET state = 'cho-tiep-nhan'",
            "its parts differ",
        ),
        ("UPDATE task SET due = '2027-01-01'", "UPDATE task SET due = '2026-10-30'", "column due differs"),
        ("UPDATE task SET document = replace(document, 'kho', 'Kho')", "", "the document differs"),
    ] {
        world.tamper(sql);
        assert!(world.told().iter().any(|problem| problem.contains(words)), "{sql}: {:?}", world.told());
        if !undo.is_empty() {
            world.tamper(undo);
        }
    }
}

/// A campaign shows what its period and field hold, by unit, the same minute.
#[test]
fn a_campaign_has_its_figures() {
    let world = World::new();
    let (head, leader, officer) = (world.actor("chicuctruong"), world.actor("doitruong1"), world.actor("ksv1"));
    let campaign = Campaign { from: MORNING.date(), to: date(2026, 10, 31), target: None };
    let peak = TaskForm {
        kind: TaskKind::Campaign,
        campaign: Some(campaign),
        ..form(&[unit("33-01"), unit("33-02"), unit("33-PC")])
    };
    let id = world.give(&head, &peak).unwrap();
    world.violation(&officer, &leader, MORNING, 5_000_000);
    let read = |who: &Actor, today| {
        let file = block_on(load(&world.db, who, id)).unwrap();
        block_on(figures(&world.db, who, &file.task, &file.sight, today)).unwrap().units
    };
    let counts = |who: &Actor, today| -> Vec<(String, i64)> {
        read(who, today).into_iter().map(|(unit, sum)| (unit.0, sum.get(Measure::Violations))).collect()
    };
    let today = MORNING.date();
    assert_eq!(counts(&head, today), [("33-01".to_owned(), 1), ("33-02".to_owned(), 0)]);
    assert_eq!(counts(&leader, today), [("33-01".to_owned(), 1)]);
    assert!(counts(&head, date(2026, 10, 1)).is_empty(), "before it begins");
    let about = TaskForm { about: Some((AboutKind::Case, Uuid::from_u128(1))), ..form(&[unit("33-01")]) };
    assert_eq!(code(world.give(&head, &about)), "not-found");
}

#[test]
fn a_feed_belongs_to_its_token() {
    let world = World::new();
    let (officer, leader, head) = (world.actor("ksv1"), world.actor("doitruong1"), world.actor("chicuctruong"));
    let case = world.violation(&officer, &leader, MORNING, 5_000_000);
    let env = env(MORNING.date().at(14, 0, 0, 0));
    assert_eq!(block_on(feed_state(&world.db, &officer)).unwrap(), None);
    let token = block_on(renew_feed(&world.db, &env, &officer)).unwrap();
    assert_eq!(token.len(), 64);
    let kept =
        world.number(&format!("SELECT count(*) FROM calendar_feed WHERE hex(token_hash) LIKE '%{}%'", &token[..8]));
    assert_eq!(kept, 0, "only the hash is kept");
    assert_eq!(block_on(officer_of(&world.db, &token)).unwrap().unwrap().officer.id, officer.officer.id);
    let id = world.give(&head, &form(&[unit("33-01")])).unwrap();
    block_on(ask(&world.db, &env, &head, env.uuid(), case.id, "Hỏi", Some(date(2026, 10, 21)))).unwrap();
    let read = |who: &Actor| {
        block_on(entries(&world.db, who, env.now, |case| format!("/ho-so/{case}"), |task| format!("/chi-dao/{task}")))
            .unwrap()
    };
    let found = read(&officer);
    let decision = found.iter().find(|entry| entry.uid.starts_with(&format!("ho-so-{}-D-2", case.id))).unwrap();
    assert!(decision.summary.contains(&case.code) && decision.description[0].contains("Điều 66"), "{decision:?}");
    assert!(found.iter().any(|entry| entry.uid.starts_with("y-kien-")), "{found:?}");
    assert!(read(&leader).iter().any(|entry| entry.path == format!("/chi-dao/{id}")));
    let text = domain::direction::feed::feed("https://a", "a", &found).replace("\r\n ", "");
    for hidden in [case.inspection.party.name.as_str(), "Hỏi", "Rà soát kho"] {
        assert!(!text.contains(hidden), "{hidden}: {text}");
    }
    world.tamper("UPDATE officer SET active = 0 WHERE id = 'ksv1'");
    assert!(block_on(officer_of(&world.db, &token)).unwrap().is_none(), "a closed account has no feed");
    world.tamper("UPDATE officer SET active = 1 WHERE id = 'ksv1'");
    let newer = block_on(renew_feed(&world.db, &env, &officer)).unwrap();
    assert!(block_on(officer_of(&world.db, &token)).unwrap().is_none() && newer != token);
    block_on(revoke_feed(&world.db, &env, &officer)).unwrap();
    assert!(block_on(officer_of(&world.db, &newer)).unwrap().is_none());
}
