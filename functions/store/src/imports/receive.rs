//! Takes a file's rows in, with the best guess of how to read them.

use super::check::remembered_on;
use super::event;
use crate::database::{Connection, Database, DbError, UnitOfWork, to_json};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::exchange::{BatchState, Cell, ImportEvent, ImportId, Mapping, Settings, fingerprint, guess, header_line};

/// Rows that go into one statement.
const BUNDLE: usize = 1_000;

/// Rows from which the letters are guessed.
const SAMPLE: usize = 500;

/// A file that was read.
#[derive(Debug, Clone)]
pub struct NewBatch<'a> {
    pub file_name: &'a str,
    /// `xlsx`, `csv`.
    pub kind: &'a str,
    pub sha256: &'a str,
    pub size: u64,
    /// What the officer should know of how it was read.
    pub told: &'a str,
    /// Whether its letters said themselves that they are Unicode.
    pub unicode: bool,
    /// Rows that hold something, with their line in the file.
    pub rows: &'a [(u32, Vec<Cell>)],
}

/// Keeps the rows of a file and answers the import's id. Nothing enters the register by this.
///
/// # Errors
/// His role keeps no area book, or the database failed.
pub async fn receive(db: &dyn Database, env: &Env, actor: &Actor, new: &NewBatch<'_>) -> Result<ImportId, StoreError> {
    authorise(actor, Action::KeepBook, &actor.path)?;
    let words = new.rows.iter().take(SAMPLE).flat_map(|(_, row)| row.iter().map(Cell::words));
    let guessed = guess(words, new.unicode);
    let head: Vec<Vec<Cell>> = new.rows.iter().take(20).map(|(_, row)| row.clone()).collect();
    let place = header_line(&head, guessed.encoding);
    let headings = head.get(place).map_or(&[] as &[Cell], Vec::as_slice);
    let line = new.rows.get(place).map_or(1, |(line, _)| *line);
    let mut work = UnitOfWork::begin(db).await?;
    let known = remembered_on(&mut work, actor, &fingerprint(headings, guessed.encoding)).await?;
    let mapping = known.unwrap_or_else(|| Mapping::recognised(headings, guessed.encoding));
    let settings = Settings { encoding: guessed.encoding, header_line: line, mapping };
    let id = ImportId(env.uuid());
    let count = u32::try_from(new.rows.len()).unwrap_or(u32::MAX);
    let row = work
        .query_one(
            "INSERT INTO import_batch (id, unit, path, officer, file_name, kind, sha256, size, told, unicode, encoding, \
             confidence, settings, state, version, rows, created_at, updated_at) \
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,1,?15,?16,?16) RETURNING num",
            params![
                id.0,
                &actor.unit.0,
                &actor.path.0,
                &actor.id().0,
                new.file_name,
                new.kind,
                new.sha256,
                i64::try_from(new.size).unwrap_or(i64::MAX),
                new.told,
                new.unicode,
                guessed.encoding.key(),
                i64::from(guessed.confidence),
                to_json(&settings)?,
                BatchState::Received.key(),
                count,
                env.now
            ],
        )
        .await?;
    let num = row.ok_or(DbError::Engine("a new import answered no number".to_owned()))?.int(0)?;
    for bundle in new.rows.chunks(BUNDLE) {
        let rows =
            bundle.iter().map(|(line, cells)| Ok((line, to_json(cells)?))).collect::<Result<Vec<_>, DbError>>()?;
        work.execute(
            "INSERT INTO import_row (batch, line, cells, state, noted) \
             SELECT ?1, CAST(value ->> 0 AS INTEGER), value ->> 1, 'waiting', 0 FROM json_each(?2)",
            params![num, to_json(&rows)?],
        )
        .await?;
    }
    let told = ImportEvent::Received { file: new.file_name.to_owned(), sha256: new.sha256.to_owned(), rows: count };
    event::write(&mut work, env, actor, num, &told).await?;
    work.commit().await?;
    Ok(id)
}
