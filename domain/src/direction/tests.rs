//! Direction: who gives to whom, every turn of a part, comments; and random walks that keep them whole.

mod feeds;
mod walks;

use super::comment::{
    Comment, CommentAsk, CommentCommand, CommentContext, CommentState, NewComment, decide as decide_comment,
};
use super::*;
use crate::authority::{Denial, TaskSight, gives_task, task_sight, works_part};
use crate::calendar::from_local;
use crate::case::{CaseId, Refusal};
use crate::officer::Role;
use jiff::civil::date;

pub(super) const TODAY: Date = date(2026, 11, 20);

pub(super) fn officer(id: &str) -> OfficerSnapshot {
    OfficerSnapshot {
        id: OfficerId(id.into()),
        full_name: format!("Ông {id}"),
        title: "Công chức".into(),
        badge: String::new(),
        card: None,
    }
}

pub(super) fn actor(id: &str, role: Role, path: &str) -> Actor {
    let path = UnitPath(path.into());
    Actor { officer: officer(id), role, unit: path.leaf(), path, delegations: Vec::new() }
}

pub(super) fn unit(path: &str, kind: UnitKind) -> Addressee {
    let path = UnitPath(path.into());
    Addressee { unit: path.leaf(), unit_name: format!("Đơn vị {}", path.leaf()), path, kind, officer: None }
}

pub(super) fn team(path: &str) -> Addressee {
    unit(path, UnitKind::Team)
}

pub(super) fn of_officer(id: &str, path: &str) -> Addressee {
    Addressee { officer: Some(officer(id)), ..team(path) }
}

pub(super) fn new_task(path: &str, to: Vec<Addressee>) -> NewTask {
    let path = UnitPath(path.into());
    NewTask {
        id: Uuid::from_u128(1),
        code: "CĐ-33/2026/001".into(),
        kind: TaskKind::Specific,
        title: " Kiểm tra  kho ".into(),
        content: "Rà soát các kho.\nBáo cáo.".into(),
        field: None,
        about: None,
        campaign: None,
        due: date(2026, 12, 1),
        parent: None,
        unit: path.leaf(),
        path,
        province: UnitId("33".into()),
        unit_name: "Chi cục".into(),
        to,
    }
}

pub(super) fn head() -> Actor {
    actor("truong", Role::ProvincialHead, "TW/33")
}

pub(super) fn leader(number: u8) -> Actor {
    actor(&format!("doi{number}"), Role::TeamLeader, &format!("TW/33/33-0{number}"))
}

pub(super) fn context(actor: &Actor) -> TaskContext<'_> {
    TaskContext { actor, now: from_local(TODAY.at(9, 0, 0, 0)), parent: None }
}

pub(super) fn given(who: &Actor, new: &NewTask) -> Result<Task, Refusal> {
    decide(TaskAsk::Give(new), &context(who)).map(|event| Task::open(&event).unwrap())
}

pub(super) fn done(task: &Task, who: &Actor, part: Option<u32>, command: &TaskCommand) -> Result<Task, Refusal> {
    let event = decide(TaskAsk::Do(task, part, command), &context(who))?;
    let mut task = task.clone();
    task.apply(&event);
    Ok(task)
}

/// The code of a refusal, or the field of its first error.
pub(super) fn code<T: std::fmt::Debug>(answer: Result<T, Refusal>) -> String {
    match answer {
        Err(Refusal::OutOfTurn { code, .. }) => code,
        Err(Refusal::Fields { errors }) => errors[0].field.clone(),
        Err(Refusal::Role { .. }) => "role".into(),
        Err(Refusal::Hidden) => "hidden".into(),
        other => panic!("{other:?}"),
    }
}

fn campaign(from: Date, to: Date) -> Option<Campaign> {
    Some(Campaign { from, to, target: Some(Target { measure: Measure::Inspections, amount: 50 }) })
}

/// Down one level, or to an officer of the own unit; nothing else.
#[test]
fn a_task_goes_down_one_level() {
    let two = || vec![team("TW/33/33-01"), unit("TW/33/33-PC", UnitKind::Division)];
    let task = given(&head(), &new_task("TW/33", two())).unwrap();
    assert_eq!((task.title.as_str(), task.parts.len(), task.version), ("Kiểm tra kho", 2, 1));
    assert_eq!(task.standing(), "0/2 đã hoàn thành");
    assert!(task.parts.iter().all(|part| part.state == PartState::Given && part.version == 1));
    let deputy = actor("pho", Role::ProvincialDeputy, "TW/33");
    assert!(given(&deputy, &new_task("TW/33", two())).is_ok(), "a deputy gives what is to be done once");
    let nation = actor("tw", Role::National, "TW");
    assert!(given(&nation, &new_task("TW", vec![unit("TW/33", UnitKind::Province)])).is_ok());
    for (who, path, to, expected) in [
        (head(), "TW/33", vec![], "to"),
        (head(), "TW/33", vec![team("TW/31/31-01")], "to"),
        (head(), "TW/33", vec![team("TW/33/33-01"), team("TW/33/33-01")], "to"),
        (head(), "TW/33", vec![of_officer("ksv1", "TW/33/33-01")], "to"),
        (head(), "TW/33", vec![of_officer("truong", "TW/33")], "to"),
        (head(), "TW/31", vec![team("TW/31/31-01")], "hidden"),
        (nation, "TW", vec![team("TW/33/33-01")], "to"),
        (actor("ksv1", Role::Controller, "TW/33/33-01"), "TW/33/33-01", vec![of_officer("a", "TW/33/33-01")], "role"),
        (actor("pc", Role::LegalSection, "TW/33/33-PC"), "TW/33/33-PC", vec![of_officer("a", "TW/33/33-PC")], "role"),
        (actor("qt", Role::Administrator, "TW"), "TW", vec![unit("TW/33", UnitKind::Province)], "role"),
    ] {
        assert_eq!(code(given(&who, &new_task(path, to))), expected, "{:?} at {path}", who.role);
    }
}

/// Everything wrong with a form is told at once, each at its field.
#[test]
fn what_is_missing_is_told_at_its_field() {
    let to = || vec![team("TW/33/33-01")];
    let wrong =
        NewTask { title: " ".into(), content: String::new(), due: date(2026, 11, 19), ..new_task("TW/33", to()) };
    let Err(Refusal::Fields { errors }) = given(&head(), &wrong) else { panic!() };
    assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), ["title", "content", "due"]);
    let kind = |kind, campaign| NewTask { kind, campaign, ..new_task("TW/33", to()) };
    for (new, expected) in [
        (kind(TaskKind::Campaign, None), "from"),
        (kind(TaskKind::Campaign, campaign(date(2026, 12, 2), date(2026, 12, 1))), "to_day"),
        (kind(TaskKind::Campaign, campaign(date(2026, 1, 1), date(2027, 1, 2))), "to_day"),
        (kind(TaskKind::Directive, campaign(date(2026, 12, 1), date(2026, 12, 2))), "from"),
        (NewTask { due: date(2029, 1, 1), ..new_task("TW/33", to()) }, "due"),
    ] {
        assert_eq!(code(given(&head(), &new)), expected, "{new:?}");
    }
    let mut whole = kind(TaskKind::Campaign, campaign(date(2026, 12, 1), date(2026, 12, 31)));
    assert!(given(&head(), &whole).is_ok());
    whole.campaign =
        Some(Campaign { target: Some(Target { measure: Measure::Fines, amount: 0 }), ..whole.campaign.unwrap() });
    assert_eq!(code(given(&head(), &whole)), "target");
    let deputy = actor("pho", Role::ProvincialDeputy, "TW/33");
    assert_eq!(code(given(&deputy, &kind(TaskKind::Directive, None))), "task-not-head");
    assert!(!gives_task(&deputy, TaskKind::Campaign) && gives_task(&head(), TaskKind::Campaign));
}

/// Nobody is told of a file that he may not read.
#[test]
fn a_file_is_named_only_to_whom_may_know_of_it() {
    let about = |kind, path: &str| {
        Some(About { kind, id: Uuid::from_u128(9), code: "33-01/2026/0001".into(), path: UnitPath(path.into()) })
    };
    for (kind, path, to, known) in [
        (AboutKind::Case, "TW/33/33-01", team("TW/33/33-01"), true),
        (AboutKind::Case, "TW/33/33-01", team("TW/33/33-02"), false),
        (AboutKind::Case, "TW/33/33-01", unit("TW/33/33-PC", UnitKind::Division), true),
        (AboutKind::Plan, "TW/33", team("TW/33/33-02"), true),
        (AboutKind::Plan, "TW/33/33-01", team("TW/33/33-02"), false),
    ] {
        let new = NewTask { about: about(kind, path), ..new_task("TW/33", vec![to.clone()]) };
        let answer = given(&head(), &new);
        assert_eq!(answer.is_ok(), known, "{kind:?} of {path} to {}", to.unit);
        assert!(known || code(answer) == "about");
    }
}

/// The whole way of one part, and what each step refuses.
#[test]
fn a_part_is_taken_reported_returned_and_done() {
    let task = given(&head(), &new_task("TW/33", vec![team("TW/33/33-01"), team("TW/33/33-02")])).unwrap();
    let (one, two) = (leader(1), leader(2));
    let report = TaskCommand::Report { result: "Đã rà soát".into() };
    assert_eq!(code(done(&task, &one, Some(1), &report)), "task-not-now");
    assert_eq!(code(done(&task, &two, Some(1), &TaskCommand::Accept)), "hidden", "a part of another team");
    assert_eq!(code(done(&task, &one, None, &TaskCommand::Accept)), "hidden");
    assert_eq!(code(done(&task, &head(), Some(1), &TaskCommand::Accept)), "task-not-addressee");
    let empty = TaskCommand::AskBack { reason: " ".into() };
    assert_eq!(code(done(&task, &one, Some(1), &empty)), "reason");
    let asked = done(&task, &one, Some(1), &TaskCommand::AskBack { reason: "Kho nào?".into() }).unwrap();
    assert_eq!((asked.parts[0].state, asked.parts[0].state.turn()), (PartState::AskedBack, TaskTurn::Giver));
    let explain = TaskCommand::Explain { words: "Mọi kho".into() };
    assert_eq!(code(done(&asked, &one, Some(1), &explain)), "task-not-giver");
    let explained = done(&asked, &head(), Some(1), &explain).unwrap();
    assert_eq!((explained.parts[0].state, explained.parts[1].version), (PartState::Given, 1));
    let taken = done(&explained, &one, Some(1), &TaskCommand::Accept).unwrap();
    for (percent, words, expected) in [(None, "", "words"), (Some(101), "a", "percent")] {
        let progress = TaskCommand::Progress { percent, words: words.into() };
        assert_eq!(code(done(&taken, &one, Some(1), &progress)), expected);
    }
    let progress = TaskCommand::Progress { percent: Some(40), words: String::new() };
    let under_way = done(&taken, &one, Some(1), &progress).unwrap();
    assert_eq!(under_way.parts[0].percent, Some(40));
    let reported = done(&under_way, &one, Some(1), &report).unwrap();
    let back = TaskCommand::ReturnResult { reason: "Thiếu số liệu".into() };
    assert_eq!(code(done(&reported, &one, Some(1), &back)), "task-not-giver");
    let returned = done(&reported, &head(), Some(1), &back).unwrap();
    assert_eq!((returned.parts[0].state, returned.parts[0].result.is_some()), (PartState::Returned, true));
    assert!(returned.parts[0].is_late(date(2026, 12, 1), date(2026, 12, 2)));
    let again = done(&returned, &one, Some(1), &report).unwrap();
    let over = done(&again, &head(), Some(1), &TaskCommand::AcceptResult { words: String::new() }).unwrap();
    assert_eq!((over.parts[0].state, over.parts[0].percent, over.is_open()), (PartState::Done, Some(100), true));
    assert_eq!(over.standing(), "1/2 đã hoàn thành");
    assert_eq!(code(done(&over, &head(), Some(1), &TaskCommand::Withdraw { reason: "x".into() })), "task-not-now");
    let withdrawn = done(&over, &head(), None, &TaskCommand::Withdraw { reason: "Đã hết cần".into() }).unwrap();
    let states: Vec<PartState> = withdrawn.parts.iter().map(|part| part.state).collect();
    assert_eq!((states, withdrawn.is_open()), (vec![PartState::Done, PartState::Withdrawn], false));
    assert_eq!(code(done(&withdrawn, &head(), None, &TaskCommand::Withdraw { reason: "x".into() })), "task-over");
}

/// What a deputy gave is judged by him and by the head, not by another deputy.
#[test]
fn who_gave_it_judges_it() {
    let deputy = actor("pho", Role::ProvincialDeputy, "TW/33");
    let other = actor("pho2", Role::ProvincialDeputy, "TW/33");
    let task = given(&deputy, &new_task("TW/33", vec![team("TW/33/33-01")])).unwrap();
    let command = TaskCommand::Reschedule { due: date(2026, 12, 20), reason: "Chờ số liệu".into() };
    for (who, may) in [(&deputy, true), (&head(), true), (&other, false)] {
        let answer = done(&task, who, None, &command);
        assert_eq!(answer.is_ok(), may, "{}", who.officer.full_name);
        assert!(may || code(answer) == "task-not-giver");
    }
    let moved = done(&task, &head(), None, &command).unwrap();
    assert_eq!((moved.due, moved.parts[0].version), (date(2026, 12, 20), 2));
}

/// A part is passed on by whom works on it, below its day.
#[test]
fn a_part_is_passed_on() {
    let task = given(&head(), &new_task("TW/33", vec![team("TW/33/33-01"), team("TW/33/33-02")])).unwrap();
    let one = leader(1);
    let child = |part, due| NewTask {
        parent: Some(Parent { task: task.named(), part }),
        due,
        ..new_task("TW/33/33-01", vec![of_officer("ksv1", "TW/33/33-01")])
    };
    let give = |task: &Task, new: &NewTask, who: &Actor| {
        decide(TaskAsk::Give(new), &TaskContext { parent: Some(task), ..context(who) })
    };
    let soon = date(2026, 11, 25);
    assert_eq!(code(give(&task, &child(1, soon), &one)), "task-not-now", "first it is taken");
    let taken = done(&task, &one, Some(1), &TaskCommand::Accept).unwrap();
    assert_eq!(code(give(&taken, &child(1, date(2026, 12, 2)), &one)), "due");
    assert_eq!(code(give(&taken, &child(2, soon), &one)), "task-not-addressee");
    assert_eq!(code(give(&taken, &child(3, soon), &one)), "hidden");
    assert_eq!(code(given(&one, &child(1, soon))), "hidden", "a task that was not read");
    let event = give(&taken, &child(1, soon), &one).unwrap();
    let passed = Task::open(&event).unwrap();
    let pass = TaskCommand::PassOn { child: passed.named() };
    let after = done(&taken, &one, Some(1), &pass).unwrap();
    assert_eq!((after.parts[0].children.len(), after.parts[0].state), (1, PartState::Accepted));
}

/// What each officer sees of a task to two teams and an officer.
#[test]
fn nobody_sees_beside_himself() {
    let task =
        given(&head(), &new_task("TW/33", vec![team("TW/33/33-01"), team("TW/33/33-02"), of_officer("pho", "TW/33")]))
            .unwrap();
    let parts = |numbers: &[u32]| Ok(TaskSight::Parts(numbers.to_vec()));
    for (who, expected) in [
        (head(), Ok(TaskSight::Whole)),
        (actor("pc", Role::LegalSection, "TW/33/33-PC"), Ok(TaskSight::Whole)),
        (actor("tw", Role::National, "TW"), Ok(TaskSight::Whole)),
        (leader(1), parts(&[1])),
        (actor("ksv2", Role::Controller, "TW/33/33-02"), parts(&[2])),
        (leader(3), Err(Denial::Hidden)),
        (actor("hp", Role::ProvincialHead, "TW/31"), Err(Denial::Hidden)),
        (actor("qt", Role::Administrator, "TW"), Err(Denial::Hidden)),
    ] {
        assert_eq!(task_sight(&who, &task), expected, "{}", who.officer.full_name);
    }
    let personal = given(&leader(1), &new_task("TW/33/33-01", vec![of_officer("ksv1", "TW/33/33-01")])).unwrap();
    for (id, expected) in [("ksv1", parts(&[1])), ("ksv2", Err(Denial::Hidden))] {
        let who = actor(id, Role::Controller, "TW/33/33-01");
        assert_eq!(task_sight(&who, &personal), expected, "{id}");
        assert_eq!(works_part(&who, &personal.parts[0].to), id == "ksv1");
    }
    assert!(works_part(&actor("pc", Role::LegalSection, "TW/33/33-PC"), &unit("TW/33/33-PC", UnitKind::Division)));
    let seen = task.seen(&TaskSight::Parts(vec![2]));
    assert_eq!(seen.parts.iter().map(|part| part.number).collect::<Vec<_>>(), [2]);
}

pub(super) fn new_comment(by: &Actor) -> NewComment {
    NewComment {
        id: Uuid::from_u128(5),
        case: CaseId(Uuid::from_u128(6)),
        code: "33-01/2026/0042".into(),
        unit: UnitId("33-01".into()),
        path: UnitPath("TW/33/33-01".into()),
        asked_path: by.path.clone(),
        text: "Vì sao chưa lập biên bản?".into(),
        due: Some(date(2026, 11, 25)),
    }
}

pub(super) fn comment_context<'a>(actor: &'a Actor, responsible: &'a OfficerId) -> CommentContext<'a> {
    CommentContext { actor, now: from_local(TODAY.at(9, 0, 0, 0)), responsible }
}

/// Leaders and the legal section ask; the officer in charge or his leader answers; who asked closes it or asks again.
#[test]
fn a_comment_is_answered_and_closed() {
    let responsible = OfficerId("ksv1".into());
    let in_charge = actor("ksv1", Role::Controller, "TW/33/33-01");
    let make =
        |who: &Actor, new: &NewComment| decide_comment(CommentAsk::Make(new), &comment_context(who, &responsible));
    for (who, expected) in [
        (head(), None),
        (leader(1), None),
        (actor("pc", Role::LegalSection, "TW/33/33-PC"), None),
        (actor("tw", Role::National, "TW"), None),
        (actor("ksv1", Role::Controller, "TW/33/33-01"), Some("role")),
        (actor("th", Role::ReportingSection, "TW/33/33-TH"), Some("role")),
        (leader(2), Some("hidden")),
        (actor("qt", Role::Administrator, "TW"), Some("hidden")),
    ] {
        let answer = make(&who, &new_comment(&who));
        assert_eq!(answer.as_ref().err().map(|_| code(answer.clone())).as_deref(), expected, "{:?}", who.role);
    }
    let head = head();
    for (new, field) in [
        (NewComment { text: " ".into(), ..new_comment(&head) }, "comment_text"),
        (NewComment { due: Some(date(2026, 11, 19)), ..new_comment(&head) }, "comment_due"),
        (NewComment { due: Some(date(2028, 11, 19)), ..new_comment(&head) }, "comment_due"),
    ] {
        assert_eq!(code(make(&head, &new)), field);
    }
    let mut comment = Comment::open(&make(&head, &new_comment(&head)).unwrap()).unwrap();
    let act = |comment: &Comment, who: &Actor, command: CommentCommand| {
        decide_comment(CommentAsk::Do(comment, &command), &comment_context(who, &responsible))
    };
    let answer = || CommentCommand::Answer { text: "Chờ giám định".into() };
    assert_eq!(code(act(&comment, &head, answer())), "comment-not-answerer");
    assert_eq!(code(act(&comment, &leader(2), answer())), "comment-not-answerer");
    assert_eq!(code(act(&comment, &head, CommentCommand::Close)), "comment-not-now");
    comment.apply(&act(&comment, &leader(1), answer()).unwrap());
    assert_eq!((comment.state, comment.replies.len()), (CommentState::Answered, 1));
    assert_eq!(code(act(&comment, &in_charge, CommentCommand::Close)), "comment-not-asker");
    comment.apply(&act(&comment, &head, CommentCommand::Reopen { text: "Đến khi nào?".into() }).unwrap());
    assert_eq!((comment.state, comment.version), (CommentState::Open, 3));
    comment.apply(&act(&comment, &in_charge, answer()).unwrap());
    comment.apply(&act(&comment, &head, CommentCommand::Close).unwrap());
    assert!(!comment.state.is_open());
    assert_eq!(code(act(&comment, &head, CommentCommand::Withdraw { reason: "x".into() })), "comment-not-now");
    let own = actor("ksv1", Role::TeamLeader, "TW/33/33-01");
    assert_eq!(code(make(&own, &new_comment(&own))), "comment-own-case");
}
