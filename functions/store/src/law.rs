//! The law as data that a use case judges by: the catalogue in use on a day and the calendar, read with the case and
//! parsed once per process.
//!
//! Both are found by the digest of their content, so that what is kept in memory is right for whatever database the
//! process has open, and a change made by another process is seen at the next statement. Must not know: who changes
//! either of them ([`crate::catalogue`], [`crate::calendar`]).

use crate::database::{Connection, Database, DbError, Row};
use crate::params;
use domain::calendar::{CalendarYear, WorkCalendar};
use domain::catalogue::Catalogue;
use jiff::civil::Date;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

/// How many catalogues, and how many calendars, a process keeps beside the shipped ones: two are in use around the day a
/// version changes. More would let a component's memory grow beyond what its host keeps for the next request.
const KEPT: usize = if cfg!(test) { TESTED_AT_ONCE } else { 2 };
/// Tests of many databases share one process.
const TESTED_AT_ONCE: usize = 64;

/// What a case is decided by.
#[derive(Debug, Clone)]
pub struct Law {
    pub catalogue: Arc<Catalogue>,
    pub calendar: Arc<WorkCalendar>,
}

/// Parsed documents by their key, the oldest leaving first.
struct Kept<T> {
    most: usize,
    list: Mutex<Vec<(String, Arc<T>)>>,
}

impl<T> Kept<T> {
    const fn new(most: usize) -> Self {
        Self { most, list: Mutex::new(Vec::new()) }
    }

    fn get(&self, key: &str) -> Option<Arc<T>> {
        let kept = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        kept.iter().find(|(known, _)| known == key).map(|(_, value)| Arc::clone(value))
    }

    fn keep(&self, key: String, value: T) -> Arc<T> {
        let value = Arc::new(value);
        let mut kept = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        kept.retain(|(known, _)| *known != key);
        if kept.len() >= self.most {
            kept.remove(0);
        }
        kept.push((key, Arc::clone(&value)));
        value
    }
}

static CATALOGUES: Kept<Catalogue> = Kept::new(KEPT);
static CALENDARS: Kept<WorkCalendar> = Kept::new(KEPT);
static SHIPPED_CATALOGUE: LazyLock<Arc<Catalogue>> = LazyLock::new(|| Arc::new(Catalogue::embedded().clone()));
static SHIPPED_CALENDAR: LazyLock<Arc<WorkCalendar>> = LazyLock::new(|| Arc::new(WorkCalendar::embedded().clone()));

/// Which version is in use on the day bound to `day`: the one put into use last of those that begin by then.
pub(crate) fn in_use(what: &str, day: &str) -> String {
    format!(
        "SELECT {what} FROM catalogue_version INDEXED BY catalogue_version_in_use WHERE active_from <= {day} \
         ORDER BY active_from DESC, activated_at DESC NULLS LAST, id DESC LIMIT 1"
    )
}

/// What names the calendar: the digests of the years that are stored; null when the shipped one stands alone.
pub(crate) const CALENDAR_KEY: &str = "SELECT group_concat(year || ':' || digest) FROM \
     (SELECT year, digest FROM calendar_year INDEXED BY calendar_year_in_use ORDER BY year)";

/// Columns that [`read`] expects; `day` names the parameter with the date of the act.
pub(crate) fn columns(day: &str) -> String {
    format!("({}), ({CALENDAR_KEY})", in_use("digest", day))
}

/// Reads the law named by the two columns from `first` on. Costs a statement only where this process has not met it yet.
pub(crate) async fn read(connection: &mut dyn Connection, row: &Row, first: usize) -> Result<Law, DbError> {
    let digest = row.opt_string(first)?;
    let digest = digest.ok_or(DbError::Engine("no catalogue is in use: the database is not migrated".to_owned()))?;
    let catalogue = catalogue(connection, &digest).await?;
    let calendar = calendar(connection, row.opt_string(first + 1)?.as_deref()).await?;
    Ok(Law { catalogue, calendar })
}

/// The law in use on a day.
///
/// # Errors
/// The database failed, or is not migrated.
pub async fn current(db: &dyn Database, day: Date) -> Result<Law, DbError> {
    let mut connection = db.open().await?;
    let row = connection.query_one(&format!("SELECT {}", columns("?1")), params![day]).await?;
    let row = row.ok_or(DbError::Engine("a query without tables gave no row".to_owned()))?;
    read(connection.as_mut(), &row, 0).await
}

/// The catalogue of a digest, kept for the next call: for one that is in use.
pub(crate) async fn catalogue(connection: &mut dyn Connection, digest: &str) -> Result<Arc<Catalogue>, DbError> {
    match known(digest) {
        Some(known) => Ok(known),
        None => Ok(CATALOGUES.keep(digest.to_owned(), document(connection, digest).await?)),
    }
}

/// The catalogue of a digest, not kept: for one that is looked at.
pub(crate) async fn catalogue_once(connection: &mut dyn Connection, digest: &str) -> Result<Arc<Catalogue>, DbError> {
    match known(digest) {
        Some(known) => Ok(known),
        None => document(connection, digest).await.map(Arc::new),
    }
}

fn known(digest: &str) -> Option<Arc<Catalogue>> {
    let shipped = digest == Catalogue::embedded_digest();
    if shipped { Some(Arc::clone(&SHIPPED_CATALOGUE)) } else { CATALOGUES.get(digest) }
}

async fn document(connection: &mut dyn Connection, digest: &str) -> Result<Catalogue, DbError> {
    let row = connection.query_one("SELECT document FROM catalogue_version WHERE digest = ?1", params![digest]).await?;
    row.ok_or_else(|| DbError::Engine(format!("no catalogue version has the digest {digest}")))?.json(0)
}

/// The calendar as it stands, on a connection.
pub(crate) async fn calendar_on(connection: &mut dyn Connection) -> Result<Arc<WorkCalendar>, DbError> {
    let row = connection.query_one(CALENDAR_KEY, &[]).await?;
    let key = row.map_or(Ok(None), |row| row.opt_string(0))?;
    calendar(connection, key.as_deref()).await
}

/// The shipped years with the stored ones in their place.
async fn calendar(connection: &mut dyn Connection, key: Option<&str>) -> Result<Arc<WorkCalendar>, DbError> {
    let Some(key) = key else { return Ok(Arc::clone(&SHIPPED_CALENDAR)) };
    if let Some(kept) = CALENDARS.get(key) {
        return Ok(kept);
    }
    // The key is made again from the rows that are read: they may be newer than the one asked for.
    let rows = connection.query("SELECT year, digest, document FROM calendar_year ORDER BY year", &[]).await?;
    let mut parts = Vec::with_capacity(rows.len());
    let mut calendar = WorkCalendar::embedded().clone();
    for row in &rows {
        parts.push(format!("{}:{}", row.int(0)?, row.text(1)?));
        calendar = calendar.with_year(row.json::<CalendarYear>(2)?);
    }
    Ok(CALENDARS.keep(parts.join(","), calendar))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_oldest_leaves_first_and_nothing_stands_twice() {
        let kept = Kept::new(2);
        for (key, value) in [("a", 1), ("b", 2), ("b", 3), ("c", 4)] {
            assert_eq!(*kept.keep(key.to_owned(), value), value);
        }
        let found = ["a", "b", "c"].map(|key| kept.get(key).map(|value| *value));
        assert_eq!(found, [None, Some(3), Some(4)]);
    }
}
