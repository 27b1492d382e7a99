//! `thang.json`, `thang.csv`, `thang.xlsx`: the report of one unit over one period.

use crate::routes::Failure;
use crate::{csv, json, sheet, xlsx};
use bytes::Bytes;
use domain::authority::Actor;
use domain::calendar::{Period, to_local};
use domain::organisation::Basis;
use domain::report::Measure;
use domain::unit::UnitId;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use http::request::Parts;
use http::{HeaderValue, Response};
use store::reports::{ReportTable, Wanted, table_of};
use store::{Database, Env};

const JSON: &str = "application/json; charset=utf-8";
const CSV: &str = "text/csv; charset=utf-8";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

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
) -> Result<Response<Bytes>, Failure> {
    if !matches!(kind, "json" | "csv" | "xlsx") {
        return Err(Failure::NotFound);
    }
    let period = match parameter(request, "ky") {
        None => Period::month_of(to_local(env.now).date()),
        Some(key) => Period::from_key(&key).ok_or(Failure::Invalid("Kỳ báo cáo không đọc được. Ví dụ: ky=2026-11."))?,
    };
    let unit = parameter(request, "don-vi").map_or_else(|| actor.scope().leaf(), UnitId);
    let basis = Basis::from_key(&parameter(request, "to-chuc").unwrap_or_default(), to_local(env.now).date())
        .ok_or(Failure::Invalid("Cách tổng hợp không đọc được: to-chuc=hien-nay hoặc to-chuc=thoi-diem."))?;
    let wanted = Wanted { unit: &unit, period: &period, basis, measures: &Measure::ALL };
    let report = table_of(database, actor, &wanted).await?;
    let (body, content_type) = match kind {
        "json" => (json::write(&report)?, JSON),
        "csv" => (csv::write(&sheet::rows(&report)).into_bytes(), CSV),
        _ => (xlsx::write(&report, &sheet::rows(&report))?, XLSX),
    };
    let mut response = Response::new(Bytes::from(body));
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    if kind != "json"
        && let Ok(value) = HeaderValue::from_str(&format!("attachment; filename=\"{}\"", file_name(&report, kind)))
    {
        headers.insert(CONTENT_DISPOSITION, value);
    }
    Ok(response)
}

/// `bao-cao-33-2026-11.xlsx`.
fn file_name(report: &ReportTable, kind: &str) -> String {
    let plain = |text: &str| -> String {
        text.chars().map(|c| if c.is_ascii_alphanumeric() || c == '-' { c } else { '-' }).collect()
    };
    format!("bao-cao-{}-{}.{kind}", plain(&report.unit.id.0), plain(&report.period.key()))
}

/// A parameter of the query; empty is left out. Ids and keys need no escapes, so none are read.
fn parameter(request: &Parts, name: &str) -> Option<String> {
    let query = request.uri.query()?;
    let (_, value) = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(key, _)| *key == name)?;
    (!value.is_empty()).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parameters_are_read_by_name() {
        let request = |uri: &str| http::Request::get(uri).body(()).unwrap().into_parts().0;
        let parts = request("/bao-cao/tep/thang.csv?don-vi=33-01&ky=2026-11&x");
        assert_eq!(parameter(&parts, "don-vi").as_deref(), Some("33-01"));
        assert_eq!(parameter(&parts, "ky").as_deref(), Some("2026-11"));
        assert_eq!(parameter(&parts, "x"), None);
        assert_eq!(parameter(&request("/bao-cao/tep/thang.csv?don-vi="), "don-vi"), None);
        assert_eq!(parameter(&request("/bao-cao/tep/thang.csv"), "don-vi"), None);
    }
}
