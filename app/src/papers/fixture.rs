//! Cases driven through the state machine with fixed data, for the golden papers. Every person and firm is invented.

use domain::authority::Actor;
use domain::calendar::{WorkCalendar, from_local};
use domain::case::procedure::{Answers, Done, FormKind, Procedure};
use domain::case::*;
use domain::catalogue::Catalogue;
use domain::identity::{Phone, TaxCode};
use domain::law::fine::ActInput;
use domain::money::Dong;
use domain::officer::{OfficerId, OfficerSnapshot, Role};
use domain::party::{Establishment, EstablishmentId, Party, PartyId, PartyKind, Sex};
use domain::plan::{
    APPROVAL_SYMBOL, InspectionPlan, NewPlan, Orientation, PlanAsk, PlanCommand, PlanContext, PlanItem, PlannedParty,
    PlannedTime,
};
use domain::statute::{Aggravating, Mitigating};
use domain::unit::{UnitId, UnitPath, UnitSnapshot};
use jiff::civil::{Date, DateTime, date};
use uuid::Uuid;

const TEAM: &str = "TW/33/33-03";
const PROVINCE: &str = "TW/33";

fn officer(id: &str, name: &str, title: &str, badge: &str, card: Option<&str>) -> OfficerSnapshot {
    OfficerSnapshot {
        id: OfficerId(id.to_owned()),
        full_name: name.to_owned(),
        title: title.to_owned(),
        badge: badge.to_owned(),
        card: card.map(str::to_owned),
    }
}

fn controller() -> OfficerSnapshot {
    officer("c1", "Nguyễn Thị Ngọc Ánh", Role::Controller.title(), "QT33-015", Some("33-0115"))
}

fn actor(officer: OfficerSnapshot, role: Role, path: &str) -> Actor {
    let path = UnitPath(path.to_owned());
    Actor { officer, role, unit: path.leaf(), path, delegations: Vec::new() }
}

fn writer() -> Actor {
    actor(controller(), Role::Controller, TEAM)
}

fn leader() -> Actor {
    let officer = officer("l1", "Phạm Quốc Vượng", Role::TeamLeader.title(), "QT33-003", Some("33-0103"));
    actor(officer, Role::TeamLeader, TEAM)
}

fn head() -> Actor {
    let officer = officer("h1", "Đỗ Văn Thắng", Role::ProvincialHead.title(), "QT33-001", None);
    actor(officer, Role::ProvincialHead, PROVINCE)
}

fn issuer(unit: &UnitId) -> UnitSnapshot {
    let province = "Chi cục Quản lý thị trường tỉnh Hưng Yên";
    let (superior, name, address) = if unit.0 == "33" {
        ("Sở Công Thương tỉnh Hưng Yên", province, "Số 306 đường Nguyễn Văn Linh, phường Phố Hiến, tỉnh Hưng Yên")
    } else {
        (province, "Đội Quản lý thị trường số 3", "Số 18 đường Điện Biên, phường Phố Hiến, tỉnh Hưng Yên")
    };
    UnitSnapshot {
        id: unit.clone(),
        superior: superior.to_owned(),
        name: name.to_owned(),
        place: "Hưng Yên".to_owned(),
        treasury: "Kho bạc Nhà nước khu vực IV, tài khoản số 3511.0.1062345.00000".to_owned(),
        address: address.to_owned(),
    }
}

/// What differs from case to case.
pub(super) struct Plot {
    pub day: Date,
    pub party: Party,
    pub members: Vec<OfficerSnapshot>,
    pub exhibits: Vec<Exhibit>,
    pub signature: PartySignature,
    pub representative: String,
    /// Behaviours of the catalogue.
    pub acts: Vec<(&'static str, &'static str)>,
    pub witness: Option<String>,
    pub findings: String,
}

fn party(kind: PartyKind) -> Party {
    Party {
        id: PartyId(Uuid::nil()),
        kind,
        name: String::new(),
        sex: None,
        birth_date: None,
        nationality: String::new(),
        occupation: String::new(),
        address: String::new(),
        citizen_id: None,
        tax_code: None,
        registration: String::new(),
        registered_on: None,
        registered_at: String::new(),
        representative: String::new(),
        representative_title: String::new(),
        phone: None,
        passport: String::new(),
        aliases: Vec::new(),
        commune: None,
        unit: UnitId("33-03".to_owned()),
    }
}

fn exhibit(name: &str, origin: &str, unit: &str, quantity: u32, price: i64, condition: &str) -> Exhibit {
    Exhibit {
        name: name.to_owned(),
        unit: unit.to_owned(),
        quantity,
        origin: origin.to_owned(),
        condition: condition.to_owned(),
        unit_price: Dong(price),
        act: 0,
    }
}

/// A firm with two acts, decided by the head of the province.
pub(super) fn firm() -> Plot {
    Plot {
        day: date(2026, 1, 5),
        party: Party {
            name: "Công ty TNHH Thương mại Đặng Hữu Phước".to_owned(),
            address: "Số 12 đường Nguyễn Văn Linh, phường Phố Hiến, tỉnh Hưng Yên".to_owned(),
            tax_code: TaxCode::parse("0100109106").ok(),
            registration: "0100109106".to_owned(),
            registered_on: Some(date(2019, 3, 12)),
            registered_at: "Sở Tài chính tỉnh Hưng Yên".to_owned(),
            representative: "Đặng Hữu Phước".to_owned(),
            representative_title: "Giám đốc".to_owned(),
            sex: Some(Sex::Male),
            phone: Phone::parse("0912345678").ok(),
            ..party(PartyKind::Organisation)
        },
        members: vec![officer("c2", "Trần Đức Mạnh", Role::Controller.title(), "QT33-021", Some("33-0121"))],
        exhibits: vec![
            exhibit("Bánh quy bơ", "Hộp thiếc 680 g, Thái Lan, không nhãn phụ", "hộp", 70, 210_000, "Còn nguyên"),
            exhibit("Kẹo dẻo trái cây", "Túi 1 kg, Trung Quốc", "túi", 50, 196_000, "Ẩm vỏ thùng"),
        ],
        signature: PartySignature::Signed,
        representative: "Đặng Hữu Phước".to_owned(),
        acts: vec![
            (
                "nd98-d15-k1",
                "Bày bán 120 đơn vị hàng hóa do nước ngoài sản xuất, không có hóa đơn, chứng từ chứng minh nhập khẩu hợp pháp",
            ),
            ("nd87-d13-k1a", "Không niêm yết giá hàng hóa đang bày bán tại cơ sở"),
        ],
        witness: Some("Lê Thị Bưởi, phường Phố Hiến".to_owned()),
        findings: "Cơ sở đang hoạt động, xuất trình được giấy chứng nhận đăng ký doanh nghiệp.\nBày bán 120 đơn vị bánh kẹo do nước ngoài sản xuất, không xuất trình được hóa đơn, chứng từ.\nKhông niêm yết giá hàng hóa đang bày bán".to_owned(),
    }
}

/// A household business that refuses to sign, with forty lines of goods, long names and a larger team.
pub(super) fn market() -> Plot {
    let kinds = [
        ("Áo khoác gió nam hai lớp có mũ tháo rời, lót lông nhân tạo", "Không nhãn, không rõ xuất xứ", "cái"),
        ("Quần âu nữ ống suông", "Nhãn chữ nước ngoài", "cái"),
        ("Giày thể thao trẻ em đế phát sáng", "Trung Quốc", "đôi"),
        ("Khăn quàng cổ", "", "cái"),
    ];
    let exhibits = (0..40_u32)
        .zip(kinds.iter().cycle())
        .map(|(line, (name, origin, unit))| {
            let condition = if line % 3 == 0 { "Mới, chưa qua sử dụng" } else { "" };
            let name = format!("{name}, mẫu {:02}", line + 1);
            exhibit(&name, origin, unit, 2 + line % 5, 85_000 + 5_000 * i64::from(line % 7), condition)
        })
        .collect();
    Plot {
        day: date(2026, 3, 10),
        party: Party {
            name: "Hộ kinh doanh Cửa hàng thời trang và phụ kiện tổng hợp Nguyễn Hoàng Phương Thảo Nguyên".to_owned(),
            address: "Ki-ốt số 127–129, dãy hàng vải khu B, chợ đầu mối Phố Hiến, tổ dân phố Nguyễn Thiện Thuật, phường Phố Hiến, tỉnh Hưng Yên".to_owned(),
            representative: "Nguyễn Hoàng Phương Thảo Nguyên".to_owned(),
            sex: Some(Sex::Female),
            birth_date: Some(date(1988, 10, 20)),
            ..party(PartyKind::HouseholdBusiness)
        },
        members: vec![
            officer("c2", "Trần Đức Mạnh", Role::Controller.title(), "QT33-021", Some("33-0121")),
            officer("c3", "Huỳnh Công Tôn Nữ Thị Bích Phượng", Role::Controller.title(), "QT33-022", Some("33-0122")),
            officer("c4", "Vũ Đình Lộc", Role::Controller.title(), "QT33-023", None),
        ],
        exhibits,
        signature: PartySignature::Refused {
            reason: "chủ hộ cho rằng hàng gửi bán hộ, không phải của mình".to_owned(),
            witness: "Hoàng Văn Khởi, đại diện Ủy ban nhân dân phường Phố Hiến".to_owned(),
        },
        representative: "Nguyễn Hoàng Phương Thảo Nguyên".to_owned(),
        acts: vec![("nd98-d15-k1", "Kinh doanh hàng hóa nhập lậu")],
        witness: None,
        findings: "Bày bán quần áo, giày dép không có hóa đơn, chứng từ chứng minh nguồn gốc hợp pháp.".to_owned(),
    }
}

/// How far a case is driven.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Until {
    Opened,
    Signed,
    Inspected,
    Recorded,
    Proposed,
    Decided,
}

struct Story {
    case: Option<CaseFile>,
    now: DateTime,
    serial: u32,
}

impl Story {
    fn ask(&mut self, who: &Actor, ask: impl FnOnce(Option<&CaseFile>, &Context<'_>) -> Result<Event, Refusal>) {
        let issuer = issuer(&who.unit);
        let unit = if who.path.0 == PROVINCE { "00" } else { "03" };
        self.serial += 1;
        // The series is not the fixture's business; the kind follows from the step that is asked.
        let kind = match self.case.as_ref().map(|case| case.stage) {
            None | Some(Stage::InspectionProposed) => PaperKind::InspectionDecision,
            Some(Stage::InspectionDecided) => PaperKind::InspectionRecord,
            Some(Stage::InspectionRecordedViolation) => PaperKind::ViolationRecord,
            Some(_) => PaperKind::SanctionDecision,
        };
        let number = PaperNumber::new("33", unit, 40 + self.serial, kind);
        let context = Context {
            actor: who,
            now: from_local(self.now),
            issuer: &issuer,
            catalogue: Catalogue::embedded(),
            calendar: WorkCalendar::embedded(),
            number: Some(&number),
        };
        let event = ask(self.case.as_ref(), &context).unwrap_or_else(|refusal| panic!("{refusal:?}"));
        match &mut self.case {
            Some(case) => case.apply(&event),
            None => self.case = CaseFile::open(&event),
        }
    }

    fn step(&mut self, who: &Actor, command: &Command) {
        self.ask(who, |case, context| decide(Ask::Do(case.expect("the case is open"), command), context));
    }
}

/// What was done in a case, for the paper of a procedure: signed by the head of the province, a record by its writer.
pub(super) fn done(case: &CaseFile, found: &Procedure, serial: u32, at: DateTime, answers: Answers) -> Done {
    let form = found.form.expect("a form");
    let who = if form.kind == FormKind::Record { writer() } else { head() };
    let unit = if form.kind == FormKind::Record { "03" } else { "00" };
    let frame = (!form.symbol.is_empty()).then(|| Signed {
        number: PaperNumber::of_unit("33", unit, serial, form.symbol),
        issuer: issuer(&who.unit),
        signer: who.officer.clone(),
        delegation: None,
        at,
    });
    Done { key: found.key.to_owned(), seq: case.version + 1, at, by: who.officer, frame, answers }
}

/// Drives a case through the machine.
pub(super) fn case(plot: &Plot, until: Until) -> CaseFile {
    let mut story = Story { case: None, now: plot.day.at(8, 0, 0, 0), serial: 0 };
    let place = plot.party.address.clone();
    let open = opening(plot, &place);
    story.ask(&writer(), |_, context| decide(Ask::Open(&open), context));
    if until >= Until::Signed {
        story.step(&leader(), &Command::SignInspectionDecision);
    }
    if until >= Until::Inspected {
        story.now = plot.day.at(11, 30, 0, 0);
        story.step(&writer(), &Command::RecordInspection(inspection(plot, &place)));
    }
    if until >= Until::Recorded {
        story.step(&writer(), &Command::RecordViolation(violation(plot, &place)));
    }
    if until >= Until::Proposed {
        let right = story.case.as_ref().and_then(|case| case.violation.as_ref());
        if right.is_some_and(|record| record.content.assessment.explanation_right.is_some()) {
            story.step(&writer(), &waiver(plot));
        }
        let content = content(story.case.as_ref().expect("the case is open"), plot);
        story.step(&writer(), &Command::ProposeSanction(content));
    }
    if until >= Until::Decided {
        story.now = domain::calendar::shift(plot.day, 2).at(16, 5, 0, 0);
        let team = story
            .case
            .as_ref()
            .is_some_and(|case| matches!(case.awaiting(), Awaiting::Role { role: Role::TeamLeader }));
        story.step(&if team { leader() } else { head() }, &Command::SignSanction);
    }
    story.case.expect("the case is open")
}

/// A case whose inspection is decided, who takes it out to the field, and the head of its papers.
pub(crate) fn taken_out() -> (CaseFile, Actor, UnitSnapshot) {
    let case = case(&firm(), Until::Signed);
    let issuer = issuer(&case.unit);
    (case, writer(), issuer)
}

fn opening(plot: &Plot, place: &str) -> OpenCase {
    OpenCase {
        id: CaseId(Uuid::nil()),
        code: "33-03/2026/0042".to_owned(),
        unit: UnitId("33-03".to_owned()),
        path: UnitPath(TEAM.to_owned()),
        province: UnitId("33".to_owned()),
        inspection: InspectionDraft {
            kind: InspectionKind::Unplanned,
            basis: format!(
                "Đề xuất kiểm tra đột xuất ngày {} về dấu hiệu kinh doanh hàng hóa nhập lậu.",
                domain::calendar::format_date(plot.day)
            ),
            party: plot.party.clone(),
            establishment: Some(Establishment {
                id: EstablishmentId(Uuid::nil()),
                party: plot.party.id,
                name: "Cửa hàng số 1".to_owned(),
                address: place.to_owned(),
                business: "Bán lẻ".to_owned(),
                unit: UnitId("33-03".to_owned()),
            }),
            place: place.to_owned(),
            contents: vec![
                "Việc chấp hành pháp luật về đăng ký kinh doanh".to_owned(),
                "Nguồn gốc, xuất xứ, nhãn hàng hóa;".to_owned(),
                "Niêm yết giá".to_owned(),
            ],
            scope_from: date(2025, 7, 1),
            scope_to: plot.day,
            working_days: 1,
            leader: controller(),
            members: plot.members.clone(),
            drafted_by: controller(),
            owner_unknown: false,
            related: None,
            plan_item: None,
            proposal: None,
        },
    }
}

fn inspection(plot: &Plot, place: &str) -> InspectionRecord {
    InspectionRecord {
        announced_at: plot.day.at(9, 30, 0, 0),
        finished_at: plot.day.at(11, 0, 0, 0),
        place: place.to_owned(),
        representative: plot.representative.clone(),
        witness: plot.witness.clone(),
        findings: plot.findings.clone(),
        party_opinion: String::new(),
        violation_found: true,
        signature: plot.signature.clone(),
    }
}

fn violation(plot: &Plot, place: &str) -> DraftViolation {
    let acts = plot
        .acts
        .iter()
        .map(|(id, description)| RecordedAct {
            description: (*description).to_owned(),
            place: place.to_owned(),
            input: ActInput {
                behaviour_id: (*id).to_owned(),
                committed_on: plot.day,
                amount: None,
                doubled: false,
                mitigating: Vec::new(),
                aggravating: Vec::new(),
            },
        })
        .collect();
    DraftViolation {
        made_at: plot.day.at(11, 15, 0, 0),
        place: place.to_owned(),
        acts,
        exhibits: plot.exhibits.clone(),
        representative: plot.representative.clone(),
        party_opinion: "Cơ sở nhận thấy sai phạm, đề nghị xem xét giảm nhẹ mức phạt".to_owned(),
        witness: plot.witness.clone(),
        signature: plot.signature.clone(),
        birth_date: None,
    }
}

fn waiver(plot: &Plot) -> Command {
    Command::RecordExplanation(Explanation {
        kind: ExplanationKind::Waived,
        received_on: plot.day,
        content: "Không giải trình".to_owned(),
    })
}

/// The proposed fine of each act, with a mitigating circumstance for the first and an aggravating one for the second.
fn content(case: &CaseFile, plot: &Plot) -> SanctionContent {
    let record = &case.violation.as_ref().expect("a violation record").content;
    let fines: Vec<ChosenFine> = (0..record.acts.len())
        .map(|act| ChosenFine {
            act,
            fine: Dong(0),
            reason: "Mức phạt theo tình tiết của vụ việc".to_owned(),
            mitigating: if act == 0 { vec![Mitigating::M2] } else { Vec::new() },
            aggravating: if act == 1 { vec![Aggravating::A9] } else { Vec::new() },
        })
        .collect();
    let inputs = record.inputs_with(&fines);
    let answer = domain::law::fine::assess(Catalogue::embedded(), &record.offender, &inputs, plot.day)
        .unwrap_or_else(|refusal| panic!("{refusal:?}"));
    SanctionContent {
        fines: fines
            .into_iter()
            .zip(&answer.acts)
            .map(|(chosen, act)| ChosenFine { fine: act.proposed.amount, ..chosen })
            .collect(),
        confiscate: true,
        supplementary: Vec::new(),
        remedies: answer.acts.iter().flat_map(|act| act.remedies.clone()).take(2).collect(),
        execution_days: 10,
        grounds: "Biên bản kiểm tra, biên bản vi phạm hành chính và bảng kê hàng hóa kèm theo".to_owned(),
    }
}

/// A team's plan of two parties, drafted, and approved by its province where asked.
pub(crate) fn plan(approved: bool) -> InspectionPlan {
    let unit = UnitId("33-03".to_owned());
    let (writer, head) = (writer(), head());
    let new = NewPlan {
        id: Uuid::from_u128(7),
        code: "KH-33-03/2026/001".to_owned(),
        path: UnitPath(TEAM.to_owned()),
        province: UnitId("33".to_owned()),
        issuer: issuer(&unit),
        unit,
        kind: InspectionKind::Periodic,
        year: 2026,
        title: "Kế hoạch kiểm tra định kỳ năm 2026".to_owned(),
        orientation: Orientation { number: "3120/QĐ-BCT".to_owned(), signed_on: date(2025, 11, 12) },
    };
    let now = from_local(date(2025, 11, 20).at(9, 0, 0, 0));
    let number = PaperNumber::of_unit("33", "00", 1, APPROVAL_SYMBOL);
    let ask = |who: &Actor, ask: PlanAsk<'_>| {
        let office = issuer(&who.unit);
        let context =
            PlanContext { actor: who, now, issuer: &office, number: Some(&number), elsewhere: &[], opened: &[] };
        domain::plan::decide(ask, &context).unwrap()
    };
    let mut plan = InspectionPlan::open(&ask(&writer, PlanAsk::Draft(&new))).unwrap();
    let mut commands = Vec::new();
    for (place, name) in (1_u128..).zip(["Công ty TNHH Thương mại Bình Minh", "Hộ kinh doanh Trần Thị Mai"])
    {
        let item = PlanItem {
            id: Uuid::from_u128(place),
            party: PlannedParty {
                id: PartyId(Uuid::from_u128(100 + place)),
                name: name.to_owned(),
                address: "Phường Phố Hiến, tỉnh Hưng Yên".to_owned(),
            },
            place: None,
            contents: vec!["Nhãn hàng hóa".to_owned(), "Niêm yết giá".to_owned()],
            when: PlannedTime::Quarter { quarter: 2 },
            unit: UnitId("33-03".to_owned()),
            path: UnitPath(TEAM.to_owned()),
            unit_name: "Đội QLTT số 3".to_owned(),
            note: String::new(),
        };
        commands.push((&writer, PlanCommand::AddItem { item: Box::new(item) }));
    }
    if approved {
        commands.push((&writer, PlanCommand::Submit));
        commands.push((&head, PlanCommand::Approve));
    }
    for (who, command) in commands {
        let event = ask(who, PlanAsk::Do(&plan, &command));
        plan.apply(&event);
    }
    plan
}

/// A tip with an informant, just taken in, and its history.
pub(crate) fn lead() -> (domain::dossier::Dossier, Vec<domain::dossier::DossierEvent>) {
    use domain::case::procedure::parse_fields;
    use domain::dossier::{Dossier, DossierContext, INTAKE, NewDossier, Said, open, opening};
    use domain::unit::{UnitId, UnitPath};
    let path = UnitPath("TW/33/33-03".into());
    let actor = Actor {
        officer: domain::officer::OfficerSnapshot {
            id: domain::officer::OfficerId("ksv7".into()),
            full_name: "Lý Văn Toàn".into(),
            title: "Kiểm soát viên thị trường".into(),
            badge: "QT33-011".into(),
            card: None,
        },
        role: domain::officer::Role::Controller,
        unit: path.leaf(),
        path: path.clone(),
        delegations: Vec::new(),
    };
    let issuer = domain::unit::UnitSnapshot {
        id: UnitId("33-03".into()),
        superior: "Chi cục Quản lý thị trường tỉnh Hưng Yên".into(),
        name: "Đội Quản lý thị trường số 3".into(),
        place: "Văn Giang".into(),
        treasury: String::new(),
        address: String::new(),
    };
    let new = NewDossier {
        id: uuid::Uuid::from_u128(7),
        code: "TT-33-03/2026/001".into(),
        kind: INTAKE.into(),
        unit: path.leaf(),
        path,
        province: UnitId("33".into()),
        issuer: issuer.clone(),
        lead: None,
        informant: Some("NG-7K2M".into()),
    };
    let told = [
        ("source", "e"),
        ("received_date", "16/11/2026"),
        ("received_time", "07:30"),
        ("channel", "dien-thoai"),
        ("content", "Bán thuốc lá điếu nhập lậu"),
        ("subject", "Quán nước cổng chợ"),
        ("area", "Chợ Văn Giang"),
        ("urgency", "thuong"),
    ];
    let value = |name: &str| told.iter().find(|(key, _)| *key == name).map_or("", |(_, value)| *value).to_owned();
    let step = opening(INTAKE).expect("leads are taken in");
    let said = Said { answers: parse_fields(step.fields.iter(), value).expect("answers"), ..Said::default() };
    let now = domain::calendar::from_local(jiff::civil::date(2026, 11, 16).at(8, 0, 0, 0));
    let context = DossierContext { actor: &actor, now, issuer: &issuer, number: None };
    let event = open(&new, &said, &context).expect("a lead");
    (Dossier::open(&event).expect("a lead"), vec![event])
}
