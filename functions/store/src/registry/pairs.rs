//! The list of work: pairs that may be the same, until an officer decides.

use super::append;
use super::merge::decide_pair;
use crate::database::{Connection, Database, DbError, Row, UnitOfWork, Value};
use crate::units::Scope;
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::{FieldError, Refusal};
use domain::party::{Party, PartyId};
use domain::registry::event::{RegistryEvent, RegistryEventBody};
use domain::registry::matching::{Reason, Strength};
use domain::text::clean;
use jiff::Timestamp;

/// Pairs on one page.
const PAGE: usize = 30;

/// What became of a pair.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PairState {
    Open,
    Different,
    Merged,
}

impl PairState {
    pub const ALL: [PairState; 3] = [Self::Open, Self::Different, Self::Merged];

    /// Stable key, as stored and posted.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Different => "different",
            Self::Merged => "merged",
        }
    }

    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.key() == key)
    }
}

/// Two records that may be of the same: the ones that stand for them now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub num: i64,
    pub one: Party,
    pub one_version: u32,
    pub other: Party,
    pub other_version: u32,
    pub strength: Strength,
    pub reasons: Vec<Reason>,
    pub state: PairState,
    /// Who decided, when and why.
    pub decision: Option<(String, Timestamp, String)>,
}

/// What the list is narrowed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairFilter {
    pub state: PairState,
    pub strength: Option<Strength>,
}

/// One page, the likeliest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PairPage {
    pub rows: Vec<Pair>,
    /// Cursor of the next page: strength and number of the last row.
    pub next: Option<(i64, i64)>,
}

const COLUMNS: &str = "x.num, a.document, a.version, b.document, b.version, x.strength, x.reasons, x.state, \
     coalesce(o.full_name, x.decided_by), x.decided_at, x.decision";

/// The records that stand for both sides of a pair `x`, and who decided on it.
const JOINS: &str = "CROSS JOIN party l ON l.num = x.low CROSS JOIN party h ON h.num = x.high \
     CROSS JOIN party a ON a.num = coalesce(l.head, l.num) CROSS JOIN party b ON b.num = coalesce(h.head, h.num) \
     LEFT JOIN officer o ON o.id = x.decided_by";

fn read(row: &Row) -> Result<Pair, DbError> {
    let version = |column: usize| -> Result<u32, DbError> {
        u32::try_from(row.int(column)?).map_err(|_| DbError::Shape { column, expected: "a version" })
    };
    let decision = match (row.opt_string(8)?, row.opt_int(9)?, row.opt_string(10)?) {
        (Some(by), Some(_), Some(reason)) => Some((by, row.moment(9)?, reason)),
        _ => None,
    };
    Ok(Pair {
        num: row.int(0)?,
        one: row.json(1)?,
        one_version: version(2)?,
        other: row.json(3)?,
        other_version: version(4)?,
        strength: Strength::from_rank(row.int(5)?).ok_or(DbError::Shape { column: 5, expected: "a strength" })?,
        reasons: row.json(6)?,
        state: PairState::from_key(row.text(7)?).ok_or(DbError::Shape { column: 7, expected: "a state" })?,
        decision,
    })
}

/// One page of the pairs of the actor's province, or of all for the national body.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn pairs(
    db: &dyn Database,
    actor: &Actor,
    filter: PairFilter,
    after: Option<(i64, i64)>,
) -> Result<PairPage, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let province = match Scope::of(&actor.path) {
        Scope::Nation => None,
        Scope::Province(id) => Some(id.0),
        Scope::Unit(_) => actor.path.0.split('/').nth(1).map(str::to_owned),
    };
    let (rank, num) = after.unwrap_or((i64::MAX, i64::MAX));
    let mut values = vec![Value::from(filter.state.key()), Value::from(rank), Value::from(num)];
    let mut narrow = "state = ?1 AND (strength, num) < (?2, ?3)".to_owned();
    if let Some(strength) = filter.strength {
        values.push(Value::from(strength.rank()));
        narrow.push_str(" AND strength = ?4");
    }
    // Merged in between: nothing is left to decide. One more tells whether there is a next page.
    let page = |index: &str, place: String| {
        format!(
            "SELECT * FROM (SELECT * FROM party_pair INDEXED BY {index} WHERE {place} {narrow} ORDER BY strength DESC, num DESC LIMIT {})",
            4 * PAGE
        )
    };
    let found = match province {
        None => page("party_pair_by_state", String::new()),
        Some(province) => {
            values.push(Value::from(province));
            let place = values.len();
            format!(
                "{} UNION ALL {}",
                page("party_pair_by_province", format!("province = ?{place} AND")),
                page("party_pair_by_other_province", format!("other_province = ?{place} AND"))
            )
        }
    };
    let settled = if filter.state == PairState::Merged { "" } else { "WHERE a.num <> b.num" };
    let sql = format!(
        "SELECT {COLUMNS} FROM ({found}) x {JOINS} {settled} ORDER BY x.strength DESC, x.num DESC LIMIT {}",
        PAGE + 1
    );
    let mut rows = db.open().await?.query(&sql, &values).await?.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| more).map(|last| (i64::from(last.strength.rank()), last.num));
    Ok(PairPage { rows, next })
}

/// One pair.
///
/// # Errors
/// `NotFound`; his role reads no parties.
pub async fn pair(db: &dyn Database, actor: &Actor, num: i64) -> Result<Pair, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let sql = format!("SELECT {COLUMNS} FROM party_pair x {JOINS} WHERE x.num = ?1");
    let row = db.open().await?.query_one(&sql, params![num]).await?.ok_or(StoreError::NotFound)?;
    Ok(read(&row)?)
}

/// The pair of two records, if it is in the list.
///
/// # Errors
/// The database failed.
pub async fn pair_of(db: &dyn Database, one: PartyId, other: PartyId) -> Result<Option<i64>, StoreError> {
    let sql = "SELECT x.num FROM party a CROSS JOIN party b CROSS JOIN party_pair x \
               ON x.low = min(a.num, b.num) AND x.high = max(a.num, b.num) WHERE a.id = ?1 AND b.id = ?2";
    let row = db.open().await?.query_one(sql, params![one.0, other.0]).await?;
    Ok(row.map(|row| row.int(0)).transpose()?)
}

/// Tells the records of a pair apart, as the list names it.
///
/// # Errors
/// As [`tell_apart`].
pub async fn tell_apart_pair(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    num: i64,
    reason: &str,
) -> Result<(), StoreError> {
    let sql = "SELECT l.id, h.id FROM party_pair x JOIN party l ON l.num = x.low JOIN party h ON h.num = x.high WHERE x.num = ?1";
    let row = db.open().await?.query_one(sql, params![num]).await?.ok_or(StoreError::NotFound)?;
    let ids = (PartyId(row.parse(0, "a party id")?), PartyId(row.parse(1, "a party id")?));
    tell_apart(db, env, actor, ids, reason).await
}

/// Tells two records apart: they are not the same, and the list asks no more. Posted twice it is decided once.
///
/// # Errors
/// `NotFound`; his role writes no parties; no reason was given, or they are merged already.
pub async fn tell_apart(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    (one, other): (PartyId, PartyId),
    reason: &str,
) -> Result<(), StoreError> {
    authorise(actor, Action::SaveParty, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    let sql = "SELECT a.num, b.num, x.state FROM party a CROSS JOIN party b CROSS JOIN party_pair x \
               ON x.low = min(a.num, b.num) AND x.high = max(a.num, b.num) WHERE a.id = ?1 AND b.id = ?2";
    let row = work.query_one(sql, params![one.0, other.0]).await?.ok_or(StoreError::NotFound)?;
    let nums = (row.int(0)?, row.int(1)?);
    match PairState::from_key(row.text(2)?) {
        Some(PairState::Different) => return Ok(()),
        Some(PairState::Open) => {}
        Some(PairState::Merged) | None => {
            let message = "Hai hồ sơ này đã được gộp. Tách lại trước, rồi ghi là khác nhau.";
            return Err(StoreError::Refused(Refusal::Fields {
                errors: vec![FieldError::new("different_reason", message)],
            }));
        }
    }
    let reason = clean(reason);
    if reason.is_empty() {
        let message = "Nêu lý do vì sao là hai đối tượng khác nhau.";
        return Err(StoreError::Refused(Refusal::Fields {
            errors: vec![FieldError::new("different_reason", message)],
        }));
    }
    decide_pair(&mut work, env, actor, nums, (PairState::Different.key(), &reason)).await?;
    let body = RegistryEventBody::PartiesToldApart { one, other };
    append(&mut work, nums, &RegistryEvent { at: env.now, by: actor.officer.clone(), reason, body }).await?;
    Ok(work.commit().await?)
}
