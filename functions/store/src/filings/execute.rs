//! Doing something to a report.

use super::figures::{Of, frozen, words};
use super::write::{append, head, update};
use crate::database::{Connection, Database, UnitOfWork};
use crate::{Env, StoreError, numbers, params, units};
use domain::authority::{Action, Actor, authorise_filing};
use domain::calendar::to_local;
use domain::case::Refusal;
use domain::report::filing::{Filing, FilingAsk, FilingCommand, FilingContext, decide, required_series};
use uuid::Uuid;

/// Does one command to the report as the form saw it, and answers the report after it. A signature reads the figures in the same
/// transaction that freezes them.
///
/// # Errors
/// `NotFound`, also for a report the actor does not know of; `Refused`; `Stale` when the report was changed since `expected_version`
/// and the command would still be possible.
pub async fn execute(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: Uuid,
    expected_version: u32,
    command: FilingCommand,
) -> Result<Filing, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let filing = found(&mut work, env, actor, id, expected_version, command).await?;
    work.commit().await?;
    Ok(filing)
}

/// Writes the words of a report anew from its figures.
///
/// # Errors
/// As [`execute`].
pub async fn redraft(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: Uuid,
    expected_version: u32,
) -> Result<Filing, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let (_, filing) = read(&mut work, actor, id).await?;
    let tree = units::tree_on(&mut work).await?;
    let of = Of::filing(&filing).ok_or(StoreError::NotFound)?;
    let narrative = words(&mut work, &tree, actor, &of).await?;
    let command = FilingCommand::Write { narrative };
    let filing = found(&mut work, env, actor, id, expected_version, command).await?;
    work.commit().await?;
    Ok(filing)
}

/// The report with its number, for whom knows of it.
async fn read(work: &mut UnitOfWork, actor: &Actor, id: Uuid) -> Result<(i64, Filing), StoreError> {
    let row = work.query_one("SELECT num, document FROM filing WHERE id = ?1", params![id]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    let filing: Filing = row.json(1)?;
    authorise_filing(actor, Action::ReadReport, &filing.path, filing.was_sent())?;
    Ok((row.int(0)?, filing))
}

async fn found(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    id: Uuid,
    expected_version: u32,
    command: FilingCommand,
) -> Result<Filing, StoreError> {
    let (num, mut filing) = read(work, actor, id).await?;
    let tree = units::tree_on(work).await?;
    let unit = tree.get(&filing.unit).ok_or(StoreError::NotFound)?;
    let issuer = tree.snapshot(&filing.unit).ok_or(StoreError::NotFound)?;
    let stale = filing.version != expected_version;
    let signs = matches!(command, FilingCommand::Sign) && !stale;
    let figures = match Of::filing(&filing).filter(|_| signs) {
        Some(of) => Some(frozen(work, &tree, actor, &of).await?),
        None => None,
    };
    let number = match required_series(&filing, &command, to_local(env.now).year()).filter(|_| signs) {
        Some(series) => Some(numbers::draw(work, &series, unit, actor).await?),
        None => None,
    };
    let context =
        FilingContext { actor, now: env.now, issuer: &issuer, number: number.as_ref(), figures: figures.as_ref() };
    // A refusal drops the unit of work, and with it the number. Who comes second is told what the first has done, where that is why.
    let decided = decide(FilingAsk::Do(&filing, &command), &context);
    if stale {
        let told =
            |refusal: &Refusal| filing.state.is_frozen() || matches!(refusal, Refusal::Hidden | Refusal::Role { .. });
        return Err(match decided {
            Err(refusal) if told(&refusal) => refusal.into(),
            Ok(_) | Err(_) => StoreError::Stale { current: filing.version, since: Vec::new() },
        });
    }
    let event = decided?;
    filing.apply(&event);
    let head = head(work).await?;
    append(work, head, num, &event).await?;
    update(work, num, &filing, &event).await?;
    Ok(filing)
}
