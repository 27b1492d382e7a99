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
    pub now: jiff::civil::DateTime,
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
pub async fn read_drill(
    unit: String,
    period: String,
    #[server(default)] field: String,
    measure: String,
    #[server(default)] basis: String,
) -> Result<Drill, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let period = Period::from_key(&period).ok_or_else(|| fail(AppError::NotFound))?;
    let figure = domain::report::Figure::from_key(&measure).ok_or_else(|| fail(AppError::NotFound))?;
    let field = domain::catalogue::Field::from_key(&field);
    let unit = domain::unit::UnitId(unit);
    let today = domain::calendar::to_local(context.now()).date();
    let basis = Basis::from_key(&basis, today).ok_or_else(|| fail(AppError::NotFound))?;
    let behind = store::reports::Behind { unit: &unit, period: &period, basis, fields: field.as_slice(), figure };
    let rows = store::reports::drill_page(database, &signed.actor, &behind, None, store::reports::DRILL_LIMIT);
    let (rows, _) = rows.await.map_err(unavailable)?;
    let name =
        store::units::find(database, &unit).await.map_err(unavailable_db)?.map_or(String::new(), |unit| unit.name);
    Ok(Drill {
        period,
        unit_name: name,
        now: domain::calendar::to_local(context.now()),
        rows: rows.into_iter().map(|(row, value)| (super::work::row(row, true), value)).collect(),
    })
}
