//! From one event of a case to the steps that ended with it.

use super::Step;
use crate::calendar::{WorkCalendar, to_local};
use crate::case::procedure::{Done, Effect, Fact as Matter};
use crate::case::{CaseFile, Event, EventBody, decision_deadline, running_seizure};
use crate::law::competence::Position;
use crate::law::deadline::{
    execution, hand_over, inspection_end, report_result, send_decision, violation_record, violation_record_after_test,
};
use crate::officer::OfficerId;
use jiff::civil::{Date, DateTime};
use serde::{Deserialize, Serialize};

/// A step that ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    pub step: Step,
    /// The day that puts it in a period.
    pub day: Date,
    /// How long it took; never less than 0.
    pub minutes: i64,
    /// Whether it kept the period of the law; nothing where there is none.
    pub within: Option<bool>,
    /// Who ended it.
    pub officer: OfficerId,
}

/// What ended with an event, given the case *before* it and the calendar in use at its moment.
pub fn facts(before: Option<&CaseFile>, event: &Event, calendar: &WorkCalendar) -> Vec<Fact> {
    let Some(before) = before else { return Vec::new() };
    let mut after = before.clone();
    after.apply(event);
    let mut ended = Ended { officer: &event.by.id, facts: Vec::new() };
    match &event.body {
        EventBody::InspectionDecisionSigned { frame } => {
            ended.add(Step::Approval, to_local(before.opened_at), frame.at, None);
        }
        EventBody::InspectionRecorded { record } => {
            let (announced, finished) = (record.content.announced_at, record.content.finished_at);
            ended.add(Step::Inspection, to_local(before.opened_at), finished, None);
            let due = inspection_end(announced, before.inspection_days(), calendar).due;
            ended.add(Step::AtPlace, announced, finished, Some(finished <= due));
            ended.days(Step::Entry, finished.date(), to_local(event.at).date(), None);
        }
        EventBody::ViolationRecorded { record } => {
            recorded(before, record.content.made_at, calendar, &mut ended);
            if before.inspection_record.is_none() {
                ended.days(Step::Entry, record.content.made_at.date(), to_local(event.at).date(), None);
            }
        }
        EventBody::ProposalReturned { returned } => {
            if let Some(proposal) = &before.proposal {
                ended.add(Step::Returned, proposal.at, returned.at, None);
            }
        }
        EventBody::SanctionDecided { decision } => decided(before, &after, decision.frame.at, calendar, &mut ended),
        EventBody::DecisionServed { service } => {
            if let Some(decision) = &before.decision {
                let due = send_decision(decision.frame.at, calendar).due.date();
                let received = service.received_on;
                ended.days(Step::Service, decision.frame.at.date(), received, Some(received <= due));
            }
        }
        EventBody::PaymentRecorded { payment } => {
            if before.owed().0 > 0 && after.owed().0 == 0 {
                paid(before, payment.paid_on, calendar, &mut ended);
            }
        }
        EventBody::Proceeded { done, .. } => proceeded(before, &after, done, calendar, &mut ended),
        EventBody::CaseOpened(_)
        | EventBody::InspectionConcluded { .. }
        | EventBody::ViolationPrepared { .. }
        | EventBody::ExplanationRecorded { .. }
        | EventBody::SanctionProposed { .. }
        | EventBody::ExecutionRecorded { .. }
        | EventBody::CaseClosed { .. }
        | EventBody::AttachmentAdded { .. }
        | EventBody::AttachmentWithdrawn { .. } => {}
    }
    if before.closed.is_none()
        && let Some(closed) = &after.closed
    {
        if before.decision.is_some()
            && let Some(last) = carried_out(before)
        {
            ended.days(Step::Closing, last, closed.at.date(), None);
        }
        ended.add(Step::Whole, to_local(before.opened_at), closed.at, None);
    }
    ended.facts
}

/// Gathers the facts of one event.
struct Ended<'a> {
    officer: &'a OfficerId,
    facts: Vec<Fact>,
}

impl Ended<'_> {
    fn push(&mut self, step: Step, day: Date, minutes: i64, within: Option<bool>) {
        self.facts.push(Fact { step, day, minutes: minutes.max(0), within, officer: self.officer.clone() });
    }

    fn add(&mut self, step: Step, from: DateTime, to: DateTime, within: Option<bool>) {
        self.push(step, to.date(), to.duration_since(from).as_mins(), within);
    }

    /// Of which only the days are known.
    fn days(&mut self, step: Step, from: Date, to: Date, within: Option<bool>) {
        self.push(step, to, to.duration_since(from).as_mins(), within);
    }
}

/// The violation record, in time from the finding (NĐ 118/2021/NĐ-CP Điều 12 khoản 2): the conclusion after a verification and the result
/// of an expert test find too.
fn recorded(before: &CaseFile, made_at: DateTime, calendar: &WorkCalendar, ended: &mut Ended<'_>) {
    if !before.cancelled_records.is_empty() {
        let cancelled = before.steps.iter().rev().find(|done| effect(done) == Effect::CancelRecord);
        if let Some(cancelled) = cancelled {
            ended.add(Step::Violation, cancelled.at, made_at, None);
        }
        return;
    }
    let inspected = before.inspection_record.as_ref().map(|record| record.content.finished_at);
    let day_found = before.found_without_inspection().then(|| before.inspection.scope_from.at(0, 0, 0, 0));
    let concluded = before.last("ket-luan-vi-pham").map(|done| done.at);
    let tested = before.last("ket-qua-giam-dinh").map(|done| done.at).filter(|tested| concluded <= Some(*tested));
    let (found, due) = match (tested, concluded.or(inspected).or(day_found)) {
        (Some(tested), _) => (tested, violation_record_after_test(tested, calendar).due),
        (None, Some(found)) => (found, violation_record(found, calendar).due),
        (None, None) => return,
    };
    ended.add(Step::Violation, found, made_at, Some(made_at <= due));
}

/// The sanction decision (Luật XLVPHC Điều 66): signed above the unit of the case, the file had to go up.
fn decided(before: &CaseFile, after: &CaseFile, at: DateTime, calendar: &WorkCalendar, ended: &mut Ended<'_>) {
    let Some(decision) = &after.decision else { return };
    if let Some(proposal) = &before.proposal {
        ended.add(Step::Signing, proposal.at, at, None);
    }
    let Some(record) = &before.violation else { return };
    let cancelled = before.steps.iter().rev().find(|done| effect(done) == Effect::CancelPaper);
    if let Some(cancelled) = cancelled.filter(|_| !before.cancelled_decisions.is_empty()) {
        ended.add(Step::Decision, cancelled.at.max(record.content.made_at), at, None);
        return;
    }
    let signer = (decision.frame.issuer.id != before.unit).then_some(Position::ProvincialHead);
    let due = decision_deadline(before, calendar, &decision.assessment, signer).map(|deadline| deadline.due);
    ended.add(Step::Decision, record.content.made_at, at, due.map(|due| at <= due));
}

/// The whole fine is paid, in the period the decision gives (Luật XLVPHC Điều 73, 78); a deferral or instalments have their own.
fn paid(before: &CaseFile, paid_on: Date, calendar: &WorkCalendar, ended: &mut Ended<'_>) {
    let Some(decision) = &before.decision else { return };
    let eased = before.did("hoan") || before.did("nop-nhieu-lan");
    match &before.service {
        Some(service) => {
            let due = execution(service.received_on, decision.content.execution_days, calendar).due.date();
            ended.days(Step::Payment, service.received_on, paid_on, (!eased).then_some(paid_on <= due));
        }
        None => ended.days(Step::Payment, decision.frame.at.date(), paid_on, Some(true)),
    }
}

fn proceeded(before: &CaseFile, after: &CaseFile, done: &Done, calendar: &WorkCalendar, ended: &mut Ended<'_>) {
    let first = !before.did(&done.key);
    match done.key.as_str() {
        "bao-cao-ket-qua" if first => {
            if let Some(record) = &before.inspection_record {
                let finished = record.content.finished_at;
                ended.add(Step::Report, finished, done.at, Some(done.at <= report_result(finished).due));
            }
        }
        "trinh-cap-tren" if first => {
            if let Some(record) = &before.violation {
                let made_at = record.content.made_at;
                ended.add(Step::HandOver, made_at, done.at, Some(done.at <= hand_over(made_at).due));
            }
        }
        _ => {}
    }
    match effect(done) {
        Effect::CancelRecord => {
            let made = before.violation.as_ref().map_or(done.at, |record| record.frame.at);
            ended.add(Step::Cancelled, made, done.at, None);
        }
        Effect::CancelPaper => {
            ended.add(Step::Cancelled, signed_at(before, done).unwrap_or(done.at), done.at, None);
        }
        Effect::None
        | Effect::To(_)
        | Effect::Close
        | Effect::OnTheSpot
        | Effect::AmendPaper
        | Effect::Relieve
        | Effect::Interest
        | Effect::MoreContents
        | Effect::DropFine => {}
    }
    if before.holds(Matter::Held)
        && !after.holds(Matter::Held)
        && let Some(held) = running_seizure(before, calendar)
    {
        // After a decision what is held waits for its execution: the period of the law ended with it.
        let until = before.decision.as_ref().map_or(done.at, |decision| decision.frame.at.min(done.at));
        ended.add(Step::Custody, held.starts, done.at, Some(until <= held.due));
    }
}

fn effect(done: &Done) -> Effect {
    done.procedure().map_or(Effect::None, |procedure| procedure.effect)
}

/// When the paper that a step cancels was signed.
fn signed_at(case: &CaseFile, done: &Done) -> Option<DateTime> {
    let number = done.answers.text("paper")?;
    let decision = case.decision.as_ref().map(|decision| &decision.frame);
    let inspection = case.inspection_decision.as_ref();
    let records = case.inspection_record.as_ref().map(|record| &record.frame);
    let violation = case.violation.as_ref().map(|record| &record.frame);
    let steps = case.steps.iter().filter_map(|step| step.frame.as_ref());
    let mut frames = decision.into_iter().chain(inspection).chain(records).chain(violation).chain(steps);
    frames.find(|frame| frame.number.text == number).map(|frame| frame.at)
}

/// The day the last part of a decision was carried out.
fn carried_out(case: &CaseFile) -> Option<Date> {
    let served = case.service.as_ref().map(|service| service.received_on);
    let paid = case.payments.iter().map(|payment| payment.paid_on).max();
    let executed = case.executions.iter().map(|execution| execution.done_on).max();
    served.into_iter().chain(paid).chain(executed).max()
}
