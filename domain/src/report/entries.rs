//! Entries: what one event adds to one field on one day.

use super::adds::What;
use super::standing::{counted, field_of, in_force, standing};
use super::{Measure, Measures};
use crate::case::procedure::{Done, Effect, Procedure};
use crate::case::{CaseFile, Event, EventBody};
use crate::catalogue::Field;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What one event adds to one field on one day. The unit is that of the case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    pub day: Date,
    pub field: Field,
    pub measures: Measures,
}

/// What an event adds to the reports, given the case *before* it.
///
/// An inspection without violation counts under “khác”: it has no behaviour to take a field from.
pub fn entries(before: Option<&CaseFile>, event: &Event) -> Vec<Entry> {
    let mut rows = Rows::default();
    if let EventBody::InspectionRecorded { record } = &event.body {
        rows.add(record.content.finished_at.date(), Field::Khac, Measure::Inspections, 1);
        return rows.0;
    }
    let (Some(before), Some(day)) = (before, day_of(&event.body)) else { return rows.0 };
    let mut after = before.clone();
    after.apply(event);
    let (was, is) = (field_of(before), field_of(&after));
    if let EventBody::PaymentRecorded { payment } = &event.body {
        rows.add(day, was.unwrap_or(Field::Khac), Measure::FinesPaid, payment.amount.0);
    }
    if let EventBody::Proceeded { done, .. } = &event.body {
        procedure(before, done, day, &mut rows);
    }
    if let Some(record) = before.inspection_record.as_ref().filter(|_| was != is) {
        let inspected = record.content.finished_at.date();
        rows.add(inspected, was.unwrap_or(Field::Khac), Measure::Inspections, -1);
        rows.add(inspected, is.unwrap_or(Field::Khac), Measure::Inspections, 1);
    }
    for measure in Measure::ONCE {
        match (counted(before, measure), counted(&after, measure)) {
            (false, true) => rows.add(day, is.unwrap_or(Field::Khac), measure, 1),
            (true, false) => rows.add(day, was.unwrap_or(Field::Khac), measure, -1),
            (false, false) | (true, true) => {}
        }
    }
    for (field, measures) in standing(&after) {
        rows.add_all(day, field, &measures);
    }
    for (field, measures) in standing(before) {
        rows.add_all(day, field, &Measures::default().minus(&measures));
    }
    rows.0.retain(|row| !row.measures.is_zero());
    rows.0
}

/// The day that puts an event in a period; `None` for one that moves no figure.
fn day_of(body: &EventBody) -> Option<Date> {
    match body {
        EventBody::ViolationRecorded { record } => Some(record.content.made_at.date()),
        EventBody::SanctionDecided { decision } => Some(decision.frame.at.date()),
        EventBody::DecisionServed { service } => Some(service.received_on),
        EventBody::PaymentRecorded { payment } => Some(payment.paid_on),
        EventBody::ExecutionRecorded { execution } => Some(execution.done_on),
        EventBody::CaseClosed { conclusion } => Some(conclusion.at.date()),
        EventBody::Proceeded { done, .. } => {
            let on = done.procedure().map_or("", |found| found.adds.on);
            Some(done.answers.date(on).unwrap_or_else(|| done.at.date()))
        }
        EventBody::CaseOpened(_)
        | EventBody::InspectionDecisionSigned { .. }
        | EventBody::InspectionRecorded { .. }
        | EventBody::InspectionConcluded { .. }
        | EventBody::ViolationPrepared { .. }
        | EventBody::ExplanationRecorded { .. }
        | EventBody::SanctionProposed { .. }
        | EventBody::ProposalReturned { .. }
        | EventBody::AttachmentAdded { .. }
        | EventBody::AttachmentWithdrawn { .. } => None,
    }
}

/// What a procedure adds each time, and what it takes back of the paper it cancels.
fn procedure(case: &CaseFile, done: &Done, day: Date, rows: &mut Rows) {
    let Some(found) = done.procedure() else { return };
    each(case, (found, done), (day, 1), rows);
    if found.effect == Effect::CancelPaper {
        let cancelled = done.answers.text("paper");
        let of_number = |step: &&Done| step.frame.as_ref().map(|frame| frame.number.text.as_str()) == cancelled;
        if let Some(step) = case.steps.iter().filter(|step| in_force(case, step)).find(of_number)
            && let Some(row) = step.procedure()
        {
            each(case, (row, step), (day, -1), rows);
        }
    }
}

/// What each time of a procedure counts, on a day and with a sign.
fn each(case: &CaseFile, (found, done): (&Procedure, &Done), (day, sign): (Date, i64), rows: &mut Rows) {
    let field = field_of(case).unwrap_or(Field::Khac);
    for (measure, what) in found.adds.what {
        match what {
            What::Each => rows.add(day, field, *measure, sign),
            What::Amount(question) => rows.add(day, field, *measure, sign * done.answers.money(question).0),
            What::Exhibits => {
                let exhibits = case.exhibits_now();
                let acts = case.violation.as_ref().map(|record| record.content.assessment.acts.as_slice());
                for picked in done.answers.exhibits() {
                    if let Some(exhibit) = exhibits.get(picked.index)
                        && let Some(act) = acts.and_then(|acts| acts.get(exhibit.act))
                    {
                        let value = exhibit.unit_price.0.saturating_mul(i64::from(picked.quantity));
                        rows.add(day, act.field, *measure, sign * value);
                    }
                }
            }
            What::Case | What::Goods => {}
        }
    }
}

#[derive(Default)]
struct Rows(Vec<Entry>);

impl Rows {
    fn add(&mut self, day: Date, field: Field, measure: Measure, value: i64) {
        self.add_all(day, field, &Measures::default().with(measure, value));
    }

    fn add_all(&mut self, day: Date, field: Field, measures: &Measures) {
        if measures.is_zero() {
            return;
        }
        match self.0.iter_mut().find(|row| row.day == day && row.field == field) {
            Some(row) => row.measures.add(measures),
            None => self.0.push(Entry { day, field, measures: *measures }),
        }
    }
}
