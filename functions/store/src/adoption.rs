//! Who takes part (công chức tham gia ứng dụng): active officers, and what stands in their way; and the first steps of who is new.
//!
//! Must not know: which form or reason a key stands for, or names; whom a figure of a unit is made of is not told here.

use crate::database::{Connection, Database, UnitOfWork, Value};
use crate::pace::Load;
use crate::pace::{by_parts, loads_on};
use crate::units::{parts, tree_on};
use crate::{Env, StoreError, params};
use domain::authority::{Action, Actor, authorise};
use domain::calendar::{Period, segment_start, to_local};
use domain::organisation::Basis;
use domain::pace::Work;
use domain::unit::{Unit, UnitId};
use jiff::civil::Date;

/// Most rows of what stood in the way.
const MOST: i64 = 30;

/// Active officers of a part of the tree: in a week and in a reporting month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Adoption {
    pub unit: Unit,
    /// The units directly below, each with its week and its month.
    pub by_unit: Vec<(Unit, Load, Load)>,
    pub week: Load,
    pub month: Load,
}

/// Who was active in the week of a day and in a reporting month, by the organisation of that day.
///
/// # Errors
/// `NotFound` for a unit the actor does not see; a refusal when his role reads no reports.
pub async fn active(
    db: &dyn Database,
    actor: &Actor,
    unit: &UnitId,
    today: Date,
    month: &Period,
) -> Result<Adoption, StoreError> {
    let mut connection = db.open().await?;
    let tree = tree_on(connection.as_mut()).await?;
    let unit = tree.get(unit).ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadReport, &unit.path)?;
    let week = Period::week_of(today).from;
    let organisation = tree.organisation();
    let below = parts(&organisation, unit, Basis::AsOn(today), month);
    let of_week = loads_on(connection.as_mut(), &tree, unit, ("w", week, week)).await?;
    let halves = ("s", segment_start(month.from), segment_start(month.to));
    let of_month = loads_on(connection.as_mut(), &tree, unit, halves).await?;
    let (weeks, week) = by_parts(&tree, &below, &of_week);
    let (months, month) = by_parts(&tree, &below, &of_month);
    let by_unit = weeks.into_iter().zip(months).map(|((unit, week), (_, month))| (unit, week, month)).collect();
    Ok(Adoption { unit: unit.clone(), by_unit, week, month })
}

/// Counts a form that was not accepted, once for each reason, for every unit on the path of the officer.
///
/// # Errors
/// The database failed.
pub async fn count_refusal(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    form: &str,
    reason: &str,
) -> Result<(), StoreError> {
    let half = segment_start(to_local(env.now).date());
    let mut params = vec![Value::from(half), Value::from(form), Value::from(reason)];
    let rows: Vec<String> = actor
        .path
        .0
        .split('/')
        .map(|scope| {
            params.push(Value::from(scope));
            format!("(?{}, ?1, ?2, ?3, 1)", params.len())
        })
        .collect();
    let sql = format!(
        "INSERT INTO refusal_count (scope, half, form, reason, times) VALUES {} \
         ON CONFLICT (scope, half, form, reason) DO UPDATE SET times = times + 1",
        rows.join(", ")
    );
    let mut work = UnitOfWork::begin(db).await?;
    work.execute(&sql, &params).await?;
    work.commit().await?;
    Ok(())
}

pub(crate) const REFUSALS: &str = "SELECT form, reason, sum(times) FROM refusal_count WHERE scope = ?1 AND half BETWEEN ?2 AND ?3 \
                                   GROUP BY form, reason ORDER BY 3 DESC, 1, 2 LIMIT ?4";

/// What stood in the way of the officers of a part of the tree: form, reason, how often; the most frequent first.
///
/// # Errors
/// As [`active`].
pub async fn refusals(
    db: &dyn Database,
    actor: &Actor,
    unit: &UnitId,
    month: &Period,
) -> Result<Vec<(String, String, i64)>, StoreError> {
    let mut connection = db.open().await?;
    let path = crate::units::path_on(connection.as_mut(), unit).await?.ok_or(StoreError::NotFound)?;
    authorise(actor, Action::ReadReport, &path)?;
    let (first, last) = (segment_start(month.from), segment_start(month.to));
    let rows = connection.query(REFUSALS, params![&unit.0, first, last, MOST]).await?;
    rows.iter().map(|row| Ok((row.string(0)?, row.string(1)?, row.int(2)?))).collect()
}

/// What an officer has done so far, and whether he put the first steps away.
///
/// # Errors
/// The database failed.
pub async fn first_steps(db: &dyn Database, actor: &Actor) -> Result<(Work, bool), StoreError> {
    let sql = "SELECT coalesce(sum(steps), 0), coalesce(sum(opened), 0), coalesce(sum(papers), 0), \
               EXISTS (SELECT 1 FROM guide_hidden WHERE officer = ?1) FROM officer_work WHERE officer = ?1 AND grain = 's'";
    let row = db.open().await?.query_one(sql, params![&actor.id().0]).await?.ok_or(StoreError::NotFound)?;
    Ok((Work { steps: row.int(0)?, opened: row.int(1)?, papers: row.int(2)? }, row.int(3)? != 0))
}

/// Puts the first steps away, or brings them back.
///
/// # Errors
/// The database failed.
pub async fn hide_guide(db: &dyn Database, env: &Env, actor: &Actor, hide: bool) -> Result<(), StoreError> {
    let mut connection = db.open().await?;
    let officer = &actor.id().0;
    if hide {
        let sql = "INSERT INTO guide_hidden (officer, at) VALUES (?1, ?2) ON CONFLICT DO NOTHING";
        connection.execute(sql, params![officer, env.now]).await?;
    } else {
        connection.execute("DELETE FROM guide_hidden WHERE officer = ?1", params![officer]).await?;
    }
    Ok(())
}
