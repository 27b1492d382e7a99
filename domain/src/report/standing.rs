//! What stands in a case for the reports: an event adds the difference between after and before.
//!
//! Must not know: on which day, or what a procedure adds beside what stands.

use super::adds::What;
use super::{Measure, Measures};
use crate::case::procedure::Done;
use crate::case::{CaseFile, ExecutionPart, SanctionDecision, Stage};
use crate::catalogue::Field;
use crate::law::fine::{ActAssessment, is_minor};
use crate::paper::PaperState;
use crate::party::{PartyKind, Sex};
use crate::statute::{Remedy, Supplementary, SupplementaryKind};
use std::collections::BTreeMap;

/// Figures by field.
pub(super) type ByField = BTreeMap<Field, Measures>;

/// The field a case counts under: that of the first act of its record, or of its decision on the spot.
pub(super) fn field_of(case: &CaseFile) -> Option<Field> {
    let record = case.violation.as_ref().map(|record| &record.content.assessment);
    let found = record.or(case.decision.as_ref().map(|decision| &decision.assessment))?;
    found.acts.first().map(|act| act.field)
}

/// Whether the paper of a step still holds; a step without a paper always does.
pub(super) fn in_force(case: &CaseFile, done: &Done) -> bool {
    done.frame.as_ref().is_none_or(|frame| case.paper_state(&frame.number.text) != PaperState::Cancelled)
}

/// The steps whose papers hold, with what their rows add.
fn holding(case: &CaseFile) -> impl Iterator<Item = (&Done, Measure, What)> {
    case.steps
        .iter()
        .filter_map(|done| Some((done, done.procedure()?)))
        .filter(|(done, found)| !found.adds.what.is_empty() && in_force(case, done))
        .flat_map(|(done, found)| found.adds.what.iter().map(move |(measure, what)| (done, *measure, *what)))
}

/// Whether the case counts in a measure that counts it once.
pub(super) fn counted(case: &CaseFile, measure: Measure) -> bool {
    (measure == Measure::Handled && case.decision.is_some())
        || holding(case).any(|(_, found, what)| found == measure && what == What::Case)
}

/// What stands in the case now.
pub(super) fn standing(case: &CaseFile) -> ByField {
    let mut sums = ByField::new();
    let Some(field) = field_of(case) else { return sums };
    let mut add = |field: Field, measure: Measure, value: i64| sums.entry(field).or_default().count(measure, value);
    add(field, Measure::Violations, 1);
    if case.inspection_record.is_none() {
        add(field, Measure::Inspections, 1);
    }
    if let Some(record) = case.violation.as_ref().map(|record| &record.content) {
        for exhibit in &record.exhibits {
            if let Some(act) = record.assessment.acts.get(exhibit.act) {
                add(act.field, Measure::ExhibitsValue, exhibit.value().0);
            }
        }
        let undecided = matches!(case.stage, Stage::ViolationRecorded | Stage::SanctionProposed);
        add(field, Measure::Pending, i64::from(undecided));
    }
    add(field, Measure::Held, i64::from(case.holds(crate::case::procedure::Fact::Held)));
    if let Some(decision) = &case.decision {
        decided(case, decision, field, &mut add);
    }
    goods(case, &mut add);
    sums
}

/// What a sanction decision says, and how far it is carried out.
fn decided(case: &CaseFile, decision: &SanctionDecision, field: Field, add: &mut impl FnMut(Field, Measure, i64)) {
    let party = &case.inspection.party;
    let organisation = party.kind == PartyKind::Organisation;
    add(field, Measure::Decisions, 1);
    add(field, if organisation { Measure::Organisations } else { Measure::Individuals }, 1);
    if !organisation {
        match party.sex {
            Some(Sex::Male) => add(field, Measure::Men, 1),
            Some(Sex::Female) => add(field, Measure::Women, 1),
            None => {}
        }
    }
    let record = case.violation.as_ref().map(|record| &record.content);
    let born = record.map_or(party.birth_date, |record| record.offender.birth_date);
    let acted = record.and_then(|record| record.acts.iter().map(|act| act.input.committed_on).min());
    let acted = acted.unwrap_or(decision.frame.at.date());
    let minor = party.kind == PartyKind::Individual && born.is_some_and(|born| is_minor(born, acted));
    add(field, Measure::Minors, i64::from(minor));
    for fine in &decision.content.fines {
        if let Some(act) = decision.assessment.acts.get(fine.act) {
            add(act.field, Measure::Acts, 1);
            add(act.field, Measure::Fines, fine.fine.0);
            // A fine of 0 is a warning where the law has one; of an act past its limitation it is no sanction.
            let warned = fine.fine.0 == 0 && (act.warning_only || act.warning_possible) && !act.limitation.time_barred;
            add(act.field, Measure::Warnings, i64::from(warned));
        }
    }
    for text in &decision.content.supplementary {
        if Supplementary::read(text).is_some_and(|found| found.kind == SupplementaryKind::Suspension) {
            let licence = Supplementary::takes_licence(text);
            add(field, if licence { Measure::LicencesTaken } else { Measure::Suspensions }, 1);
        }
    }
    let open = case.closed.is_none() && (case.service.is_none() || !case.open_parts().is_empty());
    add(field, if open { Measure::Unexecuted } else { Measure::Executed }, 1);
    add(field, Measure::Owed, case.owed().0);
}

/// What became of the exhibits, at the prices they were valued at last: confiscated, ordered destroyed, still in stock. A quantity
/// that is confiscated is not ordered destroyed as well.
fn goods(case: &CaseFile, add: &mut impl FnMut(Field, Measure, i64)) {
    let Some(record) = case.violation.as_ref().map(|record| &record.content) else { return };
    let exhibits = case.exhibits_now();
    let picked = |measure: Option<Measure>, wanted: What, index: usize| -> u32 {
        holding(case)
            .filter(|(_, found, what)| *what == wanted && measure.is_none_or(|measure| *found == measure))
            .flat_map(|(done, ..)| done.answers.exhibits())
            .filter(|exhibit| exhibit.index == index)
            .fold(0_u32, |sum, exhibit| sum.saturating_add(exhibit.quantity))
    };
    let content = case.decision.as_ref().map(|decision| &decision.content);
    let all_taken = content.is_some_and(|content| content.confiscate);
    let to_destroy = content.is_some_and(|content| content.remedies.iter().any(|text| destroys(text)));
    let acts = &record.assessment.acts;
    let named = |act: &ActAssessment| act.remedies.iter().any(|text| destroys(text));
    let some_named = acts.iter().any(named);
    let carried_out = case.executions.iter().any(|done| done.part == ExecutionPart::Confiscation);
    for (index, exhibit) in exhibits.iter().enumerate() {
        let Some(act) = acts.get(exhibit.act) else { continue };
        let value = |quantity: u32| exhibit.unit_price.0.saturating_mul(i64::from(quantity));
        let taken =
            if all_taken { exhibit.quantity } else { picked(Some(Measure::ConfiscatedValue), What::Goods, index) };
        let taken = taken.min(exhibit.quantity);
        // The remedy of a decision names no goods: those of the acts whose remedy it is, else all.
        let by_decision = to_destroy && (named(act) || !some_named);
        let ordered =
            if by_decision { exhibit.quantity } else { picked(Some(Measure::DestructionOrdered), What::Goods, index) };
        let ordered = ordered.min(exhibit.quantity - taken);
        let gone = if carried_out { taken } else { picked(None, What::Exhibits, index).min(taken) };
        add(act.field, Measure::ConfiscatedValue, value(taken));
        add(act.field, Measure::DestructionOrdered, value(ordered));
        add(act.field, Measure::Unsold, value(taken - gone));
    }
}

fn destroys(text: &str) -> bool {
    Remedy::read(text) == Some(Remedy::DestroyHarmful)
}
