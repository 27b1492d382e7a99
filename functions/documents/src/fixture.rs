//! A case in a database and a store of its own, and officers who post and fetch: for the tests of the route families.

use crate::attachments;
use crate::routes::Desk;
use bytes::Bytes;
use domain::case::procedure::{Answers, Done, Kind, Procedure, find, parse};
use domain::case::{
    CaseFile, CaseId, Command, DraftViolation, Exhibit, InspectionDraft, InspectionKind, InspectionRecord,
    PartySignature, RecordedAct, UploadOutcome,
};
use domain::law::fine::ActInput;
use domain::money::Dong;
use domain::party::{Establishment, EstablishmentId, Party, PartyId, PartyKind};
use domain::unit::UnitId;
use front::fixture::{Ground, form, posted};
use front::{Answer, Failure};
use http::header::LOCATION;
use http_body_util::Full;
use image::{DynamicImage, ImageFormat, RgbImage};
use jiff::civil::{DateTime, date};
use std::io::Cursor;
use store::{Blobs, Env, cases};

pub use front::fixture::{block_on, content};

/// A Monday morning.
const MORNING: DateTime = date(2026, 10, 19).at(8, 0, 0, 0);

fn env(hour: i8) -> Env {
    front::fixture::env(MORNING.date().at(hour, 0, 0, 0))
}

pub fn jpeg(width: u32, height: u32) -> Vec<u8> {
    picture(width, height, ImageFormat::Jpeg)
}

pub fn png(width: u32, height: u32) -> Vec<u8> {
    picture(width, height, ImageFormat::Png)
}

fn picture(width: u32, height: u32, format: ImageFormat) -> Vec<u8> {
    let mut out = Cursor::new(Vec::new());
    DynamicImage::from(RgbImage::new(width, height)).write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// A migrated database with units, accounts and one case of `ksv1`, opened at eight.
pub struct Place {
    ground: Ground,
    pub case: CaseFile,
}

type Files<'a> = &'a [(&'a str, &'a [u8])];
type Words<'a> = &'a [(&'a str, &'a str)];

impl Place {
    pub fn new() -> Self {
        let ground = Ground::new(env(7));
        let actor = ground.actor("ksv1");
        let case = block_on(async {
            let id = CaseId(env(8).uuid());
            cases::create(&ground.db, &env(8), &actor, id, inspection(&actor.officer)).await.unwrap();
            cases::load(&ground.db, &actor, id).await.unwrap().0
        });
        Self { ground, case }
    }

    /// Runs something as an officer at fifteen o'clock.
    pub async fn desk<T>(&self, account: &str, run: impl AsyncFnOnce(&Desk<'_>) -> T) -> T {
        let (actor, env) = (self.ground.actor(account), env(15));
        run(&Desk { database: &self.ground.db, blobs: &self.ground.blobs, env: &env, actor: &actor }).await
    }

    pub fn read(&self, account: &str) -> CaseFile {
        block_on(self.desk(account, async |desk| cases::load(desk.database, desk.actor, self.case.id).await.unwrap().0))
    }

    fn done(&self, account: &str, hour: i8, case: &CaseFile, command: Command) -> CaseFile {
        let actor = self.ground.actor(account);
        block_on(cases::execute(&self.ground.db, &env(hour), &actor, case.id, case.version, command)).unwrap()
    }

    /// The leader signs the inspection decision.
    pub fn sign(&self) -> CaseFile {
        self.done("doitruong1", 9, &self.read("doitruong1"), Command::SignInspectionDecision)
    }

    /// The case with its violation record, over goods that want to be more than goods.
    pub fn recorded(&self) -> CaseFile {
        let case = self.done("ksv1", 12, &self.sign(), Command::RecordInspection(record()));
        self.done("ksv1", 13, &case, Command::RecordViolation(violation()))
    }

    /// The case with a record of sealing, and the address of that paper.
    pub fn sealed(&self) -> (CaseFile, String) {
        let mut case = self.recorded();
        for key in ["tam-giu-khan-cap", "niem-phong"] {
            let answers = answered(&case, find(key).unwrap());
            case = self.done("ksv1", 14, &case, Command::Proceed { key: key.to_owned(), answers });
        }
        let address = case.papers().last().unwrap().key.clone();
        (case, address)
    }

    /// Posts a form as the case page does; answers where it leads, or the failure.
    pub fn post(&self, account: &str, words: Words<'_>, files: Files<'_>) -> Result<String, &'static str> {
        self.post_versioned(account, &self.read("ksv1").version.to_string(), words, files)
    }

    pub fn post_versioned(
        &self,
        account: &str,
        version: &str,
        words: Words<'_>,
        files: Files<'_>,
    ) -> Result<String, &'static str> {
        let words: Vec<(&str, &str)> = words.iter().copied().chain([("version", version)]).collect();
        self.post_raw(account, &with_files(&words, files))
    }

    /// An establishment in the book of the first team.
    pub fn establishment(&self) -> EstablishmentId {
        block_on(self.desk("ksv1", async |desk| {
            let owner = Party { id: PartyId(desk.env.uuid()), ..inspection(&desk.actor.officer).party };
            let place = Establishment {
                id: EstablishmentId(desk.env.uuid()),
                party: owner.id,
                name: "Cửa hàng A".into(),
                address: owner.address.clone(),
                business: "Tạp hóa".into(),
                unit: desk.actor.unit.clone(),
            };
            store::parties::save(desk.database, desk.env, desk.actor, &owner, Some(&place)).await.unwrap();
            place.id
        }))
    }

    pub fn post_raw(&self, account: &str, body: &[u8]) -> Result<String, &'static str> {
        let mut body = Some(Full::new(Bytes::copy_from_slice(body)));
        let done = block_on(
            self.desk(account, async |desk| attachments::receive(desk, self.case.id, &posted("/"), &mut body).await),
        );
        done.map(|answer| answer.headers()[LOCATION].to_str().unwrap().to_owned()).map_err(|failure| word(&failure))
    }

    /// Id of what the case page is to tell of an upload.
    pub fn kept(&self, account: &str, words: Words<'_>, files: Files<'_>) -> String {
        let location = self.post(account, words, files).unwrap();
        location.split_once("?tep=").unwrap_or_else(|| panic!("{location}")).1.to_owned()
    }

    pub fn outcome(&self, account: &str, words: Words<'_>, files: Files<'_>) -> UploadOutcome {
        self.outcome_versioned(account, &self.read("ksv1").version.to_string(), words, files)
    }

    pub fn outcome_versioned(&self, account: &str, version: &str, words: Words<'_>, files: Files<'_>) -> UploadOutcome {
        let location = self.post_versioned(account, version, words, files).unwrap();
        let id = location.split_once("?tep=").unwrap_or_else(|| panic!("{location}")).1;
        block_on(self.desk(account, async |desk| {
            let draft = store::drafts::load(desk.database, desk.env, desk.actor.id(), id).await.unwrap().unwrap();
            serde_json::from_str(&draft.body).unwrap()
        }))
    }

    pub fn get(&self, account: &str, seq: u32, small: bool) -> Result<Answer, &'static str> {
        let done = block_on(self.desk(account, async |desk| match small {
            true => attachments::thumbnail(desk, self.case.id, seq).await,
            false => attachments::original(desk, self.case.id, seq).await,
        }));
        done.map_err(|failure| word(&failure))
    }

    /// How many values are kept.
    pub fn files(&self) -> usize {
        self.ground.files()
    }

    /// Writes over every kept value.
    pub fn damage(&self) {
        for key in block_on(self.ground.blobs.keys()).unwrap() {
            block_on(self.ground.blobs.set(&key, b"else")).unwrap();
        }
    }
}

/// A form with files as a browser posts it.
pub fn with_files(words: Words<'_>, files: Files<'_>) -> Vec<u8> {
    let words = words.iter().map(|(name, value)| (format!("name=\"{name}\""), value.as_bytes()));
    let files = files.iter().map(|(name, content)| (format!("name=\"files\"; filename=\"{name}\""), *content));
    let fields: Vec<(String, &[u8])> = words.chain(files).collect();
    let fields: Vec<(&str, &[u8])> = fields.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    form(&fields)
}

pub fn word(failure: &Failure) -> &'static str {
    match failure {
        Failure::SignInFirst => "sign in",
        Failure::NotFound => "not found",
        Failure::Forbidden(_) => "forbidden",
        Failure::Foreign => "foreign",
        Failure::Invalid(_) => "invalid",
        Failure::TooLarge => "too large",
        Failure::Method(_) => "method",
        Failure::TooMany(_) => "too many",
        Failure::Unready(_) => "unready",
        Failure::Unavailable(_) => "unavailable",
        Failure::Broken(_) => "broken",
    }
}

/// The case after a procedure, whether or not it may be taken now, and the address of its paper.
pub fn carried_out(case: &CaseFile, procedure: &Procedure) -> (CaseFile, String) {
    let mut case = case.clone();
    let seq = case.version + 1;
    case.steps.push(Done {
        key: procedure.key.to_owned(),
        seq,
        at: MORNING,
        by: case.inspection.leader.clone(),
        frame: case.inspection_decision.clone(),
        answers: answered(&case, procedure),
    });
    (case, format!("{}-{seq}", procedure.key))
}

/// An answer to every question.
fn answered(case: &CaseFile, procedure: &Procedure) -> Answers {
    let typed = |name: &str| -> String {
        let base = name.strip_suffix("_date").or(name.strip_suffix("_time")).unwrap_or(name);
        let base = base.split('.').next().unwrap_or(base);
        let Some(field) = procedure.questions().find(|field| field.key == base) else { return String::new() };
        match field.kind {
            Kind::Text | Kind::Lines => "<b>=1+1</b> & \"nội dung\"".to_owned(),
            Kind::Moment if name.ends_with("_time") => "14:00".to_owned(),
            Kind::Date | Kind::Moment if field.ahead => "22/10/2026".to_owned(),
            Kind::Date | Kind::Moment => "19/10/2026".to_owned(),
            Kind::Money => "100000".to_owned(),
            Kind::Count { min, .. } => min.to_string(),
            Kind::Choice(list) => list[0].0.to_owned(),
            Kind::Exhibits | Kind::PricedExhibits if name.ends_with(".take") => "1".to_owned(),
            Kind::PricedExhibits if name.ends_with(".price") => "1000000".to_owned(),
            Kind::Exhibits | Kind::PricedExhibits => String::new(),
            Kind::Paper => case.papers().first().map_or(String::new(), |paper| paper.number.clone()),
        }
    };
    parse(procedure, case, typed).unwrap_or_else(|errors| panic!("{}: {errors:?}", procedure.key))
}

fn inspection(officer: &domain::officer::OfficerSnapshot) -> InspectionDraft {
    InspectionDraft {
        kind: InspectionKind::Unplanned,
        proposal: None,
        basis: "Báo cáo nắm địa bàn".into(),
        party: Party {
            id: PartyId(env(8).uuid()),
            kind: PartyKind::HouseholdBusiness,
            name: "Hộ kinh doanh <i>=1+1</i> & con".into(),
            sex: None,
            birth_date: Some(date(1985, 4, 12)),
            nationality: "Việt Nam".into(),
            occupation: "Kinh doanh".into(),
            address: "Số 12, phường Phố Hiến, tỉnh Hưng Yên".into(),
            citizen_id: None,
            tax_code: None,
            registration: "05A8000001".into(),
            registered_on: None,
            registered_at: String::new(),
            representative: "Đặng Thị Hồng Nhung".into(),
            representative_title: "Chủ hộ kinh doanh".into(),
            phone: None,
            passport: String::new(),
            aliases: Vec::new(),
            commune: None,
            unit: UnitId("33-01".into()),
        },
        establishment: None,
        place: "Số 12, phường Phố Hiến".into(),
        contents: vec!["Nguồn gốc hàng hóa".into()],
        scope_from: date(2026, 7, 1),
        scope_to: MORNING.date(),
        working_days: 1,
        leader: officer.clone(),
        members: Vec::new(),
        drafted_by: officer.clone(),
        owner_unknown: false,
        related: None,
        plan_item: None,
    }
}

fn record() -> InspectionRecord {
    InspectionRecord {
        announced_at: MORNING.date().at(9, 30, 0, 0),
        finished_at: MORNING.date().at(11, 45, 0, 0),
        place: "Số 12, phường Phố Hiến".into(),
        representative: "Đặng Thị Hồng Nhung".into(),
        witness: None,
        findings: "Có hàng hóa nhập lậu.".into(),
        party_opinion: "Nhất trí.".into(),
        violation_found: true,
        signature: PartySignature::Signed,
    }
}

fn violation() -> DraftViolation {
    DraftViolation {
        made_at: MORNING.date().at(12, 30, 0, 0),
        place: "Số 12, phường Phố Hiến".into(),
        acts: vec![RecordedAct {
            description: "Kinh doanh hàng hóa nhập lậu".into(),
            place: "Số 12".into(),
            input: ActInput {
                behaviour_id: "nd98-d15-k1".into(),
                committed_on: MORNING.date(),
                amount: None,
                doubled: false,
                mitigating: Vec::new(),
                aggravating: Vec::new(),
            },
        }],
        exhibits: vec![Exhibit {
            name: "=HYPERLINK(\"<w:p/>\")".into(),
            unit: "chiếc".into(),
            quantity: 10,
            origin: "Trung Quốc".into(),
            condition: "Mới".into(),
            unit_price: Dong(100_000),
            act: 0,
        }],
        representative: "Đặng Thị Hồng Nhung".into(),
        party_opinion: "Thừa nhận.".into(),
        witness: None,
        signature: PartySignature::Signed,
        birth_date: None,
    }
}
