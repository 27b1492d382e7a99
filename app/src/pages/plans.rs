//! Inspection plans of a year with their progress, and the form that begins one.

use super::common::{document_title, form_head, opt_query, query, reading, shown};
use crate::api::plan::{Count, PlanLine, PlanNewView, PlansView, SubmitPlan, UnitCount, WaitingPlan};
use crate::components::{
    Actions, Bar, BarChart, Button, ButtonKind, ButtonLink, Cell, Choice, Column, DataTable, DateField, EmptyState,
    Notice, NumberField, PageTitle, RadioGroup, Row, SelectField, TextField, Tone, Width,
};
use crate::forms::Draft;
use crate::forms::plan::KINDS;
use crate::islands::answers;
use crate::routes;
use domain::plan::PlanState;
use leptos::prelude::*;
use leptos::server_fn::ServerFn;

/// The plans of a year.
#[component]
pub fn Plans() -> impl IntoView {
    let (year, unit) = (query("nam"), query("don-vi"));
    shown(reading(move || (year.get(), unit.get()), |(year, unit)| crate::api::plan::read_plans(year, unit)), page)
}

fn page(view: PlansView) -> AnyView {
    let units = view.units.iter().map(|(id, name)| Choice::new(id.clone(), name.clone())).collect();
    let title = format!("Kế hoạch kiểm tra năm {}", view.year);
    let actions = view.may_draft.then(|| {
        view! { <ButtonLink href=routes::PLAN_NEW text="Lập kế hoạch" kind=ButtonKind::Primary /> }.into_any()
    });
    let list = if view.rows.is_empty() {
        view! {
            <EmptyState
                title="Chưa có kế hoạch nào"
                text="Kế hoạch năm sau được đề xuất trước ngày 01/12 hằng năm (Điều 6 Thông tư 27/2020/TT-BCT)."
            />
        }
        .into_any()
    } else {
        let columns = vec![
            Column::new("Kế hoạch"),
            Column::new("Loại"),
            Column::new("Trạng thái"),
            Column::number("Đối tượng"),
            Column::number("Đã kiểm tra"),
            Column::number("Quá hạn"),
        ];
        let rows = view.rows.into_iter().map(line).collect();
        view! { <DataTable caption=title.clone() columns=columns rows=rows hide_caption=true /> }.into_any()
    };
    let progress = progress(format!("Tiến độ thực hiện kế hoạch năm {}", view.year), view.teams);
    view! {
        {document_title(&title, None)}
        <PageTitle title=title caption="Định kỳ và chuyên đề; tiến độ tính từ hồ sơ kiểm tra" actions=actions />
        <form method="get" action=routes::PLANS class="field-row">
            <NumberField name="nam" label="Năm" value=view.year.to_string() width=Width::W6 />
            <SelectField name="don-vi" label="Đơn vị" options=units value=view.unit prompt="Tất cả đơn vị" />
            <Button text="Xem" kind=ButtonKind::Secondary />
        </form>
        {list}
        {progress}
    }
    .into_any()
}

fn line(row: PlanLine) -> Row {
    let count = row.count;
    vec![
        Cell::link_noted(routes::plan(&row.id), row.title, format!("{}, {}", row.code, row.unit)),
        Cell::text(row.kind.label()),
        Cell::tag(state_tone(row.state), row.label),
        Cell::text(count.planned.to_string()),
        Cell::text(count.inspected.to_string()),
        Cell::text(count.overdue.to_string()),
    ]
}

/// The plans that wait for this officer, with a link to each; nothing where none waits.
pub(super) fn waiting(plans: Vec<WaitingPlan>) -> AnyView {
    if plans.is_empty() {
        return ().into_any();
    }
    let links = plans
        .into_iter()
        .map(|plan| {
            let words = format!("{}: {} ({}, {})", plan.label, plan.title, plan.code, plan.unit);
            view! { <li><a href=routes::plan(&plan.id)>{words}</a></li> }
        })
        .collect::<Vec<_>>();
    view! { <Notice title="Kế hoạch kiểm tra đang chờ đồng chí"><ul>{links}</ul></Notice> }.into_any()
}

/// Colour of a plan's status; the words always stand beside it.
pub(super) const fn state_tone(state: PlanState) -> Tone {
    match state {
        PlanState::Drafted => Tone::Neutral,
        PlanState::Submitted => Tone::Warning,
        PlanState::Returned => Tone::Danger,
        PlanState::Approved | PlanState::Amended => Tone::Success,
    }
}

/// Bars of what is inspected against what is planned, with every figure in a table.
pub(super) fn progress(title: String, teams: Vec<UnitCount>) -> AnyView {
    if teams.is_empty() {
        return ().into_any();
    }
    let bars = teams
        .iter()
        .map(|team| {
            let Count { planned, inspected, .. } = team.count;
            Bar::new(team.name.clone(), u64::from(inspected), format!("{inspected}/{planned}"))
                .compare(u64::from(planned), planned.to_string())
        })
        .collect();
    let columns = vec![
        Column::new("Đơn vị"),
        Column::number("Kế hoạch"),
        Column::number("Đã mở hồ sơ"),
        Column::number("Đã kiểm tra"),
        Column::number("Đã kết thúc"),
        Column::number("Quá hạn"),
    ];
    let rows = teams.into_iter().map(|team| figures(team.name, team.count)).collect();
    let caption = format!("{title}, số đối tượng");
    view! {
        <BarChart title=title series="Đã kiểm tra" compare="Kế hoạch" bars=bars row_name="Đơn vị" />
        <DataTable caption=caption columns=columns rows=rows />
    }
    .into_any()
}

fn figures(name: String, count: Count) -> Row {
    let Count { planned, opened, inspected, concluded, overdue } = count;
    let numbers = [planned, opened, inspected, concluded, overdue];
    std::iter::once(Cell::text(name)).chain(numbers.map(|number| Cell::text(number.to_string()))).collect()
}

/// Begins a plan.
#[component]
pub fn PlanNew() -> impl IntoView {
    let draft = opt_query(routes::DRAFT);
    shown(reading(move || draft.get(), crate::api::plan::read_plan_new), form)
}

fn form(view: PlanNewView) -> AnyView {
    let first = view.draft.is_none();
    let mut draft = view.draft.unwrap_or_default();
    if first {
        draft.fields.set("kind", KINDS.first().map_or("", |kind| kind.key()));
        draft.fields.set("year", view.year.to_string());
        draft.fields.set("title", format!("Kế hoạch kiểm tra định kỳ năm {}", view.year));
    }
    let (value, error) = answers(&draft);
    let kinds = KINDS.map(|kind| Choice::new(kind.key(), kind.label())).to_vec();
    view! {
        {document_title("Lập kế hoạch kiểm tra", Some(&draft))}
        {form_head(Some(&draft))}
        <PageTitle title="Lập kế hoạch kiểm tra" caption=view.unit />
        <form method="post" action=SubmitPlan::url() class="stack-lg" novalidate>
            <input type="hidden" name="plan" value=view.plan_id />
            <RadioGroup name="kind" legend="Loại kế hoạch" options=kinds value=value("kind") error=error("kind") inline=true />
            <NumberField name="year" label="Năm" value=value("year") error=error("year") width=Width::W6 />
            {head_fields(&draft)}
            <Actions>
                <Button text="Lập kế hoạch" />
                <ButtonLink href=routes::PLANS text="Quay lại danh sách" kind=ButtonKind::Plain />
            </Actions>
        </form>
    }
    .into_any()
}

/// Title and ground, the same where a plan is begun and where it is written anew.
pub(super) fn head_fields(draft: &Draft) -> AnyView {
    let (value, error) = answers(draft);
    view! {
        <TextField name="title" label="Tên kế hoạch" value=value("title") error=error("title") />
        <TextField name="orientation_number" label="Số quyết định phê duyệt định hướng chương trình kiểm tra" hint="Điều 4 Thông tư 27/2020/TT-BCT" value=value("orientation_number") error=error("orientation_number") width=Width::W20 />
        <DateField name="orientation_date" label="Ngày ký định hướng" value=value("orientation_date") error=error("orientation_date") />
    }
    .into_any()
}
