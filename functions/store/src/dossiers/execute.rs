//! Taking a step of a dossier, with what it does to the lead.

use super::read::find;
use super::write::{insert, update};
use crate::accounts::officers;
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::units::UnitTree;
use crate::{Env, StoreError, numbers, params, units};
use domain::authority::{Action, Actor, authorise_dossier};
use domain::calendar::to_local;
use domain::case::procedure::Answers;
use domain::dossier::{Dossier, DossierContext, Said, Sort, link, proceed, required_series};
use domain::officer::{OfficerId, OfficerSnapshot};
use domain::party::{Party, PartyId};
use domain::plan::PlannedParty;
use uuid::Uuid;

/// What a step's form says, before parties and officers are looked up.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    pub answers: Answers,
    pub party: Option<PartyId>,
    pub officers: Vec<OfficerId>,
}

/// Looks up whom a form names: a registered party, active officers of the actor's part of the tree.
pub(super) async fn said(work: &mut UnitOfWork, actor: &Actor, form: &Form) -> Result<Said, StoreError> {
    let party = match form.party {
        None => None,
        Some(id) => {
            let row = work.query_one("SELECT document FROM party WHERE id = ?1", params![id.0]).await?;
            let row = row.ok_or_else(|| StoreError::at("party", "Chọn tổ chức, cá nhân trong cơ sở dữ liệu."))?;
            Some(PlannedParty::of(&row.json::<Party>(0)?))
        }
    };
    let mut chosen: Vec<OfficerSnapshot> = Vec::new();
    for id in &form.officers {
        let sql = format!(
            "SELECT {}, u.path FROM officer o JOIN unit u ON u.id = o.unit WHERE o.id = ?1 AND o.active = 1",
            officers::COLUMNS
        );
        let row = work.query_one(&sql, params![&id.0]).await?;
        let row = row.ok_or_else(|| StoreError::at("officers", "Chọn công chức trong danh sách."))?;
        let (officer, path) = (officers::read(&row)?, domain::unit::UnitPath(row.string(8)?));
        if !actor.scope().covers(&path) {
            return Err(StoreError::at("officers", "Chọn công chức trong đơn vị của đồng chí."));
        }
        chosen.push(officer.snapshot());
    }
    Ok(Said { answers: form.answers.clone(), party, officers: chosen })
}

/// Takes one step of the dossier as the form saw it, and answers the dossier after it.
///
/// # Errors
/// `NotFound`, also for a dossier the actor may not know of; `Stale` when it was changed since; `Refused`.
pub async fn execute(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: Uuid,
    expected_version: u32,
    key: &str,
    form: &Form,
) -> Result<Dossier, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let (num, mut dossier) = find(&mut work, id).await?;
    authorise_dossier(actor, Action::ReadMeasure, &dossier.path, &dossier.named_ids())?;
    if dossier.version != expected_version {
        return Err(StoreError::Stale { current: dossier.version, since: Vec::new() });
    }
    let said = said(&mut work, actor, form).await?;
    let tree = units::tree_on(&mut work).await?;
    let unit = tree.get(&actor.unit).ok_or(StoreError::NotFound)?;
    let issuer = tree.snapshot(&actor.unit).ok_or(StoreError::NotFound)?;
    let number = match required_series(actor, key, to_local(env.now).year()) {
        Some(series) => Some(numbers::draw(&mut work, &series, unit, actor).await?),
        None => None,
    };
    let context = DossierContext { actor, now: env.now, issuer: &issuer, number: number.as_ref() };
    // A refusal drops the unit of work, and with it the number.
    let event = proceed(&dossier, key, &said, &context)?;
    dossier.apply(&event);
    update(&mut work, num, &dossier, &event).await?;
    if dossier.sort == Sort::Measure && dossier.state.is_over() {
        tell_lead(&mut work, env, &tree, &dossier, &context).await?;
    }
    work.commit().await?;
    Ok(dossier)
}

/// The lead hears how its measure was concluded; signs that were found without a lead begin one.
async fn tell_lead(
    work: &mut UnitOfWork,
    env: &Env,
    tree: &UnitTree,
    measure: &Dossier,
    context: &DossierContext<'_>,
) -> Result<(), StoreError> {
    let (num, mut lead) = match &measure.lead {
        Some(named) => find(work, named.id).await?,
        None if measure.state == domain::dossier::State::Signs => {
            let code = numbers::draw_lead_code(work, &measure.unit, to_local(env.now).year()).await?;
            let event = link::lead_of(measure, env.uuid(), code, context);
            let lead = Dossier::open(&event).ok_or(DbError::Engine("a lead that opens nothing".to_owned()))?;
            (insert(work, &lead, &event).await?, lead)
        }
        None => return Ok(()),
    };
    let series = link::proposal_series(&lead, measure, to_local(env.now).year());
    let number = match (series, link::proposer(measure)) {
        (Some(series), Some(by)) => {
            let unit = tree.get(&measure.unit).ok_or(StoreError::NotFound)?;
            let proposer = Actor { officer: by.clone(), ..context.actor.clone() };
            Some(numbers::draw(work, &series, unit, &proposer).await?)
        }
        (Some(_), None) | (None, _) => None,
    };
    let event = link::concluded(&lead, measure, number.as_ref(), context)?;
    lead.apply(&event);
    update(work, num, &lead, &event).await?;
    Ok(())
}
