//! The leaders' page: what stands, what runs against earlier periods, where it is late; every figure leads to the cases behind it.
//!
//! Figures of a period lead to the report's list of cases, what stands to a question with the same filter. Must not count.

use super::common::{document_title, query, reading, shown};
use crate::api::oversight::{AreaView, Named, Part, Running};
use crate::components::{
    Bar, BarChart, Button, ButtonKind, ButtonLink, Cell, Choice, Column, Comparison, DataTable, EmptyState, PageTitle,
    Row, SelectField, Stat, TrendChart, TrendPoint, Verdict,
};
use crate::routes;
use domain::calendar::{Period, format_date, format_short};
use domain::money::group;
use domain::oversight::{CaseQuery, Change, Due, Held};
use domain::party::PartyId;
use domain::report::{Measure, Measures};
use domain::unit::UnitId;
use leptos::prelude::*;

/// Figures of the running periods.
const SHOWN: [Measure; 6] = [
    Measure::Inspections,
    Measure::Violations,
    Measure::Handled,
    Measure::Fines,
    Measure::FinesPaid,
    Measure::ExhibitsValue,
];

/// The figures of an area.
#[component]
pub fn OversightPage() -> impl IntoView {
    let unit = query("don-vi");
    let area = reading(move || unit.get(), |unit| crate::api::oversight::read_area(unit, false));
    shown(area, page)
}

/// A question about the area.
fn question(unit: &str, ask: CaseQuery) -> String {
    routes::question(&CaseQuery { unit: Some(UnitId(unit.to_owned())), ..ask }.address())
}

/// The cases behind a figure of a period.
fn behind(unit: &str, period: &Period, measure: Measure, field: &str) -> String {
    let path = format!("{}/vu-viec", routes::REPORTS);
    let pairs = [
        ("ky", period.key()),
        ("don-vi", unit.to_owned()),
        ("chi-tieu", measure.key().to_owned()),
        ("linh-vuc", field.to_owned()),
    ];
    pairs
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .fold(path, |path, (key, value)| routes::with_query(&path, key, value))
}

/// Decisions of the running month.
fn decided(period: &Period) -> CaseQuery {
    CaseQuery { decided_from: Some(period.from), decided_to: Some(period.to), ..CaseQuery::default() }
}

fn page(area: AreaView) -> AnyView {
    let none = CaseQuery::default;
    let unit = area.unit.as_str();
    let choices = area.units.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let board = routes::with_query(routes::WALLBOARD, "don-vi", unit);
    let due = |due| question(unit, CaseQuery { due: Some(due), ..none() });
    let held = |held| question(unit, CaseQuery { held: Some(held), ..none() });
    let unpaid = format!("{} đ", group(area.unpaid.amount));
    let oldest =
        area.oldest.map_or("", |_| ", lâu nhất từ ").to_owned() + &area.oldest.map(format_date).unwrap_or_default();
    let bad = |count: i64| if count > 0 { Verdict::Bad } else { Verdict::Neutral };
    let noted = |words: String, verdict: Verdict| Comparison::new(words, verdict);
    let no_prompt = None::<String>;
    let month = area.running.last().map(|running| running.period);
    let actions = view! { <ButtonLink href=board text="Màn hình theo dõi" /> }.into_any();
    view! {
        {document_title("Điều hành", None)}
        <PageTitle title="Điều hành" caption=format!("{} · số liệu lúc {}", area.unit_name, format_short(area.at)) actions=Some(actions) />
        <form method="get" action=routes::OVERSIGHT class="field-row">
            <SelectField name="don-vi" label="Đơn vị" options=choices value=area.unit.clone() prompt=no_prompt />
            <Button text="Xem" kind=ButtonKind::Secondary />
        </form>
        <h2>"Cần chỉ đạo ngay"</h2>
        <div class="columns">
            <Stat label="Hồ sơ quá hạn" value=group(area.whole.late) unit="hồ sơ" href=due(Due::Late)
                comparison=noted("thời hạn gần nhất đã hết trước hôm nay".to_owned(), bad(area.whole.late)) />
            <Stat label="Hết hạn trong 3 ngày tới" value=group(area.whole.soon) unit="hồ sơ" href=due(Due::Soon)
                comparison=noted("kể cả hôm nay".to_owned(), Verdict::Neutral) />
            <Stat label="Chưa nộp đủ tiền phạt" value=group(area.unpaid.cases) unit="hồ sơ" href=question(unit, CaseQuery { unpaid: true, ..none() })
                comparison=noted(format!("{unpaid}{oldest}"), Verdict::Neutral) />
            <Stat label="Đang tạm giữ tang vật" value=group(area.held.cases) unit="hồ sơ" href=held(Held::Any)
                comparison=noted(format!("trị giá {} đ", group(area.held.amount)), Verdict::Neutral) />
            <Stat label="Tạm giữ sắp hết hạn" value=group(area.ending) unit="hồ sơ" href=held(Held::Ending)
                comparison=noted("trong 5 ngày tới, hoặc đã hết hạn".to_owned(), bad(area.ending)) />
            <Stat label="Bị xử phạt từ 2 lần" value=group(area.repeated.cases) unit="đối tượng" href=question(unit, CaseQuery { repeat: Some(area.year), ..none() })
                comparison=noted(format!("{} quyết định trong năm {}", group(area.repeated.amount), area.year), Verdict::Neutral) />
        </div>
        {running(&area)}
        {parts(&area)}
        {trend(&area, Measure::Violations, "Số vụ vi phạm 12 tháng", "Số vụ", 1)}
        {trend(&area, Measure::Fines, "Tiền phạt theo quyết định 12 tháng", "Tiền phạt", 1)}
        {month.map(|month| fields(&area, &month))}
        {month.map(|month| acts(&area, &month))}
        {parties(&area)}
    }
    .into_any()
}

/// Day, week and month beside each other, each against as many days of the period before and of last year.
fn running(area: &AreaView) -> AnyView {
    let mut columns = vec![Column::new("Chỉ tiêu")];
    columns.extend(area.running.iter().map(|running| Column::number(name(&running.period))));
    let rows = SHOWN.map(|measure| {
        let unit = if measure.is_money() { ", đồng" } else { "" };
        let mut row: Row = vec![Cell::text(format!("{}{unit}", measure.label()))];
        row.extend(area.running.iter().map(|running| figure(area, running, measure)));
        row
    });
    let rows: Vec<Row> = rows.into_iter().collect();
    let note = "So với cùng số ngày của kỳ trước, và của cùng kỳ năm trước. Tháng báo cáo từ ngày 15 đến ngày 14, tuần từ thứ năm đến thứ tư.";
    view! {
        <h2>"Hôm nay, tuần này, tháng này"</h2>
        <DataTable caption="Kết quả của ngày, tuần, tháng đang chạy" columns=columns rows=rows hide_caption=true />
        <p class="small muted">{note}</p>
    }
    .into_any()
}

/// A running period in few words.
fn name(period: &Period) -> String {
    use domain::calendar::PeriodKind;
    match period.kind {
        PeriodKind::Day => "Hôm nay".to_owned(),
        PeriodKind::Week => format!("Tuần từ {}", format_date(period.from)),
        PeriodKind::Month => format!("Tháng {:02}/{}", period.to.month(), period.to.year()),
        PeriodKind::Quarter | PeriodKind::HalfYear | PeriodKind::Year | PeriodKind::Days => period.label(),
    }
}

fn figure(area: &AreaView, running: &Running, measure: Measure) -> Cell {
    let of = |sums: &Measures| sums.get(measure);
    let now = of(&running.now);
    let words = |before: i64| Change { now, before }.words();
    let notes = view! {
        <span class="table__note">{format!("kỳ trước: {}", words(of(&running.before)))}</span>
        <span class="table__note">{format!("năm trước: {}", words(of(&running.last_year)))}</span>
    };
    let text = group(now);
    if now == 0 {
        return Cell::view(view! { <span>{text}{notes}</span> });
    }
    let href = behind(&area.unit, &running.period, measure, "");
    Cell::view(view! { <span><a href=href>{text}</a>{notes}</span> })
}

/// The units below: where it is late, what they did this month, how far their plans have come.
fn parts(area: &AreaView) -> AnyView {
    let plan = area.whole.plan.is_some();
    if area.parts.is_empty() && !plan {
        return ().into_any();
    }
    let mut columns = vec![
        Column::new("Đơn vị"),
        Column::number("Quá hạn"),
        Column::number("Hết hạn trong 3 ngày"),
        Column::number("Vụ vi phạm tháng này"),
        Column::number("Tiền phạt tháng này, đồng"),
    ];
    if plan {
        columns.push(Column::number(format!("Kế hoạch năm {}: đã kiểm tra", area.today.year())));
    }
    let rows = area.parts.iter().map(|part| part_row(area, part, true)).collect::<Vec<_>>();
    let mut whole = part_row(area, &area.whole, false);
    if let Some(first) = whole.first_mut() {
        *first =
            Cell::text(if area.parts.is_empty() { area.whole.name.clone() } else { "Toàn địa bàn".to_owned() });
    }
    let bars = area
        .parts
        .iter()
        .filter(|part| part.late + part.soon > 0)
        .map(|part| {
            let late = u64::try_from(part.late).unwrap_or(0);
            let href = question(&part.id, CaseQuery { due: Some(Due::Late), ..CaseQuery::default() });
            Bar::new(part.name.clone(), late, group(part.late))
                .compare(u64::try_from(part.soon).unwrap_or(0), group(part.soon))
                .href(href)
        })
        .collect::<Vec<_>>();
    let chart = (!bars.is_empty()).then(|| {
        view! { <BarChart title="Hồ sơ quá hạn theo đơn vị" series="Quá hạn" compare="Hết hạn trong 3 ngày" bars=bars row_name="Đơn vị" /> }
    });
    view! {
        <h2>"Theo đơn vị"</h2>
        <DataTable caption="Thời hạn, kết quả tháng và tiến độ kế hoạch theo đơn vị" columns=columns rows=rows footer=whole hide_caption=true />
        {chart}
    }
    .into_any()
}

fn part_row(area: &AreaView, part: &Part, open: bool) -> Row {
    let due = |count: i64, due| match count {
        0 => Cell::text("0"),
        count => Cell::link(question(&part.id, CaseQuery { due: Some(due), ..CaseQuery::default() }), group(count)),
    };
    let month = area.running.last().map(|running| running.period);
    let of_month = |measure: Measure| match (part.month.get(measure), month) {
        (0, _) | (_, None) => Cell::text(group(part.month.get(measure))),
        (value, Some(month)) => Cell::link(behind(&part.id, &month, measure, ""), group(value)),
    };
    let name = if open && area.unit != part.id {
        Cell::link(routes::with_query(routes::OVERSIGHT, "don-vi", &part.id), part.name.clone())
    } else {
        Cell::text(part.name.clone())
    };
    let mut row = vec![
        name,
        due(part.late, Due::Late),
        due(part.soon, Due::Soon),
        of_month(Measure::Violations),
        of_month(Measure::Fines),
    ];
    row.extend(part.plan.map(|count| {
        let words = format!("{}/{}", count.inspected, count.planned);
        let note = format!("{} quá hạn", count.overdue);
        let year = area.today.year().to_string();
        let href = routes::with_query(&routes::with_query(routes::PLANS, "nam", &year), "don-vi", &part.id);
        if count.planned == 0 { Cell::text("–") } else { Cell::link_noted(href, words, note) }
    }));
    row
}

fn trend(area: &AreaView, measure: Measure, title: &'static str, series: &'static str, least: i64) -> AnyView {
    if area.trend.iter().all(|(_, now, before)| now.get(measure) < least && before.get(measure) < least) {
        return ().into_any();
    }
    let size = |value: i64| u64::try_from(value).unwrap_or(0);
    let points = area
        .trend
        .iter()
        .map(|(period, now, before)| {
            let (now, before) = (now.get(measure), before.get(measure));
            let label = format!("Tháng {:02}/{}", period.to.month(), period.to.year());
            TrendPoint::new(period.to.month().to_string(), label, behind(&area.unit, period, measure, ""))
                .value(size(now), group(now))
                .before(size(before), group(before), Change { now, before }.words())
        })
        .collect();
    view! { <TrendChart title=title series=series points=points row_name="Tháng báo cáo" /> }.into_any()
}

fn fields(area: &AreaView, month: &Period) -> AnyView {
    let mut ranked: Vec<_> = area.fields.iter().filter(|(_, sums)| sums.get(Measure::Violations) > 0).collect();
    ranked.sort_by_key(|(_, sums)| std::cmp::Reverse(sums.get(Measure::Violations)));
    let bars: Vec<Bar> = ranked
        .into_iter()
        .map(|(field, sums)| {
            let value = sums.get(Measure::Violations);
            Bar::new(field.label(), u64::try_from(value).unwrap_or(0), group(value)).href(behind(
                &area.unit,
                month,
                Measure::Violations,
                field.key(),
            ))
        })
        .collect();
    if bars.is_empty() {
        return ().into_any();
    }
    view! { <BarChart title="Vụ vi phạm tháng này theo lĩnh vực" series="Số vụ" bars=bars row_name="Lĩnh vực" /> }
        .into_any()
}

fn acts(area: &AreaView, month: &Period) -> AnyView {
    if area.acts.is_empty() {
        return view! {
            <h2>"Hành vi bị xử phạt nhiều nhất tháng này"</h2>
            <EmptyState title="Chưa có quyết định" text="Tháng báo cáo này chưa có quyết định xử phạt nào." />
        }
        .into_any();
    }
    let columns = || vec![Column::new("Hành vi"), Column::number("Quyết định"), Column::number("Tiền phạt, đồng")];
    let row = |act: &Named| -> Row {
        let href = question(&area.unit, CaseQuery { behaviour: Some(act.id.clone()), ..decided(month) });
        vec![Cell::text(act.name.clone()), Cell::link(href, group(act.sum.cases)), Cell::text(group(act.sum.amount))]
    };
    let by_cases = area.acts.iter().map(row).collect::<Vec<_>>();
    let by_fines = area.acts_by_fines.iter().map(row).collect::<Vec<_>>();
    view! {
        <h2>"Hành vi bị xử phạt nhiều nhất tháng này"</h2>
        <DataTable caption="Theo số quyết định" columns=columns() rows=by_cases />
        <DataTable caption="Theo tiền phạt" columns=columns() rows=by_fines />
    }
    .into_any()
}

/// Parties sanctioned more than once this year.
fn parties(area: &AreaView) -> AnyView {
    if area.parties.is_empty() {
        return ().into_any();
    }
    let columns =
        vec![Column::new("Tổ chức, cá nhân"), Column::number("Quyết định"), Column::number("Tiền phạt, đồng")];
    let year = Period::year(area.year);
    let rows = area.parties.iter().map(|party| -> Row {
        let ask = CaseQuery {
            party: party.id.parse().ok().map(PartyId),
            ..year.map(|year| decided(&year)).unwrap_or_default()
        };
        vec![
            Cell::link(routes::party(&party.id), party.name.clone()),
            Cell::link(question(&area.unit, ask), group(party.sum.cases)),
            Cell::text(group(party.sum.amount)),
        ]
    });
    let rows = rows.collect::<Vec<_>>();
    view! {
        <h2>{format!("Bị xử phạt từ 2 lần trong năm {}", area.year)}</h2>
        <DataTable caption="Tổ chức, cá nhân bị xử phạt nhiều lần tại địa bàn" columns=columns rows=rows hide_caption=true />
    }
    .into_any()
}
