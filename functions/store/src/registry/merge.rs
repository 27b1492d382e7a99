//! Merging two records and splitting them again.

use super::{append, places};
use crate::database::{Connection, Database, DbError, Row, UnitOfWork, Value, to_json};
use crate::{Env, StoreError, params, parties};
use domain::authority::{Action, Actor, authorise, authorise_merge};
use domain::party::{Party, PartyId};
use domain::registry::event::{RegistryEvent, RegistryEventBody};
use domain::registry::merge::{MergeRefusal, Merges, Trait, differing, taken_over};
use domain::text::clean;
use domain::unit::UnitPath;
use jiff::Timestamp;

/// Ids of the group a party belongs to, itself included also where it is not registered: `?1` is its id.
pub(crate) const GROUP: &str = "SELECT ?1 UNION \
     SELECT id FROM party WHERE num = (SELECT coalesce(head, num) FROM party WHERE id = ?1) UNION \
     SELECT id FROM party WHERE head = (SELECT coalesce(head, num) FROM party WHERE id = ?1)";

/// What an officer decides when he merges: against which versions, and what the survivor takes over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MergeOrder {
    pub survivor: PartyId,
    pub survivor_version: u32,
    pub absorbed: PartyId,
    pub absorbed_version: u32,
    pub take: Vec<Trait>,
    pub reason: String,
}

/// What became of a split.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Split {
    /// What the survivor had taken over and keeps, since it was changed in between.
    pub staying: Vec<Trait>,
}

/// A record that another one stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    pub party: Party,
    /// When and by whom it was merged, and why.
    pub merged_at: Timestamp,
    pub by: String,
    pub reason: String,
    /// The record it was merged into.
    pub into: PartyId,
}

/// A party with all records it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Group {
    pub head: Party,
    pub version: u32,
    pub members: Vec<Member>,
    /// Path of the unit that keeps the head.
    pub keeper: UnitPath,
}

struct Stored {
    num: i64,
    version: u32,
    head: Option<i64>,
    party: Party,
    keeper: UnitPath,
}

async fn stored(connection: &mut dyn Connection, id: PartyId) -> Result<Stored, StoreError> {
    let sql =
        "SELECT p.num, p.version, p.head, p.document, u.path FROM party p JOIN unit u ON u.id = p.unit WHERE p.id = ?1";
    let row = connection.query_one(sql, params![id.0]).await?.ok_or(StoreError::NotFound)?;
    Ok(Stored {
        num: row.int(0)?,
        version: version(&row, 1)?,
        head: row.opt_int(2)?,
        party: row.json(3)?,
        keeper: UnitPath(row.string(4)?),
    })
}

fn version(row: &Row, column: usize) -> Result<u32, DbError> {
    u32::try_from(row.int(column)?).map_err(|_| DbError::Shape { column, expected: "a version" })
}

/// A reason, which somebody else can follow later.
pub(super) fn reason(field: &str, text: &str) -> Result<String, StoreError> {
    let text = clean(text);
    if text.is_empty() {
        Err(StoreError::at(field, "Nêu lý do, ví dụ giấy tờ đã đối chiếu."))
    } else {
        Ok(text)
    }
}

/// Lets one record stand for another. Nothing of either is rewritten but what the officer takes over, as a new version of the
/// survivor. The same form posted twice merges once.
///
/// # Errors
/// `NotFound`; `Stale` when either was changed since; a refusal for whom it is not to decide, or where one is merged already.
pub async fn merge(db: &dyn Database, env: &Env, actor: &Actor, order: &MergeOrder) -> Result<(), StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    let survivor = stored(&mut work, order.survivor).await?;
    let absorbed = stored(&mut work, order.absorbed).await?;
    authorise_merge(actor, &survivor.keeper)?;
    let edge = work
        .query_one("SELECT survivor FROM party_merge WHERE absorbed = ?1 AND undone = 0", params![absorbed.num])
        .await?;
    let mut merges = Merges::of(edge.map(|row| Ok::<_, DbError>((absorbed.num, row.int(0)?))).transpose()?);
    if merges.head(absorbed.num) == survivor.num && absorbed.num != survivor.num {
        return Ok(());
    }
    let refused = |refusal: MergeRefusal| StoreError::at("survivor", refusal.message());
    if survivor.head.is_some() {
        return Err(refused(MergeRefusal::Absorbed));
    }
    merges.merge(absorbed.num, survivor.num).map_err(refused)?;
    for (record, expected) in [(&survivor, order.survivor_version), (&absorbed, order.absorbed_version)] {
        if record.version != expected {
            return Err(StoreError::Stale { current: record.version, since: Vec::new() });
        }
    }
    let reason = reason("reason", &order.reason)?;
    let party = taken_over(&survivor.party, &absorbed.party, &order.take);
    let mut after = survivor.version;
    if party != survivor.party {
        after += 1;
        parties::write(&mut work, env, actor, &party, Some(&survivor.party), (after, &reason)).await?;
    }
    work.execute(
        "INSERT INTO party_merge (absorbed, survivor, before, after, taken, undone) VALUES (?1,?2,?3,?4,?5,0)",
        params![absorbed.num, survivor.num, survivor.version, after, to_json(&order.take)?],
    )
    .await?;
    work.execute("UPDATE party SET head = ?1 WHERE num = ?2 OR head = ?2", params![survivor.num, absorbed.num]).await?;
    decide_pair(&mut work, env, actor, (absorbed.num, survivor.num), ("merged", &reason)).await?;
    // Pairs inside the group are settled with it.
    let group = "SELECT num FROM party WHERE num = ?1 UNION SELECT num FROM party WHERE head = ?1";
    let sql = format!(
        "UPDATE party_pair SET state = 'merged', decided_by = ?2, decided_at = ?3, decision = ?4 \
         WHERE state = 'open' AND low IN ({group}) AND high IN ({group})"
    );
    work.execute(&sql, params![survivor.num, &actor.id().0, env.now, &reason]).await?;
    let body = RegistryEventBody::PartiesMerged {
        survivor: order.survivor,
        absorbed: order.absorbed,
        before: survivor.version,
        after,
        absorbed_version: absorbed.version,
        taken: order.take.clone(),
    };
    let event = RegistryEvent { at: env.now, by: actor.officer.clone(), reason, body };
    append(&mut work, (survivor.num, absorbed.num), &event).await?;
    Ok(work.commit().await?)
}

/// Writes a decision on a pair, if it is in the list.
pub(super) async fn decide_pair(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    (one, other): (i64, i64),
    (state, reason): (&str, &str),
) -> Result<(), DbError> {
    work.execute(
        "UPDATE party_pair SET state = ?3, decided_by = ?4, decided_at = ?5, decision = ?6 WHERE low = ?1 AND high = ?2",
        params![one.min(other), one.max(other), state, &actor.id().0, env.now, reason],
    )
    .await
}

/// Lets an absorbed record stand for itself again, with what it had absorbed before. The survivor gets back what it was, unless it
/// was changed since: then what was taken over stays, and is told. Posted twice it splits once.
///
/// # Errors
/// `NotFound` for a record that was never merged; a refusal for whom it is not to decide, or without a reason.
pub async fn split(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    absorbed: PartyId,
    why: &str,
) -> Result<Split, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    let record = stored(&mut work, absorbed).await?;
    let sql = "SELECT m.num, m.survivor, m.before, m.after, m.taken, m.undone, s.id FROM party_merge m \
               JOIN party s ON s.num = m.survivor WHERE m.absorbed = ?1 ORDER BY m.num DESC LIMIT 1";
    let row = work.query_one(sql, params![record.num]).await?.ok_or(StoreError::NotFound)?;
    if row.int(5)? != 0 {
        return Ok(Split::default());
    }
    let (edge, survivor_num, before, after) = (row.int(0)?, row.int(1)?, version(&row, 2)?, version(&row, 3)?);
    let taken: Vec<Trait> = row.json(4)?;
    let survivor = stored(&mut work, PartyId(row.parse(6, "a party id")?)).await?;
    authorise_merge(actor, &survivor.keeper)?;
    let reason = reason("split_reason", why)?;
    work.execute("UPDATE party_merge SET undone = 1 WHERE num = ?1", params![edge]).await?;
    let root = record.head.unwrap_or(record.num);
    rehead(&mut work, root, record.num).await?;
    let mut now = survivor.version;
    let mut staying = Vec::new();
    if after != before {
        if survivor.version == after {
            let sql = "SELECT document FROM party_change WHERE party = ?1 AND version = ?2";
            let row = work.query_one(sql, params![survivor.party.id.0, before]).await?;
            let former: Party = row.ok_or(StoreError::NotFound)?.json(0)?;
            now += 1;
            parties::write(&mut work, env, actor, &former, Some(&survivor.party), (now, &reason)).await?;
        } else {
            // Of what was taken over, that which is still said as the absorbed record says it.
            let differs = differing(&survivor.party, &record.party);
            staying = taken.into_iter().filter(|one| !differs.contains(one)).collect();
        }
    }
    let body = RegistryEventBody::PartiesSplit {
        survivor: survivor.party.id,
        absorbed,
        before: survivor.version,
        after: now,
        staying: staying.clone(),
    };
    let event = RegistryEvent { at: env.now, by: actor.officer.clone(), reason, body };
    append(&mut work, (survivor_num, record.num), &event).await?;
    work.commit().await?;
    Ok(Split { staying })
}

/// Works out anew who stands for whom in the group of `root`, after `freed` was set free.
async fn rehead(work: &mut UnitOfWork, root: i64, freed: i64) -> Result<(), DbError> {
    let rows = work.query("SELECT num FROM party WHERE head = ?1", params![root]).await?;
    let members = rows.iter().map(|row| row.int(0)).collect::<Result<Vec<_>, _>>()?;
    let sql = format!(
        "SELECT absorbed, survivor FROM party_merge WHERE undone = 0 AND absorbed IN ({})",
        places(1, members.len())
    );
    let values: Vec<Value> = members.iter().map(|num| Value::from(*num)).collect();
    let rows = work.query(&sql, &values).await?;
    let edges = rows.iter().map(|row| Ok((row.int(0)?, row.int(1)?))).collect::<Result<Vec<_>, DbError>>()?;
    let merges = Merges::of(edges);
    work.execute("UPDATE party SET head = NULL WHERE num = ?1", params![freed]).await?;
    for member in members.iter().copied().filter(|member| *member != freed && merges.head(*member) != root) {
        work.execute("UPDATE party SET head = ?2 WHERE num = ?1", params![member, merges.head(member)]).await?;
    }
    // Pairs that were settled with the group, and are not inside one any more, are work again.
    let all: Vec<Value> = members.into_iter().chain([root]).map(Value::from).collect();
    let head = |side: &str| format!("(SELECT coalesce(head, num) FROM party WHERE num = {side})");
    let sql = format!(
        "UPDATE party_pair SET state = 'open', decided_by = NULL, decided_at = NULL, decision = NULL \
         WHERE state = 'merged' AND low IN ({}) AND {} <> {}",
        places(1, all.len()),
        head("low"),
        head("high")
    );
    work.execute(&sql, &all).await
}

/// The party that stands for this one, and all records it stands for.
///
/// # Errors
/// `NotFound`; his role reads no parties.
pub async fn group(db: &dyn Database, actor: &Actor, id: PartyId) -> Result<Group, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let mut connection = db.open().await?;
    let mut head = stored(connection.as_mut(), id).await?;
    if let Some(root) = head.head {
        let row = connection.query_one("SELECT id FROM party WHERE num = ?1", params![root]).await?;
        let root = PartyId(row.ok_or(StoreError::NotFound)?.parse(0, "a party id")?);
        head = stored(connection.as_mut(), root).await?;
    }
    let sql = "SELECT p.document, s.id, e.event FROM party p JOIN party_merge m ON m.absorbed = p.num AND m.undone = 0 \
               JOIN party s ON s.num = m.survivor JOIN party_event e ON e.position = (SELECT max(position) FROM party_event \
               WHERE other_num = p.num AND party_num = m.survivor AND kind = 'parties-merged') WHERE p.head = ?1 ORDER BY p.num";
    let read = |row: &Row| -> Result<Member, DbError> {
        let event: RegistryEvent = row.json(2)?;
        Ok(Member {
            party: row.json(0)?,
            into: PartyId(row.parse(1, "a party id")?),
            merged_at: event.at,
            by: event.by.full_name,
            reason: event.reason,
        })
    };
    let rows = connection.query(sql, params![head.num]).await?;
    let members = rows.iter().map(read).collect::<Result<_, _>>()?;
    Ok(Group { head: head.party, version: head.version, members, keeper: head.keeper })
}
