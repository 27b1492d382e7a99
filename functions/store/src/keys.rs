//! Keys by which other systems call: made and revoked by administrators, and what was done with each.
//!
//! Must not know: how a key travels, or what an address answers.

use crate::database::{Connection, Database, DbError, Row, UnitOfWork};
use crate::{Env, StoreError, journal, params, units};
use domain::authority::{Action, Actor, KeyGrant, KeyScope, authorise, authorise_key};
use domain::calendar::to_local;
use domain::journal::Deed;
use domain::unit::{UnitId, UnitPath};
use jiff::Timestamp;
use jiff::civil::Date;
use sha2::{Digest, Sha256};

/// What a key begins with, so that one that was left lying about is known for what it is.
pub const PREFIX: &str = "ins_";
/// Characters of a whole key.
pub const LENGTH: usize = PREFIX.len() + 64;
/// Most keys that are listed.
const MAX_KEYS: i64 = 500;
/// Longest life of a key in days: an administrator makes another one then.
pub const MAX_DAYS: i64 = 731;

/// What an administrator writes to make a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewKey {
    /// Name of the system that calls.
    pub name: String,
    /// Who answers for it.
    pub contact: String,
    pub scope: KeyScope,
    pub unit: UnitId,
    pub ends_on: Date,
}

/// A key that calls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Key {
    pub num: i64,
    pub grant: KeyGrant,
}

/// A key in the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyRow {
    pub num: i64,
    pub name: String,
    pub contact: String,
    pub grant: KeyGrant,
    pub unit_name: String,
    pub created_at: Timestamp,
    pub created_by: String,
    pub last_used_at: Option<Timestamp>,
    /// How many requests it has made.
    pub used: i64,
}

/// What was done with a key by one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Use<'a> {
    /// The address without its query.
    pub path: &'a str,
    pub status: u16,
    pub records: usize,
    /// Positions of the first and the last change handed over.
    pub handed: Option<(i64, i64)>,
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

/// Makes a key and answers it: it is kept nowhere, and nobody is told it again.
///
/// # Errors
/// `NotFound` for a unit beside the administrator's part of the tree; refused at its field for a name, a day or a scope that cannot
/// be; a refusal when his role makes no keys.
pub async fn make(db: &dyn Database, env: &Env, actor: &Actor, new: &NewKey) -> Result<String, StoreError> {
    authorise(actor, Action::ManageKeys, &actor.path)?;
    let unit = units::find(db, &new.unit).await?.ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ManageKeys, &unit.path)?;
    if authorise_key(actor, new.scope, &unit.path).is_err() {
        let words = match new.scope {
            KeyScope::Province => {
                "Khóa liên thông do trung ương cấp cho một tỉnh tự giữ dữ liệu: chọn đơn vị cấp tỉnh."
            }
            KeyScope::Figures | KeyScope::National => {
                "Khóa cung cấp dữ liệu quốc gia chỉ cấp cho toàn lực lượng: chọn đơn vị cấp trung ương."
            }
        };
        return Err(StoreError::at("scope", words));
    }
    let today = to_local(env.now).date();
    if new.ends_on < today || new.ends_on > domain::calendar::shift(today, MAX_DAYS) {
        return Err(StoreError::at("ends_on", "Nhập ngày hết hạn từ hôm nay đến hai năm tới."));
    }
    let token = format!("{PREFIX}{}", env.token(32));
    let sql = "INSERT INTO api_key (token_hash, name, contact, scope, unit, created_at, created_by, ends_on, used) \
               VALUES (?1,?2,?3,?4,?5,?6,?7,?8,0)";
    let name = domain::text::clean(&new.name);
    let contact = domain::text::clean(&new.contact);
    let (by, at) = (&actor.id().0, env.millis());
    let words = format!("{name}, người chịu trách nhiệm {contact}, đến {}", domain::calendar::format_date(new.ends_on));
    let values = params![hash(&token), name, contact, new.scope.key(), &unit.id.0, at, by, new.ends_on];
    let mut work = UnitOfWork::begin(db).await?;
    work.execute(sql, values).await?;
    journal::write(&mut work, &env.entry(actor, Deed::MakeKey, &unit.id.0).words(words)).await?;
    work.commit().await?;
    Ok(token)
}

/// Ends a key at once. Ending it twice changes nothing.
///
/// # Errors
/// `NotFound` beside the administrator's part of the tree; a refusal when his role makes no keys.
pub async fn revoke(db: &dyn Database, env: &Env, actor: &Actor, num: i64) -> Result<(), StoreError> {
    authorise(actor, Action::ManageKeys, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    let sql = "SELECT k.scope, u.path FROM api_key k JOIN unit u ON u.id = k.unit WHERE k.num = ?1";
    let row = work.query_one(sql, params![num]).await?.ok_or(StoreError::NotFound)?;
    authorise_key(actor, read_scope(&row, 0)?, &UnitPath(row.string(1)?))?;
    let sql = "UPDATE api_key SET revoked_at = ?2, revoked_by = ?3 WHERE num = ?1 AND revoked_at IS NULL";
    work.execute(sql, params![num, env.millis(), &actor.id().0]).await?;
    journal::write(&mut work, &env.entry(actor, Deed::RevokeKey, num.to_string())).await?;
    Ok(work.commit().await?)
}

fn read_scope(row: &Row, column: usize) -> Result<KeyScope, DbError> {
    KeyScope::from_key(row.text(column)?).ok_or(DbError::Shape { column, expected: "a scope of a key" })
}

fn moment(millis: i64, column: usize) -> Result<Timestamp, DbError> {
    Timestamp::from_millisecond(millis).map_err(|_| DbError::Shape { column, expected: "a moment" })
}

/// Scope, path of the unit, last day, whether revoked, from the columns that begin at `first`.
fn read_grant(row: &Row, first: usize) -> Result<KeyGrant, DbError> {
    Ok(KeyGrant {
        scope: read_scope(row, first)?,
        unit: UnitPath(row.string(first + 1)?),
        ends_on: row.parse(first + 2, "a date")?,
        revoked: row.int(first + 3)? != 0,
    })
}

/// Keys of the administrator's part of the tree, revoked ones too, the newest first.
///
/// # Errors
/// A refusal when his role makes no keys.
pub async fn list(db: &dyn Database, actor: &Actor) -> Result<Vec<KeyRow>, StoreError> {
    authorise(actor, Action::ManageKeys, &actor.path)?;
    let sql = "SELECT k.num, k.name, k.contact, k.scope, u.path, k.ends_on, k.revoked_at IS NOT NULL, u.short_name, k.created_at, \
               o.full_name, k.last_used_at, k.used FROM api_key k JOIN unit u ON u.id = k.unit JOIN officer o ON o.id = k.created_by \
               WHERE (u.path = ?1 OR (u.path > ?1 || '/' AND u.path < ?1 || '0')) ORDER BY k.num DESC LIMIT ?2";
    let rows = db.open().await?.query(sql, params![&actor.path.0, MAX_KEYS]).await?;
    let read = |row: &Row| -> Result<KeyRow, DbError> {
        Ok(KeyRow {
            num: row.int(0)?,
            name: row.string(1)?,
            contact: row.string(2)?,
            grant: read_grant(row, 3)?,
            unit_name: row.string(7)?,
            created_at: moment(row.int(8)?, 8)?,
            created_by: row.string(9)?,
            last_used_at: row.opt_int(10)?.map(|millis| moment(millis, 10)).transpose()?,
            used: row.int(11)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The key that was sent, when it is in use today.
///
/// # Errors
/// The database failed.
pub async fn find(db: &dyn Database, env: &Env, token: &str) -> Result<Option<Key>, DbError> {
    if token.len() != LENGTH {
        return Ok(None);
    }
    let sql = "SELECT k.num, k.scope, u.path, k.ends_on, k.revoked_at IS NOT NULL FROM api_key k JOIN unit u ON u.id = k.unit \
               WHERE k.token_hash = ?1";
    let Some(row) = db.open().await?.query_one(sql, params![hash(token)]).await? else { return Ok(None) };
    let key = Key { num: row.int(0)?, grant: read_grant(&row, 1)? };
    Ok(Some(key).filter(|key| key.grant.runs_on(to_local(env.now).date())))
}

/// Writes down one request of a key. What it hands over must not leave before this is done.
///
/// # Errors
/// The database failed.
pub async fn note(db: &dyn Database, env: &Env, key: i64, done: &Use<'_>) -> Result<(), DbError> {
    let mut work = UnitOfWork::begin(db).await?;
    let (first, last) = done.handed.unzip();
    let records = i64::try_from(done.records).unwrap_or(i64::MAX);
    let sql = "INSERT INTO api_use (api_key, at, path, status, records, first, last) VALUES (?1,?2,?3,?4,?5,?6,?7)";
    work.execute(sql, params![key, env.millis(), done.path, i64::from(done.status), records, first, last]).await?;
    let sql = "UPDATE api_key SET used = used + 1, last_used_at = ?2 WHERE num = ?1";
    work.execute(sql, params![key, env.millis()]).await?;
    work.commit().await
}
