//! Risk: what weighs, as leaders set it, and the places of a unit weighed by it.

use super::list::seen;
use super::write::{COLUMNS, WIDTH, read};
use crate::database::{Connection, Database, DbError, Row, UnitOfWork, to_json};
use crate::{Env, StoreError, journal, params};
use domain::authority::{Action, Actor, authorise, leads_unit};
use domain::calendar::to_local;
use domain::case::PaperKind;
use domain::establishment::{EstablishmentFile, History, RISK_MONTHS, Risk, Weights, assess};
use domain::journal::Deed;
use domain::money::Dong;
use domain::paper::PaperState;
use domain::unit::{UnitId, UnitPath};
use jiff::civil::Date;

/// A place with what it weighs.
#[derive(Debug, Clone, PartialEq)]
pub struct Weighed {
    pub file: EstablishmentFile,
    pub party_name: String,
    pub history: History,
    pub risk: Risk,
    /// Day of the last inspection of this year, where there was one: the same content once a year (Pháp lệnh QLTT Điều 20).
    pub inspected_this_year: bool,
}

/// The weights that hold for a unit: those set nearest above it, else the shipped ones.
///
/// # Errors
/// The database failed.
pub async fn weights(db: &dyn Database, path: &UnitPath) -> Result<Weights, StoreError> {
    let mut connection = db.open().await?;
    weights_on(connection.as_mut(), path).await
}

async fn weights_on(connection: &mut dyn Connection, path: &UnitPath) -> Result<Weights, StoreError> {
    let sql = "SELECT w.document FROM risk_weights w JOIN unit u ON u.id = w.unit \
               WHERE ?1 = u.path OR (?1 > u.path || '/' AND ?1 < u.path || '0') \
               ORDER BY length(u.path) DESC, w.num DESC LIMIT 1";
    let row = connection.query_one(sql, params![&path.0]).await?;
    Ok(row.map(|row| row.json(0)).transpose()?.unwrap_or_default())
}

/// Sets the weights of the actor's own unit and of those below it.
///
/// # Errors
/// Refused at its fields; his role sets no weights.
pub async fn set_weights(db: &dyn Database, env: &Env, actor: &Actor, weights: &Weights) -> Result<(), StoreError> {
    authorise(actor, Action::SetRisk, &actor.path)?;
    let errors = weights.errors();
    if !errors.is_empty() {
        return Err(super::areas::refused(errors));
    }
    let mut work = UnitOfWork::begin(db).await?;
    work.execute(
        "INSERT INTO risk_weights (unit, at, officer, document) VALUES (?1,?2,?3,?4)",
        params![&actor.unit.0, env.now, &actor.id().0, to_json(weights)?],
    )
    .await?;
    journal::write(&mut work, &env.entry(actor, Deed::SetRisk, &actor.unit.0).words(to_json(weights)?)).await?;
    Ok(work.commit().await?)
}

/// The places of a unit that trade, weighed, the heaviest first. Open leads count only for whom leads the unit: others may not know
/// that there are any (TT 27/2020/TT-BCT Điều 37).
///
/// # Errors
/// `NotFound` for a unit outside the actor's part of the tree; his role reads no parties.
pub async fn weigh(
    db: &dyn Database,
    env: &Env,
    actor: &Actor,
    unit: &UnitId,
    limit: usize,
) -> Result<Vec<Weighed>, StoreError> {
    let unit = seen(db, actor, unit).await?;
    let today = to_local(env.now).date();
    let since = today.saturating_sub(jiff::Span::new().months(i64::from(RISK_MONTHS)));
    let leads = leads_unit(actor.role) && actor.scope().covers(&unit.path);
    let mut connection = db.open().await?;
    let weights = weights_on(connection.as_mut(), &unit.path).await?;
    let rows = connection
        .query(
            &sql(),
            params![&unit.id.0, PaperState::Cancelled.key(), since, leads, PaperKind::SanctionDecision.key()],
        )
        .await?;
    let mut list = Vec::new();
    for row in &rows {
        let file = read(row)?;
        let history = history(row)?;
        let risk = assess(&file, &history, &weights, today);
        let inspected_this_year = history.last_inspected.is_some_and(|day| day.year() == today.year());
        list.push(Weighed { file, party_name: row.string(WIDTH)?, history, risk, inspected_this_year });
    }
    list.sort_by(|one, other| {
        other.risk.points.cmp(&one.risk.points).then_with(|| one.file.place.name.cmp(&other.file.place.name))
    });
    list.truncate(limit);
    Ok(list)
}

/// `signed_at` is local text; a day before all of that day's times sorts as wanted.
fn sql() -> String {
    format!(
        "SELECT {COLUMNS}, p.name, \
         (SELECT count(DISTINCT s.number) FROM case_file c INDEXED BY case_by_party JOIN \
          (SELECT number, case_num, state, signed_at FROM paper WHERE series = ?5 UNION ALL \
           SELECT q.number, q.case_num, q.state, h.signed_at FROM paper_part q JOIN paper h USING (owner, series, year, serial) \
           WHERE q.series = ?5) s ON s.case_num = c.num \
          WHERE c.party = e.party AND s.state <> ?2 AND s.signed_at >= ?3), \
         (SELECT coalesce(sum(c.owed), 0) FROM case_file c INDEXED BY case_by_party WHERE c.party = e.party), \
         (SELECT max(c.opened_on) FROM case_file c INDEXED BY case_by_party WHERE c.party = e.party), \
         CASE WHEN ?4 <> 0 THEN (SELECT count(*) FROM dossier d INDEXED BY dossier_by_party \
          WHERE d.party = e.party AND d.turn <> 'nobody' AND d.sort = 'lead') ELSE 0 END \
         FROM establishment e INDEXED BY establishment_by_unit JOIN party p ON p.id = e.party \
         WHERE e.unit = ?1 AND e.status <> 'closed'"
    )
}

fn history(row: &Row) -> Result<History, DbError> {
    let count = |column: usize| Ok::<u32, DbError>(u32::try_from(row.int(column)?).unwrap_or(u32::MAX));
    Ok(History {
        violations: count(WIDTH + 1)?,
        owed: Dong(row.int(WIDTH + 2)?),
        last_inspected: row.opt_parse::<Date>(WIDTH + 3, "a day")?,
        open_leads: count(WIDTH + 4)?,
    })
}
