//! Giving a task, and passing a part of one on.

use super::read::find;
use super::write::{insert_task, update_task};
use crate::accounts::officers;
use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::units::UnitTree;
use crate::{Env, StoreError, numbers, params, units};
use domain::authority::{Action, Actor, authorise, plan_sight, role_may, task_sight};
use domain::calendar::to_local;
use domain::catalogue::Field;
use domain::direction::{
    About, AboutKind, Addressee, Campaign, NewTask, Parent, Task, TaskAsk, TaskCommand, TaskContext, TaskKind, decide,
};
use domain::officer::OfficerId;
use domain::unit::{Unit, UnitId, UnitPath};
use jiff::civil::Date;
use uuid::Uuid;

/// To whom a form addresses a task, before units and officers are looked up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Chosen {
    Unit(UnitId),
    Officer(OfficerId),
}

/// What the form of a new task says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TaskForm {
    pub kind: TaskKind,
    pub title: String,
    pub content: String,
    pub field: Option<Field>,
    /// The case or plan it is about, by its id.
    pub about: Option<(AboutKind, Uuid)>,
    pub campaign: Option<Campaign>,
    pub due: Date,
    /// The task and the part of it that this one passes on.
    pub parent: Option<(Uuid, u32)>,
    pub to: Vec<Chosen>,
}

/// Whom an officer may address: the units directly below his, in force on a day, and the active officers of his own unit but him.
///
/// # Errors
/// His role gives no tasks; the database failed.
pub async fn targets(db: &dyn Database, actor: &Actor, today: Date) -> Result<Vec<Addressee>, StoreError> {
    authorise(actor, Action::GiveTask, &actor.path)?;
    let tree = units::tree(db).await?;
    let own = tree.get(&actor.unit).ok_or(StoreError::NotFound)?;
    let below = tree.all().iter().filter(|unit| unit.path.parent().as_ref() == Some(&actor.path));
    let in_force = below.filter(|unit| unit.in_force_to.is_none_or(|last| last >= today));
    let mut found: Vec<Addressee> = in_force.map(addressee).collect();
    for officer in units::officers(db, &actor.unit).await? {
        if officer.id != *actor.id() && role_may(officer.role, Action::ReadTask) {
            found.push(Addressee { officer: Some(officer.snapshot()), ..addressee(own) });
        }
    }
    Ok(found)
}

fn addressee(unit: &Unit) -> Addressee {
    Addressee {
        unit: unit.id.clone(),
        path: unit.path.clone(),
        unit_name: unit.short_name.clone(),
        kind: unit.kind,
        officer: None,
    }
}

/// Looks up whom a form addresses. What is not there, or is closed, is told at the field.
async fn resolve(work: &mut UnitOfWork, tree: &UnitTree, chosen: &[Chosen]) -> Result<Vec<Addressee>, StoreError> {
    let unknown = || StoreError::at("to", "Chọn đơn vị, công chức trong danh sách.");
    let mut found = Vec::new();
    for chosen in chosen {
        found.push(match chosen {
            Chosen::Unit(id) => addressee(tree.get(id).ok_or_else(unknown)?),
            Chosen::Officer(id) => {
                let sql = format!("SELECT {} FROM officer o WHERE o.id = ?1 AND o.active = 1", officers::COLUMNS);
                let row = work.query_one(&sql, params![&id.0]).await?.ok_or_else(unknown)?;
                let officer = officers::read(&row)?;
                let unit = tree.get(&officer.unit).ok_or_else(unknown)?;
                Addressee { officer: Some(officer.snapshot()), ..addressee(unit) }
            }
        });
    }
    Ok(found)
}

/// The case or plan a task is about, as the giver may know of it.
async fn about(work: &mut UnitOfWork, actor: &Actor, kind: AboutKind, id: Uuid) -> Result<About, StoreError> {
    let sql = match kind {
        AboutKind::Case => "SELECT code, path FROM case_file WHERE id = ?1",
        AboutKind::Plan => "SELECT code, path FROM plan WHERE id = ?1",
    };
    let row = work.query_one(sql, params![id]).await?.ok_or(StoreError::NotFound)?;
    let (code, path) = (row.string(0)?, UnitPath(row.string(1)?));
    match kind {
        AboutKind::Case => authorise(actor, Action::ReadCase, &path)?,
        AboutKind::Plan => {
            plan_sight(actor, &path)?;
        }
    }
    Ok(About { kind, id, code, path })
}

/// Gives a task of the actor's own unit; where it passes a part on, that part learns of it in the same unit of work. The id is
/// chosen by the form: posted twice by the same officer, it gives one task and answers the same.
///
/// # Errors
/// A refusal of the domain; `NotFound` when the id is somebody else's task, or what it passes on or is about is not known to
/// him.
pub async fn give(db: &dyn Database, env: &Env, actor: &Actor, id: Uuid, form: &TaskForm) -> Result<Uuid, StoreError> {
    // Before the write lock; the domain asks again.
    authorise(actor, Action::GiveTask, &actor.path)?;
    let mut work = UnitOfWork::begin(db).await?;
    if let Some(row) = work.query_one("SELECT giver FROM task WHERE id = ?1", params![id]).await? {
        return if row.text(0)? == actor.id().0 { Ok(id) } else { Err(StoreError::NotFound) };
    }
    let tree = units::tree_on(&mut work).await?;
    let unit = tree.get(&actor.unit).ok_or(StoreError::NotFound)?;
    let mut parent: Option<(i64, Task, u32)> = None;
    if let Some((id, part)) = form.parent {
        let (num, task) = find(&mut work, id).await?;
        // A part that is not shown is not there.
        if !task_sight(actor, &task)?.shows(part) {
            return Err(StoreError::NotFound);
        }
        parent = Some((num, task, part));
    }
    let about = match form.about {
        Some((kind, id)) => Some(about(&mut work, actor, kind, id).await?),
        None => None,
    };
    let new = NewTask {
        id,
        code: numbers::draw_task_code(&mut work, &actor.unit, to_local(env.now).year()).await?,
        kind: form.kind,
        title: form.title.clone(),
        content: form.content.clone(),
        field: form.field,
        about,
        campaign: form.campaign,
        due: form.due,
        parent: parent.as_ref().map(|(_, task, part)| Parent { task: task.named(), part: *part }),
        unit: actor.unit.clone(),
        path: actor.path.clone(),
        province: unit.province.clone().unwrap_or_else(|| unit.id.clone()),
        unit_name: unit.short_name.clone(),
        to: resolve(&mut work, &tree, &form.to).await?,
    };
    let context = TaskContext { actor, now: env.now, parent: parent.as_ref().map(|(_, task, _)| task) };
    // A refusal drops the unit of work, and with it the reference.
    let event = decide(TaskAsk::Give(&new), &context)?;
    let task = Task::open(&event).ok_or(DbError::Engine("a giving that gives nothing".to_owned()))?;
    insert_task(&mut work, &task, &event).await?;
    if let Some((num, above, part)) = &parent {
        let pass = TaskCommand::PassOn { child: task.named() };
        let event = decide(TaskAsk::Do(above, Some(*part), &pass), &context)?;
        let mut after = above.clone();
        after.apply(&event);
        update_task(&mut work, *num, &after, &event).await?;
    }
    work.commit().await?;
    Ok(id)
}
