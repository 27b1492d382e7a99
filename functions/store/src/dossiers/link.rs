//! Opening a case from an approved proposal.

use super::read::find;
use super::write::update;
use crate::database::{Connection, UnitOfWork};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise_dossier};
use domain::case::{CaseId, InspectionDraft};
use domain::dossier::{Dossier, DossierContext, OpenedCase, Sort, link};
use domain::unit::UnitSnapshot;

/// Checks that a case may be opened from the proposal its draft names, writes the lead's reference into the draft, and answers
/// the lead; nothing for a case without one.
///
/// # Errors
/// `NotFound` for a lead the actor may not know of; the domain's refusal.
pub(crate) async fn claim(
    work: &mut UnitOfWork,
    actor: &Actor,
    draft: &mut InspectionDraft,
) -> Result<Option<(i64, Dossier)>, StoreError> {
    let Some(named) = &draft.proposal else { return Ok(None) };
    let (num, lead) = find(work, named.id).await?;
    authorise_dossier(actor, Action::ReadMeasure, &lead.path, &lead.named_ids())?;
    if lead.sort != Sort::Lead {
        return Err(StoreError::NotFound);
    }
    lead.check_opening(draft, actor)?;
    if let Some(named) = &mut draft.proposal {
        named.code = lead.code.clone();
    }
    Ok(Some((num, lead)))
}

/// The lead knows its case from the same transaction on.
pub(crate) async fn opened(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    issuer: &UnitSnapshot,
    (num, mut lead): (i64, Dossier),
    (case_num, id, code): (i64, CaseId, &str),
) -> Result<(), StoreError> {
    work.execute("INSERT INTO dossier_case (case_num, dossier_num) VALUES (?1, ?2)", params![case_num, num]).await?;
    let context = DossierContext { actor, now: env.now, issuer, number: None };
    let event = link::case_opened(&lead, OpenedCase { id: id.0, code: code.to_owned() }, &context);
    lead.apply(&event);
    update(work, num, &lead, &event).await?;
    Ok(())
}
