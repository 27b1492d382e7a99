//! Lists of dossiers, one dossier, and what waits for an officer: never more than he may know of.

use super::vault::{self, VaultEvent};
use super::write::turn_key;
use crate::database::{Connection, Database, DbError, Row, Value};
use crate::units::Scope;
use crate::{StoreError, params, registry};
use domain::authority::{Action, Actor, authorise_dossier, leads_unit, role_may};
use domain::dossier::{Dossier, DossierEvent, Sort, State, Turn};
use domain::party::PartyId;
use domain::text::fold;
use domain::unit::UnitId;
use jiff::civil::Date;
use uuid::Uuid;

/// One line of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DossierRow {
    pub id: Uuid,
    pub code: String,
    /// Key of its kind.
    pub kind: String,
    pub unit: UnitId,
    pub state: State,
    pub urgent: bool,
    pub due: Option<Date>,
    /// Whom it concerns, and where.
    pub subject: String,
    pub area: String,
    pub opened_on: Date,
}

/// What a list is narrowed to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DossierFilter {
    pub state: Option<State>,
    /// Key of a kind of measure.
    pub kind: String,
    pub unit: Option<UnitId>,
    /// Part of a reference, a name, a place.
    pub text: String,
    /// Only what is late.
    pub late: bool,
}

/// One page of a list, the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DossierPage {
    pub rows: Vec<DossierRow>,
    /// Cursor of the next page.
    pub next: Option<i64>,
}

/// One dossier as an officer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct DossierFile {
    pub dossier: Dossier,
    /// Oldest first.
    pub events: Vec<DossierEvent>,
    /// Whether the reader is in charge of the informant.
    pub keeps: bool,
    /// What was done with the informant's entry.
    pub vault: Vec<VaultEvent>,
}

/// Finds a dossier, whoever asks.
pub(super) async fn find(connection: &mut dyn Connection, id: Uuid) -> Result<(i64, Dossier), StoreError> {
    let row = connection.query_one("SELECT num, document FROM dossier WHERE id = ?1", params![id]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    Ok((row.int(0)?, row.json(1)?))
}

/// The condition that leaves what the actor may know of, on `d`; `?1` is his id, `?2` the part of the tree he leads.
fn known(actor: &Actor) -> (&'static str, Value) {
    const NAMED: &str = "d.num IN (SELECT dossier_num FROM dossier_officer WHERE officer = ?1) AND ?2 IS NULL";
    if !leads_unit(actor.role) {
        return (NAMED, Value::Null);
    }
    match Scope::of(&actor.scope()) {
        Scope::Nation => ("?1 = ?1 AND ?2 IS NULL", Value::Null),
        Scope::Province(id) => (
            "(d.province = ?2 OR d.num IN (SELECT dossier_num FROM dossier_officer WHERE officer = ?1))",
            Value::from(id.0),
        ),
        Scope::Unit(id) => (
            "(d.unit = ?2 OR d.num IN (SELECT dossier_num FROM dossier_officer WHERE officer = ?1))",
            Value::from(id.0),
        ),
    }
}

/// One page of the leads or measures the actor may know of.
///
/// # Errors
/// His role knows of none.
pub async fn list(
    db: &dyn Database,
    actor: &Actor,
    sort: Sort,
    filter: &DossierFilter,
    after: Option<i64>,
    today: Date,
) -> Result<DossierPage, StoreError> {
    const PAGE: usize = 30;
    if !role_may(actor.role, Action::ReadMeasure) {
        return Err(StoreError::NotFound);
    }
    let (condition, scope) = known(actor);
    let mut values = vec![Value::from(&actor.id().0), scope, Value::from(sort.key())];
    let mut conditions = vec![condition.to_owned(), "d.sort = ?3".to_owned()];
    let mut narrow = |sql: &str, value: Value| {
        values.push(value);
        conditions.push(sql.replace('?', &format!("?{}", values.len())));
    };
    if let Some(state) = filter.state {
        narrow("d.state = ?", Value::from(state.key()));
    }
    if !filter.kind.is_empty() {
        narrow("d.kind = ?", Value::from(&filter.kind));
    }
    if let Some(unit) = &filter.unit {
        narrow("d.unit = ?", Value::from(&unit.0));
    }
    let words = fold(&filter.text);
    if !words.is_empty() {
        narrow("instr(d.search, ?) > 0", Value::from(words));
    }
    if filter.late {
        narrow("d.due < ?", Value::from(today));
    }
    if let Some(after) = after {
        narrow("d.num < ?", Value::from(after));
    }
    let sql = format!(
        "SELECT d.num, d.document FROM dossier d WHERE {} ORDER BY d.num DESC LIMIT {}",
        conditions.join(" AND "),
        PAGE + 1
    );
    let found = db.open().await?.query(&sql, &values).await?;
    let next = if found.len() > PAGE { found.get(PAGE - 1).map(|row| row.int(0)).transpose()? } else { None };
    let rows = found.iter().take(PAGE).map(read_row).collect::<Result<_, _>>()?;
    Ok(DossierPage { rows, next })
}

fn read_row(row: &Row) -> Result<DossierRow, DbError> {
    let dossier: Dossier = row.json(1)?;
    Ok(DossierRow {
        id: dossier.id,
        code: dossier.code.clone(),
        kind: dossier.kind.clone(),
        unit: dossier.unit.clone(),
        state: dossier.state,
        urgent: dossier.is_urgent(),
        due: dossier.due(),
        subject: dossier.subject(),
        area: dossier.words("area"),
        opened_on: domain::calendar::to_local(dossier.opened_at).date(),
    })
}

/// One dossier with its history.
///
/// # Errors
/// `NotFound`, also for a dossier that the actor may not know of.
pub async fn load(db: &dyn Database, actor: &Actor, id: Uuid) -> Result<DossierFile, StoreError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let (num, dossier) = find(connection, id).await?;
    authorise_dossier(actor, Action::ReadMeasure, &dossier.path, &dossier.named_ids())?;
    let sql = "SELECT event FROM dossier_event WHERE dossier_num = ?1 ORDER BY seq";
    let rows = connection.query(sql, params![num]).await?;
    let events = rows.iter().map(|row| row.json(0)).collect::<Result<_, _>>()?;
    let (keeps, vault) =
        if dossier.informant.is_some() { vault::standing(connection, actor, num).await? } else { (false, Vec::new()) };
    Ok(DossierFile { dossier, events, keeps, vault })
}

/// The leads and measures on a party, and on the records merged into it, that the actor may know of; the newest first.
///
/// # Errors
/// The database failed.
pub async fn of_party(db: &dyn Database, actor: &Actor, party: PartyId) -> Result<Vec<Waiting>, DbError> {
    if !role_may(actor.role, Action::ReadMeasure) {
        return Ok(Vec::new());
    }
    let (condition, scope) = known(actor);
    let group = registry::GROUP.replace("?1", "?3");
    let sql = format!(
        "SELECT d.num, d.document FROM dossier d WHERE d.party IN ({group}) AND {condition} ORDER BY d.num DESC LIMIT 50"
    );
    let rows = db.open().await?.query(&sql, &[Value::from(&actor.id().0), scope, Value::from(party.0)]).await?;
    let read = |row: &Row| -> Result<Waiting, DbError> {
        Ok(Waiting { row: read_row(row)?, sort: row.json::<Dossier>(1)?.sort })
    };
    rows.iter().map(read).collect()
}

/// A dossier that waits for the actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub row: DossierRow,
    pub sort: Sort,
}

/// What waits for the actor, the nearest deadline first: for the head of the unit to decide, for who is named to do.
///
/// # Errors
/// The database failed.
pub async fn waiting(db: &dyn Database, actor: &Actor) -> Result<Vec<Waiting>, DbError> {
    let unit = if leads_unit(actor.role) { actor.unit.0.as_str() } else { "" };
    let sql = "SELECT d.num, d.document FROM dossier d WHERE (d.unit = ?2 AND d.turn = ?3) OR \
               (d.turn = ?4 AND d.num IN (SELECT dossier_num FROM dossier_officer WHERE officer = ?1)) \
               ORDER BY d.due IS NULL, d.due, d.num LIMIT 100";
    let values = params![&actor.id().0, unit, turn_key(Turn::Head), turn_key(Turn::Officers)];
    let rows = db.open().await?.query(sql, values).await?;
    let read = |row: &Row| -> Result<Waiting, DbError> {
        Ok(Waiting { row: read_row(row)?, sort: row.json::<Dossier>(1)?.sort })
    };
    rows.iter().map(read).collect()
}
