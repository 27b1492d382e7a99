//! Records compared with those before them, and the pairs that follow: of new records at once, of those that came in bulk step by step.
//!
//! A record is compared with those numbered below it. So each pair is found once, and a register that was filled in bulk comes to
//! the same pairs as one that was written record by record.
//!
//! Must not know: what makes two parties alike ([`domain::registry::matching`] does).

use super::keys::{Candidate, holders, nearest, read, write_keys};
use crate::database::{Connection, Database, DbError, UnitOfWork, to_json};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::party::{Party, PartyId};
use domain::registry::matching::{Traits, compare};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// Most candidates whose documents are in memory at once.
const PAGE: usize = 1_000;

/// Records of one step of [`compare_next`]: a transaction of less than a second, so that officers who write meanwhile do not wait.
pub const COMPARE_STEP: u32 = 500;

/// A count goes no further: a page tells that there are more.
pub const MANY: u32 = 100_000;

/// What of a record is compared.
struct Record {
    num: i64,
    /// The record that stands for it.
    head: i64,
    province: String,
    traits: Traits,
}

impl From<Candidate> for Record {
    fn from(one: Candidate) -> Self {
        Self { num: one.num, head: one.head, province: one.province, traits: Traits::new(&one.party) }
    }
}

/// A record whose pairs are looked for.
struct Sought {
    record: Record,
    keys: Vec<i64>,
}

impl From<Record> for Sought {
    fn from(record: Record) -> Self {
        Self { keys: record.traits.keys(), record }
    }
}

/// With which records.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Among {
    /// Those numbered below it: the others find it when it is their turn.
    Earlier,
    All,
}

/// A pair as the columns of the list have it.
#[derive(Serialize)]
struct PairRow<'a> {
    low: i64,
    high: i64,
    strength: u32,
    reasons: String,
    province: &'a str,
    other_province: Option<&'a str>,
}

/// Writes the keys of new parties and puts the pairs that follow into the list of work.
pub(crate) async fn enter_new(work: &mut UnitOfWork, env: &Env, parties: &[&Party]) -> Result<(), DbError> {
    let ids: Vec<PartyId> = parties.iter().map(|party| party.id).collect();
    let sql = "SELECT p.num, coalesce(p.head, p.num), coalesce(u.province, '') FROM json_each(?1) j \
               CROSS JOIN party p ON p.id = j.value CROSS JOIN unit u ON u.id = p.unit ORDER BY j.key";
    let rows = work.query(sql, params![to_json(&ids)?]).await?;
    if rows.len() != parties.len() {
        return Err(DbError::Engine("a party answered no number".to_owned()));
    }
    let mut sought = Vec::with_capacity(rows.len());
    for (row, party) in rows.iter().zip(parties) {
        let (num, head, province) = (row.int(0)?, row.int(1)?, row.string(2)?);
        sought.push(Sought::from(Record { num, head, province, traits: Traits::new(party) }));
    }
    let keys = sought.iter().flat_map(|one| one.keys.iter().map(|key| (*key, one.record.num)));
    write_keys(work, &keys.collect::<Vec<_>>()).await?;
    pair_up(work, env, &sought, Among::Earlier).await
}

/// Writes the keys of a party as it is now over those it had `before`, and the pairs that follow. Decided pairs stay decided.
pub(crate) async fn enter_changed(
    work: &mut UnitOfWork,
    env: &Env,
    num: i64,
    before: &Party,
    party: &Party,
) -> Result<(), DbError> {
    let (former, traits) = (Traits::new(before), Traits::new(party));
    if former == traits {
        return Ok(());
    }
    let keys = traits.keys();
    let gone: Vec<i64> = former.keys().into_iter().filter(|key| !keys.contains(key)).collect();
    let sql = "DELETE FROM party_key WHERE party = ?1 AND key IN (SELECT CAST(value AS INTEGER) FROM json_each(?2))";
    work.execute(sql, params![num, to_json(&gone)?]).await?;
    write_keys(work, &keys.iter().map(|key| (*key, num)).collect::<Vec<_>>()).await?;
    work.execute("DELETE FROM party_pair WHERE state = 'open' AND (low = ?1 OR high = ?1)", params![num]).await?;
    let own = read(work, &[num]).await?;
    let sought: Vec<Sought> = own.into_iter().map(Record::from).map(Sought::from).collect();
    pair_up(work, env, &sought, Among::All).await
}

/// Puts the pairs of some records into the list of work.
async fn pair_up(work: &mut UnitOfWork, env: &Env, sought: &[Sought], among: Among) -> Result<(), DbError> {
    let keys: BTreeSet<i64> = sought.iter().flat_map(|one| one.keys.iter().copied()).collect();
    if keys.is_empty() {
        return Ok(());
    }
    let holders = holders(work, &keys).await?;
    let near = sought.iter().map(|one| {
        let last = if among == Among::Earlier { one.record.num } else { i64::MAX };
        nearest(&holders, &one.keys, last)
    });
    let near: Vec<BTreeSet<i64>> = near.map(|nums| nums.into_iter().collect()).collect();
    let own: BTreeMap<i64, &Record> = sought.iter().map(|one| (one.record.num, &one.record)).collect();
    let wanted: BTreeSet<i64> = near.iter().flatten().copied().filter(|num| !own.contains_key(num)).collect();
    let mut others: BTreeMap<i64, Record> = BTreeMap::new();
    for some in wanted.into_iter().collect::<Vec<_>>().chunks(PAGE) {
        others.extend(read(work, some).await?.into_iter().map(|one| (one.num, Record::from(one))));
    }
    let mut pairs = Vec::new();
    for (one, nums) in sought.iter().map(|one| &one.record).zip(&near) {
        let found = nums.iter().filter_map(|num| own.get(num).copied().or_else(|| others.get(num)));
        for other in found.filter(|other| other.head != one.head) {
            let Some(matched) = compare(&one.traits, &other.traits) else { continue };
            pairs.push(PairRow {
                low: one.num.min(other.num),
                high: one.num.max(other.num),
                strength: matched.strength.rank(),
                reasons: to_json(&matched.reasons)?,
                province: &one.province,
                other_province: Some(other.province.as_str()).filter(|province| *province != one.province),
            });
        }
    }
    if pairs.is_empty() {
        return Ok(());
    }
    work.execute(
        "INSERT INTO party_pair (low, high, strength, reasons, state, province, other_province, found_at) \
         SELECT CAST(value ->> 'low' AS INTEGER), CAST(value ->> 'high' AS INTEGER), CAST(value ->> 'strength' AS INTEGER), value ->> 'reasons', 'open', value ->> 'province', \
         value ->> 'other_province', ?2 FROM json_each(?1) WHERE true \
         ON CONFLICT (low, high) DO UPDATE SET strength = excluded.strength, reasons = excluded.reasons",
        params![to_json(&pairs)?, env.now],
    )
    .await
}

/// Compares the next records that came in bulk, at most `limit` of them in one transaction; answers how many. Nothing is decided
/// by it: it only fills the list of work.
///
/// # Errors
/// The database failed, and nothing was compared.
pub async fn compare_next(db: &dyn Database, env: &Env, limit: u32) -> Result<u32, DbError> {
    let mut work = UnitOfWork::begin(db).await?;
    let rows = work.query("SELECT party FROM party_uncompared ORDER BY party LIMIT ?1", params![limit]).await?;
    let nums = rows.iter().map(|row| row.int(0)).collect::<Result<Vec<_>, _>>()?;
    if nums.is_empty() {
        work.rollback().await?;
        return Ok(0);
    }
    let sought: Vec<Sought> = read(&mut work, &nums).await?.into_iter().map(Record::from).map(Sought::from).collect();
    pair_up(&mut work, env, &sought, Among::Earlier).await?;
    let sql = "DELETE FROM party_uncompared WHERE party IN (SELECT CAST(value AS INTEGER) FROM json_each(?1))";
    work.execute(sql, params![to_json(&nums)?]).await?;
    work.commit().await?;
    Ok(u32::try_from(nums.len()).unwrap_or(u32::MAX))
}

/// [`compare_next`] as an officer lets it go on, `steps` times [`COMPARE_STEP`] records.
///
/// # Errors
/// His role writes no parties; the database failed, and what was compared stays compared.
pub async fn compare_more(db: &dyn Database, env: &Env, actor: &Actor, steps: u32) -> Result<u32, StoreError> {
    authorise(actor, Action::SaveParty, &actor.path)?;
    let mut compared = 0;
    for _ in 0..steps {
        let now = compare_next(db, env, COMPARE_STEP).await?;
        compared += now;
        if now < COMPARE_STEP {
            break;
        }
    }
    Ok(compared)
}

/// How many records wait to be compared, in the whole country; [`MANY`] stands for that and more.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn uncompared(db: &dyn Database, actor: &Actor) -> Result<u32, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let sql = "SELECT count(*) FROM (SELECT 1 FROM party_uncompared LIMIT ?1)";
    let row = db.open().await?.query_one(sql, params![MANY]).await?;
    Ok(row.map_or(Ok(0), |row| row.int(0)).map(|count| u32::try_from(count).unwrap_or(MANY))?)
}
