//! The report of a reporting month, by unit and by field; every figure opens the cases behind it.

use super::cases::case_table;
use super::common::{document_title, query, reading, shown};
use crate::api::report::{Drill, DrillQuery, Report, ReportRow, SHOWN};
use crate::components::{
    Bar, BarChart, Button, ButtonKind, ButtonLink, Cell, Choice, Column, Comparison, DataTable, EmptyState, Notice,
    PageTitle, Pager, Row, SelectField, Stat, TableShape, Verdict,
};
use crate::routes;
use domain::calendar::format_date;
use domain::organisation::Basis;
use domain::report::definition::Over;
use domain::report::{Figure, Measure, Measures};
use leptos::prelude::*;

/// The report page.
#[component]
pub fn ReportPage() -> impl IntoView {
    let (unit, period, basis) = (query("don-vi"), query("ky"), query("to-chuc"));
    let report = reading(
        move || (unit.get(), period.get(), basis.get()),
        |(unit, period, basis)| crate::api::report::read_report(unit, period, basis),
    );
    shown(report, page)
}

fn page(report: Report) -> AnyView {
    let period = report.period;
    let chosen = |path: &str, period: &str| {
        let path = routes::with_query(&routes::with_query(path, "ky", period), "don-vi", &report.unit);
        routes::with_query(&path, "to-chuc", &report.basis)
    };
    let address = |period: &str| chosen(routes::REPORTS, period);
    let (previous, next) = (address(&period.previous().key()), address(&period.next().key()));
    let file = |kind: &str| chosen(&format!("{}/thang.{kind}", routes::REPORT_FILES), &period.key());
    let beside = |path: &str| routes::with_query(path, "don-vi", &report.unit);
    let (pace, adoption) = (beside(routes::PACE), beside(routes::ADOPTION));
    let bases = [Basis::AsOn(period.to), Basis::AsItWas];
    let bases = bases.into_iter().map(|basis| Choice::new(basis.key().to_owned(), basis.label().to_owned())).collect();
    let units = report.units.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let no_prompt = None::<String>;
    let stats = [Measure::Inspections, Measure::Violations, Measure::Fines, Measure::ExhibitsValue]
        .into_iter()
        .map(|measure| stat(&report, measure))
        .collect::<Vec<_>>();
    let mut ranked: Vec<&ReportRow> =
        report.by_field.iter().filter(|row| row.measures.get(Measure::Violations) > 0).collect();
    ranked.sort_by_key(|row| std::cmp::Reverse(row.measures.get(Measure::Violations)));
    let bars = ranked
        .into_iter()
        .map(|row| {
            let value = row.measures.get(Measure::Violations);
            Bar::new(row.label.clone(), u64::try_from(value).unwrap_or(0), domain::money::group(value))
                .href(cell_address(&report, "", &row.key, Measure::Violations))
        })
        .collect::<Vec<_>>();
    let chart = (!bars.is_empty()).then(
        || view! { <BarChart title="Số vụ vi phạm theo lĩnh vực" series="Số vụ" bars=bars row_name="Lĩnh vực" /> },
    );
    let by_unit =
        table(&report, "Theo đơn vị", "Đơn vị", &report.by_unit, |row| (row.key.clone(), String::new()));
    let by_field =
        table(&report, "Theo lĩnh vực", "Lĩnh vực", &report.by_field, |row| (String::new(), row.key.clone()));
    view! {
        {document_title("Báo cáo", None)}
        <PageTitle title="Báo cáo kết quả kiểm tra, xử lý" caption=format!("{} · {}", report.unit_name, period.label()) />
        <div class="field-row">
            <form method="get" action=routes::REPORTS class="field-row">
                <input type="hidden" name="ky" value=period.key() />
                <SelectField name="don-vi" label="Đơn vị" options=units value=report.unit.clone() prompt=no_prompt.clone() />
                <SelectField name="to-chuc" label="Tổ chức" options=bases value=report.basis.clone() prompt=no_prompt />
                <Button text="Xem" kind=ButtonKind::Secondary />
            </form>
            <nav class="cluster" aria-label="Kỳ báo cáo và tệp">
                <ButtonLink href=previous text="Kỳ trước" />
                <ButtonLink href=next text="Kỳ sau" />
                // Files come from another function: a plain request, not a page of this application.
                <a class="button button--secondary" rel="external" href=file("xlsx")>"Tải XLSX"</a>
                <a class="button button--secondary" rel="external" href=file("csv")>"Tải CSV"</a>
                <ButtonLink href=routes::FILINGS text="Báo cáo định kỳ" />
                <ButtonLink href=pace text="Thời gian xử lý" />
                <ButtonLink href=adoption text="Tham gia ứng dụng" />
            </nav>
        </div>
        <div class="columns">{stats}</div>
        {by_unit}
        {by_field}
        {chart}
    }
    .into_any()
}

fn stat(report: &Report, measure: Measure) -> AnyView {
    let value = report.total.get(measure);
    let before = report.last_year.get(measure);
    let comparison = if before == 0 {
        Comparison::new("cùng kỳ năm trước: –", Verdict::Neutral)
    } else {
        let change = (value - before) * 100 / before;
        let sign = if change > 0 { "+" } else { "" };
        Comparison::new(format!("{sign}{change} % so với cùng kỳ năm trước"), Verdict::Neutral)
    };
    let unit = if measure.is_money() { "đ" } else { "vụ" };
    view! { <Stat label=measure.label() value=domain::money::group(value) unit=unit comparison=comparison /> }
        .into_any()
}

fn cell_address(report: &Report, unit: &str, field: &str, measure: Measure) -> String {
    let unit = if unit.is_empty() { &report.unit } else { unit };
    let mut path = format!("{}/vu-viec", routes::REPORTS);
    for (key, value) in [
        ("ky", report.period.key().as_str()),
        ("don-vi", unit),
        ("linh-vuc", field),
        ("chi-tieu", measure.key()),
        ("to-chuc", report.basis.as_str()),
    ] {
        if !value.is_empty() {
            path = routes::with_query(&path, key, value);
        }
    }
    path
}

fn table(
    report: &Report,
    caption: &'static str,
    first: &'static str,
    rows: &[ReportRow],
    keys: impl Fn(&ReportRow) -> (String, String),
) -> AnyView {
    if rows.is_empty() {
        return view! { <h2>{caption}</h2><EmptyState title="Chưa có số liệu" text="Kỳ này chưa có vụ việc nào." /> }
            .into_any();
    }
    let mut columns = vec![Column::new(first)];
    columns.extend(SHOWN.map(|measure| Column::number(measure.label())));
    let line = |label: String, measures: &Measures, keys: (String, String)| {
        let mut cells = vec![Cell::text(label)];
        cells.extend(SHOWN.map(|measure| {
            let value = measures.get(measure);
            if value == 0 {
                Cell::text("0")
            } else {
                Cell::link(cell_address(report, &keys.0, &keys.1, measure), domain::money::group(value))
            }
        }));
        cells
    };
    let lines: Vec<Row> = rows.iter().map(|row| line(row.label.clone(), &row.measures, keys(row))).collect();
    let footer = line("Tổng số".to_owned(), &report.total, (String::new(), String::new()));
    view! { <DataTable caption=caption columns=columns rows=lines footer=footer shape=TableShape::Scroll note="Đơn vị tiền: đồng" /> }.into_any()
}

/// The cases behind one figure.
#[component]
pub fn DrillPage() -> impl IntoView {
    let (unit, period, fields, measure) = (query("don-vi"), query("ky"), query("linh-vuc"), query("chi-tieu"));
    let (basis, over, rest, since, after) =
        (query("to-chuc"), query("khoang"), query("con-lai"), query("sau"), query("trang"));
    let drill = reading(
        move || DrillQuery {
            unit: unit.get(),
            period: period.get(),
            fields: fields.get(),
            measure: measure.get(),
            basis: basis.get(),
            over: over.get(),
            rest: rest.get(),
            since: since.get(),
            after: after.get(),
        },
        |query| async move {
            let drill = crate::api::report::read_drill(query.clone()).await?;
            Ok((drill, query))
        },
    );
    shown(drill, |(drill, query)| drill_page(drill, &query))
}

/// The address of a page of cases.
fn drill_address(query: &DrillQuery, measure: &str, after: &str) -> String {
    let mut path = routes::REPORT_CASES.to_owned();
    for (key, value) in [
        ("ky", query.period.as_str()),
        ("don-vi", &query.unit),
        ("linh-vuc", &query.fields),
        ("chi-tieu", measure),
        ("to-chuc", &query.basis),
        ("khoang", &query.over),
        ("con-lai", &query.rest),
        ("sau", &query.since),
        ("trang", after),
    ] {
        if !value.is_empty() {
            path = routes::with_query(&path, key, value);
        }
    }
    path
}

fn drill_page(drill: Drill, query: &DrillQuery) -> AnyView {
    let figure = Figure::from_key(&query.measure);
    let label = figure.map_or("", Figure::label);
    let fields: Vec<&str> =
        query.fields.split('.').filter_map(|key| Some(domain::catalogue::Field::from_key(key)?.label())).collect();
    let fields = if fields.is_empty() { String::new() } else { format!(" · {}", fields.join(", ")) };
    let over = Over::from_key(&query.over).filter(|over| *over != Over::Period);
    let days = match over {
        None => drill.period.label(),
        Some(over) => {
            let (from, to) = (format_date(drill.period.from), format_date(drill.period.to));
            format!("{}: từ {from} đến {to}", over.label())
        }
    };
    let rest = if query.rest.is_empty() { "" } else { ", phần không thuộc đơn vị cấp dưới nào" };
    let caption = format!("{}{rest} · {days}{fields}", drill.unit_name);
    let words = format!("{} hồ sơ làm nên con số này.", domain::money::group(drill.count));
    let since = (!query.since.is_empty()).then(|| {
        let whole = drill_address(&DrillQuery { since: String::new(), ..query.clone() }, &query.measure, "");
        view! {
            <Notice title="Chỉ gồm phần thay đổi sau khi ký báo cáo">
                <p><a href=whole>"Xem tất cả hồ sơ của con số này"</a></p>
            </Notice>
        }
    });
    let terms = figure.map(Figure::terms).filter(|terms| terms.len() > 1).map(|terms| {
        let links = terms
            .into_iter()
            .map(|term| view! { <li><a href=drill_address(query, term.key(), "")>{term.label()}</a></li> })
            .collect::<Vec<_>>();
        view! { <p>"Con số này là tổng của:"</p><ul>{links}</ul> }
    });
    let next = drill.next.map(|next| drill_address(query, &query.measure, &next.to_string()));
    let first = (!query.after.is_empty()).then(|| drill_address(query, &query.measure, ""));
    let pager = (next.is_some() || first.is_some()).then(|| {
        let summary = format!("Đang xem {} trong {} hồ sơ", drill.rows.len(), domain::money::group(drill.count));
        view! { <Pager summary=summary previous=first next=next /> }
    });
    let now = drill.now;
    let rows = drill.rows.into_iter().map(|(row, _)| row).collect();
    view! {
        {document_title(label, None)}
        <PageTitle title=format!("{label}: {}", domain::money::group(drill.sum)) caption=caption />
        {since}
        <p>{words}</p>
        {terms}
        {case_table("Hồ sơ làm nên con số", rows, now)}
        {pager}
    }
    .into_any()
}
