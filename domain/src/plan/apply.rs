//! Folds events into the plan. Total: an event that was once accepted always applies.

use super::{InspectionPlan, PlanEvent, PlanEventBody, PlanState, Revision, Submitted};
use crate::case::Returned;

impl InspectionPlan {
    /// The plan after its first event, or `None` when that does not draft one.
    pub fn open(event: &PlanEvent) -> Option<InspectionPlan> {
        let PlanEventBody::PlanDrafted { plan } = &event.body else { return None };
        Some(InspectionPlan {
            id: plan.id,
            code: plan.code.clone(),
            version: event.seq,
            unit: plan.unit.clone(),
            path: plan.path.clone(),
            province: plan.province.clone(),
            issuer: plan.issuer.clone(),
            kind: plan.kind,
            year: plan.year,
            title: plan.title.clone(),
            orientation: plan.orientation.clone(),
            state: PlanState::Drafted,
            drafted_by: event.by.clone(),
            drafted_at: event.at,
            items: Vec::new(),
            amendment: None,
            submitted: None,
            returned: None,
            revisions: Vec::new(),
            cancelled: Vec::new(),
        })
    }

    /// Rebuilds the plan from its whole history; `None` when it does not begin with a draft.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a PlanEvent>) -> Option<InspectionPlan> {
        let mut events = events.into_iter();
        let mut plan = Self::open(events.next()?)?;
        for event in events {
            plan.apply(event);
        }
        Some(plan)
    }

    /// Folds one event into the plan.
    pub fn apply(&mut self, event: &PlanEvent) {
        self.version = event.seq;
        let at = crate::calendar::to_local(event.at);
        match &event.body {
            PlanEventBody::PlanDrafted { .. } => {}
            PlanEventBody::PlanRestated { title, orientation } => {
                self.title = title.clone();
                self.orientation = orientation.clone();
            }
            PlanEventBody::ItemAdded { item } => self.items.push((**item).clone()),
            PlanEventBody::ItemRemoved { item, .. } => self.items.retain(|kept| kept.id != *item),
            PlanEventBody::PlanSubmitted => {
                self.submitted = Some(Submitted { by: event.by.clone(), at });
                self.returned = None;
                self.state = PlanState::Submitted;
            }
            PlanEventBody::PlanReturned { reason } => {
                self.returned = Some(Returned { by: event.by.clone(), at, reason: reason.clone() });
                self.state = PlanState::Returned;
            }
            PlanEventBody::PlanApproved { frame } => {
                let number = u32::try_from(self.revisions.len()).unwrap_or(u32::MAX);
                self.revisions.push(Revision {
                    number,
                    reason: self.amendment.take().unwrap_or_default(),
                    frame: (**frame).clone(),
                    items: self.items.clone(),
                });
                self.state = if number == 0 { PlanState::Approved } else { PlanState::Amended };
            }
            PlanEventBody::AmendmentBegun { reason } => {
                self.amendment = Some(reason.clone());
                self.state = PlanState::Drafted;
            }
            PlanEventBody::ItemCancelled { cancelled, .. } => self.cancelled.push(cancelled.clone()),
        }
    }
}
