//! The one way of a posted form: do the work, then redirect; what is not accepted is kept as a draft with its errors.
//!
//! With and without scripts the same: the browser posts, the server redirects, the page shows. Must not know any form.

use super::context::context;
use super::respond::{fail, redirect, sign_in_first};
use super::session::session;
use super::stored::keep;
use crate::error::AppError;
use crate::forms::{Draft, Fields, Stale};
use crate::pages::help::entry_of;
use crate::routes;
use domain::case::{FieldError, Refusal};
use std::future::Future;
use store::adoption::count_refusal;

/// Why a posted form was not accepted.
#[derive(Debug)]
pub enum Rejection {
    /// Answers to put right; all of them.
    Fields(Vec<FieldError>),
    /// It cannot be done, with the article it rests on where one says so.
    Refused { message: String, citation: Option<String> },
    /// Someone else changed the record in between.
    Stale(Stale),
    /// Anything else.
    Error(AppError),
}

impl From<AppError> for Rejection {
    fn from(error: AppError) -> Self {
        Self::Error(error)
    }
}

impl From<Vec<FieldError>> for Rejection {
    fn from(errors: Vec<FieldError>) -> Self {
        Self::Fields(errors)
    }
}

impl From<FieldError> for Rejection {
    fn from(error: FieldError) -> Self {
        Self::Fields(vec![error])
    }
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Fields { errors } => Self::Fields(errors),
            Refusal::Hidden => Self::Error(AppError::NotFound),
            Refusal::NumberMissing => Self::Error(AppError::internal("a paper was to be numbered without a number")),
            Refusal::Role { .. }
            | Refusal::OutOfTurn { .. }
            | Refusal::WrongStage { .. }
            | Refusal::NotNow { .. }
            | Refusal::Law { .. }
            | Refusal::InFile { .. }
            | Refusal::Incomplete { .. } => Self::Refused { message: refusal.message(), citation: refusal.citation() },
        }
    }
}

/// Under which key a form that was not accepted is counted; nothing for what is no obstacle in the form.
fn counted(rejection: &Rejection) -> Option<String> {
    let key = match rejection {
        Rejection::Fields(_) => "o-nhap".to_owned(),
        Rejection::Refused { citation: Some(article), .. }
        | Rejection::Error(AppError::Forbidden { citation: Some(article), .. }) => format!("{BY_LAW}{article}"),
        Rejection::Refused { citation: None, .. } | Rejection::Error(AppError::Forbidden { citation: None, .. }) => {
            "dieu-kien".to_owned()
        }
        Rejection::Stale(_) => "sua-trung".to_owned(),
        Rejection::Error(AppError::Unauthenticated) => "het-phien".to_owned(),
        Rejection::Error(
            AppError::NotFound
            | AppError::Invalid { .. }
            | AppError::Unreachable
            | AppError::Unavailable { .. }
            | AppError::Internal { .. },
        ) => return None,
    };
    Some(key.chars().take(LONGEST_REASON).collect())
}

/// Before the article that a form was refused by.
const BY_LAW: &str = "luat:";
/// Longest key of a reason that is counted, in characters.
const LONGEST_REASON: usize = 160;

/// A counted reason in words.
pub fn reason(key: &str) -> String {
    match key {
        "o-nhap" => "Ô nhập còn thiếu hoặc sai".to_owned(),
        "dieu-kien" => "Chưa đủ điều kiện, hoặc không thuộc quyền".to_owned(),
        "sua-trung" => "Người khác vừa sửa cùng nội dung".to_owned(),
        "het-phien" => "Phiên làm việc đã hết khi gửi".to_owned(),
        key => match key.strip_prefix(BY_LAW) {
            Some(article) => format!("Luật không cho phép: {article}"),
            None => key.to_owned(),
        },
    }
}

/// Counts a form that was not accepted, for the officer's units. A count that fails must not take the answer away.
async fn count(page: &str, rejection: &Rejection) {
    let (Some(reason), Ok(Some(signed)), Ok(context)) = (counted(rejection), session().await, context()) else {
        return;
    };
    let form = entry_of(page).map_or("khac", |entry| entry.key);
    let counted = count_refusal(&*context.database, &context.env(), &signed.actor, form, &reason).await;
    if let Err(error) = counted {
        AppError::internal(&format!("a refusal was not counted: {error}"));
    }
}

/// Runs the work of a posted form and answers: on to the page it returns, or back to `page` with a draft.
///
/// # Errors
/// What no draft can mend: the thing does not exist, or the draft itself could not be kept.
pub async fn submit<W>(page: &str, fields: &Fields, work: W) -> Result<(), AppError>
where
    W: Future<Output = Result<String, Rejection>> + Send,
{
    let mut draft = Draft::fresh(fields.clone());
    let done = work.await;
    if let Err(rejection) = &done {
        if matches!(rejection, Rejection::Refused { .. } | Rejection::Error(AppError::Forbidden { .. })) {
            super::session::refused(403);
        }
        count(page, rejection).await;
    }
    match done {
        Ok(next) => {
            redirect(&next);
            return Ok(());
        }
        Err(Rejection::Fields(errors)) => draft.errors = errors,
        Err(Rejection::Refused { message, citation }) => draft.refusal = Some((message, citation)),
        Err(Rejection::Stale(stale)) => draft.stale = Some(stale),
        Err(Rejection::Error(AppError::Unauthenticated)) => {
            let id = keep(page, draft).await?;
            sign_in_first(&routes::with_query(page, routes::DRAFT, &id));
            return Ok(());
        }
        // A draft cannot be kept either where nothing can be written: the browser still has what was typed.
        Err(Rejection::Error(
            error @ (AppError::NotFound
            | AppError::Invalid { .. }
            | AppError::Unreachable
            | AppError::Unavailable { .. }),
        )) => return Err(fail(error)),
        Err(Rejection::Error(AppError::Forbidden { message, citation })) => draft.refusal = Some((message, citation)),
        Err(Rejection::Error(error @ AppError::Internal { .. })) => draft.refusal = Some((error.to_string(), None)),
    }
    let id = keep(page, draft).await?;
    redirect(&routes::with_query(page, routes::DRAFT, &id));
    Ok(())
}
