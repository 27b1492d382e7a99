//! Opening a case from an item of a plan: which items have one, and whether this one may.

use crate::StoreError;
use crate::database::{Connection, DbError, UnitOfWork};
use crate::params;
use domain::authority::{Actor, plan_sight};
use domain::case::InspectionDraft;
use domain::plan::InspectionPlan;
use jiff::civil::Date;
use uuid::Uuid;

/// The items of a plan from which a case was opened.
pub(super) async fn opened(work: &mut UnitOfWork, num: i64) -> Result<Vec<Uuid>, DbError> {
    let rows = work.query("SELECT item FROM plan_case WHERE plan_num = ?1", params![num]).await?;
    rows.iter().map(|row| row.parse(0, "an item id")).collect()
}

/// Checks that a case may be opened from the item its draft names, writes the plan's reference into the draft, and answers
/// the plan's number; `None` for a case without a plan.
///
/// # Errors
/// `NotFound` for a plan the actor does not see; the domain's refusal.
pub(crate) async fn claim(
    work: &mut UnitOfWork,
    actor: &Actor,
    draft: &mut InspectionDraft,
    today: Date,
) -> Result<Option<i64>, StoreError> {
    let Some(named) = draft.plan_item.clone() else { return Ok(None) };
    let row = work.query_one("SELECT num, document FROM plan WHERE id = ?1", params![named.plan]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    let (num, plan): (i64, InspectionPlan) = (row.int(0)?, row.json(1)?);
    plan_sight(actor, &plan.path)?;
    let opened = opened(work, num).await?;
    plan.check_opening(named.item, draft, actor, today, &opened)?;
    if let Some(item) = &mut draft.plan_item {
        item.code = plan.code;
    }
    Ok(Some(num))
}

/// Remembers which case carries out an item.
pub(crate) async fn link(work: &mut UnitOfWork, case_num: i64, plan_num: i64, item: Uuid) -> Result<(), DbError> {
    work.execute(
        "INSERT INTO plan_case (case_num, plan_num, item) VALUES (?1, ?2, ?3)",
        params![case_num, plan_num, item],
    )
    .await
}
