//! How long the steps of cases take: by step, by unit, by officer for their own head; every figure opens its cases.

use super::common::{document_title, query, reading, shown, stage_tone};
use crate::api::pace::{LoadRow, OfficerRow, Pace, PaceRow, SlowRow, Slowest};
use crate::components::{
    Button, ButtonKind, ButtonLink, Cell, Choice, Column, Comparison, DataTable, EmptyState, PageTitle, Row,
    SelectField, Stat, TableShape, Verdict,
};
use crate::routes;
use domain::calendar::{Period, PeriodKind, format_date};
use domain::money::group;
use domain::pace::{Step, Sums, words};
use leptos::prelude::*;

/// How exact medians are, as the page says it.
const EXACT: &str = "Trung vị và mức 90 % được ước lượng từ số lượt đếm theo khoảng cố định: dưới 2 ngày sai không quá 12 giờ, đến 10 ngày không quá 1 ngày, trên 10 ngày không quá một phần tư. Số lượt, trung bình, số đúng hạn và quá hạn là số chính xác. Chỉ tính bước đã xong trong kỳ; bước bị hủy vẫn giữ thời gian của nó và được tính thêm ở dòng “Hủy văn bản đã ký”.";

/// The page of durations.
#[component]
pub fn PacePage() -> impl IntoView {
    let (unit, period, step) = (query("don-vi"), query("ky"), query("buoc"));
    let pace = reading(
        move || (unit.get(), period.get(), step.get()),
        |(unit, period, step)| crate::api::pace::read_pace(unit, period, step),
    );
    shown(pace, page)
}

/// The address of the page with another choice.
fn address(unit: &str, period: &str, step: Step) -> String {
    let path = routes::with_query(routes::PACE, "ky", period);
    routes::with_query(&routes::with_query(&path, "don-vi", unit), "buoc", step.key())
}

/// The address of the cases behind a figure.
fn cases(unit: &str, period: &Period, step: &str, only_late: bool) -> String {
    let path = routes::with_query(routes::PACE_CASES, "ky", &period.key());
    let path = routes::with_query(&routes::with_query(&path, "don-vi", unit), "buoc", step);
    if only_late { routes::with_query(&path, "qua-han", "1") } else { path }
}

fn in_days(key: &str) -> bool {
    Step::from_key(key).is_some_and(Step::in_days)
}

fn median(sums: &Sums, in_days: bool) -> String {
    sums.quantile(50, in_days).map_or_else(|| "–".to_owned(), |found| found.words())
}

/// How the median stands to that of a year before, in words.
fn change(row: &PaceRow, in_days: bool) -> String {
    let at = |sums: &Sums| sums.quantile(50, in_days).map(|found| found.minutes);
    match (at(&row.sums), at(&row.last_year)) {
        (_, None) => "–".to_owned(),
        (None, Some(before)) => words(before),
        (Some(now), Some(before)) if before > 0 => {
            let percent = (now - before) * 100 / before;
            let sign = if percent > 0 { "+" } else { "" };
            format!("{} ({sign}{percent} %)", words(before))
        }
        (Some(_), Some(before)) => words(before),
    }
}

fn page(pace: Pace) -> AnyView {
    let period = pace.period;
    let kinds = [
        (PeriodKind::Month, "Tháng"),
        (PeriodKind::Quarter, "Quý"),
        (PeriodKind::HalfYear, "6 tháng"),
        (PeriodKind::Year, "Năm"),
    ];
    let kinds = kinds
        .into_iter()
        .filter(|(kind, _)| *kind != period.kind)
        .map(|(kind, name)| {
            let href = address(&pace.unit, &Period::of(kind, period.to).key(), pace.step);
            view! { <ButtonLink href=href text=name /> }
        })
        .collect::<Vec<_>>();
    let (previous, next) = (period.previous().key(), period.next().key());
    let (previous, next) = (address(&pace.unit, &previous, pace.step), address(&pace.unit, &next, pace.step));
    let units = pace.units.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let steps = Step::ALL.map(|step| Choice::new(step.key(), step.label())).to_vec();
    let no_prompt = None::<String>;
    let stats = stats(&pace);
    let by_step = by_step(&pace);
    let by_unit = (!pace.by_unit.is_empty()).then(|| by_unit(&pace));
    let loads = loads(pace.loads);
    let officers = pace.officers.map(officers);
    view! {
        {document_title("Thời gian xử lý", None)}
        <PageTitle title="Thời gian xử lý" caption=format!("{} · {}", pace.unit_name, period.label()) />
        <div class="field-row">
            <form method="get" action=routes::PACE class="field-row">
                <input type="hidden" name="ky" value=period.key() />
                <SelectField name="don-vi" label="Đơn vị" options=units value=pace.unit.clone() prompt=no_prompt.clone() />
                <SelectField name="buoc" label="Bước so sánh giữa các đơn vị" options=steps value=pace.step.key() prompt=no_prompt />
                <Button text="Xem" kind=ButtonKind::Secondary />
            </form>
            <nav class="cluster" aria-label="Kỳ">
                <ButtonLink href=previous text="Kỳ trước" />
                <ButtonLink href=next text="Kỳ sau" />
                {kinds}
            </nav>
        </div>
        <div class="columns">{stats}</div>
        {by_step}
        <p class="muted">{EXACT}</p>
        {by_unit}
        {loads}
        {officers}
    }
    .into_any()
}

fn stats(pace: &Pace) -> Vec<AnyView> {
    let of = |step: Step| pace.steps.iter().find(|row| row.key == step.key());
    let mut list = Vec::new();
    if let Some(row) = of(Step::Decision) {
        let kept = row.sums.within_percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"));
        let before = row.last_year.within_percent();
        let words = before.map_or_else(|| "cùng kỳ: –".to_owned(), |percent| format!("cùng kỳ: {percent} %"));
        let comparison = Comparison::new(words, Verdict::Neutral);
        let href = cases(&pace.unit, &pace.period, Step::Decision.key(), true);
        list.push(
            view! { <Stat label="Quyết định đúng thời hạn luật định" value=kept comparison=comparison href=href /> }
                .into_any(),
        );
    }
    for step in [Step::Decision, Step::Whole] {
        if let Some(row) = of(step) {
            let value = median(&row.sums, false);
            let comparison = Comparison::new(format!("cùng kỳ: {}", change(row, false)), Verdict::Neutral);
            let href = cases(&pace.unit, &pace.period, step.key(), false);
            let label = format!("{}, trung vị", step.label());
            list.push(view! { <Stat label=label value=value comparison=comparison href=href /> }.into_any());
        }
    }
    let count = |step: Step| of(step).map_or(0, |row| row.sums.count());
    let (returned, signed) = (count(Step::Returned), count(Step::Signing));
    if returned + signed > 0 {
        let value = group(returned);
        let share = format!("{} % số lần trình", returned * 100 / (returned + signed));
        let comparison = Comparison::new(share, Verdict::Neutral);
        let href = cases(&pace.unit, &pace.period, Step::Returned.key(), false);
        list.push(
            view! { <Stat label="Tờ trình bị trả lại" value=value unit="lần" comparison=comparison href=href /> }
                .into_any(),
        );
    }
    list
}

/// The cells that steps and units share.
fn figures(pace: &Pace, unit: &str, step: &str, row: &PaceRow) -> Vec<Cell> {
    let days = in_days(step);
    let sums = &row.sums;
    let count = sums.count();
    let number = |value: i64, only_late: bool| {
        if value == 0 { Cell::text("0") } else { Cell::link(cases(unit, &pace.period, step, only_late), group(value)) }
    };
    let longest = sums.quantile(90, days).map_or_else(|| "–".to_owned(), |found| found.words());
    let kept = sums.within_percent().map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"));
    let late = if sums.within + sums.late == 0 { Cell::text("–") } else { number(sums.late, true) };
    vec![
        number(count, false),
        Cell::text(median(sums, days)),
        Cell::text(longest),
        Cell::text(sums.mean().map_or_else(|| "–".to_owned(), words)),
        Cell::text(kept),
        late,
        Cell::text(change(row, days)),
    ]
}

fn columns(first: &str) -> Vec<Column> {
    let mut columns = vec![Column::new(first)];
    let numbers = ["Số lượt", "Trung vị", "90 % không quá", "Trung bình", "Đúng hạn", "Quá hạn", "Trung vị cùng kỳ"];
    columns.extend(numbers.map(Column::number));
    columns
}

fn by_step(pace: &Pace) -> AnyView {
    if pace.steps.is_empty() {
        return view! { <EmptyState title="Chưa có số liệu" text="Kỳ này chưa có bước nào của hồ sơ được làm xong." /> }
            .into_any();
    }
    let mut columns = columns("Bước");
    columns.push(Column::new("Thời hạn luật định"));
    let rows: Vec<Row> = pace
        .steps
        .iter()
        .filter_map(|row| {
            let step = Step::from_key(&row.key)?;
            let mut cells =
                vec![Cell::link_noted(address(&pace.unit, &pace.period.key(), step), row.label.clone(), step.span())];
            cells.extend(figures(pace, &pace.unit, &row.key, row));
            cells.push(match step.ground(pace.period.to) {
                Some((lengths, citation)) => {
                    let mut lengths: Vec<String> = lengths.into_iter().map(domain::statute::Length::words).collect();
                    lengths.dedup();
                    Cell::noted(lengths.join("; "), citation.to_string())
                }
                None => Cell::text("không có"),
            });
            Some(cells)
        })
        .collect();
    view! { <DataTable caption="Theo bước của hồ sơ" columns=columns rows=rows shape=TableShape::Scroll /> }.into_any()
}

fn by_unit(pace: &Pace) -> AnyView {
    let rows: Vec<Row> = pace
        .by_unit
        .iter()
        .map(|row| {
            let mut cells = vec![Cell::link(address(&row.key, &pace.period.key(), pace.step), row.label.clone())];
            cells.extend(figures(pace, &row.key, pace.step.key(), row));
            cells
        })
        .collect();
    let caption = format!("Theo đơn vị: {}", pace.step.label());
    view! { <DataTable caption=caption columns=columns("Đơn vị") rows=rows shape=TableShape::Scroll note=pace.step.span() /> }.into_any()
}

fn loads(rows: Vec<LoadRow>) -> AnyView {
    let mut columns = vec![Column::new("Đơn vị")];
    let numbers = [
        "Công chức",
        "Có làm việc trong kỳ",
        "Hồ sơ đang mở",
        "Có việc quá hạn",
        "Hồ sơ mở / công chức",
        "Việc đã làm trong kỳ",
        "Văn bản đã lập, ký",
    ];
    columns.extend(numbers.map(Column::number));
    let line = |row: &LoadRow| {
        // Tenths, without a float.
        let each = if row.officers == 0 { 0 } else { row.open * 10 / row.officers };
        vec![
            Cell::text(row.label.clone()),
            Cell::text(group(row.officers)),
            Cell::text(group(row.active)),
            Cell::text(group(row.open)),
            Cell::text(group(row.overdue)),
            Cell::text(format!("{},{}", each / 10, each % 10)),
            Cell::text(group(row.work.steps)),
            Cell::text(group(row.work.papers)),
        ]
    };
    let footer = rows.last().filter(|_| rows.len() > 1).map(line).unwrap_or_default();
    let shown = if rows.len() > 1 { rows.len() - 1 } else { rows.len() };
    let lines: Vec<Row> = rows.iter().take(shown).map(line).collect();
    view! { <DataTable caption="Khối lượng công việc" columns=columns rows=lines footer=footer shape=TableShape::Scroll note="Hồ sơ đang mở là số hiện nay; việc, văn bản là của kỳ" /> }.into_any()
}

fn officers(rows: Vec<OfficerRow>) -> AnyView {
    let mut columns = vec![Column::new("Công chức")];
    let numbers =
        ["Hồ sơ đang phụ trách", "Có việc quá hạn", "Việc đã làm trong kỳ", "Hồ sơ đã mở", "Văn bản đã lập, ký"];
    columns.extend(numbers.map(Column::number));
    let lines: Vec<Row> = rows
        .into_iter()
        .map(|row| {
            vec![
                Cell::noted(row.name, row.role),
                Cell::text(group(row.open)),
                Cell::text(group(row.overdue)),
                Cell::text(group(row.work.steps)),
                Cell::text(group(row.work.opened)),
                Cell::text(group(row.work.papers)),
            ]
        })
        .collect();
    view! {
        <h2>"Từng công chức của đơn vị"</h2>
        <p class="muted">"Chỉ người đứng đầu và cấp phó của chính đơn vị thấy bảng này; cấp trên chỉ thấy tổng số."</p>
        <DataTable caption="Từng công chức" columns=columns rows=lines hide_caption=true />
    }
    .into_any()
}

/// The cases behind a duration, the slowest first.
#[component]
pub fn PaceCasesPage() -> impl IntoView {
    let (unit, period, step, late) = (query("don-vi"), query("ky"), query("buoc"), query("qua-han"));
    let slowest = reading(
        move || (unit.get(), period.get(), step.get(), late.get()),
        |(unit, period, step, late)| crate::api::pace::read_slowest(unit, period, step, late),
    );
    shown(slowest, cases_page)
}

fn cases_page(slowest: Slowest) -> AnyView {
    let step = slowest.step;
    let title = if slowest.only_late { format!("{}: quá hạn", step.label()) } else { step.label().to_owned() };
    let caption = format!("{} · {} · {}", slowest.unit_name, slowest.period.label(), step.span());
    let count = slowest.rows.len();
    let all = if count == slowest.most {
        format!("{count} lượt chậm nhất.")
    } else {
        format!("{count} lượt, chậm nhất trước.")
    };
    let back = address(&slowest.unit, &slowest.period.key(), step);
    let mut columns =
        vec![Column::new("Hồ sơ"), Column::new("Ngày xong"), Column::number("Thời gian"), Column::new("Thời hạn")];
    columns.push(Column::new("Bước hiện nay"));
    if step.has_reason() {
        columns.push(Column::new("Lý do"));
    }
    let rows: Vec<Row> = slowest.rows.into_iter().map(|row| slow(row, step)).collect();
    let table = if rows.is_empty() {
        view! { <EmptyState title="Không có hồ sơ" text="Không có lượt nào trong kỳ này." /> }.into_any()
    } else {
        view! { <DataTable caption="Hồ sơ, chậm nhất trước" columns=columns rows=rows hide_caption=true /> }.into_any()
    };
    view! {
        {document_title(step.label(), None)}
        <PageTitle title=title caption=caption />
        <p>{all}" "<a href=back>"Về bảng thời gian xử lý"</a></p>
        {table}
    }
    .into_any()
}

fn slow(slow: SlowRow, step: Step) -> Row {
    let index = slow.row.index;
    let kept = match slow.within {
        Some(true) => "Đúng hạn",
        Some(false) => "Quá hạn",
        None => "Không có thời hạn",
    };
    let mut cells = vec![
        Cell::link_noted(routes::case(&slow.row.id), format!("{} – {}", index.code, index.party_name), index.place),
        Cell::text(format_date(slow.day)),
        Cell::text(words(slow.minutes)),
        Cell::text(kept),
        Cell::tag(stage_tone(index.stage), index.stage.label()),
    ];
    if step.has_reason() {
        cells.push(Cell::text(slow.reason.unwrap_or_default()));
    }
    cells
}
