//! The events of imports, in their chain.

use crate::chain::Head;
use crate::database::{Connection, DbError, UnitOfWork, to_json};
use crate::{Env, params};
use domain::authority::Actor;
use domain::exchange::ImportEvent;

/// Writes an event down for good.
pub(super) async fn write(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    batch: i64,
    event: &ImportEvent,
) -> Result<(), DbError> {
    let row = work.query_one("SELECT position, hash FROM import_chain_head", &[]).await?;
    let row = row.ok_or(DbError::Engine("the chain of imports has no head".to_owned()))?;
    let head = Head { position: row.int(0)?, hash: row.bytes(1)? };
    let body = to_json(event)?;
    let next = head.append(batch, &body);
    work.execute(
        "INSERT INTO import_event (position, batch, at, officer, kind, event, hash) VALUES (?1,?2,?3,?4,?5,?6,?7)",
        params![next.position, batch, env.now, &actor.id().0, event.key(), body, next.hash],
    )
    .await
}
