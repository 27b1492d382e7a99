//! Comments on a case: what its page shows of them, asking, answering.

use crate::error::AppError;
use crate::forms::{Draft, Fields};
use domain::direction::comment::Comment;
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use leptos::server_fn::codec::{GetUrl, PostUrl};
use serde::{Deserialize, Serialize};

/// One comment with what this officer may do about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentLine {
    pub comment: Comment,
    pub answers: bool,
    pub judges: bool,
}

/// The comments on a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CommentsView {
    pub case: String,
    /// What is open first.
    pub comments: Vec<CommentLine>,
    pub may_ask: bool,
    /// Identifier of the comment to be: posted twice, it asks once.
    pub new_id: String,
    pub now: DateTime,
    pub draft: Option<Draft>,
}

/// A comment that waits for the officer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct WaitingComment {
    pub case: String,
    /// Reference of the case.
    pub code: String,
    /// Whether it waits for an answer, or its answer to be read.
    pub to_answer: bool,
    pub due: Option<Date>,
    pub asked_on: Date,
    pub by: String,
    pub text: String,
}

/// The comments on a case that this officer may read.
#[server(input = GetUrl, endpoint = "y-kien")]
pub async fn read_comments(case: String, #[server(default)] draft: Option<String>) -> Result<CommentsView, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    let signed = signed_in().await?;
    let context = context()?;
    let id = domain::case::CaseId(case.parse().map_err(|_| fail(AppError::NotFound))?);
    let read = store::direction::of_case(&*context.database, &signed.actor, id).await;
    let (comments, may_ask) = read.map_err(unavailable)?;
    let draft = crate::server::opt_draft(draft.as_deref()).await?;
    let typed = draft.as_ref().filter(|draft| draft.fields.get("step").is_empty());
    let typed = typed.and_then(|draft| draft.fields.filled("comment")).map(str::to_owned);
    Ok(CommentsView {
        case,
        comments: comments
            .into_iter()
            .map(|file| CommentLine { comment: file.comment, answers: file.answers, judges: file.judges })
            .collect(),
        may_ask,
        new_id: typed.unwrap_or_else(|| context.env().uuid().to_string()),
        now: domain::calendar::to_local(context.now()),
        draft,
    })
}

/// Asks about a case.
#[server(input = PostUrl, endpoint = "neu-y-kien")]
pub async fn submit_comment(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    let page = routes::case(fields.get("case"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let not_found = || Rejection::Error(AppError::NotFound);
        let case = domain::case::CaseId(fields.get("case").parse().map_err(|_| not_found())?);
        let id = fields.get("comment").parse().map_err(|_| not_found())?;
        let mut reader = crate::forms::Reader::new(&fields);
        let text = reader.text("comment_text", "Nhập ý kiến, điều cần trả lời.");
        let due = reader.opt_date("comment_due");
        let text = reader.finish(Some(text))?;
        store::direction::ask(&*context.database, &context.env(), &signed.actor, id, case, &text, due)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, "neu-y-kien"))
    })
    .await
}

/// Answers, closes, reopens or withdraws a comment: `case`, `comment`, `version` and `step` are posted with the text, whose field
/// carries the comment behind a dot.
#[server(input = PostUrl, endpoint = "tra-loi-y-kien")]
pub async fn submit_comment_step(#[server(flatten)] fields: Fields) -> Result<(), AppError> {
    use crate::routes;
    use crate::server::{Rejection, context, refused, signed_in, submit};
    use domain::direction::comment::CommentCommand;
    let page = routes::case(fields.get("case"));
    submit(&page, &fields, async {
        let signed = signed_in().await?;
        let context = context()?;
        let not_found = || Rejection::Error(AppError::NotFound);
        let id: uuid::Uuid = fields.get("comment").parse().map_err(|_| not_found())?;
        let version = fields.get("version").parse().map_err(|_| not_found())?;
        let name = |field: &str| format!("{field}.{id}");
        let mut reader = crate::forms::Reader::new(&fields);
        let command = match fields.get("step") {
            "tra-loi-y-kien" => {
                CommentCommand::Answer { text: reader.text(&name("answer"), "Nhập câu trả lời.") }
            }
            "dong-y-kien" => CommentCommand::Close,
            "hoi-them-y-kien" => {
                CommentCommand::Reopen { text: reader.text(&name("again"), "Nêu điều cần trả lời thêm.") }
            }
            "rut-y-kien" => {
                CommentCommand::Withdraw { reason: reader.text(&name("reason"), "Nêu lý do rút ý kiến.") }
            }
            _ => return Err(not_found()),
        };
        let command = reader.finish(Some(command))?;
        store::direction::reply(&*context.database, &context.env(), &signed.actor, id, version, &command)
            .await
            .map_err(refused)?;
        Ok(routes::with_query(&page, routes::DONE, fields.get("step")))
    })
    .await
}

/// A comment that waits, as pages show it.
#[cfg(feature = "ssr")]
pub fn waiting_line(waits: store::direction::WaitingComment) -> WaitingComment {
    let comment = waits.comment;
    let to_answer = comment.state == domain::direction::comment::CommentState::Open;
    WaitingComment {
        case: comment.case.to_string(),
        code: comment.code,
        to_answer,
        due: comment.due.filter(|_| to_answer),
        asked_on: comment.asked.at.date(),
        by: comment
            .replies
            .last()
            .filter(|_| !to_answer)
            .map_or(comment.asked.by.full_name, |last| last.by.full_name.clone()),
        text: comment.asked.text,
    }
}
