//! From what was typed in the form of a step to the command it gives: the same at the desk and in the field.

use crate::forms::{Fields, inspection_record, sanction, steps, violation};
use crate::law::Law;
use domain::case::{CaseFile, Command, FieldError, procedure};

/// The command of a step; nothing for a step that does not exist, or whose ground is not laid yet.
///
/// # Errors
/// All field errors.
pub fn command(step: &str, fields: &Fields, case: &CaseFile, law: &Law) -> Result<Option<Command>, Vec<FieldError>> {
    Ok(Some(match step {
        "ky-quyet-dinh-kiem-tra" => Command::SignInspectionDecision,
        "bien-ban-kiem-tra" => Command::RecordInspection(inspection_record::parse(fields)?),
        "ket-luan-kiem-tra" => Command::ConcludeInspection { note: steps::note(fields)? },
        "bien-ban-vi-pham" => {
            let draft = violation::parse(fields, law.catalogue())?;
            if fields.has("prepare") { Command::PrepareViolation(draft) } else { Command::RecordViolation(draft) }
        }
        "giai-trinh" => Command::RecordExplanation(steps::explanation(fields)?),
        "trinh-ky-xu-phat" => {
            let Some(record) = &case.violation else { return Ok(None) };
            Command::ProposeSanction(sanction::parse(fields, &record.content)?)
        }
        "tra-lai" => Command::ReturnProposal { reason: steps::reason(fields)? },
        "ky-quyet-dinh-xu-phat" => Command::SignSanction,
        "giao-quyet-dinh" => Command::RecordService(steps::service(fields)?),
        "nop-phat" => Command::RecordPayment(steps::payment(fields)?),
        "thi-hanh" => Command::RecordExecution(steps::execution(fields)?),
        "ket-thuc" => Command::CloseCase { note: steps::note(fields)? },
        key => {
            if let Some(seq) = crate::routes::withdrawn_attachment(key) {
                return Ok(Some(Command::WithdrawAttachment { seq, reason: fields.get("reason").to_owned() }));
            }
            let Some(found) = procedure::find(key) else { return Ok(None) };
            let answers = procedure::parse(found, case, |name| fields.get(name).to_owned())?;
            Command::Proceed { key: key.to_owned(), answers }
        }
    }))
}
