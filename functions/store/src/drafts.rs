//! What was typed into a form, kept while it waits for a correction or for a new sign-in.
//!
//! A draft of an officer is read by him alone. One that nobody owns yet (the session was over) is read by whoever holds
//! its unguessable id, once. Must not know: what the body means.

use crate::database::{Connection, Database, DbError, UnitOfWork};
use crate::{Env, params};
use domain::officer::OfficerId;

/// Largest body that is kept, in bytes.
pub const MAX_BODY: usize = 256 * 1024;

/// Drafts are kept for two days: over a night, and over a lost evening.
const KEEP_MILLIS: i64 = 48 * 3_600_000;

/// A draft as it was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDraft {
    /// The page whose form it is.
    pub path: String,
    /// Fields, errors and what else the page needs, as JSON.
    pub body: String,
}

/// Why a draft was not kept.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DraftError {
    #[error("draft is larger than {MAX_BODY} bytes")]
    TooLarge,
    #[error(transparent)]
    Db(#[from] DbError),
}

/// Keeps a draft and answers its id.
///
/// # Errors
/// It is too large, or the database failed.
pub async fn save(
    db: &dyn Database,
    env: &Env,
    officer: Option<&OfficerId>,
    draft: &StoredDraft,
) -> Result<String, DraftError> {
    if draft.body.len() > MAX_BODY || draft.path.len() > 2048 {
        return Err(DraftError::TooLarge);
    }
    let id = env.token(16);
    let mut work = UnitOfWork::begin(db).await?;
    work.execute(
        "INSERT INTO form_draft (id, officer, path, body, created_at) VALUES (?1,?2,?3,?4,?5)",
        params![&id, officer.map(|officer| officer.0.clone()), &draft.path, &draft.body, env.millis()],
    )
    .await?;
    work.execute("DELETE FROM form_draft WHERE created_at < ?1", params![env.millis() - KEEP_MILLIS]).await?;
    work.commit().await?;
    Ok(id)
}

/// Reads a draft for an officer. One that nobody owns becomes his by this.
///
/// # Errors
/// The database failed.
pub async fn load(db: &dyn Database, env: &Env, officer: &OfficerId, id: &str) -> Result<Option<StoredDraft>, DbError> {
    let mut connection = db.open().await?;
    let row = connection
        .query_one(
            "SELECT path, body, officer IS NULL FROM form_draft \
             WHERE id = ?1 AND (officer = ?2 OR officer IS NULL) AND created_at >= ?3",
            params![id, &officer.0, env.millis() - KEEP_MILLIS],
        )
        .await?;
    let Some(row) = row else { return Ok(None) };
    if row.int(2)? != 0 {
        let taken = connection
            .query_one(
                // His own other reading may have been first.
                "UPDATE form_draft SET officer = ?2 WHERE id = ?1 AND (officer IS NULL OR officer = ?2) RETURNING 1",
                params![id, &officer.0],
            )
            .await?;
        if taken.is_none() {
            return Ok(None);
        }
    }
    Ok(Some(StoredDraft { path: row.string(0)?, body: row.string(1)? }))
}

/// Reads a draft of a form that needs no sign-in (the sign-in page itself), once: it is gone afterwards.
///
/// # Errors
/// The database failed.
pub async fn take_anonymous(db: &dyn Database, env: &Env, id: &str) -> Result<Option<StoredDraft>, DbError> {
    let row = db
        .open()
        .await?
        .query_one(
            "DELETE FROM form_draft WHERE id = ?1 AND officer IS NULL AND created_at >= ?2 RETURNING path, body",
            params![id, env.millis() - KEEP_MILLIS],
        )
        .await?;
    row.map(|row| Ok(StoredDraft { path: row.string(0)?, body: row.string(1)? })).transpose()
}
