//! What an officer sees of inspection plans.

use super::{Action, Actor, Denial, role_may};
use crate::unit::UnitPath;

/// How much of an inspection plan an officer sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PlanSight {
    /// The whole plan, drafts and history included.
    Whole,
    /// Of what a unit above his has approved: the items of his own part of the tree.
    OwnItems,
}

/// Decides what `actor` sees of the inspection plan of the unit at `owner`.
///
/// # Errors
/// [`Denial::Hidden`] for a plan beside his part of the tree, and to whom reads no plans at all.
pub fn plan_sight(actor: &Actor, owner: &UnitPath) -> Result<PlanSight, Denial> {
    if !role_may(actor.role, Action::ReadPlan) {
        return Err(Denial::Hidden);
    }
    if actor.scope().covers(owner) {
        Ok(PlanSight::Whole)
    } else if owner.covers(&actor.scope()) {
        Ok(PlanSight::OwnItems)
    } else {
        Err(Denial::Hidden)
    }
}
