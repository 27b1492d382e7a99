//! Comments on a case: who asks, who answers. Beside the case: its version and its log stay as they are.

use super::write::{insert_comment, update_comment};
use crate::database::{Connection, Database, DbError, Row, UnitOfWork};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, answers_comment, authorise, authorise_asking, judges_comment};
use domain::case::CaseId;
use domain::direction::comment::{
    Comment, CommentAsk, CommentCommand, CommentContext, CommentState, NewComment, decide,
};
use domain::officer::OfficerId;
use domain::unit::{UnitId, UnitPath};
use jiff::civil::Date;
use uuid::Uuid;

/// Most comments of one case that are shown.
const MOST: i64 = 200;

/// A comment with what the reader may do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommentFile {
    pub comment: Comment,
    pub answers: bool,
    pub judges: bool,
}

/// What a comment needs to know of its case.
struct Case {
    num: i64,
    code: String,
    unit: UnitId,
    path: UnitPath,
    responsible: OfficerId,
}

const CASE: &str = "SELECT num, code, unit, path, responsible FROM case_file WHERE ";

fn read_case(row: &Row) -> Result<Case, DbError> {
    Ok(Case {
        num: row.int(0)?,
        code: row.string(1)?,
        unit: UnitId(row.string(2)?),
        path: UnitPath(row.string(3)?),
        responsible: OfficerId(row.string(4)?),
    })
}

async fn case(connection: &mut dyn Connection, actor: &Actor, id: CaseId) -> Result<Case, StoreError> {
    let row = connection.query_one(&format!("{CASE}id = ?1"), params![id.0]).await?.ok_or(StoreError::NotFound)?;
    let case = read_case(&row)?;
    authorise(actor, Action::ReadCase, &case.path)?;
    Ok(case)
}

/// The comments on a case, what is open first, then the newest; and whether the actor may ask.
///
/// # Errors
/// `NotFound`, also for a case that the actor may not know of.
pub async fn of_case(db: &dyn Database, actor: &Actor, id: CaseId) -> Result<(Vec<CommentFile>, bool), StoreError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let case = case(connection, actor, id).await?;
    let sql = format!("SELECT document FROM case_comment WHERE case_num = ?1 ORDER BY num DESC LIMIT {MOST}");
    let rows = connection.query(&sql, params![case.num]).await?;
    let mut comments = rows.iter().map(|row| row.json(0)).collect::<Result<Vec<Comment>, _>>()?;
    comments.sort_by_key(|comment| match comment.state {
        CommentState::Open => 0,
        CommentState::Answered => 1,
        CommentState::Closed | CommentState::Withdrawn => 2,
    });
    let files = comments.into_iter().map(|comment| CommentFile {
        answers: answers_comment(actor, &comment, &case.responsible),
        judges: judges_comment(actor, &comment),
        comment,
    });
    let may_ask = authorise_asking(actor, &case.path).is_ok() && case.responsible != *actor.id();
    Ok((files.collect(), may_ask))
}

/// Asks about a case. The id is chosen by the form: posted twice by the same officer, it asks once and answers the same.
///
/// # Errors
/// A refusal of the domain; `NotFound` when the id is somebody else's comment, or for a case the actor may not know of.
pub async fn ask(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: Uuid,
    on: CaseId,
    text: &str,
    due: Option<Date>,
) -> Result<Uuid, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    if let Some(row) = work.query_one("SELECT asked_by FROM case_comment WHERE id = ?1", params![id]).await? {
        return if row.text(0)? == actor.id().0 { Ok(id) } else { Err(StoreError::NotFound) };
    }
    let case = case(&mut work, actor, on).await?;
    let new = NewComment {
        id,
        case: on,
        code: case.code.clone(),
        unit: case.unit.clone(),
        path: case.path.clone(),
        asked_path: actor.path.clone(),
        text: text.to_owned(),
        due,
    };
    let context = CommentContext { actor, now: env.now, responsible: &case.responsible };
    let event = decide(CommentAsk::Make(&new), &context)?;
    let comment = Comment::open(&event).ok_or(DbError::Engine("a comment that asks nothing".to_owned()))?;
    insert_comment(&mut work, case.num, &comment, &event).await?;
    work.commit().await?;
    Ok(id)
}

/// Answers, closes, reopens or withdraws a comment as the form saw it.
///
/// # Errors
/// `NotFound`, also for a comment on a case the actor may not know of; `Stale` when it was changed since; `Refused`.
pub async fn reply(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: Uuid,
    expected_version: u32,
    command: &CommentCommand,
) -> Result<Comment, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let row = work.query_one("SELECT num, document, case_num FROM case_comment WHERE id = ?1", params![id]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    let (num, mut comment): (i64, Comment) = (row.int(0)?, row.json(1)?);
    let case = work.query_one(&format!("{CASE}num = ?1"), params![row.int(2)?]).await?.ok_or(StoreError::NotFound)?;
    let case = read_case(&case)?;
    authorise(actor, Action::ReadCase, &case.path)?;
    if comment.version != expected_version {
        return Err(StoreError::Stale { current: comment.version, since: Vec::new() });
    }
    let context = CommentContext { actor, now: env.now, responsible: &case.responsible };
    let event = decide(CommentAsk::Do(&comment, command), &context)?;
    comment.apply(&event);
    update_comment(&mut work, num, &comment, &event).await?;
    work.commit().await?;
    Ok(comment)
}
