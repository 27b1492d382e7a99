//! My work: what waits for this officer, sorted by deadline.

use super::common::{document_title, done_notice, reading, shown, stage_tone, time_left};
use crate::api::dossier::WaitingDossier;
use crate::api::plan::WaitingPlan;
use crate::api::work::{CaseRow, MyWork};
use crate::components::{ButtonKind, ButtonLink, Deadline, DeadlineList, EmptyState, PageTitle, Stat};
use crate::routes;
use domain::authority::{Action, role_may};
use domain::case::Stage;
use leptos::prelude::*;

/// The officer's start page.
#[component]
pub fn Home() -> impl IntoView {
    let work = reading(
        || (),
        |()| async {
            let work = crate::api::work::read_my_work().await?;
            let plans = crate::api::plan::read_plans_waiting().await?;
            Ok((work, plans, crate::api::dossier::read_dossiers_waiting().await?))
        },
    );
    shown(work, |(work, plans, dossiers)| page(work, plans, dossiers))
}

fn page(work: MyWork, plans: Vec<WaitingPlan>, dossiers: Vec<WaitingDossier>) -> AnyView {
    let total = work.rows.len();
    let late = work.rows.iter().filter(|row| row.index.next_due.is_some_and(|due| due < work.now)).count();
    let opens = role_may(work.role, Action::OpenCase);
    let open: u32 = work.stages.iter().filter(|(stage, _)| *stage != Stage::Closed).map(|(_, count)| count).sum();
    let actions = opens.then(|| {
        view! { <ButtonLink href=routes::CASE_NEW text="Mở hồ sơ kiểm tra" kind=ButtonKind::Primary /> }.into_any()
    });
    let caption = format!("Hôm nay, {}", domain::calendar::format_long(work.now.date()));
    let list = if total == 0 {
        view! {
            <EmptyState title="Không có việc đang chờ" text="Mọi hồ sơ của đồng chí đều đã xong phần việc của mình.">
                <p><a href=routes::CASES>"Xem các hồ sơ của đơn vị"</a></p>
            </EmptyState>
        }
        .into_any()
    } else {
        let now = work.now;
        let deadlines = work.rows.into_iter().map(|row| deadline(row, now)).collect();
        view! { <DeadlineList deadlines=deadlines wide=true /> }.into_any()
    };
    let stages = work
        .stages
        .into_iter()
        .filter(|(stage, count)| *count > 0 && *stage != Stage::Closed)
        .map(|(stage, count)| {
            let href = routes::with_query(routes::CASES, "buoc", stage.key());
            view! { <Stat label=stage.label() value=count.to_string() unit="hồ sơ" href=href /> }
        })
        .collect::<Vec<_>>();
    let overview =
        (!stages.is_empty()).then(|| view! { <h2>"Hồ sơ đang mở của đơn vị"</h2><div class="columns">{stages}</div> });
    view! {
        {document_title("Việc của tôi", None)}
        {done_notice()}
        <super::guide::FirstSteps />
        <PageTitle title="Việc của tôi" caption=caption actions=actions />
        <div class="columns">
            <Stat label="Đang chờ đồng chí" value=total.to_string() unit="hồ sơ" />
            <Stat label="Trong đó đã quá hạn" value=late.to_string() unit="hồ sơ" />
            <Stat label="Đơn vị đang mở" value=open.to_string() unit="hồ sơ" href=routes::CASES />
        </div>
        {super::plans::waiting(plans)}
        {super::dossiers::waiting(dossiers, work.now)}
        <h2>"Theo thời hạn"</h2>
        {list}
        {overview}
    }
    .into_any()
}

fn deadline(row: CaseRow, now: jiff::civil::DateTime) -> Deadline {
    let index = row.index;
    let title = format!("{} – {}", index.party_name, index.stage.label());
    let href = routes::case(&row.id);
    let ground = match &index.next_due_name {
        Some(name) => format!("{name} · {} · {}", index.code, index.place),
        None => format!("{} · {}", index.code, index.place),
    };
    let deadline = match index.next_due {
        Some(due) => {
            let (words, tone) = time_left(due, now);
            Deadline::new(title, domain::calendar::format_date(due.date()), due.date().to_string(), words, tone)
        }
        None => Deadline::new(
            title,
            domain::calendar::format_date(index.opened_on),
            index.opened_on.to_string(),
            index.stage.label(),
            stage_tone(index.stage),
        ),
    };
    deadline.ground(ground).href(href)
}
