//! Importing a version, and putting one into use.

use crate::database::{Connection, Database, DbError, UnitOfWork, to_json};
use crate::law::{catalogue_once, in_use};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::{format_date, to_local};
use domain::case::FieldError;
use domain::catalogue::{Catalogue, CatalogueProblem, import as read_catalogue, still_needed};
use domain::text::{clean, clean_lines};
use jiff::civil::Date;

use super::read::ChangeKind;

/// From when the first shipped catalogue is in use: before any case.
const FROM_THE_START: Date = jiff::civil::date(1970, 1, 1);

/// Longest label and longest source, in characters.
const MAX_LABEL: usize = 200;
const MAX_SOURCE: usize = 2_000;

/// What is uploaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    /// What people call it, e.g. `Sau Nghị định 24/2025/NĐ-CP`.
    pub label: String,
    /// Where its figures come from: decree, gazette, who compared them.
    pub source: String,
    /// JSON or TOML as [`domain::catalogue::import`] reads it.
    pub text: String,
}

/// Puts the shipped catalogue into an empty table, in use from the start. Where a newer program ships another one, that
/// becomes a version to be compared and put into use like any other: a new program alone changes no law.
pub(crate) async fn seed(work: &mut UnitOfWork) -> Result<(), DbError> {
    let digest = Catalogue::embedded_digest();
    let row = work
        .query_one("SELECT count(*), coalesce(sum(digest = ?1), 0) FROM catalogue_version", params![digest])
        .await?;
    let (all, same) = row.map_or(Ok((0, 0)), |row| Ok::<_, DbError>((row.int(0)?, row.int(1)?)))?;
    if same > 0 {
        return Ok(());
    }
    let label = format!("Danh mục kèm theo phần mềm {}", env!("CARGO_PKG_VERSION"));
    let first = (all == 0).then_some(FROM_THE_START);
    let version = Stored { label: &label, source: "Kèm theo phần mềm", digest, catalogue: Catalogue::embedded() };
    insert(work, &version, None, first).await.map(drop)
}

struct Stored<'a> {
    label: &'a str,
    source: &'a str,
    digest: &'a str,
    catalogue: &'a Catalogue,
}

async fn insert(
    work: &mut UnitOfWork,
    version: &Stored<'_>,
    by: Option<(&Env, &Actor)>,
    active_from: Option<Date>,
) -> Result<i64, DbError> {
    let behaviours = i64::try_from(version.catalogue.behaviour.len()).unwrap_or(i64::MAX);
    let row = work
        .query_one(
            "INSERT INTO catalogue_version (label, source, digest, behaviours, imported_at, imported_by, active_from, document) \
             VALUES (?1,?2,?3,?4,?5,?6,?7,?8) RETURNING id",
            params![
                version.label,
                version.source,
                version.digest,
                behaviours,
                by.map(|(env, _)| env.now),
                by.map(|(_, actor)| actor.id().0.clone()),
                active_from,
                to_json(version.catalogue)?
            ],
        )
        .await?;
    row.ok_or(DbError::Engine("a new catalogue version answered no id".to_owned()))?.int(0)
}

/// Adds a row to the list of changes.
pub(crate) async fn log(
    work: &mut UnitOfWork,
    env: &Env,
    actor: &Actor,
    kind: ChangeKind,
    subject: i64,
    detail: &str,
    document: Option<String>,
) -> Result<(), DbError> {
    work.execute(
        "INSERT INTO law_change (at, officer, kind, subject, detail, document) VALUES (?1,?2,?3,?4,?5,?6)",
        params![env.now, &actor.id().0, kind.key(), subject, detail, document],
    )
    .await
}

/// Stores an uploaded catalogue as a version to be compared and put into use later, and answers its number. The same
/// content uploaded twice before it is used is one version.
///
/// # Errors
/// The role manages no catalogue; refused with every problem at its field (`label`, `source`, `document`, there one error a
/// row and problem), and also when the version used last says the same already. Nothing is stored then.
pub async fn import(db: &dyn Database, env: &Env, actor: &Actor, new: &NewVersion) -> Result<i64, StoreError> {
    authorise(actor, Action::ManageCatalogue, &actor.path)?;
    let (label, source) = (clean(&new.label), clean_lines(&new.source));
    let mut errors = Vec::new();
    if label.is_empty() || label.chars().count() > MAX_LABEL {
        errors.push(FieldError::new("label", format!("Đặt tên cho phiên bản, tối đa {MAX_LABEL} ký tự.")));
    }
    if source.is_empty() || source.chars().count() > MAX_SOURCE {
        let message = format!("Ghi nguồn của số liệu (nghị định, số Công báo), tối đa {MAX_SOURCE} ký tự.");
        errors.push(FieldError::new("source", message));
    }
    let catalogue = read_catalogue(&new.text).unwrap_or_else(|problems| {
        errors.extend(problems.iter().map(|problem| FieldError::new("document", CatalogueProblem::line(problem))));
        Catalogue { behaviour: Vec::new() }
    });
    if !errors.is_empty() {
        return Err(StoreError::fields(errors));
    }
    let digest = catalogue.digest();
    let mut work = UnitOfWork::begin(db).await?;
    // The one in use, or that which will follow it: the content of today may be wanted again after it.
    let last = work.query_one(&in_use("digest, id", "?1"), params![Date::MAX]).await?;
    if let Some(last) = last
        && last.text(0)? == digest
    {
        let message = format!("Nội dung giống hệt phiên bản {} đang dùng hoặc đã hẹn ngày dùng.", last.int(1)?);
        return Err(StoreError::fields(vec![FieldError::new("document", message)]));
    }
    let waiting = work
        .query_one("SELECT id FROM catalogue_version WHERE digest = ?1 AND active_from IS NULL", params![&digest])
        .await?;
    if let Some(waiting) = waiting {
        return Ok(waiting.int(0)?);
    }
    let version = Stored { label: &label, source: &source, digest: &digest, catalogue: &catalogue };
    let id = insert(&mut work, &version, Some((env, actor)), None).await?;
    log(&mut work, env, actor, ChangeKind::CatalogueImported, id, &digest, None).await?;
    work.commit().await?;
    Ok(id)
}

/// Puts a version into use from a day on, for the whole force. Acts are judged by its rows in force on their own day.
///
/// # Errors
/// `NotFound` for an unknown version and for an officer who does not stand at the root of the tree; refused at `from` for a
/// day before today, and at `version` for a version that was put into use before, or that lacks a row by which acts may
/// still have to be judged ([`still_needed`]): such a row stays, with the last day it was in force.
pub async fn activate(db: &dyn Database, env: &Env, actor: &Actor, id: i64, from: Date) -> Result<(), StoreError> {
    authorise(actor, Action::ManageCatalogue, &actor.force())?;
    let today = to_local(env.now).date();
    let mut work = UnitOfWork::begin(db).await?;
    let row = work.query_one("SELECT active_from, digest FROM catalogue_version WHERE id = ?1", params![id]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    if let Some(since) = row.opt_parse::<Date>(0, "a date")? {
        let message = format!(
            "Phiên bản {id} đã được đưa vào dùng từ ngày {}. Muốn dùng lại, nạp nội dung này thành phiên bản mới.",
            format_date(since)
        );
        return Err(StoreError::fields(vec![FieldError::new("version", message)]));
    }
    if from < today {
        let message = format!(
            "Ngày bắt đầu dùng {} đã qua. Chọn từ hôm nay, {}, trở đi: hành vi trước đó vẫn theo quy định có hiệu lực khi thực hiện.",
            format_date(from),
            format_date(today)
        );
        return Err(StoreError::fields(vec![FieldError::new("from", message)]));
    }
    let errors = dropped(&mut work, row.text(1)?, from).await?;
    if !errors.is_empty() {
        return Err(StoreError::fields(errors));
    }
    work.execute(
        "UPDATE catalogue_version SET active_from = ?2, activated_at = ?3, activated_by = ?4 WHERE id = ?1",
        params![id, from, env.now, &actor.id().0],
    )
    .await?;
    log(&mut work, env, actor, ChangeKind::CatalogueActivated, id, &from.to_string(), None).await?;
    Ok(work.commit().await?)
}

/// One error a row that the version lacks and acts may still have to be judged by.
async fn dropped(work: &mut UnitOfWork, digest: &str, from: Date) -> Result<Vec<FieldError>, DbError> {
    let Some(used) = work.query_one(&in_use("digest", "?1"), params![from]).await? else { return Ok(Vec::new()) };
    let old = catalogue_once(work, used.text(0)?).await?;
    let new = catalogue_once(work, digest).await?;
    let error = |row: domain::catalogue::RowName| {
        let message = format!(
            "Thiếu dòng {} ({}; {}): hành vi trong thời gian dòng này có hiệu lực còn thời hiệu xử phạt. Giữ lại dòng này và ghi ngày hết hiệu lực (in_force_to), rồi nạp lại.",
            row.id, row.title, row.source
        );
        FieldError::new("version", message)
    };
    Ok(still_needed(&old, &new, from).into_iter().map(error).collect())
}
