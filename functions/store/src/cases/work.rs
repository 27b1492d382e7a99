//! My work: what waits for an officer, what he carries, and how much his units carry.

use super::row::{COLUMNS, CaseRow, officer_queue, read, role_queue};
use crate::database::{Connection, Database, DbError, Value};
use crate::units::Scope;
use crate::{StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::case::Stage;
use domain::officer::Role;
use domain::unit::UnitId;
use jiff::civil::DateTime;

/// Most lines of one queue: who has more needs a list, not more lines.
pub const WORK_LIMIT: i64 = 100;

/// What an officer has to do, the nearest deadline first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MyWork {
    /// Waits for him: his own cases, and what waits for his role's signature or check.
    pub waiting: Vec<CaseRow>,
    /// He carries it, but it waits for somebody else now.
    pub elsewhere: Vec<CaseRow>,
}

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
                                  WHERE responsible = ?1 AND awaiting IS NOT NULL ORDER BY next_due, num LIMIT ?2";

async fn rows(connection: &mut dyn Connection, numbers: &str, params: &[Value]) -> Result<Vec<CaseRow>, DbError> {
    let sql = format!("SELECT {COLUMNS} FROM ({numbers}) n CROSS JOIN case_file c ON c.num = n.num");
    connection.query(&sql, params).await?.iter().map(read).collect()
}

/// What waits for the actor, and what he carries.
///
/// # Errors
/// The database failed. An officer who reads no cases has no work here.
pub async fn my_work(db: &dyn Database, actor: &Actor) -> Result<MyWork, StoreError> {
    if authorise(actor, Action::ReadCase, &actor.path).is_err() {
        return Ok(MyWork::default());
    }
    let mut connection = db.open().await?;
    let mut work = MyWork::default();
    for queue in queues(actor) {
        work.waiting.extend(rows(connection.as_mut(), QUEUE, params![queue, WORK_LIMIT]).await?);
    }
    work.waiting.sort_by_key(|row| (row.next_due.is_none(), row.next_due, row.num));
    work.elsewhere = rows(connection.as_mut(), CARRIED, params![&actor.id().0, WORK_LIMIT]).await?;
    work.elsewhere.retain(|row| !work.waiting.iter().any(|waiting| waiting.num == row.num));
    Ok(work)
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
    let (condition, mut params) = match Scope::of(&path) {
        Scope::Nation => ("1", Vec::new()),
        Scope::Province(id) => ("unit IN (SELECT id FROM unit WHERE province = ?2)", vec![Value::from(&id.0)]),
        Scope::Unit(id) => ("unit = ?2", vec![Value::from(&id.0)]),
    };
    params.insert(0, Value::from(now));
    let sql = format!(
        "SELECT unit, stage, count(*), sum(next_due < ?1) FROM case_file INDEXED BY case_open_by_unit \
         WHERE awaiting IS NOT NULL AND {condition} GROUP BY unit, stage"
    );
    let rows = db.open().await?.query(&sql, &params).await?;
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
