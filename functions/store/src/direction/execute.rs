//! Doing something to a task or to one part of it.

use super::read::find;
use super::write::update_task;
use crate::database::{Database, UnitOfWork};
use crate::{Env, StoreError};
use domain::authority::{Actor, task_sight};
use domain::direction::{Task, TaskAsk, TaskCommand, TaskContext, decide};
use uuid::Uuid;

/// Does one command as the form saw the task: a part has a version of its own, so that what another addressee does makes no
/// form stale. Answers the task after it, as the actor sees it.
///
/// # Errors
/// `NotFound`, also for a task or a part that the actor may not know of; `Stale` when it was changed since; `Refused`.
pub async fn execute(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: Uuid,
    part: Option<u32>,
    expected_version: u32,
    command: TaskCommand,
) -> Result<Task, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let (num, mut task) = find(&mut work, id).await?;
    let sight = task_sight(actor, &task)?;
    let current = match part {
        Some(number) => task.part(number).filter(|_| sight.shows(number)).ok_or(StoreError::NotFound)?.version,
        None => task.version,
    };
    if current != expected_version {
        return Err(StoreError::Stale { current, since: Vec::new() });
    }
    let event = decide(TaskAsk::Do(&task, part, &command), &TaskContext { actor, now: env.now, parent: None })?;
    task.apply(&event);
    update_task(&mut work, num, &task, &event).await?;
    work.commit().await?;
    Ok(task.seen(&sight))
}
