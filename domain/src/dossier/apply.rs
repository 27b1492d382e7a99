//! Folds events into the dossier. Total: an event that was once accepted always applies.

use super::{Dossier, DossierEvent, DossierEventBody, Entry, Sort, State, opening};
use crate::officer::OfficerSnapshot;

impl Dossier {
    /// The dossier after its first event, or `None` when that does not open one.
    pub fn open(event: &DossierEvent) -> Option<Dossier> {
        let DossierEventBody::DossierOpened { new, entry } = &event.body else { return None };
        let step = opening(&new.kind)?;
        let mut dossier = Dossier {
            id: new.id,
            code: new.code.clone(),
            version: event.seq,
            sort: step.sort,
            kind: new.kind.clone(),
            unit: new.unit.clone(),
            path: new.path.clone(),
            province: new.province.clone(),
            issuer: new.issuer.clone(),
            state: if step.sort == Sort::Lead { State::Received } else { State::Planned },
            opened_by: event.by.clone(),
            opened_at: event.at,
            named: Vec::new(),
            party: None,
            lead: new.lead.clone(),
            informant: new.informant.clone(),
            entries: Vec::new(),
            measures: Vec::new(),
            case: None,
        };
        // A measure is carried out by whom it names; a lead is also known to who took it in.
        if step.sort == Sort::Lead {
            dossier.name(&entry.by);
        }
        dossier.take(entry);
        Some(dossier)
    }

    /// Rebuilds the dossier from its whole history; `None` when it does not begin with an opening.
    pub fn replay<'a>(events: impl IntoIterator<Item = &'a DossierEvent>) -> Option<Dossier> {
        let mut events = events.into_iter();
        let mut dossier = Self::open(events.next()?)?;
        for event in events {
            dossier.apply(event);
        }
        Some(dossier)
    }

    /// Folds one event into the dossier.
    pub fn apply(&mut self, event: &DossierEvent) {
        self.version = event.seq;
        match &event.body {
            DossierEventBody::DossierOpened { .. } => {}
            DossierEventBody::StepTaken { entry } => self.take(entry),
            DossierEventBody::MeasureLinked { measure } => {
                for officer in &measure.officers {
                    self.name(officer);
                }
                self.measures.push(measure.clone());
                self.state = State::Verifying;
            }
            DossierEventBody::MeasureConcluded { measure, outcome, proposal } => {
                for found in self.measures.iter_mut().filter(|found| found.measure.id == measure.id) {
                    found.outcome = Some(*outcome);
                }
                if self.state == State::Verifying && self.running_measures().next().is_none() {
                    self.state = self.settled();
                }
                if let Some(proposal) = proposal {
                    self.take(proposal);
                }
            }
            DossierEventBody::CaseOpened { case } => {
                self.case = Some(case.clone());
                self.state = State::Opened;
            }
        }
    }

    fn take(&mut self, entry: &Entry) {
        for officer in &entry.said.officers {
            self.name(officer);
        }
        let Some(step) = entry.step() else { return };
        // A commitment names the business that signed; the dossier is not about it alone.
        if let Some(party) = entry.said.party.as_ref().filter(|_| !step.each_party) {
            self.party = Some(party.clone());
        }
        self.entries.push(entry.clone());
        let urgent = self.is_urgent();
        if let Some(to) = step.to {
            self.state = match to {
                State::Agreed if urgent => State::Ready,
                State::Verified => self.settled(),
                to => to,
            };
        }
    }

    fn name(&mut self, officer: &OfficerSnapshot) {
        if !self.named.iter().any(|named| named.id == officer.id) {
            self.named.push(officer.clone());
        }
    }
}
