//! What lists show of a case, derived from its state: the store writes these beside the document.

use super::decide::needs;
use super::{CaseFile, Stage, next_deadline};
use crate::calendar::WorkCalendar;
use crate::catalogue::Field;
use crate::law::competence::{Position, who_may_sign};
use crate::law::fine::Assessment;
use crate::money::Dong;
use crate::officer::{OfficerId, Role};
use crate::party::PartyId;
use crate::unit::{UnitId, UnitPath};
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// For whom a case waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Awaiting {
    /// The officer who carries the case.
    Officer { officer: OfficerId },
    /// The holder of a role at or above the case's unit: the lowest who may sign.
    Role { role: Role },
    /// Nobody: the file is closed.
    Nobody,
}

/// Columns that lists filter and sort by.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseIndex {
    pub code: String,
    pub stage: Stage,
    pub unit: UnitId,
    pub path: UnitPath,
    pub province: UnitId,
    pub party: PartyId,
    pub party_name: String,
    pub establishment_name: String,
    pub place: String,
    /// Officer who carries the case: the leader of the inspection.
    pub responsible: OfficerId,
    pub responsible_name: String,
    pub awaiting: Awaiting,
    pub field: Option<Field>,
    pub opened_on: Date,
    pub next_due: Option<DateTime>,
    pub next_due_name: Option<String>,
    /// Decided fine, or the proposed one until there is a decision.
    pub fine: Option<Dong>,
    pub owed: Dong,
    /// Numbers of the papers made so far, for search.
    pub numbers: Vec<String>,
}

impl CaseFile {
    /// Derives the index columns.
    pub fn index(&self, calendar: &WorkCalendar) -> CaseIndex {
        let due = next_deadline(self, calendar);
        let assessment = self
            .decision
            .as_ref()
            .map(|decision| &decision.assessment)
            .or_else(|| self.violation.as_ref().map(|record| &record.content.assessment));
        let fine = self
            .decision
            .as_ref()
            .map(|decision| decision.total_fine)
            .or_else(|| self.proposal.as_ref().map(|proposal| proposal.total_fine));
        CaseIndex {
            code: self.code.clone(),
            stage: self.stage,
            unit: self.unit.clone(),
            path: self.path.clone(),
            province: self.province.clone(),
            party: self.inspection.party.id,
            party_name: self.inspection.party.name.clone(),
            establishment_name: self
                .inspection
                .establishment
                .as_ref()
                .map_or(String::new(), |found| found.name.clone()),
            place: self.inspection.place.clone(),
            responsible: self.responsible().id.clone(),
            responsible_name: self.responsible().full_name.clone(),
            awaiting: self.awaiting(),
            field: assessment.and_then(|assessment| assessment.acts.first()).map(|act| act.field),
            opened_on: crate::calendar::to_local(self.opened_at).date(),
            next_due: due.as_ref().map(|deadline| deadline.due),
            next_due_name: due.map(|deadline| deadline.name.to_string()),
            fine,
            owed: self.owed(),
            numbers: self.papers().into_iter().map(|paper| paper.number).collect(),
        }
    }

    /// For whom the case waits now.
    pub fn awaiting(&self) -> Awaiting {
        match self.stage {
            Stage::InspectionProposed | Stage::InspectionRecordedClean => Awaiting::Role { role: Role::TeamLeader },
            Stage::SanctionProposed => {
                let role = self
                    .proposal
                    .as_ref()
                    .and_then(|proposal| {
                        signers(self, &proposal.assessment, proposal.at.date())
                            .into_iter()
                            .filter_map(Role::of_position)
                            .find(|role| *role != Role::Controller)
                    })
                    .unwrap_or(Role::ProvincialHead);
                Awaiting::Role { role }
            }
            Stage::InspectionDecided
            | Stage::InspectionRecordedViolation
            | Stage::ViolationRecorded
            | Stage::Verifying
            | Stage::Unsanctioned
            | Stage::Criminal
            | Stage::Transferred
            | Stage::SanctionDecided => self.officer(),
            Stage::Served if self.open_parts().is_empty() => Awaiting::Role { role: Role::TeamLeader },
            Stage::Served => self.officer(),
            Stage::Closed | Stage::Archived => Awaiting::Nobody,
        }
    }

    /// Whoever carries the case; he to whom it is being handed over.
    fn officer(&self) -> Awaiting {
        let offered = self
            .last("ban-giao")
            .filter(|_| self.holds(super::procedure::Fact::HandOverOffered))
            .and_then(|done| done.answers.text("to_id"));
        let officer = offered.map_or_else(|| self.responsible().id.clone(), |id| OfficerId(id.to_owned()));
        Awaiting::Officer { officer }
    }
}

/// Positions that may sign the sanction as it stands, the lowest first.
pub fn signers(case: &CaseFile, assessment: &Assessment, on: Date) -> Vec<Position> {
    let Some(record) = &case.violation else { return Vec::new() };
    let content = case.proposal.as_ref().map(|proposal| &proposal.content);
    let confiscation = match content {
        Some(content) => content.confiscate.then(|| record.content.exhibits_value()),
        None => (!record.content.exhibits.is_empty()).then(|| record.content.exhibits_value()),
    };
    who_may_sign(on, assessment, record.content.offender.kind, confiscation, content.map(needs).unwrap_or_default())
}
