//! Whole lists for files, page by page in the order of a key: parties and establishments of the actor's part of the tree.
//!
//! Every party can be found by everybody, but nobody carries the register of the nation away in one file. Must not know: file
//! formats, which columns are masked.

use crate::database::{Database, DbError};
use crate::establishments::{BookFilter, BookRow};
use crate::{StoreError, establishments, params, units};
use domain::authority::{Action, Actor, authorise};
use domain::party::Party;
use domain::unit::{Unit, UnitId, UnitPath};
use jiff::civil::Date;

/// Rows of a page.
pub const PAGE: usize = 500;

/// The part of the tree a list is of: a unit with everything below it, or all the actor sees.
///
/// # Errors
/// `NotFound` for a unit beside his part of the tree; his role reads no parties.
pub async fn part(db: &dyn Database, actor: &Actor, unit: Option<&UnitId>) -> Result<UnitPath, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let Some(unit) = unit else { return Ok(actor.scope()) };
    let found = units::find(db, unit).await?.ok_or(StoreError::NotFound)?;
    if actor.scope().covers(&found.path) { Ok(found.path) } else { Err(StoreError::NotFound) }
}

/// Parties kept by the units of a part of the tree, in the order of their registration, after `after`.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn parties(
    db: &dyn Database,
    actor: &Actor,
    part: &UnitPath,
    after: i64,
) -> Result<(Vec<Party>, Option<i64>), StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let sql = "SELECT p.num, p.document FROM party p WHERE p.num > ?1 AND p.unit IN (SELECT id FROM unit \
               WHERE path = ?2 OR (path > ?2 || '/' AND path < ?2 || '0')) ORDER BY p.num LIMIT ?3";
    let limit = i64::try_from(PAGE).unwrap_or(i64::MAX);
    let rows = db.open().await?.query(sql, params![after, &part.0, limit]).await?;
    let parties = rows.iter().map(|row| row.json(1)).collect::<Result<Vec<Party>, DbError>>()?;
    let next = match rows.last() {
        Some(last) if rows.len() == PAGE => Some(last.int(0)?),
        Some(_) | None => None,
    };
    Ok((parties, next))
}

/// Where a list of establishments goes on: the units that are left, and the last place of the first of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BookCursor {
    units: Vec<UnitId>,
    after: Option<(String, String)>,
}

/// The beginning of the books of a part of the tree.
///
/// # Errors
/// The database failed.
pub async fn book_start(db: &dyn Database, part: &UnitPath) -> Result<BookCursor, StoreError> {
    let below: Vec<Unit> = units::below(db, part).await?;
    // Taken from the end.
    Ok(BookCursor { units: below.into_iter().rev().map(|unit| unit.id).collect(), after: None })
}

/// The next page of establishments with the party of each, by unit and name.
///
/// # Errors
/// `NotFound` for a unit beside the actor's part of the tree; his role reads no parties.
pub async fn book(
    db: &dyn Database,
    actor: &Actor,
    filter: &BookFilter,
    cursor: BookCursor,
    today: Date,
) -> Result<(Vec<BookRow>, Option<BookCursor>), StoreError> {
    let BookCursor { mut units, mut after } = cursor;
    while let Some(unit) = units.last().cloned() {
        let from = after.as_ref().map(|(name, id)| (name.as_str(), id.as_str()));
        let page = establishments::list(db, actor, &unit, filter, from, PAGE, today).await?;
        after = page.next;
        if after.is_none() {
            units.pop();
        }
        if !page.rows.is_empty() {
            let next = (!units.is_empty()).then_some(BookCursor { units, after });
            return Ok((page.rows, next));
        }
    }
    Ok((Vec::new(), None))
}
