//! Field work: what a device takes out, what becomes of what it brings back, and that nothing is done twice or lost.

use super::*;
use crate::fieldwork::{self, FieldError};
use crate::verify;
use domain::case::PaperKind;
use domain::fieldwork::{
    Batch, Block, CommandKey, Denial, DeviceId, DraftPush, Kit, KitAsked, Outcome, Queued, Reason, Returned,
    TakenNumber, Wish,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(super) fn at(hour: i8, minute: i8) -> Env {
    env(MORNING.date().at(hour, minute, 0, 0))
}

pub(super) fn new_id() -> Uuid {
    at(8, 0).uuid()
}

pub(super) struct Field {
    pub(super) world: World,
    pub(super) device: DeviceId,
    pub(super) officer: Actor,
    leader: Actor,
}

impl Field {
    pub(super) fn new() -> Self {
        let world = World::new();
        let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
        Self { world, device: DeviceId(new_id()), officer, leader }
    }

    /// A case whose inspection decision is signed.
    pub(super) fn decided(&self) -> CaseFile {
        let case = self.world.open(&self.officer, MORNING);
        self.world.execute(&self.leader, MORNING.date().at(9, 0, 0, 0), &case, Command::SignInspectionDecision).unwrap()
    }

    pub(super) fn asked(&self, cursor: i64, have: &[CaseId]) -> KitAsked {
        let wish = |kind: PaperKind| Wish { symbol: kind.symbol().to_owned(), count: 2 };
        KitAsked {
            device: self.device,
            name: "Điện thoại".to_owned(),
            cursor,
            have: have.to_vec(),
            numbers: vec![wish(PaperKind::InspectionRecord), wish(PaperKind::ViolationRecord)],
        }
    }

    pub(super) fn kit(&self, actor: &Actor, asked: &KitAsked) -> Result<Kit, FieldError> {
        block_on(fieldwork::kit(&self.world.db, &at(9, 30), actor, asked))
    }

    fn push(&self, env: &Env, commands: Vec<Queued>) -> Result<Vec<Outcome>, FieldError> {
        let batch = Batch { device: self.device, commands };
        let reply = block_on(fieldwork::push(&self.world.db, env, &self.officer, &batch))?;
        Ok(reply.outcomes.into_iter().map(|(_, outcome)| outcome).collect())
    }

    fn one(&self, env: &Env, queued: &Queued) -> Outcome {
        self.push(env, vec![queued.clone()]).unwrap().remove(0)
    }

    pub(super) fn case(&self, id: CaseId) -> CaseFile {
        block_on(store::load(&self.world.db, &self.officer, id)).unwrap().0
    }

    pub(super) fn proven(&self) {
        assert_eq!(block_on(verify::run(&self.world.db)).unwrap().problems, Vec::<String>::new());
    }
}

fn queued(case: &CaseFile, seen: u32, command: Command) -> Queued {
    Queued {
        key: CommandKey(new_id()),
        case: case.id,
        seen,
        after: None,
        replaces: None,
        filed_at: at(12, 0).now,
        number: None,
        step: "bien-ban-kiem-tra".to_owned(),
        typed: vec![("place".to_owned(), "Số 12".to_owned())],
        command,
    }
}

fn inspected(case: &CaseFile) -> Queued {
    queued(case, case.version, Command::RecordInspection(record(MORNING, true)))
}

fn first_of(blocks: &[Block], kind: PaperKind) -> TakenNumber {
    let block = blocks.iter().find(|block| block.series.symbol == kind.symbol()).unwrap();
    TakenNumber { block: block.id, serial: block.free(&BTreeSet::new()).next().unwrap() }
}

#[test]
fn a_kit_holds_the_officers_own_work_and_little_else() {
    let field = Field::new();
    let mine = field.decided();
    let other = field.world.actor("ksv2");
    let beside = field.world.open(&other, MORNING);
    let kit = field.kit(&field.officer, &field.asked(0, &[])).unwrap();
    let taken: Vec<_> = kit.cases.iter().map(|taken| (taken.case.id, taken.reason)).collect();
    assert_eq!(taken, [(mine.id, Reason::Inspection)], "not {}", beside.id);
    assert_eq!((kit.more, kit.gone.len(), kit.places.map(|places| places.len())), (false, 0, Some(0)));
    let numbers: Vec<_> =
        kit.blocks.iter().map(|block| (block.number(block.first).text, block.last - block.first)).collect();
    assert_eq!(numbers, [("33010001/BB-KT".to_owned(), 1), ("33010001/BB-VPHC".to_owned(), 1)]);

    // Asked again nothing is reserved twice, and what is known is not sent again.
    let again = field.kit(&field.officer, &field.asked(kit.cursor, &[mine.id, beside.id])).unwrap();
    assert_eq!((again.cases.len(), again.gone, again.blocks == kit.blocks), (0, vec![beside.id], true));
    // What changed is.
    let mine = field
        .world
        .execute(
            &field.officer,
            MORNING.date().at(12, 0, 0, 0),
            &mine,
            Command::RecordInspection(record(MORNING, true)),
        )
        .unwrap();
    let later = field.kit(&field.officer, &field.asked(kit.cursor, &[mine.id])).unwrap();
    assert_eq!(
        later.cases.iter().map(|taken| (taken.case.version, taken.reason)).collect::<Vec<_>>(),
        [(3, Reason::Carried)]
    );
    assert_eq!(mine.inspection_record.unwrap().frame.number.text, "33010003/BB-KT", "behind the numbers that are out");
    field.proven();

    // Whoever takes nothing out gets nothing, and nobody gets another's.
    let taken = field.kit(&other, &field.asked(0, &[]));
    assert!(matches!(taken, Err(FieldError::Denied(Denial::NotYours))));
    let head = field.world.actor("chicuctruong");
    let refused = field.kit(&head, &KitAsked { device: DeviceId(new_id()), ..field.asked(0, &[]) });
    assert!(matches!(refused, Err(FieldError::Store(StoreError::Refused(_)))));
}

#[test]
fn many_cases_come_page_by_page_and_each_once() {
    let field = Field::new();
    let cases: BTreeSet<_> = (0..19).map(|_| field.decided().id).collect();
    let (mut cursor, mut have, mut pages) = (0, Vec::new(), 0);
    loop {
        let kit = field.kit(&field.officer, &field.asked(cursor, &have)).unwrap();
        (cursor, pages) = (kit.cursor, pages + 1);
        have.extend(kit.cases.iter().map(|taken| taken.case.id));
        assert_eq!((kit.places.is_some(), kit.blocks.is_empty()), (!kit.more, kit.more));
        if !kit.more {
            break;
        }
    }
    assert_eq!((pages, have.len(), have.iter().copied().collect::<BTreeSet<_>>() == cases), (3, 19, true));
}

#[test]
fn a_command_is_done_once_however_often_it_comes() {
    let field = Field::new();
    let case = field.decided();
    let kit = field.kit(&field.officer, &field.asked(0, &[])).unwrap();
    let number = first_of(&kit.blocks, PaperKind::InspectionRecord);
    let first = Queued { number: Some(number), ..inspected(&case) };
    let second = Queued {
        after: Some(first.key),
        number: Some(first_of(&kit.blocks, PaperKind::ViolationRecord)),
        step: "bien-ban-vi-pham".to_owned(),
        ..queued(&case, case.version + 1, Command::RecordViolation(violation(MORNING, 1_000_000)))
    };
    // What follows arrives alone: it waits, and is decided when what it follows is there.
    assert_eq!(field.one(&at(13, 0), &second), Outcome::Waits { on: first.key });
    let outcomes = field.push(&at(13, 1), vec![first.clone(), second.clone()]).unwrap();
    let Outcome::Accepted { done } = &outcomes[0] else { panic!("{outcomes:?}") };
    assert_eq!((done.version, done.number.as_deref()), (3, Some("33010001/BB-KT")));
    let Outcome::Accepted { done } = &outcomes[1] else { panic!("{outcomes:?}") };
    assert_eq!((done.version, done.number.as_deref()), (4, Some("33010001/BB-VPHC")));
    // Again, in any order and at any time: the same answers, and nothing more in the case.
    let again = field.push(&at(15, 0), vec![second.clone(), first.clone(), first.clone()]).unwrap();
    assert_eq!(again, [outcomes[1].clone(), outcomes[0].clone(), outcomes[0].clone()]);
    assert_eq!(field.case(case.id).version, 4);
    // The same key with other words does nothing.
    let forged = Queued { command: Command::RecordInspection(record(MORNING, false)), ..first.clone() };
    assert!(
        matches!(field.one(&at(15, 0), &forged), Outcome::Refused { message, .. } if message.contains("đã dùng cho nội dung khác"))
    );
    // A number is used once.
    let third = Queued { number: Some(number), ..inspected(&field.decided()) };
    assert!(
        matches!(field.one(&at(15, 0), &third), Outcome::Refused { message, .. } if message.contains("đã dùng hoặc đã trả lại"))
    );
    field.proven();
}

#[test]
fn two_who_record_the_same_inspection_see_each_other() {
    let field = Field::new();
    let case = field.decided();
    field.kit(&field.officer, &field.asked(0, &[])).unwrap();
    let mine = inspected(&case);
    let theirs = InspectionRecord { findings: "Không có hàng hóa nhập lậu.".into(), ..record(MORNING, true) };
    field
        .world
        .execute(&field.leader, MORNING.date().at(12, 0, 0, 0), &case, Command::RecordInspection(theirs))
        .unwrap();
    let Outcome::Conflict { current, since, mine: left, theirs: right } = field.one(&at(13, 0), &mine) else {
        panic!("a conflict");
    };
    assert_eq!((current, since.len(), since[0].title.contains("33010003/BB-KT")), (3, 1, true));
    let said = |lines: &[domain::fieldwork::Line]| {
        lines.iter().find(|line| line.label == "Kết quả kiểm tra").unwrap().value.clone()
    };
    assert_eq!((said(&left).as_str(), said(&right).as_str()), ("Có hàng hóa nhập lậu.", "Không có hàng hóa nhập lậu."));
    assert_eq!(field.case(case.id).version, 3, "nothing is overwritten");
    let waiting = block_on(fieldwork::open_commands(&field.world.db, &field.leader)).unwrap();
    assert_eq!(waiting.iter().map(|open| (open.key, open.case)).collect::<Vec<_>>(), [(mine.key, case.id)]);
    assert_eq!(waiting[0].queued, mine, "with what was typed");
    for (account, seen) in
        [("ksv1", 1), ("ksv2", 0), ("doitruong2", 0), ("chicuctruong", 1), ("haiphong.chicuctruong", 0)]
    {
        let actor = field.world.actor(account);
        assert_eq!(block_on(fieldwork::open_commands(&field.world.db, &actor)).unwrap().len(), seen, "{account}");
    }
    // Filed again as something that fits now, or taken back with a reason.
    let again = Queued {
        replaces: Some(mine.key),
        step: "bien-ban-vi-pham".to_owned(),
        ..queued(&case, 3, Command::RecordViolation(violation(MORNING, 1_000_000)))
    };
    assert!(field.one(&at(13, 5), &again).done().is_some());
    assert_eq!(field.one(&at(13, 6), &mine), Outcome::Replaced { by: again.key });
    let beside = field.decided();
    let refused = Queued { seen: 9, ..inspected(&beside) };
    assert!(matches!(field.one(&at(13, 7), &refused), Outcome::Conflict { .. }));
    let withdraw = |actor: &Actor, reason: &str| {
        block_on(fieldwork::withdraw(&field.world.db, &at(14, 0), actor, None, refused.key, reason))
    };
    assert!(matches!(withdraw(&field.leader, "Nhầm"), Err(FieldError::Store(StoreError::NotFound))));
    assert!(matches!(withdraw(&field.officer, "  "), Err(FieldError::Store(StoreError::Refused(_)))));
    let gone = Outcome::Withdrawn { reason: "Ghi nhầm hồ sơ".to_owned() };
    assert_eq!(withdraw(&field.officer, "Ghi nhầm hồ sơ").unwrap().outcomes, [(refused.key, gone.clone())]);
    assert_eq!(field.one(&at(14, 1), &refused), gone);
    assert!(block_on(fieldwork::open_commands(&field.world.db, &field.leader)).unwrap().is_empty());
    field.proven();
}

#[test]
fn the_same_record_from_two_hands_is_no_conflict() {
    let field = Field::new();
    let case = field.decided();
    field.kit(&field.officer, &field.asked(0, &[])).unwrap();
    field
        .world
        .execute(&field.leader, MORNING.date().at(12, 0, 0, 0), &case, Command::RecordInspection(record(MORNING, true)))
        .unwrap();
    let Outcome::Already { done } = field.one(&at(13, 0), &inspected(&case)) else { panic!("the same") };
    assert_eq!((done.version, done.number.as_deref()), (3, Some("33010003/BB-KT")));
    field.proven();
}

#[test]
fn what_the_law_or_the_clock_refuses_is_told_and_kept() {
    let field = Field::new();
    let case = field.decided();
    field.kit(&field.officer, &field.asked(0, &[])).unwrap();
    // A device whose clock is a day ahead.
    let tomorrow = MORNING.checked_add(jiff::Span::new().days(1)).unwrap();
    let early = queued(&case, case.version, Command::RecordInspection(record(tomorrow, true)));
    let Outcome::Refused { errors, .. } = field.one(&at(13, 0), &early) else { panic!("refused") };
    assert!(
        errors.iter().any(|error| error.field == "finished_date" && error.message.contains("tương lai")),
        "{errors:?}"
    );
    // What a leader signs is not signed in the field, and what hangs on a refusal waits.
    let signed = queued(&case, case.version, Command::ConcludeInspection { note: String::new() });
    assert!(matches!(field.one(&at(13, 0), &signed), Outcome::Refused { .. }));
    let follows =
        Queued { after: Some(early.key), ..queued(&case, 3, Command::RecordViolation(violation(MORNING, 1))) };
    assert_eq!(field.one(&at(13, 0), &follows), Outcome::Waits { on: early.key });
    // A case of another unit is one that is not there.
    let foreign = field.world.actor("haiphong.ksv1");
    let beside = field.world.open(&foreign, MORNING);
    assert!(matches!(field.one(&at(13, 0), &inspected(&beside)), Outcome::Refused { errors, .. } if errors.is_empty()));
    // Put right and filed again, what waited goes on from there.
    let right = Queued { replaces: Some(early.key), ..inspected(&case) };
    assert!(field.one(&at(13, 5), &right).done().is_some());
    assert_eq!(field.one(&at(13, 6), &follows).done().map(|done| done.version), Some(4));
    field.proven();
}

#[test]
fn what_is_filed_again_or_taken_back_is_put_into_the_case_once_at_most() {
    let field = Field::new();
    let case = field.decided();
    field.kit(&field.officer, &field.asked(0, &[])).unwrap();
    let stale = Queued { seen: 9, ..inspected(&case) };
    assert!(matches!(field.one(&at(13, 0), &stale), Outcome::Conflict { .. }));
    let follows = Queued {
        after: Some(stale.key),
        step: "bien-ban-vi-pham".to_owned(),
        ..queued(&case, 3, Command::RecordViolation(violation(MORNING, 1_000_000)))
    };
    let withdraw = |queued: &Queued| {
        let (env, device) = (at(14, 0), Some(field.device));
        let reply = fieldwork::withdraw(&field.world.db, &env, &field.officer, device, queued.key, "Nhầm");
        block_on(reply).unwrap().outcomes.remove(0).1
    };
    // Taken back, and filed again before the answer came: the last word counts, and what follows follows it.
    assert_eq!(withdraw(&stale).key(), "withdrawn");
    let again = Queued { replaces: Some(stale.key), ..inspected(&case) };
    assert!(field.one(&at(14, 1), &again).done().is_some());
    assert_eq!(withdraw(&stale), Outcome::Replaced { by: again.key });
    assert_eq!(field.one(&at(14, 2), &stale), Outcome::Replaced { by: again.key });
    // The same from a backup on another device: filed again once.
    let twice = Queued { replaces: Some(stale.key), ..inspected(&field.case(case.id)) };
    let Outcome::Refused { message, .. } = field.one(&at(14, 3), &twice) else { panic!("refused") };
    assert!(message.contains("đã được lập lại từ một thiết bị khác"), "{message}");
    let late = Queued { replaces: Some(again.key), ..inspected(&field.case(case.id)) };
    let Outcome::Refused { message, .. } = field.one(&at(14, 3), &late) else { panic!("refused") };
    assert!(message.contains("đã được ghi vào hồ sơ"), "{message}");
    // Taken back before it was ever seen: the copy that comes late does nothing.
    assert_eq!(withdraw(&follows).key(), "withdrawn");
    assert_eq!(field.one(&at(14, 4), &follows).key(), "withdrawn");
    // Filed again before it was ever seen.
    let unseen = Queued { key: CommandKey(new_id()), ..follows.clone() };
    let instead = Queued { key: CommandKey(new_id()), after: None, replaces: Some(unseen.key), ..follows };
    assert!(field.one(&at(14, 5), &instead).done().is_some());
    assert_eq!(field.one(&at(14, 6), &unseen), Outcome::Replaced { by: instead.key });
    assert_eq!(field.case(case.id).version, 4);
    assert_eq!(block_on(fieldwork::open_commands(&field.world.db, &field.officer)).unwrap().len(), 2);
    field.proven();
}

#[test]
fn numbers_that_were_not_used_stay_in_the_register_with_the_reason() {
    let field = Field::new();
    let kit = field.kit(&field.officer, &field.asked(0, &[])).unwrap();
    let number = first_of(&kit.blocks, PaperKind::InspectionRecord);
    let give = |actor: &Actor, reason: &str| {
        let returned = Returned { device: field.device, numbers: vec![number, number], reason: reason.to_owned() };
        block_on(fieldwork::give_back(&field.world.db, &at(16, 0), actor, &returned))
    };
    assert!(matches!(give(&field.officer, ""), Err(FieldError::Store(StoreError::Refused(_)))));
    assert!(matches!(give(&field.leader, "Thừa"), Err(FieldError::Denied(Denial::NotYours))));
    for _ in 0..2 {
        let left = give(&field.officer, "Không phát sinh vụ việc").unwrap();
        assert_eq!(left.iter().map(|block| block.free(&BTreeSet::new()).count()).collect::<Vec<_>>(), [1, 2]);
    }
    let lines =
        block_on(crate::papers::register(&field.world.db, &field.leader, &field.officer.unit, 2026, Some("BB-KT")))
            .unwrap();
    let told: Vec<_> = lines.iter().map(|line| (line.number.as_str(), line.reason.as_deref())).collect();
    assert_eq!(told, [("33010001/BB-KT", Some("Không phát sinh vụ việc"))]);
    field.proven();

    // A device that is lost: a leader ends it, its numbers come back, and nothing more is taken from it.
    let end = |actor: &Actor, reason: &str| {
        block_on(fieldwork::end(&field.world.db, &at(17, 0), actor, field.device, reason))
    };
    assert!(matches!(end(&field.world.actor("haiphong.doitruong1"), "Mất máy"), Err(StoreError::NotFound)));
    assert!(matches!(end(&field.world.actor("ksv2"), "Mất máy"), Err(StoreError::Refused(_))));
    assert!(matches!(end(&field.leader, " "), Err(StoreError::Refused(_))));
    end(&field.leader, "Mất máy").unwrap();
    end(&field.officer, "").unwrap();
    assert_eq!(block_on(fieldwork::reserved(&field.world.db, field.device)), Ok(Vec::new()));
    let case = field.decided();
    assert!(matches!(field.push(&at(17, 1), vec![inspected(&case)]), Err(FieldError::Denied(Denial::Revoked))));
    assert!(matches!(field.push(&at(17, 1), Vec::new()), Err(FieldError::Denied(Denial::Revoked))));
    assert!(matches!(field.kit(&field.officer, &field.asked(0, &[])), Err(FieldError::Denied(Denial::Revoked))));
    assert_eq!(field.case(case.id).version, 2);
    let devices = block_on(fieldwork::list(&field.world.db, &field.leader)).unwrap();
    let ended = devices[0].ended.as_ref().map(|(_, by, reason)| (by.as_str(), reason.as_str()));
    assert_eq!(
        (devices.len(), devices[0].numbers, ended),
        (1, 0, Some((field.leader.officer.full_name.as_str(), "Mất máy")))
    );
    field.proven();
}

#[test]
fn a_draft_of_two_devices_is_put_together_field_by_field() {
    let field = Field::new();
    let case = field.decided();
    field.kit(&field.officer, &field.asked(0, &[])).unwrap();
    let fields = |list: &[(&str, &str)]| -> BTreeMap<String, String> {
        list.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    let keep = |seen: u32, base: &[(&str, &str)], mine: &[(&str, &str)]| {
        let pushed = DraftPush {
            device: field.device,
            case: case.id,
            step: "bien-ban-kiem-tra".to_owned(),
            seen,
            base: fields(base),
            mine: fields(mine),
        };
        block_on(fieldwork::keep_draft(&field.world.db, &at(10, 0), &field.officer, &pushed)).unwrap()
    };
    let first = keep(0, &[], &[("place", "Quầy 1"), ("findings", "Có")]);
    assert_eq!((first.version, first.conflicts.len()), (1, 0));
    assert_eq!(keep(0, &[], &[("place", "Quầy 1"), ("findings", "Có")]).version, 1, "again changes nothing");
    let phone = keep(1, &[("place", "Quầy 1"), ("findings", "Có")], &[("place", "Quầy 2"), ("findings", "Có")]);
    assert_eq!(phone.version, 2);
    // The desk went on from the first version with another field: both changes stand.
    let desk =
        keep(1, &[("place", "Quầy 1"), ("findings", "Có")], &[("place", "Quầy 1"), ("findings", "Có, 12 chiếc")]);
    assert_eq!((desk.version, desk.fields), (3, fields(&[("place", "Quầy 2"), ("findings", "Có, 12 chiếc")])));
    // The same field: a person decides, and nothing is written.
    let third = keep(1, &[("place", "Quầy 1"), ("findings", "Có")], &[("place", "Quầy 3"), ("findings", "Có")]);
    assert_eq!((third.version, third.conflicts.len(), third.conflicts[0].theirs.as_str()), (3, 1, "Quầy 2"));
    assert_eq!(keep(3, &[], &[]).fields, fields(&[]), "a draft that was filed leaves nothing");
}

#[test]
fn a_year_that_is_over_gives_no_numbers_any_more() {
    let field = Field::new();
    let case = field.decided();
    let kit = field.kit(&field.officer, &field.asked(0, &[])).unwrap();
    let late = Queued { number: Some(first_of(&kit.blocks, PaperKind::InspectionRecord)), ..inspected(&case) };
    let Outcome::Refused { message, .. } = field.one(&env(date(2027, 1, 4).at(8, 0, 0, 0)), &late) else { panic!() };
    assert!(message.contains("dự trữ trong năm 2026"), "{message}");
}

#[test]
fn a_tampered_memory_of_commands_is_told() {
    let field = Field::new();
    let case = field.decided();
    let kit = field.kit(&field.officer, &field.asked(0, &[])).unwrap();
    let number = first_of(&kit.blocks, PaperKind::InspectionRecord);
    assert!(field.one(&at(13, 0), &Queued { number: Some(number), ..inspected(&case) }).done().is_some());
    field.proven();
    field.world.tamper("UPDATE number_gone SET position = position + 1");
    let problems = block_on(verify::run(&field.world.db)).unwrap().problems;
    assert!(problems.iter().any(|problem| problem.contains("is not in the register")), "{problems:?}");
    let changed = block_on(async {
        field.world.db.open().await.unwrap().execute("UPDATE field_command SET standing = 'refused'", &[]).await
    });
    assert!(changed.is_err(), "what is in a case stays as it is");
}
