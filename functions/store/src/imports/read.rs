//! Imports as pages and files show them.

use crate::database::{Connection, Database, DbError, Row};
use crate::{StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::exchange::{
    BatchState, Cell, Choice, Encoding, Guess, ImportEvent, ImportId, Problem, Record, RowState, Settings,
};
use domain::party::PartyId;
use domain::unit::{UnitId, UnitPath};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// How many rows stand how.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    states: BTreeMap<RowState, u32>,
    /// Rows that can be applied and have something to compare with the papers.
    pub noted: u32,
}

impl Counts {
    /// Rows in one state.
    pub fn of(&self, state: RowState) -> u32 {
        self.states.get(&state).copied().unwrap_or(0)
    }

    /// Rows in any of these states.
    pub fn any(&self, states: &[RowState]) -> u32 {
        states.iter().map(|state| self.of(*state)).sum()
    }

    /// Rows of data: all but headings and empty ones.
    pub fn data(&self) -> u32 {
        let none = [RowState::Heading, RowState::Blank];
        RowState::ALL.into_iter().filter(|state| !none.contains(state)).map(|state| self.of(state)).sum()
    }
}

/// An import.
#[derive(Debug, Clone, PartialEq)]
pub struct Batch {
    pub id: ImportId,
    pub unit: UnitId,
    pub unit_name: String,
    pub officer_name: String,
    pub file_name: String,
    pub kind: String,
    pub sha256: String,
    pub size: u64,
    /// How its file was read, in words.
    pub told: String,
    pub guess: Guess,
    pub settings: Settings,
    pub state: BatchState,
    pub version: u32,
    pub created_at: Timestamp,
    pub updated_at: Timestamp,
    /// Whether the actor may go on with it.
    pub may_write: bool,
    pub counts: Counts,
}

/// An event of an import with who did it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    pub at: Timestamp,
    pub officer_name: String,
    pub event: ImportEvent,
}

/// One row with everything that is known of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub line: u32,
    pub cells: Vec<Cell>,
    pub state: RowState,
    pub record: Option<Record>,
    pub problems: Vec<Problem>,
    pub notes: Vec<Problem>,
    /// The party that has its identifier: id, name, address.
    pub same: Option<(PartyId, String, String)>,
    pub same_line: Option<u32>,
    pub choice: Option<Choice>,
    /// The party it made, or was added to.
    pub party: Option<PartyId>,
    /// Why it was not done, or not undone.
    pub told: String,
}

/// What a use case needs of an import.
pub(super) struct Stored {
    pub num: i64,
    pub unit: UnitId,
    pub path: UnitPath,
    pub state: BatchState,
    pub version: u32,
    pub settings: Settings,
    pub created_at: Timestamp,
}

impl Stored {
    /// That nobody settled or applied it since the form was shown.
    pub(super) fn expect(&self, version: u32) -> Result<(), StoreError> {
        if self.version == version {
            Ok(())
        } else {
            Err(StoreError::Stale { current: self.version, since: Vec::new() })
        }
    }
}

fn number(value: i64, column: usize) -> Result<u32, DbError> {
    u32::try_from(value).map_err(|_| DbError::Shape { column, expected: "a count" })
}

fn key<T>(row: &Row, column: usize, from_key: fn(&str) -> Option<T>) -> Result<T, DbError> {
    from_key(row.text(column)?).ok_or(DbError::Shape { column, expected: "a known key" })
}

/// That the actor may know of something of this unit.
fn seen(actor: &Actor, path: &UnitPath) -> Result<(), StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    if actor.scope().covers(path) { Ok(()) } else { Err(StoreError::NotFound) }
}

/// Opens an import to read it, or to go on with it.
pub(super) async fn open(
    connection: &mut dyn Connection,
    actor: &Actor,
    id: ImportId,
    writes: bool,
) -> Result<Stored, StoreError> {
    let sql = "SELECT num, unit, path, state, version, settings, created_at FROM import_batch WHERE id = ?1";
    let row = connection.query_one(sql, params![id.0]).await?.ok_or(StoreError::NotFound)?;
    let stored = Stored {
        num: row.int(0)?,
        unit: UnitId(row.string(1)?),
        path: UnitPath(row.string(2)?),
        state: key(&row, 3, BatchState::from_key)?,
        version: number(row.int(4)?, 4)?,
        settings: row.json(5)?,
        created_at: row.moment(6)?,
    };
    seen(actor, &stored.path)?;
    if writes {
        authorise(actor, Action::KeepBook, &stored.path)?;
    }
    Ok(stored)
}

pub(super) async fn counts(connection: &mut dyn Connection, num: i64) -> Result<Counts, DbError> {
    let sql = "SELECT state, count(*), sum(noted) FROM import_row INDEXED BY import_row_by_state \
               WHERE batch = ?1 GROUP BY state";
    let mut counts = Counts::default();
    for row in &connection.query(sql, params![num]).await? {
        counts.states.insert(key(row, 0, RowState::from_key)?, number(row.int(1)?, 1)?);
        counts.noted += number(row.int(2)?, 2)?;
    }
    Ok(counts)
}

const COLUMNS: &str = "b.num, b.id, b.unit, u.name, coalesce(o.full_name, b.officer), b.file_name, b.kind, b.sha256, b.size, b.told, \
                       b.encoding, b.confidence, b.settings, b.state, b.version, b.created_at, b.updated_at, b.path \
                       FROM import_batch b JOIN unit u ON u.id = b.unit LEFT JOIN officer o ON o.id = b.officer";

fn read(row: &Row, actor: &Actor) -> Result<Batch, DbError> {
    Ok(Batch {
        id: ImportId(row.parse(1, "an import id")?),
        unit: UnitId(row.string(2)?),
        unit_name: row.string(3)?,
        officer_name: row.string(4)?,
        file_name: row.string(5)?,
        kind: row.string(6)?,
        sha256: row.string(7)?,
        size: u64::try_from(row.int(8)?).unwrap_or(0),
        told: row.string(9)?,
        guess: Guess {
            encoding: key(row, 10, Encoding::from_key)?,
            confidence: u8::try_from(row.int(11)?).unwrap_or(0),
        },
        settings: row.json(12)?,
        state: key(row, 13, BatchState::from_key)?,
        version: number(row.int(14)?, 14)?,
        created_at: row.moment(15)?,
        updated_at: row.moment(16)?,
        may_write: authorise(actor, Action::KeepBook, &UnitPath(row.string(17)?)).is_ok(),
        counts: Counts::default(),
    })
}

/// One import with its counts.
///
/// # Errors
/// `NotFound`, also outside of the actor's part of the tree.
pub async fn batch(db: &dyn Database, actor: &Actor, id: ImportId) -> Result<Batch, StoreError> {
    let mut connection = db.open().await?;
    let sql = format!("SELECT {COLUMNS} WHERE b.id = ?1");
    let row = connection.query_one(&sql, params![id.0]).await?.ok_or(StoreError::NotFound)?;
    seen(actor, &UnitPath(row.string(17)?))?;
    let mut batch = read(&row, actor)?;
    batch.counts = counts(connection.as_mut(), row.int(0)?).await?;
    Ok(batch)
}

/// The imports of the actor's part of the tree, the newest first, at most `limit`; without their counts.
///
/// # Errors
/// His role reads no parties, or the database failed.
pub async fn batches(db: &dyn Database, actor: &Actor, limit: usize) -> Result<Vec<Batch>, StoreError> {
    authorise(actor, Action::ReadParty, &actor.path)?;
    let scope = actor.scope();
    let sql = format!(
        "SELECT {COLUMNS} WHERE b.path = ?1 OR (b.path > ?1 || '/' AND b.path < ?1 || '0') ORDER BY b.num DESC LIMIT ?2"
    );
    let limit = i64::try_from(limit.clamp(1, 200)).unwrap_or(200);
    let rows = db.open().await?.query(&sql, params![&scope.0, limit]).await?;
    Ok(rows.iter().map(|row| read(row, actor)).collect::<Result<_, _>>()?)
}

/// What happened to an import, the oldest first. Of many chunks only the last ones.
///
/// # Errors
/// As [`batch`].
pub async fn events(db: &dyn Database, actor: &Actor, id: ImportId) -> Result<Vec<Told>, StoreError> {
    let mut connection = db.open().await?;
    let stored = open(connection.as_mut(), actor, id, false).await?;
    let sql = "SELECT e.at, coalesce(o.full_name, e.officer), e.event FROM import_event e LEFT JOIN officer o ON o.id = e.officer \
               WHERE e.batch = ?1 AND e.kind NOT IN ('applied', 'removed') ORDER BY e.position LIMIT 200";
    let rows = connection.query(sql, params![stored.num]).await?;
    let read = |row: &Row| -> Result<Told, DbError> {
        Ok(Told { at: row.moment(0)?, officer_name: row.string(1)?, event: row.json(2)? })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The first rows of the file, and the first ones behind its headings, as the file has them.
///
/// # Errors
/// As [`batch`].
pub async fn preview(db: &dyn Database, actor: &Actor, id: ImportId) -> Result<Vec<(u32, Vec<Cell>)>, StoreError> {
    let mut connection = db.open().await?;
    let stored = open(connection.as_mut(), actor, id, false).await?;
    let sql = "SELECT line, cells FROM import_row WHERE batch = ?1 AND line >= ?2 ORDER BY line LIMIT 6";
    let rows = connection.query(sql, params![stored.num, stored.settings.header_line]).await?;
    let read = |row: &Row| -> Result<(u32, Vec<Cell>), DbError> { Ok((number(row.int(0)?, 0)?, row.json(1)?)) };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Rows of an import by line, those after `after`: of one state, or all; or only those with something to compare.
///
/// # Errors
/// As [`batch`].
pub async fn lines(
    db: &dyn Database,
    actor: &Actor,
    id: ImportId,
    state: Option<RowState>,
    noted: bool,
    after: u32,
    limit: usize,
) -> Result<Vec<Line>, StoreError> {
    let mut connection = db.open().await?;
    let stored = open(connection.as_mut(), actor, id, false).await?;
    let only = match (state, noted) {
        (Some(_), _) => "AND r.state = ?4",
        (None, true) => "AND r.noted = 1 AND ?4 IS NULL",
        (None, false) => "AND ?4 IS NULL",
    };
    let index = if state.is_some() { "INDEXED BY import_row_by_state" } else { "" };
    let sql = format!(
        "SELECT r.line, r.cells, r.state, r.record, r.problems, r.notes, r.same, p.name, p.address, r.same_line, r.choice, \
         r.party, r.told FROM import_row r {index} LEFT JOIN party p ON p.id = r.same \
         WHERE r.batch = ?1 AND r.line > ?2 {only} ORDER BY r.line LIMIT ?3"
    );
    let limit = i64::try_from(limit.clamp(1, 2_000)).unwrap_or(2_000);
    let values = params![stored.num, after, limit, state.map(|state| state.key().to_owned())];
    let rows = connection.query(&sql, values).await?;
    Ok(rows.iter().map(read_line).collect::<Result<_, _>>()?)
}

fn read_line(row: &Row) -> Result<Line, DbError> {
    fn list<T: serde::de::DeserializeOwned>(row: &Row, column: usize) -> Result<Vec<T>, DbError> {
        if row.opt_string(column)?.is_some() { row.json(column) } else { Ok(Vec::new()) }
    }
    let same = match row.opt_parse(6, "a party id")? {
        Some(id) => {
            let (name, address) = (row.opt_string(7)?.unwrap_or_default(), row.opt_string(8)?.unwrap_or_default());
            Some((PartyId(id), name, address))
        }
        None => None,
    };
    Ok(Line {
        line: number(row.int(0)?, 0)?,
        cells: row.json(1)?,
        state: key(row, 2, RowState::from_key)?,
        record: if row.opt_string(3)?.is_some() { Some(row.json(3)?) } else { None },
        problems: list(row, 4)?,
        notes: list(row, 5)?,
        same,
        same_line: row.opt_int(9)?.map(|line| number(line, 9)).transpose()?,
        choice: match row.opt_string(10)? {
            Some(_) => Some(key(row, 10, Choice::from_key)?),
            None => None,
        },
        party: row.opt_parse(11, "a party id")?.map(PartyId),
        told: row.opt_string(12)?.unwrap_or_default(),
    })
}
