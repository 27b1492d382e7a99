//! One paper over several files: all of them in one transaction, with one number.

use super::execute::since;
use super::write::{ISSUER_WIDTH, append, issuer_columns, read_issuer, update_case};
use crate::chain::Head;
use crate::database::{Connection, Database, UnitOfWork};
use crate::{Env, StoreError, law, numbers, oversight, params};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::to_local;
use domain::case::{
    CaseFile, CaseId, Context, MAX_TOGETHER, Refusal, Together, decide_together, issuing_unit, required_series,
};

/// Does one thing to several files as their forms saw them, the first being the one where it was asked; answers them after it.
///
/// # Errors
/// `NotFound`, also for a case of another unit; `Stale` for the first file, `StaleFile` with its reference for another;
/// `Refused`, naming the file that stands in the way. Nothing is changed then and no number is used.
pub async fn execute_together(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    files: &[(CaseId, u32)],
    asked: &Together,
) -> Result<Vec<CaseFile>, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let sql = format!(
        "SELECT h.position, h.hash, {}, {}, {} FROM chain_head h CROSS JOIN case_file c \
         CROSS JOIN unit cu ON cu.id = c.unit LEFT JOIN unit cp ON cp.id = cu.parent \
         CROSS JOIN unit au ON au.id = ?2 LEFT JOIN unit ap ON ap.id = au.parent WHERE c.id = ?1",
        issuer_columns("cu", "cp"),
        issuer_columns("au", "ap"),
        law::columns("?3")
    );
    let today = to_local(env.now).date();
    let (first, _) = files.first().ok_or(StoreError::NotFound)?;
    let row = work.query_one(&sql, params![first.0, &actor.unit.0, today]).await?.ok_or(StoreError::NotFound)?;
    // One more than the law takes, so that the refusal is the law's.
    let mut cases: Vec<(i64, CaseFile)> = Vec::new();
    for (index, (id, version)) in files.iter().take(MAX_TOGETHER + 1).enumerate() {
        let sql = "SELECT num, document FROM case_file WHERE id = ?1";
        let found = work.query_one(sql, params![id.0]).await?.ok_or(StoreError::NotFound)?;
        let (num, case): (i64, CaseFile) = (found.int(0)?, found.json(1)?);
        authorise(actor, Action::ReadCase, &case.path)?;
        if case.version != *version {
            let since = since(&mut work, num, *version).await?;
            return Err(match index {
                0 => StoreError::Stale { current: case.version, since },
                _ => StoreError::StaleFile { code: case.code, since },
            });
        }
        cases.push((num, case));
    }
    let (_, case) = cases.first().ok_or(StoreError::NotFound)?;
    let command = asked.command();
    let of_case = issuing_unit(actor, case, &command) == case.unit;
    let issuer = read_issuer(&row, if of_case { 2 } else { 2 + ISSUER_WIDTH })?;
    let law = law::read(&mut work, &row, 2 + 2 * ISSUER_WIDTH).await?;
    let series = required_series(actor, case, &command, today.year()).ok_or(Refusal::NumberMissing)?;
    let number = numbers::draw(&mut work, &series, &issuer.unit, actor).await?;
    let context = Context {
        actor,
        now: env.now,
        issuer: &issuer.snapshot,
        catalogue: &law.catalogue,
        calendar: &law.calendar,
        number: Some(&number),
    };
    // A refusal drops the unit of work, and with it the number.
    let files: Vec<&CaseFile> = cases.iter().map(|(_, case)| case).collect();
    let events = decide_together(&files, asked, &context)?;
    let mut head = Head { position: row.int(0)?, hash: row.bytes(1)? };
    let mut after = Vec::new();
    for ((num, before), mut event) in cases.into_iter().zip(events) {
        event.client = env.client;
        let mut case = before.clone();
        case.apply(&event);
        head = append(&mut work, head, num, Some(&before), &case, &event, &law.calendar).await?;
        update_case(&mut work, num, &case, &event, &law.calendar).await?;
        oversight::change(&mut work, num, &before, &case, &law.calendar).await?;
        after.push(case);
    }
    work.commit().await?;
    Ok(after)
}
