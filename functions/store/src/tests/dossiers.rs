//! Leads and professional measures: from intake to the open case, who may know of them, the vault, and what is tampered with.

use super::*;
use crate::accounts::{AccountKey, Resealed, Sealing, reseal, sealing};
use crate::dossiers::{DossierFilter, Form, NewFile, create, execute, list, load, vault, waiting};
use crate::verify::run;
use domain::case::procedure::{Kind, parse_fields};
use domain::case::{Refusal, Stage};
use domain::dossier::{Ask, Dossier, DossierRef, Informant, Sort, State, VaultAct, find};
use domain::officer::OfficerId;
use domain::party::PartyId;
use uuid::Uuid;

/// Every word of the informant that could leak.
const SECRETS: [&str; 4] = ["Tố Giác Giả Định", "to giac gia dinh", "0900 000 777", "0900000777"];

fn informant() -> Informant {
    Informant { name: "Tố Giác Giả Định".into(), contact: "0900 000 777".into(), ..Informant::default() }
}

/// A step's form with every question answered; `given` goes before.
fn form(key: &str, given: &[(&str, &str)], party: Option<PartyId>, officers: &[&str]) -> Form {
    let step = find(key).unwrap();
    let value = |name: &str| {
        if let Some((_, value)) = given.iter().find(|(key, _)| *key == name) {
            return (*value).to_owned();
        }
        let field = step.fields.iter().find(|field| name.starts_with(field.key)).unwrap();
        match field.kind {
            Kind::Moment if name.ends_with("_time") => "07:30".to_owned(),
            Kind::Moment | Kind::Date => "19/10/2026".to_owned(),
            Kind::Choice(list) => list[0].0.to_owned(),
            _ => field.label.to_owned(),
        }
    };
    Form {
        answers: parse_fields(step.fields.iter(), value).unwrap(),
        party: party.filter(|_| step.party != Ask::No),
        officers: officers.iter().map(|id| OfficerId((*id).to_owned())).collect(),
    }
}

fn code<T: std::fmt::Debug>(answer: Result<T, StoreError>) -> String {
    match answer {
        Err(StoreError::Refused(Refusal::Law { refusal })) => refusal.code,
        Err(StoreError::Refused(Refusal::Fields { errors })) => errors[0].field.clone(),
        Err(StoreError::Refused(Refusal::Role { .. })) => "role".into(),
        Err(StoreError::NotFound) => "not-found".into(),
        Err(StoreError::Stale { .. }) => "stale".into(),
        other => panic!("{other:?}"),
    }
}

impl World {
    fn file(&self, actor: &Actor, new: NewFile) -> Result<Uuid, StoreError> {
        block_on(create(&self.db, &env(MORNING), None, actor, env(MORNING).uuid(), &new))
    }

    fn lead(&self, actor: &Actor, source: &str, informant: Informant) -> Uuid {
        let form = form("tiep-nhan", &[("source", source)], None, &[]);
        self.file(actor, NewFile { kind: "tiep-nhan".into(), form, informant, ..NewFile::default() }).unwrap()
    }

    fn measure(&self, actor: &Actor, kind: &str, lead: Option<Uuid>, officers: &[&str]) -> Uuid {
        let form = form(kind, &[], None, officers);
        self.file(actor, NewFile { kind: kind.into(), form, lead, ..NewFile::default() }).unwrap()
    }

    fn see(&self, actor: &Actor, id: Uuid) -> Dossier {
        block_on(load(&self.db, actor, id)).unwrap().dossier
    }

    fn step(&self, actor: &Actor, id: Uuid, key: &str, given: &[(&str, &str)]) -> Result<Dossier, StoreError> {
        let version = block_on(load(&self.db, actor, id)).map_or(1, |file| file.dossier.version);
        let form = form(key, given, None, if find(key).unwrap().officers == Ask::Required { &["ksv1"] } else { &[] });
        block_on(execute(&self.db, &env(MORNING), actor, id, version, key, &form))
    }

    fn problems(&self) -> Vec<String> {
        block_on(run(&self.db)).unwrap().problems
    }
}

#[test]
fn a_tip_becomes_a_case_and_everything_is_proven() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let lead = world.lead(&officer, "e", informant());
    assert_eq!(world.see(&officer, lead).code, "TT-33-01/2026/001");
    assert_eq!(code(world.step(&officer, lead, "de-xuat-kiem-tra", &[])), "not-verified");
    let measure = world.measure(&officer, "tham-tra-xac-minh", Some(lead), &["ksv1", "ksv2"]);
    let seen = world.see(&officer, measure);
    assert_eq!((seen.code.as_str(), seen.lead.unwrap().id), ("BP-33-01/2026/001", lead));
    assert_eq!(world.see(&leader, lead).state, State::Verifying);
    assert_eq!(world.see(&world.actor("ksv2"), lead).state, State::Verifying, "who verifies knows of the lead");
    let ordered = world.step(&leader, measure, "giao-thuc-hien", &[("until", "30/10/2026")]).unwrap();
    assert_eq!(ordered.due(), Some(date(2026, 10, 30)));
    world.step(&officer, measure, "nhat-ky", &[]).unwrap();
    world.step(&officer, measure, "bao-cao-ket-qua", &[("outcome", "co")]).unwrap();
    world.step(&leader, measure, "ket-luan-co-dau-hieu", &[]).unwrap();
    let proposed = world.see(&leader, lead);
    let proposal = proposed.last("de-xuat-kiem-tra").unwrap();
    assert_eq!((proposed.state, proposal.by.id.0.as_str()), (State::Proposed, "ksv1"));
    let number = &proposal.frame.as_ref().unwrap().number.text;
    assert!(number.starts_with("0001/ĐX-KT-"), "{number}");
    world.step(&leader, lead, "duyet-de-xuat", &[]).unwrap();
    let ready = world.step(&leader, lead, "phuong-an-kiem-tra", &[]).unwrap();
    assert_eq!(ready.state, State::Ready);

    let mut draft = inspection(&officer, MORNING);
    draft.proposal = Some(DossierRef { id: lead, code: "nothing posted counts".into() });
    draft.basis = ready.basis().unwrap();
    let stranger = world.actor("ksv10");
    let open = |who: &Actor, draft: &InspectionDraft| {
        block_on(store::create(&world.db, &env(MORNING), who, CaseId(env(MORNING).uuid()), draft.clone()))
    };
    assert_eq!(code(open(&stranger, &draft)), "not-found");
    let mut planned = draft.clone();
    planned.kind = InspectionKind::Periodic;
    assert_eq!(code(open(&officer, &planned)), "kind");
    let mut measured = draft.clone();
    measured.proposal = Some(DossierRef { id: measure, code: String::new() });
    assert_eq!(code(open(&officer, &measured)), "not-found", "a measure is no proposal");
    let case = open(&officer, &draft).unwrap();
    assert_eq!(code(open(&officer, &draft)), "proposal-opened");
    let (file, _) = block_on(store::load(&world.db, &officer, case)).unwrap();
    assert_eq!(
        (file.stage, file.inspection.proposal.unwrap().code.as_str()),
        (Stage::InspectionProposed, "TT-33-01/2026/001")
    );
    assert_eq!(world.see(&leader, lead).case.unwrap().id, case.0);
    let verified = block_on(run(&world.db)).unwrap();
    assert_eq!(verified.problems, Vec::<String>::new());
    assert_eq!((verified.dossiers, verified.proposed_cases, verified.vault_events), (2, 1, 1));
}

#[test]
fn signs_without_a_lead_begin_one_and_a_stopped_measure_gives_its_lead_back() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let watch = world.measure(&officer, "giam-sat", None, &["ksv1"]);
    for (who, key) in [(&leader, "giao-thuc-hien"), (&officer, "bao-cao-ket-qua"), (&leader, "ket-luan-co-dau-hieu")] {
        world.step(who, watch, key, &[("outcome", "co")]).unwrap();
    }
    let found =
        block_on(list(&world.db, &officer, Sort::Lead, &DossierFilter::default(), None, MORNING.date())).unwrap();
    assert_eq!((found.rows.len(), found.rows[0].state), (1, State::Proposed));
    let lead = world.lead(&officer, "d", Informant::default());
    assert_eq!(world.see(&officer, lead).informant, None, "nobody to keep");
    let measure = world.measure(&officer, "tham-tra-xac-minh", Some(lead), &["ksv1"]);
    world.step(&leader, measure, "dung-thuc-hien", &[]).unwrap();
    assert_eq!(world.see(&leader, lead).state, State::Received);
    // A second measure that finds signs after the lead was passed on proposes nothing, and no number is lost.
    let late = world.measure(&officer, "tham-tra-xac-minh", Some(lead), &["ksv1"]);
    let other = world.measure(&officer, "tham-tra-xac-minh", Some(lead), &["ksv1"]);
    for id in [other, late] {
        world.step(&leader, id, "giao-thuc-hien", &[]).unwrap();
        world.step(&officer, id, "bao-cao-ket-qua", &[("outcome", "co")]).unwrap();
        world.step(&leader, id, "ket-luan-co-dau-hieu", &[]).unwrap();
    }
    assert_eq!(world.see(&leader, lead).entries.iter().filter(|entry| entry.key == "de-xuat-kiem-tra").count(), 1);
    assert_eq!(world.problems(), Vec::<String>::new());
}

/// Only who is named and the heads above know of a lead or measure; for everybody else it does not exist.
#[test]
fn a_dossier_exists_for_few() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let lead = world.lead(&officer, "e", informant());
    let measure = world.measure(&officer, "giam-sat", None, &["ksv1"]);
    let sees = |account: &str| {
        let actor = world.actor(account);
        let listed = |sort| {
            block_on(list(&world.db, &actor, sort, &DossierFilter::default(), None, MORNING.date()))
                .map_or(0, |page| page.rows.len())
        };
        let opens = |id| block_on(load(&world.db, &actor, id)).is_ok();
        (listed(Sort::Lead), listed(Sort::Measure), opens(lead), opens(measure))
    };
    for account in ["ksv1", "doitruong1", "chicuctruong", "phochicuctruong", "trunguong"] {
        assert_eq!(sees(account), (1, 1, true, true), "{account}");
    }
    for account in ["ksv2", "ksv10", "doitruong2", "haiphong.chicuctruong", "phapche", "tonghop", "quantri"] {
        assert_eq!(sees(account), (0, 0, false, false), "{account}");
        let actor = world.actor(account);
        assert_eq!(code(world.step(&actor, measure, "nhat-ky", &[])), "not-found", "{account}");
        assert_eq!(block_on(waiting(&world.db, &actor)).unwrap(), Vec::new(), "{account}");
    }
    let waits = |actor: &Actor| block_on(waiting(&world.db, actor)).unwrap().len();
    assert_eq!((waits(&leader), waits(&officer)), (2, 0), "the head orders and directs");
    world.step(&leader, measure, "giao-thuc-hien", &[("until", "20/10/2026")]).unwrap();
    assert_eq!((waits(&leader), waits(&officer)), (1, 1));
    let filter = |filter: DossierFilter| {
        let page = block_on(list(&world.db, &leader, Sort::Measure, &filter, None, date(2026, 10, 21)));
        page.unwrap().rows.len()
    };
    let all = DossierFilter::default;
    for (narrowed, expected) in [
        (DossierFilter { state: Some(State::Running), ..all() }, 1),
        (DossierFilter { state: Some(State::Planned), ..all() }, 0),
        (DossierFilter { kind: "giam-sat".into(), late: true, ..all() }, 1),
        (DossierFilter { text: "bp-33-01".into(), ..all() }, 1),
        (DossierFilter { text: "không có".into(), ..all() }, 0),
        (DossierFilter { unit: Some(domain::unit::UnitId("33-02".into())), ..all() }, 0),
    ] {
        assert_eq!(filter(narrowed.clone()), expected, "{narrowed:?}");
    }
    world.step(&leader, lead, "phan-cong", &[]).unwrap();
    for _ in 0..30 {
        world.measure(&officer, "giam-sat", None, &["ksv1"]);
    }
    let page = |after| block_on(list(&world.db, &officer, Sort::Measure, &all(), after, MORNING.date())).unwrap();
    let first = page(None);
    assert_eq!((first.rows.len(), page(first.next).rows.len()), (30, 1));
}

#[test]
fn posted_twice_begins_one_and_what_is_wrong_begins_none() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let id = env(MORNING).uuid();
    let new = || NewFile { kind: "tiep-nhan".into(), form: form("tiep-nhan", &[], None, &[]), ..NewFile::default() };
    for _ in 0..2 {
        block_on(create(&world.db, &env(MORNING), None, &officer, id, &new())).unwrap();
    }
    assert_eq!(world.number("SELECT count(*) FROM dossier"), 1);
    assert_eq!(code(block_on(create(&world.db, &env(MORNING), None, &world.actor("ksv2"), id, &new()))), "not-found");
    let stale = block_on(execute(&world.db, &env(MORNING), &officer, id, 9, "de-xuat-kiem-tra", &Form::default()));
    assert_eq!(code(stale), "stale");
    for (account, new, expected) in [
        ("quantri", new(), "role"),
        ("ksv1", NewFile { kind: "khong-co".into(), ..NewFile::default() }, "not-found"),
        (
            "ksv1",
            NewFile {
                lead: Some(Uuid::nil()),
                kind: "giam-sat".into(),
                form: form("giam-sat", &[], None, &["ksv1"]),
                ..NewFile::default()
            },
            "not-found",
        ),
        (
            "ksv1",
            NewFile { kind: "giam-sat".into(), form: form("giam-sat", &[], None, &["ksv10"]), ..NewFile::default() },
            "officers",
        ),
        (
            "ksv1",
            NewFile { kind: "giam-sat".into(), form: form("giam-sat", &[], None, &["khong-co"]), ..NewFile::default() },
            "officers",
        ),
        (
            "ksv1",
            NewFile {
                kind: "giam-sat".into(),
                form: form("giam-sat", &[], Some(PartyId(Uuid::nil())), &["ksv1"]),
                ..NewFile::default()
            },
            "party",
        ),
        (
            "phapche",
            NewFile { kind: "giam-sat".into(), form: form("giam-sat", &[], None, &[]), ..NewFile::default() },
            "role",
        ),
    ] {
        assert_eq!(code(world.file(&world.actor(account), new)), expected, "{account}");
    }
    assert_eq!(world.number("SELECT count(*) FROM dossier"), 1);
    let section = world.actor("phapche");
    let taken = world.lead(&section, "d", Informant::default());
    assert_eq!(world.see(&section, taken).unit.0, "33", "a section's lead is the provincial office's");
    assert_eq!(world.problems(), Vec::<String>::new());
}

/// The one officer in charge reads it, whatever the rank of others; each reading and hand-over leaves its trace.
#[test]
fn the_vault_opens_to_the_officer_in_charge() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let lead = world.lead(&officer, "e", informant());
    let read = |account: &str| block_on(vault::read(&world.db, &env(MORNING), None, &world.actor(account), lead));
    for account in ["doitruong1", "chicuctruong", "trunguong", "ksv2", "quantri", "haiphong.chicuctruong"] {
        assert_eq!(code(read(account).map(|_| ())), "not-found", "{account}");
    }
    let (kept_as, found) = read("ksv1").unwrap();
    assert!(found == informant() && world.see(&officer, lead).informant.unwrap() == kept_as);
    let pass = |from: &Actor, to: &str| {
        block_on(vault::pass_on(&world.db, &env(MORNING), from, lead, &OfficerId(to.to_owned())))
    };
    assert_eq!(code(pass(&officer, "ksv1")), "vault-hand-over", "to himself");
    assert_eq!(code(pass(&officer, "ksv2")), "vault-hand-over", "who may not know of the lead");
    assert_eq!(code(pass(&officer, "khong-co")), "keeper");
    assert_eq!(code(pass(&leader, "doitruong1")), "not-found", "only who is in charge hands it on");
    pass(&officer, "doitruong1").unwrap();
    assert_eq!(code(read("ksv1").map(|_| ())), "not-found", "he no longer reads it");
    assert!(read("doitruong1").is_ok());
    let file = block_on(load(&world.db, &officer, lead)).unwrap();
    let acts: Vec<VaultAct> = file.vault.iter().map(|event| event.act).collect();
    assert_eq!(acts, [VaultAct::Sealed, VaultAct::Read, VaultAct::HandedOver, VaultAct::Read]);
    assert!(!file.keeps && block_on(load(&world.db, &leader, lead)).unwrap().keeps);
    assert_eq!(
        code(
            block_on(vault::read(
                &world.db,
                &env(MORNING),
                None,
                &officer,
                world.lead(&officer, "e", Informant::default())
            ))
            .map(|_| ())
        ),
        "not-found"
    );
    assert_eq!(world.problems(), Vec::<String>::new());
}

/// Nothing outside of the vault's one column says who it was: read from every table there is.
#[test]
fn the_identity_is_in_the_vault_and_nowhere_else() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let lead = world.lead(&officer, "e", informant());
    let measure = world.measure(&officer, "tham-tra-xac-minh", Some(lead), &["ksv1"]);
    world.step(&leader, measure, "giao-thuc-hien", &[]).unwrap();
    world.step(&officer, measure, "bao-cao-ket-qua", &[("outcome", "khong")]).unwrap();
    world.step(&leader, measure, "ket-luan-khong-dau-hieu", &[]).unwrap();
    world.step(&leader, lead, "thong-bao-khong-dau-hieu", &[]).unwrap();
    block_on(vault::read(&world.db, &env(MORNING), None, &officer, lead)).unwrap();
    block_on(vault::pass_on(&world.db, &env(MORNING), &officer, lead, &OfficerId("doitruong1".into()))).unwrap();
    let mut where_found = Vec::new();
    block_on(async {
        let mut connection = world.db.open().await.unwrap();
        // Of SQLite also the tables of the word indexes.
        let tables: Vec<String> = match connection.engine() {
            crate::Engine::Sqlite => {
                let sql = "SELECT name FROM sqlite_schema WHERE type = 'table'";
                connection.query(sql, &[]).await.unwrap().iter().map(|row| row.string(0).unwrap()).collect()
            }
            crate::Engine::Postgres => crate::engines::tables(connection.as_mut()).await.unwrap(),
        };
        for name in &tables {
            let columns = crate::engines::columns(connection.as_mut(), name).await.unwrap();
            let columns: Vec<String> = columns.iter().map(|column| format!("\"{column}\"")).collect();
            let sql = format!("SELECT {} FROM \"{name}\"", columns.join(", "));
            for row in connection.query(&sql, &[]).await.unwrap() {
                let text = format!("{:?}", row.0);
                if SECRETS.iter().any(|secret| text.contains(secret)) {
                    where_found.push(name.clone());
                }
            }
        }
    });
    assert_eq!(where_found, ["informant_vault"]);
    let file = block_on(load(&world.db, &leader, lead)).unwrap();
    let told = format!("{file:?}");
    assert!(SECRETS.iter().all(|secret| !told.contains(secret)), "{told}");
    for entry in &file.dossier.entries {
        let paper = format!("{:?}", domain::dossier::document(&file.dossier, entry));
        assert!(SECRETS.iter().all(|secret| !paper.contains(secret)), "{paper}");
    }
    let found = |text: &str| {
        let filter = DossierFilter { text: text.into(), ..DossierFilter::default() };
        block_on(list(&world.db, &officer, Sort::Lead, &filter, None, MORNING.date())).unwrap().rows.len()
    };
    assert_eq!((found("to giac"), found("0900000777"), found("TT-33-01")), (0, 0, 1));
    let parties = block_on(crate::parties::search(&world.db, &officer, "tố giác giả định", 20)).unwrap();
    assert!(parties.is_empty());
}

/// With an account key a copy of the database names nobody: written before there was a key or after, and with another key it stays closed.
#[test]
fn an_identity_is_sealed_by_the_account_key() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let (key, other) = (AccountKey::new(&"k".repeat(32)).unwrap(), AccountKey::new(&"o".repeat(32)).unwrap());
    let before = world.lead(&officer, "e", informant());
    let named = || {
        block_on(async { world.db.open().await.unwrap().query("SELECT identity FROM informant_vault", &[]).await })
            .unwrap()
            .iter()
            .filter(|row| SECRETS.iter().any(|secret| row.text(0).unwrap().contains(secret)))
            .count()
    };
    let standing = |key: Option<&AccountKey>| block_on(sealing(&world.db, &env(MORNING), key)).unwrap();
    assert_eq!((named(), standing(None)), (1, Sealing::NoKey { enrolled: 0, identities: 0 }));
    assert_eq!(
        (standing(Some(&key)), named()),
        (Sealing::Fits, 0),
        "what was written before is sealed at the first start"
    );
    let form = form("tiep-nhan", &[], None, &[]);
    let new = NewFile { kind: "tiep-nhan".into(), form, informant: informant(), ..NewFile::default() };
    let id = env(MORNING).uuid();
    let after = block_on(create(&world.db, &env(MORNING), Some(&key), &officer, id, &new)).unwrap();
    assert_eq!((named(), standing(Some(&key))), (0, Sealing::Fits));
    let read = |lead, key: Option<&AccountKey>| block_on(vault::read(&world.db, &env(MORNING), key, &officer, lead));
    for lead in [before, after] {
        assert!(read(lead, Some(&key)).unwrap().1 == informant());
        for wrong in [None, Some(&other)] {
            assert_eq!(code(read(lead, wrong).map(|_| ())), "informant");
        }
        let file = block_on(load(&world.db, &officer, lead)).unwrap();
        let acts: Vec<VaultAct> = file.vault.iter().map(|event| event.act).collect();
        assert_eq!(acts, [VaultAct::Sealed, VaultAct::Read], "what did not open was not read");
    }
    assert_eq!(standing(Some(&other)), Sealing::Differs { enrolled: 0, identities: 2 });
    assert_eq!(standing(None), Sealing::NoKey { enrolled: 0, identities: 2 });
    assert!(block_on(reseal(&world.db, &env(MORNING), &other, &key)).is_err());
    let moved = block_on(reseal(&world.db, &env(MORNING), &key, &other)).unwrap();
    assert_eq!(moved, Resealed { second_factors: 0, identities: 2 });
    assert!(read(before, Some(&other)).unwrap().1 == informant() && read(after, Some(&key)).is_err());
    assert_eq!((standing(Some(&other)), named()), (Sealing::Fits, 0));
    // An entry in another's place is nobody's.
    world.tamper("UPDATE informant_vault SET identity = (SELECT min(identity) FROM informant_vault)");
    assert_eq!([before, after].into_iter().filter(|lead| read(*lead, Some(&other)).is_ok()).count(), 1);
    assert_eq!(world.problems(), Vec::<String>::new());
}

/// An identity in the words of the lead is refused at its field, and nothing of it is written.
#[test]
fn the_words_of_a_lead_may_not_name_the_informant() {
    let world = World::new();
    let officer = world.actor("ksv1");
    let wrong = [("content", "Ông tố giác giả định cho biết…"), ("documents", "Ghi âm số 0900.000.777")];
    let form = form("tiep-nhan", &wrong, None, &[]);
    let new = NewFile { kind: "tiep-nhan".into(), form, informant: informant(), ..NewFile::default() };
    let Err(StoreError::Refused(Refusal::Fields { errors })) = world.file(&officer, new) else { panic!("accepted") };
    let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
    assert_eq!(fields, ["content", "documents"]);
    assert!(errors.iter().all(|error| SECRETS.iter().all(|secret| !error.message.contains(secret))));
    assert_eq!(
        (world.number("SELECT count(*) FROM dossier"), world.number("SELECT count(*) FROM informant_vault")),
        (0, 0)
    );
}

/// One tampering, and a word of the problem it must cause.
const TAMPERINGS: [(&str, &str); 14] = [
    ("UPDATE dossier_event SET event = replace(event, 'Kết quả', 'Kết luận') WHERE seq = 3", "hash of event"),
    ("UPDATE dossier_event SET officer = 'ksv3' WHERE seq = 1", "columns of event"),
    ("DELETE FROM dossier_event WHERE position = 2", "are missing"),
    ("UPDATE dossier_chain_head SET position = 99", "its head is not event"),
    ("UPDATE dossier SET document = replace(document, '\"version\":3', '\"version\":2')", "document differs"),
    ("UPDATE dossier SET state = 'khong-dau-hieu'", "column state"),
    ("UPDATE dossier SET turn = 'nobody', due = '2026-01-01'", "column due"),
    ("DELETE FROM dossier_officer WHERE officer = 'ksv2'", "who is named"),
    ("INSERT INTO dossier_officer VALUES ('ksv10', 1)", "who is named"),
    ("UPDATE informant_vault SET keeper = 'ksv2'", "who keeps them"),
    ("DELETE FROM informant_vault", "the vault has no entry"),
    ("UPDATE vault_event SET officer = 'ksv2'", "chain of the vault"),
    ("DELETE FROM vault_event", "chain of the vault"),
    ("DELETE FROM paper WHERE series = 'QĐ-NV'", "register of papers lacks"),
];

#[test]
fn every_tampering_is_told() {
    for (sql, problem) in TAMPERINGS {
        let world = World::new();
        let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
        let lead = world.lead(&officer, "e", informant());
        let measure = world.measure(&officer, "tham-tra-xac-minh", Some(lead), &["ksv1", "ksv2"]);
        world.step(&leader, measure, "giao-thuc-hien", &[]).unwrap();
        world.step(&officer, measure, "bao-cao-ket-qua", &[]).unwrap();
        assert_eq!(world.problems(), Vec::<String>::new());
        for chain in ["dossier", "vault"] {
            for way in ["update", "delete"] {
                world.tamper(&format!("DROP TRIGGER {chain}_event_is_append_only_{way}"));
            }
        }
        world.tamper(sql);
        let problems = world.problems();
        assert!(problems.iter().any(|told| told.contains(problem)), "{sql}: {problems:?}");
    }
}

#[test]
fn the_chains_are_append_only_and_a_case_without_its_link_is_told() {
    let world = World::new();
    let (officer, leader) = (world.actor("ksv1"), world.actor("doitruong1"));
    let urgent = form("tiep-nhan", &[("source", "a"), ("urgency", "khan-cap")], None, &[]);
    let new = NewFile { kind: "tiep-nhan".into(), form: urgent, informant: informant(), ..NewFile::default() };
    let lead = world.file(&officer, new).unwrap();
    for sql in ["UPDATE dossier_event SET at = 0", "DELETE FROM vault_event", "UPDATE vault_event SET at = 0"] {
        let done = block_on(async { world.db.open().await.unwrap().execute(sql, &[]).await });
        assert!(matches!(&done, Err(error) if error.to_string().contains("append-only")), "{done:?}");
    }
    world.step(&officer, lead, "de-xuat-kiem-tra", &[]).unwrap();
    world.step(&leader, lead, "duyet-de-xuat", &[]).unwrap();
    let mut draft = inspection(&officer, MORNING);
    draft.proposal = Some(DossierRef { id: lead, code: String::new() });
    block_on(store::create(&world.db, &env(MORNING), &officer, CaseId(env(MORNING).uuid()), draft)).unwrap();
    assert_eq!(world.problems(), Vec::<String>::new());
    world.tamper("DELETE FROM dossier_case");
    let problems = world.problems();
    assert!(problems.iter().any(|told| told.contains("not linked to the proposal")), "{problems:?}");
}
