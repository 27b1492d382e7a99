//! Rows become parties and places, chunk by chunk; each chunk is one transaction with its event.

use super::check::taken_codes;
use super::read::{Stored, counts, open};
use super::{CHUNK, Progress, event};
use crate::database::{Connection, Database, DbError, Row, UnitOfWork, to_json};
use crate::{Env, StoreError, establishments, params, parties};
use domain::authority::{Action, Actor, authorise};
use domain::establishment::EstablishmentFile;
use domain::exchange::{BatchState, Choice, ImportEvent, ImportId, Record, RowState};
use domain::party::{Party, PartyId};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// Says what is to become of rows whose identifier is taken: of one line, or of all that have no choice yet. Answers how many.
///
/// # Errors
/// `NotFound` outside the actor's part of the tree, and for a line that does not ask; refused while rows are being checked or
/// taken back.
pub async fn choose(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: ImportId,
    line: Option<u32>,
    choice: Choice,
) -> Result<u32, StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let stored = open(&mut work, actor, id, true).await?;
    if !matches!(stored.state, BatchState::Ready | BatchState::Applying | BatchState::Done) {
        return Err(not_now("choice", stored.state));
    }
    let sql = "UPDATE import_row SET choice = ?2, told = NULL WHERE batch = ?1 AND state IN ('same', 'repeated') \
               AND CASE WHEN ?3 IS NULL THEN choice IS NULL ELSE line = ?3 END RETURNING 1";
    let changed = work.query(sql, params![stored.num, choice.key(), line]).await?;
    let rows = u32::try_from(changed.len()).unwrap_or(u32::MAX);
    if rows == 0 && line.is_some() {
        return Err(StoreError::NotFound);
    }
    if rows > 0 {
        event::write(&mut work, env, actor, stored.num, &ImportEvent::Chosen { choice, rows }).await?;
    }
    work.commit().await?;
    Ok(rows)
}

pub(super) fn not_now(field: &str, state: BatchState) -> StoreError {
    let message = format!("Lần nhập đang ở trạng thái “{}” nên chưa làm được việc này. Tải lại trang.", state.label());
    StoreError::at(field, message)
}

/// Writes rows, at most `chunks` chunks of them. What was written stays when a later chunk fails, and is not written again.
///
/// # Errors
/// `NotFound` outside the actor's part of the tree; refused before every row was checked; the database failed.
pub async fn apply(
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
        authorise(actor, Action::SaveParty, &stored.path)?;
        if !matches!(stored.state, BatchState::Ready | BatchState::Applying | BatchState::Done) {
            return Err(not_now("apply", stored.state));
        }
        let rows = next(&mut work, stored.num).await?;
        if rows.is_empty() {
            if stored.state != BatchState::Done {
                finish(&mut work, env, actor, &stored).await?;
                work.commit().await?;
            }
            return Ok(Progress { worked, finished: true });
        }
        worked += u32::try_from(rows.len()).unwrap_or(0);
        chunk(&mut work, env, actor, &stored, &rows).await?;
        work.commit().await?;
    }
    Ok(Progress { worked, finished: false })
}

/// A row to be written.
struct Pending {
    line: i64,
    state: RowState,
    choice: Option<Choice>,
    record: Record,
    /// The party that is there: of the register, or of the row before it.
    same: Option<PartyId>,
}

/// The next rows of one state: new parties first, so that rows that repeat them find them made.
async fn next(work: &mut UnitOfWork, batch: i64) -> Result<Vec<Pending>, DbError> {
    for (state, chosen) in [
        (RowState::Good, ""),
        (RowState::Same, "AND r.choice IS NOT NULL"),
        (RowState::Repeated, "AND r.choice IS NOT NULL"),
    ] {
        let sql = format!(
            "SELECT r.line, r.choice, r.record, coalesce(r.same, f.party) FROM import_row r INDEXED BY import_row_by_state \
             LEFT JOIN import_row f ON f.batch = r.batch AND f.line = r.same_line \
             WHERE r.batch = ?1 AND r.state = ?2 {chosen} ORDER BY r.line LIMIT ?3"
        );
        let rows = work.query(&sql, params![batch, state.key(), CHUNK]).await?;
        if !rows.is_empty() {
            return rows.iter().map(|row| pending(row, state)).collect();
        }
    }
    Ok(Vec::new())
}

fn pending(row: &Row, state: RowState) -> Result<Pending, DbError> {
    let choice = row.opt_string(1)?;
    Ok(Pending {
        line: row.int(0)?,
        state,
        choice: choice.as_deref().and_then(Choice::from_key),
        record: row.json(2)?,
        same: row.opt_parse(3, "a party id")?.map(PartyId),
    })
}

/// What became of a row, in the order of the columns below.
#[derive(Serialize)]
struct Outcome {
    line: i64,
    state: RowState,
    same: Option<PartyId>,
    choice: Option<Choice>,
    party: Option<PartyId>,
    place: Option<String>,
    told: Option<String>,
}

impl Outcome {
    fn of(row: &Pending, state: RowState) -> Self {
        Self { line: row.line, state, same: row.same, choice: row.choice, party: None, place: None, told: None }
    }
}

async fn chunk(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    stored: &Stored,
    rows: &[Pending],
) -> Result<(), StoreError> {
    // Somebody may have registered one of them since the check.
    let fresh: Vec<&Pending> = rows.iter().filter(|row| row.state == RowState::Good).collect();
    let codes: Vec<String> = fresh
        .iter()
        .flat_map(|row| {
            [
                row.record.party.tax_code.as_ref().map(ToString::to_string),
                row.record.party.citizen_id.as_ref().map(ToString::to_string),
            ]
        })
        .flatten()
        .collect();
    let taken =
        if codes.is_empty() { BTreeMap::new() } else { taken_codes(work, &codes.iter().collect::<Vec<_>>()).await? };
    let decided: Vec<Decided> = rows.iter().map(|row| decide(row, &taken)).collect();
    let parties: Vec<&Party> = decided.iter().filter_map(|row| row.party).collect();
    parties::write_new(work, env, actor, &parties).await?;
    let places: Vec<&EstablishmentFile> = decided.iter().filter_map(|row| row.place.as_deref()).collect();
    establishments::write_new(work, env, actor, &places).await?;
    let outcomes: Vec<Outcome> = decided.into_iter().map(|row| row.outcome).collect();
    work.execute(
        "INSERT INTO import_row (batch, line, cells, state, noted, same, choice, party, place, told) \
         SELECT ?1, CAST(value ->> 'line' AS INTEGER), '', value ->> 'state', 0, value ->> 'same', value ->> 'choice', value ->> 'party', \
         value ->> 'place', value ->> 'told' FROM json_each(?2) WHERE true \
         ON CONFLICT (batch, line) DO UPDATE SET state = excluded.state, same = excluded.same, choice = excluded.choice, \
         party = excluded.party, place = excluded.place, told = excluded.told",
        params![stored.num, to_json(&outcomes)?],
    )
    .await?;
    work.execute(
        "UPDATE import_batch SET state = ?2, version = version + 1, updated_at = ?3 WHERE num = ?1",
        params![stored.num, BatchState::Applying.key(), env.now],
    )
    .await?;
    let count = |state: RowState| u32::try_from(outcomes.iter().filter(|row| row.state == state).count()).unwrap_or(0);
    let line = |row: Option<&Pending>| row.and_then(|row| u32::try_from(row.line).ok()).unwrap_or(0);
    let told = ImportEvent::Applied {
        first: line(rows.first()),
        last: line(rows.last()),
        made: count(RowState::Made),
        attached: count(RowState::Attached),
        skipped: count(RowState::Skipped),
        returned: count(RowState::Same) + count(RowState::Repeated),
    };
    Ok(event::write(work, env, actor, stored.num, &told).await?)
}

/// What is to become of a row: what is written for it, and what it is then.
struct Decided<'a> {
    party: Option<&'a Party>,
    place: Option<Cow<'a, EstablishmentFile>>,
    outcome: Outcome,
}

impl Decided<'_> {
    fn nothing(outcome: Outcome) -> Self {
        Self { party: None, place: None, outcome }
    }
}

fn decide<'a>(row: &'a Pending, taken: &BTreeMap<String, String>) -> Decided<'a> {
    let party = &row.record.party;
    if row.state == RowState::Good {
        let codes =
            [party.tax_code.as_ref().map(ToString::to_string), party.citizen_id.as_ref().map(ToString::to_string)];
        let other = codes.iter().flatten().find_map(|code| taken.get(code)).and_then(|id| id.parse().ok());
        return match other {
            Some(id) => {
                let told = "Có hồ sơ cùng mã số được đăng ký sau khi kiểm tra tệp.".to_owned();
                let same = Some(PartyId(id));
                Decided::nothing(Outcome { same, told: Some(told), ..Outcome::of(row, RowState::Same) })
            }
            None => made(row),
        };
    }
    match (row.choice, row.same) {
        (Some(Choice::New), _) => made(row),
        (Some(Choice::Attach), Some(id)) => match &row.record.place {
            Some(file) => {
                let mut file = file.clone();
                file.place.party = id;
                let place = Some(file.place.id.0.to_string());
                let outcome = Outcome { party: Some(id), place, ..Outcome::of(row, RowState::Attached) };
                Decided { party: None, place: Some(Cow::Owned(file)), outcome }
            }
            None => {
                let told = "Dòng này không có cơ sở kinh doanh để thêm.".to_owned();
                let outcome = Outcome { party: Some(id), told: Some(told), ..Outcome::of(row, RowState::Skipped) };
                Decided::nothing(outcome)
            }
        },
        (Some(Choice::Attach), None) => {
            let told = "Dòng trước có cùng mã số chưa được nhập. Chọn lại cho dòng này.".to_owned();
            Decided::nothing(Outcome { choice: None, told: Some(told), ..Outcome::of(row, row.state) })
        }
        (Some(Choice::Skip) | None, _) => Decided::nothing(Outcome::of(row, RowState::Skipped)),
    }
}

fn made(row: &Pending) -> Decided<'_> {
    let Record { party, place } = &row.record;
    let outcome = Outcome {
        party: Some(party.id),
        place: place.as_ref().map(|file| file.place.id.0.to_string()),
        ..Outcome::of(row, RowState::Made)
    };
    Decided { party: Some(party), place: place.as_ref().map(Cow::Borrowed), outcome }
}

async fn finish(work: &mut UnitOfWork, env: &Env, actor: &Actor, stored: &Stored) -> Result<(), DbError> {
    work.execute(
        "UPDATE import_batch SET state = ?2, version = version + 1, updated_at = ?3 WHERE num = ?1",
        params![stored.num, BatchState::Done.key(), env.now],
    )
    .await?;
    let counts = counts(work, stored.num).await?;
    let told = ImportEvent::Finished {
        made: counts.of(RowState::Made),
        attached: counts.of(RowState::Attached),
        skipped: counts.of(RowState::Skipped),
    };
    event::write(work, env, actor, stored.num, &told).await
}
