//! Finding who may be the same through keys: a handful of look-ups, however many parties there are.

use super::places;
use crate::database::{Connection, Database, DbError, UnitOfWork, Value, to_json};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::party::Party;
use domain::registry::matching::{Match, Traits, alike_in_name, compare};
use std::collections::BTreeMap;

/// A key that more records have says nothing, and is not used.
const COMMON: i64 = 32;

/// Most candidates that are compared, those with the most keys in common first.
const CANDIDATES: usize = 48;

/// Most hits of a search for a name that are compared.
const SEARCHED: usize = 20;

/// Parties a migration reads at once.
const PAGE: i64 = 500;

/// A party that may be the one that is written, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Likely {
    pub party: Party,
    pub found: Match,
}

struct Candidate {
    num: i64,
    /// The record that stands for it.
    head: i64,
    party: Party,
    province: String,
}

/// The rows of `party_key` of one party, for whoever fills the table in bulk: `(key, number of the party)`.
pub fn key_rows(num: i64, party: &Party) -> Vec<(i64, i64)> {
    Traits::new(party).keys().into_iter().map(|key| (key, num)).collect()
}

/// Parties that may be this one, the likeliest first; of merged ones the record that stands for them, once.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn likely(db: &dyn Database, actor: &Actor, party: &Party) -> Result<Vec<Likely>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    Ok(likely_on(db.open().await?.as_mut(), party).await?)
}

/// The same for a party that is still being typed: where there is a name and nothing else yet, also those that the search finds by
/// it and whose name is alike; at most so many.
///
/// # Errors
/// As [`likely`].
pub async fn likely_so_far(
    db: &dyn Database,
    actor: &Actor,
    party: &Party,
    most: usize,
) -> Result<Vec<Likely>, StoreError> {
    let mut list = likely(db, actor, party).await?;
    list.truncate(most);
    if list.len() == most || party.name.is_empty() {
        return Ok(list);
    }
    let traits = Traits::new(party);
    for other in crate::parties::search(db, actor, &party.name, SEARCHED).await? {
        if list.len() < most && list.iter().all(|one| one.party.id != other.id) {
            let found = alike_in_name(&traits, &Traits::new(&other));
            list.extend(found.map(|found| Likely { party: other, found }));
        }
    }
    Ok(list)
}

pub(super) async fn likely_on(connection: &mut dyn Connection, party: &Party) -> Result<Vec<Likely>, DbError> {
    let traits = Traits::new(party);
    let candidates = candidates(connection, &traits.keys()).await?;
    let mut heads: BTreeMap<i64, Match> = BTreeMap::new();
    for candidate in candidates.iter().filter(|candidate| candidate.party.id != party.id) {
        let Some(found) = compare(&traits, &Traits::new(&candidate.party)) else { continue };
        let known = heads.entry(candidate.head).or_insert_with(|| found.clone());
        if found.strength > known.strength {
            *known = found;
        }
    }
    let mut shown: BTreeMap<i64, Party> =
        candidates.into_iter().filter(|one| one.head == one.num).map(|one| (one.num, one.party)).collect();
    let missing: Vec<i64> = heads.keys().copied().filter(|num| !shown.contains_key(num)).collect();
    shown.extend(read(connection, &missing).await?.into_iter().map(|one| (one.num, one.party)));
    let mut list: Vec<Likely> = heads
        .into_iter()
        .filter_map(|(num, found)| Some(Likely { party: shown.remove(&num)?, found }))
        .filter(|one| one.party.id != party.id)
        .collect();
    list.sort_by(|a, b| {
        b.found
            .strength
            .cmp(&a.found.strength)
            .then(b.found.reasons.len().cmp(&a.found.reasons.len()))
            .then(a.party.id.cmp(&b.party.id))
    });
    Ok(list)
}

/// The other records that share a key with a party, but for those merged into one with it.
pub(super) async fn around(connection: &mut dyn Connection, party: &Party) -> Result<Vec<Party>, DbError> {
    let found = candidates(connection, &Traits::new(party).keys()).await?;
    let own = found.iter().find(|one| one.party.id == party.id).map(|one| one.head);
    Ok(found.into_iter().filter(|one| Some(one.head) != own && one.head == one.num).map(|one| one.party).collect())
}

/// The records that share a key which is not too common.
async fn candidates(connection: &mut dyn Connection, keys: &[i64]) -> Result<Vec<Candidate>, DbError> {
    if keys.is_empty() {
        return Ok(Vec::new());
    }
    let parts: Vec<String> = (1..=keys.len())
        .map(|place| {
            format!(
                "SELECT * FROM (SELECT {place} AS slot, party FROM party_key WHERE key = ?{place} LIMIT {})",
                COMMON + 1
            )
        })
        .collect();
    let values: Vec<Value> = keys.iter().map(|key| Value::from(*key)).collect();
    let rows = connection.query(&parts.join(" UNION ALL "), &values).await?;
    let mut slots: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for row in &rows {
        slots.entry(row.int(0)?).or_default().push(row.int(1)?);
    }
    let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
    let common = usize::try_from(COMMON).unwrap_or(0);
    for num in slots.into_values().filter(|nums| nums.len() <= common).flatten() {
        *shared.entry(num).or_default() += 1;
    }
    let mut nums: Vec<(i64, usize)> = shared.into_iter().collect();
    nums.sort_by_key(|(num, count)| (std::cmp::Reverse(*count), *num));
    read(connection, &nums.into_iter().take(CANDIDATES).map(|(num, _)| num).collect::<Vec<_>>()).await
}

async fn read(connection: &mut dyn Connection, nums: &[i64]) -> Result<Vec<Candidate>, DbError> {
    if nums.is_empty() {
        return Ok(Vec::new());
    }
    let sql = format!(
        "SELECT p.num, coalesce(p.head, p.num), p.document, coalesce(u.province, '') FROM party p JOIN unit u ON u.id = p.unit \
         WHERE p.num IN ({})",
        places(1, nums.len())
    );
    let values: Vec<Value> = nums.iter().map(|num| Value::from(*num)).collect();
    let read = |row: &crate::Row| -> Result<Candidate, DbError> {
        Ok(Candidate { num: row.int(0)?, head: row.int(1)?, party: row.json(2)?, province: row.string(3)? })
    };
    connection.query(&sql, &values).await?.iter().map(read).collect()
}

/// Writes the keys of a party as it is now and puts the pairs that follow into the list of work. Decided pairs stay decided.
pub(crate) async fn enter(
    work: &mut UnitOfWork,
    env: &Env,
    num: i64,
    before: Option<&Party>,
    party: &Party,
) -> Result<(), DbError> {
    let traits = Traits::new(party);
    let keys = traits.keys();
    let old: Vec<i64> = before.map(|before| Traits::new(before).keys()).unwrap_or_default();
    if before.is_some() && old == keys && before.map(Traits::new).as_ref() == Some(&traits) {
        return Ok(());
    }
    let gone: Vec<i64> = old.into_iter().filter(|key| !keys.contains(key)).collect();
    if !gone.is_empty() {
        let sql = format!("DELETE FROM party_key WHERE party = ?1 AND key IN ({})", places(2, gone.len()));
        let values: Vec<Value> = [num].into_iter().chain(gone).map(Value::from).collect();
        work.execute(&sql, &values).await?;
    }
    write_keys(work, &keys.iter().map(|key| (*key, num)).collect::<Vec<_>>()).await?;
    if before.is_some() {
        work.execute("DELETE FROM party_pair WHERE state = 'open' AND (low = ?1 OR high = ?1)", params![num]).await?;
    }
    let found = candidates(work, &keys).await?;
    let Some(own) = found.iter().find(|one| one.num == num) else {
        // All its keys are too common, or it has none.
        return Ok(());
    };
    for other in found.iter().filter(|other| other.head != own.head) {
        let Some(matched) = compare(&traits, &Traits::new(&other.party)) else { continue };
        let other_province = Some(&other.province).filter(|province| **province != own.province);
        work.execute(
            "INSERT INTO party_pair (low, high, strength, reasons, state, province, other_province, found_at) \
             VALUES (?1,?2,?3,?4,'open',?5,?6,?7) ON CONFLICT (low, high) DO UPDATE SET strength = excluded.strength, \
             reasons = excluded.reasons",
            params![
                num.min(other.num),
                num.max(other.num),
                matched.strength.rank(),
                to_json(&matched.reasons)?,
                &own.province,
                other_province,
                env.now
            ],
        )
        .await?;
    }
    Ok(())
}

async fn write_keys(work: &mut UnitOfWork, rows: &[(i64, i64)]) -> Result<(), DbError> {
    for some in rows.chunks(200) {
        let list: Vec<String> = (0..some.len()).map(|row| format!("(?{},?{})", row * 2 + 1, row * 2 + 2)).collect();
        let values: Vec<Value> =
            some.iter().flat_map(|(key, party)| [Value::from(*key), Value::from(*party)]).collect();
        work.execute(&format!("INSERT OR IGNORE INTO party_key (key, party) VALUES {}", list.join(",")), &values)
            .await?;
    }
    Ok(())
}

/// The keys alone of a party of an archive that is written at once; its pairs are found when one of them is written next.
#[cfg(feature = "native")]
pub(crate) async fn enter_keys(work: &mut UnitOfWork, num: i64, party: &Party) -> Result<(), DbError> {
    write_keys(work, &key_rows(num, party)).await
}

/// Forgets what follows from records that are taken back; `ids` is a list of party identifiers as JSON.
pub(crate) async fn forget(work: &mut UnitOfWork, ids: &str) -> Result<(), DbError> {
    const GONE: &str = "(SELECT p.num FROM party p WHERE p.id IN (SELECT value FROM json_each(?1)))";
    work.execute(&format!("DELETE FROM party_key WHERE party IN {GONE}"), params![ids]).await?;
    work.execute(&format!("DELETE FROM party_pair WHERE low IN {GONE} OR high IN {GONE}"), params![ids]).await
}

/// Writes the keys of parties that were there before there were keys. Pairs follow when one of them is written next, or looked for.
pub(crate) async fn enter_earlier(work: &mut UnitOfWork) -> Result<(), DbError> {
    let mut after = 0;
    loop {
        let rows = work
            .query("SELECT num, document FROM party WHERE num > ?1 ORDER BY num LIMIT ?2", params![after, PAGE])
            .await?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.int(0)?;
        let mut keys = Vec::new();
        for row in &rows {
            keys.extend(key_rows(row.int(0)?, &row.json::<Party>(1)?));
        }
        write_keys(work, &keys).await?;
    }
}
