//! My work: what waits for this officer, sorted by deadline.

use super::common::{document_title, done_notice, reading, shown, stage_tone, time_left};
use crate::api::comment::WaitingComment;
use crate::api::dossier::WaitingDossier;
use crate::api::plan::WaitingPlan;
use crate::api::task::WaitingTask;
use crate::api::work::{CaseRow, MyWork};
use crate::components::{ButtonKind, ButtonLink, Deadline, DeadlineList, EmptyState, PageTitle, Stat, Tone};
use crate::routes;
use domain::authority::{Action, role_may};
use domain::calendar::format_date;
use domain::case::Stage;
use domain::statute::ground_of;
use jiff::civil::{Date, DateTime};
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
    let (now, role) = (work.now, work.role);
    let total = work.rows.len() + work.tasks.len() + work.comments.len();
    let items = items(work.rows, work.tasks, work.comments, now);
    let late = items.iter().filter(|item| item.due.is_some_and(|due| due < now)).count();
    let opens = role_may(role, Action::OpenCase);
    let open: u32 = work.stages.iter().filter(|(stage, _)| *stage != Stage::Closed).map(|(_, count)| count).sum();
    let open_case = opens.then(|| {
        view! { <ButtonLink href=routes::CASE_NEW text="Mở hồ sơ kiểm tra" kind=ButtonKind::Primary /> }
    });
    let go_out =
        role_may(role, Action::TakeOut).then(|| view! { <ButtonLink href=routes::FIELDWORK text="Đi hiện trường" /> });
    let actions = (open_case.is_some() || go_out.is_some()).then(|| view! { {open_case}{go_out} }.into_any());
    let caption = format!("Hôm nay, {}", domain::calendar::format_long(now.date()));
    let list = if total == 0 {
        view! {
            <EmptyState title="Không có việc đang chờ" text="Mọi hồ sơ của đồng chí đều đã xong phần việc của mình.">
                <p><a href=routes::CASES>"Xem các hồ sơ của đơn vị"</a></p>
            </EmptyState>
        }
        .into_any()
    } else {
        let deadlines = items.into_iter().map(|item| item.line).collect();
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
            <Stat label="Đang chờ đồng chí" value=total.to_string() unit="việc" />
            <Stat label="Trong đó đã quá hạn" value=late.to_string() unit="việc" />
            <Stat label="Đơn vị đang mở" value=open.to_string() unit="hồ sơ" href=routes::CASES />
        </div>
        {super::plans::waiting(plans)}
        {super::dossiers::waiting(dossiers, now)}
        <h2>"Theo thời hạn"</h2>
        {list}
        {overview}
    }
    .into_any()
}

/// One line of the work list with the moment it is sorted by.
struct Item {
    due: Option<DateTime>,
    line: Deadline,
}

/// Files, tasks and comments together, the nearest deadline first; what has none comes last.
fn items(rows: Vec<CaseRow>, tasks: Vec<WaitingTask>, comments: Vec<WaitingComment>, now: DateTime) -> Vec<Item> {
    let mut items: Vec<Item> =
        rows.into_iter().map(|row| Item { due: row.index.next_due, line: deadline(row, now) }).collect();
    items.extend(tasks.into_iter().map(|task| of_task(task, now)));
    items.extend(comments.into_iter().map(|comment| of_comment(comment, now)));
    items.sort_by_key(|item| (item.due.is_none(), item.due));
    items
}

/// The end of a day, as deadlines of the law end.
fn end_of(day: Date) -> DateTime {
    day.at(23, 59, 59, 0)
}

fn of_task(task: WaitingTask, now: DateTime) -> Item {
    let due = end_of(task.due);
    let (words, tone) = time_left(due, now);
    let title = format!("{} – {}", task.title, task.state.label());
    let line = Deadline::new(title, format_date(task.due), task.due.to_string(), words, tone)
        .ground(format!("Chỉ đạo · {} · {}", task.code, task.whom))
        .href(routes::task(&task.id));
    Item { due: Some(due), line }
}

fn of_comment(comment: WaitingComment, now: DateTime) -> Item {
    let act = if comment.to_answer { "Trả lời ý kiến chỉ đạo" } else { "Xem câu trả lời ý kiến" };
    let title = format!("{act} – {}", comment.code);
    let due = comment.due.map(end_of);
    let day = comment.due.unwrap_or(comment.asked_on);
    let (words, tone) = match due {
        Some(due) => time_left(due, now),
        None if comment.to_answer => ("chờ trả lời".to_owned(), Tone::Info),
        None => ("đã trả lời".to_owned(), Tone::Info),
    };
    let line = Deadline::new(title, format_date(day), day.to_string(), words, tone)
        .ground(format!("{}: {}", comment.by, comment.text))
        .href(format!("{}#y-kien", routes::case(&comment.case)));
    Item { due, line }
}

fn deadline(row: CaseRow, now: DateTime) -> Deadline {
    let index = row.index;
    let title = format!("{} – {}", index.party_name, index.stage.label());
    let href = routes::case(&row.id);
    let ground = match &index.next_due_name {
        Some(name) => {
            let place = ground_of(name, now.date()).map_or_else(String::new, |place| format!(" ({place})"));
            format!("{name}{place} · {} · {}", index.code, index.place)
        }
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
