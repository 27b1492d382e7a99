//! What a device shows and files, on a case of fixed data, without a browser.

use super::book::*;
use crate::forms::Fields;
use crate::papers::fixture::taken_out;
use crate::steps::command;
use domain::calendar::{format_date, from_local};
use domain::case::{AttachmentKind, CaseFile, CaseId, Refusal, SeriesKey, Stage};
use domain::fieldwork::*;
use jiff::{SignedDuration, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

fn key(n: u128) -> CommandKey {
    CommandKey(Uuid::from_u128(n))
}

fn block(case: &CaseFile, symbol: &str, last: u32, now: Timestamp) -> Block {
    let year = domain::calendar::to_local(now).date().year();
    Block {
        id: BlockId(i64::from(last)),
        series: SeriesKey { unit: case.unit.clone(), officer: None, symbol: symbol.to_owned(), year },
        agency_code: "33".to_owned(),
        unit_code: "03".to_owned(),
        first: 1,
        last,
        reserved_at: now,
        gone: BTreeSet::new(),
    }
}

fn packed() -> (Bag, CaseId, Timestamp) {
    let (case, actor, issuer) = taken_out();
    let at = case.inspection_decision.as_ref().expect("decided").at;
    let now = from_local(at).checked_add(SignedDuration::from_hours(1)).expect("an hour later");
    let id = case.id;
    let blocks = vec![block(&case, "BB-KT", 1, now), block(&case, "BB-VPHC", 2, now)];
    let mut bag = Bag::default();
    let page = Kit {
        now,
        expires_at: now.checked_add(SignedDuration::from_hours(KIT_HOURS)).expect("later"),
        actor,
        unit_name: "Đội Quản lý thị trường số 3".to_owned(),
        catalogue: None,
        calendar: None,
        cases: vec![KitCase { case, issuer, reason: Reason::Inspection }],
        cursor: 12,
        more: false,
        gone: Vec::new(),
        places: Some(Vec::new()),
        blocks,
    };
    let changed = bag.take(page);
    assert_eq!((changed.cases.as_slice(), changed.places), ([id].as_slice(), true));
    (bag, id, now)
}

fn inspected(now: Timestamp) -> Fields {
    let local = domain::calendar::to_local(now);
    let time = format!("{:02}:{:02}", local.hour(), local.minute());
    [
        ("case", "x".to_owned()),
        ("announced_date", format_date(local.date())),
        ("announced_time", time.clone()),
        ("finished_date", format_date(local.date())),
        ("finished_time", time),
        ("place", "Chợ Phố Hiến".to_owned()),
        ("representative", "Ông Vũ Văn Hùng".to_owned()),
        ("findings", "Bán áo khoác không có hóa đơn.".to_owned()),
        ("violation_found", "yes".to_owned()),
        ("signature", "signed".to_owned()),
    ]
    .into_iter()
    .collect()
}

fn violated(now: Timestamp) -> Fields {
    let local = domain::calendar::to_local(now);
    [
        ("made_date", format_date(local.date())),
        ("made_time", format!("{:02}:{:02}", local.hour(), local.minute())),
        ("place", "Chợ Phố Hiến".to_owned()),
        ("representative", "Ông Vũ Văn Hùng".to_owned()),
        ("acts.0.behaviour", "nd98-d15-k1".to_owned()),
        ("acts.0.description", "Kinh doanh áo khoác nhập lậu".to_owned()),
        ("acts.0.committed_on", format_date(local.date())),
        ("exhibits.0.name", "Áo khoác".to_owned()),
        ("exhibits.0.unit", "cái".to_owned()),
        ("exhibits.0.quantity", "20".to_owned()),
        ("exhibits.0.unit_price", "450.000".to_owned()),
        ("signature", "signed".to_owned()),
    ]
    .into_iter()
    .collect()
}

/// Files a step the way the screen does.
fn file(
    bag: &Bag,
    outbox: &mut Outbox,
    id: CaseId,
    step: &str,
    typed: &Fields,
    (n, replaces): (u128, Option<u128>),
    now: Timestamp,
) -> Result<Prepared, Refusal> {
    let stand = bag.case_now(outbox, id).expect("in the kit");
    let law = bag.head.as_ref().expect("packed").law();
    let command = command(step, typed, &stand.case, &law).expect("no errors").expect("a step");
    let asked = Asked { case: id, step, typed, command, replaces: replaces.map(key) };
    let prepared = prepare(bag, outbox, asked, key(n), now)?;
    outbox.file(prepared.queued.clone());
    if let Some(old) = replaces {
        outbox.decide(key(old), Outcome::Replaced { by: key(n) });
    }
    Ok(prepared)
}

#[test]
fn one_record_follows_another_before_either_was_sent() {
    let (bag, id, now) = packed();
    let mut outbox = Outbox::default();
    let first = file(&bag, &mut outbox, id, "bien-ban-kiem-tra", &inspected(now), (1, None), now).expect("recorded");
    assert_eq!(first.number.as_ref().map(|number| number.text.as_str()), Some("33030001/BB-KT"));
    assert_eq!((first.queued.seen, first.queued.after), (2, None));
    assert!(!first.queued.typed.iter().any(|(name, _)| HIDDEN.contains(&name.as_str())));

    let second = file(&bag, &mut outbox, id, "bien-ban-vi-pham", &violated(now), (2, None), now).expect("recorded");
    assert_eq!((second.queued.seen, second.queued.after), (3, Some(key(1))));
    assert_eq!(second.number.map(|number| number.text).as_deref(), Some("33030001/BB-VPHC"));
    let stand = bag.case_now(&outbox, id).expect("in the kit");
    assert_eq!((stand.case.stage, stand.filed.as_slice()), (Stage::ViolationRecorded, [key(1), key(2)].as_slice()));
    let paper = bag.case_of(&outbox, key(1)).expect("its paper");
    assert_eq!(paper.case.stage, Stage::InspectionRecordedViolation, "as it stood right after");

    let again = file(&bag, &mut outbox, id, "bien-ban-kiem-tra", &inspected(now), (3, None), now);
    assert!(again.is_err(), "the law of the case holds without a network too");
    assert_eq!(outbox.unsent(), 2);
}

#[test]
fn without_a_reserved_number_a_draft_stands_in() {
    let (mut bag, id, now) = packed();
    bag.blocks.clear();
    let mut outbox = Outbox::default();
    let made = file(&bag, &mut outbox, id, "bien-ban-kiem-tra", &inspected(now), (1, None), now).expect("recorded");
    assert_eq!((made.queued.number, made.number.map(|number| number.text)), (None, Some("nháp 1/BB-KT".to_owned())));
}

#[test]
fn what_is_filed_again_keeps_its_number_and_its_followers() {
    let (bag, id, now) = packed();
    let mut outbox = Outbox::default();
    let first = file(&bag, &mut outbox, id, "bien-ban-kiem-tra", &inspected(now), (1, None), now).expect("recorded");
    file(&bag, &mut outbox, id, "bien-ban-vi-pham", &violated(now), (2, None), now).expect("recorded");
    let conflict = Outcome::Conflict { current: 3, since: Vec::new(), mine: Vec::new(), theirs: Vec::new() };
    outbox.learn(&Reply { now, outcomes: vec![(key(1), conflict), (key(2), Outcome::Waits { on: key(1) })] });
    let stand = bag.case_now(&outbox, id).expect("in the kit");
    assert_eq!(stand.case.stage, Stage::InspectionDecided, "what is in conflict does not show");
    assert!(stand.filed.is_empty());

    let anew = file(&bag, &mut outbox, id, "bien-ban-kiem-tra", &inspected(now), (3, Some(1)), now).expect("recorded");
    assert_eq!((anew.queued.number, anew.queued.after), (first.queued.number, None));
    let sent: Vec<_> = outbox.batch().iter().map(|queued| queued.key).collect();
    assert_eq!(sent, [key(3), key(2)], "behind what it follows now");
}

#[test]
fn what_the_kit_shows_already_is_not_done_twice() {
    let (mut bag, id, now) = packed();
    let mut outbox = Outbox::default();
    file(&bag, &mut outbox, id, "bien-ban-kiem-tra", &inspected(now), (1, None), now).expect("recorded");
    let done = Done { version: 3, title: "Lập biên bản".to_owned(), number: Some("33030009/BB-KT".to_owned()) };
    outbox.learn(&Reply { now, outcomes: vec![(key(1), Outcome::Accepted { done })] });
    let before = bag.case_now(&outbox, id).expect("in the kit");
    let frame = &before.case.inspection_record.as_ref().expect("shown until the kit brings it").frame;
    assert_eq!(frame.number.text, "33030009/BB-KT", "under the number the server gave");
    let kept = bag.cases.get_mut(&id).expect("in the kit");
    kept.case = before.case.clone();
    let after = bag.case_now(&outbox, id).expect("in the kit");
    assert_eq!((after.case.version, after.filed.len()), (3, 0));
}

#[test]
fn numbers_that_were_not_used_go_back() {
    let (bag, id, now) = packed();
    let mut outbox = Outbox::default();
    assert_eq!(unused(&bag, &outbox).len(), 3);
    file(&bag, &mut outbox, id, "bien-ban-kiem-tra", &inspected(now), (1, None), now).expect("recorded");
    let left = unused(&bag, &outbox);
    assert_eq!(left, [1, 2].map(|serial| TakenNumber { block: BlockId(2), serial }));
}

#[test]
fn a_kit_ends_and_a_clock_says_when() {
    let (bag, _, now) = packed();
    let later = |hours: i64| now.checked_add(SignedDuration::from_hours(hours)).expect("later");
    assert_eq!([71, 72].map(|hours| bag.expired(later(hours))), [false, true]);
    assert!(!Bag::default().expired(later(999)));
    assert!(when(now, now).ends_with("hôm nay") && when(now, later(48)).contains("ngày"));
}

fn photo(case: CaseId, kind: AttachmentKind, now: Timestamp) -> Photo {
    let asked = PhotoAsked {
        device: DeviceId(Uuid::nil()),
        case,
        kind,
        sha256: String::new(),
        size: 10,
        name: "a.jpg".to_owned(),
        caption: String::new(),
        taken_on: None,
    };
    Photo { key: key(9), asked, taken_at: now, received: 0, end: None }
}

#[test]
fn what_waits_is_told_with_its_age() {
    let (bag, id, now) = packed();
    let mut outbox = Outbox::default();
    let memory = Memory {
        device: DeviceId(Uuid::nil()),
        device_name: "Máy".to_owned(),
        ahead: 0,
        sent_at: None,
        backup_at: None,
        revoked: false,
    };
    assert_eq!(waiting_words(&outbox, &[]), None);
    file(&bag, &mut outbox, id, "bien-ban-kiem-tra", &inspected(now), (1, None), now).expect("recorded");
    let photos = [photo(id, AttachmentKind::Exhibit { index: 0 }, now), photo(id, AttachmentKind::Scene, now)];
    assert_eq!(waiting_words(&outbox, &photos).as_deref(), Some("1 biên bản, 2 ảnh chưa gửi"));
    assert_eq!(photos.each_ref().map(|photo| photo.is_due(&outbox)), [false, true]);
    let end = Some(PhotoEnd::Refused { message: "Ảnh hỏng".to_owned() });
    let refused = Photo { end, ..photo(id, AttachmentKind::Scene, now) };
    assert_eq!(waiting_words(&Outbox::default(), &[refused]).as_deref(), Some("1 ảnh không đính kèm được"));
    let later = |hours: i64| now.checked_add(SignedDuration::from_hours(hours)).expect("later");
    assert_eq!(unsafe_hours(&outbox, &photos, &memory, later(23)), None);
    assert_eq!(unsafe_hours(&outbox, &photos, &memory, later(25)), Some(25));
    let saved = Memory { backup_at: Some(later(1)), ..memory };
    assert_eq!(unsafe_hours(&outbox, &photos, &saved, later(25)), None);
}

#[test]
fn establishments_are_found_without_marks() {
    let place = |name: &str, address: &str| KitPlace {
        id: domain::party::EstablishmentId(Uuid::nil()),
        name: name.to_owned(),
        party: "Bà Đặng Thị Ổn".to_owned(),
        address: address.to_owned(),
        business: "Tạp hóa".to_owned(),
        coordinates: None,
        inspected_on: None,
    };
    let places = [place("Cửa hàng Ánh Dương", "phường Phố Hiến"), place("Kho số 2", "xã Đức Hợp")];
    assert_eq!(found(&places, "  anh duong").len(), 1);
    assert_eq!(found(&places, "dang thi on").len(), 2);
    assert_eq!(found(&places, "duc kho").len(), 1);
    assert_eq!(found(&places, "").len(), 2);
}

fn answers(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A form that was sent with `a = 1`, in which `typed` stands when the answer comes.
fn sheet_with(typed: &[(&str, &str)]) -> Sheet {
    let mut sheet = Sheet::begun(CaseId(Uuid::from_u128(7)), "bien-ban-kiem-tra", None, Timestamp::UNIX_EPOCH);
    sheet.fields = answers(typed);
    sheet.changed = true;
    sheet
}

#[test]
fn what_is_typed_while_a_form_is_sent_goes_on_from_the_answer() {
    let sent = answers(&[("a", "1"), ("b", "2")]);
    let answer = |fields: &[(&str, &str)]| DraftAnswer { version: 3, fields: answers(fields), conflicts: Vec::new() };
    // Nothing typed: as the server has it, with what another device wrote.
    let mut sheet = sheet_with(&[("a", "1"), ("b", "2")]);
    sheet.take_in(&sent, answer(&[("a", "1"), ("b", "2"), ("c", "other")]));
    assert_eq!((sheet.changed, sheet.seen), (false, 3));
    assert_eq!(sheet.fields, answers(&[("a", "1"), ("b", "2"), ("c", "other")]));
    assert_eq!(sheet.base, sheet.fields);
    // Typed meanwhile: that, and the rest from the answer; it is sent with the next contact, from what the server has now.
    let mut sheet = sheet_with(&[("a", "1 and more"), ("d", "new")]);
    sheet.take_in(&sent, answer(&[("a", "1"), ("b", "2"), ("c", "other")]));
    assert_eq!(sheet.fields, answers(&[("a", "1 and more"), ("c", "other"), ("d", "new")]), "b was emptied");
    assert_eq!((sheet.changed, sheet.seen, sheet.conflicts.len()), (true, 3, 0));
    assert_eq!(sheet.base, answers(&[("a", "1"), ("b", "2"), ("c", "other")]));
    // Filed meanwhile: the server has to let go of it.
    let mut sheet = sheet_with(&[]);
    sheet.take_in(&sent, answer(&[("a", "1"), ("b", "2")]));
    assert!(sheet.fields.is_empty() && sheet.changed);
}

#[test]
fn a_conflict_stays_until_it_is_decided() {
    let sent = answers(&[("a", "mine")]);
    let field = FieldConflict { field: "a".into(), base: String::new(), theirs: "theirs".into(), mine: "mine".into() };
    let answer = DraftAnswer { version: 2, fields: answers(&[("a", "theirs"), ("b", "2")]), conflicts: vec![field] };
    let mut sheet = sheet_with(&[("a", "mine")]);
    sheet.take_in(&sent, answer.clone());
    assert_eq!(sheet.fields, answers(&[("a", "mine"), ("b", "2")]));
    assert_eq!((sheet.changed, sheet.conflicts.len()), (true, 1));
    // What was typed since stands beside what the other device has.
    let mut sheet = sheet_with(&[("a", "mine, longer")]);
    sheet.take_in(&sent, answer.clone());
    assert_eq!(sheet.conflicts.first().map(|field| field.mine.as_str()), Some("mine, longer"));
    // Typed as the other device has it: nothing is left to decide.
    let mut sheet = sheet_with(&[("a", "theirs")]);
    sheet.take_in(&sent, answer);
    assert!(sheet.conflicts.is_empty() && !sheet.changed);
}

#[test]
fn two_changes_of_a_form_are_both_there() {
    let drawn = answers(&[("a", "1"), ("b", "2"), ("c", "3")]);
    let mut kept = answers(&[("a", "1"), ("b", "of another tab"), ("c", "3")]);
    carry(&drawn, &answers(&[("a", "typed here"), ("b", "2")]), &mut kept);
    assert_eq!(kept, answers(&[("a", "typed here"), ("b", "of another tab")]));
}
