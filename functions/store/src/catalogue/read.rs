//! Which versions there are, what one says, and which is in use.

use crate::database::{Connection, Database, DbError, Row};
use crate::law;
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::to_local;
use domain::catalogue::{Catalogue, CatalogueDiff, diff};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Where a version stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum State {
    /// Imported, not put into use.
    Prepared,
    /// Put into use from a day to come.
    Scheduled,
    /// What acts are judged by.
    InUse,
    /// Was in use, or was overtaken before its day.
    Replaced,
}

impl State {
    /// Status in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Prepared => "Đã nạp, chưa dùng",
            Self::Scheduled => "Đã hẹn ngày dùng",
            Self::InUse => "Đang dùng",
            Self::Replaced => "Đã được thay",
        }
    }
}

/// A version without its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    pub id: i64,
    pub label: String,
    pub source: String,
    /// Names its content ([`Catalogue::digest`]).
    pub digest: String,
    /// How many rows it has.
    pub behaviours: i64,
    /// `None` for one that came with the program.
    pub imported_at: Option<Timestamp>,
    /// Name of who imported it.
    pub imported_by: Option<String>,
    pub active_from: Option<Date>,
    pub activated_at: Option<Timestamp>,
    /// Name of who put it into use.
    pub activated_by: Option<String>,
    pub state: State,
}

/// The catalogue in use on a day.
#[derive(Debug, Clone)]
pub struct InUse {
    /// Number of the version.
    pub id: i64,
    pub label: String,
    /// Names its content: the browser compares it with [`Catalogue::embedded_digest`].
    pub digest: String,
    pub active_from: Date,
    pub catalogue: Arc<Catalogue>,
}

/// What was changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeKind {
    CatalogueImported,
    CatalogueActivated,
    CalendarChanged,
}

impl ChangeKind {
    const ALL: [ChangeKind; 3] = [Self::CatalogueImported, Self::CatalogueActivated, Self::CalendarChanged];

    /// Stable key, as stored.
    pub const fn key(self) -> &'static str {
        match self {
            Self::CatalogueImported => "catalogue-imported",
            Self::CatalogueActivated => "catalogue-activated",
            Self::CalendarChanged => "calendar-changed",
        }
    }

    /// What was done, in words.
    pub const fn label(self) -> &'static str {
        match self {
            Self::CatalogueImported => "Nạp phiên bản danh mục",
            Self::CatalogueActivated => "Đưa phiên bản danh mục vào dùng",
            Self::CalendarChanged => "Nhập lịch làm việc của năm",
        }
    }
}

/// One change of the law as data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub at: Timestamp,
    /// Name of who did it.
    pub by: String,
    pub kind: ChangeKind,
    /// The version, or the year.
    pub subject: i64,
    /// Digest of an import, first day of an activation, source of a year.
    pub detail: String,
}

const COLUMNS: &str = "v.id, v.label, v.source, v.digest, v.behaviours, v.imported_at, coalesce(i.full_name, v.imported_by), \
     v.active_from, v.activated_at, coalesce(a.full_name, v.activated_by) FROM catalogue_version v \
     LEFT JOIN officer i ON i.id = v.imported_by LEFT JOIN officer a ON a.id = v.activated_by";

fn read(row: &Row, today: Date, in_use: Option<i64>) -> Result<Version, DbError> {
    let moment = |column| row.opt_int(column)?.map(|_| row.moment(column)).transpose();
    let id = row.int(0)?;
    let active_from: Option<Date> = row.opt_parse(7, "a date")?;
    Ok(Version {
        id,
        label: row.string(1)?,
        source: row.string(2)?,
        digest: row.string(3)?,
        behaviours: row.int(4)?,
        imported_at: moment(5)?,
        imported_by: row.opt_string(6)?,
        active_from,
        activated_at: moment(8)?,
        activated_by: row.opt_string(9)?,
        state: match active_from {
            None => State::Prepared,
            Some(from) if from > today => State::Scheduled,
            Some(_) if in_use == Some(id) => State::InUse,
            Some(_) => State::Replaced,
        },
    })
}

/// The number of the version in use on a day.
async fn in_use_on(connection: &mut dyn Connection, day: Date) -> Result<Option<i64>, DbError> {
    let row = connection.query_one(&law::in_use("id", "?1"), params![day]).await?;
    row.map(|row| row.int(0)).transpose()
}

/// Every version, the newest first.
///
/// # Errors
/// The role manages no catalogue, or the database failed.
pub async fn versions(db: &dyn Database, env: &Env, actor: &Actor) -> Result<Vec<Version>, StoreError> {
    authorise(actor, Action::ManageCatalogue, &actor.path)?;
    let today = to_local(env.now).date();
    let mut connection = db.open().await?;
    let in_use = in_use_on(connection.as_mut(), today).await?;
    let rows = connection.query(&format!("SELECT {COLUMNS} ORDER BY v.id DESC"), &[]).await?;
    Ok(rows.iter().map(|row| read(row, today, in_use)).collect::<Result<_, _>>()?)
}

/// One version with its rows.
///
/// # Errors
/// `NotFound`; the role manages no catalogue.
pub async fn find(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    id: i64,
) -> Result<(Version, Arc<Catalogue>), StoreError> {
    authorise(actor, Action::ManageCatalogue, &actor.path)?;
    let today = to_local(env.now).date();
    let mut connection = db.open().await?;
    let in_use = in_use_on(connection.as_mut(), today).await?;
    let row = connection.query_one(&format!("SELECT {COLUMNS} WHERE v.id = ?1"), params![id]).await?;
    let version = read(&row.ok_or(StoreError::NotFound)?, today, in_use)?;
    let catalogue = law::catalogue_once(connection.as_mut(), &version.digest).await?;
    Ok((version, catalogue))
}

/// What a version changes against the one in use today.
///
/// # Errors
/// `NotFound`; the role manages no catalogue.
pub async fn diff_to_active(db: &dyn Database, env: &Env, actor: &Actor, id: i64) -> Result<CatalogueDiff, StoreError> {
    let (_, new) = find(db, env, actor, id).await?;
    let used = active_on(db, to_local(env.now).date()).await?;
    Ok(diff(&used.catalogue, &new))
}

/// The catalogue that cases are decided by on a day; parsed once per process.
///
/// # Errors
/// The database failed, or is not migrated.
pub async fn active_on(db: &dyn Database, day: Date) -> Result<InUse, DbError> {
    let mut connection = db.open().await?;
    let sql = format!(
        "SELECT id, label, digest, active_from FROM catalogue_version WHERE id = ({})",
        law::in_use("id", "?1")
    );
    let row = connection.query_one(&sql, params![day]).await?;
    let row = row.ok_or(DbError::Engine("no catalogue is in use: the database is not migrated".to_owned()))?;
    let digest = row.string(2)?;
    let catalogue = law::catalogue(connection.as_mut(), &digest).await?;
    Ok(InUse { id: row.int(0)?, label: row.string(1)?, digest, active_from: row.parse(3, "a date")?, catalogue })
}

/// Who changed catalogue or calendar, the newest first.
///
/// # Errors
/// The role manages no catalogue, or the database failed.
pub async fn changes(db: &dyn Database, actor: &Actor) -> Result<Vec<Change>, StoreError> {
    authorise(actor, Action::ManageCatalogue, &actor.path)?;
    let sql = "SELECT c.at, coalesce(o.full_name, c.officer), c.kind, c.subject, c.detail FROM law_change c \
               LEFT JOIN officer o ON o.id = c.officer ORDER BY c.num DESC LIMIT 200";
    let rows = db.open().await?.query(sql, &[]).await?;
    let read = |row: &Row| -> Result<Change, DbError> {
        let kind = row.text(2)?;
        Ok(Change {
            at: row.moment(0)?,
            by: row.string(1)?,
            kind: ChangeKind::ALL
                .into_iter()
                .find(|known| known.key() == kind)
                .ok_or(DbError::Shape { column: 2, expected: "a kind of change" })?,
            subject: row.int(3)?,
            detail: row.string(4)?,
        })
    };
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}
