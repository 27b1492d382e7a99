//! Who gives, knows of, works on and judges a task; who asks and who answers about a case.
//!
//! Must not know: the state of a task or of a comment.

use super::{Action, Actor, Denial, authorise, leads_unit, role_may};
use crate::direction::comment::Comment;
use crate::direction::{Addressee, Task, TaskKind};
use crate::officer::{OfficerId, Role};
use crate::unit::UnitPath;

/// How much of a task an officer sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TaskSight {
    /// The whole task: every addressee and the whole history.
    Whole,
    /// Only these parts, by their numbers.
    Parts(Vec<u32>),
}

impl TaskSight {
    /// Whether a part is among what is seen.
    pub fn shows(&self, part: u32) -> bool {
        match self {
            Self::Whole => true,
            Self::Parts(numbers) => numbers.contains(&part),
        }
    }
}

/// Whether an officer gives tasks of a kind: heads give every kind, their deputies what is to be done once; the force's own
/// rules, no article says so.
pub fn gives_task(actor: &Actor, kind: TaskKind) -> bool {
    role_may(actor.role, Action::GiveTask) && (kind == TaskKind::Specific || !actor.role.is_deputy())
}

/// Whether an officer knows of what is addressed to a unit or to an officer: himself, everybody of the unit, the heads and
/// sections above.
fn sees_part(actor: &Actor, to: &Addressee) -> bool {
    let above = actor.scope().covers(&to.path);
    match to.officer_id() {
        Some(officer) => officer == actor.id() || (above && actor.role != Role::Controller),
        None => above,
    }
}

/// Decides what `actor` sees of a task: everything below the unit that gave it is seen from that unit and above, a part by whom
/// it is addressed to and above. Officers of a team know only what is addressed to them or to their unit.
///
/// # Errors
/// [`Denial::Hidden`] to whom no part concerns.
pub fn task_sight(actor: &Actor, task: &Task) -> Result<TaskSight, Denial> {
    if !role_may(actor.role, Action::ReadTask) {
        return Err(Denial::Hidden);
    }
    let heads = actor.role != Role::Controller && actor.scope().covers(&task.path);
    if heads || task.giver.id == *actor.id() {
        return Ok(TaskSight::Whole);
    }
    let seen: Vec<u32> = task.parts.iter().filter(|part| sees_part(actor, &part.to)).map(|part| part.number).collect();
    if seen.is_empty() { Err(Denial::Hidden) } else { Ok(TaskSight::Parts(seen)) }
}

/// Whether `actor` accepts a part and reports on it: the officer it is addressed to, the heads of the unit, the officers of a
/// section.
pub fn works_part(actor: &Actor, to: &Addressee) -> bool {
    match to.officer_id() {
        Some(officer) => officer == actor.id(),
        None => {
            let section = matches!(actor.role, Role::LegalSection | Role::ReportingSection);
            actor.path == to.path && (leads_unit(actor.role) || section)
        }
    }
}

/// Whether `actor` judges what is reported to the giver: he himself, or the head of his unit.
pub fn judges_task(actor: &Actor, task: &Task) -> bool {
    let head = leads_unit(actor.role) && !actor.role.is_deputy() && actor.path == task.path;
    head || (task.giver.id == *actor.id() && role_may(actor.role, Action::GiveTask) && actor.path == task.path)
}

/// Decides whether `actor` may ask about a case that the unit at `owner` carries: leaders and the legal section of whoever may
/// read it.
///
/// # Errors
/// [`Denial::Hidden`] to whom may not read the case; [`Denial::Role`] to whom may, and does not ask.
pub fn authorise_asking(actor: &Actor, owner: &UnitPath) -> Result<(), Denial> {
    authorise(actor, Action::ReadCase, owner)?;
    authorise(actor, Action::AskOnCase, owner)
}

/// Whether `actor` answers a comment: the officer in charge of the case or a head of its unit, and not who asked.
pub fn answers_comment(actor: &Actor, comment: &Comment, responsible: &OfficerId) -> bool {
    let own = actor.id() == responsible || (leads_unit(actor.role) && actor.path == comment.path);
    own && role_may(actor.role, Action::AnswerComment) && comment.asked.by.id != *actor.id()
}

/// Whether `actor` closes or reopens a comment: who asked, or the head of his unit.
pub fn judges_comment(actor: &Actor, comment: &Comment) -> bool {
    let head = leads_unit(actor.role) && !actor.role.is_deputy() && actor.path == comment.asked_path;
    comment.asked.by.id == *actor.id() || head
}
