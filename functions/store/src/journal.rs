//! The journal of what is done beside the chains: one line in the transaction of each act, in a chain of its own.
//!
//! Must not know: what an act does. Whoever acts says it here, in the same unit of work.

use crate::chain::Head;
use crate::database::{Connection, Database, DbError, Row, UnitOfWork, to_json};
use crate::verify::{Chain, Verified};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::journal::{Deed, JournalEntry};

/// Lines of one page of the journal.
pub const PAGE: usize = 100;

/// Writes one line, in the unit of work of the act itself.
///
/// # Errors
/// The database failed.
pub(crate) async fn write(work: &mut UnitOfWork, entry: &JournalEntry) -> Result<(), DbError> {
    let row = work.query_one("SELECT position, hash FROM journal_chain_head", &[]).await?;
    let row = row.ok_or(DbError::Engine("the journal has no head".to_owned()))?;
    let text = to_json(entry)?;
    let next = Head { position: row.int(0)?, hash: row.bytes(1)? }.append(0, &text);
    let at = entry.at.as_millisecond();
    work.execute(
        "INSERT INTO journal (position, at, officer, path, deed, subject, entry, hash) VALUES (?1,?2,?3,?4,?5,?6,?7,?8)",
        params![next.position, at, &entry.by.0, &entry.path.0, &entry.deed, &entry.subject, text, next.hash],
    )
    .await
}

/// An act that changes nothing else: a file that was read, a list that left.
///
/// # Errors
/// The database failed; whoever asks gives nothing out then.
pub async fn note(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    deed: Deed,
    (subject, words): (&str, &str),
) -> Result<(), DbError> {
    let mut work = UnitOfWork::begin(db).await?;
    write(&mut work, &env.entry(actor, deed, subject).words(words)).await?;
    work.commit().await
}

/// A line as it is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub position: i64,
    pub entry: JournalEntry,
}

/// The lines of the actor's part of the tree before a position, the newest first; at most [`PAGE`] and one, so that the caller knows
/// whether there are more.
///
/// # Errors
/// A refusal when his role neither manages accounts nor reads the log of readings.
pub async fn lines(
    db: &dyn Database,
    actor: &Actor,
    (before, deed): (Option<i64>, Option<Deed>),
) -> Result<Vec<Line>, StoreError> {
    if authorise(actor, Action::ManageAccounts, &actor.path).is_err() {
        authorise(actor, Action::ReadReadings, &actor.path)?;
    }
    let sql = "SELECT position, entry FROM journal WHERE position < ?1 AND (?2 IS NULL OR deed = ?2) \
               AND (path = ?3 OR (path > ?3 || '/' AND path < ?3 || '0')) ORDER BY position DESC LIMIT ?4";
    let limit = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let values = params![before.unwrap_or(i64::MAX), deed.map(Deed::key), &actor.path.0, limit];
    let read = |row: &Row| -> Result<Line, DbError> { Ok(Line { position: row.int(0)?, entry: row.json(1)? }) };
    Ok(db.open().await?.query(sql, values).await?.iter().map(read).collect::<Result<_, _>>()?)
}

/// Proves the chain, and that the columns are those of the lines.
pub(crate) async fn prove(connection: &mut dyn Connection, found: &mut Verified) -> Result<(), DbError> {
    let mut chain = Chain::begin("journal");
    let sql = "SELECT position, at, officer, path, deed, subject, entry, hash FROM journal \
               WHERE position > ?1 ORDER BY position LIMIT 1000";
    loop {
        let rows = connection.query(sql, params![chain.head.position]).await?;
        if rows.is_empty() {
            break;
        }
        for row in &rows {
            found.journal += 1;
            let position = row.int(0)?;
            chain.take(0, position, row.text(6)?, row.bytes(7)?, found);
            match row.json::<JournalEntry>(6) {
                Ok(entry) => {
                    let told = (entry.at.as_millisecond(), entry.by.0.as_str(), entry.path.0.as_str());
                    let rest = (entry.deed.as_str(), entry.subject.as_str());
                    if told != (row.int(1)?, row.text(2)?, row.text(3)?) || rest != (row.text(4)?, row.text(5)?) {
                        found.problem(format!("journal: the columns of line {position} differ from the line"));
                    }
                }
                Err(error) => found.problem(format!("journal: line {position}: {error}")),
            }
        }
    }
    chain.end(connection, "journal_chain_head", found).await
}
