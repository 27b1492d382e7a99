//! Opening a case to look at it.

use super::row::{COLUMNS, CaseRow, read};
use crate::database::Database;
use crate::{StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::{CaseFile, CaseId, Event};

/// Reads a case and its timeline, oldest first, in one statement.
///
/// # Errors
/// `NotFound`, also for a case that the actor may not know of.
pub async fn load(db: &dyn Database, actor: &Actor, id: CaseId) -> Result<(CaseFile, Vec<Event>), StoreError> {
    let rows = db
        .open()
        .await?
        .query(
            "SELECT document FROM case_file WHERE id = ?1 UNION ALL \
             SELECT event FROM case_event WHERE case_num = (SELECT num FROM case_file WHERE id = ?1)",
            params![id.0],
        )
        .await?;
    let (document, events) = rows.split_first().ok_or(StoreError::NotFound)?;
    let case: CaseFile = document.json(0)?;
    authorise(actor, Action::ReadCase, &case.path)?;
    let mut events = events.iter().map(|row| row.json(0)).collect::<Result<Vec<Event>, _>>()?;
    events.sort_by_key(|event| event.seq);
    Ok((case, events))
}

/// The files of a matter beside the case `?1`: the one it follows from, those that follow from it, and those that follow from
/// the same one.
const MATTER: &str = "WITH me AS (SELECT num FROM case_file WHERE id = ?1), \
     root AS (SELECT num FROM me UNION SELECT parent FROM case_link WHERE child = (SELECT num FROM me)), \
     other AS (SELECT num FROM root UNION SELECT child FROM case_link WHERE parent IN (SELECT num FROM root)) \
     SELECT num FROM other WHERE num <> (SELECT num FROM me)";

/// Files of other offenders in the same matter, of those the actor may know of.
///
/// # Errors
/// The database failed.
pub async fn related(db: &dyn Database, actor: &Actor, id: CaseId) -> Result<Vec<CaseRow>, StoreError> {
    let sql = format!("SELECT {COLUMNS} FROM case_file c WHERE c.num IN ({MATTER}) ORDER BY c.num");
    let rows = db.open().await?.query(&sql, params![id.0]).await?;
    let all = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    Ok(all.into_iter().filter(|row| authorise(actor, Action::ReadCase, &row.index.path).is_ok()).collect())
}

/// The same files whole, without their timelines: what one paper may be made over.
///
/// # Errors
/// The database failed.
pub async fn matter(db: &dyn Database, actor: &Actor, id: CaseId) -> Result<Vec<CaseFile>, StoreError> {
    let sql = format!("SELECT document FROM case_file WHERE num IN ({MATTER}) ORDER BY num");
    let rows = db.open().await?.query(&sql, params![id.0]).await?;
    let all = rows.iter().map(|row| row.json(0)).collect::<Result<Vec<CaseFile>, _>>()?;
    Ok(all.into_iter().filter(|case| authorise(actor, Action::ReadCase, &case.path).is_ok()).collect())
}
