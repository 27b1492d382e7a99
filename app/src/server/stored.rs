//! What the store answers, in the words of a server function: errors of reads and of submissions, kept drafts.
//!
//! Must not know any single use case.

use super::context::context;
use super::respond::{fail, redirect};
use super::session::session;
use super::submit::Rejection;
use crate::error::AppError;
use crate::forms::{Draft, Fields, Stale};
use crate::routes;
use domain::calendar::{format_short, to_local};
use domain::case::FieldError;
use store::drafts::{DraftError, StoredDraft};
use store::{DbError, StoreError};

/// Why a read gave nothing; sets the status.
pub fn unavailable(error: StoreError) -> AppError {
    fail(match error {
        StoreError::NotFound => AppError::NotFound,
        StoreError::Refused(refusal) => {
            AppError::Forbidden { message: refusal.message(), citation: refusal.citation() }
        }
        StoreError::StaleFile { code, .. } => AppError::internal(&format!("a read answered stale at {code}")),
        StoreError::Stale { current, .. } => AppError::internal(&format!("a read answered stale at {current}")),
        StoreError::Db(error) => failed(&error),
    })
}

/// The database failed: what passes says so, everything else is a defect.
pub fn failed(error: &DbError) -> AppError {
    match error.passing() {
        Some(words) => AppError::Unavailable { message: words.to_owned() },
        None => AppError::internal(&error.to_string()),
    }
}

/// The database failed under a read; sets the status.
pub fn unavailable_db(error: DbError) -> AppError {
    fail(failed(&error))
}

/// Why a submission was not accepted.
pub fn refused(error: StoreError) -> Rejection {
    match error {
        StoreError::NotFound => Rejection::Error(AppError::NotFound),
        StoreError::Refused(refusal) => refusal.into(),
        StoreError::Db(error) => Rejection::Error(failed(&error)),
        // The version of the form's own file still holds: what the other file says now is shown beside it again.
        StoreError::StaleFile { code, since } => {
            let what = since.last().map_or_else(String::new, |last| {
                let (who, when) = (&last.by.full_name, format_short(to_local(last.at)));
                format!(" ({who}, {when}: {})", last.body.title())
            });
            Rejection::Refused {
                message: format!(
                    "Hồ sơ {code} vừa được người khác sửa{what}. Chưa văn bản nào được lập. Xem lại phần của hồ sơ đó bên dưới rồi gửi lần nữa."
                ),
                citation: None,
            }
        }
        StoreError::Stale { current, since } => match since.last() {
            Some(last) => Rejection::Stale(Stale {
                who: last.by.full_name.clone(),
                when: format_short(to_local(last.at)),
                version: current,
                changes: since
                    .iter()
                    .map(|event| (event.by.full_name.clone(), String::new(), event.body.title()))
                    .collect(),
            }),
            None => Rejection::Refused {
                message:
                    "Nội dung này đã được người khác sửa. Mở lại trang để xem bản hiện tại, rồi nhập phần cần sửa."
                        .to_owned(),
                citation: None,
            },
        },
    }
}

/// Keeps a draft for whoever is signed in and answers its id; passwords and identities of informants are never kept.
///
/// # Errors
/// `Invalid` when it is too large to keep, `Internal` when the store fails.
pub async fn keep(page: &str, mut draft: Draft) -> Result<String, AppError> {
    draft.forget_secrets();
    let body = serde_json::to_string(&draft).map_err(|error| fail(AppError::internal(&error.to_string())))?;
    let context = context()?;
    let officer = session().await?.map(|session| session.actor.officer.id);
    // The query may hold a one-time link; what is looked for again is the page.
    let path = page.split('?').next().unwrap_or_default().to_owned();
    let kept = StoredDraft { path, body };
    store::drafts::save(&*context.database, &context.env(), officer.as_ref(), &kept).await.map_err(
        |error| match error {
            DraftError::TooLarge => fail(AppError::Invalid {
                message: "Nội dung nhập quá dài nên không lưu được. Rút gọn rồi gửi lại.".to_owned(),
            }),
            DraftError::Db(error) => unavailable_db(error),
        },
    )
}

/// A kept draft, if it is this officer's, or one that was kept when nobody was signed in.
///
/// # Errors
/// `Internal` when the store fails.
pub async fn draft(id: &str) -> Result<Option<Draft>, AppError> {
    let context = context()?;
    let (database, env) = (&*context.database, context.env());
    let kept = match session().await? {
        Some(session) => store::drafts::load(database, &env, &session.actor.officer.id, id).await,
        None => store::drafts::take_anonymous(database, &env, id).await,
    };
    // A draft written by an older version is no draft any more; the form starts fresh.
    Ok(kept.map_err(unavailable_db)?.and_then(|kept| serde_json::from_str(&kept.body).ok()))
}

/// The draft a page's address names, if it names one.
///
/// # Errors
/// As [`draft`].
pub async fn opt_draft(id: Option<&str>) -> Result<Option<Draft>, AppError> {
    match id {
        Some(id) => draft(id).await,
        None => Ok(None),
    }
}

/// Shows a form again with what was typed, without any error: “add a line”, “show the law's answer”.
///
/// # Errors
/// As [`keep`].
pub async fn show_again(page: &str, fields: Fields) -> Result<(), AppError> {
    show_with(page, fields, Vec::new()).await
}

/// Shows a page again with everything typed and what is missing or wrong so far.
///
/// # Errors
/// The draft could not be kept.
pub async fn show_with(page: &str, fields: Fields, errors: Vec<FieldError>) -> Result<(), AppError> {
    let id = keep(page, Draft { errors, ..Draft::fresh(fields) }).await?;
    redirect(&routes::with_query(page, routes::DRAFT, &id));
    Ok(())
}
