//! The places of a team by risk, each with its reasons, and the way from there into a plan.

use super::book::{parameter, tabs};
use super::common::{document_title, query, reading, shown};
use crate::api::book::{RiskLine, Risks};
use crate::components::{
    Button, ButtonKind, Cell, Choice, Column, DataTable, EmptyState, PageTitle, Row, SelectField, Tone,
};
use crate::routes;
use domain::calendar::format_date;
use domain::establishment::Level;
use leptos::prelude::*;

/// The places of a unit by risk.
#[component]
pub fn RisksPage() -> impl IntoView {
    let unit = parameter("unit");
    let plan = query(routes::PLAN);
    let all = reading(move || (unit.get(), plan.get()), |(unit, plan)| crate::api::book::read_risks(unit, plan));
    shown(all, page)
}

/// Colour of a level; the words always stand beside it.
pub(super) const fn tone(level: Level) -> Tone {
    match level {
        Level::High => Tone::Danger,
        Level::Medium => Tone::Warning,
        Level::Low => Tone::Neutral,
    }
}

fn page(all: Risks) -> AnyView {
    let list = if all.lines.is_empty() {
        view! { <EmptyState title="Sổ chưa có cơ sở nào" text="Rủi ro được tính từ sổ địa bàn và lịch sử xử lý." /> }
            .into_any()
    } else {
        let mut columns = ["Cơ sở", "Rủi ro", "Lý do", "Kiểm tra gần nhất"].map(Column::new).to_vec();
        if all.plan.is_some() {
            columns.push(Column::new("Kế hoạch"));
        }
        let rows: Vec<Row> = all.lines.iter().map(|line| self::line(line, all.plan.as_deref())).collect();
        view! { <DataTable caption="Cơ sở theo rủi ro, cao trước" columns=columns rows=rows hide_caption=true /> }
            .into_any()
    };
    let plans: Vec<Choice> = all.plans.iter().map(|(id, title)| Choice::new(id, title)).collect();
    let choose = if plans.is_empty() {
        ().into_any()
    } else {
        view! {
            <form method="get" action=routes::risks(&all.unit) class="field-row">
                <SelectField name=routes::PLAN label="Đưa vào kế hoạch đang lập" options=plans value=all.plan.clone().unwrap_or_default() prompt="Không" />
                <Button text="Chọn" kind=ButtonKind::Secondary />
            </form>
        }
        .into_any()
    };
    view! {
        {document_title("Rủi ro", None)}
        <PageTitle title="Cơ sở theo rủi ro" caption=all.unit_name.clone() />
        {tabs(&all.unit)}
        <p class="muted">
            "Điểm chỉ để đề xuất thứ tự kiểm tra. "
            <a href=routes::RISK_WEIGHTS>"Trọng số đang dùng"</a>
        </p>
        {choose}
        {list}
    }
    .into_any()
}

fn line(line: &RiskLine, plan: Option<&str>) -> Row {
    let place = &line.file.place;
    let reasons = line.risk.reasons.iter().map(|reason| {
        view! { <li>{format!("{} ({} điểm)", reason.text, reason.points)}</li> }
    });
    let reasons = view! { <ul class="small">{reasons.collect_view()}</ul> };
    let inspected = match line.history.last_inspected {
        None => Cell::text("Chưa lần nào"),
        Some(day) if line.inspected_this_year => Cell::noted(format_date(day), "đã kiểm tra trong năm"),
        Some(day) => Cell::text(format_date(day)),
    };
    let mut row = vec![
        Cell::link_noted(routes::place(&place.id.0.to_string()), place.name.clone(), line.owner.clone()),
        Cell::view(mark(&line.risk)),
        Cell::view(reasons),
        inspected,
    ];
    if let Some(plan) = plan {
        let href = routes::with_query(&routes::plan(plan), "doi-tuong", &place.party.0.to_string());
        row.push(Cell::link(href, "Thêm vào kế hoạch"));
    }
    row
}

/// A level with its points.
pub(super) fn mark(risk: &domain::establishment::Risk) -> AnyView {
    let text = format!("{} · {} điểm", risk.level.label(), risk.points);
    view! { <crate::components::Tag tone=tone(risk.level) text=text /> }.into_any()
}
