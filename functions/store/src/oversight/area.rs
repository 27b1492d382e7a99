//! The figures of an area as they stand: of report cells, and of standing cases counted by unit.
//!
//! Nothing here reads a case: what it costs follows the number of units and days, not the archive. Must not know: how it is shown.

use super::driver::Place;
use super::period::{self, Ongoing, Segment};
use crate::database::{Connection, Database, DbError, Row, Value};
use crate::plans::{Progress, tally};
use crate::reports::{Wanted, summary_on};
use crate::search::Statement;
use crate::units::{Scope, tree_on};
use crate::{StoreError, params};
use domain::authority::{Action, Actor, authorise, role_may};
use domain::calendar::{Period, shift, year_start};
use domain::catalogue::Field;
use domain::organisation::Basis;
use domain::oversight::{HELD_SOON, SOON};
use domain::party::PartyId;
use domain::report::{Measure, Measures};
use domain::unit::{Unit, UnitId, UnitKind};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// Most parties and behaviours that are named.
const NAMED: usize = 10;

/// Standing cases counted, with an amount in đồng.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counted {
    pub cases: i64,
    pub amount: i64,
}

/// What stands in an area today.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Standing {
    /// Fines still owed.
    pub unpaid: Counted,
    /// Day of the oldest decision among them.
    pub oldest: Option<Date>,
    /// Exhibits in custody.
    pub held: Counted,
    /// Of these, custody that has ended or ends within [`HELD_SOON`] days.
    pub ending: i64,
    /// Parties sanctioned more than once in the reporting year, and their cases.
    pub repeated: i64,
    pub repeated_cases: i64,
}

/// A unit of the area with what its leaders ask first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub unit: Unit,
    /// Open cases whose nearest deadline has ended.
    pub late: i64,
    /// Open cases whose nearest deadline ends today or within [`SOON`] days.
    pub soon: i64,
    /// Of the running month.
    pub month: Measures,
    /// Inspection plans of the year; nothing for whom reads none.
    pub plan: Option<Progress>,
}

/// A behaviour sanctioned in the running month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActFigure {
    pub behaviour: String,
    pub decisions: Counted,
}

/// A party sanctioned more than once in the reporting year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeated {
    pub party: PartyId,
    pub name: String,
    pub decisions: Counted,
}

/// Plans of the year are counted by unit.
pub type Plans = BTreeMap<String, Progress>;

/// An area with its figures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    pub unit: Unit,
    pub today: Date,
    /// Day, week, month.
    pub ongoing: [Ongoing; 3],
    pub trend: Vec<Segment>,
    /// Fields of the running month, in the order of the reports.
    pub fields: Vec<(Field, Measures)>,
    pub standing: Standing,
    /// The unit itself, then the units directly below.
    pub whole: Line,
    pub parts: Vec<Line>,
    /// By decisions, and by fines, the most first.
    pub acts: Vec<ActFigure>,
    pub acts_by_fines: Vec<ActFigure>,
    pub repeated: Vec<Repeated>,
}

/// The statements that read standing cases: deadlines of some scopes; unpaid, held and repeated of one; its behaviours; its parties.
pub(crate) fn statements(scopes: &[&str], unit: &str, today: Date) -> [Statement; 4] {
    let mut params = vec![Value::from(today), Value::from(shift(today, SOON))];
    let places: Vec<String> = scopes
        .iter()
        .map(|scope| {
            params.push(Value::from(*scope));
            format!("?{}", params.len())
        })
        .collect();
    let due = Statement {
        sql: format!(
            "SELECT scope, sum(CASE WHEN day < ?1 THEN cases ELSE 0 END), sum(CASE WHEN day < ?1 THEN 0 ELSE cases END) \
             FROM case_cell WHERE scope IN ({}) AND kind = 'han' AND day <= ?2 GROUP BY scope",
            places.join(",")
        ),
        params,
    };
    let year = year_start(today);
    let standing = Statement {
        sql: "SELECT sum(cases), sum(amount), min(day), 0 FROM case_cell WHERE scope = ?1 AND kind = 'no' UNION ALL \
              SELECT sum(cases), sum(amount), NULL, sum(CASE WHEN day <= ?2 THEN cases ELSE 0 END) FROM case_cell \
              WHERE scope = ?1 AND kind = 'giu' UNION ALL \
              SELECT count(*), sum(cases), NULL, 0 FROM case_cell INDEXED BY case_cell_repeated \
              WHERE scope = ?1 AND kind = 'dt' AND day = ?3 AND cases > 1"
            .to_owned(),
        params: vec![Value::from(unit), Value::from(shift(today, HELD_SOON)), Value::from(year)],
    };
    let month = Period::month_of(today);
    let acts = Statement {
        sql: "SELECT key, sum(cases), sum(amount) FROM case_cell WHERE scope = ?1 AND kind = 'hv' \
              AND day BETWEEN ?2 AND ?3 GROUP BY key"
            .to_owned(),
        params: vec![Value::from(unit), Value::from(month.from), Value::from(month.to)],
    };
    let parties = Statement {
        sql: format!(
            "SELECT n.key, n.cases, n.amount, p.name FROM (SELECT key, cases, amount FROM case_cell \
             INDEXED BY case_cell_repeated WHERE scope = ?1 AND kind = 'dt' AND day = ?2 AND cases > 1 \
             ORDER BY cases DESC, amount DESC LIMIT {NAMED}) n CROSS JOIN party p ON p.id = n.key"
        ),
        params: vec![Value::from(unit), Value::from(year)],
    };
    [due, standing, acts, parties]
}

async fn run(connection: &mut dyn Connection, statement: &Statement) -> Result<Vec<Row>, DbError> {
    connection.query(&statement.sql, &statement.params).await
}

fn counted(row: &Row, column: usize) -> Result<Counted, DbError> {
    Ok(Counted { cases: row.opt_int(column)?.unwrap_or(0), amount: row.opt_int(column + 1)?.unwrap_or(0) })
}

/// The figures of a unit with everything below it; of the actor's own part where none is named.
///
/// # Errors
/// `NotFound` for a unit the actor does not see, or that is no more; a refusal when his role does not follow an area.
pub async fn area(db: &dyn Database, actor: &Actor, unit: Option<&UnitId>, today: Date) -> Result<Area, StoreError> {
    let mut connection = db.open().await?;
    let connection = connection.as_mut();
    let tree = tree_on(connection).await?;
    let own = actor.scope().leaf();
    let unit = tree.get(unit.unwrap_or(&own)).ok_or(StoreError::NotFound)?;
    authorise(actor, Action::Oversee, &unit.path)?;
    let place = Place::of(&unit.path);
    let basis = Basis::AsOn(today);
    let month = Period::month_of(today);
    let organisation = tree.organisation();
    organisation.exists(unit, basis, &month).map_err(|_| StoreError::NotFound)?;
    let pieces = organisation.pieces(unit, basis, &month);
    let scopes: Vec<&str> = pieces.iter().map(|piece| piece.scope.0.as_str()).collect();
    let (ongoing, trend) = period::read(connection, &scopes, today).await?;
    let measures = [Measure::Violations, Measure::Handled, Measure::Fines];
    let wanted = Wanted { unit: &unit.id, period: &month, basis, measures: &measures };
    let table = summary_on(connection, &tree, actor.into(), &wanted).await?;

    let below = match place.scope {
        Scope::Nation => Some(UnitKind::Province),
        Scope::Province(_) => Some(UnitKind::Team),
        Scope::Unit(_) => None,
    };
    let parts: Vec<&Unit> =
        organisation.below(&unit.path, basis, &month).filter(|part| Some(part.kind) == below).collect();
    let all: Vec<&str> = [unit].into_iter().chain(parts.iter().copied()).map(|one| one.id.0.as_str()).collect();
    let [due, standing, acts, parties] = statements(&all, &unit.id.0, today);
    let mut dues = BTreeMap::new();
    for row in run(connection, &due).await? {
        dues.insert(row.string(0)?, (row.opt_int(1)?.unwrap_or(0), row.opt_int(2)?.unwrap_or(0)));
    }
    let standing = standing_of(&run(connection, &standing).await?)?;
    let (acts, acts_by_fines) = acts_of(&run(connection, &acts).await?)?;
    let mut repeated = Vec::new();
    for row in run(connection, &parties).await? {
        let party = PartyId(row.parse(0, "a party id")?);
        repeated.push(Repeated { party, name: row.string(3)?, decisions: counted(&row, 1)? });
    }
    let plans = plans(connection, actor, &place, today).await?;
    let line = |unit: &Unit, month: Measures| {
        let (late, soon) = dues.get(&unit.id.0).copied().unwrap_or_default();
        let plan = plans.as_ref().map(|plans| plans.get(&unit.id.0).copied().unwrap_or_default());
        Line { unit: unit.clone(), late, soon, month, plan }
    };
    let of_month = |unit: &Unit| {
        table.by_unit.iter().find(|(found, _)| found.id == unit.id).map(|(_, sum)| *sum).unwrap_or_default()
    };
    let parts: Vec<Line> = parts.into_iter().map(|part| line(part, of_month(part))).collect();
    let mut whole = line(unit, table.total);
    if let Some(plans) = &plans {
        let mut sum = Progress::default();
        plans.values().for_each(|progress| sum.add(progress));
        whole.plan = Some(sum);
    }
    Ok(Area {
        unit: unit.clone(),
        today,
        ongoing,
        trend,
        fields: table.by_field,
        standing,
        whole,
        parts,
        acts,
        acts_by_fines,
        repeated,
    })
}

fn standing_of(rows: &[Row]) -> Result<Standing, DbError> {
    let mut found = Standing::default();
    if let [unpaid, held, repeated] = rows {
        found.unpaid = counted(unpaid, 0)?;
        found.oldest = unpaid.opt_parse(2, "a date")?;
        found.held = counted(held, 0)?;
        found.ending = held.opt_int(3)?.unwrap_or(0);
        let parties = counted(repeated, 0)?;
        (found.repeated, found.repeated_cases) = (parties.cases, parties.amount);
    }
    Ok(found)
}

/// The behaviours with the most decisions, and those with the most fines.
fn acts_of(rows: &[Row]) -> Result<(Vec<ActFigure>, Vec<ActFigure>), DbError> {
    let mut all = rows
        .iter()
        .map(|row| Ok(ActFigure { behaviour: row.string(0)?, decisions: counted(row, 1)? }))
        .collect::<Result<Vec<ActFigure>, DbError>>()?;
    all.sort_by(|a, b| {
        let key = |act: &ActFigure| std::cmp::Reverse((act.decisions.amount, act.decisions.cases));
        key(a).cmp(&key(b)).then_with(|| a.behaviour.cmp(&b.behaviour))
    });
    let by_fines = all.iter().take(NAMED).cloned().collect();
    all.sort_by_key(|act| std::cmp::Reverse(act.decisions.cases));
    all.truncate(NAMED);
    Ok((all, by_fines))
}

/// How far the plans of the year have come, by the units directly below; by the unit itself at a leaf.
async fn plans(
    connection: &mut dyn Connection,
    actor: &Actor,
    place: &Place,
    today: Date,
) -> Result<Option<Plans>, DbError> {
    if !role_may(actor.role, Action::ReadPlan) {
        return Ok(None);
    }
    let year = i64::from(today.year());
    let (by, condition, id) = match &place.scope {
        Scope::Nation => ("i.province", "i.year = ?1", None),
        Scope::Province(id) => ("i.unit", "i.year = ?1 AND i.province = ?2", Some(id)),
        Scope::Unit(id) => ("i.unit", "i.year = ?1 AND i.unit = ?2", Some(id)),
    };
    let mut values = params![year].to_vec();
    values.extend(id.map(|id| Value::from(&id.0)));
    tally(connection, by, condition, &values, today).await.map(Some)
}
