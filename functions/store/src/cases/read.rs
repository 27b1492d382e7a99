//! Opening a case to look at it.

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
