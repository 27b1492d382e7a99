//! The report of a period, and the cases behind each of its figures.

use super::work::CaseRow;
use crate::error::AppError;
use domain::calendar::Period;
use domain::report::Measures;
use leptos::prelude::*;
use leptos::server_fn::codec::GetUrl;
use serde::{Deserialize, Serialize};

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

/// The report of a period; an empty key is the current reporting month, an empty unit the officer's own part.
#[server(input = GetUrl, endpoint = "bao-cao")]
pub async fn read_report(
    #[server(default)] unit: String,
    #[server(default)] period: String,
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
    let units = store::units::below(database, &signed.actor.scope()).await.map_err(unavailable_db)?;
    let unit = if unit.is_empty() { signed.actor.scope().leaf() } else { domain::unit::UnitId(unit) };
    let table = store::reports::table(database, &signed.actor, &unit, &period).await.map_err(unavailable)?;
    let before =
        store::reports::table(database, &signed.actor, &unit, &period.same_last_year()).await.map_err(unavailable)?;
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
        last_year: before.total,
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
) -> Result<Drill, AppError> {
    use crate::server::{context, fail, signed_in, unavailable, unavailable_db};
    let signed = signed_in().await?;
    let context = context()?;
    let database = &*context.database;
    let period = Period::from_key(&period).ok_or_else(|| fail(AppError::NotFound))?;
    let measure = domain::report::Measure::from_key(&measure).ok_or_else(|| fail(AppError::NotFound))?;
    let field = domain::catalogue::Field::from_key(&field);
    let unit = domain::unit::UnitId(unit);
    let rows =
        store::reports::drill(database, &signed.actor, &unit, &period, field, measure).await.map_err(unavailable)?;
    let name =
        store::units::find(database, &unit).await.map_err(unavailable_db)?.map_or(String::new(), |unit| unit.name);
    Ok(Drill {
        period,
        unit_name: name,
        now: domain::calendar::to_local(context.now()),
        rows: rows.into_iter().map(|(row, value)| (super::work::row(row, true), value)).collect(),
    })
}
