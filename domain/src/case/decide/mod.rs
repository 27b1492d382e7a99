//! Decides commands: every precondition of this part of the workflow, each with its article.

mod execution;
mod inspection;
pub(in crate::case) mod sanction;
pub(in crate::case) mod violation;

use super::{
    CaseFile, Command, Context, Event, OpenCase, PaperKind, Refusal, SeriesKey, Signed, Stage, Verdict, attachment,
};
pub(in crate::case) use sanction::needs;

use crate::authority::{Action, Actor, authorise};
use crate::journal::Client;
use crate::law::LawRefusal;
use crate::law::deadline::Deadline;
use crate::unit::UnitId;

/// What is asked of the machine: open a new case, or do something to one that exists.
pub enum Ask<'a> {
    Open(&'a OpenCase),
    Do(&'a CaseFile, &'a Command),
}

/// The unit whose paper (and number series) a command makes: the signer's own unit for decisions of a leader, the
/// team of the case for records.
pub fn issuing_unit(actor: &Actor, case: &CaseFile, command: &Command) -> UnitId {
    match command {
        Command::SignInspectionDecision | Command::SignSanction => actor.unit.clone(),
        Command::Proceed { key, .. } => match super::procedure::find(key) {
            Some(procedure) if procedure.signer != super::procedure::Signer::Officer => actor.unit.clone(),
            Some(_) | None => case.unit.clone(),
        },
        Command::RecordInspection(_)
        | Command::ConcludeInspection { .. }
        | Command::PrepareViolation(_)
        | Command::RecordViolation(_)
        | Command::RecordExplanation(_)
        | Command::ProposeSanction(_)
        | Command::ReturnProposal { .. }
        | Command::RecordService(_)
        | Command::RecordPayment(_)
        | Command::RecordExecution(_)
        | Command::CloseCase { .. }
        | Command::Attach(_)
        | Command::WithdrawAttachment { .. } => case.unit.clone(),
    }
}

/// The series a number must be drawn from before the command can be decided, or `None` for steps without a paper.
///
/// `year` is the local year of the act. The number is drawn in the transaction of the command, so that a refused
/// command uses none.
pub fn required_series(actor: &Actor, case: &CaseFile, command: &Command, year: i16) -> Option<SeriesKey> {
    let symbol = match command {
        Command::SignInspectionDecision => PaperKind::InspectionDecision.symbol(),
        Command::RecordInspection(_) => PaperKind::InspectionRecord.symbol(),
        Command::RecordViolation(_) => PaperKind::ViolationRecord.symbol(),
        Command::SignSanction => PaperKind::SanctionDecision.symbol(),
        Command::Proceed { key, .. } => {
            super::procedure::find(key)?.form.map(|form| form.symbol).filter(|symbol| !symbol.is_empty())?
        }
        Command::ConcludeInspection { .. }
        | Command::PrepareViolation(_)
        | Command::RecordExplanation(_)
        | Command::ProposeSanction(_)
        | Command::ReturnProposal { .. }
        | Command::RecordService(_)
        | Command::RecordPayment(_)
        | Command::RecordExecution(_)
        | Command::CloseCase { .. }
        | Command::Attach(_)
        | Command::WithdrawAttachment { .. } => return None,
    };
    // What an officer on duty decides in his own power counts in his own series (TT 22/2021/TT-BCT Điều 6).
    let decides = symbol == PaperKind::SanctionDecision.symbol();
    let officer = (decides && actor.role == crate::officer::Role::Controller).then(|| actor.id().clone());
    Some(SeriesKey { unit: issuing_unit(actor, case, command), officer, symbol: symbol.to_owned(), year })
}

/// Decides one command. Pure: the same arguments give the same answer.
///
/// # Errors
/// A [`Refusal`] that says what is wrong and what to do, with its article where it rests on one.
pub fn decide(ask: Ask<'_>, context: &Context<'_>) -> Result<Event, Refusal> {
    let (seq, body) = match ask {
        Ask::Open(open) => {
            authorise(context.actor, Action::OpenCase, &open.path)?;
            (1, inspection::open(open, context)?)
        }
        Ask::Do(case, command) => {
            authorise(context.actor, Action::ReadCase, &case.path)?;
            authorise(context.actor, command.action(), &case.path)?;
            let body = match command {
                Command::SignInspectionDecision => inspection::sign(case, context)?,
                Command::RecordInspection(record) => inspection::record(case, record, context)?,
                Command::ConcludeInspection { note } => inspection::conclude(case, note, context)?,
                Command::PrepareViolation(draft) => violation::prepare(case, draft, context)?,
                Command::RecordViolation(draft) => violation::record(case, draft, context)?,
                Command::RecordExplanation(explanation) => violation::explain(case, explanation, context)?,
                Command::ProposeSanction(content) => sanction::propose(case, content, context)?,
                Command::ReturnProposal { reason } => sanction::send_back(case, reason, context)?,
                Command::SignSanction => sanction::sign(case, context)?,
                Command::RecordService(service) => execution::serve(case, service, context)?,
                Command::RecordPayment(payment) => execution::pay(case, payment, context)?,
                Command::RecordExecution(done) => execution::carry_out(case, done, context)?,
                Command::CloseCase { note } => execution::close(case, note, context)?,
                Command::Proceed { key, answers } => super::procedure::proceed(case, key, answers, context)?,
                Command::Attach(new) => attachment::attach(case, new, context)?,
                Command::WithdrawAttachment { seq, reason } => attachment::withdraw(case, *seq, reason, context)?,
            };
            (case.version + 1, body)
        }
    };
    Ok(Event {
        seq,
        at: context.now,
        by: context.actor.officer.clone(),
        by_unit: context.actor.unit.clone(),
        body,
        client: Client::default(),
    })
}

/// Refuses unless the case is in one of the stages where the step belongs.
fn expect_stage(case: &CaseFile, stages: &[Stage], step: Action) -> Result<(), Refusal> {
    if stages.contains(&case.stage) {
        Ok(())
    } else {
        Err(Refusal::WrongStage { stage: case.stage, step: step.label().to_owned() })
    }
}

/// Refuses a signature while the file has gaps; what only needs attention does not stop it.
fn refuse_gaps(case: &CaseFile, context: &Context<'_>, citation: &str) -> Result<(), Refusal> {
    let missing: Vec<String> = super::completeness(case, context)
        .into_iter()
        .filter(|check| check.verdict == Verdict::Missing)
        .map(|check| format!("{}: {}", check.title, check.note.trim_end_matches('.')))
        .collect();
    if missing.is_empty() { Ok(()) } else { Err(Refusal::Incomplete { missing, citation: citation.to_owned() }) }
}

/// That a period runs over years of the calendar that were entered: nothing is decided by days that were guessed.
pub(in crate::case) fn counted(due: &Deadline, context: &Context<'_>) -> Result<(), LawRefusal> {
    let covered = context.calendar.covers(due.starts.date(), due.due.date());
    covered.map_err(|missing| LawRefusal::new("calendar-missing", missing.message(), due.citation.clone()))
}

/// Whether a period is over, for a step that may be taken only after it, or only before.
pub(in crate::case) fn over(due: &Deadline, context: &Context<'_>) -> Result<bool, LawRefusal> {
    let lapsed = due.lapsed(context.local());
    if lapsed {
        counted(due, context)?;
    }
    Ok(lapsed)
}

/// The frame of a paper signed now by the actor, with the number drawn for it.
pub(in crate::case) fn frame(context: &Context<'_>, at: jiff::civil::DateTime) -> Result<Signed, Refusal> {
    Ok(Signed {
        number: context.number.cloned().ok_or(Refusal::NumberMissing)?,
        issuer: context.issuer.clone(),
        signer: context.actor.officer.clone(),
        delegation: None,
        at,
    })
}
