//! How the installation stands: what is broken, what should be looked at, what is well, each with what to do.

use super::common::{document_title, reading, shown};
use crate::api::self_check::SelfCheck;
use crate::components::{Breadcrumb, ButtonKind, ButtonLink, Cell, Column, Crumb, DataTable, PageTitle, Row, Tone};
use crate::routes;
use domain::upkeep::{Line, State};
use leptos::prelude::*;

/// The page.
#[component]
pub fn SelfCheckPage() -> impl IntoView {
    shown(reading(|| (), |()| crate::api::self_check::read_self_check()), page)
}

/// The groups, what must be done first of all first.
const GROUPS: [(State, &str); 3] =
    [(State::Broken, "Cần làm ngay"), (State::Look, "Cần xem"), (State::Well, "Không phải làm gì")];

const fn tone(state: State) -> Tone {
    match state {
        State::Well => Tone::Success,
        State::Look => Tone::Warning,
        State::Broken => Tone::Danger,
    }
}

fn page(check: SelfCheck) -> AnyView {
    let count = |state: State| check.lines.iter().filter(|line| line.state == state).count();
    let summary: Vec<String> = [State::Broken, State::Look, State::Well]
        .into_iter()
        .map(|state| format!("{} {}", count(state), state.label().to_lowercase()))
        .collect();
    let caption = format!("{} · lúc {}", summary.join(", "), check.at);
    let groups: Vec<AnyView> = GROUPS.into_iter().map(|(state, title)| group(&check.lines, state, title)).collect();
    let crumbs = vec![Crumb::link(routes::ADMINISTRATION, "Quản trị"), Crumb::here("Tự kiểm tra")];
    let again =
        view! { <ButtonLink href=routes::SELF_CHECK text="Kiểm tra lại" kind=ButtonKind::Secondary /> }.into_any();
    view! {
        {document_title("Tự kiểm tra", None)}
        <Breadcrumb items=crumbs />
        <PageTitle title="Tự kiểm tra" caption=caption actions=Some(again) />
        {groups}
    }
    .into_any()
}

fn group(lines: &[Line], state: State, title: &'static str) -> AnyView {
    let rows: Vec<Row> = lines.iter().filter(|line| line.state == state).map(row).collect();
    if rows.is_empty() {
        return ().into_any();
    }
    let mut columns = vec![Column::new("Nội dung"), Column::new("Trạng thái"), Column::new("Thấy gì")];
    if state != State::Well {
        columns.push(Column::new("Làm gì"));
    }
    view! {
        <h2>{title}</h2>
        <DataTable caption=title columns=columns rows=rows hide_caption=true />
    }
    .into_any()
}

fn row(line: &Line) -> Row {
    let mut cells = vec![
        Cell::text(line.title.clone()),
        Cell::tag(tone(line.state), line.state.label()),
        Cell::text(line.found.clone()),
    ];
    if line.state != State::Well {
        cells.push(Cell::text(line.todo.clone()));
    }
    cells
}
