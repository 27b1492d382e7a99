//! The facts of a case that it is asked for by, and the marks it is counted by.
//!
//! Must not know: which questions are asked.

use crate::calendar::{WorkCalendar, segment_start, year_start};
use crate::case::procedure::Fact;
use crate::case::{Awaiting, CaseFile, Stage, deadlines};
use crate::catalogue::Field;
use crate::money::Dong;
use crate::officer::OfficerId;
use crate::party::{PartyId, PartyKind};
use crate::unit::{UnitId, UnitPath};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Stands for the last day of a custody whose own period runs no more: after the decision, exhibits are held for its execution.
pub const FAR: Date = Date::constant(9999, 12, 31);

/// What is counted of standing cases, each by a day of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum MarkKind {
    /// The nearest deadline of an open case, by the day it ends.
    Due,
    /// A fine still owed, by the day of its decision; the amount is what is owed.
    Unpaid,
    /// Exhibits in custody, by the day the custody ends; the amount is their value.
    Held,
    /// A behaviour sanctioned, by the half-month segment of the decision; the amount is its fine.
    Act,
    /// A party sanctioned, by the reporting year of the decision; the amount is the fine.
    Party,
}

impl MarkKind {
    pub const ALL: [MarkKind; 5] = [Self::Due, Self::Unpaid, Self::Held, Self::Act, Self::Party];

    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Due => "han",
            Self::Unpaid => "no",
            Self::Held => "giu",
            Self::Act => "hv",
            Self::Party => "dt",
        }
    }
}

/// One case counted once.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Mark {
    pub kind: MarkKind,
    pub day: Date,
    /// The behaviour or the party; empty for the other kinds.
    pub key: String,
    /// đồng.
    pub amount: i64,
}

/// Facts of a case as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseFacts {
    pub unit: UnitId,
    pub path: UnitPath,
    pub province: UnitId,
    pub stage: Stage,
    /// Whether anybody still works on it.
    pub open: bool,
    pub field: Option<Field>,
    /// Behaviours of its record, or of its decision on the spot; each once.
    pub behaviours: Vec<String>,
    pub party: PartyId,
    pub party_kind: PartyKind,
    /// Officer who carries it.
    pub responsible: OfficerId,
    pub opened_on: Date,
    /// Day of the standing sanction decision.
    pub decided_on: Option<Date>,
    /// Day the nearest deadline ends, while it is open.
    pub due: Option<Date>,
    /// Decided fine, or the proposed one until there is a decision.
    pub fine: Option<Dong>,
    pub owed: Dong,
    /// Value of its exhibits, at the prices they were valued at last.
    pub goods: Dong,
    /// Last day of the custody of exhibits; [`FAR`] where no period runs, nothing where none are held.
    pub held_until: Option<Date>,
    /// Value of what was seized, at the prices it was valued at last.
    pub held: Dong,
    /// Fine of each behaviour sanctioned.
    pub sanctioned: BTreeMap<String, i64>,
}

impl CaseFacts {
    /// What the facts are counted as, in order.
    pub fn marks(&self) -> Vec<Mark> {
        let mark = |kind, day, key: &str, amount| Mark { kind, day, key: key.to_owned(), amount };
        let mut marks = Vec::new();
        marks.extend(self.due.map(|day| mark(MarkKind::Due, day, "", 0)));
        marks.extend(self.held_until.map(|day| mark(MarkKind::Held, day, "", self.held.0)));
        if let Some(day) = self.decided_on {
            if self.owed.0 > 0 {
                marks.push(mark(MarkKind::Unpaid, day, "", self.owed.0));
            }
            let acts = self.sanctioned.iter();
            marks.extend(acts.map(|(act, fine)| mark(MarkKind::Act, segment_start(day), act, *fine)));
            let fine = self.fine.unwrap_or(Dong(0)).0;
            marks.push(mark(MarkKind::Party, year_start(day), &self.party.0.to_string(), fine));
        }
        marks.sort();
        marks
    }
}

impl CaseFile {
    /// Derives the facts.
    pub fn facts(&self, calendar: &WorkCalendar) -> CaseFacts {
        let index = self.index(calendar);
        let open = index.awaiting != Awaiting::Nobody;
        let decision = self.decision.as_ref();
        let record = self.violation.as_ref().map(|record| &record.content.assessment);
        let assessment = record.or(decision.map(|decision| &decision.assessment));
        let mut behaviours: Vec<String> = assessment
            .map(|assessment| assessment.acts.iter().map(|act| act.behaviour_id.clone()).collect())
            .unwrap_or_default();
        behaviours.sort();
        behaviours.dedup();
        let mut sanctioned = BTreeMap::new();
        for chosen in decision.map(|decision| decision.content.fines.as_slice()).unwrap_or_default() {
            if let Some(act) = decision.and_then(|decision| decision.assessment.acts.get(chosen.act)) {
                let sum: &mut i64 = sanctioned.entry(act.behaviour_id.clone()).or_default();
                *sum = sum.saturating_add(chosen.fine.0);
            }
        }
        let goods = self.exhibits_now().iter().fold(0_i64, |sum, exhibit| sum.saturating_add(exhibit.value().0));
        let (held_until, held) = match self.holds(Fact::Held) {
            true => (Some(self.custody_ends(calendar)), Dong(self.held_value())),
            false => (None, Dong(0)),
        };
        CaseFacts {
            unit: index.unit,
            path: index.path,
            province: index.province,
            stage: index.stage,
            open,
            field: index.field,
            behaviours,
            party: index.party,
            party_kind: self.inspection.party.kind,
            responsible: index.responsible,
            opened_on: index.opened_on,
            decided_on: decision.map(|decision| decision.frame.at.date()),
            due: index.next_due.filter(|_| open).map(|due| due.date()),
            fine: index.fine,
            owed: index.owed,
            goods: Dong(goods),
            held_until,
            held,
            sanctioned,
        }
    }

    /// The day the running custody ends (Luật XLVPHC Điều 125 khoản 8).
    fn custody_ends(&self, calendar: &WorkCalendar) -> Date {
        let custody = |id: &str| matches!(id, "D-30" | "D-31" | "D-32" | "D-33");
        let running = deadlines(self, calendar).into_iter().find(|deadline| custody(deadline.id.as_str()));
        running.map_or(FAR, |deadline| deadline.due.date())
    }

    /// Value of what the last seizure took; of all exhibits where it names none.
    fn held_value(&self) -> i64 {
        let seized = |key: &str| matches!(key, "tam-giu" | "tam-giu-khan-cap");
        let last = self.steps.iter().rev().find(|done| seized(&done.key));
        let picked = last.map(|done| done.answers.exhibits()).unwrap_or_default();
        let now = self.exhibits_now();
        if picked.is_empty() {
            return now.iter().fold(0, |sum, exhibit| sum.saturating_add(exhibit.value().0));
        }
        picked.iter().fold(0, |sum, picked| {
            let price = now.get(picked.index).map_or(0, |exhibit| exhibit.unit_price.0);
            sum.saturating_add(price.saturating_mul(i64::from(picked.quantity)))
        })
    }
}
