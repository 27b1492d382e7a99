//! What may be filed without a network, and how it looks on the device until the server has said its word.

use super::Queued;
use crate::authority::{Actor, authorise};
use crate::case::procedure::{self, Group};
use crate::case::{Ask, CaseFile, Command, Context, Event, Refusal, Stage, decide};

/// A step that an officer may take in the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// Key of its form, as in the address of its page.
    pub step: &'static str,
    pub title: &'static str,
    /// Why it cannot be taken now; nothing where it can.
    pub blocked: Option<String>,
}

/// What the form of a step is called; the key itself for one this version does not know.
pub fn title(step: &str) -> &str {
    match step {
        RECORD_INSPECTION => "Biên bản kiểm tra",
        RECORD_VIOLATION => "Biên bản vi phạm hành chính",
        key => procedure::find(key).map_or(key, |found| found.title),
    }
}

/// Keys of the two records of the main line.
const RECORD_INSPECTION: &str = "bien-ban-kiem-tra";
const RECORD_VIOLATION: &str = "bien-ban-vi-pham";

/// Procedures that belong to the field.
const fn of_the_field(group: Group) -> bool {
    matches!(group, Group::Inspection | Group::Verification | Group::Seizure | Group::Search)
}

/// Whether a command may come from the field. Attaching has a way of its own, since bytes go with it; what a leader signs is
/// signed where he reads the whole file.
pub fn allowed(command: &Command) -> bool {
    match command {
        Command::RecordInspection(_) | Command::PrepareViolation(_) | Command::RecordViolation(_) => true,
        Command::Proceed { key, .. } => procedure::find(key).is_some_and(|found| of_the_field(found.group)),
        Command::SignInspectionDecision
        | Command::ConcludeInspection { .. }
        | Command::RecordExplanation(_)
        | Command::ProposeSanction(_)
        | Command::ReturnProposal { .. }
        | Command::SignSanction
        | Command::RecordService(_)
        | Command::RecordPayment(_)
        | Command::RecordExecution(_)
        | Command::CloseCase { .. }
        | Command::Attach(_)
        | Command::WithdrawAttachment { .. } => false,
    }
}

/// The steps of a case in the field: the records of the main line where the case stands at them, and the procedures of inspection,
/// verification, seizure and search that the officer may take.
pub fn offers(actor: &Actor, case: &CaseFile) -> Vec<Offer> {
    let mut list = Vec::new();
    match case.stage {
        Stage::InspectionDecided => {
            list.push(Offer { step: RECORD_INSPECTION, title: title(RECORD_INSPECTION), blocked: None });
        }
        Stage::InspectionRecordedViolation => {
            list.push(Offer { step: RECORD_VIOLATION, title: title(RECORD_VIOLATION), blocked: None });
        }
        _ => {}
    }
    let here = |found: &&procedure::Procedure| of_the_field(found.group) && found.stages.contains(&case.stage);
    for found in procedure::all().filter(here) {
        if authorise(actor, found.action, &case.path).is_ok() {
            let blocked = procedure::why_not(case, found).map(|refusal| refusal.message());
            list.push(Offer { step: found.key, title: found.title, blocked });
        }
    }
    list
}

/// The case after a command, as the device shows it until the server has decided: the same decision by the same law. The context
/// carries the number taken from a block, or a draft number.
///
/// # Errors
/// Why the case refuses it.
pub fn carry_out(case: &CaseFile, queued: &Queued, context: &Context<'_>) -> Result<(CaseFile, Event), Refusal> {
    if !allowed(&queued.command) {
        let code = "not-in-the-field".to_owned();
        let message = "Bước này không lập được ngoài hiện trường. Làm trên trang hồ sơ khi có mạng.".to_owned();
        return Err(Refusal::OutOfTurn { code, message });
    }
    let event = decide(Ask::Do(case, &queued.command), context)?;
    let mut after = case.clone();
    after.apply(&event);
    Ok((after, event))
}
