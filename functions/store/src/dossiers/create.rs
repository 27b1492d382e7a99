//! Beginning a lead or a measure, with what its informant gave into the vault.

use super::execute::{Form, said};
use super::read::find;
use super::vault;
use super::write::{insert, update};
use crate::accounts::AccountKey;
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, numbers, params, units};
use domain::authority::{Action, Actor, authorise_dossier, role_may};
use domain::calendar::to_local;
use domain::case::FieldError;
use domain::case::procedure::Answer;
use domain::dossier::{
    Dossier, DossierContext, DossierRef, Informant, NewDossier, Sort, link, open, opening, required_series,
};
use uuid::Uuid;

/// What an officer writes to begin a dossier.
#[derive(Debug, Clone, Default)]
pub struct NewFile {
    /// Key of the opening step.
    pub kind: String,
    pub form: Form,
    /// The lead a measure verifies.
    pub lead: Option<Uuid>,
    /// Who gave the information; kept in the vault and nowhere else.
    pub informant: Informant,
}

/// Refuses an identity in the words of a lead: those are read by others.
fn anonymous(new: &NewFile) -> Result<(), StoreError> {
    let named = |answer: &Answer| matches!(answer, Answer::Text { text } if new.informant.is_named_in(text));
    let answers = new.form.answers.0.iter().filter(|(_, answer)| named(answer));
    let errors: Vec<FieldError> = answers
        .map(|(key, _)| {
            FieldError::new(
                key,
                "Mục này có nhân thân người cung cấp thông tin. Bỏ họ tên, số điện thoại: nhân thân chỉ ghi ở phần niêm phong (Điều 37 Thông tư 27/2020/TT-BCT).",
            )
        })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(StoreError::fields(errors)) }
}

/// Begins a dossier of the actor's unit. The id is chosen by the form: posted twice by the same officer, it begins one dossier
/// and answers the same. An identity is sealed by the key, where the installation has one.
///
/// # Errors
/// A refusal of the domain; `NotFound` when the id is somebody else's dossier, or the lead is not known to him.
pub async fn create(
    db: &dyn Database,
    env: &Env,
    key: Option<&AccountKey>,
    actor: &Actor,
    id: Uuid,
    new: &NewFile,
) -> Result<Uuid, StoreError> {
    let step = opening(&new.kind).ok_or(StoreError::NotFound)?;
    // Before the write lock; the domain asks again.
    if !role_may(actor.role, Action::TakeLead) {
        return Err(domain::authority::Denial::Role { role: actor.role, action: Action::TakeLead }.into());
    }
    anonymous(new)?;
    let mut work = UnitOfWork::begin(db).await?;
    if let Some(row) = work.query_one("SELECT opened_by FROM dossier WHERE id = ?1", params![id]).await? {
        return if row.text(0)? == actor.id().0 { Ok(id) } else { Err(StoreError::NotFound) };
    }
    let path = actor.scope();
    let unit = path.leaf();
    let tree = units::tree_on(&mut work).await?;
    let known = tree.get(&unit).ok_or(StoreError::NotFound)?;
    let issuer = tree.snapshot(&unit).ok_or(StoreError::NotFound)?;
    let lead = match new.lead.filter(|_| step.sort == Sort::Measure) {
        Some(id) => {
            let (num, lead) = find(&mut work, id).await?;
            authorise_dossier(actor, Action::WorkMeasure, &lead.path, &lead.named_ids())?;
            Some((num, lead))
        }
        None => None,
    };
    let year = to_local(env.now).year();
    let sealed = step.sort == Sort::Lead && !new.informant.is_empty();
    let said = said(&mut work, actor, &new.form).await?;
    let number = match required_series(actor, &new.kind, year) {
        Some(series) => Some(numbers::draw(&mut work, &series, known, actor).await?),
        None => None,
    };
    let file = NewDossier {
        id,
        code: match step.sort {
            Sort::Lead => numbers::draw_lead_code(&mut work, &unit, year).await?,
            Sort::Measure => numbers::draw_measure_code(&mut work, &unit, year).await?,
        },
        kind: new.kind.clone(),
        province: known.province.clone().unwrap_or_else(|| unit.clone()),
        unit,
        path,
        issuer: issuer.clone(),
        lead: lead.as_ref().map(|(_, lead)| DossierRef { id: lead.id, code: lead.code.clone() }),
        informant: sealed.then(|| format!("NG-{}", env.token(4).to_uppercase())),
    };
    let context = DossierContext { actor, now: env.now, issuer: &issuer, number: number.as_ref() };
    // A refusal drops the unit of work, and with it the reference and what was to be sealed.
    let event = open(&file, &said, &context)?;
    let dossier = Dossier::open(&event).ok_or(DbError::Engine("an opening that opens nothing".to_owned()))?;
    let num = insert(&mut work, &dossier, &event).await?;
    if let Some(code) = &dossier.informant {
        vault::seal(&mut work, env, key, actor, (num, code), &new.informant).await?;
    }
    if let Some((lead_num, mut lead)) = lead {
        let event = link::linked(&lead, &dossier, &context)?;
        lead.apply(&event);
        update(&mut work, lead_num, &lead, &event).await?;
    }
    work.commit().await?;
    Ok(id)
}
