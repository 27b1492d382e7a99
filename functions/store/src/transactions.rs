//! Whether a database keeps transactions, which every unit of work rests on.
//!
//! Where each statement travels alone, as it may with libSQL over HTTP, `BEGIN` is answered and forgotten: what follows is kept at once and piece
//! by piece, and a refusal undoes nothing. Such a database is not worked with. Must not know: what is told to whom about it.

use crate::database::{Database, DbError};

/// SQLite's words for a `ROLLBACK` that has nothing to undo.
const NONE_ACTIVE: &str = "no transaction is active";

/// Begins a transaction and undoes it, on one connection; nothing is read, written or locked.
///
/// # Errors
/// The database failed at it in another way than by having forgotten the transaction.
pub async fn are_kept(database: &dyn Database) -> Result<bool, DbError> {
    let mut connection = database.open().await?;
    connection.execute("BEGIN", &[]).await?;
    match connection.execute("ROLLBACK", &[]).await {
        Ok(()) => Ok(true),
        Err(DbError::Engine(message)) if message.contains(NONE_ACTIVE) => Ok(false),
        Err(error) => Err(error),
    }
}
