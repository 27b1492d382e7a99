//! The vault of informants: the one place an identity is written to and read from (TT 27/2020/TT-BCT Điều 37: bí mật, đơn tuyến).
//!
//! It is read by the officer in charge alone, whatever the rank of who asks, and every sealing, reading and hand-over is an
//! event of a chain that says who, when, what, and nothing of the identity. No other module names these tables.

use super::read::find;
use crate::accounts::officers;
use crate::chain::Head;
use crate::database::{Connection, Database, DbError, Row, UnitOfWork, to_json};
use crate::verify::{Chain, Verified};
use crate::{Env, StoreError, params};
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

/// Puts an identity away; the actor is in charge of it.
pub(super) async fn seal(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    num: i64,
    code: &str,
    informant: &Informant,
) -> Result<(), DbError> {
    work.execute(
        "INSERT INTO informant_vault (code, dossier_num, keeper, identity) VALUES (?1,?2,?3,?4)",
        params![code, num, &actor.id().0, to_json(informant)?],
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
    informant: Informant,
}

/// The entry of a lead, for the officer in charge; for everybody else there is none.
async fn kept(work: &mut UnitOfWork, actor: &Actor, lead: Uuid) -> Result<Kept, StoreError> {
    let (num, lead) = find(work, lead).await?;
    authorise_dossier(actor, Action::ReadMeasure, &lead.path, &lead.named_ids())?;
    let sql = "SELECT code, keeper FROM informant_vault WHERE dossier_num = ?1";
    let row = work.query_one(sql, params![num]).await?.ok_or(StoreError::NotFound)?;
    authorise_vault(actor, &OfficerId(row.string(1)?))?;
    let code = row.string(0)?;
    let identity = work.query_one("SELECT identity FROM informant_vault WHERE code = ?1", params![&code]).await?;
    let informant = identity.ok_or(StoreError::NotFound)?.json(0)?;
    Ok(Kept { num, lead, code, informant })
}

/// Reads an identity, for the officer in charge; the reading is logged before it is answered.
///
/// # Errors
/// `NotFound` for everybody else, and where there is none.
pub async fn read(db: &dyn Database, env: &Env, actor: &Actor, lead: Uuid) -> Result<(String, Informant), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let Kept { num, code, informant, .. } = kept(&mut work, actor, lead).await?;
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
