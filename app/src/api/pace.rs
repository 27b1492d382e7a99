//! How long the steps of cases take, and how much officers have to do.

use super::work::CaseRow;
use crate::error::AppError;
use domain::calendar::Period;
use domain::pace::{Step, Sums, Work};
use jiff::civil::{Date, DateTime};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// Durations of a step or a unit, with those of the same period a year before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaceRow {
    /// Key of the step, or id of the unit.
    pub key: String,
    pub label: String,
    pub sums: Sums,
    pub last_year: Sums,
}

/// What the officers of a unit have to do and did, without names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoadRow {
    pub label: String,
    pub officers: i64,
    pub active: i64,
    /// Files of the unit that are not closed.
    pub open: i64,
    /// Of these, with a deadline that has passed.
    pub overdue: i64,
    pub work: Work,
}

/// The same of one officer, for his own head.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OfficerRow {
    pub name: String,
    pub role: String,
    pub open: i64,
    pub overdue: i64,
    pub work: Work,
}

/// The durations of a part of the tree over a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    pub period: Period,
    pub unit: String,
    pub unit_name: String,
    pub step: Step,
    /// Steps that ended in the period or in the same period a year before.
    pub steps: Vec<PaceRow>,
    /// The units below in the chosen step.
    pub by_unit: Vec<PaceRow>,
    pub loads: Vec<LoadRow>,
    /// Names, for the head of the unit alone.
    pub officers: Option<Vec<OfficerRow>>,
    /// Units the officer may choose: id and name.
    pub units: Vec<(String, String)>,
}

/// A case behind a duration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SlowRow {
    pub row: CaseRow,
    pub day: Date,
    pub minutes: i64,
    pub within: Option<bool>,
    pub reason: Option<String>,
}

/// The cases behind a duration, the slowest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Slowest {
    pub period: Period,
    pub unit: String,
    pub unit_name: String,
    pub step: Step,
    pub only_late: bool,
    pub rows: Vec<SlowRow>,
    /// How many are shown at most.
    pub most: usize,
    pub now: DateTime,
}

/// A period by its key; an empty one is the current reporting month.
#[cfg(feature = "ssr")]
pub(super) fn period(key: &str, today: Date) -> Result<Period, AppError> {
    match key {
        "" => Ok(Period::month_of(today)),
        key => Period::from_key(key).ok_or_else(|| crate::server::fail(AppError::NotFound)),
    }
}

/// Units an officer may choose in lists of figures.
#[cfg(feature = "ssr")]
pub(super) async fn choices(
    database: &dyn store::Database,
    actor: &domain::authority::Actor,
) -> Result<Vec<domain::unit::Unit>, AppError> {
    let units = store::units::below(database, &actor.scope()).await.map_err(crate::server::unavailable_db)?;
    Ok(units.into_iter().filter(|unit| unit.kind != domain::unit::UnitKind::Division).collect())
}

/// The durations of a period; an empty key is the current reporting month, an empty unit the officer's own part, an empty step the
/// sanction decision.
#[server(input = GetUrl, endpoint = "quy-trinh")]
pub async fn read_pace(
    #[server(default)] unit: String,
    #[server(default)] period: String,
    #[server(default)] step: String,
) -> Result<Pace, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    use std::collections::BTreeMap;
    let signed = signed_in().await?;
    let (context, actor) = (context()?, &signed.actor);
    let database = &*context.database;
    let today = domain::calendar::to_local(context.now()).date();
    let period = self::period(&period, today)?;
    let step = match step.as_str() {
        "" => Step::Decision,
        key => Step::from_key(key).ok_or_else(|| fail(AppError::NotFound))?,
    };
    let unit = if unit.is_empty() { actor.scope().leaf() } else { domain::unit::UnitId(unit) };
    let wanted = store::pace::Wanted { unit: &unit, period: &period, on: today };
    let table = store::pace::table(database, actor, &wanted, step).await.map_err(unavailable)?;
    let last_year = period.same_last_year();
    let before = store::pace::Wanted { period: &last_year, ..wanted };
    let before = match store::pace::table(database, actor, &before, step).await {
        Ok(before) => Some(before),
        // A unit that was not there a year ago has nothing to be compared with.
        Err(store::StoreError::Refused(_)) => None,
        Err(error) => return Err(unavailable(error)),
    };
    let (loads, total) = store::pace::loads(database, actor, &wanted, context.now()).await.map_err(unavailable)?;
    let mut rows: Vec<LoadRow> = loads.iter().map(|(part, load)| load_row(&part.short_name, load)).collect();
    rows.push(load_row(&table.unit.short_name, &total));
    let officers = match store::pace::officers(database, actor, &wanted, context.now()).await {
        Ok(officers) => Some(officers.into_iter().map(officer_row).collect()),
        Err(store::StoreError::NotFound) => None,
        Err(error) => return Err(unavailable(error)),
    };
    let mut steps: BTreeMap<Step, (Sums, Sums)> =
        table.steps.into_iter().map(|(step, sums)| (step, (sums, Sums::default()))).collect();
    for (step, sums) in before.iter().flat_map(|before| &before.steps) {
        steps.entry(*step).or_default().1 = sums.clone();
    }
    let earlier = |id: &domain::unit::UnitId| {
        let found = before.iter().flat_map(|before| &before.by_unit).find(|(unit, _)| unit.id == *id);
        found.map(|(_, sums)| sums.clone()).unwrap_or_default()
    };
    Ok(Pace {
        period,
        unit_name: table.unit.name.clone(),
        step,
        steps: steps
            .into_iter()
            .map(|(step, (sums, last_year))| PaceRow {
                key: step.key().to_owned(),
                label: step.label().to_owned(),
                sums,
                last_year,
            })
            .collect(),
        by_unit: table
            .by_unit
            .into_iter()
            .map(|(unit, sums)| PaceRow { last_year: earlier(&unit.id), key: unit.id.0, label: unit.short_name, sums })
            .collect(),
        loads: rows,
        officers,
        units: choices(database, actor).await?.into_iter().map(|unit| (unit.id.0, unit.short_name)).collect(),
        unit: unit.0,
    })
}

#[cfg(feature = "ssr")]
fn load_row(label: &str, load: &store::pace::Load) -> LoadRow {
    let store::pace::Load { officers, active, open, overdue, work } = *load;
    LoadRow { label: label.to_owned(), officers, active, open, overdue, work }
}

#[cfg(feature = "ssr")]
fn officer_row(load: store::pace::OfficerLoad) -> OfficerRow {
    let (open, overdue, work) = (load.open, load.overdue, load.work);
    OfficerRow { name: load.name, role: load.role.title().to_owned(), open, overdue, work }
}

/// The cases behind a duration, the slowest first.
#[server(input = GetUrl, endpoint = "quy-trinh-ho-so")]
pub async fn read_slowest(
    unit: String,
    #[server(default)] period: String,
    step: String,
    #[server(default)] late: String,
) -> Result<Slowest, AppError> {
    use crate::server::{context, fail, signed_in, unavailable};
    let signed = signed_in().await?;
    let context = context()?;
    let now = domain::calendar::to_local(context.now());
    let period = self::period(&period, now.date())?;
    let step = Step::from_key(&step).ok_or_else(|| fail(AppError::NotFound))?;
    let only_late = late == "1";
    let unit = domain::unit::UnitId(unit);
    let wanted = store::pace::Wanted { unit: &unit, period: &period, on: now.date() };
    let found = store::pace::slowest(&*context.database, &signed.actor, &wanted, step, only_late).await;
    let (found_unit, rows) = found.map_err(unavailable)?;
    let slow = |slow: store::pace::Slow| SlowRow {
        row: super::work::row(slow.row, true),
        day: slow.day,
        minutes: slow.minutes,
        within: slow.within,
        reason: slow.reason,
    };
    Ok(Slowest {
        period,
        unit_name: found_unit.name,
        unit: unit.0,
        step,
        only_late,
        rows: rows.into_iter().map(slow).collect(),
        most: store::pace::SLOWEST,
        now,
    })
}
