//! Tests of the use cases against SQLite in a file, as it runs, and against PostgreSQL where there is one.

mod accounts;
mod administration;
mod attachments;
mod calendar;
mod cases;
mod catalogue;
mod delegations;
mod demo;
mod direction;
mod dossiers;
mod engine;
mod establishments;
mod failpoints;
mod federation;
mod field_photos;
mod fieldwork;
mod filings;
mod fuzz;
mod id_token;
mod imports;
mod inspection_plans;
mod journal;
mod kill;
mod moving;
mod national;
mod oversight;
mod oversight_plans;
mod pace;
mod papers;
mod parties;
mod plans;
mod practice;
mod provider;
mod registry;
mod relevance;
mod reports;
mod second_factor;
mod statements;
mod together;
mod transactions;
mod upkeep;
mod verify;
mod writers;

use crate::database::Database;
use crate::native::block_on;
use crate::{Env, StoreError, cases as store, demo as province, migrate, units};
use domain::authority::Actor;
use domain::calendar::from_local;
use domain::case::{
    CaseFile, CaseId, ChosenFine, Command, DraftViolation, Exhibit, Explanation, ExplanationKind, InspectionDraft,
    InspectionKind, InspectionRecord, PartySignature, RecordedAct, SanctionContent,
};
use domain::identity::TaxCode;
use domain::law::fine::ActInput;
use domain::money::Dong;
use domain::party::{Party, PartyId, PartyKind};
use engine::{Db, Filled, only_sqlite};
use jiff::civil::{DateTime, date};
use std::sync::atomic::{AtomicU64, Ordering};

/// Unpredictable enough for tests, and different at each call.
fn random(buffer: &mut [u8]) {
    static COUNTER: AtomicU64 = AtomicU64::new(1);
    for chunk in buffer.chunks_mut(8) {
        let number = COUNTER.fetch_add(1, Ordering::Relaxed).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for (place, byte) in chunk.iter_mut().zip(number.to_le_bytes()) {
            *place = byte;
        }
    }
}

fn env(at: DateTime) -> Env {
    Env::new(from_local(at), random)
}

/// A Monday morning.
const MORNING: DateTime = date(2026, 10, 19).at(8, 0, 0, 0);

/// A migrated database with units and accounts, in a directory that goes with it.
struct World {
    db: Db,
    directory: tempfile::TempDir,
}

impl World {
    fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let db = Db::new(directory.path(), Filled::Staffed);
        Self { db, directory }
    }

    fn actor(&self, account: &str) -> Actor {
        block_on(province::actor(&self.db, account)).unwrap()
    }

    /// Runs one statement outside of every use case, as an intruder would.
    fn tamper(&self, sql: &str) {
        self.db.tamper(sql);
    }

    /// Every byte of the database, also those that wait in its log.
    fn everything(&self) -> Vec<u8> {
        if let Db::Postgres(_) = self.db {
            return self.db.everything();
        }
        let files = std::fs::read_dir(self.directory.path()).unwrap().map(|entry| entry.unwrap().path());
        files.filter(|path| path.is_file()).flat_map(|path| std::fs::read(path).unwrap()).collect()
    }

    fn number(&self, sql: &str) -> i64 {
        block_on(async { self.db.open().await.unwrap().query(sql, &[]).await }).unwrap()[0].int(0).unwrap()
    }

    fn open(&self, actor: &Actor, at: DateTime) -> CaseFile {
        let env = env(at);
        let id = CaseId(env.uuid());
        block_on(store::create(&self.db, &env, actor, id, inspection(actor, at))).unwrap();
        block_on(store::load(&self.db, actor, id)).unwrap().0
    }

    fn execute(&self, actor: &Actor, at: DateTime, case: &CaseFile, command: Command) -> Result<CaseFile, StoreError> {
        block_on(store::execute(&self.db, &env(at), actor, case.id, case.version, command))
    }

    /// A case up to its violation record, all on one day: opened at eight, signed at nine, recorded at noon.
    fn violation(&self, actor: &Actor, leader: &Actor, day: DateTime, price: i64) -> CaseFile {
        let at = |hour: i8| day.date().at(hour, 0, 0, 0);
        let case = self.open(actor, at(8));
        let case = self.execute(leader, at(9), &case, Command::SignInspectionDecision).unwrap();
        let case = self.execute(actor, at(12), &case, Command::RecordInspection(record(day, true))).unwrap();
        self.execute(actor, at(13), &case, Command::RecordViolation(violation(day, price))).unwrap()
    }

    /// The same up to a signed decision, three days later.
    fn decision(&self, actor: &Actor, leader: &Actor, day: DateTime, price: i64) -> CaseFile {
        let case = self.violation(actor, leader, day, price);
        let later =
            |days: i8, hour: i8| day.date().checked_add(jiff::Span::new().days(days)).unwrap().at(hour, 0, 0, 0);
        let waived = Explanation {
            kind: ExplanationKind::Waived,
            received_on: later(1, 8).date(),
            content: "Không giải trình.".into(),
        };
        let case = self.execute(actor, later(1, 8), &case, Command::RecordExplanation(waived)).unwrap();
        let case = self.execute(actor, later(1, 9), &case, Command::ProposeSanction(sanction(&case))).unwrap();
        self.execute(leader, later(2, 9), &case, Command::SignSanction).unwrap()
    }
}

fn party(name: &str) -> Party {
    Party {
        id: PartyId(env(MORNING).uuid()),
        kind: PartyKind::HouseholdBusiness,
        name: name.into(),
        sex: None,
        birth_date: Some(date(1985, 4, 12)),
        nationality: "Việt Nam".into(),
        occupation: "Kinh doanh".into(),
        address: "Số 12, phường Phố Hiến, tỉnh Hưng Yên".into(),
        citizen_id: None,
        tax_code: TaxCode::parse("0100109106").ok(),
        registration: "05A8000001".into(),
        registered_on: None,
        registered_at: String::new(),
        representative: "Đặng Thị Hồng Nhung".into(),
        representative_title: "Chủ hộ kinh doanh".into(),
        phone: None,
        passport: String::new(),
        aliases: Vec::new(),
        commune: None,
        unit: domain::unit::UnitId("33-01".into()),
    }
}

fn inspection(actor: &Actor, at: DateTime) -> InspectionDraft {
    InspectionDraft {
        kind: InspectionKind::Unplanned,
        basis: "Báo cáo nắm địa bàn".into(),
        party: party("Hộ kinh doanh Đặng Thị Hồng Nhung"),
        establishment: None,
        place: "Số 12, phường Phố Hiến".into(),
        contents: vec!["Nguồn gốc hàng hóa".into()],
        scope_from: domain::calendar::shift(at.date(), -90),
        scope_to: at.date(),
        working_days: 1,
        leader: actor.officer.clone(),
        members: Vec::new(),
        drafted_by: actor.officer.clone(),
        owner_unknown: false,
        related: None,
        plan_item: None,
        proposal: None,
    }
}

fn record(day: DateTime, violation_found: bool) -> InspectionRecord {
    let day = day.date();
    InspectionRecord {
        announced_at: day.at(9, 30, 0, 0),
        finished_at: day.at(11, 45, 0, 0),
        place: "Số 12, phường Phố Hiến".into(),
        representative: "Đặng Thị Hồng Nhung".into(),
        witness: None,
        findings: "Có hàng hóa nhập lậu.".into(),
        party_opinion: "Nhất trí.".into(),
        violation_found,
        signature: PartySignature::Signed,
    }
}

fn violation(day: DateTime, price: i64) -> DraftViolation {
    DraftViolation {
        made_at: day.date().at(12, 30, 0, 0),
        place: "Số 12, phường Phố Hiến".into(),
        acts: vec![RecordedAct {
            description: "Kinh doanh hàng hóa nhập lậu".into(),
            place: "Số 12".into(),
            input: ActInput {
                behaviour_id: "nd98-d15-k1".into(),
                committed_on: day.date(),
                amount: None,
                doubled: false,
                mitigating: Vec::new(),
                aggravating: Vec::new(),
            },
        }],
        exhibits: vec![Exhibit {
            name: "Áo khoác".into(),
            unit: "chiếc".into(),
            quantity: 10,
            origin: "Trung Quốc".into(),
            condition: "Mới".into(),
            unit_price: Dong(price),
            act: 0,
        }],
        representative: "Đặng Thị Hồng Nhung".into(),
        party_opinion: "Thừa nhận.".into(),
        witness: None,
        signature: PartySignature::Signed,
        birth_date: None,
    }
}

fn sanction(case: &CaseFile) -> SanctionContent {
    let acts = &case.violation.as_ref().unwrap().content.assessment.acts;
    SanctionContent {
        fines: acts
            .iter()
            .enumerate()
            .map(|(act, assessed)| ChosenFine {
                act,
                fine: assessed.proposed.amount,
                reason: "Đã đối chiếu.".into(),
                mitigating: Vec::new(),
                aggravating: Vec::new(),
            })
            .collect(),
        confiscate: true,
        supplementary: Vec::new(),
        remedies: Vec::new(),
        execution_days: 10,
        grounds: "Biên bản vi phạm hành chính.".into(),
    }
}

#[test]
fn migrating_twice_changes_nothing_and_a_newer_schema_is_refused() {
    let world = World::new();
    assert_eq!(block_on(migrate::migrate(&world.db)), Ok(0));
    world.tamper("INSERT INTO schema_version (version) VALUES (99)");
    assert_eq!(
        block_on(migrate::migrate(&world.db)),
        Err(crate::DbError::Newer { found: 99, known: migrate::known_version() })
    );
}

#[test]
fn a_unit_of_work_that_is_dropped_leaves_nothing() {
    let world = World::new();
    block_on(async {
        let mut work = crate::UnitOfWork::begin(&world.db).await.unwrap();
        crate::Connection::execute(&mut work, "DELETE FROM officer", &[]).await.unwrap();
        drop(work);
    });
    assert_eq!(world.number("SELECT count(*) FROM officer"), 35);
}

#[test]
fn the_tree_gives_heads_of_papers_and_parts() {
    let world = World::new();
    let tree = block_on(units::tree(&world.db)).unwrap();
    let team = domain::unit::UnitId("33-03".into());
    let head = tree.snapshot(&team).unwrap();
    assert_eq!(head.superior, "CHI CỤC QUẢN LÝ THỊ TRƯỜNG TỈNH HƯNG YÊN");
    assert_eq!(tree.below(&domain::unit::UnitPath("TW/33".into())).count(), 8);
    let officers = block_on(units::officers(&world.db, &team)).unwrap();
    let names: Vec<&str> = officers.iter().map(|officer| officer.full_name.as_str()).collect();
    assert_eq!(
        names,
        ["Đặng Thị Ngọc Anh", "Trịnh Công Minh", "Nguyễn Hữu Phước", "Phan Thị Thanh Tâm", "Lý Văn Toàn"],
        "by given name"
    );
}
