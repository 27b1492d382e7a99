//! `thang.json`, `thang.csv`, `thang.xlsx`: the report of one unit over one period.

use crate::{csv, json, sheet, xlsx};
use domain::authority::Actor;
use domain::calendar::{Period, to_local};
use domain::organisation::Basis;
use domain::report::Measure;
use domain::unit::UnitId;
use front::answer::{file, plain, shown, whole};
use front::request::parameter;
use front::{Answer, Failure};
use http::request::Parts;
use store::reports::{ReportTable, Wanted, table_of};
use store::{Database, Env};

pub const JSON: &str = "application/json; charset=utf-8";
pub const CSV: &str = "text/csv; charset=utf-8";
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Answers one file.
///
/// # Errors
/// [`Failure`]: an unknown format, period or unit; a role that reads no reports.
pub async fn answer(
    database: &dyn Database,
    env: &Env,
    actor: &Actor,
    request: &Parts,
    kind: &str,
) -> Result<Answer, Failure> {
    if !matches!(kind, "json" | "csv" | "xlsx") {
        return Err(Failure::NotFound);
    }
    let period = match parameter(request, "ky") {
        None => Period::month_of(to_local(env.now).date()),
        Some(key) => Period::from_key(key).ok_or(Failure::Invalid("Kỳ báo cáo không đọc được. Ví dụ: ky=2026-11."))?,
    };
    let unit = parameter(request, "don-vi").map_or_else(|| actor.scope().leaf(), |unit| UnitId(unit.to_owned()));
    let basis = Basis::from_key(parameter(request, "to-chuc").unwrap_or_default(), to_local(env.now).date())
        .ok_or(Failure::Invalid("Cách tổng hợp không đọc được: to-chuc=hien-nay hoặc to-chuc=thoi-diem."))?;
    let wanted = Wanted { unit: &unit, period: &period, basis, measures: &Measure::ALL };
    let report = table_of(database, actor, &wanted).await?;
    Ok(match kind {
        "json" => shown(whole(json::write(&report)?), JSON),
        "csv" => file(whole(csv::write(&sheet::rows(&report))), CSV, &file_name(&report, kind)),
        _ => file(whole(xlsx::write(&report, &sheet::rows(&report))?), XLSX, &file_name(&report, kind)),
    })
}

/// `bao-cao-33-2026-11.xlsx`.
fn file_name(report: &ReportTable, kind: &str) -> String {
    let name = format!("bao-cao-{}-{}.{kind}", plain(&report.unit.id.0), plain(&report.period.key()));
    domain::practice::file_name(report.unit.path.is_practice(), &name)
}
