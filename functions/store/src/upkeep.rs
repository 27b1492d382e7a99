//! What the tools on the machine did to keep the system up, and the figures by which one state of a database is known.
//!
//! Must not know: how a copy is made or verified, or where it is kept.

use crate::database::{Connection, Database, DbError, Row, UnitOfWork};
use crate::{Env, migrate, params};
use jiff::Timestamp;

/// Entries of one kind that are kept.
const KEPT: i64 = 100;

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A copy of everything was written and read back.
    Backup,
    /// Chain, cases, numbers, cells and files were proven.
    Verify,
    /// A copy was brought to a newer schema.
    Rehearsal,
    /// What the nation had not was sent to it ([`crate::federation`]).
    Federation,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Backup, Self::Verify, Self::Rehearsal, Self::Federation];

    /// As it is kept.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Backup => "backup",
            Self::Verify => "verify",
            Self::Rehearsal => "rehearsal",
            Self::Federation => "federation",
        }
    }
}

/// One thing that was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// When it began: a copy is of this moment.
    pub at: Timestamp,
    /// How long it took.
    pub millis: i64,
    /// It ended well.
    pub well: bool,
    /// Head of the chain then.
    pub position: i64,
    /// What came of it, in words that name nobody.
    pub detail: String,
}

/// Writes down what was done; entries beyond the last hundred of its kind go.
///
/// # Errors
/// The database failed.
pub async fn note(db: &dyn Database, kind: Kind, done: &Done) -> Result<(), DbError> {
    let mut work = UnitOfWork::begin(db).await?;
    work.execute(
        "INSERT INTO upkeep (kind, at, millis, well, position, detail) VALUES (?1,?2,?3,?4,?5,?6)",
        params![kind.key(), done.at, done.millis, done.well, done.position, &done.detail],
    )
    .await?;
    let sql = "DELETE FROM upkeep WHERE kind = ?1 AND num <= \
               (SELECT num FROM upkeep WHERE kind = ?1 ORDER BY num DESC LIMIT 1 OFFSET ?2)";
    work.execute(sql, params![kind.key(), KEPT]).await?;
    work.commit().await
}

fn read(row: &Row) -> Result<Done, DbError> {
    Ok(Done {
        at: row.moment(0)?,
        millis: row.int(1)?,
        well: row.int(2)? != 0,
        position: row.int(3)?,
        detail: row.string(4)?,
    })
}

/// The last of a kind, and the last that ended well.
///
/// # Errors
/// The database failed.
pub async fn last(db: &dyn Database, kind: Kind) -> Result<(Option<Done>, Option<Done>), DbError> {
    let mut connection = db.open().await?;
    let any = "SELECT at, millis, well, position, detail FROM upkeep WHERE kind = ?1 ORDER BY num DESC LIMIT 1";
    let well = "SELECT at, millis, well, position, detail FROM upkeep WHERE kind = ?1 AND well = 1 \
                ORDER BY num DESC LIMIT 1";
    let any = connection.query_one(any, params![kind.key()]).await?;
    let well = connection.query_one(well, params![kind.key()]).await?;
    Ok((any.as_ref().map(read).transpose()?, well.as_ref().map(read).transpose()?))
}

/// By what one state of a database is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// Schema version.
    pub schema: i64,
    /// Head of the chain: position, and hash in hex.
    pub position: i64,
    pub hash: String,
    /// Rows of the tables that tell most, by their names.
    pub counts: Vec<(&'static str, i64)>,
}

/// What is counted to tell one state from another.
const COUNTED: [(&str, &str); 7] = [
    ("cases", "SELECT count(*) FROM case_file"),
    ("events", "SELECT count(*) FROM case_event"),
    ("parties", "SELECT count(*) FROM party"),
    ("establishments", "SELECT count(*) FROM establishment"),
    ("papers", "SELECT count(*) FROM paper"),
    ("officers", "SELECT count(*) FROM officer"),
    ("units", "SELECT count(*) FROM unit"),
];

/// The mark of a database.
///
/// # Errors
/// The database failed, or is none of ours.
pub async fn mark(db: &dyn Database) -> Result<Mark, DbError> {
    let schema = migrate::applied(db).await?.last().copied().unwrap_or(0);
    let mut connection = db.open().await?;
    let (position, hash) = head(connection.as_mut()).await?;
    let mut counts = Vec::with_capacity(COUNTED.len());
    for (name, sql) in COUNTED {
        let row = connection.query_one(sql, &[]).await?;
        counts.push((name, row.map_or(Ok(0), |row| row.int(0))?));
    }
    Ok(Mark { schema, position, hash, counts })
}

/// Head of the chain: position, and hash in hex.
pub(crate) async fn head(connection: &mut dyn Connection) -> Result<(i64, String), DbError> {
    let row = connection.query_one("SELECT position, hash FROM chain_head WHERE only = 0", &[]).await?;
    row.map_or(Ok((0, String::new())), |row| Ok((row.int(0)?, hex::encode(row.bytes::<32>(1)?))))
}

/// A note of now, with what it took since `begun`.
pub fn done(env: &Env, begun: Timestamp, well: bool, position: i64, detail: String) -> Done {
    Done { at: begun, millis: env.millis() - begun.as_millisecond(), well, position, detail }
}
