//! Plans from their draft to an amendment, and every way a step is refused.

mod chronicle;
mod opening;

use super::*;
use crate::calendar::{WorkCalendar, from_local};
use crate::case::PaperNumber;
use crate::law::competence::Position;
use crate::law::delegation::{DelegatedPower, Delegation};
use crate::officer::{OfficerId, Role};
use crate::party::PartyId;
use jiff::civil::date;
use proptest::prelude::*;

const TEAM: &str = "TW/33/33-01";
const PROVINCE: &str = "TW/33";

fn actor(role: Role, path: &str) -> Actor {
    Actor {
        officer: OfficerSnapshot {
            id: OfficerId(role.key().to_owned()),
            full_name: "Nguyễn Văn A".to_owned(),
            title: role.title().to_owned(),
            badge: "QT33-001".to_owned(),
            card: None,
        },
        role,
        unit: UnitPath(path.to_owned()).leaf(),
        path: UnitPath(path.to_owned()),
        delegations: Vec::new(),
    }
}

/// What the head gave his deputy for the year.
fn given(power: DelegatedPower) -> Delegation {
    Delegation {
        position: Position::ProvincialHead,
        power,
        number: "33000001/QĐ-GQKT".to_owned(),
        signed_on: date(2025, 1, 2),
        from: date(2025, 1, 2),
        to: None,
    }
}

fn office(who: &Actor) -> UnitSnapshot {
    UnitSnapshot {
        id: who.unit.clone(),
        superior: "CỤC QUẢN LÝ VÀ PHÁT TRIỂN THỊ TRƯỜNG TRONG NƯỚC".to_owned(),
        name: "Chi cục Quản lý thị trường tỉnh Hưng Yên".to_owned(),
        place: "Hưng Yên".to_owned(),
        treasury: String::new(),
        address: String::new(),
    }
}

fn new(kind: InspectionKind, path: &str) -> NewPlan {
    NewPlan {
        id: Uuid::from_u128(1),
        code: "KH-33-01/2026/001".to_owned(),
        unit: UnitPath(path.to_owned()).leaf(),
        path: UnitPath(path.to_owned()),
        province: UnitId("33".to_owned()),
        issuer: office(&leader()),
        kind,
        year: 2026,
        title: "Kế hoạch kiểm tra định kỳ năm 2026".to_owned(),
        orientation: Orientation { number: "3012/QĐ-BCT".to_owned(), signed_on: date(2025, 11, 10) },
    }
}

fn item(id: u128, party: u128, content: &str) -> PlanItem {
    PlanItem {
        id: Uuid::from_u128(id),
        party: PlannedParty {
            id: PartyId(Uuid::from_u128(party)),
            name: format!("Hộ kinh doanh số {party}"),
            address: "Phố Hiến, Hưng Yên".to_owned(),
        },
        place: None,
        contents: vec![content.to_owned()],
        when: PlannedTime::Quarter { quarter: 2 },
        unit: UnitId("33-01".to_owned()),
        path: UnitPath(TEAM.to_owned()),
        unit_name: "Đội QLTT số 1".to_owned(),
        note: String::new(),
    }
}

/// A plan told step by step.
struct Story {
    plan: Option<InspectionPlan>,
    now: DateTime,
    history: Vec<PlanEvent>,
    elsewhere: Vec<PlannedElsewhere>,
    opened: Vec<Uuid>,
}

impl Story {
    fn at(now: DateTime) -> Self {
        Self { plan: None, now, history: Vec::new(), elsewhere: Vec::new(), opened: Vec::new() }
    }

    fn ask(&self, who: &Actor, ask: PlanAsk<'_>) -> Result<PlanEvent, Refusal> {
        let issuer = office(who);
        let serial = u32::try_from(self.history.len()).unwrap() + 1;
        let number = PaperNumber::of_unit("33", "00", serial, APPROVAL_SYMBOL);
        let context = PlanContext {
            actor: who,
            now: from_local(self.now),
            issuer: &issuer,
            number: Some(&number),
            elsewhere: &self.elsewhere,
            opened: &self.opened,
        };
        decide(ask, &context)
    }

    fn try_to(&self, who: &Actor, command: &PlanCommand) -> Result<PlanEvent, Refusal> {
        self.ask(who, PlanAsk::Do(self.plan(), command))
    }

    fn take(&mut self, event: PlanEvent) {
        match &mut self.plan {
            Some(plan) => plan.apply(&event),
            None => self.plan = InspectionPlan::open(&event),
        }
        self.history.push(event);
    }

    fn done(&mut self, who: &Actor, command: PlanCommand) {
        let event = self.try_to(who, &command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"));
        self.take(event);
    }

    fn refused(&self, who: &Actor, command: &PlanCommand) -> Refusal {
        self.try_to(who, command).err().unwrap_or_else(|| panic!("{command:?} was accepted"))
    }

    fn plan(&self) -> &InspectionPlan {
        self.plan.as_ref().unwrap()
    }

    fn drafted(kind: InspectionKind, now: DateTime) -> Self {
        let mut story = Self::at(now);
        let event = story.ask(&leader(), PlanAsk::Draft(&new(kind, TEAM))).unwrap();
        story.take(event);
        story
    }

    fn approved() -> Self {
        let mut story = Self::drafted(InspectionKind::Periodic, date(2025, 11, 20).at(9, 0, 0, 0));
        story.done(&leader(), add(1, 1, "Nhãn hàng hóa"));
        story.done(&leader(), add(2, 2, "Nguồn gốc hàng hóa"));
        story.done(&leader(), PlanCommand::Submit);
        story.done(&head(), PlanCommand::Approve);
        story
    }
}

fn leader() -> Actor {
    actor(Role::TeamLeader, TEAM)
}

fn head() -> Actor {
    actor(Role::ProvincialHead, PROVINCE)
}

fn add(id: u128, party: u128, content: &str) -> PlanCommand {
    PlanCommand::AddItem { item: Box::new(item(id, party, content)) }
}

fn code(refusal: &Refusal) -> &str {
    match refusal {
        Refusal::Law { refusal } => &refusal.code,
        Refusal::Fields { errors } => &errors[0].field,
        Refusal::Hidden => "hidden",
        Refusal::Role { .. } => "role",
        other => panic!("{other:?}"),
    }
}

fn why(text: &str) -> String {
    text.to_owned()
}

#[test]
fn a_head_that_cannot_be_is_refused_at_its_field() {
    let now = date(2025, 11, 20).at(9, 0, 0, 0);
    let story = Story::at(now);
    let plan = || new(InspectionKind::Periodic, TEAM);
    let ground = |number: &str, day| Orientation { number: number.to_owned(), signed_on: day };
    for (wrong, field) in [
        (NewPlan { year: 2027, ..plan() }, "year"),
        (NewPlan { year: 2024, ..plan() }, "year"),
        (NewPlan { title: " ".to_owned(), ..plan() }, "title"),
        (NewPlan { kind: InspectionKind::Unplanned, ..plan() }, "kind"),
        (NewPlan { orientation: ground(" ", date(2025, 11, 1)), ..plan() }, "orientation_number"),
        (NewPlan { orientation: ground("1", date(2025, 11, 21)), ..plan() }, "orientation_date"),
    ] {
        let refusal = story.ask(&leader(), PlanAsk::Draft(&wrong)).unwrap_err();
        assert_eq!(code(&refusal), field, "{wrong:?}");
    }
    for (who, expected) in [
        (actor(Role::LegalSection, "TW/33/33-PC"), "role"),
        (actor(Role::National, "TW"), "role"),
        (actor(Role::TeamLeader, "TW/33/33-02"), "hidden"),
        (head(), "plan-not-own"),
    ] {
        assert_eq!(code(&story.ask(&who, PlanAsk::Draft(&plan())).unwrap_err()), expected, "{:?}", who.role);
    }
    for role in [Role::Controller, Role::TeamLeader, Role::TeamDeputy] {
        assert!(story.ask(&actor(role, TEAM), PlanAsk::Draft(&plan())).is_ok(), "{role:?}");
    }
}

#[test]
fn an_item_that_cannot_be_is_refused_at_its_field() {
    let story = Story::drafted(InspectionKind::Periodic, date(2026, 2, 3).at(9, 0, 0, 0));
    let right = || item(1, 1, "Nhãn hàng hóa");
    let mut nobody = right();
    nobody.party.id = PartyId(Uuid::nil());
    for (wrong, field) in [
        (nobody, "party"),
        (PlanItem { contents: vec![" ".to_owned()], ..right() }, "contents"),
        (PlanItem { contents: Vec::new(), ..right() }, "contents"),
        (PlanItem { when: PlannedTime::Month { month: 13 }, ..right() }, "when"),
        (PlanItem { when: PlannedTime::Month { month: 1 }, ..right() }, "when"),
        (PlanItem { unit: UnitId("33-02".to_owned()), path: UnitPath("TW/33/33-02".to_owned()), ..right() }, "unit"),
    ] {
        let refusal = story.refused(&leader(), &PlanCommand::AddItem { item: Box::new(wrong.clone()) });
        assert_eq!(code(&refusal), field, "{wrong:?}");
    }
}

/// PL QLTT Điều 20 khoản 1: same party and same content once a year, however it is written.
#[test]
fn nobody_is_planned_twice_on_the_same() {
    let mut story = Story::drafted(InspectionKind::Periodic, date(2025, 11, 20).at(9, 0, 0, 0));
    story.done(&leader(), add(1, 1, "Nhãn hàng hóa"));
    let refusal = story.refused(&leader(), &add(2, 1, "  nhãn  HÀNG hoá. "));
    assert_eq!(code(&refusal), "planned-twice");
    assert_eq!(refusal.citation().unwrap(), "khoản 1 Điều 20 Pháp lệnh Quản lý thị trường");
    assert!(refusal.message().contains("KH-33-01/2026/001"), "{}", refusal.message());
    story.done(&leader(), add(2, 1, "Niêm yết giá"));
    story.done(&leader(), add(3, 2, "Nhãn hàng hóa"));
    let other = PlannedElsewhere {
        party: PartyId(Uuid::from_u128(2)),
        contents: vec![content_key("Nhãn hàng hóa")],
        code: "KH-33/2026/001".to_owned(),
    };
    story.elsewhere.push(other);
    let refusal = story.refused(&leader(), &PlanCommand::Submit);
    assert!(refusal.message().contains("KH-33/2026/001"), "approved elsewhere meanwhile: {}", refusal.message());
    story.done(&leader(), PlanCommand::RemoveItem { item: Uuid::from_u128(3) });
    story.done(&leader(), PlanCommand::Submit);
    story.elsewhere[0].party = PartyId(Uuid::from_u128(1));
    assert_eq!(code(&story.refused(&head(), &PlanCommand::Approve)), "planned-twice");
}

#[test]
fn each_step_has_its_turn_and_its_people() {
    let now = date(2025, 11, 20).at(9, 0, 0, 0);
    let mut story = Story::drafted(InspectionKind::Periodic, now);
    let (leader, head) = (leader(), head());
    let cancel = || PlanCommand::CancelItem { item: Uuid::from_u128(1), reason: why("Đã giải thể") };
    assert_eq!(code(&story.refused(&leader, &PlanCommand::Submit)), "plan-empty");
    assert_eq!(code(&story.refused(&leader, &PlanCommand::Amend { reason: why("Bổ sung") })), "plan-not-approved");
    assert_eq!(code(&story.refused(&head, &PlanCommand::Approve)), "plan-not-submitted");
    assert_eq!(code(&story.refused(&head, &cancel())), "plan-not-approved");
    assert_eq!(code(&story.refused(&head, &add(1, 1, "Giá"))), "plan-not-own");
    story.done(&leader, add(1, 1, "Giá"));
    assert_eq!(code(&story.refused(&leader, &add(1, 2, "Nhãn"))), "plan-item-known");
    assert_eq!(code(&story.refused(&leader, &PlanCommand::RemoveItem { item: Uuid::from_u128(9) })), "hidden");
    story.done(&leader, PlanCommand::Submit);
    assert_eq!(code(&story.refused(&leader, &PlanCommand::Approve)), "role");
    assert_eq!(code(&story.refused(&leader, &add(2, 2, "Giá"))), "plan-closed");
    assert_eq!(code(&story.refused(&leader, &PlanCommand::Submit)), "plan-closed");
    for who in [actor(Role::National, "TW"), actor(Role::ProvincialHead, "TW/31")] {
        let expected = if who.role == Role::National { "plan-not-superior" } else { "hidden" };
        assert_eq!(code(&story.refused(&who, &PlanCommand::Approve)), expected, "{:?}", who.path);
    }
    assert_eq!(code(&story.refused(&head, &PlanCommand::Return { reason: why(" ") })), "reason");
    story.done(&head, PlanCommand::Return { reason: why("Bổ sung đối tượng") });
    assert_eq!(story.plan().state, PlanState::Returned);
    let orientation = Orientation { number: " 3013/QĐ-BCT ".to_owned(), signed_on: date(2025, 11, 11) };
    story.done(&leader, PlanCommand::Restate { title: why("Kế hoạch sửa"), orientation });
    assert_eq!(story.plan().orientation.number, "3013/QĐ-BCT");
    story.done(&leader, PlanCommand::Submit);
    assert!(story.plan().returned.is_none());
    let mut deputy = actor(Role::ProvincialDeputy, PROVINCE);
    assert_eq!(code(&story.refused(&deputy, &PlanCommand::Approve)), "plan-not-delegated");
    deputy.delegations = vec![given(DelegatedPower::Sanction)];
    assert_eq!(code(&story.refused(&deputy, &PlanCommand::Approve)), "delegation-of-other-power");
    deputy.delegations.push(given(DelegatedPower::Inspection));
    story.done(&deputy, PlanCommand::Approve);
    assert_eq!(story.plan().state, PlanState::Approved);
    let by = &story.plan().in_force().unwrap().frame.delegation;
    assert_eq!(by.as_ref().map(|given| given.number.as_str()), Some("33000001/QĐ-GQKT"));
    let unasked = actor(Role::ProvincialDeputy, PROVINCE);
    assert_eq!(code(&story.refused(&unasked, &cancel())), "plan-not-delegated");
    assert_eq!(story.plan().in_force().unwrap().frame.number.text, "33000007/QĐ-PDKH");
    assert_eq!(code(&story.refused(&leader, &add(2, 2, "Giá"))), "plan-closed");
    assert_eq!(
        code(&story.refused(&head, &PlanCommand::CancelItem { item: Uuid::from_u128(1), reason: why("") })),
        "reason"
    );
    story.done(&head, cancel());
    assert_eq!(code(&story.refused(&head, &cancel())), "plan-item-cancelled");
    assert_eq!(story.plan().live_items().count(), 0);
    assert_eq!(story.plan().in_force().unwrap().items.len(), 1, "what was approved stays as it was");
}

#[test]
fn the_year_must_not_have_passed_at_the_approval() {
    let mut story = Story::drafted(InspectionKind::Periodic, date(2026, 11, 20).at(9, 0, 0, 0));
    let late = PlanItem { when: PlannedTime::Month { month: 12 }, ..item(1, 1, "Giá") };
    story.done(&leader(), PlanCommand::AddItem { item: Box::new(late) });
    story.done(&leader(), PlanCommand::Submit);
    story.now = date(2027, 1, 4).at(9, 0, 0, 0);
    assert_eq!(code(&story.refused(&head(), &PlanCommand::Approve)), "year");
}

#[test]
fn an_amendment_is_a_revision_of_its_own() {
    let mut story = Story::approved();
    story.opened = vec![Uuid::from_u128(1)];
    story.done(&leader(), PlanCommand::Amend { reason: why("Bổ sung theo chỉ đạo") });
    assert_eq!(story.plan().label(), "Đang soạn điều chỉnh");
    assert_eq!(code(&story.refused(&leader(), &PlanCommand::Amend { reason: why("Nữa") })), "plan-amending");
    assert_eq!(
        code(&story.refused(&leader(), &PlanCommand::RemoveItem { item: Uuid::from_u128(1) })),
        "plan-item-opened"
    );
    story.done(&leader(), PlanCommand::RemoveItem { item: Uuid::from_u128(2) });
    story.done(&leader(), add(3, 3, "Niêm yết giá"));
    assert_eq!(story.plan().live_items().count(), 2, "the first revision still holds");
    story.done(&leader(), PlanCommand::Submit);
    story.done(&head(), PlanCommand::Approve);
    let plan = story.plan();
    assert_eq!((plan.state, plan.revisions.len()), (PlanState::Amended, 2));
    assert_eq!(plan.revisions[0].items.len(), 2);
    let parties: Vec<_> = plan.live_items().map(|item| item.party.name.as_str()).collect();
    assert_eq!(parties, ["Hộ kinh doanh số 1", "Hộ kinh doanh số 3"]);
    assert_eq!((plan.revisions[1].number, plan.revisions[1].reason.as_str()), (1, "Bổ sung theo chỉ đạo"));
    assert_eq!(InspectionPlan::replay(&story.history).as_ref(), Some(plan));
}

#[test]
fn a_team_sees_its_part_of_what_is_approved() {
    let mut story = Story::drafted(InspectionKind::Periodic, date(2025, 11, 20).at(9, 0, 0, 0));
    story.done(&leader(), add(1, 1, "Giá"));
    assert!(story.plan().part_of(&UnitPath(TEAM.to_owned())).is_none(), "a draft");
    let story = Story::approved();
    assert!(story.plan().part_of(&UnitPath("TW/33/33-02".to_owned())).is_none(), "nothing of theirs");
    assert_eq!(story.plan().part_of(&UnitPath(TEAM.to_owned())).unwrap().items.len(), 2);
}

#[test]
fn lateness_is_told_and_stops_nothing() {
    let calendar = WorkCalendar::embedded();
    let mut story = Story::drafted(InspectionKind::Periodic, date(2025, 12, 1).at(9, 0, 0, 0));
    let told = |story: &Story| -> Vec<String> {
        warnings(story.plan(), story.now, calendar).into_iter().map(|warning| warning.message).collect()
    };
    assert!(told(&story)[0].contains("01/12/2025"), "{:?}", told(&story));
    story.done(&leader(), add(1, 1, "Giá"));
    story.done(&leader(), PlanCommand::Submit);
    assert!(told(&story)[0].contains("đã trình ngày 01/12/2025"), "{:?}", told(&story));
    story.done(&head(), PlanCommand::Approve);
    assert_eq!(told(&story), Vec::<String>::new());

    // A Thursday: five working days later is the next Thursday.
    let mut story = Story::drafted(InspectionKind::Thematic, date(2026, 3, 5).at(9, 0, 0, 0));
    assert_eq!(told(&story), Vec::<String>::new(), "a thematic plan has no day of the year");
    assert!(decision_due(story.plan(), calendar).is_none());
    story.done(&leader(), add(1, 1, "Giá"));
    story.done(&leader(), PlanCommand::Submit);
    let due = decision_due(story.plan(), calendar).unwrap();
    assert_eq!(
        (due.due.date(), due.citation.to_string().as_str()),
        (date(2026, 3, 12), "Điều 6 Thông tư 27/2020/TT-BCT")
    );
    story.now = date(2026, 3, 13).at(0, 0, 0, 0);
    assert!(told(&story)[0].contains("12/03/2026"), "{:?}", told(&story));
    story.done(&head(), PlanCommand::Approve);
    assert_eq!(told(&story), Vec::<String>::new());
}

#[test]
fn a_time_reads_back() {
    for time in PlannedTime::all() {
        assert_eq!(PlannedTime::from_key(&time.key()), Some(time));
        assert!(time.is_valid() && time.last_day(2026).is_some());
    }
    assert_eq!(PlannedTime::Quarter { quarter: 2 }.last_day(2026), Some(date(2026, 6, 30)));
    assert_eq!(PlannedTime::Month { month: 2 }.last_day(2028), Some(date(2028, 2, 29)));
    for state in PlanState::ALL {
        assert_eq!(PlanState::from_key(state.key()), Some(state));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    /// Whatever is tried in whatever order: nothing is approved that was not submitted, no revision is lost or changed, no
    /// plan in force inspects a party twice on the same, and the history replays to the plan.
    #[test]
    fn random_walks_keep_the_plan_whole(steps in prop::collection::vec((0_u8..12, 0_u128..4, 0_u128..3, any::<bool>()), 60)) {
        let mut story = Story::drafted(InspectionKind::Periodic, date(2025, 11, 20).at(9, 0, 0, 0));
        let mut next = 100_u128;
        for (step, party, content, wrong_person) in steps {
            let plan = story.plan().clone();
            let some_item = plan.items.get(usize::try_from(party).unwrap()).map_or(Uuid::nil(), |item| item.id);
            let (who, command) = match step {
                0..=3 => {
                    next += 1;
                    (leader(), add(next, party + 1, ["Giá", "Nhãn", "Nguồn gốc"][usize::try_from(content).unwrap()]))
                }
                4 => (leader(), PlanCommand::RemoveItem { item: some_item }),
                5 | 6 => (leader(), PlanCommand::Submit),
                7 => (head(), PlanCommand::Return { reason: why("Sửa") }),
                8 => (leader(), PlanCommand::Amend { reason: why("Bổ sung") }),
                9 => (head(), PlanCommand::CancelItem { item: some_item, reason: why("Giải thể") }),
                _ => (head(), PlanCommand::Approve),
            };
            let who = if wrong_person { if who.role == Role::TeamLeader { head() } else { leader() } } else { who };
            let Ok(event) = story.try_to(&who, &command) else { continue };
            prop_assert!(!wrong_person, "{:?} by {:?}", command, who.role);
            prop_assert_eq!(event.seq, plan.version + 1);
            story.take(event);
            let after = story.plan();
            if command == PlanCommand::Approve {
                prop_assert_eq!(plan.state, PlanState::Submitted);
                prop_assert_eq!(after.revisions.len(), plan.revisions.len() + 1);
            }
            prop_assert_eq!(&after.revisions[..plan.revisions.len()], &plan.revisions[..]);
            prop_assert!(plan.cancelled.iter().all(|kept| after.cancelled.contains(kept)));
            let mut seen = std::collections::BTreeSet::new();
            for item in after.live_items() {
                for key in item.content_keys() {
                    prop_assert!(seen.insert((item.party.id, key)), "twice: {:?}", item);
                }
            }
        }
        prop_assert_eq!(InspectionPlan::replay(&story.history), story.plan);
    }
}
