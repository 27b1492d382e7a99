//! Officers who post and fetch, over a database and a store of their own: for the tests of the route families.

use crate::routes::Desk;
use crate::{evidence, imports, lists};
use bytes::Bytes;
use domain::case::{CaseId, Command, InspectionDraft, InspectionKind, InspectionRecord, PartySignature, procedure};
use domain::exchange::{ImportId, RefusedFile};
use domain::party::{Party, PartyId, PartyKind};
use front::Failure;
use front::fixture::{Ground, env, form, posted};
use http::header::LOCATION;
use http_body_util::Full;
use jiff::civil::{Date, date};
use std::sync::Arc;
use store::Env;
use store::native::{NativeBlobs, NativeDatabase};

pub use front::fixture::{block_on, content};

/// A migrated database with units and accounts.
pub struct Place {
    pub db: NativeDatabase,
    pub blobs: NativeBlobs,
    pub env: Env,
    ground: Ground,
}

impl Place {
    pub fn new() -> Self {
        let env = env(date(2026, 10, 19).at(8, 0, 0, 0));
        let ground = Ground::new(env);
        Self { db: ground.db.clone(), blobs: ground.blobs.clone(), env, ground }
    }

    pub fn desk(&self, account: &str) -> Desk {
        let actor = self.ground.actor(account);
        Desk { database: Arc::new(self.db.clone()), blobs: Arc::new(self.blobs.clone()), env: self.env, actor }
    }

    /// Posts a file as the page does; answers where it leads, or the failure.
    pub fn post(&self, account: &str, name: &str, content: &[u8]) -> Result<String, Failure> {
        let disposition = format!("name=\"file\"; filename=\"{name}\"");
        let mut body = Some(Full::new(Bytes::from(form(&[(&disposition, content)]))));
        let answer = block_on(imports::take(&self.desk(account), &posted("/trao-doi/nhap"), &mut body))?;
        Ok(answer.headers()[LOCATION].to_str().unwrap().to_owned())
    }

    /// The import a posted file became.
    pub fn taken(&self, account: &str, name: &str, content: &[u8]) -> ImportId {
        let location = self.post(account, name, content).unwrap();
        ImportId(location.rsplit('/').next().unwrap().parse().unwrap_or_else(|_| panic!("{location}")))
    }

    /// Why a posted file was refused.
    pub fn refused(&self, account: &str, name: &str, content: &[u8]) -> RefusedFile {
        let location = self.post(account, name, content).unwrap();
        let id = location.split_once("?tep=").unwrap_or_else(|| panic!("{location}")).1;
        let desk = self.desk(account);
        let draft = block_on(store::drafts::load(&self.db, &self.env, desk.actor.id(), id)).unwrap().unwrap();
        serde_json::from_str(&draft.body).unwrap()
    }

    /// Checks and writes everything of an import as it was guessed.
    pub fn applied(&self, account: &str, id: ImportId) {
        let actor = self.desk(account).actor;
        block_on(async {
            let batch = store::imports::batch(&self.db, &actor, id).await.unwrap();
            store::imports::settle(&self.db, &self.env, &actor, id, batch.version, &batch.settings).await.unwrap();
            while !store::imports::check(&self.db, &self.env, &actor, id, 9).await.unwrap().finished {}
            while !store::imports::apply(&self.db, &self.env, &actor, id, 9).await.unwrap().finished {}
        });
    }

    /// Fetches a list.
    pub fn list(&self, account: &str, address: &str) -> Result<Vec<u8>, Failure> {
        let head = http::Request::get(format!("/trao-doi/xuat/{address}")).body(()).unwrap().into_parts().0;
        let name = address.split('?').next().unwrap();
        block_on(lists::answer(&self.desk(account), name, &head)).map(content)
    }

    /// Signs an officer in and answers the token of his session.
    pub fn sign_in(&self, account: &str) -> String {
        let password = "quầy hàng số 12 chợ Gạo";
        let administrator = self.ground.actor("quantri");
        block_on(async {
            let officer = self.ground.actor(account).officer.id;
            let link = store::accounts::create_link(&self.db, &self.env, &administrator, &officer).await.unwrap();
            store::accounts::redeem_link(&self.db, &self.env, &link, password).await.unwrap().unwrap();
            store::accounts::sign_in_plainly(&self.db, &self.env, account, password).await.unwrap().token
        })
    }

    /// The export of a case as an officer gets it.
    pub fn evidence(&self, account: &str, id: CaseId) -> Result<serde_json::Value, Failure> {
        let answer = block_on(evidence::export(&self.desk(account), &format!("{id}.json")))?;
        Ok(serde_json::from_slice(&content(answer)).unwrap())
    }

    /// Cases that were decided on the spot.
    pub fn cases(&self, count: usize) -> Vec<CaseId> {
        let mut made = Vec::new();
        let (officer, leader) = (self.ground.actor("ksv1"), self.ground.actor("doitruong1"));
        let day = date(2026, 10, 19);
        for _ in 0..count {
            let at = |hour: i8| env(day.at(hour, 0, 0, 0));
            let id = CaseId(at(8).uuid());
            made.push(id);
            block_on(async {
                store::cases::create(&self.db, &at(8), &officer, id, inspection(&officer, day)).await.unwrap();
                let (db, sign) = (&self.db, Command::SignInspectionDecision);
                store::cases::execute(db, &at(9), &leader, id, 1, sign).await.unwrap();
                let record = Command::RecordInspection(record(day));
                let case = store::cases::execute(db, &at(12), &officer, id, 2, record).await.unwrap();
                let spot = procedure::find("xu-phat-khong-lap-bien-ban").unwrap();
                let typed = |name: &str| {
                    match name {
                        "behaviour" => "nd98-d17-a",
                        "fine" => "400.000",
                        "amount" => "900000",
                        "technical" => "khong",
                        "committed_on" => "19/10/2026",
                        _ if name.ends_with("_date") => "19/10/2026",
                        _ if name.ends_with("_time") => "11:00",
                        _ => "Đã đối chiếu",
                    }
                    .to_owned()
                };
                let answers = procedure::parse(spot, &case, typed).unwrap();
                let command = Command::Proceed { key: spot.key.to_owned(), answers };
                store::cases::execute(db, &at(13), &leader, id, 3, command).await.unwrap();
            });
        }
        made
    }

    /// How many values are kept.
    pub fn files(&self) -> usize {
        self.ground.files()
    }
}

fn inspection(actor: &domain::authority::Actor, day: Date) -> InspectionDraft {
    let unit = actor.unit.clone();
    let party = Party {
        id: PartyId(uuid::Uuid::from_u128(7)),
        kind: PartyKind::Individual,
        name: "Nguyễn Thị Mùi".into(),
        birth_date: Some(date(1985, 2, 1)),
        address: "Số 1, Phường Phố Hiến, Tỉnh Hưng Yên".into(),
        ..Party::unknown(unit)
    };
    InspectionDraft {
        kind: InspectionKind::Unplanned,
        basis: "Báo cáo nắm địa bàn".into(),
        party,
        establishment: None,
        place: "Chợ Phố Hiến".into(),
        contents: vec!["Nguồn gốc hàng hóa".into()],
        scope_from: date(2026, 7, 1),
        scope_to: day,
        working_days: 1,
        leader: actor.officer.clone(),
        members: Vec::new(),
        drafted_by: actor.officer.clone(),
        owner_unknown: false,
        plan_item: None,
        proposal: None,
        related: None,
    }
}

fn record(day: Date) -> InspectionRecord {
    InspectionRecord {
        announced_at: day.at(9, 30, 0, 0),
        finished_at: day.at(11, 0, 0, 0),
        place: "Chợ Phố Hiến".into(),
        representative: "Nguyễn Thị Mùi".into(),
        witness: None,
        findings: "Có hàng không rõ nguồn gốc.".into(),
        party_opinion: "Nhất trí.".into(),
        violation_found: true,
        signature: PartySignature::Signed,
    }
}
