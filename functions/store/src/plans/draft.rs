//! Drafting a plan.

use super::write::{append, head, insert};
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, numbers, params, units};
use domain::authority::{Action, Actor, authorise};
use domain::case::InspectionKind;
use domain::plan::{InspectionPlan, NewPlan, Orientation, PlanAsk, PlanContext, decide};
use domain::text::clean;
use uuid::Uuid;

/// What a unit writes to begin a plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanHead {
    pub kind: InspectionKind,
    pub year: i16,
    pub title: String,
    pub orientation: Orientation,
}

/// Drafts a plan of the actor's own unit. The id is chosen by the form: posted twice by the same officer, it drafts one plan
/// and answers the same.
///
/// # Errors
/// A refusal of the domain; `NotFound` when the id is somebody else's plan.
pub async fn draft(db: &dyn Database, env: &Env, actor: &Actor, id: Uuid, new: PlanHead) -> Result<Uuid, StoreError> {
    authorise(actor, Action::DraftPlan, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    if let Some(row) = work.query_one("SELECT drafted_by FROM plan WHERE id = ?1", params![id]).await? {
        return if row.text(0)? == actor.id().0 { Ok(id) } else { Err(StoreError::NotFound) };
    }
    let tree = units::tree_on(&mut work).await?;
    let unit = tree.get(&actor.unit).ok_or(StoreError::NotFound)?;
    let issuer = tree.snapshot(&actor.unit).ok_or(StoreError::NotFound)?;
    let plan = NewPlan {
        id,
        code: numbers::draw_plan_code(&mut work, &actor.unit, new.year).await?,
        unit: actor.unit.clone(),
        path: actor.path.clone(),
        province: unit.province.clone().unwrap_or_else(|| unit.id.clone()),
        issuer: issuer.clone(),
        kind: new.kind,
        year: new.year,
        title: clean(&new.title),
        orientation: Orientation { number: clean(&new.orientation.number), ..new.orientation },
    };
    let context = PlanContext { actor, now: env.now, issuer: &issuer, number: None, elsewhere: &[], opened: &[] };
    // A refusal drops the unit of work, and with it the reference.
    let event = decide(PlanAsk::Draft(&plan), &context)?;
    let plan = InspectionPlan::open(&event).ok_or(DbError::Engine("a draft that drafts nothing".to_owned()))?;
    let head = head(&mut work).await?;
    let num = insert(&mut work, &plan).await?;
    append(&mut work, head, num, &event).await?;
    work.commit().await?;
    Ok(id)
}
