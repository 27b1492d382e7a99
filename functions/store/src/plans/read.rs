//! Lists of plans, and one plan with how far it has come.

use super::progress::{Progress, tally};
use crate::database::{Database, DbError, Row, Value};
use crate::units::Scope;
use crate::{StoreError, params, units};
use domain::authority::{Action, Actor, PlanSight, authorise, plan_sight, role_may};
use domain::case::{CaseId, InspectionKind, Stage};
use domain::party::PartyId;
use domain::plan::{InspectionPlan, PlanEvent, PlanState};
use domain::unit::{UnitId, UnitPath};
use jiff::civil::Date;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Most plans of one list: a year of the whole force fits.
const MAX_ROWS: i64 = 1_000;

/// One line of a list of plans.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanRow {
    pub id: Uuid,
    pub code: String,
    pub title: String,
    pub unit: UnitId,
    pub kind: InspectionKind,
    pub year: i16,
    pub state: PlanState,
    /// Whether an amendment is under way.
    pub amending: bool,
    /// Of the items the reader sees.
    pub progress: Progress,
}

/// The plans of a year, and what their items add up to by team.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PlanList {
    pub rows: Vec<PlanRow>,
    pub teams: Vec<(UnitId, Progress)>,
}

/// The case that carries out an item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ItemCase {
    pub item: Uuid,
    pub case: CaseId,
    pub code: String,
    pub stage: Stage,
}

/// One plan as an officer sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct PlanFile {
    pub plan: InspectionPlan,
    /// Oldest first; empty where only his own items are shown.
    pub events: Vec<PlanEvent>,
    pub sight: PlanSight,
    pub cases: Vec<ItemCase>,
    pub teams: Vec<(UnitId, Progress)>,
}

/// The part of the tree that is asked for: a unit in the actor's own part, or all of it.
async fn asked(db: &dyn Database, actor: &Actor, unit: Option<&UnitId>) -> Result<UnitPath, StoreError> {
    let scope = actor.scope();
    let Some(unit) = unit else {
        authorise(actor, Action::ReadPlan, &scope)?;
        return Ok(scope);
    };
    let found = units::find(db, unit).await?.ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadPlan, &found.path)?;
    Ok(found.path)
}

/// The plans of a year in the actor's part of the tree, the newest first: drafted there, or approved above with items there.
///
/// # Errors
/// `NotFound` for a unit the actor does not see; his role reads no plans.
pub async fn list(
    db: &dyn Database,
    actor: &Actor,
    year: i16,
    unit: Option<&UnitId>,
    today: Date,
) -> Result<PlanList, StoreError> {
    let path = asked(db, actor, unit).await?;
    let year_value = Value::from(i64::from(year));
    let (plans, items, values) = match Scope::of(&path) {
        Scope::Nation => ("p.year = ?1", "i.year = ?1", vec![year_value]),
        Scope::Province(id) => {
            ("p.province = ?2 AND p.year = ?1", "i.province = ?2 AND i.year = ?1", vec![year_value, Value::from(&id.0)])
        }
        Scope::Unit(id) => (
            "p.year = ?1 AND (p.unit = ?2 OR (p.revisions > 0 AND p.num IN \
             (SELECT plan_num FROM plan_item WHERE unit = ?2 AND year = ?1)))",
            "i.unit = ?2 AND i.year = ?1",
            vec![year_value, Value::from(&id.0)],
        ),
    };
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let by_plan = tally(connection, "i.plan_num", items, &values, today).await?;
    let teams = tally(connection, "i.unit", items, &values, today).await?;
    let sql = format!(
        "SELECT p.num, p.id, p.code, p.title, p.unit, p.path, p.kind, p.state, p.amending, p.revisions \
         FROM plan p WHERE {plans} ORDER BY p.num DESC LIMIT {MAX_ROWS}"
    );
    let mut rows = Vec::new();
    for row in connection.query(&sql, &values).await? {
        rows.extend(read_row(&row, actor, year, &by_plan)?);
    }
    Ok(PlanList { rows, teams: by_team(teams) })
}

fn by_team(teams: BTreeMap<String, Progress>) -> Vec<(UnitId, Progress)> {
    teams.into_iter().map(|(unit, progress)| (UnitId(unit), progress)).collect()
}

/// A line, as far as the actor sees the plan: of a plan above his unit only what is approved.
fn read_row(
    row: &Row,
    actor: &Actor,
    year: i16,
    progress: &BTreeMap<String, Progress>,
) -> Result<Option<PlanRow>, DbError> {
    let Ok(sight) = plan_sight(actor, &UnitPath(row.string(5)?)) else { return Ok(None) };
    let state = PlanState::from_key(row.text(7)?).ok_or(DbError::Shape { column: 7, expected: "a state" })?;
    let (state, amending) = match sight {
        PlanSight::Whole => (state, row.int(8)? != 0),
        PlanSight::OwnItems if row.int(9)? > 1 => (PlanState::Amended, false),
        PlanSight::OwnItems => (PlanState::Approved, false),
    };
    Ok(Some(PlanRow {
        id: row.parse(1, "a plan id")?,
        code: row.string(2)?,
        title: row.string(3)?,
        unit: UnitId(row.string(4)?),
        kind: InspectionKind::from_key(row.text(6)?).ok_or(DbError::Shape { column: 6, expected: "a kind" })?,
        year,
        state,
        amending,
        progress: progress.get(&row.int(0)?.to_string()).copied().unwrap_or_default(),
    }))
}

/// One plan with its history, the cases opened from it and how far it has come: whole for the unit that drafted it and those
/// above, and for a team below the approved items of its own.
///
/// # Errors
/// `NotFound`, also for a plan that the actor may not know of.
pub async fn load(db: &dyn Database, actor: &Actor, id: Uuid, today: Date) -> Result<PlanFile, StoreError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let row = connection.query_one("SELECT num, document FROM plan WHERE id = ?1", params![id]).await?;
    let row = row.ok_or(StoreError::NotFound)?;
    let (num, plan): (i64, InspectionPlan) = (row.int(0)?, row.json(1)?);
    let sight = plan_sight(actor, &plan.path)?;
    let (plan, events) = match sight {
        PlanSight::Whole => {
            let rows =
                connection.query("SELECT event FROM plan_event WHERE plan_num = ?1 ORDER BY seq", params![num]).await?;
            (plan, rows.iter().map(|row| row.json(0)).collect::<Result<Vec<PlanEvent>, _>>()?)
        }
        PlanSight::OwnItems => (plan.part_of(&actor.scope()).ok_or(StoreError::NotFound)?, Vec::new()),
    };
    let (condition, values) = match sight {
        PlanSight::Whole => ("i.plan_num = ?1", vec![Value::from(num)]),
        PlanSight::OwnItems => ("i.plan_num = ?1 AND i.unit = ?2", vec![Value::from(num), Value::from(&actor.unit.0)]),
    };
    let teams = by_team(tally(connection, "i.unit", condition, &values, today).await?);
    let rows = connection
        .query(
            "SELECT l.item, c.id, c.code, c.stage FROM plan_case l CROSS JOIN case_file c ON c.num = l.case_num \
             WHERE l.plan_num = ?1",
            params![num],
        )
        .await?;
    let known = |item: Uuid| plan.revisions.iter().any(|kept| kept.items.iter().any(|found| found.id == item));
    let mut cases = Vec::new();
    for row in &rows {
        let item = row.parse(0, "an item id")?;
        if known(item) {
            cases.push(ItemCase {
                item,
                case: CaseId(row.parse(1, "a case id")?),
                code: row.string(2)?,
                stage: Stage::from_key(row.text(3)?).ok_or(DbError::Shape { column: 3, expected: "a stage" })?,
            });
        }
    }
    Ok(PlanFile { plan, events, sight, cases, teams })
}

/// A plan that waits for the actor: to be decided, or to be mended after it was returned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    pub id: Uuid,
    pub code: String,
    pub title: String,
    /// Short name of the unit that drafts it.
    pub unit: String,
    pub state: PlanState,
}

/// The plans that wait for the actor, the oldest first: submitted to him as the head above, or returned to his unit.
///
/// # Errors
/// The database failed.
pub async fn waiting(db: &dyn Database, actor: &Actor) -> Result<Vec<Waiting>, DbError> {
    let asked = |action, state: PlanState| if role_may(actor.role, action) { state.key() } else { "" };
    let sql = "SELECT p.id, p.code, p.title, u.short_name, p.state FROM unit u CROSS JOIN plan p ON p.unit = u.id \
               WHERE (u.parent = ?1 AND p.state = ?2) OR (u.id = ?1 AND p.state = ?3) ORDER BY p.num LIMIT 100";
    let submitted = asked(Action::ApprovePlan, PlanState::Submitted);
    let returned = asked(Action::DraftPlan, PlanState::Returned);
    let rows = db.open().await?.query(sql, params![&actor.unit.0, submitted, returned]).await?;
    let read = |row: &Row| -> Result<Waiting, DbError> {
        Ok(Waiting {
            id: row.parse(0, "a plan id")?,
            code: row.string(1)?,
            title: row.string(2)?,
            unit: row.string(3)?,
            state: PlanState::from_key(row.text(4)?).ok_or(DbError::Shape { column: 4, expected: "a state" })?,
        })
    };
    rows.iter().map(read).collect()
}

/// One item of a plan in force that names a party.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartyItem {
    pub plan: Uuid,
    pub code: String,
    pub title: String,
    /// The last month in which it is to be inspected.
    pub last_month: i64,
    pub year: i64,
    pub cancelled: bool,
}

/// The items of plans in force on a party, and on the records merged into it, of those the actor sees; the newest first.
///
/// # Errors
/// The database failed.
pub async fn of_party(db: &dyn Database, actor: &Actor, party: PartyId) -> Result<Vec<PartyItem>, DbError> {
    let sql = format!(
        "SELECT p.id, p.code, p.title, i.last_month, i.year, i.cancelled, p.path, u.path FROM plan_item i \
         CROSS JOIN plan p ON p.num = i.plan_num CROSS JOIN unit u ON u.id = i.unit WHERE i.party IN ({}) \
         ORDER BY i.year DESC, p.num DESC LIMIT 50",
        crate::registry::GROUP
    );
    let rows = db.open().await?.query(&sql, params![party.0]).await?;
    let mut found = Vec::new();
    for row in &rows {
        let sees = match plan_sight(actor, &UnitPath(row.string(6)?)) {
            Ok(PlanSight::Whole) => true,
            Ok(PlanSight::OwnItems) => actor.scope().covers(&UnitPath(row.string(7)?)),
            Err(_) => false,
        };
        if sees {
            found.push(PartyItem {
                plan: row.parse(0, "a plan id")?,
                code: row.string(1)?,
                title: row.string(2)?,
                last_month: row.int(3)?,
                year: row.int(4)?,
                cancelled: row.int(5)? != 0,
            });
        }
    }
    Ok(found)
}
