//! What waits for an officer: parts to take, to work on and to judge; comments to answer and answers to read.

use crate::database::{Database, DbError, Row, Value, behind};
use domain::authority::{Action, Actor, judges_task, leads_unit, role_may, works_part};
use domain::direction::comment::{Comment, CommentState};
use domain::direction::{Part, Task, TaskTurn, officer_key, unit_key};
use domain::officer::Role;
use jiff::Timestamp;

/// Most lines of one queue.
const LIMIT: i64 = 100;

/// A part that waits for the actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingTask {
    /// With this part only.
    pub task: Task,
    pub part: Part,
    pub updated_at: Timestamp,
}

/// A comment that waits for the actor: to be answered, or its answer to be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitingComment {
    pub comment: Comment,
    pub updated_at: Timestamp,
}

/// How much waits, for the navigation.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    pub tasks: u32,
    pub comments: u32,
}

/// Parts of one addressee whose turn it is.
pub(crate) const TO_DO: &str =
    "FROM task_part p INDEXED BY task_part_to_do WHERE p.addressee = ?1 AND p.turn = 'addressee'";

/// Parts that wait for who gave them, of one unit; `?2` narrows to one giver where it is no empty text.
pub(crate) const TO_JUDGE: &str = "FROM task_part p INDEXED BY task_part_to_judge \
     WHERE p.from_unit = ?1 AND p.turn = 'giver' AND (?2 = '' OR p.giver = ?2)";

/// Comments on the cases of a unit that wait for an answer, not asked by `?2`; `?3` narrows to the cases one officer carries.
pub(crate) const TO_ANSWER: &str = "FROM case_comment c INDEXED BY case_comment_to_answer \
     CROSS JOIN case_file f ON f.num = c.case_num \
     WHERE c.state = 'cho-tra-loi' AND c.unit = ?1 AND c.asked_by <> ?2 AND (?3 = '' OR f.responsible = ?3)";

/// Answered comments of who asked.
pub(crate) const TO_READ: &str =
    "FROM case_comment c INDEXED BY case_comment_to_read WHERE c.state = 'da-tra-loi' AND c.asked_by = ?1";

/// Whether the actor works on what is addressed to his unit.
fn works_for_unit(actor: &Actor) -> bool {
    leads_unit(actor.role) || matches!(actor.role, Role::LegalSection | Role::ReportingSection)
}

/// The queues of parts an officer works through: condition and parameters.
fn task_queues(actor: &Actor) -> Vec<(&'static str, Vec<Value>)> {
    let mut queues = Vec::new();
    if role_may(actor.role, Action::ReadTask) {
        queues.push((TO_DO, vec![Value::from(officer_key(actor.id()))]));
        if works_for_unit(actor) {
            queues.push((TO_DO, vec![Value::from(unit_key(&actor.unit))]));
        }
    }
    if role_may(actor.role, Action::GiveTask) {
        let own = if actor.role.is_deputy() { actor.id().0.as_str() } else { "" };
        queues.push((TO_JUDGE, vec![Value::from(&actor.unit.0), Value::from(own)]));
    }
    queues
}

/// The queues of comments.
fn comment_queues(actor: &Actor) -> Vec<(&'static str, Vec<Value>)> {
    let mut queues = Vec::new();
    let id = &actor.id().0;
    if role_may(actor.role, Action::AnswerComment) {
        let carried = if leads_unit(actor.role) { "" } else { id.as_str() };
        queues.push((TO_ANSWER, vec![Value::from(&actor.unit.0), Value::from(id), Value::from(carried)]));
    }
    if role_may(actor.role, Action::AskOnCase) {
        queues.push((TO_READ, vec![Value::from(id)]));
    }
    queues
}

/// The parts that wait for the actor, the nearest day first.
///
/// # Errors
/// The database failed.
pub async fn waiting(db: &dyn Database, actor: &Actor) -> Result<Vec<WaitingTask>, DbError> {
    let mut connection = db.open().await?;
    let mut found = Vec::new();
    for (queue, values) in task_queues(actor) {
        let sql = format!(
            "SELECT t.document, q.part, t.updated_at FROM (SELECT p.task_num, p.part, p.due {queue} ORDER BY p.due \
             LIMIT {LIMIT}) q CROSS JOIN task t ON t.num = q.task_num"
        );
        for row in connection.query(&sql, &values).await? {
            found.extend(read_task(&row, actor)?);
        }
    }
    found.sort_by_key(|waiting: &WaitingTask| (waiting.task.due, waiting.task.code.clone(), waiting.part.number));
    Ok(found)
}

fn read_task(row: &Row, actor: &Actor) -> Result<Option<WaitingTask>, DbError> {
    let mut task: Task = row.json(0)?;
    let number = u32::try_from(row.int(1)?).map_err(|_| DbError::Shape { column: 1, expected: "a part" })?;
    let Some(part) = task.part(number).cloned() else { return Ok(None) };
    let his = match part.state.turn() {
        TaskTurn::Addressee => works_part(actor, &part.to),
        TaskTurn::Giver => judges_task(actor, &task),
        TaskTurn::Nobody => false,
    };
    task.parts.retain(|kept| kept.number == number);
    Ok(his.then_some(WaitingTask { task, part, updated_at: row.moment(2)? }))
}

/// The comments that wait for the actor, the nearest day first.
///
/// # Errors
/// The database failed.
pub async fn waiting_comments(db: &dyn Database, actor: &Actor) -> Result<Vec<WaitingComment>, DbError> {
    let mut connection = db.open().await?;
    let mut found: Vec<WaitingComment> = Vec::new();
    for (queue, values) in comment_queues(actor) {
        let sql = format!("SELECT c.document, c.updated_at {queue} ORDER BY c.due LIMIT {LIMIT}");
        for row in connection.query(&sql, &values).await? {
            found.push(WaitingComment { comment: row.json(0)?, updated_at: row.moment(1)? });
        }
    }
    found.sort_by_key(|waiting| {
        let comment = &waiting.comment;
        // An answer to be read has no day of its own.
        let due = comment.due.filter(|_| comment.state == CommentState::Open);
        (due.is_none(), due, comment.asked.at)
    });
    Ok(found)
}

/// How much waits for the actor, from the indexes alone: parts of tasks, and comments, each as an expression with its values.
pub(crate) fn waiting_counts(actor: &Actor, params: &mut Vec<Value>) -> (String, String) {
    (counted(task_queues(actor), params), counted(comment_queues(actor), params))
}

/// The length of some queues together.
fn counted(queues: Vec<(&'static str, Vec<Value>)>, params: &mut Vec<Value>) -> String {
    let mut count = |(queue, own): (&str, Vec<Value>)| {
        let sql = format!("(SELECT count(*) {})", behind(params.len(), queue));
        params.extend(own);
        sql
    };
    let counts: Vec<String> = queues.into_iter().map(&mut count).collect();
    if counts.is_empty() { "0".to_owned() } else { counts.join(" + ") }
}
