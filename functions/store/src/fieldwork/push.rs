//! Commands that come back: each is decided once, and what became of it is written down in the same transaction.

use super::{FieldError, check, numbers};
use crate::cases::{self, Executed};
use crate::database::{Connection, Database, DbError, Row, UnitOfWork, to_json};
use crate::{Env, StoreError, journal, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::{CaseFile, Event, Refusal};
use domain::fieldwork::{
    Batch, CommandKey, DeviceId, Done, Kept, Line, MAX_BATCH, Outcome, Queued, Reply, Since, Verdict, allowed,
    filed_again, judge, lines, may_be_withdrawn, theirs,
};
use domain::journal::Deed;
use domain::text::clean;

/// How far a chain of commands filed again is followed.
const MAX_REPLACED: usize = 20;

/// Takes a batch in and answers what became of each command. The same batch may come again, whole or in part.
///
/// # Errors
/// Denied for a device that is somebody else's or out of use, or where the actor's role takes nothing out; the database failed: what was
/// decided before stays decided, and the rest was not touched.
pub async fn push(db: &dyn Database, env: &Env, actor: &Actor, batch: &Batch) -> Result<Reply, FieldError> {
    authorise(actor, Action::TakeOut, &actor.path)?;
    let mut outcomes = Vec::new();
    for queued in batch.commands.iter().take(MAX_BATCH) {
        outcomes.push((queued.key, one(db, env, actor, batch.device, queued).await?));
    }
    if outcomes.is_empty() {
        check(db.open().await?.as_mut(), actor, batch.device).await?;
    }
    Ok(Reply { now: env.now, outcomes })
}

/// A refusal that is nobody's law: how it is told.
fn refused(message: impl Into<String>) -> Outcome {
    Outcome::Refused { message: message.into(), citation: None, errors: Vec::new() }
}

async fn one(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    device: DeviceId,
    queued: &Queued,
) -> Result<Outcome, FieldError> {
    let mut work = UnitOfWork::begin(db).await?;
    check(&mut work, actor, device).await?;
    let kept = kept(&mut work, actor, queued.key).await?;
    let before = match queued.after {
        Some(after) => standing_for(&mut work, actor, after).await?,
        None => None,
    };
    match judge(queued, kept.as_ref(), before.as_ref()) {
        Verdict::Again(outcome) => Ok(outcome),
        Verdict::Forged => Ok(refused(
            "Mã của biên bản này đã dùng cho nội dung khác. Nội dung trước đó giữ nguyên; lập lại biên bản.",
        )),
        Verdict::Waits(on) | Verdict::Lost(on) | Verdict::Follows(on) => {
            let outcome = Outcome::Waits { on };
            write(&mut work, env, actor, device, queued, &outcome, None).await?;
            work.commit().await.map_err(StoreError::from)?;
            Ok(outcome)
        }
        Verdict::Decide => decide(work, db, env, actor, device, (queued, before.as_ref())).await,
    }
}

/// Decides a command that was not decided yet.
async fn decide(
    mut work: UnitOfWork,
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    device: DeviceId,
    (queued, before): (&Queued, Option<&Kept>),
) -> Result<Outcome, FieldError> {
    if let Some(old) = queued.replaces {
        let old = kept(&mut work, actor, old).await?;
        if let Some(outcome) = filed_again(queued, old.as_ref()) {
            write(&mut work, env, actor, device, queued, &outcome, None).await?;
            work.commit().await.map_err(StoreError::from)?;
            return Ok(outcome);
        }
    }
    // What it follows is in the case: it goes on from there.
    let seen = before.and_then(|kept| kept.outcome.done()).map_or(queued.seen, |done| done.version);
    let tried = if allowed(&queued.command) {
        execute(&mut work, env, actor, queued, seen).await
    } else {
        Err(Refusal::OutOfTurn {
            code: "not-in-the-field".to_owned(),
            message: "Bước này không lập được ngoài hiện trường. Làm trên trang hồ sơ.".to_owned(),
        }
        .into())
    };
    let outcome = match tried {
        Ok(executed) => {
            let done = done(&executed.case, &executed.event);
            if let Some(taken) = queued.number {
                numbers::used(&mut work, env, taken, executed.position).await?;
            }
            let outcome = Outcome::Accepted { done };
            write(&mut work, env, actor, device, queued, &outcome, Some(executed.position)).await?;
            work.commit().await.map_err(StoreError::from)?;
            return Ok(outcome);
        }
        Err(StoreError::Stale { current, since }) => conflict(db, actor, queued, current, since).await?,
        Err(StoreError::NotFound) => refused(
            "Hồ sơ này không còn trong phạm vi của đồng chí. Liên hệ người phụ trách hồ sơ; nội dung vẫn được giữ.",
        ),
        Err(StoreError::Refused(refusal)) => {
            let errors = match &refusal {
                Refusal::Fields { errors } => errors.clone(),
                _ => Vec::new(),
            };
            Outcome::Refused { message: refusal.message(), citation: refusal.citation(), errors }
        }
        Err(error @ (StoreError::StaleFile { .. } | StoreError::Db(_))) => return Err(error.into()),
    };
    // What was tried goes with its unit of work; what became of it is written by another, unless somebody was quicker.
    drop(work);
    let mut work = UnitOfWork::begin(db).await?;
    if let Verdict::Again(outcome) = judge(queued, kept(&mut work, actor, queued.key).await?.as_ref(), before) {
        return Ok(outcome);
    }
    write(&mut work, env, actor, device, queued, &outcome, None).await?;
    work.commit().await.map_err(StoreError::from)?;
    Ok(outcome)
}

async fn execute(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    queued: &Queued,
    seen: u32,
) -> Result<Executed, StoreError> {
    let reserved = match queued.number {
        Some(taken) => Some(numbers::take(work, actor, taken).await?),
        None => None,
    };
    cases::execute_in(work, env, actor, (queued.case, seen), &queued.command, reserved.as_ref()).await
}

fn done(case: &CaseFile, event: &Event) -> Done {
    Done {
        version: case.version,
        title: event.body.title(),
        number: event.body.frame().map(|frame| frame.number.text.clone()),
    }
}

/// Both sides, for a person; or that they are the same, so that nobody has to decide.
async fn conflict(
    db: &dyn Database,
    actor: &Actor,
    queued: &Queued,
    current: u32,
    since: Vec<Event>,
) -> Result<Outcome, StoreError> {
    let (case, events) = cases::load(db, actor, queued.case).await?;
    let (mine, theirs) = (lines(&queued.command), theirs(&case, &queued.command));
    // Number and writer stand before what is said.
    let said: Vec<&Line> = theirs.iter().filter(|line| !["Số", "Người lập"].contains(&line.label.as_str())).collect();
    if !mine.is_empty() && said.into_iter().eq(&mine) {
        let made = events.iter().rev().find(|event| event.body.makes(&queued.command));
        if let Some(event) = made {
            let done = Done { version: event.seq, ..done(&case, event) };
            return Ok(Outcome::Already { done });
        }
    }
    let since = since.into_iter().map(|event| Since {
        seq: event.seq,
        title: event.body.title(),
        by: event.by.full_name,
        at: event.at,
    });
    Ok(Outcome::Conflict { current, since: since.collect(), mine, theirs })
}

fn read(row: &Row) -> Result<Kept, DbError> {
    Ok(Kept { digest: row.string(0)?, outcome: row.json(1)? })
}

/// What was kept of a key, of the actor's own commands. A key of somebody else's is one that nobody has.
async fn kept(work: &mut UnitOfWork, actor: &Actor, key: CommandKey) -> Result<Option<Kept>, FieldError> {
    let sql = "SELECT digest, outcome, officer FROM field_command WHERE key = ?1";
    let Some(row) = work.query_one(sql, params![key.0]).await? else { return Ok(None) };
    if row.text(2)? != actor.id().0 {
        // Two officers never draw the same key; whoever sends somebody else's is not answered what became of it.
        return Ok(Some(Kept { digest: String::new(), outcome: refused(String::new()) }));
    }
    Ok(Some(read(&row)?))
}

/// What was kept of the command that stands for a key now: the last of those it was filed again as.
async fn standing_for(work: &mut UnitOfWork, actor: &Actor, key: CommandKey) -> Result<Option<Kept>, FieldError> {
    let mut key = key;
    for _ in 0..MAX_REPLACED {
        match kept(work, actor, key).await? {
            Some(Kept { outcome: Outcome::Replaced { by }, .. }) => key = by,
            found => return Ok(found),
        }
    }
    Ok(None)
}

/// Writes down what became of a command, and that it stands for the one it replaces.
async fn write(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    device: DeviceId,
    queued: &Queued,
    outcome: &Outcome,
    position: Option<i64>,
) -> Result<(), FieldError> {
    let sql = "INSERT INTO field_command (key, device, officer, unit, case_id, step, received_at, decided_at, digest, standing, outcome, \
               body, position) VALUES (?1,?2,?3,?4,?5,?6,?7,?7,?8,?9,?10,?11,?12) \
               ON CONFLICT (key) DO UPDATE SET decided_at = ?7, standing = ?9, outcome = ?10, position = ?12";
    let values = params![
        queued.key.0,
        device.0,
        &actor.id().0,
        &actor.unit.0,
        queued.case.0,
        &queued.step,
        env.millis(),
        queued.digest(),
        outcome.key(),
        to_json(outcome)?,
        to_json(queued)?,
        position
    ];
    work.execute(sql, values).await?;
    let Some(old) = queued.replaces.filter(|old| *old != queued.key) else { return Ok(()) };
    let replaced = Outcome::Replaced { by: queued.key };
    // Also one that was never seen: a copy that comes late does nothing. It has no words of its own, and no digest.
    let sql = "INSERT INTO field_command (key, device, officer, unit, case_id, step, received_at, decided_at, digest, standing, outcome, \
               body) VALUES (?1,?2,?3,?4,?5,?6,?7,?7,'',?8,?9,?10) ON CONFLICT (key) DO UPDATE \
               SET decided_at = ?7, standing = ?8, outcome = ?9 WHERE officer = ?3 AND case_id IN (?5, '') \
               AND standing IN ('conflict', 'refused', 'waits', 'withdrawn')";
    let values = params![
        old.0,
        device.0,
        &actor.id().0,
        &actor.unit.0,
        queued.case.0,
        &queued.step,
        env.millis(),
        replaced.key(),
        to_json(&replaced)?,
        to_json(queued)?
    ];
    Ok(work.execute(sql, values).await?)
}

/// Takes a command back that is in no case: nothing of it was done, and it stays to be read, with the reason. Answers what stands
/// under its key now; one that is in a case already is left there. From its device, also one that was never seen: a copy of it that
/// comes late does nothing.
///
/// # Errors
/// `NotFound` for a key that is not the actor's; refused without a reason; denied for a device out of use.
pub async fn withdraw(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    device: Option<DeviceId>,
    key: CommandKey,
    reason: &str,
) -> Result<Reply, FieldError> {
    let mut work = UnitOfWork::begin(db).await?;
    if let Some(device) = device {
        check(&mut work, actor, device).await?;
    }
    let sql = "SELECT digest, outcome, officer FROM field_command WHERE key = ?1";
    let row = work.query_one(sql, params![key.0]).await?;
    let kept = row.as_ref().map(read).transpose()?;
    let is_own = row.as_ref().map_or(Ok(device.is_some()), |row| row.text(2).map(|officer| officer == actor.id().0))?;
    if !is_own {
        return Err(StoreError::NotFound.into());
    }
    if let Some(Kept { outcome, .. }) = kept.as_ref() {
        let is_over = matches!(outcome, Outcome::Withdrawn { .. }) || !may_be_withdrawn(kept.as_ref());
        if is_over {
            return Ok(Reply { now: env.now, outcomes: vec![(key, outcome.clone())] });
        }
    }
    let reason = clean(reason);
    if reason.is_empty() || reason.chars().count() > 500 {
        return Err(StoreError::at("reason", "Ghi lý do rút lại, tối đa 500 ký tự.").into());
    }
    let entry = env.entry(actor, Deed::WithdrawFiled, key.to_string()).because(&reason);
    journal::write(&mut work, &entry).await?;
    let outcome = Outcome::Withdrawn { reason };
    let sql = "INSERT INTO field_command (key, device, officer, unit, case_id, step, received_at, decided_at, digest, standing, outcome, \
               body) VALUES (?1,?2,?3,?4,'','',?5,?5,'',?6,?7,'null') ON CONFLICT (key) DO UPDATE \
               SET decided_at = ?5, standing = ?6, outcome = ?7";
    let device = device.map(|device| device.to_string()).unwrap_or_default();
    let values = params![key.0, device, &actor.id().0, &actor.unit.0, env.millis(), outcome.key(), to_json(&outcome)?];
    work.execute(sql, values).await?;
    work.commit().await.map_err(StoreError::from)?;
    Ok(Reply { now: env.now, outcomes: vec![(key, outcome)] })
}
