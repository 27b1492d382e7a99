//! Finding who may be the same through keys: a handful of look-ups, however many parties there are.

use crate::database::{Connection, Database, DbError, UnitOfWork, to_json};
use crate::{StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::party::Party;
use domain::registry::matching::{Match, Traits, alike_in_name, compare};
use std::collections::{BTreeMap, BTreeSet};

/// A key that more records have says nothing, and is not used.
const COMMON: usize = 32;

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

pub(super) struct Candidate {
    pub num: i64,
    /// The record that stands for it.
    pub head: i64,
    pub party: Party,
    pub province: String,
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
    let holders = holders(connection, &keys.iter().copied().collect()).await?;
    read(connection, &nearest(&holders, keys, i64::MAX)).await
}

/// Which records have each of some keys, by number; of a key that is too common only so many that it shows.
pub(super) async fn holders(
    connection: &mut dyn Connection,
    keys: &BTreeSet<i64>,
) -> Result<BTreeMap<i64, Vec<i64>>, DbError> {
    let sql = format!(
        "SELECT CAST(j.value AS INTEGER), (SELECT json_group_array(party) FROM (SELECT party FROM party_key WHERE key = CAST(j.value AS INTEGER) \
         ORDER BY party LIMIT {})) FROM json_each(?1) j",
        COMMON + 1
    );
    let rows = connection.query(&sql, params![to_json(keys)?]).await?;
    rows.iter().map(|row| Ok((row.int(0)?, row.json(1)?))).collect()
}

/// The records that share most keys with one that has these, itself among them, as if those numbered behind `last` were not there.
pub(super) fn nearest(holders: &BTreeMap<i64, Vec<i64>>, keys: &[i64], last: i64) -> Vec<i64> {
    let mut shared: BTreeMap<i64, usize> = BTreeMap::new();
    for nums in keys.iter().filter_map(|key| holders.get(key)) {
        let nums = nums.get(..nums.partition_point(|num| *num <= last)).unwrap_or_default();
        if nums.len() <= COMMON {
            for num in nums {
                *shared.entry(*num).or_default() += 1;
            }
        }
    }
    let mut nums: Vec<(i64, usize)> = shared.into_iter().collect();
    nums.sort_by_key(|(num, count)| (std::cmp::Reverse(*count), *num));
    nums.into_iter().take(CANDIDATES).map(|(num, _)| num).collect()
}

/// Some records, by number.
pub(super) async fn read(connection: &mut dyn Connection, nums: &[i64]) -> Result<Vec<Candidate>, DbError> {
    if nums.is_empty() {
        return Ok(Vec::new());
    }
    let sql = "SELECT p.num, coalesce(p.head, p.num), p.document, coalesce(u.province, '') FROM json_each(?1) j \
               CROSS JOIN party p ON p.num = CAST(j.value AS INTEGER) CROSS JOIN unit u ON u.id = p.unit ORDER BY p.num";
    let read = |row: &crate::Row| -> Result<Candidate, DbError> {
        Ok(Candidate { num: row.int(0)?, head: row.int(1)?, party: row.json(2)?, province: row.string(3)? })
    };
    connection.query(sql, params![to_json(&nums)?]).await?.iter().map(read).collect()
}

/// Writes keys of parties: `(key, number of the party)`.
pub(super) async fn write_keys(work: &mut UnitOfWork, rows: &[(i64, i64)]) -> Result<(), DbError> {
    let sql = "INSERT OR IGNORE INTO party_key (key, party) SELECT CAST(value ->> 0 AS INTEGER), CAST(value ->> 1 AS INTEGER) FROM json_each(?1)";
    work.execute(sql, params![to_json(&rows)?]).await
}

/// The keys alone of parties of an archive that is written at once, numbered from `first` on; they wait to be compared.
#[cfg(feature = "native")]
pub(crate) async fn enter_keys(work: &mut UnitOfWork, first: i64, parties: &[&Party]) -> Result<(), DbError> {
    let numbered = || (first..).zip(parties);
    let keys: Vec<_> = numbered().flat_map(|(num, party)| key_rows(num, party)).collect();
    write_keys(work, &keys).await?;
    for (num, _) in numbered() {
        work.execute("INSERT INTO party_uncompared (party) VALUES (?1)", params![num]).await?;
    }
    Ok(())
}

/// Forgets what follows from records that are taken back; `ids` is a list of party identifiers as JSON.
pub(crate) async fn forget(work: &mut UnitOfWork, ids: &str) -> Result<(), DbError> {
    const GONE: &str = "(SELECT p.num FROM party p WHERE p.id IN (SELECT value FROM json_each(?1)))";
    work.execute(&format!("DELETE FROM party_key WHERE party IN {GONE}"), params![ids]).await?;
    work.execute(&format!("DELETE FROM party_uncompared WHERE party IN {GONE}"), params![ids]).await?;
    work.execute(&format!("DELETE FROM party_pair WHERE low IN {GONE} OR high IN {GONE}"), params![ids]).await
}

/// Writes the keys of parties that were there before there were keys; they wait to be compared.
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
