//! Cases opened from a plan: which item, by whom, when, once; and what a plan freezes of what it names.

use super::*;
use crate::case::InspectionDraft;
use crate::law::deadline::INSPECTION_MAX_WORKING_DAYS;
use crate::party::{Establishment, EstablishmentId, Party};

/// The inspection of an item of the plan, as its form would draft it.
fn draft(plan: &InspectionPlan, item: &PlanItem) -> InspectionDraft {
    let mut party = Party::unknown(UnitId("33-01".to_owned()));
    party.id = item.party.id;
    InspectionDraft {
        kind: plan.kind,
        basis: plan.basis().unwrap_or_default(),
        party,
        establishment: None,
        place: item.party.address.clone(),
        contents: item.contents.clone(),
        scope_from: date(2026, 1, 1),
        scope_to: date(2026, 4, 1),
        working_days: INSPECTION_MAX_WORKING_DAYS,
        leader: leader().officer,
        members: Vec::new(),
        drafted_by: leader().officer,
        owner_unknown: false,
        related: None,
        plan_item: None,
        proposal: None,
    }
}

/// Where a refusal points: all its fields, or its code.
fn places(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Fields { errors } => errors.iter().map(|error| error.field.clone()).collect::<Vec<_>>().join(" "),
        other => code(other).to_owned(),
    }
}

#[test]
fn a_case_is_opened_from_an_item_once_and_by_its_team() {
    let story = Story::approved();
    let plan = story.plan().clone();
    let first = plan.items[0].clone();
    let today = date(2026, 4, 1);
    let ask = |plan: &InspectionPlan, who: &Actor, today, opened: &[Uuid], change: fn(&mut InspectionDraft)| {
        let mut draft = draft(plan, &first);
        change(&mut draft);
        plan.check_opening(first.id, &draft, who, today, opened)
    };
    let same = |_: &mut InspectionDraft| {};
    assert_eq!(ask(&plan, &leader(), today, &[], same), Ok(()));
    assert_eq!(ask(&plan, &leader(), today, &[plan.items[1].id], same), Ok(()), "another item was opened");

    let other_team = actor(Role::TeamLeader, "TW/33/33-02");
    for (refusal, place, words) in [
        (ask(&plan, &other_team, today, &[], same), "plan-other-team", "giao cho Đội QLTT số 1"),
        (ask(&plan, &leader(), date(2027, 1, 4), &[], same), "plan-other-year", "của năm 2026"),
        (ask(&plan, &leader(), today, &[first.id], same), "inspected-twice", "mở hồ sơ đã có"),
        (
            ask(&plan, &leader(), today, &[], |draft| draft.party.id = PartyId(Uuid::from_u128(9))),
            "party",
            "của Hộ kinh doanh số 1. Chọn đúng đối tượng",
        ),
        (
            ask(&plan, &leader(), today, &[], |draft| {
                (draft.party.id, draft.kind) = (PartyId(Uuid::from_u128(9)), InspectionKind::Unplanned);
            }),
            "party kind",
            "Chọn lại hình thức",
        ),
    ] {
        let refusal = refusal.unwrap_err();
        assert_eq!(places(&refusal), place);
        assert!(refusal.message().contains(words), "{}", refusal.message());
    }
    let twice = ask(&plan, &leader(), today, &[first.id], same).unwrap_err();
    assert_eq!(twice.citation().unwrap(), "khoản 1 Điều 20 Pháp lệnh Quản lý thị trường");
    let unknown = plan.check_opening(Uuid::from_u128(9), &draft(&plan, &first), &leader(), today, &[]);
    assert_eq!(unknown, Err(Refusal::Hidden));
}

#[test]
fn a_case_is_not_opened_from_what_does_not_hold() {
    let mut story = Story::drafted(InspectionKind::Periodic, date(2025, 11, 20).at(9, 0, 0, 0));
    story.done(&leader(), add(1, 1, "Nhãn hàng hóa"));
    let refused = |story: &Story, id: u128| {
        let planned = item(id, id, "Nhãn hàng hóa");
        let draft = draft(story.plan(), &planned);
        story.plan().check_opening(planned.id, &draft, &leader(), date(2026, 4, 1), &[]).unwrap_err()
    };
    let drafted = refused(&story, 1);
    assert_eq!(code(&drafted), "plan-not-approved");
    assert!(drafted.message().contains("KH-33-01/2026/001 chưa được phê duyệt"), "{}", drafted.message());
    assert_eq!(drafted.citation().unwrap(), "Điều 6 Thông tư 27/2020/TT-BCT");

    let mut story = Story::approved();
    story.done(&head(), PlanCommand::CancelItem { item: Uuid::from_u128(1), reason: why("Đã giải thể") });
    assert_eq!(code(&refused(&story, 1)), "plan-item-cancelled");
    assert!(refused(&story, 1).message().contains("(Đã giải thể)"));
    story.done(&leader(), PlanCommand::Amend { reason: why("Thay đối tượng") });
    story.done(&leader(), PlanCommand::RemoveItem { item: Uuid::from_u128(2) });
    assert_eq!(code(&refused(&story, 2)), "plan-item-leaving");
}

/// What an inspection came from stays in the plan; a plan has an end.
#[test]
fn an_item_with_a_case_stays_and_a_plan_is_finite() {
    let mut story = Story::approved();
    story.opened = vec![Uuid::from_u128(1)];
    let cancel = PlanCommand::CancelItem { item: Uuid::from_u128(1), reason: why("Đã giải thể") };
    let refusal = story.refused(&head(), &cancel);
    assert_eq!(code(&refusal), "plan-item-opened");
    assert!(refusal.message().starts_with("Hộ kinh doanh số 1 đã có hồ sơ kiểm tra"), "{}", refusal.message());
    let cancel = PlanCommand::CancelItem { item: Uuid::from_u128(9), reason: why("Đã giải thể") };
    assert_eq!(story.refused(&head(), &cancel), Refusal::Hidden);

    let mut full = Story::drafted(InspectionKind::Periodic, date(2025, 11, 20).at(9, 0, 0, 0));
    full.done(&leader(), add(1, 1, "Giá"));
    let plan = full.plan.as_mut().unwrap();
    plan.items = vec![plan.items[0].clone(); MAX_ITEMS];
    let refusal = full.refused(&leader(), &add(2, 2, "Giá"));
    assert_eq!(code(&refusal), "plan-full");
    assert!(refusal.message().contains("tối đa 1000 mục"), "{}", refusal.message());
}

/// Only the approval takes a number, from the series of the head's own office.
#[test]
fn the_approval_alone_is_numbered() {
    let approve = required_series(&head(), &PlanCommand::Approve, 2026).unwrap();
    assert_eq!((approve.unit, approve.symbol.as_str(), approve.year), (UnitId("33".to_owned()), APPROVAL_SYMBOL, 2026));
    assert!(approve.officer.is_none());
    for command in [PlanCommand::Submit, PlanCommand::Return { reason: why("Sửa") }, add(1, 1, "Giá")] {
        assert!(required_series(&head(), &command, 2026).is_none(), "{command:?}");
    }
    let mut story = Story::drafted(InspectionKind::Periodic, date(2025, 11, 20).at(9, 0, 0, 0));
    story.done(&leader(), add(1, 1, "Giá"));
    story.done(&leader(), PlanCommand::Submit);
    let (head, issuer) = (head(), office(&head()));
    let context = PlanContext {
        actor: &head,
        now: from_local(story.now),
        issuer: &issuer,
        number: None,
        elsewhere: &[],
        opened: &[],
    };
    assert_eq!(decide(PlanAsk::Do(story.plan(), &PlanCommand::Approve), &context), Err(Refusal::NumberMissing));
}

#[test]
fn events_know_their_decision() {
    let mut story = Story::approved();
    let orientation = Orientation { number: "3013/QĐ-BCT".to_owned(), signed_on: date(2025, 11, 11) };
    story.done(&leader(), PlanCommand::Amend { reason: why("Bổ sung") });
    let restate = PlanCommand::Restate { title: why("Kế hoạch sửa"), orientation };
    let restated = story.try_to(&leader(), &restate).unwrap();
    assert_eq!(
        (restated.body.key(), restated.body.title().as_str()),
        ("plan-restated", "Sửa tên, căn cứ của kế hoạch")
    );
    assert_eq!(restated.body.details().unwrap(), "Kế hoạch sửa; định hướng số 3013/QĐ-BCT ngày 11/11/2025");
    story.take(restated);
    let framed: Vec<&str> =
        story.history.iter().filter_map(|event| event.body.frame()).map(|frame| frame.number.text.as_str()).collect();
    assert_eq!(framed, ["33000005/QĐ-PDKH"]);
    assert!(story.history.iter().all(|event| event.body.frame().is_some() == (event.body.key() == "plan-approved")));
}

/// TT 27/2020/TT-BCT Điều 4: the orientation before 15/11 of the year before.
#[test]
fn a_late_orientation_is_told() {
    let told = |signed_on| {
        let mut story = Story::at(date(2025, 11, 20).at(9, 0, 0, 0));
        let mut plan = new(InspectionKind::Periodic, TEAM);
        plan.orientation.signed_on = signed_on;
        let event = story.ask(&leader(), PlanAsk::Draft(&plan)).unwrap();
        story.take(event);
        warnings(story.plan(), story.now, WorkCalendar::embedded())
    };
    assert!(told(date(2025, 11, 14)).is_empty());
    let late = told(date(2025, 11, 15));
    assert_eq!(
        late[0].message,
        "Định hướng chương trình kiểm tra năm 2026 ký ngày 15/11/2025, sau thời hạn trước ngày 15/11/2025."
    );
    assert!(late[0].citation.to_string().contains("Điều 4 Thông tư 27/2020/TT-BCT"), "{}", late[0].citation);
}

#[test]
fn a_plan_freezes_what_it_names() {
    for (time, label) in [
        (PlannedTime::Month { month: 3 }, "Tháng 3"),
        (PlannedTime::Quarter { quarter: 1 }, "Quý I"),
        (PlannedTime::Quarter { quarter: 2 }, "Quý II"),
        (PlannedTime::Quarter { quarter: 3 }, "Quý III"),
        (PlannedTime::Quarter { quarter: 4 }, "Quý IV"),
    ] {
        assert_eq!(time.label(), label);
    }
    let mut party = Party::unknown(UnitId("33-01".to_owned()));
    (party.name, party.address) = ("Hộ kinh doanh B".to_owned(), "Phố Hiến".to_owned());
    assert!(party.is_unknown());
    party.id = PartyId(Uuid::from_u128(7));
    assert!(!party.is_unknown());
    let kept = PlannedParty::of(&party);
    assert_eq!((kept.id, kept.name.as_str(), kept.address.as_str()), (party.id, "Hộ kinh doanh B", "Phố Hiến"));
    let place = Establishment {
        id: EstablishmentId(Uuid::from_u128(8)),
        party: party.id,
        name: "Quầy số 5".to_owned(),
        address: "Chợ Phố Hiến".to_owned(),
        business: "Quần áo".to_owned(),
        unit: party.unit.clone(),
    };
    let kept = PlannedPlace::of(&place);
    assert_eq!((kept.id, kept.name.as_str(), kept.address.as_str()), (place.id, "Quầy số 5", "Chợ Phố Hiến"));
}
