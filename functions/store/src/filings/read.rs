//! Lists of reports, and one report with its figures: as signed, as they stand, and what has changed in between.

use super::figures::Of;
use crate::StoreError;
use crate::cases::{CaseRow, ROW_WIDTH, read_row};
use crate::database::{Connection, Database, DbError, Row};
use crate::params;
use crate::reports::{changed_statement, periodic_on};
use crate::units::{UnitTree, tree_on};
use domain::authority::{Action, Actor, authorise, authorise_filing};
use domain::calendar::Period;
use domain::organisation::Basis;
use domain::report::definition::Table;
use domain::report::filing::{Difference, Edition, Filing, FilingEvent, FilingState, Occasion, differences};
use domain::unit::{Unit, UnitId, UnitKind};
use jiff::civil::{Date, DateTime};
use uuid::Uuid;

/// Most lines of one list.
const MAX_ROWS: i64 = 200;

/// Most cases that are named as changed since a signature.
const MAX_CHANGED: i64 = 20;

/// The newest reports of a unit.
pub(crate) const OWN: &str = "SELECT id, unit, definition, occasion, period, title, state, editions, sent_at FROM filing INDEXED BY filing_by_unit \
     WHERE unit = ?1 ORDER BY num DESC LIMIT ?2";

/// The newest reports that units directly below have sent.
pub(crate) const SENT_UP: &str = "SELECT id, unit, definition, occasion, period, title, state, editions, sent_at FROM filing INDEXED BY filing_sent_up \
     WHERE parent = ?1 AND sent_at IS NOT NULL ORDER BY num DESC LIMIT ?2";

/// What the units directly below have of one report of one period.
pub(crate) const BELOW: &str = "SELECT id, unit, definition, occasion, period, title, state, editions, sent_at FROM filing INDEXED BY filing_by_parent \
     WHERE parent = ?1 AND definition = ?2 AND period = ?3 AND occasion = 'dinh-ky'";

/// One line of a list of reports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilingRow {
    pub id: Uuid,
    pub unit: UnitId,
    pub definition: String,
    /// Key of its [`Occasion`].
    pub occasion: &'static str,
    pub period: Period,
    pub title: String,
    pub state: FilingState,
    /// How often it was signed.
    pub editions: u32,
    /// The day it was first sent.
    pub sent_on: Option<Date>,
}

/// A unit below, with its report where it has sent one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitFiling {
    pub unit: Unit,
    pub filing: Option<FilingRow>,
}

/// A case whose events since a signature touch the days of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    pub case: CaseRow,
    /// Position of its last such event.
    pub position: i64,
}

/// The figures of a report as they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Now {
    Table(Table),
    /// There are none today, and why.
    None(String),
}

/// One report as an officer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct FilingFile {
    pub filing: Filing,
    pub unit: Unit,
    /// Oldest first; for whom is not of the unit, what happened since it was first sent.
    pub events: Vec<FilingEvent>,
    /// Whether the reader is of the reporting unit.
    pub own: bool,
    /// The edition that is shown; nothing for a draft.
    pub edition: Option<Edition>,
    pub now: Now,
    /// In what the figures of today differ from those signed.
    pub differences: Vec<Difference>,
    /// The cases behind that, those that changed last first.
    pub changed: Vec<Changed>,
}

fn read(row: &Row) -> Result<FilingRow, DbError> {
    let shape = |column, expected| DbError::Shape { column, expected };
    let occasion = row.text(3)?;
    let sent: Option<DateTime> = match row.opt_string(8)? {
        Some(text) => Some(text.parse().map_err(|_| shape(8, "a moment"))?),
        None => None,
    };
    Ok(FilingRow {
        id: row.parse(0, "a report id")?,
        unit: UnitId(row.string(1)?),
        definition: row.string(2)?,
        occasion: Occasion::KEYS.into_iter().find(|key| *key == occasion).ok_or(shape(3, "an occasion"))?,
        period: Period::from_key(row.text(4)?).ok_or(shape(4, "a period"))?,
        title: row.string(5)?,
        state: FilingState::from_key(row.text(6)?).ok_or(shape(6, "a state"))?,
        editions: u32::try_from(row.int(7)?).map_err(|_| shape(7, "a count"))?,
        sent_on: sent.map(DateTime::date),
    })
}

/// The newest reports of the actor's own unit.
///
/// # Errors
/// His role reads no reports.
pub async fn own(db: &dyn Database, actor: &Actor) -> Result<Vec<FilingRow>, StoreError> {
    let scope = actor.scope();
    authorise(actor, Action::ReadReport, &scope)?;
    let rows = db.open().await?.query(OWN, params![&scope.leaf().0, MAX_ROWS]).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// The newest reports that the units directly below the actor's have sent.
///
/// # Errors
/// His role reads no reports.
pub async fn sent_up(db: &dyn Database, actor: &Actor) -> Result<Vec<FilingRow>, StoreError> {
    let scope = actor.scope();
    authorise(actor, Action::ReadReport, &scope)?;
    let rows = db.open().await?.query(SENT_UP, params![&scope.leaf().0, MAX_ROWS]).await?;
    Ok(rows.iter().map(read).collect::<Result<_, _>>()?)
}

/// Every unit directly below the actor's that was there in a period, with the report it has sent, in the order of the tree.
///
/// # Errors
/// His role reads no reports.
pub async fn below(
    db: &dyn Database,
    actor: &Actor,
    definition: &str,
    period: &Period,
) -> Result<Vec<UnitFiling>, StoreError> {
    let scope = actor.scope();
    authorise(actor, Action::ReadReport, &scope)?;
    let mut connection = db.open().await?;
    let tree = tree_on(connection.as_mut()).await?;
    let rows = connection.query(BELOW, params![&scope.leaf().0, definition, period.key()]).await?;
    let mut rows = rows.iter().map(read).collect::<Result<Vec<_>, _>>()?;
    // What was not sent is nobody's business above.
    rows.retain(|row| row.sent_on.is_some());
    let organisation = tree.organisation();
    let below = organisation.below(&scope, Basis::AsItWas, period);
    let direct = below.filter(|unit| unit.kind != UnitKind::Division && unit.path.parent().as_ref() == Some(&scope));
    Ok(direct
        .map(|unit| UnitFiling { unit: unit.clone(), filing: rows.iter().find(|row| row.unit == unit.id).cloned() })
        .collect())
}

/// One report with its figures. Whose unit is above sees what was sent, and nothing that was written since.
///
/// # Errors
/// `NotFound`, also for a report the actor does not know of.
pub async fn load(db: &dyn Database, actor: &Actor, id: Uuid) -> Result<FilingFile, StoreError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let row = connection.query_one("SELECT num, document FROM filing WHERE id = ?1", params![id]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    let (num, filing): (i64, Filing) = (row.int(0)?, row.json(1)?);
    authorise_filing(actor, Action::ReadReport, &filing.path, filing.was_sent())?;
    let own = actor.scope() == filing.path;
    let tree = tree_on(connection).await?;
    let unit = tree.get(&filing.unit).ok_or(StoreError::NotFound)?.clone();
    let rows =
        connection.query("SELECT event FROM filing_event WHERE filing_num = ?1 ORDER BY seq", params![num]).await?;
    let mut events = rows.iter().map(|row| row.json(0)).collect::<Result<Vec<FilingEvent>, _>>()?;
    let edition = if own { filing.in_force() } else { filing.last_sent() }.cloned();
    if !own {
        // What is written, checked and signed anew after a return is the unit's own until it is sent.
        let told = |event: &FilingEvent| matches!(event.body.key(), "sent" | "received" | "returned");
        events.truncate(events.iter().rposition(told).map_or(0, |last| last + 1));
        events.retain(|event| told(event) || event.body.key() == "signed");
    }
    let now = match Of::filing(&filing) {
        None => Now::None("Mẫu báo cáo này không còn dùng: chỉ xem được bản đã ký.".to_owned()),
        Some(of) => match periodic_on(connection, &tree, actor.into(), &of.asked()).await {
            Ok(found) => Now::Table(found.table),
            Err(StoreError::Refused(refusal)) => Now::None(refusal.message()),
            Err(error) => return Err(error),
        },
    };
    let comparable =
        |edition: &&Edition| filing.definition().is_some_and(|found| found.version == edition.definition_version);
    let differences = match (&now, edition.as_ref().filter(comparable)) {
        (Now::Table(now), Some(edition)) => differences(&edition.table.table(), now),
        _ => Vec::new(),
    };
    let changed = match &edition {
        Some(edition) if !differences.is_empty() => changed(connection, &tree, &filing, edition.position).await?,
        _ => Vec::new(),
    };
    Ok(FilingFile { filing, unit, events, own, edition, now, differences, changed })
}

/// The cases with events after a position that touch the days a report is about.
async fn changed(
    connection: &mut dyn Connection,
    tree: &UnitTree,
    filing: &Filing,
    since: i64,
) -> Result<Vec<Changed>, StoreError> {
    let (Some(definition), Some(unit)) = (filing.definition(), tree.get(&filing.unit)) else { return Ok(Vec::new()) };
    let mut periods: Vec<Period> = definition.spans().into_iter().map(|over| over.of(&filing.period)).collect();
    if definition.figures.iter().any(|figure| figure.is_stock()) {
        periods.push(filing.period.up_to_its_end());
    }
    let Some((sql, params)) =
        changed_statement(tree, unit, filing.basis, &periods, filing.occasion.fields(), since, MAX_CHANGED)
    else {
        return Ok(Vec::new());
    };
    let rows = connection.query(&sql, &params).await?;
    let rows = rows.iter().map(|row| Ok(Changed { case: read_row(row)?, position: row.int(ROW_WIDTH)? }));
    Ok(rows.collect::<Result<_, DbError>>()?)
}
