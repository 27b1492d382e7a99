//! Making a report.

use super::figures::{Of, words};
use super::write::{append, head, insert};
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, params, units};
use domain::authority::{Action, Actor, authorise_filing};
use domain::calendar::Period;
use domain::organisation::Basis;
use domain::report::definition;
use domain::report::filing::{Filing, FilingAsk, FilingContext, NewFiling, Occasion, decide};
use uuid::Uuid;

/// What an officer chooses to make a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingHead {
    pub definition: String,
    pub period: Period,
    pub occasion: Occasion,
    pub basis: Basis,
}

/// Drafts a report of the actor's part of the tree, with words drafted from its figures. The id is chosen by the form: posted twice by
/// the same officer, it drafts one report and answers the same.
///
/// # Errors
/// A refusal of the domain; refused for a unit that was not there, and where the report of the period was made already; `NotFound` when
/// the id is somebody else's report.
pub async fn draft(db: &dyn Database, env: &Env, actor: &Actor, id: Uuid, new: FilingHead) -> Result<Uuid, StoreError> {
    let path = actor.scope();
    authorise_filing(actor, Action::DraftReport, &path, false)?;
    let mut work = UnitOfWork::begin(db).await?;
    if let Some(row) = work.query_one("SELECT drafted_by FROM filing WHERE id = ?1", params![id]).await? {
        return if row.text(0)? == actor.id().0 { Ok(id) } else { Err(StoreError::NotFound) };
    }
    let tree = units::tree_on(&mut work).await?;
    let unit = path.leaf();
    let issuer = tree.snapshot(&unit).ok_or(StoreError::NotFound)?;
    let mut filing = NewFiling {
        id,
        unit,
        path,
        definition: new.definition,
        period: new.period,
        occasion: new.occasion,
        basis: new.basis,
        narrative: String::new(),
    };
    let context = FilingContext { actor, now: env.now, issuer: &issuer, number: None, figures: None };
    // First whether it may be made at all; then its words, which cost some reading.
    decide(FilingAsk::Draft(&filing), &context)?;
    if filing.occasion == Occasion::Periodic {
        let sql = "SELECT drafted_by FROM filing WHERE unit = ?1 AND definition = ?2 AND period = ?3 \
                   AND occasion = 'dinh-ky'";
        let made = work.query_one(sql, params![&filing.unit.0, &filing.definition, filing.period.key()]).await?;
        if made.is_some() {
            let message = format!(
                "Đơn vị đã lập báo cáo này của kỳ {}. Mở báo cáo đó trong danh sách bên dưới trang “Báo cáo định kỳ”.",
                filing.period.label()
            );
            return Err(StoreError::at("ky", message));
        }
    }
    let definition = definition::find(&filing.definition).ok_or(StoreError::NotFound)?;
    let of = Of {
        definition,
        unit: &filing.unit,
        period: &filing.period,
        basis: filing.basis,
        fields: filing.occasion.fields(),
        title: filing.occasion.title(),
    };
    filing.narrative = words(&mut work, &tree, actor, &of).await?;
    let event = decide(FilingAsk::Draft(&filing), &context)?;
    let filing = Filing::open(&event).ok_or(DbError::Engine("a draft that drafts nothing".to_owned()))?;
    let head = head(&mut work).await?;
    let num = insert(&mut work, &filing).await?;
    append(&mut work, head, num, &event).await?;
    work.commit().await?;
    Ok(id)
}
