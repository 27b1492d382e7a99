//! The report of a period, and the cases behind each of its figures.

use super::work::CaseRow;
use crate::error::AppError;
use domain::calendar::Period;
use domain::organisation::Basis;
use domain::report::{Measure, Measures};
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

/// Columns of the report page; nothing else is summed for it.
pub const SHOWN: [Measure; 7] = [
    Measure::Inspections,
    Measure::Violations,
    Measure::Handled,
    Measure::Acts,
    Measure::Fines,
    Measure::FinesPaid,
    Measure::ExhibitsValue,
];

/// One line of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportRow {
    /// Unit id or field key, as the addresses of drill-down use it.
    pub key: String,
    pub label: String,
    pub measures: Measures,
}

/// The report of one period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Report {
    pub period: Period,
    pub unit: String,
    pub unit_name: String,
    pub by_unit: Vec<ReportRow>,
    pub by_field: Vec<ReportRow>,
    pub total: Measures,
    /// The same period last year.
    pub last_year: Measures,
    /// By which organisation it is told: key of [`Basis`].
    pub basis: String,
    /// Units the officer may choose: id and name.
    pub units: Vec<(String, String)>,
}

/// The cases behind one figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Drill {
    pub period: Period,
    pub unit_name: String,
    pub rows: Vec<(CaseRow, i64)>,
    /// How many cases there are in all, and what they add up to.
    pub count: i64,
    pub sum: i64,
    /// Where the next page begins.
    pub next: Option<i64>,
    pub now: jiff::civil::DateTime,
}

/// Which cases behind a figure: the query of the page, as it stands in the address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillQuery {
    pub unit: String,
    pub period: String,
    /// Keys of fields, with points between them; empty for all.
    #[serde(default)]
    pub fields: String,
    pub measure: String,
    #[serde(default)]
    pub basis: String,
    /// Key of [`domain::report::definition::Over`]: which days, seen from the period.
    #[serde(default)]
    pub over: String,
    /// Not empty: only what the unit has beside the units below it.
    #[serde(default)]
    pub rest: String,
    /// Only what was added after this event of the chain of cases.
    #[serde(default)]
    pub since: String,
    /// Where the page begins.
    #[serde(default)]
    pub after: String,
}

/// The report of a period; an empty key is the current reporting month, an empty unit the officer's own part, an empty basis the
/// organisation of today.
#[server(input = GetUrl, endpoint = "bao-cao")]
pub async fn read_report(
    #[server(default)] unit: String,
    #[server(default)] period: String,
    #[server(default)] basis: String,
) -> Result<Report, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let today = domain::calendar::to_local(context.now()).date();
    let period = match period.as_str() {
        "" => Period::month_of(today),
        key => Period::from_key(key).ok_or_else(|| fail(AppError::NotFound))?,
    };
    let basis = Basis::from_key(&basis, today).ok_or_else(|| fail(AppError::NotFound))?;
    let units = store::units::below(database, &signed.actor.scope()).await.map_err(unavailable_db)?;
    let unit = if unit.is_empty() { signed.actor.scope().leaf() } else { domain::unit::UnitId(unit) };
    let wanted = store::reports::Wanted { unit: &unit, period: &period, basis, measures: &SHOWN };
    let table = store::reports::summary_of(database, &signed.actor, &wanted).await.map_err(unavailable)?;
    let last_year = period.same_last_year();
    // A unit that was not there a year ago has nothing to be compared with.
    let before = match store::reports::summary_of(
        database,
        &signed.actor,
        &store::reports::Wanted { period: &last_year, ..wanted },
    )
    .await
    {
        Ok(before) => before.total,
        Err(store::StoreError::Refused(_)) => Measures::default(),
        Err(error) => return Err(unavailable(error)),
    };
    Ok(Report {
        period,
        unit_name: units.iter().find(|found| found.id == unit).map_or(String::new(), |found| found.name.clone()),
        unit: unit.0,
        by_unit: table
            .by_unit
            .into_iter()
            .map(|(unit, measures)| ReportRow { key: unit.id.0, label: unit.short_name, measures })
            .collect(),
        by_field: table
            .by_field
            .into_iter()
            .map(|(field, measures)| ReportRow {
                key: field.key().to_owned(),
                label: field.label().to_owned(),
                measures,
            })
            .collect(),
        total: table.total,
        last_year: before,
        basis: basis.key().to_owned(),
        units: units
            .into_iter()
            .filter(|unit| unit.kind != domain::unit::UnitKind::Division)
            .map(|unit| (unit.id.0, unit.short_name))
            .collect(),
    })
}

/// The cases behind one figure.
#[server(input = GetUrl, endpoint = "bao-cao-vu-viec")]
pub async fn read_drill(#[server(flatten)] query: DrillQuery) -> Result<Drill, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    use domain::catalogue::Field;
    use domain::report::Figure;
    use domain::report::definition::Over;
    use store::reports::{Behind, DRILL_LIMIT, Narrowed, drill_narrowed};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let not_found = || fail(AppError::NotFound);
    let number = |text: &str| if text.is_empty() { Ok(None) } else { text.parse().map(Some).map_err(|_| not_found()) };
    let period = Period::from_key(&query.period).ok_or_else(not_found)?;
    let over = if query.over.is_empty() { Some(Over::Period) } else { Over::from_key(&query.over) };
    let period = over.ok_or_else(not_found)?.of(&period);
    let figure = Figure::from_key(&query.measure).ok_or_else(not_found)?;
    let fields: Option<Vec<Field>> =
        query.fields.split('.').filter(|key| !key.is_empty()).map(Field::from_key).collect();
    let fields = fields.ok_or_else(not_found)?;
    let unit = domain::unit::UnitId(query.unit);
    let today = domain::calendar::to_local(context.now()).date();
    let basis = Basis::from_key(&query.basis, today).ok_or_else(not_found)?;
    let behind = Behind { unit: &unit, period: &period, basis, fields: &fields, figure };
    let narrowed = Narrowed { rest: !query.rest.is_empty(), since: number(&query.since)?.unwrap_or(0) };
    let after = number(&query.after)?;
    let found = drill_narrowed(database, &signed.actor, &behind, &narrowed, after, DRILL_LIMIT).await;
    let found = found.map_err(unavailable)?;
    let name =
        store::units::find(database, &unit).await.map_err(unavailable_db)?.map_or(String::new(), |unit| unit.name);
    Ok(Drill {
        period,
        unit_name: name,
        now: domain::calendar::to_local(context.now()),
        rows: found.rows.into_iter().map(|(row, value)| (super::work::row(row, true), value)).collect(),
        count: found.count,
        sum: found.sum,
        next: found.next,
    })
}
