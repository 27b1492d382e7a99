//! The area book as lists and counts.

use super::write::{COLUMNS, WIDTH, read};
use crate::database::{Database, DbError, Row, Value};
use crate::{StoreError, params, units};
use domain::authority::{Action, Actor, authorise};
use domain::establishment::{AreaId, EstablishmentFile, FRESH_MONTHS, Kind, LICENCE_REMINDER_DAYS, Status};
use domain::party::Party;
use domain::unit::UnitId;
use jiff::civil::Date;

/// What a list of the book shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BookFilter {
    pub area: Option<AreaId>,
    pub commune: Option<String>,
    pub kind: Option<Kind>,
    pub status: Option<Status>,
    /// Only those that nobody went through for a year.
    pub due: bool,
    /// Only those with a licence that ends soon or has ended.
    pub expiring: bool,
}

/// One line of the book.
#[derive(Debug, Clone, PartialEq)]
pub struct BookRow {
    pub file: EstablishmentFile,
    pub party: Party,
    pub area: Option<AreaId>,
}

/// A page of the book, by name.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct BookPage {
    pub rows: Vec<BookRow>,
    /// Where the next page begins: after this name and id.
    pub next: Option<(String, String)>,
}

/// What the book of a unit holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tally {
    pub unit: UnitId,
    /// All files but those closed.
    pub trading: u32,
    pub closed: u32,
    pub not_found: u32,
    pub due: u32,
    pub expiring: u32,
    /// Of those trading: without an area.
    pub without_area: u32,
}

/// The last day of review that is not yet too long ago.
fn fresh_since(today: Date) -> Date {
    today.saturating_sub(jiff::Span::new().months(i64::from(FRESH_MONTHS)))
}

fn expiring_until(today: Date) -> Date {
    domain::calendar::shift(today, LICENCE_REMINDER_DAYS)
}

/// A page of a unit's book, by name.
///
/// # Errors
/// `NotFound` for a unit outside the actor's part of the tree; his role reads no parties.
pub async fn list(
    db: &dyn Database,
    actor: &Actor,
    unit: &UnitId,
    filter: &BookFilter,
    after: Option<(&str, &str)>,
    limit: usize,
    today: Date,
) -> Result<BookPage, StoreError> {
    seen(db, actor, unit).await?;
    let limit = limit.clamp(1, 500);
    let mut conditions = vec!["e.unit = ?1".to_owned()];
    let mut values = vec![Value::from(&unit.0)];
    let mut add = |condition: &str, value: Value| {
        values.push(value);
        conditions.push(condition.replace("?", &format!("?{}", values.len())));
    };
    if let Some(area) = filter.area {
        add("e.area = ?", Value::from(area.0));
    }
    if let Some(commune) = &filter.commune {
        add("e.commune = ?", Value::from(commune));
    }
    if let Some(kind) = filter.kind {
        add("e.kind = ?", Value::from(kind.key()));
    }
    if let Some(status) = filter.status {
        add("e.status = ?", Value::from(status.key()));
    }
    if filter.due {
        add("e.status <> 'closed' AND coalesce(e.reviewed_on, '') < ?", Value::from(fresh_since(today)));
    }
    if filter.expiring {
        add("e.status <> 'closed' AND e.first_expiry <= ?", Value::from(expiring_until(today)));
    }
    if let Some((name, id)) = after {
        add("e.name >= ?", Value::from(name));
        let at_name = values.len();
        values.push(Value::from(id));
        conditions.push(format!("(e.name > ?{at_name} OR e.id > ?{})", values.len()));
    }
    values.push(Value::Integer(i64::try_from(limit + 1).unwrap_or(i64::MAX)));
    let sql = format!(
        "SELECT {COLUMNS}, p.document, e.area FROM establishment e INDEXED BY establishment_by_unit \
         JOIN party p ON p.id = e.party WHERE {} ORDER BY e.name, e.id LIMIT ?{}",
        conditions.join(" AND "),
        values.len()
    );
    let rows = db.open().await?.query(&sql, &values).await?;
    let read = |row: &Row| -> Result<BookRow, DbError> {
        Ok(BookRow {
            file: read(row)?,
            party: row.json(WIDTH)?,
            area: row.opt_parse(WIDTH + 1, "an area id")?.map(AreaId),
        })
    };
    let mut rows: Vec<BookRow> = rows.iter().map(read).collect::<Result<_, _>>()?;
    let next = (rows.len() > limit).then(|| {
        rows.truncate(limit);
        rows.last().map(|row| (row.file.place.name.clone(), row.file.place.id.0.to_string()))
    });
    Ok(BookPage { rows, next: next.flatten() })
}

/// That a unit is one whose book the actor may see.
pub(super) async fn seen(db: &dyn Database, actor: &Actor, unit: &UnitId) -> Result<domain::unit::Unit, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let found = units::find(db, unit).await?.ok_or(StoreError::NotFound)?;
    if !actor.scope().covers(&found.path) {
        return Err(StoreError::NotFound);
    }
    Ok(found)
}

/// What the books of the units in the actor's part of the tree hold; units without a book are left out.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn tallies(db: &dyn Database, actor: &Actor, today: Date) -> Result<Vec<Tally>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let scope = actor.scope();
    let sql = "SELECT max(e.unit), sum(e.status <> 'closed'), sum(e.status = 'closed'), sum(e.status = 'not-found'), \
               sum(e.status <> 'closed' AND coalesce(e.reviewed_on, '') < ?2), \
               sum(e.status <> 'closed' AND coalesce(e.first_expiry, '9') <= ?3), \
               sum(e.status <> 'closed' AND e.area IS NULL) \
               FROM unit u CROSS JOIN establishment e INDEXED BY establishment_by_unit ON e.unit = u.id \
               WHERE (u.path = ?1 OR (u.path > ?1 || '/' AND u.path < ?1 || '0')) GROUP BY u.path ORDER BY u.path";
    let values = params![&scope.0, fresh_since(today), expiring_until(today)];
    let rows = db.open().await?.query(sql, values).await?;
    let read = |row: &Row| -> Result<Tally, DbError> {
        let count = |column: usize| Ok::<u32, DbError>(u32::try_from(row.int(column)?).unwrap_or(u32::MAX));
        Ok(Tally {
            unit: UnitId(row.string(0)?),
            trading: count(1)?,
            closed: count(2)?,
            not_found: count(3)?,
            due: count(4)?,
            expiring: count(5)?,
            without_area: count(6)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
