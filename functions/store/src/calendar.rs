//! The working-day calendar: the shipped years, with those an administrator has entered in their place.
//!
//! A changed year moves deadlines that still run: the open cases whose next one lies in that year or later are listed
//! anew in the same transaction, so that lists and the proof of the database agree with the calendar. Every version of a
//! year stays in `law_change`. Must not know: how deadlines are counted ([`domain::law::deadline`]), or pages.

use crate::catalogue::{ChangeKind, log};
use crate::database::{Connection, Database, DbError, UnitOfWork, to_json};
use crate::{Env, StoreError, cases, law, params};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::{CalendarProblem, CalendarYear, WorkCalendar, import};
use domain::case::FieldError;
use domain::text::clean;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Under which kind a changed year is in the list of changes.
pub(crate) const CHANGED: &str = ChangeKind::CalendarChanged.key();

/// Longest source of a year, in characters.
const MAX_SOURCE: usize = 500;

/// One year with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct YearRecord {
    pub days: CalendarYear,
    /// What a form is filled in against; 0 for a year as shipped.
    pub version: u32,
    /// The notice; empty for a year as shipped.
    pub source: String,
    pub changed_at: Option<Timestamp>,
    /// Name of who entered it.
    pub changed_by: Option<String>,
}

/// What an administrator enters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewYear {
    pub year: i16,
    /// Lines as [`domain::calendar::import`] reads them.
    pub text: String,
    /// Number and date of the official notice.
    pub source: String,
    /// The notice really lacks what the law gives every year.
    pub confirmed: bool,
}

/// The calendar as it stands; put together once per process and change.
///
/// # Errors
/// The database failed.
pub async fn current(db: &dyn Database) -> Result<Arc<WorkCalendar>, DbError> {
    law::calendar_on(db.open().await?.as_mut()).await
}

/// Every year that is covered, in order.
///
/// # Errors
/// The role manages no calendar, or the database failed.
pub async fn years(db: &dyn Database, actor: &Actor) -> Result<Vec<YearRecord>, StoreError> {
    authorise(actor, Action::ManageCatalogue, &actor.path)?;
    let mut connection = db.open().await?;
    let calendar = law::calendar_on(connection.as_mut()).await?;
    let sql = "SELECT y.year, y.version, y.source, y.changed_at, coalesce(o.full_name, y.changed_by) FROM calendar_year y \
               LEFT JOIN officer o ON o.id = y.changed_by";
    let rows = connection.query(sql, &[]).await?;
    let mut list = Vec::with_capacity(calendar.years.len());
    for days in calendar.years.iter().filter_map(|year| calendar.year(*year)) {
        let stored = rows.iter().find(|row| row.int(0) == Ok(i64::from(days.year)));
        list.push(match stored {
            None => YearRecord { days, version: 0, source: String::new(), changed_at: None, changed_by: None },
            Some(row) => YearRecord {
                days,
                version: version(row.int(1)?)?,
                source: row.string(2)?,
                changed_at: Some(row.moment(3)?),
                changed_by: row.opt_string(4)?,
            },
        });
    }
    Ok(list)
}

fn version(number: i64) -> Result<u32, DbError> {
    u32::try_from(number).map_err(|_| DbError::Shape { column: 1, expected: "a version" })
}

/// Enters a year over the version the form saw, and answers the new version; the same lines and source again write
/// nothing. The next deadlines of open cases follow at once.
///
/// # Errors
/// `NotFound` for an officer who does not stand at the root of the tree; `Stale` when somebody else entered the year since;
/// refused with every problem at its field (`year`, `source`, `days`, there with the number of the line). Nothing is stored
/// then.
pub async fn change_year(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    new: &NewYear,
    expected_version: u32,
) -> Result<u32, StoreError> {
    authorise(actor, Action::ManageCatalogue, &actor.force())?;
    let source = clean(&new.source);
    let mut errors = Vec::new();
    if source.is_empty() || source.chars().count() > MAX_SOURCE {
        errors
            .push(FieldError::new("source", format!("Ghi số, ngày của thông báo nghỉ lễ, tối đa {MAX_SOURCE} ký tự.")));
    }
    let days = match import(new.year, &new.text, new.confirmed) {
        Ok(days) if errors.is_empty() => days,
        Ok(_) => return Err(StoreError::fields(errors)),
        Err(problems) => {
            errors.extend(problems.iter().map(at_field));
            return Err(StoreError::fields(errors));
        }
    };
    let mut work = UnitOfWork::begin(db).await?;
    let stored = work
        .query_one("SELECT version, document, source FROM calendar_year WHERE year = ?1", params![i64::from(new.year)])
        .await?;
    let current = stored.as_ref().map_or(Ok(0), |row| version(row.int(0)?))?;
    if current != expected_version {
        return Err(StoreError::Stale { current, since: Vec::new() });
    }
    let document = to_json(&days)?;
    if let Some(row) = &stored
        && row.text(1)? == document
        && row.text(2)? == source
    {
        return Ok(current);
    }
    work.execute(
        "INSERT INTO calendar_year (year, version, digest, source, changed_at, changed_by, document) \
         VALUES (?1,?2,?3,?4,?5,?6,?7) ON CONFLICT (year) DO UPDATE SET version = excluded.version, \
         digest = excluded.digest, source = excluded.source, changed_at = excluded.changed_at, \
         changed_by = excluded.changed_by, document = excluded.document",
        params![i64::from(new.year), current + 1, digest(&document), &source, env.now, &actor.id().0, &document],
    )
    .await?;
    log(&mut work, env, actor, ChangeKind::CalendarChanged, i64::from(new.year), &source, Some(document)).await?;
    let calendar = law::calendar_on(&mut work).await?;
    cases::list_anew(&mut work, &calendar, new.year).await?;
    work.commit().await?;
    Ok(current + 1)
}

/// Names the content of a stored year.
pub(crate) fn digest(document: &str) -> String {
    use sha2::Digest;
    hex::encode(sha2::Sha256::digest(document.as_bytes()))
}

fn at_field(problem: &CalendarProblem) -> FieldError {
    match problem.line {
        Some(line) => FieldError::new("days", format!("Dòng {line}: {}", problem.message)),
        None => FieldError::new("days", problem.message.clone()),
    }
}
