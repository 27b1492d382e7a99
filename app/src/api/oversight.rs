//! The live figures of an area.

use super::plan::Count;
use crate::error::AppError;
use domain::calendar::Period;
use domain::catalogue::Field;
use domain::report::Measures;
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// A period that runs, with as many days of the one before and of the same one last year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Running {
    pub period: Period,
    pub now: Measures,
    pub before: Measures,
    pub last_year: Measures,
}

/// Standing cases counted, with an amount in đồng.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    pub cases: i64,
    pub amount: i64,
}

/// A unit of the area.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    pub id: String,
    pub name: String,
    pub late: i64,
    pub soon: i64,
    pub month: Measures,
    /// Nothing for whom reads no plans.
    pub plan: Option<Count>,
}

/// A behaviour or a party with its decisions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub id: String,
    pub name: String,
    pub sum: Sum,
}

/// An area with its figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AreaView {
    pub unit: String,
    pub unit_name: String,
    /// Units to choose from: id and name.
    pub units: Vec<(String, String)>,
    /// When it was read.
    pub at: DateTime,
    pub today: Date,
    /// Reporting year of today.
    pub year: i16,
    /// Day, week, month.
    pub running: Vec<Running>,
    /// Reporting months with the same ones of the year before, the oldest first.
    pub trend: Vec<(Period, Measures, Measures)>,
    pub fields: Vec<(Field, Measures)>,
    pub unpaid: Sum,
    pub oldest: Option<Date>,
    pub held: Sum,
    pub ending: i64,
    /// Parties sanctioned more than once this reporting year, and their decisions.
    pub repeated: Sum,
    pub whole: Part,
    pub parts: Vec<Part>,
    pub acts: Vec<Named>,
    pub acts_by_fines: Vec<Named>,
    /// Empty on the wallboard, which names nobody.
    pub parties: Vec<Named>,
}

/// The figures of a unit; of the officer's own part where none is named. A wallboard gets no names of parties.
#[server(input = GetUrl, endpoint = "dieu-hanh")]
pub async fn read_area(#[server(default)] unit: String, #[server(default)] board: bool) -> Result<AreaView, AppError> {
    use crate::server::{context, signed_in, unavailable, unavailable_db};
    use domain::unit::{UnitId, UnitKind};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let at = domain::calendar::to_local(context.now());
    let asked = Some(UnitId(unit)).filter(|unit| !unit.0.is_empty());
    let area = store::oversight::area(database, &signed.actor, asked.as_ref(), at.date()).await.map_err(unavailable)?;
    let units = store::units::below(database, &signed.actor.scope()).await.map_err(unavailable_db)?;
    let law = crate::server::law().await?;
    let sum = |found: store::oversight::Counted| Sum { cases: found.cases, amount: found.amount };
    let part = |line: store::oversight::Line| Part {
        id: line.unit.id.0,
        name: line.unit.short_name,
        late: line.late,
        soon: line.soon,
        month: line.month,
        plan: line.plan.map(super::plan::count),
    };
    let act = |found: store::oversight::ActFigure| Named {
        name: law.catalogue().behaviour(&found.behaviour).map_or(found.behaviour.clone(), |act| act.title.clone()),
        id: found.behaviour,
        sum: sum(found.decisions),
    };
    let parties = if board { Vec::new() } else { area.repeated };
    let standing = area.standing;
    Ok(AreaView {
        unit: area.unit.id.0,
        unit_name: area.unit.name,
        units: units
            .into_iter()
            .filter(|unit| unit.kind != UnitKind::Division && unit.in_force_to.is_none_or(|last| last >= at.date()))
            .map(|unit| (unit.id.0, unit.short_name))
            .collect(),
        at,
        today: at.date(),
        year: domain::calendar::Period::of(domain::calendar::PeriodKind::Year, at.date()).to.year(),
        running: area
            .ongoing
            .into_iter()
            .map(|one| Running { period: one.period, now: one.now, before: one.before, last_year: one.last_year })
            .collect(),
        trend: area.trend.into_iter().map(|month| (month.period, month.now, month.last_year)).collect(),
        fields: area.fields,
        unpaid: sum(standing.unpaid),
        oldest: standing.oldest,
        held: sum(standing.held),
        ending: standing.ending,
        repeated: Sum { cases: standing.repeated, amount: standing.repeated_cases },
        whole: part(area.whole),
        parts: area.parts.into_iter().map(part).collect(),
        acts: area.acts.into_iter().map(act).collect(),
        acts_by_fines: area.acts_by_fines.into_iter().map(act).collect(),
        parties: parties
            .into_iter()
            .map(|found| Named { id: found.party.0.to_string(), name: found.name, sum: sum(found.decisions) })
            .collect(),
    })
}
