//! A whole import taken back: what it made goes where nothing refers to it since; what stays is told, with why.
//!
//! The versions of what goes are kept (`party_change`, `establishment_change`), as are the rows and the events of the import.

use super::apply::not_now;
use super::read::{counts, open};
use super::{CHUNK, Progress, event};
use crate::database::{Connection, Database, DbError, Row, UnitOfWork, to_json};
use crate::{Env, StoreError, params};
use domain::authority::Actor;
use domain::exchange::{BatchState, ImportEvent, ImportId, RowState};
use domain::text::clean;
use serde::Serialize;
use std::collections::BTreeSet;

/// Longest reason.
const REASON: usize = 300;

/// Begins to take an import back.
///
/// # Errors
/// `NotFound` outside the actor's part of the tree; `Stale` when something was applied since the form was shown; refused without
/// a reason, or when it is being taken back already.
pub async fn begin_undo(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: ImportId,
    expected_version: u32,
    reason: &str,
) -> Result<(), StoreError> {
    let mut work = UnitOfWork::begin(db).await?;
    let stored = open(&mut work, actor, id, true).await?;
    stored.expect(expected_version)?;
    if matches!(stored.state, BatchState::Undoing | BatchState::Undone) {
        return Err(not_now("reason", stored.state));
    }
    let reason = clean(reason);
    let wrong = match reason.chars().count() {
        0 => Some("Nhập lý do hoàn tác; lý do được ghi vào nhật ký nhập liệu.".to_owned()),
        length if length > REASON => Some(format!("Tối đa {REASON} ký tự, đang nhập {length}. Rút gọn lại.")),
        _ => None,
    };
    if let Some(message) = wrong {
        return Err(StoreError::at("reason", message));
    }
    work.execute(
        "UPDATE import_batch SET state = ?2, version = version + 1, updated_at = ?3 WHERE num = ?1",
        params![stored.num, BatchState::Undoing.key(), env.now],
    )
    .await?;
    event::write(&mut work, env, actor, stored.num, &ImportEvent::UndoBegun { reason }).await?;
    Ok(work.commit().await?)
}

/// Takes rows back, at most `chunks` chunks of them.
///
/// # Errors
/// `NotFound` outside the actor's part of the tree; refused when it was not begun; the database failed, and what went is gone.
pub async fn undo(
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
        match stored.state {
            BatchState::Undoing => {}
            BatchState::Undone => return Ok(Progress { worked, finished: true }),
            state => return Err(not_now("reason", state)),
        }
        let rows = next(&mut work, stored.num).await?;
        if rows.is_empty() {
            work.execute(
                "UPDATE import_batch SET state = ?2, version = version + 1, updated_at = ?3 WHERE num = ?1",
                params![stored.num, BatchState::Undone.key(), env.now],
            )
            .await?;
            let counts = counts(&mut work, stored.num).await?;
            let told = ImportEvent::Undone { removed: counts.of(RowState::Removed), kept: counts.of(RowState::Kept) };
            event::write(&mut work, env, actor, stored.num, &told).await?;
            work.commit().await?;
            return Ok(Progress { worked, finished: true });
        }
        worked += u32::try_from(rows.len()).unwrap_or(0);
        let named = named_since(&mut work, &rows, stored.created_at).await?;
        let outcomes: Vec<Outcome> = rows.iter().map(|row| row.outcome(&named)).collect();
        remove(&mut work, &rows, &outcomes).await?;
        write(&mut work, stored.num, &outcomes).await?;
        let removed = u32::try_from(outcomes.iter().filter(|row| row.state == RowState::Removed).count()).unwrap_or(0);
        let kept = u32::try_from(outcomes.len()).unwrap_or(0) - removed;
        event::write(&mut work, env, actor, stored.num, &ImportEvent::Removed { removed, kept }).await?;
        work.commit().await?;
    }
    Ok(Progress { worked, finished: false })
}

/// A row that made something, and what stands against taking it back.
struct Made {
    line: i64,
    /// The party it made; nothing when it only added a place.
    party: Option<String>,
    place: Option<String>,
    reasons: Vec<&'static str>,
}

/// The next rows: those that added a place first, so that a party they were added to stands alone again.
async fn next(work: &mut UnitOfWork, batch: i64) -> Result<Vec<Made>, DbError> {
    for state in [RowState::Attached, RowState::Made] {
        let sql = "SELECT r.line, r.party, r.place, coalesce(p.version, 1), coalesce(e.version, 1), \
                   EXISTS (SELECT 1 FROM case_file c INDEXED BY case_by_party WHERE c.party = r.party \
                   AND (?2 = 'made' OR instr(c.document, r.place) > 0)), \
                   EXISTS (SELECT 1 FROM plan_item i INDEXED BY plan_item_by_party WHERE i.party = r.party AND ?2 = 'made'), \
                   EXISTS (SELECT 1 FROM dossier d WHERE d.party = r.party AND ?2 = 'made'), \
                   EXISTS (SELECT 1 FROM establishment o WHERE o.party = r.party AND o.id IS NOT r.place AND ?2 = 'made'), \
                   EXISTS (SELECT 1 FROM establishment_note n WHERE n.establishment = r.place), \
                   EXISTS (SELECT 1 FROM party_event v WHERE v.party_num = p.num) \
                   OR EXISTS (SELECT 1 FROM party_event v WHERE v.other_num = p.num), \
                   EXISTS (SELECT 1 FROM place_photo f WHERE f.establishment = r.place) \
                   FROM import_row r INDEXED BY import_row_by_state LEFT JOIN party p ON p.id = r.party \
                   LEFT JOIN establishment e ON e.id = r.place \
                   WHERE r.batch = ?1 AND r.state = ?2 ORDER BY r.line DESC LIMIT ?3";
        let rows = work.query(sql, params![batch, state.key(), CHUNK]).await?;
        if !rows.is_empty() {
            return rows.iter().map(|row| made(row, state)).collect();
        }
    }
    Ok(Vec::new())
}

fn made(row: &Row, state: RowState) -> Result<Made, DbError> {
    let whole = state == RowState::Made;
    let against = [
        (whole && row.int(3)? > 1, "hồ sơ đã được sửa"),
        (row.int(4)? > 1, "cơ sở đã được sửa"),
        (row.int(5)? != 0, "đã có hồ sơ vụ việc"),
        (row.int(6)? != 0, "có trong kế hoạch kiểm tra"),
        (row.int(7)? != 0, "có trong nguồn thông tin, biện pháp nghiệp vụ"),
        (row.int(8)? != 0, "hồ sơ còn cơ sở khác"),
        (row.int(9)? != 0, "cơ sở đã có ghi nhận địa bàn"),
        (row.int(11)? != 0, "cơ sở đã có ảnh"),
        (whole && row.int(10)? != 0, "đã được so sánh, gộp hoặc liên kết với hồ sơ khác"),
    ];
    Ok(Made {
        line: row.int(0)?,
        party: row.opt_string(1)?.filter(|_| whole),
        place: row.opt_string(2)?,
        reasons: against.into_iter().filter(|(stands, _)| *stands).map(|(_, reason)| reason).collect(),
    })
}

/// Which of these parties a draft of a plan names since the import: those are in no table of their own.
async fn named_since(
    work: &mut UnitOfWork,
    rows: &[Made],
    since: jiff::Timestamp,
) -> Result<BTreeSet<String>, DbError> {
    let parties: Vec<&String> = rows.iter().filter_map(|row| row.party.as_ref()).collect();
    let sql = "SELECT DISTINCT j.value FROM plan p, json_tree(p.document) j WHERE p.updated_at >= ?1 AND j.type = 'text' \
               AND j.value IN (SELECT value FROM json_each(?2))";
    let rows = work.query(sql, params![since, to_json(&parties)?]).await?;
    rows.iter().map(|row| row.string(0)).collect()
}

/// What became of a row.
#[derive(Serialize)]
struct Outcome {
    line: i64,
    state: RowState,
    told: Option<String>,
}

impl Made {
    fn outcome(&self, named: &BTreeSet<String>) -> Outcome {
        let mut reasons = self.reasons.clone();
        if self.party.as_ref().is_some_and(|party| named.contains(party))
            && !reasons.contains(&"có trong kế hoạch kiểm tra")
        {
            reasons.push("có trong kế hoạch kiểm tra");
        }
        if reasons.is_empty() {
            Outcome { line: self.line, state: RowState::Removed, told: None }
        } else {
            Outcome {
                line: self.line,
                state: RowState::Kept,
                told: Some(format!("Giữ lại vì: {}.", reasons.join("; "))),
            }
        }
    }
}

async fn remove(work: &mut UnitOfWork, rows: &[Made], outcomes: &[Outcome]) -> Result<(), DbError> {
    let gone: Vec<&Made> = rows
        .iter()
        .zip(outcomes)
        .filter(|(_, outcome)| outcome.state == RowState::Removed)
        .map(|(row, _)| row)
        .collect();
    let places: Vec<&String> = gone.iter().filter_map(|row| row.place.as_ref()).collect();
    let parties: Vec<&String> = gone.iter().filter_map(|row| row.party.as_ref()).collect();
    let words = "DELETE FROM establishment_words WHERE establishment IN (SELECT value FROM json_each(?1))";
    work.execute(words, params![to_json(&places)?]).await?;
    work.execute("DELETE FROM establishment WHERE id IN (SELECT value FROM json_each(?1))", params![to_json(&places)?])
        .await?;
    crate::registry::forget(work, &to_json(&parties)?).await?;
    work.execute("DELETE FROM party WHERE id IN (SELECT value FROM json_each(?1))", params![to_json(&parties)?]).await
}

async fn write(work: &mut UnitOfWork, batch: i64, outcomes: &[Outcome]) -> Result<(), DbError> {
    work.execute(
        "INSERT INTO import_row (batch, line, cells, state, noted, told) \
         SELECT ?1, CAST(value ->> 'line' AS INTEGER), '', value ->> 'state', 0, value ->> 'told' FROM json_each(?2) WHERE true \
         ON CONFLICT (batch, line) DO UPDATE SET state = excluded.state, told = excluded.told",
        params![batch, to_json(&outcomes)?],
    )
    .await
}
