//! Forms that are not filed yet, kept for an officer's other devices and for his desk.

use super::{FieldError, check};
use crate::database::{Connection, Database, UnitOfWork, to_json};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::CaseFile;
use domain::fieldwork::{DraftAnswer, DraftPush, merge};
use std::collections::BTreeMap;

/// A draft nobody went on with for so long goes.
const KEPT_DAYS: i64 = 30;

/// Fields of one draft, and characters of them together.
const MAX_FIELDS: usize = 600;
const MAX_CHARACTERS: usize = 200_000;

/// Puts a device's draft together with what is kept, field by field. Where both have changed one field, nothing is written and the
/// conflict is told; a draft without a field is taken away.
///
/// # Errors
/// Denied for a device out of use; `NotFound` for a case of another unit; refused for one that is too long.
pub async fn keep(db: &dyn Database, env: &Env, actor: &Actor, pushed: &DraftPush) -> Result<DraftAnswer, FieldError> {
    let long = |fields: &BTreeMap<String, String>| {
        fields.len() > MAX_FIELDS
            || fields.iter().map(|(name, value)| name.len() + value.len()).sum::<usize>() > MAX_CHARACTERS
    };
    if long(&pushed.mine) || long(&pushed.base) || pushed.step.len() > 80 {
        return Err(StoreError::at("mine", "Bản nháp quá dài. Rút gọn nội dung rồi lưu lại.").into());
    }
    let mut work = UnitOfWork::begin(db).await?;
    check(&mut work, actor, pushed.device).await?;
    let row = work.query_one("SELECT document FROM case_file WHERE id = ?1", params![pushed.case.0]).await?;
    let case: CaseFile = row.ok_or(StoreError::NotFound)?.json(0)?;
    authorise(actor, Action::ReadCase, &case.path)?;
    let sql = "SELECT version, fields FROM field_draft WHERE officer = ?1 AND case_id = ?2 AND step = ?3";
    let row = work.query_one(sql, params![&actor.id().0, pushed.case.0, &pushed.step]).await?;
    let kept = match &row {
        Some(row) => DraftAnswer {
            version: u32::try_from(row.int(0)?).unwrap_or(u32::MAX),
            fields: row.json(1)?,
            conflicts: Vec::new(),
        },
        None => DraftAnswer::default(),
    };
    // Who goes on from what is kept has no other side to be put together with.
    let base = if pushed.seen == kept.version { &kept.fields } else { &pushed.base };
    let merged = merge(base, &kept.fields, &pushed.mine);
    if !merged.conflicts.is_empty() {
        return Ok(DraftAnswer { conflicts: merged.conflicts, fields: merged.fields, version: kept.version });
    }
    if merged.fields == kept.fields {
        return Ok(kept);
    }
    let old = env.millis() - KEPT_DAYS * 86_400_000;
    work.execute("DELETE FROM field_draft WHERE at < ?1", params![old]).await?;
    let version = kept.version.saturating_add(1);
    let sql = "INSERT INTO field_draft (officer, case_id, step, version, at, fields) VALUES (?1,?2,?3,?4,?5,?6) \
               ON CONFLICT (officer, case_id, step) DO UPDATE SET version = ?4, at = ?5, fields = ?6";
    let values = params![&actor.id().0, pushed.case.0, &pushed.step, version, env.millis(), to_json(&merged.fields)?];
    work.execute(sql, values).await?;
    work.commit().await.map_err(StoreError::from)?;
    Ok(DraftAnswer { version, fields: merged.fields, conflicts: Vec::new() })
}
