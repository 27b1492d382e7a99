//! My work: what waits for an officer, what he carries, and how much his units carry.

use super::row::{COLUMNS, CaseRow, officer_queue, read, role_queue};
use crate::database::{Connection, Database, DbError, Value, behind};
use crate::units::Scope;
use crate::{StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::Stage;
use domain::officer::Role;
use domain::unit::UnitId;
use jiff::civil::DateTime;

/// Most lines of one queue: who has more needs a list, not more lines.
pub const WORK_LIMIT: i64 = 100;

/// The queues an officer works through.
fn queues(actor: &Actor) -> Vec<String> {
    let unit = &actor.unit.0;
    let mut queues = vec![officer_queue(actor.id())];
    match actor.role {
        Role::TeamLeader | Role::TeamDeputy => queues.push(role_queue(Role::TeamLeader, unit)),
        Role::ProvincialHead | Role::ProvincialDeputy => queues.push(role_queue(Role::ProvincialHead, unit)),
        Role::LegalSection => queues.push(role_queue(Role::ProvincialHead, &actor.scope().leaf().0)),
        Role::National => queues.push(role_queue(Role::National, "")),
        Role::Controller | Role::ReportingSection | Role::Administrator => {}
    }
    queues
}

pub(crate) const QUEUE: &str = "SELECT num FROM case_file INDEXED BY case_by_awaiting \
                                WHERE awaiting = ?1 ORDER BY next_due, num LIMIT ?2";
pub(crate) const CARRIED: &str = "SELECT num FROM case_file INDEXED BY case_by_responsible \
                                  WHERE responsible = ?1 AND awaiting IS NOT NULL AND next_due < ?2 \
                                  ORDER BY next_due, num LIMIT ?3";

async fn rows(connection: &mut dyn Connection, numbers: &str, params: &[Value]) -> Result<Vec<CaseRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM ({numbers}) n CROSS JOIN case_file c ON c.num = n.num");
    connection.query(&sql, params).await?.iter().map(read).collect()
}

/// What the actor has to do, the nearest deadline first: what waits for him or for his role's signature or check, and
/// what he carries that waits for somebody else although its deadline ends within two days of `now`.
///
/// # Errors
/// The database failed. An officer who reads no cases has no work here.
pub async fn my_work(db: &dyn Database, actor: &Actor, now: DateTime) -> Result<Vec<CaseRow>, StoreError> {
    if authorise(actor, Action::ReadCase, &actor.path).is_err() {
        return Ok(Vec::new());
    }
    let mut connection = db.open().await?;
    let mut work = Vec::new();
    for queue in queues(actor) {
        work.extend(rows(connection.as_mut(), QUEUE, params![queue, WORK_LIMIT]).await?);
    }
    let elsewhere = rows(connection.as_mut(), CARRIED, params![&actor.id().0, soon(now), WORK_LIMIT]).await?;
    for row in elsewhere {
        if !work.iter().any(|waiting: &CaseRow| waiting.num == row.num) {
            work.push(row);
        }
    }
    work.sort_by_key(|row| (row.index.next_due.is_none(), row.index.next_due, row.num));
    Ok(work)
}

/// How many cases [`my_work`] lists, as an expression with its values.
pub(crate) fn waiting_count(actor: &Actor, now: DateTime, params: &mut Vec<Value>) -> String {
    if authorise(actor, Action::ReadCase, &actor.path).is_err() {
        return "0".to_owned();
    }
    let mut parts = Vec::new();
    let mut add = |numbers: &str, own: &[Value]| {
        parts.push(format!("SELECT num FROM ({}) AS q{}", behind(params.len(), numbers), parts.len()));
        params.extend_from_slice(own);
    };
    for queue in queues(actor) {
        add(QUEUE, params![queue, WORK_LIMIT]);
    }
    add(CARRIED, params![&actor.id().0, soon(now), WORK_LIMIT]);
    format!("(SELECT count(*) FROM ({}) AS waiting)", parts.join(" UNION "))
}

/// Until when a deadline is near.
fn soon(now: DateTime) -> DateTime {
    now.checked_add(jiff::Span::new().days(2)).unwrap_or(now)
}

/// Open cases of the actor's part of the tree by stage, in the order of the work.
///
/// # Errors
/// The database failed.
pub async fn stage_counts(db: &dyn Database, actor: &Actor) -> Result<Vec<(Stage, u32)>, StoreError> {
    let path = actor.scope();
    if authorise(actor, Action::ReadCase, &path).is_err() {
        return Ok(Vec::new());
    }
    let (sql, params) = stage_count_statement(&Scope::of(&path));
    let mut counts = Vec::new();
    for row in db.open().await?.query(&sql, &params).await? {
        let stage = Stage::from_key(row.text(0)?).ok_or(DbError::Shape { column: 0, expected: "a stage" })?;
        counts.push((stage, u32::try_from(row.int(1)?).unwrap_or(u32::MAX)));
    }
    counts.sort();
    Ok(counts)
}

pub(crate) fn stage_count_statement(scope: &Scope) -> (String, Vec<Value>) {
    let (index, condition, params) = match scope {
        Scope::Nation => ("case_open_by_province", "1", Vec::new()),
        Scope::Province(id) => ("case_open_by_province", "province = ?1", vec![Value::from(&id.0)]),
        Scope::Unit(id) => ("case_open_by_unit", "unit = ?1", vec![Value::from(&id.0)]),
    };
    let sql = format!(
        "SELECT stage, count(*) FROM case_file INDEXED BY {index} WHERE awaiting IS NOT NULL AND {condition} GROUP BY stage"
    );
    (sql, params)
}

/// How many open cases a unit carries in one stage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitLoad {
    pub unit: UnitId,
    pub stage: Stage,
    pub open: i64,
    /// Of these, how many have let a deadline pass.
    pub overdue: i64,
}

/// Open and overdue cases of the units the actor sees, by stage: what a leader follows.
///
/// # Errors
/// The database failed, or his role reads no cases.
pub async fn unit_loads(db: &dyn Database, actor: &Actor, now: DateTime) -> Result<Vec<UnitLoad>, StoreError> {
    let path = actor.scope();
    authorise(actor, Action::ReadCase, &path)?;
    Ok(loads_of(db.open().await?.as_mut(), &Scope::of(&path), now).await?)
}

/// The same of any part of the tree, for whoever has asked whether the actor may know.
pub(crate) async fn loads_of(
    connection: &mut dyn Connection,
    scope: &Scope,
    now: DateTime,
) -> Result<Vec<UnitLoad>, DbError> {
    let (condition, mut params) = match scope {
        Scope::Nation => ("1", Vec::new()),
        Scope::Province(id) => ("unit IN (SELECT id FROM unit WHERE province = ?2)", vec![Value::from(&id.0)]),
        Scope::Unit(id) => ("unit = ?2", vec![Value::from(&id.0)]),
    };
    params.insert(0, Value::from(now));
    let sql = format!(
        "SELECT unit, stage, count(*), sum(next_due < ?1) FROM case_file INDEXED BY case_open_by_unit \
         WHERE awaiting IS NOT NULL AND {condition} GROUP BY unit, stage"
    );
    let rows = connection.query(&sql, &params).await?;
    rows.iter()
        .map(|row| {
            Ok(UnitLoad {
                unit: UnitId(row.string(0)?),
                stage: Stage::from_key(row.text(1)?).ok_or(DbError::Shape { column: 1, expected: "a stage" })?,
                open: row.int(2)?,
                overdue: row.int(3)?,
            })
        })
        .collect()
}
