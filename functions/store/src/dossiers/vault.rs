//! The vault of informants: the one place an identity is written to and read from (TT 27/2020/TT-BCT Điều 37: bí mật, đơn tuyến).
//!
//! It is read by the officer in charge alone, whatever the rank of who asks, and every sealing, reading and hand-over is an
//! event of a chain that says who, when, what, and nothing of the identity. Where the installation has an account key, an identity is sealed
//! by it, bound to its code, so that a copy of the database names nobody. No other module names these tables.

use super::read::find;
use crate::accounts::{AccountKey, For, officers};
use crate::chain::Head;
use crate::database::{Connection, Database, DbError, Row, UnitOfWork, to_json};
use crate::verify::{Chain, Verified};
use crate::{Env, StoreError, params};
use data_encoding::BASE64;
use domain::authority::{Action, Actor, authorise_dossier, authorise_vault};
use domain::dossier::{Dossier, Informant, VaultAct, hand_over};
use domain::officer::{OfficerId, OfficerSnapshot};
use domain::unit::UnitPath;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use uuid::Uuid;

/// What was done with an entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VaultEvent {
    /// Code of the informant.
    pub code: String,
    pub at: Timestamp,
    pub by: OfficerSnapshot,
    pub act: VaultAct,
    /// To whom it was handed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<OfficerSnapshot>,
}

async fn log(work: &mut UnitOfWork, num: i64, event: &VaultEvent) -> Result<(), DbError> {
    let row = work.query_one("SELECT position, hash FROM vault_chain_head", &[]).await?;
    let row = row.ok_or(DbError::Engine("the chain of the vault has no head".to_owned()))?;
    let text = to_json(event)?;
    let next = Head { position: row.int(0)?, hash: row.bytes(1)? }.append(num, &text);
    work.execute(
        "INSERT INTO vault_event (position, dossier_num, at, officer, act, event, hash) VALUES (?1,?2,?3,?4,?5,?6,?7)",
        params![next.position, num, event.at, &event.by.id.0, event.act.key(), text, next.hash],
    )
    .await
}

/// Before an identity that is sealed; one that is not begins as JSON does.
const SEALED: &str = "1:";

/// An identity as the database keeps it.
fn written(env: &Env, key: Option<&AccountKey>, code: &str, plain: String) -> Result<String, DbError> {
    let Some(key) = key else { return Ok(plain) };
    Ok(format!("{SEALED}{}", BASE64.encode(&key.seal(env, For::Informant, code, plain.as_bytes())?)))
}

/// The JSON of an identity; nothing where it is sealed by another key, or there is none to open it.
fn opened(key: Option<&AccountKey>, code: &str, kept: &str) -> Option<String> {
    let Some(sealed) = kept.strip_prefix(SEALED) else { return Some(kept.to_owned()) };
    let plain = key?.open(For::Informant, code, &BASE64.decode(sealed.as_bytes()).ok()?)?;
    String::from_utf8(plain).ok()
}

/// Whether an identity stands in the table as it was said.
pub(crate) async fn stands_open(connection: &mut dyn Connection) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM informant_vault WHERE substr(identity, 1, 1) = '{' LIMIT 1";
    Ok(connection.query_one(sql, &[]).await?.is_some())
}

/// How many identities are sealed.
pub(crate) async fn sealed(connection: &mut dyn Connection) -> Result<i64, DbError> {
    let sql = "SELECT count(*) FROM informant_vault WHERE substr(identity, 1, 1) <> '{'";
    connection.query_one(sql, &[]).await?.map_or(Ok(0), |row| row.int(0))
}

/// Seals what was written while there was no key.
pub(crate) async fn seal_rest(work: &mut UnitOfWork, env: &Env, key: &AccountKey) -> Result<(), DbError> {
    let sql = "SELECT code, identity FROM informant_vault WHERE substr(identity, 1, 1) = '{'";
    for row in &work.query(sql, &[]).await? {
        let code = row.text(0)?;
        write(work, code, &written(env, Some(key), code, row.string(1)?)?).await?;
    }
    Ok(())
}

/// Opens every identity by a former key and seals it by a new one; answers how many.
///
/// # Errors
/// One does not open.
pub(crate) async fn reseal(
    work: &mut UnitOfWork,
    env: &Env,
    former: &AccountKey,
    new: &AccountKey,
) -> Result<usize, DbError> {
    let rows = work.query("SELECT code, identity FROM informant_vault ORDER BY code", &[]).await?;
    for row in &rows {
        let code = row.text(0)?;
        let plain = opened(Some(former), code, row.text(1)?)
            .ok_or_else(|| DbError::Engine(format!("the identity of informant {code} does not open")))?;
        write(work, code, &written(env, Some(new), code, plain)?).await?;
    }
    Ok(rows.len())
}

async fn write(work: &mut UnitOfWork, code: &str, identity: &str) -> Result<(), DbError> {
    work.execute("UPDATE informant_vault SET identity = ?2 WHERE code = ?1", params![code, identity]).await
}

/// Puts an identity away; the actor is in charge of it.
pub(super) async fn seal(
    work: &mut UnitOfWork,
    env: &Env,
    key: Option<&AccountKey>,
    actor: &Actor,
    (num, code): (i64, &str),
    informant: &Informant,
) -> Result<(), DbError> {
    work.execute(
        "INSERT INTO informant_vault (code, dossier_num, keeper, identity) VALUES (?1,?2,?3,?4)",
        params![code, num, &actor.id().0, written(env, key, code, to_json(informant)?)?],
    )
    .await?;
    let by = actor.officer.clone();
    log(work, num, &VaultEvent { code: code.to_owned(), at: env.now, by, act: VaultAct::Sealed, to: None }).await
}

/// An entry as the database keeps it.
struct Kept {
    num: i64,
    lead: Dossier,
    code: String,
}

/// The entry of a lead, for the officer in charge; for everybody else there is none.
async fn kept(work: &mut UnitOfWork, actor: &Actor, lead: Uuid) -> Result<Kept, StoreError> {
    let (num, lead) = find(work, lead).await?;
    authorise_dossier(actor, Action::ReadMeasure, &lead.path, &lead.named_ids())?;
    let sql = "SELECT code, keeper FROM informant_vault WHERE dossier_num = ?1";
    let row = work.query_one(sql, params![num]).await?.ok_or(StoreError::NotFound)?;
    authorise_vault(actor, &OfficerId(row.string(1)?))?;
    Ok(Kept { num, lead, code: row.string(0)? })
}

/// Reads an identity, for the officer in charge; the reading is logged before it is answered.
///
/// # Errors
/// `NotFound` for everybody else, and where there is none; refused where the key that sealed it is not there.
pub async fn read(
    db: &dyn Database,
    env: &Env,
    key: Option<&AccountKey>,
    actor: &Actor,
    lead: Uuid,
) -> Result<(String, Informant), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let Kept { num, code, .. } = kept(&mut work, actor, lead).await?;
    let row = work.query_one("SELECT identity FROM informant_vault WHERE code = ?1", params![&code]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    let Some(plain) = opened(key, &code, row.text(0)?) else {
        let words = "Hệ thống chưa mở được khóa giữ nhân thân người cung cấp thông tin. Báo quản trị hệ thống đặt lại đúng account_key, rồi mở lại trang này.";
        return Err(StoreError::fields(vec![domain::case::FieldError::new("informant", words)]));
    };
    let informant =
        serde_json::from_str(&plain).map_err(|error| DbError::Engine(format!("informant {code}: {error}")))?;
    let by = actor.officer.clone();
    log(&mut work, num, &VaultEvent { code: code.clone(), at: env.now, by, act: VaultAct::Read, to: None }).await?;
    work.commit().await?;
    Ok((code, informant))
}

/// Hands an entry to another officer, who is in charge from then on; the one who hands it on no longer reads it.
///
/// # Errors
/// `NotFound` for everybody but the officer in charge; refused for an officer who may not know of the lead.
pub async fn pass_on(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    lead: Uuid,
    to: &OfficerId,
) -> Result<(), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let Kept { num, lead, code, .. } = kept(&mut work, actor, lead).await?;
    let sql = format!(
        "SELECT {}, u.path FROM officer o JOIN unit u ON u.id = o.unit WHERE o.id = ?1 AND o.active = 1",
        officers::COLUMNS
    );
    let row = work.query_one(&sql, params![&to.0]).await?;
    let Some(row) = row else {
        let error = domain::case::FieldError::new("keeper", "Chọn công chức nhận bàn giao.");
        return Err(StoreError::fields(vec![error]));
    };
    let officer = officers::read(&row)?;
    let heir = Actor {
        officer: officer.snapshot(),
        role: officer.role,
        unit: officer.unit,
        path: UnitPath(row.string(8)?),
        delegations: Vec::new(),
    };
    hand_over(actor, &heir, &lead.path, &lead.named_ids())?;
    work.execute("UPDATE informant_vault SET keeper = ?2 WHERE code = ?1", params![&code, &to.0]).await?;
    let by = actor.officer.clone();
    let event = VaultEvent { code, at: env.now, by, act: VaultAct::HandedOver, to: Some(heir.officer) };
    log(&mut work, num, &event).await?;
    Ok(work.commit().await?)
}

/// Whether the actor is in charge of a lead's informant, and what was done with the entry: for whoever may know of the lead.
pub(super) async fn standing(
    connection: &mut dyn Connection,
    actor: &Actor,
    num: i64,
) -> Result<(bool, Vec<VaultEvent>), DbError> {
    let sql = "SELECT keeper FROM informant_vault WHERE dossier_num = ?1";
    let row = connection.query_one(sql, params![num]).await?;
    let keeps = row.map(|row| row.string(0)).transpose()?.is_some_and(|keeper| keeper == actor.id().0);
    let sql = "SELECT event FROM vault_event WHERE dossier_num = ?1 ORDER BY position";
    let rows = connection.query(sql, params![num]).await?;
    Ok((keeps, rows.iter().map(|row| row.json(0)).collect::<Result<_, _>>()?))
}

/// Proves the chain of the vault, and that every entry is kept by whom its events say.
pub(super) async fn prove(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let mut chain = Chain::begin("chain of the vault");
    let mut keepers: BTreeMap<i64, (String, String)> = BTreeMap::new();
    let sql = "SELECT position, dossier_num, at, officer, act, event, hash FROM vault_event ORDER BY position";
    for row in &connection.query(sql, &[]).await? {
        found.vault_events += 1;
        let (position, num) = (row.int(0)?, row.int(1)?);
        let next = chain.head.append(num, row.text(5)?);
        if position != next.position || row.bytes::<32>(6)? != next.hash {
            found.problem(format!("chain of the vault: event {position} does not fit"));
        }
        match row.json::<VaultEvent>(5) {
            Ok(event) => {
                let told = (event.at.as_millisecond(), event.by.id.0.as_str(), event.act.key());
                if told != (row.int(2)?, row.text(3)?, row.text(4)?) {
                    found.problem(format!("chain of the vault: the columns of event {position} differ from the event"));
                }
                let held = keepers.get(&num).is_some_and(|(_, keeper)| *keeper == event.by.id.0);
                if event.act != VaultAct::Sealed && !held {
                    found.problem(format!("chain of the vault: event {position} is not of the officer in charge"));
                }
                let keeper = event.to.map_or(event.by.id.0, |to| to.id.0);
                keepers.insert(num, (event.code, keeper));
            }
            Err(error) => found.problem(format!("chain of the vault: event {position}: {error}")),
        }
        chain.head = Head { position, hash: row.bytes(6)? };
    }
    chain.end(connection, "vault_chain_head", found).await?;
    let read = |row: &Row| Ok((row.int(0)?, (row.string(1)?, row.string(2)?)));
    let rows = connection.query("SELECT dossier_num, code, keeper FROM informant_vault", &[]).await?;
    let entries: BTreeMap<i64, (String, String)> = rows.iter().map(read).collect::<Result<_, DbError>>()?;
    if entries != keepers {
        found.problem("vault: its entries and who keeps them differ from its events".to_owned());
    }
    Ok(())
}

/// Whether the vault has an entry of that code for a dossier.
pub(super) async fn holds(connection: &mut dyn Connection, num: i64, code: &str) -> Result<bool, DbError> {
    let sql = "SELECT 1 FROM informant_vault WHERE dossier_num = ?1 AND code = ?2";
    Ok(connection.query_one(sql, params![num, code]).await?.is_some())
}
