//! The case from its opening to its end, and every way a step is refused.

mod answers;
mod attachments;
mod by_hand;
mod chronicle;
mod commands;
mod fieldwork;
mod national;
mod pace;
mod papers;
mod past;
mod procedures;
mod readings;
mod refusals;
mod reports;
mod together;
mod workflow;

pub(crate) use papers::write as papers_as_text;

use super::*;
use crate::catalogue::Catalogue;
use crate::law::fine::ActInput;
use crate::money::Dong;
use crate::officer::{OfficerId, OfficerSnapshot, Role};
use crate::party::{Party, PartyId, PartyKind};
use crate::unit::UnitPath;
use jiff::civil::date;

const TEAM: &str = "TW/33/33-01";

fn actor(role: Role, path: &str) -> Actor {
    Actor {
        officer: OfficerSnapshot {
            id: OfficerId(role.key().to_owned()),
            full_name: "Nguyễn Văn A".to_owned(),
            title: role.title().to_owned(),
            badge: "QT33-001".to_owned(),
            card: Some("33-0101".to_owned()),
        },
        role,
        unit: UnitPath(path.to_owned()).leaf(),
        path: UnitPath(path.to_owned()),
        delegations: Vec::new(),
    }
}

fn party(kind: PartyKind) -> Party {
    Party {
        id: PartyId(Uuid::nil()),
        kind,
        name: "Hộ kinh doanh Trần Văn B".to_owned(),
        sex: None,
        birth_date: None,
        nationality: "Việt Nam".to_owned(),
        occupation: String::new(),
        address: "Phố Hiến, Hưng Yên".to_owned(),
        citizen_id: None,
        tax_code: None,
        registration: String::new(),
        registered_on: None,
        registered_at: String::new(),
        representative: "Trần Văn B".to_owned(),
        representative_title: String::new(),
        phone: None,
        passport: String::new(),
        aliases: Vec::new(),
        commune: None,
        unit: UnitId("33-01".to_owned()),
    }
}

/// A case told step by step.
struct Story {
    case: Option<CaseFile>,
    now: DateTime,
    history: Vec<Event>,
}

impl Story {
    fn ask(&self, who: &Actor, step: Result<&OpenCase, &Command>) -> Result<Event, Refusal> {
        let series = match (step, &self.case) {
            (Err(command), Some(case)) => required_series(who, case, command, self.now.year()),
            _ => None,
        };
        let symbol = series.map_or_else(|| "QĐ-KT".to_owned(), |series| series.symbol);
        let serial = u32::try_from(self.history.len()).unwrap() + 1;
        self.with_number(&PaperNumber::of_unit("33", "01", serial, &symbol), who, |context| match (step, &self.case) {
            (Ok(open), _) => decide(Ask::Open(open), context),
            (Err(command), Some(case)) => decide(Ask::Do(case, command), context),
            (Err(_), None) => panic!("no case yet"),
        })
    }

    fn with_context<T>(&self, who: &Actor, run: impl FnOnce(&Context<'_>) -> T) -> T {
        let serial = u32::try_from(self.history.len()).unwrap() + 1;
        self.with_serial(serial, who, run)
    }

    fn with_serial<T>(&self, serial: u32, who: &Actor, run: impl FnOnce(&Context<'_>) -> T) -> T {
        self.with_number(&PaperNumber::of_unit("33", "01", serial, "QĐ-KT"), who, run)
    }

    fn with_number<T>(&self, number: &PaperNumber, who: &Actor, run: impl FnOnce(&Context<'_>) -> T) -> T {
        let issuer = UnitSnapshot {
            id: who.unit.clone(),
            superior: "CHI CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH HƯNG YÊN".to_owned(),
            name: "Đội Quản lý thị trường số 1".to_owned(),
            place: "Hưng Yên".to_owned(),
            treasury: "Kho bạc Nhà nước khu vực".to_owned(),
            address: "Hưng Yên".to_owned(),
        };
        run(&Context {
            actor: who,
            now: crate::calendar::from_local(self.now),
            issuer: &issuer,
            catalogue: Catalogue::embedded(),
            calendar: WorkCalendar::embedded(),
            number: Some(number),
        })
    }

    fn take(&mut self, event: Event) {
        match &mut self.case {
            Some(case) => case.apply(&event),
            None => self.case = CaseFile::open(&event),
        }
        self.history.push(event);
    }

    fn done(&mut self, who: &Actor, command: &Command) {
        let event = self.ask(who, Err(command)).unwrap_or_else(|refusal| panic!("{command:?}: {refusal:?}"));
        self.take(event);
    }

    fn refused(&self, who: &Actor, command: &Command) -> Refusal {
        self.ask(who, Err(command)).err().unwrap_or_else(|| panic!("{command:?} was accepted"))
    }

    fn case(&self) -> &CaseFile {
        self.case.as_ref().unwrap()
    }

    /// Opened, signed and inspected on Friday 20/11/2026 with a violation found.
    fn inspected(kind: PartyKind) -> Story {
        let mut story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
        let controller = actor(Role::Controller, TEAM);
        let open = opening(kind);
        let event = story.ask(&controller, Ok(&open)).unwrap();
        story.take(event);
        story.done(&actor(Role::TeamLeader, TEAM), &Command::SignInspectionDecision);
        story.now = date(2026, 11, 20).at(11, 0, 0, 0);
        story.done(&controller, &Command::RecordInspection(record()));
        story
    }

    /// With a violation record on smuggled goods of that value.
    fn recorded(kind: PartyKind, value: i64) -> Story {
        let mut story = Self::inspected(kind);
        story.done(&actor(Role::Controller, TEAM), &Command::RecordViolation(violation(value)));
        story
    }
}

/// A draft of an unplanned inspection, for what else opens cases.
pub(crate) fn draft_for_dossiers() -> InspectionDraft {
    opening(PartyKind::HouseholdBusiness).inspection
}

fn opening(kind: PartyKind) -> OpenCase {
    let controller = actor(Role::Controller, TEAM);
    OpenCase {
        id: CaseId(Uuid::nil()),
        code: "33-01/2026/0001".to_owned(),
        unit: controller.unit.clone(),
        path: controller.path.clone(),
        province: UnitId("33".to_owned()),
        inspection: InspectionDraft {
            kind: InspectionKind::Unplanned,
            basis: "Đề xuất ngày 19/11/2026".to_owned(),
            party: party(kind),
            establishment: None,
            place: "Chợ Phố Hiến".to_owned(),
            contents: vec!["Nguồn gốc hàng hóa".to_owned()],
            scope_from: date(2026, 5, 1),
            scope_to: date(2026, 11, 20),
            working_days: 1,
            leader: controller.officer.clone(),
            members: Vec::new(),
            drafted_by: controller.officer,
            owner_unknown: false,
            related: None,
            plan_item: None,
            proposal: None,
        },
    }
}

fn record() -> InspectionRecord {
    InspectionRecord {
        announced_at: date(2026, 11, 20).at(8, 30, 0, 0),
        finished_at: date(2026, 11, 20).at(10, 30, 0, 0),
        place: "Chợ Phố Hiến".to_owned(),
        representative: "Trần Văn B".to_owned(),
        witness: None,
        findings: "Bày bán hàng hóa nhập lậu".to_owned(),
        party_opinion: String::new(),
        violation_found: true,
        signature: PartySignature::Signed,
    }
}

fn violation(value: i64) -> DraftViolation {
    DraftViolation {
        made_at: date(2026, 11, 20).at(10, 45, 0, 0),
        place: "Chợ Phố Hiến".to_owned(),
        acts: vec![RecordedAct {
            description: "Kinh doanh hàng hóa nhập lậu".to_owned(),
            place: "Chợ Phố Hiến".to_owned(),
            input: ActInput {
                behaviour_id: "nd98-d15-k1".to_owned(),
                committed_on: date(2026, 11, 20),
                amount: None,
                doubled: false,
                mitigating: Vec::new(),
                aggravating: Vec::new(),
            },
        }],
        exhibits: vec![Exhibit {
            name: "Áo khoác".to_owned(),
            unit: "cái".to_owned(),
            quantity: 1,
            origin: String::new(),
            condition: String::new(),
            unit_price: Dong(value),
            act: 0,
        }],
        representative: "Trần Văn B".to_owned(),
        party_opinion: String::new(),
        witness: None,
        signature: PartySignature::Signed,
        birth_date: None,
    }
}

fn content(fine: i64) -> SanctionContent {
    SanctionContent {
        fines: vec![ChosenFine {
            act: 0,
            fine: Dong(fine),
            reason: String::new(),
            mitigating: Vec::new(),
            aggravating: Vec::new(),
        }],
        confiscate: true,
        supplementary: Vec::new(),
        remedies: Vec::new(),
        execution_days: 10,
        grounds: "Biên bản vi phạm".to_owned(),
    }
}

fn waiver() -> Command {
    Command::RecordExplanation(Explanation {
        kind: ExplanationKind::Waived,
        received_on: date(2026, 11, 20),
        content: "Không giải trình".to_owned(),
    })
}

#[test]
fn the_whole_path() {
    let controller = actor(Role::Controller, TEAM);
    let leader = actor(Role::TeamLeader, TEAM);
    // 25 million of smuggled goods: frame 6–10 million, no right to explain.
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    story.done(&controller, &Command::ProposeSanction(content(8_000_000)));
    assert_eq!(story.case().awaiting(), Awaiting::Role { role: Role::TeamLeader });
    story.done(&leader, &Command::SignSanction);
    assert_eq!(story.case().decision.as_ref().unwrap().total_fine, Dong(8_000_000));
    story.now = date(2026, 11, 25).at(9, 0, 0, 0);
    let service = Service { method: ServiceMethod::Direct, received_on: date(2026, 11, 23), receiver: "B".to_owned() };
    story.done(&controller, &Command::RecordService(service));
    assert_eq!(deadlines(story.case(), WorkCalendar::embedded())[0].due.date(), date(2026, 12, 3));
    let pay = |amount, receipt: &str| {
        Command::RecordPayment(Payment {
            paid_on: date(2026, 11, 25),
            amount: Dong(amount),
            receipt: receipt.to_owned(),
        })
    };
    story.done(&controller, &pay(5_000_000, "0001"));
    for (amount, receipt, field) in
        [(4_000_000, "0002", "amount"), (1_000_000, "0001", "receipt"), (0, "0003", "amount")]
    {
        let Refusal::Fields { errors } = story.refused(&controller, &pay(amount, receipt)) else { panic!() };
        assert_eq!(errors[0].field, field);
    }
    story.done(&controller, &pay(3_000_000, "0002"));
    let close = Command::CloseCase { note: String::new() };
    let Refusal::Incomplete { missing, .. } = story.refused(&leader, &close) else { panic!() };
    assert_eq!(missing, [ExecutionPart::Confiscation.label()]);
    let done =
        Execution {
            part: ExecutionPart::Confiscation, done_on: date(2026, 11, 25), note: "Biên bản số 1".to_owned()
        };
    story.done(&controller, &Command::RecordExecution(done));
    story.done(&leader, &close);
    assert_eq!(story.case().stage, Stage::Closed);
    assert_eq!(CaseFile::replay(&story.history).as_ref(), Some(story.case()), "the history alone gives the state");
    assert!(tasks(story.case()).iter().all(|task| matches!(task.status, TaskStatus::Done | TaskStatus::NotNeeded)));
}

#[test]
fn a_leader_beyond_his_ceiling_is_refused_with_the_article() {
    // An organisation with 120 million of smuggled goods: frame 80–100 million, above 60 for a team leader.
    let mut story = Story::recorded(PartyKind::Organisation, 120_000_000);
    story.done(&actor(Role::Controller, TEAM), &waiver());
    story.done(&actor(Role::Controller, TEAM), &Command::ProposeSanction(content(90_000_000)));
    assert_eq!(story.case().awaiting(), Awaiting::Role { role: Role::ProvincialHead });
    let refusal = story.refused(&actor(Role::TeamLeader, TEAM), &Command::SignSanction);
    assert!(refusal.citation().unwrap().contains("189/2025"), "{refusal:?}");
    assert!(refusal.message().contains("Chi cục trưởng"), "{}", refusal.message());
    let deputy = story.refused(&actor(Role::ProvincialDeputy, "TW/33"), &Command::SignSanction);
    assert!(deputy.citation().unwrap().contains("Điều 54"), "{deputy:?}");
    story.done(&actor(Role::ProvincialHead, "TW/33"), &Command::SignSanction);
}

#[test]
fn deciding_waits_for_the_explanation() {
    // 40 million: frame 10–20 million opens the right to explain.
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 40_000_000);
    let head = actor(Role::ProvincialHead, "TW/33");
    story.done(&actor(Role::Controller, TEAM), &Command::ProposeSanction(content(15_000_000)));
    let refusal = story.refused(&head, &Command::SignSanction);
    assert!(refusal.citation().unwrap().contains("Điều 61"), "{refusal:?}");
    story.done(&actor(Role::Controller, TEAM), &waiver());
    story.done(&head, &Command::SignSanction);
}

#[test]
fn after_the_period_no_fine() {
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    story.done(&actor(Role::Controller, TEAM), &Command::ProposeSanction(content(8_000_000)));
    // Seven working days after Friday 20/11/2026, with 24/11 off.
    story.now = date(2026, 12, 2).at(23, 0, 0, 0);
    assert!(story.ask(&actor(Role::TeamLeader, TEAM), Err(&Command::SignSanction)).is_ok());
    story.now = date(2026, 12, 3).at(8, 0, 0, 0);
    let refusal = story.refused(&actor(Role::TeamLeader, TEAM), &Command::SignSanction);
    assert!(refusal.citation().unwrap().contains("Điều 66"), "{refusal:?}");
}

/// The calendar ends with 2026: a period that runs into 2027 cannot be counted, and nothing is signed on a guess.
#[test]
fn without_a_calendar_of_the_year_nothing_is_signed() {
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    story.done(&actor(Role::Controller, TEAM), &Command::ProposeSanction(content(8_000_000)));
    let leader = actor(Role::TeamLeader, TEAM);
    let mut short = WorkCalendar::embedded().clone();
    short.years.retain(|year| *year != 2026);
    let refusal = story.with_context(&leader, |context| {
        let context = Context { calendar: &short, ..*context };
        decide(Ask::Do(story.case(), &Command::SignSanction), &context).unwrap_err()
    });
    assert!(refusal.message().contains("2026") && refusal.message().contains("lịch"), "{}", refusal.message());
}

#[test]
fn wrong_answers_are_refused_at_their_field() {
    let controller = actor(Role::Controller, TEAM);
    let story = Story::inspected(PartyKind::HouseholdBusiness);
    let fields = |draft: DraftViolation| match story.refused(&controller, &Command::RecordViolation(draft)) {
        Refusal::Fields { errors } => errors.into_iter().map(|error| error.field).collect::<Vec<_>>(),
        other => panic!("{other:?}"),
    };
    let early = DraftViolation { made_at: date(2026, 11, 20).at(8, 0, 0, 0), ..violation(1) };
    assert_eq!(fields(early), ["made_date"], "before the inspection");
    let future = DraftViolation { made_at: date(2026, 11, 21).at(8, 0, 0, 0), ..violation(1) };
    assert_eq!(fields(future), ["made_date"]);
    let mut later = violation(1);
    later.acts[0].input.committed_on = date(2026, 11, 21);
    assert_eq!(fields(later), ["acts.0.committed_on"]);
    let mut stray = violation(1);
    stray.exhibits[0].act = 3;
    assert_eq!(fields(stray), ["exhibits.0.act"]);
    let mut twice = violation(1);
    twice.acts.push(twice.acts[0].clone());
    assert_eq!(fields(twice), ["acts.1.behaviour"]);
    let none = DraftViolation { acts: Vec::new(), exhibits: Vec::new(), ..violation(1) };
    assert_eq!(fields(none), ["acts.0.behaviour"]);
}

#[test]
fn a_fine_off_the_proposal_needs_its_reason() {
    let controller = actor(Role::Controller, TEAM);
    let story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    for (fine, field) in [(9_000_000, "fines.0.amount"), (11_000_000, "fines.0.amount")] {
        let Refusal::Fields { errors } = story.refused(&controller, &Command::ProposeSanction(content(fine))) else {
            panic!()
        };
        assert_eq!(errors[0].field, field, "{fine}");
    }
    let mut lighter = content(7_500_000);
    lighter.fines[0].mitigating = vec![crate::statute::Mitigating::M2];
    let Refusal::Fields { errors } = story.refused(&controller, &Command::ProposeSanction(lighter.clone())) else {
        panic!()
    };
    assert_eq!(errors[0].field, "fines.0.reason");
    lighter.fines[0].reason = "Khai báo thành thật".to_owned();
    assert!(story.ask(&controller, Err(&Command::ProposeSanction(lighter))).is_ok());
    let short = SanctionContent { execution_days: 5, ..content(8_000_000) };
    let Refusal::Fields { errors } = story.refused(&controller, &Command::ProposeSanction(short)) else { panic!() };
    assert_eq!(errors[0].field, "execution_days");
}

#[test]
fn steps_out_of_order_and_strangers() {
    let story = Story::inspected(PartyKind::HouseholdBusiness);
    let leader = actor(Role::TeamLeader, TEAM);
    assert!(matches!(story.refused(&leader, &Command::SignSanction), Refusal::WrongStage { .. }));
    assert!(matches!(story.refused(&leader, &Command::SignInspectionDecision), Refusal::WrongStage { .. }));
    let stranger = actor(Role::TeamLeader, "TW/33/33-02");
    assert_eq!(story.refused(&stranger, &Command::SignSanction), Refusal::Hidden);
    let legal = actor(Role::LegalSection, "TW/33/33-PC");
    assert!(matches!(story.refused(&legal, &Command::SignSanction), Refusal::Role { .. }));
}

#[test]
fn a_proposal_is_sent_back_with_a_reason() {
    let controller = actor(Role::Controller, TEAM);
    let legal = actor(Role::LegalSection, "TW/33/33-PC");
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    story.done(&controller, &Command::ProposeSanction(content(8_000_000)));
    assert!(matches!(
        story.refused(&legal, &Command::ReturnProposal { reason: " ".to_owned() }),
        Refusal::Fields { .. }
    ));
    story.done(&legal, &Command::ReturnProposal { reason: "Bổ sung ảnh".to_owned() });
    assert_eq!(story.case().stage, Stage::ViolationRecorded);
    assert!(tasks(story.case()).iter().any(|task| task.missing.iter().any(|line| line.contains("Bổ sung ảnh"))));
}

#[test]
fn without_violation_the_file_ends() {
    let mut story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
    let (controller, leader) = (actor(Role::Controller, TEAM), actor(Role::TeamLeader, TEAM));
    let event = story.ask(&controller, Ok(&opening(PartyKind::Organisation))).unwrap();
    story.take(event);
    let early = Command::RecordInspection(record());
    assert!(matches!(story.refused(&controller, &early), Refusal::WrongStage { .. }));
    story.done(&leader, &Command::SignInspectionDecision);
    story.now = date(2026, 11, 20).at(11, 0, 0, 0);
    story.done(&controller, &Command::RecordInspection(InspectionRecord { violation_found: false, ..record() }));
    story.done(&leader, &Command::ConcludeInspection { note: String::new() });
    assert_eq!((story.case().stage, story.case().awaiting()), (Stage::Closed, Awaiting::Nobody));
}

#[test]
fn the_opening_is_checked() {
    let story = Story { case: None, now: date(2026, 11, 20).at(8, 0, 0, 0), history: Vec::new() };
    let controller = actor(Role::Controller, TEAM);
    let change = |change: fn(&mut InspectionDraft)| {
        let mut open = opening(PartyKind::Organisation);
        change(&mut open.inspection);
        match story.ask(&controller, Ok(&open)) {
            Err(Refusal::Fields { errors }) => errors.into_iter().map(|error| error.field).collect::<Vec<_>>(),
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(change(|draft| draft.scope_to = date(2026, 1, 1)), ["scope_to"]);
    assert_eq!(change(|draft| draft.scope_to = date(2026, 12, 1)), ["scope_to"]);
    assert_eq!(change(|draft| draft.working_days = 4), ["working_days"]);
    assert_eq!(change(|draft| draft.leader.card = None), ["leader"]);
    assert_eq!(change(|draft| draft.members.push(draft.leader.clone())), ["members"]);
    assert_eq!(change(|draft| draft.contents.clear()), ["contents"]);
    let head = actor(Role::ProvincialHead, "TW/33");
    assert!(matches!(story.ask(&head, Ok(&opening(PartyKind::Organisation))), Err(Refusal::Role { .. })));
}

#[test]
fn before_a_signature_the_file_is_checked_line_by_line() {
    let (controller, leader) = (actor(Role::Controller, TEAM), actor(Role::TeamLeader, TEAM));
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    let list = |story: &Story, case: &CaseFile, actor: &Actor| {
        story.with_context(actor, |context| completeness(case, context))
    };
    assert!(list(&story, story.case(), &leader).is_empty(), "nothing waits for a signature");
    story.done(&controller, &Command::ProposeSanction(content(8_000_000)));
    let whole = list(&story, story.case(), &leader);
    assert!(whole.iter().all(|check| check.verdict == Verdict::Met), "{whole:#?}");
    let missing = |case: &CaseFile, actor: &Actor| {
        list(&story, case, actor)
            .into_iter()
            .filter(|check| check.verdict == Verdict::Missing)
            .map(|check| check.title)
            .collect::<Vec<_>>()
    };
    type Break = fn(&mut CaseFile);
    let breaks: [(&str, Break); 5] = [
        ("Tổng mức phạt bằng số và bằng chữ", |case| {
            case.proposal.as_mut().unwrap().total_fine = Dong(1)
        }),
        ("Bảng kê tang vật khớp căn cứ định khung", |case| {
            case.violation.as_mut().unwrap().content.exhibits[0].unit_price = Dong(1);
        }),
        ("Thứ tự ngày, giờ", |case| {
            case.violation.as_mut().unwrap().content.made_at = date(2026, 11, 1).at(8, 0, 0, 0);
        }),
        ("Mức phạt từng hành vi", |case| case.proposal.as_mut().unwrap().content.fines.clear()),
        ("Chữ ký của người vi phạm", |case| {
            case.violation.as_mut().unwrap().content.signature =
                PartySignature::Refused { reason: String::new(), witness: String::new() };
        }),
    ];
    for (title, broken) in breaks {
        let mut case = story.case().clone();
        broken(&mut case);
        let found = missing(&case, &leader);
        assert!(found.iter().any(|line| line == title), "{title}: {found:?}");
    }
    assert_eq!(missing(story.case(), &actor(Role::TeamDeputy, TEAM)), ["Thẩm quyền ký"]);
}

/// A deputy signs what his head gave him in writing, as long as it runs, and the paper keeps the ground (Luật XLVPHC Điều
/// 54).
#[test]
fn a_deputy_signs_by_delegation() {
    use crate::law::competence::Position;
    use crate::law::delegation::{DelegatedPower, Delegation};
    let given = |power, from, to| Delegation {
        position: Position::TeamLeader,
        power,
        number: "05/QĐ-GQ".to_owned(),
        signed_on: date(2026, 10, 1),
        from,
        to: Some(to),
    };
    let deputy = |delegations| Actor { delegations, ..actor(Role::TeamDeputy, TEAM) };
    let (october, december) = (date(2026, 10, 1), date(2026, 12, 31));
    let mut story = Story::recorded(PartyKind::HouseholdBusiness, 25_000_000);
    story.done(&actor(Role::Controller, TEAM), &Command::ProposeSanction(content(8_000_000)));
    for (delegations, words) in [
        (Vec::new(), "giao quyền bằng văn bản"),
        (vec![given(DelegatedPower::Inspection, october, december)], "chỉ giao quyền"),
        (vec![given(DelegatedPower::Sanction, october, date(2026, 11, 19))], "không có hiệu lực ngày 20/11/2026"),
    ] {
        let refusal = story.refused(&deputy(delegations), &Command::SignSanction);
        assert!(refusal.message().contains(words), "{}", refusal.message());
    }
    let right = deputy(vec![
        given(DelegatedPower::Inspection, october, december),
        given(DelegatedPower::Sanction, october, december),
    ]);
    assert!(
        story
            .with_context(&right, |context| completeness(story.case(), context))
            .iter()
            .all(|check| check.verdict == Verdict::Met)
    );
    story.done(&right, &Command::SignSanction);
    let frame = &story.case().decision.as_ref().unwrap().frame;
    assert_eq!(frame.delegation.as_ref().map(|given| given.power), Some(DelegatedPower::Sanction));
    assert_eq!(frame.signer.title, "Phó Đội trưởng");
}
