//! The personal calendar feed: its token, and what it holds.

use super::waiting::{waiting, waiting_comments};
use crate::accounts::{officers, token_hash};
use crate::cases::my_work;
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, StoreError, journal, law, params, units};
use domain::authority::{Action, Actor, role_may};
use domain::calendar::to_local;
use domain::case::{CaseFile, deadlines};
use domain::direction::comment::CommentState;
use domain::direction::feed::Entry;
use domain::journal::Deed;
use domain::unit::UnitPath;
use jiff::Timestamp;

/// Bytes of a token: 256 bits.
const TOKEN_BYTES: usize = 32;

/// Most files whose deadlines a feed holds.
const FILES: i64 = 300;

/// Files at once: documents are large.
const CHUNK: usize = 50;

/// Whether an officer has a feed, and since when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FeedState {
    pub created_at: Timestamp,
}

/// The actor's feed, if he has one. Its token is not kept and cannot be shown again.
///
/// # Errors
/// The database failed.
pub async fn feed_state(db: &dyn Database, actor: &Actor) -> Result<Option<FeedState>, DbError> {
    let sql = "SELECT created_at FROM calendar_feed WHERE officer = ?1";
    let row = db.open().await?.query_one(sql, params![&actor.id().0]).await?;
    row.map(|row| Ok(FeedState { created_at: row.moment(0)? })).transpose()
}

/// Makes the actor's feed, or gives it a new token: the old address stops working. Answers the token, the only time it is known.
///
/// # Errors
/// The database failed.
pub async fn renew_feed(db: &dyn Database, env: &Env, actor: &Actor) -> Result<String, StoreError> {
    let token = env.token(TOKEN_BYTES);
    let mut work = UnitOfWork::begin(db).await?;
    work.execute(
        "INSERT INTO calendar_feed (officer, token_hash, created_at) VALUES (?1, ?2, ?3) ON CONFLICT (officer) \
         DO UPDATE SET token_hash = excluded.token_hash, created_at = excluded.created_at",
        params![&actor.id().0, token_hash(&token), env.now],
    )
    .await?;
    journal::write(&mut work, &env.entry(actor, Deed::MakeFeed, &actor.id().0)).await?;
    work.commit().await?;
    Ok(token)
}

/// Takes the actor's feed away: its address stops working.
///
/// # Errors
/// The database failed.
pub async fn revoke_feed(db: &dyn Database, env: &Env, actor: &Actor) -> Result<(), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    work.execute("DELETE FROM calendar_feed WHERE officer = ?1", params![&actor.id().0]).await?;
    journal::write(&mut work, &env.entry(actor, Deed::RevokeFeed, &actor.id().0)).await?;
    Ok(work.commit().await?)
}

/// What tells one text of a feed from another.
pub fn digest(text: &str) -> String {
    hex::encode(token_hash(text))
}

/// Whose feed a token opens; nobody's, where it is unknown, revoked, or the account is closed.
///
/// # Errors
/// The database failed.
pub async fn officer_of(db: &dyn Database, token: &str) -> Result<Option<Actor>, DbError> {
    let sql = format!(
        "SELECT {}, u.path FROM calendar_feed k CROSS JOIN officer o ON o.id = k.officer CROSS JOIN unit u ON u.id = o.unit \
         WHERE k.token_hash = ?1 AND o.active = 1",
        officers::COLUMNS
    );
    let row = db.open().await?.query_one(&sql, params![token_hash(token)]).await?;
    row.map(|row| {
        let officer = officers::read(&row)?;
        Ok(Actor {
            officer: officer.snapshot(),
            role: officer.role,
            unit: officer.unit,
            path: UnitPath(row.string(8)?),
            delegations: Vec::new(),
        })
    })
    .transpose()
}

/// What the actor's feed holds: the running deadlines of the files he carries and of those that wait for him, the parts of
/// tasks and the comments that wait for him. `page` and `task_page` make the path of a case and of a task.
///
/// # Errors
/// The database failed.
pub async fn entries(
    db: &dyn Database,
    actor: &Actor,
    now: Timestamp,
    page: fn(&str) -> String,
    task_page: fn(&str) -> String,
) -> Result<Vec<Entry>, StoreError> {
    let mut found = Vec::new();
    if role_may(actor.role, Action::ReadCase) {
        found.extend(of_cases(db, actor, now, page).await?);
    }
    for waits in waiting(db, actor).await? {
        let path = task_page(&waits.task.id.to_string());
        found.push(Entry::of_task(&waits.task, &waits.part, path, waits.updated_at));
    }
    for waits in waiting_comments(db, actor).await? {
        let comment = &waits.comment;
        if let Some(due) = comment.due.filter(|_| comment.state == CommentState::Open) {
            found.push(Entry::of_comment(comment, due, page(&comment.case.to_string()), waits.updated_at));
        }
    }
    found.sort_by(|a, b| (a.due, &a.uid).cmp(&(b.due, &b.uid)));
    Ok(found)
}

async fn of_cases(
    db: &dyn Database,
    actor: &Actor,
    now: Timestamp,
    page: fn(&str) -> String,
) -> Result<Vec<Entry>, StoreError> {
    let local = to_local(now);
    let mut numbers: Vec<i64> = my_work(db, actor, local).await?.into_iter().map(|row| row.num).collect();
    let calendar = law::current(db, local.date()).await?.calendar;
    let tree = units::tree(db).await?;
    let mut connection = db.open().await?;
    let sql = "SELECT num FROM case_file INDEXED BY case_by_responsible WHERE responsible = ?1 AND awaiting IS NOT NULL \
               ORDER BY next_due, num LIMIT ?2";
    for row in connection.query(sql, params![&actor.id().0, FILES]).await? {
        numbers.push(row.int(0)?);
    }
    numbers.sort_unstable();
    numbers.dedup();
    let mut found = Vec::new();
    for some in numbers.chunks(CHUNK) {
        let list: Vec<String> = some.iter().map(i64::to_string).collect();
        let sql = format!("SELECT document, updated_at FROM case_file WHERE num IN ({})", list.join(","));
        for row in connection.query(&sql, &[]).await? {
            let (case, changed): (CaseFile, Timestamp) = (row.json(0)?, row.moment(1)?);
            let unit = tree.get(&case.unit).map_or(case.unit.0.as_str(), |unit| unit.short_name.as_str());
            let path = page(&case.id.to_string());
            found.extend(
                deadlines(&case, &calendar)
                    .iter()
                    .map(|deadline| Entry::of_deadline((case.id, &case.code), unit, deadline, path.clone(), changed)),
            );
        }
    }
    Ok(found)
}
