//! How the file is read, and every row read by it: a record, or all its problems; and whose identifier is taken.

use super::read::{Stored, open};
use super::{CHECK_CHUNK, Progress, event};
use crate::database::{Connection, Database, DbError, UnitOfWork, to_json};
use crate::{Env, StoreError, params};
use domain::authority::Actor;
use domain::calendar::to_local;
use domain::case::FieldError;
use domain::exchange::{
    BatchState, Cell, Encoding, ImportEvent, ImportId, Mapping, Reading, RowState, Settings, fingerprint, read_row,
};
use serde::Serialize;
use std::collections::BTreeMap;

/// How files with these headings were read the last time: by this officer, else by anybody of his unit.
pub(super) async fn remembered_on(
    connection: &mut dyn Connection,
    actor: &Actor,
    fingerprint: &str,
) -> Result<Option<Mapping>, DbError> {
    let sql = "SELECT columns FROM import_mapping WHERE unit = ?1 AND fingerprint = ?2 \
               ORDER BY officer = ?3 DESC, at DESC LIMIT 1";
    let row = connection.query_one(sql, params![&actor.unit.0, fingerprint, &actor.id().0]).await?;
    // Columns of a later version that this one does not know: then the headings are recognised anew.
    Ok(row.and_then(|row| row.json(0).ok()))
}

/// Settles how a file is read, and begins to check it anew. The mapping is remembered for its headings.
///
/// # Errors
/// `NotFound` outside the actor's part of the tree; `Stale` when it was settled by somebody else since; refused at its fields;
/// refused once something was applied.
pub async fn settle(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: ImportId,
    expected_version: u32,
    settings: &Settings,
) -> Result<(), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let stored = open(&mut work, actor, id, true).await?;
    stored.expect(expected_version)?;
    if !stored.state.is_open() {
        return Err(StoreError::fields(vec![FieldError::new(
            "encoding",
            "Lần nhập này đã ghi vào cơ sở dữ liệu nên không đổi cách đọc được nữa. Hoàn tác rồi tải tệp lên lại.",
        )]));
    }
    let errors = settings.mapping.problems();
    let sql = "SELECT cells FROM import_row WHERE batch = ?1 AND line = ?2";
    let headings = work.query_one(sql, params![stored.num, settings.header_line]).await?;
    let Some(headings) = headings else { return Err(no_headings()) };
    if !errors.is_empty() {
        return Err(StoreError::fields(errors));
    }
    let headings: Vec<Cell> = headings.json(0)?;
    work.execute(
        "INSERT INTO import_mapping (unit, officer, fingerprint, columns, at) VALUES (?1,?2,?3,?4,?5) \
         ON CONFLICT (unit, fingerprint, officer) DO UPDATE SET columns = excluded.columns, at = excluded.at",
        params![
            &actor.unit.0,
            &actor.id().0,
            fingerprint(&headings, settings.encoding),
            to_json(&settings.mapping)?,
            env.now
        ],
    )
    .await?;
    work.execute(
        "UPDATE import_row SET state = CASE WHEN line <= ?2 THEN 'heading' ELSE 'waiting' END, noted = 0, tax_code = NULL, \
         citizen_id = NULL, record = NULL, problems = NULL, notes = NULL, same = NULL, same_line = NULL, choice = NULL \
         WHERE batch = ?1",
        params![stored.num, settings.header_line],
    )
    .await?;
    work.execute(
        "UPDATE import_batch SET settings = ?2, state = ?3, version = version + 1, updated_at = ?4 WHERE num = ?1",
        params![stored.num, to_json(settings)?, BatchState::Checking.key(), env.now],
    )
    .await?;
    let told = ImportEvent::Mapped {
        encoding: settings.encoding,
        header_line: settings.header_line,
        columns: settings.mapping.clone(),
    };
    event::write(&mut work, env, actor, stored.num, &told).await?;
    Ok(work.commit().await?)
}

/// Reads the headings anew, in other letters or on another line; nothing is checked by this.
///
/// # Errors
/// As [`settle`].
pub async fn reread(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: ImportId,
    expected_version: u32,
    encoding: Encoding,
    header_line: u32,
) -> Result<(), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let stored = open(&mut work, actor, id, true).await?;
    stored.expect(expected_version)?;
    if !stored.state.is_open() {
        return Err(super::apply::not_now("encoding", stored.state));
    }
    let sql = "SELECT cells FROM import_row WHERE batch = ?1 AND line = ?2";
    let headings = work.query_one(sql, params![stored.num, header_line]).await?;
    let headings: Vec<Cell> = headings.ok_or_else(no_headings)?.json(0)?;
    let known = remembered_on(&mut work, actor, &fingerprint(&headings, encoding)).await?;
    let mapping = known.unwrap_or_else(|| Mapping::recognised(&headings, encoding));
    work.execute(
        "UPDATE import_batch SET settings = ?2, state = ?3, version = version + 1, updated_at = ?4 WHERE num = ?1",
        params![
            stored.num,
            to_json(&Settings { encoding, header_line, mapping })?,
            BatchState::Received.key(),
            env.now
        ],
    )
    .await?;
    Ok(work.commit().await?)
}

fn no_headings() -> StoreError {
    StoreError::fields(vec![FieldError::new(
        "header_line",
        "Dòng này trống hoặc không có trong tệp. Nhập số dòng chứa tên các cột.",
    )])
}

/// Reads rows that wait, chunk by chunk, at most `chunks` of them; the last one looks for rows with the same identifier.
///
/// # Errors
/// `NotFound` outside the actor's part of the tree; the database failed, and the chunks before are kept.
pub async fn check(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: ImportId,
    chunks: u32,
) -> Result<Progress, StoreError> {
    let mut worked = 0;
    for _ in 0..chunks {
        let mut work = UnitOfWork::begin_one_of_many(db).await?;
        let stored = open(&mut work, actor, id, true).await?;
        if stored.state != BatchState::Checking {
            return Ok(Progress { worked, finished: true });
        }
        let sql = "SELECT line, cells FROM import_row INDEXED BY import_row_by_state \
                   WHERE batch = ?1 AND state = 'waiting' ORDER BY line LIMIT ?2";
        let rows = work.query(sql, params![stored.num, CHECK_CHUNK]).await?;
        if rows.is_empty() {
            finish(&mut work, env, actor, &stored).await?;
            work.commit().await?;
            return Ok(Progress { worked, finished: true });
        }
        let today = to_local(env.now).date();
        let mut checked = Vec::with_capacity(rows.len());
        for row in &rows {
            let cells: Vec<Cell> = row.json(1)?;
            let reading = read_row(&cells, &stored.settings, (env.uuid(), env.uuid()), &stored.unit, today);
            checked.push(Checked::of(row.int(0)?, reading)?);
        }
        let taken = taken(&mut work, &checked).await?;
        for row in &mut checked {
            row.compare(&taken);
        }
        write(&mut work, stored.num, &checked).await?;
        work.commit().await?;
        worked += u32::try_from(rows.len()).unwrap_or(0);
    }
    Ok(Progress { worked, finished: false })
}

/// A row after its reading, in the order of the columns below.
#[derive(Serialize)]
struct Checked {
    line: i64,
    state: RowState,
    noted: u8,
    tax_code: Option<String>,
    citizen_id: Option<String>,
    record: Option<String>,
    problems: Option<String>,
    notes: Option<String>,
    same: Option<String>,
}

impl Checked {
    fn of(line: i64, reading: Reading) -> Result<Self, DbError> {
        let state = match &reading {
            reading if reading.is_blank() => RowState::Blank,
            Reading { record: Some(_), .. } => RowState::Good,
            Reading { .. } => RowState::Faulty,
        };
        let some = |list: &[domain::exchange::Problem]| match list {
            [] => Ok(None),
            list => to_json(&list).map(Some),
        };
        let party = reading.record.as_ref().map(|record| &record.party);
        Ok(Self {
            line,
            state,
            noted: u8::from(state == RowState::Good && !reading.notes.is_empty()),
            tax_code: party.and_then(|party| party.tax_code.as_ref()).map(ToString::to_string),
            citizen_id: party.and_then(|party| party.citizen_id.as_ref()).map(ToString::to_string),
            record: reading.record.as_ref().map(to_json).transpose()?,
            problems: some(&reading.problems)?,
            notes: some(&reading.notes)?,
            same: None,
        })
    }

    fn compare(&mut self, taken: &BTreeMap<String, String>) {
        let same = [&self.tax_code, &self.citizen_id].into_iter().flatten().find_map(|code| taken.get(code));
        if let Some(party) = same.filter(|_| self.state == RowState::Good) {
            self.state = RowState::Same;
            self.same = Some(party.clone());
        }
    }
}

/// Which of these identifiers parties have, and which parties: one statement for a chunk.
async fn taken(connection: &mut dyn Connection, rows: &[Checked]) -> Result<BTreeMap<String, String>, DbError> {
    let codes: Vec<&String> = rows.iter().flat_map(|row| [&row.tax_code, &row.citizen_id]).flatten().collect();
    taken_codes(connection, &codes).await
}

pub(super) async fn taken_codes(
    connection: &mut dyn Connection,
    codes: &[&String],
) -> Result<BTreeMap<String, String>, DbError> {
    let sql = "SELECT p.tax_code, p.id FROM json_each(?1) j CROSS JOIN party p INDEXED BY party_by_tax_code \
               ON p.tax_code = j.value UNION ALL \
               SELECT p.citizen_id, p.id FROM json_each(?1) j CROSS JOIN party p INDEXED BY party_by_citizen_id \
               ON p.citizen_id = j.value";
    let rows = connection.query(sql, params![to_json(&codes)?]).await?;
    let mut taken = BTreeMap::new();
    for row in &rows {
        taken.entry(row.string(0)?).or_insert(row.string(1)?);
    }
    Ok(taken)
}

/// Writes what the check found. An insert that always meets its row: so the rows are found by their key, one by one.
async fn write(work: &mut UnitOfWork, batch: i64, rows: &[Checked]) -> Result<(), DbError> {
    work.execute(
        "INSERT INTO import_row (batch, line, cells, state, noted, tax_code, citizen_id, record, problems, notes, same) \
         SELECT ?1, CAST(value ->> 'line' AS INTEGER), '', value ->> 'state', CAST(value ->> 'noted' AS INTEGER), value ->> 'tax_code', \
         value ->> 'citizen_id', value ->> 'record', value ->> 'problems', value ->> 'notes', value ->> 'same' \
         FROM json_each(?2) WHERE true \
         ON CONFLICT (batch, line) DO UPDATE SET state = excluded.state, noted = excluded.noted, \
         tax_code = excluded.tax_code, citizen_id = excluded.citizen_id, record = excluded.record, \
         problems = excluded.problems, notes = excluded.notes, same = excluded.same",
        params![batch, to_json(&rows)?],
    )
    .await
}

/// Every row was read: those that repeat the identifier of a row before them wait for a choice.
async fn finish(work: &mut UnitOfWork, env: &Env, actor: &Actor, stored: &Stored) -> Result<(), DbError> {
    for code in ["tax_code", "citizen_id"] {
        let sql = format!(
            "UPDATE import_row AS r SET state = 'repeated', same_line = (SELECT min(f.line) FROM import_row f \
             INDEXED BY import_row_by_{code} WHERE f.batch = r.batch AND f.{code} = r.{code} AND f.state = 'good') \
             WHERE r.batch = ?1 AND r.{code} IS NOT NULL AND r.state = 'good' AND EXISTS (SELECT 1 FROM import_row f \
             INDEXED BY import_row_by_{code} WHERE f.batch = r.batch AND f.{code} = r.{code} AND f.line < r.line \
             AND f.state = 'good')"
        );
        work.execute(&sql, params![stored.num]).await?;
    }
    work.execute(
        "UPDATE import_batch SET state = ?2, version = version + 1, updated_at = ?3 WHERE num = ?1",
        params![stored.num, BatchState::Ready.key(), env.now],
    )
    .await?;
    let counts = super::read::counts(work, stored.num).await?;
    let told = ImportEvent::Checked {
        good: counts.of(RowState::Good),
        faulty: counts.of(RowState::Faulty),
        same: counts.of(RowState::Same),
        repeated: counts.of(RowState::Repeated),
    };
    event::write(work, env, actor, stored.num, &told).await
}
